import type { Context } from "../context.ts";
import { findDocumentOfJob, linkConversion } from "../documents/documents.ts";
import { newId } from "../lib/ids.ts";
import type { Statement } from "../platform/database.ts";
import { firstSteps } from "./conversion.ts";
import { tryToStart } from "./start.ts";
import { newJobStatements } from "./store.ts";

/**
 * The conversion of a document that has had none: what writes its job, and what starts it. The outbox starts it as well, so that
 * nothing is lost in between. Undefined where there is no document, or it has its conversion.
 */
export async function owedConversion(
	ctx: Context,
	{ documentId }: { documentId: string | null },
): Promise<{ statements: Statement[]; start: () => Promise<void> } | undefined> {
	const document = documentId === null ? undefined : await findDocumentOfJob(ctx, documentId);
	if (document === undefined || document.jobId !== null) return undefined;
	const { id, owner } = document;
	const job = { id: newId(), owner, kind: "conversion" as const, documentId: id };
	return {
		statements: [linkConversion(ctx.db, id, job.id), ...newJobStatements(ctx.db, { ...job, now: ctx.now() })],
		start: async () => {
			// Where two rows of one document ended at once, the one whose job it became starts it.
			const linked = await findDocumentOfJob(ctx, id);
			if (linked?.jobId === job.id) await tryToStart(ctx, { ...job, steps: firstSteps(document) });
		},
	};
}
