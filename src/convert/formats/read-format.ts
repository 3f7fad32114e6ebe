/** Every format but PDF and images → pages; the door of this folder. */
import type { FigureImage, Format, Inspection, PageRange, Source } from "../blocks.ts";
import { detectFormat } from "../format.ts";
import { MAX_ARCHIVE_BYTES, MAX_ATTACHMENT_DEPTH, MAX_MAIL_BYTES, MAX_TEXT_BYTES, MIB } from "../limits.ts";
import type { PageLayout } from "../part.ts";
import { markdownLayout, textLayout } from "../plain-text.ts";
import { fileTooLarge, noSuchPage, notText, textTooLarge } from "../refusals.ts";
import { readAll } from "../stream.ts";
import { decodeText } from "../text-encoding.ts";
import { Archive } from "./archive.ts";
import { attachedPages } from "./attached-pages.ts";
import { type Draft, NOWHERE } from "./block-builder.ts";
import { readCsv } from "./csv.ts";
import { readDocx } from "./docx.ts";
import { EmbeddedPictures, type PictureDecoder } from "./embedded-pictures.ts";
import { readEml } from "./eml.ts";
import { openBook, readEpub } from "./epub.ts";
import { readHtml } from "./html.ts";
import { readPptx, slidesOf } from "./pptx.ts";
import { type FormatReader, newBudgets, type Reading } from "./reading.ts";
import { openWorkbook, readXlsx } from "./xlsx.ts";

/** What the converter lends to a reading. */
export interface FormatReading {
	/** Counts buffers; returns their release. */
	hold(sizeBytes: number): () => void;
	/** Called between pages and pictures; throws to stop. */
	check(): void;
	pages?: PageRange | undefined;
	onPages?: ((done: number) => Promise<void>) | undefined;
	onFigure?: ((figure: FigureImage) => Promise<void>) | undefined;
	decode?: PictureDecoder | undefined;
	/** Reads an attachment that is a PDF. */
	readPdf(source: Source, onFigure: (figure: FigureImage) => Promise<void>): Promise<PageLayout[]>;
}

const READERS: Partial<Record<Format, FormatReader>> = {
	docx: readDocx,
	xlsx: readXlsx,
	pptx: readPptx,
	epub: readEpub,
	html: readHtml,
	eml: readEml,
	csv: readCsv,
	text: (reading) => readPlain(reading, textLayout),
	markdown: (reading) => readPlain(reading, markdownLayout),
};

/** What is held of a file while it is read, as a multiple of its bytes: text also as a string and as what is made of it. */
const TEXT_COPIES = 3;

/** Pages and title, without reading the text. Throws `too_large`, `document_damaged`, `document_encrypted`, `document_refused`. */
export async function inspectFormat(
	source: Source,
	format: Format,
	{ hold }: Pick<FormatReading, "hold">,
): Promise<Inspection> {
	checkSize(source.sizeBytes, format);
	const single = { pageCount: 1, title: null, splittable: false };
	if (format !== "xlsx" && format !== "pptx" && format !== "epub") return single;
	const release = hold(source.sizeBytes);
	try {
		const archive = new Archive(await readAll(source), newBudgets().inflation);
		if (format === "xlsx") return { ...single, pageCount: openWorkbook(archive).sheets.length };
		if (format === "pptx") return { ...single, pageCount: Math.max(1, slidesOf(archive).length) };
		const { title, spine } = openBook(archive);
		return { ...single, title, pageCount: spine.length };
	} finally {
		release();
	}
}

/** Throws what `inspectFormat` throws, and `not_found` where there are no such pages. */
export async function readFormat(source: Source, format: Format, lent: FormatReading): Promise<PageLayout[]> {
	checkSize(source.sizeBytes, format);
	const release = lent.hold(source.sizeBytes * (isContainer(format) ? 1 : TEXT_COPIES));
	try {
		const bytes = await readAll(source);
		const reading = newReading(bytes, lent, newBudgets(), 1);
		const drafts = (await READERS[format]?.(reading)) ?? [];
		const pictures = new EmbeddedPictures(lent);
		const pages: PageLayout[] = [];
		for (const [i, page] of drafts.entries()) {
			const number = i + 1;
			lent.check();
			if (lent.pages !== undefined && (number < lent.pages.first || number > lent.pages.last)) continue;
			const { blocks, figures } = await pictures.complete(page, number);
			pages.push({ page: number, widthPt: 0, heightPt: 0, blocks, figures, reader: "text" });
			await lent.onPages?.(pages.length);
		}
		if (pages.length === 0) throw noSuchPage();
		return pages;
	} finally {
		release();
	}
}

function newReading(
	bytes: Uint8Array,
	lent: FormatReading,
	budgets: ReturnType<typeof newBudgets>,
	depth: number,
): Reading {
	return {
		bytes,
		...budgets,
		check: lent.check,
		async readAttached(attached, fileName) {
			const format = detectFormat(attached.subarray(0, 65_536), fileName)?.format;
			if (format === undefined || depth > MAX_ATTACHMENT_DEPTH) return undefined;
			if (format === "pdf") return attachedPages(attached, budgets.text, lent);
			if (format === "image") return [pictureDraft(attached, fileName)];
			checkSize(attached.length, format);
			const pages = await READERS[format]?.(newReading(attached, lent, budgets, depth + 1));
			return pages?.flat();
		},
	};
}

/** A picture attached to a mail is a figure of it. */
function pictureDraft(bytes: Uint8Array, fileName: string): Draft {
	const block = { kind: "figure", text: fileName, bbox: NOWHERE, sizePt: 0, bold: false } as const;
	return { block, inline: "", picture: { alt: fileName, bytes: () => bytes } };
}

async function readPlain(reading: Reading, layout: (text: string) => PageLayout): Promise<Draft[][]> {
	const text = decodeText(reading.bytes);
	if (text === undefined) throw notText();
	return [layout(text).blocks.map((block) => ({ block, inline: "" }))];
}

function checkSize(sizeBytes: number, format: Format): void {
	if (isContainer(format)) {
		if (sizeBytes > MAX_ARCHIVE_BYTES) throw fileTooLarge(MAX_ARCHIVE_BYTES / MIB);
	} else if (format === "eml") {
		if (sizeBytes > MAX_MAIL_BYTES) throw fileTooLarge(MAX_MAIL_BYTES / MIB);
	} else if (sizeBytes > MAX_TEXT_BYTES) throw textTooLarge();
}

function isContainer(format: Format): boolean {
	return format === "docx" || format === "xlsx" || format === "pptx" || format === "epub";
}
