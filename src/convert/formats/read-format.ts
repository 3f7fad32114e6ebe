/** Every format but PDF and images → pages; the door of this folder. */
import type { FigureImage, Format, Inspection, PageRange, Source } from "../blocks.ts";
import { detectFormat } from "../format.ts";
import { type PictureHeader, pictureHeader } from "../image-size.ts";
import { MAX_ARCHIVE_BYTES, MAX_ATTACHMENT_DEPTH, MAX_MAIL_BYTES, MAX_TEXT_BYTES, MIB } from "../limits.ts";
import type { LayoutResult } from "../ocr-layouts.ts";
import type { RecognizedPage } from "../ocr-merge.ts";
import type { OcrPlan } from "../ocr-plan.ts";
import type { PageLayout } from "../part.ts";
import { markdownLayout, textLayout } from "../plain-text.ts";
import { fileTooLarge, noSuchPage, notText, textTooLarge } from "../refusals.ts";
import { readAll } from "../stream.ts";
import { decodeText } from "../text-encoding.ts";
import { Archive } from "./archive.ts";
import { attachedPages } from "./attached-pages.ts";
import { type Draft, NOWHERE, type TextBudget } from "./block-builder.ts";
import { readCsv } from "./csv.ts";
import { readDocx } from "./docx.ts";
import { EmbeddedPictures, type PictureOutput } from "./embedded-pictures.ts";
import { readEml } from "./eml.ts";
import { openBook, readEpub } from "./epub.ts";
import { readHtml } from "./html.ts";
import { pictureText, planPictures, unread } from "./picture-text.ts";
import { readPptx, slidesOf } from "./pptx.ts";
import { type FormatReader, newBudgets, type Reading } from "./reading.ts";
import { openWorkbook, readXlsx } from "./xlsx.ts";

/** What is done about the text in pictures. */
export interface PictureReading {
	/** `never`: nothing. */
	wanted: "never" | "auto" | "always";
	/** Say what is worth reading, and stop there: the document is to be read again. */
	later: boolean;
	/** What was read of each page's pictures. */
	recognized?: ReadonlyMap<number, RecognizedPage> | undefined;
	/** Reads one now, as a whole page where that is asked for; absent where it cannot be done here. */
	read?(bytes: Uint8Array, header: PictureHeader, whole: boolean): Promise<RecognizedPage | undefined>;
}

/** What the converter lends to a reading. */
export interface FormatReading extends Pick<PictureOutput, "hold" | "check" | "onFigure" | "draw"> {
	pages?: PageRange | undefined;
	onPages?: ((done: number) => Promise<void>) | undefined;
	ocr: PictureReading;
	/** Reads an attachment that is a PDF. */
	readPdf(source: Source, onFigure: (figure: FigureImage) => Promise<void>): Promise<PageLayout[]>;
}

interface DraftPage {
	page: number;
	drafts: Draft[];
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
export async function readFormat(source: Source, format: Format, lent: FormatReading): Promise<LayoutResult> {
	return withDrafts(source, format, lent, async (drafts, budgets) => {
		const { ocr } = lent;
		const plans =
			ocr.wanted === "never" || ocr.recognized !== undefined ? [] : planPictures(drafts, ocr.wanted === "always");
		if (ocr.later && plans.length > 0) return { pages: drafts.map(withoutPictures), toRecognize: plans };
		const textOf = pictureReader(ocr, plans, budgets.text);
		const { hold, check, onFigure, draw } = lent;
		const pictures = new EmbeddedPictures({ hold, check, onFigure, draw, textOf, budget: budgets.text });
		const pages: PageLayout[] = [];
		for (const { page, drafts: of } of drafts) {
			lent.check();
			pages.push({ ...emptyPage(page), ...(await pictures.complete(of, page)) });
			await lent.onPages?.(pages.length);
		}
		return { pages, toRecognize: ocr.read === undefined ? plans : [] };
	});
}

/** Text of the pictures that a reading said are worth it. A picture that cannot be read comes back without. */
export async function readPictures(
	source: Source,
	format: Format,
	plan: OcrPlan,
	lent: FormatReading,
): Promise<RecognizedPage> {
	const { ocr } = lent;
	const range = { first: plan.page, last: plan.page };
	return withDrafts(source, format, { ...lent, pages: range }, async (drafts) => {
		const result: RecognizedPage = { page: plan.page, whole: null, regions: [], pictures: [] };
		const pictures = unread(drafts[0]?.drafts ?? []);
		for (const picture of plan.pictures ?? []) {
			lent.check();
			const bytes = pictures[picture]?.();
			const header = bytes && pictureHeader(bytes);
			if (bytes === undefined || header === undefined) continue;
			const release = lent.hold(bytes.length);
			try {
				const text = await ocr.read?.(bytes, header, plan.whole);
				if (text !== undefined) result.pictures?.push({ picture, text });
			} finally {
				release();
			}
		}
		return result;
	});
}

async function withDrafts<T>(
	source: Source,
	format: Format,
	lent: FormatReading,
	use: (drafts: DraftPage[], budgets: ReturnType<typeof newBudgets>) => Promise<T>,
): Promise<T> {
	checkSize(source.sizeBytes, format);
	const release = lent.hold(source.sizeBytes * (isContainer(format) ? 1 : TEXT_COPIES));
	try {
		const budgets = newBudgets();
		const reading = newReading(await readAll(source), lent, budgets, 1);
		const all = (await READERS[format]?.(reading)) ?? [];
		const { first, last } = lent.pages ?? { first: 1, last: all.length };
		const drafts = all
			.map((of, i): DraftPage => ({ page: i + 1, drafts: of }))
			.filter(({ page }) => page >= first && page <= last);
		if (drafts.length === 0) throw noSuchPage();
		return await use(drafts, budgets);
	} finally {
		release();
	}
}

function pictureReader(ocr: PictureReading, plans: readonly OcrPlan[], budget: TextBudget): PictureOutput["textOf"] {
	const wanted = new Set(plans.flatMap(({ page, pictures = [] }) => pictures.map((picture) => `${page}:${picture}`)));
	return async (page, picture, bytes, header) => {
		const known = ocr.recognized?.get(page)?.pictures?.find((each) => each.picture === picture)?.text;
		const isWanted = wanted.has(`${page}:${picture}`);
		const read = known ?? (isWanted ? await ocr.read?.(bytes, header, ocr.wanted === "always") : undefined);
		return read && pictureText(read, header, budget);
	};
}

function withoutPictures({ page, drafts }: DraftPage): PageLayout {
	return {
		...emptyPage(page),
		blocks: drafts.filter(({ picture }) => picture === undefined).map(({ block }) => block),
	};
}

function emptyPage(page: number): PageLayout {
	return { page, widthPt: 0, heightPt: 0, blocks: [], figures: [], reader: "text" };
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
