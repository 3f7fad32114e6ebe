import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { getTaggingJob } from "../../jobs/jobs.ts";
import { contentDisposition } from "../../lib/file-name.ts";
import {
	csvLine,
	findSheet,
	findTaggingJob,
	RESULT_COLUMNS,
	type RecordSummary,
	recordsAfter,
	resultCells,
	WORKBOOK_CONTENT_TYPE,
	workbookStream,
} from "../../tagging/tagging.ts";
import { requireUser, who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { textStream } from "../json-stream.ts";
import { checkLink } from "../links.ts";
import { lastOf } from "../validation.ts";
import { json, tags } from "./auth.ts";
import { legacyLines, resultLinks } from "./legacy-results.ts";
import { ErrorView } from "./wire.ts";

const sliceRows = 200;
const csvType = "text/csv; charset=utf-8";

const errors = {
	401: json(ErrorView, "Not authenticated"),
	403: json(ErrorView, "Not authorized to access this job"),
	404: json(ErrorView, "Job not found"),
};

const results = (format: "csv" | "xlsx") =>
	createRoute({
		method: "get",
		path: `/batch/jobs/{job_id}/results.${format}`,
		tags,
		security: [{ bearer: [] }],
		summary: `Finished rows of a batch as ${format.toUpperCase()}, also while it runs`,
		middleware: [who("user", { tokenInQuery: true })] as const,
		request: { params: z.object({ job_id: z.string() }), query: z.object({ token: lastOf(z.string()).optional() }) },
		responses: { 200: { description: "The table, streamed" }, ...errors },
	});

const signed = createRoute({
	method: "get",
	path: "/batch/results/{file}",
	tags,
	security: [],
	summary: "The result of a legacy batch by its signed link",
	middleware: [who("public")] as const,
	request: {
		params: z.object({ file: z.string() }),
		query: z.object({ job: z.string().optional(), expires: z.string().optional(), signature: z.string().optional() }),
	},
	responses: { 200: { description: "The table, streamed" }, 403: errors[403], 404: errors[404] },
});

export function registerResultRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(results("csv"), async (http) => {
		const { id, name } = await ownJob(http);
		return textStream(resultLines(http.get("ctx"), id), downloadHeaders(csvType, `${name}.csv`)) as never;
	});

	surface.openapi(results("xlsx"), async (http) => {
		const { id, name } = await ownJob(http);
		const rows = tableRows(http.get("ctx"), id);
		return new Response(workbookStream(rows), {
			headers: downloadHeaders(WORKBOOK_CONTENT_TYPE, `${name}.xlsx`),
		}) as never;
	});

	surface.openapi(signed, async (http) => {
		const { job: id = "", ...link } = http.req.valid("query");
		await checkLink(http, resultLinks, id, link);
		const ctx = http.get("ctx");
		const [job, sheet] = [await findTaggingJob(ctx, id), await findSheet(ctx, id)];
		if (job === undefined || sheet === undefined) throw new AppError("not_found", "Job not found");
		const lines = legacyLines(sheet, finishedRecords(ctx, id));
		return textStream(lines, downloadHeaders(csvType, http.req.valid("param").file)) as never;
	});
}

async function ownJob(http: Http): Promise<{ id: string; name: string }> {
	const name = http.req.param("job_id") ?? "";
	const refused = "Not authorized to access this job";
	const { id } = await getTaggingJob(http.get("ctx"), requireUser(http).id, name, refused);
	return { id, name };
}

function downloadHeaders(type: string, fileName: string): Record<string, string> {
	return {
		"Content-Type": type,
		"Content-Disposition": contentDisposition("attachment", fileName),
		"Cache-Control": "private, no-store",
		"X-Content-Type-Options": "nosniff",
	};
}

async function* resultLines(ctx: Context, jobId: string): AsyncGenerator<string> {
	for await (const cells of tableRows(ctx, jobId)) yield csvLine(cells);
}

async function* tableRows(ctx: Context, jobId: string): AsyncGenerator<readonly string[]> {
	yield RESULT_COLUMNS;
	for await (const record of finishedRecords(ctx, jobId)) {
		yield resultCells({
			title: record.title,
			description: record.description,
			fileSourceType: record.sourceType,
			filePath: record.filePath,
			tags: JSON.parse(record.tags) as string[],
			status: record.status === "success" ? "success" : "failed",
			error: record.error,
		});
	}
}

/** In row order, a slice at a time. */
export async function* finishedRecords(ctx: Context, jobId: string): AsyncGenerator<RecordSummary> {
	for (let after = -1; ; ) {
		const records = await recordsAfter(ctx, jobId, after, { limit: sliceRows, finalOnly: true });
		yield* records;
		const last = records.at(-1);
		if (last === undefined || records.length < sliceRows) return;
		after = last.row;
	}
}
