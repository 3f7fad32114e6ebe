/** Pages as they are read → layouts, with recognised words merged in before and their boxes put back on the page afterwards. */
import type { Box, PrintedLine, PrintedPage } from "./blocks.ts";
import { areaOf, onPage, overlapOf } from "./boxes.ts";
import { withSpelling } from "./devanagari.ts";
import { withDrawnBoxes } from "./drawn-boxes.ts";
import { type Frame, isUpright, toPage } from "./ocr-frame.ts";
import { mergeRecognized, type PictureText, pictureTexts, type RecognizedPage } from "./ocr-merge.ts";
import { type OcrChoice, type OcrPlan, pagesToRecognize } from "./ocr-plan.ts";
import type { PageRecognition } from "./ocr-reading.ts";
import { markListed, type OutlineEntry, titlesNear } from "./outline.ts";
import { emptyLayout, toPageLayout } from "./page-layout.ts";
import type { PageBlock, PageLayout } from "./part.ts";
import { printedLines } from "./printed-lines.ts";
import type { RawPage } from "./raw-page.ts";

export interface LayoutResult {
	pages: PageLayout[];
	toRecognize: OcrPlan[];
}

export interface OcrOptions {
	ocr?: OcrChoice;
	recognized?: ReadonlyMap<number, RecognizedPage>;
	outline?: readonly OutlineEntry[];
	lines?: boolean;
	onLines?(page: PrintedPage): Promise<void>;
}

/** Share of a picture's text, and of its area, from which it is a table. */
const TABLE_SHARE = 0.6;

interface Pending {
	index: number;
	raw: RawPage;
	reader: PageLayout["reader"];
	plan: OcrPlan;
}

export class PageLayouts {
	private readonly options: OcrOptions;
	private readonly wantsLines: boolean;
	private readonly pages: PageLayout[] = [];
	/** What was read of pages that wait for recognition: the few of a part that need it, and scans have few words. */
	private pending: Pending[] = [];
	/** Pages whose lines were handed out. */
	private given = 0;

	constructor(options: OcrOptions) {
		this.options = options;
		this.wantsLines = options.lines === true || options.onLines !== undefined;
	}

	get count(): number {
		return this.pages.length;
	}

	get toRecognize(): OcrPlan[] {
		return this.pending.map(({ plan }) => plan);
	}

	/** The next page; one that no reader could read comes without `raw`. */
	async add(page: number, raw: RawPage | undefined, reader: PageLayout["reader"]): Promise<void> {
		this.lay(page, raw, reader);
		await this.giveLines();
	}

	private lay(page: number, read: RawPage | undefined, reader: PageLayout["reader"]): void {
		if (read === undefined) {
			this.pages.push(emptyLayout(page));
			return;
		}
		const raw = withSpelling(read);
		const known = this.options.recognized?.get(page);
		if (known !== undefined && this.options.ocr !== "never") {
			this.pages.push(this.recognized(raw, known, reader));
			return;
		}
		const plan = pagesToRecognize(raw, page, this.options.ocr);
		if (plan !== undefined) this.pending.push({ index: this.pages.length, raw, reader, plan });
		const layout = toPageLayout(raw, page, reader, this.titles(page));
		this.pages.push(this.wantsLines ? { ...layout, lines: printedLines(withDrawnBoxes(raw)) } : layout);
	}

	/** Takes back what would be recognised on pages that show nothing but the words they have. */
	async dropPrinted(recognition: PageRecognition): Promise<void> {
		const left: Pending[] = [];
		for (const waiting of this.pending) if (await recognition.holdsMore(waiting.plan)) left.push(waiting);
		this.pending = left;
	}

	/** Recognises the pages that need it, in their order. */
	async recognize(recognition: PageRecognition): Promise<void> {
		for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift()) {
			const { index, raw, reader, plan } = next;
			const known = await recognition.recognize(plan);
			this.pages[index] = this.recognized(raw, known, reader);
		}
	}

	async result(): Promise<LayoutResult> {
		await this.giveLines();
		markListed(this.pages, this.options.outline ?? []);
		return { pages: this.pages, toRecognize: this.toRecognize };
	}

	/** Hands out the lines of the next pages, up to the first that waits for recognition. */
	private async giveLines(): Promise<void> {
		if (this.options.onLines === undefined) return;
		const end = this.pending[0]?.index ?? this.pages.length;
		while (this.given < end) {
			const layout = this.pages[this.given++];
			if (layout === undefined) return;
			const { page, lines = [] } = layout;
			delete layout.lines;
			await this.options.onLines({ page, lines });
		}
	}

	private recognized(raw: RawPage, known: RecognizedPage, reader: PageLayout["reader"]): PageLayout {
		const layout = recognizedLayout(raw, known, reader, this.titles(known.page));
		return this.wantsLines ? { ...layout, lines: recognizedLines(raw, known) } : layout;
	}

	private titles(page: number): ReadonlySet<string> {
		return titlesNear(this.options.outline ?? [], page);
	}
}

