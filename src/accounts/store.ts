import { and, count, desc, eq, exists, getTableColumns, gt, isNull, lte, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database, Statement } from "../platform/database.ts";
import { chunks, conversations } from "../platform/retrieval-tables.ts";
import { apiKeys, documents, guests, idempotencyKeys, jobs, outbox, refreshTokens, users } from "../platform/tables.ts";
import type { User } from "./principal.ts";

type UserRow = typeof users.$inferSelect;

/** What deciding about a request needs to know of a user. */
export type AccountState = Pick<UserRow, "id" | "isActive" | "isAdmin" | "emailKey">;

const accountState = { id: users.id, isActive: users.isActive, isAdmin: users.isAdmin, emailKey: users.emailKey };

// --- users ---

export function toUser(row: UserRow): User {
	const { id, email, fullName, isActive, isVerified, createdAt } = row;
	return { id, email, fullName, isActive, isVerified, createdAt };
}

export async function findUser(db: Database, id: string): Promise<UserRow | undefined> {
	return db.select().from(users).where(eq(users.id, id)).get();
}

export async function findUserByEmail(db: Database, emailKey: string): Promise<UserRow | undefined> {
	return db.select().from(users).where(eq(users.emailKey, emailKey)).get();
}

export async function findAccountState(db: Database, id: string): Promise<AccountState | undefined> {
	return db.select(accountState).from(users).where(eq(users.id, id)).get();
}

/** Undefined where the e-mail is taken. The statement itself sees whether it is the first, so that only one can be. */
export async function insertUser(
	db: Database,
	row: Pick<UserRow, "id" | "email" | "emailKey" | "passwordHash" | "fullName" | "createdAt" | "updatedAt">,
): Promise<User | undefined> {
	const isFirst = sql<boolean>`NOT EXISTS (SELECT 1 FROM ${users} WHERE ${users.emailKey} IS NOT NULL)`;
	const inserted = await db
		.insert(users)
		.values({ ...row, isAdmin: isFirst })
		.onConflictDoNothing({ target: users.emailKey })
		.returning()
		.get();
	return inserted && toUser(inserted);
}

/** The user of this e-mail, else the oldest administrator; neither may be disabled. */
export async function findFirstAdministrator(
	db: Database,
	adminEmailKey: string | undefined,
): Promise<AccountState | undefined> {
	const isMeant = adminEmailKey === undefined ? eq(users.isAdmin, true) : eq(users.emailKey, adminEmailKey);
	return db
		.select(accountState)
		.from(users)
		.where(and(isMeant, eq(users.isActive, true)))
		.orderBy(users.createdAt, users.id)
		.limit(1)
		.get();
}

/** Inserts an administrator without a password, or finds the one that another request has just inserted. */
export async function insertAdministrator(
	db: Database,
	row: Pick<UserRow, "id" | "email" | "emailKey" | "createdAt" | "updatedAt"> & { emailKey: string },
): Promise<AccountState | undefined> {
	const [, found] = await db.batch([
		db
			.insert(users)
			.values({ ...row, isAdmin: true })
			.onConflictDoNothing({ target: users.emailKey }),
		db.select(accountState).from(users).where(eq(users.emailKey, row.emailKey)),
	]);
	return found[0];
}

/** Replaces a hash only if it is still the one that was checked. */
export async function replacePasswordHash(
	db: Database,
	{ id, from, to, now }: { id: string; from: string; to: string; now: number },
): Promise<void> {
	await db
		.update(users)
		.set({ passwordHash: to, updatedAt: now })
		.where(and(eq(users.id, id), eq(users.passwordHash, from)));
}

export async function findAccountByOutside(
	db: Database,
	issuer: string,
	subject: string,
): Promise<AccountState | undefined> {
	const isSubject = and(eq(users.issuer, issuer), eq(users.subject, subject));
	return db.select(accountState).from(users).where(isSubject).get();
}

/** Inserts the user of an outside subject, or finds the one that another request has just inserted. */
export async function insertOutsideAccount(
	db: Database,
	row: Pick<UserRow, "id" | "email" | "fullName" | "createdAt" | "updatedAt"> & { issuer: string; subject: string },
): Promise<AccountState | undefined> {
	const isSubject = and(eq(users.issuer, row.issuer), eq(users.subject, row.subject));
	const [, found] = await db.batch([
		db
			.insert(users)
			.values(row)
			.onConflictDoNothing({ target: [users.issuer, users.subject] }),
		db.select(accountState).from(users).where(isSubject),
	]);
	return found[0];
}

export async function findWebhookSecret(db: Database, userId: string): Promise<string | null | undefined> {
	const row = await db.select({ sealed: users.webhookSecret }).from(users).where(eq(users.id, userId)).get();
	return row?.sealed;
}

