import type { Context } from "../../context.ts";
import { newId } from "../../lib/ids.ts";
import { logError } from "../../lib/log.ts";
import { digestText } from "../../lib/text-digest.ts";
import { nextTurn } from "../../lib/turn.ts";
import {
	type DocumentBatch,
	type FullDocument,
	fingerprintOf,
	getDocument,
	getDocuments,
	isPaperlessError,
	listingFingerprintOf,
	maxDocumentBytes,
} from "../../paperless/paperless.ts";
import { runBatch } from "../../platform/database.ts";
import type { SyncRun } from "./run.ts";
import { documentStatements, fingerprintsOf, type Met, recordMet, type SyncedDocument } from "./store.ts";

/** UTF-16 units of text that one transaction writes at most, but for a single document's. */
const unitsABatch = 500_000;
/** Documents asked for one by one where the server breaks on several at once; as many failures in a row mean the server, not them. */
const singles = 25;
const failuresOfTheServer = 5;

/**
 * Fetches documents with their texts and writes what has changed, batch by batch, until all are done or `isOver` says so after one; gives
 * the ids that are left. What became of each is recorded with it, in the same transaction, so that a run that begins again after any part
 * counts nothing twice. Throws a `PaperlessError` where the server itself fails.
 */
export async function fetchDocuments(
	ctx: Context,
	run: SyncRun,
	ids: readonly number[],
	isOver: () => Promise<boolean>,
): Promise<number[]> {
	const left = new Set(ids);
	while (left.size > 0) {
		try {
			for await (const batch of getDocuments(run.paperless, "full", [...left])) {
				for (const id of await takeBatch(ctx, run, batch)) left.delete(id);
				if (left.size > 0 && (await isOver())) return [...left];
				await nextTurn();
			}
			return [...left];
		} catch (error) {
			// A page of several that the server can't make, since it breaks on one of them.
			if (!isPaperlessError(error, "server") || error.status !== 500) throw error;
			for (const id of await fetchSingles(ctx, run, [...left].slice(0, singles))) left.delete(id);
			if (left.size > 0 && (await isOver())) return [...left];
		}
	}
	return [];
}

/** Gives the ids that are dealt with. */
async function takeBatch(ctx: Context, run: SyncRun, batch: DocumentBatch<FullDocument>): Promise<number[]> {
	await writeDocuments(ctx, run, batch.documents);
	const failed: Met[] = [
		...batch.unreadable.map(({ id, reason }) => failure({ id }, reason)),
		...batch.tooLargeIds.map((id) => failure({ id }, `its text takes more than ${maxDocumentBytes / 2 ** 20} MB`)),
	];
	if (failed.length > 0) await runBatch(ctx.db, [recordMet(ctx.db, run, failed)]);
	const absent = await fetchSingles(ctx, run, batch.missingIds);
	return [...batch.documents.map(({ id }) => id), ...failed.map(({ paperlessId }) => paperlessId), ...absent];
}

/** Documents asked for each by itself: one that is gone by now is left to the walk, one that is refused has failed. */
async function fetchSingles(ctx: Context, run: SyncRun, ids: readonly number[]): Promise<readonly number[]> {
	let failures = 0;
	for (const id of ids) {
		try {
			await writeDocuments(ctx, run, [await getDocument(run.paperless, "full", id)]);
			failures = 0;
		} catch (error) {
			if (!isPaperlessError(error)) throw error;
			if (error.reason === "gone") continue;
			const isOfTheServer = error.reason === "server" && error.status === 500;
			const isOfTheDocument = ["forbidden", "malformed", "too-large"].includes(error.reason);
			if (!isOfTheDocument && !isOfTheServer) throw error;
			failures += isOfTheServer ? 1 : 0;
			if (failures >= failuresOfTheServer) throw error;
			await runBatch(ctx.db, [recordMet(ctx.db, run, [failure({ id }, error.message)])]);
		}
	}
	return ids;
}

/** Writes those that are new or changed; one that can't be written is recorded and does not keep the others from it. */
async function writeDocuments(ctx: Context, run: SyncRun, documents: readonly FullDocument[]): Promise<void> {
	const known = await fingerprintsOf(
		ctx,
		run.owner,
		documents.map(({ id }) => id),
	);
	const unchanged: Met[] = [];
	const changed: Written[] = [];
	for (const document of documents) {
		const { id } = document;
		const fingerprint = fingerprintOf(document);
		if (known.get(id) === fingerprint) unchanged.push({ paperlessId: id, outcome: "skipped" });
		else changed.push({ document, fingerprint, outcome: known.has(id) ? "updated" : "inserted" });
	}
	if (unchanged.length > 0) await runBatch(ctx.db, [recordMet(ctx.db, run, unchanged)]);
	for (const some of bySize(changed)) {
		try {
			await write(ctx, run, some);
		} catch (error) {
			if (some.length === 1) await recordUnwritten(ctx, run, some, error);
			else
				for (const one of some) await write(ctx, run, [one]).catch((cause) => recordUnwritten(ctx, run, [one], cause));
		}
	}
}

interface Written {
	document: FullDocument;
	fingerprint: string;
	outcome: "inserted" | "updated";
}

async function write(ctx: Context, run: SyncRun, some: readonly Written[]): Promise<void> {
	const rows = some.map(({ document, fingerprint }) => toRow(document, fingerprint));
	const outcomes = some.map(({ document, outcome }): Met => ({ paperlessId: document.id, outcome }));
	await runBatch(ctx.db, documentStatements(ctx, run, rows, outcomes));
}

/** Throws where the store takes nothing at all: then it is not the document. */
async function recordUnwritten(ctx: Context, run: SyncRun, some: readonly Written[], error: unknown): Promise<void> {
	const failed = some.map(({ document }) => failure(document, "it could not be stored"));
	await runBatch(ctx.db, [recordMet(ctx.db, run, failed)]);
	logError(`sync ${run.job}: documents ${failed.map(({ paperlessId }) => paperlessId).join()} were not stored`, error);
}

/** What the store takes unchanged: half a surrogate pair would come back as something else. */
function toRow(document: FullDocument, fingerprint: string): SyncedDocument {
	const { fullText, wordCount, contentHash } = digestText(document.content);
	return {
		id: newId(),
		paperlessId: document.id,
		title: document.title.toWellFormed(),
		fingerprint,
		listingHash: listingFingerprintOf(document),
		correspondentId: document.correspondentId,
		documentTypeId: document.documentTypeId,
		tagIds: [...new Set(document.tagIds)].sort((a, b) => a - b),
		created: document.created,
		added: document.added,
		modified: document.modified,
		wordCount,
		contentHash,
		fullText: fullText.toWellFormed(),
	};
}

function* bySize(documents: readonly Written[]): Generator<Written[]> {
	let some: Written[] = [];
	let units = 0;
	for (const one of documents) {
		const { length } = one.document.content;
		if (some.length > 0 && units + length > unitsABatch) {
			yield some;
			some = [];
			units = 0;
		}
		some.push(one);
		units += length;
	}
	if (some.length > 0) yield some;
}

/** As a sync's errors read: `Document 17 (Title): reason`. */
export function failure(document: { id: number; title?: string }, reason: string): Met {
	const title = document.title === undefined ? "" : ` (${document.title.toWellFormed()})`;
	return { paperlessId: document.id, outcome: "failed", error: `Document ${document.id}${title}: ${reason}` };
}
