/**
 * What a language model wrote → claims with the places they rest on. The prompt asks it to end each claim with the number of
 * its passage, `[2]` or `[2][3]`; the quote is the sentence or row of that passage that says most of the claim.
 */
import type { Citation } from "./citation.ts";
import { citeStretch } from "./citations.ts";
import type { ContextPassage } from "./context.ts";
import { type Unit, unitsOf } from "./extractive/units.ts";
import { plainOf } from "./plain.ts";

export interface CitedAnswer {
	/** Without marks that name nothing. */
	text: string;
	/** Each place once, in the order of the claims. */
	citations: Citation[];
}

/** How a prompt asks for the marks that `citedAnswer` reads. */
export const MARKS_REQUEST =
	"End every statement that rests on a passage with the number of that passage in square brackets, like [1], or [1][3] for two. Use no other numbers in square brackets.";

/** Of the words of a claim, what a sentence must have at least to be what the claim rests on. */
const MIN_SHARE = 0.3;
const MARK = /\s*(?:\[\d{1,3}(?:\s*,\s*\d{1,3})*\]|【\d{1,3}】)/g;

export function citedAnswer(written: string, passages: readonly ContextPassage[]): CitedAnswer {
	const byNumber = new Map(passages.map((passage) => [passage.number, passage]));
	const units = new Map<ContextPassage, PlacedUnit[]>();
	const citations: Citation[] = [];
	let text = "";
	let open = "";
	let last = 0;
	for (const match of written.matchAll(MARK)) {
		const between = written.slice(last, match.index);
		last = match.index + match[0].length;
		text += between;
		// Marks one behind the other belong to one claim.
		if (between.trim() !== "") open = claimIn(between);
		const kept: number[] = [];
		for (const [digits] of match[0].matchAll(/\d+/g)) {
			const passage = byNumber.get(Number(digits));
			if (passage === undefined) continue;
			const own = units.get(passage) ?? placedUnits(passage);
			units.set(passage, own);
			const citation = supportOf(open, own);
			if (citation === undefined) continue;
			kept.push(passage.number);
			const known = citations.some(({ chunkId, quote }) => chunkId === citation.chunkId && quote === citation.quote);
			if (!known) citations.push(citation);
		}
		if (kept.length > 0) text += ` ${[...new Set(kept)].map((number) => `[${number}]`).join("")}`;
	}
	return { text: text + written.slice(last), citations };
}

interface PlacedUnit {
	unit: Unit;
	chunk: ContextPassage["chunks"][number];
	words: ReadonlySet<string>;
}

function placedUnits({ chunks }: ContextPassage): PlacedUnit[] {
	return chunks.flatMap((chunk) =>
		unitsOf(chunk.content, chunk.headLength).map((unit) => ({
			unit,
			chunk,
			words: wordsIn([unit.text, ...(unit.labels ?? []), ...(unit.cells ?? []).map(({ head }) => head)].join(" ")),
		})),
	);
}

/** The last sentence in front of a mark. */
function claimIn(text: string): string {
	const sentences = text.trim().split(/(?<=[.!?।。]["”’)]?)\s+|\n+/u);
	return plainOf(sentences.findLast((sentence) => sentence.trim() !== "") ?? "");
}

function supportOf(claim: string, units: readonly PlacedUnit[]): Citation | undefined {
	const said = wordsIn(claim);
	if (said.size === 0) return undefined;
	const total = weightOf(said);
	let best: { placed: PlacedUnit; share: number } | undefined;
	for (const placed of units) {
		const share = weightOf([...said].filter((word) => placed.words.has(word))) / total;
		if (best === undefined || share > best.share) best = { placed, share };
	}
	if (best === undefined || best.share < MIN_SHARE) return undefined;
	// A number that the passage does not have is not what it says.
	const all = new Set(units.flatMap(({ words }) => [...words]));
	if ([...said].some((word) => /\d/.test(word) && !all.has(word))) return undefined;
	return citeStretch(best.placed.chunk, best.placed.unit);
}

/** Long words and numbers tell more than short ones. */
function weightOf(words: Iterable<string>): number {
	let weight = 0;
	for (const word of words) weight += /\d/.test(word) ? 6 : Math.min(word.length, 8);
	return weight;
}

function wordsIn(text: string): Set<string> {
	const words =
		text
			.normalize("NFKC")
			.toLowerCase()
			.match(/\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]{3,}/gu) ?? [];
	return new Set(words);
}
