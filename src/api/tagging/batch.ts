import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import {
	batchId,
	cancelBatch,
	getTaggingJob,
	pauseBatch,
	progressOf,
	resumeBatch,
	startBatch,
	toBatchStatus,
} from "../../jobs/jobs.ts";
import { newId } from "../../lib/ids.ts";
import { answerOnce } from "../../requests/requests.ts";
import { checkPaths, listActiveBatches, type TaggingJob, TEMPLATE, toRecords } from "../../tagging/tagging.ts";
import { requireUser, who } from "../auth.ts";
import { type AppEnv, assumeJson, type Http } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";
import { json, tags } from "./auth.ts";
import { TaggingConfig, toJobConfig } from "./config.ts";
import { ErrorView } from "./wire.ts";

const security = [{ bearer: [] }];
const maxDocuments = 10_000;
const maxPaths = 5_000;
/** Room for 10,000 rows with long addresses and descriptions. */
const largeBody = bodyLimit({
	maxSize: 16 * 1024 * 1024,
	onError: () => {
		throw new AppError("too_large", "Request body too large");
	},
});

const JobName = z
	.string()
	.regex(/^[A-Za-z0-9_.:-]{1,128}$/, "Input should be 1 to 128 of A-Z a-z 0-9 . _ : -")
	.openapi({ example: "batch-1704454800-abc123" });

/** A batch as it is posted, or sent as the first word over a socket. */
export const BatchInput = z
	.object({
		documents: z.array(z.record(z.string(), z.any())),
		config: TaggingConfig,
		column_mapping: z.record(z.string(), z.string()).nullish(),
		job_id: JobName.nullish(),
	})
	.openapi("BatchInput");

const StartedView = z
	.object({ job_id: z.string(), total_documents: z.int(), message: z.string() })
	.openapi("BatchStarted");
const BatchStatusView = z
	.object({
		job_id: z.string(),
		status: z.string(),
		progress: z.number(),
		processed_count: z.int(),
		failed_count: z.int(),
		total: z.int(),
	})
	.openapi("BatchStatus");
const CommandView = z.object({ message: z.string(), job_id: z.string() }).openapi("BatchCommand");
const PathCheckView = z
	.object({
		path: z.string(),
		valid: z.boolean(),
		error: z.string().nullable(),
		content_type: z.string().nullable(),
		size: z.int().nullable(),
	})
	.openapi("PathCheck");

const jobParam = { params: z.object({ job_id: z.string() }) };
const body = <Schema extends z.ZodType>(schema: Schema) => ({
	body: { required: true, content: { "application/json": { schema } } },
});
const errors = { 400: json(ErrorView, "Invalid input"), 401: json(ErrorView, "Not authenticated") };
const jobErrors = {
	401: json(ErrorView, "Not authenticated"),
	403: json(ErrorView, "Not authorized to access this job"),
	404: json(ErrorView, "Job not found"),
};

const start = createRoute({
	method: "post",
	path: "/batch/start",
	tags,
	security,
	summary: "Tag a list of documents, one after the other",
	middleware: [who("user"), largeBody, assumeJson] as const,
	request: body(BatchInput),
	responses: {
		200: json(StartedView, "It has begun; its rows go on whoever watches"),
		409: json(ErrorView, "Idempotency-Key used with another request"),
		...errors,
	},
});

const status = createRoute({
	method: "get",
	path: "/batch/jobs/{job_id}/status",
	tags,
	security,
	summary: "How far a batch is",
	middleware: [who("user")] as const,
	request: jobParam,
	responses: {
		200: json(BatchStatusView.extend({ total_documents: z.int(), results_count: z.int() }), "Its state"),
		...jobErrors,
	},
});

const command = (name: "cancel" | "pause" | "resume", summary: string) =>
	createRoute({
		method: "post",
		path: `/batch/jobs/{job_id}/${name}`,
		tags,
		security,
		summary,
		middleware: [who("user")] as const,
		request: jobParam,
		responses: { 200: json(CommandView, "The command is taken"), ...jobErrors },
	});

const active = createRoute({
	method: "get",
	path: "/batch/active",
	tags,
	security,
	summary: "The caller's batches that are not over, newest first",
	middleware: [who("user")] as const,
	responses: { 200: json(z.object({ jobs: z.array(BatchStatusView) }), "Those"), 401: errors[401] },
});

const validatePaths = createRoute({
	method: "post",
	path: "/batch/validate-paths",
	tags,
	security,
	summary: "Whether documents could be had, without fetching them",
	middleware: [who("user"), largeBody, assumeJson] as const,
	request: body(z.object({ paths: z.array(z.object({ path: z.string(), type: z.string().nullish() })) })),
	responses: {
		200: json(
			z.object({
				results: z.array(PathCheckView),
				total: z.int(),
				valid_count: z.int(),
				invalid_count: z.int(),
			}),
			"One result for each path, in their order",
		),
		...errors,
	},
});

