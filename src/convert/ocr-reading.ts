/** Pages of a PDF through recognition: rendered in gray by PDFium, then read, one heavy engine at a time. */
import type { Box } from "./blocks.ts";
import type { EngineRoom } from "./engine-room.ts";
import { toGrayPng } from "./formats/png.ts";
import { type GrayImage, spreadContrast, turned } from "./gray-image.ts";
import { MAX_OCR_PIXELS, MAX_RENDER_SIDE_PX } from "./limits.ts";
import type { Recognition, Recognizer } from "./ocr.ts";
import type { OcrLanguage } from "./ocr-engine.ts";
import type { Frame } from "./ocr-frame.ts";
import type { RecognizedPage } from "./ocr-merge.ts";
import type { OcrPlan } from "./ocr-plan.ts";
import type { PdfiumDocument } from "./pdfium.ts";
import { mayHoldText } from "./text-look.ts";

/** What Tesseract's models were trained near to; 300 doubles memory and time and gains nothing (parts measured in workerd). */
const OCR_DPI = 200;
/** A picture in a document is read at this resolution: its labels are smaller than body text. */
const PICTURE_DPI = 250;
const POINTS_PER_INCH = 72;
/** Enough to see whether something is there: 0.15 million pixels of an A4 page, some 5 ms. */
const LOOK_DPI = 40;
/** Share of the page in ink that a line of print makes. */
const INK_SHARE = 0.001;
/** Room around a word for its own ink. */
const AROUND_WORD_PT = 4;

export interface RecognitionTask {
	room: EngineRoom;
	/** Number of the source's first page in the whole document. */
	firstPage: number;
	languages: readonly OcrLanguage[] | undefined;
	/** Opens the file in PDFium, making room for it. */
	open(): Promise<PdfiumDocument>;
	/** Called between images, and after each turn that others had; throws to stop. */
	check(): void;
	/** Where a document is held beside it, less than `MAX_OCR_PIXELS`. */
	maxPixels?: number;
}

export interface PagePicture {
	frame: Frame;
	png: Uint8Array;
}

/** A page, or a picture of one, that cannot be rendered or read is left out: it comes back without words. */
export class PageRecognition {
	private readonly task: RecognitionTask;
	private readonly recognizer: Recognizer;
	private document: PdfiumDocument | undefined;

	constructor(task: RecognitionTask) {
		if (task.room.recognizer === undefined) throw new Error("This converter has no recognizer");
		this.task = task;
		this.recognizer = task.room.recognizer;
	}

	async recognize(plan: OcrPlan): Promise<RecognizedPage> {
		const result: RecognizedPage = { page: plan.page, whole: null, regions: [] };
		if (plan.whole) {
			result.whole = (await this.read(plan.page, undefined)) ?? null;
			return result;
		}
		for (const box of plan.regions) {
			const recognition = await this.read(plan.page, box);
			if (recognition !== undefined && recognition.words.length > 0) result.regions.push({ box, recognition });
		}
		return result;
	}

	/** Whether there is ink on the page beside the words that it has as text; a page that cannot be drawn is taken to have some. */
	async holdsMore({ page, printed }: OcrPlan): Promise<boolean> {
		if (printed === undefined) return true;
		const rendered = await this.render(page, undefined, LOOK_DPI);
		return rendered === undefined || inkBeside(rendered.image, printed, rendered.dpi / POINTS_PER_INCH);
	}

	/** A picture of the whole page in gray, upright as far as `frame` knows, for another reader; undefined where it cannot be drawn. */
	async picture(page: number, frame: Frame | undefined, sidePx: number): Promise<PagePicture | undefined> {
		const rendered = await this.render(page, undefined, OCR_DPI, sidePx);
		if (rendered === undefined) return undefined;
		const { image, dpi } = rendered;
		const points = (pixels: number) => (pixels * POINTS_PER_INCH) / dpi;
		const asDisplayed: Frame = {
			widthPt: points(image.widthPx),
			heightPt: points(image.heightPx),
			rotation: 0,
			skewDegrees: 0,
		};
		const upright = turned(spreadContrast(image), frame?.rotation ?? 0);
		return { frame: frame ?? asDisplayed, png: await toGrayPng(upright) };
	}

