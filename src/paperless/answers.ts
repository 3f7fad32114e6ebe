import type { z } from "zod";
import { chunksOf } from "../lib/chunks.ts";
import { retryAfterSeconds } from "../lib/retry-after.ts";
import { PaperlessError } from "./failure.ts";

/** Contracts/library.md 12.1. */
const defaultRetryAfterMs = 5_000;
const maxRetryAfterMs = 60_000;

/** Of the body of a refusal; validation messages are short. */
const maxRefusalBytes = 16 * 1024;

export function isJson(response: Response): boolean {
	return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(response.headers.get("content-type")?.trim() ?? "");
}

/** The JSON of a success. Throws `wrong-url` for anything else, `too-large` after `maxBytes`, `broken`. */
export async function readJson(response: Response, maxBytes: number): Promise<unknown> {
	if (!isJson(response)) {
		await discard(response);
		throw wrongUrl(response.status);
	}
	const text = await readText(response, maxBytes);
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new PaperlessError("broken", "Paperless-ngx sent an incomplete answer.", { status: response.status, cause });
	}
}

/** Bytes are counted as they arrive, after decompression, so that nothing larger is ever held. */
async function readText(response: Response, maxBytes: number): Promise<string> {
	if (response.body === null) return "";
	const reader = chunksOf(response.body);
	const decoder = new TextDecoder();
	let sizeBytes = 0;
	let text = "";
	try {
		for (;;) {
			const chunk = await reader.read();
			if (chunk === undefined) return text + decoder.decode();
			sizeBytes += chunk.byteLength;
			if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
			text += decoder.decode(chunk, { stream: true });
		}
	} catch (error) {
		// Not awaited: a server that stands still would hold up the end.
		void reader.cancel().catch(() => undefined);
		if (error instanceof PaperlessError) throw error;
		throw new PaperlessError("broken", "The connection to Paperless-ngx was lost.", { cause: error });
	}
}

/** `value` as `schema` reads it. Throws `malformed`, naming the first place that does not fit and never its content. */
export function readShape<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const place = result.error.issues[0]?.path.join(".") || "the whole of it";
	throw new PaperlessError("malformed", `Paperless-ngx sent an answer that is not understood (${place}).`, {
		cause: result.error,
	});
}

/** Whether a 404 may mean the object, and whether the caller's credentials are a token; `quote` makes texts showable. */
export interface Asked {
	/** The route names one object: its 404 says that the object is gone. */
	isObject: boolean;
	by: "token" | "password";
	quote(text: string): string;
}

/** The failure that an answer without success is; undefined for a success. */
export async function failureOf(response: Response, asked: Asked, nowMs: number): Promise<PaperlessError | undefined> {
	const { status } = response;
	if (response.ok) return undefined;
	if (status < 400) {
		await discard(response);
		return wrongUrl(status);
	}
	if (status === 429) {
		await discard(response);
		const seconds = retryAfterSeconds(response.headers.get("retry-after"), nowMs);
		const retryAfterMs = seconds === undefined ? defaultRetryAfterMs : Math.min(maxRetryAfterMs, seconds * 1000);
		return new PaperlessError("throttled", "Paperless-ngx asks to slow down.", { status, retryAfterMs });
	}
	if (status >= 500) {
		await discard(response);
		return new PaperlessError("server", `Paperless-ngx failed with HTTP ${status}.`, { status });
	}
	return await refusalOf(response, asked);
}

async function refusalOf(response: Response, { isObject, by, quote }: Asked): Promise<PaperlessError> {
	const { status } = response;
	const told = await toldBy(response);
	const words = told === undefined ? "" : `: ${quote(told)}`;
	if (status === 401) {
		const what = by === "token" ? "token" : "user name and password";
		return new PaperlessError("credentials", `Paperless-ngx does not accept the ${what}${words || "."}`, { status });
	}
	if (status === 403) {
		return new PaperlessError("forbidden", `Paperless-ngx does not permit this to its user${words || "."}`, { status });
	}
	if (status === 404) {
		if (!isObject || !isJson(response)) return wrongUrl(status);
		return new PaperlessError("gone", "Paperless-ngx has no such document or entry.", { status });
	}
	if (status === 400 && told !== undefined && /unique constraint/i.test(told)) {
		return new PaperlessError("exists", "Paperless-ngx already has an entry of this name.", { status });
	}
	return new PaperlessError("refused", `Paperless-ngx refused with HTTP ${status}${words || "."}`, { status });
}

/** What a refusal says in JSON; pages of proxies are left unread. */
async function toldBy(response: Response): Promise<string | undefined> {
	if (!isJson(response)) {
		await discard(response);
		return undefined;
	}
	try {
		return firstMessage(JSON.parse(await readText(response, maxRefusalBytes)), []);
	} catch {
		return undefined;
	}
}

/**
 * The first text inside `{"detail": "…"}`, `{"field": ["…"]}` or `{"field": {"0": {…}}}`, with the field's name where
 * it says something.
 */
function firstMessage(value: unknown, path: readonly string[]): string | undefined {
	if (typeof value === "string") {
		const field = path.filter((name) => !["detail", "error", "non_field_errors"].includes(name)).join(".");
		return field === "" ? value : `${field}: ${value}`;
	}
	if (typeof value !== "object" || value === null || path.length > 6) return undefined;
	for (const [key, inner] of Object.entries(value)) {
		const message = firstMessage(inner, Array.isArray(value) ? path : [...path, key]);
		if (message !== undefined) return message;
	}
	return undefined;
}

/** Not awaited to its end: the answer may have any length. */
export async function discard(response: Response): Promise<void> {
	await response.body?.cancel().catch(() => undefined);
}

export function wrongUrl(status: number | undefined): PaperlessError {
	return new PaperlessError(
		"wrong-url",
		"No Paperless-ngx API answers at this URL. It must be the address of Paperless-ngx itself, without /api.",
		{ status },
	);
}

function tooLarge(maxBytes: number): PaperlessError {
	return new PaperlessError("too-large", `Paperless-ngx sent an answer of more than ${maxBytes} bytes.`);
}
