/** What applying a proposal to a document would write, decided from given states: nothing here writes (contracts/library.md 14.6, 14.7). */

import { classicFields, type Field, isEmptySuggestion, type Suggestion } from "./fields.ts";
import { isWritten } from "./status.ts";

/** A correspondent, type or tag; `id` is null in a library without a server, where names are all there is. */
export interface Entity {
	id: number | null;
	name: string;
}

/** A document as its server, or the library for an upload, has it now. */
export interface DocumentState {
	title: string;
	correspondent: Entity | null;
	documentType: Entity | null;
	tags: readonly Entity[];
}

/** Everything that exists; in the server's order. */
export interface Entities {
	correspondents: readonly Entity[];
	documentTypes: readonly Entity[];
	tags: readonly Entity[];
}

export interface ApplyOptions {
	fields: readonly Field[];
	allowClearing: boolean;
	createMissingEntities: boolean;
	/** Empty where protection is off. */
	protectedTags: readonly string[];
	/** Added with the tags; undefined where it is switched off, and in a batch, which adds it to all documents at once. */
	processedTag?: string | undefined;
}

/** An entity that exists, or the name of one that is made before the document is written. */
export type Target = Entity | { create: string };

export interface Changes {
	title?: string;
	correspondent?: Target | null;
	documentType?: Target | null;
	/** The whole set. */
	tags?: readonly Target[];
}

export interface ApplyPlan {
	/** False: nothing is suggested, and the result fails with `no_suggestions`. */
	hasSuggestions: boolean;
	/** Only what differs from what is there. */
	changes: Changes;
	/** Fields that lose a value without getting another. */
	cleared: readonly Field[];
	/** Suggested names that do not exist, whether they are made or not. */
	missing: { correspondents: readonly string[]; documentTypes: readonly string[]; tags: readonly string[] };
	/** After it has been written. */
	status: "applied" | "partial";
	/** The classic fields that were not asked for, for the feedback entry `partial_applied`; undefined where there is none. */
	leftOut: readonly Field[] | undefined;
}

const nothingMissing = { correspondents: [], documentTypes: [], tags: [] };

/** `suggestion` is normalised; a processed tag that does not exist is made with the rest. */
export function planApplication(
	suggestion: Suggestion,
	state: DocumentState,
	entities: Entities,
	options: ApplyOptions,
): ApplyPlan {
	const { fields: asked } = options;
	const leftOut = classicFields.filter((field) => !asked.includes(field));
	const outcome = {
		status: leftOut.length === 0 ? ("applied" as const) : ("partial" as const),
		leftOut: leftOut.length === 0 ? undefined : leftOut,
	};
	if (isEmptySuggestion(suggestion, asked)) {
		return { hasSuggestions: false, changes: {}, cleared: [], missing: nothingMissing, ...outcome };
	}
	const changes: Changes = {};
	const cleared: Field[] = [];
	const missing: { correspondents: string[]; documentTypes: string[]; tags: string[] } = {
		correspondents: [],
		documentTypes: [],
		tags: [],
	};
	if (asked.includes("title") && suggestion.title !== null && suggestion.title !== state.title)
		changes.title = suggestion.title;
	for (const field of ["correspondent", "documentType"] as const) {
		if (!asked.includes(field)) continue;
		const name = suggestion[field];
		if (name === null) {
			if (!options.allowClearing || state[field] === null) continue;
			changes[field] = null;
			cleared.push(field);
			continue;
		}
		const target = resolve(name, entities[`${field}s`], state[field] === null ? [] : [state[field]]);
		if ("create" in target) missing[`${field}s`].push(target.create);
		if ("create" in target && !options.createMissingEntities) continue;
		if (!isSame(target, state[field])) changes[field] = target;
	}
	if (asked.includes("tags"))
		planTags(suggestion.tags, state, entities, { options, changes, cleared, missing: missing.tags });
	return { hasSuggestions: true, changes, cleared, missing, ...outcome };
}

interface TagPlan {
	options: ApplyOptions;
	changes: Changes;
	cleared: Field[];
	missing: string[];
}

function planTags(
	names: readonly string[],
	state: DocumentState,
	entities: Entities,
	{ options, changes, cleared, missing }: TagPlan,
): void {
	const isProtected = new Set(options.protectedTags.map(keyOf));
	const wanted = names
		.filter((name) => !isProtected.has(keyOf(name)))
		.map((name) => resolve(name, entities.tags, state.tags));
	for (const target of wanted) if ("create" in target) missing.push(target.create);
	const resolved = wanted.filter((target) => !("create" in target) || options.createMissingEntities);
	// Names that could not be made are no wish for an empty document.
	if (resolved.length === 0 && (wanted.length > 0 || names.length > 0 || !options.allowClearing)) return;
	const kept = state.tags.filter(({ name }) => isProtected.has(keyOf(name)));
	const processed =
		options.processedTag === undefined || resolved.length === 0
			? []
			: [resolve(options.processedTag, entities.tags, state.tags)];
	const all = unique([...resolved, ...processed, ...kept]);
	if (isSameSet(all, state.tags)) return;
	changes.tags = all;
	if (resolved.length === 0) cleared.push("tags");
}

