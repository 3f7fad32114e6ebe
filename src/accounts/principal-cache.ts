import type { Principal, UserPrincipal } from "./principal.ts";

/**
 * Who a credential belonged to a moment ago, so that many requests with one token cost one look at the database, not one
 * each.
 *
 * The trade-off: for at most `lifetimeMs` (one second) another isolate may still take a key that was revoked, a session
 * of a user who was disabled or deleted, a guest who was removed. Revocation in this isolate shows at once. Only good
 * answers are kept, never refusals, never beyond the token's own expiry, and under the SHA-256 of the credential, so that
 * memory holds nothing that could be shown.
 */
export class PrincipalCache<Kind extends Principal> {
	readonly #entries = new Map<string, { principal: Kind; until: number }>();
	readonly #capacity: number;
	readonly #lifetimeMs: number;
	#revocations = 0;

	constructor({ capacity = 1000, lifetimeMs = 1000 } = {}) {
		this.#capacity = capacity;
		this.#lifetimeMs = lifetimeMs;
	}

	find(digest: string, now: number): Kind | undefined {
		const entry = this.#entries.get(digest);
		if (entry === undefined) return undefined;
		this.#entries.delete(digest);
		if (now >= entry.until) return undefined;
		this.#entries.set(digest, entry);
		return entry.principal;
	}

	/** Taken before the database is read and given to `keep`: an answer older than a revocation is not kept. */
	get revocations(): number {
		return this.#revocations;
	}

	keep(digest: string, principal: Kind, now: number, { revocations, expiresAt = Number.POSITIVE_INFINITY }: Freshness) {
		if (revocations !== this.#revocations) return;
		if (this.#entries.size >= this.#capacity) {
			const oldest = this.#entries.keys().next();
			if (!oldest.done) this.#entries.delete(oldest.value);
		}
		this.#entries.set(digest, { principal, until: Math.min(now + this.#lifetimeMs, expiresAt) });
	}

	forget(digest: string): void {
		this.#revocations++;
		this.#entries.delete(digest);
	}

	/** Forgets every credential of one owner. */
	forgetOwner(id: string): void {
		this.#revocations++;
		for (const [digest, entry] of this.#entries) {
			if (entry.principal.id === id) this.#entries.delete(digest);
		}
	}
}

export interface Freshness {
	revocations: number;
	/** Unix milliseconds at which the credential itself ends. */
	expiresAt?: number;
}

/** Of users, by the SHA-256 of their token. */
export const principals = new PrincipalCache<UserPrincipal>();
