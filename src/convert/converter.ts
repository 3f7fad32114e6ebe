import { isAppError } from "../errors.ts";
import type { FigureImage, Format, Inspection, PageRange, Source } from "./blocks.ts";
import { decodeText } from "./format.ts";
import {
	LITEPARSE_IDLE_BYTES,
	MAX_PAGES,
	MAX_READ_BYTES,
	MAX_TEXT_BYTES,
	MEMORY_BUDGET_BYTES,
	PDFIUM_IDLE_BYTES,
} from "./limits.ts";
import { dropLiteparse, liteparseBytes } from "./liteparse.ts";
import { MemoryLedger } from "./memory.ts";
import { emptyLayout, toPageLayout } from "./page-layout.ts";
import type { PageLayout, Part } from "./part.ts";
import { readPages } from "./pdf-pages.ts";
import { Pdfium, type PdfiumDocument, PdfiumOpenError } from "./pdfium.ts";
import { renderFigures, scaleFor } from "./pictures.ts";
import { markdownLayout, textLayout } from "./plain-text.ts";
import {
	damaged,
	encrypted,
	noSuchPage,
	notText,
	pageTooLarge,
	pageTooLargeToShow,
	textTooLarge,
	tooManyPages,
} from "./refusals.ts";
import { Splitter } from "./splitter.ts";
import { readAll, sourceOf } from "./stream.ts";
import { summarize } from "./summary.ts";
import { type Turn, Turns } from "./turns.ts";
import { SecondReader } from "./unpdf.ts";

/** Compiled wasm of @llamaindex/liteparse-wasm and @embedpdf/pdfium; a Worker imports them, it cannot compile. */
export interface ConverterModules {
	liteparse: WebAssembly.Module;
	pdfium: WebAssembly.Module;
}

export interface ReadOptions {
	/** Number of the source's first page in the whole document; 1 when absent. */
	firstPage?: number;
	/** Only these pages, in the whole document's numbering. */
	pages?: PageRange;
	/** Awaited after each sub-batch with the number of pages done so far. */
	onPages?(done: number): Promise<void>;
	/** Awaited for each figure, so that its PNG can be stored and dropped. */
	onFigure?(figure: FigureImage): Promise<void>;
	/** Looked at between pages and between figures; its reason is thrown. */
	signal?: AbortSignal;
}

const PDFIUM_START_BYTES = 19 * 1024 * 1024;
const LITEPARSE_START_BYTES = 12 * 1024 * 1024;

/** Shared by all converters of an isolate: they share liteparse's instance and the memory budget. */
const turns = new Turns();

/**
 * Reads documents. One per isolate: it keeps its wasm instances for the next call. Calls wait for each other, in order, so callbacks
 * must not call the converter; between two parts of `split` others may run.
 */
export class Converter {
	private readonly modules: ConverterModules;
	private readonly pdfium: Pdfium;
	private readonly ledger: MemoryLedger;

	constructor(modules: ConverterModules) {
		this.modules = modules;
		this.ledger = new MemoryLedger(() => liteparseBytes() + this.pdfium.bytes);
		this.pdfium = new Pdfium(modules.pdfium, (bytes) => this.grants(bytes));
	}

	/** Bytes held at most since the last `read` began: wasm heaps and buffers. */
	get peakBytes(): number {
		return this.ledger.peakBytes;
	}

	/**
	 * Page count and title. Throws `document_encrypted` (needs a password), `document_damaged`, `too_large` (over 5,000 pages), each with
	 * a sentence for the user.
	 */
	async inspect(source: Source, format: Format): Promise<Inspection> {
		if (format !== "pdf") {
			if (source.sizeBytes > MAX_TEXT_BYTES) throw textTooLarge();
			return { pageCount: 1, title: null, splittable: false };
		}
		return this.inTurn(async () => {
			const document = await this.openPdfium(source);
			if (document === undefined) return this.inspectSecond(source);
			try {
				const { pageCount } = document;
				if (pageCount <= 0) return await this.inspectSecond(source);
				return { pageCount: checkedPageCount(pageCount), title: document.title(), splittable: true };
			} finally {
				document.close();
			}
		});
	}

