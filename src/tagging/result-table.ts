/** Results of a batch as a table: what its downloads hold, and what the original's template says. */
import { csvLine } from "./sheets.ts";

export interface ResultRow {
	title: string;
	description: string;
	fileSourceType: string;
	filePath: string;
	/** As they are shown. */
	tags: readonly string[];
	status: "success" | "failed";
	error: string | null;
}

export const RESULT_COLUMNS = [
	"title",
	"description",
	"file_source_type",
	"file_path",
	"generated_tags",
	"tagging_status",
	"error",
] as const;

/** The table that users are to fill in, without a final line break, and what its columns are for. */
export const TEMPLATE = {
	template: [
		"title,description,file_source_type,file_path,publishing_date,file_size",
		'"Training Manual","PMSPECIAL training document",url,https://example.com/doc1.pdf,2025-01-15,1.2MB',
		'"Annual Report 2024","Financial report",url,https://example.com/doc2.pdf,2024-12-31,2.5MB',
	].join("\n"),
	columns: [
		{ name: "title", required: true, description: "Document title" },
		{ name: "description", required: false, description: "Document description" },
		{ name: "file_source_type", required: true, description: "Source type: url, s3, or local" },
		{ name: "file_path", required: true, description: "Path or URL to the file" },
		{ name: "publishing_date", required: false, description: "Publication date" },
		{ name: "file_size", required: false, description: "File size" },
	],
} as const;

/** One cell for each of `RESULT_COLUMNS`; none is a formula in a spreadsheet. */
export function resultCells(row: ResultRow): string[] {
	return [
		row.title,
		row.description,
		row.fileSourceType,
		row.filePath,
		row.tags.join(", "),
		row.status,
		row.error ?? "",
	].map(neutralizedCell);
}

/** A line of a legacy batch's result: the input's cells, then `generated_tags` and `tagging_status`. */
export function legacyResultLine(cells: readonly string[], tags: readonly string[], error: string | null): string {
	const status = error === null ? "success" : `failed: ${error}`;
	return csvLine([...cells, tags.join(", "), status].map(neutralizedCell));
}

/** The head of that table. */
export function legacyResultHeader(headers: readonly string[]): string {
	return csvLine([...headers, "generated_tags", "tagging_status"].map(neutralizedCell));
}

/** A text that spreadsheets would take for a formula, made text by the apostrophe they use for that. */
function neutralizedCell(cell: string): string {
	return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
