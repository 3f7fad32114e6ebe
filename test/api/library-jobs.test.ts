import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { kinds } from "../../src/jobs/kinds.ts";
import type { StepCode } from "../../src/jobs/step.ts";
import { bearer, bodyOf, newSession, type Session, send, sql } from "../accounts/support.ts";
import { deliver } from "../jobs/delivery.ts";
import { newObjectContext } from "../jobs/objects.ts";

/** What the slices of an analysis do in these tests, where its own work does not matter. */
const work = { slice: undefined as StepCode | undefined, runs: 0 };
const slice: StepCode = async (ctx, run) => {
	work.runs++;
	return (await work.slice?.(ctx, run)) ?? {};
};
const { analysis } = kinds;
beforeAll(() => {
	kinds.analysis = {
		first: () => [{ id: "slice:1", isPassing: true, tries: 2 }],
		step: (id) => (id.startsWith("slice:") ? slice : undefined),
	};
});
afterAll(() => {
	if (analysis !== undefined) kinds.analysis = analysis;
});

interface JobBody {
	id: string;
	type: string;
	status: string;
	progress: number;
	phaseProgress: number | null;
	progressMessage: string | null;
	startedAt: string | null;
	completedAt: string | null;
	errorMessage: string | null;
	resultJson: string | null;
	createdAt: string;
}
interface Answer<Data = unknown> {
	data: Data;
	meta?: unknown;
	error?: { code: string; message: string; details?: unknown };
}

let user: Session;
beforeAll(async () => {
	user = await newSession();
});
beforeEach(() => {
	work.slice = undefined;
	work.runs = 0;
});

async function ask<Data = unknown>(
	method: string,
	path: string,
	{ as = user, body, headers = {} }: { as?: Session; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: Answer<Data> }> {
	const init = { method, headers: { ...bearer(as.accessToken), ...headers } };
	const json = { "Content-Type": "application/json", ...init.headers };
	const sent = body === undefined ? init : { method, headers: json, body: JSON.stringify(body) };
	const response = await send(`/api/v1${path}`, sent);
	return { status: response.status, body: await bodyOf<Answer<Data>>(response) };
}

async function start(as = user): Promise<string> {
	const { status, body } = await ask<{ jobId: string }>("POST", "/analysis", { as });
	expect(status).toBe(202);
	return body.data.jobId;
}

async function job(id: string): Promise<JobBody> {
	return (await ask<JobBody>("GET", `/jobs/${id}`)).body.data;
}

async function until(id: string, ...statuses: string[]): Promise<JobBody> {
	return await vi.waitFor(
		async () => {
			const found = await job(id);
			expect(statuses).toContain(found.status);
			return found;
		},
		{ timeout: 15_000, interval: 20 },
	);
}

/** A slice that goes on until `release` is called. By flags: what one request's promise waits for no other may resolve. */
function held(): { begun: () => Promise<void>; release: () => void } {
	const flags = { begun: false, released: false };
	work.slice = async (_ctx, run) => {
		await run.report({ fraction: 0.42, phaseFraction: 0.5, message: "Comparing: 42/100" });
		flags.begun = true;
		while (!flags.released) await new Promise((resolve) => setTimeout(resolve, 20));
		return { result: { groupsCreated: 3, durationMs: 12 }, message: "Done" };
	};
	return {
		begun: () => vi.waitFor(() => expect(flags.begun).toBe(true), { timeout: 10_000 }),
		release: () => {
			flags.released = true;
		},
	};
}

/** The events of a stream, until it ends. */
async function eventsOf(response: Response): Promise<{ event: string; data: Record<string, unknown> }[]> {
	const text = await response.text();
	return [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event = "", data = "{}"]) => ({
		event,
		data: JSON.parse(data) as Record<string, unknown>,
	}));
}