	/**
	 * Each range (1-based) as a PDF of its own, one at a time; the caller stores it before asking for the next. `planRanges` makes ranges
	 * that fit into memory. Throws `document_damaged` where the file is not splittable, `too_large` where a range does not fit.
	 */
	async *split(source: Source, ranges: PageRange[]): AsyncGenerator<{ range: PageRange; bytes: Uint8Array }> {
		const splitter = new Splitter(source, () => this.openSplittable(source), this.pdfium);
		try {
			for (const range of ranges) {
				const bytes = await this.inTurn(() => splitter.cut(range), false);
				const release = this.ledger.hold(bytes.length);
				try {
					yield { range, bytes };
				} finally {
					release();
				}
			}
		} finally {
			await this.inTurn(async () => splitter.close());
		}
	}

	/**
	 * Reads pages: of a whole document, or of a part made by `split` (then `firstPage` says where it begins). A page that cannot be read
	 * is empty. Throws `document_encrypted`, `document_damaged`, `not_found` (no such pages), `too_large`.
	 */
	async read(source: Source, format: Format, options: ReadOptions = {}): Promise<Part> {
		return this.inTurn(async (turn) => {
			this.ledger.restart();
			const check = () => {
				turn.touch();
				options.signal?.throwIfAborted();
			};
			check();
			const pages =
				format === "pdf" ? await this.readPdf(source, options, check) : await this.readText(source, format, options);
			const firstPage = pages[0]?.page ?? options.firstPage ?? 1;
			return { firstPage, pages, summary: summarize(firstPage, pages), usage: { peakBytes: this.ledger.peakBytes } };
		});
	}

	/** The page (1-based) as a PNG on white. Throws `not_found`, and what `inspect` throws. */
	async renderPage(source: Source, page: number, options: { widthPx: number }): Promise<Uint8Array> {
		return this.inTurn(async () => {
			const document = await this.openSplittable(source);
			try {
				const png = document.withPage(page, (loaded) => {
					if (loaded.isTooHeavy()) throw pageTooLargeToShow();
					const box = [0, 0, loaded.widthPt, loaded.heightPt] as const;
					const wanted = Math.max(1, options.widthPx) / Math.max(1, loaded.widthPt);
					return loaded.render([...box], scaleFor([...box], wanted), (picture) => picture.toPng());
				});
				this.ledger.sample();
				return png ?? fail(noSuchPage());
			} catch (error) {
				if (isAppError(error)) throw error;
				this.pdfium.drop();
				throw pageTooLargeToShow(error);
			} finally {
				document.close();
			}
		});
	}

	private async readText(source: Source, format: Format, options: ReadOptions): Promise<PageLayout[]> {
		if (source.sizeBytes > MAX_TEXT_BYTES) throw textTooLarge();
		const release = this.ledger.hold(source.sizeBytes * 3);
		try {
			const text = decodeText(await readAll(source));
			if (text === undefined) throw notText();
			const layout = format === "markdown" ? markdownLayout(text) : textLayout(text);
			await options.onPages?.(1);
			return [layout];
		} finally {
			release();
		}
	}

	private async readPdf(source: Source, options: ReadOptions, check: () => void): Promise<PageLayout[]> {
		const firstPage = options.firstPage ?? 1;
		const wanted = options.pages && {
			first: options.pages.first - firstPage + 1,
			last: options.pages.last - firstPage + 1,
		};
		const cut = wanted && (await this.cutForReading(source, wanted));
		const release = this.ledger.hold(cut?.length ?? 0);
		try {
			const part = cut === undefined ? source : sourceOf(cut);
			const offset = firstPage + (cut === undefined ? 0 : (wanted?.first ?? 1) - 1);
			const pages = await this.readLayouts(part, offset, cut === undefined ? wanted : undefined, options, check);
			if (pages.some((page) => page.figures.length > 0)) await this.renderFigures(part, offset, pages, options, check);
			return pages;
		} finally {
			release();
		}
	}

	private async readLayouts(
		source: Source,
		offset: number,
		range: PageRange | undefined,
		options: ReadOptions,
		check: () => void,
	): Promise<PageLayout[]> {
		if (source.sizeBytes > MAX_READ_BYTES) throw pageTooLarge();
		this.makeRoom("liteparse", source.sizeBytes);
		const hold = (sizeBytes: number) => this.ledger.hold(sizeBytes);
		const layouts: PageLayout[] = [];
		for await (const { number, raw, reader } of readPages({ module: this.modules.liteparse, source, range, hold })) {
			check();
			if (layouts.length >= MAX_PAGES) throw tooManyPages(layouts.length + 1);
			const page = number + offset - 1;
			layouts.push(raw === undefined ? emptyLayout(page) : toPageLayout(raw, page, reader));
			this.ledger.sample();
			await options.onPages?.(layouts.length);
		}
		if (layouts.length === 0) throw noSuchPage();
		return layouts;
	}

