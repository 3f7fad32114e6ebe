/** Events of a sheet → its filled cells → a grid without the empty rows and columns around them. */

import { escapeInline } from "../escape.ts";
import { MAX_DOCUMENT_CHARACTERS, MAX_TABLE_CELLS, MAX_TABLE_COLUMNS } from "../limits.ts";
import { tooMuchText } from "../refusals.ts";
import { type GridCell, plainCell } from "./table-grid.ts";
import { CellEvents, columnOf, type SheetCell } from "./xlsx-cell-events.ts";
import type { Attributes } from "./xml.ts";

/** Cells are kept only where they hold something, so the size a sheet claims costs nothing. */
interface Row {
	columns: number[];
	texts: string[];
	hasNumber: boolean;
}

interface Merge {
	firstRow: number;
	lastRow: number;
	firstColumn: number;
	lastColumn: number;
}

const MAX_MERGES = 20_000;

export class SheetReader extends CellEvents {
	private readonly rows = new Map<number, Row>();
	private readonly merges: Merge[] = [];
	private cells = 0;
	private characters = 0;
	private cut = false;

	override open(name: string, attributes: Attributes): void {
		super.open(name, attributes);
		if (name === "mergeCell") this.merge(attributes.ref ?? "");
	}

	get hasMerges(): boolean {
		return this.merges.length > 0;
	}

	/** Cells with their spans. */
	grid(): { rows: GridCell[][]; cut: boolean } {
		const { numbers, first, last } = this.extent();
		const { origins, covered } = this.spans(numbers, first, last);
		const header = this.hasHeader(numbers);
		const rows = numbers.map((number, at) => {
			const cells: GridCell[] = [];
			for (const [i, text] of this.textsOf(number, first, last).entries()) {
				const key = at * 20_000 + first + i;
				if (covered.has(key)) continue;
				cells.push({ ...plainCell(text, escapeInline(text), header && at === 0), ...origins.get(key) });
			}
			return cells;
		});
		return { rows, cut: this.cut };
	}

	/** Of a sheet without merged cells; the reader gives its cells away. */
	plainGrid(): { rows: string[][]; header: boolean; cut: boolean } {
		const { numbers, first, last } = this.extent();
		const header = this.hasHeader(numbers);
		const rows = numbers.map((number) => {
			const texts = this.textsOf(number, first, last);
			this.rows.delete(number);
			return texts;
		});
		return { rows, header, cut: this.cut };
	}

	/** Filled rows in their order, and the columns between which they lie. */
	private extent(): { numbers: number[]; first: number; last: number } {
		const all = [...this.rows.keys()].sort((a, b) => a - b);
		let [first, last] = [Number.POSITIVE_INFINITY, 0];
		for (const { columns } of this.rows.values()) {
			for (const column of columns) {
				first = Math.min(first, column);
				last = Math.max(last, column);
			}
		}
		// Few cells far apart make a large grid of empty ones.
		const numbers = all.slice(0, Math.max(1, Math.floor(MAX_TABLE_CELLS / Math.max(1, last - first + 1))));
		this.cut ||= numbers.length < all.length;
		return { numbers, first, last };
	}

	private textsOf(number: number, first: number, last: number): string[] {
		const texts = Array.from({ length: Math.max(0, last - first + 1) }, () => "");
		const row = this.rows.get(number);
		for (const [i, column] of (row?.columns ?? []).entries()) texts[column - first] = row?.texts[i] ?? "";
		return texts;
	}

	/** Throws `too_large` where the cells hold more text than a document may. */
	protected onCell({ row: rowAt, column, text, isNumber }: SheetCell): void {
		if (this.cells >= MAX_TABLE_CELLS || column > MAX_TABLE_COLUMNS) {
			this.cut = true;
			return;
		}
		this.cells++;
		this.characters += text.length;
		if (this.characters > MAX_DOCUMENT_CHARACTERS) throw tooMuchText();
		const kept = this.rows.get(rowAt) ?? { columns: [], texts: [], hasNumber: false };
		this.rows.set(rowAt, kept);
		kept.columns.push(column);
		kept.texts.push(text);
		kept.hasNumber ||= isNumber;
	}

	private merge(reference: string): void {
		const match = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(reference);
		if (match === null || this.merges.length >= MAX_MERGES) return;
		const [firstColumn, lastColumn] = [columnOf(match[1] ?? "") ?? 0, columnOf(match[3] ?? "") ?? 0];
		this.merges.push({ firstRow: Number(match[2]), lastRow: Number(match[4]), firstColumn, lastColumn });
	}

	/** Merged cells within the rows and columns that are shown: where each begins, and what it covers. Keys: row × 20,000 + column. */
	private spans(numbers: readonly number[], first: number, last: number) {
		const origins = new Map<number, { columns: number; rows: number }>();
		const covered = new Set<number>();
		const at = new Map(numbers.map((number, index) => [number, index]));
		for (const merge of this.merges) {
			const top = at.get(merge.firstRow);
			if (top === undefined || merge.firstColumn < first || merge.firstColumn > last) continue;
			const right = Math.min(merge.lastColumn, last);
			let bottom = top;
			while ((numbers[bottom + 1] ?? Number.POSITIVE_INFINITY) <= merge.lastRow) bottom++;
			const area = (bottom - top + 1) * (right - merge.firstColumn + 1);
			if (area < 2 || covered.size + area > MAX_TABLE_CELLS || covered.has(top * 20_000 + merge.firstColumn)) continue;
			for (let row = top; row <= bottom; row++) {
				for (let column = merge.firstColumn; column <= right; column++) covered.add(row * 20_000 + column);
			}
			covered.delete(top * 20_000 + merge.firstColumn);
			origins.set(top * 20_000 + merge.firstColumn, { columns: right - merge.firstColumn + 1, rows: bottom - top + 1 });
		}
		return { origins, covered };
	}

	/** Words above data: the first row holds no number. */
	private hasHeader(numbers: readonly number[]): boolean {
		const row = this.rows.get(numbers[0] ?? 0);
		return numbers.length > 1 && row !== undefined && row.columns.length > 1 && !row.hasNumber;
	}
}
