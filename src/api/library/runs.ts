import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { analysisStatus, type LibraryJob, syncStatus } from "../../jobs/jobs.ts";
import { getConnection } from "../../library/library.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { startOnce } from "./start.ts";
import { body, dataOf, errors, isoTime, json, jsonSwitch, member, optionalBody, security, toIsoTime } from "./wire.ts";

const tags = ["Library: sync and analysis"];
const Started = dataOf(z.object({ jobId: z.string() }));
const paused = z.literal(true).optional().openapi({ description: "Where the job is paused" });

const sync = createRoute({
	method: "post",
	path: "/sync",
	tags,
	security,
	summary: "Bring the library up to date with its Paperless-ngx server",
	middleware: [member(), optionalBody] as const,
	request: {
		body: body(
			z
				.object({
					force: jsonSwitch.openapi({ description: "All documents, not only those changed since the last sync" }),
					purge: jsonSwitch.openapi({ description: "Delete first what was synced" }),
				})
				.openapi("SyncInput"),
		),
	},
	responses: { 202: json(Started, "It is under way"), ...errors(400, 403, 409) },
});

const syncState = createRoute({
	method: "get",
	path: "/sync/status",
	tags,
	security,
	summary: "The last sync, and the one under way",
	middleware: member(),
	responses: {
		200: json(
			dataOf(
				z.object({
					lastSyncAt: isoTime.nullable(),
					lastSyncDocumentCount: z.int().nullable(),
					totalDocuments: z.int(),
					isSyncing: z.boolean(),
					isPaused: paused,
					currentJobId: z.string().nullable(),
				}),
			),
			"How it stands",
		),
		...errors(),
	},
});

const analysis = createRoute({
	method: "post",
	path: "/analysis",
	tags,
	security,
	summary: "Find duplicates",
	middleware: [member(), optionalBody] as const,
	request: {
		body: body(
			z
				.object({ force: jsonSwitch.openapi({ description: "All documents again, not only new and changed ones" }) })
				.openapi("AnalysisInput"),
		),
	},
	responses: { 202: json(Started, "It is under way"), ...errors(400, 403, 409) },
});

const analysisState = createRoute({
	method: "get",
	path: "/analysis/status",
	tags,
	security,
	summary: "The last analysis, and the one under way",
	middleware: member(),
	responses: {
		200: json(
			dataOf(
				z.object({
					lastAnalysisAt: isoTime.nullable(),
					totalDuplicateGroups: z.int(),
					isAnalyzing: z.boolean(),
					isPaused: paused,
					currentJobId: z.string().nullable(),
				}),
			),
			"How it stands",
		),
		...errors(),
	},
});

export function registerRunRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(sync, async (http) => {
		await getConnection(http.get("ctx"), requireUser(http).id);
		return startOnce(http, "sync", http.req.valid("json"));
	});

	surface.openapi(syncState, async (http) => {
		const { active, lastSyncAt, ...state } = await syncStatus(http.get("ctx"), requireUser(http).id);
		const data = { ...state, lastSyncAt: toIsoTime(lastSyncAt), isSyncing: active !== undefined, ...current(active) };
		return http.json({ data }, 200);
	});

	surface.openapi(analysis, async (http) => startOnce(http, "analysis", http.req.valid("json")));

	surface.openapi(analysisState, async (http) => {
		const { active, lastAnalysisAt, ...state } = await analysisStatus(http.get("ctx"), requireUser(http).id);
		const isAnalyzing = active !== undefined;
		return http.json(
			{ data: { ...state, lastAnalysisAt: toIsoTime(lastAnalysisAt), isAnalyzing, ...current(active) } },
			200,
		);
	});
}

function current(active: LibraryJob | undefined) {
	return { currentJobId: active?.id ?? null, ...(active?.status === "paused" && { isPaused: true as const }) };
}
