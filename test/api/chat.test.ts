import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bearer, bodyOf, newSession, post, send, sql } from "../accounts/support.ts";
import { deliver } from "../jobs/delivery.ts";
import {
	answerTo,
	askThread,
	aTask,
	aThread,
	eventsOf,
	fakeModel,
	messagesOf,
	parseEvents,
	type Thread,
	textOf,
} from "./chats.ts";
import { ended, fileForm, newTask, type Task, upload } from "./documents.ts";
import { putConfig } from "./library.ts";

const wholeSeconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

async function user() {
	const session = await newSession();
	return { ...session, headers: bearer(session.accessToken) };
}

/** A user whose questions are answered by OpenAI's model. */
async function hostedUser() {
	const someone = await user();
	await putConfig(someone.headers, { "rag.answerProvider": "openai", "openai.apiKey": "sk-own-key" });
	return someone;
}

beforeEach(() => {
	vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

describe("threads of a task", () => {
	it("are made, named by their first question and listed, newest first", async () => {
		const { headers } = await user();
		const task = await aTask(headers);
		const made = await post(`/tasks/${task.id}/chat/threads`, {}, headers);
		expect(made.status).toBe(201);
		const first = await bodyOf<Thread>(made);
		expect(first).toEqual({
			id: expect.any(String),
			task_id: task.id,
			title: "New chat",
			created_at: expect.stringMatching(wholeSeconds),
			updated_at: expect.stringMatching(wholeSeconds),
		});
		const named = await bodyOf<Thread>(await post(`/tasks/${task.id}/chat/threads`, { title: "Mine" }, headers));
		const question = `When was the mill founded? ${"x".repeat(90)}`;
		await answerTo(headers, first.id, question);
		await answerTo(headers, first.id, "And by whom?");
		await answerTo(headers, named.id, "When was the mill founded?");
		const list = await bodyOf<{ items: Thread[]; total: number }>(
			await send(`/tasks/${task.id}/chat/threads?limit=5`, { headers }),
		);
		expect(list).toMatchObject({ total: 2, limit: 5, offset: 0, has_more: false });
		expect(list.items.map(({ id, title }) => [id, title])).toEqual([
			[named.id, "Mine"],
			[first.id, question.slice(0, 80)],
		]);
	});

	it("take a request without a body for one without a title", async () => {
		const { headers } = await user();
		const { id } = await aTask(headers);
		const json = { ...headers, "Content-Type": "application/json" };
		for (const init of [{ headers }, { headers: json }, { headers: json, body: '{"title":"  "}' }]) {
			const response = await send(`/tasks/${id}/chat/threads`, { method: "POST", ...init });
			expect(response.status).toBe(201);
			expect(await bodyOf(response)).toMatchObject({ title: "New chat" });
		}
	});

	it("are made once under one Idempotency-Key", async () => {
		const { headers } = await user();
		const { id } = await aTask(headers);
		const key = { ...headers, "Idempotency-Key": "again" };
		const [first, second] = [
			await bodyOf<Thread>(await post(`/tasks/${id}/chat/threads`, { title: "A" }, key)),
			await bodyOf<Thread>(await post(`/tasks/${id}/chat/threads`, { title: "A" }, key)),
		];
		expect(second).toEqual(first);
		expect((await post(`/tasks/${id}/chat/threads`, { title: "B" }, key)).status).toBe(409);
	});

	it("are refused for what is not there, not ready, or somebody else's", async () => {
		const [{ headers }, other] = [await user(), await user()];
		const task = await aTask(headers);
		const unknown = "01900000-0000-7000-8000-000000000000";
		for (const [id, who] of [
			[unknown, headers],
			[task.id, other.headers],
			[task.id, {}],
		] as const) {
			for (const response of [
				await post(`/tasks/${id}/chat/threads`, {}, who),
				await send(`/tasks/${id}/chat/threads`, { headers: who }),
			]) {
				expect(response.status).toBe(404);
				expect(await bodyOf(response)).toEqual({ detail: "Task not found" });
			}
		}
		const failed = await newTask(headers, new TextEncoder().encode("%PDF-1.7\nnothing\n%%EOF"));
		await sql("update jobs set status = 'failed' where document_id = ?", failed.id);
		const early = await post(`/tasks/${failed.id}/chat/threads`, {}, headers);
		expect(early.status).toBe(409);
		expect(await bodyOf(early)).toEqual({ detail: "Task result not ready" });
		expect((await post("/tasks/no-uuid/chat/threads", {}, headers)).status).toBe(422);
		expect((await post(`/tasks/${task.id}/chat/threads`, { title: "x".repeat(256) }, headers)).status).toBe(422);
	});

	it("are nobody's but their owner's", async () => {
		const [{ headers }, other] = [await user(), await user()];
		const thread = await aThread(headers);
		for (const who of [other.headers, {}]) {
			for (const response of [
				await send(`/chat/threads/${thread.id}/messages`, { headers: who }),
				await askThread(who, thread.id, "When was the mill founded?"),
			]) {
				expect(response.status).toBe(404);
				expect(await bodyOf(response)).toEqual({ detail: "Chat thread not found" });
			}
		}
		expect(await messagesOf(headers, thread.id)).toEqual([]);
	});
});

describe("asking", () => {
	it("streams start, the answer piece by piece, and done; both messages are kept", async () => {
		const { headers } = await user();
		const thread = await aThread(headers);
		const response = await askThread(headers, thread.id, "When was the mill founded?");
		expect(response.headers.get("content-type")).toContain("text/event-stream");
		const events = await eventsOf(response);
		const id = events[0]?.data.message_id;
		expect(events[0]).toEqual({ event: "start", data: { message_id: id, thread_id: thread.id } });
		expect(events.at(-1)).toMatchObject({ event: "done", data: { message_id: id, token_count: null } });
		const kept = await messagesOf(headers, thread.id);
		expect(kept).toMatchObject([
			{ role: "user", content: "When was the mill founded?", citations_json: [], thread_id: thread.id },
			{ id, role: "assistant", content: textOf(events), citations_json: events.at(-1)?.data.citations },
		]);
	});

	it.each([
		["nothing", {}],
		["a blank", { content: " \n\t " }],
		["an empty text", { content: "" }],
		["8001 characters", { content: "x".repeat(8001) }],
		["half a character", { content: "half \ud83d" }],
		["a number", { content: 7 }],
	])("refuses %s with 422 and stores nothing", async (_name, body) => {
		const { headers } = await user();
		const thread = await aThread(headers);
		const response = await post(`/chat/threads/${thread.id}/stream`, body, headers);
		expect(response.status).toBe(422);
		expect(await bodyOf(response)).toMatchObject({ detail: [{ loc: ["body", "content"] }] });
		expect(await messagesOf(headers, thread.id)).toEqual([]);
	});

	it("takes 8000 characters beyond the basic plane, and bytes that are no text", async () => {
		const { headers } = await user();
		const thread = await aThread(headers);
		const long = `mill ${"🙂".repeat(7995)}`;
		expect((await answerTo(headers, thread.id, long)).at(-1)?.event).toBe("done");
		const broken = Uint8Array.from([...new TextEncoder().encode('{"content":"mill '), 0xff, 0xc3, 0x22, 0x7d]);
		const response = await send(`/chat/threads/${thread.id}/stream`, {
			method: "POST",
			headers: { ...headers, "Content-Type": "application/json" },
			body: broken,
		});
		expect([200, 422]).toContain(response.status);
		await response.text();
		expect((await messagesOf(headers, thread.id))[0]?.content).toBe(long);
	});

	it("says that nothing was found, and cites nothing", async () => {
		const { headers } = await user();
		const thread = await aThread(headers);
		const events = await answerTo(headers, thread.id, "Zebras quagga okapi?");
		expect(events.at(-1)).toMatchObject({ event: "done", data: { citations: [] } });
		expect(textOf(events).length).toBeGreaterThan(10);
	});

	it("works for a guest, and goes on for the user that the guest becomes", async () => {
		const posted = await upload(fileForm("The mill was founded in 1264.", "mill.md"));
		const headers = { Cookie: posted.headers.get("set-cookie")?.split(";")[0] ?? "" };
		const task = await ended((await bodyOf<Task>(posted)).id, headers);
		const thread = await aThread(headers, task);
		expect((await answerTo(headers, thread.id, "When was the mill founded?")).at(-1)?.event).toBe("done");
		const email = `adopted-${crypto.randomUUID()}@example.com`;
		const registered = await post("/api/auth/register", { email, password: "correct horse battery" }, headers);
		const { tokens } = await bodyOf<{ tokens: { access_token: string } }>(registered);
		const own = bearer(tokens.access_token);
		expect(await messagesOf(own, thread.id)).toHaveLength(2);
		expect((await answerTo(own, thread.id, "When was the mill founded?")).at(-1)?.event).toBe("done");
		expect((await send(`/chat/threads/${thread.id}/messages`, { headers })).status).toBe(404);
	});
});

void [hostedUser, fakeModel, parseEvents, deliver];
