import { type LanguageModel, ModelError } from "../../models/models.ts";
import type { Draft, Material } from "./draft.ts";

/** An answer that a language model writes about what was found. */
export async function writeHosted(model: LanguageModel, { question, signal, emit }: Material): Promise<Draft> {
	const stream = model.streamText({ messages: [{ role: "user", text: question }], signal });
	let text = "";
	for await (const piece of stream) {
		text += piece;
		emit(piece);
	}
	if (text.trim() === "") throw new ModelError("unexpected", "The model sent no answer.");
	return { text, citations: [], tokenCount: null };
}
