import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { labelledUpload, type ServerNames, writtenStatements } from "../../library/library.ts";
import {
	type DocumentListing,
	type FullDocument,
	getDocument,
	isPaperlessError,
	listingFingerprintOf,
} from "../../paperless/paperless.ts";
import { addCounters } from "../../platform/counters.ts";
import { runBatch, runWithLast, type Statement } from "../../platform/database.ts";
import { type Changes, type DocumentState, planReversion, stateAfter } from "../application.ts";
import { nextStatus } from "../status.ts";
import type { AskedOptions } from "./decision.ts";
import { Desk, liveState, localState } from "./desk.ts";
import { applyGroup } from "./group.ts";
import { isBegun } from "./record.ts";
import { namesIn, namesOf } from "./settlement.ts";
import { type Applicable, claimResult, findApplicable, listNumberedNames, markFailed, markReverted } from "./store.ts";
import { type EntityField, Vocabulary } from "./vocabulary.ts";
import { lost } from "./way.ts";
import { toPatch, writeDocument } from "./write.ts";

/* One result applied, or taken back, while its owner waits (contracts/library.md 8.8, 8.16). */

/** Of one attempt; a server that wants patience is not waited for. */
const waiting = { maxRetries: 1, maxWaitMs: 3_000, timeoutMs: 30_000 } as const;
/** A write that was begun this long ago is under way no more: two tries of a run. */
const writingMs = 150_000;

/**
 * Throws `not_found` for an unknown result and for a document that is gone, `bad_request` where there is nothing to apply or no connection,
 * `conflict` where somebody else has changed what would be written, `fetch_failed` for a server that refuses or fails. But for an unknown
 * result and a missing connection it counts as failed then, with the reason.
 */
export async function applyResult(ctx: Context, owner: string, id: string, asked: AskedOptions): Promise<void> {
	const result = await getApplicable(ctx, owner, id);
	const desk = await openDesk(ctx, owner, result);
	try {
		const tasks = [{ result, isLast: true }];
		const [outcome] = await applyGroup(desk, tasks, { manner: "single", how: asked });
		if (outcome?.kind === "failed" || outcome?.kind === "putOff") throw outcome.error;
	} catch (error) {
		// The server gave nothing at all, so that nothing was written.
		if (isPaperlessError(error)) await noteFailure(ctx, result, error);
		throw error;
	} finally {
		await runBatch(ctx.db, addCounters(ctx.db, ctx.tally.take()));
	}
}

/** Unless its failure is told already. */
async function noteFailure(ctx: Context, result: Applicable, { message }: AppError): Promise<void> {
	const why = { message, failureType: null, isUncertain: false, version: result.updatedAt };
	await runBatch(ctx.db, [markFailed(ctx, result, why)]);
}

async function getApplicable(ctx: Context, owner: string, id: string): Promise<Applicable> {
	const result = await findApplicable(ctx, owner, id);
	if (result === undefined) throw new AppError("not_found", "Result not found");
	return result;
}

/** Throws `bad_request` where the result's document is on a server and there is no way to it. */
async function openDesk(ctx: Context, owner: string, { document }: Applicable): Promise<Desk> {
	const desk = await Desk.open(ctx, owner, waiting);
	if (document.source === "paperless") void desk.paperless;
	return desk;
}

/** What a revert would change: by field the value that is there and the one that was, as names. */
export interface RevertPreview {
	changes: { field: keyof Changes; from: string | string[] | null; to: string | string[] | null }[];
}

/** Writes nothing. Throws as `revertResult`. */
export async function previewRevert(ctx: Context, owner: string, id: string): Promise<RevertPreview> {
	const { state, snapshot, changes } = await planRevert(ctx, owner, id);
	const shown = (from: DocumentState, field: keyof Changes): string | string[] | null => {
		if (field === "title") return from.title;
		if (field === "tags") return from.tags.map(({ name }) => name);
		return from[field]?.name ?? null;
	};
	const fields = ["title", "correspondent", "documentType", "tags"] as const;
	return {
		changes: fields
			.filter((field) => changes[field] !== undefined)
			.map((field) => ({ field, from: shown(state, field), to: shown(snapshot, field) })),
	};
}

