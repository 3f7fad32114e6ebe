import { createRemoteJWKSet, customFetch, decodeJwt, errors, type JWKSCacheInput, jwksCache, jwtVerify } from "jose";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { logError } from "../lib/log.ts";

/*
 * Session tokens of an outside identity provider (Clerk and its like): asymmetric only, known by the configured issuer,
 * checked with the keys that the issuer publishes. A token under HS256 never gets here, nor one of these to our secret.
 */

export const outsideAlgorithms = ["RS256", "ES256", "EdDSA"];

export interface OutsideIdentity {
	readonly issuer: string;
	readonly subject: string;
	readonly email: string | undefined;
	readonly fullName: string | undefined;
	/** Unix milliseconds. */
	readonly expiresAt: number;
}

/** The issuer's public keys, per isolate and address: plain JSON, so that no request waits on another one's fetch. */
const keySets = new Map<string, JWKSCacheInput>();
/** After a failed fetch the next few seconds fail at once: made-up tokens must not become traffic to the issuer. */
const failures = new Map<string, number>();
const failurePauseMs = 5000;

/**
 * The identity behind `token`, or undefined where it is not a valid one of the configured issuer. An issuer whose keys
 * cannot be had is `unavailable`: that is no verdict on the token.
 */
export async function verifyOutsideToken(ctx: Context, token: string): Promise<OutsideIdentity | undefined> {
	const {
		OUTSIDE_JWT_ISSUER: issuer,
		OUTSIDE_JWT_AUDIENCE: audience,
		OUTSIDE_JWT_AUTHORIZED_PARTIES: parties,
	} = ctx.config;
	if (issuer === undefined || !claimsIssuer(token, issuer)) return undefined;
	const address = keySetAddress(ctx, issuer);
	if (ctx.now() - (failures.get(address.href) ?? 0) < failurePauseMs) throw keysUnavailable();
	try {
		const { payload } = await jwtVerify(token, keySet(ctx, address), {
			algorithms: outsideAlgorithms,
			issuer,
			...(audience === undefined ? {} : { audience }),
			requiredClaims: ["sub", "exp"],
			currentDate: new Date(ctx.now()),
		});
		const { sub, exp, azp, email, name } = payload;
		if (typeof sub !== "string" || sub === "" || sub.length > 255 || exp === undefined) return undefined;
		if (parties.length > 0 && !(typeof azp === "string" && parties.includes(azp))) return undefined;
		return {
			issuer,
			subject: sub,
			email: typeof email === "string" ? email : undefined,
			fullName: typeof name === "string" ? name : undefined,
			expiresAt: exp * 1000,
		};
	} catch (error) {
		if (isVerdictOnToken(error)) return undefined;
		failures.set(address.href, ctx.now());
		logError(`Keys of OUTSIDE_JWT_ISSUER cannot be read from ${address.href}`, error);
		throw keysUnavailable();
	}
}

/** What the token says of itself, unchecked: only so that nobody else's token makes us fetch keys. */
function claimsIssuer(token: string, issuer: string): boolean {
	try {
		return decodeJwt(token).iss === issuer;
	} catch {
		return false;
	}
}

function keySet(ctx: Context, address: URL) {
	let cache = keySets.get(address.href);
	if (cache === undefined) {
		cache = {};
		keySets.set(address.href, cache);
	}
	return createRemoteJWKSet(address, {
		[customFetch]: (url, init) => ctx.fetch(url, init),
		[jwksCache]: cache,
	});
}

function keySetAddress(ctx: Context, issuer: string): URL {
	const text = ctx.config.OUTSIDE_JWT_JWKS_URL ?? `${issuer.replace(/\/+$/, "")}/.well-known/jwks.json`;
	const address = URL.parse(text);
	if (address === null) {
		console.error("OUTSIDE_JWT_JWKS_URL, or OUTSIDE_JWT_ISSUER where it is empty, is not a URL");
		throw new AppError("internal", "Internal Server Error");
	}
	return address;
}

const troubleOfIssuer = new Set(["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"]);

function isVerdictOnToken(error: unknown): boolean {
	return error instanceof errors.JOSEError && !troubleOfIssuer.has(error.code);
}

function keysUnavailable(): AppError {
	return new AppError("unavailable", "The identity provider cannot be reached");
}
