/** A follow-up → the question that it stands for, from what was asked before it. */
import { type Language, languageIn } from "../../retrieval/languages.ts";
import { type Word, wordsOf } from "../../retrieval/words.ts";
import { isFormal, kindOf } from "./question-words.ts";

export interface Turn {
	role: "user" | "assistant";
	content: string;
}

/** Earlier questions looked at: a follow-up of a follow-up is one of the first. */
const MAX_EARLIER = 4;
/** With more words that tell something, a question stands alone. */
const FEW_WORDS = 2;
const OPENING =
	/^\W*(?:(?:and|und|et|y|e|और|also|but|aber|mais|pero)(?![\p{L}\p{M}])|(?:what|how) about(?!\p{L})|(?:was ist|wie (?:ist|sieht) es) mit(?!\p{L})|et pour(?!\p{L})|qu['’]en est-il (?:de|du|des)(?!\p{L})|¿?qué (?:hay|pasa) (?:de|con)(?!\p{L})|के बारे में)[\s,]*/iu;
/** Words that stand for something said before. */
const POINTING =
	/(?<![\p{L}\p{M}])(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those|there|one|er|sie|es|ihn|ihm|dessen|deren|dies(?:e[rnms]?)?|dort|il|elle|ils|elles|celui-ci|celle-ci|leur|él|ella|ellos|ellas|eso|esto|ese|esa|allí|वह|वे|यह|ये|उस\p{M}*|इस\p{M}*)(?![\p{L}\p{M}])/iu;
const PREPOSITION =
	/(?<![\p{L}\p{M}])(in|for|of|from|by|with|at|to|on|during|im|für|von|aus|bei|mit|pour|en|de|du|par|à|para|por|con)\s+$/iu;
/** A slot of a question: a number with its marks, or words with capitals. */
const NUMBER = /\p{N}+(?:[-./]\p{N}+)*/gu;
const NAME = /\p{Lu}[\p{L}\p{M}\p{N}'’-]*(?:\s+\p{Lu}[\p{L}\p{M}\p{N}'’-]*)*/gu;

/** What to search and answer. The question as it is where it stands alone or nothing was asked before. */
export function rewriteQuestion(question: string, history: readonly Turn[]): string {
	const earlier = history.filter(({ role }) => role === "user").slice(-MAX_EARLIER);
	let standing = "";
	for (const { content } of earlier) standing = standing === "" ? content.trim() : resolved(content.trim(), standing);
	return standing === "" ? question : resolved(question.trim(), standing);
}

function resolved(question: string, before: string): string {
	const opening = OPENING.exec(question)?.[0] ?? "";
	const rest = question.slice(opening.length).trim();
	const telling = tellingWords(rest);
	const isShort = telling.length <= FEW_WORDS;
	if (opening !== "" && isShort && !hasVerbOfQuestion(rest)) return substituted(rest, before);
	const points = POINTING.test(question);
	if (!(points && telling.length <= 2 * FEW_WORDS) && !(isShort && (opening !== "" || isBare(rest)))) return question;
	const known = new Set(telling.map(({ text }) => text));
	const carried = tellingWords(before)
		.filter(({ text }) => !known.has(text))
		.map(({ text }) => originalOf(text, before));
	return carried.length === 0 ? question : `${question} (${carried.join(" ")})`;
}

/** "in 2006?" asks the question before once more, with 2006 in place of its year. */
function substituted(rest: string, before: string): string {
	const asked = rest.replace(/[?.!।\s]+$/u, "");
	const slot = asked.replace(
		/^(?:in|for|of|from|by|with|at|to|on|im|für|von|aus|bei|mit|pour|en|de|du|par|à|para|por|con|the|der|die|das|den|le|la|les|el|los|las|l['’])\s+/iu,
		"",
	);
	const preposition = /^\p{L}+(?=\s)/u.exec(asked)?.[0].toLowerCase();
	const isNumber = /^\p{N}/u.test(slot);
	const slots = [...before.matchAll(isNumber ? NUMBER : NAME)].filter(
		({ index }) => isNumber || !beginsSentence(before, index),
	);
	const sameShape = slots.filter(([text]) => !isNumber || text.length === slot.length);
	const samePlace = sameShape.filter(
		({ index }) => PREPOSITION.exec(before.slice(0, index))?.[1]?.toLowerCase() === preposition,
	);
	const target = samePlace.at(-1) ?? sameShape.at(-1);
	if (target === undefined || slot === "" || (!isNumber && !/^\p{Lu}/u.test(slot))) {
		return slot === "" ? before : `${before.replace(/[?.!।\s]+$/u, "")}, ${asked}?`;
	}
	return `${before.slice(0, target.index)}${slot}${before.slice(target.index + target[0].length)}`;
}

/** The first word has its capital for another reason; a name there comes with others. */
function beginsSentence(text: string, at: number): boolean {
	return /^[\s¿¡"'“„«(]*$/u.test(text.slice(0, at));
}

function hasVerbOfQuestion(rest: string): boolean {
	return /^(?:who|when|where|why|how|which|what|is|are|was|were|do|does|did|can|wer|wann|wo|warum|wie|welche\p{L}*|was|ist|sind|qui|quand|où|pourquoi|comment|combien|quel\p{L}*|quién|cuándo|dónde|cómo|cuánt\p{L}*|cuál\p{L}*)(?!\p{L})/iu.test(
		rest,
	);
}

/** A question word alone, or nothing but a word or two: "Why?", "How much?". */
function isBare(rest: string): boolean {
	const { language, words } = read(rest);
	return words.length <= 3 && kindOf(rest, language.code).kind !== "thing";
}

function tellingWords(text: string): Word[] {
	const { language, words } = read(text);
	const told = new Set(wordsOf(/^(?:how|wie|cómo)\s+\p{L}+/iu.exec(text)?.[0] ?? "").map((word) => word.text));
	return words.filter((word) => !language.isSmall(word) && !isFormal(word.text) && !told.has(word.text));
}

function read(text: string): { language: Language; words: Word[] } {
	const words = wordsOf(text).filter(({ isPart }) => isPart !== true);
	return { language: languageIn(words), words };
}

/** As it was written: a name keeps its capital. */
function originalOf(word: string, text: string): string {
	const at = text.toLowerCase().indexOf(word);
	return at < 0 ? word : text.slice(at, at + word.length);
}
