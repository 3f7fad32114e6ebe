import type { Context } from "../context.ts";
import { readChunks } from "../documents/documents.ts";
import { stemOf } from "../lib/file-name.ts";
import { newId } from "../lib/ids.ts";
import { logError } from "../lib/log.ts";
import { nextTurn } from "../lib/turn.ts";
import { openLibrary } from "../library/library.ts";
import { type Chunk, type ChunkSizes, type Heading, PassageChunker, plainChunks } from "./chunk-maker.ts";
import { type ChunkOwner, ChunkWriter, removeAbandoned } from "./chunk-writer/store.ts";
import { embeddingModelOf } from "./embedding-models.ts";
import { getRagConfig, type RagConfig } from "./rag-config.ts";
import {
	findGuestDocument,
	findIndexedDocument,
	getText,
	type IndexedDocument,
	owedDocuments,
	owedOwners,
	oweEverything,
} from "./store.ts";
import { TermCode } from "./term-code.ts";
import { spaceName } from "./vectors/vector-store.ts";

/*
 * Documents → chunks in the store. A document of a library is done once its chunks are those of its text as it is now; what a run that
 * died has left undone is found by the next.
 */

/** What one statement writes at most: D1 takes 2 MB as one value, of which a character may be three bytes and a quotation mark two. */
const sliceCharacters = 400_000;
const sliceChunks = 200;
const documentsAtOnce = 50;
const dayMs = 24 * 60 * 60 * 1000;

export interface Indexed {
	indexed: number;
	failed: number;
	/** Written. */
	chunks: number;
	/** The last document that was tried; to go on with. */
	after: number;
	isMore: boolean;
}

/**
 * Indexes the owner's documents whose text has no chunks yet, in the order of their numbers from `after` on, until none is left or
 * `isOver` says so after one. One that fails is logged and left to the next run.
 */
export async function indexDocuments(
	ctx: Context,
	owner: string,
	{
		after = 0,
		isOver = async () => false,
	}: { after?: number; isOver?: (document: IndexedDocument) => Promise<boolean> } = {},
): Promise<Indexed> {
	const done: Indexed = { indexed: 0, failed: 0, chunks: 0, after, isMore: false };
	let maker: Maker | undefined;
	for (;;) {
		const owed = await owedDocuments(ctx, owner, { after: done.after, limit: documentsAtOnce });
		for (const [at, document] of owed.entries()) {
			maker ??= await makerFor(ctx, owner);
			try {
				done.chunks += await maker(document);
				done.indexed += 1;
			} catch (error) {
				logError(`the document ${document.id} was not indexed`, error);
				done.failed += 1;
			}
			done.after = document.number;
			await nextTurn();
			if (await isOver(document)) return { ...done, isMore: at + 1 < owed.length || owed.length === documentsAtOnce };
		}
		if (owed.length < documentsAtOnce) return done;
	}
}

/** What nobody has indexed for whatever reason, of some owners, and what runs that died have left behind. */
export async function indexForgotten(
	ctx: Context,
	{ owners, untilMs }: { owners: number; untilMs: number },
): Promise<void> {
	await removeAbandoned(ctx, ctx.now() - dayMs);
	for (const owner of await owedOwners(ctx, owners)) {
		if (ctx.now() > untilMs) return;
		await indexDocuments(ctx, owner, { isOver: async () => ctx.now() > untilMs });
	}
}

/**
 * Chunks of a converted document, of `owner` where one is given; of one in a library only where its text is another. Again: changes
 * nothing.
 */
export async function indexUpload(ctx: Context, documentId: string, owner?: string): Promise<void> {
	const document = await findIndexedDocument(ctx, documentId);
	if (document !== undefined) {
		if (document.isOwed && document.owner === (owner ?? document.owner))
			await (await makerFor(ctx, document.owner))(document);
		return;
	}
	const guest = await findGuestDocument(ctx, documentId);
	if (guest === undefined || guest.owner !== (owner ?? guest.owner)) return;
	const heading = { title: stemOf(guest.fileName), correspondent: null };
	const chunks = passageChunks(ctx, documentId, heading, await getRagConfig(ctx, guest.owner));
	await writeChunks(ctx, { id: documentId, library: null }, chunks);
}

/** Has all of the owner's chunks made anew by the runs that follow; those that are there serve until then. */
export async function forgetIndex(ctx: Context, owner: string): Promise<void> {
	await oweEverything(ctx, owner);
}

/** Gives how many chunks it has written. */
type Maker = (document: IndexedDocument) => Promise<number>;

async function makerFor(ctx: Context, owner: string): Promise<Maker> {
	const config = await getRagConfig(ctx, owner);
	const code = new TermCode((await openLibrary(ctx, owner)).number);
	const space = spaceOf(config);
	return async (document) => {
		const { contentHash, indexedHash } = document;
		const keptSpace = indexedHash === null ? null : space;
		const library = { contentHash, encode: (term: string) => code.encode(term), keptSpace };
		return await writeChunks(ctx, { id: document.id, library }, chunksOf(ctx, document, config));
	};
}

/** Null for the embedded model, which keeps no vectors. */
function spaceOf({ embeddingModel: model, embeddingDimensions: dimensions }: RagConfig): string | null {
	return embeddingModelOf(model).provider === "embedded" ? null : spaceName({ model, dimensions });
}

async function* chunksOf(ctx: Context, document: IndexedDocument, sizes: ChunkSizes): AsyncGenerator<Chunk> {
	if (document.source === "upload") yield* passageChunks(ctx, document.id, document, sizes);
	else yield* plainChunks(storable(await getText(ctx, document.id)), heading(document), sizes);
}

async function* passageChunks(
	ctx: Context,
	documentId: string,
	given: Heading,
	sizes: ChunkSizes,
): AsyncGenerator<Chunk> {
	const chunker = new PassageChunker(heading(given), sizes);
	for await (const passage of readChunks(ctx, documentId)) {
		yield* chunker.push({ ...passage, text: storable(passage.text), headingPath: passage.headingPath.map(storable) });
	}
}

function heading({ title, correspondent }: Heading): Heading {
	return { title: storable(title), correspondent: correspondent && storable(correspondent) };
}

async function writeChunks(ctx: Context, owner: ChunkOwner, chunks: AsyncIterable<Chunk>): Promise<number> {
	const writer = new ChunkWriter(ctx, owner, newId());
	let some: Chunk[] = [];
	let [size, count] = [0, 0];
	for await (const chunk of chunks) {
		const length = JSON.stringify(chunk).length;
		if (some.length === sliceChunks || (some.length > 0 && size + length > sliceCharacters)) {
			await writer.put(some);
			await nextTurn();
			[some, size] = [[], 0];
		}
		some.push(chunk);
		size += length;
		count += 1;
	}
	await writer.finish(some);
	return count;
}

/** What the store gives back as it was: no half of a character, and no end of a C string. As long as before. */
function storable(text: string): string {
	return text.toWellFormed().replaceAll("\0", " ");
}
