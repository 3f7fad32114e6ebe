/** Candidates, the best first → the few that make the answer, in the order in which they are read. */
import type { Candidate } from "./candidates.ts";
import { coverage, either } from "./evidence.ts";
import type { Question } from "./question.ts";

const MOST = 4;
/** Beside the best one's score, what another part must have at least, by what the question asks for. */
const SHARE: Partial<Record<Question["kind"], number>> = {
	list: 0.8,
	manner: 0.8,
	reason: 0.85,
	definition: 0.85,
	thing: 0.9,
};
/** For kinds that have one answer. */
const ONE_ANSWER = 0.97;
/** What another part must add of the question's own words, where it does not go on with a list. */
const MIN_NEW = 0.12;

export function chosenOf(question: Question, candidates: readonly Candidate[]): Candidate[] {
	const [best] = candidates;
	if (best === undefined) return [];
	const lead = question.kind === "list" ? leadAfter(best, candidates) : undefined;
	const chosen = [best, ...(lead === undefined ? [] : [lead]), ...listOf(lead ?? best, candidates)];
	const least = best.score * (SHARE[question.kind] ?? ONE_ANSWER);
	let said = best.evidence.matches;
	for (const candidate of candidates) {
		if (chosen.length >= MOST || candidate.score < least) break;
		if (chosen.includes(candidate) || chosen.some((other) => areAlike(other, candidate))) continue;
		const more = either(said, candidate.evidence.matches, 1);
		const isSameList = candidate.unit.kind === "item" && isSameBlock(best, candidate);
		if (!isSameList && coverage(question, more) - coverage(question, said) < MIN_NEW) continue;
		said = more;
		chosen.push(candidate);
	}
	// The best chunk first, then in the order of reading.
	return chosen.sort(
		(a, b) => order(a, best) - order(b, best) || a.passage - b.passage || a.evidence.start - b.evidence.start,
	);
}

/** A sentence that ends in a colon says nothing without what follows. */
function listOf(lead: Candidate, candidates: readonly Candidate[]): Candidate[] {
	if (!/[:：]$/.test(lead.unit.text)) return [];
	return candidates
		.filter(
			({ passage, unit }) =>
				passage === lead.passage && unit.block === lead.unit.block + 1 && unit.start >= lead.unit.end,
		)
		.sort((a, b) => a.unit.start - b.unit.start)
		.slice(0, MOST * 2);
}

/** Where a list is asked for, the sentence that leads to one may stand behind the one that names its subject. */
function leadAfter(best: Candidate, candidates: readonly Candidate[]): Candidate | undefined {
	return candidates.find(
		({ passage, unit }) =>
			passage === best.passage &&
			unit.block === best.unit.block &&
			unit.start >= best.unit.end &&
			/[:：]$/.test(unit.text),
	);
}

function isSameBlock(a: Candidate, b: Candidate): boolean {
	return a.passage === b.passage && a.unit.block === b.unit.block;
}

function order(candidate: Candidate, best: Candidate): number {
	return candidate.passage === best.passage ? 0 : 1;
}

function areAlike(a: Candidate, b: Candidate): boolean {
	const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
	const [first, second] = [words(a.evidence.text), words(b.evidence.text)];
	const shared = [...first].filter((word) => second.has(word)).length;
	return shared / Math.max(1, Math.min(first.size, second.size)) > 0.8;
}
