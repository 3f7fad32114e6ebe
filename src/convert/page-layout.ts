/** What a reader saw of one page → its layout: blocks in reading order, figures and captions. Knows this page only. */
import type { Box } from "./blocks.ts";
import { onPage } from "./boxes.ts";
import { captionBlock, linkCaptions } from "./captions.ts";
import { withDrawnBullets } from "./drawn-bullets.ts";
import { attachDropCaps } from "./drop-caps.ts";
import { findFigures } from "./figures.ts";
import { notesLast } from "./footnotes.ts";
import { withHeadingParts } from "./heading-parts.ts";
import { MAX_BLOCKS_PER_PAGE, MAX_CHARACTERS_PER_PAGE } from "./limits.ts";
import { commonestSize, toLines } from "./lines.ts";
import { checkMarkers, nestItems } from "./lists.ts";
import type { PageBlock, PageLayout } from "./part.ts";
import type { RawPage, Word } from "./raw-page.ts";
import { inRotation } from "./rotation.ts";
import { markRunning } from "./running-lines.ts";
import { findTables, tableText } from "./tables.ts";
import { applyTags, describeFigures, inTagOrder, levelItems } from "./tag-blocks.ts";
import { withTaggedTables } from "./tag-tables.ts";
import { vocabularyOf } from "./text.ts";
import { toBlocks } from "./text-blocks.ts";

/** `titles` are keys of titles that may stand on the page, as its file tells them. */
export function toPageLayout(
	raw: RawPage,
	page: number,
	reader: PageLayout["reader"],
	titles: ReadonlySet<string> = new Set(),
): PageLayout {
	const { widthPt, heightPt } = raw;
	const words = attachDropCaps(withinBudget(raw.words));
	const seen = { ...raw, words };
	const lines = toLines(words);
	const candidates = withTaggedTables(seen, findTables(seen, lines));
	const found = findFigures(seen, lines, candidates);
	// A chart that was read as a table is the figure pass's.
	const labels = new Set(found.flatMap((figure) => [...figure.usedWords]));
	const tables = candidates.filter((table) => ![...table.usedWords].some((word) => labels.has(word)));
	const used = new Set<Word>();
	for (const each of [...tables, ...found]) for (const word of each.usedWords) used.add(word);
	const figures: PageLayout["figures"] = [];
	const floats: PageBlock[] = tables.map(({ box, table, usedWords }) => ({
		...bare(onPage(box, widthPt, heightPt)),
		...firstTag(usedWords),
		sizePt: commonestSize([...usedWords]),
		kind: "table",
		text: tableText(table),
		table,
	}));
	const vocabulary = vocabularyOf(lines.map((line) => line.text));
	for (const { box, caption } of found) {
		const imageId = `p${page}-${figures.length + 1}`;
		const bbox = onPage(box, widthPt, heightPt);
		figures.push({ imageId, pictureId: imageId, box: bbox, widthPx: 0, heightPx: 0, fingerprint: "" });
		floats.push({ ...bare(bbox), kind: "figure", text: "", imageId });
		if (caption === undefined) continue;
		for (const word of caption.flatMap((line) => line.words)) used.add(word);
		floats.push(captionBlock(caption, imageId, vocabulary, raw.links));
	}
	const rest = withDrawnBullets(
		raw,
		words.filter((word) => !used.has(word)),
	);
	const laidOut = inRotation({ ...seen, words: rest }, (upright) =>
		toBlocks(upright, upright.rotation === 0 ? floats : [], titles),
	).slice(0, MAX_BLOCKS_PER_PAGE);
	const blocks = withHeadingParts(laidOut, commonestSize(words));
	for (const block of blocks) block.bbox = onPage(block.bbox, widthPt, heightPt);
	markRunning(blocks, heightPt);
	applyTags(blocks);
	checkMarkers(blocks);
	nestItems(blocks);
	linkCaptions(blocks);
	return { page, widthPt, heightPt, blocks: inFinalOrder(blocks, raw), figures, reader };
}

/** As the tags tell, where there are such; else notes go last. */
function inFinalOrder(blocks: PageBlock[], { tags, heightPt }: RawPage): PageBlock[] {
	if (tags === undefined) return notesLast(blocks, heightPt);
	levelItems(blocks);
	describeFigures(blocks, tags);
	return inTagOrder(notesLast(blocks, heightPt));
}

/** The layout of a page that could not be read. */
export function emptyLayout(page: number): PageLayout {
	return { page, widthPt: 0, heightPt: 0, blocks: [], figures: [], reader: "none" };
}

/** A table stands where the tree has its first cell. */
function firstTag(words: ReadonlySet<Word>): Pick<PageBlock, "tag"> {
	const tags = [...words].flatMap(({ tag }) => (tag === undefined ? [] : [tag]));
	const first = tags.reduce(
		(least, tag) => (tag.order < least.order ? tag : least),
		tags[0] ?? { order: 0, role: "text" },
	);
	return tags.length === 0 ? {} : { tag: { role: "cell", order: first.order } };
}

function bare(bbox: Box): Pick<PageBlock, "bbox" | "sizePt" | "bold"> {
	return { bbox, sizePt: 0, bold: false };
}

function withinBudget(words: readonly Word[]): Word[] {
	let budget = MAX_CHARACTERS_PER_PAGE;
	return words.filter((word) => {
		budget -= word.text.length;
		return budget >= 0;
	});
}
