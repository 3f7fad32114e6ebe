/** Formats that are no PDF, with what the converter lends them: memory, PDFium for their pictures, the recogniser for the text in these. */
import type { FigureImage, Format, Source } from "./blocks.ts";
import { DocumentPictures } from "./document-pictures.ts";
import type { EngineRoom } from "./engine-room.ts";
import { type FormatReading, readFormat, readPictures } from "./formats/read-format.ts";
import type { ImageModules } from "./image-document.ts";
import { MAX_ATTACHMENT_PAGES } from "./limits.ts";
import type { LayoutResult } from "./ocr-layouts.ts";
import type { RecognizedPage } from "./ocr-merge.ts";
import type { OcrPlan } from "./ocr-plan.ts";
import type { PageLayout } from "./part.ts";
import type { PdfiumDocument } from "./pdfium.ts";
import type { ReadOptions } from "./read-options.ts";

export interface Lender {
	room: EngineRoom;
	images: ImageModules | undefined;
	/** Opens a PDF in PDFium, making room for it. */
	open(pdf: Source): Promise<PdfiumDocument>;
	/** Reads a PDF that is attached to a mail. */
	readPdf(source: Source, options: ReadOptions): Promise<PageLayout[]>;
	/** Throws to stop. */
	check(): void;
}

export async function readOther(
	source: Source,
	format: Format,
	options: ReadOptions,
	lender: Lender,
): Promise<LayoutResult> {
	lender.room.makeRoomForBuffers(source.sizeBytes);
	return readFormat(source, format, readingOf(options, lender));
}

/** What is attached was read, or will be, with the document: of it nothing is recognised here. */
export async function recognizeOther(
	source: Source,
	format: Format,
	plan: OcrPlan,
	options: ReadOptions,
	lender: Lender,
): Promise<RecognizedPage> {
	lender.room.makeRoomForBuffers(source.sizeBytes);
	return readPictures(source, format, plan, readingOf({ ...options, ocr: "never" }, lender));
}

function readingOf(options: ReadOptions, lender: Lender): FormatReading {
	const { ocr: wanted = "auto", recognizeLater: later = false, recognized, languages, pages } = options;
	const { room, images, open, check } = lender;
	const pictures = new DocumentPictures({ room, images, languages, open, check });
	return {
		...{ check, pages },
		hold: (sizeBytes) => {
			room.makeRoomBeside(sizeBytes);
			return room.ledger.hold(sizeBytes);
		},
		onPages: options.onPages?.bind(options),
		onFigure: options.onFigure?.bind(options),
		draw: (bytes) => pictures.draw(bytes),
		ocr: {
			...{ wanted, later, recognized },
			...(pictures.canRead ? { read: (...picture) => pictures.read(...picture) } : {}),
		},
		readPdf: (attached, onFigure) => lender.readPdf(attached, attachedOptions(options, onFigure)),
	};
}

/** What holds for an attachment too: not the pages, nor the callbacks. */
function attachedOptions(options: ReadOptions, onFigure: (figure: FigureImage) => Promise<void>): ReadOptions {
	const { ocr, languages, signal } = options;
	return {
		...{ onFigure, pages: { first: 1, last: MAX_ATTACHMENT_PAGES } },
		...(ocr === undefined ? {} : { ocr }),
		...(languages === undefined ? {} : { languages }),
		...(signal === undefined ? {} : { signal }),
	};
}
