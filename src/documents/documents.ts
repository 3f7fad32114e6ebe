import type { Context } from "../context.ts";
import type {
	FigureImage,
	OutlineEntry,
	PageRange,
	PageTree,
	Part,
	RecognizedPage,
	Source,
} from "../convert/convert.ts";
import { AppError } from "../errors.ts";
import { keys } from "../platform/keys.ts";
import { deleteObjects, openSource } from "./objects.ts";
import * as store from "./store.ts";

export { type ConvertedChunk, readChunks } from "./chunks.ts";
export { ConversionResult, conversionResultOf } from "./conversion-result.ts";
export {
	Deadline,
	DownloadFailed,
	type DownloadFault,
	downloadedChunks,
	downloadMs,
	receiveInput,
	requestDownload,
} from "./downloads.ts";
export { LineWriter, readLines, removeOldLines } from "./lines.ts";
export { deleteObjects, InputReceiver, maxInputBytes, type ReceivedInput } from "./objects.ts";
export { getInput, getThumb, headInput } from "./pictures.ts";
export {
	Assets,
	getAssets,
	getMarkdown,
	headMarkdown,
	listBlocks,
	ResultWriter,
	readBlocks,
	readPlainText,
} from "./results.ts";
export {
	type Document,
	type DocumentRow,
	expectBytes,
	type FigureRow,
	findByContent,
	findDocument,
	findDocumentOfJob,
	insertDocument,
	keepBytes,
	linkConversion,
	listDocuments,
	listOrphanOwners,
	type NewDocument,
	replaceConversion,
	replaceFigures,
	updateDocument,
} from "./store.ts";

/** The caller's document; throws `not_found` for another owner's as for one that never was. */
export async function getDocument(ctx: Context, owner: string, id: string): Promise<store.Document> {
	const document = await store.findDocument(ctx, owner, id);
	if (document === undefined) throw new AppError("not_found", "Task not found");
	return document;
}

/** The caller's document once it is converted; throws `not_ready` before, and after a failure. */
export async function getConverted(ctx: Context, owner: string, id: string): Promise<store.Document> {
	const document = await getDocument(ctx, owner, id);
	if (document.jobStatus !== "completed") throw new AppError("not_ready", "Task result not ready");
	return document;
}

/** Deletes a document and all that was made of it; throws `conflict` while it is being converted. */
export async function deleteDocument(ctx: Context, owner: string, id: string): Promise<void> {
	await getDocument(ctx, owner, id);
	const jobs = await store.listJobs(ctx, [id]);
	const gone = await store.deleteRows(ctx, [id], { idleOnly: true });
	if (gone.length === 0 && (await store.documentExists(ctx, id))) {
		throw new AppError("conflict", "Cannot delete task while processing");
	}
	await forget(ctx, [id], jobs);
}

/** Removes everything of an owner who is no more, slice by slice. */
export async function deleteAllOf(ctx: Context, owner: string): Promise<void> {
	for (;;) {
		const ids = await store.someDocumentIds(ctx, owner, 50);
		if (ids.length === 0) return;
		await deleteDocuments(ctx, ids);
	}
}

/** Removes these documents and all that was made of them, busy ones included. */
export async function deleteDocuments(ctx: Context, ids: readonly string[]): Promise<void> {
	const jobs = await store.listJobs(ctx, ids);
	await forget(ctx, await store.deleteRows(ctx, ids, { idleOnly: false }), jobs);
}

/** Removes the objects of a document that has no row; an order that came too early is ignored. */
export async function purgeDocument(ctx: Context, id: string): Promise<void> {
	if (!(await store.documentExists(ctx, id))) await discardInput(ctx, id);
}

/** The document's own bytes. */
export async function openInput(ctx: Context, id: string): Promise<Source> {
	return await openSource(ctx, keys.input(id));
}

/** One part of a long document: a PDF of its own, and the structure trees it has lost. */
export async function putPart(
	ctx: Context,
	id: string,
	{ range, bytes, trees }: { range: PageRange; bytes: Uint8Array; trees: PageTree[] },
): Promise<void> {
	await ctx.files.put(keys.partSource(id, range.first, range.last), bytes);
	if (trees.length > 0) await ctx.files.put(keys.partTrees(id, range.first, range.last), JSON.stringify(trees));
}

export async function openPart(ctx: Context, id: string, range: PageRange): Promise<Source> {
	return await openSource(ctx, keys.partSource(id, range.first, range.last));
}

/** Empty where the file is not tagged. */
export async function getPartTrees(ctx: Context, id: string, range: PageRange): Promise<PageTree[]> {
	const stored = await ctx.files.get(keys.partTrees(id, range.first, range.last));
	return stored === null ? [] : await stored.json<PageTree[]>();
}

