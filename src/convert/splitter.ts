/** Page ranges of a large PDF as documents of their own, within the memory budget. */
import { isAppError } from "../errors.ts";
import { nextTurn } from "../lib/turn.ts";
import type { PageRange, Source } from "./blocks.ts";
import { MAX_PART_BYTES, MAX_PART_PAGES, MEMORY_BUDGET_BYTES, SPLIT_REOPEN_BYTES } from "./limits.ts";
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
	range?: PageRange,
): { hollow: Uint8Array; pictures: HollowPicture[] } {
	const pictures = document.edit(hollowOut);
	const hollow = document.cut(range ?? { first: 1, last: document.pageCount }, true);
	return { hollow, pictures };
}

export class Splitter {
	private readonly source: Source;
	private readonly open: () => Promise<PdfiumDocument>;
	private readonly pdfium: Pdfium;
	/** Frugal: the file makes way before a part is written, and is streamed in again for the next. */
	private frugal: boolean;
	private document: PdfiumDocument | undefined;
	private sinceLoad = 0;

	constructor(source: Source, open: () => Promise<PdfiumDocument>, pdfium: Pdfium) {
		this.source = source;
		this.open = open;
		this.pdfium = pdfium;
		this.frugal = source.sizeBytes > MEMORY_BUDGET_BYTES * LARGE_SHARE;
	}

	/** Throws `not_found`, `too_large`, and what `open` throws. */
	async cut(range: PageRange): Promise<Uint8Array> {
		try {
			return await this.attempt(range);
		} catch (error) {
			if (isAppError(error)) throw error;
			this.pdfium.drop();
			if (this.frugal) return this.cutHollow(range);
		}
		this.frugal = true;
		return this.cut(range);
	}

	close(): void {
		this.document?.close();
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
		if (!this.document?.isLive) {
			this.document = await this.open();
			this.sinceLoad = 0;
		} else if (this.sinceLoad > SPLIT_REOPEN_BYTES) {
			this.document.load();
			this.sinceLoad = 0;
		}
		if (range.first < 1 || range.last > this.document.pageCount || range.last < range.first) {
			throw noSuchPage();
		}
		// Opening a large file and cutting it take some 100 ms each.
		await nextTurn();
		const bytes = this.document.cut(range, this.frugal);
		this.sinceLoad += bytes.length;
		return bytes;
	}
}
