/** Boxes to tick that are drawn, set in a font of signs, or fields of a form: they become words, ☐ or ☑, where single values are looked for. */
import type { Box } from "./blocks.ts";
import type { Check, RawPage, Rule, Shape, Word } from "./raw-page.ts";
import { WordRows } from "./word-rows.ts";

/** Sides of a box, in points; longest to shortest. */
const MIN_SIDE_PT = 5;
const MAX_SIDE_PT = 18;
const MAX_ASPECT = 1.25;
/** Looked at on one page; a page of more is a drawing. */
const MAX_SHAPES = 2_000;
const MAX_RULES = 2_000;
const MAX_BOXES = 400;
/** How far a rule may lie from the edge that it draws. */
const EDGE_PT = 1.6;
/** A box and the words that it is for are no further apart, in sides of the box. */
const MAX_GAP = 2.5;
/** A mark may stick out of its box, and is no smaller than this share of its side. */
const MAX_MARK = 2.2;
const MIN_MARK = 0.3;
/** The same path, drawn again. */
const SAME_PT = 0.05;
const MARK_WORD = /^[xX×✕✖✓✔✗✘✅■●•vV]$/u;

/** Letters of the fonts of signs, where a file does not say what they stand for. */
const SIGN_FONTS: [font: RegExp, empty: RegExp, ticked: RegExp][] = [
	[/wingdings/i, /^[\uf06f\uf0a8\uf071\uf072o¨qr]$/u, /^[\uf0fe\uf0fd\uf078\uf052\uf053\uf0fc\uf0fbþýxRSüû]$/u],
	[/dingbats/i, /^[opqr]$/u, /^[345678n]$/u],
];

/** The page's words, with one for each box to tick instead of the marks in it. */
export function withDrawnBoxes(page: Pick<RawPage, "shapes" | "rules" | "words" | "checks">): Word[] {
	const words = withChecks(page.words.map(withSign), page.checks ?? []);
	if (page.shapes.length > MAX_SHAPES) return words;
	const rows = new WordRows(words);
	const small = page.shapes.filter(({ box }) => sideOf(box) <= MAX_SIDE_PT * MAX_MARK);
	const rules = page.rules.filter(({ x0, x1, y0, y1 }) => Math.max(x1 - x0, y1 - y0) <= MAX_SIDE_PT + EDGE_PT);
	if (rules.length > MAX_RULES) return words;
	const boxes = distinct(small.filter((shape) => isBox(shape, rules)).map(({ box }) => box));
	if (boxes.length === 0 || boxes.length > MAX_BOXES) return words;
	const marks = new Set<Word>();
	const drawn = boxes.flatMap((box): Word[] => {
		const inside = [...rows.find(box, (word) => isCentredIn(word.box, box))];
		if (inside.some(({ text }) => !MARK_WORD.test(text)) || boxes.some((other) => touches(box, other))) return [];
		const beside = nearestWord(box, rows, inside);
		if (beside === undefined) return [];
		for (const word of inside) marks.add(word);
		const isTicked = inside.length > 0 || hasMark(box, small, rules);
		return [toWord(box, beside, isTicked)];
	});
	return [...words.filter((word) => !marks.has(word)), ...drawn];
}

/** Of a field of a form the file says whether it is ticked; what is drawn or set in it is no word of its own. */
function withChecks(words: readonly Word[], checks: readonly Check[]): Word[] {
	if (checks.length === 0) return [...words];
	const rows = new WordRows(words);
	const signs = new Set<Word>();
	const boxes = checks.flatMap(({ box, isTicked }): Word[] => {
		const inside = [...rows.find(box, (word) => isCentredIn(word.box, box) && word.text.length === 1)];
		for (const word of inside) signs.add(word);
		const beside = nearestWord(box, rows, inside);
		return beside === undefined ? [] : [toWord(box, beside, isTicked)];
	});
	return [...words.filter((word) => !signs.has(word)), ...boxes];
}

function withSign(word: Word): Word {
	const font = SIGN_FONTS.find(([name]) => name.test(word.font));
	if (font === undefined) return word;
	const [, empty, ticked] = font;
	return empty.test(word.text) ? { ...word, text: "☐" } : ticked.test(word.text) ? { ...word, text: "☑" } : word;
}

function sideOf([x0, y0, x1, y1]: Box): number {
	return Math.max(x1 - x0, y1 - y0);
}

/** A square whose edges are drawn, or a circle. */
function isBox({ box, stroked, filled, fillColor, curved }: Shape, rules: readonly Rule[]): boolean {
	const [width, height] = [box[2] - box[0], box[3] - box[1]];
	const [short, long] = [Math.min(width, height), Math.max(width, height)];
	if (short < MIN_SIDE_PT || long > MAX_SIDE_PT || long > short * MAX_ASPECT) return false;
	if (curved) return stroked && (!filled || isLight(fillColor));
	return (stroked || (filled && isLight(fillColor))) && edgesOf(box, rules).size >= 3;
}

