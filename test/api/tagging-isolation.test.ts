import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { TaggingClient } from "../clients/client.ts";
import { newClient, serveDocuments, workerStage } from "../clients/worker-stage.ts";
import { allRoutes } from "./all-routes.ts";

beforeAll(() => void serveDocuments());
afterAll(() => vi.restoreAllMocks());

/** What somebody else's batch, or a record of it, is to a stranger. */
const refused = {
	status: 403,
	body: { detail: expect.stringMatching(/^Not authorized to (access|view|delete) this/) },
};
const nothing = (body: object) => ({ status: 200, body: expect.objectContaining(body) });

/** How each route under these prefixes answers a stranger who names another's ids; a new route has to be added. */
const answers: Record<string, { status: number; body: unknown } | "makes" | "same for all"> = {
	"POST /api/single/process": "makes",
	"GET /api/single/preview": "same for all",
	"POST /api/batch/start": "makes",
	"POST /api/batch/process": "makes",
	"POST /api/batch/validate-paths": "same for all",
	"GET /api/batch/template": "same for all",
	"GET /api/batch/active": nothing({ jobs: [] }),
	"GET /api/batch/jobs/:job_id/status": refused,
	"POST /api/batch/jobs/:job_id/cancel": refused,
	"POST /api/batch/jobs/:job_id/pause": refused,
	"POST /api/batch/jobs/:job_id/resume": refused,
	"GET /api/batch/jobs/:job_id/results.csv": refused,
	"GET /api/batch/jobs/:job_id/results.xlsx": refused,
	// A signed link of somebody else, changed.
	"GET /api/batch/results/:file": { status: 403, body: { detail: expect.any(String) } },
	"GET /api/batch/ws/:job_id": { status: 404, body: { detail: "Not Found" } },
	"GET /api/history/jobs": nothing({ jobs: [], total: 0 }),
	"GET /api/history/jobs/:job_id": refused,
	"DELETE /api/history/jobs/:job_id": refused,
	"GET /api/history/documents": nothing({ documents: [], total: 0 }),
	"GET /api/history/documents/search": nothing({ documents: [], total: 0 }),
	"GET /api/history/documents/:doc_id": refused,
	"GET /api/history/stats": nothing({ total_jobs: 0, total_documents: 0, recent_activity: [] }),
};

const routes = [
	...new Set(
		allRoutes
			.filter(({ method, path }) => method !== "ALL" && /^\/api\/(single|batch|history)\//.test(path))
			.filter(({ path }) => !path.includes("*"))
			.map(({ method, path }) => `${method} ${path.replace(/\{\.[^}]*\}|\{[^}]*\}/g, "")}`),
	),
];

describe("another user's batch", () => {
	let owner: TaggingClient;
	let stranger: TaggingClient;
	const job = crypto.randomUUID();
	let document = "";

	beforeAll(async () => {
		[owner, stranger] = [await newClient(), await newClient()];
		const documents = [1, 2, 3].map((row) => ({
			title: `Secret plan ${row}`,
			file_path: `${workerStage.documents}/row-${80 + row}.pdf`,
		}));
		await owner.ask("POST", "/api/batch/start", { documents, config: {}, job_id: job });
		await owner.end(job);
		const { body } = await owner.ask("GET", `/api/history/jobs/${job}`);
		document = (body as { documents: { id: string }[] }).documents[0]?.id ?? "";
	});

	it("is judged on routes that this test knows", () => {
		expect(routes.length).toBeGreaterThan(15);
		expect(routes.filter((route) => answers[route] === undefined)).toEqual([]);
	});

	it.each(routes.filter((route) => typeof answers[route] === "object"))("is closed on %s", async (route) => {
		const [method = "", path = ""] = route.split(" ");
		const url = path.replace(":job_id", job).replace(":doc_id", document);
		const query = url.endsWith("/search") ? "?query=secret" : "";
		const { status, body } = await stranger.ask(method, url + query);
		expect({ status, body }).toEqual(answers[route]);
	});

	it("says so on its socket, and cannot be started again under its id", async () => {
		const observer = await stranger.observe(job);
		expect(await observer.closed).toBe(1008);
		expect(observer.frames).toEqual([{ error: "Not authorized to access this job", job_id: job }]);
		const documents = [{ title: "Mine", file_path: "" }];
		const again = await stranger.ask("POST", "/api/batch/start", { documents, config: {}, job_id: job });
		expect([again.status, again.body]).toEqual([400, { detail: "Job ID already exists" }]);
	});

	it("is as it was for its owner", async () => {
		expect(await owner.end(job)).toMatchObject({ status: "completed", processed_count: 3 });
	});

	it("lets go of a stranger who waited under its id before it began, and says why", async () => {
		const id = crypto.randomUUID();
		const waiting = await stranger.observe(id);
		await waiting.until(({ type }) => type === "catchup");
		const documents = [{ title: "Later", file_path: `${workerStage.documents}/row-90.pdf` }];
		await owner.ask("POST", "/api/batch/start", { documents, config: {}, job_id: id });
		expect(await waiting.closed).toBe(1008);
		expect(waiting.frames.slice(1)).toEqual([{ error: "Not authorized to access this job", job_id: id }]);
		await owner.end(id);
	});

	it("may have the same name as one's own, and stays apart from it", async () => {
		for (const [client, title] of [
			[owner, "Owner's"],
			[stranger, "Stranger's"],
		] as const) {
			const documents = [{ title, file_path: `${workerStage.documents}/row-91.pdf` }];
			await client.ask("POST", "/api/batch/start", { documents, config: {}, job_id: "batch-1" });
			await client.end("batch-1");
			const { body } = await client.ask("GET", "/api/history/jobs/batch-1");
			expect(body).toMatchObject({ documents: [{ title }] });
		}
	});

	it("cannot be read through a row that names its documents as local", async () => {
		const { body } = await owner.ask("GET", `/api/history/documents/${document}`);
		const { document_id } = body as { document_id: string };
		const documents = [document_id, `uploads/${document_id}/input.pdf`].map((file_path) => ({
			title: "Taken",
			file_path,
			file_source_type: "local",
		}));
		await stranger.ask("POST", "/api/batch/start", { documents, config: {}, job_id: "thief" });
		expect(await stranger.end("thief")).toMatchObject({ processed_count: 0, failed_count: 2 });
	});
});
