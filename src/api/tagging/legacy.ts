import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { jobEnd, startBatch } from "../../jobs/jobs.ts";
import { newId } from "../../lib/ids.ts";
import { answerOnce } from "../../requests/requests.ts";
import { putSheet, readLegacySheet, type TaggingJob } from "../../tagging/tagging.ts";
import { requireUser, who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { linker } from "../links.ts";
import { repeatableRequest } from "../repeat.ts";
import { json, tags } from "./auth.ts";
import { toJobConfig, withExclusions } from "./config.ts";
import { configOf, exclusionsOf, readTaggingForm } from "./form.ts";
import { legacyLines, maxRows, resultLinks } from "./legacy-results.ts";
import { refused } from "./refusals.ts";
import { finishedRecords } from "./results.ts";
import { ErrorView } from "./wire.ts";

/** How long the request waits; the rows go on. */
const waitMs = 60 * 60_000;
const linkSeconds = 24 * 3600;
/** A result below this also comes as a `data:` URL, as in the original. */
const maxDataUrlBytes = 1_000_000;

const LegacyView = z
	.object({
		success: z.boolean(),
		total_documents: z.int(),
		processed_count: z.int(),
		failed_count: z.int(),
		output_csv_url: z.string(),
		output_csv_data_url: z.string().nullable(),
		summary_report: z.object({
			documents: z.array(z.any()),
			errors: z.array(z.any()),
			statistics: z.object({
				total: z.int(),
				processed: z.int(),
				failed: z.int(),
				success_rate: z.string(),
			}),
		}),
		processing_time: z.number(),
	})
	.openapi("LegacyBatch");
type LegacyView = z.infer<typeof LegacyView>;

const processRoute = createRoute({
	method: "post",
	path: "/batch/process",
	tags,
	security: [{ bearer: [] }],
	summary: "Tag the documents of a CSV file or workbook and wait for all of them",
	middleware: [who("user")] as const,
	request: {
		body: {
			required: true,
			content: {
				"multipart/form-data": {
					schema: z.object({
						csv_file: z.any().openapi({ type: "string", format: "binary" }),
						config: z.string().openapi({ description: "JSON of a TaggingConfig" }),
						exclusion_file: z.any().optional().openapi({ type: "string", format: "binary" }),
					}),
				},
			},
		},
	},
	responses: {
		200: json(LegacyView, "Every row is done, or the file has none"),
		400: json(ErrorView, "Invalid input"),
		401: json(ErrorView, "Not authenticated"),
		409: json(ErrorView, "Idempotency-Key used with another request"),
	},
});

export function registerLegacyRoutes(surface: OpenAPIHono<AppEnv>): void {
	// Its form is read as a stream; the schema above is for the reference.
	surface.openAPIRegistry.registerPath(processRoute);
	surface.post("/batch/process", who("user"), processSheet);
}

async function processSheet(http: Http): Promise<Response> {
	const ctx = http.get("ctx");
	const owner = requireUser(http).id;
	const form = await readTaggingForm(http, { fields: ["csv_file", "exclusion_file"] });
	const given = configOf(form);
	const { config: asked, apiKey } = await toJobConfig(ctx, owner, given, { entities: false, paced: false });
	const config = withExclusions(asked, await exclusionsOf(ctx, form));
	const file = form.files.get("csv_file");
	if (file?.received.kind !== "memory") throw refused("Invalid file type");
	const sheet = readLegacySheet(file.name, file.received.bytes, maxRows);
	if (sheet === undefined) throw refused("Invalid file type");
	if (file.received.bytes.length === 0) throw refused("Empty CSV file");
	const { records: rows, csv } = sheet;
	if (sheet.missingColumns.length > 0) {
		return http.json(emptyView(`Missing required columns: ${sheet.missingColumns.join(", ")}`), 200);
	}
	if (sheet.more) throw refused(`Too many rows (max ${maxRows})`);
	if (rows.length === 0) return http.json(emptyView("Empty or invalid CSV file"), 200);
	const request = repeatableRequest(http, owner, [given, config.exclusionWords, rows]);
	// What is repeated is the job: both wait for its end.
	const { body: id } = await answerOnce(ctx, request, async (record) => {
		const id = newId();
		const answer = { status: 200, body: id };
		await putSheet(ctx, id, csv);
		await startBatch(ctx, { kind: "batch", id, name: id, owner, rows, config, apiKey }, await record(answer));
		return answer;
	});
	const job = await jobEnd(ctx, id, owner, AbortSignal.timeout(waitMs));
	return http.json(await toLegacyView(http, job, csv), 200);
}

async function toLegacyView(http: Http, job: TaggingJob, sheet: Uint8Array): Promise<LegacyView> {
	const ctx = http.get("ctx");
	const total = job.total ?? 0;
	const processed = job.done - job.failed;
	const { documents, errors } = await reportOf(ctx, job.id);
	const startedAt = job.startedAt ?? job.createdAt;
	return {
		success: processed > 0,
		total_documents: total,
		processed_count: processed,
		failed_count: job.failed,
		output_csv_url: await resultUrl(http, job),
		output_csv_data_url: await dataUrl(ctx, job.id, sheet),
		summary_report: {
			documents,
			errors,
			statistics: {
				total,
				processed,
				failed: job.failed,
				success_rate: `${total === 0 ? "0.0" : ((processed / total) * 100).toFixed(1)}%`,
			},
		},
		processing_time: Math.round(((job.finishedAt ?? startedAt) - startedAt) / 10) / 100,
	};
}

async function reportOf(ctx: Context, jobId: string) {
	const documents: object[] = [];
	const errors: object[] = [];
	for await (const record of finishedRecords(ctx, jobId)) {
		const { title, filePath: file_path, error } = record;
		documents.push({ title, file_path, success: error === null, tags: JSON.parse(record.tags) as string[], error });
		if (error !== null) errors.push({ row: record.row + 1, title, error });
	}
	return { documents, errors };
}

/** Named by the time of the batch, as in the original. */
async function resultUrl(http: Http, job: TaggingJob): Promise<string> {
	const time = new Date(job.createdAt).toISOString().replace(/\..*/, "").replace(/[-:]/g, "").replace("T", "_");
	const sign = await linker(http, resultLinks, linkSeconds);
	return `${await sign(`/api/batch/results/batch_${time}.csv`, job.id)}&job=${job.id}`;
}

async function dataUrl(ctx: Context, jobId: string, sheet: Uint8Array): Promise<string | null> {
	const lines: string[] = [];
	for await (const line of legacyLines(sheet, finishedRecords(ctx, jobId))) lines.push(line);
	const csv = Buffer.from(lines.join(""), "utf8");
	return csv.byteLength < maxDataUrlBytes ? `data:text/csv;base64,${csv.toString("base64")}` : null;
}

function emptyView(error: string): LegacyView {
	return {
		success: false,
		total_documents: 0,
		processed_count: 0,
		failed_count: 0,
		output_csv_url: "",
		output_csv_data_url: null,
		summary_report: {
			documents: [],
			errors: [{ row: null, title: null, error }],
			statistics: { total: 0, processed: 0, failed: 0, success_rate: "0.0%" },
		},
		processing_time: 0,
	};
}
