import {
	createExecutionContext,
	createScheduledController,
	runDurableObjectAlarm,
	waitOnExecutionContext,
} from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { bearer, bodyOf, env, newSession, send, sql } from "../accounts/support.ts";
import { aPdf, doneTask, ended, fileForm, getTask, newGuest, newTask, objectsOf, upload } from "../api/documents.ts";
import { type Bookmark, withOutline } from "../convert/outlines.ts";
import { type Element, element, makeTagged, onPage, text } from "../convert/tagged-pdf.ts";
import { deliver } from "./delivery.ts";

async function user() {
	const session = await newSession();
	return { ...session, headers: bearer(session.accessToken) };
}

async function jobOf(taskId: string): Promise<{ id: string; status: string; stats: Record<string, number> }> {
	const [row] = await sql<{ id: string; status: string; stats: string }>(
		"select * from jobs where document_id = ?",
		taskId,
	);
	if (row === undefined) throw new Error(`no job of ${taskId}`);
	return { ...row, stats: JSON.parse(row.stats ?? "{}") };
}

async function runCron(cron: string): Promise<void> {
	const execution = createExecutionContext();
	await worker.scheduled(createScheduledController({ cron, scheduledTime: new Date() }), env, execution);
	await waitOnExecutionContext(execution);
}

describe("delivering a step", () => {
	it("again after it is finished changes nothing", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const job = await jobOf(id);
		const before = [await getTask(id, headers), await objectsOf(id), job.stats];
		const result = await deliver("deckle-steps", [
			{ job: job.id, step: "convert", attempt: 1 },
			{ job: job.id, step: "convert", attempt: 2 },
			{ job: job.id, step: "assemble", attempt: 1 },
		]);
		expect(result.explicitAcks).toHaveLength(3);
		expect([await getTask(id, headers), await objectsOf(id), (await jobOf(id)).stats]).toEqual(before);
	});

	it("of a job that nobody knows is taken and forgotten", async () => {
		const result = await deliver("deckle-steps", [{ job: crypto.randomUUID(), step: "convert", attempt: 1 }]);
		expect(result.explicitAcks).toHaveLength(1);
	});

	it("of a deleted document does no harm", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const job = await jobOf(id);
		await send(`/tasks/${id}`, { method: "DELETE", headers });
		await deliver("deckle-steps", [{ job: job.id, step: "convert", attempt: 2 }]);
		expect(await objectsOf(id)).toEqual([]);
	});
});

/** Headings that look like the text, with an outline whose levels are not those of the tags; lists without markers, tables without rules. */
async function aTaggedBook(pages: number): Promise<Uint8Array> {
	const item = (shown: string, y: number, ...inner: Element[]) =>
		element("LI", element("LBody", text(shown, y, { x: 90 }), ...inner));
	const cell = (type: string, shown: string, x: number, y: number) => element(type, text(shown, y, { x }));
	const prose = (y: number) =>
		element("P", text("Paper has an untrimmed edge, which is left as it came from the mould, and it", y));
	const nodesOf = (page: number): Element[] => [
		element("H1", text(`Chapter on page ${page}`, 760)),
		prose(720),
		element("H2", text(`Quiet section of page ${page}`, 680)),
		prose(640),
		element(
			"L",
			item(`Rope of page ${page}`, 600, element("L", item(`Coil of page ${page}`, 586))),
			item(`Sail of page ${page}`, 572),
		),
		element(
			"Table",
			element("TR", cell("TH", `Region ${page}`, 80, 500), cell("TH", `Sum ${page}`, 300, 500)),
			element("TR", cell("TD", "North", 80, 480), cell("TD", "10", 300, 480)),
			element("TR", cell("TD", "South", 80, 460), cell("TD", "20", 300, 460)),
		),
		prose(400),
	];
	const numbers = Array.from({ length: pages }, (_, at) => at + 1);
	const nodes = numbers.flatMap((page) => nodesOf(page).map((node) => onPage(page, node)));
	const bookmarks = numbers.map((page): Bookmark => {
		const section = { title: `Quiet section of page ${page}`, page, y: 690 };
		const between = { title: "Part that is not printed", page, children: [section] };
		return { title: `Chapter on page ${page}`, page, y: 770, children: [between] };
	});
	return await withOutline(await makeTagged(nodes, [], pages), bookmarks);
}

