/** The first sheet of a workbook as rows of texts, for those who want its data rather than a document. */
import { MAX_DOCUMENT_CHARACTERS, MAX_TABLE_COLUMNS } from "../limits.ts";
import { tooMuchText } from "../refusals.ts";
import { Archive, InflationBudget } from "./archive.ts";
import { readWorkbook } from "./xlsx.ts";
import { CellEvents, type SheetCell } from "./xlsx-cell-events.ts";
import { readXml } from "./xml.ts";

export interface SheetRows {
	/** Rows with something in them, as wide as their last filled cell; empty cells are empty strings. */
	rows: string[][];
	/** There are more rows than were asked for. */
	more: boolean;
}

class RowCollector extends CellEvents {
	readonly rows: string[][] = [];
	more = false;
	maxRows = 0;
	private lastRow = 0;
	private characters = 0;

	protected onCell({ row, column, text }: SheetCell): void {
		if (column > MAX_TABLE_COLUMNS) return;
		if (row !== this.lastRow) {
			if (this.rows.length >= this.maxRows) {
				this.more = true;
				return;
			}
			this.lastRow = row;
			this.rows.push([]);
		}
		const cells = this.rows.at(-1) ?? [];
		while (cells.length < column - 1) cells.push("");
		cells[column - 1] = text;
		this.characters += text.length;
		if (this.characters > MAX_DOCUMENT_CHARACTERS) throw tooMuchText();
	}
}

/** The first visible sheet. Throws `document_damaged`, `document_refused`, `too_large`. */
export function readSheetRows(bytes: Uint8Array, maxRows: number): SheetRows {
	const archive = new Archive(bytes, new InflationBudget());
	const { sheets, strings, formats } = readWorkbook(archive);
	const collector = new RowCollector(strings, formats);
	collector.maxRows = maxRows;
	const [first] = sheets;
	if (first !== undefined) readXml(archive, first.entry, collector);
	return { rows: collector.rows, more: collector.more };
}