/** The file's outline, kept until all parts are read. */
export async function putOutline(ctx: Context, id: string, outline: OutlineEntry[]): Promise<void> {
	await ctx.files.put(keys.outline(id), JSON.stringify(outline));
}

/** Empty where the file has none. */
export async function getOutline(ctx: Context, id: string): Promise<OutlineEntry[]> {
	const stored = await ctx.files.get(keys.outline(id));
	return stored === null ? [] : await stored.json<OutlineEntry[]>();
}

/** What was read of a part, kept until all parts are there. */
export async function putPartLayout(ctx: Context, id: string, range: PageRange, part: Part): Promise<void> {
	await ctx.files.put(keys.partLayout(id, range.first, range.last), JSON.stringify(part));
}

export async function getPartLayout(ctx: Context, id: string, range: PageRange): Promise<Part> {
	const stored = await ctx.files.get(keys.partLayout(id, range.first, range.last));
	if (stored === null) throw new Error(`pages ${range.first}-${range.last} of ${id} are missing from the store`);
	return await stored.json<Part>();
}

/** What was recognised of a page, kept until its part is laid out. */
export async function putRecognized(ctx: Context, id: string, recognized: RecognizedPage): Promise<void> {
	await ctx.files.put(keys.recognized(id, recognized.page), JSON.stringify(recognized));
}

export async function getRecognized(ctx: Context, id: string, page: number): Promise<RecognizedPage> {
	const stored = await ctx.files.get(keys.recognized(id, page));
	if (stored === null) throw new Error(`what was recognised of page ${page} of ${id} is missing from the store`);
	return await stored.json<RecognizedPage>();
}

export async function removeParts(ctx: Context, id: string): Promise<void> {
	await deleteObjects(ctx, keys.parts(id));
}

export async function saveFigureImage(ctx: Context, documentId: string, image: FigureImage): Promise<void> {
	await ctx.files.put(keys.figure(documentId, image.id), image.png, { httpMetadata: { contentType: "image/png" } });
}

export async function listFigures(
	ctx: Context,
	owner: string,
	id: string,
	page: { limit: number; offset: number },
): Promise<{ items: store.FigureRow[]; total: number }> {
	await getConverted(ctx, owner, id);
	return await store.listFigures(ctx, id, page);
}

export async function getFigure(ctx: Context, owner: string, id: string, index: number): Promise<store.FigureRow> {
	await getConverted(ctx, owner, id);
	return await getFigureOf(ctx, id, index);
}

/** For a signed link, whose signature has said who may see it. */
export async function getFigureOf(ctx: Context, id: string, index: number): Promise<store.FigureRow> {
	const figure = await store.findFigure(ctx, id, index);
	if (figure === undefined) throw new AppError("not_found", "Figure not found");
	return figure;
}

/** The picture of a figure; `not_found` if it is gone, `fetch_failed` if the store does not answer. */
export async function openFigureImage(ctx: Context, figure: store.FigureRow): Promise<R2ObjectBody> {
	let image: R2ObjectBody | null;
	try {
		image = await ctx.files.get(keys.figure(figure.documentId, figure.imageId));
	} catch (cause) {
		throw new AppError("fetch_failed", "Failed to fetch figure file", { cause });
	}
	if (image === null) throw new AppError("not_found", "Figure file not found");
	return image;
}

/** A page as PNG, `widthPx` pixels wide. */
export async function renderPage(
	ctx: Context,
	owner: string,
	id: string,
	query: { page: number; widthPx: number },
): Promise<Uint8Array> {
	const document = await getConverted(ctx, owner, id);
	const { format } = document;
	const isThere = query.page >= 1 && query.page <= (document.pageCount ?? 0);
	if (!isThere || (format !== "pdf" && format !== "image")) throw new AppError("not_found", "Page not found");
	return await ctx.converter.renderPage(await openInput(ctx, id), query.page, { widthPx: query.widthPx, format });
}

/** Bytes that were received but become no document. */
export async function discardInput(ctx: Context, id: string): Promise<void> {
	await deleteObjects(ctx, keys.all(id));
	await store.purged(ctx, id);
}

/** No step that lost its job is at work any longer: it notices with its next report. */
const lastWriteMs = 300_000;

/** At once what can be; the order in the outbox does the rest if the process dies here. */
async function forget(ctx: Context, ids: readonly string[], jobs: readonly store.DocumentJob[]): Promise<void> {
	const busy = new Set(jobs.flatMap(({ documentId, isOpen }) => (isOpen && documentId !== null ? [documentId] : [])));
	const remove = async (id: string) =>
		busy.has(id) ? await deleteObjects(ctx, keys.all(id)) : await discardInput(ctx, id);
	await Promise.all([...jobs.map(({ id }) => ctx.job(id).erase()), ...ids.map(remove)]);
	if (busy.size > 0) await store.purgeLater(ctx, [...busy], lastWriteMs);
}
