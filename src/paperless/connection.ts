import type { z } from "zod";
import { type Clock, systemClock, withinTime } from "../lib/clock.ts";
import { type FetchFunction, guardedFetch, type UrlPolicy, UrlRefused } from "../lib/url-guard.ts";
import { apiUrl, baseOf } from "./address.ts";
import { type Asked, discard, failureOf, readJson, readShape, wrongUrl } from "./answers.ts";
import { authorizationOf, type PaperlessCredentials, quotable } from "./credentials.ts";
import { isPaperlessError, PaperlessError } from "./failure.ts";

/** The highest API version whose answers are understood (contracts/library.md 12.1). */
const newestKnownVersion = 10;

/** Contracts/library.md 12.1: before retry `retry` (0-based), with up to a second of chance on top. */
const firstBackoffMs = 1_000;
const chanceMs = 1_000;
const maxBackoffMs = 30_000;

/** Contracts/library.md 12.2: an isolate holds 128 MB, the answer's text and its objects. */
export const maxAnswerBytes = 8 * 1024 * 1024;

/** One document cannot be asked for in parts, so that it may be larger than a page of several. */
export const maxDocumentBytes = 2 * maxAnswerBytes;

export interface PaperlessOptions {
	/** Perhaps with a sub-path; with or without a final slash. */
	url: string;
	credentials: PaperlessCredentials;
	fetch: FetchFunction;
	/** What a URL of a user's may point to. Undefined for the environment's own URL, which is trusted. */
	policy: UrlPolicy | undefined;
	/** Of one attempt, body included. Default 30 s. */
	timeoutMs?: number;
	/** Attempts after the first. Default 3. */
	maxRetries?: number;
	/**
	 * The longest wait between two attempts. A call that would have to wait longer fails at once, and its error says in
	 * `retryAfterMs` when to come again: a queue's consumer must not sleep through a minute. Default 60 s, which is all.
	 */
	maxWaitMs?: number;
	/** Default `maxAnswerBytes`. */
	maxBytes?: number;
	/** The caller gives up: calls then throw its reason. */
	signal?: AbortSignal;
	clock?: Clock;
	/** Told of each success, for the counter of requests. */
	onSuccess?(method: Method, status: number): void;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Call {
	/** Default GET. */
	method?: Method;
	/** Behind the base, from `/api/` to the final slash. */
	path: string;
	query?: Readonly<Record<string, string | number>>;
	/** Sent as JSON. */
	body?: unknown;
	/** For a file. Default: JSON in the negotiated version. */
	accept?: string;
	range?: string | undefined;
	timeoutMs?: number;
	maxBytes?: number;
	/** The route names one object, see `Asked`. */
	isObject?: boolean;
	/** Doing it twice is doing it once. Default: all methods but POST. */
	isRepeatable?: boolean;
}

/**
 * The way to one Paperless-ngx server: versions, credentials, time limits, retries (contracts/library.md 12.1). The
 * calls themselves are functions that take it. Made per invocation: it remembers the version that it has negotiated.
 */
export class Paperless {
	readonly #options: PaperlessOptions;
	readonly #base: string;
	readonly #authorization: string;
	readonly #clock: Clock;
	#apiVersion: number | undefined;
	/** Versions that the server has refused: asked for them once, never again. */
	readonly #refusedVersions = new Set<number>();
	#productVersion: string | undefined;

	constructor(options: PaperlessOptions) {
		this.#options = options;
		this.#base = baseOf(options.url);
		this.#authorization = authorizationOf(options.credentials);
		this.#clock = options.clock ?? systemClock();
	}

	/** The release, such as `2.20.15`, else the highest API version; undefined until the first success, or behind a proxy that drops it. */
	get productVersion(): string | undefined {
		return this.#productVersion;
	}

	/** Asks and reads the JSON answer by `schema`. Throws a `PaperlessError`. */
	async ask<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
		const maxBytes = call.maxBytes ?? this.#options.maxBytes ?? maxAnswerBytes;
		const value = await this.request(call, (response) => readJson(response, maxBytes));
		return readShape(schema, value);
	}

