import type { Context } from "../context.ts";
import { logError } from "../lib/log.ts";
import { askDatabase } from "./store.ts";

/** Contracts/library.md 4.2. */
const [timeoutMs, keptMs] = [5_000, 10_000];

export interface Check {
	status: "ok" | "error" | "not_configured";
	/** In a word or two; never an address. */
	error?: string;
}

export interface Readiness {
	isReady: boolean;
	checks: { database: Check; paperless: Check };
}

/** Of the deployment, not of a request: the same for everybody, and asked for by everybody. */
const kept = new WeakMap<Context["config"], { at: number; readiness: Promise<Readiness> }>();

/** Whether database and the operator's Paperless-ngx answer; asked at most every 10 s by an isolate. */
export async function checkReadiness(ctx: Context): Promise<Readiness> {
	const last = kept.get(ctx.config);
	if (last !== undefined && ctx.now() - last.at < keptMs) return await last.readiness;
	const readiness = await ask(ctx);
	kept.set(ctx.config, { at: ctx.now(), readiness: Promise.resolve(readiness) });
	return readiness;
}

async function ask(ctx: Context): Promise<Readiness> {
	const [database, paperless] = await Promise.all([checkDatabase(ctx), checkPaperless(ctx)]);
	return { isReady: database.status !== "error" && paperless.status !== "error", checks: { database, paperless } };
}

async function checkDatabase(ctx: Context): Promise<Check> {
	try {
		await askDatabase(ctx);
		return { status: "ok" };
	} catch (error) {
		logError("the database is not ready", error);
		return { status: "error", error: "unavailable" };
	}
}

/** Any answer counts, also a refusal; only silence fails. */
async function checkPaperless(ctx: Context): Promise<Check> {
	const url = ctx.config.PAPERLESS_URL;
	if (url === undefined) return { status: "not_configured" };
	const signal = AbortSignal.timeout(timeoutMs);
	try {
		const answer = await ctx.fetch(url, { method: "HEAD", redirect: "manual", signal });
		await answer.body?.cancel();
		return { status: "ok" };
	} catch {
		return { status: "error", error: signal.aborted ? "timeout" : "unreachable" };
	}
}