/** Stores `sealed` unless the user has a secret, and gives the one that is stored afterwards. */
export async function keepFirstWebhookSecret(
	db: Database,
	{ userId, sealed, now }: { userId: string; sealed: string; now: number },
): Promise<string | null | undefined> {
	const row = await db
		.update(users)
		.set({ webhookSecret: sql`coalesce(${users.webhookSecret}, ${sealed})`, updatedAt: now })
		.where(eq(users.id, userId))
		.returning({ sealed: users.webhookSecret })
		.get();
	return row?.sealed;
}

// --- refresh tokens ---

export type RefreshTokenRow = Omit<typeof refreshTokens.$inferSelect, "revokedAt" | "successorId">;

export async function insertRefreshToken(db: Database, row: RefreshTokenRow): Promise<void> {
	await db.insert(refreshTokens).values(row);
}

/**
 * Revokes a live token of an active user and puts `successor` in its place, in one transaction: the update names the
 * successor, the insert selects on that name, so a second rotation of the same token finds nothing to do. Gives the user.
 */
export async function rotateRefreshToken(
	db: Database,
	{ tokenHash, successor }: { tokenHash: string; successor: Omit<RefreshTokenRow, "userId"> },
): Promise<{ id: string; email: string | null } | undefined> {
	const now = successor.createdAt;
	const isOfActiveUser = exists(
		db
			.select({ one: sql`1` })
			.from(users)
			.where(and(eq(users.id, refreshTokens.userId), eq(users.isActive, true))),
	);
	const isLive = and(
		eq(refreshTokens.tokenHash, tokenHash),
		isNull(refreshTokens.revokedAt),
		gt(refreshTokens.expiresAt, now),
		isOfActiveUser,
	);
	const wasReplaced = and(eq(refreshTokens.tokenHash, tokenHash), eq(refreshTokens.successorId, successor.id));
	const replacement = db
		.select({
			...getTableColumns(refreshTokens),
			id: sql`${successor.id}`.as("id"),
			tokenHash: sql`${successor.tokenHash}`.as("token_hash"),
			expiresAt: sql`${successor.expiresAt}`.as("expires_at"),
			createdAt: sql`${successor.createdAt}`.as("created_at"),
			revokedAt: sql`NULL`.as("revoked_at"),
			successorId: sql`NULL`.as("successor_id"),
			deviceInfo: sql`${successor.deviceInfo}`.as("device_info"),
			ipAddress: sql`${successor.ipAddress}`.as("ip_address"),
		})
		.from(refreshTokens)
		.where(wasReplaced);
	const [, , found] = await db.batch([
		db.update(refreshTokens).set({ revokedAt: now, successorId: successor.id }).where(isLive),
		db.insert(refreshTokens).select(replacement),
		db
			.select({ id: users.id, email: users.email })
			.from(refreshTokens)
			.innerJoin(users, eq(users.id, refreshTokens.userId))
			.where(eq(refreshTokens.id, successor.id)),
	]);
	return found[0];
}

export async function revokeRefreshToken(
	db: Database,
	{ tokenHash, now }: { tokenHash: string; now: number },
): Promise<boolean> {
	const isLive = and(
		eq(refreshTokens.tokenHash, tokenHash),
		isNull(refreshTokens.revokedAt),
		gt(refreshTokens.expiresAt, now),
	);
	const result = await db.update(refreshTokens).set({ revokedAt: now }).where(isLive);
	return result.meta.changes > 0;
}

export async function deleteDeadRefreshTokens(
	db: Database,
	{ expiredBy, revokedBy }: { expiredBy: number; revokedBy: number },
): Promise<number> {
	const isDead = or(lte(refreshTokens.expiresAt, expiredBy), lte(refreshTokens.revokedAt, revokedBy));
	const result = await db.delete(refreshTokens).where(isDead);
	return result.meta.changes;
}

// --- API keys ---

export function insertKey(db: Database, row: typeof apiKeys.$inferInsert): Statement {
	return db.insert(apiKeys).values(row);
}

export async function findAccountByKey(db: Database, tokenHash: string) {
	return db
		.select({
			keyId: apiKeys.id,
			scopes: apiKeys.scopes,
			lastUsedAt: apiKeys.lastUsedAt,
			revokedAt: apiKeys.revokedAt,
			account: accountState,
		})
		.from(apiKeys)
		.leftJoin(users, eq(users.id, apiKeys.owner))
		.where(eq(apiKeys.tokenHash, tokenHash))
		.get();
}

export async function countAndListKeys(
	db: Database,
	{ owner, limit, offset }: { owner: string; limit: number; offset: number },
) {
	const isOwned = eq(apiKeys.owner, owner);
	const { owner: _owner, tokenHash: _tokenHash, ...shown } = getTableColumns(apiKeys);
	const [rows, counted] = await db.batch([
		db
			.select(shown)
			.from(apiKeys)
			.where(isOwned)
			.orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
			.limit(limit)
			.offset(offset),
		db.select({ total: count() }).from(apiKeys).where(isOwned),
	]);
	return { rows, total: counted[0]?.total ?? 0 };
}

