import { decodeProtectedHeader } from "jose";
import type { Context } from "../context.ts";
import { sha256Hex } from "../lib/hash.ts";
import { newId } from "../lib/ids.ts";
import { accessKey, verifyAccessToken } from "./access-token.ts";
import { parseEmail } from "./email.ts";
import { isApiKey, looksLikeApiKey, touchKey } from "./keys.ts";
import { type OutsideIdentity, outsideAlgorithms, verifyOutsideToken } from "./outside-identity.ts";
import type { Refusal, Resolution, UserPrincipal } from "./principal.ts";
import { principals } from "./principal-cache.ts";
import { singleUserEmail } from "./single-user.ts";
import {
	type AccountState,
	findAccountByKey,
	findAccountByOutside,
	findAccountState,
	insertOutsideAccount,
} from "./store.ts";

/** What a request shows. `queryToken` is the value of `?token=` on the few routes that take it. */
export interface ShownCredential {
	readonly authorization?: string | undefined;
	readonly queryToken?: string | undefined;
	/** Anything but GET and HEAD. */
	readonly needsWrite: boolean;
}

interface Found {
	principal: UserPrincipal;
	/** Unix milliseconds at which the credential ends by itself. */
	expiresAt?: number;
}

const longestToken = 8192;

/**
 * Who is asking: our access JWT, an outside JWT or an API key from `Authorization: Bearer`, or our access JWT (nothing
 * else) from the query. The header wins. Algorithms are never crossed: HS256 is checked with our secret and must not name
 * an issuer, asymmetric ones with the issuer's keys only.
 *
 * Throws `internal` where `JWT_SECRET_KEY` is unusable, `unavailable` where an issuer's keys cannot be had. Under load an
 * answer may be up to a second old: see `PrincipalCache`.
 */
export async function resolvePrincipal(ctx: Context, shown: ShownCredential): Promise<Resolution> {
	await accessKey(ctx);
	const bearer = bearerToken(shown.authorization);
	const token = bearer ?? shown.queryToken;
	if (token === undefined || token === "") return refuse("not_authenticated");
	if (token.length > longestToken) return refuse("invalid");

	const digest = sha256Hex(token);
	const now = ctx.now();
	let principal = principals.find(digest, now);
	if (principal !== undefined && bearer === undefined && principal.credential !== "access") return refuse("invalid");
	if (principal === undefined) {
		const revocations = principals.revocations;
		const found = await find(ctx, token, digest, bearer === undefined);
		if ("ok" in found) return found;
		principal = found.principal;
		principals.keep(digest, principal, now, { revocations, ...(found.expiresAt && { expiresAt: found.expiresAt }) });
	}
	if (shown.needsWrite && !principal.canWrite) return refuse("read_only");
	return { ok: true, principal };
}

/** The token of a Bearer header; undefined for no header, no token, another scheme. */
export function bearerToken(header: string | undefined): string | undefined {
	if (header === undefined || header.slice(0, 7).toLowerCase() !== "bearer ") return undefined;
	return header.slice(7).trim() || undefined;
}

async function find(ctx: Context, token: string, digest: string, isQuery: boolean): Promise<Found | Resolution> {
	if (looksLikeApiKey(token)) return isQuery ? refuse("invalid") : findByKey(ctx, token, digest);
	const algorithm = algorithmOf(token);
	if (algorithm === "HS256") return findByAccessToken(ctx, token);
	if (!isQuery && algorithm !== undefined && outsideAlgorithms.includes(algorithm)) return findByOutside(ctx, token);
	return refuse("invalid");
}

function algorithmOf(token: string): string | undefined {
	try {
		return decodeProtectedHeader(token).alg;
	} catch {
		return undefined;
	}
}

async function findByAccessToken(ctx: Context, token: string): Promise<Found | Resolution> {
	const verified = await verifyAccessToken(ctx, token);
	if (verified === undefined) return refuse("invalid");
	const account = await findAccountState(ctx.db, verified.userId.toLowerCase());
	return admit(ctx, account, { credential: "access", canWrite: true }, verified.expiresAt);
}

async function findByKey(ctx: Context, token: string, digest: string): Promise<Found | Resolution> {
	if (!isApiKey(token)) return refuse("invalid");
	const row = await findAccountByKey(ctx.db, digest);
	if (row === undefined || row.revokedAt !== null) return refuse("invalid");
	const canWrite = row.scopes.split(" ").includes("write");
	const found = admit(ctx, row.account, { credential: "key", canWrite });
	if ("principal" in found) touchKey(ctx, { id: row.keyId, lastUsedAt: row.lastUsedAt });
	return found;
}

async function findByOutside(ctx: Context, token: string): Promise<Found | Resolution> {
	const identity = await verifyOutsideToken(ctx, token);
	if (identity === undefined) return refuse("invalid");
	const account =
		(await findAccountByOutside(ctx.db, identity.issuer, identity.subject)) ?? (await firstSight(ctx, identity));
	return admit(ctx, account, { credential: "outside", canWrite: true }, identity.expiresAt);
}

/**
 * A subject seen for the first time becomes a user of its own: never joined to an account by e-mail (the address is
 * shown, not compared), never administrator. Of two requests at once one makes the row and both get it.
 */
async function firstSight(ctx: Context, identity: OutsideIdentity): Promise<AccountState | undefined> {
	const email = identity.email === undefined ? undefined : parseEmail(identity.email);
	const now = ctx.now();
	return insertOutsideAccount(ctx.db, {
		id: newId(),
		email: email !== undefined && "address" in email ? email.address : null,
		fullName: identity.fullName?.toWellFormed().slice(0, 255) ?? null,
		issuer: identity.issuer,
		subject: identity.subject,
		createdAt: now,
		updatedAt: now,
	});
}

function admit(
	ctx: Context,
	account: AccountState | undefined | null,
	{ credential, canWrite }: Pick<UserPrincipal, "credential" | "canWrite">,
	expiresAt?: number,
): Found | Resolution {
	if (!account) return refuse("user_not_found");
	if (!account.isActive) return refuse("disabled");
	const principal: UserPrincipal = {
		kind: "user",
		id: account.id,
		isAdmin: isAdministrator(ctx, account),
		canWrite,
		credential,
	};
	return expiresAt === undefined ? { principal } : { principal, expiresAt };
}

/** Whether this user is an administrator now; for work that outlives the request it was asked for in. */
export async function isAdminUser(ctx: Context, userId: string): Promise<boolean> {
	const account = await findAccountState(ctx.db, userId);
	return account?.isActive === true && isAdministrator(ctx, account);
}

/** `ADMIN_EMAIL` decides where it is set, and then the one who registered first is nobody special. */
function isAdministrator(ctx: Context, account: AccountState): boolean {
	if (ctx.config.SINGLE_USER && account.emailKey === singleUserEmail) return true;
	const configured = ctx.config.ADMIN_EMAIL;
	if (configured === undefined || account.emailKey === null) return account.isAdmin && account.emailKey !== null;
	const email = parseEmail(configured);
	return "key" in email && email.key === account.emailKey;
}

function refuse(reason: Refusal): Resolution & { ok: false } {
	return { ok: false, reason };
}
