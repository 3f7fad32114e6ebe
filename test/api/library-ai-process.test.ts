import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { askSlice, ProcessingConfig, removeOldItems } from "../../src/enrich/enrich.ts";
import { readConfig } from "../../src/env.ts";
import { removeLibraryDocuments } from "../../src/library/library.ts";
import { Models } from "../../src/models/models.ts";
import { bearer, env, newSession, send, sql } from "../accounts/support.ts";
import { newObjectContext } from "../jobs/objects.ts";
import {
	fakeNetwork,
	jobEnded,
	type LibraryUser,
	libraryUser,
	putConfig,
	reachable,
	type ShownJob,
	serverWith,
	synced,
} from "./library.ts";
import { putDocument } from "./library-seeds.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

async function newUser(settings: Record<string, string> = {}): Promise<LibraryUser> {
	const { id, accessToken } = await newSession();
	await sql("insert into libraries (owner) values (?)", id);
	const user = { id, headers: bearer(accessToken) };
	if (Object.keys(settings).length > 0) await putConfig(user.headers, settings);
	return user;
}

function newWorld() {
	const config = readConfig(env);
	const models = new Models({ config, ai: undefined, fetch: (url, init) => fetch(url, init) });
	return { ...newObjectContext(), config, models };
}

async function ask(user: LibraryUser, method: string, path: string, body?: unknown) {
	const response = await send(`/api/v1${path}`, {
		method,
		headers: { ...user.headers, ...(body !== undefined && { "Content-Type": "application/json" }) },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return {
		status: response.status,
		body: (await response.json()) as { data: never; error?: { code: string; message: string } },
	};
}

async function processed(user: LibraryUser, body?: unknown): Promise<ShownJob & { result: Record<string, unknown> }> {
	const { status, body: answer } = await ask(user, "POST", "/ai/process", body);
	if (status !== 202) throw new Error(`refused: ${JSON.stringify(answer)}`);
	const job = await jobEnded(user, (answer.data as { jobId: string }).jobId);
	return { ...job, result: JSON.parse(job.resultJson ?? "{}") };
}

interface Row {
	document_id: string;
	status: string;
	suggested_correspondent: string | null;
	suggested_tags: string;
	error_message: string | null;
	failure_type: string | null;
	current_title: string;
	prompt_tokens: number;
	estimated_cost: number | null;
	id: string;
}

async function results(user: LibraryUser): Promise<Row[]> {
	return await sql<Row>("select * from ai_results where owner = ? order by current_title", user.id);
}

const invoice = (number: number) =>
	`Northwind Energy Ltd\nInvoice ${number}\nElectricity for your home in period ${number}\nAmount due ${number}.00`;
const letter = (number: number) => `City Library\nReminder ${number}\nThe books you borrowed are due back ${number}`;

/** Filed documents of two senders, and some that nobody has filed. */
async function putLibrary(user: LibraryUser): Promise<string[]> {
	for (let number = 1; number <= 6; number++) {
		const sender = number % 2 === 0 ? "Northwind Energy" : "City Library";
		const text = number % 2 === 0 ? invoice(number) : letter(number);
		await putDocument(user.id, {
			title: `filed ${number}`,
			text,
			correspondent: sender,
			tags: [sender.split(" ")[1] ?? ""],
		});
	}
	const open = [];
	for (const [title, text] of [
		["open 1", invoice(41)],
		["open 2", letter(42)],
		["open 3", null],
	] as const) {
		open.push(await putDocument(user.id, { title, text }));
	}
	return open;
}

describe("proposing metadata without a model", () => {
	test("reads what is new, learns from what is filed, and passes over what has no text", async () => {
		const user = await newUser();
		await putLibrary(user);
		const job = await processed(user);
		expect(job).toMatchObject({ status: "completed", progress: 1, errorMessage: null });
		expect(job.result).toEqual({
			totalDocuments: 9,
			processed: 9,
			succeeded: 8,
			failed: 0,
			skipped: 1,
			totalPromptTokens: 0,
			totalCompletionTokens: 0,
			durationMs: expect.any(Number),
			rateLimitRetries: 0,
			rateLimitPauses: 0,
		});
		const rows = await results(user);
		expect(rows.find(({ current_title }) => current_title === "open 1")).toMatchObject({
			status: "pending",
			suggested_correspondent: "Northwind Energy",
			estimated_cost: 0,
		});
		expect(rows.find(({ current_title }) => current_title === "open 3")).toMatchObject({
			status: "skipped",
			failure_type: "no_content",
		});
		expect((await processed(user)).result).toMatchObject({ totalDocuments: 0, processed: 0 });
	});

	test("proposes a name that no document has only where that is asked for", async () => {
		const user = await newUser();
		await putLibrary(user);
		const text = "Brightwater Plumbing GmbH\nRechnung 17\nReparatur der Heizung in der Waschkueche";
		const id = await putDocument(user.id, { title: "open 4", text });
		await processed(user, { documentIds: [id] });
		const known = (await results(user)).find(({ document_id }) => document_id === id);
		expect([null, "Northwind Energy", "City Library"]).toContain(known?.suggested_correspondent);
		await ask(user, "PUT", "/ai/config", { proposeNewNames: true });
		const { body } = await ask(user, "POST", `/ai/results/${known?.id}/reprocess`);
		expect(body.data).toMatchObject({
			suggestedCorrespondent: "Brightwater Plumbing GmbH",
			suggestedDocumentType: "Invoice",
		});
	});

	test("heeds what was said since the last run when one is asked for again", async () => {
		const user = await newUser();
		await putLibrary(user);
		await processed(user);
		const row = (await results(user)).find(({ current_title }) => current_title === "open 1");
		const { status } = await ask(user, "POST", `/ai/results/${row?.id}/reject`);
		expect(status).toBe(200);
		const { body } = await ask(user, "POST", `/ai/results/${row?.id}/reprocess`);
		expect(body.data).toMatchObject({ appliedStatus: "pending", suggestedCorrespondent: null });
		const corrections = { correspondent: "Harbour Insurance" };
		await ask(user, "POST", `/ai/results/${row?.id}/feedback`, { action: "corrected", corrections });
		await ask(user, "POST", `/ai/results/${row?.id}/reprocess`);
		const learnt = await sql("select number from labelled_documents where labels like '%Harbour Insurance%'");
		expect(learnt).toHaveLength(1);
	});
});

interface Asked {
	prompt: string;
	body: Record<string, unknown>;
	authorization: string | null;
}

/** Lets OpenAI be reachable, which answers as `reply` says; gives what it was asked, and how many calls were under way at most. */
function openAi(reply: (asked: Asked, number: number) => Response | Promise<Response>): {
	asked: Asked[];
	most: number;
} {
	const seen = { asked: [] as Asked[], most: 0 };
	let open = 0;
	const network = vi.mocked(globalThis.fetch).getMockImplementation();
	vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
		const request = new Request(input as RequestInfo, init);
		if (!request.url.endsWith("/chat/completions")) {
			if (network === undefined) throw new TypeError("no network");
			return await network(request);
		}
		const body = (await request.json()) as { messages: { content: string }[] };
		const asked = {
			prompt: body.messages.map(({ content }) => content).join("\n"),
			body,
			authorization: request.headers.get("authorization"),
		};
		const number = seen.asked.push(asked);
		seen.most = Math.max(seen.most, ++open);
		try {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return await reply(asked, number);
		} finally {
			open--;
		}
	});
	return seen;
}

