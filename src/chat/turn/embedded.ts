import { nextTurn } from "../../lib/turn.ts";
import type { FoundChunk } from "../../retrieval/retrieval.ts";
import type { Citation } from "../citation.ts";
import { citeStretch } from "../citations.ts";
import { type AnswerPart, answerFrom } from "../extractive/answer.ts";
import { wordingIn } from "../extractive/wording.ts";
import type { Draft, Material } from "./draft.ts";
import { turnsOf } from "./found.ts";

/** An answer picked from what was found, by rules. A part whose place can't be cited is left out. */
export async function writeEmbedded({ question, found, isOfWhole, history, table, emit }: Material): Promise<Draft> {
	const answer = answerFrom(question, found, { history: turnsOf(history), table, isOfWhole });
	const parts = answer.kind === "declined" ? [] : answer.parts.flatMap((part) => cited(part, found));
	const citations = parts.flatMap(({ citation }) => citation ?? []);
	if (citations.length === 0) {
		const text = answer.kind === "declined" ? answer.text : wordingIn("en").declined;
		emit(text);
		return { text, citations: [], tokenCount: null };
	}
	let text = "";
	for (const part of parts) {
		const piece = text === "" ? part.text : ` ${part.text}`;
		text += piece;
		emit(piece);
		await nextTurn();
	}
	return { text, citations: citations.filter(isFirstOfItsPlace), tokenCount: null };
}

function cited({ text, support }: AnswerPart, found: readonly FoundChunk[]): { text: string; citation?: Citation }[] {
	if (support === null) return [{ text }];
	const chunk = found[support.passage];
	const citation = chunk === undefined ? undefined : citeStretch(chunk, support);
	return citation === undefined ? [] : [{ text, citation }];
}

function isFirstOfItsPlace({ chunkId, quote }: Citation, at: number, all: readonly Citation[]): boolean {
	return all.findIndex((other) => other.chunkId === chunkId && other.quote === quote) === at;
}
