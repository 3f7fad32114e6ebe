import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bearer, bodyOf, newKey, newSession, post, type Session, send, sql } from "../accounts/support.ts";
import { aPdf } from "./documents.ts";

interface Frame {
	type?: string;
	error?: string;
	job_id: string;
	[field: string]: unknown;
}

let files: Map<string, Uint8Array | number>;

beforeEach(() => {
	files = new Map();
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
		const file = files.get(String(input instanceof Request ? input.url : input));
		if (file === undefined) return new Response("no", { status: 404 });
		if (typeof file === "number") return new Response("no", { status: file });
		return new Response(file as Uint8Array<ArrayBuffer>, { headers: { "Content-Type": "application/pdf" } });
	});
});
afterEach(() => vi.restoreAllMocks());

async function serve(name: string, title = name): Promise<string> {
	const url = `https://files.example.com/${name}.pdf`;
	files.set(url, await aPdf(1, title));
	return url;
}

async function start(session: Session, input: object): Promise<Response> {
	return await post("/api/batch/start", { config: {}, ...input }, bearer(session.accessToken));
}

/** A watcher of a batch and what it has heard. */
async function watch(
	session: Session,
	name: string,
): Promise<{ frames: Frame[]; socket: WebSocket; code: Promise<number> }> {
	const path = `/api/batch/ws/${name}?token=${session.accessToken}`;
	const response = await send(path, { headers: { Upgrade: "websocket" } });
	const socket = response.webSocket;
	if (!socket) throw new Error(`no socket: ${response.status}`);
	const frames: Frame[] = [];
	socket.addEventListener("message", ({ data }) => frames.push(JSON.parse(String(data)) as Frame));
	const code = new Promise<number>((resolve) => socket.addEventListener("close", (event) => resolve(event.code)));
	socket.accept();
	return { frames, socket, code };
}

async function statusOf(session: Session, name: string): Promise<Record<string, unknown>> {
	return await bodyOf(await send(`/api/batch/jobs/${name}/status`, { headers: bearer(session.accessToken) }));
}

