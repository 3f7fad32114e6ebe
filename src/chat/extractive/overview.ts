/** The beginning of a document → what it is about: its first heading and the few sentences that say most, as they stand there. */
import type { FoundChunk } from "../../retrieval/found-chunk.ts";
import { wordsOf } from "../../retrieval/words.ts";
import { plainOf } from "../plain.ts";
import type { AnswerPart, ExtractiveAnswer } from "./answer.ts";
import type { Stems } from "./evidence.ts";
import { isFragment } from "./forms.ts";
import { withoutInstructions } from "./instructions.ts";
import { type Reading, readingOf } from "./reading.ts";
import { type Unit, unitsOf } from "./units.ts";

const MOST_SENTENCES = 4;
/** Letters of all sentences together beyond which no other is taken. */
const ENOUGH = 700;
/** Words of a sentence that says something. */
const FEWEST_WORDS = 6;
/** Letters of one that is still read at a glance. */
const LONGEST = 420;
/** Beside the best one's score, what another sentence must have. */
const LEAST_SHARE = 0.5;
/** Share of a sentence's words beyond which a chosen one says the same. */
const SAME = 0.6;
/** Sentences after which an early one counts half. */
const HALF_EARLY = 6;
/** A sentence with fewer telling words is not preferred for being short. */
const FEW_STEMS = 8;

const BOILERPLATE =
	/©|\(c\) ?\d{4}|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|सर्वाधिकार|https?:\/\/|www\.|\S@\S+\.\S|\bdoi\b|\bissn\b|\bisbn\b|(?:\.\s?){4,}|creative commons/iu;
