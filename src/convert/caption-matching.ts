/** Which caption belongs to which figure: the nearest, one to one, on the side this page's captions stand on. */
import type { Box } from "./blocks.ts";

/** Furthest distance between a figure and its caption. */
const MAX_DISTANCE_PT = 90;
/** A caption on the page's less usual side must be this much nearer. */
const OTHER_SIDE_PT = 25;
/** A caption beside its figure is the exception: nearer ones above or below win. */
const BESIDE_PT = 30;
const MAX_BESIDE_GAP_PT = 40;
/** A caption may reach so far into the white margin of its picture. */
const INTO_MARGIN_PT = 12;
/** Of the narrower one, what a figure and its caption must have in common across. */
const MIN_SHARED = 0.2;
/** Common width of caption and figure beneath which text between them is no obstacle. */
const TOUCH_PT = 1;

type Side = "below" | "above" | "beside" | "inside";

interface Pair {
	figure: number;
	caption: number;
	side: Side;
	distancePt: number;
}

/**
 * Caption of each figure, by their places in the lists. No pair reaches across more than
 * `maxBetween` of the obstacles, which are running text. Captions of one page
 * stand on one side of their figures, by habit of the publisher: both sides are tried and the better explanation wins.
 */
export function matchCaptions(
	figures: readonly Box[],
	captions: readonly Box[],
	obstacles: readonly Box[] = [],
	maxBetween = 0,
): Map<number, number> {
	const pairs = figures.flatMap((box, figure) =>
		captions.flatMap((other, caption): Pair[] => {
			const place = placeOf(box, other);
			if (place === undefined) return [];
			const between = obstacles.filter((text) => isBetween(text, box, other, place.side)).length;
			if (between > maxBetween) return [];
			return [{ figure, caption, ...place }];
		}),
	);
	const [below, above] = (["above", "below"] as const).map((disliked) => greedy(pairs, disliked));
	if (below === undefined || above === undefined) return new Map();
	const isAbove = above.length > below.length || (above.length === below.length && total(above) < total(below));
	return new Map((isAbove ? above : below).map(({ figure, caption }) => [figure, caption]));
}

function greedy(pairs: readonly Pair[], disliked: Side): Pair[] {
	const cost = (pair: Pair) =>
		pair.distancePt + (pair.side === disliked ? OTHER_SIDE_PT : pair.side === "beside" ? BESIDE_PT : 0);
	const chosen: Pair[] = [];
	for (const pair of [...pairs].sort((a, b) => cost(a) - cost(b))) {
		if (chosen.some(({ figure, caption }) => figure === pair.figure || caption === pair.caption)) continue;
		chosen.push(pair);
	}
	return chosen;
}

function total(pairs: readonly Pair[]): number {
	return pairs.reduce((sum, { distancePt }) => sum + distancePt, 0);
}

/** Where the caption stands and how far away; undefined where it is out of reach. */
function placeOf(figure: Box, caption: Box): { side: Side; distancePt: number } | undefined {
	const across = Math.min(figure[2], caption[2]) - Math.max(figure[0], caption[0]);
	const along = Math.min(figure[3], caption[3]) - Math.max(figure[1], caption[1]);
	const isSideBySide = across <= MIN_SHARED * Math.min(figure[2] - figure[0], caption[2] - caption[0]);
	if (isSideBySide) {
		if (along < 0.5 * (caption[3] - caption[1]) || -across > MAX_BESIDE_GAP_PT) return undefined;
		return { side: "beside", distancePt: Math.max(0, -across) };
	}
	const below = caption[1] - figure[3];
	const above = figure[1] - caption[3];
	if (below >= -INTO_MARGIN_PT) return within("below", below);
	if (above >= -INTO_MARGIN_PT) return within("above", above);
	const isInside = along > 0.9 * (caption[3] - caption[1]);
	return isInside ? { side: "inside", distancePt: INTO_MARGIN_PT } : undefined;
}

function within(side: Side, distancePt: number): { side: Side; distancePt: number } | undefined {
	return distancePt > MAX_DISTANCE_PT ? undefined : { side, distancePt: Math.max(0, distancePt) };
}

function isBetween(text: Box, figure: Box, caption: Box, side: Side): boolean {
	if (side !== "below" && side !== "above") return false;
	const [top, bottom] = side === "below" ? [figure[3], caption[1]] : [caption[3], figure[1]];
	const middle = (text[1] + text[3]) / 2;
	if (middle <= top || middle >= bottom) return false;
	const left = Math.max(figure[0], caption[0]);
	const right = Math.min(figure[2], caption[2]);
	return Math.min(text[2], right) - Math.max(text[0], left) > TOUCH_PT;
}
