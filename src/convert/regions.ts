/**
 * Reading order: a page is cut at its gutters into regions of one column each. The best gutter of a region parts it into what stands
 * above, left, right and below; each of them is cut again. Recursive cuts by white space are the XY-cut of Nagy and Seth (1984); starting
 * from gutters, not from blank bands, keeps the lines of two columns together where their paragraphs happen to end at one height.
 */
import type { Box } from "./blocks.ts";

/** What is cut: a segment of a line, or a table or figure as a whole. */
export interface Atom {
	/** Tight: from the top of capitals to the feet of letters, so that lines set solid do not overlap. */
	box: Box;
	sizePt: number;
	/** Printed lines it stands for: 1 for text, as many as would fit into its height for a float. */
	lines: number;
	bold?: boolean;
}

interface Gutter {
	x: number;
	top: number;
	bottom: number;
	score: number;
}

/** Narrowest gutter, in ems; justified lines have such gaps too, but not three lines in a row. */
const MIN_GUTTER_EM = 0.75;
/** A column has at least so many lines. */
const MIN_LINES = 3;
/** Ink of a column in ems per line: a column of bullets or item numbers is none. */
const MIN_INK_EM = 3.2;
/** One-sided lines further than this from the rest of their column stand above or below both columns. */
const MAX_TAIL_GAP_EM = 3;
/** Larger than the other lines of its column by this much, or bold over others that are not, a line is a title. */
const TITLE_RATIO = 1.12;
/** So much larger, it makes a column of two lines with the one below it: a figure and what it counts. */
const BIG_RATIO = 1.4;
const MAX_DEPTH = 12;
/** Atoms compared with each other; a page of more is a drawing or one big table, and is read line by line. */
const MAX_ATOMS = 3000;
/** Gutters tried in a region. */
const MAX_SEEDS = 400;

/** Groups of atoms in reading order, each of one column. `rightToLeft`: the right column is read first. */
export function toRegions<T extends Atom>(atoms: readonly T[], rightToLeft = false): T[][] {
	if (atoms.length > MAX_ATOMS) return [[...atoms]];
	return cut([...atoms], rightToLeft, 0);
}

function cut<T extends Atom>(atoms: T[], rightToLeft: boolean, depth: number): T[][] {
	if (atoms.length === 0) return [];
	const gutter = depth < MAX_DEPTH ? bestGutter(atoms) : undefined;
	if (gutter === undefined) return [atoms];
	const [above, left, right, below]: [T[], T[], T[], T[]] = [[], [], [], []];
	for (const atom of atoms) {
		const y = (atom.box[1] + atom.box[3]) / 2;
		if (y < gutter.top) above.push(atom);
		else if (y > gutter.bottom) below.push(atom);
		else if ((atom.box[0] + atom.box[2]) / 2 < gutter.x) left.push(atom);
		else right.push(atom);
	}
	if (left.length === 0 || right.length === 0) return [atoms];
	const columns = rightToLeft ? [right, left] : [left, right];
	return [above, ...columns, below].flatMap((part) => cut(part, rightToLeft, depth + 1));
}

function bestGutter(atoms: readonly Atom[]): Gutter | undefined {
	let best: Gutter | undefined;
	const down = [...atoms].sort((a, b) => a.box[1] - b.box[1]);
	const up = [...atoms].sort((a, b) => b.box[3] - a.box[3]);
	const tried = new Set<string>();
	for (const seed of seedsOf(down)) {
		const grown = grow(seed, down, up);
		const key = `${Math.round(grown.x0)} ${Math.round(grown.x1)} ${Math.round(grown.top)}`;
		if (tried.has(key)) continue;
		tried.add(key);
		const gutter = weigh(grown, down);
		if (gutter !== undefined && (best === undefined || gutter.score > best.score)) best = gutter;
		if (tried.size >= MAX_SEEDS) break;
	}
	return best;
}

interface Gap {
	x0: number;
	x1: number;
	top: number;
	bottom: number;
	minWidth: number;
}

