import type { Context } from "../../context.ts";
import { openLibrary } from "../../library/library.ts";
import type { AiConfig } from "../ai-config.ts";
import { listLibraryNames } from "../applying/store.ts";
import { type Classifier, openClassifier } from "../classifier.ts";
import { taughtBy } from "../embedded/learning.ts";
import type { Confidence, Suggestion } from "../fields.ts";
import { fold } from "../folding.ts";
import { type Matchers, matchersOf, normaliseSuggestion } from "../normalise.ts";
import type { ReferenceNames } from "../prompt.ts";
import { parseTagAliases } from "../tag-aliases.ts";
import type { DocumentToRead } from "./outcome.ts";
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

/** Without what the owner has refused for this very document; the library's own classifier knows that by itself. */
export function withoutRefused(
	proposed: { suggestion: Suggestion; confidence: Confidence },
	{ seen, said }: DocumentToRead,
): { suggestion: Suggestion; confidence: Confidence } {
	if (said.length === 0) return proposed;
	const { rejected } = taughtBy(seen, said);
	const { suggestion, confidence } = proposed;
	const isRefused = (name: string, names: readonly string[]) => names.some((other) => fold(other) === fold(name));
	const kept = (name: string | null, names: readonly string[]) =>
		name !== null && isRefused(name, names) ? null : name;
	const correspondent = kept(suggestion.correspondent, rejected.correspondents);
	const documentType = kept(suggestion.documentType, rejected.documentTypes);
	const tags = suggestion.tags.filter((tag) => !isRefused(tag, rejected.tags));
	return {
		suggestion: { title: suggestion.title, correspondent, documentType, tags },
		confidence: {
			title: confidence.title,
			correspondent: correspondent === null ? 0 : confidence.correspondent,
			documentType: documentType === null ? 0 : confidence.documentType,
			tags: tags.length === 0 ? 0 : confidence.tags,
		},
	};
}

function protectedTags({ protectedTagsEnabled, protectedTagNames }: AiConfig): readonly string[] {
	return protectedTagsEnabled ? protectedTagNames : [];
}

/** The library's own classifier, as the run's settings want it. */
export async function classifierFor(ctx: Context, { owner, config, names }: Work): Promise<Classifier> {
	const tags = names.tagAliases;
	return await openClassifier(ctx, owner, {
		invents: config.proposeNewNames,
		...(tags !== undefined && { aliases: { tags } }),
	});
}