describe("a job on a library", () => {
	it("runs to its end and says what it came to, as a text", async () => {
		work.slice = async () => ({ result: { groupsCreated: 3 }, message: "Found 3 groups" });
		const id = await start();
		const done = await until(id, "completed");
		expect(done).toEqual({
			id,
			type: "analysis",
			status: "completed",
			progress: 1,
			phaseProgress: null,
			progressMessage: "Found 3 groups",
			startedAt: expect.stringMatching(/Z$/),
			completedAt: expect.stringMatching(/Z$/),
			errorMessage: null,
			resultJson: '{"groupsCreated":3}',
			createdAt: expect.stringMatching(/\.\d{3}Z$/),
		});
	});

	it("is shown live, while its row is only written at turns", async () => {
		const { begun, release } = held();
		const id = await start();
		await begun();
		expect(await job(id)).toMatchObject({
			status: "running",
			progress: 0.42,
			phaseProgress: 0.5,
			progressMessage: "Comparing: 42/100",
			resultJson: null,
		});
		const { body } = await ask<JobBody[]>("GET", "/jobs?status=running");
		expect(body).toEqual({ data: [expect.objectContaining({ id, progress: 0.42 })] });
		const status = await ask("GET", "/analysis/status");
		expect(status.body.data).toEqual({
			lastAnalysisAt: null,
			totalDuplicateGroups: 0,
			isAnalyzing: true,
			currentJobId: id,
		});
		release();
		await until(id, "completed");
		expect((await ask("GET", "/analysis/status")).body.data).toMatchObject({ isAnalyzing: false, currentJobId: null });
	});

	it("is one of its kind, of twenty starts at once", async () => {
		const { begun, release } = held();
		const answers = await Promise.all(Array.from({ length: 20 }, () => ask<{ jobId: string }>("POST", "/analysis")));
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses).toEqual([202, ...Array.from({ length: 19 }, () => 409)]);
		const refused = answers.find(({ status }) => status === 409);
		expect(refused?.body.error).toEqual({ code: "JOB_ALREADY_RUNNING", message: expect.stringContaining("analysis") });
		await begun();
		release();
		const made = answers.find(({ status }) => status === 202)?.body.data.jobId ?? "";
		await until(made, "completed");
		const rows = await sql("select id from jobs where owner = ? and kind = 'analysis' and created_at >= ?", user.id, 0);
		expect(rows.length).toBeGreaterThan(0);
		expect(await ask("POST", "/analysis")).toMatchObject({ status: 202 });
	});

	it("is answered once under one Idempotency-Key", async () => {
		const person = await newSession();
		const headers = { "Idempotency-Key": "once" };
		const { begun, release } = held();
		const both = await Promise.all([1, 2, 3].map(() => ask("POST", "/analysis", { as: person, body: {}, headers })));
		await begun();
		release();
		expect(both.map(({ status }) => status)).toEqual([202, 202, 202]);
		expect(new Set(both.map(({ body }) => JSON.stringify(body))).size).toBe(1);
		expect(await ask("POST", "/analysis", { as: person, body: {}, headers })).toEqual(both[0]);
		const other = await ask("POST", "/analysis", { as: person, body: { force: true }, headers });
		expect([other.status, other.body.error?.code]).toEqual([409, "CONFLICT"]);
		const long = await ask("POST", "/analysis", { as: person, headers: { "Idempotency-Key": "k".repeat(256) } });
		expect(long.status).toBe(400);
		expect(long.body.error).toMatchObject({ code: "VALIDATION_FAILED", details: [{ path: ["idempotency-key"] }] });
	});

	it("takes its switches from a JSON body, and from none", async () => {
		const person = await newSession();
		// By job: a slice may be delivered twice, and one of an earlier test may still be at work.
		const configs = new Map<string, unknown>();
		work.slice = async (_ctx, run) => {
			configs.set(run.job.id, JSON.parse(run.job.config ?? "null"));
			return {};
		};
		const ids: string[] = [];
		const bodies: [string | undefined, string | undefined][] = [
			[undefined, undefined],
			["application/json", ""],
			["text/plain", '{"force":true}'],
			["application/json; charset=utf-8", '{"force":true,"other":1}'],
			["application/json", '{"force":"true"}'],
		];
		for (const [type, text] of bodies) {
			const headers = { ...bearer(person.accessToken), ...(type && { "Content-Type": type }) };
			const response = await send("/api/v1/analysis", { method: "POST", headers, ...(text && { body: text }) });
			expect(response.status).toBe(202);
			const { data } = await bodyOf<Answer<{ jobId: string }>>(response);
			ids.push(data.jobId);
			await vi.waitFor(async () => {
				const found = await ask<JobBody>("GET", `/jobs/${data.jobId}`, { as: person });
				expect(found.body.data.status).toBe("completed");
			});
		}
		expect(ids.map((id) => configs.get(id))).toEqual([false, false, false, true, false].map((force) => ({ force })));
		for (const text of ["{", "[]", '"x"']) {
			const headers = { ...bearer(person.accessToken), "Content-Type": "application/json" };
			const response = await send("/api/v1/analysis", { method: "POST", headers, body: text });
			expect(response.status).toBe(400);
			expect(await bodyOf<Answer>(response)).toMatchObject({ error: { code: "VALIDATION_FAILED" } });
		}
	});
});