describe("a long document", () => {
	it("is read in parts, each page once, and joined in page order", async () => {
		const { headers } = await user();
		const { id } = await newTask(headers, await aPdf(95));
		const task = await ended(id, headers);
		expect(task).toMatchObject({ status: "DONE", page_count: 95, pages_done: 95 });
		const { stats } = await jobOf(id);
		expect(stats).toMatchObject({ steps: 5, runs: 5, pages: 95 });
		const markdown = await (await send(`/tasks/${id}/download`, { headers })).text();
		const parts = [...markdown.matchAll(/^#+ Report, part (\d+)$/gm)].map((match) => Number(match[1]));
		expect(parts).toEqual(Array.from({ length: 95 }, (_, at) => at + 1));
		expect((await objectsOf(id)).filter((key) => key.includes("/parts/"))).toEqual([]);
	});

	it("keeps its outline and its structure tree in every part", async () => {
		const { headers } = await user();
		const { id } = await newTask(headers, await aTaggedBook(46));
		await ended(id, headers);
		const markdown = await (await send(`/tasks/${id}/download`, { headers })).text();
		const headings = [...markdown.matchAll(/^(#+) (.+)$/gm)].map(([, marks = "", title]) => [marks.length, title]);
		expect(headings.filter(([, title]) => / (?:2|42|45)$/.test(String(title)))).toEqual([
			[1, "Chapter on page 2"],
			[3, "Quiet section of page 2"],
			[1, "Chapter on page 42"],
			[3, "Quiet section of page 42"],
			[1, "Chapter on page 45"],
			[3, "Quiet section of page 45"],
		]);
		expect(headings).toHaveLength(2 * 46);
		for (const page of [3, 44]) {
			expect(markdown).toContain(`\n- Rope of page ${page}\n  - Coil of page ${page}\n- Sail of page ${page}\n`);
			expect(markdown).toMatch(new RegExp(`\\| Region ${page} +\\| Sum ${page} +\\|\n\\| -`));
		}
		expect((await objectsOf(id)).filter((key) => key.includes("/parts/"))).toEqual([]);
	});
});

describe("an object that was evicted or whose message was lost", () => {
	it("has the sweeper start a job again that never reached it", async () => {
		const { headers, id: owner } = await user();
		const { id } = await doneTask(headers);
		const { id: jobId } = await jobOf(id);
		// As if the process had died right after the rows were written.
		await env.JOBS.getByName(jobId).erase();
		await sql("update jobs set status = 'pending', done = 0, stats = null, finished_at = null where id = ?", jobId);
		await sql(
			"insert into outbox (id, topic, subject, attempts, due_at, created_at) values (?, 'start', ?, 0, 0, 0)",
			crypto.randomUUID(),
			jobId,
		);
		expect((await getTask(id, headers)).status).toBe("QUEUED");
		await runCron("* * * * *");
		expect(await ended(id, headers)).toMatchObject({ status: "DONE" });
		expect(await sql("select * from outbox where subject = ?", jobId)).toEqual([]);
		expect(await sql("select id from documents where owner = ?", owner)).toHaveLength(1);
	});

	it("purges bytes whose document was never written, and keeps those of one that was", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const orphan = crypto.randomUUID();
		await env.FILES.put(`documents/${orphan}/input`, "bytes");
		for (const subject of [orphan, id]) {
			await sql(
				"insert into outbox (id, topic, subject, attempts, due_at, created_at) values (?, 'purge', ?, 0, 0, 0)",
				crypto.randomUUID(),
				subject,
			);
		}
		await runCron("* * * * *");
		expect(await objectsOf(orphan)).toEqual([]);
		expect(await objectsOf(id)).not.toEqual([]);
		expect(await sql("select * from outbox where topic = 'purge'")).toEqual([]);
	});

	it("rings without harm when there is nothing to do", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const job = await jobOf(id);
		await runDurableObjectAlarm(env.JOBS.getByName(job.id));
		expect(await getTask(id, headers)).toMatchObject({ status: "DONE" });
	});
});

describe("a queue that refuses", () => {
	it("makes the post a 500, the task failed, and nothing runs it later", async () => {
		const { headers, id: owner } = await user();
		const spy = vi.spyOn(env.STEPS, "sendBatch").mockRejectedValue(new Error("Queue sendBatch failed: overloaded"));
		const key = { "Idempotency-Key": "retry-me" };
		const bytes = await aPdf();
		try {
			const response = await upload(fileForm(bytes), { ...headers, ...key });
			expect(response.status).toBe(500);
			expect(await bodyOf(response)).toEqual({ detail: "Failed to enqueue task" });
		} finally {
			spy.mockRestore();
		}
		const list = await bodyOf<{ items: { id: string; status: string; error_message: string }[] }>(
			await send("/tasks", { headers }),
		);
		expect(list.items).toMatchObject([{ status: "FAILED", error_message: "Failed to enqueue task" }]);
		expect(await sql("select * from outbox")).toEqual([]);
		await runCron("* * * * *");
		expect((await getTask(list.items[0]?.id ?? "", headers)).status).toBe("FAILED");
		const again = await upload(fileForm(bytes), { ...headers, ...key });
		expect(again.status).toBe(201);
		expect(await sql("select id from documents where owner = ?", owner)).toHaveLength(2);
	});
});

describe("a dead letter", () => {
	it("of a finished job changes nothing, and of an unknown one is taken", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const job = await jobOf(id);
		const result = await deliver("deckle-dead-letters", [
			{ job: job.id, step: "convert", attempt: 6 },
			{ job: crypto.randomUUID(), step: "convert", attempt: 6 },
		]);
		expect(result.explicitAcks).toHaveLength(2);
		expect(await getTask(id, headers)).toMatchObject({ status: "DONE" });
	});
});

describe("the nightly run", () => {
	it("removes a guest's tasks and files once its 30 days are over, and nobody else's", async () => {
		const [old, young] = [await newGuest(), await newGuest()];
		const { headers } = await user();
		const mine = await doneTask(headers);
		await Promise.all([ended(old.task.id, old.headers), ended(young.task.id, young.headers)]);
		await sql("update guests set expires_at = 1 where id = (select owner from documents where id = ?)", old.task.id);
		await runCron("23 3 * * *");
		expect(await objectsOf(old.task.id)).toEqual([]);
		for (const table of ["documents where id", "jobs where document_id", "outbox where subject"]) {
			expect(await sql(`select * from ${table} = ?`, old.task.id)).toEqual([]);
		}
		expect((await send(`/tasks/${young.task.id}`, { headers: young.headers })).status).toBe(200);
		expect(await objectsOf(young.task.id)).not.toEqual([]);
		expect(await getTask(mine.id, headers)).toMatchObject({ status: "DONE" });
	});

	it("removes documents whose owner went away while they were uploaded", async () => {
		const { task, headers } = await newGuest();
		await ended(task.id, headers);
		await sql("delete from guests where id = (select owner from documents where id = ?)", task.id);
		await runCron("23 3 * * *");
		expect(await sql("select * from documents where id = ?", task.id)).toEqual([]);
		expect(await objectsOf(task.id)).toEqual([]);
	});
});
