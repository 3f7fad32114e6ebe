import { legacyResultHeader, legacyResultLine, type RecordSummary, readCsvSheet } from "../../tagging/tagging.ts";

/** Of a legacy batch. */
export const maxRows = 1_000;
/** Names the key of the links to legacy results. */
export const resultLinks = "tagging-results";

/** The sheet as it was sent, with what became of each row beside it. */
export async function* legacyLines(sheet: Uint8Array, records: AsyncIterable<RecordSummary>): AsyncGenerator<string> {
	const { headers, rows } = readCsvSheet(sheet, maxRows);
	yield legacyResultHeader(headers);
	for await (const record of records) {
		const cells = rows[record.row]?.cells;
		if (cells !== undefined) yield legacyResultLine(cells, JSON.parse(record.tags) as string[], record.error);
	}
}
