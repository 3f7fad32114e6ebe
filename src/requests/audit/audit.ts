import type { Context } from "../../context.ts";
import { newId } from "../../lib/ids.ts";
import { type AuditEntry, deleteSomeEntries, insertEntry, listEntries, type NewAuditEntry } from "./store.ts";

/** Entries are kept for 90 days; those of callers without a valid key, which nobody can list and anybody can make, for a week. */
const dayMs = 24 * 3_600_000;
const [keptMs, strangersKeptMs] = [90 * dayMs, 7 * dayMs];
/** Of one statement: a busy key makes 800,000 a day, more than D1 removes at once. */
const removedAtOnce = 5_000;
const shiftMs = 60_000;
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

/** What is left after a minute waits for the next night. */
export async function removeOldCalls(ctx: Context): Promise<void> {
	const until = ctx.now() + shiftMs;
	for (const [ageMs, isStrangers] of [
		[strangersKeptMs, true],
		[keptMs, false],
	] as const) {
		const part = { time: ctx.now() - ageMs, limit: removedAtOnce, isStrangers };
		while (ctx.now() < until && (await deleteSomeEntries(ctx, part)) === removedAtOnce);
	}
}