describe("a command", () => {
	it("ends a job at once, and what its slice does afterwards counts for nothing", async () => {
		const { begun, release } = held();
		const id = await start();
		await begun();
		const cancelled = await ask("POST", `/jobs/${id}/cancel`);
		expect(cancelled).toEqual({ status: 200, body: { data: { jobId: id, status: "cancelled" } } });
		const shown = await job(id);
		expect(shown).toMatchObject({ status: "cancelled", progress: 0.42, errorMessage: null, resultJson: null });
		expect(shown.completedAt).not.toBeNull();
		const next = await start();
		release();
		await until(next, "completed");
		expect(await job(id)).toMatchObject({ status: "cancelled", resultJson: null });
		expect((await ask("POST", `/jobs/${id}/cancel`)).body.error?.code).toBe("CONFLICT");
	});

	it("keeps a cancelled job's slices from being claimed", async () => {
		const { begun, release } = held();
		const id = await start();
		await begun();
		await ask("POST", `/jobs/${id}/cancel`);
		release();
		const before = work.runs;
		await deliver("deckle-steps", [{ job: id, step: "slice:1", attempt: 2 }]);
		expect(work.runs).toBe(before);
	});

	it("holds a job between two slices and lets it go on", async () => {
		const flags = { released: false };
		work.slice = async (_ctx, run) => {
			if (run.step === "slice:2") return { result: { slices: 2 } };
			while (!flags.released) await new Promise((resolve) => setTimeout(resolve, 20));
			return { followUps: [{ id: "slice:2", isPassing: true }] };
		};
		const id = await start();
		await until(id, "running");
		expect((await ask("POST", `/jobs/${id}/resume`)).body.error?.code).toBe("CONFLICT");
		const paused = await ask("POST", `/jobs/${id}/pause`);
		expect(paused).toEqual({ status: 200, body: { data: { jobId: id, status: "paused" } } });
		expect((await ask("POST", `/jobs/${id}/pause`)).body.error?.code).toBe("CONFLICT");
		flags.released = true;
		await vi.waitFor(() => expect(work.runs).toBe(1));
		const status = await ask("GET", "/analysis/status");
		expect(status.body.data).toMatchObject({ isAnalyzing: true, isPaused: true, currentJobId: id });
		expect((await ask("POST", "/analysis")).body.error?.code).toBe("JOB_ALREADY_RUNNING");
		expect(await job(id)).toMatchObject({ status: "paused" });
		const resumed = await ask("POST", `/jobs/${id}/resume`);
		expect(resumed).toEqual({ status: 200, body: { data: { jobId: id, status: "running" } } });
		expect(await until(id, "completed")).toMatchObject({ resultJson: '{"slices":2}' });
		for (const verb of ["cancel", "pause", "resume"]) {
			expect((await ask("POST", `/jobs/${id}/${verb}`)).status).toBe(409);
		}
	});

	it("about a job that there is not is 404, in whatever form it is named", async () => {
		for (const id of ["x", "V1StGXR8_Z5jdHi6B-myT", crypto.randomUUID()]) {
			for (const [method, path] of [
				["GET", `/jobs/${id}`],
				["GET", `/jobs/${id}/progress`],
				["POST", `/jobs/${id}/cancel`],
				["POST", `/jobs/${id}/pause`],
				["POST", `/jobs/${id}/resume`],
			] as const) {
				const { status, body } = await ask(method, path);
				expect([path, status, body.error?.code]).toEqual([path, 404, "NOT_FOUND"]);
			}
		}
	});
});

