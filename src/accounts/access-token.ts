import { errors, jwtVerify, SignJWT } from "jose";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { isUuid } from "../lib/ids.ts";

/*
 * Our own access token: a JWT under HS256 with `sub`, `email`, `type`, `iat`, `exp` and nothing else. It is stored
 * nowhere and lives until `exp`.
 */

/** Secrets that documentation, templates and tutorials print; whoever deploys one has none. Compared in lower case. */
const published = [
	/change[-_ ]?(me|this|it|in[-_ ]?prod)/,
	/your[-_ ]?(own[-_ ]?|super[-_ ]?|jwt[-_ ]?|256[-_ ]?bit[-_ ]?)*secret/,
	/^a-string-secret-at-least-256-bits-long$/,
	/^(insert|replace|put|set)[-_ ]/,
	/^09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7$/,
	/^aym1mhtw7v7xhf5y3pnk3xmsqvqk2zc1$/,
	/^(.{1,8}?)\1+$/,
	/^0123456789abcdef/,
];

function problemOf(secret: string | undefined): string | undefined {
	if (secret === undefined) return "is not set";
	if (secret.length < 32) return "has fewer than 32 characters";
	const text = secret.toLowerCase();
	if (published.some((pattern) => pattern.test(text))) return "is a published or guessable value";
	return undefined;
}

/** Made from configuration, so it may outlive the invocation; importing it costs more than a signature. */
let imported: { secret: string; key: CryptoKey } | undefined;

/**
 * The signing key. Without a usable `JWT_SECRET_KEY` nobody can be told apart: that is `internal`, with one line in the
 * log that names the variable, and there is no default.
 */
export async function accessKey(ctx: Context): Promise<CryptoKey> {
	const secret = ctx.config.JWT_SECRET_KEY;
	if (imported !== undefined && imported.secret === secret) return imported.key;
	const problem = problemOf(secret);
	if (secret === undefined || problem !== undefined) {
		console.error(`JWT_SECRET_KEY ${problem}: every route that needs identity answers 500 until it is a random secret`);
		throw new AppError("internal", "Internal Server Error");
	}
	const bytes = new TextEncoder().encode(secret);
	const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
	imported = { secret, key };
	return key;
}

export function accessTokenSeconds(ctx: Context): number {
	return Math.max(1, Math.round(ctx.config.JWT_ACCESS_TOKEN_EXPIRE_MINUTES * 60));
}

export async function signAccessToken(ctx: Context, user: { id: string; email: string | null }): Promise<string> {
	const issuedAt = Math.floor(ctx.now() / 1000);
	return new SignJWT({ sub: user.id, email: user.email, type: "access" })
		.setProtectedHeader({ alg: "HS256", typ: "JWT" })
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + accessTokenSeconds(ctx))
		.sign(await accessKey(ctx));
}

/** Whose access token this is and until when, in Unix milliseconds; undefined for anything that we did not sign as one. */
export async function verifyAccessToken(
	ctx: Context,
	token: string,
): Promise<{ userId: string; expiresAt: number } | undefined> {
	try {
		const { payload } = await jwtVerify(token, await accessKey(ctx), {
			algorithms: ["HS256"],
			requiredClaims: ["sub", "exp"],
			currentDate: new Date(ctx.now()),
		});
		const { sub, exp, iss, type } = payload;
		if (iss !== undefined || type !== "access" || typeof sub !== "string" || !isUuid(sub) || exp === undefined) {
			return undefined;
		}
		return { userId: sub, expiresAt: exp * 1000 };
	} catch (error) {
		if (error instanceof errors.JOSEError) return undefined;
		throw error;
	}
}
