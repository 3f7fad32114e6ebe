import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { getSchedules } from "../../automation/automation.ts";
import type { Context } from "../../context.ts";
import { analysisStatus, listLibraryJobs, syncStatus } from "../../jobs/jobs.ts";
import { logError } from "../../lib/log.ts";
import { connectionOf, countLibraryDocuments } from "../../library/library.ts";
import { checkReadiness } from "../../operations/operations.ts";
import { getSettings } from "../../settings/settings.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { toJobView } from "./job-wire.ts";
import { dataOf, errors, json, member, security, toIsoTime } from "./wire.ts";

const lastJobs = 20;
/** Settings that are shown by their value; of others only that they are there: a prompt, an address or the name of a tag says too much. */
const ofSubjects = /^(?:dedup|ai|rag)\./;
const named = /(?:provider|model|effort)$/i;
const numberOrSwitch = /^(?:true|false|-?\d+(?:\.\d+)?)$/;

const diagnostics = createRoute({
	method: "get",
	path: "/diagnostics",
	tags: ["Library: service"],
	security,
	summary: "What helps to find out what is wrong with the caller's library: no texts, titles, addresses or credentials",
	middleware: member(),
	responses: { 200: json(dataOf(z.record(z.string(), z.unknown())), "The bundle"), ...errors() },
});

export function registerDiagnosticsRoute(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(diagnostics, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const [readiness, settings, connection, documents, sync, analysis, jobs, automation] = await Promise.all([
			checkReadiness(ctx),
			getSettings(ctx, owner),
			connectionState(ctx, owner),
			countLibraryDocuments(ctx, owner),
			syncStatus(ctx, owner),
			analysisStatus(ctx, owner),
			listLibraryJobs(ctx, { owner, limit: lastJobs, offset: 0 }),
			getSchedules(ctx, owner),
		]);
		const { version, ENVIRONMENT: environment, AI_ENABLED: ai, RAG_ENABLED: rag } = ctx.config;
		const data = {
			generatedAt: toIsoTime(ctx.now()),
			service: { version, environment, provider: ctx.config.MODEL_PROVIDER ?? null, ai, rag },
			checks: readiness.checks,
			connection,
			settings: Object.fromEntries(
				Object.entries(settings).map(([key, value]) => [key, isShown(key, value) ? value : "set"]),
			),
			library: {
				documents,
				lastSyncAt: toIsoTime(sync.lastSyncAt),
				lastAnalysisAt: toIsoTime(analysis.lastAnalysisAt),
				duplicateGroups: analysis.totalDuplicateGroups,
			},
			automation: {
				sync: automation.sync.state,
				analysis: automation.analysis.state,
				ai: automation.ai.state,
			},
			// What a run came to names documents that failed.
			jobs: jobs.items.map((job) => ({ ...toJobView(job), resultJson: null })),
		};
		return http.json({ data }, 200);
	});
}

/** `unreadable`: its credentials were sealed with another `DATA_KEY`, or there is none. */
async function connectionState(ctx: Context, owner: string): Promise<"none" | "own" | "environment" | "unreadable"> {
	try {
		const connection = await connectionOf(ctx, owner);
		if (connection === undefined) return "none";
		return connection.policy === undefined ? "environment" : "own";
	} catch (error) {
		logError("diagnostics: a connection", error);
		return "unreadable";
	}
}

function isShown(key: string, value: string): boolean {
	return ofSubjects.test(key) && (named.test(key) || numberOrSwitch.test(value));
}
