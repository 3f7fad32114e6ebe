/** Which columns of a table mean what. */

export type SystemField = "title" | "file_path" | "file_source_type" | "description";

const SYSTEM_FIELDS: readonly SystemField[] = ["title", "file_path", "file_source_type", "description"];

/** Headers that are recognised, the likeliest first. */
const HEADERS: Readonly<Record<SystemField, readonly string[]>> = {
	title: ["title", "document_title", "doc_title", "name"],
	file_path: ["file_path", "filepath", "path", "url", "pdf_link", "link", "pdf_url", "document_url"],
	file_source_type: ["file_source_type"],
	description: ["description", "desc", "summary"],
};

/** A header as it is compared: `File Path` and a byte-order mark make no difference. */
export function headerName(header: string): string {
	return header
		.replace(/^\ufeff/, "")
		.trim()
		.toLowerCase();
}

/** Index of the column of each field that is recognised. */
export function mapColumns(headers: readonly string[]): Partial<Record<SystemField, number>> {
	const names = headers.map((header) => headerName(header).replace(/[\s-]+/g, "_"));
	const mapping: Partial<Record<SystemField, number>> = {};
	for (const field of SYSTEM_FIELDS) {
		const index = HEADERS[field].map((name) => names.indexOf(name)).find((at) => at >= 0);
		if (index !== undefined) mapping[field] = index;
	}
	return mapping;
}

/**
 * A row of JSON with the fields that its columns stand for. Pairs are column → field, or field → column as older clients send them;
 * what the row has already is not overwritten.
 */
export function applyMapping(
	row: Readonly<Record<string, unknown>>,
	mapping: Readonly<Record<string, string>>,
): Record<string, unknown> {
	const mapped: Record<string, unknown> = { ...row };
	for (const [key, value] of Object.entries(mapping)) {
		const [column, field] = isSystemField(value) ? [key, value] : [value, key];
		if (!isSystemField(field) || Object.hasOwn(row, field) || !Object.hasOwn(row, column)) continue;
		mapped[field] = row[column];
	}
	return mapped;
}

function isSystemField(name: string): name is SystemField {
	return SYSTEM_FIELDS.some((field) => field === name);
}
