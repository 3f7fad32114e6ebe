import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { DataKeyError, decryptSecret, encryptSecret } from "../lib/secrets.ts";

/** Secrets as the tables hold them: encrypted, and opened in their own row alone. Without a `DATA_KEY` this is `internal`. */
export async function seal(ctx: Context, row: string, secret: string): Promise<string> {
	return await withDataKey(() => encryptSecret(ctx.config.DATA_KEY, placeOf(row), secret));
}

export async function unseal(ctx: Context, row: string, sealed: string): Promise<string> {
	return await withDataKey(() => decryptSecret(ctx.config.DATA_KEY, placeOf(row), sealed));
}

function placeOf(row: string): string {
	return `webhooks/${row}/secret`;
}

async function withDataKey<Result>(work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof DataKeyError)) throw error;
		console.error(error.message);
		throw new AppError("internal", "Internal Server Error");
	}
}
