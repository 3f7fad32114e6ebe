import type { Context } from "../context.ts";
import {
	countTrash,
	type DocumentFile,
	emptyTrash,
	openFile,
	type PaperlessCredentials,
	testConnection,
} from "../paperless/paperless.ts";
import { getConnection, openLibraryServer, openServer, paperlessPolicy } from "./connection.ts";

/*
 * What a user asks of their Paperless-ngx through us, while they wait. Each throws `bad_request` where the owner has no connection, and
 * `fetch_failed` with a sentence on what the server did.
 */

/** Somebody waits: a server that wants patience is not waited for. */
const waiting = { maxRetries: 1, maxWaitMs: 3_000 } as const;
/** What a test of a connection may take at most, whatever is asked for. */
const longest = { timeoutMs: 60_000, retries: 5, waitMs: 5_000 } as const;

/** A document's preview or thumb, streamed: 200, or 206 for a range that the server honours. */
export async function libraryFile(
	ctx: Context,
	owner: string,
	{ paperlessId, file, range }: { paperlessId: number; file: DocumentFile; range: string | undefined },
): Promise<Response> {
	// Asked for once: a browser shows the next page meanwhile.
	const paperless = await openLibraryServer(ctx, owner, { maxRetries: 0 });
	return await openFile(paperless, paperlessId, file, range);
}

export async function countLibraryTrash(ctx: Context, owner: string): Promise<number> {
	return await countTrash(await openLibraryServer(ctx, owner, waiting));
}

/** For good, and all that the connection's user may see. */
export async function emptyLibraryTrash(ctx: Context, owner: string): Promise<void> {
	await emptyTrash(await openLibraryServer(ctx, owner, waiting));
}

/** A server that is to be tried and not stored. */
export interface GivenServer {
	url: string;
	credentials: PaperlessCredentials;
	timeoutMs: number;
	maxRetries: number;
}

/** Whether a server lets one in: the given one, else the owner's own. Throws `invalid_request` for an address that the guard refuses. */
export async function testServer(
	ctx: Context,
	owner: string,
	given: GivenServer | undefined,
): Promise<{ version: string; documentCount: number }> {
	const maxWaitMs = longest.waitMs;
	if (given === undefined) {
		return await testConnection(openServer(ctx, await getConnection(ctx, owner), { ...waiting, maxWaitMs }));
	}
	const { url, credentials } = given;
	const timeoutMs = Math.min(given.timeoutMs, longest.timeoutMs);
	const maxRetries = Math.min(Math.floor(given.maxRetries), longest.retries);
	const connection = { url, credentials, policy: await paperlessPolicy(ctx, owner) };
	return await testConnection(openServer(ctx, connection, { timeoutMs, maxRetries, maxWaitMs }));
}
