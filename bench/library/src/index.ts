/**
 * A library and its search inside workerd: `POST /table` takes the table of words, `POST /documents` texts to be indexed, `POST /search`
 * a question, both of `?owner=`; with `?lexical` the full-text index alone answers it, without words near in meaning and without contents. `POST /nothing`
 * is what a request costs by itself.
 */
import type { Context } from "../../../src/context.ts";
import { type Config, type Env, readConfig } from "../../../src/env.ts";
import { digestText } from "../../../src/lib/text-digest.ts";
import { Models } from "../../../src/models/models.ts";
import { openDatabase } from "../../../src/platform/database.ts";
import { LibraryIndex } from "../../../src/retrieval/library-index.ts";
import { indexDocuments, searchLibrary, WordTable } from "../../../src/retrieval/retrieval.ts";
import { findChunks } from "../../../src/retrieval/search.ts";

const limit = 10;
let table: WordTable | undefined;

/** Rows that D1 says were written, those of indexes and of the full-text table among them. */
let written = 0;

/** The same database, which counts what its batches write. */
function counted(db: D1Database): D1Database {
	const batch: D1Database["batch"] = async (statements) => {
		const results = await db.batch<never>(statements);
		for (const { meta } of results) written += meta.rows_written;
		return results;
	};
	return new Proxy(db, { get: (target, name) => (name === "batch" ? batch : Reflect.get(target, name).bind(target)) });
}

/** What these verbs use of a context. */
function contextOf(db: D1Database): Context {
	const config: Config = readConfig({} as Env);
	const context: Pick<Context, "db" | "config" | "models" | "now" | "wordTable"> = {
		db: openDatabase(counted(db)),
		config,
		models: new Models({ config, ai: undefined, fetch: async () => Response.error() }),
		now: () => Date.now(),
		wordTable: async () => table,
	};
	return context as Context;
}

export default {
	async fetch(request: Request, env: { DB: D1Database }): Promise<Response> {
		const ctx = contextOf(env.DB);
		const url = new URL(request.url);
		const owner = url.searchParams.get("owner") ?? "bench";
		if (url.pathname === "/table") {
			table = new WordTable(new Uint8Array(await request.arrayBuffer()));
			return Response.json({});
		}
		if (url.pathname === "/documents") return Response.json(await take(ctx, env.DB, owner, await request.json()));
		if (url.pathname === "/search") {
			const question = await request.text();
			if (!url.searchParams.has("lexical")) {
				const found = await searchLibrary(ctx, owner, question, { limit });
				return Response.json(found.map(({ documentId }) => documentId));
			}
			const index = await LibraryIndex.open(ctx, owner);
			const found = index && (await findChunks(index, question, { limit, table: undefined }));
			return Response.json(found ?? []);
		}
		return Response.json({});
	},
};

/** Writes documents as a sync does, and indexes them. */
async function take(
	ctx: Context,
	db: D1Database,
	owner: string,
	documents: { id: string; title: string; text: string }[],
): Promise<object> {
	const rows = documents.map(({ text, ...document }) => ({ ...document, ...digestText(text) }));
	const json = JSON.stringify(rows);
	await db.batch([
		db
			.prepare(
				`insert into library_documents (id, owner, source, title, fingerprint, synced_at, word_count, content_hash)
				 select value ->> 'id', ?, 'paperless', value ->> 'title', '', 0, value ->> 'wordCount', value ->> 'contentHash' from json_each(?)`,
			)
			.bind(owner, json),
		db.prepare("insert into library_texts select value ->> 'id', value ->> 'fullText' from json_each(?)").bind(json),
	]);
	const before = written;
	const { chunks } = await indexDocuments(ctx, owner);
	return { chunks, written: written - before };
}
