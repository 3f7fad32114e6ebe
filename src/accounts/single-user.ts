import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { newId } from "../lib/ids.ts";
import { parseEmail } from "./email.ts";
import type { UserPrincipal } from "./principal.ts";
import { findFirstAdministrator, insertAdministrator } from "./store.ts";

/** Nobody can register it: no mail reaches such a name. It has no password, so nobody can log in with it either. */
export const singleUserEmail = "single-user@localhost";

/**
 * Whom `SINGLE_USER=true` takes everybody for who shows nothing: the first administrator, by `ADMIN_EMAIL` where that is set; made when
 * there is none.
 */
export async function singleUser(ctx: Context): Promise<UserPrincipal> {
	const configured = ctx.config.ADMIN_EMAIL && parseEmail(ctx.config.ADMIN_EMAIL);
	const key = configured && "key" in configured ? configured.key : undefined;
	const now = ctx.now();
	const made = { id: newId(), email: singleUserEmail, emailKey: singleUserEmail, createdAt: now, updatedAt: now };
	const account = (await findFirstAdministrator(ctx.db, key)) ?? (await insertAdministrator(ctx.db, made));
	if (account === undefined || !account.isActive) throw new AppError("unauthenticated", "User account is disabled");
	return { kind: "user", id: account.id, isAdmin: true, canWrite: true, credential: "none" };
}