const answer = {
	title: "A Bill",
	correspondent: "NORTHWIND ENERGY",
	documentType: "Unknown",
	tags: ["energy", "Energy"],
	confidence: { title: 0.5, correspondent: 0.9, documentType: 0.1, tags: 0.7 },
	evidence: "It says so.",
};

function says(
	content: unknown,
	more: { finish?: string; headers?: Record<string, string>; refusal?: boolean } = {},
): Response {
	const text = typeof content === "string" ? content : JSON.stringify(content);
	return Response.json(
		{
			id: "c",
			object: "chat.completion",
			created: 1,
			model: "gpt-5.4-mini",
			choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: more.finish ?? "stop" }],
			usage: {
				prompt_tokens: 1000,
				completion_tokens: 100,
				total_tokens: 1100,
				prompt_tokens_details: { cached_tokens: 200 },
			},
		},
		{ headers: more.headers ?? {} },
	);
}

/** As OpenAI's own models decline. */
function refusal(text: string): Response {
	const message = { role: "assistant", content: null, refusal: text };
	const choices = [{ index: 0, message, finish_reason: "stop" }];
	const usage = { prompt_tokens: 1000, completion_tokens: 10, total_tokens: 1010 };
	return Response.json({ id: "c", object: "chat.completion", created: 1, model: "gpt-5.4-mini", choices, usage });
}

