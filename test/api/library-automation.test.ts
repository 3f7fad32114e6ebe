import { createExecutionContext, createScheduledController } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { bearer, bodyOf, env, newSession, type Session, send, sql } from "../accounts/support.ts";

interface View {
	enabled: boolean;
	state: string;
	nextRunAt: string | null;
	lastRunAt: string | null;
	lastJobId: string | null;
	lastError: string | null;
	attempts: number;
}
type Views = { sync: View; analysis: View; ai: View };

async function ask(session: Session, method: string, path: string, body?: unknown) {
	const headers = { "Content-Type": "application/json", ...bearer(session.accessToken) };
	const response = await send(`/api/v1${path}`, {
		method,
		headers,
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const answer = await bodyOf<{
		data: Views & { jobId?: string };
		error?: { code: string; details?: { path: string[] }[] };
	}>(response);
	return { status: response.status, ...answer };
}

/** The minute's cron. */
async function tick(): Promise<void> {
	const controller = createScheduledController({ scheduledTime: new Date(), cron: "* * * * *" });
	await worker.scheduled(controller, env, createExecutionContext());
}

const makeDue = (session: Session) =>
	sql("update schedules set next_run_at = 1 where owner = ? and next_run_at is not null", session.id);

describe("automation", () => {
	it("is off until it is switched on, part by part", async () => {
		const person = await newSession();
		const { data } = await ask(person, "GET", "/automation");
		expect(data.sync).toEqual({
			enabled: false,
			time: "03:00",
			days: [],
			timeZone: "UTC",
			state: "off",
			nextRunAt: null,
			lastRunAt: null,
			lastJobId: null,
			lastError: null,
			attempts: 0,
		});
		const change = { analysis: { enabled: true, time: "04:30", timeZone: "Europe/Berlin", days: [1, 3] } };
		const changed = await ask(person, "PUT", "/automation", change);
		expect(changed.data.analysis).toMatchObject({ ...change.analysis, state: "scheduled" });
		expect(changed.data.sync.enabled).toBe(false);
		const partial = await ask(person, "PUT", "/automation", { analysis: { time: "05:00" } });
		expect(partial.data.analysis).toMatchObject({
			enabled: true,
			time: "05:00",
			timeZone: "Europe/Berlin",
			days: [1, 3],
		});
		expect(Date.parse(partial.data.analysis.nextRunAt ?? "")).toBeGreaterThan(Date.now());
	});

	it("takes no times, days or zones that there are not", async () => {
		const person = await newSession();
		for (const analysis of [
			{ time: "24:00" },
			{ time: "3:00" },
			{ days: [7] },
			{ timeZone: "Mars/Base" },
			{ enabled: "yes" },
		]) {
			const { status, error } = await ask(person, "PUT", "/automation", { analysis });
			const path = ["analysis", ...Object.keys(analysis)];
			expect([status, error]).toMatchObject([400, { code: "VALIDATION_FAILED" }]);
			expect(error?.details?.[0]?.path.slice(0, 2)).toEqual(path);
		}
	});

	it("starts what is due, once, and plans the next", async () => {
		const person = await newSession();
		await ask(person, "PUT", "/automation", { analysis: { enabled: true } });
		await makeDue(person);
		await Promise.all([tick(), tick(), tick()]);
		const jobs = await sql<{ id: string }>("select id from jobs where owner = ?", person.id);
		expect(jobs).toHaveLength(1);
		const { data } = await ask(person, "GET", "/automation");
		expect(data.analysis).toMatchObject({ state: "scheduled", lastJobId: jobs[0]?.id, attempts: 0, lastError: null });
		expect(Date.parse(data.analysis.nextRunAt ?? "")).toBeGreaterThan(Date.now());
		await tick();
		expect(await sql("select id from jobs where owner = ?", person.id)).toHaveLength(1);
	});

	it("tries a start that fails again and later, gives up, and comes back when it is switched on", async () => {
		const person = await newSession();
		await ask(person, "PUT", "/automation", { sync: { enabled: true } });
		const waits: number[] = [];
		for (let attempt = 1; attempt <= 4; attempt++) {
			await makeDue(person);
			await tick();
			const { data } = await ask(person, "GET", "/automation");
			expect(data.sync).toMatchObject({ state: "retrying", attempts: attempt });
			expect(data.sync.lastError).toContain("Paperless");
			waits.push(Date.parse(data.sync.nextRunAt ?? "") - Date.now());
		}
		expect([...waits].sort((a, b) => a - b)).toEqual(waits);
		await makeDue(person);
		await tick();
		const dead = await ask(person, "GET", "/automation");
		expect(dead.data.sync).toMatchObject({ state: "dead", nextRunAt: null, attempts: 5 });
		const alive = await ask(person, "PUT", "/automation", { sync: { enabled: true } });
		expect(alive.data.sync).toMatchObject({ state: "scheduled", attempts: 0 });
	});

	it("leaves a disabled user's library alone", async () => {
		const person = await newSession();
		await ask(person, "PUT", "/automation", { analysis: { enabled: true } });
		await makeDue(person);
		await sql("update users set is_active = 0 where id = ?", person.id);
		await tick();
		expect(await sql("select id from jobs where owner = ?", person.id)).toEqual([]);
	});

	it("runs at once when asked, and is one's own", async () => {
		const [person, stranger] = [await newSession(), await newSession()];
		const started = await ask(person, "POST", "/automation/run", { task: "analysis" });
		expect(started.status).toBe(202);
		expect(await ask(person, "POST", "/automation/run", { task: "sync" })).toMatchObject({
			status: 400,
			error: { code: "BAD_REQUEST" },
		});
		expect((await ask(person, "POST", "/automation/run", { task: "other" })).status).toBe(400);
		await ask(person, "PUT", "/automation", { analysis: { enabled: true } });
		expect((await ask(stranger, "GET", "/automation")).data.analysis).toMatchObject({ enabled: false, state: "off" });
		await vi.waitFor(async () => {
			expect(await sql("select id from jobs where owner = ? and status = 'pending'", person.id)).toEqual([]);
		});
	});

	it("proposes metadata by schedule for a few documents, never applies it, and never without a budget for what costs", async () => {
		const person = await newSession();
		// The list of prices was just asked for in vain: the built-in ones apply, and nothing is fetched.
		const tried = "insert into settings (owner, key, value, updated_at) values (?, 'ai.modelPricingTriedAt', ?, 0)";
		await sql(tried, person.id, new Date().toISOString());
		await ask(person, "PUT", "/ai/config", { provider: "openai", autoApplyEnabled: true });
		await ask(person, "PUT", "/config", { settings: { "openai.apiKey": "sk-schedule" } });
		const refused = await ask(person, "PUT", "/automation", { ai: { enabled: true } });
		expect([refused.status, refused.error?.code]).toEqual([400, "BAD_REQUEST"]);
		expect((await ask(person, "GET", "/automation")).data.ai.state).toBe("off");
		await ask(person, "PUT", "/ai/config", { monthlyBudgetUsd: 5 });
		expect((await ask(person, "PUT", "/automation", { ai: { enabled: true } })).data.ai.state).toBe("scheduled");
		// The budget is taken away again: the run fails with the reason.
		await ask(person, "PUT", "/ai/config", { monthlyBudgetUsd: null });
		await makeDue(person);
		await tick();
		expect((await ask(person, "GET", "/automation")).data.ai.lastError).toContain("monthlyBudgetUsd");
		await ask(person, "PUT", "/ai/config", { provider: "embedded" });
		await makeDue(person);
		await tick();
		const [job] = await sql<{ kind: string; config: string }>(
			"select kind, config from jobs where owner = ?",
			person.id,
		);
		expect(job?.kind).toBe("ai_processing");
		expect(JSON.parse(job?.config ?? "{}")).toMatchObject({
			scope: { type: "new_only" },
			settings: { autoApplyEnabled: false, maxDocumentsPerRun: 25 },
		});
		await vi.waitFor(async () => {
			expect(await sql("select id from jobs where owner = ? and status = 'completed'", person.id)).toHaveLength(1);
		});
	});
});
