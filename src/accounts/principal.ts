/** Who is asking. `id` is the `owner` of everything the request makes or sees. */
export type Principal = UserPrincipal | GuestPrincipal;

export interface UserPrincipal {
	readonly kind: "user";
	readonly id: string;
	readonly isAdmin: boolean;
	/** False for an API key without the scope `write`: it may only read. */
	readonly canWrite: boolean;
	/** What was shown: our access JWT, an outside identity provider's JWT, an API key; nothing, where nobody else uses the service. */
	readonly credential: "access" | "outside" | "key" | "none";
}

export interface GuestPrincipal {
	readonly kind: "guest";
	readonly id: string;
}

/** Why nobody can be named, or may not do it. Each surface has its own words for these. */
export type Refusal =
	/** No token: no header, empty token, another scheme. */
	| "not_authenticated"
	/** A token that is forged, expired, revoked or malformed. */
	| "invalid"
	/** A good token of a user who is gone. */
	| "user_not_found"
	| "disabled"
	/** A key without `write` on a method that changes something. */
	| "read_only";

export type Resolution = { ok: true; principal: UserPrincipal } | { ok: false; reason: Refusal };

/** A user as the tagging API shows it. Times are Unix milliseconds. */
export interface User {
	readonly id: string;
	/** Null where an outside identity provider gave none. */
	readonly email: string | null;
	readonly fullName: string | null;
	readonly isActive: boolean;
	readonly isVerified: boolean;
	readonly createdAt: number;
}
