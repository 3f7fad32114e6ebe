/**
 * A question as concepts: each of its words with what else may stand for it in a text, which is found among the words
 * that the index really has.
 */
import { inverseFrequency } from "./bm25.ts";
import { type AskedWord, askedWords } from "./terms.ts";
import type { Frequencies, IndexStatistics, TextIndex } from "./text-index.ts";
import type { Neighbour, WordTable } from "./word-table.ts";

export interface Concept {
	/** The word itself, in the stems of each language of the index. */
	stems: readonly string[];
	/** Inverse document frequency of the word itself. */
	rarity: number;
	/** Whether no chunk has the word itself. */
	isMissing: boolean;
	/** Words near in meaning: `weight` is their similarity's share of their own inverse frequency. */
	neighbours: readonly WeightedTerm[];
	/** Words of which it is a part, or that are parts of it. */
	parts: readonly WeightedTerm[];
}

export interface WeightedTerm {
	term: string;
	/** What one telling occurrence counts, on the scale of `rarity`. */
	weight: number;
}

/** Words of a question: a pasted page holds hundreds, and each costs the index a list. */
const MAX_WORDS = 40;
/** Neighbours a word, and longer words. More of them cost more than they find (`npm run bench:retrieval`). */
const [MAX_NEIGHBOURS, MAX_LONGER] = [12, 12];
/** Letters below which a word begins too many others, and those that a part must leave for the other part. */
const [MIN_PART, MIN_REST] = [5, 4];
/** A word that begins with the one asked for: in a language of compounds it is often its special case, elsewhere seldom. */
const [LONGER_COMPOUND, LONGER] = [0.5, 0.3];
/** From this rank on a neighbour counts in full. Those before it (make, even, much) are near to everything. */
const TELLING_RANK = 300;
/** A part of the compound or code asked for: less than was asked. */
const PART = 0.3;

/** Empty for a question without words. `table` is missing where neighbours in meaning are not wanted. */
export async function conceptsOf(
	question: string,
	index: TextIndex,
	{ chunks, languages }: IndexStatistics,
	table: WordTable | undefined,
): Promise<Concept[]> {
	const asked = askedWords(question, languages).map(withParts);
	// All that may matter is asked for at once; of a very long question that is too much.
	const some = asked.length > MAX_WORDS ? await rarestOf(asked, index) : asked;
	const possible = some.map(({ whole, separate }) => ({
		whole: expanded(whole, table),
		separate: separate.map((part) => expanded(part, table)),
	}));
	const all = possible.flatMap(({ whole, separate }) => [whole, ...separate]);
	const terms = all.flatMap(({ stems, neighbours, pieces }) => [
		...stems,
		...neighbours.map(({ stem }) => stem),
		...pieces,
	]);
	const prefixes = all.flatMap(({ stems: [stem = ""] }) => (canBegin(stem) ? [stem] : []));
	const { frequencies, longer } = await index.lookUp([...new Set(terms)], [...new Set(prefixes)], MAX_LONGER);
	const words = tellingWords(possible, frequencies);
	const rarityOf = (term: string): number =>
		inverseFrequency({ chunks, frequency: frequencies.get(term) ?? longer.get(term) ?? 0 });
	return words.map((word) => {
		const frequency = Math.min(chunks, frequencyOf(word, frequencies));
		// A code that is found whole is all of its parts in one place.
		const rarity = Math.max(inverseFrequency({ chunks, frequency }), sum(word.parts.map(rarityOf)));
		const near = word.neighbours.filter(({ stem }) => frequencies.has(stem)).slice(0, MAX_NEIGHBOURS);
		const pieces = word.pieces.filter((piece) => frequencies.has(piece));
		return {
			stems: word.stems,
			rarity,
			isMissing: frequency === 0,
			neighbours: near.map(({ stem, similarity }) => ({
				term: stem,
				weight: similarity ** 2 * telling(table?.rankOf(stem)) * rarityOf(stem),
			})),
			parts: [
				...longerWords(word, longer).map((term) => ({
					term,
					weight: (word.compounds ? LONGER_COMPOUND : LONGER) * Math.min(rarity, rarityOf(term)),
				})),
				...pieces.map((piece) => ({ term: piece, weight: PART * rarityOf(piece) })),
			],
		};
	});
}

function frequencyOf({ stems }: AskedWord, frequencies: Frequencies): number {
	return sum(stems.map((stem) => frequencies.get(stem) ?? 0));
}

/** A word of the question and, of a code, its parts as words of their own: they stand for it where no chunk has it. */
interface Possible<Word extends AskedWord> {
	whole: Word;
	separate: readonly Word[];
}

function withParts(whole: AskedWord): Possible<AskedWord> {
	return { whole, separate: whole.parts.map((part) => ({ ...whole, word: part, stems: [part], parts: [] })) };
}

async function rarestOf(asked: readonly Possible<AskedWord>[], index: TextIndex): Promise<Possible<AskedWord>[]> {
	const terms = asked.flatMap(({ whole }) => [...whole.stems, ...whole.parts]);
	const { frequencies } = await index.lookUp([...new Set(terms)], [], 0);
	return tellingWords(asked, frequencies).map((whole) => ({ whole, separate: [] }));
}

/** Each once. Of a very long question the rarest count. */
function tellingWords<Word extends AskedWord>(asked: readonly Possible<Word>[], known: Frequencies): Word[] {
	const words = asked.flatMap(({ whole, separate }) =>
		separate.length === 0 || frequencyOf(whole, known) > 0 ? [whole] : separate,
	);
	const unique = [...new Map(words.map((word) => [word.stems[0], word])).values()];
	if (unique.length <= MAX_WORDS) return unique;
	const order = (word: AskedWord): number => frequencyOf(word, known) || Number.POSITIVE_INFINITY;
	return unique.sort((a, b) => order(a) - order(b)).slice(0, MAX_WORDS);
}

interface ExpandedWord extends AskedWord {
	neighbours: readonly Neighbour[];
	pieces: readonly string[];
}

function expanded(word: AskedWord, table: WordTable | undefined): ExpandedWord {
	const pieces = word.parts.length > 0 ? word.parts : piecesOf(word);
	return { ...word, neighbours: neighbours(word, table), pieces };
}

function neighbours({ word, stems, isEnglish }: AskedWord, table: WordTable | undefined): Neighbour[] {
	if (table === undefined || !isEnglish) return [];
	const found = table.neighboursOf(word, stems[0] ?? "");
	return found.filter(({ stem }) => !stems.includes(stem));
}

/** A chunk or two cannot tell a frequent word from a rare one; general English can. */
function telling(rank = TELLING_RANK): number {
	return Math.min(1, Math.log(2 + rank) / Math.log(2 + TELLING_RANK));
}

function canBegin(stem: string): boolean {
	return stem.length >= MIN_PART && !/\d/.test(stem);
}

/** A longer word says no more than the one asked for, so it is worth no more than a share of it, however rare it is. */
function longerWords({ stems }: AskedWord, longer: Frequencies): string[] {
	const [stem = ""] = stems;
	if (!canBegin(stem)) return [];
	return [...longer.keys()].filter((term) => term.startsWith(stem) && !stems.includes(term));
}

/** Beginnings and ends of a compound: those that are words are found in the index. */
function piecesOf({ stems: [stem = ""], compounds }: AskedWord): string[] {
	if (!compounds || stem.length < MIN_PART + MIN_REST || /\d/.test(stem)) return [];
	const pieces: string[] = [];
	for (let length = MIN_PART; length <= stem.length - MIN_REST; length++) {
		pieces.push(stem.slice(0, length), stem.slice(-length));
	}
	return pieces;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
