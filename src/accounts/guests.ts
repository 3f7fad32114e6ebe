import type { Context } from "../context.ts";
import { sha256Hex } from "../lib/hash.ts";
import { newId } from "../lib/ids.ts";
import { randomToken } from "../lib/random.ts";
import type { Statement } from "../platform/database.ts";
import type { GuestPrincipal } from "./principal.ts";
import { PrincipalCache } from "./principal-cache.ts";
import {
	deleteExpiredGuest,
	extendGuest,
	findGuestByToken,
	followAdoption,
	insertGuest,
	listExpiredGuestIds,
	moveGuestRows,
} from "./store.ts";

/*
 * A guest is whoever holds a cookie: 256 unguessable bits, stored as SHA-256. Guests exist on the tasks API alone and
 * live for 30 days after their last POST.
 */

export const guestLifetimeMs = 30 * 24 * 60 * 60 * 1000;

const tokenForm = /^[A-Za-z0-9_-]{43}$/;
const guests = new PrincipalCache<GuestPrincipal>();

export interface OpenedGuest extends GuestPrincipal {
	/** The cookie's value; told here and never again. */
	readonly token: string;
	/** Insert the guest: they go into the batch that writes the guest's first rows. */
	readonly statements: readonly Statement[];
}

/** The guest behind a cookie; an unknown or expired cookie counts as none. */
export async function findGuest(ctx: Context, token: string | undefined): Promise<GuestPrincipal | undefined> {
	if (token === undefined || !tokenForm.test(token)) return undefined;
	const now = ctx.now();
	const digest = sha256Hex(token);
	const known = guests.find(digest, now);
	if (known !== undefined) return known;
	const revocations = guests.revocations;
	const row = await findGuestByToken(ctx.db, { tokenHash: digest, now });
	if (row === undefined) return undefined;
	const guest: GuestPrincipal = { kind: "guest", id: row.id };
	guests.keep(digest, guest, now, { revocations, expiresAt: row.expiresAt });
	return guest;
}

/** A new guest, not written yet: nothing is left behind where the request that makes it fails. */
export function openGuest(ctx: Context): OpenedGuest {
	const token = randomToken(32);
	const now = ctx.now();
	const row = { id: newId(), tokenHash: sha256Hex(token), createdAt: now, expiresAt: now + guestLifetimeMs };
	return { kind: "guest", id: row.id, token, statements: [insertGuest(ctx.db, row)] };
}

/** Statements for the end of a batch that writes a guest's rows, so that a hand-over in the middle loses none. */
export function keepAdopted(ctx: Context, guestId: string): Statement[] {
	return followAdoption(ctx.db, guestId);
}

/** Starts the 30 days again. */
export async function renewGuest(ctx: Context, guestId: string): Promise<void> {
	await extendGuest(ctx.db, { id: guestId, expiresAt: ctx.now() + guestLifetimeMs });
}

/** Guests whose 30 days are over: their rows and files go first, then `removeGuest`. */
export async function listExpiredGuests(ctx: Context, { limit = 100 }: { limit?: number } = {}): Promise<string[]> {
	return listExpiredGuestIds(ctx.db, { now: ctx.now(), limit });
}

/** Removes an expired guest; false where it is not there or was renewed meanwhile. */
export async function removeGuest(ctx: Context, guestId: string): Promise<boolean> {
	guests.forgetOwner(guestId);
	return deleteExpiredGuest(ctx.db, { id: guestId, now: ctx.now() });
}

/** Hands everything a guest has to a user and ends the guest, in one batch. Doing it again changes nothing. */
export async function adoptGuest(ctx: Context, guestId: string, userId: string): Promise<void> {
	await moveGuestRows(ctx.db, { guestId, userId, now: ctx.now() });
	guests.forgetOwner(guestId);
}
