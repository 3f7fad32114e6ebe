import { beforeAll, describe, expect, it } from "vitest";
import { bearer, bodyOf, newKey, newSession, post, send, sql } from "../accounts/support.ts";
import { aPdf, doneTask, fileForm, type Headers, objectsOf } from "./documents.ts";

const base = "/extract/api/v1";

interface Document {
	document_id: string;
	status: string;
	[field: string]: unknown;
}

interface Page {
	documents: Document[];
	pagination: { next_cursor: string | null; has_more: boolean; total_count: number };
}

let headers: Headers;

beforeAll(async () => {
	headers = bearer((await newKey(await newSession())).token);
});

const get = (path: string, as = headers) => send(base + path, { headers: as });
const call = (path: string, body: unknown = {}, more: Headers = {}) => post(base + path, body, { ...headers, ...more });

async function upload(fields: Record<string, string> = {}, more: Headers = {}, bytes?: Uint8Array | string) {
	const body = fileForm(bytes ?? (await aPdf()), "invoice.pdf", fields);
	return await send(`${base}/documents`, { method: "POST", body, headers: { ...headers, ...more } });
}

async function ended(id: string): Promise<Document> {
	for (let tries = 0; tries < 600; tries += 1) {
		const document = await bodyOf<Document>(await get(`/documents/${id}`));
		if (document.status === "completed" || document.status === "failed") return document;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error(`document ${id} did not end`);
}

const flow = { name: "Parts", fields: [{ name: "title", type: "string", required: true }] };

async function newFlow(): Promise<string> {
	return (await bodyOf<{ id: string }>(await call("/flows", flow))).id;
}

describe("a document of the extraction API", () => {
	it("stays pending until it is to be converted, and is a task all the while", async () => {
		const created = await upload({ flow_id: "", folder_id: "" });
		expect(created.status).toBe(200);
		const document = await bodyOf<Document>(created);
		expect(document).toEqual({
			...{ document_id: expect.any(String), status: "pending", file_name: "invoice.pdf" },
			...{ content_type: "application/pdf", size_bytes: expect.any(Number), page_count: null },
			...{ folder_id: null, flow_id: null, model: "standard", progress: 0, review: null },
			...{ confidence_score: null, error: null },
			...{ created_at: expect.stringMatching(/Z$/), updated_at: expect.stringMatching(/Z$/) },
		});
		const id = document.document_id;
		expect(await bodyOf(await get(`/documents/${id}`))).toEqual(document);
		expect(await bodyOf(await send(`/tasks/${id}`, { headers }))).toMatchObject({ id, status: "PENDING" });
		const early = await get(`/documents/${id}/result`);
		expect(early.status).toBe(409);
		expect(await bodyOf(early)).toEqual({ error: "not_ready", message: "The document is pending", status: "pending" });

		const started = await send(`${base}/documents/${id}/convert`, { method: "POST", headers });
		expect(await bodyOf(started)).toEqual({ document_id: id, status: "processing" });
		expect(await ended(id)).toMatchObject({ status: "completed", progress: 1, page_count: 1, flow_id: null });
		const result = await bodyOf(await get(`/documents/${id}/result`));
		expect(result).toEqual({
			...{ document_id: id, markdown: expect.stringContaining("untrimmed edge") },
			...{ extracted_data: {}, field_scores: {}, citations: {}, review: null, confidence_score: expect.any(Number) },
		});
	});

	it("is converted and extracted at once with a flow, approved, rejected and deleted", async () => {
		const flowId = await newFlow();
		const created = await bodyOf<Document>(await upload({ flow_id: flowId }));
		expect(created).toMatchObject({ status: "processing", flow_id: flowId, model: "standard" });
		const id = created.document_id;
		const done = await ended(id);
		expect(done).toMatchObject({ status: "completed", flow_id: flowId, confidence_score: expect.any(Number) });
		const result = await bodyOf<{ extracted_data: object }>(await get(`/documents/${id}/result`));
		expect(Object.keys(result.extracted_data)).toEqual(["title"]);

		const approved = await send(`${base}/documents/${id}/approve`, { method: "POST", headers });
		expect(await bodyOf(approved)).toEqual({ document_id: id, review: "approved" });
		expect(await bodyOf(await call(`/documents/${id}/approve`))).toEqual({ document_id: id, review: "approved" });
		expect(await bodyOf(await call(`/documents/${id}/reject`, { reason: "wrong" }))).toMatchObject({
			review: "rejected",
		});
		expect(await bodyOf<Page>(await get("/documents?review=rejected"))).toMatchObject({
			documents: [{ document_id: id, review: "rejected" }],
			pagination: { total_count: 1, has_more: false, next_cursor: null },
		});

		expect(await bodyOf(await call(`/documents/${id}/convert`))).toEqual({ document_id: id, status: "processing" });
		expect(await ended(id)).toMatchObject({ status: "completed", review: null, flow_id: flowId });

		const deleted = await send(`${base}/documents/${id}`, { method: "DELETE", headers });
		expect(await bodyOf(deleted)).toEqual({ document_id: id, deleted: true });
		expect((await get(`/documents/${id}`)).status).toBe(404);
		expect((await send(`/tasks/${id}`, { headers })).status).toBe(404);
		expect(await objectsOf(id)).toEqual([]);
		expect(await sql("SELECT * FROM extractions WHERE document_id = ?", id)).toEqual([]);
	});

	it("is listed by folder, status and review, each page with the number of those that match", async () => {
		const session = await newSession();
		const as = bearer(session.accessToken);
		const folder = await bodyOf<{ id: string }>(await post(`${base}/folders`, { name: "Bills" }, as));
		for (const fields of [{ folder_id: folder.id }, { folder_id: folder.id }, {}]) {
			await send(`${base}/documents`, { method: "POST", body: fileForm("# Bill", "bill.md", fields), headers: as });
		}
		const listed = async (query: string) => {
			const { documents, pagination } = await bodyOf<Page>(await get(`/documents?${query}`, as));
			return [documents.length, pagination.total_count];
		};
		expect(await listed("")).toEqual([3, 3]);
		expect(await listed(`limit=1&folder_id=${folder.id}`)).toEqual([1, 2]);
		expect(await listed("status=pending&limit=2")).toEqual([2, 3]);
		expect(await listed(`folder_id=${folder.id}&status=pending`)).toEqual([2, 2]);
		expect(await listed("status=completed")).toEqual([0, 0]);
		expect(await listed(`folder_id=${folder.id}&review=approved`)).toEqual([0, 0]);
	});

	it("of another API is there too, with its text and a verdict", async () => {
		const session = await newSession();
		const as = bearer(session.accessToken);
		const task = await doneTask(as);
		const found = await bodyOf(await get(`/documents/${task.id}`, as));
		expect(found).toMatchObject({ document_id: task.id, status: "completed", flow_id: null, confidence_score: 100 });
		const result = await bodyOf(await get(`/documents/${task.id}/result`, as));
		expect(result).toMatchObject({
			...{ markdown: expect.stringContaining("untrimmed"), extracted_data: {} },
			confidence_score: 100,
		});
		const verdict = await post(`${base}/documents/${task.id}/approve`, {}, as);
		expect(await bodyOf(verdict)).toEqual({ document_id: task.id, review: "approved" });
		expect((await get(`/documents/${task.id}`)).status).toBe(404);
	});

	it("is refused by name where the request is not right", async () => {
		const form = (fields: Record<string, string>) => {
			const body = new FormData();
			for (const [name, value] of Object.entries(fields)) body.append(name, value);
			return send(`${base}/documents`, { method: "POST", body, headers });
		};
		const said = async (response: Promise<Response>) => {
			const answer = await response;
			const { error, details } = await bodyOf<{ error: string; details?: { field: string }[] }>(answer);
			return [answer.status, error, ...(details ?? []).map(({ field }) => field)];
		};
		expect(await said(form({ flow_id: "x" }))).toEqual([400, "invalid_request", "file"]);
		expect(await said(upload({ flow_id: "x" }))).toEqual([400, "invalid_request", "flow_id"]);
		expect(await said(upload({ folder_id: "x" }))).toEqual([400, "invalid_request", "folder_id"]);
		expect(await said(upload({}, {}, "MZ\x90\x00".repeat(20)))).toEqual([400, "invalid_file_type"]);
		expect(await said(upload({}, {}, ""))).toEqual([400, "invalid_file_type"]);
		expect(await said(call("/documents/x/convert", { model: "best" }))).toEqual([400, "invalid_request", "model"]);
		expect(await said(call("/documents/x/convert", { flow_id: "x" }))).toEqual([400, "invalid_request", "flow_id"]);
		expect(await said(call("/documents/x/convert"))).toEqual([404, "not_found"]);
		expect(await said(call("/documents/x/approve"))).toEqual([404, "not_found"]);
		const broken = send(`${base}/documents/x/convert`, { method: "POST", headers, body: "{" });
		expect((await said(broken)).slice(0, 2)).toEqual([400, "invalid_request"]);
		const deep = `{"name":"x","fields":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
		expect(await said(send(`${base}/flows`, { method: "POST", headers, body: deep }))).toEqual([
			...[400, "invalid_request", "fields.0"],
		]);
		for (const query of ["limit=0", "limit=-1", "limit=1.5", "limit=x", "limit=", "status=done", "review=ok"]) {
			expect([query, ...(await said(get(`/documents?${query}`)))]).toEqual([
				query,
				...[400, "invalid_request", query.split("=")[0]],
			]);
		}
	});
});
