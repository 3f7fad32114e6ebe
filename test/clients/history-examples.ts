import { rows, start } from "./batch-examples.ts";
import {
	type Example,
	expectAnswer,
	expectShape,
	expectThat,
	int,
	orNull,
	text,
	texts,
	time,
	uuid,
} from "./examples.ts";

const jobShape = {
	id: uuid,
	job_type: (value: unknown) => value === "single" || value === "batch",
	status: text,
	total_documents: int,
	processed_count: int,
	failed_count: int,
	started_at: orNull(time),
	completed_at: orNull(time),
	created_at: time,
};
const summaryShape = {
	id: uuid,
	title: text,
	file_path: (value: unknown) => typeof value === "string",
	file_source_type: (value: unknown) => ["url", "s3", "local", "upload"].includes(String(value)),
	status: text,
	tags: texts,
	error_message: orNull(text),
	processed_at: orNull(time),
	created_at: time,
};

interface Job {
	id: string;
	created_at: string;
	status: string;
}
interface Listed {
	id: string;
	title: string;
	tags: string[];
	processed_at: string;
}

/** Contract, chapter 9. */
export const historyExamples: Example[] = [
	{
		name: "GET /api/history/jobs pages through the caller's jobs, newest first",
		async play({ user }) {
			const answer = await user.call("GET", "/api/history/jobs?limit=100&offset=0");
			expectAnswer(answer, 200, { total: int, limit: 100, offset: 0 });
			const { jobs, total } = answer.body as { jobs: Job[]; total: number };
			for (const job of jobs) expectShape(job, jobShape, "job");
			const times = jobs.map((job) => job.created_at);
			expectShape(times, [...times].sort().reverse(), "order");
			const page = await user.call("GET", "/api/history/jobs?limit=2&offset=1");
			expectAnswer(page, 200, { jobs: jobs.slice(1, 3).map(({ id }) => ({ id })), total, limit: 2, offset: 1 });
		},
	},
	{
		name: "GET /api/history/jobs?status= counts what matches",
		async play({ user }) {
			const answer = await user.call("GET", "/api/history/jobs?status=cancelled");
			const { jobs, total } = answer.body as { jobs: Job[]; total: number };
			expectThat(jobs.length === 2 && total === 2, `${jobs.length} of ${total} cancelled jobs instead of 2`);
			expectAnswer(await user.call("GET", "/api/history/jobs?status=strange"), 200, { jobs: [], total: 0 });
			for (const query of ["limit=0", "limit=101", "offset=-1", "limit=x"]) {
				expectAnswer(await user.call("GET", `/api/history/jobs?${query}`), 400, { detail: text });
			}
		},
	},
	{
		name: "GET /api/history/jobs/{id} is the job with its documents in row order, by either id",
		async play({ user, kept }) {
			const answer = await user.call("GET", "/api/history/jobs/watched");
			const config = { num_pages: 3, num_tags: 4 };
			const documents = [
				{ ...summaryShape, title: "Document 1", status: "success" },
				{ ...summaryShape, title: "Gone", status: "failed", tags: [], error_message: "Download failed: HTTP 404" },
			];
			expectAnswer(answer, 200, { ...jobShape, config, error_message: null, documents });
			const { id, documents: found } = answer.body as { id: string; documents: Listed[] };
			expectAnswer(await user.call("GET", `/api/history/jobs/${id}`), 200, { id });
			kept.set("job", id);
			kept.set("document", found[0]?.id ?? "");
			kept.set("tag", found[0]?.tags[0] ?? "");
		},
	},
	{
		name: "GET /api/history/jobs/{id}: malformed 400, unknown 404, another's 403",
		async play({ user, other, kept }) {
			expectAnswer(await user.call("GET", "/api/history/jobs/never-was"), 400, { detail: text });
			const unknown = "00000000-0000-4000-8000-000000000000";
			expectAnswer(await user.call("GET", `/api/history/jobs/${unknown}`), 404, { detail: "Job not found" });
			const refused = await other.call("GET", `/api/history/jobs/${kept.get("job")}`);
			expectAnswer(refused, 403, { detail: "Not authorized to view this job" });
		},
	},
	{
		name: "GET /api/history/documents lists what is over, the last first",
		async play({ user }) {
			const answer = await user.call("GET", "/api/history/documents?limit=5");
			const { documents } = answer.body as { documents: Listed[] };
			expectAnswer(answer, 200, { documents: documents.map(() => summaryShape), total: 5 });
			const times = documents.map((document) => document.processed_at);
			expectShape(times, [...times].sort().reverse(), "order");
			expectAnswer(await user.call("GET", "/api/history/documents?limit=101"), 400, { detail: text });
		},
	},
	{
		name: "GET /api/history/documents/search finds by tag and title, and is no document id",
		async play({ user, kept }) {
			const search = (query: string) =>
				user.call("GET", `/api/history/documents/search?query=${encodeURIComponent(query)}&limit=100`);
			const tag = kept.get("tag") ?? "";
			for (const query of [tag, tag.replaceAll("-", " "), tag.toUpperCase()]) {
				const answer = await search(query);
				expectAnswer(answer, 200, { total: int });
				const { documents } = answer.body as { documents: Listed[] };
				expectThat(documents[0]?.tags.includes(tag) === true, `${query}: first is ${JSON.stringify(documents[0])}`);
				expectThat(
					documents.some(({ id }) => id === kept.get("document")),
					`${query} does not find its document`,
				);
			}
			const gone = await search("gone");
			expectAnswer(gone, 200, { documents: [{ title: "Gone" }], total: 1 });
			expectAnswer(await search("100%_"), 200, { documents: [], total: 0 });
			expectAnswer(await search(""), 400, { detail: text });
			expectAnswer(await user.call("GET", "/api/history/documents/search"), 400, { detail: text });
		},
	},
	{
		name: "GET /api/history/documents/{id} has the whole record; malformed 400, unknown 404, another's 403",
		async play({ user, other, kept }) {
			const id = kept.get("document") ?? "";
			expectAnswer(await user.call("GET", `/api/history/documents/${id}`), 200, {
				...summaryShape,
				id,
				job_id: kept.get("job") ?? "",
				document_id: uuid,
				file_size: int,
				mime_type: "application/pdf",
				extracted_text: text,
				processing_metadata: { is_scanned: false, extraction_method: "pypdf2", page_count: 1, tokens_used: 0 },
			});
			expectAnswer(await user.call("GET", "/api/history/documents/not-a-uuid"), 400, { detail: text });
			const unknown = "00000000-0000-4000-8000-000000000000";
			expectAnswer(await user.call("GET", `/api/history/documents/${unknown}`), 404, { detail: "Document not found" });
			const refused = await other.call("GET", `/api/history/documents/${id}`);
			expectAnswer(refused, 403, { detail: "Not authorized to view this document" });
		},
	},
	{
		name: "GET /api/history/stats adds up",
		async play({ user }) {
			const jobs = (await user.call("GET", "/api/history/jobs?limit=100")).body as { jobs: Record<string, number>[] };
			const sum = (field: string) => jobs.jobs.reduce((total, job) => total + Number(job[field]), 0);
			const answer = await user.call("GET", "/api/history/stats");
			expectAnswer(answer, 200, {
				total_jobs: jobs.jobs.length,
				total_documents: sum("total_documents"),
				documents_processed: sum("processed_count"),
				documents_failed: sum("failed_count"),
				jobs_by_status: { completed: int, failed: 3, cancelled: 2 },
				recent_activity: jobs.jobs.slice(0, 5).map(({ id }) => ({ ...jobShape, id: id as never })),
			});
		},
	},
	{
		name: "nothing of it is another's",
		async play({ other }) {
			expectAnswer(await other.call("GET", "/api/history/jobs"), 200, { jobs: [], total: 0 });
			expectAnswer(await other.call("GET", "/api/history/documents"), 200, { documents: [], total: 0 });
			const found = await other.call("GET", "/api/history/documents/search?query=document");
			expectAnswer(found, 200, { documents: [], total: 0 });
			expectAnswer(await other.call("GET", "/api/history/stats"), 200, {
				total_jobs: 0,
				jobs_by_status: {},
				recent_activity: [],
			});
		},
	},
	{
		name: "DELETE /api/history/jobs/{id} removes a job, a running one too; another's is 403",
		async play(world) {
			const { user, other } = world;
			await start(world, { documents: rows(world, 5, 70), job_id: "unwanted" });
			const { id } = (await user.call("GET", "/api/history/jobs/unwanted")).body as Job;
			const refused = await other.call("DELETE", `/api/history/jobs/${id}`);
			expectAnswer(refused, 403, { detail: "Not authorized to delete this job" });
			const observer = await user.observe("unwanted");
			const deleted = await user.call("DELETE", "/api/history/jobs/unwanted");
			expectAnswer(deleted, 200, { message: "Job deleted successfully", job_id: "unwanted" });
			await observer.closed;
			expectAnswer(await user.call("GET", "/api/batch/jobs/unwanted/status"), 404, { detail: "Job not found" });
			expectAnswer(await user.call("DELETE", `/api/history/jobs/${id}`), 404, { detail: "Job not found" });
		},
	},
	{
		name: "every route of the history is 401 without a token",
		async play({ stranger }) {
			for (const [method, path] of [
				["GET", "jobs"],
				["GET", "jobs/any"],
				["DELETE", "jobs/any"],
				["GET", "documents"],
				["GET", "documents/search?query=x"],
				["GET", "documents/any"],
				["GET", "stats"],
			] as const) {
				expectAnswer(await stranger.ask(method, `/api/history/${path}`), 401, { detail: "Not authenticated" });
			}
		},
	},
];