/** Gaps between neighbours on one height. */
function seedsOf(down: readonly Atom[]): Gap[] {
	const seeds: Gap[] = [];
	for (const [i, atom] of down.entries()) {
		let nearest: Atom | undefined;
		// Neighbours on one height are near each other in an order by tops; a float is its own seed from either side.
		for (let j = Math.max(0, i - 40); j < Math.min(down.length, i + 60); j++) {
			const other = down[j];
			if (other === undefined || other === atom || other.box[0] < atom.box[2]) continue;
			const shared = Math.min(atom.box[3], other.box[3]) - Math.max(atom.box[1], other.box[1]);
			if (shared > 0 && (nearest === undefined || other.box[0] < nearest.box[0])) nearest = other;
		}
		if (nearest === undefined) continue;
		const minWidth = MIN_GUTTER_EM * Math.min(atom.sizePt, nearest.sizePt);
		if (nearest.box[0] - atom.box[2] < minWidth) continue;
		seeds.push({
			x0: atom.box[2],
			x1: nearest.box[0],
			top: Math.max(atom.box[1], nearest.box[1]),
			bottom: Math.min(atom.box[3], nearest.box[3]),
			minWidth,
		});
	}
	return seeds;
}

/** Extends a gap up and down, narrowing it where it must, until something stands in it. */
function grow(seed: Gap, down: readonly Atom[], up: readonly Atom[]): Gap {
	const gap = { ...seed };
	const narrows = (box: Box): boolean => {
		if (gap.x1 - box[2] >= gap.minWidth && (box[0] + box[2]) / 2 < gap.x0 + (gap.x1 - gap.x0) / 2) gap.x0 = box[2];
		else if (box[0] - gap.x0 >= gap.minWidth) gap.x1 = box[0];
		else return false;
		return true;
	};
	const inWay = (box: Box) => box[2] > gap.x0 && box[0] < gap.x1;
	gap.top = Number.NEGATIVE_INFINITY;
	for (const { box } of up) {
		if (box[3] > seed.bottom || !inWay(box) || narrows(box)) continue;
		gap.top = box[3];
		break;
	}
	gap.bottom = Number.POSITIVE_INFINITY;
	for (const { box } of down) {
		if (box[1] < seed.top || !inWay(box) || narrows(box)) continue;
		gap.bottom = box[1];
		break;
	}
	return gap;
}

/** The gutter a gap makes: trimmed to where both sides have text and their near tails; undefined where a side is no column. */
function weigh(gap: Gap, down: readonly Atom[]): Gutter | undefined {
	const x = (gap.x0 + gap.x1) / 2;
	const inside = down.filter(({ box }) => {
		const y = (box[1] + box[3]) / 2;
		return y > gap.top && y < gap.bottom;
	});
	const left = inside.filter(({ box }) => (box[0] + box[2]) / 2 < x);
	const right = inside.filter(({ box }) => (box[0] + box[2]) / 2 >= x);
	if (left.length === 0 || right.length === 0) return undefined;
	const extent = (side: readonly Atom[]) => [
		Math.min(...side.map(({ box }) => box[1])),
		Math.max(...side.map(({ box }) => box[3])),
	];
	const [[leftTop = 0, leftBottom = 0], [rightTop = 0, rightBottom = 0]] = [extent(left), extent(right)];
	const [coreTop, coreBottom] = [Math.max(leftTop, rightTop), Math.min(leftBottom, rightBottom)];
	if (coreBottom <= coreTop) return undefined;
	const isOpen = gap.bottom === Number.POSITIVE_INFINITY;
	const title = down.filter(({ box }) => Math.abs(box[3] - gap.top) < 0.01);
	const top = Math.min(...[left, right].map((side) => tailTop(side, coreTop, title)));
	const bottom = Math.max(...[left, right].map((side) => tailBottom(side, coreBottom, isOpen)));
	const within = ({ box }: Atom) => (box[1] + box[3]) / 2 >= top && (box[1] + box[3]) / 2 <= bottom;
	const counts = [left, right].map((side) => measure(side.filter(within)));
	if (counts.some(({ lines, inkEm }) => lines < MIN_LINES || inkEm < MIN_INK_EM)) {
		if (![left, right].every((side) => isBigOverText(side.filter(within)))) return undefined;
	}
	const lines = counts.reduce((sum, count) => sum + count.lines, 0);
	return { x, top, bottom, score: (coreBottom - coreTop) * lines };
}

