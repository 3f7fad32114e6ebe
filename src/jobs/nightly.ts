import { listExpiredGuests, removeDeadRefreshTokens, removeGuest } from "../accounts/accounts.ts";
import type { Context } from "../context.ts";
import { deleteAllOf, listOrphanOwners } from "../documents/documents.ts";
import { removeOldItems } from "../enrich/enrich.ts";
import { logError } from "../lib/log.ts";
import { removeOldAnswers, removeOldCalls } from "../requests/requests.ts";
import { removeOldDeliveries } from "../webhooks/webhooks.ts";
import { indexOwed, joinUploads } from "./join.ts";

/** Owners dealt with in one run; what is left waits for the next. */
const ownersPerRun = 500;
const uploadsPerRun = 500;

/**
 * Once a day: guests whose 30 days are over, with their tasks and files; tokens and idempotency keys past their time;
 * documents whose owner went away while they were being uploaded. Each step may run again after any part of it.
 */
export async function runNightly(ctx: Context): Promise<void> {
	const tasks: [string, () => Promise<unknown>][] = [
		["expired guests", () => removeExpiredGuests(ctx)],
		["documents without an owner", () => removeOrphans(ctx)],
		["uploads without a library", () => joinUploads(ctx, { most: uploadsPerRun })],
		["documents without chunks", () => indexOwed(ctx)],
		["refresh tokens", () => removeDeadRefreshTokens(ctx)],
		["deliveries of webhooks", () => removeOldDeliveries(ctx)],
		["items of finished runs", () => removeOldItems(ctx)],
		["idempotency keys", () => removeOldAnswers(ctx)],
		["calls of the audit log", () => removeOldCalls(ctx)],
	];
	for (const [name, run] of tasks) {
		try {
			await run();
		} catch (error) {
			logError(`nightly: ${name}`, error);
		}
	}
}

/** The guest goes last: while anything of theirs is left, the next night finds them again. */
async function removeExpiredGuests(ctx: Context): Promise<void> {
	for (const guest of await listExpiredGuests(ctx, { limit: ownersPerRun })) {
		await deleteAllOf(ctx, guest);
		await removeGuest(ctx, guest);
	}
}

async function removeOrphans(ctx: Context): Promise<void> {
	for (const owner of await listOrphanOwners(ctx, ownersPerRun)) await deleteAllOf(ctx, owner);
}