async function ended(session: Session, name: string): Promise<Record<string, unknown>> {
	for (let tries = 0; tries < 800; tries += 1) {
		const status = await statusOf(session, name);
		if (["completed", "failed", "cancelled"].includes(String(status.status))) return status;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error("the batch did not end");
}

describe("a batch", () => {
	it("tags its rows in order, fails a bad one alone, and tells a watcher each row twice", async () => {
		const session = await newSession();
		const documents = [
			{ title: "First", file_path: await serve("first"), file_source_type: "url" },
			{ title: "Second" },
			{ title: "Third", file_path: await serve("third") },
		];
		const { frames, code } = await watch(session, "order");
		const started = await start(session, { documents, job_id: "order" });
		expect(await bodyOf(started)).toEqual({ job_id: "order", total_documents: 3, message: "Batch processing started" });
		expect(await code).toBe(1000);
		expect(frames[0]).toEqual({ type: "catchup", job_id: "order", state: {}, results: [] });
		const told = frames.filter(({ type }) => type === "progress").map(({ row_number, status }) => [row_number, status]);
		expect(told).toEqual([
			[1, "processing"],
			[1, "success"],
			[2, "processing"],
			[2, "failed"],
			[3, "processing"],
			[3, "success"],
		]);
		expect(frames.at(-1)).toMatchObject({ type: "completed", total_documents: 3, processed_count: 2, failed_count: 1 });
		expect(frames.find(({ error }) => error)).toMatchObject({
			error: "file_path is required",
			error_type: "unknown",
			tags: [],
		});
		expect(await statusOf(session, "order")).toEqual({
			job_id: "order",
			status: "completed",
			progress: 1,
			processed_count: 2,
			failed_count: 1,
			total: 3,
			total_documents: 3,
			results_count: 3,
		});
	});

	it("shows a late watcher every row and how it ended", async () => {
		const session = await newSession();
		await start(session, { documents: [{ title: "One", file_path: await serve("one") }], job_id: "late" });
		await ended(session, "late");
		const { frames, code } = await watch(session, "late");
		expect(await code).toBe(1000);
		expect(frames).toHaveLength(2);
		expect(frames[0]).toMatchObject({
			type: "catchup",
			state: { status: "completed", progress: 1, processed_count: 1, failed_count: 0, total: 1, user_id: session.id },
			results: [{ row_id: 0, row_number: 1, title: "One", success: true, status: "success", error: null }],
		});
		expect(frames[1]).toEqual({
			type: "completed",
			job_id: "late",
			processed_count: 1,
			failed_count: 0,
			message: "Job already completed",
		});
	});

	it("holds no row while paused, goes on when resumed, and lists itself as active meanwhile", async () => {
		const session = await newSession();
		const documents = await Promise.all(
			["a", "b", "c", "d"].map(async (name) => ({ title: name, file_path: await serve(name) })),
		);
		await start(session, { documents, job_id: "held" });
		const command = (name: string) =>
			send(`/api/batch/jobs/held/${name}`, { method: "POST", headers: bearer(session.accessToken) });
		expect(await bodyOf(await command("pause"))).toEqual({ message: "Pause command sent to job held", job_id: "held" });
		await new Promise((resolve) => setTimeout(resolve, 1500));
		const paused = await statusOf(session, "held");
		expect(paused.status).toBe("paused");
		const active = await bodyOf<{ jobs: unknown[] }>(
			await send("/api/batch/active", { headers: bearer(session.accessToken) }),
		);
		expect(active.jobs).toMatchObject([{ job_id: "held", status: "paused" }]);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(await statusOf(session, "held")).toEqual(paused);
		await command("resume");
		expect(await ended(session, "held")).toMatchObject({ status: "completed", processed_count: 4 });
	});

	it("leaves the rows that a cancel kept it from as they were", async () => {
		const session = await newSession();
		const documents = await Promise.all(
			["a", "b", "c", "d"].map(async (name) => ({ title: name, file_path: await serve(name) })),
		);
		await start(session, { documents, job_id: "gone" });
		await send("/api/batch/jobs/gone/cancel", { method: "POST", headers: bearer(session.accessToken) });
		const last = await ended(session, "gone");
		expect(last.status).toBe("cancelled");
		const detail = await bodyOf<{ status: string; completed_at: string; documents: { status: string }[] }>(
			await send("/api/history/jobs/gone", { headers: bearer(session.accessToken) }),
		);
		expect(detail).toMatchObject({ status: "cancelled", completed_at: expect.any(String) });
		expect(detail.documents.filter(({ status }) => status === "pending").length).toBe(4 - Number(last.results_count));
	});

	it("keeps two users' batches of one name apart", async () => {
		const [one, other] = [await newSession(), await newSession()];
		const documents = [{ title: "Same", file_path: await serve("same") }];
		for (const session of [one, other])
			expect((await start(session, { documents, job_id: "batch-1" })).status).toBe(200);
		expect(await bodyOf(await start(one, { documents, job_id: "batch-1" }))).toEqual({
			detail: "Job ID already exists",
		});
		for (const session of [one, other])
			expect(await ended(session, "batch-1")).toMatchObject({ total: 1, processed_count: 1 });
	});

	it("is closed to everybody else, by its UUID on every route", async () => {
		const [owner, stranger] = [await newSession(), await newSession()];
		const id = crypto.randomUUID();
		await start(owner, { documents: [{ title: "Mine", file_path: await serve("mine") }], job_id: id });
		const headers = bearer(stranger.accessToken);
		const detail = { detail: "Not authorized to access this job" };
		const status = await send(`/api/batch/jobs/${id}/status`, { headers });
		expect([status.status, await bodyOf(status)]).toEqual([403, detail]);
		for (const name of ["pause", "resume", "cancel"]) {
			expect((await send(`/api/batch/jobs/${id}/${name}`, { method: "POST", headers })).status).toBe(403);
		}
		expect((await send(`/api/history/jobs/${id}`, { headers })).status).toBe(403);
		expect((await send(`/api/history/jobs/${id}`, { method: "DELETE", headers })).status).toBe(403);
		const { frames, code } = await watch(stranger, id);
		expect(await code).toBe(1008);
		expect(frames).toEqual([{ error: "Not authorized to access this job", job_id: id }]);
		expect(await bodyOf(await send("/api/batch/active", { headers }))).toEqual({ jobs: [] });
		await ended(owner, id);
		const found = await bodyOf<{ documents: unknown[] }>(
			await send("/api/history/documents/search?query=mine", { headers }),
		);
		expect(found.documents).toEqual([]);
	});

	it("can be begun over the socket by an older client", async () => {
		const session = await newSession();
		const { frames, socket, code } = await watch(session, "old");
		socket.send(JSON.stringify({ documents: [{ title: "Old", file_path: await serve("old") }], config: {} }));
		expect(await code).toBe(1000);
		expect(frames.map(({ type }) => type)).toEqual(["catchup", "started", "progress", "progress", "completed"]);
		expect(frames[1]).toEqual({
			type: "started",
			job_id: "old",
			total_documents: 1,
			message: "Starting processing of 1 documents",
		});
	});

	it("tells a first word that starts nothing why, and closes", async () => {
		const session = await newSession();
		for (const [message, error] of [
			["not json", "Invalid JSON format"],
			[JSON.stringify({ documents: [] }), "No documents provided"],
			[JSON.stringify({ documents: [{}], config: { api_key: "" } }), "API key is required"],
		] as const) {
			const { frames, socket, code } = await watch(session, "wrong");
			socket.send(message);
			expect(await code).toBe(1000);
			expect(frames.at(-1)).toEqual({ error, job_id: "wrong" });
		}
	});

	it("tells a watcher without a token inside the socket", async () => {
		const response = await send("/api/batch/ws/any", { headers: { Upgrade: "websocket" } });
		const socket = response.webSocket;
		const code = new Promise<number>((resolve) => socket?.addEventListener("close", (event) => resolve(event.code)));
		const frames: unknown[] = [];
		socket?.addEventListener("message", ({ data }) => frames.push(JSON.parse(String(data))));
		socket?.accept();
		expect(await code).toBe(1008);
		expect(frames).toEqual([{ error: "Authentication required", job_id: "any" }]);
	});

	it("makes documents that the tasks API has too, and takes them along when it is deleted", async () => {
		const session = await newSession();
		const headers = bearer(session.accessToken);
		await start(session, { documents: [{ title: "Kept", file_path: await serve("kept") }], job_id: "whole" });
		await ended(session, "whole");
		const tasks = async () =>
			await bodyOf<{ items: { id: string; source_url: string }[] }>(await send("/tasks", { headers }));
		const [task] = (await tasks()).items;
		expect(task).toMatchObject({ source_url: "https://files.example.com/kept.pdf" });
		const deleted = await send("/api/history/jobs/whole", { method: "DELETE", headers });
		expect(await bodyOf(deleted)).toEqual({ message: "Job deleted successfully", job_id: "whole" });
		expect((await tasks()).items).toEqual([]);
		expect((await send("/api/batch/jobs/whole/status", { headers })).status).toBe(404);
	});
});

describe("what nobody should be able to do", () => {
	it("starts no batch over a socket for a key that may only read", async () => {
		const session = await newSession();
		const { token } = await newKey(session, { scopes: ["read"] });
		const response = await send("/api/batch/ws/read-only", { headers: { Upgrade: "websocket", ...bearer(token) } });
		const socket = response.webSocket;
		const frames: Frame[] = [];
		socket?.addEventListener("message", ({ data }) => frames.push(JSON.parse(String(data)) as Frame));
		const closed = new Promise((resolve) => socket?.addEventListener("close", resolve));
		socket?.accept();
		socket?.send(JSON.stringify({ documents: [{ title: "A" }], config: {} }));
		await closed;
		expect(frames.at(-1)).toEqual({ error: "API key lacks the write scope", job_id: "read-only" });
		expect((await send("/api/batch/jobs/read-only/status", { headers: bearer(session.accessToken) })).status).toBe(404);
	});

	it("leaves nothing of a batch that was deleted while a document came in", async () => {
		const session = await newSession();
		const headers = bearer(session.accessToken);
		const url = await serve("slow");
		const bytes = files.get(url);
		// Told by flags: a promise of one invocation cannot be settled by another.
		const network = { isAsked: false, isReleased: false };
		const until = async (is: () => boolean) => {
			while (!is()) await new Promise((resolve) => setTimeout(resolve, 10));
		};
		vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
			network.isAsked = true;
			await until(() => network.isReleased);
			return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { "Content-Type": "application/pdf" } });
		});
		await start(session, { documents: [{ title: "Slow", file_path: url }], job_id: "deleted" });
		await until(() => network.isAsked);
		expect((await send("/api/history/jobs/deleted", { method: "DELETE", headers })).status).toBe(200);
		network.isReleased = true;
		await new Promise((resolve) => setTimeout(resolve, 1000));
		const tasks = await bodyOf<{ items: unknown[] }>(await send("/tasks", { headers }));
		expect(tasks.items).toEqual([]);
	});

	it("leaves nothing of a start that was interrupted, and lets the same name begin again", async () => {
		const session = await newSession();
		const headers = bearer(session.accessToken);
		const id = crypto.randomUUID();
		await sql(
			"insert into tagging_records (id, owner, job_id, row, title, description, file_path, source_type, status, created_at) values (?, ?, ?, 0, 'Orphan row', '', '', 'url', 'pending', 1)",
			crypto.randomUUID(),
			session.id,
			id,
		);
		const [orphan] = await sql<{ number: number }>("select number from tagging_records where job_id = ?", id);
		await sql(
			"insert into tagging_search (rowid, owner, title, tags) values (?, ?, 'orphan row', '')",
			orphan?.number,
			session.id,
		);
		// A start whose rows do not fit into one transaction leaves an order to remove them before the first.
		await sql(
			"insert into outbox (id, topic, subject, due_at) values (?, 'rows', ?, ?)",
			crypto.randomUUID(),
			id,
			Date.now() + 900_000,
		);
		const found = await bodyOf<{ documents: unknown[] }>(
			await send("/api/history/documents/search?query=orphan", { headers }),
		);
		expect(found.documents).toEqual([]);
		expect((await start(session, { documents: [{ title: "New" }], job_id: id })).status).toBe(200);
		expect(await ended(session, id)).toMatchObject({ total: 1, failed_count: 1 });
	});
});

