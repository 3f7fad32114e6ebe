/** The text in a document's pictures: which of them to read, and what was read as drafts that follow the picture. */
import { isPageLike } from "../document-pictures.ts";
import { type PictureHeader, pictureHeader } from "../image-size.ts";
import { MAX_OCR_PICTURES, MIN_OCR_PICTURE_SIDE_PX } from "../limits.ts";
import { recognizedLayout } from "../ocr-layouts.ts";
import type { RecognizedPage } from "../ocr-merge.ts";
import type { OcrPlan } from "../ocr-plan.ts";
import type { RawPage } from "../raw-page.ts";
import type { Draft, TextBudget } from "./block-builder.ts";
import { placelessDrafts } from "./placeless.ts";

/** A picture of a page with so much text is a page; with less, its letters stand on a photograph. */
const SCAN_CHARACTERS = 150;

export interface PictureText {
	drafts: Draft[];
	/** The picture is a page of text and nothing else: no figure. */
	isScan: boolean;
	confidence: number | null;
}

/**
 * The pictures worth reading on each page, the largest of the document; a picture that returns is read where it stands first. Numbers
 * count the drafts' pictures that nobody has read yet.
 */
export function planPictures(pages: readonly { page: number; drafts: readonly Draft[] }[], whole: boolean): OcrPlan[] {
	const found: { page: number; picture: number; header: PictureHeader }[] = [];
	const seen = new Set<string>();
	for (const { page, drafts } of pages) {
		for (const [picture, bytes] of unread(drafts).entries()) {
			const data = bytes();
			const header = data && pictureHeader(data);
			if (data === undefined || header === undefined || !mayHoldText(header)) continue;
			const key = `${data.length}:${data.subarray(0, 4096).join()}:${data.subarray(-64).join()}`;
			if (seen.has(key)) continue;
			seen.add(key);
			found.push({ page, picture, header });
		}
	}
	const size = ({ header }: (typeof found)[number]) => header.widthPx * header.heightPx;
	const largest = new Set([...found].sort((a, b) => size(b) - size(a)).slice(0, MAX_OCR_PICTURES));
	const plans = new Map<number, OcrPlan & { pictures: number[] }>();
	for (const entry of found) {
		if (!largest.has(entry)) continue;
		const plan = plans.get(entry.page) ?? { page: entry.page, whole, regions: [], pictures: [] };
		plans.set(entry.page, plan);
		plan.regions.push([0, 0, entry.header.widthPx, entry.header.heightPx]);
		plan.pictures.push(entry.picture);
	}
	return [...plans.values()];
}

/** Loaders of the pictures that nobody has read yet, in their order. */
export function unread(drafts: readonly Draft[]): (() => Uint8Array | undefined)[] {
	return drafts.flatMap(({ picture }) => (picture === undefined || picture.wasRead === true ? [] : [picture.bytes]));
}

/** What was read of one picture; undefined where it is no text. */
export function pictureText(read: RecognizedPage, header: PictureHeader, budget: TextBudget): PictureText | undefined {
	const raw = blankPage(read);
	const layout = recognizedLayout(raw, read, "text");
	const blocks = layout.blocks.filter(({ kind }) => kind !== "figure");
	if (blocks.length === 0) return undefined;
	const characters = blocks.reduce((sum, { text }) => sum + text.length, 0);
	return {
		drafts: placelessDrafts([{ ...layout, blocks, figures: [] }], budget, () => undefined),
		isScan: layout.extraction !== undefined && isPageLike(header) && characters >= SCAN_CHARACTERS,
		confidence: layout.extraction?.ocrConfidence ?? null,
	};
}

function mayHoldText({ kind, widthPx, heightPx }: PictureHeader): boolean {
	return kind !== "emf" && kind !== "wmf" && kind !== "svg" && Math.min(widthPx, heightPx) >= MIN_OCR_PICTURE_SIDE_PX;
}

/** The page that the picture is, with nothing on it but what was recognised. */
function blankPage({ whole, regions }: RecognizedPage): RawPage {
	const [, , widthPt = 1, heightPt = 1] = regions[0]?.box ?? [];
	const size =
		whole === null ? { widthPt, heightPt } : { widthPt: whole.frame.widthPt, heightPt: whole.frame.heightPt };
	return { ...size, words: [], rules: [], shapes: [], images: [], links: [], tables: [] };
}
