import { applyMapping, mapColumns, type SystemField } from "./sheet-columns.ts";
import type { Sheet } from "./sheets.ts";
import type { NewRecord } from "./store.ts";

const sourceTypes = ["url", "s3", "local"];
/** What is kept of a row's texts, in characters. A longer path leads nowhere anyway. */
const longest = { title: 500, description: 10_000, filePath: 4_096, sourceType: 100 };

/**
 * The rows of a batch as it keeps them (contracts/tagging.md 7.1): values become text, columns are mapped, types inferred. A row that is
 * no good is kept as it is and fails alone.
 */
export function toRecords(rows: readonly Record<string, unknown>[], mapping: Record<string, string>): NewRecord[] {
	return rows.map((row) => {
		const mapped = applyMapping(row, mapping);
		const value = (field: SystemField) => textOf(mapped[field]).trim();
		const filePath = value("file_path");
		return bounded({
			title: value("title"),
			description: value("description"),
			filePath,
			sourceType: sourceTypeOf(value("file_source_type"), filePath),
		});
	});
}

/** The rows of a legacy batch's CSV file (7.9), where nothing is inferred. */
export function sheetRecords({ rows }: Pick<Sheet, "rows">): NewRecord[] {
	return rows.map(({ values }) => {
		const value = (field: SystemField) => values.get(field) ?? "";
		const filePath = value("file_path");
		return bounded({
			title: value("title"),
			description: value("description"),
			filePath,
			sourceType: filePath === "" ? "" : value("file_source_type").toLowerCase(),
		});
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

/** A row that fits the store: no half letters, and no more than is kept of each text. */
function bounded(row: Pick<NewRecord, keyof typeof longest>): NewRecord {
	return {
		title: cutTo(longest.title, row.title) || "Untitled Document",
		description: cutTo(longest.description, row.description),
		filePath: cutTo(longest.filePath, row.filePath),
		sourceType: cutTo(longest.sourceType, row.sourceType),
	};
}

/** By code points, so that no pair is cut in two. */
export function cutTo(characters: number, text: string): string {
	const whole = text.toWellFormed();
	return whole.length <= characters
		? whole
		: [...whole.slice(0, 2 * characters)].slice(0, characters).join("").toWellFormed();
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
