/** Lines of one column → groups that are one paragraph, heading, list item or block of code each. */
import { isCodeLine } from "./code.ts";
import type { Line } from "./lines.ts";
import { markerOf } from "./lists.ts";

/** Share of pitches that are at most the leading: paragraph gaps are the minority, but short columns have many. */
const LEADING_PERCENTILE = 0.3;
/** A pitch this many times the leading parts two paragraphs. */
const GAP_RATIO = 1.35;
/** Less is enough where the text, too, looks as if a paragraph ended: vertical space of a few points. */
const SLIGHT_GAP_RATIO = 1.12;
/** Leading in ems where a column does not tell. */
const USUAL_LEADING_EM = 1.25;
/** Lines of one paragraph differ by less in size. */
const SIZE_RATIO = 1.09;
/** First lines are indented by this much, in ems. */
const MIN_INDENT_EM = 0.7;
const MAX_INDENT_EM = 5;
/** Room left at the end of a line, beyond the next word, that shows the break was meant; in ems. */
const MEANT_ROOM_EM = 1;

/** Distance between baselines within a paragraph, for each size of type (in half points) of a column. */
export type Leadings = ReadonlyMap<number, number>;

export function leadingsOf(lines: readonly Line[]): Leadings {
	const pitches = new Map<number, number[]>();
	for (const [i, line] of lines.entries()) {
		const next = lines[i + 1];
		if (next === undefined || next.sizePt !== line.sizePt) continue;
		const pitch = next.baseline - line.baseline;
		if (pitch < line.sizePt * 0.7 || pitch > line.sizePt * 2.5) continue;
		const known = pitches.get(line.sizePt);
		if (known === undefined) pitches.set(line.sizePt, [pitch]);
		else known.push(pitch);
	}
	const leadings = new Map<number, number>();
	for (const [size, all] of pitches) {
		if (all.length < 2) continue;
		all.sort((a, b) => a - b);
		leadings.set(size, all[Math.floor((all.length - 1) * LEADING_PERCENTILE)] ?? 0);
	}
	return leadings;
}

/** Groups of lines, from top to bottom; `lines` are of one region, `page` gives the leading where the region is too short to tell. */
export function groupLines(lines: readonly Line[], page: Leadings): Line[][] {
	const own = leadingsOf(lines);
	const column = { right: 0, leadings: { own, page } };
	const groups: Line[][] = [];
	for (const [i, line] of lines.entries()) {
		const group = groups.at(-1);
		column.right = Math.max(...near(lines, i).map((each) => each.box[2]));
		if (group === undefined || isBreak(group, line, lines[i + 1], column)) groups.push([line]);
		else group.push(line);
	}
	return groups;
}

/** Lines around one that set the column's right edge: text may flow round a picture further up. */
function near(lines: readonly Line[], index: number): readonly Line[] {
	return lines.slice(Math.max(0, index - 6), index + 7);
}

interface Column {
	right: number;
	leadings: { own: Leadings; page: Leadings };
}

function isBreak(group: readonly Line[], line: Line, next: Line | undefined, column: Column): boolean {
	const [first, last] = [group[0], group.at(-1)];
	if (first === undefined || last === undefined) return true;
	const em = Math.max(4, last.sizePt);
	const { own, page } = column.leadings;
	const leading = own.get(last.sizePt) ?? page.get(last.sizePt) ?? USUAL_LEADING_EM * em;
	const pitch = line.baseline - last.baseline;
	const [codeBefore, code] = [isCodeLine(last), isCodeLine(line)];
	if (codeBefore !== code) return true;
	if (code) return pitch > Math.max(leading, em * 1.1) * 2.2;
	if (line.sizePt / em > SIZE_RATIO || em / line.sizePt > SIZE_RATIO) return true;
	if (changesWeight(last, line, column.right)) return true;
	if (pitch > Math.max(leading, em) * GAP_RATIO) return true;
	if (isEntry(last) || (isEntry(line) && isEntryStart(line))) return true;
	const marker = markerOf(line.text);
	if (marker !== undefined && !continuesSentence(group, line, marker.marker, column.right)) return true;
	if (isSetApart(first) && isSetApart(line))
		return isSlanted(last) !== isSlanted(line) || isMono(last) !== isMono(line);
	return looksEnded(group, line, next, column, pitch / leading, em);
}

