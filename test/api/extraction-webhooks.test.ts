import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type DocumentNews, documentEvents, endEvents } from "../../src/extraction/extraction.ts";
import { isHeld } from "../../src/extraction/runs/store.ts";
import { newId } from "../../src/lib/ids.ts";
import { runBatch } from "../../src/platform/database.ts";
import { attemptDelivery, removeOldDeliveries } from "../../src/webhooks/webhooks.ts";
import { bearer, bodyOf, env, newContext, newKey, newSession, send, sql } from "../accounts/support.ts";
import { forbiddenUrls } from "../unit/forbidden-urls.ts";

afterEach(() => vi.restoreAllMocks());

const base = "/extract/api/v1";
const url = "https://hooks.example.com/in";

type Json = Record<string, unknown>;

/** A client with a key of a user of its own. */
async function newClient() {
	const session = await newSession();
	const headers = bearer((await newKey(session)).token);
	const ask = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
		const text = body === undefined ? {} : { body: JSON.stringify(body) };
		const answer = await send(base + path, { method, headers: { ...headers, ...more }, ...text });
		return { status: answer.status, headers: answer.headers, body: await bodyOf<Json>(answer) };
	};
	return {
		id: session.id,
		ask,
		/** The answer's body; anything but 200 fails the test. */
		async ok(method: string, path: string, body?: unknown): Promise<Json> {
			const answer = await ask(method, path, body);
			expect(answer).toMatchObject({ status: 200 });
			return answer.body;
		},
	};
}

const stored = { id: expect.any(String), created_at: expect.any(String), updated_at: expect.any(String) };
const missing = { status: 404, body: { error: "not_found", message: expect.any(String) } };

