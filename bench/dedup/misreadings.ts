/** How a scanner's reader gets letters wrong. */
import type { Random } from "./random.ts";

/** How often each kind of error is made, as weights; `pairs` are what looks alike, in both directions where both are listed. */
export interface Misreader {
	lookalike: number;
	replaced: number;
	lost: number;
	added: number;
	/** Two neighbours in the wrong order. */
	swapped: number;
	pairs: ReadonlyMap<string, readonly string[]>;
	/** Put in where something is added besides doubled letters: specks of dust, mostly. */
	specks: string;
	/** What a letter is replaced by. */
	letters: string;
	/** True: some lines of a page are far worse than others. */
	uneven: boolean;
}

/** Where a digit is read as what it does not look like: as another digit, else as a letter. */
const DIGIT_FOR_DIGIT = 0.4;

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export const plainMisreader: Misreader = {
	lookalike: 45,
	replaced: 15,
	lost: 18,
	added: 17,
	swapped: 5,
	pairs: pairsOf(
		"l1 1l O0 0O 06 0o I1 1I 17 71 S5 5S 56 65 B8 8B 83 38 94 49 e c c e a o o a u v v u h b b h n m m n t f f t i l l i g 9 Z2 2Z 6 b rn|m m|rn",
	),
	specks: ".,' -",
	letters: LETTERS,
	uneven: false,
};

export const scannerMisreader: Misreader = {
	lookalike: 62,
	replaced: 6,
	lost: 15,
	added: 15,
	swapped: 2,
	pairs: pairsOf(
		"rn|m m|rn ri|n n|ri ii|u u|ii cl|d d|cl vv|w w|vv li|h h|li nn|mi in|m fi|h tt|H l1 1l lI Il I| |l O0 0O S5 5S B8 8B G6 Z2 2Z 1 7 7 1 3 8 " +
			"8 3 5 6 6 5 0 6 4 9 e c c e a o o a u n n u t f f t y v ä a ö o ü u Ä A Ö O Ü U ß|B ß|ss é e a ä o ö u ü .| , . . , : ; ; : - ~",
	),
	specks: ".,'`-|;:·",
	letters: LETTERS,
	uneven: true,
};

/** Marks pairs either as two neighbouring characters, as two words of one character, or as `from|to`. */
function pairsOf(text: string): Map<string, string[]> {
	const pairs = new Map<string, string[]>();
	const add = (from: string, to: string): void => {
		pairs.set(from, [...(pairs.get(from) ?? []), to]);
	};
	let waiting: string | undefined;
	for (const word of text.split(" ")) {
		const bar = word.length > 2 ? word.indexOf("|", 1) : -1;
		if (bar > 0) add(word.slice(0, bar), word.slice(bar + 1));
		else if (word.length === 2) add(word.slice(0, 1), word.slice(1));
		else if (waiting === undefined) waiting = word;
		else {
			add(waiting, word);
			waiting = undefined;
		}
	}
	return pairs;
}

/** The lines with about `rate` of their characters or words edited (0 to 1). Lines stay lines. */
export type Reader = (lines: readonly string[], rate: number, random: Random) => string[];

/** `rate` is a share of the characters: 15 % damage more than half of the words. */
export function characterReader(misreader: Misreader): Reader {
	return (lines, rate, random) => {
		const rates = ratesOf(lines, rate, misreader, random);
		return lines.map((line, at) => misreadLine(line, rates[at] ?? rate, misreader, random));
	};
}

/** Each line's own rate, so that the whole has `rate`. */
export function ratesOf(lines: readonly string[], rate: number, { uneven }: Misreader, random: Random): number[] {
	const badness = lines.map(() => (uneven ? random.pick([0.4, 0.7, 1, 1.2, 1.7]) : 1));
	const all = lines.reduce((sum, line) => sum + line.length, 0);
	const weighed = lines.reduce((sum, line, at) => sum + line.length * (badness[at] ?? 1), 0);
	return badness.map((factor) => (rate * factor * all) / Math.max(1, weighed));
}

function misreadLine(line: string, rate: number, reader: Misreader, random: Random): string {
	let read = "";
	for (let at = 0; at < line.length; ) {
		const here = line.slice(at, at + 1);
		if (!random.chance(rate)) {
			read += here;
			at++;
			continue;
		}
		const [taken, given] = errorAt(line.slice(at, at + 2), reader, random);
		read += given;
		at += taken;
	}
	return read;
}

/** How many characters of `next`, which are one or two, are read, and as what. It may be what stood there. */
export function errorAt(next: string, reader: Misreader, random: Random): [taken: number, given: string] {
	const here = next.slice(0, 1);
	const kind = random.weighted([
		[reader.lookalike, "lookalike"],
		[reader.replaced, "replaced"],
		[reader.lost, "lost"],
		[reader.added, "added"],
		[reader.swapped, "swapped"],
	] as const);
	if (kind === "lost") return [1, ""];
	if (kind === "added") return [1, random.chance(0.4) ? here + here : here + random.pick([...reader.specks])];
	if (kind === "swapped") return [next.length, next.slice(1) + here];
	if (kind === "lookalike") {
		const twins = reader.pairs.get(next);
		if (twins !== undefined) return [2, random.pick(twins)];
		const twin = reader.pairs.get(here);
		if (twin !== undefined) return [1, random.pick(twin)];
	}
	// A blank is lost or doubled, not read as a letter.
	if (here === " ") return [1, here];
	if (/\d/.test(here) && random.chance(DIGIT_FOR_DIGIT)) return [1, String(random.int(0, 9))];
	const letter = random.pick([...reader.letters]);
	return [1, here === here.toLowerCase() ? letter : letter.toUpperCase()];
}
