/** Columns of running text on a page: a table stands in one of them, or the text around it is not set in columns. */
import type { Line } from "./lines.ts";
import type { Stretch } from "./table-columns.ts";

/** Running text: so many words of letters in a row, so wide. */
const PROSE_WORDS = 5;
const PROSE_EM = 13;
/** Lines of a paragraph follow each other at this many ems at most, and begin this near to each other. */
const PITCH_EM = 1.9;
const INDENT_EM = 2.5;
const PARAGRAPH_LINES = 3;
/** Lines of running text on both sides of a gutter. */
const MIN_LINES = 5;
/** Lines that may cross it, as a share of those at its sides: titles, abstracts, and text above and below. */
const MAX_CROSSING = 0.3;
/** Steps in which gutters are looked for. */
const STEP_PT = 3;

/** [left, right] of each column of running text, from the left; the whole width where there is one. */
export function zonesOf(widthPt: number, lines: readonly Line[]): [left: number, right: number][] {
	const edges = [0, ...guttersOf(widthPt, proseOf(lines)), widthPt];
	return edges.slice(1).map((right, index) => [edges[index] ?? 0, right]);
}

interface Run extends Stretch {
	baseline: number;
	em: number;
}

/** Lines of paragraphs of three lines or more. Cells that wrap are shorter. */
function proseOf(lines: readonly Line[]): Run[] {
	const paragraphs: Run[][] = [];
	for (const { segments, baseline, sizePt: em } of lines) {
		for (const { box, words } of segments) {
			const [from, to] = [box[0], box[2]];
			if (to - from < PROSE_EM * em || words.length < PROSE_WORDS) continue;
			if (words.filter((word) => /\p{L}{2}/u.test(word.text)).length < PROSE_WORDS) continue;
			const line = { from, to, baseline, em };
			const open = paragraphs.slice(-8).findLast((paragraph) => goesOn(paragraph.at(-1), line));
			if (open === undefined) paragraphs.push([line]);
			else open.push(line);
		}
	}
	return paragraphs.filter((paragraph) => paragraph.length >= PARAGRAPH_LINES).flat();
}

function goesOn(above: Run | undefined, below: Run): boolean {
	if (above === undefined) return false;
	const pitch = below.baseline - above.baseline;
	return (
		pitch > 0.5 * above.em && pitch < PITCH_EM * above.em && Math.abs(above.from - below.from) < INDENT_EM * above.em
	);
}

/** Middles of the stretches of x with text at both sides and little across. */
function guttersOf(widthPt: number, prose: readonly Stretch[]): number[] {
	const gutters: number[] = [];
	let open: { from: number; to: number; crossing: number } | undefined;
	let before = 0;
	const close = () => {
		if (open === undefined) return;
		gutters.push((open.from + open.to) / 2);
		before = open.to;
		open = undefined;
	};
	for (let x = STEP_PT; x < widthPt; x += STEP_PT) {
		let [left, right, crossing] = [0, 0, 0];
		for (const { from, to } of prose) {
			if (to <= x) left += from >= before - STEP_PT ? 1 : 0;
			else if (from >= x) right++;
			else crossing++;
		}
		if (left < MIN_LINES || right < MIN_LINES || crossing > Math.min(left, right) * MAX_CROSSING) close();
		else if (open === undefined || crossing < open.crossing) open = { from: x, to: x, crossing };
		else if (crossing === open.crossing && open.to === x - STEP_PT) open.to = x;
	}
	close();
	return gutters;
}