describe("a job that is lost", () => {
	it("runs its slice again when that broke off, and fails after the last try with the reason", async () => {
		let failures = 0;
		work.slice = async () => {
			failures++;
			throw new Error("secret internals");
		};
		const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
		const id = await start();
		const failed = await until(id, "failed");
		errors.mockRestore();
		expect(failures).toBe(2);
		expect(failed.errorMessage).toMatch(/^Worker crashed/);
		expect(failed.errorMessage).not.toContain("secret");
	});

	it("that was never started is started when somebody looks", async () => {
		const id = crypto.randomUUID();
		const old = Date.now() - 60_000;
		await sql(
			"insert into jobs (id, owner, kind, status, created_at, updated_at) values (?, ?, 'analysis', 'pending', ?, ?)",
			id,
			user.id,
			old,
			old,
		);
		expect((await ask("POST", "/analysis")).body.error?.code).toBe("JOB_ALREADY_RUNNING");
		await until(id, "completed");
	});

	it("whose object knows nothing of it does not block its kind", async () => {
		const id = crypto.randomUUID();
		const old = Date.now() - 60_000;
		await sql(
			"insert into jobs (id, owner, kind, status, created_at, updated_at) values (?, ?, 'analysis', 'running', ?, ?)",
			id,
			user.id,
			old,
			old,
		);
		const next = await start();
		expect(await job(id)).toMatchObject({ status: "failed", errorMessage: expect.stringMatching(/^Worker crashed/) });
		await until(next, "completed");
	});
});

describe("the progress of a job", () => {
	it("is told at once, twice a second and at its end, with what it came to", async () => {
		const { begun, release } = held();
		const id = await start();
		await begun();
		const response = await send(`/api/v1/jobs/${id}/progress?token=${user.accessToken}`);
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("text/event-stream");
		expect(response.headers.get("x-accel-buffering")).toBe("no");
		expect(response.headers.get("cache-control")).toBe("private, no-cache");
		setTimeout(release, 1_300);
		const events = await eventsOf(response);
		const last = events.pop();
		expect(events.length).toBeGreaterThanOrEqual(3);
		for (const { event, data } of events) {
			expect(event).toBe("progress");
			expect(Object.keys(data)).toEqual(["progress", "phaseProgress", "message", "status"]);
		}
		expect(events.at(-1)?.data).toEqual({
			progress: 0.42,
			phaseProgress: 0.5,
			message: "Comparing: 42/100",
			status: "running",
		});
		expect(last).toEqual({
			event: "complete",
			data: {
				progress: 1,
				phaseProgress: null,
				message: "Done",
				status: "completed",
				errorMessage: null,
				groupsCreated: 3,
				durationMs: 12,
			},
		});
		const again = await eventsOf(await send(`/api/v1/jobs/${id}/progress`, { headers: bearer(user.accessToken) }));
		expect(again).toEqual([last]);
	});

	it("ends with a cancel, and with a job that vanishes", async () => {
		const first = held();
		const id = await start();
		await first.begun();
		const response = await send(`/api/v1/jobs/${id}/progress`, { headers: bearer(user.accessToken) });
		await ask("POST", `/jobs/${id}/cancel`);
		expect((await eventsOf(response)).at(-1)).toMatchObject({ event: "complete", data: { status: "cancelled" } });
		first.release();

		const second = held();
		const gone = await start();
		await second.begun();
		const stream = await send(`/api/v1/jobs/${gone}/progress`, { headers: bearer(user.accessToken) });
		await sql("delete from jobs where id = ?", gone);
		await newObjectContext().job(gone).erase();
		expect((await eventsOf(stream)).at(-1)).toEqual({
			event: "complete",
			data: { progress: 0, message: "Job not found", status: "failed" },
		});
		second.release();
	});
});

