import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { newKey, newSession, send, sql } from "../accounts/support.ts";
import { ClientError, ExtractionClient, MaxRetriesExceeded } from "../clients/extraction-client.ts";
import { aPdf } from "./documents.ts";

/* The pipeline of the original's documentation, played by a client that was written from it. */

afterEach(() => vi.restoreAllMocks());

const text = (words: string) => new TextEncoder().encode(words);
const invoice = text("# Invoice\n\nInvoice number: INV-2026-17\n\nInvoice date: 2026-03-05\n\nTotal: EUR 1,234.50\n");
const fields = [
	{ name: "number", type: "string", aliases: ["Invoice number"], required: true },
	{ name: "issued", type: "date", aliases: ["Invoice date"] },
	{ name: "total", type: "currency", aliases: ["Total"] },
	{ name: "vat", type: "number", aliases: ["VAT id of the carrier"] },
];

interface Options {
	scopes?: string[];
	/** Answers in place of the API's, for the first requests. */
	before?: Response[];
}

async function newClient({ scopes = ["read", "write"], before = [] }: Options = {}) {
	const waits: number[] = [];
	const { token } = await newKey(await newSession(), { scopes });
	const ask = async (path: string, init: RequestInit) => before.shift() ?? (await send(`/extract${path}`, init));
	const client = new ExtractionClient(ask, token, async (seconds) => {
		waits.push(seconds);
		await new Promise((resolve) => setTimeout(resolve, 50));
	});
	return { client, waits, token };
}

describe("a client written from the original's documentation", () => {
	it("uploads with a flow, is told by a webhook, reads the result and approves it", async () => {
		const told: { headers: Headers; body: string }[] = [];
		vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) => {
			told.push({ headers: new Headers(init?.headers), body: String(init?.body) });
			return new Response();
		});
		const { client } = await newClient();
		const url = "https://your-app.example.com/webhooks/paperai";
		const hook = await client.createWebhook(url, ["document.completed", "document.failed", "document.approved"]);
		const flow = await client.create<{ id: string }>("/flows", { name: "Invoices", fields });
		const id = await client.processDocument(invoice, "invoice.md", { flow_id: flow.id });
		const received = (type: string) =>
			vi.waitFor(
				() => {
					const found = told.find(({ body }) => JSON.parse(body).type === type);
					if (found === undefined) throw new Error(`no ${type}`);
					return found;
				},
				{ timeout: 30_000, interval: 50 },
			);
		const { headers, body } = await received("document.completed");
		const signature = createHmac("sha256", hook.secret).update(body).digest("hex");
		expect(headers.get("X-PaperAI-Signature")).toBe(`sha256=${signature}`);
		const { data } = JSON.parse(body);
		expect(data).toMatchObject({ document_id: id, status: "completed" });
		const result = await client.result(id);
		const { confidence_score, extracted_data, field_scores } = data;
		expect(result).toMatchObject({ confidence_score, extracted_data, field_scores });
		expect(result.extracted_data).toEqual({
			...{ number: "INV-2026-17", issued: "2026-03-05", total: { amount: 1234.5, currency: "EUR" }, vat: null },
		});
		expect(result.markdown).toContain("INV-2026-17");
		expect(result.field_scores.vat).toBe(0);
		expect(result.confidence_score).toBe(result.field_scores.number);
		await client.approve(id);
		expect(JSON.parse((await received("document.approved")).body).data).toMatchObject({
			document_id: id,
			review: "approved",
		});
	});

	it("uploads without a flow, converts, polls and rejects", async () => {
		const { client } = await newClient();
		const id = await client.processDocument(await aPdf(), "scan.pdf");
		expect(await client.status(id)).toBe("pending");
		await client.convert(id, { model: "standard" });
		expect(await client.finished(id)).toBe("completed");
		const result = await client.result(id);
		expect(result).toMatchObject({ extracted_data: {}, field_scores: {} });
		expect(result.confidence_score).toBeGreaterThan(50);
		await client.reject(id);
	});

	it("walks a folder of many documents by its cursors", async () => {
		const { client } = await newClient();
		const folder = await client.create<{ id: string }>("/folders", { name: "Bulk" });
		const uploads = Array.from({ length: 7 }, (_, at) =>
			client.processDocument(text(`note ${at}`), `note-${at}.txt`, { folder_id: folder.id }),
		);
		const ids = await Promise.all(uploads);
		await client.processDocument(text("elsewhere"), "elsewhere.txt");
		const listed: string[] = [];
		for await (const { documents, pagination } of client.pages(folder.id, 3)) {
			expect(pagination.total_count).toBe(7);
			listed.push(...documents.map(({ document_id }) => document_id));
		}
		expect(listed.sort()).toEqual(ids.sort());
	});

	it("stops at refusals that are final, and knows them by their documented names", async () => {
		const { client } = await newClient();
		const refusal = async (work: Promise<unknown>) => {
			const error = await work.then(
				() => undefined,
				(reason: unknown) => reason,
			);
			if (!(error instanceof ClientError)) throw new Error(`no refusal: ${error}`);
			return [error.status, error.message, error.explanation];
		};
		const unsupported = await refusal(client.processDocument(new Uint8Array([0, 1, 2, 3]), "program.exe"));
		expect(unsupported.slice(0, 2)).toEqual([400, "invalid_file_type"]);
		expect(unsupported[2]).toMatch(/^Unsupported file format. Supported: PDF, PNG, JPG, TIFF, DOCX, XLSX\b/);
		const stranger = new ExtractionClient(
			(path, init) => send(`/extract${path}`, init),
			"pmk_wrong",
			async () => undefined,
		);
		expect(await refusal(stranger.status("x"))).toEqual([
			...[401, "invalid_api_key", "The provided API key is invalid or has been revoked"],
		]);
		const reader = (await newClient({ scopes: ["read"] })).client;
		expect((await refusal(reader.processDocument(invoice, "a.md"))).slice(0, 2)).toEqual([403, "insufficient_scope"]);
	});

	it("waits as told where it is too fast, backs off where the service fails, and makes one document of all tries", async () => {
		const tooMany = {
			error: "rate_limit_exceeded",
			message: "Rate limit exceeded. Retry after 30 seconds",
			retry_after: 30,
		};
		const failed = { error: "processing_failed", message: "Document processing failed. Please retry." };
		const answers = () => [
			Response.json(tooMany, { status: 429 }),
			...[1, 2, 3].map(() => Response.json(failed, { status: 500 })),
		];
		const { client, waits } = await newClient({ before: answers() });
		await client.processDocument(invoice, "invoice.md");
		expect(waits).toEqual([30, 1, 2, 4]);
		const tired = await newClient({ before: [...answers(), ...answers()] });
		await expect(tired.client.processDocument(invoice, "invoice.md")).rejects.toThrow(MaxRetriesExceeded);
	});

	it("whose first try was carried out though its answer was lost has one document", async () => {
		const session = await newSession();
		const { token } = await newKey(session);
		let lost = 1;
		const ask = async (path: string, init: RequestInit) => {
			const answer = await send(`/extract${path}`, init);
			return lost-- > 0 ? Response.json({ error: "processing_failed", message: "" }, { status: 500 }) : answer;
		};
		const client = new ExtractionClient(ask, token, async () => undefined);
		const id = await client.processDocument(invoice, "invoice.md");
		expect(await sql("select id from documents where owner = ?", session.id)).toEqual([{ id }]);
	});
});