function isLight(color: string | undefined): boolean {
	const channels = /^[\da-f]{2}([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color ?? "")?.slice(1) ?? [];
	return channels.length === 3 && channels.every((channel) => Number.parseInt(channel, 16) > 0xd0);
}

/** Which of the four edges have a rule of their own, with their rules. */
function edgesOf([x0, y0, x1, y1]: Box, rules: readonly Rule[]): Map<string, Rule[]> {
	const isAt = (a: number, b: number): boolean => Math.abs(a - b) <= EDGE_PT;
	const edges = new Map<string, Rule[]>();
	for (const rule of rules) {
		const isLevel = isAt(rule.y0, rule.y1) && isAt(rule.x0, x0) && isAt(rule.x1, x1);
		const isUpright = isAt(rule.x0, rule.x1) && isAt(rule.y0, y0) && isAt(rule.y1, y1);
		const edge = isLevel
			? (isAt(rule.y0, y0) && "top") || (isAt(rule.y0, y1) && "bottom")
			: isUpright && ((isAt(rule.x0, x0) && "left") || (isAt(rule.x0, x1) && "right"));
		if (edge) edges.set(edge, [...(edges.get(edge) ?? []), rule]);
	}
	return edges;
}

/** Boxes drawn twice, and double borders, are one. */
function distinct(boxes: readonly Box[]): Box[] {
	const kept: Box[] = [];
	for (const box of boxes.toSorted((a, b) => sideOf(b) - sideOf(a))) {
		if (!kept.some((other) => isCentredIn(box, other))) kept.push(box);
	}
	return kept;
}

function isCentredIn(inner: Box, outer: Box): boolean {
	const [x, y] = [(inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2];
	return x > outer[0] && x < outer[2] && y > outer[1] && y < outer[3];
}

/** Cells for single letters stand edge to edge. */
function touches(box: Box, other: Box): boolean {
	if (box === other) return false;
	const isLevel = Math.abs(box[1] - other[1]) < EDGE_PT && Math.abs(box[3] - other[3]) < EDGE_PT;
	return isLevel && Math.min(Math.abs(box[0] - other[2]), Math.abs(box[2] - other[0])) < EDGE_PT;
}

/** Whether more is drawn in a box than its borders. */
function hasMark(box: Box, shapes: readonly Shape[], rules: readonly Rule[]): boolean {
	const own = edgesOf(box, rules);
	const used = new Set([...own.values()].flat());
	const free = rules.filter((rule) => !used.has(rule));
	const inside = shapes.filter((shape) => isMark(shape, box) && edgesOf(shape.box, free).size < 3);
	// A cross is as wide and high as a second border, but no rule goes with it.
	const borders = Math.max(0, Math.min(...[...own.values()].map((edge) => edge.length)) - 1);
	const square = inside.filter((shape) => shape.stroked && !shape.filled && !shape.curved);
	return inside.length - Math.min(square.length, Number.isFinite(borders) ? borders : 0) > 0;
}

function isMark(shape: Shape, box: Box): boolean {
	const side = sideOf(box);
	const own = sideOf(shape.box);
	if (!isCentredIn(shape.box, box) || own < side * MIN_MARK || own > side * MAX_MARK) return false;
	if (isSame(shape.box, box) || (shape.filled && isLight(shape.fillColor) && !shape.stroked)) return false;
	// Another ring.
	return shape.filled || !shape.curved || own <= side * 0.6;
}

function isSame(a: Box, b: Box): boolean {
	return a.every((edge, at) => Math.abs(edge - (b[at] ?? 0)) < SAME_PT);
}

function nearestWord(box: Box, rows: WordRows, inside: readonly Word[]): Word | undefined {
	const reach = sideOf(box) * MAX_GAP;
	const middle = (box[1] + box[3]) / 2;
	let [nearest, least]: [Word | undefined, number] = [undefined, reach];
	const isLevel = (word: Word): boolean =>
		word.rotation === 0 && middle > word.box[1] && middle < word.box[3] && !inside.includes(word);
	for (const word of rows.find(box, isLevel)) {
		const gap = Math.max(word.box[0] - box[2], box[0] - word.box[2]);
		if (gap < least) [nearest, least] = [word, gap];
	}
	return nearest;
}

function toWord(box: Box, beside: Word, isTicked: boolean): Word {
	return {
		...beside,
		text: isTicked ? "☑" : "☐",
		box: [box[0], beside.box[1], box[2], beside.box[3]],
		bold: false,
		mono: false,
		item: -1,
		gapBefore: true,
	};
}
