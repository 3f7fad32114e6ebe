import { type SQL, sql } from "drizzle-orm";
import type { Database, Statement } from "./database.ts";
import { aiFeedback, aiResults, labelledDocuments } from "./enrich-tables.ts";
import { extractions } from "./extraction-tables.ts";
import {
	dedupFingerprints,
	dedupKeys,
	dedupPairs,
	dedupPapers,
	duplicateGroups,
	duplicateMembers,
	libraryDocuments,
	libraryTexts,
} from "./library-tables.ts";
import { chunks, conversations } from "./retrieval-tables.ts";

/*
 * What it means for a document to leave a library, whoever makes it leave: a sync, a purge, a batch, another API (contracts/library.md
 * 7.12). Here rather than in a subject, since documents are deleted by one that knows nothing of libraries.
 */

/** Ids of library documents: a list, or a query for them that stays true until the last of the statements has run. */
export type DocumentIds = readonly string[] | SQL;

/**
 * Takes documents out of all groups: a group of fewer than two is settled as no duplicates, one that lost its primary document gets another.
 * To be run in one batch, in order.
 */
export function withdrawFromGroups(db: Database, documents: DocumentIds, now: number): Statement[] {
	const ids = query(documents);
	const m = duplicateMembers;
	const left = sql`(
		select count(*) from ${m} as rest where rest.group_id = ${duplicateGroups.id} and rest.document_id not in (${ids}))`;
	return [
		db
			.update(duplicateGroups)
			.set({
				status: sql`case when ${duplicateGroups.status} <> 'deleted' and ${left} < 2 then 'false_positive' else ${duplicateGroups.status} end`,
				updatedAt: now,
			})
			.where(sql`${duplicateGroups.id} in (select ${m.groupId} from ${m} where ${m.documentId} in (${ids}))`),
		db
			.update(m)
			.set({ isPrimary: true })
			.where(
				sql`${m.id} in (
					select (
						select rest.id from ${m} as rest join ${libraryDocuments} as d on d.id = rest.document_id
						where rest.group_id = lost.group_id and rest.document_id not in (${ids})
						order by d.paperless_id is null, d.paperless_id, d.number limit 1)
					from ${m} as lost
					where lost.document_id in (${ids}) and lost.is_primary and (
						select count(*) from ${m} as rest where rest.group_id = lost.group_id and rest.document_id not in (${ids})) >= 2)`,
			),
		db.delete(m).where(sql`${m.documentId} in (${ids})`),
	];
}

/**
 * Removes documents from their libraries with all that was made of them there, and with their chunks and the conversations about them,
 * which those in no library have too. To be run in one batch, in order, before the rows of `documents` that `ids` may ask about.
 */
export function removeFromLibrary(db: Database, documents: DocumentIds, now: number): Statement[] {
	const ids = query(documents);
	const numbers = sql`select ${libraryDocuments.number} from ${libraryDocuments} where ${libraryDocuments.id} in (${ids})`;
	return [
		...withdrawFromGroups(db, ids, now),
		...removeComparison(db, numbers),
		// Terms, vectors and messages go with them, by triggers.
		db.delete(chunks).where(sql`${chunks.documentId} in (${ids})`),
		db.delete(conversations).where(sql`${conversations.documentId} in (${ids})`),
		db.delete(extractions).where(sql`${extractions.documentId} in (${ids})`),
		db.delete(aiResults).where(sql`${aiResults.documentId} in (${ids})`),
		db.delete(aiFeedback).where(sql`${aiFeedback.documentId} in (${ids})`),
		// Its features and names go with it, by a trigger.
		db.delete(labelledDocuments).where(sql`${labelledDocuments.number} in (${numbers})`),
		db.delete(libraryTexts).where(sql`${libraryTexts.documentId} in (${ids})`),
		db.delete(libraryDocuments).where(sql`${libraryDocuments.id} in (${ids})`),
	];
}

/** Forgets what the comparison knows of these documents; `numbers` is a query for their numbers. Papers that nobody has any more go too. */
export function removeComparison(db: Database, numbers: SQL): Statement[] {
	const f = dedupFingerprints;
	const p = dedupPapers;
	const papers = sql`
		select ${p.number} from ${p} where ${p.number} in (select ${f.paper} from ${f} where ${f.document} in (${numbers}))
		and not exists (select 1 from ${f} as other where other.paper = ${p.number} and other.document not in (${numbers}))`;
	return [...removePapers(db, papers), db.delete(f).where(sql`${f.document} in (${numbers})`)];
}

/** Removes papers with their keys and pairs; `papers` is a query for their numbers. */
export function removePapers(db: Database, papers: SQL): Statement[] {
	const p = dedupPapers;
	// With the library beside the number, so that the tables' own order serves.
	const numbered = sql`select ${p.library}, ${p.number} from ${p} where ${p.number} in (${papers})`;
	return [
		db.delete(dedupPairs).where(sql`(${dedupPairs.library}, ${dedupPairs.low}) in (${numbered})`),
		db.delete(dedupPairs).where(sql`(${dedupPairs.library}, ${dedupPairs.high}) in (${numbered})`),
		db.delete(dedupKeys).where(
			sql`(${dedupKeys.library}, ${dedupKeys.key}, ${dedupKeys.paper}) in (
				select ${p.library}, value, ${p.number} from ${p}, json_each(${p.keys}) where ${p.number} in (${papers}))`,
		),
		db.delete(p).where(sql`${p.number} in (${papers})`),
	];
}

function query(documents: DocumentIds): SQL {
	return "queryChunks" in documents ? documents : sql`select value from json_each(${JSON.stringify(documents)})`;
}