describe("flows and folders", () => {
	const item = { description: null, required: false, aliases: [], enum: null };
	const total = { name: "total", type: "currency", required: true, aliases: ["Grand total"] };
	const rows = { name: "rows", type: "table", items: [{ name: "price", type: "number" }] };
	const shown = [
		{ ...item, ...total, items: null },
		{ ...item, ...rows, items: [{ ...item, name: "price", type: "number" }] },
	];

	it("are made, listed, changed and deleted, and what was answered may be sent back", async () => {
		const client = await newClient();
		const flow = await client.ok("POST", "/flows", { name: " Invoices ", fields: [total, rows], unknown: 1 });
		const standard = { model: "standard", auto_approve_threshold: null };
		expect(flow).toEqual({ ...stored, name: "Invoices", fields: shown, settings: standard });
		expect(await client.ok("GET", `/flows/${flow.id}`)).toEqual(flow);
		expect(await client.ok("PATCH", `/flows/${flow.id}`, flow)).toEqual({ ...flow, ...stored });
		const strict = { settings: { auto_approve_threshold: 90 } };
		const changed = await client.ok("PATCH", `/flows/${flow.id}`, strict);
		expect(changed).toMatchObject({ fields: shown, settings: { model: "standard", auto_approve_threshold: 90 } });
		const named = await client.ok("PATCH", `/flows/${flow.id}`, { name: "Bills", settings: { model: "premium" } });
		expect(named).toMatchObject({ name: "Bills", settings: { model: "premium", auto_approve_threshold: 90 } });
		const open = { settings: { auto_approve_threshold: null } };
		const lax = await client.ok("PATCH", `/flows/${flow.id}`, open);
		expect(lax).toMatchObject({ settings: { model: "premium", auto_approve_threshold: null } });
		const folder = await client.ok("POST", "/folders", { name: "In" });
		expect(folder).toEqual({ ...stored, name: "In" });
		expect(await client.ok("PATCH", `/folders/${folder.id}`, { name: "Out" })).toMatchObject({ name: "Out" });
		for (const list of ["flows", "folders"]) {
			const id = list === "flows" ? flow.id : folder.id;
			const pagination = { next_cursor: null, has_more: false, total_count: 1 };
			expect(await client.ok("GET", `/${list}`)).toEqual({ [list]: [expect.objectContaining({ id })], pagination });
			expect(await client.ok("DELETE", `/${list}/${id}`)).toEqual({ id, deleted: true });
			expect(await client.ask("DELETE", `/${list}/${id}`)).toMatchObject(missing);
			expect(await client.ask("PATCH", `/${list}/${id}`, {})).toMatchObject(missing);
		}
	});

	it("that are not valid are refused with what is wrong where", async () => {
		const client = await newClient();
		const wrong: [string, unknown, string][] = [
			["/flows", { name: "A" }, "fields"],
			["/flows", { name: "A", fields: [] }, "fields"],
			["/flows", { name: "A", fields: [total, total] }, "fields"],
			["/flows", { name: "A", fields: [{ name: "a", type: "money" }] }, "fields.0.type"],
			[
				"/flows",
				{ name: "A", fields: [total], settings: { auto_approve_threshold: 101 } },
				"settings.auto_approve_threshold",
			],
			["/folders", { name: " " }, "name"],
			["/folders", {}, "name"],
			["/webhooks", { url, events: [] }, "events"],
			["/webhooks", { url, events: ["document.read"] }, "events.0"],
			["/webhooks", { events: ["document.failed"] }, "url"],
		];
		for (const [path, body, field] of wrong) {
			const answer = await client.ask("POST", path, body);
			expect([path, answer.status, answer.body.error]).toEqual([path, 400, "invalid_request"]);
			expect(answer.body.details).toEqual([{ field, message: expect.any(String) }]);
		}
		for (const broken of ["{", "[]"]) {
			const answer = await send(`${base}/folders`, {
				method: "POST",
				headers: bearer((await newKey(await newSession())).token),
				body: broken,
			});
			expect([answer.status, (await bodyOf(answer)).error]).toEqual([400, "invalid_request"]);
		}
	});

	it("that are deleted leave their documents", async () => {
		const client = await newClient();
		const flow = await client.ok("POST", "/flows", { name: "A", fields: [total] });
		const folder = await client.ok("POST", "/folders", { name: "In" });
		const insert =
			"insert into extractions (document_id, owner, flow_id, folder_id, confidence, updated_at) values (?, ?, ?, ?, 80, 0)";
		const [mine, theirs] = [newId(), newId()];
		await sql(insert, mine, client.id, flow.id, folder.id);
		await sql(insert, theirs, newId(), flow.id, folder.id);
		await client.ok("DELETE", `/flows/${flow.id}`);
		await client.ok("DELETE", `/folders/${folder.id}`);
		const row = "select flow_id, folder_id, confidence from extractions where document_id = ?";
		expect(await sql(row, mine)).toEqual([{ flow_id: null, folder_id: null, confidence: 80 }]);
		expect(await sql(row, theirs)).toEqual([{ flow_id: flow.id, folder_id: folder.id, confidence: 80 }]);
	});
});

