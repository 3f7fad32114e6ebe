import { PDFDocument, StandardFonts } from "pdf-lib";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Context } from "../../src/context.ts";
import type { PrintedPage } from "../../src/convert/convert.ts";
import {
	findDocumentOfJob,
	insertDocument,
	LineWriter,
	readLines,
	removeOldLines,
} from "../../src/documents/documents.ts";
import {
	completeRun,
	failRun,
	findExtraction,
	getExtractionResult,
	type StoredFlow,
	toFlowText,
	writeNewRun,
} from "../../src/extraction/extraction.ts";
import { startExtraction, sweepOutbox } from "../../src/jobs/jobs.ts";
import { newId } from "../../src/lib/ids.ts";
import { putSettings } from "../../src/settings/settings.ts";
import { createWebhook } from "../../src/webhooks/webhooks.ts";
import { bearer, env, newSession, send, sql } from "../accounts/support.ts";
import { deliver } from "../jobs/delivery.ts";
import { newObjectContext } from "../jobs/objects.ts";
import { aPdf, doneTask, objectsOf } from "./documents.ts";

afterEach(() => vi.restoreAllMocks());

/** An invoice: labels on the left, values beside them; its last page has them. */
async function anInvoice(number = "INV-2041", { pages = 1 } = {}): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	for (let page = 1; page <= pages; page += 1) {
		const sheet = document.addPage([595, 842]);
		const write = (text: string, x: number, y: number) => sheet.drawText(text, { x, y, size: 11, font });
		write(page === pages ? "INVOICE" : `Annex ${page}`, 60, 760);
		if (page < pages) continue;
		write("Invoice number:", 60, 700);
		write(number, 200, 700);
		write("Invoice date:", 60, 680);
		write("2026-03-14", 200, 680);
		write("Total:", 60, 600);
		write("1,250.50 EUR", 200, 600);
	}
	return await document.save();
}

const flow: Pick<StoredFlow, "id" | "fields" | "settings"> = {
	id: "flow-1",
	fields: [
		{ name: "invoice_number", type: "string", required: true },
		{ name: "invoice_date", type: "date" },
		{ name: "total", type: "currency", required: true },
		{ name: "iban", type: "string" },
	],
	settings: { model: "standard", autoApproveThreshold: null },
};

async function user() {
	const session = await newSession();
	const ctx: Context = { ...newObjectContext(), files: env.FILES, steps: env.STEPS };
	return { owner: session.id, headers: bearer(session.accessToken), ctx };
}

async function order(ctx: Context, id: string, changes: Partial<Parameters<typeof startExtraction>[1]> = {}) {
	const document = await findDocumentOfJob(ctx, id);
	if (document === undefined) throw new Error("no document");
	return { document, flow, model: "standard" as const, isOurs: true, ...changes };
}

