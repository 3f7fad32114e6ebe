import { machine } from "./machine.ts";

/** What a bench says: figures against their bars, and an exit code. */
export class Report {
	#missed = 0;

	constructor(title: string) {
		console.log(`${title}\n${machine()}\n`);
	}

	atMost(name: string, value: number, bar: number, unit: string): void {
		this.#line(name, value, `≤ ${bar} ${unit}`, unit, value <= bar);
	}

	atLeast(name: string, value: number, bar: number, unit: string): void {
		this.#line(name, value, `≥ ${bar} ${unit}`, unit, value >= bar);
	}

	/** A fact that must hold. */
	holds(name: string, holds: boolean, detail = ""): void {
		if (!holds) this.#missed++;
		console.log(`${holds ? "pass" : "FAIL"}  ${name}${detail === "" ? "" : `: ${detail}`}`);
	}

	info(name: string, text: string): void {
		console.log(`      ${name}: ${text}`);
	}

	skipped(what: string, why: string): void {
		console.log(`skip  ${what}: ${why}`);
	}

	/** For the end of a bench: exits 1 when a bar was missed. */
	exitCode(): number {
		console.log(this.#missed === 0 ? "\nall bars met" : `\n${this.#missed} bars missed`);
		return this.#missed === 0 ? 0 : 1;
	}

	#line(name: string, value: number, bar: string, unit: string, met: boolean): void {
		if (!met) this.#missed++;
		console.log(`${met ? "pass" : "FAIL"}  ${name}: ${round(value)} ${unit} (bar ${bar})`);
	}
}

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function round(value: number): string {
	if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toFixed(0);
	return value.toFixed(2);
}
