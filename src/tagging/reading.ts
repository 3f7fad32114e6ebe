import { z } from "zod";
import type { Context } from "../context.ts";
import type { Format, OcrLanguage, Part, Recognition } from "../convert/convert.ts";
import { type Document, findDocumentOfJob, openInput } from "../documents/documents.ts";
import { isAppError } from "../errors.ts";
import { outlineTitle, titleOf } from "../lib/document-title.ts";
import { chooseOcr, chooseText, type OcrReading } from "./ocr-choice.ts";
import { RowFailure } from "./row-failure.ts";
import { type TaggingRecord, updateRecord } from "./store.ts";
import { cleanOcrText, isLegacyFont, needsOcr } from "./text-quality.ts";

/** What is kept of a document's text in its record, in characters: ten pages are about 40,000. */
const keptCharacters = 200_000;

/** What reading a document has come to, as its record keeps it. */
export const ReadingState = z.object({
	page_count: z.int(),
	pages_read: z.int(),
	title_property: z.string().nullable(),
	/** Undefined in records that were read before there was one. */
	outline_title: z.string().nullable().optional(),
	file_name: z.string(),
	document_title: z.string(),
	is_scanned: z.boolean(),
	extraction_method: z.enum(["pypdf2", "tesseract_ocr", "easyocr"]),
	ocr_confidence: z.number().nullable(),
	text_length: z.int(),
});
export type ReadingState = z.infer<typeof ReadingState>;

/** Recognised text of one page. */
export interface PageReading {
	text: string;
	/** Per cent. */
	confidence: number;
	/** Read by the vision model, the third tier. */
	isVision: boolean;
}

export interface Reading {
	text: string;
	state: ReadingState;
	/** Pages to be recognised before the text is used; empty where the text layer is good. */
	toRecognize: number[];
	languages: OcrLanguage[] | undefined;
}

/**
 * The text layer of the first pages, and whether it is worth using (contracts/tagging.md 12.1 and 12.2). Throws a `RowFailure` for a
 * file that cannot be read.
 */
export async function readDocument(
	ctx: Context,
	document: Document,
	numPages: number,
	signal: AbortSignal,
): Promise<Reading> {
	const { pageCount, title, outline, part } = await readPart(ctx, document, numPages, signal);
	const layer = plainText(part);
	const text = isLegacyFont(layer) ? "" : layer;
	const pagesRead = part.pages.length;
	const isScanned = needsOcr({ text, pagesRead }) && (document.format === "pdf" || document.format === "image");
	const state: ReadingState = {
		page_count: pageCount,
		pages_read: pagesRead,
		title_property: title,
		outline_title: outline,
		file_name: document.fileName,
		document_title: titleOf({ property: title, outline, text, fileName: document.fileName }),
		is_scanned: isScanned,
		extraction_method: "pypdf2",
		ocr_confidence: null,
		text_length: text.length,
	};
	if (!isScanned) return { text, state, toRecognize: [], languages: undefined };
	const { detectLanguage } = await import("./language.ts");
	const packs = detectLanguage(text)?.tesseract.filter((pack): pack is OcrLanguage => pack === "eng" || pack === "hin");
	return {
		text,
		state,
		toRecognize: part.pages.map(({ page }) => page),
		// English alone says little of a scan whose layer is a stamp: then the recogniser finds out itself.
		languages: packs?.includes("hin") ? packs : undefined,
	};
}

async function readPart(ctx: Context, document: Document, numPages: number, signal: AbortSignal) {
	const format = document.format as Format;
	const source = await openInput(ctx, document.id);
	try {
		const { pageCount, title, outline = [] } = await ctx.converter.inspect(source, format);
		const pages = { first: 1, last: Math.min(numPages, Math.max(1, pageCount)) };
		const part = await ctx.converter.read(source, format, { pages, ocr: "never", signal });
		return { pageCount, title, outline: outlineTitle(outline), part };
	} catch (error) {
		if (isAppError(error)) throw new RowFailure(`Text extraction failed: ${error.message}`);
		throw error;
	}
}

/** One page by OCR; null for a page without words. Throws what the engine throws. */
export async function recognizePage(
	ctx: Context,
	documentId: string,
	page: number,
	options: { languages: OcrLanguage[] | undefined; signal: AbortSignal },
): Promise<PageReading | null> {
	const { languages, signal } = options;
	const document = await findDocumentOfJob(ctx, documentId);
	if (document === undefined) return null;
	const source = await openInput(ctx, documentId);
	const plan = { page, whole: true, regions: [] };
	const { whole, method } = await ctx.converter.recognize(source, plan, {
		format: document.format as Format,
		signal,
		...(languages && { languages }),
	});
	if (whole === null || whole.words.length === 0) return null;
	return { text: linesOf(whole), confidence: whole.confidence ?? 0, isVision: method === "easyocr" };
}

/** The better of the text layer and what was recognised (12.5); a page that could not be recognised is null. */
export function chooseReading(
	record: Pick<TaggingRecord, "extractedText" | "metadata">,
	pages: readonly (PageReading | null)[],
): Pick<Reading, "text" | "state"> {
	const state = ReadingState.parse(JSON.parse(record.metadata ?? "{}"));
	const chosen = chooseText(record.extractedText ?? "", chooseOcr(tier(pages, false), tier(pages, true)));
	const { text, method, confidence } = chosen;
	const { title_property: property, outline_title: outline = null, file_name: fileName } = state;
	return {
		text,
		state: {
			...state,
			document_title: titleOf({ property, outline, text, fileName }),
			extraction_method: method,
			ocr_confidence: confidence,
			text_length: text.length,
		},
	};
}

/** The record with what was read of its document, which a second try finds there. */
export async function keepReading(
	ctx: Context,
	record: TaggingRecord,
	{ text, state }: Pick<Reading, "text" | "state">,
): Promise<TaggingRecord> {
	const change = { extractedText: text.slice(0, keptCharacters), metadata: JSON.stringify(state) };
	await updateRecord(ctx, record.id, change);
	return { ...record, ...change };
}

function tier(pages: readonly (PageReading | null)[], isVision: boolean): OcrReading | undefined {
	const read = pages.filter((page) => page !== null && page.isVision === isVision).filter((page) => page !== null);
	if (read.length === 0) return undefined;
	const confidence = read.reduce((sum, page) => sum + page.confidence, 0) / read.length;
	return { text: cleanOcrText(read.map(({ text }) => text).join("\n")), confidence };
}

/** Blocks in reading order, cells of a row parted by blanks. A figure's text is its caption, which is a block of its own. */
export function plainText({ pages }: Part): string {
	const blocks = pages.flatMap((page) => page.blocks).filter(({ kind }) => kind !== "figure");
	return blocks.map(({ text }) => text.replaceAll("\t", " ")).join("\n");
}

function linesOf({ words }: Recognition): string {
	const lines = new Map<number, string[]>();
	for (const { line, text } of words) lines.set(line, [...(lines.get(line) ?? []), text]);
	return [...lines.values()].map((texts) => texts.join(" ")).join("\n");
}