/**
 * Brings the document back to what it was before the first application; entities that were made stay. Again after a write that nobody lived to
 * see: nothing is left to be written, and the result is told so. Throws `not_found`, `bad_request` where there is nothing to take back or no
 * connection, `fetch_failed`, `conflict` where it is being applied again; the result is applied as before then.
 */
export async function revertResult(ctx: Context, owner: string, id: string): Promise<void> {
	const { result, desk, state, snapshot, changes, listing, vocabulary } = await planRevert(ctx, owner, id);
	const isApplying = isBegun(result) && ctx.now() - result.updatedAt < writingMs;
	const version = isApplying ? undefined : await claimResult(ctx, result);
	if (version === undefined) throw lost().error;
	const isEmpty = Object.keys(changes).length === 0;
	const statements: Statement[] = [];
	if (listing === undefined) {
		statements.push(labelledUpload(ctx, owner, result.documentId, namesIn(restored(state, changes))));
	} else {
		const wasCurrent = listingFingerprintOf(listing) === result.document.listingHash;
		const written: DocumentListing | FullDocument = isEmpty
			? listing
			: await writeDocument(desk.paperless, listing.id, toPatch(changes, restored(state, changes)));
		const documents = [{ id: result.documentId, listing: written, wasCurrent: wasCurrent && !isEmpty }];
		statements.push(
			...writtenStatements(ctx, { owner, library: desk.library }, documents, unknownNames(snapshot, vocabulary)),
		);
	}
	ctx.tally.count("ai_apply_total", { status: "reverted" });
	const all = [...statements, ...addCounters(ctx.db, ctx.tally.take())];
	const marked = await runWithLast<{ id: string }[]>(ctx.db, all, markReverted(ctx, result, version));
	if (marked.length === 0) throw lost().error;
}

function restored(state: DocumentState, changes: Changes): DocumentState {
	return stateAfter(state, changes, (_field, name) => ({ id: null, name }));
}

/** What the library has never heard of: other names may have changed since the snapshot. */
function unknownNames(snapshot: DocumentState, vocabulary: Vocabulary): ServerNames {
	const { correspondents, document_types, tags } = namesOf([snapshot]);
	const unknown = (field: EntityField, names: ServerNames["tags"]) =>
		names.filter(([id]) => !vocabulary.knows(field, id));
	return {
		correspondents: unknown("correspondents", correspondents),
		document_types: unknown("documentTypes", document_types),
		tags: unknown("tags", tags),
	};
}

async function planRevert(ctx: Context, owner: string, id: string) {
	const result = await getApplicable(ctx, owner, id);
	const { status, snapshot, record, document } = result;
	if (nextStatus(status, "reverted") === undefined || snapshot === null) {
		throw new AppError("bad_request", `There is nothing to revert: the result is ${status}`);
	}
	const desk = await openDesk(ctx, owner, result);
	const listing =
		document.source === "upload"
			? undefined
			: await getDocument(desk.paperless, "listing", document.paperlessId ?? 0).catch(rethrown);
	// Numbers say what is to be restored, so that the server need not list its names.
	const vocabulary = new Vocabulary(await listNumberedNames(ctx, desk.library));
	const state = listing === undefined ? localState(document, undefined) : liveState(listing, vocabulary);
	const changes = planReversion(snapshot, state, (record?.title ?? null) !== null);
	return { result, desk, listing, vocabulary, state, snapshot, changes };
}

function rethrown(error: unknown): never {
	if (isPaperlessError(error, "gone")) throw new AppError("not_found", "The document is not in Paperless any more.");
	throw error;
}
