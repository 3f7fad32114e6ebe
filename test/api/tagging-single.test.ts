import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bearer, bodyOf, env, newSession, type Session, send } from "../accounts/support.ts";
import { aPdf, objectsOf } from "./documents.ts";

let files: Map<string, Uint8Array | string>;

beforeEach(() => {
	files = new Map();
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
		const file = files.get(String(input instanceof Request ? input.url : input));
		if (file === undefined) return new Response("no", { status: 404 });
		return new Response(file as Uint8Array<ArrayBuffer>, { headers: { "Content-Type": "application/octet-stream" } });
	});
});
afterEach(() => vi.restoreAllMocks());

interface Parts {
	config?: string;
	pdf_url?: string;
	pdf_file?: File;
	csv_file?: File;
	exclusion_file?: File;
}

async function submit(session: Session, parts: Parts, path = "/api/single/process", headers = {}): Promise<Response> {
	const form = new FormData();
	for (const [name, value] of Object.entries({ config: "{}", ...parts })) form.append(name, value as string | File);
	return await send(path, { method: "POST", body: form, headers: { ...bearer(session.accessToken), ...headers } });
}

const paragraphs = [
	"The paper mill of Fabriano has made handmade paper since the thirteenth century, and its watermarks are known all over Europe.",
	"A deckle edge is the untrimmed edge of a sheet of handmade paper. Watermarks, laid lines and chain lines tell where a sheet was made.",
	"Conservation of handmade paper asks for a stable relative humidity. The paper mill publishes an annual report on conservation and on",
	"the training of paper makers, with figures on rag supply, gelatine sizing and the humidity of its drying lofts over the whole year.",
];

/** A page with enough text to need no OCR. */
async function aFile(name = "report.pdf"): Promise<File> {
	const { PDFDocument, StandardFonts } = await import("pdf-lib");
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	const page = document.addPage([842, 595]);
	page.drawText("Handmade paper: an annual report", { x: 60, y: 520, size: 20, font });
	for (const [at, text] of paragraphs.entries()) page.drawText(text, { x: 60, y: 470 - at * 16, size: 11, font });
	return new File([await document.save()], name);
}

