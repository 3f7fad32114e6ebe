/** Levels at which rows part (rules, edges of fills) and the stacks of them that belong to one table. */
import type { Line } from "./lines.ts";
import type { Word } from "./raw-page.ts";
import type { Stroke } from "./rules.ts";
import { runsOf } from "./table-columns.ts";
import { wordX } from "./table-frame.ts";
import { insideLines } from "./table-grid.ts";
import { holdsProse } from "./table-prose.ts";
import type { Strip } from "./table-strips.ts";

/** Rules of one table end within this of each other. */
const SAME_END_PT = 7;
/** Levels closer than this are one: double rules, a rule at the edge of a fill. */
const SAME_LEVEL_PT = 3.2;
/** Pieces of one level may be this far apart: rules under heads are cut between columns. */
const PIECE_GAP_PT = 14;
const MIN_LEVEL_PT = 60;
/** In a striped table the tallest row is at most this many times as tall as the lowest. */
const HEIGHT_RATIO = 2.5;
/** A gap this wide parts cells. */
const CELL_GAP_EM = 0.75;

export interface Level {
	at: number;
	from: number;
	to: number;
	/** Its pieces, where it is made of several. */
	pieces: Stroke[];
	/** Edges of fills that end at it. */
	edges: number[];
	/** A fill lies between this level and the next. */
	filled: boolean;
}

export function levelsOf(strokes: readonly Stroke[], strips: readonly Strip[]): Level[] {
	const all: Level[] = [
		...strokes.map((stroke) => ({ ...stroke, pieces: [stroke], edges: [], filled: false })),
		...strips.flatMap(({ top, bottom, from, to, edges }) => [
			{ at: top, from, to, pieces: [], edges, filled: true },
			{ at: bottom, from, to, pieces: [], edges, filled: false },
		]),
	].sort((a, b) => a.at - b.at || a.from - b.from);
	const rows: Level[][] = [];
	for (const level of all) {
		const row = rows.at(-1);
		if (row !== undefined && level.at - (row[0]?.at ?? 0) <= SAME_LEVEL_PT) row.push(level);
		else rows.push([level]);
	}
	return rows.flatMap((row) => joinedLevels(row)).filter((level) => level.to - level.from >= MIN_LEVEL_PT);
}

function joinedLevels(row: Level[]): Level[] {
	const out: Level[] = [];
	for (const level of row.sort((a, b) => a.from - b.from)) {
		const last = out.at(-1);
		if (last !== undefined && level.from - last.to <= PIECE_GAP_PT) {
			last.to = Math.max(last.to, level.to);
			last.pieces.push(...level.pieces);
			last.edges.push(...level.edges);
			last.filled ||= level.filled;
		} else out.push({ ...level, pieces: [...level.pieces], edges: [...level.edges] });
	}
	return out;
}

/** Levels of equal ends with nothing but cells between them. */
export function stacksOf(levels: readonly Level[], lines: readonly Line[]): Level[][] {
	const open: Level[][] = [];
	for (const level of levels) {
		const stack = open.findLast(
			([first]) =>
				first !== undefined &&
				Math.abs(first.from - level.from) <= SAME_END_PT &&
				Math.abs(first.to - level.to) <= SAME_END_PT,
		);
		const last = stack?.at(-1);
		if (stack !== undefined && last !== undefined && !isProseBand(last, level, lines)) stack.push(level);
		else open.push([level]);
	}
	return open;
}

/** Two levels broken at the same places: the tops and bottoms of boxes side by side. */
export function areBoxes(stack: readonly Level[]): boolean {
	const [top, bottom, ...others] = stack.map(breaksOf);
	if (top === undefined || bottom === undefined || others.length > 0 || top.length === 0) return false;
	return top.length === bottom.length && top.every((x, index) => Math.abs(x - (bottom[index] ?? 0)) <= SAME_LEVEL_PT);
}

/** Middles of the gaps between a level's pieces. */
function breaksOf({ pieces }: Level): number[] {
	const sorted = pieces.toSorted((a, b) => a.from - b.from);
	return sorted.slice(1).flatMap((piece, index) => {
		const before = sorted[index]?.to ?? piece.from;
		return piece.from - before > SAME_LEVEL_PT ? [(before + piece.from) / 2] : [];
	});
}

/** Between two tables stand lines of one text each: two or more, or one that runs over most of the width. */
function isProseBand(above: Level, below: Level, lines: readonly Line[]): boolean {
	if (above.filled) return false;
	const inside = insideLines(lines, [above.from, above.at, above.to, below.at]);
	if (inside.length === 0) return below.at - above.at > 60;
	const runs = inside.map((words) => runsOf(words, CELL_GAP_EM));
	if (holdsProse(runs, above.to - above.from)) return true;
	if (runs.some((run) => run.length > 1)) return false;
	if (isTitle(inside, above, below, lines)) return true;
	const widest = Math.max(...runs.map(([run]) => (run === undefined ? 0 : run.to - run.from)));
	return runs.length >= 2 ? widest > (above.to - above.from) * 0.3 : widest > (above.to - above.from) * 0.55;
}

/** A text larger than the row before it, or bold, further left than cells stand and over a filled head: the title of what follows. */
function isTitle(inside: readonly Word[][], above: Level, below: Level, lines: readonly Line[]): boolean {
	const row = lines.findLast((line) => line.baseline < above.at && line.box[2] > above.from && line.box[0] < above.to);
	const words = inside.flat();
	if (row === undefined) return false;
	if (words.every((word) => word.sizePt > row.sizePt * 1.12)) return true;
	const cell = row.words.find((word) => wordX(word) > above.from);
	const outdent = (cell?.box[0] ?? 0) - Math.min(...words.map((word) => word.box[0]));
	return below.filled && outdent > 1.5 && words.every((word) => word.bold);
}

/**
 * Fills and bare bands of like height alternate: each is a row, however many lines it has. A fill behind many rows, or fills that mark
 * single rows among many, make bands of unlike height.
 */
export function isStriped(stack: readonly Level[]): boolean {
	const bands = stack
		.slice(0, -1)
		.map(({ at, filled }, index) => ({ filled, height: (stack[index + 1]?.at ?? at) - at }));
	const bare = bands.filter((band) => !band.filled);
	if (bare.length === 0 || bands.length - bare.length < 2) return false;
	const heights = bands.slice(1).map((band) => band.height);
	return Math.max(...heights) <= Math.min(...heights) * HEIGHT_RATIO;
}
