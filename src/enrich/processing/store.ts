import { eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import { newId } from "../../lib/ids.ts";
import type { Database, Statement } from "../../platform/database.ts";
import { aiFeedback, aiResults } from "../../platform/enrich-tables.ts";
import { libraryDocuments, libraryTexts } from "../../platform/library-tables.ts";
import { readSaid } from "../embedded/learning.ts";
import { isOpen } from "../run-items/store.ts";
import { type DocumentToRead, failureText, type Processed } from "./outcome.ts";

/* Documents as a run reads them, and the results that it writes: one row a document, whatever is proposed for it how often. */

const r = aiResults;
const d = libraryDocuments;

/** Who has made the proposals. */
export interface Maker {
	owner: string;
	provider: string;
	model: string;
}

/** Lengths of their texts in UTF-16 units, of those that are there, in the order of `ids`. */
export async function documentSizes(
	ctx: Context,
	owner: string,
	ids: readonly string[],
): Promise<{ id: string; textLength: number }[]> {
	return await ctx.db
		.select({ id: d.id, textLength: d.textLength })
		.from(sql`json_each(${JSON.stringify(ids)}) as asked`)
		.crossJoin(d)
		.where(sql`${d.id} = asked.value and ${d.owner} = ${owner}`)
		.orderBy(sql`asked.key`);
}

export async function readDocuments(ctx: Context, owner: string, ids: readonly string[]): Promise<DocumentToRead[]> {
	const { id, number, title, correspondent, documentType, tags } = d;
	const f = aiFeedback;
	const said = sql<string>`(
		select coalesce(json_group_array(json_array(json(suggestion), json(entry))), '[]') from (
			select ${f.suggestion} as suggestion, ${f.entry} as entry from ${f} where ${f.documentId} = ${d.id} order by ${f.number}))`;
	const rows = await ctx.db
		.select({ id, number, title, correspondent, documentType, tags, text: libraryTexts.fullText, said })
		.from(sql`json_each(${JSON.stringify(ids)}) as asked`)
		.crossJoin(d)
		.leftJoin(libraryTexts, eq(libraryTexts.documentId, d.id))
		.where(sql`${d.id} = asked.value and ${d.owner} = ${owner}`)
		.orderBy(sql`asked.key`);
	return rows.map(({ id, number, text, tags, said, ...seen }) => ({
		id,
		number,
		seen: { ...seen, tags: JSON.parse(tags) as string[] },
		text: text ?? "",
		said: readSaid(said),
	}));
}

/** Writes what was proposed, and what was not; `openIn`: while the document's item in that job has no outcome. */
export function resultStatements(
	db: Database,
	maker: Maker,
	processed: readonly Processed[],
	{ now, openIn }: { now: number; openIn?: string },
): Statement[] {
	const rows = processed.flatMap((one) => rowOf(maker, one));
	const isStillOpen = openIn === undefined ? sql`true` : isOpen(openIn, sql`made.value ->> 'documentId'`);
	const selected = (chosen: readonly object[]) => sql`
		select ${sql.join(columns.map(columnOf), sql`, `)} from json_each(${JSON.stringify(chosen)}) as made cross join ${d}
		where ${d.id} = made.value ->> 'documentId' and ${d.owner} = ${maker.owner} and ${isStillOpen}`;
	const columnOf = (name: string) => {
		if (name === "createdAt" || name === "updatedAt") return sql`${now}`;
		return sql`made.value ->> ${sql.raw(`'${name}'`)}`;
	};
	const written = (status: string, set: Parameters<typeof overwrite>[0], where?: SQL): Statement[] => {
		const chosen = rows.filter((row) => row.status === status);
		if (chosen.length === 0) return [];
		const conflict = { target: r.documentId, set: overwrite(set), ...(where && { setWhere: where }) };
		return [db.insert(r).select(selected(chosen)).onConflictDoUpdate(conflict)];
	};
	return [
		...written("pending", ofProposal),
		// What was suggested before stays, with the document as it was then.
		...written("failed", ofFailure),
		// What was proposed while there was a text is not taken away.
		...written("skipped", ofFailure, sql`${r.status} in ('failed', 'skipped')`),
	];
}

/** In the order of the table's columns. */
const columns = [
	"id",
	"owner",
	"documentId",
	"provider",
	"model",
	"suggestedTitle",
	"suggestedCorrespondent",
	"suggestedDocumentType",
	"suggestedTags",
	"confidenceTitle",
	"confidenceCorrespondent",
	"confidenceDocumentType",
	"confidenceTags",
	"evidence",
	"currentTitle",
	"currentCorrespondent",
	"currentDocumentType",
	"currentTags",
	"status",
	"appliedAt",
	"revertedAt",
	"errorMessage",
	"failureType",
	"promptTokens",
	"completionTokens",
	"estimatedCost",
	"processingTimeMs",
	"rawResponse",
	"appliedFields",
	"snapshot",
	"applied",
	"createdAt",
	"updatedAt",
] as const satisfies readonly (keyof typeof r.$inferSelect)[];

const ofFailure = [
	"provider",
	"model",
	"confidenceTitle",
	"confidenceCorrespondent",
	"confidenceDocumentType",
	"confidenceTags",
	"status",
	"errorMessage",
	"failureType",
	"promptTokens",
	"completionTokens",
	"estimatedCost",
	"processingTimeMs",
	"createdAt",
	"updatedAt",
] as const satisfies readonly (typeof columns)[number][];

/** All but what the row is found by: the proposal is a new one, and nothing of it is applied. */
const ofProposal = columns.filter((name) => name !== "id" && name !== "owner" && name !== "documentId");

function overwrite(names: readonly (typeof columns)[number][]): Record<string, SQL> {
	return Object.fromEntries(names.map((name) => [name, sql`${sql.raw(`excluded.${snakeCase(name)}`)}`]));
}

function snakeCase(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Without what the table leaves null at first. */
function rowOf({ owner, provider, model }: Maker, { document, outcome }: Processed): Partial<typeof r.$inferInsert>[] {
	if (outcome.kind === "limited") return [];
	const { title, correspondent, documentType, tags } = document.seen;
	const shared = {
		id: newId(),
		owner,
		documentId: document.id,
		provider,
		model,
		suggestedTags: "[]",
		currentTitle: title,
		currentCorrespondent: correspondent,
		currentDocumentType: documentType,
		currentTags: JSON.stringify(tags),
		promptTokens: 0,
		completionTokens: 0,
	};
	if (outcome.kind === "skipped") return [{ ...shared, status: "skipped", failureType: "no_content" }];
	const { promptTokens, completionTokens, cost: estimatedCost, processingTimeMs } = outcome;
	const made = { ...shared, promptTokens, completionTokens, estimatedCost, processingTimeMs };
	if (outcome.kind === "failed") {
		const { failureType, message } = outcome;
		return [{ ...made, status: "failed", failureType, errorMessage: failureText(failureType, message) }];
	}
	const { suggestion, confidence, evidence, rawResponse } = outcome;
	return [
		{
			...made,
			status: "pending",
			suggestedTitle: suggestion.title,
			suggestedCorrespondent: suggestion.correspondent,
			suggestedDocumentType: suggestion.documentType,
			suggestedTags: JSON.stringify(suggestion.tags),
			confidenceTitle: confidence.title,
			confidenceCorrespondent: confidence.correspondent,
			confidenceDocumentType: confidence.documentType,
			confidenceTags: confidence.tags,
			evidence,
			rawResponse,
		},
	];
}
