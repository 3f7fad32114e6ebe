/** Passages → what of them may answer a question, each judged by its evidence. */
import type { FoundChunk } from "../../retrieval/found-chunk.ts";
import { typeShare } from "./answer-types.ts";
import { type Evidence, rowEvidence } from "./cells.ts";
import { coverage, either, type Matches, matchesOf, telling } from "./evidence.ts";
import { formOf, isFragment } from "./forms.ts";
import { withoutInstructions } from "./instructions.ts";
import type { Question } from "./question.ts";
import { type Reading, readingOf } from "./reading.ts";
import { type Unit, unitsOf } from "./units.ts";

export interface Candidate {
	unit: Unit;
	/** Place of its chunk among the passages. */
	passage: number;
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
	/** The same, of the terms that tell the candidates from each other. */
	telling: number;
	/** … with its headings, its neighbours, and its document's title. */
	inContext: number;
	/** The same, without names and numbers: what is asked of them. 1 where nothing else is asked. */
	matter: number;
	/** Whether it has what the kind of question asks for. */
	type: number;
	/** Names and numbers of the question that even its chunk lacks: 0 where none does. */
	missingNames: number;
	/** … that stand elsewhere in its chunk alone. */
	distantNames: number;
	/** Share of the question that none of the passages has word for word. */
	absent: number;
	/** The weight of the heaviest term that its chunk lacks, beside the whole question. */
	missing: number;
	/** The chunk's score beside the best one's. */
	rank: number;
	/** Of a definition or a list: whether it is one. */
	form: number;
	/** A running head or a caption's label rather than a statement. */
	fragment: number;
}

/** What a term counts that stands not in the unit itself, but in … */
const SHARES = { labels: 0.8, title: 0.6, path: 0.65, beside: 0.6, next: 0.35, block: 0.45, chunk: 0.35, named: 0.7 };
/** Weight of the words that are no names below which a question asks nothing but after them. */
const MIN_MATTER = 0.3;
/** In a title or a heading, as a part, or itself. */
const WORD_FOR_WORD = 0.59;
/** Units of one block that are read together. */
const NEAR = 3;
/** How much is lost where the kind of answer is not there. */
const TYPED: Partial<Record<Question["kind"], number>> = {
	number: 0.7,
	date: 0.75,
	person: 0.45,
	place: 0.3,
	reason: 0.12,
};

/** A chunk read: what its units say to the question, and what stands around them. */
interface Read {
	chunk: FoundChunk;
	passage: number;
	reading: Reading;
	units: readonly Unit[];
	own: readonly Evidence[];
	/** Of its title and headings. */
	around: Matches;
	/** Of all that is in it. */
	whole: Matches;
}

export function candidatesOf(question: Question, passages: readonly FoundChunk[]): Candidate[] {
	const best = passages.reduce((most, { score }) => Math.max(most, score), 0) || 1;
	const reads = passages.map((chunk, passage) => readChunk(question, chunk, passage));
	const tells = telling(
		question,
		reads.flatMap(({ own }) => own.map(({ matches }) => matches)),
	);
	const absent = absentShare(question, reads);
	return reads.flatMap((read) =>
		read.units.map((unit, place): Candidate => {
			const evidence = read.own[place] ?? { text: unit.text, start: unit.start, end: unit.end, matches: [] };
			const features = featuresOf(question, read, place, evidence, tells);
			features.rank = read.chunk.score / best;
			features.absent = absent;
			return { unit, passage: read.passage, evidence, features, score: scoreOf(question, features) };
		}),
	);
}

function readChunk(question: Question, chunk: FoundChunk, passage: number): Read {
	const reading = readingOf(chunk.content);
	// The chunk before has what is repeated in front, without the cut in its midst.
	const units = withoutInstructions(unitsOf(chunk.content, chunk.headLength + (chunk.overlapLength ?? 0)));
	const title = matchesOf(question, reading.stems(chunk.title));
	const path = matchesOf(question, reading.stems(chunk.headingPath.join(" ")));
	const around = either(
		path.map((match) => SHARES.path * match),
		title,
		SHARES.title,
	);
	const own = units.map((unit) => rowEvidence(question, unit, reading));
	const whole = own.reduce<Matches>((all, { matches }) => either(all, matches, 1), around);
	return { chunk, passage, reading, units, own, around, whole };
}