describe("webhooks", () => {
	interface Sent {
		url: string;
		headers: Record<string, string>;
		body: string;
	}

	/** What reaches the targets of this test; each is answered with the next status, the last one ever after. */
	function network(...statuses: number[]): Sent[] {
		const sent: Sent[] = [];
		vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
			const headers = Object.fromEntries(new Headers(init?.headers));
			sent.push({ url: String(input), headers, body: String(init?.body) });
			return new Response(null, { status: (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 204 });
		});
		return sent;
	}

	const events = ["document.completed", "document.failed"];
	const patience = { timeout: 20_000, interval: 50 };

	it("show their secret once, and sign with it what they are sent", async () => {
		const client = await newClient();
		const sent = network(204);
		const { secret, ...hook } = await client.ok("POST", "/webhooks", { url, events: [...events, events[0]] });
		expect(hook).toEqual({ ...stored, url, events, enabled: true });
		expect(secret).toMatch(/^whsec_/);
		expect(await client.ok("GET", "/webhooks")).toMatchObject({ webhooks: [hook] });
		const test = await client.ok("POST", `/webhooks/${hook.id}/test`);
		expect(test).toMatchObject({
			webhook_id: hook.id,
			type: "webhook.test",
			document_id: null,
			status: "pending",
			attempt: 0,
		});
		await vi.waitFor(() => expect(sent).toHaveLength(1), patience);
		const [{ headers = {}, body = "" } = {}] = sent;
		expect(new Webhook(String(secret)).verify(body, headers)).toMatchObject({ type: "webhook.test" });
		expect(headers["webhook-id"]).toBe(test.id);
		await vi.waitFor(async () => {
			const { deliveries } = await client.ok("GET", `/webhooks/${hook.id}/deliveries`);
			const how = { status: "delivered", attempt: 1, status_code: 204, latency_ms: expect.any(Number), error: null };
			expect(deliveries).toEqual([{ ...test, ...how, next_attempt_at: null, last_attempt_at: expect.any(String) }]);
		}, patience);
		const again = await client.ok("POST", `/webhooks/${hook.id}/deliveries/${test.id}/redeliver`);
		expect(again).toMatchObject({ id: test.id, status: "pending", attempt: 0, next_attempt_at: expect.any(String) });
		await vi.waitFor(() => expect(sent).toHaveLength(2), patience);
		expect([sent[1]?.body, sent[1]?.headers["webhook-id"]]).toEqual([body, test.id]);
	});

	it("sign with both secrets after a rotation, which a repeated request makes once", async () => {
		const client = await newClient();
		const sent = network(204);
		const { secret: old, ...hook } = await client.ok("POST", "/webhooks", { url, events });
		const path = `/webhooks/${hook.id}/rotate-secret`;
		const first = await client.ask("POST", path, undefined, { "Idempotency-Key": "r" });
		const second = await client.ask("POST", path, undefined, { "Idempotency-Key": "r" });
		expect(second.body).toEqual(first.body);
		expect(second.headers.get("Idempotent-Replayed")).toBe("true");
		expect(first.body).toMatchObject({
			id: hook.id,
			url,
			events,
			enabled: true,
			secret: expect.stringMatching(/^whsec_/),
		});
		await client.ok("POST", `/webhooks/${hook.id}/test`);
		await vi.waitFor(() => expect(sent).toHaveLength(1), patience);
		const [{ headers = {}, body = "" } = {}] = sent;
		expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
		for (const secret of [old, first.body.secret]) new Webhook(String(secret)).verify(body, headers);
	});

	it("that answer 410 are switched off until their owner switches them on", async () => {
		const client = await newClient();
		const sent = network(410, 204);
		const hook = await client.ok("POST", "/webhooks", { url, events });
		await client.ok("POST", `/webhooks/${hook.id}/test`);
		await vi.waitFor(async () => {
			expect(await client.ok("GET", "/webhooks")).toMatchObject({ webhooks: [{ enabled: false }] });
		}, patience);
		const { deliveries } = await client.ok("GET", `/webhooks/${hook.id}/deliveries`);
		expect(deliveries).toMatchObject([{ status: "exhausted", attempt: 1, status_code: 410, next_attempt_at: null }]);
		const change = { enabled: true, events: ["document.approved"], url: `${url}/2` };
		expect(await client.ok("PATCH", `/webhooks/${hook.id}`, change)).toMatchObject(change);
		await client.ok("POST", `/webhooks/${hook.id}/test`);
		await vi.waitFor(() => expect(sent.map((one) => one.url)).toEqual([url, `${url}/2`]), patience);
		expect(await client.ok("DELETE", `/webhooks/${hook.id}`)).toEqual({ id: hook.id, deleted: true });
	});

	it("are refused at private addresses in any notation, when they are made and when they are changed", async () => {
		const client = await newClient();
		const hook = await client.ok("POST", "/webhooks", { url, events });
		const bad = forbiddenUrls();
		expect(bad.length).toBeGreaterThanOrEqual(40);
		for (const forbidden of bad) {
			for (const [method, path] of [
				["POST", "/webhooks"],
				["PATCH", `/webhooks/${hook.id}`],
			] as const) {
				const answer = await client.ask(method, path, { url: forbidden, events });
				expect([forbidden, answer.status, answer.body.error]).toEqual([forbidden, 400, "invalid_request"]);
				expect(answer.body.details).toEqual([{ field: "url", message: expect.any(String) }]);
			}
		}
		expect(await client.ok("GET", "/webhooks")).toMatchObject({ webhooks: [{ url }], pagination: { total_count: 1 } });
	});

	it("and flows and folders of another are not there", async () => {
		const [client, stranger] = [await newClient(), await newClient()];
		network(204);
		const hook = await client.ok("POST", "/webhooks", { url, events });
		const delivery = await client.ok("POST", `/webhooks/${hook.id}/test`);
		const flow = await client.ok("POST", "/flows", { name: "A", fields: [{ name: "a", type: "date" }] });
		const folder = await client.ok("POST", "/folders", { name: "A" });
		const calls: [string, string][] = [
			["PATCH", `/webhooks/${hook.id}`],
			["DELETE", `/webhooks/${hook.id}`],
			["POST", `/webhooks/${hook.id}/test`],
			["POST", `/webhooks/${hook.id}/rotate-secret`],
			["GET", `/webhooks/${hook.id}/deliveries`],
			["POST", `/webhooks/${hook.id}/deliveries/${delivery.id}/redeliver`],
			["GET", `/flows/${flow.id}`],
			["PATCH", `/flows/${flow.id}`],
			["DELETE", `/flows/${flow.id}`],
			["PATCH", `/folders/${folder.id}`],
			["DELETE", `/folders/${folder.id}`],
		];
		for (const [method, path] of calls) {
			const body = method === "PATCH" ? {} : undefined;
			expect([path, await stranger.ask(method, path, body)]).toEqual([path, expect.objectContaining(missing)]);
		}
		for (const list of ["webhooks", "flows", "folders"]) {
			expect(await stranger.ok("GET", `/${list}`)).toMatchObject({ [list]: [], pagination: { total_count: 0 } });
		}
	});

	it("list deliveries page by page, with cursors that are good for that webhook alone", async () => {
		const client = await newClient();
		network(204);
		const hook = await client.ok("POST", "/webhooks", { url, events });
		const other = await client.ok("POST", "/webhooks", { url, events });
		const made: unknown[] = [];
		for (let number = 0; number < 5; number++) made.unshift((await client.ok("POST", `/webhooks/${hook.id}/test`)).id);
		const seen: unknown[] = [];
		let cursor = "";
		for (;;) {
			const page = await client.ok("GET", `/webhooks/${hook.id}/deliveries?limit=2${cursor}`);
			const { has_more, next_cursor, total_count } = page.pagination as Json;
			expect(total_count).toBe(5);
			seen.push(...(page.deliveries as Json[]).map(({ id }) => id));
			if (!has_more) break;
			cursor = `&cursor=${next_cursor}`;
			const elsewhere = await client.ask("GET", `/webhooks/${other.id}/deliveries?limit=2${cursor}`);
			expect([elsewhere.status, elsewhere.body.error]).toEqual([400, "invalid_cursor"]);
		}
		expect(seen).toEqual(made);
	});
});

