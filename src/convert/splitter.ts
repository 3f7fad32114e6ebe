/** Page ranges of a large PDF as documents of their own, with what they lose by being cut out, within the memory budget. */
import { isAppError } from "../errors.ts";
import { nextTurn } from "../lib/turn.ts";
import type { PageRange, Source } from "./blocks.ts";
import { MAX_PART_BYTES, MAX_PART_PAGES, MEMORY_BUDGET_BYTES, SPLIT_REOPEN_BYTES } from "./limits.ts";
import { type PageTree, TreeReader } from "./page-trees.ts";
import { type HollowPicture, hollowOut, refilled } from "./pdf-hollow.ts";
import type { Pdfium, PdfiumDocument } from "./pdfium.ts";
import { noSuchPage, pageTooLarge } from "./refusals.ts";
import { readAll } from "./stream.ts";

/** Share of the budget beyond which a file leaves no room for writing a part beside it. */
const LARGE_SHARE = 0.3;

/** Ranges that cover all pages, of at most `maxPages` pages and, on average, `MAX_PART_BYTES`. */
export function planRanges(sizeBytes: number, pageCount: number, maxPages = MAX_PART_PAGES): PageRange[] {
	const bytesPerPage = sizeBytes / Math.max(1, pageCount);
	const pages = Math.max(1, Math.min(maxPages, Math.floor(MAX_PART_BYTES / Math.max(1, bytesPerPage))));
	const ranges: PageRange[] = [];
	for (let first = 1; first <= pageCount; first += pages) {
		ranges.push({ first, last: Math.min(first + pages - 1, pageCount) });
	}
	return ranges;
}

/** Pages cut out of a document, which is closed, without its large pictures. Throws where PDFium cannot. */
export function hollowPages(
	document: PdfiumDocument,
	range: PageRange = { first: 1, last: document.pageCount },
): { hollow: Uint8Array; pictures: HollowPicture[] } {
	const pictures = document.edit(hollowOut);
	const hollow = document.cut(range, true);
	return { hollow, pictures };
}

export interface Cut {
	bytes: Uint8Array;
	/** By the file's own page numbers; empty for a file without tags. */
	trees: PageTree[];
}

/** One range of a file of which no other is wanted; throws what `Splitter.cut` throws. */
export async function cutOut(range: PageRange, ...file: ConstructorParameters<typeof Splitter>): Promise<Cut> {
	const splitter = new Splitter(...file);
	try {
		return await splitter.cut(range);
	} finally {
		splitter.close();
	}
}

export class Splitter {
	private readonly source: Source;
	private readonly open: () => Promise<PdfiumDocument>;
	private readonly pdfium: Pdfium;
	/** Frugal: the file makes way before a part is written, and is streamed in again for the next. */
	private frugal: boolean;
	private document: PdfiumDocument | undefined;
	private sinceLoad = 0;
	private readonly trees = new TreeReader();

	constructor(source: Source, open: () => Promise<PdfiumDocument>, pdfium: Pdfium) {
		this.source = source;
		this.open = open;
		this.pdfium = pdfium;
		this.frugal = source.sizeBytes > MEMORY_BUDGET_BYTES * LARGE_SHARE;
	}

	/** Throws `not_found`, `too_large`, and what `open` throws. */
	async cut(range: PageRange): Promise<Cut> {
		const trees = await this.readTrees(range);
		return { trees, bytes: await this.cutBytes(range) };
	}

	close(): void {
		this.document?.close();
	}

	/** None where PDFium runs out of memory or into a trap over them: the pages are then read by their looks. */
	private async readTrees(range: PageRange): Promise<PageTree[]> {
		if (!this.trees.mayHaveTrees) return [];
		const document = await this.opened(range);
		await nextTurn();
		try {
			const trees = this.trees.read(document, range);
			// Loading pages has left objects of theirs in memory, and a tree without sections all of its elements.
			if (this.trees.mayHaveTrees) this.reload(document);
			else if (document.isTagged) this.pdfium.drop();
			return trees;
		} catch {
			this.trees.giveUp();
			this.pdfium.drop();
			return [];
		}
	}

	private async cutBytes(range: PageRange): Promise<Uint8Array> {
		try {
			return await this.attempt(range);
		} catch (error) {
			if (isAppError(error)) throw error;
			this.pdfium.drop();
			if (this.frugal) return this.cutHollow(range);
		}
		this.frugal = true;
		return this.cutBytes(range);
	}

	/** Without its large pictures; those that fit are put back once PDFium's memory is free. */
	private async cutHollow(range: PageRange): Promise<Uint8Array> {
		try {
			const { hollow, pictures } = hollowPages(await this.open(), range);
			this.pdfium.drop();
			return await readAll(refilled(hollow, pictures, this.source).pdf);
		} catch (error) {
			this.pdfium.drop();
			throw isAppError(error) ? error : pageTooLarge(error);
		}
	}

	private async attempt(range: PageRange): Promise<Uint8Array> {
		const document = await this.opened(range);
		// Opening a large file and cutting it take some 100 ms each.
		await nextTurn();
		const bytes = document.cut(range, this.frugal);
		this.sinceLoad += bytes.length;
		return bytes;
	}

	/** The file, with room for a part. */
	private async opened(range: PageRange): Promise<PdfiumDocument> {
		let { document } = this;
		if (!document?.isLive) {
			document = await this.open();
			this.document = document;
			this.sinceLoad = 0;
		} else if (this.sinceLoad > SPLIT_REOPEN_BYTES) this.reload(document);
		if (range.first < 1 || range.last > document.pageCount || range.last < range.first) throw noSuchPage();
		return document;
	}

	private reload(document: PdfiumDocument): void {
		document.load();
		this.sinceLoad = 0;
	}
}
