import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError } from "../../errors.ts";
import {
	cancelLibraryJob,
	clearLibraryJobs,
	getLibraryJob,
	listLibraryJobs,
	pauseLibraryJob,
	resumeLibraryJob,
} from "../../jobs/jobs.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { integer, lastOf } from "../validation.ts";
import { toIssues } from "./dialect.ts";
import { finishedStream, progressStream } from "./job-progress.ts";
import { JobView, toJobView } from "./job-wire.ts";
import { dataOf, errors, idParam, json, member, security, TokenQuery } from "./wire.ts";

const tags = ["Library: jobs"];
const maxListed = 200;
const JobParam = idParam("jobId");
const Commanded = dataOf(z.object({ jobId: z.string(), status: z.enum(["cancelled", "paused", "running"]) }));

const list = createRoute({
	method: "get",
	path: "/jobs",
	tags,
	security,
	summary: "Jobs, newest first",
	middleware: member(),
	request: {
		query: z.object({
			type: lastOf(z.string()).optional(),
			status: lastOf(z.string()).optional(),
			limit: lastOf(integer({ min: 1, max: maxListed, fallback: 50 })),
			offset: lastOf(integer({ min: 0, max: Number.MAX_SAFE_INTEGER })).optional(),
		}),
	},
	responses: {
		200: json(
			z.object({
				data: z.array(JobView),
				meta: z
					.object({ total: z.int(), limit: z.int(), offset: z.int() })
					.optional()
					.openapi({ description: "Where `offset` was given" }),
			}),
			"Those that match; an unknown type or status matches none",
		),
		...errors(400),
	},
});

const clear = createRoute({
	method: "delete",
	path: "/jobs",
	tags,
	security,
	summary: "Delete the jobs that are completed, failed or cancelled",
	middleware: member(),
	responses: { 200: json(dataOf(z.object({ deleted: z.int() })), "How many there were"), ...errors(403) },
});

const detail = createRoute({
	method: "get",
	path: "/jobs/{jobId}",
	tags,
	security,
	summary: "One job, with live progress",
	middleware: member(),
	request: { params: JobParam },
	responses: { 200: json(dataOf(JobView), "The job"), ...errors(404) },
});

const progress = createRoute({
	method: "get",
	path: "/jobs/{jobId}/progress",
	tags,
	security,
	summary: "Its progress as server-sent events: `progress` every 500 ms, then `complete`",
	middleware: member({ tokenInQuery: true }),
	request: { params: JobParam, query: TokenQuery },
	responses: {
		200: { description: "The events", content: { "text/event-stream": { schema: z.string() } } },
		...errors(404),
	},
});

const commanding = (verb: "cancel" | "pause" | "resume", summary: string) =>
	createRoute({
		method: "post",
		path: `/jobs/{jobId}/${verb}`,
		tags,
		security,
		summary,
		middleware: member(),
		request: { params: JobParam },
		responses: { 200: json(Commanded, "It is"), ...errors(403, 404, 409) },
	});

const commands = [
	{
		route: commanding("cancel", "End a job; what it has written stays"),
		status: "cancelled" as const,
		carryOut: cancelLibraryJob,
	},
	{
		route: commanding("pause", "Hold a job after the slice in hand"),
		status: "paused" as const,
		carryOut: pauseLibraryJob,
	},
	{ route: commanding("resume", "Let a paused job go on"), status: "running" as const, carryOut: resumeLibraryJob },
];

export function registerJobRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(
		list,
		async (http) => {
			const { type, status, limit, offset } = http.req.valid("query");
			const query = { owner: requireUser(http).id, kind: type, status, limit, offset: offset ?? 0 };
			const { items, total } = await listLibraryJobs(http.get("ctx"), query);
			const meta = offset === undefined ? {} : { meta: { total, limit, offset } };
			return http.json({ data: items.map(toJobView), ...meta }, 200);
		},
		(result) => {
			if (result.success) return;
			const message = `limit must be a whole number from 1 to ${maxListed}, offset from 0`;
			throw new AppError("invalid_request", message, { details: toIssues(result.error.issues) });
		},
	);

	surface.openapi(clear, async (http) => {
		const deleted = await clearLibraryJobs(http.get("ctx"), requireUser(http).id);
		return http.json({ data: { deleted } }, 200);
	});

	surface.openapi(detail, async (http) => {
		const job = await getLibraryJob(http.get("ctx"), requireUser(http).id, http.req.valid("param").jobId);
		return http.json({ data: toJobView(job) }, 200);
	});

	surface.openapi(progress, async (http) => {
		const job = await getLibraryJob(http.get("ctx"), requireUser(http).id, http.req.valid("param").jobId);
		return job.finishedAt === null ? progressStream(http, job) : finishedStream(job);
	});

	for (const { route, status, carryOut } of commands) {
		surface.openapi(route, async (http) => {
			const { jobId } = http.req.valid("param");
			await carryOut(http.get("ctx"), requireUser(http).id, jobId);
			return http.json({ data: { jobId, status } }, 200);
		});
	}
}