function featuresOf(
	question: Question,
	read: Read,
	place: number,
	{ text, matches }: Evidence,
	tells: number[],
): Features {
	const { reading, units, around, whole, chunk } = read;
	const unit = units[place];
	const near = nearby(question, read, place);
	const local = either(matches, near, 1);
	const inContext = either(local, either(around, inChunk(question, whole), 1), 1);
	return {
		own: coverage(question, matches),
		telling: coverage(question, matches, tells),
		inContext: coverage(question, inContext),
		matter: matterOf(question, local),
		distantNames: distantOf(question, either(local, around, 1), whole),
		type: typeShare(text, question, (name) => isAsked(question, name, reading)),
		form: unit === undefined ? 0 : formOf(question, unit, units[place + 1], reading),
		fragment:
			unit !== undefined && (isName(question, unit, reading) || (chunk.pageStart !== null && isFragment(unit))) ? 1 : 0,
		rank: 0,
		absent: 0,
		...lacks(question, whole),
	};
}

/** The caption of a table whose rows are there says what they say only where it is the table that is asked for. */
function isName({ terms }: Question, { isTableCaption = false, text }: Unit, reading: Reading): boolean {
	if (!isTableCaption) return false;
	const word = reading.stems(/\p{L}+/u.exec(text)?.[0] ?? "");
	return !terms.some(({ stems }) => stems.some((stem) => word.has(stem)));
}

/** Labels of the unit, the units beside it, and what else its block says. */
function nearby(question: Question, { reading, units, own }: Read, place: number): Matches {
	const unit = units[place];
	const labels = matchesOf(question, reading.stems((unit?.labels ?? []).join(" ")));
	let near = labels.map((match) => SHARES.labels * match);
	if (unit?.kind === "row" || unit === undefined) return near;
	for (let at = place - NEAR; at <= place + NEAR; at++) {
		const other = units[at];
		if (at === place || other === undefined || other.kind === "row") continue;
		const distance = Math.abs(other.block - unit.block);
		const share = at === place - 1 && distance <= 1 ? SHARES.beside : distance === 0 ? SHARES.block : 0;
		if (share > 0) near = either(near, own[at]?.matches ?? [], share);
		else if (at === place + 1 && distance === 1) near = either(near, own[at]?.matches ?? [], SHARES.next);
	}
	return near;
}

/** A search finds a word wherever in the library it stands: one that no passage has is nowhere, or as good as. */
function absentShare(question: Question, reads: readonly Read[]): number {
	const found = reads.reduce<Matches>(
		(all, { whole }) => either(all, whole, 1),
		question.terms.map(() => 0),
	);
	return (
		1 -
		coverage(
			question,
			found.map((match) => (match >= WORD_FOR_WORD ? 1 : 0)),
		)
	);
}

/** A name that its chunk has is what the chunk speaks of; another word may belong to any of its sentences. */
function inChunk({ terms }: Question, whole: Matches): Matches {
	return whole.map((match, at) => match * (terms[at]?.isExact === true ? SHARES.named : SHARES.chunk));
}

function distantOf({ terms }: Question, local: Matches, whole: Matches): number {
	const names = terms.flatMap(({ isExact }, at) => (isExact ? [at] : []));
	const distant = names.filter((at) => (local[at] ?? 0) < 0.4 && (whole[at] ?? 0) > 0.5);
	return names.length === 0 ? 0 : distant.length / names.length;
}

function matterOf({ terms }: Question, matches: Matches): number {
	const asked = terms.map((term, at) => ({ term, match: matches[at] ?? 0 })).filter(({ term }) => !term.isExact);
	const total = asked.reduce((sum, { term }) => sum + term.weight, 0);
	if (total < MIN_MATTER) return 1;
	return asked.reduce((sum, { term, match }) => sum + term.weight * match, 0) / total;
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
		if (lack > 0.45) missing = Math.max(missing, (weight * lack) / total);
	}
	return { missingNames: names === 0 ? 0 : Math.sqrt(missingNames / names), missing };
}

function scoreOf({ kind }: Question, features: Features): number {
	const {
		own,
		telling: tells,
		inContext,
		matter,
		missing,
		missingNames,
		distantNames,
		type,
		rank,
		form,
		fragment,
	} = features;
	const evidence = 0.15 * own + 0.25 * tells + 0.45 * inContext + 0.15 * matter;
	const typed = evidence * (1 - (TYPED[kind] ?? 0) * (1 - type)) * (1 - 0.5 * fragment);
	const lacking = 0.2 * missing + 0.2 * missingNames + 0.1 * distantNames;
	return typed + 0.05 * rank + 0.25 * form - lacking;
}
