/** Delimited text: one table. Read by a machine of its own, so that a broken quote cannot swallow memory or time. */

import { MAX_CELL_CHARACTERS, MAX_TABLE_CELLS, MAX_TABLE_COLUMNS } from "../limits.ts";
import { notText } from "../refusals.ts";
import { decodeText } from "../text-encoding.ts";
import { BlockBuilder, type Draft } from "./block-builder.ts";
import type { Reading } from "./reading.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Lines looked at to tell the delimiter. */
const SAMPLE_LINES = 20;
const SAMPLE_CHARACTERS = 65_536;

export async function readCsv(reading: Reading): Promise<Draft[][]> {
	const text = decodeText(reading.bytes);
	if (text === undefined) throw notText();
	const body = /^sep=(.)\r?\n/i.exec(text);
	const delimiter = body?.[1] ?? delimiterOf(text);
	const { rows, cut } = parseDelimited(body === null ? text : text.slice(body[0].length), delimiter);
	const header = hasHeader(rows);
	const builder = new BlockBuilder(reading.text);
	builder.plainGrid(rows, header, cut);
	return [builder.drafts];
}

/** The delimiter that cuts most lines into the same number of cells, and more than one. */
export function delimiterOf(text: string): string {
	const sample = text.slice(0, SAMPLE_CHARACTERS);
	let [best, most] = [",", 0];
	for (const delimiter of DELIMITERS) {
		const { rows } = parseDelimited(sample, delimiter, SAMPLE_LINES);
		const widths = rows.filter((row) => row.some((cell) => cell !== "")).map((row) => row.length);
		const usual = [...widths].sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 0;
		const share = widths.filter((width) => width === usual).length / Math.max(1, widths.length);
		const score = usual < 2 ? 0 : share * share * Math.log2(usual + 1);
		if (score > most) [best, most] = [delimiter, score];
	}
	return best;
}

/** RFC 4180, forgiving: a quote inside an unquoted cell is a character. Rows and columns beyond the caps are left out. */
export function parseDelimited(
	text: string,
	delimiter: string,
	maxRows = MAX_TABLE_CELLS,
): { rows: string[][]; cut: boolean } {
	const rows: string[][] = [];
	let row: string[] = [];
	let cells = 0;
	let cut = false;
	let at = text.startsWith("\ufeff") ? 1 : 0;
	const push = (cell: string) => {
		if (row.length < MAX_TABLE_COLUMNS) row.push(cell.slice(0, MAX_CELL_CHARACTERS).trim());
		else cut = true;
	};
	while (at < text.length) {
		const cell = cellAt(text, at, delimiter);
		push(cell.text);
		at = cell.end;
		if (text[at] === delimiter) {
			at++;
			if (at < text.length) continue;
			push("");
		}
		if (text[at] === "\r") at++;
		if (text[at] === "\n") at++;
		cells += row.length;
		if (row.some((value) => value !== "")) rows.push(row);
		row = [];
		if (rows.length >= maxRows || cells >= MAX_TABLE_CELLS) return { rows, cut: cut || at < text.length };
	}
	return { rows, cut };
}

function cellAt(text: string, start: number, delimiter: string): { text: string; end: number } {
	if (text[start] === '"') {
		const quoted = quotedAt(text, start);
		if (quoted !== undefined) {
			const end = plainEnd(text, quoted.end, delimiter);
			return { text: quoted.text + text.slice(quoted.end, end), end };
		}
	}
	const end = plainEnd(text, start, delimiter);
	return { text: text.slice(start, end), end };
}

/** Undefined where the quote never ends within what a cell can hold: then it is a character like any other. */
function quotedAt(text: string, start: number): { text: string; end: number } | undefined {
	const limit = start + MAX_CELL_CHARACTERS * 2;
	for (let at = start + 1; at < limit; at += 2) {
		at = text.indexOf('"', at);
		if (at === -1 || at >= limit) return undefined;
		if (text[at + 1] !== '"') return { text: text.slice(start + 1, at).replace(/""/g, '"'), end: at + 1 };
	}
	return undefined;
}

function plainEnd(text: string, start: number, delimiter: string): number {
	let at = start;
	while (at < text.length) {
		const character = text[at];
		if (character === delimiter || character === "\n" || character === "\r") return at;
		at++;
	}
	return at;
}

/** Words above data: no cell of the first row is a number or empty, and they differ. One row alone has no header. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
	const [first, ...rest] = rows;
	if (first === undefined || rest.length === 0) return false;
	const named = first.filter((cell) => cell !== "");
	return (
		named.length * 2 > first.length && named.every((cell) => !isNumber(cell)) && new Set(named).size === named.length
	);
}

function isNumber(cell: string): boolean {
	return /^[-+]?[\d.,\s]*\d[\d.,\s]*%?$/.test(cell);
}
