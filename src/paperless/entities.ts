import { readShape } from "./answers.ts";
import type { Paperless } from "./connection.ts";
import { askPage, hasNext } from "./pages.ts";
import { Entity } from "./wire.ts";

export type EntityKind = "tags" | "correspondents" | "document_types" | "storage_paths";

/** Contracts/library.md 12.1. */
const pageSize = 100;

/** Walks of a list that changes meanwhile, before it is taken as it is. */
const maxWalks = 3;

export interface EntityList {
	/** By id, in the server's order. */
	entities: Map<number, Entity>;
	/** Whether as many were read as the server counts; false where the list changed during each walk. */
	isComplete: boolean;
}

/**
 * All entities of a kind that the user may see. Names are unique per owner only and case-sensitive, so that one name may
 * come several times. Throws a `PaperlessError`.
 */
export async function listEntities(paperless: Paperless, kind: EntityKind): Promise<EntityList> {
	for (let walk = 1; ; walk++) {
		const list = await walkEntities(paperless, kind, {});
		if (list.isComplete || walk === maxWalks) return list;
	}
}

/** Those of a name, ignoring case as far as the server's database does: outside ASCII it may not. */
export async function findEntities(paperless: Paperless, kind: EntityKind, name: string): Promise<Entity[]> {
	const { entities } = await walkEntities(paperless, kind, { name__iexact: name });
	return [...entities.values()];
}

async function walkEntities(
	paperless: Paperless,
	kind: EntityKind,
	filter: Readonly<Record<string, string>>,
): Promise<EntityList> {
	const entities = new Map<number, Entity>();
	// Without the parameter correspondents lack the date that the metrics show.
	const extra = kind === "correspondents" ? { last_correspondence: "true" } : {};
	for (let page = 1; ; page++) {
		const answer = await askPage(paperless, `/api/${kind}/`, { page, page_size: pageSize, ...filter, ...extra });
		if (answer === undefined) return { entities, isComplete: false };
		const before = entities.size;
		// Tags come once more inside their parents, as `children`: those are left aside.
		for (const item of answer.results) entities.set(item.id, readShape(Entity, item));
		// A server that gives the same page for ever would be asked for ever.
		if (!hasNext(answer) || entities.size === before) return { entities, isComplete: entities.size === answer.count };
	}
}

/**
 * Makes an entity of that name which the server assigns to nothing by itself. At most 128 characters. Throws `exists`
 * where its user has one of the same name, `refused`, `forbidden`. After `unreachable`, `timeout` or `broken` it may
 * exist: look with `findEntities`.
 */
export async function createEntity(
	paperless: Paperless,
	kind: Exclude<EntityKind, "storage_paths">,
	name: string,
): Promise<Entity> {
	// 0: none. The server's default is "any word" of an empty text.
	const body = { name, matching_algorithm: 0 };
	return await paperless.ask({ method: "POST", path: `/api/${kind}/`, body }, Entity);
}
