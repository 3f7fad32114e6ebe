/** A document's bookmarks through PDFium. The file may link them in circles, nest them without end, or name millions of places. */
import { MAX_NAMED_PLACES, MAX_OUTLINE_DEPTH, MAX_OUTLINE_ENTRIES } from "./limits.ts";
import type { OutlineEntry } from "./outline.ts";
import type { PdfiumExports } from "./pdfium-wasm.ts";

/** UTF-16 with its final zero: titles that are longer are no headings, and are left out. */
const TITLE_BYTES = 1024;
/** Where `FPDFDest_GetLocationInPage` writes: three flags and three numbers. */
const PLACE_BYTES = 24;
export const OUTLINE_SCRATCH_BYTES = TITLE_BYTES + PLACE_BYTES;
/** PDFACTION_GOTO: within this document. */
const GO_TO = 1;

/** Entries that lead to a page, in order; none where the outline exceeds its limits. `scratch` has room for `OUTLINE_SCRATCH_BYTES`. */
export function readOutline(wasm: PdfiumExports, document: number, scratch: number): OutlineEntry[] {
	const first = wasm.FPDFBookmark_GetFirstChild(document, 0);
	if (first === 0 || wasm.FPDF_CountNamedDests(document) > MAX_NAMED_PLACES) return [];
	const entries: OutlineEntry[] = [];
	const seen = new Set<number>();
	/** What is still to be visited; the next one last. */
	const open = [{ bookmark: first, depth: 1 }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { bookmark, depth } = next;
		if (seen.has(bookmark)) continue;
		seen.add(bookmark);
		if (seen.size > MAX_OUTLINE_ENTRIES || depth > MAX_OUTLINE_DEPTH) return [];
		const entry = entryOf(wasm, document, bookmark, depth, scratch);
		if (entry !== undefined) entries.push(entry);
		const sibling = wasm.FPDFBookmark_GetNextSibling(document, bookmark);
		if (sibling !== 0) open.push({ bookmark: sibling, depth });
		const child = wasm.FPDFBookmark_GetFirstChild(document, bookmark);
		if (child !== 0) open.push({ bookmark: child, depth: depth + 1 });
	}
	return entries;
}

function entryOf(
	wasm: PdfiumExports,
	document: number,
	bookmark: number,
	depth: number,
	scratch: number,
): OutlineEntry | undefined {
	const size = wasm.FPDFBookmark_GetTitle(bookmark, scratch, TITLE_BYTES);
	if (size <= 2 || size > TITLE_BYTES) return undefined;
	const title = new TextDecoder("utf-16le").decode(new Uint8Array(wasm.memory.buffer, scratch, size - 2)).trim();
	const destination = destinationOf(wasm, document, bookmark);
	const page = destination === 0 ? -1 : wasm.FPDFDest_GetDestPageIndex(document, destination);
	if (title === "" || page < 0) return undefined;
	const fromBottomPt = heightOf(wasm, destination, scratch + TITLE_BYTES);
	return { title, page: page + 1, depth, ...(fromBottomPt === undefined ? {} : { fromBottomPt }) };
}

function destinationOf(wasm: PdfiumExports, document: number, bookmark: number): number {
	const destination = wasm.FPDFBookmark_GetDest(document, bookmark);
	if (destination !== 0) return destination;
	const action = wasm.FPDFBookmark_GetAction(bookmark);
	if (action === 0 || wasm.FPDFAction_GetType(action) !== GO_TO) return 0;
	return wasm.FPDFAction_GetDest(document, action);
}

/** Height on its page to which an entry leads; undefined where it leads to the page. */
function heightOf(wasm: PdfiumExports, destination: number, place: number): number | undefined {
	const [flags, numbers] = [place, place + 12];
	const found = wasm.FPDFDest_GetLocationInPage(
		destination,
		flags,
		flags + 4,
		flags + 8,
		numbers,
		numbers + 4,
		numbers + 8,
	);
	const view = new DataView(wasm.memory.buffer, place, PLACE_BYTES);
	if (found === 0 || view.getInt32(4, true) === 0) return undefined;
	const height = view.getFloat32(16, true);
	return Number.isFinite(height) ? Math.round(height) : undefined;
}
