import type { NamedRecord } from "./records.ts";

/** Levels of tags below each other. */
export const maxDepth = 5;

type Tags = ReadonlyMap<number, NamedRecord>;

/** The parents of a tag, nearest first. */
export function ancestorsOf(tags: Tags, id: number): number[] {
	const found: number[] = [];
	for (let at = tags.get(id)?.parent ?? null; at !== null && !found.includes(at); at = tags.get(at)?.parent ?? null) {
		found.push(at);
	}
	return found;
}

export function childrenOf(tags: Tags, id: number): NamedRecord[] {
	return [...tags.values()].filter(({ parent }) => parent === id);
}

export function descendantsOf(tags: Tags, id: number): number[] {
	return childrenOf(tags, id).flatMap((child) => [child.id, ...descendantsOf(tags, child.id)]);
}

/** A document's tags after some are added, with their ancestors, and others removed, with their descendants. */
export function changedTags(tags: Tags, current: readonly number[], add: readonly number[], remove: readonly number[]) {
	const added = add.flatMap((id) => [id, ...ancestorsOf(tags, id)]);
	const removed = new Set(remove.flatMap((id) => [id, ...descendantsOf(tags, id)]));
	return [...new Set([...current, ...added])].filter((id) => !removed.has(id));
}

/** A document's tags after its list is replaced: what the new list leaves out is removed as above. */
export function replacedTags(tags: Tags, current: readonly number[], wanted: readonly number[]): number[] {
	const remove = current.filter((id) => !wanted.includes(id));
	const add = wanted.filter((id) => !current.includes(id));
	return changedTags(tags, current, add, remove);
}

/** Depth of the tree that hangs from a tag, itself included. */
export function heightOf(tags: Tags, id: number): number {
	return 1 + Math.max(0, ...childrenOf(tags, id).map((child) => heightOf(tags, child.id)));
}

export function sameTags(a: readonly number[], b: readonly number[]): boolean {
	return a.length === b.length && a.every((id) => b.includes(id));
}