/** The document's extraction once it has ended. */
async function extracted(ctx: Context, id: string) {
	for (let tries = 0; tries < 400; tries += 1) {
		const row = await findExtraction(ctx, id);
		if (row?.status === "completed" || row?.status === "failed") return row;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error(`${id} was not extracted: ${JSON.stringify(await findExtraction(ctx, id))}`);
}

describe("an extraction", () => {
	it("of a converted document gives values with scores and the places that prove them", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		expect(await startExtraction(ctx, await order(ctx, id))).toEqual({ started: true });
		const row = await extracted(ctx, id);
		expect(row).toMatchObject({
			status: "completed",
			error: null,
			review: null,
			provider: "embedded",
			flowId: "flow-1",
		});
		const result = await getExtractionResult(ctx, id);
		expect(result.extractedData).toEqual({
			invoice_number: "INV-2041",
			invoice_date: "2026-03-14",
			total: { amount: 1250.5, currency: "EUR" },
			iban: null,
		});
		expect(result.fieldScores.iban).toBe(0);
		expect(result.citations.iban).toBeNull();
		const place = result.citations.invoice_number;
		expect(place).toMatchObject({ page: 1, text: "INV-2041" });
		expect(place?.bbox[0]).toBeCloseTo(200, -1);
		expect(place?.bbox[1]).toBeGreaterThan(125);
		expect(place?.bbox[3]).toBeLessThan(150);
		expect(row.confidence).toBe(result.confidence);
	});

	it("of a document that was read in parts finds what stands on its last page", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice("INV-9", { pages: 45 }));
		await startExtraction(ctx, await order(ctx, id));
		await extracted(ctx, id);
		const { citations, extractedData } = await getExtractionResult(ctx, id);
		expect(extractedData.invoice_number).toBe("INV-9");
		expect(citations.invoice_number).toMatchObject({ page: 45, text: "INV-9" });
	});

	it("without a flow is the text alone, with the converter's confidence in it", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await aPdf());
		await startExtraction(ctx, await order(ctx, id, { flow: null }));
		expect(await extracted(ctx, id)).toMatchObject({ status: "completed", confidence: 100, fieldScores: null });
		const nothing = { extractedData: {}, fieldScores: {}, citations: {}, confidence: 100 };
		expect(await getExtractionResult(ctx, id)).toEqual(nothing);
	});

	it("begins with the conversion of a document that has none, and waits for it", async () => {
		const { ctx, owner } = await user();
		const id = newId();
		const bytes = await anInvoice("INV-77");
		await env.FILES.put(`documents/${id}/input`, bytes);
		const now = Date.now();
		const row = { id, owner, fileName: "i.pdf", source: "upload" as const, extension: ".pdf", format: "pdf" };
		const document = { ...row, sizeBytes: bytes.length, sha256: "00", createdAt: now, updatedAt: now };
		await startExtraction(
			ctx,
			{ document: { ...document, jobId: null, jobStatus: null }, flow, model: "standard", isOurs: true },
			{ before: [insertDocument(ctx.db, document)] },
		);
		expect((await extracted(ctx, id)).status).toBe("completed");
		expect((await getExtractionResult(ctx, id)).extractedData.invoice_number).toBe("INV-77");
		const kinds = await sql("select kind from jobs where document_id = ? order by created_at", id);
		expect(kinds).toEqual([{ kind: "conversion" }, { kind: "extraction" }]);
		expect(await sql("select * from outbox where subject = ?", id)).toEqual([]);
	});

	it("of a file that cannot be converted fails with the conversion's reason, and says so to who wants to know", async () => {
		const { ctx, owner } = await user();
		vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 204 }));
		await createWebhook(ctx, owner, { url: "https://hooks.example.com/in", events: ["document.failed"] });
		const id = newId();
		await env.FILES.put(`documents/${id}/input`, new TextEncoder().encode("%PDF-1.7 and nothing else"));
		const now = Date.now();
		const row = { id, owner, fileName: "i.pdf", source: "upload" as const, extension: ".pdf", format: "pdf" };
		const document = { ...row, sizeBytes: 25, sha256: "00", createdAt: now, updatedAt: now };
		await startExtraction(
			ctx,
			{ document: { ...document, jobId: null, jobStatus: null }, flow, model: "standard", isOurs: true },
			{ before: [insertDocument(ctx.db, document)] },
		);
		const failed = await extracted(ctx, id);
		expect(failed).toMatchObject({ status: "failed", error: expect.stringContaining("damaged") });
		const told = await sql<{ body: string }>("select body from webhook_deliveries where document_id = ?", id);
		await sql("delete from webhook_deliveries where document_id = ?", id);
		expect(told.map(({ body }) => JSON.parse(body).data)).toEqual([
			expect.objectContaining({ document_id: id, status: "failed", error: failed.error, extracted_data: null }),
		]);
		await expect(getExtractionResult(ctx, id)).rejects.toThrow("damaged");
	});

	it("asked for again while it is under way starts nothing, and with another flow is refused", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		const asked = await order(ctx, id);
		const answers = await Promise.allSettled(Array.from({ length: 8 }, () => startExtraction(ctx, asked)));
		const started = answers.filter((answer) => answer.status === "fulfilled" && answer.value.started);
		expect(answers.every(({ status }) => status === "fulfilled")).toBe(true);
		expect(started.length).toBeGreaterThan(0);
		await extracted(ctx, id);
		const other = { ...flow, id: "flow-2" };
		await sql("update extractions set status = 'running', token = 'elsewhere' where document_id = ?", id);
		await expect(startExtraction(ctx, { ...asked, flow: other })).rejects.toMatchObject({ code: "conflict" });
		expect(await startExtraction(ctx, asked)).toEqual({ started: false });
	});

	it("is added to a conversion that another API began, unless it asks for another", async () => {
		const { ctx, owner, headers } = await user();
		vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 204 }));
		await createWebhook(ctx, owner, { url: "https://hooks.example.com/in", events: ["document.completed"] });
		const { id } = await doneTask(headers);
		// As while it is being converted.
		await sql("update jobs set status = 'running' where document_id = ?", id);
		await expect(startExtraction(ctx, await order(ctx, id))).rejects.toMatchObject({ code: "conflict" });
		const asked = await order(ctx, id, { flow: null });
		expect(await startExtraction(ctx, asked)).toEqual({ started: true });
		expect(await startExtraction(ctx, asked)).toEqual({ started: false });
		expect(await findExtraction(ctx, id)).toMatchObject({ status: "waiting", isOurs: true });
		await sql("update jobs set status = 'completed' where document_id = ?", id);
		await sql("insert into outbox (id, topic, subject, due_at) values (?, 'extraction', ?, 0)", newId(), id);
		await sweepOutbox(ctx);
		expect(await extracted(ctx, id)).toMatchObject({ status: "completed", confidence: 100 });
		expect(await sql("select kind from jobs where document_id = ? order by created_at", id)).toEqual([
			...[{ kind: "conversion" }, { kind: "extraction" }],
		]);
		const told = await sql<{ type: string }>("select type from webhook_deliveries where document_id = ?", id);
		await sql("delete from webhook_deliveries where document_id = ?", id);
		expect(told).toEqual([{ type: "document.completed" }]);
	});

	it("again replaces the result, and a premium one has every page looked at", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id));
		const first = await extracted(ctx, id);
		await sql("update extractions set review = 'approved' where document_id = ?", id);
		await startExtraction(ctx, await order(ctx, id, { model: "premium" }));
		expect(await findExtraction(ctx, id)).toMatchObject({ status: "waiting", review: null, resultToken: null });
		const second = await extracted(ctx, id);
		expect(second).toMatchObject({ status: "completed", model: "premium", review: null });
		expect(second.token).not.toBe(first.token);
		const [conversion] = await sql<{ result: string; stats: string }>(
			"select j.result, j.stats from documents d join jobs j on j.id = d.job_id where d.id = ?",
			id,
		);
		expect(JSON.parse(conversion?.result ?? "")).toMatchObject({ ocr: "always" });
		// Convert, recognise, lay out, assemble.
		expect(JSON.parse(conversion?.stats ?? "")).toMatchObject({ steps: 4 });
		expect((await getExtractionResult(ctx, id)).extractedData.invoice_number).toBe("INV-2041");
		const kept = (await objectsOf(id)).filter((key) => /\/(?:extraction|lines)\//.test(key));
		expect(kept).toHaveLength(2);
	});
});

