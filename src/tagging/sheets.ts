/** Tables of documents to tag: CSV and XLSX → rows. */
import Papa from "papaparse";
import { readSheetRows } from "../convert/convert.ts";
import { AppError } from "../errors.ts";
import { headerName, mapColumns } from "./sheet-columns.ts";

export interface SheetRow {
	/** As in the file, one for each header; missing ones are empty. */
	cells: string[];
	/** Trimmed cells by header name. */
	values: ReadonlyMap<string, string>;
}

export interface Sheet {
	/** As in the file; empty where the file is. */
	headers: string[];
	/** Required columns that are not there, in the order of the contract. */
	missingColumns: string[];
	/** Those that are not blank. */
	rows: SheetRow[];
	/** There are more rows than were asked for. */
	more: boolean;
}

/** Columns without which a CSV file is refused. */
const REQUIRED = ["title", "file_source_type", "file_path"];
const DELIMITERS = [",", ";", "\t"];
/** Parsed at once: a row takes some 200 bytes of heap however little is in it. */
const PIECE_CHARACTERS = 65_536;
/** Delimiters alone would become a row of millions of cells. */
const MAX_ROW_CHARACTERS = 262_144;

/**
 * Rows of a CSV file in UTF-8 (or UTF-16 with its mark), else Latin-1, at most `maxRows` besides the header. Throws
 * `invalid_request` for a row of more than 262,144 characters, as quotes that never end make one.
 */
export function readCsvSheet(bytes: Uint8Array, maxRows: number): Sheet {
	const sheet = sheetOf(csvRecords(new TextDecoder(encodingOf(bytes)).decode(bytes)), maxRows);
	const names = sheet.headers.map(headerName);
	return { ...sheet, missingColumns: REQUIRED.filter((name) => !names.includes(name)) };
}

/**
 * Rows of a workbook's first sheet, at most `maxRows` besides the header; only the column of paths has to be there, under any of its
 * names. Throws `document_damaged`, `document_refused`, `too_large`.
 */
export function readXlsxSheet(bytes: Uint8Array, maxRows: number): Sheet {
	const { rows, more } = readSheetRows(bytes, maxRows + 1);
	const sheet = sheetOf(rows, maxRows);
	return { ...sheet, more, missingColumns: mapColumns(sheet.headers).file_path === undefined ? ["file_path"] : [] };
}

/** A line of a CSV file with its break, CRLF. `quotesAll` for files whose delimiter is to be found out. */
export function csvLine(cells: readonly string[], { quotesAll = false } = {}): string {
	return `${Papa.unparse([[...cells]], { quotes: quotesAll })}\r\n`;
}

/** A sheet as a CSV file that reads the same. */
export function toCsv({ headers, rows }: Pick<Sheet, "headers" | "rows">): Uint8Array {
	const lines = [headers, ...rows.map(({ cells }) => cells)].map((cells) => csvLine(cells, { quotesAll: true }));
	return new TextEncoder().encode(lines.join(""));
}

function sheetOf(records: Iterable<string[]>, maxRows: number): Omit<Sheet, "missingColumns"> {
	let headers: string[] | undefined;
	let names: string[] = [];
	const rows: SheetRow[] = [];
	for (const record of records) {
		if (record.every((cell) => cell.trim() === "")) continue;
		if (rows.length === maxRows) return { headers: headers ?? [], rows, more: true };
		if (headers === undefined) [headers, names] = [record, record.map(headerName)];
		else rows.push(rowOf(record, names));
	}
	return { headers: headers ?? [], rows, more: false };
}

function rowOf(record: readonly string[], names: readonly string[]): SheetRow {
	const cells = names.map((_, at) => record[at] ?? "");
	const values = new Map<string, string>();
	for (const [at, name] of names.entries()) {
		if (!values.has(name)) values.set(name, (cells[at] ?? "").trim());
	}
	return { cells, values };
}

function* csvRecords(text: string): Generator<string[]> {
	// Where lines end in both, the first of them is left to be taken off; some programs write it alone.
	const newline = text.includes("\n") ? "\n" : "\r";
	// Its fast mode does not say how far it came.
	const parser = new Papa.Parser({ delimiter: delimiterOf(text, newline), newline, fastMode: false });
	for (let at = 0, size = PIECE_CHARACTERS; at < text.length; ) {
		const isLast = at + size >= text.length;
		const result: Papa.ParseResult<string[]> = parser.parse(text.slice(at, at + size), 0, !isLast);
		if (result.data.length === 0 && size >= MAX_ROW_CHARACTERS) {
			throw new AppError("invalid_request", "A row of the file is too long");
		}
		for (const record of result.data) yield withoutReturn(record);
		if (isLast) return;
		at += result.meta.cursor;
		size = result.data.length === 0 ? size * 2 : PIECE_CHARACTERS;
	}
}

function withoutReturn(record: string[]): string[] {
	const last = record.at(-1);
	return last?.endsWith("\r") ? record.with(-1, last.slice(0, -1)) : record;
}

/** Spreadsheets of some countries write semicolons. The header tells, by how many cells it has without broken quotes. */
function delimiterOf(text: string, newline: "\n" | "\r"): string {
	const head = text.slice(Math.max(0, text.search(/\S/)), PIECE_CHARACTERS);
	const widths = DELIMITERS.map((delimiter) => {
		const { data, errors } = Papa.parse<string[]>(head, { delimiter, newline, preview: 1 });
		return errors.length === 0 ? (data[0]?.length ?? 0) : 0;
	});
	return DELIMITERS[widths.indexOf(Math.max(...widths))] ?? ",";
}

function encodingOf(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
	try {
		new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
		return "utf-8";
	} catch {
		return "iso-8859-1";
	}
}
