import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { env, sql } from "../accounts/support.ts";
import { objectsOf } from "../api/documents.ts";
import type { TaggingClient } from "../clients/client.ts";
import { newClient, serveDocuments, workerStage } from "../clients/worker-stage.ts";

afterEach(() => vi.restoreAllMocks());

async function sweep(): Promise<void> {
	const execution = createExecutionContext();
	await worker.scheduled(createScheduledController({ cron: "* * * * *", scheduledTime: new Date() }), env, execution);
	await waitOnExecutionContext(execution);
}

async function idOf(name: string): Promise<string> {
	const [row] = await sql<{ id: string }>("select id from jobs where name = ?", name);
	return row?.id ?? "";
}

async function rowsOf(job: string): Promise<number> {
	const [row] = await sql<{ count: number }>("select count(*) as count from tagging_records where job_id = ?", job);
	return row?.count ?? -1;
}

async function searchRowsOf(text: string): Promise<number> {
	const found = await sql("select rowid from tagging_search where title match ?", `"${text}"`);
	return found.length;
}

/** A finished batch of two documents, and its ids. */
async function finishedBatch(client: TaggingClient, name: string, first: number) {
	const documents = [0, 1].map((at) => ({
		title: `${name} ${at}`,
		file_path: `${workerStage.documents}/row-${first + at}.pdf`,
	}));
	await client.ask("POST", "/api/batch/start", { documents, config: {}, job_id: name });
	await client.end(name);
	const job = await idOf(name);
	const brought = await sql<{ id: string }>("select document_id as id from tagging_records where job_id = ?", job);
	// Their conversions follow the rows; one under way would still write what a deletion has just removed.
	await vi.waitFor(
		async () =>
			expect(
				await sql(
					`select jobs.id from jobs join tagging_records r on r.document_id = jobs.document_id
					where r.job_id = ? and jobs.kind = 'conversion' and jobs.status not in ('completed', 'failed', 'cancelled')`,
					job,
				),
			).toEqual([]),
		20_000,
	);
	return { job, documents: brought.map(({ id }) => id) };
}

/** More records of the job, as a long batch has them. */
async function lengthen(job: string, rows: number): Promise<void> {
	await sql(
		`with recursive n(i) as (select 100 union all select i + 1 from n where i < ?)
		insert into tagging_records (id, owner, job_id, "row", title, description, file_path, source_type, status, created_at)
		select job_id || '-' || i, owner, job_id, i, 'Surplus ' || i, '', '', 'url', 'pending', 1
		from n, (select owner, job_id from tagging_records where job_id = ? limit 1)`,
		99 + rows,
		job,
	);
	await sql(
		"insert into tagging_search (rowid, owner, title, tags) select number, owner, 'surplus', '' from tagging_records where job_id = ? and title like 'Surplus%'",
		job,
	);
}

describe("deleting a batch of thousands of rows", () => {
	it("takes it out of the history with the answer, and removes the rest behind it", async () => {
		serveDocuments();
		const client = await newClient();
		const other = await finishedBatch(client, "stays", 60);
		const { job, documents } = await finishedBatch(client, "goes", 62);
		await lengthen(job, 5000);
		// The object store takes its time: what is answered at once has not waited for it.
		const remove = env.FILES.delete.bind(env.FILES);
		let open: () => void = () => undefined;
		const gate = new Promise<void>((resolve) => (open = resolve));
		vi.spyOn(env.FILES, "delete").mockImplementation(async (key) => {
			if (documents.some((id) => String(key).includes(id))) await gate;
			await remove(key);
		});
		const answer = await client.ask("DELETE", "/api/history/jobs/goes");
		expect(answer.status).toBe(200);
		expect(await rowsOf(job)).toBeGreaterThan(5000);

		expect((await client.ask("GET", `/api/history/jobs/${job}`)).status).toBe(404);
		expect((await client.ask("GET", "/api/history/jobs")).body).toMatchObject({ total: 1 });
		expect((await client.ask("GET", "/api/history/documents")).body).toMatchObject({ total: 2 });
		expect((await client.ask("GET", "/api/history/documents/search?query=surplus")).body).toMatchObject({ total: 0 });
		expect((await client.ask("GET", "/api/history/stats")).body).toMatchObject({ total_jobs: 1, total_documents: 2 });
		const [record] = await sql<{ id: string }>("select id from tagging_records where job_id = ? and row = 0", job);
		expect((await client.ask("GET", `/api/history/documents/${record?.id}`)).status).toBe(404);

		open();
		await vi.waitFor(async () => expect(await rowsOf(job)).toBe(0), 10_000);
		expect(await searchRowsOf("surplus")).toBe(0);
		await vi.waitFor(async () => expect(await sql("select * from outbox where subject = ?", job)).toEqual([]), 5_000);
		for (const id of documents) {
			expect(await sql("select id from documents where id = ?", id)).toEqual([]);
			expect(await objectsOf(id)).toEqual([]);
		}
		expect(await rowsOf(other.job)).toBe(2);
		for (const id of other.documents) expect(await objectsOf(id)).not.toEqual([]);
	});

	it("is finished by the sweeper where the process dies on the way", async () => {
		serveDocuments();
		const client = await newClient();
		const { job, documents } = await finishedBatch(client, "dies", 64);
		await lengthen(job, 2500);
		vi.spyOn(console, "error").mockReturnValue(undefined);
		const broken = vi.spyOn(env.FILES, "list").mockRejectedValue(new Error("gone"));
		broken.mockResolvedValueOnce({ objects: [], truncated: false, delimitedPrefixes: [] } as never);
		expect((await client.ask("DELETE", "/api/history/jobs/dies")).status).toBe(200);
		await vi.waitFor(() => expect(broken.mock.calls.length).toBeGreaterThan(1), 5_000);
		expect((await client.ask("GET", `/api/history/jobs/${job}`)).status).toBe(404);
		expect(await rowsOf(job)).toBe(2502);

		vi.restoreAllMocks();
		await sql("update outbox set due_at = 0 where subject = ? or topic = 'purge'", job);
		await sweep();
		expect(await rowsOf(job)).toBe(0);
		expect(await sql("select * from outbox where subject = ?", job)).toEqual([]);
		for (const id of documents) expect(await objectsOf(id)).toEqual([]);
	});
});

describe("a batch under the name of one whose rows are still being removed", () => {
	it("begins with nothing of it, and loses nothing to it", async () => {
		serveDocuments();
		const client = await newClient();
		const { job, documents } = await finishedBatch(client, "again", 66);
		vi.spyOn(console, "error").mockReturnValue(undefined);
		const broken = vi.spyOn(env.FILES, "list").mockRejectedValue(new Error("gone"));
		broken.mockResolvedValueOnce({ objects: [], truncated: false, delimitedPrefixes: [] } as never);
		await client.ask("DELETE", "/api/history/jobs/again");
		await vi.waitFor(() => expect(broken.mock.calls.length).toBeGreaterThan(1), 5_000);
		const [order] = await sql<{ id: string }>("select id from outbox where subject = ? and topic = 'rows'", job);
		expect(order).toBeDefined();
		vi.restoreAllMocks();

		serveDocuments();
		const second = await finishedBatch(client, "again", 66);
		expect(second.job).toBe(job);
		for (const id of second.documents) expect(documents).not.toContain(id);
		await sweep();
		expect(await rowsOf(job)).toBe(2);
		for (const id of second.documents) expect(await objectsOf(id)).not.toEqual([]);
	});
});
