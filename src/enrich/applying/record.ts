/**
 * What an application leaves with its result, and what can be told from it later: whether a document is still as it was, or as we have left it
 * (contracts/library.md 14.6, 14.7). Pure.
 *
 * A server writes without us being told when the Worker dies under way. So before each write the result keeps what is about to be written and
 * what was there (`before`); whoever comes next looks at the document and finds out which of the two it is.
 */
import {
	type ApplyPlan,
	conflictsOf,
	type DocumentState,
	type Entity,
	type SeenState,
	snapshotFor,
} from "../application.ts";
import { type Field, fields } from "../fields.ts";
import type { ResultStatus } from "../status.ts";

/** The column `applied`. */
export interface ApplicationRecord {
	/** Null where no application has set one. */
	title: string | null;
	correspondentId: number | null;
	documentTypeId: number | null;
	/** Null of an upload, as the ids above. */
	tagIds: number[] | null;
	/** The document after it. */
	state: DocumentState;
	/** While it is not known whether that was written: the document right before. */
	before?: DocumentState | undefined;
}

/** What of a result tells how its document should be. */
export interface Standing {
	status: ResultStatus;
	/** The document as it was when it was processed. */
	current: SeenState;
	snapshot: DocumentState | null;
	record: ApplicationRecord | null;
}

/** Whether a write of ours was begun whose end is not known. */
export function isBegun({ record }: Standing): boolean {
	return record?.before !== undefined;
}

/** Whether the document holds, or may hold, what an application has written. */
function isOurs(standing: Standing): boolean {
	if (standing.record === null) return false;
	return isBegun(standing) || !["pending", "reverted", "skipped"].includes(standing.status);
}

/** Fields that the plan would write although somebody else has changed them since. `ignoredTag` comes and goes by our own hand. */
export function foreignFields(plan: ApplyPlan, standing: Standing, live: DocumentState, ignoredTag?: string): Field[] {
	const { record } = standing;
	if (record === null || !isOurs(standing)) {
		return conflictsOf(plan, without(standing.current, ignoredTag), withoutTag(live, ignoredTag));
	}
	return fields.filter((field) => plan.changes[field] !== undefined && !isKnown(field, record, live, ignoredTag));
}

function isKnown(
	field: Field,
	{ state, before }: ApplicationRecord,
	live: DocumentState,
	ignoredTag?: string,
): boolean {
	const now = withoutTag(live, ignoredTag);
	if (isSame(field, withoutTag(state, ignoredTag), now)) return true;
	if (before === undefined) return false;
	if (isSame(field, withoutTag(before, ignoredTag), now)) return true;
	// To nested tags the server adds their ancestors.
	return field === "tags" && state.tags.every((tag) => live.tags.some((other) => isEntity(tag, other)));
}

/** The state that a revert goes back to, once the plan for `live` is carried out. */
export function snapshotOf(standing: Standing, live: DocumentState): DocumentState {
	const { snapshot, record, status } = standing;
	if (snapshot === null || record === null || !isOurs(standing)) return live;
	const { before } = record;
	if (before === undefined) return snapshotFor(status === "failed" ? "applied" : status, snapshot, live);
	// What is neither as it was before nor as we wrote it was changed by somebody else, unless an earlier application stands below.
	const fromLive = (field: Field): boolean => !isKnown(field, record, live) && isSame(field, snapshot, before);
	return {
		title: fromLive("title") ? live.title : snapshot.title,
		correspondent: fromLive("correspondent") ? live.correspondent : snapshot.correspondent,
		documentType: fromLive("documentType") ? live.documentType : snapshot.documentType,
		tags: fromLive("tags") ? live.tags : snapshot.tags,
	};
}

/** The record of an application that leads to `after`; `before` while it is under way. */
export function recordOf(
	standing: Standing,
	after: DocumentState,
	{ wroteTitle, before }: { wroteTitle: boolean; before?: DocumentState },
): ApplicationRecord {
	const earlier = isOurs(standing) ? (standing.record?.title ?? null) : null;
	const hasIds = [after.correspondent, after.documentType, ...after.tags].every((entity) => entity?.id !== null);
	return {
		title: wroteTitle ? after.title : earlier,
		correspondentId: after.correspondent?.id ?? null,
		documentTypeId: after.documentType?.id ?? null,
		tagIds: hasIds ? after.tags.flatMap(({ id }) => id ?? []) : null,
		state: after,
		...(before !== undefined && { before }),
	};
}

export function isSame(field: Field, one: DocumentState, other: DocumentState): boolean {
	if (field === "title") return one.title === other.title;
	if (field !== "tags") return isEntity(one[field], other[field]);
	return (
		one.tags.length === other.tags.length && one.tags.every((tag) => other.tags.some((found) => isEntity(tag, found)))
	);
}

/** By number where there is one: names change. */
function isEntity(one: Entity | null, other: Entity | null): boolean {
	if (one === null || other === null) return one === other;
	return one.id === null || other.id === null ? one.name === other.name : one.id === other.id;
}

function withoutTag<State extends { tags: readonly Entity[] }>(state: State, tag: string | undefined): State {
	if (tag === undefined) return state;
	return { ...state, tags: state.tags.filter(({ name }) => name.toLowerCase() !== tag.toLowerCase()) };
}

function without(seen: SeenState, tag: string | undefined): SeenState {
	if (tag === undefined) return seen;
	return { ...seen, tags: seen.tags.filter((name) => name.toLowerCase() !== tag.toLowerCase()) };
}
