/** A page as liteparse gives it → `RawPage`: its words with their looks, its lines and areas each once. */

import type { Box } from "./blocks.ts";
import { withBoldEnds } from "./bold-spans.ts";
import { unionOf } from "./boxes.ts";
import { fontLooks } from "./fonts.ts";
import { MAX_ITEMS_PER_PAGE } from "./limits.ts";
import type { ParsedPage, StructureTreeElement, TextItem, VectorGraphics } from "./liteparse.ts";
import { type Piece, type RawPage, type Rule, type Shape, spreadPieces, toBox, type Word } from "./raw-page.ts";
import { withTags } from "./tagged-words.ts";
import { MAX_TAG_DEPTH, MAX_TAG_ELEMENTS, type TagElement } from "./tags.ts";

/** From this weight on a font is bold, where files tell weights as the standards do. */
const BOLD_WEIGHT = 600;
/** PDFium guesses weights from stem widths; bold is then this much above the page's usual. */
const BOLDER_BY = 150;
/** A filled area thinner than this is a line. */
const RULE_THICKNESS_PT = 2.5;
/** And this many times as long as thick: a bullet is not. */
const RULE_ASPECT = 4;
/** Lines and areas kept of one page; maps have hundreds of thousands. */
const MAX_VECTORS = 20_000;
/** Boxes to tick kept of one page. */
const MAX_CHECKS = 1_000;
/** Words of an item that differ so much in height differ in size; other fonts of one size differ less. */
const OTHER_SIZE = 1.25;
/** No font of letters is higher than this; from this share of the page's characters on, a defect matters. */
const TALL_EM = 2.2;
const DOUBTFUL_SHARE = 0.2;
/** Narrower than the narrowest space, in ems. */
const TRACKING_EM = 0.085;
/** Ascent of a usual font in ems, for fonts that do not tell. */
const USUAL_ASCENT = 0.8;

/** `tree` stands in for the structure tree that the page has lost. */
export function toRawPage(page: ParsedPage, tree: readonly TagElement[] = []): RawPage {
	const items = page.textItems.slice(0, MAX_ITEMS_PER_PAGE);
	const usualWeight = usualWeightOf(items);
	const words = items.flatMap((item, index) => toWords(item, index, usualWeight)).slice(0, MAX_ITEMS_PER_PAGE);
	const blocks = page.blocks ?? [];
	const roots = page.structureTree?.roots ?? [];
	return {
		widthPt: page.width,
		heightPt: page.height,
		...withTags(withBoldEnds(words), page.height, roots.length > 0 ? toTagElements(roots) : tree),
		...doubtOf(items),
		...toVectors(page.vectorGraphics),
		images: blocks.flatMap((block) => (block.kind === "figure" && block.bbox ? [toBox(block.bbox)] : [])),
		links: (page.annotations ?? []).flatMap(({ uri, rect }) => (uri && rect ? [{ uri, box: toBox(rect) }] : [])),
		...checksOf(page),
		tables: blocks.flatMap(({ kind, bbox, header, rows }) => {
			if (kind !== "table" || bbox === undefined) return [];
			const texts = (cells: readonly { text: string }[]) => cells.map((cell) => cell.text);
			return [{ header: texts(header ?? []), rows: (rows ?? []).map(texts), box: toBox(bbox) }];
		}),
	};
}

/** Ticked is what the form itself says, however it is drawn. */
function checksOf({ formFields = [] }: ParsedPage): Pick<RawPage, "checks"> {
	const checks = formFields.flatMap(({ type, checked, rect }) =>
		(type === "checkbox" || type === "radio") && rect !== undefined
			? [{ box: toBox(rect), isTicked: checked === true }]
			: [],
	);
	return checks.length === 0 ? {} : { checks: checks.slice(0, MAX_CHECKS) };
}

/**
 * Fonts of absurd height (Cambria Math is five ems high) make boxes overlap the lines around, and liteparse then drops words as
 * overprinted copies. Fonts PDFium calls buggy have letters without a mapping; a few are ligatures and hyphens in any document.
 */
