import { isAppError } from "../errors.ts";
import { sheetRecords, workbookRecords } from "./rows.ts";
import { readCsvSheet, readXlsxSheet, type Sheet, toCsv } from "./sheets.ts";
import type { NewRecord } from "./store.ts";

/** The file that a legacy batch comes as (contracts/tagging.md 7.9 and 11.2). */
export interface LegacySheet {
	records: NewRecord[];
	missingColumns: string[];
	/** There are more rows than were asked for. */
	more: boolean;
	/** The sheet as CSV, to be kept: the columns of the result. */
	csv: Uint8Array;
}

/**
 * `.csv`, `.xlsx` by the name. Undefined for another name. A file without a header has no records; neither has a workbook that is none.
 * Throws `invalid_request`, `document_refused`, `too_large`.
 */
export function readLegacySheet(fileName: string, bytes: Uint8Array, maxRows: number): LegacySheet | undefined {
	if (/\.csv$/i.test(fileName)) {
		const sheet = readCsvSheet(bytes, maxRows);
		return { ...kept(sheet), records: sheetRecords(sheet), csv: bytes };
	}
	if (!/\.xlsx$/i.test(fileName)) return undefined;
	const sheet = workbook(bytes, maxRows);
	return { ...kept(sheet), records: workbookRecords(sheet), csv: toCsv(sheet) };
}

function kept({ headers, missingColumns, more }: Sheet) {
	return { missingColumns: headers.length === 0 ? [] : missingColumns, more };
}

function workbook(bytes: Uint8Array, maxRows: number): Sheet {
	try {
		return readXlsxSheet(bytes, maxRows);
	} catch (error) {
		if (isAppError(error, "document_damaged")) return { headers: [], missingColumns: [], rows: [], more: false };
		throw error;
	}
}
