import type { Context } from "../context.ts";
import {
	Deadline,
	type Document,
	discardInput,
	downloadMs,
	expectBytes,
	findByContent,
	type NewDocument,
	receiveInput,
} from "../documents/documents.ts";
import { newId } from "../lib/ids.ts";
import { findS3Connection } from "./s3.ts";
import { SourceError } from "./source-error.ts";
import { findLocal } from "./source-local.ts";
import { openS3 } from "./source-s3.ts";
import { type IncomingPdf, isUrl, openUrl } from "./source-url.ts";

/** Bytes that arrived but became no document are removed after this long: longer than a row of a batch may take. */
const keptMs = 15 * 60_000;

/** What a row names: `url`, `s3` or `local`, and the path as the user wrote it. */
export interface SourceRequest {
	type: string;
	path: string;
}

export interface SourceOptions {
	/** Ends the download when the caller gives up; its reason is thrown as it is. */
	signal?: AbortSignal;
	/** 60 s, redirects and all bytes included. */
	timeoutMs?: number;
}

/** The row of a new document, but for its job and its times. */
export type SourceDocument = Omit<NewDocument, "jobId" | "createdAt" | "updatedAt">;

interface SourceContent {
	documentId: string;
	/** Of the file, for a title where the document gives none. */
	name: string;
	sizeBytes: number;
	/** Hexadecimal. */
	sha256: string;
	/** What the engine calls the format: `pdf`, but for a `local` document of another kind. */
	format: string;
}

/**
 * Where a row's bytes are: in a document that the owner has, by its name or by its content, or in the store under the id
 * of one that has no row yet. `row` is then to be written together with `keepBytes`, or the bytes go after a while.
 */
export type OpenedSource = (SourceContent & { isNew: false }) | (SourceContent & { isNew: true; row: SourceDocument });

/**
 * Gets the bytes that a row names into the store, once per owner and content; nothing is left of what fails. Throws a
 * `SourceError` with the contract's reason; any other error is ours and worth another try.
 */
export async function openSource(
	ctx: Context,
	owner: string,
	source: SourceRequest,
	options: SourceOptions = {},
): Promise<OpenedSource> {
	const path = source.path.trim();
	const type = source.type.trim().toLowerCase();
	if (type === "local") return known(await findLocal(ctx, owner, path));
	const deadline = new Deadline(options.timeoutMs ?? downloadMs, options.signal);
	if (type === "url" || (type === "s3" && isUrl(path))) {
		return await receive(ctx, owner, await openUrl(ctx, path, deadline));
	}
	if (type === "s3")
		return await receive(ctx, owner, await openS3(ctx, await findS3Connection(ctx, owner), path, deadline));
	throw new SourceError(`Unknown source type: ${source.type}. Use 'url', 's3', or 'local'.`);
}

/**
 * The PDF behind a URL, on its way to the caller. The header has been seen when this returns, so that a refusal can still
 * be an answer; what is refused later breaks the stream. Throws a `SourceError`.
 */
export async function openPreview(
	ctx: Context,
	url: string,
	options: SourceOptions = {},
): Promise<ReadableStream<Uint8Array>> {
	// A read that waits for a slow server would otherwise outlast the reader.
	const gone = new AbortController();
	const signal = options.signal === undefined ? gone.signal : AbortSignal.any([options.signal, gone.signal]);
	const incoming = await openUrl(ctx, url.trim(), new Deadline(options.timeoutMs ?? downloadMs, signal));
	const next = async () => {
		try {
			return await incoming.chunks.next();
		} catch (error) {
			throw incoming.explain(error);
		}
	};
	let piece: IteratorResult<Uint8Array> | undefined = await next();
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = piece ?? (await next());
			piece = undefined;
			if (done) controller.close();
			// A copy, since a chunk is valid until the next is asked for.
			else controller.enqueue(value.slice());
		},
		async cancel(reason) {
			gone.abort(reason);
			await incoming.chunks.return(undefined);
		},
	});
}

async function receive(ctx: Context, owner: string, incoming: IncomingPdf): Promise<OpenedSource> {
	const documentId = newId();
	const { name, sourceUrl, finalUrl } = incoming;
	await expectBytes(ctx, documentId, keptMs);
	try {
		const { info, sizeBytes, sha256 } = await receiveInput(ctx, documentId, name, incoming.chunks);
		if (info === undefined) throw new Error(`the bytes of ${documentId} have lost their format`);
		const same = await findByContent(ctx, owner, sha256);
		if (same !== undefined) {
			await discardInput(ctx, documentId);
			return { ...known(same), name };
		}
		const { contentType, format, extension } = info;
		const stored = { sizeBytes, sha256, format };
		const row = { ...stored, id: documentId, owner, source: "url" as const, sourceUrl, finalUrl, fileName: name };
		return { documentId, name, ...stored, isNew: true, row: { ...row, contentType, extension } };
	} catch (error) {
		await discardInput(ctx, documentId);
		throw incoming.explain(error);
	}
}

function known(document: Document): SourceContent & { isNew: false } {
	return {
		documentId: document.id,
		name: document.fileName,
		sizeBytes: document.sizeBytes ?? 0,
		sha256: document.sha256 ?? "",
		format: document.format ?? "",
		isNew: false,
	};
}
