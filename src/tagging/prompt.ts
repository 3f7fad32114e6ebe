/** What a hosted model is asked for tags. */
import { normalizeForModel, shortenContent } from "./prompt-content.ts";
import { ENTITY_CLASSES, type Entities, type Prompt } from "./prompt-entities.ts";
import type { QualityTier, TextQuality } from "./text-quality.ts";

export interface TagPromptInput {
	title: string;
	/** May be empty. */
	description: string;
	content: string;
	entities: Entities | undefined;
	/** Tags to ask for in this round. */
	wanted: number;
	/** Tags the document is to have in the end; it sets how the three lists are balanced. */
	numTags: number;
	exclusions: Iterable<string>;
	/** English name of the document's language, where it is known. */
	languageName: string | null;
	quality: TextQuality;
	/** Tags of the first round, not to be given again. */
	collected: readonly string[];
}

export interface ListSizes {
	names: number;
	subjects: number;
	actions: number;
}

const MAX_ENTITIES = 10;
const MAX_COLLECTED = 15;

const SYSTEM = `You are an expert in search tags for documents. You find the most specific terms that let a reader find exactly this document among thousands. You answer with JSON only.`;

export function tagPrompt(input: TagPromptInput): Prompt {
	const sections = [
		`Title: ${normalizeForModel(input.title)}`,
		input.description.trim() === "" ? "" : `Description: ${normalizeForModel(input.description.trim())}`,
		entitySection(input.entities),
		`Content:\n${shortenContent(normalizeForModel(input.content))}`,
		demands(input),
	];
	return { system: SYSTEM, user: sections.filter((section) => section !== "").join("\n\n") };
}

/** How the tags of a document are shared out; halves round to even. */
export function listSizes(numTags: number): ListSizes {
	const names = Math.max(1, roundHalfToEven(numTags * 0.5));
	const subjects = Math.max(1, roundHalfToEven(numTags * 0.3));
	return { names, subjects, actions: Math.max(1, numTags - names - subjects) };
}

function entitySection(entities: Entities | undefined): string {
	const lines = ENTITY_CLASSES.flatMap((name) => {
		const values = name === "document_type" ? [] : (entities?.[name] ?? []).slice(0, MAX_ENTITIES);
		return values.length === 0 ? [] : [`- ${name}: ${values.map(normalizeForModel).join("; ")}`];
	});
	return lines.length === 0 ? "" : `Found in the document (context, not tags to copy):\n${lines.join("\n")}`;
}

function demands(input: TagPromptInput): string {
	const sizes = listSizes(input.numTags);
	const lines = [
		`Give exactly ${input.wanted} tags for this document, the best first in each list, as one JSON object:`,
		'{"names": [...], "subjects": [...], "actions": [...]}',
		'- "names": schemes, programmes, acts with their year, specific organisations',
		'- "subjects": what the document is about, not what it lists',
		'- "actions": the kind of document and its purpose',
		`For every ${input.numTags} tags give ${sizes.names} names, ${sizes.subjects} subjects and ${sizes.actions} actions.`,
		"- Each tag answers the question what this document is about.",
		"- Condense long official names to the short form people use.",
		"- 1 to 5 words, in lower case, taken from the document; invent nothing.",
		"- A year only together with a name. No bare section or reference numbers, no legal boilerplate.",
		...languageDemand(input.languageName),
		...typeDemand(input.entities),
		...listed("Give no tag that equals or overlaps one of these", [...input.exclusions].sort()),
		...listed("Already collected, do not give these again", input.collected.slice(0, MAX_COLLECTED)),
		...qualityDemand(input.quality),
	];
	return lines.join("\n");
}

function languageDemand(languageName: string | null): string[] {
	if (languageName === null || languageName === "English") return ["- Write the tags in English."];
	return [`- The document is in ${languageName}. Write the tags in English: translate names and terms.`];
}

function typeDemand(entities: Entities | undefined): string[] {
	const types = entities?.document_type ?? [];
	return types.length === 0
		? []
		: [`- The document is of this type, which must be one of the actions: ${types.join("; ")}`];
}

function qualityDemand({ origin, tier }: TextQuality): string[] {
	const byTier: Record<QualityTier, string[]> = {
		high: [],
		medium:
			origin === "scanned" ? ["- The text was recognised from a scan: check names and dates before you use them."] : [],
		low: ["- The text was recognised badly: use only terms that are clearly readable."],
	};
	return byTier[tier];
}

function listed(what: string, values: readonly string[]): string[] {
	return values.length === 0 ? [] : [`- ${what}: ${values.map(normalizeForModel).join(", ")}`];
}

function roundHalfToEven(value: number): number {
	const floor = Math.floor(value);
	if (value - floor !== 0.5) return Math.round(value);
	return floor % 2 === 0 ? floor : floor + 1;
}
