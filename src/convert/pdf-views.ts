/** A PDF for the reader of text and for the one that draws: a large one is read without its large pictures, and drawn with those that fit. */
import type { PageRange, Source } from "./blocks.ts";
import type { EngineRoom } from "./engine-room.ts";
import { MAX_WHOLE_BYTES } from "./limits.ts";
import { type PageTree, TreeReader } from "./page-trees.ts";
import { refilled } from "./pdf-hollow.ts";
import type { PdfiumDocument } from "./pdfium.ts";
import { hollowPages } from "./splitter.ts";
import { sourceOf } from "./stream.ts";

export interface PdfViews {
	read: Source;
	drawn: Source;
	/** Pages of the file before the views' first. */
	skipped: number;
	/** Pictures that are too large for either. */
	missing: number;
	/** By the file's page numbers: the views of a large file have lost them. */
	trees: PageTree[];
	/** Frees what is held for them; once is enough. */
	release(): void;
}

/** `open` gives nothing where PDFium cannot read the file. With `range`, only those pages are among the views of a large file. */
export async function viewsOf(
	source: Source,
	room: EngineRoom,
	open: (source: Source) => Promise<PdfiumDocument | undefined>,
	range?: PageRange,
): Promise<PdfViews> {
	const whole = { read: source, drawn: source, skipped: 0, missing: 0, trees: [], release: () => undefined };
	if (source.sizeBytes <= MAX_WHOLE_BYTES) return whole;
	let document = await open(source);
	const trees = range === undefined && document !== undefined ? treesOf(document) : [];
	if (trees === undefined) {
		room.pdfium.drop();
		document = await open(source);
	}
	if (document === undefined) return whole;
	try {
		const { hollow, pictures } = hollowPages(document, range);
		if (pictures.length === 0) return whole;
		const { pdf: drawn, missing } = refilled(hollow, pictures, source);
		const release = room.ledger.hold(hollow.length);
		return { read: sourceOf(hollow), drawn, missing, trees: trees ?? [], release, skipped: (range?.first ?? 1) - 1 };
	} catch {
		return whole;
	} finally {
		room.ledger.sample();
		// It has grown to the size of the file.
		room.pdfium.drop();
	}
}

/** Undefined where PDFium has run out of memory or into a trap over them. */
function treesOf(document: PdfiumDocument): PageTree[] | undefined {
	try {
		const trees = new TreeReader().read(document, { first: 1, last: document.pageCount });
		if (trees.length > 0) document.load();
		return trees;
	} catch {
		return undefined;
	}
}