function refuses(
	status: number,
	message: string,
	headers: Record<string, string> = {},
	code: string | null = null,
): Response {
	return Response.json({ error: { message, code, type: code } }, { status, headers });
}

const hosted = { "openai.apiKey": "sk-of-the-owner", "ai.provider": "openai", "ai.rateDelayMs": "0" };

async function putDocuments(user: LibraryUser, count: number): Promise<string[]> {
	const ids = [];
	for (let number = 1; number <= count; number++) {
		ids.push(await putDocument(user.id, { title: `paper ${number}`, text: `Text of paper ${number}.` }));
	}
	return ids;
}

describe("proposing metadata with a hosted model", () => {
	beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));

	test("asks for each document once, in the library's names, and knows what that has cost", async () => {
		const openai = openAi(() => says(answer));
		const user = await newUser({ ...hosted, "ai.includeCorrespondents": "true", "ai.batchSize": "4" });
		await putDocument(user.id, { title: "filed", text: "Some text.", correspondent: "Northwind Energy" });
		await putDocuments(user, 9);
		const job = await processed(user);
		expect(job.result).toMatchObject({
			totalDocuments: 10,
			succeeded: 10,
			totalPromptTokens: 10_000,
			totalCompletionTokens: 1_000,
		});
		expect(openai.asked).toHaveLength(10);
		expect(openai.most).toBeLessThanOrEqual(4);
		expect(openai.asked[0]).toMatchObject({
			authorization: "Bearer sk-of-the-owner",
			body: { model: "gpt-5.4-mini", reasoning_effort: "low", service_tier: "flex" },
		});
		expect(JSON.stringify(openai.asked[0]?.body)).toContain("Northwind Energy");
		const rows = await results(user);
		// 1,000 tokens at $0.75 and 100 at $4.50 a million, half of it on the cheaper tier.
		expect(rows[0]).toMatchObject({
			suggested_correspondent: "Northwind Energy",
			suggested_tags: '["energy"]',
			estimated_cost: expect.closeTo(0.0006),
		});
		const [spent] = await sql("select documents, prompt_tokens, cost from ai_spending where owner = ?", user.id);
		expect(spent).toEqual({ documents: 10, prompt_tokens: 10_000, cost: expect.closeTo(0.006) });
	});

	test("keeps a reason for each document that the model gave nothing for, and asks again for those alone", async () => {
		const replies: Record<string, () => Response> = {
			"paper 1": () => says("", { finish: "content_filter" }),
			"paper 2": () => says('{"title": "A', { finish: "length" }),
			"paper 3": () => says({ title: "No more" }),
			"paper 4": () => refuses(400, "This text is too strange."),
			"paper 5": () => refusal("I cannot help with that."),
			"paper 7": () => says({ ...answer, evidence: "word ".repeat(600_000) }),
		};
		const openai = openAi(({ prompt }) => (replies[/paper \d/.exec(prompt)?.[0] ?? ""] ?? (() => says(answer)))());
		const user = await newUser({ ...hosted, "ai.batchSize": "1" });
		await putDocuments(user, 7);
		const job = await processed(user);
		expect(job.result).toMatchObject({ processed: 7, succeeded: 1, failed: 6 });
		expect((await results(user)).map(({ failure_type, error_message }) => [failure_type, error_message])).toEqual([
			["refusal", "[refusal] The model declined to answer."],
			["max_tokens", "[max_tokens] The model's answer was cut at its greatest length."],
			["schema_mismatch", expect.stringMatching(/^\[schema_mismatch\] The model's answer does not fit: /)],
			[null, "This text is too strange."],
			["refusal", "[refusal] The model declined to answer."],
			[null, null],
			["schema_mismatch", "[schema_mismatch] The model's answer is far too long."],
		]);
		// What was answered was paid for, whatever it was good for: of the third both tries.
		expect((await results(user)).map(({ prompt_tokens }) => prompt_tokens)).toEqual([
			...[1000, 1000, 2000, 0, 1000, 1000, 1000],
		]);
		const before = openai.asked.length;
		for (const key of Object.keys(replies)) replies[key] = () => says(answer);
		const again = await processed(user, { scope: { type: "failed_only" } });
		expect(again.result).toMatchObject({ totalDocuments: 6, succeeded: 6 });
		expect(openai.asked.length - before).toBe(6);
		expect(
			(await results(user)).every(({ status, error_message }) => status === "pending" && error_message === null),
		).toBe(true);
	});

	test("waits as long as the provider asks for, and tries a document four times in all", async () => {
		const times: number[] = [];
		const openai = openAi(({ prompt }, number) => {
			times.push(Date.now());
			if (number === 2) return refuses(429, "Slow down", { "Retry-After": "2" });
			return prompt.includes("paper 3") ? refuses(429, "Not this one", { "Retry-After": "0" }) : says(answer);
		});
		const user = await newUser({ ...hosted, "ai.batchSize": "1" });
		await putDocuments(user, 4);
		const job = await processed(user);
		expect(job.result).toMatchObject({
			processed: 4,
			succeeded: 3,
			failed: 1,
			rateLimitRetries: 4,
			rateLimitPauses: 1,
		});
		const byPaper = (number: number) => openai.asked.filter(({ prompt }) => prompt.includes(`paper ${number}`)).length;
		expect([1, 2, 3, 4].map(byPaper)).toEqual([1, 2, 4, 1]);
		expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(2000);
		const failed = (await results(user)).find(({ status }) => status === "failed");
		expect(failed).toMatchObject({ failure_type: "rate_limit", error_message: "[rate_limit] Not this one" });
	});

	test("stops where the account is used up, which is no matter of patience", async () => {
		const openai = openAi((_, number) =>
			number < 3 ? says(answer) : refuses(429, "You exceeded your current quota", {}, "insufficient_quota"),
		);
		const user = await newUser({ ...hosted, "ai.batchSize": "1" });
		await putDocuments(user, 6);
		const job = await processed(user);
		expect(job).toMatchObject({ status: "failed", errorMessage: expect.stringContaining("run out of credit") });
		expect(openai.asked).toHaveLength(3);
		expect((await results(user)).map(({ status, failure_type }) => [status, failure_type])).toEqual([
			["pending", null],
			["pending", null],
			["failed", "quota_exceeded"],
		]);
	});

	test("stops after three failures in a row with the same words; a success between them counts anew", async () => {
		const openai = openAi((_, number) => (number === 3 ? says(answer) : refuses(400, "The model is broken.")));
		const user = await newUser({ ...hosted, "ai.batchSize": "1" });
		await putDocuments(user, 9);
		const job = await processed(user);
		expect(job).toMatchObject({
			status: "failed",
			errorMessage: "Processing stopped after 3 failures in a row: The model is broken.",
		});
		expect(openai.asked).toHaveLength(6);
		expect(await results(user)).toHaveLength(6);
	});

	test("makes not one call more than the month's budget and the run's limit allow, and says what is left", async () => {
		const openai = openAi(() => says(answer));
		// A document costs $0.0012; before it is asked for, it may cost a little more.
		const user = await newUser({ ...hosted, "ai.flexProcessing": "false", "ai.monthlyBudgetUsd": "0.01" });
		await putDocuments(user, 12);
		const job = await processed(user);
		const made = openai.asked.length;
		expect(job).toMatchObject({ status: "completed" });
		expect(job.result).toMatchObject({
			succeeded: made,
			remaining: 12 - made,
			stoppedBecause: "the monthly budget of $0.01 is spent",
		});
		expect(job.progressMessage).toContain(`${12 - made} are left, since the monthly budget of $0.01 is spent`);
		const [spent] = await sql<{ cost: number }>("select cost from ai_spending where owner = ?", user.id);
		expect(spent?.cost).toBeLessThanOrEqual(0.01);
		expect((spent?.cost ?? 0) + 0.0065).toBeGreaterThan(0.01);
		await processed(user);
		expect(openai.asked).toHaveLength(made);
		await putConfig(user.headers, { "ai.monthlyBudgetUsd": "0", "ai.maxDocumentsPerRun": "2" });
		const limited = await processed(user);
		expect(limited.result).toMatchObject({ totalDocuments: 2, succeeded: 2 });
		expect(limited.progressMessage).toBe("Processed 2 of 2 documents; a run takes 2 documents at most");
	});

	test("works on many at once in several lanes, and on each but once", async () => {
		const openai = openAi(async () => {
			await new Promise((resolve) => setTimeout(resolve, 200));
			return says(answer);
		});
		const user = await newUser({ ...hosted, "ai.batchSize": "12" });
		await putDocuments(user, 30);
		const job = await processed(user);
		expect(job.result).toMatchObject({ processed: 30, succeeded: 30, totalPromptTokens: 30_000 });
		expect(new Set(openai.asked.map(({ prompt }) => prompt)).size).toBe(30);
		expect(openai.asked).toHaveLength(30);
		expect(openai.most).toBeLessThanOrEqual(12);
	});

	test("is not begun without a key, and says whose is missing", async () => {
		const user = await newUser({ "ai.provider": "openai" });
		const { status, body } = await ask(user, "POST", "/ai/process");
		expect([status, body.error?.code]).toEqual([400, "BAD_REQUEST"]);
		expect(body.error?.message).toContain("AI_OPENAI_API_KEY");
	});

	test("is told of a change of settings with its next run", async () => {
		const models: unknown[] = [];
		const user = await newUser({ ...hosted, "ai.batchSize": "1", "ai.flexProcessing": "false" });
		openAi(async ({ body }, number) => {
			if (number === 1) await putConfig(user.headers, { "ai.model": "gpt-5.4-nano", "ai.reasoningEffort": "none" });
			models.push([body.model, body.reasoning_effort, body.service_tier]);
			return says(answer);
		});
		await putDocuments(user, 2);
		await processed(user);
		await processed(user, { reprocess: true });
		const [before, after] = [
			["gpt-5.4-mini", "low", "default"],
			["gpt-5.4-nano", undefined, "default"],
		];
		expect(models).toEqual([before, before, after, after]);
	});
});

