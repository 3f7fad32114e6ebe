import type { Progress } from "./client.ts";

const barWidth = 28;

/** One line per document, redrawn in place on a terminal, and plain lines now and then elsewhere. */
export class ProgressBars {
	readonly #live = process.stdout.isTTY === true;
	readonly #names: string[];
	readonly #lines: string[];
	readonly #said = new Map<string, string>();
	#drawn = 0;

	constructor(names: string[]) {
		this.#names = names;
		const width = Math.min(32, Math.max(...names.map((name) => name.length)));
		this.#lines = names.map((name) => `${shorten(name, width).padEnd(width)}  waiting`);
		this.#draw();
	}

	show(index: number, progress: Progress): void {
		const share = Math.min(1, Math.max(0, progress.progress ?? 0));
		const pages = progress.page_count === null ? "" : ` · page ${progress.pages_done ?? 0} of ${progress.page_count}`;
		const eta = !progress.eta_seconds ? "" : ` · ${Math.ceil(progress.eta_seconds)} s left`;
		this.#set(index, share, `${progress.phase ?? progress.status.toLowerCase()}${pages}${eta}`);
	}

	finish(index: number, share: number, outcome: string): void {
		this.#set(index, share, outcome);
	}

	#set(index: number, share: number, words: string): void {
		const filled = Math.round(share * barWidth);
		const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
		const head = this.#lines[index]?.split("  ")[0] ?? "";
		this.#lines[index] = `${head}  ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${words}`;
		if (this.#live) this.#draw();
		else this.#say(index, share, words);
	}

	#draw(): void {
		if (!this.#live) return;
		const columns = process.stdout.columns || 80;
		const up = this.#drawn === 0 ? "" : `\x1b[${this.#drawn}A`;
		process.stdout.write(up + this.#lines.map((line) => `\x1b[2K${line.slice(0, columns - 1)}\n`).join(""));
		this.#drawn = this.#lines.length;
	}

	/** A log should show that it moves, not every step: once per phase and quarter. */
	#say(index: number, share: number, words: string): void {
		const name = this.#names[index] ?? "";
		const step = `${Math.floor(share * 4)} ${words.split(" · ")[0]}`;
		if (this.#said.get(name) === step) return;
		this.#said.set(name, step);
		console.log(`${name}: ${Math.floor(share * 100)} % ${words}`);
	}
}

function shorten(text: string, width: number): string {
	return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
