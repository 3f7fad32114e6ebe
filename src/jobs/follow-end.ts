import type { Context } from "../context.ts";
import { tellCallbacks } from "./callbacks.ts";
import { continueExtractions } from "./start-extraction.ts";
import type { JobView } from "./view.ts";

/** What the end of a job entails, all of it owed by the outbox as well: its callback is told, and an extraction goes on. */
export async function followEnd(ctx: Context, ended: Pick<JobView, "kind" | "documentId">): Promise<void> {
	await Promise.all([tellCallbacks(ctx, ended), continueExtractions(ctx, ended)]);
}