describe("the list of jobs", () => {
	it("is filtered by words that exist, empty for others, and bounded", async () => {
		const person = await newSession();
		const ids: string[] = [];
		for (let at = 0; at < 3; at++) {
			const id = await start(person);
			ids.unshift(id);
			await vi.waitFor(async () => {
				const { body } = await ask<JobBody>("GET", `/jobs/${id}`, { as: person });
				expect(body.data.status).toBe("completed");
			});
		}
		const listed = async (query: string) => {
			const { body } = await ask<JobBody[]>("GET", `/jobs${query}`, { as: person });
			return body.data.map(({ id }) => id);
		};
		expect(await listed("")).toEqual(ids);
		expect(await listed("?type=analysis&status=completed&limit=2")).toEqual(ids.slice(0, 2));
		for (const query of ["?type=sync", "?type=conversion", "?type=nonsense", "?status=running", "?status=x"]) {
			expect(await listed(query)).toEqual([]);
		}
		for (const limit of ["0", "201", "abc", "1.5", ""]) {
			const { status, body } = await ask("GET", `/jobs?limit=${limit}`, { as: person });
			expect([limit, status, body.error?.code]).toEqual([limit, 400, "VALIDATION_FAILED"]);
			expect(body.error?.message).toContain("200");
			expect(body.error?.details).toMatchObject([{ path: ["limit"] }]);
		}
		const page = await ask<JobBody[]>("GET", "/jobs?limit=2&offset=2", { as: person });
		expect(page.body).toMatchObject({ data: [{ id: ids[2] }], meta: { total: 3, limit: 2, offset: 2 } });
		const deleted = await ask("DELETE", "/jobs", { as: person });
		expect(deleted).toEqual({ status: 200, body: { data: { deleted: 3 } } });
		expect(await listed("")).toEqual([]);
	});

	it("keeps what is under way when the others are deleted", async () => {
		const person = await newSession();
		const { begun, release } = held();
		const id = await start(person);
		await begun();
		expect((await ask("DELETE", "/jobs", { as: person })).body).toEqual({ data: { deleted: 0 } });
		release();
		await vi.waitFor(async () => {
			expect((await ask<JobBody>("GET", `/jobs/${id}`, { as: person })).body.data.status).toBe("completed");
		});
	});
});

it("another's job is unknown on every route, and stays as it is", async () => {
	const stranger = await newSession();
	const { begun, release } = held();
	const id = await start();
	await begun();
	for (const [method, path] of [
		["GET", `/jobs/${id}`],
		["GET", `/jobs/${id}/progress`],
		["POST", `/jobs/${id}/cancel`],
		["POST", `/jobs/${id}/pause`],
		["POST", `/jobs/${id}/resume`],
	] as const) {
		const { status, body } = await ask(method, path, { as: stranger });
		expect([path, status, body.error?.code]).toEqual([path, 404, "NOT_FOUND"]);
	}
	expect((await ask("GET", "/jobs", { as: stranger })).body).toEqual({ data: [] });
	expect((await ask("DELETE", "/jobs", { as: stranger })).body).toEqual({ data: { deleted: 0 } });
	expect((await ask("GET", "/analysis/status", { as: stranger })).body.data).toMatchObject({ currentJobId: null });
	const own = await start(stranger);
	release();
	expect(own).not.toBe(id);
	await until(id, "completed");
});

it("a sync needs a connection", async () => {
	const { status, body } = await ask("POST", "/sync");
	expect([status, body.error?.code]).toEqual([400, "BAD_REQUEST"]);
	expect(body.error?.message).toContain("Paperless");
	expect((await ask("GET", "/sync/status")).body.data).toEqual({
		lastSyncAt: null,
		lastSyncDocumentCount: null,
		totalDocuments: 0,
		isSyncing: false,
		currentJobId: null,
	});
});
