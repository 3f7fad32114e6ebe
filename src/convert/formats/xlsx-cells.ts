/** Strings and number formats that the sheets of a workbook share. */
import { SSF } from "@e965/xlsx";
import { MAX_HELD_ENTRY_BYTES, MAX_SHARED_CHARACTERS } from "../limits.ts";
import { tooMuchText } from "../refusals.ts";
import type { Archive } from "./archive.ts";
import { type Attributes, readXml } from "./xml.ts";

/** Longer format codes are not made by people. */
const MAX_CODE_CHARACTERS = 255;
const MAX_FORMATS = 65_000;

export class CellFormats {
	/** Format code, or number of a built-in one, of each cell style. */
	private readonly styles: (string | number)[] = [];
	private readonly from1904: boolean;

	constructor(archive: Archive, part: string, from1904: boolean) {
		this.from1904 = from1904;
		const codes = new Map<number, string>();
		let inCellStyles = false;
		const open = (name: string, attributes: Attributes) => {
			if (name === "numFmt")
				codes.set(Number(attributes.numFmtId), (attributes.formatCode ?? "").slice(0, MAX_CODE_CHARACTERS));
			else if (name === "cellXfs") inCellStyles = true;
			else if (name === "xf" && inCellStyles && this.styles.length < MAX_FORMATS) {
				const id = Number(attributes.numFmtId) || 0;
				this.styles.push(codes.get(id) ?? id);
			}
		};
		const close = (name: string) => {
			if (name === "cellXfs") inCellStyles = false;
		};
		readXml(archive, part, { open, close }, MAX_HELD_ENTRY_BYTES);
	}

	/** A number as the sheet shows it. */
	shown(value: string, style: number): string {
		const number = Number(value);
		if (value.trim() === "" || !Number.isFinite(number)) return value;
		const format = this.styles[style] ?? 0;
		if (format === 0 || format === "General") return general(number);
		try {
			return String(SSF.format(format, number, { date1904: this.from1904 })).trim();
		} catch {
			return general(number);
		}
	}
}

/** Eleven significant digits, as Excel shows; a sum of cents is no 0.30000000000000004. */
function general(number: number): string {
	return String(Number(number.toPrecision(11)));
}

/** Throws `too_large` where they would not fit into memory. */
export function readSharedStrings(archive: Archive, part: string): string[] {
	const strings: string[] = [];
	let [text, inText, phonetic, characters] = ["", false, 0, 0];
	readXml(archive, part, {
		open(name) {
			if (name === "si") text = "";
			else if (name === "rPh") phonetic++;
			else if (name === "t") inText = phonetic === 0;
		},
		close(name) {
			if (name === "t") inText = false;
			else if (name === "rPh") phonetic--;
			else if (name === "si") strings.push(text);
		},
		text(data) {
			if (!inText) return;
			text += data;
			characters += data.length;
			if (characters > MAX_SHARED_CHARACTERS) throw tooMuchText();
		},
	});
	return strings;
}
