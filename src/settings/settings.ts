import type { z } from "zod";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { decryptSecret, encryptSecret } from "../lib/secrets.ts";
import { checkUrl } from "../lib/url-guard.ts";
import { listSettings, type Removal, type StoredSetting, writeSettings } from "./store.ts";

/*
 * A user's live settings: texts by dotted keys (`s3.region`). Guests have none. What a key holds is the business of the
 * subject that its prefix names; here is only what concerns all of them: secrets are encrypted at rest and are given to
 * nobody but the code that uses them, and a credential goes when the address that it was given for changes.
 */

/** Settings by key, in the order of the keys. */
export type Settings = Record<string, string>;

/** Addresses that settings name, each with the credentials that are sent there. */
const connections = [
	{ address: "s3.endpoint", credentials: ["s3.accessKeyId", "s3.secretAccessKey"] },
	{ address: "paperless.url", credentials: ["paperless.apiToken", "paperless.username", "paperless.password"] },
] as const;

/** Settings of a connection: an empty value removes one. */
const connectionKeys = /^(?:s3|paperless|openai)\./;

/** Half a credential is one too; the others are notes of the service to itself. */
const hiddenKeys = /^(?:paperless\.username$|schema_ddl_)/;

/** True for a key whose value never leaves the service, by the end of its name. */
export function isSecretSetting(key: string): boolean {
	return /(?:token|password|secret|apikey|accesskeyid|accesskey)$/i.test(key);
}

/** What the owner may see of the settings whose keys begin with `prefix`: all but credentials. */
export async function getSettings(ctx: Context, owner: string, prefix = ""): Promise<Settings> {
	const stored = await listSettings(ctx, owner, prefix);
	return toSettings(stored.filter(({ key }) => !isSecretSetting(key) && !hiddenKeys.test(key)));
}

/**
 * The same with the secrets in clear, for the code that presents them to the address they were given for; never for an
 * answer. Throws a `DataKeyError` where there is a secret and no usable `DATA_KEY`.
 */
export async function revealSettings(ctx: Context, owner: string, prefix: string): Promise<Settings> {
	const stored = await listSettings(ctx, owner, prefix);
	const reveal = async ({ key, value }: StoredSetting) =>
		isSecretSetting(key)
			? { key, value: await decryptSecret(ctx.config.DATA_KEY, placeOf(owner, key), value) }
			: { key, value };
	return toSettings(await Promise.all(stored.map(reveal)));
}

/**
 * Sets what `changes` names and removes what it gives null, in one transaction; of a connection (`s3.`, `paperless.`, `openai.`) an
 * empty value removes too. An address on another host than before takes along the credentials that the same change does not give
 * again, so that none is ever sent to a host it was not given for. Throws `invalid_request` for an address that the URL
 * guard refuses, a `DataKeyError` as above. `opensPrivate`: the owner's Paperless-ngx may be in a private network (an administrator, the
 * single user).
 */
export async function putSettings(
	ctx: Context,
	owner: string,
	changes: Readonly<Record<string, string | null>>,
	{ opensPrivate = false }: { opensPrivate?: boolean } = {},
): Promise<void> {
	const values: StoredSetting[] = [];
	const removed: string[] = [];
	for (const [key, given] of Object.entries(changes)) {
		const value = connectionKeys.test(key) ? given?.trim() || null : given;
		if (value === null) {
			removed.push(key);
			continue;
		}
		if (connections.some(({ address }) => address === key)) {
			checkAddress(ctx, key, value, opensPrivate && key === "paperless.url");
		}
		values.push({ key, value: isSecretSetting(key) ? await seal(ctx, owner, key, value) : value });
	}
	const removals: Removal[] = removed.length > 0 ? [{ keys: removed }] : [];
	for (const { address, credentials } of connections) {
		if (!(address in changes)) continue;
		const keys = credentials.filter((key) => !(key in changes));
		const next = values.find(({ key }) => key === address)?.value ?? null;
		const stored = (await listSettings(ctx, owner, address)).find(({ key }) => key === address)?.value ?? null;
		// Before the new values: what another request has made of the address in the meantime still shows.
		removals.unshift(
			hostOf(stored) === hostOf(next) ? { keys, unlessStill: { key: address, value: stored } } : { keys },
		);
	}
	await writeSettings(ctx, owner, { removals, values });
}

function checkAddress(ctx: Context, key: string, value: string, opensPrivate: boolean): void {
	const verdict = checkUrl(value, { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS, opensPrivate });
	if (!verdict.ok) throw new AppError("invalid_request", `${key}: ${verdict.reason}`);
}

/** Scheme, host and port: a credential for https is not one for http. Null without an address: the provider's own. */
function hostOf(address: string | null): string | null {
	return address !== null && URL.canParse(address) ? new URL(address).origin : null;
}

async function seal(ctx: Context, owner: string, key: string, value: string): Promise<string> {
	return await encryptSecret(ctx.config.DATA_KEY, placeOf(owner, key), value);
}

function placeOf(owner: string, key: string): string {
	return `settings/${owner}/${key}`;
}

function toSettings(stored: readonly StoredSetting[]): Settings {
	return Object.fromEntries(stored.map(({ key, value }) => [key, value]));
}

// --- what texts mean ---

/** What the settings under one prefix hold: the type of each by its name, without the prefix. */
export type SettingTypes = Readonly<Record<string, z.ZodType>>;

/**
 * Why `text` can't be the setting `key`, in one sentence; undefined where it can, and for keys of another prefix or of no known name,
 * which may hold anything.
 */
export function settingProblem(prefix: string, types: SettingTypes, key: string, text: string): string | undefined {
	const name = key.slice(prefix.length);
	const type = key.startsWith(prefix) && Object.hasOwn(types, name) ? types[name] : undefined;
	if (type === undefined) return undefined;
	const read = readSetting(type, text);
	return read.success ? undefined : (read.error.issues[0]?.message ?? "Invalid value");
}

/** A stored text as a value of its type: as it is, else as JSON, which numbers, switches and lists are. */
export function readSetting<Type extends z.ZodType>(type: Type, text: string): z.ZodSafeParseResult<z.output<Type>> {
	const asText = type.safeParse(text);
	if (asText.success) return asText;
	const value = fromJson(text);
	return value === undefined ? asText : type.safeParse(value);
}

/** The text that `readSetting` reads as this value. */
export function toSettingText(value: string | number | boolean | readonly string[]): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