describe("absurd input", () => {
	it("of a row is cut, and fails that row alone", async () => {
		const session = await newSession();
		const documents = [
			{ title: `${"x".repeat(499)}\u{1f600}\u{1f600}`, description: "y".repeat(3_000_000) },
			{ title: "z\u0000=1" },
		];
		expect((await start(session, { documents, job_id: "absurd" })).status).toBe(200);
		expect(await ended(session, "absurd")).toMatchObject({ total: 2, failed_count: 2 });
		const detail = await bodyOf<{ documents: { title: string }[] }>(
			await send("/api/history/jobs/absurd", { headers: bearer(session.accessToken) }),
		);
		expect(detail.documents[0]?.title).toBe(`${"x".repeat(499)}\u{1f600}`);
	});

	it("in a query is an empty list", async () => {
		const session = await newSession();
		const headers = bearer(session.accessToken);
		for (const status of ["constructor", "__proto__", "toString", "PENDING"]) {
			expect(await bodyOf(await send(`/api/history/jobs?status=${status}`, { headers }))).toMatchObject({
				jobs: [],
				total: 0,
			});
		}
		expect((await send("/api/history/documents/search?query=a%00bcd", { headers })).status).toBe(200);
	});

	it("gives equal starts of one name and one key one answer", async () => {
		const session = await newSession();
		const headers = { ...bearer(session.accessToken), "Idempotency-Key": "same" };
		const input = { documents: [{ title: "A" }], config: {}, job_id: "same" };
		const answers = await Promise.all([1, 2, 3].map(() => post("/api/batch/start", input, headers)));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
	});
});

