import type { Context } from "../context.ts";
import type { Condition } from "../platform/database.ts";
import { type Telling, tellSubscribers, type WebhookEvent } from "../webhooks/webhooks.ts";

/** A document as its events tell of it, after what they tell. */
export interface DocumentNews {
	documentId: string;
	owner: string;
	/** Uploaded or converted through the extraction API; nobody is told of others. */
	isOurs: boolean;
	status: "completed" | "failed";
	/** Null where it failed. */
	result: {
		/** 0…100. */
		confidence: number;
		/** By field: 0…100. */
		fieldScores: Record<string, number>;
		/** By field. */
		extractedData: Record<string, unknown>;
	} | null;
	review: "approved" | "rejected" | null;
	/** Of a failure, else null. */
	error: string | null;
}

const untold: Telling = { statements: [], deliveries: [] };

/**
 * What tells subscribers of the document's event: statements to be written in the batch of what they tell of, and the ids for
 * `sendDeliveries` after it. `id` is the event's: made from what is told of (a run's token), so that telling it twice is telling it once. With
 * `onlyIf` nothing is told unless that holds when the batch is at these statements: they stand before the update whose condition it is.
 */
export async function documentEvents(
	ctx: Context,
	{ id, type, news }: { id: string; type: WebhookEvent; news: DocumentNews },
	onlyIf?: Condition,
): Promise<Telling> {
	const { documentId, owner, isOurs, status, result, review, error } = news;
	if (!isOurs) return untold;
	const data = {
		document_id: documentId,
		status,
		confidence_score: result?.confidence ?? null,
		field_scores: result?.fieldScores ?? null,
		extracted_data: result?.extractedData ?? null,
		review,
		error,
	};
	return await tellSubscribers(ctx, { id, owner, type, documentId, data }, onlyIf);
}

/** What an extraction's end tells: that it is completed or failed, and that it approved the document by itself. `run` is its token. */
export async function endEvents(
	ctx: Context,
	{ run, news }: { run: string; news: DocumentNews },
	onlyIf?: Condition,
): Promise<Telling> {
	const type: WebhookEvent = news.status === "completed" ? "document.completed" : "document.failed";
	const end = await documentEvents(ctx, { id: `${run}_${news.status}`, type, news }, onlyIf);
	if (news.review !== "approved") return end;
	const approval = await documentEvents(ctx, { id: `${run}_approved`, type: "document.approved", news }, onlyIf);
	return {
		statements: [...end.statements, ...approval.statements],
		deliveries: [...end.deliveries, ...approval.deliveries],
	};
}
