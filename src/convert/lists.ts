/** List items: their markers, and their nesting by indentation. */
import type { PageBlock } from "./part.ts";

export interface Marker {
	/** As printed, without the blank: `•`, `3.`, `(a)`. */
	marker: string;
	ordered: boolean;
}

const BULLET = /^([•●○◦▪▫■□▶►▸➢➤❖✓✔✗❑❒◆◇★☐☑⬤∙‣⁃\u00b7\uf0b7\uf0a7\uf0d8\uf076\uf0fc]|[-–—*+](?=\s))\s*(?=\S)/u;
const NUMBER =
	/^(\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\(\d{1,3}\)|\(?[a-zA-Z][.)]|\(?[ivxlc]{1,6}[.)]|\[\d{1,3}\])\s+(?=\S)/;

/** The marker a text begins with, if any; whether a number is one, its neighbours tell. */
export function markerOf(text: string): Marker | undefined {
	const bullet = BULLET.exec(text);
	if (bullet !== null) return { marker: bullet[1] ?? "•", ordered: false };
	const number = NUMBER.exec(text);
	return number === null ? undefined : { marker: number[1] ?? "", ordered: true };
}

/** Text behind the marker. */
export function withoutMarker(text: string): string {
	return text.replace(BULLET, "").replace(NUMBER, "");
}

/** Value of a number or letter marker in its own series, for telling neighbours: `3.` and `c)` are 3. */
export function ordinalOf(marker: string): number | undefined {
	const inner = marker.replace(/[()[\]]|\.$/g, "");
	const last = inner.split(".").at(-1) ?? "";
	if (/^\d+$/.test(last)) return Number(last);
	if (/^[a-z]$/i.test(last)) return last.toLowerCase().charCodeAt(0) - 96;
	return /^[ivxlc]+$/.test(last) ? romanValue(last) : undefined;
}

function romanValue(roman: string): number {
	const values: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };
	let sum = 0;
	for (const [i, letter] of [...roman].entries()) {
		const value = values[letter] ?? 0;
		sum += value < (values[roman[i + 1] ?? ""] ?? 0) ? -value : value;
	}
	return sum;
}

/**
 * Takes back markers that are none: a letter or roman numeral ("A. Lindqvist", "i. e.") is one only next to its neighbour in the series.
 * Plain numbers stand alone too, as lists run over pages.
 */
export function checkMarkers(blocks: readonly PageBlock[]): void {
	const items = blocks.filter((block) => block.kind === "list_item" && block.ordered === true);
	const has = new Set(items.map(({ marker = "" }) => `${shapeOf(marker)} ${ordinalOf(marker)}`));
	for (const block of items) {
		const { marker = "" } = block;
		const [shape, ordinal] = [shapeOf(marker), ordinalOf(marker)];
		if (shape.includes("1") || ordinal === undefined) continue;
		if (has.has(`${shape} ${ordinal - 1}`) || has.has(`${shape} ${ordinal + 1}`)) continue;
		const shift = marker.length + 1;
		block.text = `${marker} ${block.text}`;
		for (const mark of block.marks ?? []) [mark.start, mark.end] = [mark.start + shift, mark.end + shift];
		block.kind = "paragraph";
		for (const key of ["level", "ordered", "marker"] as const) delete block[key];
	}
}

/** `(a)`, `b.` and `IV.` → `(a)`, `a.`, `A.`: what the markers of one list share. */
function shapeOf(marker: string): string {
	return marker
		.replace(/\d+/g, "1")
		.replace(/[a-z]+/g, "a")
		.replace(/[A-Z]+/g, "A");
}

/** Indents within this are one level. */
const SAME_INDENT_EM = 0.6;

/** Sets the depth of list items by their indentation; a block that is no item ends a list. */
export function nestItems(blocks: readonly PageBlock[]): void {
	let indents: number[] = [];
	for (const block of blocks) {
		if (block.kind !== "list_item") {
			if (block.kind !== "figure" && block.kind !== "caption") indents = [];
			continue;
		}
		const x = block.bbox[0];
		const tolerance = SAME_INDENT_EM * Math.max(block.sizePt, 6);
		// Another column begins anew; so does a step to the left of all that was open.
		indents = indents.filter((indent) => indent <= x + tolerance);
		if (indents.length === 0 || x > (indents.at(-1) ?? 0) + tolerance) indents.push(x);
		block.level = Math.min(indents.length - 1, 8);
	}
}
