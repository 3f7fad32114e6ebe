import type { Context } from "../context.ts";
import { newId } from "../lib/ids.ts";
import { isUniqueViolation, runBatch } from "../platform/database.ts";
import type { LibraryJobKind, StepSpec } from "./job-state.ts";
import { toStart, tryToStart } from "./start.ts";
import { findJob, type JobRow, newJobStatements } from "./store.ts";

/** Begins a job on the owner's library that follows from another, unless one of the kind is at work. */
export async function startUnlessRunning(
	ctx: Context,
	owner: string,
	{ kind, first, config }: { kind: LibraryJobKind; first: (job: JobRow) => StepSpec; config?: object },
): Promise<void> {
	const id = newId();
	try {
		const row = { id, owner, kind, documentId: null, config: config === undefined ? null : JSON.stringify(config) };
		await runBatch(ctx.db, newJobStatements(ctx.db, { ...row, now: ctx.now() }));
	} catch (error) {
		if (isUniqueViolation(error)) return;
		throw error;
	}
	const job = await findJob(ctx, id);
	// Where the queue refuses, the outbox starts it later.
	if (job !== undefined) await tryToStart(ctx, toStart(job, [first(job)]));
}
