import { isAppError } from "../errors.ts";
import type { Format, Inspection, PageRange, Source } from "./blocks.ts";
import { EngineRoom } from "./engine-room.ts";
import { inspectFormat } from "./formats/read-format.ts";
import { type ImageModules, imageToPdf } from "./image-document.ts";
import { noteMissing } from "./left-out.ts";
import { MAX_IMAGE_BYTES, MAX_PAGES, MAX_READ_BYTES } from "./limits.ts";
import type { MemoryLedger } from "./memory.ts";
import type { Recognizer } from "./ocr.ts";
import { type LayoutResult, PageLayouts } from "./ocr-layouts.ts";
import type { RecognizedPage } from "./ocr-merge.ts";
import type { OcrPlan } from "./ocr-plan.ts";
import { PageRecognition } from "./ocr-reading.ts";
import { isReadBadly, readAgain, VISION_SIDE_PX, type VisionReader } from "./ocr-vision.ts";
import { type Lender, readOther, recognizeOther } from "./other-formats.ts";
import { saneOutline } from "./outline.ts";
import { inDocument, treeFinder } from "./page-trees.ts";
import type { PageLayout, Part } from "./part.ts";
import { readPages } from "./pdf-pages.ts";
import { type PdfViews, viewsOf } from "./pdf-views.ts";
import { type Pdfium, type PdfiumDocument, PdfiumOpenError } from "./pdfium.ts";
import { renderFigures, scaleFor } from "./pictures.ts";
import type { ReadOptions } from "./read-options.ts";
import {
	checkedPageCount,
	damaged,
	encrypted,
	imageTooLarge,
	noSuchPage,
	pageTooLarge,
	pageTooLargeToShow,
	tooManyPages,
} from "./refusals.ts";
import { type Cut, cutOut, Splitter } from "./splitter.ts";
import { readAll, sourceOf } from "./stream.ts";
import { summarize } from "./summary.ts";
import { type Turn, Turns } from "./turns.ts";
import { SecondReader } from "./unpdf.ts";

/** Compiled wasm of @llamaindex/liteparse-wasm and @embedpdf/pdfium; a Worker imports them, it cannot compile. */
export interface ConverterModules {
	liteparse: WebAssembly.Module;
	pdfium: WebAssembly.Module;
	/** For image documents: WebP, and PNG that is transparent or interlaced. */
	images?: ImageModules;
}

/** Shared by all converters of an isolate: they share liteparse's instance and the memory budget. */
const turns = new Turns();

/**
 * Reads documents. One per isolate: it keeps its wasm instances for the next call. Calls wait for each other, in order, so callbacks
 * must not call the converter; between two parts of `split` others may run.
 */
export class Converter {
	private readonly modules: ConverterModules;
	private readonly room: EngineRoom;
	private readonly pdfium: Pdfium;
	private readonly ledger: MemoryLedger;
	private readonly vision: VisionReader | undefined;

	/**
	 * With a recognizer, `read` recognises pages itself, at some seconds each; without, it says which pages are worth it. `vision` reads
	 * what the recognizer reads badly, for `recognize` alone: it takes up to two minutes, too long to keep others waiting.
	 */
	constructor(modules: ConverterModules, recognizer?: Recognizer, vision?: VisionReader) {
		this.modules = modules;
		this.vision = vision;
		this.room = new EngineRoom(modules.pdfium, recognizer);
		this.pdfium = this.room.pdfium;
		this.ledger = this.room.ledger;
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
		return this.inTurn(async () => {
			if (format === "image") return this.inspectImage(source);
			if (format !== "pdf") return inspectFormat(source, format, { hold: (sizeBytes) => this.ledger.hold(sizeBytes) });
			const document = await this.openPdfium(source);
			if (document === undefined) return this.inspectSecond(source);
			try {
				const { pageCount } = document;
				if (pageCount <= 0) return await this.inspectSecond(source);
				const outline = saneOutline(document.outline());
				return {
					pageCount: checkedPageCount(pageCount),
					title: document.title(),
					splittable: true,
					...(outline.length === 0 ? {} : { outline }),
				};
			} finally {
				document.close();
			}
		});
	}

