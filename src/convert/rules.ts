/** Drawn lines → horizontals and verticals as a reader sees them, and the networks they form by touching. */
import type { Box } from "./blocks.ts";
import { holdsCentre } from "./boxes.ts";
import type { RawPage, Shape, Word } from "./raw-page.ts";

/** Lines of one height within this are one line: double rules, and the two edges of a border drawn as a box. */
const SAME_LINE_PT = 1.6;
/** Pieces with a smaller gap are one rule: borders are often drawn cell by cell, with the width of the crossing line left out. */
const PIECE_GAP_PT = 1.6;
/** Pieces shorter than this are dashes, and a gap of this length belongs to them. */
const DASH_PT = 6;
/** Two lines meet where they miss each other by no more than this. */
const TOUCH_PT = 3;
/** Shorter lines are ticks, minus signs and parts of pictures. */
const MIN_RULE_PT = 5;
/** Beyond this a page is a drawing or hatched; its lines are not looked at. */
const MAX_RULES = 4000;
const MAX_FILLS = 1000;
/** Boxes around strokes are not thicker. */
const THIN_PT = 3;

/** A run along one axis: `at` is y of a horizontal, x of a vertical; `from` < `to` along the other axis. Points. */
export interface Stroke {
	at: number;
	from: number;
	to: number;
}

export interface RuleNetwork {
	horizontals: Stroke[];
	verticals: Stroke[];
}

/** All strokes of the page, each once, from top to bottom and left to right. */
export function strokesOf(page: Pick<RawPage, "rules" | "shapes" | "words">): RuleNetwork {
	if (page.rules.length > MAX_RULES) return { horizontals: [], verticals: [] };
	const fills = page.shapes.filter((shape) => shape.filled && !isWhite(shape.fillColor)).slice(0, MAX_FILLS);
	const onFill = (box: Box) => fills.some((fill) => holdsCentre(fill.box, box));
	const lines: Box[] = [
		...page.rules
			.map(({ x0, y0, x1, y1, color }) => ({ box: toLineBox(x0, y0, x1, y1), color }))
			.filter(({ box, color }) => !isWhite(color) || onFill(box))
			.map(({ box }) => box),
		...page.shapes.filter((shape) => isThinOutline(shape) && onFill(shape.box)).map((shape) => middleLine(shape.box)),
		...fills.filter((fill) => isFrame(fill, page.words)).flatMap((fill) => sidesOf(fill.box)),
	];
	const horizontals = lines.filter(([x0, y0, x1, y1]) => y1 - y0 < 1 && x1 - x0 >= 1);
	const verticals = lines.filter(([x0, y0, x1, y1]) => x1 - x0 < 1 && y1 - y0 >= 1);
	return {
		horizontals: merged(horizontals.map(([x0, y0, x1, y1]) => ({ at: (y0 + y1) / 2, from: x0, to: x1 }))),
		verticals: merged(verticals.map(([x0, y0, x1, y1]) => ({ at: (x0 + x1) / 2, from: y0, to: y1 }))),
	};
}

function toLineBox(x0: number, y0: number, x1: number, y1: number): Box {
	return [x0, y0, x1, y1];
}

/** A stroke that the reader gives as the box around its ink: white lines on the fill of a head. */
function isThinOutline({ box: [x0, y0, x1, y1], filled, stroked, curved }: Shape): boolean {
	const [thin, long] = [Math.min(x1 - x0, y1 - y0), Math.max(x1 - x0, y1 - y0)];
	return stroked && !filled && !curved && thin <= THIN_PT && long >= 4 * thin && long >= MIN_RULE_PT;
}

function middleLine([x0, y0, x1, y1]: Box): Box {
	return x1 - x0 > y1 - y0 ? [x0, (y0 + y1) / 2, x1, (y0 + y1) / 2] : [(x0 + x1) / 2, y0, (x0 + x1) / 2, y1];
}

/** A fill with words in its own colour in it is no fill but a frame: the space between two outlines. */
export function isFrame(shape: Shape, words: readonly Word[]): boolean {
	if (!shape.filled || shape.fillColor === undefined) return false;
	const [x0, y0, x1, y1] = shape.box;
	if (x1 - x0 < 40 || y1 - y0 < 15) return false;
	let inside = 0;
	for (const word of words) {
		if (word.color !== shape.fillColor || !holdsCentre(shape.box, word.box)) continue;
		if (++inside > 3) return true;
	}
	return false;
}