export function recognizedLayout(
	raw: RawPage,
	recognized: RecognizedPage,
	reader: PageLayout["reader"],
	titles?: ReadonlySet<string>,
): PageLayout {
	const merged = mergeRecognized(raw, recognized);
	const layout = toPageLayout(merged.raw, recognized.page, reader, titles);
	if (merged.frame !== undefined) putBack(layout, raw, merged.frame);
	if (recognized.whole !== null && recognized.whole.languages.length > 0 && layout.blocks.length === 0)
		showWhole(layout);
	for (const picture of pictureTexts(raw, recognized)) addPictureText(layout, raw, picture);
	return merged.extraction.method === "pypdf2" ? layout : { ...layout, extraction: merged.extraction };
}

/** Lines of the page, then those of each of its pictures. */
function recognizedLines(raw: RawPage, known: RecognizedPage): PrintedLine[] {
	const { raw: merged, frame } = mergeRecognized(raw, known);
	return [
		...printedLines(merged.words, frame),
		...pictureTexts(raw, known).flatMap(({ words }) => printedLines(words)),
	];
}

/** A page that is neither blank nor text is a picture: a photograph, a drawing. */
function showWhole(layout: PageLayout): void {
	const box: Box = [0, 0, layout.widthPt, layout.heightPt];
	const imageId = `p${layout.page}-1`;
	layout.blocks = [{ kind: "figure", text: "", bbox: box, sizePt: 0, bold: false, imageId }];
	layout.figures = [{ imageId, pictureId: imageId, box, widthPx: 0, heightPx: 0, fingerprint: "" }];
}

/** From the upright page to the page as displayed. */
function putBack(layout: PageLayout, raw: RawPage, frame: Frame): void {
	layout.widthPt = raw.widthPt;
	layout.heightPt = raw.heightPt;
	if (isUpright(frame)) return;
	for (const block of layout.blocks) block.bbox = onPage(toPage(block.bbox, frame), raw.widthPt, raw.heightPt);
	for (const figure of layout.figures) figure.box = onPage(toPage(figure.box, frame), raw.widthPt, raw.heightPt);
}

/**
 * The text of a picture goes behind it, laid out by itself: it must not disturb the columns of the page. A picture that is a table is no
 * figure. Letters in a picture are as large as the picture is, so their size says nothing of headings.
 */
function addPictureText(layout: PageLayout, raw: RawPage, { box, words }: PictureText): void {
	const alone = { ...raw, words, rules: [], shapes: [], images: [], links: [], tables: [] };
	const blocks = toPageLayout(alone, layout.page, layout.reader).blocks.map((block): PageBlock => {
		const { runningKey: _key, atEdge: _edge, imageId: _image, label: _label, ...plain } = block;
		const isText = block.kind === "heading" || block.kind === "caption" || block.kind === "footnote";
		return { ...plain, kind: isText ? "paragraph" : block.kind, sizePt: 0 };
	});
	const at = placeOf(layout.blocks, box);
	const figure = layout.blocks[at - 1];
	const isTable = tableCharacters(blocks) > TABLE_SHARE * words.reduce((sum, word) => sum + word.text.length, 0);
	if (isTable && figure?.kind === "figure" && overlapOf(figure.bbox, box) > TABLE_SHARE * areaOf(figure.bbox)) {
		layout.blocks.splice(at - 1, 1, ...blocks);
		layout.figures = layout.figures.filter(({ imageId }) => imageId !== figure.imageId);
		for (const block of layout.blocks) if (block.imageId === figure.imageId) delete block.imageId;
	} else layout.blocks.splice(at, 0, ...blocks);
}

/** Behind the figure that is the picture; else before the first block that begins below its middle. */
function placeOf(blocks: readonly PageBlock[], box: Box): number {
	const figure = blocks.findIndex(({ kind, bbox }) => kind === "figure" && overlapOf(bbox, box) > areaOf(box) / 2);
	if (figure >= 0) return figure + 1;
	const middle = (box[1] + box[3]) / 2;
	const below = blocks.findIndex(({ bbox }) => bbox[1] >= middle && bbox[0] < box[2] && bbox[2] > box[0]);
	return below < 0 ? blocks.length : below;
}

function tableCharacters(blocks: readonly PageBlock[]): number {
	return blocks.reduce((sum, { kind, text }) => sum + (kind === "table" ? text.replace(/\s/g, "").length : 0), 0);
}
