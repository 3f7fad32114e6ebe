/// <reference types="@cloudflare/vitest-pool-workers/types" />
import { exports, env as platform } from "cloudflare:workers";
import { signAccessToken } from "../../src/accounts/access-token.ts";
import { hashPassword } from "../../src/accounts/passwords.ts";
import { insertRefreshToken, insertUser } from "../../src/accounts/store.ts";
import type { Context } from "../../src/context.ts";
import { type Config, type Env, readConfig } from "../../src/env.ts";
import { sha256Hex } from "../../src/lib/hash.ts";
import { newId } from "../../src/lib/ids.ts";
import { randomToken } from "../../src/lib/random.ts";
import { Tally } from "../../src/platform/counters.ts";
import { openDatabase } from "../../src/platform/database.ts";

/** The bindings of the test run: everything that identity needs of them is there. */
export const env = platform as unknown as Env;

export const origin = "https://deckle.example.com";

interface Main {
	default: { fetch(input: string, init?: RequestInit): Promise<Response> };
}

/** One request to the deployed Worker. */
export function send(path: string, init: RequestInit = {}): Promise<Response> {
	return (exports as unknown as Main).default.fetch(origin + path, init);
}

export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
	return send(path, {
		method: "POST",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify(body),
	});
}

export function bearer(token: string): { Authorization: string } {
	return { Authorization: `Bearer ${token}` };
}

export async function bodyOf<Body = Record<string, unknown>>(response: Response): Promise<Body> {
	return (await response.json()) as Body;
}

let people = 0;

/** An e-mail that no other test uses. */
export function newEmail(): string {
	people++;
	return `person-${people}-${crypto.randomUUID().slice(0, 8)}@example.com`;
}

export const password = "correct horse battery";

export interface Session {
	id: string;
	email: string;
	accessToken: string;
	refreshToken: string;
}

interface LoginBody {
	user: { id: string };
	tokens: { access_token: string; refresh_token: string };
}

export async function logIn(email: string, headers: Record<string, string> = {}): Promise<Session> {
	const response = await post("/api/auth/login", { email, password }, headers);
	const { user, tokens } = await bodyOf<LoginBody>(response);
	return { id: user.id, email, accessToken: tokens.access_token, refreshToken: tokens.refresh_token };
}

let passwordHash: Promise<string> | undefined;

/**
 * A new user with a session, as registering and logging in would make them, but for the two hashes of the password: these are
 * made to be slow, and a hundred tests need a user each.
 */
export async function newSession(): Promise<Session> {
	const ctx = newContext();
	const email = newEmail();
	const now = ctx.now();
	passwordHash ??= hashPassword(password);
	const stored = { email, emailKey: email, passwordHash: await passwordHash, fullName: null };
	const user = await insertUser(ctx.db, { id: newId(), ...stored, createdAt: now, updatedAt: now });
	if (user === undefined) throw new Error(`${email} is taken`);
	const refreshToken = randomToken(32);
	await insertRefreshToken(ctx.db, {
		id: newId(),
		userId: user.id,
		tokenHash: sha256Hex(refreshToken),
		createdAt: now,
		expiresAt: now + 3_600_000,
		deviceInfo: null,
		ipAddress: null,
	});
	return { id: user.id, email, accessToken: await signAccessToken(ctx, user), refreshToken };
}

export async function newKey(session: Session, input: object = {}): Promise<{ id: string; token: string }> {
	const response = await post("/api-keys", { name: "test", ...input }, bearer(session.accessToken));
	return bodyOf<{ id: string; token: string }>(response);
}

/** Runs one statement on the real database. */
export async function sql<Row = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<Row[]> {
	const result = await env.DB.prepare(text)
		.bind(...values)
		.all<Row>();
	return result.results;
}

/** A context for verbs called directly; `waitUntil` work is awaited by `settled`. */
export function newContext(config: Partial<Config> = {}): Context & { settled(): Promise<void> } {
	const work: Promise<unknown>[] = [];
	const context = {
		config: { ...readConfig(env), ...config },
		db: openDatabase(env.DB),
		vectorIndex: () => undefined,
		tally: new Tally(),
		now: () => Date.now(),
		fetch: (input: string | URL | Request, init?: RequestInit) => fetch(input, init),
		waitUntil: (promise: Promise<unknown>) => void work.push(promise),
		settled: async () => void (await Promise.all(work)),
	};
	return context as unknown as Context & { settled(): Promise<void> };
}
