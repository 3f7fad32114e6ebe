import crc32 from "crc-32";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { sha256Hex } from "../lib/hash.ts";
import { newId } from "../lib/ids.ts";
import { randomBytes, randomToken } from "../lib/random.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { principals } from "./principal-cache.ts";
import { countAndListKeys, insertKey, revokeKey, touchKeyRow } from "./store.ts";

/*
 * The token of an API key:
 *
 *     pmk_ <32 hex digits> _ <37 characters of base64url> <6 characters of checksum>
 *
 * Hex and base64url are random (128 and 222 bits). The checksum is the CRC-32 of zlib (ISO 3309, polynomial 0xEDB88320)
 * over the ASCII of everything before it, `pmk_` included, as four bytes with the highest first, in base64url (RFC 4648
 * section 5) without padding: exactly 6 characters, the last of which carries two bits and is one of `A Q g w`. It keeps
 * mistyped and truncated keys away from the database and protects nothing: only the SHA-256 of the token is stored.
 */
const tokenForm = /^pmk_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/;
const checksumLength = 6;
const shownPrefixLength = 15;
const touchIntervalMs = 60_000;

export type ApiKeyScope = "read" | "write";

/** Times are Unix milliseconds. */
export interface ApiKey {
	readonly id: string;
	readonly name: string;
	/** The token's first 15 characters, to know it by. */
	readonly keyPrefix: string;
	/** `write` includes `read`. */
	readonly scopes: readonly ApiKeyScope[];
	readonly createdAt: number;
	/** At most a minute old. */
	readonly lastUsedAt: number | null;
	readonly revokedAt: number | null;
}

/** Whether a credential means to be an API key, so that it is judged as one and nothing else. */
export function looksLikeApiKey(token: string): boolean {
	return token.startsWith("pmk_");
}

/** Whether form and checksum are those of a key. True says nothing about its existence. */
export function isApiKey(token: string): boolean {
	return tokenForm.test(token) && token.slice(-checksumLength) === checksum(token.slice(0, -checksumLength));
}

export function newApiKeyToken(): string {
	const secret = randomToken(28).slice(0, 43 - checksumLength);
	const body = `pmk_${Buffer.from(randomBytes(16)).toString("hex")}_${secret}`;
	return body + checksum(body);
}

function checksum(text: string): string {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32BE(crc32.buf(Buffer.from(text, "ascii")));
	return bytes.toString("base64url");
}

/** A new key of `owner`. `token` is told here and never again. A blank name is `invalid_request`. */
export async function createApiKey(
	ctx: Context,
	{ owner, name, scopes }: { owner: string; name: string; scopes: readonly ApiKeyScope[] },
	alongside: (key: ApiKey & { token: string }) => Promise<readonly Statement[]> = async () => [],
): Promise<ApiKey & { token: string }> {
	const trimmed = name.trim();
	if (trimmed === "") throw new AppError("invalid_request", "API key name must not be empty");
	const token = newApiKeyToken();
	const granted: ApiKeyScope[] = scopes.includes("write") ? ["read", "write"] : ["read"];
	const key: ApiKey = {
		id: newId(),
		name: trimmed,
		keyPrefix: token.slice(0, shownPrefixLength),
		scopes: granted,
		createdAt: ctx.now(),
		lastUsedAt: null,
		revokedAt: null,
	};
	const row = { ...key, scopes: granted.join(" "), owner, tokenHash: sha256Hex(token) };
	const created = { ...key, token };
	await runBatch(ctx.db, [...(await alongside(created)), insertKey(ctx.db, row)]);
	return created;
}

/** A page of the owner's keys, newest first, revoked ones included. */
export async function listApiKeys(
	ctx: Context,
	page: { owner: string; limit: number; offset: number },
): Promise<{ items: ApiKey[]; total: number }> {
	const { rows, total } = await countAndListKeys(ctx.db, page);
	const items = rows.map((row) => ({ ...row, scopes: row.scopes.split(" ").filter(isScope) }));
	return { items, total };
}

function isScope(text: string): text is ApiKeyScope {
	return text === "read" || text === "write";
}

/** Ends a key for good; doing it again changes nothing. Another owner's key is `not_found`. */
export async function revokeApiKey(ctx: Context, { owner, id }: { owner: string; id: string }): Promise<void> {
	const tokenHash = await revokeKey(ctx.db, { owner, id, now: ctx.now() });
	if (tokenHash === undefined) throw new AppError("not_found", "API key not found");
	principals.forget(tokenHash);
}

/** Notes that a key is in use, after the answer and at most once a minute. */
export function touchKey(ctx: Context, { id, lastUsedAt }: { id: string; lastUsedAt: number | null }): void {
	const now = ctx.now();
	if (lastUsedAt !== null && now - lastUsedAt < touchIntervalMs) return;
	ctx.waitUntil(touchKeyRow(ctx.db, { id, now, unlessSince: now - touchIntervalMs }));
}
