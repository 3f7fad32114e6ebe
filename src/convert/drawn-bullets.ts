/** Bullets that are drawn, as browsers print lists: small areas before lines, all of one look in a column. They become words. */
import type { Box } from "./blocks.ts";
import type { RawPage, Shape, Word } from "./raw-page.ts";
import { WordRows } from "./word-rows.ts";

/** Sides of a bullet, in points and in ems of its line. */
const MIN_SIDE_PT = 1.2;
const MAX_SIDE_PT = 9;
const MAX_SIDE_EM = 0.7;
const MAX_ASPECT = 1.5;
/** The line begins this far behind its bullet, and nothing stands this near before it; in ems. */
const MAX_GAP_EM = 2.6;
const CLEAR_EM = 1.2;
/** Its middle stands over the baseline by so many ems. */
const MIN_RISE_EM = 0.05;
const MAX_RISE_EM = 0.7;
/** Bullets that begin at one x make a list. */
const MIN_BULLETS = 2;
const SAME_X_PT = 1;
/** Looked at on one page; a page of more is a drawing. */
const MAX_SHAPES = 1000;

interface Bullet {
	shape: Shape;
	word: Word;
}

/** The words with one for each drawn bullet. */
export function withDrawnBullets(page: Pick<RawPage, "shapes">, words: readonly Word[]): Word[] {
	const small = page.shapes.filter(isBulletShape);
	if (small.length < MIN_BULLETS || small.length > MAX_SHAPES) return [...words];
	const rows = new WordRows(words);
	const bullets = small.flatMap((shape): Bullet[] => {
		const word = lineStart(shape.box, rows);
		return word === undefined ? [] : [{ shape, word }];
	});
	const lists = new Map<string, Bullet[]>();
	for (const bullet of bullets) {
		const key = `${Math.round(bullet.shape.box[0] / SAME_X_PT)} ${Math.round(sideOf(bullet.shape.box) * 2)}`;
		lists.set(key, [...(lists.get(key) ?? []), bullet]);
	}
	const drawn = [...lists.values()].filter((list) => list.length >= MIN_BULLETS && hasOneColor(list)).flat();
	return drawn.length === 0 ? [...words] : [...drawn.map(toWord), ...words];
}

function isBulletShape({ box, filled, stroked, curved }: Shape): boolean {
	const [width, height] = [box[2] - box[0], box[3] - box[1]];
	const [short, long] = [Math.min(width, height), Math.max(width, height)];
	return (filled || (stroked && curved)) && short >= MIN_SIDE_PT && long <= MAX_SIDE_PT && long <= short * MAX_ASPECT;
}

function sideOf([x0, , x1]: Box): number {
	return x1 - x0;
}

/** First word of the line the bullet stands before. */
function lineStart(box: Box, rows: WordRows): Word | undefined {
	const middle = (box[1] + box[3]) / 2;
	let first: Word | undefined;
	const isLevel = ({ baseline, sizePt, rotation }: Word) => {
		const rise = baseline - middle;
		return rotation === 0 && rise > MIN_RISE_EM * sizePt && rise < MAX_RISE_EM * sizePt;
	};
	for (const word of rows.find(box, isLevel)) {
		if (word.box[0] < box[2]) {
			if (word.box[2] > box[0] - CLEAR_EM * word.sizePt) return undefined;
		} else if (first === undefined || word.box[0] < first.box[0]) first = word;
	}
	if (first === undefined || sideOf(box) > MAX_SIDE_EM * first.sizePt) return undefined;
	return first.box[0] - box[2] <= MAX_GAP_EM * first.sizePt ? first : undefined;
}

/** The keys of a legend differ in colour. */
function hasOneColor(list: readonly Bullet[]): boolean {
	return new Set(list.map(({ shape }) => shape.fillColor ?? "")).size === 1;
}

function toWord({ shape: { box }, word }: Bullet): Word {
	return {
		...word,
		text: "•",
		box: [box[0], word.box[1], box[2], word.box[3]],
		bold: false,
		mono: false,
		item: -1,
		gapBefore: true,
	};
}
