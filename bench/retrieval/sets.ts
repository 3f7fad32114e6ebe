/** Questions with the passages that answer them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "./peer.ts";

export interface Passage {
	id: string;
	text: string;
	language: Language;
}

export interface Question {
	text: string;
	/** What is shown as a row of its own. */
	style: string;
	language: Language;
	/** Ids of the passages that answer it. */
	answers: readonly string[];
}

export interface QuestionSet {
	name: string;
	passages: readonly Passage[];
	questions: readonly Question[];
}

/** Paraphrased questions over pages of English manuals, from the folder `retrieval-bench`. */
export function sharedSet(folder: string): QuestionSet {
	const passages = JSON.parse(readFileSync(join(folder, "passages.json"), "utf8")) as { id: number; text: string }[];
	const questions = JSON.parse(readFileSync(join(folder, "questions.json"), "utf8")) as [number, string][];
	return {
		name: "retrieval-bench",
		passages: passages.map(({ id, text }) => ({ id: String(id), text, language: "en" })),
		questions: questions.map(([id, text]) => ({ text, style: "paraphrase", language: "en", answers: [String(id)] })),
	};
}

/** Questions of an office and a household, in several styles and three languages, over papers made up for it. */
export function ownSet(): QuestionSet {
	const passages = lines<{ id: string; title: string; text: string }>("passages.jsonl").map(({ id, title, text }) => ({
		id,
		text: `${title}\n${text}`,
		language: languageOf(id),
	}));
	const questions = lines<Omit<Question, "language">>("questions.jsonl").map((question) => ({
		...question,
		language: languageOf(question.style === "german" ? "de" : question.style === "hindi" ? "hi" : "en"),
	}));
	return { name: "office papers", passages, questions };
}

function lines<T>(name: string): T[] {
	const text = readFileSync(join(import.meta.dirname, name), "utf8");
	return text
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as T);
}

/** Of a passage by its id: `de-1`, `hi-1`, all others are English. */
function languageOf(id: string): Language {
	const [code] = id.split("-");
	return code === "de" || code === "hi" ? code : "en";
}
