/** Words → printed lines: what stands on one baseline without a gap as wide as a gutter. */
import type { Box } from "./blocks.ts";
import { unionOf } from "./boxes.ts";
import { attachRaised } from "./raised-marks.ts";
import type { Word } from "./raw-page.ts";

/** Two words share a line where their heights overlap by this share of the smaller: subscripts do, the next line does not. */
const SAME_LINE_OVERLAP = 0.55;
/** A gap from this many ems on parts a line into segments: cells of a table, or text on both sides of a gutter. */
const SEGMENT_GAP_EM = 0.75;
/** Narrowest space between two words that were printed apart; kerning stays below. */
const SPACE_EM = 0.12;

/** Words on one baseline, left to right, over the whole width of what was given. */
export interface Line {
	words: Word[];
	box: Box;
	baseline: number;
	/** Size of most of its characters. */
	sizePt: number;
	text: string;
	/** The line cut at wide gaps; one segment where there is none. */
	segments: Segment[];
}

export interface Segment {
	words: Word[];
	box: Box;
	text: string;
}

/** Lines of horizontal words from top to bottom; rotated words are left out. */
export function toLines(words: readonly Word[]): Line[] {
	const upright = words.filter((word) => word.rotation === 0).sort((a, b) => a.baseline - b.baseline);
	const open: { words: Word[]; top: number; bottom: number }[] = [];
	for (const word of upright) {
		const top = word.baseline - word.sizePt * 0.7;
		const bottom = word.baseline + word.sizePt * 0.15;
		const line = open.slice(-8).findLast((each) => {
			const shared = Math.min(bottom, each.bottom) - Math.max(top, each.top);
			return shared > SAME_LINE_OVERLAP * Math.min(bottom - top, each.bottom - each.top);
		});
		if (line === undefined) open.push({ words: [word], top, bottom });
		else {
			line.words.push(word);
			// The line's band is its largest word's: notes and exponents hang on to it, not the other way round.
			if (bottom - top > line.bottom - line.top) [line.top, line.bottom] = [top, bottom];
		}
	}
	return attachRaised(open)
		.map((each) => toLine(each.words))
		.sort((a, b) => a.baseline - b.baseline);
}

/** A line of words that are known to stand on one baseline. At least one word. */
export function toLine(given: readonly Word[]): Line {
	const words = [...given].sort((a, b) => a.box[0] - b.box[0]);
	const sizePt = commonestSize(words);
	const segments: Segment[] = [];
	let open: Word[] = [];
	for (const word of words) {
		const before = open.at(-1);
		if (before !== undefined && word.box[0] - before.box[2] > sizePt * SEGMENT_GAP_EM) {
			segments.push(toSegment(open));
			open = [];
		}
		open.push(word);
	}
	if (open.length > 0) segments.push(toSegment(open));
	const main = words.filter((word) => Math.abs(word.sizePt - sizePt) < 0.26);
	const baseline = main.reduce((sum, word) => sum + word.baseline, 0) / Math.max(1, main.length);
	return { words, box: boxOf(words), baseline, sizePt, text: textOf(words), segments };
}

/** Text of one line's words. */
export function textOf(words: readonly Word[]): string {
	let text = "";
	let before: Word | undefined;
	for (const word of inReadingOrder(words)) {
		text += before !== undefined && isSpaced(before, word) ? ` ${word.text}` : word.text;
		before = word;
	}
	return text;
}

/** Words of a line as they are read: from the right where most are of such a script, with numbers and foreign words kept in their order. */
export function inReadingOrder(words: readonly Word[]): readonly Word[] {
	if (!words.some((word) => RIGHT_TO_LEFT.test(word.text))) return words;
	const count = words.filter((word) => RIGHT_TO_LEFT.test(word.text)).length;
	const letters = words.filter((word) => /\p{L}/u.test(word.text)).length;
	if (count * 2 < letters) return words;
	const ordered: Word[] = [];
	let run: Word[] = [];
	for (const word of words.toReversed()) {
		if (RIGHT_TO_LEFT.test(word.text)) {
			ordered.push(...run, word);
			run = [];
		} else run.unshift(word);
	}
	return [...ordered, ...run];
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Whether a space stands between two neighbours: within an item the file says so, between items the gap tells. */
export function isSpaced(before: Word, word: Word): boolean {
	if (word.item === before.item && word.box[0] >= before.box[0]) return word.gapBefore;
	const gap = Math.max(word.box[0] - before.box[2], before.box[0] - word.box[2]);
	return (
		word.gapBefore ||
		(before.gapBefore && word.item === before.item) ||
		gap > SPACE_EM * Math.min(word.sizePt, before.sizePt)
	);
}

export function boxOf(words: readonly { box: Box }[]): Box {
	const [first, ...rest] = words;
	if (first === undefined) return [0, 0, 0, 0];
	return rest.reduce((box, word) => unionOf(box, word.box), first.box);
}

/** Size most characters have, in half points; of two the larger. */
export function commonestSize(words: readonly Word[]): number {
	const [one] = words;
	if (one !== undefined && words.every((word) => word.sizePt === one.sizePt)) return Math.round(one.sizePt * 2) / 2;
	const characters = new Map<number, number>();
	for (const word of words) {
		const size = Math.round(word.sizePt * 2) / 2;
		characters.set(size, (characters.get(size) ?? 0) + word.text.length);
	}
	let [best, most] = [0, 0];
	for (const [size, count] of characters)
		if (count > most || (count === most && size > best)) [best, most] = [size, count];
	return best;
}

function toSegment(words: Word[]): Segment {
	return { words, box: boxOf(words), text: textOf(words) };
}
