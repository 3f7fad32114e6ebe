/** What a document names, asked of the model before the tags: they are better when it has looked for these first. */
import { objectIn, stringsOf, withoutWrapping } from "./answer.ts";
import { normalizeForModel, shortenContent } from "./prompt-content.ts";

export const ENTITY_CLASSES = [
	"document_type",
	"organization",
	"program",
	"legislation",
	"person",
	"location",
	"topic",
	"temporal",
] as const;

export type EntityClass = (typeof ENTITY_CLASSES)[number];

/** Only classes with something in them. */
export type Entities = Partial<Record<EntityClass, string[]>>;

export interface Prompt {
	system: string;
	user: string;
}

const SYSTEM =
	"You find what documents name: organizations, programs, laws, people, places, topics. You answer with one JSON object and nothing else.";

const DEMANDS = `Read the document below and answer with one JSON object of lists of strings:
- "document_type": what kind of document it is, for example circular, tender notice, annual report. Always give this list.
- "organization": bodies, ministries, companies, institutions
- "program": schemes, programmes, missions, projects
- "legislation": acts, rules, regulations, each with its year
- "person": people by name
- "location": places
- "topic": what it is about
- "temporal": years, periods, dates that matter
Give each text exactly as the document writes it and keep abbreviations. Translate what is not in English. Leave out lists that would be empty.`;

export function entityPrompt(text: string): Prompt {
	return { system: SYSTEM, user: `${DEMANDS}\n\nDocument:\n${shortenContent(normalizeForModel(text))}` };
}

/** Undefined where the answer is no object. */
export function parseEntities(answer: string): Entities | undefined {
	const parsed = objectIn(withoutWrapping(answer));
	if (parsed === undefined) return undefined;
	const entities: Entities = {};
	for (const name of ENTITY_CLASSES) {
		const values = distinct(stringsOf(parsed[name]));
		if (values.length > 0) entities[name] = values;
	}
	return entities;
}

function distinct(values: readonly string[]): string[] {
	const byKey = new Map<string, string>();
	for (const value of values.map((each) => each.trim())) {
		const key = value.toLowerCase();
		if (value !== "" && !byKey.has(key)) byKey.set(key, value);
	}
	return [...byKey.values()];
}
