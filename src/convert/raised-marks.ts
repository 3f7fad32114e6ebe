/** Marks of notes that stand so high, or beside letters so large, that they share too little height with the line they belong to. */
import type { Word } from "./raw-page.ts";

const MARK = /^(?:\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§¶]{1,3})$/;
/** A mark is smaller than the word before it by this much. */
const SIZE_RATIO = 0.8;
/** It stands this near to that word, in its ems… */
const MAX_GAP_EM = 0.35;
/** …and so high above its baseline. */
const LEAST_RAISE_EM = 0.1;
const MAX_RAISE_EM = 0.8;
/** Lines above and below that are looked at. */
const REACH = 6;

/** Moves marks that make a line of their own into the line of the word they stand at; `lines` are sorted by height. Emptied lines go. */
export function attachRaised<T extends { words: Word[] }>(lines: readonly T[]): T[] {
	const emptied = new Set<T>();
	for (const [index, line] of lines.entries()) {
		if (!line.words.every((word) => MARK.test(word.text))) continue;
		const near = lines.slice(Math.max(0, index - REACH), index + REACH + 1).filter((other) => other !== line);
		line.words = line.words.filter((mark) => {
			const home = near.find((other) => other.words.some((word) => isRaisedAt(mark, word)));
			home?.words.push(mark);
			return home === undefined;
		});
		if (line.words.length === 0) emptied.add(line);
	}
	return emptied.size === 0 ? [...lines] : lines.filter((line) => !emptied.has(line));
}

function isRaisedAt(mark: Word, word: Word): boolean {
	const em = word.sizePt;
	const [gap, raise] = [mark.box[0] - word.box[2], word.baseline - mark.baseline];
	return (
		mark.sizePt <= em * SIZE_RATIO &&
		gap > -em * LEAST_RAISE_EM &&
		gap < em * MAX_GAP_EM &&
		raise > em * LEAST_RAISE_EM &&
		raise < em * MAX_RAISE_EM
	);
}
