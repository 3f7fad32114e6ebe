import type { Context } from "../../context.ts";
import { listEntities } from "../../paperless/paperless.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import type { SyncRun } from "../sync/run.ts";
import { deleteNames, type NameKind, renameDocuments, storedNames, upsertNames } from "./store.ts";

const kinds = ["tags", "correspondents", "document_types"] as const satisfies readonly NameKind[];
const namesAStatement = 2_000;

/**
 * Takes over what the server calls its tags, correspondents and document types. A new name is shown on all documents at once: their own
 * time of change does not move with it. Throws a `PaperlessError`.
 */
export async function syncNames(ctx: Context, run: SyncRun): Promise<void> {
	const lists = await Promise.all(kinds.map((kind) => listEntities(run.paperless, kind)));
	const { owner, library } = run;
	const statements: Statement[] = [];
	const changed: Record<NameKind, number[]> = { tags: [], correspondents: [], document_types: [] };
	for (const [at, kind] of kinds.entries()) {
		const list = lists[at];
		if (list === undefined) continue;
		const named = new Map([...list.entities].map(([id, { name }]) => [id, name.toWellFormed()]));
		const { renamed, gone } = compareNames(await storedNames(ctx, library.number, kind), named);
		for (let from = 0; from < renamed.length; from += namesAStatement) {
			statements.push(upsertNames(ctx.db, library.number, kind, renamed.slice(from, from + namesAStatement)));
		}
		// Of a list that changed while it was read nobody knows what it lacks.
		const removed = list.isComplete ? gone : [];
		if (removed.length > 0) statements.push(deleteNames(ctx.db, library.number, kind, removed));
		changed[kind] = [...renamed.map(([id]) => id), ...removed];
	}
	if (statements.length === 0) return;
	await runBatch(ctx.db, [...statements, renameDocuments(ctx.db, { owner, number: library.number }, changed)]);
}

/** What is new or called otherwise, and what is not there any more. */
export function compareNames(
	stored: ReadonlyMap<number, string>,
	named: ReadonlyMap<number, string>,
): { renamed: [number, string][]; gone: number[] } {
	return {
		renamed: [...named].filter(([id, name]) => stored.get(id) !== name),
		gone: [...stored.keys()].filter((id) => !named.has(id)),
	};
}