describe("tagging one document", () => {
	it("needs no network for an upload, and records the run and the document", async () => {
		const session = await newSession();
		const response = await submit(session, { pdf_file: await aFile() });
		expect(response.status).toBe(200);
		const result = await bodyOf<Record<string, unknown> & { tags: string[]; document_id: string }>(response);
		expect(result).toMatchObject({
			success: true,
			is_scanned: false,
			extraction_method: "pypdf2",
			ocr_confidence: null,
			error: null,
			provider: "embedded",
			model_name: "embedded",
		});
		expect(result.tags.length).toBeGreaterThan(2);
		for (const tag of result.tags) expect(tag).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
		expect(JSON.parse(String(result.raw_ai_response))).toHaveProperty("names");
		const headers = bearer(session.accessToken);
		const { jobs } = await bodyOf<{ jobs: { id: string }[] }>(await send("/api/history/jobs", { headers }));
		expect(jobs).toMatchObject([
			{ job_type: "single", status: "completed", total_documents: 1, processed_count: 1, failed_count: 0 },
		]);
		const { documents } = await bodyOf<{ documents: { id: string }[] }>(
			await send("/api/history/documents", { headers }),
		);
		expect(documents).toMatchObject([
			{ file_path: "upload://report.pdf", file_source_type: "upload", status: "success", tags: result.tags },
		]);
		const detail = await bodyOf(await send(`/api/history/documents/${documents[0]?.id}`, { headers }));
		expect(detail).toMatchObject({
			document_id: result.document_id,
			mime_type: "application/pdf",
			extracted_text: expect.stringContaining("deckle edge"),
		});
		expect(await bodyOf(await send("/api/history/stats", { headers }))).toMatchObject({
			total_jobs: 1,
			total_documents: 1,
			documents_processed: 1,
			documents_failed: 0,
			jobs_by_status: { completed: 1 },
		});
	});

	it("fetches a URL, and takes the same bytes for the same document", async () => {
		const session = await newSession();
		const bytes = await aPdf(2);
		files.set("https://files.example.com/Paper%20report.pdf", bytes);
		const once = await bodyOf(await submit(session, { pdf_url: "https://files.example.com/Paper%20report.pdf" }));
		const again = await bodyOf(await submit(session, { pdf_file: new File([bytes], "other.pdf") }));
		expect(once).toMatchObject({ success: true });
		expect(again.document_id).toBe(once.document_id);
	});

	it("leaves out what an exclusion list and the configuration name", async () => {
		const session = await newSession();
		const plain = await bodyOf<{ tags: string[] }>(await submit(session, { pdf_file: await aFile() }));
		const [first = "", second = ""] = plain.tags;
		const less = await bodyOf<{ tags: string[] }>(
			await submit(session, {
				pdf_file: await aFile(),
				config: JSON.stringify({ exclusion_words: [first.replaceAll("-", " ")] }),
				exclusion_file: new File([`# mine\n${second.toUpperCase()}\n`], "not-these.txt"),
			}),
		);
		expect([first, second].map((tag) => less.tags.includes(tag))).toEqual([false, false]);
	});

	it("gives the same run to the same request under one key", async () => {
		const session = await newSession();
		const file = await aFile();
		const headers = { "Idempotency-Key": "once" };
		const answers = await Promise.all(
			[1, 2, 3].map(() => submit(session, { pdf_file: file }, "/api/single/process", headers)),
		);
		const bodies = await Promise.all(answers.map((answer) => bodyOf(answer)));
		for (const body of bodies) expect(body).toEqual(bodies[0]);
		const jobs = await bodyOf(await send("/api/history/jobs", { headers: bearer(session.accessToken) }));
		expect(jobs.total).toBe(1);
		const other = await submit(session, { pdf_file: await aFile("b.pdf") }, "/api/single/process", headers);
		expect(other.status).toBe(409);
	});

	it.each([
		["config that is no JSON", async () => ({ config: "{", pdf_file: await aFile() }), "Invalid config JSON format"],
		["an empty key", async () => ({ config: '{"api_key":""}', pdf_file: await aFile() }), "API key is required"],
		[
			"a hosted model without a key",
			async () => ({ config: '{"model_name":"openai/gpt-4o-mini"}', pdf_file: await aFile() }),
			"API key is required",
		],
		[
			"a wrong exclusion list",
			async () => ({ pdf_file: await aFile(), exclusion_file: new File(["x"], "a.docx") }),
			"Failed to parse exclusion file: Unsupported file format: a.docx. Supported formats: .txt, .pdf",
		],
		[
			"both sources",
			async () => ({ pdf_file: await aFile(), pdf_url: "https://files.example.com/a.pdf" }),
			"Please provide either a PDF file OR a URL, not both.",
		],
		["neither", async () => ({}), "Please provide either a PDF file or a PDF URL."],
		[
			"another type",
			async () => ({ pdf_file: new File(["hello"], "a.txt") }),
			"Invalid file type. Please upload a PDF file.",
		],
		["an empty file", async () => ({ pdf_file: new File([], "a.pdf") }), "Empty PDF file"],
		[
			"a file by another scheme",
			async () => ({ pdf_url: "ftp://files.example.com/a.pdf" }),
			"Invalid URL. Must start with http:// or https://",
		],
		[
			"a URL that leads nowhere",
			async () => ({ pdf_url: "https://files.example.com/none.pdf" }),
			"Failed to download PDF from URL: HTTP 404",
		],
		[
			"an address of ours",
			async () => ({ pdf_url: "http://127.0.0.1/a.pdf" }),
			"Failed to download PDF from URL: Failed to download: address not allowed",
		],
	])("refuses %s", async (_, parts, detail) => {
		const response = await submit(await newSession(), await parts());
		expect([response.status, await bodyOf(response)]).toEqual([400, { detail }]);
	});

	it("records a document without text as failed, and says so", async () => {
		const session = await newSession();
		const { PDFDocument } = await import("pdf-lib");
		const empty = await PDFDocument.create();
		empty.addPage([300, 300]);
		const response = await submit(session, { pdf_file: new File([await empty.save()], "blank.pdf") });
		expect(response.status).toBe(400);
		expect(await bodyOf(response)).toEqual({
			detail:
				"Could not extract sufficient text from PDF. The document might be scanned or image-based without OCR support.",
		});
		const { jobs } = await bodyOf<{ jobs: unknown[] }>(
			await send("/api/history/jobs", { headers: bearer(session.accessToken) }),
		);
		expect(jobs).toMatchObject([{ status: "failed", processed_count: 0, failed_count: 1 }]);
	});

	it("leaves no bytes of what it refuses", async () => {
		const session = await newSession();
		const before = (await env.FILES.list()).objects.length;
		await submit(session, { config: "{", pdf_file: await aFile() });
		expect((await env.FILES.list()).objects.length).toBe(before);
		expect(await objectsOf("none")).toEqual([]);
	});
});

