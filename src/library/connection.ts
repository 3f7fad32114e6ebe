import { isAdminUser } from "../accounts/accounts.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import type { UrlPolicy } from "../lib/url-guard.ts";
import {
	chooseCredentials,
	openPaperless,
	type Paperless,
	type PaperlessCredentials,
	type PaperlessOptions,
} from "../paperless/paperless.ts";
import { revealSettings } from "../settings/settings.ts";

/** Where an owner's Paperless-ngx is, and what it takes to be let in. */
export interface PaperlessConnection {
	url: string;
	credentials: PaperlessCredentials;
	/** Undefined for the environment's own URL, which is trusted. */
	policy: UrlPolicy | undefined;
}

/**
 * The owner's own connection (contracts/library.md 5.2), else, for an administrator, the environment's. Undefined where there is none: an
 * own address without credentials counts as none, so that nobody who is setting one up is shown another server.
 */
export async function connectionOf(ctx: Context, owner: string): Promise<PaperlessConnection | undefined> {
	const settings = await revealSettings(ctx, owner, "paperless.");
	const url = settings["paperless.url"];
	if (url !== undefined) {
		const credentials = chooseCredentials({
			token: settings["paperless.apiToken"],
			username: settings["paperless.username"],
			password: settings["paperless.password"],
		});
		return credentials && { url, credentials, policy: await paperlessPolicy(ctx, owner) };
	}
	const { PAPERLESS_URL, PAPERLESS_API_TOKEN, PAPERLESS_USERNAME, PAPERLESS_PASSWORD } = ctx.config;
	if (PAPERLESS_URL === undefined || !(await isAdminUser(ctx, owner))) return undefined;
	const credentials = chooseCredentials({
		token: PAPERLESS_API_TOKEN,
		username: PAPERLESS_USERNAME,
		password: PAPERLESS_PASSWORD,
	});
	return credentials && { url: PAPERLESS_URL, credentials, policy: undefined };
}

/** What an address that the owner names may point to: an administrator's server stands in the own network as a rule. */
export async function paperlessPolicy(ctx: Context, owner: string): Promise<UrlPolicy> {
	const opensPrivate = await isAdminUser(ctx, owner);
	return { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS, opensPrivate };
}

/** Throws `bad_request` where the owner has no connection. */
export async function getConnection(ctx: Context, owner: string): Promise<PaperlessConnection> {
	const connection = await connectionOf(ctx, owner);
	if (connection === undefined)
		throw new AppError("bad_request", "This needs a Paperless connection, and there is none.");
	return connection;
}

/** The way to the owner's server. Throws `bad_request` where there is none. */
export async function openLibraryServer(
	ctx: Context,
	owner: string,
	options: Omit<PaperlessOptions, keyof PaperlessConnection | "fetch"> = {},
): Promise<Paperless> {
	return openServer(ctx, await getConnection(ctx, owner), options);
}

export function openServer(
	ctx: Context,
	connection: PaperlessConnection,
	options: Omit<PaperlessOptions, keyof PaperlessConnection | "fetch"> = {},
): Paperless {
	return openPaperless({
		onSuccess: (method, status) => ctx.tally.count("paperless_requests_total", { method, status_code: String(status) }),
		...connection,
		...options,
		fetch: (url, init) => ctx.fetch(url, init),
	});
}
