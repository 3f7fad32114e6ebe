/**
 * Door of identity: who a credential belongs to, accounts and their sessions, API keys, guests, a user's webhook secret.
 *
 * A request's way: `resolvePrincipal` for a Bearer token, `findGuest` for the cookie; the principal's `id` is the owner
 * of all rows. Passwords are kept as scrypt, every token as SHA-256, secrets that must be read again under `DATA_KEY`.
 */
export { type Email, parseEmail } from "./email.ts";
export {
	adoptGuest,
	findGuest,
	guestLifetimeMs,
	keepAdopted,
	listExpiredGuests,
	type OpenedGuest,
	openGuest,
	removeGuest,
	renewGuest,
} from "./guests.ts";
export {
	type ApiKey,
	type ApiKeyScope,
	createApiKey,
	listApiKeys,
	looksLikeApiKey,
	revokeApiKey,
} from "./keys.ts";
export type { GuestPrincipal, Principal, Refusal, Resolution, User, UserPrincipal } from "./principal.ts";
export { bearerToken, isAdminUser, resolvePrincipal, type ShownCredential } from "./resolve.ts";
export {
	type Device,
	getUser,
	login,
	logout,
	refresh,
	register,
	removeDeadRefreshTokens,
	type Tokens,
} from "./sessions.ts";
export { singleUser } from "./single-user.ts";
export { webhookSecret } from "./webhook-secret.ts";