describe("the preview", () => {
	it("streams a PDF for a frame, to who shows a token in the address as well", async () => {
		const session = await newSession();
		const bytes = await aPdf();
		files.set("https://files.example.com/a.pdf", bytes);
		const path = `/api/single/preview?url=${encodeURIComponent("https://files.example.com/a.pdf")}`;
		expect((await send(path)).status).toBe(401);
		const response = await send(`${path}&token=${session.accessToken}`);
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("application/pdf");
		expect(response.headers.get("content-disposition")).toBe("inline; filename=preview.pdf");
		expect(response.headers.has("x-frame-options")).toBe(false);
		expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
	});
});

describe("a sheet", () => {
	const aWorkbook = async (...rows: (string | number)[][]) => {
		const { utils, write } = await import("@e965/xlsx");
		return new File([write(utils.book_new(utils.aoa_to_sheet(rows)), { type: "array" })], "sheet.xlsx");
	};
	const sheet = (...lines: string[]) => new File([lines.join("\n")], "sheet.csv");

	it("is tagged while its sender waits, and comes back with two columns more", async () => {
		const session = await newSession();
		files.set("https://files.example.com/a.pdf", await aPdf());
		const response = await submit(
			session,
			{
				csv_file: sheet(
					"\ufeffTitle,note,file_source_type,file_path",
					"Training Manual,=1+1,url,https://files.example.com/a.pdf",
					"Annual Report,x,url,https://files.example.com/none.pdf",
					"Nothing,y,,",
				),
			},
			"/api/batch/process",
		);
		expect(response.status).toBe(200);
		const result = await bodyOf<
			Record<string, unknown> & { output_csv_url: string; summary_report: { documents: { tags: string[] }[] } }
		>(response);
		const tags = result.summary_report.documents[0]?.tags ?? [];
		expect(result).toMatchObject({
			success: true,
			total_documents: 3,
			processed_count: 1,
			failed_count: 2,
			summary_report: {
				errors: [
					{ row: 2, title: "Annual Report", error: "Download failed: HTTP 404" },
					{ row: 3, title: "Nothing", error: "Missing file_source_type or file_path" },
				],
				statistics: { total: 3, processed: 1, failed: 2, success_rate: "33.3%" },
			},
		});
		const url = new URL(result.output_csv_url);
		const csv = await (await send(url.pathname + url.search)).text();
		expect(csv.split(/\r?\n/).slice(0, 3)).toEqual([
			"Title,note,file_source_type,file_path,generated_tags,tagging_status",
			`Training Manual,'=1+1,url,https://files.example.com/a.pdf,"${tags.join(", ")}",success`,
			"Annual Report,x,url,https://files.example.com/none.pdf,,failed: Download failed: HTTP 404",
		]);
		const forged = await send(`${url.pathname}${url.search.replace("signature=", "signature=A")}`);
		expect(forged.status).toBe(403);
	});

	it("may be a workbook, whose columns go by many names, and comes back as CSV", async () => {
		const session = await newSession();
		files.set("https://files.example.com/a.pdf", await aPdf());
		const file = await aWorkbook(
			["Name", "note; or not", "", "PDF Link"],
			["Training Manual", "=1+1", "", "https://files.example.com/a.pdf"],
			["", " ", "", ""],
			["", 7.5, "x", "https://files.example.com/none.pdf"],
			["Nothing", "two\nlines", "", ""],
		);
		const response = await submit(session, { csv_file: file }, "/api/batch/process");
		const result = await bodyOf<{ output_csv_url: string; summary_report: { documents: { tags: string[] }[] } }>(
			response,
		);
		expect([response.status, result]).toMatchObject([
			200,
			{
				processed_count: 1,
				summary_report: {
					documents: [{ title: "Training Manual" }, { title: "Untitled Document" }, { title: "Nothing" }],
					errors: [
						{ row: 2, error: "Download failed: HTTP 404" },
						{ row: 3, error: "file_path is required" },
					],
				},
			},
		]);
		const url = new URL(result.output_csv_url);
		const csv = await (await send(url.pathname + url.search)).text();
		const tags = result.summary_report.documents[0]?.tags.join(", ");
		expect(csv.split("\r\n")).toEqual([
			"Name,note; or not,,PDF Link,generated_tags,tagging_status",
			`Training Manual,'=1+1,,https://files.example.com/a.pdf,"${tags}",success`,
			",7.5,x,https://files.example.com/none.pdf,,failed: Download failed: HTTP 404",
			'Nothing,"two\nlines",,,,failed: file_path is required',
			"",
		]);
	});

	it.each([
		["without rows", async () => await aWorkbook(["file_path"]), "Empty or invalid CSV file"],
		["without paths", async () => await aWorkbook(["title"], ["x"]), "Missing required columns: file_path"],
		["that is none", async () => new File(["PK no workbook"], "a.xlsx"), "Empty or invalid CSV file"],
	])("that is a workbook %s is an answer without rows", async (_, file, error) => {
		const response = await submit(await newSession(), { csv_file: await file() }, "/api/batch/process");
		expect([response.status, await bodyOf(response)]).toMatchObject([
			200,
			{ success: false, summary_report: { errors: [{ row: null, title: null, error }] } },
		]);
	});

	it.each([
		["with too many rows", `title,file_source_type,file_path${"\na,url,b".repeat(1001)}`, "Too many rows (max 1000)"],
		[
			"whose quotes never end",
			`title,file_source_type,file_path\n"${"x".repeat(300_000)}`,
			"A row of the file is too long",
		],
	])("%s is refused", async (_, text, detail) => {
		const response = await submit(await newSession(), { csv_file: new File([text], "a.csv") }, "/api/batch/process");
		expect([response.status, await bodyOf(response)]).toEqual([400, { detail }]);
	});

	it.each([
		["no rows", sheet("title,file_source_type,file_path"), "Empty or invalid CSV file"],
		["no columns that are needed", sheet("a,b", "1,2"), "Missing required columns: title, file_source_type, file_path"],
	])("with %s is an answer without rows", async (_, file, error) => {
		const response = await submit(await newSession(), { csv_file: file }, "/api/batch/process");
		expect([response.status, await bodyOf(response)]).toMatchObject([
			200,
			{ success: false, output_csv_url: "", summary_report: { errors: [{ row: null, title: null, error }] } },
		]);
	});

	it("of another type, or empty, is refused", async () => {
		const session = await newSession();
		const wrong = await submit(session, { csv_file: new File(["a"], "a.doc") }, "/api/batch/process");
		expect(await bodyOf(wrong)).toEqual({ detail: "Invalid file type" });
		const empty = await submit(session, { csv_file: new File([], "a.csv") }, "/api/batch/process");
		expect(await bodyOf(empty)).toEqual({ detail: "Empty CSV file" });
	});
});
