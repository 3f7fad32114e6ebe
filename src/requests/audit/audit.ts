import type { Context } from "../../context.ts";
import { newId } from "../../lib/ids.ts";
import { type AuditEntry, deleteEntriesBefore, insertEntry, listEntries, type NewAuditEntry } from "./store.ts";

/** Entries are kept for 90 days. */
const keptMs = 90 * 24 * 3_600_000;
const longestPath = 500;
const longestId = 64;

/** A call that was answered. */
export type AnsweredCall = Omit<NewAuditEntry, "number" | "id">;

/** Notes the call behind its answer. What a stranger may send without end is cut. */
export function noteCall(ctx: Context, call: AnsweredCall): void {
	const { path, documentId } = call;
	const bounded = { path: path.slice(0, longestPath), documentId: documentId?.slice(0, longestId) ?? null };
	ctx.waitUntil(insertEntry(ctx, { ...call, ...bounded, id: newId() }));
}

/** A part of the owner's calls, newest first. */
export async function listCalls(
	ctx: Context,
	owner: string,
	part: { limit: number; before: number | undefined },
): Promise<{ rows: AuditEntry[]; total: number }> {
	return await listEntries(ctx, owner, part);
}

export async function removeOldCalls(ctx: Context): Promise<void> {
	await deleteEntriesBefore(ctx, ctx.now() - keptMs);
}
