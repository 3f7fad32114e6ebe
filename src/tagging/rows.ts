import { applyMapping, mapColumns, type SystemField } from "./sheet-columns.ts";
import type { Sheet } from "./sheets.ts";
import type { NewRecord } from "./store.ts";

const sourceTypes = ["url", "s3", "local"];

/**
 * The rows of a batch as it keeps them (contracts/tagging.md 7.1): values become text, columns are mapped, types inferred. A row that is
 * no good is kept as it is and fails alone.
 */
export function toRecords(rows: readonly Record<string, unknown>[], mapping: Record<string, string>): NewRecord[] {
	return rows.map((row) => {
		const mapped = applyMapping(row, mapping);
		const value = (field: SystemField) => textOf(mapped[field]).trim();
		const filePath = value("file_path");
		return {
			title: value("title") || "Untitled Document",
			description: value("description"),
			filePath,
			sourceType: sourceTypeOf(value("file_source_type"), filePath),
		};
	});
}

/** The rows of a legacy batch's CSV file (7.9), where nothing is inferred. */
export function sheetRecords({ rows }: Pick<Sheet, "rows">): NewRecord[] {
	return rows.map(({ values }) => {
		const value = (field: SystemField) => values.get(field) ?? "";
		const filePath = value("file_path");
		return {
			title: value("title") || "Untitled Document",
			description: value("description"),
			filePath,
			sourceType: filePath === "" ? "" : value("file_source_type").toLowerCase(),
		};
	});
}

/** The rows of a workbook, whose columns are found by any of their names (11.2). */
export function workbookRecords({ headers, rows }: Pick<Sheet, "headers" | "rows">): NewRecord[] {
	const columns = Object.entries(mapColumns(headers));
	return toRecords(
		rows.map(({ cells }) => Object.fromEntries(columns.map(([field, at]) => [field, cells[at]]))),
		{},
	);
}

function sourceTypeOf(given: string, filePath: string): string {
	const type = given.trim().toLowerCase();
	if (type === "") return /^s3:\/\//i.test(filePath) ? "s3" : "url";
	return sourceTypes.includes(type) ? type : "url";
}

function textOf(value: unknown): string {
	if (typeof value === "string") return value;
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}