describe("what a run works on", () => {
	const totals = async (user: LibraryUser, body: unknown) => (await processed(user, body)).result.totalDocuments;

	test("is what the request says, and nothing where it says nothing", async () => {
		const user = await newUser();
		const [one, two] = await putDocuments(user, 4);
		const stranger = await newUser();
		const [theirs] = await putDocuments(stranger, 1);
		expect(await totals(user, { documentIds: [] })).toBe(0);
		expect(await totals(user, { scope: { type: "selected_document_ids", documentIds: [] } })).toBe(0);
		expect(await totals(user, { documentIds: [two, one, two, theirs, "nobody"] })).toBe(2);
		expect(await totals(user, {})).toBe(2);
		expect(await totals(user, { scope: { type: "full_reprocess" }, documentIds: [one] })).toBe(4);
		expect(await totals(user, { reprocess: "yes" })).toBe(0);
		expect(await totals(user, { reprocess: true })).toBe(4);
		await sql("update ai_results set status = 'failed', failure_type = 'no_suggestions' where document_id = ?", one);
		await sql("update ai_results set status = 'failed', failure_type = 'timeout' where document_id = ?", two);
		expect(await totals(user, { scope: { type: "failed_only" } })).toBe(1);
		expect(await totals(user, { scope: { type: "current_filter", filters: { search: "PAPER 3" } } })).toBe(1);
		expect(await results(stranger)).toEqual([]);
	});

	test("has to be one of the known kinds", async () => {
		const user = await newUser();
		for (const body of [
			{ scope: { type: "everything" } },
			{ scope: { type: "selected_document_ids" } },
			{ scope: "new_only" },
			{ documentIds: "all" },
			{ documentIds: [1] },
		]) {
			const { status, body: answer } = await ask(user, "POST", "/ai/process", body);
			expect([status, answer.error?.code]).toEqual([400, "VALIDATION_FAILED"]);
		}
	});

	test("is read anew once a document without a text has one", async () => {
		const user = await newUser();
		const id = await putDocument(user.id, { title: "scan", text: null });
		expect((await processed(user)).result).toMatchObject({ totalDocuments: 1, skipped: 1 });
		expect(await totals(user, {})).toBe(0);
		await sql("insert into library_texts (document_id, full_text) values (?, 'Now there is one.')", id);
		await sql("update library_documents set word_count = 4, content_hash = 'x' where id = ?", id);
		expect((await processed(user)).result).toMatchObject({ totalDocuments: 1, succeeded: 1 });
	});
});

