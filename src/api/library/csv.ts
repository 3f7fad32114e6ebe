import Papa from "papaparse";
import { contentDisposition } from "../../lib/file-name.ts";
import { textStream } from "../json-stream.ts";
import { toIsoTime } from "./wire.ts";

export type Cell = string | number | boolean | null;

/**
 * A line of a table with its line end. Quoted where a comma, quote or line end stands in it, and with an apostrophe before what a spreadsheet
 * would take for a formula. Numbers are left as they are: a negative one is none.
 */
export function csvLine(row: readonly Cell[]): string {
	return `${Papa.unparse([[...row]], { newline: "\r\n", escapeFormulae: /^[=+\-@\t\r]/ })}\r\n`;
}

/** A table as a download, made while it is sent: `documents` of the day of `now` is `documents-2026-03-23.csv`. */
export function csvDownload(name: string, now: number, lines: AsyncIterable<string>): Response {
	return textStream(withByteOrderMark(lines), {
		"Content-Type": "text/csv; charset=utf-8",
		"Content-Disposition": contentDisposition("attachment", `${name}-${dayOf(now)}.csv`),
		"Cache-Control": "private, no-store",
		"X-Content-Type-Options": "nosniff",
	});
}

/** The day in UTC, for the name of a file. */
export function dayOf(now: number): string {
	return toIsoTime(now).slice(0, 10);
}

async function* withByteOrderMark(lines: AsyncIterable<string>): AsyncGenerator<string> {
	yield "\uFEFF";
	yield* lines;
}
