import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { deleteMemberDocument, openDocumentServer } from "../../dedup/dedup.ts";
import { AppError } from "../../errors.ts";
import { chooseCredentials, countLibraryTrash, emptyLibraryTrash, testServer } from "../../library/library.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { toPaperlessId } from "./media.ts";
import { body, dataOf, errors, idParam, json, member, optionalBody, security } from "./wire.ts";

const tags = ["Library: Paperless"];
/** Somebody waits for the deletion. */
const deletion = { timeoutMs: 15_000, maxRetries: 1 } as const;

const Explicit = z
	.object({
		url: z.string(),
		token: z.string().optional(),
		username: z.string().optional(),
		password: z.string().optional(),
		/** Milliseconds. */
		timeout: z.number().positive().default(30_000),
		maxRetries: z.number().min(0).default(3),
	})
	.transform((given, context) => {
		const { url, token, username, password, timeout, maxRetries } = given;
		const credentials = chooseCredentials({ token, username, password });
		if (credentials !== undefined) return { url, credentials, timeoutMs: timeout, maxRetries };
		const message = "Either a token, or a username and a password";
		context.addIssue({ code: "custom", path: ["token"], message, input: undefined });
		return z.NEVER;
	});

/** Without a `url`, or with an empty one, the caller's own connection is meant, whatever else is there. */
const TestBody = z
	.preprocess((value) => (isObject(value) && value.url ? value : undefined), Explicit.optional())
	.openapi("ConnectionToTest", {
		type: "object",
		properties: {
			url: { type: "string", example: "https://paperless.example.com" },
			token: { type: "string" },
			username: { type: "string" },
			password: { type: "string" },
			timeout: { type: "number", default: 30_000, description: "Milliseconds" },
			maxRetries: { type: "number", default: 3 },
		},
	});

const test = createRoute({
	method: "post",
	path: "/config/test-connection",
	tags,
	security,
	summary: "Whether a Paperless server lets one in: the one that is given, else the caller's own",
	middleware: [member(), optionalBody] as const,
	request: { body: body(TestBody) },
	responses: {
		200: json(dataOf(z.object({ connected: z.literal(true), version: z.string(), documentCount: z.int() })), "It does"),
		...errors(400, 403, 502),
	},
});

const trashCount = createRoute({
	method: "get",
	path: "/paperless/trash",
	tags,
	security,
	summary: "How many documents are in Paperless's trash",
	middleware: member(),
	responses: {
		200: json(dataOf(z.object({ count: z.int() })), "As the server's user may see it"),
		...errors(400, 502),
	},
});

const trashEmpty = createRoute({
	method: "post",
	path: "/paperless/trash",
	tags,
	security,
	summary: "Empty Paperless's trash for good: all that the server's user may see, whoever put it there",
	middleware: [member(), assumeJson] as const,
	request: { body: body(z.object({ action: z.literal("empty") })) },
	responses: { 200: json(dataOf(z.object({ emptied: z.literal(true) })), "It is empty"), ...errors(400, 403, 502) },
});

const remove = createRoute({
	method: "delete",
	path: "/paperless/documents/{paperlessId}",
	tags,
	security,
	summary: "Move a document of a duplicate group to Paperless's trash, and take it out of the library",
	middleware: member(),
	request: { params: idParam("paperlessId") },
	responses: {
		200: json(dataOf(z.object({ deleted: z.literal(true) })), "It is in the trash"),
		...errors(400, 403, 404, 409, 502),
	},
});

export function registerPaperlessRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(test, async (http) => {
		const given = http.req.valid("json");
		const { version, documentCount } = await testServer(http.get("ctx"), requireUser(http).id, given);
		return http.json({ data: { connected: true as const, version, documentCount } }, 200);
	});

	surface.openapi(trashCount, async (http) => {
		return http.json({ data: { count: await countLibraryTrash(http.get("ctx"), requireUser(http).id) } }, 200);
	});

	surface.openapi(trashEmpty, async (http) => {
		await emptyLibraryTrash(http.get("ctx"), requireUser(http).id);
		return http.json({ data: { emptied: true as const } }, 200);
	});

	surface.openapi(remove, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const paperlessId = toPaperlessId(http.req.valid("param").paperlessId);
		const server = await openDocumentServer(ctx, owner, undefined, deletion);
		if (server === undefined) throw new AppError("bad_request", "There is no connection to Paperless");
		await deleteMemberDocument(ctx, owner, paperlessId, server);
		return http.json({ data: { deleted: true as const } }, 200);
	});
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}