function doubtOf(items: readonly TextItem[]): Pick<RawPage, "doubt"> {
	let [all, tall, buggy, overhead] = [0, 0, 0, 0];
	for (const item of items) {
		all += item.text.length;
		const height = ((item.fontAscent ?? 0) - (item.fontDescent ?? 0)) / (item.fontSize || 1);
		if (height > TALL_EM) tall += item.text.length;
		if (Math.abs(item.rotation - 180) < 45) overhead += item.text.length;
		if (item.fontIsBuggy === true) buggy += item.text.length;
	}
	if (tall > all * DOUBTFUL_SHARE) return { doubt: "lost" };
	// liteparse gives the letters of text that stands on its head in pairs, each pair reversed.
	if (overhead > all * DOUBTFUL_SHARE) return { doubt: "overhead" };
	return buggy > all * DOUBTFUL_SHARE ? { doubt: "letters" } : {};
}

/** Words of an item; spaces come from its text, as boxes cut words at kerning ("17" ".0") too. */
function toWords(item: TextItem, index: number, usualWeight: number): Word[] {
	const looks = fontLooks(item.fontName ?? "");
	const weight = item.fontWeight ?? 400;
	const sizePt = item.fontHeight || item.fontSize || item.height;
	const base = {
		sizePt,
		font: looks.name,
		bold: looks.bold || weight >= BOLD_WEIGHT || weight >= usualWeight + BOLDER_BY,
		italic: looks.italic,
		mono: looks.mono,
		color: item.fillColor ?? "",
		...(item.mcid === undefined ? {} : { contentId: item.mcid }),
		item: index,
		rotation: ((Math.round(item.rotation) % 360) + 360) % 360,
	};
	const metrics = metricsOf(item);
	return piecesOf(item).map(({ text, box, gapBefore }) => {
		if (base.rotation !== 0) return { ...base, text, box, gapBefore, baseline: box[3] };
		const own = ownSize(box, sizePt, metrics);
		return { ...base, text, box, gapBefore, sizePt: own, baseline: baselineOf(box, own, metrics) };
	});
}

/** Ascent and height of an item's font in ems; undefined where the file tells none that can be true. */
interface Metrics {
	ascent: number;
	height: number;
}

/** `fontAscent` is in units of `fontSize`, before the page's scaling. */
function metricsOf(item: TextItem): Metrics | undefined {
	const ascent = (item.fontAscent ?? 0) / (item.fontSize || 1);
	const height = ascent - (item.fontDescent ?? 0) / (item.fontSize || 1);
	return ascent > 0.3 && ascent < 1.6 && height > 0.5 && height < 2.5 ? { ascent, height } : undefined;
}

/** An item has the size of its first letter, which may be a note's number; boxes as high as the font tell the size of the rest. */
function ownSize(box: Box, sizePt: number, metrics: Metrics | undefined): number {
	if (metrics === undefined || sizePt <= 0) return sizePt;
	const ratio = (box[3] - box[1]) / (metrics.height * sizePt);
	return ratio > OTHER_SIZE && ratio < 4
		? sizePt * ratio
		: ratio < 1 / OTHER_SIZE && ratio > 0.45
			? sizePt * ratio
			: sizePt;
}

/** Boxes that fit the font's metrics reach from its ascent to its descent; others hug the ink, and stand on the line. */
function baselineOf(box: Box, sizePt: number, metrics: Metrics | undefined): number {
	const height = box[3] - box[1];
	if (metrics === undefined) return box[1] + Math.min(height, sizePt) * USUAL_ASCENT;
	if (height < metrics.height * sizePt * 0.6) return box[3];
	return box[1] + metrics.ascent * sizePt;
}

function piecesOf(item: TextItem): Piece[] {
	const { text } = item;
	const pieces: Piece[] = [];
	let at = 0;
	for (const word of item.words ?? []) {
		const start = text.indexOf(word.text, at);
		if (word.text.trim() === "" || start === -1) continue;
		const skipped = text.slice(at, start);
		const before = pieces.at(-1);
		at = start + word.text.length;
		const box = toBox(word);
		if (before !== undefined && (skipped === "" || isTrackedApart(before, word.text, box, item))) {
			before.text += word.text;
			before.box = unionOf(before.box, box);
		} else
			pieces.push({ text: skipped.trim() + word.text, box, gapBefore: skipped.trim() === "" && /\s/.test(skipped) });
	}
	const last = pieces.at(-1);
	if (last !== undefined) {
		const rest = text.slice(at).trim();
		if (rest !== "") last.text += rest;
		return pieces;
	}
	return spreadPieces(text, toBox(item), item.rotation !== 0);
}