/** The hash of the key's token, by which caches know it; undefined where the owner has no such key. */
export async function revokeKey(
	db: Database,
	{ owner, id, now }: { owner: string; id: string; now: number },
): Promise<string | undefined> {
	const row = await db
		.update(apiKeys)
		.set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, ${now})` })
		.where(and(eq(apiKeys.id, id), eq(apiKeys.owner, owner)))
		.returning({ tokenHash: apiKeys.tokenHash })
		.get();
	return row?.tokenHash;
}

export async function touchKeyRow(
	db: Database,
	{ id, now, unlessSince }: { id: string; now: number; unlessSince: number },
): Promise<void> {
	const isDue = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, unlessSince));
	await db
		.update(apiKeys)
		.set({ lastUsedAt: now })
		.where(and(eq(apiKeys.id, id), isDue));
}

// --- guests ---

/** The tables whose rows a guest may own. A new one is added here and is handed over like the others. */
const guestTables = [documents, jobs, conversations, chunks] as const;

/** Not run until it is awaited or stands in a batch. */
export function insertGuest(db: Database, row: typeof guests.$inferInsert): Statement {
	return db.insert(guests).values(row);
}

export async function findGuestByToken(db: Database, { tokenHash, now }: { tokenHash: string; now: number }) {
	return db
		.select({ id: guests.id, expiresAt: guests.expiresAt })
		.from(guests)
		.where(and(eq(guests.tokenHash, tokenHash), gt(guests.expiresAt, now), isNull(guests.adoptedBy)))
		.get();
}

export async function extendGuest(db: Database, { id, expiresAt }: { id: string; expiresAt: number }): Promise<void> {
	await db
		.update(guests)
		.set({ expiresAt })
		.where(and(eq(guests.id, id), isNull(guests.adoptedBy)));
}

export async function listExpiredGuestIds(
	db: Database,
	{ now, limit }: { now: number; limit: number },
): Promise<string[]> {
	const isExpired = lte(guests.expiresAt, now);
	const rows = await db.select({ id: guests.id }).from(guests).where(isExpired).orderBy(guests.expiresAt).limit(limit);
	return rows.map(({ id }) => id);
}

export async function deleteExpiredGuest(db: Database, { id, now }: { id: string; now: number }): Promise<boolean> {
	const isGone = sql`NOT EXISTS (SELECT 1 FROM ${guests} WHERE ${guests.id} = ${id})`;
	const [removed] = await db.batch([
		db.delete(guests).where(and(eq(guests.id, id), lte(guests.expiresAt, now))),
		db.delete(idempotencyKeys).where(and(eq(idempotencyKeys.owner, id), isGone)),
	]);
	return removed.meta.changes > 0;
}

/**
 * For the end of a batch that writes rows in a guest's name: if the guest has become a user while the request was under
 * way, the rows are the user's.
 */
export function followAdoption(db: Database, guestId: string): Statement[] {
	const user = sql<string>`(SELECT ${guests.adoptedBy} FROM ${guests} WHERE ${guests.id} = ${guestId})`;
	return guestTables.map((table) =>
		db
			.update(table)
			.set({ owner: user })
			.where(and(eq(table.owner, guestId), sql`${user} IS NOT NULL`)),
	);
}

/** One transaction: rows get the user as owner, what the user has already (an idempotency key) stays the user's. */
export async function moveGuestRows(
	db: Database,
	{ guestId, userId, now }: { guestId: string; userId: string; now: number },
): Promise<void> {
	const moves = guestTables.map((table) => db.update(table).set({ owner: userId }).where(eq(table.owner, guestId)));
	const taken = alias(idempotencyKeys, "taken");
	const isSameKey = and(eq(taken.route, idempotencyKeys.route), eq(taken.key, idempotencyKeys.key));
	const takenByUser = db
		.select({ one: sql`1` })
		.from(taken)
		.where(and(eq(taken.owner, userId), isSameKey));
	await db.batch([
		db.update(guests).set({ adoptedBy: userId }).where(eq(guests.id, guestId)),
		...moves,
		// A guest has no library; the user has one.
		db
			.insert(outbox)
			.values({ id: `${guestId}/join`, topic: "join", subject: userId, dueAt: now })
			.onConflictDoNothing(),
		db
			.update(idempotencyKeys)
			.set({ owner: userId })
			.where(and(eq(idempotencyKeys.owner, guestId), notExists(takenByUser))),
		db.delete(idempotencyKeys).where(eq(idempotencyKeys.owner, guestId)),
	]);
}