/** The rest of a sentence that began on a page before. */
const REST = /^[^\p{L}\p{N}]*\p{Ll}|^\(\d/u;
/** What belongs to a figure or a table. */
const CAPTION =
	/^\W*(?:sources?|notes?|fig(?:ure)?|tab(?:le)?|quellen?|anmerkung|abb(?:ildung)?|tabelle|remarque|tableau|fuentes?|notas?|figura|tabla|स्रोत|चित्र|तालिका)(?![\p{L}\p{M}])(?=[.:]| ?\d)/iu;
const CONTENTS =
	/^\W*(?:(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|table des matières|índice|contenido|विषय[- ]सूची)\W*$/iu;
/** Headings whose sentences say what the rest is about. */
const SUMMING =
	/(?<!\p{L})(?:abstract|(?:executive )?summary|overview|introduction|purpose|scope|zusammenfassung|überblick|einleitung|zweck|résumé|aperçu|objet|resumen|introducción|objeto|सारांश|परिचय|प्रस्तावना)(?![\p{L}\p{M}])/iu;
/** A sentence that speaks of its document. */
const OF_ITSELF =
	/(?<!\p{L})(?:th(?:is|e present) (?:document|paper|report|study|article|guide|book|chapter|agreement|contract|policy|letter)|(?:dieser|der vorliegende) (?:bericht|artikel|vertrag|leitfaden)|diese (?:studie|richtlinie|vereinbarung)|dieses (?:dokument|buch)|(?:ce|cet|cette|le présent) (?:document|rapport|article|étude|guide|contrat|livre)|(?:este|esta|el presente) (?:documento|informe|artículo|estudio|guía|contrato|libro)|यह (?:दस्तावेज़|रिपोर्ट|लेख|अध्ययन))(?![\p{L}\p{M}])/iu;
/** Openings that lean on the sentence before. */
const LEANING =
	/^\W*(?:it|they|he|she|(?:this|these|those|that) (?:is|are|was|were|has|have|can|may|will|would|means?)|such|however|therefore|thus|also|moreover|furthermore|but|and|er|sie|es|dies|jedoch|daher|außerdem|aber|und|il|elle|ils|elles|cela|cependant|mais|et|donc|esto|pero|además|sin embargo|वह|वे|लेकिन|और)(?![\p{L}\p{M}])/iu;

/** A heading or a unit, and where it stands. */
interface Piece extends Pick<Unit, "text" | "start" | "end"> {
	passage: number;
	/** Undefined for a heading. */
	unit?: Unit;
	/** First of what stands under a heading. */
	isLead: boolean;
}

interface Sentence extends Piece {
	stems: Stems;
	score: number;
}

/** `passages` are the first of one document, in their order; `declined` is said where they have nothing to say. */
export function overviewOf(passages: readonly FoundChunk[], declined: string): ExtractiveAnswer {
	const reading = readingOf(passages.map(({ content, headLength }) => content.slice(headLength)).join("\n"));
	const pieces = withoutInstructions(passages.flatMap(piecesOf));
	const sentences = chosenOf(scored(pieces, reading, passages[0]?.title ?? ""));
	const said = sentences.length > 0 ? sentences : firstLines(pieces);
	if (said.length === 0) return { kind: "declined", text: declined };
	const heading = pieces.find(isTitle);
	const parts = said.map((piece) => partOf(piece, "."));
	return { kind: "answered", parts: heading === undefined ? parts : [partOf(heading, ":"), ...parts] };
}

/** A heading of the first chunk; one that comes later is that of a part. */
function isTitle({ unit, passage, text }: Piece): boolean {
	return unit === undefined && passage === 0 && /\p{L}/u.test(text) && !CONTENTS.test(text) && !BOILERPLATE.test(text);
}

/** `mark` ends what has no mark of its own. */
function partOf({ text, passage, start, end }: Piece, mark: string): AnswerPart {
	const closed = /[.!?:;…।。]["'”’»)\]]*(?:\[?\d{1,3}\]?)?$/u.test(text) ? text : `${text}${mark}`;
	return { text: closed, support: { passage, start, end } };
}

/** Headings and units of a chunk in the order in which they are read. */
function piecesOf({ content, headLength, overlapLength = 0 }: FoundChunk, passage: number): Piece[] {
	const from = headLength + overlapLength;
	const pieces: Omit<Piece, "isLead">[] = unitsOf(content, from).map((unit) => ({ ...unit, unit, passage }));
	const inCode = pieces.filter(({ unit }) => unit?.kind === "code");
	for (const match of content.slice(from).matchAll(/^#{1,6}[ \t].*$/gm)) {
		const [line] = match;
		const start = from + match.index;
		if (inCode.some((code) => code.start <= start && start < code.end)) continue;
		pieces.push({ text: plainOf(line), start, end: start + line.length, passage });
	}
	const inOrder = pieces.filter(({ text }) => text !== "").sort((a, b) => a.start - b.start);
	return inOrder.map((piece, at) => ({ ...piece, isLead: at > 0 && inOrder[at - 1]?.unit === undefined }));
}

/** The sentences that may be said, in their order, by how much of the document's frequent words they have and how early they stand. */
function scored(pieces: readonly Piece[], reading: Reading, title: string): Sentence[] {
	const read = pieces.map((piece) => ({ ...piece, stems: reading.stems(piece.text) }));
	const counts = new Map<string, number>();
	for (const stems of [reading.stems(title), ...read.map((piece) => piece.stems)]) {
		for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	}
	const texts = new Map<string, number>();
	for (const { text } of read) texts.set(text, (texts.get(text) ?? 0) + 1);
	const sayable = read.filter((piece) => texts.get(piece.text) === 1 && isSayable(piece));
	const centralities = sayable.map(({ stems }) => centralityOf(stems, counts));
	const most = Math.max(...centralities, Number.MIN_VALUE);
	return sayable.map((piece, at) => ({
		...piece,
		score: scoreOf(piece, at, (centralities[at] ?? 0) / most),
	}));
}

/** A word that stands once says nothing of the whole. */
function centralityOf(stems: Stems, counts: ReadonlyMap<string, number>): number {
	let sum = 0;
	for (const stem of stems) if (!/^\p{N}+$/u.test(stem)) sum += Math.log(counts.get(stem) ?? 1);
	return sum / Math.sqrt(Math.max(stems.size, FEW_STEMS));
}

function scoreOf({ text, unit, isLead }: Piece, at: number, central: number): number {
	const early = 1 / (1 + at / HALF_EARLY);
	const summing = unit?.labels?.some((label) => SUMMING.test(label)) === true ? 0.25 : 0;
	const own = OF_ITSELF.test(text) ? 0.15 : 0;
	const score = 0.45 * central + 0.4 * early + (isLead ? 0.15 : 0) + summing + own;
	return score * (LEANING.test(text) ? 0.75 : 1) * (unit?.kind === "item" ? 0.7 : 1);
}

/** A whole sentence of running text: no line of a form, no running head, nothing about rights and addresses. */
function isSayable({ text, unit }: Piece): boolean {
	if (unit === undefined || unit.kind === "row" || unit.kind === "code" || unit.isTableCaption === true) return false;
	if (text.length > LONGEST || wordsOf(text).length < FEWEST_WORDS || REST.test(text) || CAPTION.test(text))
		return false;
	if (!/[.!।。]["'”’»)\]]*(?:\[?\d{1,3}\]?)?$/u.test(text)) return false;
	if (BOILERPLATE.test(text) || isFragment(unit)) return false;
	const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
	return letters >= 0.6 * text.length;
}

/** Of a form, an invoice, a table, which have no running text: the lines that it begins with. */
function firstLines(pieces: readonly Piece[]): Piece[] {
	const lines = pieces.filter(({ text, unit }) => {
		const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
		const isLine = unit !== undefined && unit.kind !== "code" && !isFragment(unit) && !BOILERPLATE.test(text);
		return isLine && text.length <= LONGEST && letters >= 0.4 * text.length;
	});
	return lines.slice(0, MOST_SENTENCES).map((line) => ({ ...line, text: line.text.replaceAll(" | ", ", ") }));
}

function chosenOf(sentences: readonly Sentence[]): Sentence[] {
	const byScore = [...sentences].sort((a, b) => b.score - a.score);
	const least = (byScore[0]?.score ?? 0) * LEAST_SHARE;
	const chosen: Sentence[] = [];
	let length = 0;
	for (const sentence of byScore) {
		if (chosen.length === MOST_SENTENCES || sentence.score < least) break;
		if (length > 0 && length + sentence.text.length > ENOUGH) continue;
		if (chosen.some((other) => isSame(sentence.stems, other.stems))) continue;
		chosen.push(sentence);
		length += sentence.text.length;
	}
	return chosen.sort((a, b) => a.passage - b.passage || a.start - b.start);
}

function isSame(one: Stems, other: Stems): boolean {
	let shared = 0;
	for (const stem of one) if (other.has(stem)) shared++;
	return shared > SAME * Math.min(one.size, other.size);
}
