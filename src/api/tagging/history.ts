import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { deleteTaggingRun, getTaggingJob, toBatchStatus } from "../../jobs/jobs.ts";
import { isUuid } from "../../lib/ids.ts";
import {
	findRecordById,
	listRecentRecords,
	listTaggingJobs,
	recordsAfter,
	searchRecords,
	type TaggingJob,
	taggingStats,
} from "../../tagging/tagging.ts";
import { requireUser, who } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { jsonStream } from "../json-stream.ts";
import { integer, lastOf } from "../validation.ts";
import { json, tags } from "./auth.ts";
import {
	DocumentSummaryView,
	DocumentView,
	JobDetailView,
	JobSummaryView,
	toDocumentSummary,
	toDocumentView,
	toJobHead,
	toJobSummary,
} from "./history-wire.ts";
import { failing } from "./refusals.ts";
import { ErrorView } from "./wire.ts";

const security = [{ bearer: [] }];
const middleware = who("user");
/** Records read at once while a job's are streamed. */
const sliceRows = 200;
const recentJobs = 5;

const statuses = new Map<string, readonly TaggingJob["status"][]>(
	Object.entries({
		pending: ["pending"],
		processing: ["running"],
		paused: ["paused"],
		completed: ["completed"],
		failed: ["failed"],
		cancelled: ["cancelled"],
	}),
);

const DocumentsView = z.object({ documents: z.array(DocumentSummaryView), total: z.int() }).openapi("TaggingDocuments");
const limit = lastOf(integer({ min: 1, max: 100, fallback: 50 }));
const errors = {
	400: json(ErrorView, "Invalid input"),
	401: json(ErrorView, "Not authenticated"),
	500: json(ErrorView, "Something of ours broke"),
};
const ownErrors = {
	...errors,
	403: json(ErrorView, "Somebody else's"),
	404: json(ErrorView, "No such thing"),
};

const jobs = createRoute({
	method: "get",
	path: "/history/jobs",
	tags,
	security,
	summary: "Single runs and batches, newest first",
	middleware,
	request: {
		query: z.object({
			limit,
			offset: lastOf(integer({ min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 })),
			status: lastOf(z.string()).optional(),
		}),
	},
	responses: {
		200: json(
			z.object({ jobs: z.array(JobSummaryView), total: z.int(), limit: z.int(), offset: z.int() }),
			"One page of them; total counts those that match",
		),
		...errors,
	},
});

const job = createRoute({
	method: "get",
	path: "/history/jobs/{job_id}",
	tags,
	security,
	summary: "A job with all its documents, in row order",
	middleware,
	request: { params: z.object({ job_id: z.string() }) },
	responses: { 200: json(JobDetailView, "The job, streamed"), ...ownErrors },
});

const deleteJob = createRoute({
	method: "delete",
	path: "/history/jobs/{job_id}",
	tags,
	security,
	summary: "Delete a job, its records and the documents that it brought in",
	middleware,
	request: { params: z.object({ job_id: z.string() }) },
	responses: { 200: json(z.object({ message: z.string(), job_id: z.string() }), "It is gone"), ...ownErrors },
});

const documents = createRoute({
	method: "get",
	path: "/history/documents",
	tags,
	security,
	summary: "Tagged and failed documents, the last ones first",
	middleware,
	request: { query: z.object({ limit }) },
	responses: { 200: json(DocumentsView, "Those; total is their number"), ...errors },
});

const search = createRoute({
	method: "get",
	path: "/history/documents/search",
	tags,
	security,
	summary: "Documents by a part of their title or of a tag",
	middleware,
	request: { query: z.object({ query: lastOf(z.string().min(1)), limit }) },
	responses: { 200: json(DocumentsView, "A whole tag first, then a part of one, then the title"), ...errors },
});

const document = createRoute({
	method: "get",
	path: "/history/documents/{doc_id}",
	tags,
	security,
	summary: "One document with its text",
	middleware,
	request: { params: z.object({ doc_id: z.string() }) },
	responses: { 200: json(DocumentView, "The document"), ...ownErrors },
});

