/**
 * A page's part of the structure tree through PDFium, which builds it from the elements that the page's content names, upwards. The file
 * may give an element a million children, and name the same child as often as it likes.
 */
import { MAX_TREE_CHILDREN } from "./limits.ts";
import type { PdfiumExports } from "./pdfium-wasm.ts";
import { MAX_TAG_DEPTH, MAX_TAG_ELEMENTS, type TagElement } from "./tags.ts";

/** UTF-16 with its final zero; a text that is longer is left out, as is a type. */
const TEXT_BYTES = 2048;
/** Where `FPDF_StructElement_Attr_GetNumberValue` writes. */
const NUMBER_BYTES = 4;
const NAME_BYTES = 16;
export const STRUCTURE_SCRATCH_BYTES = TEXT_BYTES + NUMBER_BYTES + NAME_BYTES;
/** FPDF_OBJECT_NUMBER. */
const NUMBER = 2;
/** Attribute dictionaries of one element: usually one of layout and one of the table. */
const MAX_ATTRIBUTES = 8;
const UTF16 = new TextDecoder("utf-16le");
const UTF8 = new TextEncoder();

export interface PageStructure {
	/** None where the page has no elements, or more than the limits allow. */
	roots: TagElement[];
	/** Children looked at, those on other pages included: PDFium takes some 0.4 µs for each. */
	visits: number;
}

/** `scratch` has room for `STRUCTURE_SCRATCH_BYTES`. */
export function readStructure(wasm: PdfiumExports, page: number, scratch: number): PageStructure {
	const tree = wasm.FPDF_StructTree_GetForPage(page);
	if (tree === 0) return { roots: [], visits: 0 };
	try {
		const walk = new StructureWalk(wasm, scratch);
		const roots = walk.rootsOf(tree);
		return { roots: walk.isTooLarge ? [] : roots, visits: walk.visits };
	} finally {
		wasm.FPDF_StructTree_Close(tree);
	}
}

class StructureWalk {
	visits = 0;
	private readonly wasm: PdfiumExports;
	private readonly scratch: number;
	private readonly seen = new Set<number>();

	constructor(wasm: PdfiumExports, scratch: number) {
		this.wasm = wasm;
		this.scratch = scratch;
	}

	get isTooLarge(): boolean {
		return this.seen.size >= MAX_TAG_ELEMENTS || this.visits >= MAX_TREE_CHILDREN;
	}

	rootsOf(tree: number): TagElement[] {
		const roots: TagElement[] = [];
		const count = this.wasm.FPDF_StructTree_CountChildren(tree);
		for (let i = 0; i < count && !this.isTooLarge; i++) {
			this.visits++;
			this.add(this.wasm.FPDF_StructTree_GetChildAtIndex(tree, i), 0, roots);
		}
		return roots;
	}

	private add(handle: number, depth: number, to: TagElement[]): void {
		if (handle === 0 || depth > MAX_TAG_DEPTH || this.seen.has(handle)) return;
		this.seen.add(handle);
		to.push(this.read(handle, depth));
	}

	private read(handle: number, depth: number): TagElement {
		const { wasm } = this;
		const type = this.textOf((buffer, size) => wasm.FPDF_StructElement_GetType(handle, buffer, size));
		const element: TagElement = { type, contentIds: [], children: [] };
		const count = wasm.FPDF_StructElement_CountChildren(handle);
		for (let i = 0; i < count && !this.isTooLarge; i++) {
			this.visits++;
			const child = wasm.FPDF_StructElement_GetChildAtIndex(handle, i);
			if (child !== 0) this.add(child, depth + 1, element.children);
			else this.addContent(element, wasm.FPDF_StructElement_GetChildMarkedContentID(handle, i));
		}
		if (element.children.length === 0 && element.contentIds.length === 0) this.addUnplaced(handle, element);
		if (type === "Figure") this.readAlt(handle, element);
		if (type === "TH" || type === "TD") this.readSpans(handle, element);
		return element;
	}

	/** -1 for a child that is on another page. */
	private addContent(element: TagElement, id: number): void {
		if (id >= 0) element.contentIds.push(id);
	}

	/** An element that does not tell its page: as the page names it, its content is there. */
	private addUnplaced(handle: number, element: TagElement): void {
		const count = this.wasm.FPDF_StructElement_GetMarkedContentIdCount(handle);
		for (let i = 0; i < count && !this.isTooLarge; i++) {
			this.visits++;
			this.addContent(element, this.wasm.FPDF_StructElement_GetMarkedContentIdAtIndex(handle, i));
		}
	}

	private readAlt(handle: number, element: TagElement): void {
		const alt = this.textOf((buffer, size) => this.wasm.FPDF_StructElement_GetAltText(handle, buffer, size));
		if (alt !== "") element.alt = alt;
	}

	private readSpans(handle: number, element: TagElement): void {
		const { wasm } = this;
		const count = Math.min(wasm.FPDF_StructElement_GetAttributeCount(handle), MAX_ATTRIBUTES);
		for (let i = 0; i < count; i++) {
			const attributes = wasm.FPDF_StructElement_GetAttributeAtIndex(handle, i);
			if (attributes === 0) continue;
			const rowSpan = this.numberOf(attributes, "RowSpan");
			const columnSpan = this.numberOf(attributes, "ColSpan");
			if (rowSpan !== undefined) element.rowSpan = rowSpan;
			if (columnSpan !== undefined) element.columnSpan = columnSpan;
		}
	}

	private numberOf(attributes: number, name: string): number | undefined {
		const { wasm } = this;
		const [number, key] = [this.scratch + TEXT_BYTES, this.scratch + TEXT_BYTES + NUMBER_BYTES];
		UTF8.encodeInto(`${name}\0`, new Uint8Array(wasm.memory.buffer, key, NAME_BYTES));
		const value = wasm.FPDF_StructElement_Attr_GetValue(attributes, key);
		if (value === 0 || wasm.FPDF_StructElement_Attr_GetType(value) !== NUMBER) return undefined;
		if (wasm.FPDF_StructElement_Attr_GetNumberValue(value, number) === 0) return undefined;
		return new DataView(wasm.memory.buffer).getFloat32(number, true);
	}

	private textOf(write: (buffer: number, size: number) => number): string {
		const size = write(this.scratch, TEXT_BYTES);
		if (size <= 2 || size > TEXT_BYTES) return "";
		return UTF16.decode(new Uint8Array(this.wasm.memory.buffer, this.scratch, size - 2));
	}
}
