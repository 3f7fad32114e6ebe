import { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { AppError, isAppError } from "../../errors.ts";
import { refusalOf, who } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { optionalJson } from "../optional-body.ts";
import { lastOf, page } from "../validation.ts";
import { findSingleUser } from "./single-user.ts";

/*
 * What the routes of the library API share: who may come (`member`), the envelope `{data, meta}`, paging, bodies that may
 * be left out, times.
 */

export const security = [{ bearer: [] }];

/** Settings of the largest size, 200 of 64 KiB, also where a client escapes most of their letters. A body is read whole. */
const bounded = bodyLimit({
	maxSize: 32 * 1024 * 1024,
	onError: () => {
		throw new AppError("too_large", "Request body too large");
	},
});

/**
 * Stands first in the `middleware` of every route that is not public; `requireUser(http).id` is then the owner of all that
 * the route may see. None, a bad one or a disabled account: 401; an API key without `write`: GET and HEAD only.
 * `tokenInQuery` takes an access JWT from `?token=` on a GET, for what a browser fetches without headers.
 */
export function member(options: { tokenInQuery?: boolean } = {}): MiddlewareHandler<AppEnv> {
	const user = who("user", options);
	return async (http, next) => {
		const single = await findSingleUser(http, options.tokenInQuery === true);
		const enter = async () => {
			await bounded(http, next);
		};
		if (single !== undefined) {
			http.set("principal", single);
			return await enter();
		}
		try {
			await user(http, enter);
		} catch (error) {
			throw refusalOf(error) === "disabled" && isAppError(error)
				? new AppError("unauthenticated", error.message)
				: error;
		}
	};
}

/**
 * For the routes whose JSON body is optional: one that is missing, blank or not JSON by its `Content-Type` counts as `{}`, so
 * that the schema's defaults apply. Stands after `member` in a route's `middleware`; the body's schema needs `required: true`.
 */
export const optionalBody = optionalJson({ untyped: "nothing" });

/** A switch in a JSON body that counts only when it is `true`. */
export const jsonSwitch = z
	.unknown()
	.optional()
	.transform((value) => value === true)
	.openapi({ type: "boolean", default: false });

/** A switch in a query that only the word `true` turns on. */
export const querySwitch = lastOf(z.string().optional())
	.transform((value) => value === "true")
	.openapi({ type: "boolean", default: false });

/** `limit` 1 to 100, 50 when left out, and `offset`: contracts/library.md 2.4. */
export const Paging = page({ limit: 50, maxLimit: 100 });

export const TokenQuery = z.object({
	token: lastOf(z.string()).optional().openapi({ description: "An access JWT, where no header can be set" }),
});

/** An id in the path; of whatever form, an unknown one is 404. */
export function idParam<Name extends string>(name: Name) {
	const id = z.string().openapi({ param: { name, in: "path" } });
	return z.object({ [name]: id } as Record<Name, typeof id>);
}

/** The schema of an answer `{data}`, for the reference. */
export function dataOf<Schema extends z.ZodType>(data: Schema) {
	return z.object({ data });
}

/** The schema of a page of a list: `{data: [], meta: {total, limit, offset}}`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
	return z.object({
		data: z.array(item),
		meta: z.object({ total: z.int(), limit: z.int(), offset: z.int() }),
	});
}

/** Content of an answer in JSON, for the reference. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
	return { description, content: { "application/json": { schema } } };
}

/** A JSON body, for the reference and the validator. */
export function body<Schema extends z.ZodType>(schema: Schema) {
	return { required: true, content: { "application/json": { schema } } };
}

const ErrorView = z
	.object({
		error: z.object({
			code: z.string().openapi({ example: "NOT_FOUND" }),
			message: z.string(),
			details: z.array(z.unknown()).optional(),
		}),
	})
	.openapi("LibraryError");

const errorTexts = {
	400: "Invalid input, or it cannot be done here",
	401: "Not authenticated",
	403: "Not allowed",
	404: "No such thing of the caller's",
	409: "Its state does not allow it",
	413: "Too large",
	502: "Paperless-ngx or a model failed or did not answer",
	503: "Not ready",
} as const;

/** The errors that a route may give beside 401, which every route has, for the reference. */
export function errors(...statuses: (keyof typeof errorTexts)[]) {
	return Object.fromEntries(
		([401, ...statuses] as const).map((status) => [status, json(ErrorView, errorTexts[status])]),
	);
}

export const isoTime = z.string().openapi({ format: "date-time", example: "2026-03-23T10:30:00.000Z" });

/** Unix milliseconds as ISO 8601 in UTC with milliseconds. */
export function toIsoTime(ms: number): string;
export function toIsoTime(ms: number | null): string | null;
export function toIsoTime(ms: number | null): string | null {
	return ms === null ? null : new Date(ms).toISOString();
}