	/**
	 * Each range (1-based) as a PDF of its own, one at a time; the caller stores it before asking for the next. `planRanges` makes ranges
	 * that fit into memory. `trees` go into `read` with the part, which has lost them. Throws `document_damaged` where the file is not
	 * splittable, `too_large` where a range does not fit.
	 */
	async *split(source: Source, ranges: PageRange[]): AsyncGenerator<Cut & { range: PageRange }> {
		const splitter = new Splitter(source, () => this.openSplittable(source), this.pdfium);
		try {
			for (const range of ranges) {
				const { bytes, trees } = await this.inTurn(() => splitter.cut(range), false);
				const release = this.ledger.hold(bytes.length);
				try {
					yield { range, bytes, trees };
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
			const check = checkOf(turn, options.signal);
			check();
			const { pages, toRecognize } =
				format === "pdf" || format === "image"
					? await this.readPdf(await this.asPdf(source, format), options, check)
					: await readOther(source, format, options, this.lender(check));
			const firstPage = pages[0]?.page ?? options.firstPage ?? 1;
			return {
				firstPage,
				pages,
				summary: summarize(firstPage, pages, options.outline),
				...(toRecognize.length === 0 ? {} : { toRecognize }),
				usage: { peakBytes: this.ledger.peakBytes },
			};
		});
	}

	/**
	 * Reads the text of one page's picture, or of the pictures on it, as `Part.toRecognize` asks for it: 1–4 s of CPU. Its result goes
	 * into `read`. A page that cannot be rendered comes back without words. Throws what `inspect` throws; needs a recognizer.
	 */
	async recognize(
		source: Source,
		plan: OcrPlan,
		options: Pick<ReadOptions, "firstPage" | "languages" | "signal"> & { format?: Format } = {},
	): Promise<RecognizedPage> {
		const { vision } = this;
		const { read, picture } = await this.inTurn(async (turn) => {
			this.ledger.restart();
			const check = checkOf(turn, options.signal);
			const { format = "pdf" } = options;
			if (format !== "pdf" && format !== "image") {
				return { read: await recognizeOther(source, format, plan, options, this.lender(check)) };
			}
			const isImage = format === "image";
			const pdf = isImage ? await this.asPdf(source, "image", plan.page) : source;
			const firstPage = isImage ? plan.page : (options.firstPage ?? 1);
			const position = plan.page - firstPage + 1;
			const views = await this.viewsOf(pdf, { first: position, last: position });
			const recognition = this.recognition(views.drawn, firstPage + views.skipped, options, check);
			try {
				const read = await recognition.recognize(plan);
				if (vision === undefined || !plan.whole || !isReadBadly(read.whole)) return { read };
				return { read, picture: await recognition.picture(plan.page, read.whole?.frame, VISION_SIDE_PX) };
			} finally {
				recognition.close();
				views.release();
			}
		});
		return vision === undefined || picture === undefined ? read : readAgain(read, picture, vision, options.signal);
	}

	/** The page (1-based) as a PNG on white. Throws `not_found`, and what `inspect` throws. */
	async renderPage(source: Source, page: number, options: { widthPx: number; format?: Format }): Promise<Uint8Array> {
		return this.inTurn(async () => {
			const pdf = await this.asPdf(source, options.format ?? "pdf");
			const views = await this.viewsOf(pdf, { first: page, last: page });
			const document = await this.openSplittable(views.drawn);
			try {
				const png = document.withPage(page - views.skipped, (loaded) => {
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
				views.release();
			}
		});
	}

	private lender(check: () => void): Lender {
		return {
			...{ room: this.room, images: this.modules.images, check },
			open: (pdf) => this.openSplittable(pdf),
			readPdf: async (attached, options) => (await this.readPdf(attached, options, check)).pages,
		};
	}

	private async readPdf(source: Source, options: ReadOptions, check: () => void): Promise<LayoutResult> {
		const firstPage = options.firstPage ?? 1;
		const wanted = options.pages && {
			first: options.pages.first - firstPage + 1,
			last: options.pages.last - firstPage + 1,
		};
		const cut = wanted && (await this.cutForReading(source, wanted));
		const release = this.ledger.hold(cut?.bytes.length ?? 0);
		const views = await this.viewsOf(cut === undefined ? source : sourceOf(cut.bytes));
		try {
			const offset = firstPage + (cut === undefined ? 0 : (wanted?.first ?? 1) - 1);
			const reading = { ...options, trees: options.trees ?? inDocument(cut?.trees ?? views.trees, firstPage) };
			const result = await this.readLayouts(views, offset, cut === undefined ? wanted : undefined, reading, check);
			const { pages } = result;
			// What is to be read again gets its pictures then.
			if (options.recognizeLater && result.toRecognize.length > 0) return result;
			const drawn = options.pictures !== false && pages.some((page) => page.figures.length > 0);
			const figures = pages.map((page) => page.figures);
			if (drawn) await this.renderFigures(views.drawn, offset, pages, options, check);
			noteMissing(pages, figures, views.missing);
			return result;
		} finally {
			views.release();
			release();
		}
	}

	private viewsOf(source: Source, range?: PageRange): Promise<PdfViews> {
		return viewsOf(source, this.room, (pdf) => this.openPdfium(pdf), range);
	}

	private async readLayouts(
		{ read: source, drawn }: PdfViews,
		offset: number,
		range: PageRange | undefined,
		options: ReadOptions,
		check: () => void,
	): Promise<LayoutResult> {
		if (source.sizeBytes > MAX_READ_BYTES) throw pageTooLarge();
		const makeRoom = () => this.room.makeRoom("liteparse", source.sizeBytes);
		makeRoom();
		const hold = (sizeBytes: number) => this.ledger.hold(sizeBytes);
		const layouts = new PageLayouts(options);
		const later = options.recognizeLater === true;
		const untagged = async () => (await this.cutForReading(source).finally(makeRoom))?.bytes;
		const treeOf = treeFinder(options.trees ?? [], offset);
		const reading = { module: this.modules.liteparse, source, range, hold, treeOf, untagged };
		for await (const { number, raw, reader } of readPages(reading)) {
			check();
			if (layouts.count >= MAX_PAGES) throw tooManyPages(layouts.count + 1);
			await layouts.add(number + offset - 1, raw, reader);
			this.ledger.sample();
			await options.onPages?.(layouts.count - (later ? layouts.toRecognize.length : 0));
		}
		if (layouts.count === 0) throw noSuchPage();
		if (this.room.recognizer !== undefined && layouts.toRecognize.length > 0) {
			const recognition = this.recognition(drawn, offset, options, check);
			try {
				await layouts.dropPrinted(recognition);
				if (!later) await layouts.recognize(recognition);
			} finally {
				recognition.close();
			}
		}
		return layouts.result();
	}

	private async inspectImage(source: Source): Promise<Inspection> {
		const document = await this.openSplittable(await this.asPdf(source, "image"));
		const { pageCount } = document;
		document.close();
		return { pageCount, title: null, splittable: false };
	}

	/** An image document as a PDF, or one page of it; a PDF as it is. */
	private async asPdf(source: Source, format: Format, page?: number): Promise<Source> {
		if (format !== "image") return source;
		if (source.sizeBytes > MAX_IMAGE_BYTES) throw imageTooLarge();
		this.room.makeRoomForBuffers(source.sizeBytes * 3);
		const release = this.ledger.hold(source.sizeBytes * 3);
		try {
			return sourceOf(await imageToPdf(await readAll(source), this.modules.images, page));
		} finally {
			release();
		}
	}

	/** `firstPage` is the number of the source's first page in the whole document. */
	private recognition(source: Source, firstPage: number, options: ReadOptions, check: () => void): PageRecognition {
		const open = () => this.openSplittable(source);
		return new PageRecognition({ room: this.room, firstPage, languages: options.languages, open, check });
	}

	private async renderFigures(
		source: Source,
		firstPage: number,
		pages: PageLayout[],
		options: ReadOptions,
		check: () => void,
	): Promise<void> {
		this.room.makeRoom("pdfium", source.sizeBytes);
		await renderFigures({
			...{ pdfium: this.pdfium, source, pages, firstPage },
			hold: (sizeBytes) => this.ledger.hold(sizeBytes),
			onFigure: options.onFigure?.bind(options),
			check: () => {
				this.ledger.sample();
				check();
			},
		});
		this.ledger.sample();
	}

	/** A range, or all pages without tags, as a document of its own; undefined where PDFium cannot, or the whole is to be read. */
	private async cutForReading(source: Source, range?: PageRange): Promise<Cut | undefined> {
		const document = await this.openPdfium(source);
		if (document === undefined) return undefined;
		const { pageCount } = document;
		document.close();
		const { first, last } = range ?? { first: 1, last: pageCount };
		if (first < 1 || first > pageCount || last < first) throw noSuchPage();
		if (range !== undefined && first === 1 && last >= pageCount) return undefined;
		const existing = { first, last: Math.min(last, pageCount) };
		return cutOut(existing, source, () => this.openSplittable(source), this.pdfium);
	}

	private async openSplittable(source: Source): Promise<PdfiumDocument> {
		return (await this.openPdfium(source)) ?? fail(damaged());
	}

	/** Undefined where PDFium cannot open the file but another reader might. Throws `document_encrypted`. */
	private async openPdfium(source: Source): Promise<PdfiumDocument | undefined> {
		this.room.makeRoom("pdfium", source.sizeBytes);
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
		const turn = await turns.take(() => this.room.dropAll());
		try {
			return await work(turn);
		} finally {
			this.ledger.sample();
			if (shrinks) this.room.shrink();
			turn.release();
		}
	}
}

/** Says that the turn's holder is at work; throws where it is to stop. */
function checkOf(turn: Turn, signal: AbortSignal | undefined): () => void {
	return () => {
		turn.touch();
		signal?.throwIfAborted();
	};
}

function fail(error: Error): never {
	throw error;
}
