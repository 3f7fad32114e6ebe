import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { dedupSettingProblem } from "../../dedup/dedup.ts";
import { aiSettingProblem } from "../../enrich/enrich.ts";
import { AppError } from "../../errors.ts";
import { ragSettingProblem } from "../../retrieval/retrieval.ts";
import { getSettings, putSettings } from "../../settings/settings.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson, type Http } from "../http.ts";
import { type Issue, toIssues } from "./dialect.ts";
import { body, dataOf, errors, json, member, security } from "./wire.ts";

const tags = ["Library: configuration"];
/** Of one request (contracts/library.md 5.2). */
const [maxKeys, maxKeyLength, maxValueBytes] = [200, 128, 65_536];

/** What each subject takes as one of its settings; any other key holds what its owner wants. */
const problems = [aiSettingProblem, dedupSettingProblem, ragSettingProblem];

const key = z.string().min(1).max(maxKeyLength);
const value = z
	.string()
	.refine((text) => text.isWellFormed(), { error: "Not valid Unicode" })
	.refine((text) => Buffer.byteLength(text) <= maxValueBytes, { error: `Too big: at most ${maxValueBytes} bytes` });
const One = z.object({ key, value });
const Many = z.object({
	settings: z
		.record(key, value)
		.refine((settings) => Object.keys(settings).length <= maxKeys, { error: `Too many: at most ${maxKeys} settings` }),
});
const Change = z.union([One, Many]).openapi("SettingsChange", {
	example: { settings: { "ai.model": "gpt-5.4-mini", "paperless.url": "https://paperless.example.com" } },
});
const SettingsView = dataOf(z.record(z.string(), z.string()));

const read = createRoute({
	method: "get",
	path: "/config",
	tags,
	security,
	summary: "The caller's settings, without credentials",
	middleware: member(),
	responses: { 200: json(SettingsView, "Texts by dotted keys"), ...errors() },
});

const write = createRoute({
	method: "put",
	path: "/config",
	tags,
	security,
	summary: "Set one or several, all or none; an empty value of a connection removes it",
	description:
		"Connections: `paperless.url`, `.apiToken`, `.username`, `.password`; `s3.endpoint`, `.region`, `.accessKeyId`, `.secretAccessKey`; `openai.apiKey`. Credentials are encrypted and never come back; another host drops those that are not given again.",
	middleware: [member(), assumeJson] as const,
	request: { body: body(Change) },
	responses: { 200: json(SettingsView, "All of them, as they are now"), ...errors(400, 403) },
});

export function registerConfigRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(read, async (http) => {
		return http.json({ data: await getSettings(http.get("ctx"), requireUser(http).id) }, 200);
	});

	surface.openapi(
		write,
		async (http) => {
			const change = http.req.valid("json");
			const isOne = "key" in change;
			const settings = isOne ? { [change.key]: change.value } : change.settings;
			const issues = Object.entries(settings).flatMap(([name, text]) =>
				issueOf(name, text, isOne ? ["value"] : ["settings", name]),
			);
			if (issues.length > 0) throw new AppError("invalid_request", "Invalid settings", { details: issues });
			const ctx = http.get("ctx");
			const { id, isAdmin } = requireUser(http);
			await putSettings(ctx, id, settings, { opensPrivate: isAdmin });
			return http.json({ data: await getSettings(ctx, id) }, 200);
		},
		(result, http) => (result.success ? undefined : refuse(http, result.error.issues)),
	);
}

/** Of the two forms the issues of the second are told, whichever was meant. */
async function refuse(http: Http, found: Parameters<typeof toIssues>[0]): Promise<never> {
	const refused = Many.safeParse(await http.req.json().catch(() => undefined));
	throw new AppError("invalid_request", "Invalid settings", { details: toIssues(refused.error?.issues ?? found) });
}

/** What is wrong with a setting that some subject knows, as an issue at `path`. */
export function issueOf(name: string, text: string, path: string[]): Issue[] {
	for (const problemOf of problems) {
		const message = problemOf(name, text);
		if (message !== undefined) return [{ code: "custom", path, message: `${name}: ${message}` }];
	}
	return [];
}
