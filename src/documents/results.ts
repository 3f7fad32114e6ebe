import { z } from "zod";
import type { Context } from "../context.ts";
import type { Assembled, Block, Figure } from "../convert/convert.ts";
import { AppError } from "../errors.ts";
import { linesOf } from "../lib/lines.ts";
import { keys } from "../platform/keys.ts";
import { ObjectWriter } from "../platform/object-writer.ts";
import type { Document } from "./store.ts";

/** A run of blocks of one page in the blocks file. */
const IndexRun = z.object({ page: z.number(), count: z.number(), offset: z.number(), length: z.number() });
const BlockIndex = z.object({ total: z.number(), runs: z.array(IndexRun) });
type BlockIndex = z.infer<typeof BlockIndex>;

const AssetsFigure = z.object({
	id: z.string(),
	title: z.string(),
	file: z.string(),
	chunk_ids: z.array(z.string()),
	index: z.number(),
	page: z.number(),
	bbox: z.array(z.number()).length(4),
});
const AssetsChunk = z.object({
	id: z.string(),
	text: z.string(),
	figure_ids: z.array(z.string()),
	page_start: z.number(),
	page_end: z.number(),
	heading_path: z.array(z.string()),
});
/** The stored form of `result.assets.json`, which is the one that the tasks API shows. */
export const Assets = z.object({
	source_type: z.string(),
	source_url: z.string().nullable(),
	final_url: z.string().nullable(),
	figures: z.array(AssetsFigure),
	chunks: z.array(AssetsChunk),
});

/**
 * Writes a conversion's results to the store while they come, so that memory does not grow with the document: Markdown,
 * chunks and blocks are streamed; only the list of figures is kept to the end.
 */
export class ResultWriter {
	readonly #files: R2Bucket;
	readonly #document: Document;
	readonly #markdown: ObjectWriter;
	readonly #assets: ObjectWriter;
	readonly #blocks: ObjectWriter;
	readonly #chunkLines: ObjectWriter;
	readonly #index: BlockIndex = { total: 0, runs: [] };
	readonly #figures: Figure[] = [];
	#chunks = 0;

	constructor(ctx: Context, document: Document) {
		const writer = (key: string, contentType: string) =>
			new ObjectWriter(ctx.files, key, { httpMetadata: { contentType } });
		this.#files = ctx.files;
		this.#document = document;
		this.#markdown = writer(keys.markdown(document.id), "text/markdown; charset=utf-8");
		this.#assets = writer(keys.assets(document.id), "application/json");
		this.#blocks = writer(keys.blocks(document.id), "application/x-ndjson");
		this.#chunkLines = writer(keys.chunks(document.id), "application/x-ndjson");
	}

	get heldBytes(): number {
		return this.#writers().reduce((sum, writer) => sum + writer.heldBytes, 0);
	}

	async add(piece: Assembled): Promise<void> {
		await this.#markdown.write(piece.markdown);
		for (const block of piece.blocks) await this.#addBlock(block);
		for (const chunk of piece.chunks) {
			const { id, text, figureIds, pageStart, pageEnd, headingPath } = chunk;
			const json = JSON.stringify({
				id,
				text,
				figure_ids: figureIds,
				page_start: pageStart,
				page_end: pageEnd,
				heading_path: headingPath,
			});
			await this.#assets.write(`${this.#chunks === 0 ? this.#assetsHead() : ","}${json}`);
			await this.#chunkLines.write(`${JSON.stringify(chunk)}\n`);
			this.#chunks += 1;
		}
		this.#figures.push(...piece.figures);
	}

	/** Makes the results visible, the index of blocks last. Gives the figures in order of their index. */
	async close(): Promise<Figure[]> {
		const figures = this.#figures.sort((a, b) => a.index - b.index);
		const list = figures.map((figure) => ({
			id: figure.id,
			title: figure.title,
			file: `figures/${figure.id}.png`,
			chunk_ids: figure.chunkIds,
			index: figure.index,
			page: figure.page,
			bbox: figure.bbox,
		}));
		await this.#assets.write(`${this.#chunks === 0 ? this.#assetsHead() : ""}],"figures":${JSON.stringify(list)}}`);
		for (const writer of this.#writers()) await writer.close();
		await this.#files.put(keys.blockIndex(this.#document.id), JSON.stringify(this.#index));
		return figures;
	}

	async abort(): Promise<void> {
		await Promise.all(this.#writers().map((writer) => writer.abort()));
	}

	#writers(): ObjectWriter[] {
		return [this.#markdown, this.#assets, this.#blocks, this.#chunkLines];
	}

	#assetsHead(): string {
		const { source, sourceUrl, finalUrl } = this.#document;
		const head = {
			source_type: source === "url" ? "URL" : "DOCUMENT",
			source_url: sourceUrl,
			final_url: finalUrl,
		};
		return `${JSON.stringify(head).slice(0, -1)},"chunks":[`;
	}

	async #addBlock(block: Block): Promise<void> {
		const offset = this.#blocks.sizeBytes;
		await this.#blocks.write(`${JSON.stringify(block)}\n`);
		const length = this.#blocks.sizeBytes - offset;
		const last = this.#index.runs.at(-1);
		if (last !== undefined && last.page === block.page) {
			last.count += 1;
			last.length += length;
		} else {
			this.#index.runs.push({ page: block.page, count: 1, offset, length });
		}
		this.#index.total += 1;
	}
}