	close(): void {
		this.document?.close();
		this.document = undefined;
	}

	private async read(page: number, box: Box | undefined): Promise<Recognition | undefined> {
		const { room, languages, check } = this.task;
		check();
		const rendered = await this.render(page, box);
		if (rendered === undefined) return undefined;
		const { image, dpi } = rendered;
		if (box !== undefined && !mayHoldText(image)) return undefined;
		// Turned and straightened copies are held beside it.
		const release = room.ledger.hold(image.pixels.length * 3);
		try {
			room.makeRoomForOcr(image.pixels.length);
			return await this.recognizer.recognize(image, dpi, {
				segmentation: box === undefined ? "page" : "sparse",
				check,
				...(languages === undefined ? {} : { languages }),
			});
		} catch {
			// A trap has cost Tesseract's instance; the page stays as the file has it.
			return undefined;
		} finally {
			release();
			room.ledger.sample();
			this.recognizer.shrink();
			check();
		}
	}

	private async render(
		page: number,
		box: Box | undefined,
		dpi = box === undefined ? OCR_DPI : PICTURE_DPI,
		maxSidePx = MAX_RENDER_SIDE_PX,
	): Promise<{ image: GrayImage; dpi: number } | undefined> {
		const document = this.document?.isLive ? this.document : await this.task.open();
		this.document = document;
		try {
			return document.withPage(page - this.task.firstPage + 1, (loaded) => {
				if (loaded.isTooHeavy()) return undefined;
				const region = box ?? [0, 0, loaded.widthPt, loaded.heightPt];
				const limits = { maxPixels: this.task.maxPixels ?? MAX_OCR_PIXELS, maxSidePx };
				const scale = scaleFor(region, dpi / POINTS_PER_INCH, limits);
				return { image: loaded.renderGray(region, scale), dpi: scale * POINTS_PER_INCH };
			});
		} catch {
			this.task.room.pdfium.drop();
			return undefined;
		}
	}
}

function inkBeside({ pixels, widthPx, heightPx }: GrayImage, words: readonly Box[], scale: number): boolean {
	let sum = 0;
	for (const value of pixels) sum += value;
	const threshold = (sum / Math.max(1, pixels.length)) * 0.7;
	const free = new Uint8Array(pixels.length).fill(1);
	for (const [x0, y0, x1, y1] of words) {
		const left = Math.max(0, Math.floor((x0 - AROUND_WORD_PT) * scale));
		const right = Math.min(widthPx, Math.ceil((x1 + AROUND_WORD_PT) * scale));
		const bottom = Math.min(heightPx, Math.ceil((y1 + AROUND_WORD_PT) * scale));
		for (let y = Math.max(0, Math.floor((y0 - AROUND_WORD_PT) * scale)); y < bottom; y++) {
			free.fill(0, y * widthPx + left, Math.max(y * widthPx + left, y * widthPx + right));
		}
	}
	let ink = 0;
	for (const [at, value] of pixels.entries()) if (free[at] === 1 && value < threshold) ink++;
	return ink >= pixels.length * INK_SHARE;
}

/** Pixels per point: the wanted resolution, less for a page too large for it. */
function scaleFor(
	box: Box,
	wanted: number,
	{ maxPixels, maxSidePx }: { maxPixels: number; maxSidePx: number },
): number {
	const [width, height] = [Math.max(1, box[2] - box[0]), Math.max(1, box[3] - box[1])];
	return Math.min(wanted, Math.sqrt(maxPixels / (width * height)), maxSidePx / Math.max(width, height));
}
