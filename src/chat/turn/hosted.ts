import { type Finish, type LanguageModel, ModelError, type Usage } from "../../models/models.ts";
import { contextOf } from "../context.ts";
import { AnswerText } from "./answer-text.ts";
import type { Draft, Material } from "./draft.ts";
import { promptFor } from "./prompt.ts";

/**
 * An answer that a language model writes about what was found. It is given no tools, and cites nothing by itself: what it names as the
 * support of a claim is looked up in the chunks. Throws `ModelError` also for an answer that is not whole.
 */
export async function writeHosted(model: LanguageModel, material: Material): Promise<Draft> {
	const { config, question, found, history, signal, emit } = material;
	const passages = contextOf(found, config.maxContextTokens);
	const { system, messages } = promptFor({ systemPrompt: config.systemPrompt, passages, history, question });
	const stream = model.streamText({ system, messages, signal });
	const answer = new AnswerText(passages);
	const show = (text: string) => {
		if (text !== "") emit(text);
	};
	for await (const piece of stream) show(answer.add(piece));
	const { text, citations, rest } = answer.end();
	if (stream.end !== undefined) refuseUnfinished(stream.end.finish);
	if (text.trim() === "") throw new ModelError("unexpected", "The model sent no answer.");
	show(rest);
	return {
		text: text.toWellFormed(),
		citations,
		tokenCount: stream.end === undefined ? null : tokensOf(stream.end.usage),
	};
}

/** Half an answer is none. */
function refuseUnfinished(finish: Finish): void {
	if (finish === "length") throw new ModelError("max_tokens", "The model's answer was cut at its greatest length.");
	if (finish === "refused") throw new ModelError("refusal", "The model declined to answer.");
}

function tokensOf({ inputTokens, outputTokens }: Usage): number | null {
	return inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0);
}