function sidesOf([x0, y0, x1, y1]: Box): Box[] {
	return [
		[x0, y0, x1, y0],
		[x0, y1, x1, y1],
		[x0, y0, x0, y1],
		[x1, y0, x1, y1],
	];
}

/** Groups of strokes that hang together by crossing or touching; strokes that touch none of the other axis are in no group. */
export function networksOf({ horizontals, verticals }: RuleNetwork): RuleNetwork[] {
	const parent = Array.from({ length: horizontals.length + verticals.length }, (_, index) => index);
	const root = (index: number): number => {
		let at = index;
		while (parent[at] !== at) {
			parent[at] = parent[parent[at] ?? at] ?? at;
			at = parent[at] ?? at;
		}
		return at;
	};
	const touched = new Set<number>();
	for (const [h, horizontal] of horizontals.entries()) {
		for (const [v, vertical] of verticals.entries()) {
			if (!meets(horizontal, vertical)) continue;
			parent[root(h)] = root(horizontals.length + v);
			touched.add(h).add(horizontals.length + v);
		}
	}
	const groups = new Map<number, RuleNetwork>();
	for (const index of [...touched].sort((a, b) => a - b)) {
		const group = groups.get(root(index)) ?? { horizontals: [], verticals: [] };
		groups.set(root(index), group);
		const horizontal = horizontals[index];
		const vertical = verticals[index - horizontals.length];
		if (horizontal !== undefined) group.horizontals.push(horizontal);
		else if (vertical !== undefined) group.verticals.push(vertical);
	}
	return [...groups.values()];
}

/** Positions that lie within `tolerance` of their neighbour become one, their mean. Ascending. */
export function clustered(positions: readonly number[], tolerance: number): number[] {
	const sorted = [...positions].sort((a, b) => a - b);
	const groups: number[][] = [];
	for (const position of sorted) {
		const group = groups.at(-1);
		if (group !== undefined && position - (group[0] ?? position) <= tolerance) group.push(position);
		else groups.push([position]);
	}
	return groups.map((group) => group.reduce((sum, each) => sum + each, 0) / group.length);
}

/** Share of `from`…`to` that strokes at `at` cover. */
export function coverage(strokes: readonly Stroke[], at: number, from: number, to: number, tolerance: number): number {
	if (to <= from) return 0;
	let [covered, reach] = [0, from];
	for (const stroke of strokes) {
		if (Math.abs(stroke.at - at) > tolerance) continue;
		covered += Math.max(0, Math.min(stroke.to, to) - Math.max(stroke.from, reach));
		reach = Math.max(reach, Math.min(stroke.to, to));
	}
	return covered / (to - from);
}

function meets(horizontal: Stroke, vertical: Stroke): boolean {
	return (
		vertical.at >= horizontal.from - TOUCH_PT &&
		vertical.at <= horizontal.to + TOUCH_PT &&
		horizontal.at >= vertical.from - TOUCH_PT &&
		horizontal.at <= vertical.to + TOUCH_PT
	);
}

function merged(pieces: Stroke[]): Stroke[] {
	const sorted = pieces.sort((a, b) => a.at - b.at || a.from - b.from);
	const lines: Stroke[][] = [];
	for (const piece of sorted) {
		const line = lines.at(-1);
		if (line !== undefined && piece.at - (line[0]?.at ?? piece.at) <= SAME_LINE_PT) line.push(piece);
		else lines.push([piece]);
	}
	return lines.flatMap(joinedPieces).filter((stroke) => stroke.to - stroke.from >= MIN_RULE_PT);
}

function joinedPieces(line: Stroke[]): Stroke[] {
	const out: Stroke[] = [];
	for (const piece of line.sort((a, b) => a.from - b.from)) {
		const last = out.at(-1);
		const dashed = piece.to - piece.from < DASH_PT;
		if (last !== undefined && piece.from - last.to <= (dashed ? DASH_PT : PIECE_GAP_PT)) {
			last.to = Math.max(last.to, piece.to);
		} else out.push({ ...piece });
	}
	return out;
}

/** Lines in the colour of paper part nothing a reader could see. */
export function isWhite(color: string | undefined): boolean {
	return color !== undefined && (/^..f[c-f]f[c-f]f[c-f]$/i.test(color) || /^00/.test(color));
}
