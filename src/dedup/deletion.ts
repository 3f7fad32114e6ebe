import type { Context } from "../context.ts";
import { deleteDocument } from "../documents/documents.ts";
import { isAppError } from "../errors.ts";
import { sha256Hex } from "../lib/hash.ts";
import { randomToken } from "../lib/random.ts";
import * as store from "./deletions/store.ts";
import { liveGroup, placeOf } from "./groups/store.ts";

/*
 * Deleting the documents of groups but for their primary ones (contracts/library.md 7.10). What is to be deleted is frozen in a plan; when a
 * group's turn comes, group and documents must still be what the plan says, here and on the server, or nothing of them is deleted.
 */

/** A plan that a preview has shown can be carried out for this long. */
const planMs = 15 * 60_000;
/** Errors that a job's result tells; all of them are kept with the plan. */
const shownErrors = 1_000;

/** The server that documents came from, as far as a deletion needs it. Either call throws where it does not answer. */
export interface DocumentServer {
	/** When the document was last modified, as the server writes it; undefined for one that is not there. */
	modifiedOf(paperlessId: number): Promise<string | undefined>;
	/** One that is not there any more counts as deleted. */
	remove(paperlessId: number): Promise<void>;
	/** Whether the last call failed for a reason that is the server's and not the document's. */
	readonly isFailing: boolean;
}

/** Freezes what these groups hold, to be shown first. The token is what carries the plan out. */
export async function previewDeletion(
	ctx: Context,
	owner: string,
	groupIds: readonly string[],
): Promise<{ planId: string; token: string; expiresAt: number }> {
	const token = randomToken(32);
	const expiresAt = ctx.now() + planMs;
	const planId = await store.insertPlan(ctx, owner, { groupIds, tokenHash: sha256Hex(token), expiresAt });
	return { planId, token, expiresAt };
}

/** The same, to be carried out at once. Gives the plan's id. */
export async function planDeletion(ctx: Context, owner: string, groupIds: readonly string[]): Promise<string> {
	const id = await store.insertPlan(ctx, owner, { groupIds, tokenHash: null, expiresAt: ctx.now() + planMs });
	await store.claimPlan(ctx, owner, { id });
	return id;
}

/** Takes the plan of a preview over; undefined for a token that is unknown, used or too old. */
export async function claimPlan(ctx: Context, owner: string, token: string): Promise<string | undefined> {
	return (await store.claimPlan(ctx, owner, { tokenHash: sha256Hex(token) }))?.id;
}

/** What the plan has come to so far. */
export async function deletionResult(ctx: Context, planId: string) {
	const { errors, ...counts } = await store.planOutcome(ctx, planId, shownErrors);
	return { ...counts, errors: errors.slice(0, shownErrors) };
}

export interface GroupDeletion {
	owner: string;
	group: store.DeletionGroup;
	/** Undefined without a connection. */
	server: DocumentServer | undefined;
	/** Documents to delete before the rest is left to another call. */
	limit: number;
	/** Called before each document; throws to stop. */
	beforeEach(): Promise<void>;
}

/** Deletes what the plan says of one group, or a part of it. True once the group is done with. */
export async function deleteGroupDocuments(ctx: Context, work: GroupDeletion): Promise<boolean> {
	const { owner, group } = work;
	if (group.status === "deleted" || group.status === "kept") return true;
	const items = await store.planItemsOf(ctx, group);
	if (group.status === "planned") {
		const objection = await objectionTo(ctx, work, items);
		if (objection !== undefined) {
			await store.setGroupOutcome(ctx, group, { status: "kept", error: objection });
			return true;
		}
		await store.setGroupOutcome(ctx, group, { status: "begun" });
	}
	const open = items.filter(({ isKept, status }) => !isKept && status === "planned");
	// Begun by a call before, perhaps long ago: a job can be paused.
	const lost = group.status === "begun" ? await lossOfKept(work, items) : undefined;
	for (const item of open.slice(0, work.limit)) {
		await work.beforeEach();
		if (lost === undefined) await deleteItem(ctx, work, item);
		else await store.recordFailure(ctx, item, lost);
	}
	if (open.length > work.limit) return false;
	const settled = (await store.planItemsOf(ctx, group)).filter(({ isKept }) => !isKept);
	const gone = settled.filter(({ status }) => status === "deleted");
	await store.finishGroup(ctx, owner, group, {
		isWhole: gone.length === settled.length,
		gone: gone.map(({ documentId }) => documentId),
	});
	return true;
}

