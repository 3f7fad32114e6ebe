import type { Context } from "../context.ts";
import { newId } from "../lib/ids.ts";
import { keys } from "../platform/keys.ts";
import type { DeliveryRow, EventBody } from "./store.ts";

/** In UTF-8. A row of D1 holds 2 MB with all its columns, and one statement writes a row for each subscription. */
const longestInRow = 100_000;

/** Where an event's body goes: into its rows, or, where it is long, into an object of its document and with that document. */
export async function putBody(ctx: Context, documentId: string, body: string): Promise<EventBody> {
	if (Buffer.byteLength(body) <= longestInRow) return { body, bodyKey: null };
	const bodyKey = keys.eventBody(documentId, newId());
	await ctx.files.put(bodyKey, body);
	return { body: "", bodyKey };
}

/** Undefined where the document was deleted with it. */
export async function readBody(
	ctx: Context,
	{ body, bodyKey }: Pick<DeliveryRow, "body" | "bodyKey">,
): Promise<string | undefined> {
	if (bodyKey === null) return body;
	const stored = await ctx.files.get(bodyKey);
	return await stored?.text();
}
