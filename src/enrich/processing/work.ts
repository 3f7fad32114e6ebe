import type { Context } from "../../context.ts";
import { openLibrary } from "../../library/library.ts";
import type { AiConfig } from "../ai-config.ts";
import { listLibraryNames } from "../applying/store.ts";
import type { Suggestion } from "../fields.ts";
import { type Matchers, matchersOf, normaliseSuggestion } from "../normalise.ts";
import type { ReferenceNames } from "../prompt.ts";
import { parseTagAliases } from "../tag-aliases.ts";
import type { Maker } from "./store.ts";

/** What all documents of a slice are read with. */
export interface Work {
	owner: string;
	/** As it was when the run was started. */
	config: AiConfig;
	maker: Maker;
	matchers: Matchers;
	/** What a prompt names. */
	names: ReferenceNames;
}

export async function openWork(ctx: Context, owner: string, config: AiConfig): Promise<Work> {
	const { provider, model, includeCorrespondents, includeDocumentTypes, includeTags } = config;
	const entities = await listLibraryNames(ctx, owner, (await openLibrary(ctx, owner)).number);
	const named = (kind: keyof typeof entities) => entities[kind].map(({ name }) => name);
	const known = {
		correspondents: named("correspondents"),
		documentTypes: named("documentTypes"),
		tags: named("tags"),
	};
	const aliases = config.tagAliasesEnabled ? parseTagAliases(config.tagAliasMap) : undefined;
	const isProtected = new Set(protectedTags(config).map((name) => name.toLowerCase()));
	return {
		owner,
		config,
		maker: { owner, provider, model },
		matchers: matchersOf(known, aliases === undefined ? {} : { tags: aliases }),
		names: {
			correspondents: includeCorrespondents ? known.correspondents : undefined,
			documentTypes: includeDocumentTypes ? known.documentTypes : undefined,
			tags: includeTags ? known.tags.filter((name) => !isProtected.has(name.toLowerCase())) : undefined,
			tagAliases: aliases,
		},
	};
}

/** In the library's own names, without what is protected. */
export function inLibraryNames({ matchers, config }: Work, suggestion: Suggestion): Suggestion {
	return normaliseSuggestion(suggestion, matchers, protectedTags(config));
}

function protectedTags({ protectedTagsEnabled, protectedTagNames }: AiConfig): readonly string[] {
	return protectedTagsEnabled ? protectedTagNames : [];
}