describe("the answer to a batch that cannot begin", () => {
	it.each([
		[{ documents: [] }, "No documents provided"],
		[{ documents: [{}], config: { api_key: "" } }, "API key is required"],
		[{ documents: [{}], config: { model_name: "openai/gpt-4o-mini" } }, "API key is required"],
		[{ documents: Array.from({ length: 10_001 }, () => ({})) }, "Too many documents (max 10000)"],
	])("%# says why", async (input, detail) => {
		const response = await start(await newSession(), input);
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toEqual({ detail });
	});

	it("names the field of a wrong number", async () => {
		const response = await start(await newSession(), { documents: [{}], config: { num_tags: 99 } });
		expect(await bodyOf(response)).toMatchObject({
			detail: expect.stringContaining("config.num_tags"),
			errors: [{ loc: ["body", "config", "num_tags"] }],
		});
	});
});

describe("history", () => {
	it("finds a document by a whole tag before a part of one, and hyphens as blanks", async () => {
		const session = await newSession();
		const headers = bearer(session.accessToken);
		await start(session, {
			documents: [{ title: "Über Büttenpapier-Ränder", file_path: await serve("deckle") }, { title: "Other" }],
			job_id: "search",
		});
		await ended(session, "search");
		const search = async (query: string) =>
			(
				await bodyOf<{ documents: { title: string; tags: string[] }[] }>(
					await send(`/api/history/documents/search?query=${encodeURIComponent(query)}`, { headers }),
				)
			).documents;
		expect((await search("büttenpapier ränder")).map(({ title }) => title)).toEqual(["Über Büttenpapier-Ränder"]);
		expect((await search("BÜTTENPAPIER-R")).length).toBe(1);
		expect((await search("üb")).length).toBe(1);
		expect(await search("100%")).toEqual([]);
		const [{ tags } = { tags: [] }] = await search("büttenpapier");
		expect(tags.length).toBeGreaterThan(0);
		expect((await search(tags[0] ?? ""))[0]?.tags).toContain(tags[0]);
		expect((await send("/api/history/documents/search", { headers })).status).toBe(400);
	});
});