const templateRoute = createRoute({
	method: "get",
	path: "/batch/template",
	tags,
	security,
	summary: "The columns of a sheet, with an example",
	middleware: [who("user")] as const,
	responses: { 200: json(z.object({ template: z.string(), columns: z.array(z.any()).readonly() }), "The template") },
});

export function registerBatchRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(start, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const input = http.req.valid("json");
		// Who repeats a request without naming the batch means the same one.
		const request = repeatableRequest(http, owner, input);
		const { body } = await answerOnce(ctx, request, async (record) => {
			const answer = (name: string, total: number) => ({
				status: 200,
				body: JSON.stringify({ job_id: name, total_documents: total, message: "Batch processing started" }),
			});
			const name = input.job_id ?? newId();
			const total = input.documents.length;
			await beginBatch(ctx, owner, name, input, await record(answer(name, total)));
			return answer(name, total);
		});
		return http.body(body, 200, { "Content-Type": "application/json" }) as never;
	});

	surface.openapi(status, async (http) => {
		const name = http.req.valid("param").job_id;
		const job = await ownBatch(http, name);
		const view = toBatchStatusView(job);
		return http.json({ ...view, total_documents: view.total, results_count: job.done }, 200);
	});

	for (const [name, label, summary, carryOut] of [
		["cancel", "Cancel", "End a batch after the row in hand", cancelBatch],
		["pause", "Pause", "Hold a batch after the row in hand, until it is resumed", pauseBatch],
		["resume", "Resume", "Let a paused batch go on", resumeBatch],
	] as const) {
		surface.openapi(command(name, summary), async (http) => {
			const job_id = http.req.valid("param").job_id;
			const job = await ownBatch(http, job_id);
			await carryOut(http.get("ctx"), job.id);
			return http.json({ message: `${label} command sent to job ${job_id}`, job_id }, 200);
		});
	}

	surface.openapi(active, async (http) => {
		const jobs = await listActiveBatches(http.get("ctx"), requireUser(http).id);
		return http.json({ jobs: jobs.map(toBatchStatusView) }, 200);
	});

	surface.openapi(validatePaths, async (http) => {
		const { paths } = http.req.valid("json");
		if (paths.length > maxPaths) throw new AppError("invalid_request", `Too many paths (max ${maxPaths})`);
		const asked = paths.map(({ path, type }) => ({ path, ...(type != null && { type }) }));
		const checked = await checkPaths(http.get("ctx"), requireUser(http), asked, { signal: http.req.raw.signal });
		const results = checked.map(({ path, valid, error, contentType, sizeBytes }) => ({
			path,
			valid,
			error,
			content_type: contentType,
			size: sizeBytes,
		}));
		const valid = results.filter((result) => result.valid).length;
		return http.json(
			{ results, total: results.length, valid_count: valid, invalid_count: results.length - valid },
			200,
		);
	});

	surface.openapi(templateRoute, (http) => http.json(TEMPLATE, 200));
}

/** Starts a batch of the caller's. Throws `invalid_request` in the contract's words. */
export async function beginBatch(
	ctx: Context,
	owner: string,
	name: string,
	input: z.infer<typeof BatchInput>,
	alongside: Parameters<typeof startBatch>[2] = [],
): Promise<void> {
	const { documents, column_mapping } = input;
	if (documents.length === 0) throw new AppError("invalid_request", "No documents provided");
	if (documents.length > maxDocuments) {
		throw new AppError("invalid_request", `Too many documents (max ${maxDocuments})`);
	}
	const { config, apiKey } = await toJobConfig(ctx, owner, input.config, { entities: true, paced: true });
	const rows = toRecords(documents, column_mapping ?? {});
	const id = batchId(owner, name);
	await startBatch(ctx, { kind: "batch", id, name, owner, rows, config, apiKey }, alongside);
}

async function ownBatch(http: Http, name: string): Promise<TaggingJob> {
	return await getTaggingJob(http.get("ctx"), requireUser(http).id, name, "Not authorized to access this job");
}

function toBatchStatusView(job: TaggingJob): z.infer<typeof BatchStatusView> {
	return {
		job_id: job.name ?? job.id,
		status: toBatchStatus(job.status),
		progress: job.status === "completed" ? 1 : progressOf(job),
		processed_count: job.done - job.failed,
		failed_count: job.failed,
		total: job.total ?? 0,
	};
}