/** What the document has already wins over another entity of the same name: names are unique per owner only. */
function resolve(name: string, entities: readonly Entity[], current: readonly Entity[]): Target {
	const key = keyOf(name);
	const isNamed = (entity: Entity): boolean => entity.name === name;
	const isLike = (entity: Entity): boolean => keyOf(entity.name) === key;
	return (
		current.find(isNamed) ?? entities.find(isNamed) ?? current.find(isLike) ?? entities.find(isLike) ?? { create: name }
	);
}

function isSame(target: Target, current: Entity | null): boolean {
	if (current === null || "create" in target) return false;
	return target.id === current.id && keyOf(target.name) === keyOf(current.name);
}

function isSameSet(targets: readonly Target[], current: readonly Entity[]): boolean {
	return (
		targets.length === current.length && targets.every((target) => current.some((entity) => isSame(target, entity)))
	);
}

function unique(targets: readonly Target[]): Target[] {
	const seen = new Set<string>();
	return targets.filter((target) => {
		const key =
			"create" in target
				? `name ${keyOf(target.create)}`
				: target.id === null
					? `name ${keyOf(target.name)}`
					: `id ${target.id}`;
		return !seen.has(key) && seen.add(key);
	});
}

function keyOf(name: string): string {
	return name.trim().toLowerCase();
}

/** Whether anything would be written. */
export function changesNothing({ changes }: ApplyPlan): boolean {
	return Object.keys(changes).length === 0;
}

/**
 * Fields that the plan would write although they are no longer what they were when the proposal was made: somebody else has been there. Compared
 * by name, as that is what a proposal remembers: well-formed, each once, and without entities whose name is hidden from us.
 */
export function conflictsOf({ changes }: ApplyPlan, seen: SeenState, live: DocumentState): Field[] {
	const conflicts: Field[] = [];
	if (changes.title !== undefined && seen.title !== live.title.toWellFormed()) conflicts.push("title");
	for (const field of ["correspondent", "documentType"] as const) {
		if (changes[field] !== undefined && seen[field] !== (live[field]?.name.toWellFormed() || null))
			conflicts.push(field);
	}
	const set = (names: readonly string[]): string =>
		JSON.stringify([...new Set(names.map((name) => name.toWellFormed()).filter((name) => name !== ""))].sort());
	if (changes.tags !== undefined && set(seen.tags) !== set(live.tags.map(({ name }) => name))) conflicts.push("tags");
	return conflicts;
}

/** What a result keeps of the document as it was when it was processed (`current*`, contracts/library.md 8.4). */
export interface SeenState {
	title: string;
	correspondent: string | null;
	documentType: string | null;
	tags: readonly string[];
}

/** The document after the changes; `created` gives the entities that were made, by kind and name. */
export function stateAfter(
	state: DocumentState,
	changes: Changes,
	created: (field: keyof Entities, name: string) => Entity,
): DocumentState {
	const made = (field: keyof Entities, target: Target): Entity =>
		"create" in target ? created(field, target.create) : target;
	const single = (field: "correspondent" | "documentType"): Entity | null => {
		const change = changes[field];
		return change === undefined ? state[field] : change === null ? null : made(`${field}s`, change);
	};
	return {
		title: changes.title ?? state.title,
		correspondent: single("correspondent"),
		documentType: single("documentType"),
		tags: changes.tags?.map((target) => made("tags", target)) ?? state.tags,
	};
}

/** The state to return to: that before the first of several applications in a row. */
export function snapshotFor(status: string, known: DocumentState | undefined, live: DocumentState): DocumentState {
	return known !== undefined && isWritten(status) ? known : live;
}

/** What brings the document back; empty where it is so already. The title only where an application has set one. */
export function planReversion(snapshot: DocumentState, live: DocumentState, wasTitleApplied: boolean): Changes {
	const changes: Changes = {};
	if (wasTitleApplied && snapshot.title !== live.title) changes.title = snapshot.title;
	for (const field of ["correspondent", "documentType"] as const) {
		const [before, now] = [snapshot[field], live[field]];
		if (before?.id !== now?.id || before?.name !== now?.name) changes[field] = before;
	}
	const isBack =
		snapshot.tags.length === live.tags.length &&
		snapshot.tags.every((tag, at) => tag.id === live.tags[at]?.id && tag.name === live.tags[at]?.name);
	if (!isBack) changes.tags = snapshot.tags;
	return changes;
}