/** Why nothing of the group may be deleted; undefined where it is still what the plan says, and its primary document is still there. */
async function objectionTo(
	ctx: Context,
	work: GroupDeletion,
	items: readonly store.DeletionItem[],
): Promise<string | undefined> {
	const { owner, group } = work;
	const live = await liveGroup(ctx, owner, group.groupId);
	if (live === undefined) return "The group is gone";
	if (live.status !== "pending") return `The group is not pending any more: ${live.status}`;
	const now = new Map(live.members.map((member) => [member.documentId, member]));
	const isSame =
		now.size === items.length && items.every(({ documentId, isKept }) => now.get(documentId)?.isPrimary === isKept);
	if (!isSame) return regrouped;
	const changed = items.find((item) => {
		const member = now.get(item.documentId);
		return member?.fingerprint !== item.fingerprint || member.processingStatus !== "completed";
	});
	if (changed !== undefined) return `"${changed.title}" has changed since it was compared; run the analysis again`;
	return await lossOfKept(work, items);
}

/** Why the document that is to be kept can't be counted on; undefined where it is there as it was. */
async function lossOfKept(
	{ server }: GroupDeletion,
	items: readonly store.DeletionItem[],
): Promise<string | undefined> {
	const kept = items.find(({ isKept }) => isKept);
	if (kept === undefined) return "The group has no primary document";
	if (kept.source === "upload" || kept.paperlessId === null) return undefined;
	if (server === undefined) return noServer;
	try {
		const modified = await server.modifiedOf(kept.paperlessId);
		if (modified === undefined) return "The primary document is not in Paperless any more";
		return isSameInstant(modified, kept.modifiedDate) ? undefined : "The primary document has changed in Paperless";
	} catch (error) {
		return sentenceOf(error);
	}
}

const noServer = "There is no connection to Paperless";
const regrouped = "The group has changed since the deletion was asked for";

/** Deletes one document where it came from and records it, or why it is still there. */
async function deleteItem(
	ctx: Context,
	{ owner, group, server }: GroupDeletion,
	item: store.DeletionItem,
): Promise<void> {
	let failure: string | undefined;
	try {
		const place = await placeOf(ctx, owner, { groupId: group.groupId, documentId: item.documentId });
		if (place === "spared") failure = regrouped;
		else if (item.source === "upload") await deleteUpload(ctx, owner, item.documentId);
		else failure = await deleteFromServer(server, item, place);
	} catch (error) {
		failure = sentenceOf(error);
	}
	if (failure === undefined) await store.recordDeleted(ctx, owner, item);
	else await store.recordFailure(ctx, item, failure);
}

/** One that is not there any more was deleted by a run that died, or by its owner. */
async function deleteUpload(ctx: Context, owner: string, id: string): Promise<void> {
	try {
		await deleteDocument(ctx, owner, id);
	} catch (error) {
		if (!isAppError(error, "not_found")) throw error;
	}
}

async function deleteFromServer(
	server: DocumentServer | undefined,
	{ paperlessId, modifiedDate }: store.DeletionItem,
	place: "doomed" | "gone",
): Promise<string | undefined> {
	if (server === undefined || paperlessId === null) return noServer;
	const modified = await server.modifiedOf(paperlessId);
	if (modified === undefined) return undefined;
	if (place === "gone") return regrouped;
	if (!isSameInstant(modified, modifiedDate)) return "The document has changed in Paperless since it was compared";
	await server.remove(paperlessId);
	return undefined;
}

/** Servers write the same instant with different offsets, to the microsecond. */
export function isSameInstant(one: string, other: string | null): boolean {
	if (one === other || other === null) return one === other;
	const instant = instantOf(one);
	return instant !== undefined && instant === instantOf(other);
}

/** Undefined for what is no time: two of those are not the same for it. */
function instantOf(text: string): string | undefined {
	const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
	const seconds = Date.parse(text.replace(/\.\d+/, ""));
	return Number.isNaN(seconds) ? undefined : `${seconds}.${fraction.replace(/0+$/, "")}`;
}

/** Ours may be read; a stranger's error ends the step, which is tried again. */
function sentenceOf(error: unknown): string {
	if (isAppError(error)) return error.message;
	throw error;
}
