/** Whether a proposal may be applied without being looked at (contracts/library.md 14.10). */

import type { SeenState } from "./application.ts";
import type { Confidence, Field, Suggestion } from "./fields.ts";
import { fold } from "./folding.ts";

/** Of the settings under `ai.`. */
export interface GateSettings {
	autoApplyEnabled: boolean;
	confidenceThresholdGlobal: number;
	confidenceThresholdTitle: number;
	confidenceThresholdCorrespondent: number;
	confidenceThresholdDocumentType: number;
	confidenceThresholdTags: number;
	neverAutoCreateEntities: boolean;
	neverOverwriteNonEmpty: boolean;
	tagsOnlyAutoApply: boolean;
	autoApplyRequireAllAboveThreshold: boolean;
	autoApplyRequireNoNewEntities: boolean;
	autoApplyRequireNoClearing: boolean;
	autoApplyRequireOcrText: boolean;
	extractTitle: boolean;
	extractCorrespondent: boolean;
	extractDocumentType: boolean;
	extractTags: boolean;
}

/** Names that exist, in lower case. */
export interface ExistingNames {
	correspondents: ReadonlySet<string>;
	documentTypes: ReadonlySet<string>;
	tags: ReadonlySet<string>;
}

export interface GateQuestion {
	/** Normalised. */
	suggestion: Suggestion;
	confidence: Confidence | null;
	current: SeenState;
	hasText: boolean;
	existing: ExistingNames;
	/** Whether `extractTitle` was stored by the user: nobody is renamed by a default. */
	isTitleAskedFor: boolean;
}

export interface GateResult {
	mayApply: boolean;
	/** Sentences; empty where it may. */
	reasons: readonly string[];
	/** What would be applied. */
	fields: readonly Field[];
}

const thresholds = {
	title: "confidenceThresholdTitle",
	correspondent: "confidenceThresholdCorrespondent",
	documentType: "confidenceThresholdDocumentType",
	tags: "confidenceThresholdTags",
} as const;
const labels: Readonly<Record<Field, string>> = {
	title: "title",
	correspondent: "correspondent",
	documentType: "document type",
	tags: "tags",
};

export function gate(question: GateQuestion, settings: GateSettings): GateResult {
	const fields = autoFields(question, settings).filter((field) => !isLeftOut(field, question, settings));
	const suggested = fields.filter((field) => isSuggested(question.suggestion, field));
	const reasons: string[] = [];
	if (!settings.autoApplyEnabled) reasons.push("Auto-apply is not enabled");
	if (suggested.length === 0) reasons.push("Nothing is suggested");
	for (const field of suggested) reasons.push(...fieldReasons(field, question, settings));
	if (settings.autoApplyRequireNoNewEntities && suggested.some((field) => newNames(question, field).length > 0)) {
		reasons.push("New entities would be created");
	}
	if (settings.autoApplyRequireNoClearing && fields.some((field) => isEmptyNow(question, field))) {
		reasons.push("A field that has a value has no suggestion");
	}
	if (settings.autoApplyRequireOcrText && !question.hasText) reasons.push("The document has no text");
	return { mayApply: reasons.length === 0, reasons: [...new Set(reasons)], fields };
}

function autoFields({ isTitleAskedFor }: GateQuestion, settings: GateSettings): Field[] {
	if (settings.tagsOnlyAutoApply) return settings.extractTags ? ["tags"] : [];
	const fields: Field[] = settings.extractTitle && isTitleAskedFor ? ["title"] : [];
	if (settings.extractCorrespondent) fields.push("correspondent");
	if (settings.extractDocumentType) fields.push("documentType");
	if (settings.extractTags) fields.push("tags");
	return fields;
}

function fieldReasons(field: Field, question: GateQuestion, settings: GateSettings): string[] {
	const { suggestion, current } = question;
	const reasons: string[] = [];
	if (!isSure(field, question, settings)) {
		reasons.push(`The confidence of the ${labels[field]} is below the threshold`);
	}
	if (settings.neverAutoCreateEntities && newNames(question, field).length > 0) {
		reasons.push(`The ${labels[field]} would create an entity`);
	}
	if (settings.neverOverwriteNonEmpty && overwrites(suggestion, current, field)) {
		reasons.push(`The ${labels[field]} would overwrite a value`);
	}
	return reasons;
}

function isSure(field: Field, { confidence }: GateQuestion, settings: GateSettings): boolean {
	const threshold = Math.max(settings.confidenceThresholdGlobal, settings[thresholds[field]]);
	return confidence !== null && confidence[field] >= threshold;
}

/** Where not all fields have to be sure, those that are not stay as they are: nothing unsure is ever written unattended. */
function isLeftOut(field: Field, question: GateQuestion, settings: GateSettings): boolean {
	if (settings.autoApplyRequireAllAboveThreshold) return false;
	return isSuggested(question.suggestion, field) && !isSure(field, question, settings);
}

function isSuggested(suggestion: Suggestion, field: Field): boolean {
	return field === "tags" ? suggestion.tags.length > 0 : suggestion[field] !== null;
}

function newNames({ suggestion, existing }: GateQuestion, field: Field): string[] {
	if (field === "title") return [];
	if (field === "tags") return suggestion.tags.filter((tag) => !existing.tags.has(tag.toLowerCase()));
	const name = suggestion[field];
	return name === null || existing[`${field}s`].has(name.toLowerCase()) ? [] : [name];
}

function overwrites(suggestion: Suggestion, current: SeenState, field: Field): boolean {
	if (field === "tags") return current.tags.length > 0 && !isSameSet(suggestion.tags, current.tags);
	const [next, now] = [suggestion[field], current[field]];
	return now !== null && now !== "" && next !== null && fold(next) !== fold(now);
}

/** A value there without a suggestion for it. */
function isEmptyNow({ suggestion, current }: GateQuestion, field: Field): boolean {
	if (field === "title" || isSuggested(suggestion, field)) return false;
	return field === "tags" ? current.tags.length > 0 : current[field] !== null;
}

export function isSameSet(one: readonly string[], other: readonly string[]): boolean {
	const [a, b] = [new Set(one.map((name) => name.toLowerCase())), new Set(other.map((name) => name.toLowerCase()))];
	return a.size === b.size && [...a].every((name) => b.has(name));
}
