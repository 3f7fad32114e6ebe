/** Tags from a hosted model: its entities, a first round, and a second where too few tags survived. */
import { AppError } from "../errors.ts";
import { tagPrompt } from "./prompt.ts";
import { type Entities, entityPrompt, type Prompt, parseEntities } from "./prompt-entities.ts";
import { type TagFilter, tagsOfAnswer } from "./tag-list.ts";
import type { TextQuality } from "./text-quality.ts";

export interface CompletionRequest {
	system: string;
	user: string;
	temperature: number;
	/** Of the answer. */
	maxTokens: number;
}

export interface Completion {
	/** Empty where the model said nothing. */
	text: string;
	/** Of question and answer together. */
	tokens: number;
}

/** Throws what the provider's failure is to be reported as. */
export type Complete = (request: CompletionRequest) => Promise<Completion>;

export interface ModelTagInput {
	title: string;
	description: string;
	text: string;
	numTags: number;
	exclusions: Iterable<string>;
	/** English name, null where it is not known. */
	languageName: string | null;
	quality: TextQuality;
	/** Off for a legacy batch. */
	asksEntities: boolean;
}

export interface ModelTags {
	/** Words parted by spaces, at most `numTags`, perhaps none. */
	tags: string[];
	/** The last answer, unchanged. */
	rawAnswer: string;
	/** Of the tagging calls. */
	tokensUsed: number;
}

export const MIN_TEXT_CHARACTERS = 50;

/** Asked for beyond what is needed, since some will not pass. */
const [SURPLUS_FACTOR, SECOND_SURPLUS] = [3, 8];
const FIRST = { temperature: 0.2, maxTokens: 700 };
const SECOND = { temperature: 0.3, maxTokens: 700 };
const ENTITIES = { temperature: 0.1, maxTokens: 1000 };

/** Throws `invalid_request` for too little text, and whatever `complete` throws while there are no tags yet. */
export async function tagByModel(input: ModelTagInput, complete: Complete): Promise<ModelTags> {
	if (input.text.trim().length < MIN_TEXT_CHARACTERS) {
		throw new AppError("invalid_request", "Insufficient text content for tag generation");
	}
	const filter = { exclusions: [...input.exclusions], keepsScript: false };
	const entities = input.asksEntities ? await findEntities(input.text, complete) : undefined;
	const ask = (collected: string[], wanted: number, options: typeof FIRST) =>
		askForTags({ input, filter, entities, collected, wanted }, options, complete);
	const most = input.numTags * SURPLUS_FACTOR;
	const first = await ask([], most, FIRST);
	if (first.tags.length >= input.numTags) return cut(first, input.numTags);
	const missing = input.numTags - first.tags.length;
	try {
		const second = await ask(first.tags, Math.min(missing + SECOND_SURPLUS, most), SECOND);
		return cut({ ...second, tokensUsed: first.tokensUsed + second.tokensUsed }, input.numTags);
	} catch (error) {
		if (first.tags.length === 0) throw error;
		return first;
	}
}

/** Best effort: tags come without entities too. */
async function findEntities(text: string, complete: Complete): Promise<Entities | undefined> {
	try {
		const { text: answer } = await complete({ ...entityPrompt(text), ...ENTITIES });
		return parseEntities(answer);
	} catch {
		return undefined;
	}
}

interface Round {
	input: ModelTagInput;
	filter: TagFilter;
	entities: Entities | undefined;
	collected: string[];
	wanted: number;
}

async function askForTags(round: Round, options: typeof FIRST, complete: Complete): Promise<ModelTags> {
	const { input, filter, entities, collected, wanted } = round;
	const prompt: Prompt = tagPrompt({
		...input,
		content: input.text,
		exclusions: filter.exclusions,
		entities,
		collected,
		wanted,
	});
	const { text, tokens } = await complete({ ...prompt, ...options });
	return { tags: tagsOfAnswer(text, filter, collected), rawAnswer: text, tokensUsed: tokens };
}

function cut(result: ModelTags, numTags: number): ModelTags {
	return { ...result, tags: result.tags.slice(0, numTags) };
}
