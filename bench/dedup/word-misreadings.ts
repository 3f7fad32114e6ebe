/** Readings of which so many words, not characters, are wrong: what an error rate of a scan means to whoever compares words. */
import { errorAt, type Misreader, type Reader, ratesOf } from "./misreadings.ts";
import type { Random } from "./random.ts";

/** Below this rate a page is clean enough that every word is found, though not every letter of it. */
const WORDS_LOST_FROM = 0.03;
/** Share of the wrong words that are missing, cut in two or run into the next. */
const LOST_SHARE = 0.15;
const SECOND_ERROR = 0.3;
const TRIES = 20;

/** Blanks, or a word; two characters stand for a word where the script sets no blanks. */
const PARTS =
	/\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,2}|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

/** `rate` is a share of the words. */
export function wordReader(misreader: Misreader): Reader {
	return (lines, rate, random) => {
		const rates = ratesOf(lines, rate, misreader, random);
		const wordsGoMissing = rate >= WORDS_LOST_FROM;
		return lines.map((line, at) => misreadWords(line, rates[at] ?? rate, { misreader, wordsGoMissing, random }));
	};
}

interface Reading {
	misreader: Misreader;
	wordsGoMissing: boolean;
	random: Random;
}

function misreadWords(line: string, rate: number, { misreader, wordsGoMissing, random }: Reading): string {
	let read = "";
	let joins = false;
	for (const part of line.match(PARTS) ?? []) {
		if (/^\s/.test(part)) {
			if (!joins) read += part;
			joins = false;
			continue;
		}
		joins = false;
		if (!random.chance(rate)) read += part;
		else if (!wordsGoMissing || !random.chance(LOST_SHARE)) read += misreadWord(part, misreader, random);
		else {
			const what = random.pick(["missing", "joined", "cut"]);
			joins = what === "joined";
			if (what === "joined") read += part;
			if (what === "cut") read += cut(part, random);
		}
	}
	return read;
}

function cut(word: string, random: Random): string {
	const place = random.int(1, Math.max(1, word.length - 1));
	return `${word.slice(0, place)} ${word.slice(place)}`;
}

/** With an error or two; never the word itself, unless nothing else can be made of it. */
function misreadWord(word: string, misreader: Misreader, random: Random): string {
	const errors = random.chance(SECOND_ERROR) ? 2 : 1;
	for (let attempt = 0; attempt < TRIES; attempt++) {
		let read = word;
		for (let error = 0; error < errors; error++) read = withError(read, misreader, random);
		if (read !== word && read.trim() !== "") return read;
	}
	return word;
}

function withError(word: string, misreader: Misreader, random: Random): string {
	if (word === "") return word;
	const at = random.int(0, word.length - 1);
	const [taken, given] = errorAt(word.slice(at, at + 2), misreader, random);
	return word.slice(0, at) + given + word.slice(at + taken);
}
