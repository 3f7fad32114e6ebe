import { and, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import { libraryDocuments } from "../../platform/library-tables.ts";
import { chunks, chunkVectors } from "../../platform/retrieval-tables.ts";
import { chunkTerms } from "../../platform/search-tables.ts";
import { documents } from "../../platform/tables.ts";
import type { Chunk } from "../chunk-maker.ts";
import { embeddedModel } from "../embedding-models.ts";

const d = libraryDocuments;
const c = chunks;

/** Whose chunks are written. In a library: with the hash of the text that they are of, and the library's number for their terms. */
export interface ChunkOwner {
	id: string;
	library: {
		contentHash: string | null;
		encode: (term: string) => string;
		/** The space whose vectors are kept where a chunk says what one before said; null: none are. */
		keptSpace: string | null;
	} | null;
}

/**
 * Writes a document's chunks in place of those before, slice by slice (each one statement's worth): all but the last are kept aside, and
 * the last batch brings all of them in at once. Where the document has gone or has another text by then, nothing changes. A run that
 * dies under way leaves what nobody finds (`removeAbandoned`).
 */
export class ChunkWriter {
	readonly #ctx: Context;
	readonly #owner: ChunkOwner;
	readonly #aside: string;
	#written = 0;

	constructor(ctx: Context, owner: ChunkOwner, token: string) {
		this.#ctx = ctx;
		this.#owner = owner;
		this.#aside = `${owner.id}~${token}`;
	}

	/** Keeps these aside. */
	async put(some: readonly Chunk[]): Promise<void> {
		await runBatch(this.#ctx.db, this.#insert(some, this.#aside));
		this.#written += some.length;
	}

	/** The last of them, perhaps none. */
	async finish(some: readonly Chunk[]): Promise<void> {
		const total = this.#written + some.length;
		const statements = total > 0 && (await this.#hasVectors()) ? this.#merge(some, total) : this.#replace(some, total);
		await runBatch(this.#ctx.db, statements);
	}

	#replace(some: readonly Chunk[], total: number): Statement[] {
		const { db } = this.#ctx;
		const { id } = this.#owner;
		const isThere = sql`exists (${this.#document()})`;
		const isWhole = sql`(select count(*) from ${c} where ${c.documentId} = ${this.#aside}) = ${this.#written}`;
		return [
			db.delete(c).where(and(eq(c.documentId, id), isThere, isWhole)),
			...this.#insert(some, id, isWhole),
			...(this.#written > 0 ? [this.#move(this.#aside, sql`${isThere} and ${isWhole}`)] : []),
			...this.#record(sql`(select count(*) from ${c} where ${c.documentId} = ${id}) = ${total}`),
		];
	}

	/**
	 * Leaves a chunk that has its vector under its number, with its vector, where one of the new ones says the same; their places may be
	 * others. The old chunks stand aside meanwhile, since no two of a document may have one place.
	 */
	#merge(some: readonly Chunk[], total: number): Statement[] {
		const { db } = this.#ctx;
		const { id } = this.#owner;
		const [before, fresh] = [`${this.#aside}~before`, `${this.#aside}~now`];
		const isWhole = sql`(select count(*) from ${c} where ${c.documentId} = ${this.#aside}) = ${total}`;
		// Sorted rather than compared with each other: a book has thousands.
		const pairs = sql`
			select max(case document_id when ${before} then number end) as old_number,
				max(case document_id when ${fresh} then number end) as new_number
			from (
				select number, document_id, content, terms,
					row_number() over (partition by content, terms, document_id order by chunk_index) as place
				from ${c} where document_id = ${fresh} or (document_id = ${before} and ${this.#isKept()}))
			group by content, terms, place having count(*) = 2`;
		const pair = sql`select new.*, old_number from (${pairs}) cross join ${c} as new on new.number = new_number`;
		return [
			...this.#insert(some, this.#aside),
			db
				.update(c)
				.set({ documentId: sql`case ${c.documentId} when ${id} then ${before} else ${fresh} end` })
				.where(sql`${c.documentId} in (${id}, ${this.#aside}) and exists (${this.#document()}) and ${isWhole}`),
			// Where there is nothing fresh that has not happened, and what follows finds nothing either.
			...this.#record(sql`exists (select 1 from ${c} where ${c.documentId} = ${fresh})`),
			db
				.update(c)
				.set({
					documentId: id,
					chunkIndex: sql`pair.chunk_index`,
					contentHash: sql`pair.content_hash`,
					overlapLength: sql`pair.overlap_length`,
					pageStart: sql`pair.page_start`,
					pageEnd: sql`pair.page_end`,
					assetsChunk: sql`pair.assets_chunk`,
					createdAt: sql`pair.created_at`,
					headingPath: sql`pair.heading_path`,
					figureIds: sql`pair.figure_ids`,
					boxes: sql`pair.boxes`,
				})
				.from(sql`(${pair}) as pair`)
				.where(sql`${c.number} = pair.old_number`),
			db
				.delete(c)
				.where(
					sql`${c.documentId} = ${fresh} and ${c.chunkIndex} in (select chunk_index from ${c} where document_id = ${id})`,
				),
			db.delete(c).where(eq(c.documentId, before)),
			this.#move(fresh, sql`true`),
		];
	}

	#isKept(): SQL {
		const space = this.#owner.library?.keptSpace ?? "";
		return sql`exists (select 1 from ${chunkVectors} where ${chunkVectors.number} = ${c.number} and ${chunkVectors.space} = ${space})`;
	}

	/** Whether the chunks before have vectors that may be kept. */
	async #hasVectors(): Promise<boolean> {
		const { id, library } = this.#owner;
		if (library === null || library.keptSpace === null) return false;
		const { db } = this.#ctx;
		const kept = db
			.select({ number: c.number })
			.from(c)
			.where(and(eq(c.documentId, id), this.#isKept()));
		return (await kept.limit(1).get()) !== undefined;
	}

	#move(from: string, condition: SQL): Statement {
		const owner = sql`(select owner from (${this.#document()}))`;
		return this.#ctx.db
			.update(c)
			.set({ documentId: this.#owner.id, owner })
			.where(and(eq(c.documentId, from), condition));
	}

	/** That the document's chunks are of its text, where that is so. */
	#record(condition: SQL): Statement[] {
		const { id, library } = this.#owner;
		if (library === null) return [];
		const { contentHash } = library;
		return [
			this.#ctx.db
				.update(d)
				.set({ indexedHash: contentHash })
				.where(and(eq(d.id, id), sql`${d.contentHash} is ${contentHash}`, condition)),
		];
	}

	/** Its row, as long as it is what the chunks are of. */
	#document(): SQL {
		const { id, library } = this.#owner;
		if (library === null) return sql`select id, owner from ${documents} where id = ${id}`;
		return sql`select id, owner from ${d} where id = ${id} and content_hash is ${library.contentHash}`;
	}

	#insert(some: readonly Chunk[], documentId: string, condition = sql`true`): Statement[] {
		if (some.length === 0) return [];
		const { db } = this.#ctx;
		const { library } = this.#owner;
		const isAside = documentId === this.#aside;
		// In the order of the table's columns.
		const rows = sql`
			select null, ${isAside ? sql`''` : sql`document.owner`}, ${documentId}, value ->> 'index', ${library?.contentHash ?? ""}, ${embeddedModel},
				value ->> 'language', value ->> 'termCount', value ->> 'tokenCount', value ->> 'headLength',
				value ->> 'overlapLength', value ->> 'pageStart', value ->> 'pageEnd', value ->> 'assetsChunk', ${this.#ctx.now()}, value ->> 'terms', value -> 'headingPath',
				value -> 'figureIds', value ->> 'content', value -> 'boxes'
			from (${this.#document()}) as document cross join json_each(${JSON.stringify(some.map(toRow))}) where ${condition}`;
		const statements: Statement[] = [db.insert(c).select(rows)];
		if (library !== null) {
			const terms = some.map(({ index, terms: words }) => [index, words.map(library.encode).join(" ")]);
			// Rows that this batch has written: of the document there are no others then.
			const coded = sql`
				select ${c.number}, value ->> 1 from json_each(${JSON.stringify(terms)}) cross join ${c}
				where ${c.documentId} = ${documentId} and ${c.chunkIndex} = value ->> 0 and exists (${this.#document()}) and ${condition}`;
			statements.push(db.insert(chunkTerms).select(coded));
		}
		return statements;
	}
}

function toRow(chunk: Chunk): unknown {
	return { ...chunk, terms: chunk.terms.join(" "), termCount: chunk.terms.length };
}

/** What runs have left behind that died a day ago. */
export async function removeAbandoned(ctx: Context, before: number): Promise<void> {
	await ctx.db.delete(c).where(and(eq(c.owner, ""), lt(c.createdAt, before)));
}