describe("one result again", () => {
	test("is proposed while its owner waits, and says itself when that fails", async () => {
		let reply = () => says(answer);
		const openai = openAi(() => reply());
		const user = await newUser(hosted);
		await putDocuments(user, 1);
		await processed(user);
		const [row] = await results(user);
		await sql("update ai_results set status = 'rejected', applied_at = 5 where id = ?", row?.id);
		const { status, body } = await ask(user, "POST", `/ai/results/${row?.id}/reprocess`);
		expect([status, body.data]).toEqual([
			200,
			expect.objectContaining({ id: row?.id, appliedStatus: "pending", appliedAt: null }),
		]);
		// Nobody waits for the slow tier.
		expect(openai.asked.at(-1)?.body.service_tier).toBe("default");
		reply = () => refuses(429, "Slow down", { "Retry-After": "30" });
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		const failed = await ask(user, "POST", `/ai/results/${row?.id}/reprocess`);
		expect(failed.body.data).toMatchObject({
			appliedStatus: "failed",
			failureType: "rate_limit",
			errorMessage: "[rate_limit] Slow down",
			suggestedTitle: "A Bill",
			confidence: null,
		});
		// What was refused for a document is not proposed for it again, whoever proposes.
		reply = () => says(answer);
		const said = { action: "rejected", rejectedFields: ["correspondent"] };
		expect((await ask(user, "POST", `/ai/results/${row?.id}/feedback`, said)).status).toBe(201);
		const again = await ask(user, "POST", `/ai/results/${row?.id}/reprocess`);
		expect(again.body.data).toMatchObject({ suggestedCorrespondent: null, suggestedTags: ["energy"] });
		const stranger = await newUser();
		expect((await ask(stranger, "POST", `/ai/results/${row?.id}/reprocess`)).status).toBe(404);
	});
});