/** Letter-spaced capitals get false spaces at kerned pairs ("R IGOR"): the gap is less than any space. */
function isTrackedApart(before: Piece, next: string, box: Box, item: TextItem): boolean {
	const sizePt = item.fontHeight || item.height;
	if (item.rotation !== 0) {
		// Boxes of turned text are one letter each, and follow each other down or up.
		const gap = Math.max(box[1] - before.box[3], before.box[1] - box[3]);
		return (
			gap < TRACKING_EM * sizePt && Math.max(box[0] - before.box[2], before.box[0] - box[2]) < TRACKING_EM * sizePt
		);
	}
	return box[0] - before.box[2] < TRACKING_EM * sizePt && /[\p{Lu}\d]$/u.test(before.text) && /^[\p{Lu}\d]/u.test(next);
}

/** Weight of most characters. */
function usualWeightOf(items: readonly TextItem[]): number {
	const characters = new Map<number, number>();
	for (const { fontWeight, text } of items) {
		if (fontWeight !== undefined) characters.set(fontWeight, (characters.get(fontWeight) ?? 0) + text.length);
	}
	let [usual, most] = [400, 0];
	for (const [weight, count] of characters) if (count > most) [usual, most] = [weight, count];
	return usual;
}

/** A line drawn as a thin area is also among the lines, once for each edge: the area counts. */
function toVectors(graphics: VectorGraphics | undefined): { rules: Rule[]; shapes: Shape[] } {
	const rules: Rule[] = [];
	const shapes: Shape[] = [];
	for (const line of graphics?.lines.slice(0, MAX_VECTORS) ?? []) {
		if (!line.stroke) continue;
		rules.push(toRule([line.x1, line.y1, line.x2, line.y2], line.strokeWidth ?? 1, line.strokeColor ?? ""));
	}
	for (const { bbox, fill, stroke, fillColor, hasCurve } of graphics?.shapes.slice(0, MAX_VECTORS) ?? []) {
		const [thin, long] = [Math.min(bbox.width, bbox.height), Math.max(bbox.width, bbox.height)];
		const box = toBox(bbox);
		if (fill && !hasCurve && thin <= RULE_THICKNESS_PT && long >= thin * RULE_ASPECT && long > 1) {
			const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
			const ends: Box = bbox.width >= bbox.height ? [box[0], y, box[2], y] : [x, box[1], x, box[3]];
			rules.push(toRule(ends, thin, fillColor ?? ""));
		} else if (long > 0) {
			shapes.push({
				box,
				filled: fill,
				stroked: stroke,
				curved: hasCurve,
				...(fillColor === undefined ? {} : { fillColor }),
			});
		}
	}
	return { rules, shapes };
}

function toRule([xa, ya, xb, yb]: Box, widthPt: number, color: string): Rule {
	return { x0: Math.min(xa, xb), y0: Math.min(ya, yb), x1: Math.max(xa, xb), y1: Math.max(ya, yb), widthPt, color };
}

/** The structure tree as far as it is used; none of it where it is too large. */
function toTagElements(roots: readonly StructureTreeElement[]): TagElement[] {
	let count = 0;
	const convert = (element: StructureTreeElement, depth: number): TagElement => {
		count++;
		const goesOn = depth < MAX_TAG_DEPTH && count < MAX_TAG_ELEMENTS;
		const { type, altText, attributes } = element;
		const [rowSpan, columnSpan] = [attributes.get("RowSpan"), attributes.get("ColSpan")];
		return {
			type,
			contentIds: element.markedContentIds,
			children: goesOn ? element.children.map((child) => convert(child, depth + 1)) : [],
			...(altText === undefined ? {} : { alt: altText }),
			...(typeof rowSpan === "number" ? { rowSpan } : {}),
			...(typeof columnSpan === "number" ? { columnSpan } : {}),
		};
	};
	const elements = roots.map((root) => convert(root, 0));
	return count < MAX_TAG_ELEMENTS ? elements : [];
}