	/**
	 * Asks until there is a success, and gives what `read` makes of it; what `read` throws is judged like the rest, within
	 * the time of the same attempt. Throws a `PaperlessError`.
	 */
	async request<Value>(call: Call, read: (response: Response) => Promise<Value>): Promise<Value> {
		const { maxRetries = 3, maxWaitMs = 60_000, signal } = this.#options;
		const method = call.method ?? "GET";
		const isRepeatable = call.isRepeatable ?? method !== "POST";
		for (let retry = 0; ; retry++) {
			signal?.throwIfAborted();
			try {
				return await this.#attempt(call, method, read);
			} catch (error) {
				// What was throttled was not done, so that it may be done again whatever it is.
				if (!isPaperlessError(error) || !error.isPassing) throw error;
				if (!isRepeatable && error.reason !== "throttled") throw error;
				const waitMs = error.retryAfterMs ?? this.#backoffMs(retry);
				if (retry >= maxRetries || waitMs > maxWaitMs) throw error.retriedAfter(waitMs);
				await this.#clock.sleep(waitMs, signal);
			}
		}
	}

	#backoffMs(retry: number): number {
		return Math.min(maxBackoffMs, firstBackoffMs * 2 ** retry + chanceMs * this.#clock.random());
	}

	async #attempt<Value>(call: Call, method: Method, read: (response: Response) => Promise<Value>): Promise<Value> {
		const { signal, timeoutMs: usualMs = 30_000 } = this.#options;
		const ms = call.timeoutMs ?? usualMs;
		const stop = new AbortController();
		const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
		const work = async () => {
			const response = await this.#negotiated(call, method, either);
			const failure = await failureOf(response, this.#asked(call), this.#clock.now());
			if (failure !== undefined) throw failure;
			this.#learn(response);
			const value = await read(response);
			this.#options.onSuccess?.(method, response.status);
			return value;
		};
		const error = () => new PaperlessError("timeout", `Paperless-ngx did not answer within ${ms / 1000} s.`);
		return await withinTime(work(), { ms, signal, error, stop: () => stop.abort() });
	}

	/** A server that was changed meanwhile may refuse the version; it says so before it does anything. */
	async #negotiated(call: Call, method: Method, signal: AbortSignal): Promise<Response> {
		const version = call.accept === undefined ? this.#apiVersion : undefined;
		const response = await this.#send(call, method, version, signal);
		if (response.status !== 406 || version === undefined) return response;
		await discard(response);
		this.#refusedVersions.add(version);
		if (this.#apiVersion === version) this.#apiVersion = undefined;
		return await this.#send(call, method, undefined, signal);
	}

	async #send(call: Call, method: Method, version: number | undefined, signal: AbortSignal): Promise<Response> {
		const { fetch, policy } = this.#options;
		const json = version === undefined ? "application/json" : `application/json; version=${version}`;
		const init = {
			method,
			headers: {
				Accept: call.accept ?? json,
				Authorization: this.#authorization,
				...(call.range === undefined ? {} : { Range: call.range }),
				...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
			},
			...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
			signal,
		};
		const url = apiUrl(this.#base, call.path, call.query);
		try {
			if (policy === undefined) return await fetch(url, { ...init, redirect: "manual" });
			return (await guardedFetch(fetch, url, policy, { ...init, maxRedirects: 0 })).response;
		} catch (cause) {
			if (cause instanceof UrlRefused) {
				throw cause.fault === "redirects"
					? wrongUrl(undefined)
					: new PaperlessError("bad-url", cause.message, { cause });
			}
			throw new PaperlessError("unreachable", "Paperless-ngx could not be reached.", { cause });
		}
	}

	#asked(call: Call): Asked {
		const { credentials } = this.#options;
		return {
			isObject: call.isObject ?? false,
			by: "token" in credentials ? "token" : "password",
			quote: (text) => quotable(text, credentials),
		};
	}

	#learn({ headers }: Response): void {
		const served = headers.get("x-api-version")?.trim() ?? "";
		if (/^[1-9]\d{0,3}$/.test(served)) {
			const version = Math.min(Number(served), newestKnownVersion);
			if (!this.#refusedVersions.has(version)) this.#apiVersion = version;
		}
		// Shown to users, so nothing but what a version looks like.
		const product = headers.get("x-version")?.trim() || served;
		if (/^[\w.+-]{1,40}$/.test(product)) this.#productVersion = product;
	}
}
