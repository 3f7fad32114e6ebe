/** The embedded way of extraction: labels, places, types and sums; no model, no network. */
import { type Candidate, candidatesOf, type Reader } from "./candidates.ts";
import { citationOf } from "./citation.ts";
import type { Field } from "./flow.ts";
import { type Wanted, wantedOf } from "./labels.ts";
import { extractList } from "./lists.ts";
import { habitsOf } from "./locale.ts";
import { findOccurrences, type Occurrence } from "./occurrences.ts";
import { isOpenTable, openTable } from "./open-tables.ts";
import { type ExtractionInput, readText } from "./page-text.ts";
import { letterheadCandidates, windowCandidates } from "./parties.ts";
import { Places } from "./places.ts";
import { readMoney, sameValue } from "./readings.ts";
import { type FieldResult, type FieldResults, MISSING } from "./result.ts";
import { typedCandidates } from "./self-evident.ts";
import { checkSums, missingPart, SUMMED } from "./sums.ts";
import { cellsOf, isItemHead } from "./table-heads.ts";
import { byLine, columnsOf, extractTable } from "./tables.ts";
import { textOf } from "./tokens.ts";

/** Below this, silence is the better answer. */
const LEAST_SCORE = 50;
/** From this share of the best one's score on another value is a rival; one that is as likely takes away so much. */
const CONTESTED_SHARE = 0.9;
const CONTESTED_LOSS = 0.25;

/** A result for each field, in the flow's order. Pure; some milliseconds a page. */
export function extractFields(fields: readonly Field[], input: ExtractionInput): FieldResults {
	const wanted = fields.map((field) => wantedOf(field));
	const reader = readerOf(wanted, input);
	const chosen = choose(wanted, reader);
	return new Map(
		wanted.map((each): [string, FieldResult] => {
			const { field } = each;
			if (isOpenTable(field)) return [field.name, openTable(field, input.blocks)];
			if (field.type === "table") return [field.name, extractTable(each, reader)];
			if (field.type === "list") return [field.name, extractList(each, reader)];
			return [field.name, toResult(chosen.get(field.name))];
		}),
	);
}

function readerOf(wanted: readonly Wanted[], input: ExtractionInput): Reader {
	const text = readText(input);
	const all = wanted.flatMap((each) => [each, ...columnsOf(each)]);
	const keys = new Set(all.flatMap(({ labels }) => [...labels.keys()]));
	const occurrences = findOccurrences(text, keys);
	markColumnHeads(occurrences);
	return { text, habits: habitsOf(text), occurrences, places: new Places(text, occurrences) };
}

function markColumnHeads(occurrences: readonly Occurrence[]): void {
	const lines = byLine(occurrences);
	for (const [line, own] of lines) {
		if (!isItemHead(cellsOf(line, lines))) continue;
		for (const each of own) each.isColumnHead = true;
	}
}

/** The best candidate of each field, with those of sums chosen together and no place given to two fields. */
function choose(wanted: readonly Wanted[], reader: Reader): Map<string, Candidate> {
	const simple = wanted.filter(({ field }) => field.type !== "table" && field.type !== "list");
	const candidates = new Map(simple.map((each) => [each.field.name, allCandidates(each, reader)]));
	applySums(simple, candidates, reader);
	const claims = new Map<unknown, { name: string; weight: number }>();
	const order = simple.toSorted((a, b) => topScore(candidates, b) - topScore(candidates, a));
	const chosen = new Map<string, Candidate>();
	for (const each of order) {
		const list = candidates.get(each.field.name) ?? [];
		const free = list.filter((candidate) => {
			const claim = claims.get(candidate.tokens[0]);
			return claim === undefined || weightOf(each, candidate) >= Math.min(0.9, claim.weight);
		});
		const [best] = free;
		if (best === undefined) continue;
		if (best.score < LEAST_SCORE) continue;
		chosen.set(each.field.name, contested(best, free));
		claims.set(best.tokens[0], { name: each.field.name, weight: weightOf(each, best) });
	}
	return chosen;
}

