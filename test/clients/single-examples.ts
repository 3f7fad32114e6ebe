import { aBlank, aReport } from "./documents.ts";
import {
	type Example,
	expectAnswer,
	expectShape,
	expectThat,
	int,
	matching,
	number,
	tags,
	text,
	uuid,
	type World,
} from "./examples.ts";

type Parts = Record<string, string | { name: string; bytes: Uint8Array<ArrayBuffer> | string }>;

export function form(parts: Parts): FormData {
	const data = new FormData();
	for (const [field, value] of Object.entries(parts)) {
		if (typeof value === "string") data.append(field, value);
		else data.append(field, new File([value.bytes], value.name));
	}
	return data;
}

const config = JSON.stringify({ num_pages: 3, num_tags: 5 });
const tooLittle =
	"Could not extract sufficient text from PDF. The document might be scanned or image-based without OCR support.";
const resultShape = {
	success: true,
	tags,
	extracted_text_preview: (value: unknown) => typeof value === "string" && value.length > 50 && value.length <= 500,
	processing_time: number,
	is_scanned: false,
	extraction_method: "pypdf2",
	ocr_confidence: null,
	raw_ai_response: text,
	error: null,
	document_id: uuid,
	provider: "embedded",
	model_name: "embedded",
};

async function process({ user }: World, parts: Parts) {
	return await user.call("POST", "/api/single/process", form(parts));
}