const stats = createRoute({
	method: "get",
	path: "/history/stats",
	tags,
	security,
	summary: "How much was tagged",
	middleware,
	responses: {
		200: json(
			z.object({
				total_jobs: z.int(),
				total_documents: z.int(),
				documents_processed: z.int(),
				documents_failed: z.int(),
				jobs_by_status: z.record(z.string(), z.int()),
				recent_activity: z.array(JobSummaryView),
			}),
			"Over all jobs of the caller",
		),
		...errors,
	},
});

export function registerHistoryRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(jobs, async (http) => {
		const { limit, offset, status } = http.req.valid("query");
		const wanted = status === undefined ? undefined : (statuses.get(status) ?? []);
		const query = { limit, offset, ...(wanted && { statuses: wanted }) };
		const { items, total } = await failing(
			"Failed to fetch jobs",
			listTaggingJobs(http.get("ctx"), requireUser(http).id, query),
		);
		return http.json({ jobs: items.map(toJobSummary), total, limit, offset }, 200);
	});

	surface.openapi(job, async (http) => {
		const ctx = http.get("ctx");
		const found = await failing(
			"Failed to fetch job",
			historyJob(ctx, requireUser(http).id, http.req.valid("param").job_id, "Not authorized to view this job"),
		);
		return jsonStream(toJobHead(found), "documents", documentsOf(ctx, found.id)) as never;
	});

	surface.openapi(deleteJob, async (http) => {
		const ctx = http.get("ctx");
		const id = http.req.valid("param").job_id;
		const found = await historyJob(ctx, requireUser(http).id, id, "Not authorized to delete this job");
		await failing("Failed to delete job", deleteTaggingRun(ctx, found.id), { withReason: false });
		return http.json({ message: "Job deleted successfully", job_id: id }, 200);
	});

	surface.openapi(documents, async (http) => {
		const { limit } = http.req.valid("query");
		const records = await failing(
			"Failed to fetch documents",
			listRecentRecords(http.get("ctx"), requireUser(http).id, limit),
		);
		return http.json({ documents: records.map(toDocumentSummary), total: records.length }, 200);
	});

	surface.openapi(search, async (http) => {
		const { query: text, limit } = http.req.valid("query");
		const records = await failing(
			"Search failed",
			searchRecords(http.get("ctx"), requireUser(http).id, { text, limit }),
		);
		return http.json({ documents: records.map(toDocumentSummary), total: records.length }, 200);
	});

	surface.openapi(document, async (http) => {
		const id = http.req.valid("param").doc_id;
		if (!isUuid(id)) throw new AppError("invalid_request", "doc_id: Input should be a valid UUID");
		const record = await failing("Failed to fetch document", findRecordById(http.get("ctx"), id.toLowerCase()));
		if (record === undefined) throw new AppError("not_found", "Document not found");
		if (record.owner !== requireUser(http).id) {
			throw new AppError("forbidden", "Not authorized to view this document");
		}
		return http.json(toDocumentView(record), 200);
	});

	surface.openapi(stats, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const [counts, recent] = await failing(
			"Failed to fetch stats",
			Promise.all([taggingStats(ctx, owner), listTaggingJobs(ctx, owner, { limit: recentJobs, offset: 0 })]),
		);
		return http.json(
			{
				total_jobs: counts.jobs,
				total_documents: counts.documents,
				documents_processed: counts.processed,
				documents_failed: counts.failed,
				jobs_by_status: Object.fromEntries(counts.byStatus.map(({ status, jobs }) => [toBatchStatus(status), jobs])),
				recent_activity: recent.items.map(toJobSummary),
			},
			200,
		);
	});
}

/** By its UUID or by what the caller calls it. Neither a UUID nor a batch of the caller's is a malformed id. */
async function historyJob(ctx: Context, owner: string, id: string, refused: string): Promise<TaggingJob> {
	try {
		return await getTaggingJob(ctx, owner, id, refused);
	} catch (error) {
		if (!isUuid(id) && error instanceof AppError && error.code === "not_found") {
			throw new AppError("invalid_request", "job_id: Input should be a valid UUID");
		}
		throw error;
	}
}

async function* documentsOf(ctx: Context, jobId: string) {
	for (let after = -1; ; ) {
		const records = await recordsAfter(ctx, jobId, after, { limit: sliceRows });
		for (const record of records) yield toDocumentSummary(record);
		const last = records.at(-1);
		if (last === undefined || records.length < sliceRows) return;
		after = last.row;
	}
}
