import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { type AppEnv, type Http, textOf } from "../http.ts";
import { invalid } from "./dialect.ts";

/*
 * What the routes of the extraction API share: bodies, ids, times, and schemas for the reference. Who is calling has been settled before a
 * route is reached (`calls.ts`): `ownerOf(http)` in a handler is all that it takes.
 */

export const security = [{ bearer: [] }];

/** A flow of 200 fields with their descriptions is below; a body is read whole, and a page has a hundred flows. */
const maxBodyBytes = 262_144;

/**
 * For a route with a JSON body, in its `middleware`: whatever `Content-Type` says, the body is read as JSON, as clients of this API send it
 * without. With `optional` none, or a blank one, counts as `{}`; the body's schema needs `required: true` all the same.
 */
export function jsonBody({ optional = false } = {}): MiddlewareHandler<AppEnv> {
	return async (http, next) => {
		const { raw } = http.req;
		const text = textOf(await boundedBody(http));
		const headers = new Headers(raw.headers);
		headers.set("Content-Type", "application/json");
		headers.delete("Content-Length");
		const body = optional && text.trim() === "" ? "{}" : text;
		http.req.raw = new Request(raw.url, { method: raw.method, headers, body });
		await next();
	};
}

async function boundedBody(http: Http): Promise<ArrayBuffer> {
	const { body } = http.req.raw;
	const pieces: Uint8Array[] = [];
	let sizeBytes = 0;
	if (body !== null) {
		for await (const piece of body) {
			sizeBytes += piece.byteLength;
			// The rest is read and dropped, so that the answer finds its way back.
			if (sizeBytes <= maxBodyBytes) pieces.push(piece.slice());
		}
	}
	if (sizeBytes > maxBodyBytes) throw invalid([{ field: "", message: "The request body is too large" }]);
	return new Uint8Array(Buffer.concat(pieces)).buffer;
}

/** An id in the path, of any form: an unknown one is 404. */
export function idParam<Name extends string>(name: Name) {
	const id = z.string().openapi({ param: { name, in: "path" } });
	return z.object({ [name]: id } as Record<Name, typeof id>);
}

/** A JSON body, for the reference and the validator. */
export function body<Schema extends z.ZodType>(schema: Schema) {
	return { required: true, content: { "application/json": { schema } } };
}

/** Of a POST, for the reference. */
export const RepeatHeaders = z.object({
	"idempotency-key": z.string().optional().openapi({
		description:
			"1 to 255 characters: within 24 hours the same request under the same key is answered the same and done once",
	}),
});

/** Content of an answer in JSON, for the reference. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
	return { description, content: { "application/json": { schema } } };
}

const Refusal = z
	.object({
		error: z.string().openapi({ example: "not_found" }),
		message: z.string(),
		details: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
		status: z.string().optional(),
		retry_after: z.int().optional(),
	})
	.openapi("ExtractionError");

const errorTexts = {
	400: "Not a valid request",
	401: "No valid key",
	403: "Not over https, or a key that may only read",
	404: "No such thing of the caller's",
	409: "Its state does not allow it, or the key of idempotency was used for another request",
	413: "Too large",
	429: "Too many calls",
	500: "Something failed",
} as const;

/** The errors that a route may give beside those that all may give, for the reference. */
export function errors(...statuses: (keyof typeof errorTexts)[]) {
	const all = [...new Set([400, 401, 403, 429, 500, ...statuses] as const)].sort((a, b) => a - b);
	return Object.fromEntries(all.map((status) => [status, json(Refusal, errorTexts[status])]));
}

export const isoTime = z.string().openapi({ format: "date-time", example: "2026-03-23T10:30:00.000Z" });

/** Unix milliseconds as ISO 8601 in UTC. */
export function toIsoTime(ms: number): string {
	return new Date(ms).toISOString();
}