/** Contract, chapter 6. */
export const singleExamples: Example[] = [
	{
		name: "POST /api/single/process tags an uploaded PDF",
		async play(world) {
			const pdf_file = { name: "Annual Circular.PDF", bytes: await aReport(1, "Annual Circular on Canals") };
			const answer = await process(world, { config, pdf_file });
			expectAnswer(answer, 200, { ...resultShape, document_title: "Annual Circular on Canals" });
			expectThat((answer.body as { tags: string[] }).tags.length <= 5, "more tags than asked for");
		},
	},
	{
		name: "POST /api/single/process tags a PDF by its URL, also one that moved or is called a stream of bytes",
		async play(world) {
			for (const name of ["report", "moved", "untyped"]) {
				const pdf_url = `${world.stage.documents}/${name}.pdf`;
				expectAnswer(await process(world, { config, pdf_url }), 200, resultShape);
			}
		},
	},
	{
		name: "POST /api/single/process takes {} as config, and empty parts as absent",
		async play(world) {
			const pdf_url = `${world.stage.documents}/report.pdf`;
			const pdf_file = { name: "", bytes: "" };
			expectAnswer(await process(world, { config: "{}", pdf_url, pdf_file }), 200, resultShape);
			const report = { name: "a.pdf", bytes: await aReport(1) };
			expectAnswer(await process(world, { config: "{}", pdf_url: "", pdf_file: report }), 200, resultShape);
		},
	},
	{
		name: "POST /api/single/process keeps excluded words out of the tags, from the config and from a file together",
		async play(world) {
			const pdf_file = { name: "a.pdf", bytes: await aReport(1) };
			const plain = await process(world, { config, pdf_file });
			expectAnswer(plain, 200, resultShape);
			const [first = "", second = ""] = (plain.body as { tags: string[] }).tags;
			const excluding = JSON.stringify({ num_tags: 5, exclusion_words: [first.replaceAll("-", " ").toUpperCase()] });
			const exclusion_file = { name: "words.TXT", bytes: `# not wanted\n${second.replaceAll("-", " ")}, nonsense\n` };
			const answer = await process(world, { config: excluding, pdf_file, exclusion_file });
			expectAnswer(answer, 200, resultShape);
			const given = (answer.body as { tags: string[] }).tags;
			expectThat(!given.includes(first) && !given.includes(second), `${first} or ${second} in ${given.join(", ")}`);
		},
	},
	{
		name: "POST /api/single/process refuses, in the order of the contract",
		async play(world) {
			const { documents } = world.stage;
			const pdf_file = { name: "a.pdf", bytes: await aReport(1) };
			const pdf_url = `${documents}/report.pdf`;
			const failed = "Failed to download PDF from URL: ";
			const cases: [Parts, string | RegExp][] = [
				[{ config: "{", pdf_url }, "Invalid config JSON format"],
				[{ pdf_url }, "Invalid config JSON format"],
				[{ config: '{"num_tags":99}', pdf_url }, /num_tags/],
				[{ config: '{"num_pages":0}', pdf_url }, /num_pages/],
				[{ config: '{"api_key":""}', pdf_url }, "API key is required"],
				[{ config: '{"model_name":"openai/gpt-4o-mini"}', pdf_url }, "API key is required"],
				[
					{ config, pdf_url, exclusion_file: { name: "words.docx", bytes: "x" } },
					"Failed to parse exclusion file: Unsupported file format: words.docx. Supported formats: .txt, .pdf",
				],
				[{ config, pdf_url, pdf_file }, "Please provide either a PDF file OR a URL, not both."],
				[{ config, pdf_file: { name: "a.docx", bytes: "x" } }, "Invalid file type. Please upload a PDF file."],
				[{ config, pdf_file: { name: "a.pdf", bytes: "" } }, "Empty PDF file"],
				[{ config, pdf_url: "ftp://example.com/a.pdf" }, "Invalid URL. Must start with http:// or https://"],
				[{ config, pdf_url: `${documents}/missing.pdf` }, `${failed}HTTP 404`],
				[{ config, pdf_url: `${documents}/page.pdf` }, `${failed}Invalid content type - URL does not point to a PDF`],
				[{ config, pdf_url: `${documents}/too-big.pdf` }, `${failed}File too large (max 50MB)`],
				[{ config, pdf_url: `${documents}/trap.pdf` }, `${failed}Failed to download: address not allowed`],
				[{ config, pdf_url: "http://10.0.0.1/a.pdf" }, `${failed}Failed to download: address not allowed`],
				[{ config }, "Please provide either a PDF file or a PDF URL."],
				[{ config, pdf_file: { name: "a.pdf", bytes: "no PDF at all" } }, /^PDF extraction failed: /],
				[{ config, pdf_url: `${documents}/damaged.pdf` }, /^PDF extraction failed: /],
				[{ config, pdf_file: { name: "blank.pdf", bytes: await aBlank() } }, tooLittle],
			];
			for (const [parts, detail] of cases) {
				const shape = typeof detail === "string" ? detail : matching(detail);
				expectAnswer(await process(world, parts), 400, { detail: shape });
			}
		},
	},
	{
		name: "POST /api/single/process refuses 50 MB and one byte",
		isHeavy: true,
		async play(world) {
			const bytes = new Uint8Array(52_428_801);
			bytes.set(new TextEncoder().encode("%PDF-1.7\n"));
			const answer = await process(world, { config, pdf_file: { name: "big.pdf", bytes } });
			expectAnswer(answer, 400, { detail: "File too large (max 50MB)" });
		},
	},
	{
		name: "a failed single run is in the history, a refused one is not",
		async play({ user }) {
			const answer = await user.call("GET", "/api/history/jobs?status=failed");
			expectAnswer(answer, 200, { total: int });
			const { jobs } = answer.body as { jobs: Record<string, unknown>[] };
			const wanted = "the damaged one, the blank one and the one that is no PDF";
			expectThat(jobs.length === 3, `${jobs.length} failed runs instead of 3: ${wanted}`);
			expectShape(jobs[0], { job_type: "single", total_documents: 1, processed_count: 0, failed_count: 1 }, "jobs[0]");
		},
	},
	{
		name: "GET /api/single/preview streams the PDF, with the token in the header or the query",
		async play({ user, stranger, stage }) {
			const url = encodeURIComponent(`${stage.documents}/report.pdf`);
			const token = user.tokens?.access_token ?? "";
			for (const answer of [
				await user.call("GET", `/api/single/preview?url=${url}`),
				await stranger.ask("GET", `/api/single/preview?url=${url}&token=${token}`),
			]) {
				expectAnswer(answer, 200);
				expectShape(answer.headers.get("content-type"), "application/pdf", "content-type");
				expectShape(answer.headers.get("content-disposition"), "inline; filename=preview.pdf", "content-disposition");
				expectShape(answer.headers.get("x-content-type-options"), "nosniff", "x-content-type-options");
				expectThat(answer.headers.get("x-frame-options") === null, "a frame-blocking header");
				const head = new TextDecoder().decode((answer.body as Uint8Array).subarray(0, 5));
				expectShape(head, "%PDF-", "the bytes");
			}
		},
	},
	{
		name: "GET /api/single/preview refuses",
		async play({ user, stranger, stage }) {
			const preview = (url: string) => user.call("GET", `/api/single/preview?url=${encodeURIComponent(url)}`);
			expectAnswer(await user.call("GET", "/api/single/preview"), 400, { detail: text });
			const scheme = "Invalid URL. Must start with http:// or https://";
			expectAnswer(await preview("file:///etc/passwd"), 400, { detail: scheme });
			const failed = "Failed to download PDF from URL: ";
			expectAnswer(await preview(`${stage.documents}/missing.pdf`), 400, { detail: `${failed}HTTP 404` });
			const notPdf = `${failed}Invalid content type - URL does not point to a PDF`;
			expectAnswer(await preview(`${stage.documents}/page.pdf`), 400, { detail: notPdf });
			const private_ = await preview("http://[::ffff:10.0.0.1]/a.pdf");
			expectAnswer(private_, 400, { detail: `${failed}Failed to download: address not allowed` });
			const bare = await stranger.ask("GET", "/api/single/preview?url=https%3A%2F%2Fexample.com%2Fa.pdf");
			expectAnswer(bare, 401, { detail: "Not authenticated" });
		},
	},
	{
		name: "POST /api/single/process without a token is 401, whatever the body",
		async play({ stranger }) {
			expectAnswer(await stranger.ask("POST", "/api/single/process", form({ config })), 401, {
				detail: "Not authenticated",
			});
		},
	},
];
