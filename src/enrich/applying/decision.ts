/** Whether and how a result may be applied to its document as that is now: what a preview counts and what an application does. Pure. */

import type { AiConfig } from "../ai-config.ts";
import { type ApplyOptions, type ApplyPlan, type DocumentState, planApplication } from "../application.ts";
import type { Field, Suggestion } from "../fields.ts";
import { type ExistingNames, type GateResult, gate } from "../gates.ts";
import { normaliseSuggestion } from "../normalise.ts";
import { foreignFields, snapshotOf } from "./record.ts";
import type { Applicable } from "./store.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** As a caller asks for it (contracts/library.md 8.8). */
export type AskedOptions = Pick<ApplyOptions, "fields" | "allowClearing" | "createMissingEntities">;

export interface Settings {
	config: AiConfig;
	/** Whether the owner has said that titles may be changed by themselves. */
	isTitleAskedFor: boolean;
}

/** How many are applied: a batch adds the processed tag to all documents of the server at its end. */
export type Manner = "single" | "batch";

export type Decision =
	| { kind: "nothing" }
	/** Somebody else has changed these since the proposal was made. */
	| { kind: "conflict"; fields: readonly Field[] }
	| {
			kind: "apply";
			plan: ApplyPlan;
			fields: readonly Field[];
			/** The state to go back to. */
			snapshot: DocumentState;
	  };

/** What of the settings concerns an application to a document of this source. */
export function applyOptions(
	{ config }: Settings,
	asked: AskedOptions,
	{ manner, source }: { manner: Manner; source: "paperless" | "upload" },
): ApplyOptions {
	const tag = processedTagOf(config);
	const comesLater = manner === "batch" && source === "paperless";
	return {
		...asked,
		// A tag that comes later by another way stays where it is already.
		protectedTags: [...protectedTagsOf(config), ...(tag !== undefined && comesLater ? [tag] : [])],
		processedTag: comesLater ? undefined : tag,
	};
}

export function processedTagOf({ addProcessedTag, processedTagName }: AiConfig): string | undefined {
	const name = processedTagName.trim();
	return addProcessedTag && name !== "" ? name : undefined;
}

function protectedTagsOf({ protectedTagsEnabled, protectedTagNames }: AiConfig): readonly string[] {
	return protectedTagsEnabled ? protectedTagNames : [];
}

export interface Question {
	result: Applicable;
	/** The document as it is now. */
	state: DocumentState;
	vocabulary: Vocabulary;
	settings: Settings;
	asked: AskedOptions;
	manner: Manner;
}

export function decide(question: Question): Decision {
	const { result, state, vocabulary, settings, asked, manner } = question;
	const { source } = result.document;
	const suggestion = suggestionOf(question);
	const plan = planApplication(
		suggestion,
		state,
		vocabulary.entities,
		applyOptions(settings, asked, { manner, source }),
	);
	if (!plan.hasSuggestions) return { kind: "nothing" };
	const conflicts = foreignFields(plan, result, state, processedTagOf(settings.config));
	if (conflicts.length > 0) return { kind: "conflict", fields: conflicts };
	return { kind: "apply", plan, fields: asked.fields, snapshot: snapshotOf(result, state) };
}

/** What is suggested, in the names that there are. */
function suggestionOf({
	result,
	vocabulary,
	settings,
}: Pick<Question, "result" | "vocabulary" | "settings">): Suggestion {
	return normaliseSuggestion(result.suggestion, vocabulary.matchers, protectedTagsOf(settings.config));
}

/** Whether the result may be applied without being looked at. */
export function judge(
	{ result, state, vocabulary, settings }: Pick<Question, "result" | "state" | "vocabulary" | "settings">,
	existing: ExistingNames,
): GateResult {
	return gate(
		{
			suggestion: suggestionOf({ result, vocabulary, settings }),
			confidence: result.confidence,
			current: {
				title: state.title,
				correspondent: state.correspondent?.name ?? null,
				documentType: state.documentType?.name ?? null,
				tags: state.tags.map(({ name }) => name),
			},
			hasText: result.document.wordCount > 0,
			existing,
			isTitleAskedFor: settings.isTitleAskedFor,
		},
		settings.config,
	);
}
