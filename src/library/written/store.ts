import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../context.ts";
import type { DocumentListing, FullDocument } from "../../paperless/paperless.ts";
import { fingerprintOf, listingFingerprintOf } from "../../paperless/paperless.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import { libraryDocuments } from "../../platform/library-tables.ts";
import { type NameKind, refreshNames, upsertNames } from "../names/store.ts";
import { toTagIds } from "../sync/changes.ts";

/* Documents of the library that somebody has labelled through us: the copies say so at once, and the next sync finds them as it left them. */

const d = libraryDocuments;
/** Each looks its values up in the list of all. */
const rowsAStatement = 100;

/** What was written to a document on the server. */
export interface WrittenDocument {
	/** Of the library. */
	id: string;
	/** The document as the server gives it since, with its text where that is known. */
	listing: DocumentListing | FullDocument;
	/** Whether the copy was up to date before. One that was not is left to the next sync, which would else take it for unchanged. */
	wasCurrent: boolean;
}

/** Names of the server by number that the documents may refer to and the library may not know yet. */
export type ServerNames = Readonly<Record<NameKind, readonly [number, string][]>>;

/** Takes over what was written, in one transaction with whatever the caller has to say of it. */
export function writtenStatements(
	ctx: Context,
	{ owner, library }: { owner: string; library: number },
	documents: readonly WrittenDocument[],
	names: ServerNames,
): Statement[] {
	if (documents.length === 0) return [];
	const kinds = ["tags", "correspondents", "document_types"] as const;
	const known = kinds.filter((kind) => names[kind].length > 0);
	const ids = JSON.stringify(documents.map(({ id }) => id));
	return [
		...known.map((kind) =>
			upsertNames(
				ctx.db,
				library,
				kind,
				names[kind].map(([id, name]) => [id, name.toWellFormed()]),
			),
		),
		...documents.map((document) => writeDocument(ctx, owner, document)),
		refreshNames(ctx.db, library, sql`${d.owner} = ${owner} and ${d.id} in (select value from json_each(${ids}))`),
	];
}

function writeDocument(ctx: Context, owner: string, { id, listing, wasCurrent }: WrittenDocument): Statement {
	const { title, correspondentId, documentTypeId, tagIds, modified } = listing;
	const current = {
		modifiedDate: modified,
		listingHash: listingFingerprintOf(listing),
		...("content" in listing && { fingerprint: fingerprintOf(listing) }),
	};
	return ctx.db
		.update(d)
		.set({
			title: title.toWellFormed(),
			correspondentId,
			documentTypeId,
			tagIds: toTagIds(tagIds),
			...(wasCurrent && current),
		})
		.where(and(eq(d.owner, owner), eq(d.id, id)));
}

/** What of an upload can be changed: there is nothing but the library to write it to. */
export function labelledUpload(
	ctx: Context,
	owner: string,
	id: string,
	labels: { title: string; correspondent: string | null; documentType: string | null; tags: readonly string[] },
): Statement {
	const { title, correspondent, documentType } = labels;
	const tags = JSON.stringify([...new Set(labels.tags)].sort());
	return ctx.db
		.update(d)
		.set({ title, correspondent, documentType, tags })
		.where(and(eq(d.owner, owner), eq(d.id, id), eq(d.source, "upload")));
}

/**
 * A tag that many documents got at once: the server moves their time of change only later, so that a copy which was up to date stays so until
 * then. Again: changes nothing.
 */
export async function tagCopies(
	ctx: Context,
	{ owner, library }: { owner: string; library: number },
	paperlessIds: readonly number[],
	tag: { id: number; name: string },
): Promise<void> {
	const rows = await ctx.db
		.select({
			id: d.id,
			title: d.title,
			modified: d.modifiedDate,
			tagIds: d.tagIds,
			correspondentId: d.correspondentId,
			documentTypeId: d.documentTypeId,
			listingHash: d.listingHash,
		})
		.from(d)
		.where(
			and(eq(d.owner, owner), sql`${d.paperlessId} in (select value from json_each(${JSON.stringify(paperlessIds)}))`),
		);
	const changed = rows.flatMap(({ id, listingHash, modified, ...row }) => {
		const had = JSON.parse(row.tagIds) as number[];
		if (had.includes(tag.id)) return [];
		const tagIds = [...had, tag.id];
		const hashWith = (ids: number[]) => listingFingerprintOf({ ...row, modified: modified ?? "", tagIds: ids });
		return [{ id, tagIds: toTagIds(tagIds), hash: hashWith(had) === listingHash ? hashWith(tagIds) : listingHash }];
	});
	if (changed.length === 0) return;
	const json = JSON.stringify(changed);
	const told = (key: "tagIds" | "hash", json: string) =>
		sql<string>`(select value ->> ${`$.${key}`} from json_each(${json}) where value ->> 'id' = ${d.id})`;
	const among = (json: string) =>
		sql`${d.owner} = ${owner} and ${d.id} in (select value ->> 'id' from json_each(${json}))`;
	const statements: Statement[] = [];
	for (let from = 0; from < changed.length; from += rowsAStatement) {
		const some = JSON.stringify(changed.slice(from, from + rowsAStatement));
		statements.push(
			ctx.db
				.update(d)
				.set({ tagIds: told("tagIds", some), listingHash: told("hash", some) })
				.where(among(some)),
		);
	}
	await runBatch(ctx.db, [
		upsertNames(ctx.db, library, "tags", [[tag.id, tag.name.toWellFormed()]]),
		...statements,
		refreshNames(ctx.db, library, among(json)),
	]);
}
