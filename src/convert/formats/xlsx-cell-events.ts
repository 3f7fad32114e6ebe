/** Events of a sheet's XML → its filled cells, one after the other, as they are shown. */
import { MAX_CELL_CHARACTERS } from "../limits.ts";
import type { CellFormats } from "./xlsx-cells.ts";
import type { Attributes, XmlHandler } from "./xml.ts";

export interface SheetCell {
	/** 1-based, like `column`. */
	row: number;
	column: number;
	/** Trimmed, never empty. */
	text: string;
	isNumber: boolean;
}

export abstract class CellEvents implements XmlHandler {
	private readonly strings: readonly string[];
	private readonly formats: CellFormats;
	private rowAt = 0;
	private columnAt = 0;
	private type = "";
	private style = 0;
	private value = "";
	private inValue = false;
	private phonetic = 0;

	constructor(strings: readonly string[], formats: CellFormats) {
		this.strings = strings;
		this.formats = formats;
	}

	protected abstract onCell(cell: SheetCell): void;

	open(name: string, attributes: Attributes): void {
		if (name === "row") {
			this.rowAt = Number(attributes.r) || this.rowAt + 1;
			this.columnAt = 0;
		} else if (name === "c") {
			this.columnAt = columnOf(attributes.r ?? "") ?? this.columnAt + 1;
			[this.type, this.style, this.value] = [attributes.t ?? "n", Number(attributes.s) || 0, ""];
		} else if (name === "v") this.inValue = true;
		else if (name === "t") this.inValue = this.phonetic === 0;
		else if (name === "rPh") this.phonetic++;
	}

	close(name: string): void {
		if (name === "v" || name === "t") this.inValue = false;
		else if (name === "rPh") this.phonetic--;
		else if (name === "c") this.endCell();
	}

	text(data: string): void {
		if (this.inValue && this.value.length < MAX_CELL_CHARACTERS) this.value += data;
	}

	private endCell(): void {
		const text = this.shown().trim();
		if (text !== "") this.onCell({ row: this.rowAt, column: this.columnAt, text, isNumber: this.type === "n" });
	}

	private shown(): string {
		if (this.type === "s") return this.strings[Number(this.value)] ?? "";
		if (this.type === "b") return this.value === "1" ? "TRUE" : "FALSE";
		return this.type === "n" ? this.formats.shown(this.value, this.style) : this.value;
	}
}

/** `B7` → 2; undefined where there are no letters. */
export function columnOf(reference: string): number | undefined {
	let column = 0;
	for (let i = 0; i < 3; i++) {
		const code = reference.charCodeAt(i) - 64;
		if (!(code >= 1 && code <= 26)) break;
		column = column * 26 + code;
	}
	return column === 0 ? undefined : column;
}