/** The Markdown, whole or a range of it; null if the object is gone. */
export async function getMarkdown(
	ctx: Context,
	documentId: string,
	options: { range?: { offset: number; length: number } },
): Promise<R2ObjectBody | null> {
	return await ctx.files.get(keys.markdown(documentId), options);
}

export async function headMarkdown(ctx: Context, documentId: string): Promise<R2Object | null> {
	return await ctx.files.head(keys.markdown(documentId));
}

/** The stored assets as JSON text, checked to have their shape. */
export async function getAssets(ctx: Context, documentId: string): Promise<string> {
	if ((await headMarkdown(ctx, documentId)) === null) {
		throw new AppError("not_found", "Task output file missing");
	}
	const stored = await ctx.files.get(keys.assets(documentId));
	if (stored === null) throw new AppError("not_found", "Task assets file missing");
	const text = await stored.text();
	if (!Assets.safeParse(parseJson(text)).success) throw new AppError("internal", "Task assets file is invalid");
	return text;
}

/** A page of the list of blocks in reading order, of the whole document or of one of its pages. */
export async function listBlocks(
	ctx: Context,
	documentId: string,
	query: { page: number | undefined; limit: number; offset: number },
): Promise<{ items: unknown[]; total: number }> {
	const stored = await ctx.files.get(keys.blockIndex(documentId));
	if (stored === null) throw new AppError("not_found", "Task output file missing");
	const index = BlockIndex.parse(await stored.json());
	const runs = index.runs.filter((run) => query.page === undefined || run.page === query.page);
	const total = runs.reduce((sum, run) => sum + run.count, 0);
	// Blocks stand in reading order and so do their pages: what is asked for is one stretch of the file.
	const wanted = runsWithin(runs, query.offset, query.limit);
	const [first, last] = [wanted.runs.at(0), wanted.runs.at(-1)];
	if (first === undefined || last === undefined) return { items: [], total };
	const range = { offset: first.offset, length: last.offset + last.length - first.offset };
	const stretch = await ctx.files.get(keys.blocks(documentId), { range });
	if (stretch === null) throw new AppError("not_found", "Task output file missing");
	const blocks: { page: number }[] = (await stretch.text())
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line));
	const asked = blocks.filter((block) => query.page === undefined || block.page === query.page);
	const items = asked.slice(query.offset - wanted.before, query.offset - wanted.before + query.limit);
	return { items, total };
}

/** Every block, in reading order, as they stand in the store. */
export async function* readBlocks(ctx: Context, documentId: string): AsyncGenerator<Block> {
	const stored = await ctx.files.get(keys.blocks(documentId));
	if (stored === null) throw new AppError("not_found", "Task output file missing");
	for await (const line of linesOf(stored.body)) yield JSON.parse(line) as Block;
}

/** What of a stored block makes the plain text. */
const WrittenBlock = z.object({ kind: z.string(), text: z.string() });

/**
 * The first `maxUnits` UTF-16 units of a document's text, a block a line, and its first heading; empty where it has none. What a figure
 * is called stands in its caption.
 */
export async function readPlainText(
	ctx: Context,
	documentId: string,
	maxUnits: number,
): Promise<{ text: string; heading: string | null }> {
	const stored = await ctx.files.get(keys.blocks(documentId));
	if (stored === null) throw new AppError("not_found", "Task output file missing");
	let text = "";
	let heading: string | null = null;
	for await (const line of linesOf(stored.body)) {
		const block = WrittenBlock.parse(JSON.parse(line));
		if (block.kind === "heading") heading ??= block.text;
		if (block.kind !== "figure" && block.text !== "") text += `${text === "" ? "" : "\n"}${block.text}`;
		if (text.length >= maxUnits) break;
	}
	return { text: text.slice(0, maxUnits), heading };
}

/** The runs that hold blocks `offset` to `offset + limit`, and how many blocks stand before them. */
function runsWithin(runs: BlockIndex["runs"], offset: number, limit: number) {
	let [before, seen] = [0, 0];
	const within: BlockIndex["runs"] = [];
	for (const run of runs) {
		if (seen + run.count <= offset) before += run.count;
		else if (seen < offset + limit) within.push(run);
		seen += run.count;
	}
	return { runs: within, before };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