describe("printed lines", () => {
	const page = (number: number): PrintedPage => ({
		page: number,
		lines: [
			{
				words: [
					{ text: "Total", box: [10.1, 20.2, 30.3, 40.4], bold: true },
					{ text: ":", box: [30.3, 20.2, 32, 40.4], glued: true },
				],
			},
			{ words: [{ text: `n${number}`, box: [0, 0, 5.5, 5], shown: [100, 200.5, 105, 210] }] },
		],
	});

	async function read(ctx: Context, id: string, job: string): Promise<PrintedPage[]> {
		const pages: PrintedPage[] = [];
		for await (const each of readLines(ctx, id, job)) pages.push(each);
		return pages;
	}

	it("come back as they were stored, page by page, once however often a part was read", async () => {
		const { ctx } = await user();
		const id = newId();
		const all = Array.from({ length: 60 }, (_, at) => page(at + 1));
		for (const [first, last] of [
			[41, 60],
			[1, 40],
			[1, 40],
		]) {
			const writer = new LineWriter(ctx, id, "job-1");
			for (const each of all.slice((first ?? 1) - 1, last)) await writer.add(each);
			await writer.close();
		}
		expect(await read(ctx, id, "job-1")).toEqual(all);
		const other = new LineWriter(ctx, id, "job-2");
		await other.add(page(1));
		await other.close();
		await removeOldLines(ctx, id, "job-2");
		expect([await read(ctx, id, "job-1"), await read(ctx, id, "job-2")]).toEqual([[], [page(1)]]);
	});
});