function allCandidates(wanted: Wanted, reader: Reader): Candidate[] {
	const labelled = candidatesOf(wanted, reader);
	const others = [letterheadCandidates, windowCandidates, typedCandidates].flatMap((find) => find(wanted, reader));
	return [...labelled, ...others].sort((a, b) => b.score - a.score);
}

function topScore(candidates: ReadonlyMap<string, readonly Candidate[]>, { field }: Wanted): number {
	return candidates.get(field.name)?.[0]?.score ?? 0;
}

function weightOf(wanted: Wanted, { label }: Candidate): number {
	return label === undefined ? 0.5 : (wanted.labels.get(label.key) ?? 0);
}

function contested(best: Candidate, all: readonly Candidate[]): Candidate {
	const rival = all.find((each) => !sameValue(each.value, best.value));
	const share = Math.min(1, (rival?.score ?? 0) / best.score);
	const loss = Math.max(0, (share - CONTESTED_SHARE) / (1 - CONTESTED_SHARE)) * CONTESTED_LOSS;
	return { ...best, score: best.score * (1 - loss) };
}

/**
 * Points of evidence → the score shown: what has a clear label keeps its points, what rests on a place, a form or a weak label is told to be
 * doubtful. Set by where wrong values fell among layouts seen for the first time.
 */
const SHOWN: readonly (readonly [evidence: number, score: number])[] = [
	[0, 0],
	[50, 22],
	[70, 36],
	[79, 45],
	[85, 72],
	[91, 91],
	[100, 100],
];

function shownScore(evidence: number): number {
	const at = SHOWN.findIndex(([most]) => evidence <= most);
	const [[from, low], [to, high]] = [SHOWN[Math.max(0, at - 1)] ?? [0, 0], SHOWN[at] ?? [100, 100]];
	return to === from ? high : low + ((evidence - from) / (to - from)) * (high - low);
}

/** Sums need their parts, whether the flow asks for them or not. */
function applySums(wanted: readonly Wanted[], candidates: Map<string, Candidate[]>, reader: Reader): void {
	const byConcept = new Map<string, Candidate[]>();
	const fieldOf = new Map<string, string>();
	for (const { concept, field } of wanted) {
		if (concept === undefined || !SUMMED.includes(concept.name) || fieldOf.has(concept.name)) continue;
		fieldOf.set(concept.name, field.name);
		byConcept.set(concept.name, candidates.get(field.name) ?? []);
	}
	if (fieldOf.size === 0) return;
	for (const name of SUMMED) {
		if (byConcept.has(name)) continue;
		byConcept.set(name, candidatesOf(wantedOf({ name, type: "currency" }), reader));
	}
	const part = missingPart(byConcept);
	if (part !== undefined && fieldOf.has(part.name)) byConcept.set(part.name, amountsOf(part.amount, reader));
	for (const [name, list] of checkSums(byConcept)) {
		const field = fieldOf.get(name);
		if (field !== undefined) candidates.set(field, list);
	}
}

const BY_SUM = 70;

/** Where such an amount is printed, with a mark of decimals. */
function amountsOf(amount: number, { text, habits }: Reader): Candidate[] {
	for (const { segments } of text.lines) {
		for (const { tokens } of segments) {
			const read = readMoney(tokens, habits);
			if (read === undefined || !/[.,]/.test(textOf(read.tokens))) continue;
			if (Math.abs(read.value.amount - amount) < 0.005)
				return [{ value: read.value, tokens: read.tokens, score: BY_SUM }];
		}
	}
	return [];
}

function toResult(candidate: Candidate | undefined): FieldResult {
	if (candidate === undefined) return MISSING;
	const score = Math.round(Math.min(99, shownScore(candidate.score)));
	return { value: candidate.value, score, citation: citationOf(candidate.tokens) };
}
