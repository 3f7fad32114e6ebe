import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bearer, newSession, send, sql } from "../accounts/support.ts";
import { fakeNetwork, getJob, jobEnded, type LibraryUser, putConfig, type ShownJob } from "./library.ts";
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

async function ask(user: LibraryUser, method: string, path: string, body?: unknown) {
	const response = await send(`/api/v1${path}`, {
		method,
		headers: { ...user.headers, ...(body !== undefined && { "Content-Type": "application/json" }) },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as { data: never; error?: { code: string; message: string } } };
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
		await putDocument(user.id, { title: `filed ${number}`, text, correspondent: sender, tags: [sender.split(" ")[1] ?? ""] });
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
});