/** A sentence that happens to wrap before "2." or a dash: the line before is full and does not end. */
function continuesSentence(group: readonly Line[], line: Line, marker: string, right: number): boolean {
	const [first, last] = [group[0], group.at(-1)];
	if (first === undefined || last === undefined || /^[•●○◦▪■□►✓❖]/u.test(marker)) return false;
	const isInItem = markerOf(first.text) !== undefined;
	return (
		!isInItem && /[\p{L}\p{N},]$/u.test(last.text) && roomAfter(last, line, right) < 0 && line.box[0] <= last.box[0] + 1
	);
}

/** Lines of headings break where they like: only space and style part them. */
function isSetApart(line: Line): boolean {
	return line.words.every((word) => word.bold);
}

function isSlanted(line: Line): boolean {
	return line.words.every((word) => word.italic);
}

function isMono(line: Line): boolean {
	return line.words.every((word) => word.mono);
}

/** Indentation, room at the end of the line before, or a slight gap after a sentence's end. */
function looksEnded(
	group: readonly Line[],
	line: Line,
	next: Line | undefined,
	column: Column,
	pitchRatio: number,
	em: number,
): boolean {
	const [first, last] = [group[0], group.at(-1)];
	if (first === undefined || last === undefined) return true;
	const ends = /[.!?:;।][)"”’»\]]*$/u.test(last.text);
	const begins = /^["“‘«([]*[\p{Lu}\p{Lo}\p{N}]/u.test(line.text);
	if (ends && begins && pitchRatio > SLIGHT_GAP_RATIO) return true;
	const indent = line.box[0] - last.box[0];
	const isIndented = indent > MIN_INDENT_EM * em && indent < MAX_INDENT_EM * em;
	const hangs = markerOf(first.text) !== undefined;
	// A first line juts in, and the line after it is back at the edge.
	if (isIndented && !hangs && begins && group.length > 1 && (next === undefined || next.box[0] < line.box[0] - em / 3))
		return true;
	// Out again, after lines that hang below their first: the next entry of a bibliography, or prose behind a list.
	if (indent < -MIN_INDENT_EM * em && (hangs || group.length > 1) && begins) {
		if (hangs || line.box[0] <= first.box[0] + em / 3) return group.length > 1 || hangs;
	}
	return roomAfter(last, line, column.right) > MEANT_ROOM_EM * em * (ends ? 1 : 3) && begins;
}

/**
 * One line all bold, its neighbour not where they meet. A full line does not count: readers give a line the weight of its first word,
 * and a heading that fills its line goes on in the next.
 */
function changesWeight(last: Line, line: Line, right: number): boolean {
	const bold = (each: Line) => each.words.every((word) => word.bold);
	const [before, after] = [bold(last), bold(line)];
	if (before === after) return false;
	if (roomAfter(last, line, right) < 0 && /[\p{L}\p{N},\-–]$/u.test(last.text)) return false;
	return before ? line.words[0]?.bold === false : last.words.at(-1)?.bold === false;
}

/** Room left at the end of a line beyond the first word of the next, in points. */
function roomAfter(last: Line, line: Line, right: number): number {
	const [word] = line.words;
	return right - last.box[2] - ((word?.box[2] ?? 0) - (word?.box[0] ?? 0));
}

/** A line of a table of contents: leaders, then a page number. */
function isEntry(line: Line): boolean {
	return /(?:\.\s?){4,}\s*[\divxlc]*$|…{2,}\s*[\divxlc]*$/i.test(line.text);
}

/** The first line of an entry, not the second of one that takes two. */
function isEntryStart(line: Line): boolean {
	return /^(?:[\d.]+\s|\p{Lu})/u.test(line.text);
}
