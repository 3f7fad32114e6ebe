import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ApiKey, createApiKey, listApiKeys, revokeApiKey } from "../../accounts/accounts.ts";
import { toIsoSeconds } from "../../lib/time.ts";
import { answerOnce } from "../../requests/requests.ts";
import { requireUser, who } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";
import { page, text, uuid } from "../validation.ts";

const timestamp = z.string().openapi({ format: "date-time", example: "2026-03-08T12:00:00Z" });

const ApiKeyView = z
	.object({
		id: z.string().openapi({ format: "uuid" }),
		name: z.string(),
		key_prefix: z.string().openapi({ example: "pmk_2fd2058f53c" }),
		scopes: z.array(z.enum(["read", "write"])),
		created_at: timestamp,
		last_used_at: timestamp.nullable(),
		revoked_at: timestamp.nullable(),
	})
	.openapi("ApiKey");
const NewApiKeyView = ApiKeyView.extend({
	token: z.string().openapi({ description: "Shown this once: only its SHA-256 is kept." }),
}).openapi("NewApiKey");
const ApiKeyPage = z
	.object({
		items: z.array(ApiKeyView),
		total: z.int(),
		limit: z.int(),
		offset: z.int(),
		has_more: z.boolean(),
	})
	.openapi("ApiKeyPage");
const ErrorView = z.object({ detail: z.any() }).openapi("TasksError");

const NewApiKeyInput = z
	.object({
		name: text({ max: 255, trim: true }),
		scopes: z
			.array(z.enum(["read", "write"]))
			.min(1)
			.nullish(),
	})
	.openapi("NewApiKeyInput");

const tags = ["API keys"];
const security = [{ bearer: [] }];
const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
	description,
	content: { "application/json": { schema } },
});
const refusals = {
	401: json(ErrorView, "Authentication required"),
	403: json(ErrorView, "The key may only read, or the account is disabled"),
	422: json(ErrorView, "Invalid input"),
};

const create = createRoute({
	method: "post",
	path: "/api-keys",
	tags,
	security,
	summary: "Create an API key",
	middleware: [who("user"), assumeJson] as const,
	request: {
		headers: z.object({ "idempotency-key": z.string().max(255).optional() }),
		body: { required: true, content: { "application/json": { schema: NewApiKeyInput } } },
	},
	responses: {
		201: json(NewApiKeyView, "The key with its token"),
		409: json(ErrorView, "Idempotency-Key was used with another request"),
		...refusals,
	},
});

const list = createRoute({
	method: "get",
	path: "/api-keys",
	tags,
	security,
	summary: "List API keys, newest first, revoked ones included",
	middleware: who("user"),
	request: { query: page() },
	responses: { 200: json(ApiKeyPage, "A page of keys"), ...refusals },
});

const revoke = createRoute({
	method: "delete",
	path: "/api-keys/{id}",
	tags,
	security,
	summary: "Revoke an API key",
	middleware: who("user"),
	request: { params: z.object({ id: uuid() }) },
	responses: {
		200: json(z.object({ revoked: z.literal(true) }), "Revoked, now or before"),
		404: json(ErrorView, "No such key"),
		...refusals,
	},
});

/** The API keys of the tasks API: always under a Bearer token, never for guests. */
export function registerApiKeyRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(create, async (http) => {
		const { name, scopes } = http.req.valid("json");
		const owner = requireUser(http).id;
		const ctx = http.get("ctx");
		const answerOf = (key: ApiKey & { token: string }) => ({
			status: 201,
			body: JSON.stringify({ ...view(key), token: key.token }),
		});
		const { body } = await answerOnce(ctx, repeatableRequest(http, owner, { name, scopes }), async (record) => {
			const input = { owner, name, scopes: scopes ?? ["read" as const, "write" as const] };
			return answerOf(await createApiKey(ctx, input, (key) => record(answerOf(key))));
		});
		// JSON of the schema's shape already, and the same bytes when the request is repeated.
		return http.body(body, 201, { "Content-Type": "application/json" }) as never;
	});

	surface.openapi(list, async (http) => {
		const { limit, offset } = http.req.valid("query");
		const { items, total } = await listApiKeys(http.get("ctx"), { owner: requireUser(http).id, limit, offset });
		const hasMore = offset + items.length < total;
		return http.json({ items: items.map(view), total, limit, offset, has_more: hasMore }, 200);
	});

	surface.openapi(revoke, async (http) => {
		await revokeApiKey(http.get("ctx"), { owner: requireUser(http).id, id: http.req.valid("param").id });
		return http.json({ revoked: true as const }, 200);
	});
}

function view(key: ApiKey) {
	return {
		id: key.id,
		name: key.name,
		key_prefix: key.keyPrefix,
		scopes: [...key.scopes],
		created_at: toIsoSeconds(key.createdAt),
		last_used_at: key.lastUsedAt === null ? null : toIsoSeconds(key.lastUsedAt),
		revoked_at: key.revokedAt === null ? null : toIsoSeconds(key.revokedAt),
	};
}
