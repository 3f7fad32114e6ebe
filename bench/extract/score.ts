/** What was found against what is true. */
import type { FieldResult, FieldValue, SimpleValue } from "../../src/extraction/extraction.ts";

export type Verdict = "right" | "wrong" | "missed" | "absent" | "invented";

/** Text without case, blanks and commas; numbers to the cent. */
export function isSame(found: SimpleValue | null, truth: SimpleValue | null): boolean {
	if (found === null || truth === null) return found === truth;
	if (typeof truth === "string") return typeof found === "string" && plain(found) === plain(truth);
	if (typeof truth === "number") return typeof found === "number" && Math.abs(found - truth) < 0.005;
	if (typeof truth === "boolean") return found === truth;
	return (
		typeof found === "object" &&
		Math.abs(Math.abs(found.amount) - Math.abs(truth.amount)) < 0.005 &&
		found.currency === truth.currency
	);
}

function plain(text: string): string {
	return text
		.toLowerCase()
		.normalize("NFC")
		.replace(/[\s,]+/g, "")
		.split("")
		.join("");
}

export function judge(found: FieldResult, truth: FieldValue | null): Verdict {
	const { value } = found;
	if (truth === null) return value === null ? "absent" : "invented";
	if (value === null) return "missed";
	if (Array.isArray(truth)) return isSameList(value, truth) ? "right" : "wrong";
	return !Array.isArray(value) && isSame(value, truth) ? "right" : "wrong";
}

function isSameList(value: FieldValue, truth: FieldValue): boolean {
	if (!Array.isArray(value) || !Array.isArray(truth) || value.length !== truth.length) return false;
	return truth.every((each, at) => typeof each !== "object" && isSame(simple(value[at]), simple(each)));
}

function simple(value: unknown): SimpleValue | null {
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

export interface Counts {
	right: number;
	found: number;
	true: number;
}

type Row = Record<string, SimpleValue | null>;

/** Cells of line items: a cell is right where its row, aligned in order, has the same value. */
export function countCells(found: FieldValue | null, truth: FieldValue | null): Counts {
	const [mine, theirs] = [rowsOf(found), rowsOf(truth)];
	const count = (rows: readonly Row[]): number =>
		rows.reduce((sum, row) => sum + Object.values(row).filter((cell) => cell !== null).length, 0);
	return { right: bestAlignment(mine, theirs), found: count(mine), true: count(theirs) };
}

function rowsOf(value: FieldValue | null): Row[] {
	return Array.isArray(value)
		? value.flatMap((row) => (typeof row === "object" && !("amount" in row && "currency" in row) ? [row] : []))
		: [];
}

function bestAlignment(mine: readonly Row[], theirs: readonly Row[]): number {
	let above = new Array<number>(theirs.length + 1).fill(0);
	for (const row of mine) {
		const line = [0];
		for (const [at, other] of theirs.entries()) {
			line.push(Math.max(above[at + 1] ?? 0, line[at] ?? 0, (above[at] ?? 0) + sameCells(row, other)));
		}
		above = line;
	}
	return above.at(-1) ?? 0;
}

function sameCells(row: Row, other: Row): number {
	return Object.entries(other).filter(([name, cell]) => cell !== null && isSame(row[name] ?? null, cell)).length;
}

export function f1({ right, found, true: wanted }: Counts): number {
	return found + wanted === 0 ? 1 : (2 * right) / (found + wanted);
}
