import { and, asc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { idsIn } from "../../lib/ids.ts";
import type { Statement } from "../../platform/database.ts";
import { aiResults } from "../../platform/enrich-tables.ts";
import { libraryDocuments, libraryNames } from "../../platform/library-tables.ts";
import type { DocumentState, Entities, Entity } from "../application.ts";
import type { Field } from "../fields.ts";
import { type ResultSummary, toAiResult } from "../results/result.ts";
import { resultFilter } from "../results/store.ts";
import type { ApplicationRecord } from "./record.ts";
import type { ApplyScope } from "./scope.ts";

/* What applying reads and writes of results and of their documents in the library. */

const r = aiResults;
const d = libraryDocuments;

/** A document as the library has it. */
export interface LocalDocument {
	source: "paperless" | "upload";
	paperlessId: number | null;
	title: string;
	correspondent: string | null;
	documentType: string | null;
	tags: string[];
	correspondentId: number | null;
	documentTypeId: number | null;
	tagIds: number[];
	/** Of the server's listing that it is a copy of. */
	listingHash: string | null;
	wordCount: number;
}

/** A result with all that is needed to apply it. */
export interface Applicable extends ResultSummary {
	snapshot: DocumentState | null;
	record: ApplicationRecord | null;
	document: LocalDocument;
}

/** Without what may be long and is not needed to apply it. */
const { rawResponse: _raw, evidence: _evidence, ...resultColumns } = getTableColumns(r);
export const ofResult = resultColumns;

export const ofDocument = {
	source: d.source,
	paperlessId: d.paperlessId,
	title: d.title,
	correspondent: d.correspondent,
	documentType: d.documentType,
	tags: d.tags,
	correspondentId: d.correspondentId,
	documentTypeId: d.documentTypeId,
	tagIds: d.tagIds,
	listingHash: d.listingHash,
	wordCount: d.wordCount,
};
type DocumentRow = Omit<LocalDocument, "tags" | "tagIds"> & { tags: string; tagIds: string };

export function toApplicable(
	result: Omit<typeof r.$inferSelect, "rawResponse" | "evidence">,
	document: DocumentRow,
): Applicable {
	const whole = toAiResult({ ...result, rawResponse: null, evidence: null });
	return {
		...whole,
		// What this folder has written there.
		record: whole.applied as ApplicationRecord | null,
		document: {
			...document,
			tags: JSON.parse(document.tags) as string[],
			tagIds: JSON.parse(document.tagIds) as number[],
		},
	};
}

/** Another owner's is as good as none. */
export async function findApplicable(ctx: Context, owner: string, id: string): Promise<Applicable | undefined> {
	const row = await ctx.db
		.select({ result: ofResult, document: ofDocument })
		.from(r)
		.innerJoin(d, eq(d.id, r.documentId))
		.where(and(eq(r.id, id), eq(r.owner, owner)))
		.get();
	return row && toApplicable(row.result, row.document);
}

/** The condition on results of a scope. */
export function scopeCondition(owner: string, scope: ApplyScope): SQL {
	switch (scope.type) {
		case "selected_result_ids":
			return sql`${resultFilter(owner)} and ${r.id} in (select value from json_each(${JSON.stringify(idsIn(scope.resultIds))}))`;
		case "all_pending":
			return resultFilter(owner, { status: "pending" });
		case "current_filter": {
			const chosen = resultFilter(owner, scope.filters);
			if (scope.filters.status) return chosen;
			return sql`${chosen} and ${r.status} not in ('rejected', 'reverted', 'skipped')`;
		}
	}
}

/** Results of a scope in the order in which they are applied, some at a time: the older first. */
export async function listApplicable(
	ctx: Context,
	condition: SQL,
	{ after, limit }: { after: { createdAt: number; id: string } | undefined; limit: number },
): Promise<Applicable[]> {
	const place = after && sql`(${r.createdAt}, ${r.id}) > (${after.createdAt}, ${after.id})`;
	const rows = await ctx.db
		.select({ result: ofResult, document: ofDocument })
		.from(r)
		.innerJoin(d, eq(d.id, r.documentId))
		.where(and(condition, place))
		.orderBy(asc(r.createdAt), asc(r.id))
		.limit(limit);
	return rows.map(({ result, document }) => toApplicable(result, document));
}

/** What the server's entities are called, as the library knows them since its last sync. */
export async function listNumberedNames(ctx: Context, library: number): Promise<Entities> {
	const n = libraryNames;
	const rows = await ctx.db
		.select({ kind: n.kind, id: n.paperlessId, name: n.name })
		.from(n)
		.where(eq(n.library, library));
	const of = (kind: (typeof rows)[number]["kind"]): Entity[] =>
		rows.filter((row) => row.kind === kind).map(({ id, name }) => ({ id, name }));
	return { correspondents: of("correspondents"), documentTypes: of("document_types"), tags: of("tags") };
}

/** Names that a library without a server, or an upload, can have: those of its documents, and those the server has told of. */
export async function listLibraryNames(ctx: Context, owner: string, library: number): Promise<Entities> {
	const n = libraryNames;
	const rows = await ctx.db
		.select({ kind: sql<keyof Entities>`kind`, name: sql<string>`name` })
		.from(sql`(
			select 'correspondents' as kind, ${d.correspondent} as name from ${d} where ${d.owner} = ${owner}
			union select 'documentTypes', ${d.documentType} from ${d} where ${d.owner} = ${owner}
			union select 'tags', t.value from ${d}, json_each(${d.tags}) as t where ${d.owner} = ${owner}
			union select case ${n.kind} when 'document_types' then 'documentTypes' else ${n.kind} end, ${n.name}
				from ${n} where ${n.library} = ${library}
			order by 1, 2)`)
		.where(sql`name is not null`);
	const named = (kind: keyof Entities): Entity[] =>
		rows.filter((row) => row.kind === kind).map(({ name }) => ({ id: null, name }));
	return { correspondents: named("correspondents"), documentTypes: named("documentTypes"), tags: named("tags") };
}

export interface Intent {
	result: Applicable;
	snapshot: DocumentState;
	record: ApplicationRecord;
}

/** Keeps what is about to be written; of those results that nobody has touched since they were read, gives the version by id. */
export async function keepIntents(ctx: Context, intents: readonly Intent[]): Promise<Map<string, number>> {
	if (intents.length === 0) return new Map();
	const json = JSON.stringify(
		intents.map(({ result: { id, updatedAt }, snapshot, record }) => ({
			id,
			version: updatedAt,
			snapshot: JSON.stringify(snapshot),
			applied: JSON.stringify(record),
		})),
	);
	const ours = (key: "snapshot" | "applied") =>
		sql<string>`(select value ->> ${`$.${key}`} from json_each(${json}) where value ->> 'id' = ${r.id})`;
	const rows = await ctx.db
		.update(r)
		.set({ snapshot: ours("snapshot"), applied: ours("applied"), updatedAt: laterThan(ctx) })
		.where(sql`(${r.id}, ${r.updatedAt}) in (select value ->> 'id', value ->> 'version' from json_each(${json}))`)
		.returning({ id: r.id, version: r.updatedAt });
	return new Map(rows.map(({ id, version }) => [id, version]));
}

/** Each change has a time of its own, so that whoever has read the row before can tell. */
function laterThan(ctx: Context): SQL<number> {
	return sql<number>`max(${ctx.now()}, ${r.updatedAt} + 1)`;
}

/** The row as it is unless it was processed again meanwhile: then it is another proposal. */
function isSameProposal({ id, owner, createdAt }: Applicable) {
	return and(eq(r.id, id), eq(r.owner, owner), eq(r.createdAt, createdAt));
}

/** The same, as long as nobody else has been at it: `version` is its time of change as we know it. */
function isUntouched(result: Applicable, version: number) {
	return and(isSameProposal(result), eq(r.updatedAt, version));
}

/** `version`: nothing was written for it, so that what somebody else has made of the result meanwhile stays. */
export function markApplied(
	ctx: Context,
	result: Applicable,
	done: {
		status: "applied" | "partial";
		fields: readonly Field[];
		snapshot: DocumentState;
		record: ApplicationRecord;
		version?: number | undefined;
	},
): Statement {
	return ctx.db
		.update(r)
		.set({
			status: done.status,
			appliedAt: ctx.now(),
			errorMessage: null,
			failureType: null,
			appliedFields: JSON.stringify(done.fields),
			snapshot: JSON.stringify(done.snapshot),
			applied: JSON.stringify(done.record),
			updatedAt: laterThan(ctx),
		})
		.where(done.version === undefined ? isSameProposal(result) : isUntouched(result, done.version));
}

/**
 * `isUncertain`: what was kept before the write stays, since it may have been carried out; else the row is as it was read. Whoever else is at the
 * result has the last word: nothing is written unless it is still of this `version`.
 */
export function markFailed(
	ctx: Context,
	result: Applicable,
	why: { message: string; failureType: string | null; isUncertain: boolean; version: number },
): Statement {
	const { snapshot, record } = result;
	const before = {
		snapshot: snapshot === null ? null : JSON.stringify(snapshot),
		applied: record === null ? null : JSON.stringify(record),
	};
	return ctx.db
		.update(r)
		.set({
			status: "failed",
			appliedAt: ctx.now(),
			errorMessage: why.message,
			failureType: why.failureType,
			...(!why.isUncertain && before),
			updatedAt: laterThan(ctx),
		})
		.where(isUntouched(result, why.version));
}

/** The version under which the result is its caller's to be changed; undefined where somebody has touched it since it was read. */
export async function claimResult(ctx: Context, { id, updatedAt }: Applicable): Promise<number | undefined> {
	const rows = await ctx.db
		.update(r)
		.set({ updatedAt: laterThan(ctx) })
		.where(and(eq(r.id, id), eq(r.updatedAt, updatedAt)))
		.returning({ version: r.updatedAt });
	return rows[0]?.version;
}

/** Gives its id, unless somebody else is at it since `version`. */
export function markReverted(ctx: Context, result: Applicable, version: number) {
	return ctx.db
		.update(r)
		.set({
			status: "reverted",
			revertedAt: ctx.now(),
			errorMessage: null,
			failureType: null,
			updatedAt: laterThan(ctx),
		})
		.where(and(isSameProposal(result), eq(r.updatedAt, version)))
		.returning({ id: r.id });
}
