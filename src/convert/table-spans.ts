/** Cells of a drawn grid that are one: no border parts them where the rest of the grid has one. */
import type { CellSpan } from "./blocks.ts";
import type { Word } from "./raw-page.ts";
import { coverage, type RuleNetwork } from "./rules.ts";
import { type Frame, intervalOf, wordX, wordY } from "./table-frame.ts";

/** Strokes within this of an edge draw it. */
const SAME_EDGE_PT = 4;
/** A border is drawn where strokes cover this share of a cell's side. */
const DRAWN = 0.55;
/** An edge that this share of the rows have is one of the table's columns; where it is missing, cells are joined. */
const COMMON = 0.4;
/** Lines of one cell follow each other at this many ems at most. */
const WRAP_PITCH_EM = 1.4;

/** What is drawn and written where. `wall[row][edge]`, `floor[edge][column]`, `filled[row][column]`, `crossed[row][edge]`. */
interface Drawn {
	frame: Frame;
	wall: boolean[][];
	floor: boolean[][];
	filled: boolean[][];
	crossed: boolean[][];
	/** Per vertical edge whether enough rows have it. */
	common: boolean[];
}

/** Spans of the frame as its borders tell. A false span is worse than none: texts of two cells are joined only where they wrap. */
export function drawnSpans(frame: Frame, network: RuleNetwork): CellSpan[] {
	const drawn = drawnOf(frame, network);
	const taken = drawn.filled.map((row) => row.map(() => false));
	const spans: CellSpan[] = [];
	for (const [row, cells] of drawn.filled.entries()) {
		for (const column of cells.keys()) {
			if (taken[row]?.[column]) continue;
			const right = reachRight(drawn, taken, row, column);
			const down = reachDown(drawn, taken, row, column, right);
			for (let r = row; r <= down; r++) taken[r]?.fill(true, column, right + 1);
			if (right > column || down > row) spans.push({ row, column, rows: down - row + 1, columns: right - column + 1 });
		}
	}
	return spans;
}

function drawnOf(frame: Frame, network: RuleNetwork): Drawn {
	const { xs, ys } = frame;
	const rows = ys.slice(1).map((bottom, row) => ({ top: ys[row] ?? 0, bottom }));
	const columns = xs.slice(1).map((right, column) => ({ left: xs[column] ?? 0, right }));
	const wall = rows.map(({ top, bottom }) =>
		xs.map((x) => coverage(network.verticals, x, top, bottom, SAME_EDGE_PT) >= DRAWN),
	);
	const floor = ys.map((y) =>
		columns.map(({ left, right }) => coverage(network.horizontals, y, left, right, SAME_EDGE_PT) >= DRAWN),
	);
	const filled = rows.map(() => columns.map(() => false));
	const crossed = rows.map(() => xs.map(() => false));
	for (const word of frame.words) {
		const [row, column] = placeOf(frame, word);
		const [own, across] = [filled[row], crossed[row]];
		if (own !== undefined) own[column] = true;
		for (const [edge, x] of xs.entries()) {
			if (across !== undefined && word.box[0] < x - 1.5 && word.box[2] > x + 1.5) across[edge] = true;
		}
	}
	const common = xs.map((_, edge) => wall.filter((row) => row[edge]).length >= rows.length * COMMON);
	return { frame, wall, floor, filled, crossed, common };
}

/** Last column of the cell that begins at `column`: it holds one text, or one that lies across the missing borders. */
function reachRight(drawn: Drawn, taken: readonly boolean[][], row: number, column: number): number {
	const { wall, filled, crossed, common } = drawn;
	const last = (filled[row]?.length ?? 1) - 1;
	let right = column;
	let hasText = filled[row]?.[column] ?? false;
	while (right < last) {
		const edge = right + 1;
		if (wall[row]?.[edge] || taken[row]?.[edge] || !(common[edge] || isClosed(drawn, row, right))) break;
		if (filled[row]?.[edge] && !crossed[row]?.[edge]) {
			if (hasText) break;
			hasText = true;
		}
		right++;
	}
	return right;
}

/** Last row of the cell of these columns: no border below any of them, and one text in all, or one that wraps. */
function reachDown(drawn: Drawn, taken: readonly boolean[][], row: number, column: number, right: number): number {
	const hasText = (at: number) => drawn.filled[at]?.slice(column, right + 1).some(Boolean) ?? false;
	let down = row;
	let texts = hasText(row) ? 1 : 0;
	while (isOpenBelow(drawn, taken, down, column, right)) {
		if (hasText(down + 1) && texts > 0 && !(right === column && wrapsBelow(drawn, down, column))) break;
		if (hasText(down + 1)) texts++;
		down++;
	}
	return down;
}

/** No border below these columns though other columns have one there, and none between them in the next row. */
function isOpenBelow(drawn: Drawn, taken: readonly boolean[][], row: number, column: number, right: number): boolean {
	const { wall, floor, filled } = drawn;
	if (row + 1 >= filled.length || !floor[row + 1]?.some(Boolean)) return false;
	for (let at = column; at <= right; at++) {
		if (floor[row + 1]?.[at] || taken[row + 1]?.[at]) return false;
		if (at < right && wall[row + 1]?.[at + 1]) return false;
	}
	return true;
}

/** Whether the places around the missing border at the right of `column` are boxed in on all four sides: one cell, whatever other rows do. */
function isClosed({ wall, floor }: Drawn, row: number, column: number): boolean {
	const walls = wall[row] ?? [];
	let [left, right] = [column, column + 1];
	while (left > 0 && !walls[left]) left--;
	while (right < walls.length - 1 && !walls[right]) right++;
	if (!walls[left] || !walls[right]) return false;
	for (let at = left; at < right; at++) if (!floor[row]?.[at] || !floor[row + 1]?.[at]) return false;
	return true;
}

/** Whether text wraps across a border that most columns have and this one lacks: lines of one size at the pitch of a paragraph. */
function wrapsBelow({ frame, floor }: Drawn, row: number, column: number): boolean {
	const floors = floor[row + 1] ?? [];
	if (floors.filter(Boolean).length < Math.max(2, (floors.length - 1) * 0.6)) return false;
	const wordsAt = (index: number) =>
		frame.words.filter((word) => {
			const place = placeOf(frame, word);
			return word.rotation === 0 && place[0] === index && place[1] === column;
		});
	const [upper, lower] = [wordsAt(row), wordsAt(row + 1)];
	if (upper.length === 0 || lower.length === 0) return false;
	const last = Math.max(...upper.map((word) => word.baseline));
	const next = Math.min(...lower.map((word) => word.baseline));
	const em = upper[0]?.sizePt ?? 0;
	return next - last < em * WRAP_PITCH_EM && Math.abs((lower[0]?.sizePt ?? 0) - em) < em * 0.06;
}

function placeOf(frame: Frame, word: Word): [row: number, column: number] {
	return [intervalOf(frame.ys, wordY(word)), intervalOf(frame.xs, wordX(word))];
}