describe("an extraction's steps", () => {
	it("delivered again, or late, change nothing", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id));
		const row = await extracted(ctx, id);
		const job = row.jobId ?? "";
		await deliver("deckle-steps", [
			{ job, step: "extract", attempt: 2 },
			{ job, step: "join", attempt: 1 },
			{ job, step: "window:1:1", attempt: 1 },
		]);
		expect(await findExtraction(ctx, id)).toEqual(row);
	});

	it("of a run that has been replaced bring nothing", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id));
		const row = await extracted(ctx, id);
		await sql("update extractions set status = 'running', token = 'newer' where document_id = ?", id);
		const run = { documentId: id, owner: row.owner, token: row.token ?? "", model: row.model, isOurs: true };
		await completeRun(ctx, { ...run, flow: null }, new Map(), null);
		expect(await findExtraction(ctx, id)).toMatchObject({
			status: "running",
			token: "newer",
			confidence: row.confidence,
		});
		await failRun(ctx, { ...row, token: row.token ?? "" }, "late");
		expect(await findExtraction(ctx, id)).toMatchObject({ status: "running", error: null });
	});

	it("that were lost with the process are found by the sweep", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		// As if the process had died with the first write: the order is there, and nobody has acted on it.
		const written = await writeNewRun(
			ctx,
			{ documentId: id, flowId: null, flow: toFlowText(flow), model: "standard", isOurs: true, token: newId() },
			{ alongside: [] },
		);
		expect(written).toBe(true);
		await sql("insert into outbox (id, topic, subject, due_at) values (?, 'extraction', ?, 0)", newId(), id);
		await sweepOutbox(ctx);
		expect((await extracted(ctx, id)).status).toBe("completed");
		expect(await sql("select * from outbox where subject = ?", id)).toEqual([]);
	});

	it("of a deleted document leave nothing behind", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id));
		const row = await extracted(ctx, id);
		await send(`/tasks/${id}`, { method: "DELETE", headers });
		const run = { documentId: id, owner: row.owner, token: row.token ?? "", model: row.model, isOurs: true };
		await completeRun(ctx, { ...run, flow: null }, new Map(), null);
		expect(await objectsOf(id)).toEqual([]);
		expect(await findExtraction(ctx, id)).toBeUndefined();
	});

	it("that write an object when their document is gone leave it to the sweep", async () => {
		const { ctx, headers } = await user();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id));
		const row = await extracted(ctx, id);
		const ended = "select id from jobs where id = ? and status = 'completed'";
		await vi.waitFor(async () => expect(await sql(ended, row.jobId)).toHaveLength(1), 5_000);
		await sql("update jobs set status = 'running' where id = ?", row.jobId);
		await send(`/tasks/${id}`, { method: "DELETE", headers });
		expect(await objectsOf(id)).toEqual([]);
		await env.FILES.put(`documents/${id}/extraction/late.json`, "{}");
		await sql("update outbox set due_at = 0 where subject = ? and due_at > ?", id, Date.now() + 60_000);
		await sweepOutbox(ctx);
		expect(await objectsOf(id)).toEqual([]);
		expect(await sql("select * from outbox where subject = ?", id)).toEqual([]);
	});
});

