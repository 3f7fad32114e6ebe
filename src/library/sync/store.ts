import { and, asc, eq, gt, isNotNull, lte, ne, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { Database, Statement } from "../../platform/database.ts";
import { libraries, libraryDocuments, librarySyncDocuments, libraryTexts } from "../../platform/library-tables.ts";
import { refreshNames } from "../names/store.ts";
import type { KnownState } from "./changes.ts";
import type { SyncRun } from "./run.ts";

/* What a sync reads and writes. Lists of ids go in as JSON: D1 binds at most 100 values. */

const d = libraryDocuments;
const met = librarySyncDocuments;

export type Outcome = NonNullable<(typeof met.$inferSelect)["outcome"]>;

/** A document as it is written. */
export interface SyncedDocument {
	/** Of a new one; one that is there keeps its own. */
	id: string;
	paperlessId: number;
	title: string;
	fingerprint: string;
	listingHash: string;
	correspondentId: number | null;
	documentTypeId: number | null;
	tagIds: number[];
	created: string;
	added: string;
	modified: string;
	wordCount: number;
	contentHash: string;
	fullText: string;
}

/** Which run it is. */
export type RunKey = Pick<SyncRun, "job"> & { library: { number: number } };

/** What became of one document; `error` where it failed. */
export interface Met {
	paperlessId: number;
	outcome: Outcome;
	error?: string;
}

function isOf({ job, library }: RunKey) {
	return and(eq(met.library, library.number), eq(met.job, job));
}

function inList(column: typeof d.paperlessId | typeof met.paperlessId, ids: readonly number[]) {
	return sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;
}

// --- what is there ---

/** Hashes of the listings as they were when the documents were stored, by Paperless id. */
export async function listingHashes(
	ctx: Context,
	owner: string,
	ids: readonly number[],
): Promise<Map<number, string | null>> {
	const rows = await ctx.db
		.select({ id: d.paperlessId, hash: d.listingHash })
		.from(d)
		.where(and(eq(d.owner, owner), inList(d.paperlessId, ids)));
	return new Map(rows.map(({ id, hash }) => [id ?? 0, hash]));
}

/** Fingerprints of those that are there, by Paperless id. */
export async function fingerprintsOf(
	ctx: Context,
	owner: string,
	ids: readonly number[],
): Promise<Map<number, string>> {
	const rows = await ctx.db
		.select({ id: d.paperlessId, fingerprint: d.fingerprint })
		.from(d)
		.where(and(eq(d.owner, owner), inList(d.paperlessId, ids)));
	return new Map(rows.map(({ id, fingerprint }) => [id ?? 0, fingerprint]));
}

/** By Paperless id, from `after`, exclusive, to `upTo`, inclusive; null: to the end. */
export async function knownStates(
	ctx: Context,
	owner: string,
	{ after, upTo }: { after: number; upTo: number | null },
): Promise<KnownState[]> {
	const rows = await ctx.db
		.select({
			paperlessId: d.paperlessId,
			modifiedDate: d.modifiedDate,
			tagIds: d.tagIds,
			correspondentId: d.correspondentId,
			documentTypeId: d.documentTypeId,
		})
		.from(d)
		.where(and(eq(d.owner, owner), gt(d.paperlessId, after), upTo === null ? undefined : lte(d.paperlessId, upTo)));
	return rows.map((row) => ({ ...row, paperlessId: row.paperlessId ?? 0 }));
}

// --- documents ---

/** Documents with their texts and what became of them, to be written at once. */
export function documentStatements(
	ctx: Context,
	run: Pick<SyncRun, "owner" | "job" | "library">,
	documents: readonly SyncedDocument[],
	outcomes: readonly Met[],
): Statement[] {
	const { owner } = run;
	const ids = documents.map(({ paperlessId }) => paperlessId);
	const rows = documents.map(({ fullText, ...row }) => ({ ...row, textLength: fullText.length }));
	return [
		upsertDocuments(ctx, owner, JSON.stringify(rows)),
		...documents.map(({ paperlessId, fullText }) => upsertText(ctx, owner, paperlessId, fullText)),
		refreshNames(ctx.db, run.library.number, sql`${d.owner} = ${owner} and ${inList(d.paperlessId, ids)}`),
		recordMet(ctx.db, run, outcomes),
	];
}

/** In the order of the table's columns. The parser wants the `where`. */
function upsertDocuments(ctx: Context, owner: string, json: string): Statement {
	const rows = sql`
		select null, value ->> 'id', ${owner}, 'paperless', value ->> 'paperlessId', value ->> 'title', value ->> 'fingerprint',
			value ->> 'listingHash', null, null, '[]', value ->> 'correspondentId', value ->> 'documentTypeId', value ->> 'tagIds',
			value ->> 'created', value ->> 'added', value ->> 'modified', 'pending', ${ctx.now()}, value ->> 'wordCount',
			value ->> 'contentHash', null, value ->> 'textLength'
		from json_each(${json}) where true`;
	const set = {
		title: sql`excluded.title`,
		fingerprint: sql`excluded.fingerprint`,
		listingHash: sql`excluded.listing_hash`,
		correspondentId: sql`excluded.correspondent_id`,
		documentTypeId: sql`excluded.document_type_id`,
		tagIds: sql`excluded.tag_ids`,
		createdDate: sql`excluded.created_date`,
		addedDate: sql`excluded.added_date`,
		modifiedDate: sql`excluded.modified_date`,
		processingStatus: sql`excluded.processing_status`,
		syncedAt: sql`excluded.synced_at`,
		wordCount: sql`excluded.word_count`,
		contentHash: sql`excluded.content_hash`,
		textLength: sql`excluded.text_length`,
	};
	return ctx.db
		.insert(d)
		.select(rows)
		.onConflictDoUpdate({ target: [d.owner, d.paperlessId], set });
}

function upsertText(ctx: Context, owner: string, paperlessId: number, fullText: string): Statement {
	const row = sql`select ${d.id}, ${fullText} from ${d} where ${d.owner} = ${owner} and ${d.paperlessId} = ${paperlessId}`;
	return ctx.db
		.insert(libraryTexts)
		.select(row)
		.onConflictDoUpdate({ target: libraryTexts.documentId, set: { fullText: sql`excluded.full_text` } });
}

// --- what the run has met ---

/** A document that was inserted or updated stays so, whatever a later look at it finds. */
export function recordMet(db: Database, { job, library }: RunKey, documents: readonly Met[]): Statement {
	const json = JSON.stringify(documents);
	const isWritten = sql`${met.outcome} in ('inserted', 'updated')`;
	return db
		.insert(met)
		.select(
			sql`select ${library.number}, ${job}, value ->> 'paperlessId', value ->> 'outcome', value ->> 'error', null from json_each(${json}) where true`,
		)
		.onConflictDoUpdate({
			target: [met.library, met.job, met.paperlessId],
			set: {
				outcome: sql`case when ${isWritten} then ${met.outcome} else excluded.outcome end`,
				error: sql`case when ${isWritten} then null else excluded.error end`,
			},
		});
}

/** How many came to what, of these or of all. */
export async function countOutcomes(
	ctx: Context,
	run: RunKey,
	ids?: readonly number[],
): Promise<Record<Outcome, number>> {
	const rows = await ctx.db
		.select({ outcome: met.outcome, total: sql<number>`count(*)` })
		.from(met)
		.where(and(isOf(run), isNotNull(met.outcome), ids && inList(met.paperlessId, ids)))
		.groupBy(met.outcome);
	const counts = { inserted: 0, updated: 0, skipped: 0, failed: 0 };
	for (const { outcome, total } of rows) if (outcome !== null) counts[outcome] = total;
	return counts;
}

/** Those of `ids` that have failed in this run already. */
export async function failedAmong(ctx: Context, run: RunKey, ids: readonly number[]): Promise<Set<number>> {
	const rows = await ctx.db
		.select({ id: met.paperlessId })
		.from(met)
		.where(and(isOf(run), eq(met.outcome, "failed"), inList(met.paperlessId, ids)));
	return new Set(rows.map(({ id }) => id));
}

export async function listErrors(ctx: Context, run: RunKey, limit: number): Promise<string[]> {
	const rows = await ctx.db
		.select({ error: met.error })
		.from(met)
		.where(and(isOf(run), eq(met.outcome, "failed")))
		.orderBy(asc(met.paperlessId))
		.limit(limit);
	return rows.map(({ error }) => error ?? "");
}

/** What runs of the library have left behind, but for `job`; all of it without one. */
export async function forgetMet(ctx: Context, library: number, job?: string): Promise<void> {
	await ctx.db.delete(met).where(and(eq(met.library, library), job === undefined ? undefined : ne(met.job, job)));
}

// --- who is missing ---

export async function markMissing(ctx: Context, { job, library }: RunKey, ids: readonly number[]): Promise<void> {
	if (ids.length === 0) return;
	await ctx.db
		.insert(met)
		.select(
			sql`select ${library.number}, ${job}, value, null, null, 'missing' from json_each(${JSON.stringify(ids)}) where true`,
		)
		.onConflictDoUpdate({ target: [met.library, met.job, met.paperlessId], set: { absence: sql`excluded.absence` } });
}

export async function someMissing(ctx: Context, run: RunKey, limit: number): Promise<number[]> {
	const rows = await ctx.db
		.select({ id: met.paperlessId })
		.from(met)
		.where(and(isOf(run), eq(met.absence, "missing")))
		.orderBy(asc(met.paperlessId))
		.limit(limit);
	return rows.map(({ id }) => id);
}

/** The last word on documents that were missing: `removed`, or there after all. */
export function settleMissing(db: Database, run: RunKey, ids: readonly number[], absence: "removed" | null): Statement {
	return db
		.update(met)
		.set({ absence })
		.where(and(isOf(run), inList(met.paperlessId, ids)));
}

export async function countRemoved(ctx: Context, run: RunKey): Promise<number> {
	const row = await ctx.db
		.select({ total: sql<number>`count(*)` })
		.from(met)
		.where(and(isOf(run), eq(met.absence, "removed")))
		.get();
	return row?.total ?? 0;
}

/** A query for the ids of the owner's documents from Paperless by their numbers there. */
export function idsOf(owner: string, paperlessIds: readonly number[]) {
	return sql`select ${d.id} from ${d} where ${d.owner} = ${owner} and ${d.source} = 'paperless' and ${inList(d.paperlessId, paperlessIds)}`;
}

// --- the run as a whole ---

/** Nothing of the library's runs is known any more; its counters over all time stay (contracts/library.md 12.6). */
export async function forgetRuns(ctx: Context, owner: string): Promise<void> {
	await ctx.db
		.update(libraries)
		.set({
			lastSyncAt: null,
			syncedUpTo: null,
			lastSyncDocumentCount: null,
			lastAnalysisAt: null,
			totalDocuments: 0,
			totalDuplicateGroups: 0,
		})
		.where(eq(libraries.owner, owner));
}

/** Writes how a run ended. */
export async function writeEnd(
	ctx: Context,
	owner: string,
	end: { startedAt: number; syncedUpTo: number | null; written: number; totalDocuments: number },
): Promise<void> {
	await ctx.db
		.update(libraries)
		.set({
			lastSyncAt: end.startedAt,
			syncedUpTo: end.syncedUpTo,
			lastSyncDocumentCount: end.written,
			totalDocuments: end.totalDocuments,
		})
		.where(eq(libraries.owner, owner));
}
