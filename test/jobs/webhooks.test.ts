import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Context } from "../../src/context.ts";
import { isAppError } from "../../src/errors.ts";
import worker from "../../src/index.ts";
import { newId } from "../../src/lib/ids.ts";
import { runBatch } from "../../src/platform/database.ts";
import {
	attemptDelivery,
	createWebhook,
	type Delivery,
	deleteWebhook,
	getWebhook,
	listDeliveries,
	listWebhooks,
	redeliver,
	removeOldDeliveries,
	rotateWebhookSecret,
	sweepDeliveries,
	tellSubscribers,
	testWebhook,
	updateWebhook,
	type WebhookEvent,
} from "../../src/webhooks/webhooks.ts";
import { bearer, bodyOf, env, newContext, newSession, send, sql } from "../accounts/support.ts";
import { aPdf, ended, fileForm, newTask, type Task, upload } from "../api/documents.ts";

afterEach(() => vi.restoreAllMocks());

const hour = 3_600_000;
const url = "https://hooks.example.com/in";

interface Sent {
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** A target that gives the answers in turn, the last one ever after, and a clock that only the test moves. */
function stage(...answers: (number | Error)[]) {
	const sent: Sent[] = [];
	const queued: { delivery: string; delaySeconds: number }[] = [];
	const clock = { now: Date.now() };
	const steps = {
		sendBatch: async (messages: { body: { delivery: string } }[], { delaySeconds = 0 } = {}) =>
			void queued.push(...messages.map(({ body }) => ({ ...body, delaySeconds }))),
	};
	const fetcher = async (input: string, init: RequestInit) => {
		sent.push({ url: input, headers: Object.fromEntries(new Headers(init.headers)), body: String(init.body) });
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		if (answer instanceof Error) throw answer;
		return new Response(null, { status: answer ?? 204 });
	};
	const ctx = { ...newContext(), steps, now: () => clock.now, fetch: fetcher } as unknown as Context;
	return { ctx, sent, queued, clock };
}

async function subscribed(ctx: Context, events: WebhookEvent[] = ["document.completed"]) {
	const owner = newId();
	const { webhook, secret } = await createWebhook(ctx, owner, { url, events });
	return { owner, id: webhook.id, secret };
}

/** Tells of one event; gives the ids of its deliveries. */
async function tell(ctx: Context, owner: string, type: WebhookEvent = "document.completed", id = newId()) {
	const news = { id, owner, type, documentId: newId(), data: { document_id: "d", note: "ä € 😀" } };
	const { statements, deliveries } = await tellSubscribers(ctx, news);
	await runBatch(ctx.db, statements);
	return deliveries;
}

async function deliveriesOf(ctx: Context, { owner, id }: { owner: string; id: string }): Promise<Delivery[]> {
	return (await listDeliveries(ctx, { owner, webhookId: id }, { limit: 50 })).deliveries;
}

describe("a delivery", () => {
	it("is tried on the contracted schedule with one id and one body, signed anew, until the target takes it", async () => {
		const { ctx, sent, queued, clock } = stage(500, new Error("cut"), 302, 404, 503, 429, 500, 200);
		const hook = await subscribed(ctx);
		const [id = ""] = await tell(ctx, hook.owner);
		const waits: number[] = [];
		for (let attempt = 1; attempt <= 8; attempt++) {
			await attemptDelivery(ctx, id);
			const [row] = await deliveriesOf(ctx, hook);
			expect(row).toMatchObject({ id, attempts: attempt, status: attempt < 8 ? "pending" : "delivered" });
			if (row?.nextAttemptAt == null) break;
			waits.push(row.nextAttemptAt - clock.now);
			clock.now = row.nextAttemptAt - 1;
			// Too early: a message came before its time.
			await attemptDelivery(ctx, id);
			expect(sent).toHaveLength(attempt);
			clock.now += 1;
		}
		const expected = [5, 300, 1800, 7200, 18_000, 36_000, 50_400].map((seconds) => seconds * 1000);
		for (const [at, wait] of waits.entries()) {
			expect(wait).toBeGreaterThanOrEqual(expected[at] ?? 0);
			expect(wait).toBeLessThanOrEqual((expected[at] ?? 0) * 1.1 + 1);
		}
		expect(queued.map(({ delaySeconds }) => delaySeconds)).toEqual(
			waits.map((wait) => Math.min(12 * 3600, Math.ceil(wait / 1000))),
		);
		expect(sent).toHaveLength(8);
		expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
		expect(new Set(sent.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
		expect(new Set(sent.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(8);
		const first = sent[0];
		expect(new Webhook(hook.secret).verify(first?.body ?? "", first?.headers ?? {})).toMatchObject({
			type: "document.completed",
			data: { note: "ä € 😀" },
		});
	});

	it("is exhausted after the eighth failure, and tells how the last one went", async () => {
		const { ctx, sent, clock } = stage(500);
		const hook = await subscribed(ctx);
		const [id = ""] = await tell(ctx, hook.owner);
		for (let attempt = 1; attempt <= 10; attempt++) {
			await attemptDelivery(ctx, id);
			clock.now += 20 * hour;
		}
		expect(sent).toHaveLength(8);
		expect(await deliveriesOf(ctx, hook)).toMatchObject([
			{
				status: "exhausted",
				attempts: 8,
				lastStatusCode: 500,
				nextAttemptAt: null,
				lastError: "The target answered 500.",
			},
		]);
	});

	it("answered with 410 disables its webhook, and what waits for that one with it", async () => {
		const { ctx, sent, clock } = stage(500, 410);
		const hook = await subscribed(ctx);
		const [waiting = ""] = await tell(ctx, hook.owner);
		await attemptDelivery(ctx, waiting);
		const [id = ""] = await tell(ctx, hook.owner);
		await attemptDelivery(ctx, id);
		expect(await getWebhook(ctx, hook.owner, hook.id)).toMatchObject({ isEnabled: false });
		expect((await deliveriesOf(ctx, hook)).map(({ status }) => status)).toEqual(["exhausted", "exhausted"]);
		clock.now += hour;
		await attemptDelivery(ctx, waiting);
		expect(sent).toHaveLength(2);
		expect(await tell(ctx, hook.owner)).toEqual([]);
	});

	it("is made once by many messages at once, and taken up again after its maker died", async () => {
		const { ctx, sent, clock } = stage(200);
		const hook = await subscribed(ctx);
		const [id = ""] = await tell(ctx, hook.owner);
		await Promise.all(Array.from({ length: 5 }, () => attemptDelivery(ctx, id)));
		expect(sent).toHaveLength(1);
		const [other = ""] = await tell(ctx, hook.owner);
		await sql("update webhook_deliveries set leased_until = ? where id = ?", clock.now + 30_000, other);
		await attemptDelivery(ctx, other);
		expect(sent).toHaveLength(1);
		clock.now += 30_001;
		await attemptDelivery(ctx, other);
		expect(sent).toHaveLength(2);
	});

	it("is one, however often its event is told, and none for who did not ask", async () => {
		const { ctx } = stage();
		const hook = await subscribed(ctx, ["document.approved", "document.approved"]);
		const event = newId();
		await tell(ctx, hook.owner, "document.approved", event);
		await tell(ctx, hook.owner, "document.approved", event);
		expect(await tell(ctx, hook.owner, "document.rejected")).toEqual([]);
		expect(await tell(ctx, newId(), "document.approved")).toEqual([]);
		expect(await deliveriesOf(ctx, hook)).toHaveLength(1);
	});

	it("whose message was lost is found by the sweep, and an ended one is not", async () => {
		const { ctx, queued, clock } = stage(200);
		const hook = await subscribed(ctx);
		const [id = ""] = await tell(ctx, hook.owner);
		const [done = ""] = await tell(ctx, hook.owner);
		await attemptDelivery(ctx, done);
		const mine = () => queued.filter(({ delivery }) => delivery === id || delivery === done);
		await sweepDeliveries(ctx);
		expect(mine()).toEqual([]);
		clock.now += 16_000;
		await sweepDeliveries(ctx);
		expect(mine()).toEqual([{ delivery: id, delaySeconds: 0 }]);
		clock.now += 31 * 24 * hour;
		await removeOldDeliveries(ctx);
		expect((await deliveriesOf(ctx, hook)).map((row) => row.id)).toEqual([id]);
	});

	it("goes to no address that became private after its registration", async () => {
		const { ctx, sent } = stage(200);
		const hook = await subscribed(ctx);
		await sql("update webhooks set url = 'http://127.1/' where id = ?", hook.id);
		const [id = ""] = await tell(ctx, hook.owner);
		await attemptDelivery(ctx, id);
		expect(sent).toEqual([]);
		expect(await deliveriesOf(ctx, hook)).toMatchObject([{ status: "exhausted", lastStatusCode: null }]);
	});
});

describe("a webhook", () => {
	it("is refused at a private address, when it is made and when it is changed", async () => {
		const { ctx } = stage();
		const hook = await subscribed(ctx);
		for (const bad of ["http://10.0.0.1/", "http://2130706433/", "http://[::ffff:a9fe:a9fe]/", "ftp://example.com/"]) {
			const refused = (error: unknown) => isAppError(error, "invalid_request");
			await expect(createWebhook(ctx, hook.owner, { url: bad, events: [] })).rejects.toSatisfy(refused);
			await expect(updateWebhook(ctx, hook.owner, hook.id, { url: bad })).rejects.toSatisfy(refused);
		}
		expect(await getWebhook(ctx, hook.owner, hook.id)).toMatchObject({ url });
	});

	it("signs with the old secret too for a day after a rotation", async () => {
		const { ctx, sent, clock } = stage(200);
		const hook = await subscribed(ctx);
		const { secret } = await rotateWebhookSecret(ctx, hook.owner, hook.id);
		const signedBy = async () => {
			const { id } = await testWebhook(ctx, { owner: hook.owner, webhookId: hook.id });
			await attemptDelivery(ctx, id);
			const { headers = {}, body = "" } = sent.at(-1) ?? {};
			return [secret, hook.secret].map((secret) => {
				const content = { ...headers, "webhook-timestamp": headers["webhook-timestamp"] ?? "" };
				try {
					new Webhook(secret).verify(body, content);
					return true;
				} catch {
					return false;
				}
			});
		};
		vi.spyOn(Date, "now").mockImplementation(() => clock.now);
		expect(await signedBy()).toEqual([true, true]);
		clock.now += 24 * hour + 1;
		expect(await signedBy()).toEqual([true, false]);
		const [row] = await sql<{ secret: string }>("select secret from webhooks where id = ?", hook.id);
		expect(row?.secret).not.toContain(secret.slice(6, 20));
	});

	it("delivers again under the same id, from the beginning of the schedule", async () => {
		const { ctx, sent, clock } = stage(410, 500, 200);
		const hook = await subscribed(ctx);
		const [id = ""] = await tell(ctx, hook.owner);
		await attemptDelivery(ctx, id);
		expect(await redeliver(ctx, { owner: hook.owner, webhookId: hook.id, id })).toMatchObject({ status: "pending" });
		await attemptDelivery(ctx, id);
		expect(await deliveriesOf(ctx, hook)).toMatchObject([{ id, status: "pending", attempts: 1 }]);
		clock.now += 6_000;
		await attemptDelivery(ctx, id);
		expect(await deliveriesOf(ctx, hook)).toMatchObject([{ id, status: "delivered", attempts: 2 }]);
		expect(new Set(sent.map(({ headers, body }) => headers["webhook-id"] + body)).size).toBe(1);
	});

	it("is another's, or gone: not found", async () => {
		const { ctx } = stage(200);
		const hook = await subscribed(ctx);
		const [id = ""] = await tell(ctx, hook.owner);
		const missing = (error: unknown) => isAppError(error, "not_found");
		const stranger = newId();
		const of = (owner: string) => [
			() => getWebhook(ctx, owner, hook.id),
			() => updateWebhook(ctx, owner, hook.id, { isEnabled: false }),
			() => rotateWebhookSecret(ctx, owner, hook.id),
			() => testWebhook(ctx, { owner, webhookId: hook.id }),
			() => listDeliveries(ctx, { owner, webhookId: hook.id }, { limit: 5 }),
			() => redeliver(ctx, { owner, webhookId: hook.id, id }),
			() => deleteWebhook(ctx, owner, hook.id),
		];
		for (const ask of of(stranger)) await expect(ask()).rejects.toSatisfy(missing);
		expect((await listWebhooks(ctx, stranger, { limit: 5 })).total).toBe(0);
		await deleteWebhook(ctx, hook.owner, hook.id);
		for (const ask of of(hook.owner)) await expect(ask()).rejects.toSatisfy(missing);
		expect(await sql("select 1 from webhook_deliveries where id = ?", id)).toEqual([]);
	});

	it("is listed newest first, page by page", async () => {
		const { ctx, clock } = stage();
		const owner = newId();
		const ids: string[] = [];
		for (let number = 0; number < 5; number++) {
			clock.now += number % 2;
			ids.unshift((await createWebhook(ctx, owner, { url, events: ["document.failed"] })).webhook.id);
		}
		const first = await listWebhooks(ctx, owner, { limit: 3 });
		const rest = await listWebhooks(ctx, owner, { limit: 3, after: first.webhooks[2] });
		expect([...first.webhooks, ...rest.webhooks].map(({ id }) => id)).toEqual(ids);
		expect([first.total, rest.total]).toEqual([5, 5]);
	});
});

describe("the callback of a task", () => {
	/** What reaches the targets of this test, through the Worker's own queue. */
	function network(answer: (url: string) => Promise<Response> = async () => new Response()) {
		const sent: Sent[] = [];
		vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
			sent.push({
				url: String(input),
				headers: Object.fromEntries(new Headers(init?.headers)),
				body: String(init?.body),
			});
			return await answer(String(input));
		});
		return sent;
	}

	async function taskWith(
		target: string,
		bytes?: Uint8Array,
	): Promise<{ task: Task; headers: { Authorization: string } }> {
		const headers = bearer((await newSession()).accessToken);
		const form = fileForm(bytes ?? (await aPdf()), "report.pdf", { webhook_url: target });
		return { task: await bodyOf<Task>(await upload(form, headers)), headers };
	}

	it("comes once for a task that is done and for one that failed, signed with the secret of the 201", async () => {
		const sent = network();
		const good = await taskWith("https://one.example.com/");
		const bad = await taskWith("https://two.example.com/", new TextEncoder().encode("%PDF-1.7 and then nothing"));
		const done = await ended(good.task.id, good.headers);
		const failed = await ended(bad.task.id, bad.headers);
		await vi.waitFor(() => expect(sent).toHaveLength(2), { timeout: 20_000, interval: 50 });
		for (const [{ task }, shown, type] of [
			[good, done, "task.done"],
			[bad, failed, "task.failed"],
		] as const) {
			const { headers = {}, body = "" } = sent.find(({ url }) => url === task.webhook_url) ?? {};
			const told = new Webhook(String(task.webhook_secret)).verify(body, headers);
			expect(told).toEqual({ type, timestamp: expect.any(String), data: shown });
		}
		expect(await sql("select 1 from outbox where topic = 'callback'")).toEqual([]);
	});

	it("is made by the sweep where it was lost after the row was written, and is still one", async () => {
		const sent = network();
		const { task, headers } = await taskWith("https://lost.example.com/");
		await ended(task.id, headers);
		await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 20_000, interval: 50 });
		const [row] = await sql<{ id: string }>("select id from webhook_deliveries where document_id = ?", task.id);
		// As if the process had died right after the transaction that ended the job, and once more after the delivery.
		for (const doomed of [true, false]) {
			if (doomed) await sql("delete from webhook_deliveries where document_id = ?", task.id);
			await sql(
				"insert into outbox (id, topic, subject, attempts, due_at, created_at) values (?, 'callback', ?, 0, 0, 0)",
				row?.id,
				task.id,
			);
			await sweep();
			await vi.waitFor(() => expect(sent).toHaveLength(2), { timeout: 20_000, interval: 50 });
		}
		await sweep();
		expect(await sql("select id, status from webhook_deliveries where document_id = ?", task.id)).toEqual([
			{ id: row?.id, status: expect.stringMatching("delivered|pending") },
		]);
	});

	it("of a task that was deleted meanwhile is not sent", async () => {
		const sent = network(async () => new Response(null, { status: 500 }));
		const { task, headers } = await taskWith("https://deleted.example.com/");
		await ended(task.id, headers);
		await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 20_000, interval: 50 });
		await vi.waitFor(
			async () =>
				expect(await sql("select attempts from webhook_deliveries where document_id = ?", task.id)).toEqual([
					{ attempts: 1 },
				]),
			{ timeout: 10_000, interval: 50 },
		);
		await send(`/tasks/${task.id}`, { method: "DELETE", headers });
		await sql("update webhook_deliveries set next_attempt_at = 0 where document_id = ?", task.id);
		await sweep();
		expect(await sql("select 1 from webhook_deliveries where document_id = ?", task.id)).toEqual([]);
		expect(sent).toHaveLength(1);
	});

