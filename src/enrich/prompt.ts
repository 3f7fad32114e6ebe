/** What a hosted model is asked about a document (contracts/library.md 14.1). */
import { builtInTemplate } from "./prompt-template.ts";
import { truncateText } from "./truncation.ts";

export interface Prompt {
	system: string;
	user: string;
}

/** Undefined: the user's settings leave them out. */
export interface ReferenceNames {
	correspondents?: readonly string[] | undefined;
	documentTypes?: readonly string[] | undefined;
	tags?: readonly string[] | undefined;
	/** Other spellings by tag. */
	tagAliases?: ReadonlyMap<string, readonly string[]> | undefined;
}

export interface PromptInput {
	/** The built-in one where it is empty. */
	template: string;
	names: ReferenceNames;
	title: string;
	text: string;
	maxContentLength: number;
}

const NONE = "(none provided)";

export function classificationPrompt({ template, names, title, text, maxContentLength }: PromptInput): Prompt {
	const lists: Record<string, string> = {
		existing_correspondents: listed(names.correspondents),
		existing_document_types: listed(names.documentTypes),
		existing_tags: listed(names.tags),
		tag_aliases: aliasLines(names.tagAliases),
	};
	const filled = template.trim() === "" ? builtInTemplate : template;
	return {
		// One pass: a name that looks like a placeholder stays a name.
		system: filled.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => lists[name] ?? placeholder),
		user: `## Document Title\n${title}\n\n## Document Text\n${truncateText(text, maxContentLength)}`,
	};
}

function listed(names: readonly string[] | undefined): string {
	if (names === undefined || names.length === 0) return NONE;
	return [...names].sort(ignoringCase).join(", ");
}

function aliasLines(aliases: ReadonlyMap<string, readonly string[]> | undefined): string {
	const lines = [...(aliases ?? [])].map(([name, others]) => `${name}: ${others.join(", ")}`);
	return lines.length === 0 ? NONE : lines.sort(ignoringCase).join("\n");
}

function ignoringCase(one: string, other: string): number {
	const [a, b] = [one.toLowerCase(), other.toLowerCase()];
	return a < b ? -1 : a > b ? 1 : one < other ? -1 : one > other ? 1 : 0;
}
