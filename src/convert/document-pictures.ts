/** Pictures inside documents that are no PDF: each becomes a PDF of one image, which PDFium draws within its share of memory. */
import type { Box } from "./blocks.ts";
import type { EngineRoom } from "./engine-room.ts";
import { type ImageModules, imageToPdf } from "./image-document.ts";
import { type PictureHeader, pictureHeader } from "./image-size.ts";
import {
	MAX_DRAWN_PIXELS,
	MAX_OCR_PIXELS,
	MEMORY_BUDGET_BYTES,
	MIN_OCR_PIXELS,
	OCR_BYTES_PER_PIXEL,
	OCR_START_BYTES,
} from "./limits.ts";
import type { OcrLanguage } from "./ocr-engine.ts";
import type { RecognizedPage } from "./ocr-merge.ts";
import { PageRecognition } from "./ocr-reading.ts";
import type { PdfiumDocument } from "./pdfium.ts";
import { sourceOf } from "./stream.ts";

export interface DrawnPicture {
	widthPx: number;
	heightPx: number;
	png: Uint8Array;
}

export interface PictureWork {
	room: EngineRoom;
	images: ImageModules | undefined;
	languages: readonly OcrLanguage[] | undefined;
	/** Opens a PDF in PDFium, making room for it. */
	open(pdf: ReturnType<typeof sourceOf>): Promise<PdfiumDocument>;
	/** Called between pictures; throws to stop. */
	check(): void;
}

/** A gray image, and the copies that turning and straightening make of it. */
const GRAY_COPIES = 4;
/** Shorter sides are photographs or screens; a page of print that is legible has this many pixels across. */
const MIN_SCAN_SIDE_PX = 900;
/** Height over width of a page, upright or on its side: from Letter to Legal and A4. */
const SCAN_SHAPE = [1.2, 1.75] as const;

export class DocumentPictures {
	private readonly work: PictureWork;

	constructor(work: PictureWork) {
		this.work = work;
	}

	/** Whether the text of pictures can be read here. */
	get canRead(): boolean {
		return this.work.room.recognizer !== undefined;
	}

	/** Upright, on white, scaled down to `MAX_DRAWN_PIXELS`; undefined where it is damaged or takes more memory than there is. */
	async draw(bytes: Uint8Array): Promise<DrawnPicture | undefined> {
		const header = pictureHeader(bytes);
		if (header === undefined) return undefined;
		return this.withPdf(bytes, async (pdf) => {
			const document = await this.work.open(sourceOf(pdf));
			try {
				return document.withPage(1, (page) => {
					const box: Box = [0, 0, page.widthPt, page.heightPt];
					const pixels = Math.min(header.widthPx * header.heightPx, MAX_DRAWN_PIXELS);
					const scale = Math.sqrt(pixels / (page.widthPt * page.heightPt));
					return page.render(box, scale, (picture) => {
						const { widthPx, heightPx } = picture;
						return { widthPx, heightPx, png: picture.toPng() };
					});
				});
			} finally {
				document.close();
			}
		});
	}

	/** What is recognised of a picture, as of a page of its own; undefined where it cannot be drawn or there is no memory for it. */
	async read(bytes: Uint8Array, header: PictureHeader, whole: boolean): Promise<RecognizedPage | undefined> {
		const { room, languages, check, open } = this.work;
		const free = MEMORY_BUDGET_BYTES - room.ledger.bufferBytes - bytes.length * 2 - OCR_START_BYTES;
		const maxPixels = Math.min(MAX_OCR_PIXELS, free / (OCR_BYTES_PER_PIXEL + GRAY_COPIES));
		if (maxPixels < MIN_OCR_PIXELS) return undefined;
		return this.withPdf(bytes, async (pdf) => {
			const source = sourceOf(pdf);
			const document = await open(source);
			const box = document.withPage(1, (page): Box => [0, 0, page.widthPt, page.heightPt]);
			document.close();
			if (box === undefined) return undefined;
			const recognition = new PageRecognition({
				...{ room, languages, check, maxPixels, firstPage: 1 },
				open: () => open(source),
			});
			try {
				return await recognition.recognize({ page: 1, whole: whole || isPageLike(header), regions: [box] });
			} finally {
				recognition.close();
			}
		});
	}

	private async withPdf<T>(
		bytes: Uint8Array,
		use: (pdf: Uint8Array) => Promise<T | undefined>,
	): Promise<T | undefined> {
		const { room, images, check } = this.work;
		// The picture as it is was counted by whoever holds it.
		room.makeRoomBeside(bytes.length);
		let release = room.ledger.hold(bytes.length);
		try {
			const pdf = await imageToPdf(bytes, images, 1);
			release();
			release = room.ledger.hold(pdf.length);
			return await use(pdf);
		} catch {
			// Damaged, or more memory than was granted: then PDFium has trapped.
			room.pdfium.drop();
			check();
			return undefined;
		} finally {
			release();
			room.ledger.sample();
		}
	}
}

/** A scan or photograph of a page, whose lines and columns are worth finding; anything else is read word by word. */
export function isPageLike({ widthPx, heightPx }: PictureHeader): boolean {
	const [short, long] = [Math.min(widthPx, heightPx), Math.max(widthPx, heightPx)];
	return short >= MIN_SCAN_SIDE_PX && long / short >= SCAN_SHAPE[0] && long / short <= SCAN_SHAPE[1];
}
