import {
	type Example,
	expectAnswer,
	expectShape,
	expectThat,
	int,
	matching,
	text,
	uuid,
	type World,
} from "./examples.ts";

export interface RowInput {
	title?: string;
	file_path?: string;
	[column: string]: unknown;
}

/** Rows of documents that are there; `broken` of them, from the second on, are missing. */
export function rows({ stage }: World, count: number, first = 0): RowInput[] {
	return Array.from({ length: count }, (_, at) => ({
		title: `Document ${at + 1}`,
		file_path: `${stage.documents}/row-${first + at}.pdf`,
		file_source_type: "url",
	}));
}

export async function start({ user }: World, input: object) {
	return await user.call("POST", "/api/batch/start", { config: { num_tags: 4 }, column_mapping: {}, ...input });
}

function statusShape(job_id: string, status: string, [processed, failed, total]: [number, number, number]) {
	const counts = { processed_count: processed, failed_count: failed, total, total_documents: total };
	return { job_id, status, progress: (processed + failed) / total, ...counts, results_count: processed + failed };
}

/** Contract, chapter 7. */
export const batchExamples: Example[] = [
	{
		name: "POST /api/batch/start answers before the work, GET …/status follows it to the end",
		async play(world) {
			const documents = [...rows(world, 1), { title: "No path" }, ...rows(world, 1, 1)];
			const answer = await start(world, { documents, job_id: "batch-1704454800-abc123" });
			const said = { total_documents: 3, message: "Batch processing started" };
			expectAnswer(answer, 200, { job_id: "batch-1704454800-abc123", ...said });
			const status = await world.user.end("batch-1704454800-abc123");
			expectShape(status, statusShape("batch-1704454800-abc123", "completed", [2, 1, 3]));
		},
	},
	{
		name: "POST /api/batch/start makes a UUID where no job_id is given, which the history knows",
		async play(world) {
			const answer = await start(world, { documents: rows(world, 1), config: {} });
			expectAnswer(answer, 200, { job_id: uuid });
			const { job_id } = answer.body as { job_id: string };
			world.kept.set("uuid", job_id);
			await world.user.end(job_id);
			const history = await world.user.call("GET", `/api/history/jobs/${job_id}`);
			expectAnswer(history, 200, { id: job_id, status: "completed", processed_count: 1 });
		},
	},
	{
		name: "POST /api/batch/start refuses",
		async play(world) {
			const documents = rows(world, 1);
			const cases: [object, string | RegExp][] = [
				[{ documents: [] }, "No documents provided"],
				[{ documents, config: { api_key: "" } }, "API key is required"],
				[{ documents, config: { model_name: "openai/gpt-4o-mini" } }, "API key is required"],
				[{ documents, config: { num_tags: 2 } }, /^config\.num_tags: /],
				[{ documents, config: { num_pages: 11 } }, /^config\.num_pages: /],
				[{ documents, config: null }, /^config: /],
				[{ documents: "none" }, /^documents: /],
				[{ documents, job_id: "with blank" }, /^job_id: /],
				[{ documents, job_id: "batch-1704454800-abc123" }, "Job ID already exists"],
				[{ documents: Array.from({ length: 10_001 }, () => ({ a: 1 })) }, "Too many documents (max 10000)"],
			];
			for (const [input, detail] of cases) {
				const shape = typeof detail === "string" ? detail : matching(detail);
				expectAnswer(await start(world, input), 400, { detail: shape });
			}
			expectAnswer(await world.user.call("POST", "/api/batch/start", "not json"), 400, { detail: text });
		},
	},
	{
		name: "POST /api/batch/start with an Idempotency-Key is one batch however often it is sent, and 409 with another body",
		async play(world) {
			const documents = rows(world, 1, 8);
			const send = (body: object) =>
				world.user.ask("POST", "/api/batch/start", { config: {}, ...body }, { "Idempotency-Key": "once" });
			const first = await send({ documents });
			expectAnswer(first, 200, { job_id: uuid });
			expectAnswer(await send({ documents }), 200, first.body as never);
			expectAnswer(await send({ documents: [...documents, {}] }), 409, { detail: text });
			await world.user.end((first.body as { job_id: string }).job_id);
		},
	},
	{
		name: "a numeric string and an integral float are integers, unknown fields are nobody's business",
		async play(world) {
			const config = { num_tags: "3", num_pages: 2.0, temperature: 1, exclusion_words: null };
			const answer = await start(world, { documents: rows(world, 1), config, extra: { any: true } });
			expectAnswer(answer, 200);
			await world.user.end((answer.body as { job_id: string }).job_id);
		},
	},
	{
		name: "rows fail alone, each with its reason",
		async play(world) {
			const { documents: base } = world.stage;
			const expected: [RowInput, string | RegExp | null][] = [
				[{ title: "A", file_path: ` ${base}/row-5.pdf ` }, null],
				[{ title: "B", file_path: "" }, "file_path is required"],
				[{ title: "C", file_path: `${base}/missing.pdf` }, "Download failed: HTTP 404"],
				[{ title: "D", file_path: `${base}/broken.pdf` }, "Download failed: HTTP 500"],
				[
					{ title: "E", file_path: `${base}/page.pdf` },
					"Download failed: Invalid content type - URL does not point to a PDF",
				],
				[{ title: "F", file_path: `${base}/too-big.pdf` }, "Download failed: File too large (max 50MB)"],
				[{ title: "G", file_path: `${base}/damaged.pdf` }, /^Text extraction failed: /],
				[{ title: "H", file_path: `${base}/blank.pdf` }, "Insufficient text extracted from document"],
				[
					{ title: "I", file_path: "http://127.1.2.3/a.pdf" },
					"Download failed: Failed to download: address not allowed",
				],
				[{ title: "J", file_path: "not a url" }, "Download failed: Invalid URL. Must start with http:// or https://"],
				[
					{ title: "K", file_path: "s3://bucket/key.pdf" },
					"Download failed: S3 client not configured. Provide AWS credentials.",
				],
				[
					{ title: "L", file_path: "uploads/nothing.pdf", file_source_type: "LOCAL" },
					"Download failed: File not found: uploads/nothing.pdf",
				],
				[{ title: "", file_path: `${base}/row-6.pdf`, file_source_type: "ftp" }, null],
			];
			await start(world, { documents: expected.map(([row]) => row), job_id: "reasons" });
			await world.user.end("reasons");
			const answer = await world.user.call("GET", "/api/history/jobs/reasons");
			const { documents } = answer.body as { documents: { title: string; status: string; error_message: string }[] };
			const told = expected.map(([row, error]) => ({
				title: row.title || "Untitled Document",
				status: error === null ? "success" : "failed",
				error_message: error instanceof RegExp ? matching(error) : error,
			}));
			expectShape(documents, told, "documents");
		},
	},
	{
		name: "column_mapping is applied, in the one direction and the other",
		async play(world) {
			const document = { Name: "Mapped", Link: `${world.stage.documents}/row-7.pdf`, row_number: 1 };
			for (const [job_id, column_mapping] of Object.entries({
				"mapped-1": { Name: "title", Link: "file_path" },
				"mapped-2": { title: "Name", file_path: "Link" },
			})) {
				expectAnswer(await start(world, { documents: [document], column_mapping, job_id }), 200);
				expectShape(await world.user.end(job_id), { processed_count: 1 });
				const answer = await world.user.call("GET", `/api/history/jobs/${job_id}`);
				expectAnswer(answer, 200, { documents: [{ title: "Mapped", file_path: document.Link }] });
			}
		},
	},
	{
		name: "POST …/pause holds, GET /api/batch/active lists, POST …/resume goes on",
		async play(world) {
			const { user } = world;
			await start(world, { documents: rows(world, 6, 10), job_id: "held" });
			const paused = await user.call("POST", "/api/batch/jobs/held/pause");
			expectAnswer(paused, 200, { message: "Pause command sent to job held", job_id: "held" });
			await user.wait(5_000);
			const before = await user.call("GET", "/api/batch/jobs/held/status");
			expectAnswer(before, 200, { status: "paused", total: 6 });
			const counts = { progress: (value: unknown) => typeof value === "number", processed_count: int, failed_count: 0 };
			const held = { job_id: "held", status: "paused", ...counts, total: 6 };
			expectAnswer(await user.call("GET", "/api/batch/active"), 200, { jobs: [held] });
			await user.wait(5_000);
			expectAnswer(await user.call("GET", "/api/batch/jobs/held/status"), 200, before.body as object as never);
			const resumed = await user.call("POST", "/api/batch/jobs/held/resume");
			expectAnswer(resumed, 200, { message: "Resume command sent to job held", job_id: "held" });
			expectShape(await user.end("held"), statusShape("held", "completed", [6, 0, 6]));
			expectAnswer(await user.call("GET", "/api/batch/active"), 200, { jobs: [] });
		},
	},
	{
		name: "POST …/cancel ends a batch for good; on a finished one it changes nothing",
		async play(world) {
			const { user } = world;
			await start(world, { documents: rows(world, 8, 20), job_id: "cut" });
			await user.call("POST", "/api/batch/jobs/cut/pause");
			const answer = await user.call("POST", "/api/batch/jobs/cut/cancel");
			expectAnswer(answer, 200, { message: "Cancel command sent to job cut", job_id: "cut" });
			const status = await user.end("cut");
			expectShape(status, { status: "cancelled", total: 8 });
			for (const command of ["cancel", "pause", "resume"]) {
				expectAnswer(await user.call("POST", `/api/batch/jobs/cut/${command}`), 200);
			}
			expectAnswer(await user.call("GET", "/api/batch/jobs/cut/status"), 200, status as never);
			const detail = await user.call("GET", "/api/history/jobs/cut");
			expectAnswer(detail, 200, { status: "cancelled", completed_at: text });
			const { documents } = detail.body as { documents: { status: string }[] };
			const open = documents.filter((document) => document.status === "pending").length;
			expectThat(open === 8 - Number(status.results_count), `${open} rows pending`);
		},
	},
	{
		name: "an unknown batch is 404, another's 403",
		async play(world) {
			const { user, other, kept } = world;
			for (const [method, name] of [
				["GET", "status"],
				["POST", "cancel"],
				["POST", "pause"],
				["POST", "resume"],
			] as const) {
				const unknown = await user.call(method, `/api/batch/jobs/never-was/${name}`);
				expectAnswer(unknown, 404, { detail: "Job not found" });
				const refused = await other.call(method, `/api/batch/jobs/${kept.get("uuid")}/${name}`);
				expectAnswer(refused, 403, { detail: "Not authorized to access this job" });
			}
		},
	},
	{
		name: "POST /api/batch/validate-paths checks each path without fetching it",
		async play({ user, stage }) {
			const { documents: base } = stage;
			const good = { valid: true, error: null, content_type: "application/pdf" };
			const bad = { valid: false, content_type: null, size: null };
			const paths: [object, object][] = [
				[
					{ path: `${base}/row-1.pdf`, type: "url" },
					{ ...good, size: int },
				],
				[{ path: ` ${base}/moved.pdf ` }, { ...good, path: `${base}/moved.pdf` }],
				[
					{ path: `${base}/no-head.pdf`, type: "URL" },
					{ ...good, size: null },
				],
				[
					{ path: `${base}/missing.pdf`, type: "url" },
					{ ...bad, error: "HTTP 404" },
				],
				[
					{ path: "ftp://example.com/a.pdf", type: "url" },
					{ ...bad, error: "URL must start with http:// or https://" },
				],
				[
					{ path: `${base}/trap.pdf`, type: "url" },
					{ ...bad, error: matching(/^Request failed: /) },
				],
				[
					{ path: "  ", type: "url" },
					{ ...bad, error: "Empty path" },
				],
				[
					{ path: "x", type: "ftp" },
					{ ...bad, error: "Unknown path type: ftp" },
				],
				[
					{ path: "s3://bucket/missing.pdf", type: "s3" },
					{ ...bad, error: "S3 client not configured" },
				],
				[
					{ path: "uploads/none", type: "local" },
					{ ...bad, error: "File not found: uploads/none" },
				],
			];
			const answer = await user.call("POST", "/api/batch/validate-paths", { paths: paths.map(([path]) => path) });
			const results = paths.map(([, result]) => result) as never;
			expectAnswer(answer, 200, { results, total: 10, valid_count: 3, invalid_count: 7 });
			const none = await user.call("POST", "/api/batch/validate-paths", { paths: [] });
			expectAnswer(none, 200, { results: [], total: 0, valid_count: 0, invalid_count: 0 });
			const many = { paths: Array.from({ length: 5_001 }, () => ({ path: "x" })) };
			expectAnswer(await user.call("POST", "/api/batch/validate-paths", many), 400, {
				detail: "Too many paths (max 5000)",
			});
			expectAnswer(await user.call("POST", "/api/batch/validate-paths", { paths: [1] }), 400, { detail: text });
		},
	},
	{
		name: "GET /api/batch/template shows the columns of a sheet",
		async play({ user }) {
			const answer = await user.call("GET", "/api/batch/template");
			expectAnswer(answer, 200, {
				template: matching(/^title,description,file_source_type,file_path,publishing_date,file_size\n/),
			});
			const { template, columns } = answer.body as { template: string; columns: object[] };
			expectThat(template.split("\n").length === 3, "not three lines");
			expectThat(columns.length === 6, `${columns.length} columns`);
			expectShape(columns[0], { name: "title", required: true, description: "Document title" }, "columns[0]");
		},
	},
	{
		name: "every route of batches is 401 without a token",
		async play({ stranger }) {
			for (const [method, path] of [
				["POST", "/api/batch/start"],
				["GET", "/api/batch/jobs/any/status"],
				["POST", "/api/batch/jobs/any/cancel"],
				["POST", "/api/batch/jobs/any/pause"],
				["POST", "/api/batch/jobs/any/resume"],
				["GET", "/api/batch/active"],
				["POST", "/api/batch/validate-paths"],
				["GET", "/api/batch/template"],
				["GET", "/api/batch/ws/any"],
			] as const) {
				expectAnswer(await stranger.ask(method, path), 401, { detail: "Not authenticated" });
			}
		},
	},
];
