import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { sha256Hex } from "../lib/hash.ts";
import { newId } from "../lib/ids.ts";
import { randomToken } from "../lib/random.ts";
import { accessKey, accessTokenSeconds, signAccessToken } from "./access-token.ts";
import { parseEmail } from "./email.ts";
import { checkPassword, hashPassword } from "./passwords.ts";
import type { User } from "./principal.ts";
import {
	deleteDeadRefreshTokens,
	findUser,
	findUserByEmail,
	insertRefreshToken,
	insertUser,
	type RefreshTokenRow,
	replacePasswordHash,
	revokeRefreshToken,
	rotateRefreshToken,
	toUser,
} from "./store.ts";

/** What a session is shown by in a list of devices. */
export interface Device {
	/** The User-Agent header. */
	readonly userAgent: string | undefined;
	readonly ipAddress: string | undefined;
}

export interface Tokens {
	readonly accessToken: string;
	/** 32 random bytes in base64url; only its SHA-256 is stored. */
	readonly refreshToken: string;
	readonly expiresInSeconds: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const longestDeviceInfo = 255;
const longestIpAddress = 45;

/** A new account. The first one is the administrator, decided by the insert itself; a taken e-mail is `invalid_request`. */
export async function register(
	ctx: Context,
	{ email, password, fullName }: { email: string; password: string; fullName: string | null },
): Promise<User> {
	await accessKey(ctx);
	const parsed = parseEmail(email);
	if ("problem" in parsed) throw new AppError("invalid_request", parsed.problem);
	const now = ctx.now();
	const user = await insertUser(ctx.db, {
		id: newId(),
		email: parsed.address,
		emailKey: parsed.key,
		passwordHash: await hashPassword(password),
		fullName,
		createdAt: now,
		updatedAt: now,
	});
	if (user === undefined) throw new AppError("invalid_request", "Email already registered");
	return user;
}

/**
 * A session for e-mail and password. An unknown e-mail costs as much as a wrong password and reads the same; a disabled
 * account says so only after the right one. A hash brought along from elsewhere is replaced.
 */
export async function login(
	ctx: Context,
	{ email, password, device }: { email: string; password: string; device: Device },
): Promise<{ user: User; tokens: Tokens }> {
	await accessKey(ctx);
	const parsed = parseEmail(email);
	const row = "key" in parsed ? await findUserByEmail(ctx.db, parsed.key) : undefined;
	const { matches, isOutdated } = await checkPassword(password, row?.passwordHash);
	if (row === undefined || !matches) throw new AppError("unauthenticated", "Invalid email or password");
	if (!row.isActive) throw new AppError("forbidden", "User account is disabled");
	if (isOutdated && row.passwordHash !== null) {
		const replacement = { id: row.id, from: row.passwordHash, to: await hashPassword(password), now: ctx.now() };
		await replacePasswordHash(ctx.db, replacement);
	}
	const refreshToken = newRefreshToken();
	await insertRefreshToken(ctx.db, { ...refreshTokenRow(ctx, refreshToken, device), userId: row.id });
	return { user: toUser(row), tokens: await issue(ctx, row, refreshToken) };
}

/**
 * Trades a refresh token for a new pair. Of two refreshes at once with the same token one wins; the other, like one with
 * an unknown, expired or revoked token or without an active user, is `unauthenticated`.
 */
export async function refresh(
	ctx: Context,
	{ refreshToken, device }: { refreshToken: string; device: Device },
): Promise<Tokens> {
	await accessKey(ctx);
	const successor = newRefreshToken();
	const user = await rotateRefreshToken(ctx.db, {
		tokenHash: sha256Hex(refreshToken),
		successor: refreshTokenRow(ctx, successor, device),
	});
	if (user === undefined) throw new AppError("unauthenticated", "Invalid or expired refresh token");
	return issue(ctx, user, successor);
}

/** Ends one session; false where there was none to end. Access tokens live on until they expire. */
export async function logout(ctx: Context, { refreshToken }: { refreshToken: string }): Promise<boolean> {
	return revokeRefreshToken(ctx.db, { tokenHash: sha256Hex(refreshToken), now: ctx.now() });
}

export async function getUser(ctx: Context, id: string): Promise<User> {
	const row = await findUser(ctx.db, id);
	if (row === undefined) throw new AppError("not_found", "User not found");
	return toUser(row);
}

/** Clears away sessions that are over: expired ones, and those revoked more than a day ago. Gives their number. */
export async function removeDeadRefreshTokens(ctx: Context): Promise<number> {
	const now = ctx.now();
	return deleteDeadRefreshTokens(ctx.db, { expiredBy: now, revokedBy: now - dayMs });
}

function newRefreshToken(): string {
	return randomToken(32);
}

function refreshTokenRow(ctx: Context, token: string, device: Device): Omit<RefreshTokenRow, "userId"> {
	const now = ctx.now();
	return {
		id: newId(),
		tokenHash: sha256Hex(token),
		createdAt: now,
		expiresAt: now + Math.round(ctx.config.JWT_REFRESH_TOKEN_EXPIRE_DAYS * dayMs),
		deviceInfo: device.userAgent?.toWellFormed().slice(0, longestDeviceInfo) ?? null,
		ipAddress: device.ipAddress?.slice(0, longestIpAddress) ?? null,
	};
}

async function issue(ctx: Context, user: { id: string; email: string | null }, refreshToken: string): Promise<Tokens> {
	return {
		accessToken: await signAccessToken(ctx, user),
		refreshToken,
		expiresInSeconds: accessTokenSeconds(ctx),
	};
}