	it("is not held up by a target that does not answer, nor is a conversion", async () => {
		const flags = { hung: false, released: false };
		const sent = network(async (target) => {
			if (!target.includes("hung")) return new Response();
			flags.hung = true;
			while (!flags.released) await new Promise((resolve) => setTimeout(resolve, 20));
			return new Response();
		});
		const first = await taskWith("https://hung.example.com/");
		await vi.waitFor(() => expect(flags.hung).toBe(true), { timeout: 20_000, interval: 50 });
		const second = await taskWith("https://quick.example.com/");
		expect((await ended(second.task.id, second.headers)).status).toBe("DONE");
		await vi.waitFor(() => expect(sent.map(({ url }) => url)).toContain("https://quick.example.com/"), {
			timeout: 10_000,
			interval: 50,
		});
		expect(flags.released).toBe(false);
		flags.released = true;
		expect((await ended(first.task.id, first.headers)).status).toBe("DONE");
	});

	it("is owed nobody by a task without one", async () => {
		const sent = network();
		const headers = bearer((await newSession()).accessToken);
		const task = await newTask(headers);
		await ended(task.id, headers);
		await sweep();
		expect(sent).toEqual([]);
		expect(await sql("select 1 from webhook_deliveries where document_id = ?", task.id)).toEqual([]);
	});

	async function sweep(): Promise<void> {
		const execution = createExecutionContext();
		await worker.scheduled(createScheduledController({ cron: "* * * * *", scheduledTime: new Date() }), env, execution);
		await waitOnExecutionContext(execution);
	}
});
