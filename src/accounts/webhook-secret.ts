import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { randomBytes } from "../lib/random.ts";
import { DataKeyError, decryptSecret, encryptSecret } from "../lib/secrets.ts";
import { findWebhookSecret, keepFirstWebhookSecret } from "./store.ts";

/**
 * The secret that signs a user's webhooks: `whsec_` + base64 of 32 random bytes, made on first use and the same ever
 * after, also when two requests make it at once. Stored encrypted under `DATA_KEY`, without which this is `internal`.
 */
export async function webhookSecret(ctx: Context, userId: string): Promise<string> {
	const place = `users/${userId}/webhook_secret`;
	const dataKey = ctx.config.DATA_KEY;
	try {
		let sealed = await findWebhookSecret(ctx.db, userId);
		if (!sealed) {
			const secret = `whsec_${Buffer.from(randomBytes(32)).toString("base64")}`;
			const candidate = await encryptSecret(dataKey, place, secret);
			sealed = await keepFirstWebhookSecret(ctx.db, { userId, sealed: candidate, now: ctx.now() });
			if (!sealed) throw new AppError("not_found", "User not found");
		}
		return await decryptSecret(dataKey, place, sealed);
	} catch (error) {
		if (!(error instanceof DataKeyError)) throw error;
		console.error(error.message);
		throw new AppError("internal", "Internal Server Error");
	}
}
