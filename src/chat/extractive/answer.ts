/**
 * The embedded answer engine: picks of the passages found for a question the sentences, list items or table rows that answer it,
 * or says that none does. It says nothing of its own, so that whatever a document asks of it cannot be done.
 */
import type { FoundChunk } from "../../retrieval/found-chunk.ts";
import type { WordTable } from "../../retrieval/word-table.ts";
import { type Candidate, candidatesOf } from "./candidates.ts";
import { isConfident } from "./confidence.ts";
import { rewriteQuestion, type Turn } from "./follow-up.ts";
import { overviewOf } from "./overview.ts";
import { polarityOf } from "./polarity.ts";
import { type Question, readQuestion } from "./question.ts";
import { readingOf } from "./reading.ts";
import { chosenOf } from "./selection.ts";
import { askedIn } from "./whole-question.ts";
import { wordingIn } from "./wording.ts";

export type { Turn } from "./follow-up.ts";

/** Where a part of an answer stands: a passage, by its place among those given, and a stretch of its content. */
export interface Support {
	passage: number;
	start: number;
	end: number;
}

/** Parts are read one after the other; what has no support is a word of the engine's own (Yes, No). */
export interface AnswerPart {
	text: string;
	support: Support | null;
}

export type ExtractiveAnswer =
	| { kind: "answered"; parts: readonly AnswerPart[] }
	/** `text` says so in the question's language. */
	| { kind: "declined"; text: string };

export interface AnswerOptions {
	/** What was said before, oldest first. */
	history?: readonly Turn[];
	/** Missing: words near in meaning are not known. */
	table?: WordTable | undefined;
	/** `asksForWhole` says so of the question: the passages are the first of the document that it asks for. */
	isOfWhole?: boolean;
}

/** `passages` are those found for the question, or for what `rewriteQuestion` makes of it, the best first. Milliseconds of CPU. */
export function answerFrom(
	question: string,
	passages: readonly FoundChunk[],
	{ history = [], table, isOfWhole = false }: AnswerOptions = {},
): ExtractiveAnswer {
	if (isOfWhole) return overviewOf(passages, wordingIn(askedIn(question) ?? "en").declined);
	const read = readQuestion(rewriteQuestion(question, history), languagesOf(passages), table);
	const candidates = candidatesOf(read, passages).sort((a, b) => b.score - a.score);
	const [best] = candidates;
	if (best === undefined || !isConfident(read, best)) {
		return { kind: "declined", text: wordingIn(read.language).declined };
	}
	const parts = chosenOf(read, candidates).map(partOf);
	return { kind: "answered", parts: [...verdictOf(read, best), ...parts] };
}

function partOf({ evidence: { text, start, end }, passage }: Candidate): AnswerPart {
	return { text, support: { passage, start, end } };
}

function verdictOf(question: Question, best: Candidate): AnswerPart[] {
	const polarity = question.kind === "yes-no" ? polarityOf(question, best) : undefined;
	if (polarity === undefined) return [];
	const wording = wordingIn(question.language);
	return [{ text: polarity === "yes" ? wording.yes : wording.no, support: null }];
}

/** The most frequent first. */
function languagesOf(passages: readonly FoundChunk[]): string[] {
	const counts = new Map<string, number>();
	for (const { content } of passages) {
		const { code } = readingOf(content).language;
		counts.set(code, (counts.get(code) ?? 0) + 1);
	}
	return [...counts].sort(([, a], [, b]) => b - a).map(([code]) => code);
}
