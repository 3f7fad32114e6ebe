import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { connectionOf, openLibrary, openServer } from "../../library/library.ts";
import {
	createEntity,
	type DocumentListing,
	type EntityKind,
	findEntities,
	isPaperlessError,
	listEntities,
	type Paperless,
	type PaperlessOptions,
} from "../../paperless/paperless.ts";
import { loadAiConfig } from "../ai-config.ts";
import type { DocumentState, Entity } from "../application.ts";
import type { NameAliases } from "../normalise.ts";
import { parseTagAliases } from "../tag-aliases.ts";
import type { Settings } from "./decision.ts";
import { type LocalDocument, listLibraryNames } from "./store.ts";
import { type EntityField, Vocabulary } from "./vocabulary.ts";

export const serverKinds = {
	correspondents: "correspondents",
	documentTypes: "document_types",
	tags: "tags",
} as const satisfies Record<EntityField, EntityKind>;

/** What applying needs of one owner's library, for one invocation: settings, the way to the server, names. */
export class Desk {
	readonly ctx: Context;
	readonly owner: string;
	/** Its number. */
	readonly library: number;
	readonly settings: Settings;
	readonly #paperless: Paperless | undefined;
	#server: Promise<Vocabulary> | undefined;
	#local: Promise<Vocabulary> | undefined;
	/** Entities that documents refer to and no list names: asked for once. */
	readonly #hidden = new Set<string>();
	/** Names that could not be made: the next document need not try. */
	readonly #refused = new Map<string, unknown>();

	private constructor(
		ctx: Context,
		owner: string,
		given: { library: number; settings: Settings; paperless: Paperless | undefined },
	) {
		this.ctx = ctx;
		this.owner = owner;
		this.library = given.library;
		this.settings = given.settings;
		this.#paperless = given.paperless;
	}

	static async open(
		ctx: Context,
		owner: string,
		options: Pick<PaperlessOptions, "signal" | "maxRetries" | "maxWaitMs" | "timeoutMs">,
	): Promise<Desk> {
		const [settings, connection, library] = await Promise.all([
			loadAiConfig(ctx, owner),
			connectionOf(ctx, owner),
			openLibrary(ctx, owner),
		]);
		const paperless = connection && openServer(ctx, connection, options);
		return new Desk(ctx, owner, { library: library.number, settings, paperless });
	}

	/** Throws `bad_request` where there is no connection. */
	get paperless(): Paperless {
		if (this.#paperless === undefined) {
			throw new AppError("bad_request", "This document is in Paperless, and there is no connection to Paperless.");
		}
		return this.#paperless;
	}

	get hasServer(): boolean {
		return this.#paperless !== undefined;
	}

	/** The names for a document of this source. Those of the server are read once. Throws a `PaperlessError`. */
	async vocabularyFor({ source }: Pick<LocalDocument, "source">): Promise<Vocabulary> {
		if (source === "upload") {
			this.#local ??= listLibraryNames(this.ctx, this.owner, this.library).then((names) => this.#vocabulary(names));
			return await this.#local;
		}
		this.#server ??= this.#readServer();
		return await this.#server;
	}

	/** The same once more where one of these documents has an entity that was not there when they were read. */
	async vocabularyOf(listings: readonly DocumentListing[]): Promise<Vocabulary> {
		const vocabulary = await this.vocabularyFor({ source: "paperless" });
		const fresh = listings
			.flatMap((listing) => strangersIn(listing, vocabulary))
			.filter((key) => !this.#hidden.has(key));
		if (fresh.length === 0) return vocabulary;
		for (const key of fresh) this.#hidden.add(key);
		this.#server = this.#readServer();
		return await this.#server;
	}

	async #readServer(): Promise<Vocabulary> {
		const { paperless } = this;
		const read = async (field: EntityField): Promise<Entity[]> => {
			const { entities } = await listEntities(paperless, serverKinds[field]);
			return [...entities.values()].map(({ id, name }) => ({ id, name }));
		};
		const [correspondents, documentTypes, tags] = await Promise.all([
			read("correspondents"),
			read("documentTypes"),
			read("tags"),
		]);
		return this.#vocabulary({ correspondents, documentTypes, tags });
	}

	#vocabulary(entities: ConstructorParameters<typeof Vocabulary>[0]): Vocabulary {
		const { tagAliasesEnabled, tagAliasMap } = this.settings.config;
		const aliases: NameAliases | undefined = tagAliasesEnabled ? parseTagAliases(tagAliasMap) : undefined;
		return new Vocabulary(entities, aliases);
	}

	/**
	 * Makes an entity that is missing, or finds the one that somebody else has made meanwhile. Throws a `PaperlessError`.
	 */
	async create(field: EntityField, name: string): Promise<Entity> {
		const vocabulary = await this.vocabularyFor({ source: "paperless" });
		const known = vocabulary.find(field, name);
		if (known !== undefined) return known;
		const key = `${field} ${name.toLowerCase()}`;
		if (this.#refused.has(key)) throw this.#refused.get(key);
		try {
			const entity = await makeEntity(this.paperless, serverKinds[field], name);
			vocabulary.add(field, entity);
			return entity;
		} catch (error) {
			this.#refused.set(key, error);
			throw error;
		}
	}
}

function strangersIn({ correspondentId, documentTypeId, tagIds }: DocumentListing, vocabulary: Vocabulary): string[] {
	const isStrange = (field: EntityField, id: number | null): boolean => id !== null && !vocabulary.knows(field, id);
	return [
		...(isStrange("correspondents", correspondentId) ? [`correspondents ${correspondentId}`] : []),
		...(isStrange("documentTypes", documentTypeId) ? [`documentTypes ${documentTypeId}`] : []),
		...tagIds.filter((id) => isStrange("tags", id)).map((id) => `tags ${id}`),
	];
}

async function makeEntity(
	paperless: Paperless,
	kind: (typeof serverKinds)[EntityField],
	name: string,
): Promise<Entity> {
	try {
		const { id, name: given } = await createEntity(paperless, kind, name);
		return { id, name: given };
	} catch (error) {
		// It exists, or an answer that was lost may have made it.
		if (!isPaperlessError(error) || !(error.reason === "exists" || error.isPassing)) throw error;
		const found = await findEntities(paperless, kind, name);
		const made = found.find((entity) => entity.name === name) ?? found[0];
		if (made === undefined) throw error;
		return { id: made.id, name: made.name };
	}
}

type Labelled = Pick<DocumentListing, "title" | "correspondentId" | "documentTypeId" | "tagIds">;

/** The document as the server has it. */
export function liveState(
	{ title, correspondentId, documentTypeId, tagIds }: Labelled,
	vocabulary: Vocabulary,
): DocumentState {
	return {
		title,
		correspondent: correspondentId === null ? null : vocabulary.at("correspondents", correspondentId),
		documentType: documentTypeId === null ? null : vocabulary.at("documentTypes", documentTypeId),
		tags: tagIds.map((id) => vocabulary.at("tags", id)),
	};
}

/** The document as the library has it; by names alone where there is no server to number them: of an upload, that is all there is. */
export function localState(document: LocalDocument, server: Vocabulary | undefined): DocumentState {
	if (document.source === "paperless" && server !== undefined) return liveState(document, server);
	const { title, correspondent, documentType, tags } = document;
	const named = (name: string | null): Entity | null => (name === null ? null : { id: null, name });
	return {
		title,
		correspondent: named(correspondent),
		documentType: named(documentType),
		tags: tags.map((name) => ({ id: null, name })),
	};
}