describe("an event of a document", () => {
	const result = {
		confidence: 81.5,
		fieldScores: { total: 81.5 },
		extractedData: { total: { amount: 12, currency: "EUR" } },
	};

	async function subscribed() {
		const client = await newClient();
		const all = ["document.completed", "document.failed", "document.approved", "document.rejected"];
		const hook = await client.ok("POST", "/webhooks", { url, events: all });
		const documentId = newId();
		const news: DocumentNews = {
			...{ documentId, owner: client.id, isOurs: true, status: "completed", result, review: null, error: null },
		};
		/** Types and bodies of what is to be delivered. */
		const told = async () => {
			const rows = await sql<{ type: string; body: string }>(
				"select type, body from webhook_deliveries where webhook_id = ? order by type",
				hook.id,
			);
			return rows.map(({ type, body }) => ({ type, data: body === "" ? undefined : JSON.parse(body).data }));
		};
		return { client, hook, documentId, news, told };
	}

	it("is told with what was found, and once however often its run tells it", async () => {
		const { documentId, news, told } = await subscribed();
		const ctx = newContext();
		const run = newId();
		for (let time = 0; time < 2; time++) {
			const { statements, deliveries } = await endEvents(ctx, { run, news: { ...news, review: "approved" } });
			expect(deliveries).toHaveLength(2);
			await runBatch(ctx.db, statements);
		}
		const data = {
			...{ document_id: documentId, status: "completed", confidence_score: 81.5, field_scores: { total: 81.5 } },
			...{ extracted_data: result.extractedData, review: "approved", error: null },
		};
		expect(await told()).toEqual([
			{ type: "document.approved", data },
			{ type: "document.completed", data },
		]);
	});

	it("of a failure has no result, and of a document of another API is not told", async () => {
		const { news, documentId, told } = await subscribed();
		const ctx = newContext();
		const failed: DocumentNews = { ...news, status: "failed", result: null, error: "The file is damaged." };
		for (const isOurs of [false, true]) {
			const { statements } = await endEvents(ctx, { run: newId(), news: { ...failed, isOurs } });
			await runBatch(ctx.db, statements);
		}
		const nothing = { confidence_score: null, field_scores: null, extracted_data: null, review: null };
		expect(await told()).toEqual([
			{
				type: "document.failed",
				data: { document_id: documentId, status: "failed", ...nothing, error: "The file is damaged." },
			},
		]);
	});

	it("is told if what it is about is written with it, and not otherwise", async () => {
		const { client, documentId, news, told } = await subscribed();
		const ctx = newContext();
		const insert =
			"insert into extractions (document_id, owner, status, token, updated_at) values (?, ?, 'running', ?, 0)";
		const run = newId();
		await sql(insert, documentId, client.id, run);
		for (const token of [newId(), run]) {
			const held = isHeld({ documentId, token, status: ["running"] });
			const { statements } = await endEvents(ctx, { run: token, news }, held);
			expect(statements).toHaveLength(1);
			await runBatch(ctx.db, statements);
		}
		expect(await told()).toHaveLength(1);
		const [row] = await sql<{ id: string }>("select id from webhook_deliveries where document_id = ?", documentId);
		expect(row?.id).toContain(run);
	});

	it("of a deleted document is kept until it is told and the night has come", async () => {
		const { client, documentId, news, told } = await subscribed();
		const ctx = newContext();
		const document =
			"insert into documents (id, owner, source, file_name, extension, created_at, updated_at) values (?, ?, 'upload', 'a.pdf', 'pdf', 0, 0)";
		const kept = newId();
		await sql(document, kept, client.id);
		for (const id of [documentId, kept]) {
			const { statements } = await endEvents(ctx, { run: newId(), news: { ...news, documentId: id } });
			await runBatch(ctx.db, statements);
		}
		await removeOldDeliveries(ctx);
		expect(await told()).toHaveLength(2);
		await sql("update webhook_deliveries set status = 'delivered' where owner = ?", client.id);
		await removeOldDeliveries(ctx);
		expect((await told()).map(({ data }) => data.document_id)).toEqual([kept]);
	});

	it("too long for a row is sent all the same, until its document is deleted", async () => {
		const { client, hook, documentId, news, told } = await subscribed();
		const sent: string[] = [];
		const ctx = {
			...newContext(),
			files: env.FILES,
			fetch: async (_: unknown, init?: RequestInit) => {
				sent.push(String(init?.body));
				return new Response();
			},
		};
		const note = "€".repeat(500_000);
		const long = { ...result, extractedData: { note } };
		const { statements, deliveries } = await documentEvents(ctx, {
			...{ id: newId(), type: "document.rejected", news: { ...news, result: long } },
		});
		await runBatch(ctx.db, statements);
		expect(await told()).toEqual([{ type: "document.rejected", data: undefined }]);
		for (const id of deliveries) await attemptDelivery(ctx, id);
		expect(sent.map((body) => JSON.parse(body).data.extracted_data.note.length)).toEqual([500_000]);
		const { objects } = await env.FILES.list({ prefix: `documents/${documentId}/` });
		expect(objects).toHaveLength(1);
		await env.FILES.delete(objects.map(({ key }) => key));
		await sql("update webhook_deliveries set status = 'pending', next_attempt_at = 0 where webhook_id = ?", hook.id);
		for (const id of deliveries) await attemptDelivery(ctx, id);
		const list = await client.ok("GET", `/webhooks/${hook.id}/deliveries`);
		expect(list).toMatchObject({ deliveries: [{ status: "exhausted", error: "The document was deleted." }] });
		expect(sent).toHaveLength(1);
	});
});
