/** Extraction by a language model: what it is asked of a window, and what becomes of its answer. */
import type { z } from "zod";
import { isModelError, type LanguageModel } from "../../models/models.ts";
import type { Field } from "../flow.ts";
import { Grounding } from "../grounding.ts";
import {
	answerSchema,
	EXTRACTION_ORDER,
	type ModelAnswer,
	mergeAnswers,
	type Piece,
	toPieces,
	toPrompt,
} from "../model-request.ts";
import { isOpenTable, openTable } from "../open-tables.ts";
import type { FieldResults } from "../result.ts";
import type { Window } from "./windows.ts";

/** More than the fields of most windows; some models allow no more. */
const maxOutputTokens = 4_096;
/** How often a window is halved whose answer was cut, and below how many characters it is not. */
const mostHalvings = 3;
const leastCharacters = 1_000;

/** Throws `ModelError` where the model gives no answer that can be used. */
export async function askModel(
	model: LanguageModel,
	fields: readonly Field[],
	{ blocks, lines }: Window,
	signal: AbortSignal,
): Promise<FieldResults> {
	// A model's answer needs columns by name.
	const asked = fields.filter((field) => !isOpenTable(field));
	const [piece] = toPieces(blocks, Number.POSITIVE_INFINITY);
	const answers =
		piece === undefined || asked.length === 0
			? []
			: await ask({ model, fields: asked, schema: answerSchema(asked), signal }, piece, 0);
	const found = mergeAnswers(asked, answers, new Grounding({ blocks, lines: lines.length > 0 ? lines : undefined }));
	return new Map(fields.map((field) => [field.name, found.get(field.name) ?? openTable(field, blocks)]));
}

interface Question {
	model: LanguageModel;
	fields: readonly Field[];
	schema: z.ZodType<ModelAnswer>;
	signal: AbortSignal;
}

/** An answer for the piece, or, where it does not fit into one, for each of its halves. */
async function ask(question: Question, piece: Piece, halvings: number): Promise<ModelAnswer[]> {
	const { model, fields, schema, signal } = question;
	try {
		const { value } = await model.generateObject({
			system: EXTRACTION_ORDER,
			messages: [{ role: "user", text: toPrompt(fields, piece) }],
			...{ schema, name: "fields", temperature: 0, maxOutputTokens, signal },
		});
		return [value];
	} catch (error) {
		const mayHalve = halvings < mostHalvings && piece.text.length > leastCharacters;
		if (!isModelError(error, "max_tokens") || !mayHalve) throw error;
		const answers: ModelAnswer[] = [];
		for (const text of halves(piece.text)) answers.push(...(await ask(question, { ...piece, text }, halvings + 1)));
		return answers;
	}
}

/** Cut at the end of the line that is nearest to the middle. */
function halves(text: string): [string, string] {
	const middle = Math.floor(text.length / 2);
	const [before, behind] = [text.lastIndexOf("\n", middle), text.indexOf("\n", middle)];
	const ends = [before, behind].filter((end) => end > 0);
	const [end = middle] = ends.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
	return [text.slice(0, end), text.slice(end)];
}
