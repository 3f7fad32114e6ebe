import type { Context } from "../context.ts";
import { AppError, isAppError } from "../errors.ts";
import { type DocumentServer, isSameInstant } from "./deletion.ts";
import * as store from "./deletions/store.ts";

/**
 * Moves one document of Paperless to the trash there, and takes it out of the library; what was deleted stays on record. Throws `not_found`
 * for a document that is in no group, `conflict` for one that has changed since it was compared, `fetch_failed`.
 */
export async function deleteMemberDocument(
	ctx: Context,
	owner: string,
	paperlessId: number,
	server: DocumentServer,
): Promise<void> {
	const planned = await store.planMember(ctx, owner, paperlessId);
	if (planned === undefined) throw new AppError("not_found", "No duplicate group has this document");
	const { item, isCompared } = planned;
	try {
		if (!isCompared) throw new AppError("conflict", "The document has changed since it was compared");
		const modified = await server.modifiedOf(paperlessId);
		if (modified !== undefined) {
			if (!isSameInstant(modified, item.modifiedDate)) {
				throw new AppError("conflict", "The document has changed in Paperless since it was compared");
			}
			await server.remove(paperlessId);
		}
	} catch (error) {
		await store.recordFailure(ctx, item, isAppError(error) ? error.message : "unexpected error");
		throw error;
	}
	await store.recordDeleted(ctx, owner, item);
	await store.removeDeleted(ctx, item);
}