	private async renderFigures(
		source: Source,
		firstPage: number,
		pages: PageLayout[],
		options: ReadOptions,
		check: () => void,
	): Promise<void> {
		this.makeRoom("pdfium", source.sizeBytes);
		const onFigure = options.onFigure?.bind(options);
		const hold = (sizeBytes: number) => this.ledger.hold(sizeBytes);
		await renderFigures({
			pdfium: this.pdfium,
			source,
			pages,
			firstPage,
			hold,
			onFigure,
			check: () => {
				this.ledger.sample();
				check();
			},
		});
		this.ledger.sample();
	}

	/** A range as a document of its own; undefined where PDFium cannot, and the whole has to be read. */
	private async cutForReading(source: Source, range: PageRange): Promise<Uint8Array | undefined> {
		const document = await this.openPdfium(source);
		if (document === undefined) return undefined;
		const { pageCount } = document;
		document.close();
		if (range.first < 1 || range.first > pageCount || range.last < range.first) throw noSuchPage();
		if (range.first === 1 && range.last >= pageCount) return undefined;
		const splitter = new Splitter(source, () => this.openSplittable(source), this.pdfium);
		try {
			return await splitter.cut({ first: range.first, last: Math.min(range.last, pageCount) });
		} finally {
			splitter.close();
		}
	}

	private async openSplittable(source: Source): Promise<PdfiumDocument> {
		return (await this.openPdfium(source)) ?? fail(damaged());
	}

	/** Undefined where PDFium cannot open the file but another reader might. Throws `document_encrypted`. */
	private async openPdfium(source: Source): Promise<PdfiumDocument | undefined> {
		this.makeRoom("pdfium", source.sizeBytes);
		try {
			return await this.pdfium.open(source);
		} catch (error) {
			if (isAppError(error)) throw error;
			if (error instanceof PdfiumOpenError && error.failure === "encrypted") throw encrypted(error);
			return undefined;
		} finally {
			this.ledger.sample();
		}
	}

	private async inspectSecond(source: Source): Promise<Inspection> {
		if (!SecondReader.canOpen(source.sizeBytes)) throw damaged();
		const release = this.ledger.hold(source.sizeBytes);
		try {
			const reader = await SecondReader.open(await readAll(source));
			const { pageCount } = reader;
			await reader.close();
			if (pageCount <= 0) throw damaged();
			return { pageCount: checkedPageCount(pageCount), title: null, splittable: false };
		} finally {
			release();
		}
	}

	private async inTurn<T>(work: (turn: Turn) => Promise<T>, shrinks = true): Promise<T> {
		const turn = await turns.take(() => {
			dropLiteparse();
			this.pdfium.drop();
		});
		try {
			return await work(turn);
		} finally {
			this.ledger.sample();
			if (shrinks) this.shrink();
			turn.release();
		}
	}

	/** Before one engine takes a file in, the other one goes if both would not fit. A file is in memory about twice: as bytes and parsed. */
	private makeRoom(engine: "liteparse" | "pdfium", sizeBytes: number): void {
		const room = MEMORY_BUDGET_BYTES - this.ledger.bufferBytes;
		if (engine === "pdfium") {
			const needed = Math.max(this.pdfium.bytes, PDFIUM_START_BYTES) + sizeBytes * 2;
			if (needed + liteparseBytes() > room) dropLiteparse();
			if (needed > room && this.pdfium.bytes > PDFIUM_START_BYTES) this.pdfium.drop();
		} else {
			const needed = Math.max(liteparseBytes(), LITEPARSE_START_BYTES * 2) + sizeBytes * 2;
			if (needed + this.pdfium.bytes > room) this.pdfium.drop();
			if (needed > room) dropLiteparse();
		}
	}

	/** Whether PDFium's memory may grow so far. liteparse is never at work while PDFium is, and makes way. */
	private grants(bytes: number): boolean {
		const room = MEMORY_BUDGET_BYTES - this.ledger.bufferBytes;
		if (bytes + liteparseBytes() > room) dropLiteparse();
		return bytes <= room;
	}

	private shrink(): void {
		if (liteparseBytes() > LITEPARSE_IDLE_BYTES) dropLiteparse();
		if (this.pdfium.bytes > PDFIUM_IDLE_BYTES) this.pdfium.drop();
	}
}

function checkedPageCount(pageCount: number): number {
	if (pageCount > MAX_PAGES) throw tooManyPages(pageCount);
	return pageCount;
}

function fail(error: Error): never {
	throw error;
}
