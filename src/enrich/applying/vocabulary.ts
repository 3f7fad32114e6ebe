/** The names that a proposal may use and a plan may count on: what exists, and what the plans before it will make. */

import type { ApplyPlan, Entities, Entity, Target } from "../application.ts";
import type { ExistingNames } from "../gates.ts";
import { type Matchers, matchersOf, type NameAliases } from "../normalise.ts";

export type EntityField = keyof Entities;

export class Vocabulary {
	readonly matchers: Matchers;
	readonly #entities: Record<EntityField, Entity[]>;
	readonly #byId: Record<EntityField, Map<number, string>>;
	readonly #existing: Record<EntityField, Set<string>>;

	constructor(entities: Entities, tagAliases: NameAliases = new Map()) {
		const { correspondents, documentTypes, tags } = entities;
		this.#entities = { correspondents: [...correspondents], documentTypes: [...documentTypes], tags: [...tags] };
		const numbered = (list: readonly Entity[]) => new Map(list.map(({ id, name }) => [id ?? 0, name]));
		this.#byId = {
			correspondents: numbered(correspondents),
			documentTypes: numbered(documentTypes),
			tags: numbered(tags),
		};
		const names = (list: readonly Entity[]) => list.map(({ name }) => name);
		const lower = (list: readonly Entity[]) => new Set(names(list).map((name) => name.toLowerCase()));
		this.#existing = {
			correspondents: lower(correspondents),
			documentTypes: lower(documentTypes),
			tags: lower(tags),
		};
		this.matchers = matchersOf(
			{ correspondents: names(correspondents), documentTypes: names(documentTypes), tags: names(tags) },
			{ tags: tagAliases },
		);
	}

	get entities(): Entities {
		return this.#entities;
	}

	/** The entity of a number; one that is hidden from us has no name. */
	at(field: EntityField, id: number): Entity {
		return { id, name: this.#byId[field].get(id) ?? "" };
	}

	knows(field: EntityField, id: number): boolean {
		return this.#byId[field].has(id);
	}

	/** As a plan resolves names: its own spelling before others. */
	find(field: EntityField, name: string): Entity | undefined {
		const key = name.trim().toLowerCase();
		const list = this.#entities[field];
		return (
			list.find((entity) => entity.name === name) ?? list.find((entity) => entity.name.trim().toLowerCase() === key)
		);
	}

	/** Has come into being meanwhile. */
	add(field: EntityField, entity: Entity): void {
		this.#entities[field].push(entity);
		this.#existing[field].add(entity.name.toLowerCase());
		if (entity.id !== null) this.#byId[field].set(entity.id, entity.name);
	}

	/** What the plan will make is there for the proposals after it, so that "Acme Inc." follows "Acme" instead of standing beside it. */
	expect({ changes }: ApplyPlan): void {
		for (const name of madeBy(changes.correspondent)) this.matchers.correspondents.add(name);
		for (const name of madeBy(changes.documentType)) this.matchers.documentTypes.add(name);
		for (const target of changes.tags ?? []) for (const name of madeBy(target)) this.matchers.tags.add(name);
	}

	/** In lower case; without what is only expected. */
	get existing(): ExistingNames {
		return this.#existing;
	}
}

function madeBy(target: Target | null | undefined): string[] {
	return target !== null && target !== undefined && "create" in target ? [target.create] : [];
}
