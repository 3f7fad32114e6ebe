/** What form a unit has: a definition, a list, or no statement at all. */
import { coverage, matchesOf } from "./evidence.ts";
import type { Question } from "./question.ts";
import type { Reading } from "./reading.ts";
import type { Unit } from "./units.ts";

const DEFINING =
	/(?<!\p{L})(?:(?:is|are|was) (?=(?:an?|the|any|one|defined|when|where)\b)|means?|refers? to|denotes?|defined as|stands? for|consists? of|is called|(?:ist|sind) (?=(?:ein\p{L}*|der|die|das)(?!\p{L}))|bedeutet|bezeichnet|(?:est|sont) (?=(?:une?|le|la|les)(?!\p{L}))|signifie|désigne|(?:es|son) (?=(?:una?|el|la|los|las)(?!\p{L}))|significa|है|हैं)/u;
/** Behind the subject alone. */
const EQUATING = /^[^.:=–—]{2,60}?(?:\s*=|:|\s+[–—-])\s/u;
/** Letters of a subject in front of its verb. */
const MAX_SUBJECT = 90;

/** 0 to 1: of a definition, whether what it defines stands in front of its verb; of a list, whether it is one or leads to one. */
export function formOf(question: Question, { text, kind }: Unit, next: Unit | undefined, reading: Reading): number {
	if (question.kind === "list") {
		if (/[:：]$/.test(text) && next?.kind === "item") return 1;
		return kind === "item" || (text.match(/[,;،、]/g) ?? []).length >= 2 ? 0.5 : 0;
	}
	if (question.kind !== "definition") return 0;
	const verb = DEFINING.exec(text);
	const subject = EQUATING.exec(text)?.[0] ?? (verb === null ? "" : text.slice(0, verb.index));
	if (subject === "" || subject.length > MAX_SUBJECT) return 0;
	const share = coverage(question, matchesOf(question, reading.stems(subject)));
	return share > 0.35 ? share : 0;
}

/** A running head, a page's number, a line of a table of contents: words with capitals and the number of a page. */
export function isFragment({ kind, text }: Unit): boolean {
	if (kind !== "sentence" || /[.!?:;,%€$£]/u.test(text)) return false;
	const words = text.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
	if (words.length > 12) return false;
	const long = words.filter((word) => word.length > 3);
	const capitals = long.filter((word) => /^\p{Lu}/u.test(word)).length;
	return /^\d{1,3}\s|\s\d{1,3}$/.test(text) && capitals >= 0.7 * long.length;
}