describe("a run under way", () => {
	test("is the only one, and asks nothing more once it is cancelled", async () => {
		let isHolding = true;
		const openai = openAi(async () => {
			// A promise of one invocation cannot be kept by another.
			while (isHolding) await new Promise((resolve) => setTimeout(resolve, 20));
			return says(answer);
		});
		const user = await newUser({ ...hosted, "ai.batchSize": "2" });
		await putDocuments(user, 8);
		const started = await ask(user, "POST", "/ai/process");
		const { jobId } = started.body.data as { jobId: string };
		await vi.waitFor(() => expect(openai.asked).toHaveLength(2), { timeout: 10_000 });
		const second = await ask(user, "POST", "/ai/process");
		expect([second.status, second.body.error?.code]).toEqual([409, "JOB_ALREADY_RUNNING"]);
		await ask(user, "POST", `/jobs/${jobId}/cancel`);
		expect((await jobEnded(user, jobId)).status).toBe("cancelled");
		// It hears of that within two seconds.
		await new Promise((resolve) => setTimeout(resolve, 2_500));
		isHolding = false;
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(openai.asked).toHaveLength(2);
		expect(await results(user)).toEqual([]);
		expect((await processed(user)).result).toMatchObject({ failed: 0 });
		expect((await results(user)).every(({ status }) => status === "pending")).toBe(true);
		expect(await results(user)).toHaveLength(8);
	});

	test("is forgotten item by item a day after it is over, or once its job is deleted", async () => {
		const user = await newUser();
		await putDocuments(user, 2);
		const [one, two] = [await processed(user), await processed(user, { reprocess: true })];
		const left = async () =>
			(await sql("select distinct job_id from ai_run_items where job_id in (?, ?)", one.id, two.id)).length;
		await removeOldItems(newWorld());
		expect(await left()).toBe(2);
		await sql("update jobs set finished_at = 1 where id = ?", one.id);
		await removeOldItems(newWorld());
		expect(await left()).toBe(1);
		await sql("delete from jobs where id = ?", two.id);
		await removeOldItems(newWorld());
		expect(await left()).toBe(0);
	});
});

