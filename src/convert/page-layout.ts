/** First cut of one page → its layout: clean text, styles, kinds, figures and captions. Knows this page only. */
import type { Box } from "./blocks.ts";
import { holdsCentre, onPage } from "./boxes.ts";
import { linkCaptions } from "./captions.ts";
import { figureBoxes } from "./figures.ts";
import { MAX_BLOCKS_PER_PAGE, MAX_CHARACTERS_PER_PAGE, MAX_ITEMS_PER_PAGE } from "./limits.ts";
import type { PageBlock, PageLayout } from "./part.ts";
import type { RawBlock, RawItem, RawPage } from "./raw-page.ts";
import { runningKey } from "./running-lines.ts";
import { tableText, toTable } from "./tables.ts";
import { normalized, vocabularyOf, withoutLineHyphens, withoutMarkup } from "./text.ts";

/** Share of monospace characters from which a block of code is believed: formulas are often taken for code. */
const MONO_SHARE = 0.6;

interface Style {
	sizePt: number;
	bold: boolean;
	mono: boolean;
}

export function toPageLayout(raw: RawPage, page: number, reader: PageLayout["reader"]): PageLayout {
	const items = raw.items.slice(0, MAX_ITEMS_PER_PAGE);
	const pictures = figureBoxes(raw);
	const blocks: PageBlock[] = [];
	const figures: PageLayout["figures"] = [];
	let budget = MAX_CHARACTERS_PER_PAGE;
	for (const [index, rawBlock] of raw.blocks.slice(0, MAX_BLOCKS_PER_PAGE).entries()) {
		const bbox: Box = rawBlock.box === undefined ? [0, 0, 0, 0] : onPage(rawBlock.box, raw.widthPt, raw.heightPt);
		const picture = pictures.get(index);
		if (picture !== undefined) {
			const imageId = `p${page}-${figures.length + 1}`;
			figures.push({ imageId, pictureId: imageId, box: picture, widthPx: 0, heightPx: 0, fingerprint: "" });
			blocks.push({ kind: "figure", text: "", bbox: picture, sizePt: 0, bold: false, imageId });
		}
		if (rawBlock.kind === "figure" || rawBlock.kind === "rule") continue;
		const block = toBlock(rawBlock, bbox, styleOf(rawBlock, items));
		if (block === undefined) continue;
		budget -= block.text.length;
		if (budget < 0) break;
		blocks.push(block);
	}
	joinHyphens(blocks);
	linkCaptions(blocks);
	for (const block of blocks) {
		const key =
			block.kind === "figure" || block.kind === "table" ? undefined : runningKey(block.text, block.bbox, raw.heightPt);
		if (key !== undefined) block.runningKey = key;
	}
	return { page, widthPt: raw.widthPt, heightPt: raw.heightPt, blocks, figures, reader };
}

/** The layout of a page that could not be read. */
export function emptyLayout(page: number): PageLayout {
	return { page, widthPt: 0, heightPt: 0, blocks: [], figures: [], reader: "none" };
}

function toBlock(raw: RawBlock, bbox: Box, style: Style): PageBlock | undefined {
	const base = { bbox, sizePt: style.sizePt, bold: style.bold };
	if (raw.kind === "table") {
		const table = toTable(raw.header, raw.rows);
		return table === undefined ? undefined : { ...base, kind: "table", text: tableText(table), table };
	}
	if (raw.kind === "code" && style.mono) {
		const text = raw.lines.join("\n").replace(/\s+$/, "");
		return text === "" ? undefined : { ...base, kind: "code", text, ...(raw.lang === "" ? {} : { lang: raw.lang }) };
	}
	const text = normalized(withoutMarkup(raw.text === "" ? raw.lines.join(" ") : raw.text));
	if (text === "") return undefined;
	if (raw.kind === "list_item") {
		return { ...base, kind: "list_item", text, level: raw.level, ordered: raw.ordered, marker: raw.marker };
	}
	if (raw.kind === "heading") return { ...base, kind: "heading", text, level: Math.min(Math.max(raw.level, 1), 6) };
	return { ...base, kind: "paragraph", text };
}

/** Commonest size and predominant weight of the items inside a block. */
function styleOf(block: RawBlock, items: readonly RawItem[]): Style {
	if (block.box === undefined) return { sizePt: 0, bold: false, mono: false };
	const sizes = new Map<number, number>();
	let [total, bold, mono] = [0, 0, 0];
	for (const item of items) {
		if (!holdsCentre(block.box, item.box)) continue;
		const { length } = item.text;
		const size = Math.round(item.sizePt * 2) / 2;
		sizes.set(size, (sizes.get(size) ?? 0) + length);
		total += length;
		if (item.bold) bold += length;
		if (item.mono) mono += length;
	}
	let [sizePt, most] = [0, 0];
	for (const [size, count] of sizes) if (count > most) [sizePt, most] = [size, count];
	return { sizePt, bold: bold > total / 2, mono: mono >= total * MONO_SHARE && total > 0 };
}

function joinHyphens(blocks: PageBlock[]): void {
	if (!blocks.some((block) => block.text.includes("- "))) return;
	const vocabulary = vocabularyOf(blocks.map((block) => block.text));
	for (const block of blocks) {
		if (block.kind === "paragraph" || block.kind === "list_item" || block.kind === "caption") {
			block.text = withoutLineHyphens(block.text, vocabulary);
		}
	}
}
