import type { Context } from "../../context.ts";
import { type DocumentListing, listDocuments } from "../../paperless/paperless.ts";
import { runBatch } from "../../platform/database.ts";
import { removeFromLibrary } from "../../platform/library-removal.ts";
import { changedListings, compareWalk, type WalkState, walkRange } from "./changes.ts";
import { failure } from "./contents.ts";
import { isBefore, latestOf } from "./instants.ts";
import type { SyncRun } from "./run.ts";
import {
	failedAmong,
	idsOf,
	knownStates,
	listingHashes,
	type Met,
	markMissing,
	recordMet,
	settleMissing,
	someMissing,
} from "./store.ts";

export const listPageSize = 100;
/** A page of it has some 150 bytes a document. */
const walkPageSize = 1_000;
/** Ids whose absence the server is asked to confirm at once; they stand in the URL. */
const confirmedAtOnce = 100;

export interface ListedPage {
	/** All that it named. */
	ids: number[];
	/** Of those, what is new or changed: to be fetched. */
	changed: number[];
	/** What the server says there is in all; undefined beyond the end. */
	count: number | undefined;
	/** The latest change on the page by the server's clock, in Unix milliseconds. */
	latest: number | null;
	/** Whether there is more behind it that the run has to see. */
	hasNext: boolean;
}

/**
 * A page of the list, newest change first. `since`: how far back the run goes, in Unix milliseconds of the server's clock; null: to the
 * end. Throws a `PaperlessError`.
 */
export async function syncListPage(
	ctx: Context,
	run: SyncRun,
	{ page, since }: { page: number; since: number | null },
): Promise<ListedPage> {
	const listed = await listDocuments(run.paperless, "listing", {
		page,
		pageSize: listPageSize,
		ordering: "-modified",
	});
	const { documents, unreadable, count } = listed;
	const ids = documents.map(({ id }) => id);
	const changed = changedListings(documents, await listingHashes(ctx, run.owner, ids));
	const isChanged = new Set(changed);
	const known: Met[] = [
		...ids.filter((id) => !isChanged.has(id)).map((id): Met => ({ paperlessId: id, outcome: "skipped" })),
		...unreadable.map(({ id, reason }) => failure({ id }, reason)),
	];
	if (known.length > 0) await runBatch(ctx.db, [recordMet(ctx.db, run, known)]);
	return {
		ids: [...ids, ...unreadable.map(({ id }) => id)],
		changed,
		count,
		latest: latestOf(documents.map(({ modified }) => modified)),
		hasNext: listed.hasNext && !reaches(documents, since),
	};
}

function reaches(documents: readonly DocumentListing[], since: number | null): boolean {
	const last = documents.at(-1);
	return last !== undefined && since !== null && isBefore(last.modified, since);
}

export interface WalkedPage {
	walk: WalkState;
	/** To be fetched. */
	changed: number[];
	latest: number | null;
	hasNext: boolean;
	isComplete: boolean;
}

/**
 * A page of the walk over all ids, which ends every run: it finds what changed without its time moving, what slipped through while the
 * list was read, and what is gone. Throws a `PaperlessError`.
 */
export async function syncWalkPage(
	ctx: Context,
	run: SyncRun,
	{ page, walk }: { page: number; walk: WalkState },
): Promise<WalkedPage> {
	const listed = await listDocuments(run.paperless, "state", { page, pageSize: walkPageSize, ordering: "id" });
	const otherIds = listed.unreadable.map(({ id }) => id);
	const walked = { states: listed.documents, otherIds, count: listed.count, hasNext: listed.hasNext };
	const known = await knownStates(ctx, run.owner, walkRange(walk, walked));
	const found = compareWalk(walk, walked, known);
	const isStuck = listed.hasNext && found.walk.lastId === walk.lastId;
	await markMissing(ctx, run, found.missing);
	const failed = await failedAmong(ctx, run, found.changed);
	return {
		walk: found.walk,
		changed: found.changed.filter((id) => !failed.has(id)),
		latest: latestOf(listed.documents.map(({ modified }) => modified)),
		hasNext: listed.hasNext && !isStuck,
		isComplete: found.isComplete,
	};
}

/**
 * Removes some of the documents that a complete walk did not meet, those that the server, asked for each by its id, does not have. False
 * once none is left. Throws a `PaperlessError`.
 */
export async function reconcileSome(ctx: Context, run: SyncRun): Promise<boolean> {
	const ids = await someMissing(ctx, run, confirmedAtOnce);
	if (ids.length === 0) return false;
	const answer = await listDocuments(run.paperless, "state", {
		page: 1,
		pageSize: ids.length,
		filter: { id__in: ids.join() },
	});
	const named = [...answer.documents, ...answer.unreadable].map(({ id }) => id);
	// A server that names others has not been asked what was meant: then nobody is gone.
	const present = new Set(named.every((id) => ids.includes(id)) ? named : ids);
	const gone = ids.filter((id) => !present.has(id));
	const back = ids.filter((id) => present.has(id));
	await runBatch(ctx.db, [
		settleMissing(ctx.db, run, gone, "removed"),
		settleMissing(ctx.db, run, back, null),
		// The query for their ids holds until the last statement.
		...removeFromLibrary(ctx.db, idsOf(run.owner, gone), ctx.now()),
	]);
	return true;
}