/**
 * Top of the lines above `coreTop` that follow each other closely enough to be one column with it. Large lines right under `title`, which
 * stands over both columns, go on with it.
 */
function tailTop(side: readonly Atom[], coreTop: number, title: readonly Atom[]): number {
	const usual = usualSize(side);
	const tail: Atom[] = [];
	let top = coreTop;
	for (const atom of [...side].sort((a, b) => b.box[3] - a.box[3])) {
		if (atom.box[1] >= top) continue;
		if (top - atom.box[3] > MAX_TAIL_GAP_EM * usual) break;
		top = atom.box[1];
		tail.push(atom);
	}
	let above = title;
	for (let last = tail.at(-1); last !== undefined && goesOn(last, above, usual); last = tail.at(-1)) {
		above = [last];
		tail.pop();
	}
	return Math.min(coreTop, ...tail.map(({ box }) => box[1]));
}

function goesOn(line: Atom, above: readonly Atom[], usual: number): boolean {
	return (
		line.sizePt >= usual * TITLE_RATIO &&
		above.some(({ box, sizePt }) => Math.abs(sizePt - line.sizePt) < 0.6 && line.box[1] - box[3] < line.sizePt)
	);
}

/** The same below; where text follows under both columns (`isOpen` is false), a title at the end of one is that text's. */
function tailBottom(side: readonly Atom[], coreBottom: number, isOpen: boolean): number {
	const reach = MAX_TAIL_GAP_EM * usualSize(side);
	const tail: Atom[] = [];
	let bottom = coreBottom;
	for (const atom of side) {
		const { box } = atom;
		if (box[3] <= bottom) continue;
		if (box[1] - bottom > reach) break;
		bottom = box[3];
		tail.push(atom);
	}
	const rest = side.filter((atom) => !tail.includes(atom));
	while (!isOpen && tail.length > 0 && isTitleOf(tail.at(-1), rest)) tail.pop();
	return Math.max(coreBottom, ...tail.map(({ box }) => box[3]));
}

/** Size of most atoms. */
function usualSize(side: readonly Atom[]): number {
	const sizes = side.map(({ sizePt }) => sizePt).sort((a, b) => a - b);
	return sizes[Math.floor(sizes.length / 2)] ?? 0;
}

function isTitleOf(atom: Atom | undefined, column: readonly Atom[]): boolean {
	if (atom === undefined || column.length < 2) return false;
	const bold = column.filter((other) => other.bold).length;
	return atom.sizePt >= usualSize(column) * TITLE_RATIO || (atom.bold === true && bold < column.length / 2);
}

/** Large type on one height over smaller lines. */
function isBigOverText(side: readonly Atom[]): boolean {
	const small = Math.min(...side.map(({ sizePt }) => sizePt));
	const [big, rest] = [true, false].map((isBig) => side.filter(({ sizePt }) => sizePt >= small * BIG_RATIO === isBig));
	if (big === undefined || rest === undefined || big.length === 0 || rest.length === 0) return false;
	if (rest.some(({ sizePt }) => sizePt > small * TITLE_RATIO)) return false;
	return Math.max(...big.map(({ box }) => box[3])) <= Math.min(...rest.map(({ box }) => box[1]));
}

/** Lines of a column and their average ink in ems. */
function measure(side: readonly Atom[]): { lines: number; inkEm: number } {
	let lines = 0;
	let inkEm = 0;
	let bottom = Number.NEGATIVE_INFINITY;
	for (const atom of side) {
		// A second segment on the same line is not another line.
		if ((atom.box[1] + atom.box[3]) / 2 > bottom) {
			lines += atom.lines;
			bottom = atom.box[3];
		}
		inkEm += ((atom.box[2] - atom.box[0]) / Math.max(1, atom.sizePt)) * atom.lines;
	}
	return { lines, inkEm: inkEm / Math.max(1, lines) };
}
