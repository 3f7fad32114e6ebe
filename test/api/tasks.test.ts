import { describe, expect, it } from "vitest";
import { bearer, bodyOf, env, newKey, newSession, send, sql } from "../accounts/support.ts";
import {
	aPdf,
	doneTask,
	ended,
	fileForm,
	getTask,
	newGuest,
	newTask,
	objectsOf,
	type Task,
	upload,
} from "./documents.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const wholeSeconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

async function user() {
	const session = await newSession();
	return { ...session, headers: bearer(session.accessToken) };
}

describe("posting a document", () => {
	it("answers 201 with the queued task, every field there", async () => {
		const { headers } = await user();
		const response = await upload(fileForm(await aPdf(), "Überblick 2026.pdf"), headers);
		expect(response.status).toBe(201);
		const task = await bodyOf<Task>(response);
		expect(task).toEqual({
			id: expect.stringMatching(uuid),
			file_name: "Überblick 2026.pdf",
			source_type: "DOCUMENT",
			source_url: null,
			final_url: null,
			webhook_url: null,
			status: "QUEUED",
			input_path: `uploads/${task.id}/input.pdf`,
			output_path: null,
			error_message: null,
			created_at: expect.stringMatching(wholeSeconds),
			updated_at: expect.stringMatching(wholeSeconds),
			page_count: null,
			pages_done: 0,
			progress: 0,
			content_type: "application/pdf",
			size_bytes: expect.any(Number),
		});
	});

	it("converts it, and the result is Markdown with a download's headers", async () => {
		const { headers } = await user();
		const task = await doneTask(headers, await aPdf(3), "Überblick.pdf");
		expect(task).toMatchObject({
			status: "DONE",
			page_count: 3,
			pages_done: 3,
			progress: 1,
			output_path: `outputs/${task.id}/result.md`,
		});
		const download = await send(`/tasks/${task.id}/download`, { headers });
		expect(download.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
		expect(download.headers.get("content-disposition")).toBe(
			"attachment; filename=\"_berblick.md\"; filename*=UTF-8''%C3%9Cberblick.md",
		);
		const markdown = await download.text();
		expect(markdown).toMatch(/^# Report, part 1$/m);
		expect(markdown.indexOf("part 1")).toBeLessThan(markdown.indexOf("part 2"));
		expect(markdown.indexOf("part 2")).toBeLessThan(markdown.indexOf("part 3"));
	});

	it("serves ranges and answers 304 to a known ETag", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const whole = await send(`/tasks/${id}/download`, { headers });
		const etag = whole.headers.get("etag") ?? "";
		const text = await whole.text();
		const part = await send(`/tasks/${id}/download`, { headers: { ...headers, Range: "bytes=2-7" } });
		expect(part.status).toBe(206);
		expect(part.headers.get("content-range")).toBe(`bytes 2-7/${text.length}`);
		expect(await part.text()).toBe(text.slice(2, 8));
		expect((await send(`/tasks/${id}/download`, { headers: { ...headers, Range: "bytes=99999-" } })).status).toBe(416);
		const again = await send(`/tasks/${id}/download`, { headers: { ...headers, "If-None-Match": etag } });
		expect(again.status).toBe(304);
	});

	it("makes two tasks of the same bytes posted twice", async () => {
		const { headers } = await user();
		const bytes = await aPdf();
		const [first, second] = [await newTask(headers, bytes), await newTask(headers, bytes)];
		expect(first.id).not.toBe(second.id);
	});

	it("converts plain text and Markdown by their extension", async () => {
		const { headers } = await user();
		const task = await doneTask(headers, new TextEncoder().encode("# Notes\n\nFirst thing.\n"), "notes.md");
		expect(task).toMatchObject({ status: "DONE", content_type: expect.stringContaining("markdown") });
		expect(await (await send(`/tasks/${task.id}/download`, { headers })).text()).toContain("# Notes");
	});

	it("fails with one sentence for a damaged PDF", async () => {
		const { headers } = await user();
		const task = await doneTask(headers, new TextEncoder().encode("%PDF-1.7\nnothing of use\n%%EOF"));
		expect(task.status).toBe("FAILED");
		expect(task.error_message).toMatch(/^[A-Z][^\n]{10,200}\.$/);
		expect(task.output_path).toBeNull();
		const download = await send(`/tasks/${task.id}/download`, { headers });
		expect(download.status).toBe(409);
		expect(await bodyOf(download)).toEqual({ detail: "Task result not ready" });
	});
});

describe("refusals of a post come in the contract's order", () => {
	it("400 for a file without a name", async () => {
		const boundary = "xyz";
		const body = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n%PDF\r\n--${boundary}--\r\n`;
		const response = await send("/tasks", {
			method: "POST",
			body,
			headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
		});
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toEqual({ detail: "Uploaded file must have a filename" });
	});

	it("422 in a list for neither file nor url, and for both", async () => {
		const form = new FormData();
		form.append("webhook_url", "");
		const neither = await upload(form);
		expect(neither.status).toBe(422);
		expect(await bodyOf(neither)).toMatchObject({
			detail: [{ loc: ["body", "file"], type: "missing", msg: "Field required" }],
		});
		const both = await upload(fileForm(await aPdf(), "a.pdf", { url: "https://example.com/a.pdf" }));
		expect(both.status).toBe(422);
		expect(await bodyOf(both)).toMatchObject({ detail: [{ loc: ["body", "url"] }] });
	});

	it("403 for a guest's webhook, 422 for a webhook that is no public address", async () => {
		const guest = await upload(fileForm(await aPdf(), "a.pdf", { webhook_url: "https://hooks.example.com/x" }));
		expect(guest.status).toBe(403);
		expect(await bodyOf(guest)).toEqual({ detail: "webhook_url is only available for authenticated requests" });
		const { headers } = await user();
		const inside = await upload(fileForm(await aPdf(), "a.pdf", { webhook_url: "http://127.0.0.1/x" }), headers);
		expect(inside.status).toBe(422);
	});

	it("413 for more than 50 MiB, without keeping a byte", async () => {
		const { headers } = await user();
		const before = await env.FILES.list();
		const response = await upload(fileForm(new Uint8Array(52_428_801), "big.pdf"), headers);
		expect(response.status).toBe(413);
		expect(await bodyOf(response)).toEqual({ detail: "File exceeds the 50 MB limit" });
		expect((await env.FILES.list()).objects.length).toBe(before.objects.length);
	});

	it("415 for an empty file and for bytes that are no document, whatever the extension says", async () => {
		const { headers } = await user();
		for (const [bytes, name] of [
			["", "empty.pdf"],
			["MZ\u0000\u0001 binary", "program.pdf"],
			["\u0000\u0001\u0002\u0003", "data.txt"],
			["just text", "text.xyz"],
		] as const) {
			const response = await upload(fileForm(bytes, name), headers);
			expect(response.status, name).toBe(415);
			expect(await bodyOf(response)).toEqual({ detail: expect.stringMatching(/^Unsupported file type: /) });
		}
	});

	it("leaves no row and no object behind when it refuses", async () => {
		const { headers, id: owner } = await user();
		await upload(fileForm("MZ\u0000", "program.pdf"), headers);
		expect(await sql("select * from documents where owner = ?", owner)).toEqual([]);
		expect(await sql("select * from outbox where topic = 'purge'")).toEqual([]);
	});

	it("422 for a body that is no form at all", async () => {
		for (const init of [
			{ body: "--x\r\nbroken", headers: { "Content-Type": "multipart/form-data; boundary=y" } },
			{ body: "{", headers: { "Content-Type": "application/json" } },
			{ body: "[]", headers: { "Content-Type": "application/json" } },
			{ body: '{"url":7}', headers: { "Content-Type": "application/json" } },
			{ body: "x", headers: { "Content-Type": "text/plain" } },
		]) {
			const response = await send("/tasks", { method: "POST", ...init });
			expect(response.status, init.body).toBe(422);
		}
	});
});

describe("an Idempotency-Key", () => {
	it("gives the first answer again to the same request, and makes one task of 20 at once", async () => {
		const { headers, id: owner } = await user();
		const bytes = await aPdf();
		const answers = await Promise.all(
			Array.from({ length: 20 }, async () => {
				const response = await upload(fileForm(bytes), { ...headers, "Idempotency-Key": "order-7" });
				return { status: response.status, body: await response.text() };
			}),
		);
		expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
		expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
		expect(await sql("select id from documents where owner = ?", owner)).toHaveLength(1);
		expect(await sql("select id from outbox where topic = 'purge'")).toEqual([]);
	});

	it("is 409 with another body, and free for another caller", async () => {
		const [first, second] = [await user(), await user()];
		await upload(fileForm(await aPdf()), { ...first.headers, "Idempotency-Key": "k" });
		const other = await upload(fileForm(await aPdf(2)), { ...first.headers, "Idempotency-Key": "k" });
		expect(other.status).toBe(409);
		expect(await bodyOf(other)).toEqual({ detail: "Idempotency-Key was used with another request" });
		const elsewhere = await upload(fileForm(await aPdf(2)), { ...second.headers, "Idempotency-Key": "k" });
		expect(elsewhere.status).toBe(201);
	});

	it("stands for 24 hours", async () => {
		const { headers, id: owner } = await user();
		const bytes = await aPdf();
		await upload(fileForm(bytes), { ...headers, "Idempotency-Key": "daily" });
		await sql("update idempotency_keys set created_at = created_at - 86400001 where owner = ?", owner);
		const later = await upload(fileForm(bytes), { ...headers, "Idempotency-Key": "daily" });
		expect(later.status).toBe(201);
		expect(await sql("select id from documents where owner = ?", owner)).toHaveLength(2);
	});
});

describe("a guest", () => {
	it("gets a cookie with the first 201 and finds its task by it", async () => {
		const { headers, task, cookie } = await newGuest();
		expect(cookie).toMatch(/^guest_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
		const list = await bodyOf<{ items: Task[]; total: number }>(await send("/tasks", { headers }));
		expect(list).toMatchObject({ total: 1, limit: 50, offset: 0, has_more: false });
		expect(list.items[0]?.id).toBe(task.id);
	});

	it("sees nothing without a cookie, and gets none by reading", async () => {
		const response = await send("/tasks");
		expect(await bodyOf(response)).toEqual({ items: [], total: 0, limit: 50, offset: 0, has_more: false });
		expect(response.headers.get("set-cookie")).toBeNull();
		const { task } = await newGuest();
		expect((await send(`/tasks/${task.id}`)).status).toBe(404);
	});

	it("hands its tasks to the account it signs in to", async () => {
		const { headers: guest, task } = await newGuest();
		const email = `guest-${task.id}@example.com`;
		const credentials = JSON.stringify({ email, password: "a long enough one" });
		const json = { "Content-Type": "application/json" };
		await send("/api/auth/register", { method: "POST", body: credentials, headers: json });
		const login = await send("/api/auth/login", { method: "POST", body: credentials, headers: { ...json, ...guest } });
		const { tokens } = await bodyOf<{ tokens: { access_token: string } }>(login);
		expect(await getTask(task.id, bearer(tokens.access_token))).toMatchObject({ id: task.id });
		expect((await send(`/tasks/${task.id}`, { headers: guest })).status).toBe(404);
		expect(await ended(task.id, bearer(tokens.access_token))).toMatchObject({ status: "DONE" });
	});

	it("lists by cookie alone on /public/tasks, whatever token is sent", async () => {
		const { headers, task } = await newGuest();
		const response = await send("/public/tasks", { headers: { ...headers, Authorization: "Bearer nonsense" } });
		expect(response.status).toBe(200);
		expect(await bodyOf(response)).toMatchObject({ total: 1, items: [{ id: task.id }] });
	});
});

describe("reading tasks", () => {
	it("pages newest first and counts only the caller's", async () => {
		const [{ headers }, other] = [await user(), await user()];
		const ids: string[] = [];
		for (let n = 0; n < 3; n += 1) ids.unshift((await newTask(headers)).id);
		await newTask(other.headers);
		const first = await bodyOf<{ items: Task[] }>(await send("/tasks?limit=2", { headers }));
		expect(first).toMatchObject({ total: 3, limit: 2, offset: 0, has_more: true });
		expect(first.items.map((task) => task.id)).toEqual(ids.slice(0, 2));
		const rest = await bodyOf<{ items: Task[] }>(await send("/tasks/?limit=2&offset=2&colour=red", { headers }));
		expect(rest).toMatchObject({ has_more: false });
		expect(rest.items.map((task) => task.id)).toEqual(ids.slice(2));
	});

	it("answers 422 in a list for absurd numbers and malformed ids", async () => {
		for (const query of ["limit=0", "limit=1001", "limit=ten", "limit=", "offset=-1", "offset=1.5", "limit=1e3"]) {
			const response = await send(`/tasks?${query}`);
			expect(response.status, query).toBe(422);
			const { detail } = await bodyOf<{ detail: { loc: string[]; msg: string; type: string }[] }>(response);
			expect(detail[0]).toMatchObject({
				loc: ["query", query.split("=")[0]],
				msg: expect.any(String),
				type: expect.any(String),
			});
		}
		expect((await send("/tasks/42")).status).toBe(422);
	});

	it("accepts an id in capitals", async () => {
		const { headers } = await user();
		const { id } = await newTask(headers);
		expect((await send(`/tasks/${id.toUpperCase()}`, { headers })).status).toBe(200);
	});

	it("answers 404 for another principal's task on every route of it", async () => {
		const [{ headers }, other, guest] = [await user(), await user(), await newGuest()];
		const { id } = await doneTask(headers);
		const paths = [
			"",
			"/download",
			"/assets",
			"/figures",
			"/figures/1",
			"/figures/1/download",
			"/events",
			"/blocks",
			"/pages/1.png",
		];
		for (const path of paths) {
			for (const stranger of [other.headers, guest.headers, {}]) {
				const response = await send(`/tasks/${id}${path}`, { headers: stranger });
				expect(response.status, path).toBe(404);
				expect(await bodyOf(response)).toEqual({ detail: "Task not found" });
			}
		}
		expect((await send(`/tasks/${id}`, { method: "DELETE", headers: other.headers })).status).toBe(404);
		expect((await getTask(id, headers)).id).toBe(id);
	});

	it("lets a read-only key read and nothing else", async () => {
		const session = await newSession();
		const key = await newKey(session, { scopes: ["read"] });
		expect((await send("/tasks", { headers: bearer(key.token) })).status).toBe(200);
		const response = await upload(fileForm(await aPdf()), bearer(key.token));
		expect(response.status).toBe(403);
		expect(await bodyOf(response)).toEqual({ detail: "API key lacks the write scope" });
	});

	it("never falls back to the guest for a bad token", async () => {
		const { headers, task } = await newGuest();
		for (const path of ["/tasks", `/tasks/${task.id}`]) {
			const response = await send(path, { headers: { ...headers, Authorization: "Bearer pmk_wrong" } });
			expect(response.status).toBe(401);
			expect(response.headers.get("www-authenticate")).toBe("Bearer");
			expect(await bodyOf(response)).toEqual({ detail: "Authentication required" });
		}
	});
});

describe("deleting a task", () => {
	it("removes rows and objects, once", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		expect(await objectsOf(id)).not.toEqual([]);
		const response = await send(`/tasks/${id}`, { method: "DELETE", headers });
		expect(response.status).toBe(200);
		expect(await bodyOf(response)).toEqual({ deleted: true });
		expect(await objectsOf(id)).toEqual([]);
		for (const table of [
			"documents where id",
			"figures where document_id",
			"jobs where document_id",
			"outbox where subject",
		]) {
			expect(await sql(`select * from ${table} = ?`, id), table).toEqual([]);
		}
		expect((await send(`/tasks/${id}`, { method: "DELETE", headers })).status).toBe(404);
	});

	it("is 409 while the task is being processed", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		await sql("update jobs set status = 'running' where document_id = ?", id);
		const response = await send(`/tasks/${id}`, { method: "DELETE", headers });
		expect(response.status).toBe(409);
		expect(await bodyOf(response)).toEqual({ detail: "Cannot delete task while processing" });
	});
});

describe("paths", () => {
	it("answers unknown ones and wrong methods in FastAPI's words", async () => {
		const unknown = await send("/nowhere");
		expect([unknown.status, await bodyOf(unknown)]).toEqual([404, { detail: "Not Found" }]);
		for (const [method, path] of [
			["PUT", "/tasks"],
			["PATCH", "/tasks/01900000-0000-7000-8000-000000000000"],
			["POST", "/health"],
			["DELETE", "/api/v1/meta"],
		] as const) {
			const wrong = await send(path, { method });
			expect([wrong.status, await bodyOf(wrong)], path).toEqual([405, { detail: "Method Not Allowed" }]);
		}
	});

	it("allows any origin without credentials, the configured one with", async () => {
		const any = await send("/tasks", { headers: { Origin: "https://elsewhere.example.org" } });
		expect(any.headers.get("access-control-allow-origin")).toBe("*");
		expect(any.headers.get("access-control-allow-credentials")).toBeNull();
		expect(any.headers.get("access-control-expose-headers")).toBe("Content-Disposition, ETag");
		const ours = await send("/tasks", {
			method: "OPTIONS",
			headers: { Origin: "https://app.example.com", "Access-Control-Request-Method": "POST" },
		});
		expect(ours.status).toBe(204);
		expect(ours.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
		expect(ours.headers.get("access-control-allow-credentials")).toBe("true");
	});

	it("tells its health and what it is", async () => {
		expect(await bodyOf(await send("/health"))).toEqual({ status: "ok" });
		expect(await bodyOf(await send("/api/v1/meta"))).toEqual({
			app_name: "Deckle",
			environment: "development",
			version: expect.any(String),
			debug: false,
			queue: "deckle-steps",
			placeholder_processing: false,
		});
	});
});

describe("making an API key twice under one Idempotency-Key", () => {
	it("makes one, and shows the same token again", async () => {
		const { headers } = await user();
		const make = async (name: string) =>
			await send("/api-keys", {
				method: "POST",
				body: JSON.stringify({ name }),
				headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": "one" },
			});
		const answers = await Promise.all([make("ci"), make("ci"), make("ci")]);
		const bodies = await Promise.all(answers.map((answer) => answer.text()));
		expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
		expect(new Set(bodies).size).toBe(1);
		expect(await bodyOf(await send("/api-keys", { headers }))).toMatchObject({ total: 1 });
		expect((await make("other")).status).toBe(409);
		const [row] = await sql<{ body: string }>("select body from idempotency_keys where route = 'POST /api-keys'");
		expect(row?.body).not.toContain("pmk_");
	});
});
