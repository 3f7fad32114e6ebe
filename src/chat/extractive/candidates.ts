/** Passages → what of them may answer a question, each judged by its evidence. */
import { type FoundChunk, type Language, languageIn, wordsOf } from "../../retrieval/retrieval.ts";
import { typeShare } from "./answer-types.ts";
import { type Evidence, rowEvidence } from "./cells.ts";
import { coverage, either, type Matches, matchesOf, type Stems } from "./evidence.ts";
import { isInstruction } from "./instructions.ts";
import type { Question } from "./question.ts";
import { type Unit, unitsOf } from "./units.ts";

export interface Candidate {
	unit: Unit;
	/** Place of its chunk among the passages. */
	passage: number;
	/** Place among the units of its chunk. */
	place: number;
	/** What is said of it: its text, or the cells of a row that answer. */
	evidence: Evidence;
	/** By which candidates are compared. */
	score: number;
	features: Features;
}

/** What speaks for a candidate: 0 to 1 each. */
export interface Features {
	/** Share of the question in its own words. */
	own: number;
	/** … with its headings, its neighbours, and its document's title. */
	inContext: number;
	/** Whether it has what the kind of question asks for. */
	type: number;
	/** Names and numbers of the question that even its chunk lacks: 0 where none does. */
	missingNames: number;
	/** The weight of the heaviest term that its chunk lacks, beside the whole question. */
	missing: number;
	/** The chunk's score beside the best one's. */
	rank: number;
	/** Of a definition: whether it defines. */
	form: number;
}

/** What a term counts that stands not in the unit itself, but in … */
const SHARES = { labels: 0.8, title: 0.55, path: 0.6, before: 0.6, after: 0.3, chunk: 0.35 };

export interface Reading {
	language: Language;
	stems(text: string): Stems;
}

export function readingOf(content: string): Reading {
	const language = languageIn(wordsOf(content));
	const stems = (text: string): Stems => {
		const found = new Set<string>();
		for (const word of wordsOf(text)) if (!language.isSmall(word)) found.add(language.stem(word.text));
		return found;
	};
	return { language, stems };
}

export function candidatesOf(question: Question, passages: readonly FoundChunk[]): Candidate[] {
	const best = passages.reduce((most, { score }) => Math.max(most, score), 0) || 1;
	return passages.flatMap((chunk, passage) => {
		const reading = readingOf(chunk.content);
		const units = unitsOf(chunk.content, chunk.headLength).filter(({ text }) => !isInstruction(text));
		const title = matchesOf(question, reading.stems(chunk.title));
		const path = matchesOf(question, reading.stems(chunk.headingPath.join(" ")));
		const around = either(
			path.map((match) => SHARES.path * match),
			title,
			SHARES.title,
		);
		const own = units.map((unit) => rowEvidence(question, unit, reading));
		const whole = own.reduce<Matches>((all, { matches }) => either(all, matches, 1), around);
		return units.map((unit, place): Candidate => {
			const evidence = own[place] ?? { text: unit.text, start: unit.start, end: unit.end, matches: [] };
			const near = nearby(question, units, own, place, reading);
			const inContext = either(either(evidence.matches, near, 1), either(around, whole, SHARES.chunk), 1);
			const features: Features = {
				own: coverage(question, evidence.matches),
				inContext: coverage(question, inContext),
				type: typeShare(evidence.text, question, (name) => isAsked(question, name, reading)),
				form: formOf(question, unit, units[place + 1], reading),
				rank: chunk.score / best,
				...lacks(question, whole),
			};
			return { unit, passage, place, evidence, features, score: scoreOf(question, features) };
		});
	});
}

/** Labels of the unit and the sentences beside it. */
function nearby(
	question: Question,
	units: readonly Unit[],
	own: readonly Evidence[],
	place: number,
	reading: Reading,
): Matches {
	const unit = units[place];
	const labels = matchesOf(question, reading.stems((unit?.labels ?? []).join(" ")));
	let near = labels.map((match) => SHARES.labels * match);
	if (unit?.kind === "row" || unit === undefined) return near;
	const isBeside = (other: Unit | undefined): boolean =>
		other !== undefined && other.kind !== "row" && Math.abs(other.block - unit.block) <= 1;
	if (isBeside(units[place - 1])) near = either(near, own[place - 1]?.matches ?? [], SHARES.before);
	if (isBeside(units[place + 1])) near = either(near, own[place + 1]?.matches ?? [], SHARES.after);
	return near;
}

function isAsked({ terms }: Question, name: string, reading: Reading): boolean {
	const stems = reading.stems(name);
	if (stems.size === 0) return true;
	return [...stems].every((stem) => terms.some((term) => term.stems.includes(stem)));
}

function lacks(question: Question, whole: Matches): Pick<Features, "missingNames" | "missing"> {
	let [missingNames, missing, names] = [0, 0, 0];
	const total = question.terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
	for (const [at, { weight, isExact }] of question.terms.entries()) {
		const lack = 1 - (whole[at] ?? 0);
		if (isExact) names++;
		if (isExact && lack > 0.5) missingNames++;
		if (lack > 0.3) missing = Math.max(missing, (weight * lack) / total);
	}
	return { missingNames: names === 0 ? 0 : Math.sqrt(missingNames / names), missing };
}

/**
 * Of a definition, whether what it defines stands in front of "is a …", "refers to …", "="; of a list, whether it is one or leads
 * to one.
 */
function formOf(question: Question, unit: Unit, next: Unit | undefined, reading: Reading): number {
	const { text, kind } = unit;
	if (question.kind === "list") {
		if (/[:：]$/.test(text) && next?.kind === "item") return 1;
		return kind === "item" || (text.match(/[,;،、]/g) ?? []).length >= 2 ? 0.5 : 0;
	}
	if (question.kind !== "definition") return 0;
	const verb = DEFINING.exec(text);
	if (verb === null || verb.index > 80) return 0;
	const subject = coverage(question, matchesOf(question, reading.stems(text.slice(0, verb.index))));
	return subject > 0.4 ? subject : 0;
}

const DEFINING =
	/(?<!\p{L})(?:is|are|was|means?|refers? to|denotes?|defined as|stands? for|consists? of|is called|ist|sind|bedeutet|bezeichnet|est|sont|signifie|désigne|es|son|significa|है|हैं)(?!\p{L})|[=:–—]/u;

function scoreOf({ kind }: Question, { own, inContext, type, rank, form }: Features): number {
	const matter = 0.5 * own + 0.5 * inContext;
	const typed = TYPED[kind] ?? 0;
	return matter * (1 - typed * (1 - type)) + 0.06 * rank + 0.1 * form;
}

/** How much is lost where the kind of answer is not there. */
const TYPED: Partial<Record<Question["kind"], number>> = {
	number: 0.6,
	date: 0.6,
	person: 0.45,
	place: 0.3,
	reason: 0.12,
};