describe("a run that dies", () => {
	test("goes on where it was: what is answered is neither asked again nor counted twice", async () => {
		const openai = openAi(() => says(answer));
		const user = await newUser({ ...hosted, "ai.batchSize": "1" });
		await putDocuments(user, 3);
		const job = await processed(user);
		const [before, spentBefore] = [
			await results(user),
			await sql("select * from ai_spending where owner = ?", user.id),
		];
		const item = await sql<{ subject: string }>(
			"select subject from ai_run_items where job_id = ? order by position",
			job.id,
		);
		expect(item).toHaveLength(3);
		// As if the last answer had been lost with its invocation, and the message of its slice came again.
		await sql("update ai_run_items set outcome = null, ended_at = null where job_id = ? and position = 2", job.id);
		await sql("update jobs set status = 'running', finished_at = null where id = ?", job.id);
		const config = ProcessingConfig.parse(
			JSON.parse((await sql<{ config: string }>("select config from jobs where id = ?", job.id))[0]?.config ?? ""),
		);
		const slice = { until: Date.now() + 5000, signal: new AbortController().signal, report: async () => undefined };
		const asked = openai.asked.length;
		const run = {
			startedAt: 0,
			pauses: 0,
			quirks: [],
			throttle: 0,
			isBudgetSpent: false,
			nextLaunchAt: 0,
			failure: null,
		};
		const again = () =>
			askSlice(
				newWorld(),
				{ id: job.id, owner: user.id, config },
				{ lane: { number: 0, of: 1 }, calls: 1, run },
				slice,
			);
		await again();
		await again();
		expect(openai.asked.length - asked).toBe(1);
		expect((await results(user)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
		const [spent] = await sql("select documents, prompt_tokens from ai_spending where owner = ?", user.id);
		// The lost answer was paid for twice, as it was asked for twice.
		expect([spentBefore[0], spent]).toMatchObject([{ documents: 3 }, { documents: 4, prompt_tokens: 4000 }]);
	});

	test("does nothing to a document that has left the library meanwhile", async () => {
		const user = await newUser(hosted);
		const [id] = await putDocuments(user, 2);
		openAi(async (_, number) => {
			if (number === 1) await removeLibraryDocuments(newWorld(), user.id, [id ?? ""]);
			return says(answer);
		});
		await putConfig(user.headers, { "ai.batchSize": "1" });
		const job = await processed(user);
		expect(job.status).toBe("completed");
		expect(await results(user)).toHaveLength(1);
	});
});

describe("what follows from a run", () => {
	test("is applied where its owner wants that and the gates let it pass", async () => {
		openAi(({ prompt }) =>
			says({ ...answer, confidence: { ...answer.confidence, correspondent: prompt.includes("paper 1") ? 0.2 : 0.9 } }),
		);
		const user = await newUser({
			...hosted,
			"ai.autoApplyEnabled": "true",
			"ai.confidenceThresholdGlobal": "0.5",
			"ai.autoApplyRequireNoNewEntities": "false",
		});
		await putDocuments(user, 3);
		const job = await processed(user);
		expect(job.result).toMatchObject({ succeeded: 3, autoApplied: 2, autoApplySkipped: 1 });
		expect((await results(user)).map(({ status }) => status)).toEqual(["pending", "applied", "applied"]);
		const [document] = await sql(
			"select correspondent, title from library_documents where owner = ? and title = 'paper 2'",
			user.id,
		);
		expect(document).toEqual({ correspondent: "NORTHWIND ENERGY", title: "paper 2" });
	});

	test("is begun by a sync where its owner wants that", async () => {
		const fake = serverWith(3);
		const user = await libraryUser(reachable(fake));
		await synced(user);
		expect(await sql("select 1 from jobs where owner = ? and kind = 'ai_processing'", user.id)).toEqual([]);
		await putConfig(user.headers, { "ai.autoProcess": "true" });
		await synced(user);
		const isDone = async () =>
			expect(await sql("select status from jobs where owner = ? and kind = 'ai_processing'", user.id)).toEqual([
				{ status: "completed" },
			]);
		await vi.waitFor(isDone, { timeout: 10_000 });
		expect(await results(user)).toHaveLength(3);
	});

	test("is counted for the instance", async () => {
		openAi(() => says(answer));
		const user = await newUser(hosted);
		await putDocuments(user, 2);
		const of = async (name: string, labels: string) => {
			const sum = "select coalesce(sum(value), 0) as value from counters where name = ? and labels = ?";
			return (await sql<{ value: number }>(sum, name, labels))[0]?.value ?? 0;
		};
		const counted = async () => [
			await of("ai_runs_total", '{"outcome":"success"}'),
			await of("ai_documents_total", '{"gen_ai_system":"openai","outcome":"succeeded"}'),
			await of("ai_tokens_total", '{"gen_ai_system":"openai","gen_ai_token_type":"input"}'),
			await of("ai_tokens_total", '{"gen_ai_system":"openai","gen_ai_token_type":"cached"}'),
			await of("ai_document_duration_seconds_count", '{"gen_ai_system":"openai"}'),
		];
		const before = await counted();
		await processed(user);
		const isCounted = async () =>
			expect((await counted()).map((value, at) => value - (before[at] ?? 0))).toEqual([1, 2, 2000, 400, 2]);
		await vi.waitFor(isCounted, { timeout: 5_000 });
	});
});
