import { runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { batchId } from "../../src/jobs/jobs.ts";
import { env, sql } from "../accounts/support.ts";
import type { Frame } from "../clients/client.ts";
import { newClient, serveDocuments, workerStage } from "../clients/worker-stage.ts";
import { deliver } from "./delivery.ts";

afterEach(() => vi.restoreAllMocks());

const base = workerStage.documents;

function goodRows(count: number, first = 0) {
	return Array.from({ length: count }, (_, at) => ({
		title: `Row ${at + 1}`,
		file_path: `${base}/row-${first + at}.pdf`,
	}));
}

/** The last words told of rows, in order. */
function finals(frames: readonly Frame[]): [unknown, unknown][] {
	return frames
		.filter(({ type, status }) => type === "progress" && (status === "success" || status === "failed"))
		.map(({ row_number, status }) => [row_number, status]);
}

async function idOf(name: string): Promise<string> {
	const [row] = await sql<{ id: string }>("select id from jobs where name = ?", name);
	return row?.id ?? "";
}

describe("a batch of forty rows, a tenth of which fail", () => {
	it("does each row once although each message comes twice and an old one comes with it", async () => {
		const asked = serveDocuments();
		const client = await newClient();
		const sendBatch = env.STEPS.sendBatch.bind(env.STEPS);
		const sent: MessageSendRequest<never>[] = [];
		vi.spyOn(env.STEPS, "sendBatch").mockImplementation(async (messages) => {
			const fresh = [...messages] as MessageSendRequest<never>[];
			const stale = sent[Math.floor(sent.length / 2)];
			sent.push(...fresh);
			return await sendBatch([...fresh, ...(stale ? [stale] : []), ...fresh]);
		});
		const bad = ["missing", "page", "too-big", "broken"];
		const documents = goodRows(40).map((row, at) =>
			at % 10 === 9 ? { ...row, file_path: `${base}/${bad[Math.floor(at / 10)]}.pdf` } : row,
		);
		const observer = await client.observe("forty");
		await client.ask("POST", "/api/batch/start", { documents, config: {}, job_id: "forty" });
		expect(await observer.closed).toBe(1000);
		const expected = documents.map((_, at) => [at + 1, at % 10 === 9 ? "failed" : "success"]);
		expect(finals(observer.frames)).toEqual(expected);
		expect(observer.frames.at(-1)).toMatchObject({ type: "completed", processed_count: 36, failed_count: 4 });
		const fetched = asked.filter((path) => path.startsWith("/row-"));
		expect(fetched).toHaveLength(36);
		expect(new Set(fetched).size).toBe(36);
		expect(await sql("select total, done, failed from jobs where id = ?", await idOf("forty"))).toEqual([
			{ total: 40, done: 40, failed: 4 },
		]);
	});
});

describe("a row whose result was stored by a run that died before it could tell", () => {
	it("is announced once and not done again", async () => {
		const asked = serveDocuments();
		const client = await newClient();
		const swallowed = vi.spyOn(env.STEPS, "sendBatch").mockResolvedValue(undefined as never);
		await client.ask("POST", "/api/batch/start", { documents: goodRows(2, 50), config: {}, job_id: "died" });
		const job = await idOf("died");
		const observer = await client.observe("died");
		await sql(
			"update tagging_records set status = 'success', tags = '[\"a-b\"]', processed_at = 1 where job_id = ? and row = 0",
			job,
		);
		await sql("update jobs set done = 1 where id = ?", job);
		swallowed.mockRestore();
		const message = { job, step: "row:0", attempt: 1 };
		await deliver("deckle-steps", [message, message]);
		expect(await observer.closed).toBe(1000);
		expect(finals(observer.frames)).toEqual([
			[1, "success"],
			[2, "success"],
		]);
		expect(observer.frames.find(({ row_number }) => row_number === 1)).toMatchObject({ tags: ["a-b"] });
		expect(asked).toEqual(["/row-51.pdf"]);
		expect(await client.end("died")).toMatchObject({ processed_count: 2, failed_count: 0, progress: 1 });
	});
});

describe("a row that was begun long ago", () => {
	it("has its five minutes anew when it is taken up again", async () => {
		serveDocuments();
		const client = await newClient();
		const swallowed = vi.spyOn(env.STEPS, "sendBatch").mockResolvedValue(undefined as never);
		await client.ask("POST", "/api/batch/start", { documents: goodRows(1, 55), config: {}, job_id: "overnight" });
		const job = await idOf("overnight");
		await sql(
			"update tagging_records set status = 'processing', started_at = ? where job_id = ?",
			Date.now() - 3_600_000,
			job,
		);
		swallowed.mockRestore();
		await deliver("deckle-steps", [{ job, step: "row:0", attempt: 1 }]);
		expect(await client.end("overnight")).toMatchObject({ status: "completed", processed_count: 1 });
	});
});

describe("a batch that is paused before its first row", () => {
	it("is processing once it is resumed", async () => {
		serveDocuments();
		const client = await newClient();
		const swallowed = vi.spyOn(env.STEPS, "sendBatch").mockResolvedValue(undefined as never);
		await client.ask("POST", "/api/batch/start", { documents: goodRows(1, 56), config: {}, job_id: "early" });
		const observer = await client.observe("early");
		await client.ask("POST", "/api/batch/jobs/early/pause");
		await observer.until(({ type, status }) => type === "keepalive" && status === "paused");
		await client.ask("POST", "/api/batch/jobs/early/resume");
		await observer.until(({ type, status }) => type === "keepalive" && status === "processing");
		swallowed.mockRestore();
		await deliver("deckle-steps", [{ job: await idOf("early"), step: "row:0", attempt: 1 }]);
		expect(await observer.closed).toBe(1000);
	});
});

describe("an observer of a batch that does not exist yet", () => {
	it("is told every half minute that there is nothing, and let go after ten minutes", async () => {
		const client = await newClient();
		const { id: owner } = (await client.ask("GET", "/api/auth/me")).body as { id: string };
		const object = env.JOBS.getByName(batchId(owner, "unborn"));
		const observer = await client.observe("unborn");
		const realNow = Date.now();
		const clock = vi.spyOn(Date, "now").mockImplementation(() => realNow + 31_000);
		await runDurableObjectAlarm(object);
		await observer.until(({ type }) => type === "keepalive");
		expect(observer.frames.slice(1)).toEqual([{ type: "keepalive", job_id: "unborn", status: null }]);
		clock.mockImplementation(() => realNow + 10 * 60_000 + 1_000);
		await runDurableObjectAlarm(object);
		expect(await observer.closed).toBe(1000);
	});

	it("is told the status of a batch that is quiet for half a minute", async () => {
		serveDocuments();
		const client = await newClient();
		const swallowed = vi.spyOn(env.STEPS, "sendBatch").mockResolvedValue(undefined as never);
		await client.ask("POST", "/api/batch/start", { documents: goodRows(1, 57), config: {}, job_id: "quiet" });
		const job = await idOf("quiet");
		const observer = await client.observe("quiet");
		await client.ask("POST", "/api/batch/jobs/quiet/pause");
		await observer.until(({ status }) => status === "paused");
		const realNow = Date.now();
		const clock = vi.spyOn(Date, "now").mockImplementation(() => realNow + 31_000);
		await runDurableObjectAlarm(env.JOBS.getByName(job));
		await observer.until(() => observer.frames.length === 3);
		expect(observer.frames[2]).toEqual({ type: "keepalive", job_id: "quiet", status: "paused" });
		clock.mockRestore();
		await client.ask("POST", "/api/batch/jobs/quiet/resume");
		swallowed.mockRestore();
		await deliver("deckle-steps", [{ job, step: "row:0", attempt: 1 }]);
		expect(await observer.closed).toBe(1000);
	});
});