describe("a premium extraction with a hosted model", () => {
	const endpoint = "https://api.openai.com/v1/chat/completions";
	const nothing = { value: null, text: null };
	const answer = {
		invoice_number: { value: "INV-2041", text: "Invoice number: INV-2041" },
		invoice_date: { value: "2026-03-15", text: "somewhere else", confidence: 100 },
		total: { value: { amount: 1250.5, currency: "EUR" }, text: "1,250.50 EUR" },
		iban: nothing,
	};

	function completion(content: object, finish = "stop"): Response {
		const message = { role: "assistant", content: JSON.stringify(content) };
		const choices = [{ index: 0, message, finish_reason: finish }];
		return Response.json({ id: "c", object: "chat.completion", created: 1, model: "m", choices });
	}

	/** An endpoint that gives the answers in turn, the last one ever after; gives the requests that it was sent. */
	function serveModel(...answers: (() => Response)[]): Request[] {
		const requests: Request[] = [];
		vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
			const request = new Request(input, init);
			if (request.url !== endpoint) return new Response(null, { status: 404 });
			requests.push(request.clone());
			const next = answers.length > 1 ? answers.shift() : answers[0];
			return next?.() ?? new Response(null, { status: 500 });
		});
		return requests;
	}

	async function hostedUser() {
		const one = await user();
		await putSettings(one.ctx, one.owner, {
			"ai.provider": "openai",
			"ai.model": "gpt-5.4-mini",
			"openai.apiKey": "sk-of-their-own-0123456789",
		});
		return one;
	}

	it("has the owner's model read it, and believes what stands in the text", async () => {
		const requests = serveModel(() => completion(answer));
		const { ctx, headers } = await hostedUser();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id, { model: "premium" }));
		expect(await extracted(ctx, id)).toMatchObject({ provider: "openai", providerModel: "gpt-5.4-mini" });
		expect(requests).toHaveLength(1);
		expect(requests[0]?.headers.get("authorization")).toBe("Bearer sk-of-their-own-0123456789");
		const { extractedData, fieldScores, citations } = await getExtractionResult(ctx, id);
		expect(extractedData).toMatchObject({ invoice_number: "INV-2041", invoice_date: "2026-03-15", iban: null });
		expect(fieldScores).toMatchObject({ invoice_date: 30, iban: 0 });
		expect(fieldScores.invoice_number).toBeGreaterThan(70);
		expect(citations).toMatchObject({ invoice_date: null, total: { page: 1, text: "1,250.50 EUR" } });
		expect((await objectsOf(id)).filter((key) => key.includes("/extraction/"))).toHaveLength(1);
	});

	it("waits for a provider that is busy, and reads on", async () => {
		const busy = () =>
			Response.json({ error: { message: "slow down" } }, { status: 429, headers: { "Retry-After": "0" } });
		const requests = serveModel(busy, busy, busy, busy, () => completion(answer));
		const { ctx, headers } = await hostedUser();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id, { model: "premium" }));
		expect(await extracted(ctx, id)).toMatchObject({ status: "completed", provider: "openai" });
		expect(requests).toHaveLength(5);
	});

	it("fails where the model declines or has no key, in words that say so, and never by another way", async () => {
		serveModel(() => completion({}, "content_filter"));
		const { ctx, owner, headers } = await hostedUser();
		const { id } = await doneTask(headers, await anInvoice());
		await startExtraction(ctx, await order(ctx, id, { model: "premium" }));
		expect(await extracted(ctx, id)).toMatchObject({ status: "failed", error: "The model declined to answer." });
		await putSettings(ctx, owner, { "openai.apiKey": null });
		await startExtraction(ctx, await order(ctx, id, { model: "premium" }));
		expect((await extracted(ctx, id)).error).toContain("AI_OPENAI_API_KEY");
	});

	it("reads a long document in several requests, of which a repeated one changes nothing", async () => {
		const text = Array.from({ length: 700 }, (_, at) => `Paragraph ${at}: ${"of rope and sail ".repeat(6)}`).join(
			"\n\n",
		);
		const requests = serveModel(
			() => completion({ ...answer, invoice_number: nothing }),
			() => completion(answer),
		);
		const { ctx, headers } = await hostedUser();
		const { id } = await doneTask(headers, new TextEncoder().encode(`${text}\n\nInvoice number: INV-2041`), "long.txt");
		await startExtraction(ctx, await order(ctx, id, { model: "premium" }));
		const row = await extracted(ctx, id);
		expect(row).toMatchObject({ status: "completed", provider: "openai" });
		expect(requests.length).toBeGreaterThan(2);
		expect((await getExtractionResult(ctx, id)).extractedData.invoice_number).toBe("INV-2041");
		const asked = requests.length;
		await deliver("deckle-steps", [
			{ job: row.jobId ?? "", step: "window:2:1", attempt: 2 },
			{ job: row.jobId ?? "", step: "join", attempt: 2 },
		]);
		expect(requests).toHaveLength(asked);
		expect(await findExtraction(ctx, id)).toEqual(row);
	});
});
