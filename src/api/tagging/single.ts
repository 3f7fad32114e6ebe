import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { maxInputBytes, purgeDocument } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { recordFailedSingle, singleEnd, startSingle } from "../../jobs/jobs.ts";
import { cleanFileName } from "../../lib/file-name.ts";
import { answerOnce } from "../../requests/requests.ts";
import {
	type OpenedSource,
	openPreview,
	openSource,
	openUploaded,
	SourceError,
	type TaggingRecord,
} from "../../tagging/tagging.ts";
import { requireUser, who } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { repeatableRequest } from "../repeat.ts";
import type { Form } from "../upload.ts";
import { lastOf } from "../validation.ts";
import { json, tags } from "./auth.ts";
import { toJobConfig, withExclusions } from "./config.ts";
import { configOf, exclusionsOf, type FormFile, readTaggingForm } from "./form.ts";
import { refused } from "./refusals.ts";
import { ErrorView } from "./wire.ts";

const security = [{ bearer: [] }];
const previewCharacters = 500;

const SingleView = z
	.object({
		success: z.literal(true),
		document_title: z.string(),
		tags: z.array(z.string()),
		extracted_text_preview: z.string(),
		processing_time: z.number().openapi({ description: "Seconds" }),
		is_scanned: z.boolean(),
		extraction_method: z.string(),
		ocr_confidence: z.number().nullable(),
		raw_ai_response: z.string(),
		error: z.null(),
		document_id: z.string(),
		provider: z.string(),
		model_name: z.string(),
	})
	.openapi("SingleResult");

const processRoute = createRoute({
	method: "post",
	path: "/single/process",
	tags,
	security,
	summary: "Tag one PDF, uploaded or by its URL",
	middleware: [who("user")] as const,
	request: {
		body: {
			required: true,
			content: {
				"multipart/form-data": {
					schema: z.object({
						config: z.string().openapi({ description: "JSON of a TaggingConfig" }),
						pdf_file: z.any().optional().openapi({ type: "string", format: "binary" }),
						pdf_url: z.string().optional(),
						exclusion_file: z.any().optional().openapi({ type: "string", format: "binary" }),
					}),
				},
			},
		},
	},
	responses: {
		200: json(SingleView, "The tags"),
		400: json(ErrorView, "Invalid input, or a document that cannot be read"),
		401: json(ErrorView, "Not authenticated"),
		409: json(ErrorView, "Idempotency-Key used with another request"),
		500: json(ErrorView, "Tags could not be made"),
	},
});

const preview = createRoute({
	method: "get",
	path: "/single/preview",
	tags,
	security,
	summary: "The PDF behind a URL, for a frame",
	middleware: [who("user", { tokenInQuery: true, publicIf: (config) => config.PUBLIC_PREVIEW })] as const,
	request: { query: z.object({ url: lastOf(z.string()), token: lastOf(z.string()).optional() }) },
	responses: {
		200: { description: "The PDF", content: { "application/pdf": { schema: z.any() } } },
		400: json(ErrorView, "Not a URL, or not to a PDF"),
		401: json(ErrorView, "Not authenticated"),
	},
});

export function registerSingleRoutes(surface: OpenAPIHono<AppEnv>): void {
	// Its form is read as a stream, which the router's own validator would hold whole.
	surface.openAPIRegistry.registerPath(processRoute);
	surface.post("/single/process", who("user"), processSingle);

	surface.openapi(preview, async (http) => {
		const { url } = http.req.valid("query");
		checkScheme(url);
		const bytes = await downloading(openPreview(http.get("ctx"), url, { signal: http.req.raw.signal }));
		return http.body(bytes, 200, {
			"Content-Type": "application/pdf",
			"Content-Disposition": "inline; filename=preview.pdf",
			"X-Content-Type-Options": "nosniff",
		}) as never;
	});
}

async function processSingle(http: Http): Promise<Response> {
	const ctx = http.get("ctx");
	const owner = requireUser(http).id;
	const form = await readTaggingForm(http, { documentField: "pdf_file", fields: ["exclusion_file"] });
	const uploadedName = form.files.get("pdf_file")?.name;
	const uploaded = form.files.get("pdf_file")?.received;
	try {
		const given = configOf(form);
		const asked = await toJobConfig(ctx, owner, given, { entities: true, paced: false });
		const config = withExclusions(asked.config, await exclusionsOf(ctx, form));
		const content =
			uploaded?.kind === "document" ? [uploadedName, uploaded.received.sha256] : form.fields.get("pdf_url");
		const request = repeatableRequest(http, owner, [given, config.exclusionWords, content]);
		// What is repeated is the job: both wait for its end, and nothing is downloaded twice.
		const { body } = await answerOnce(ctx, request, async (record) => {
			const document = await documentOf(ctx, owner, form, http.req.raw.signal);
			const single = { owner, ...document, config, apiKey: asked.apiKey };
			const answer = (jobId: string) => ({ status: 200, body: jobId });
			return answer(await startSingle(ctx, single, (id) => record(answer(id))));
		});
		return http.json(toSingleView(await singleEnd(ctx, body, owner)), 200);
	} finally {
		// A document that is there by now keeps its bytes.
		if (uploaded?.kind === "document") await purgeDocument(ctx, uploaded.id);
	}
}

/** The checks in the contract's order (6.1, from 4 on); their last is the download. */
async function documentOf(
	ctx: Context,
	owner: string,
	form: Form<FormFile>,
	signal: AbortSignal,
): Promise<{ opened: OpenedSource; filePath: string; sourceType: "upload" | "url" }> {
	const file = form.files.get("pdf_file");
	const url = form.fields.get("pdf_url")?.trim() || undefined;
	if (file !== undefined && url !== undefined) throw refused("Please provide either a PDF file OR a URL, not both.");
	if (file?.received.kind === "document") {
		const { id, received } = file.received;
		const name = cleanFileName(file.name) || "document.pdf";
		if (!/\.pdf$/i.test(name)) throw refused("Invalid file type. Please upload a PDF file.");
		if (received.sizeBytes === 0) throw refused("Empty PDF file");
		if (received.sizeBytes > maxInputBytes) throw refused("File too large (max 50MB)");
		if (received.info?.format !== "pdf") {
			const error = "PDF extraction failed: the file is not a PDF";
			await recordFailedSingle(ctx, { owner, title: name, filePath: `upload://${name}`, error });
			throw refused(error);
		}
		const opened = await openUploaded(ctx, owner, { id, name, received });
		return { opened, filePath: `upload://${name}`, sourceType: "upload" };
	}
	if (url === undefined) throw refused("Please provide either a PDF file or a PDF URL.");
	checkScheme(url);
	const opened = await downloading(openSource(ctx, owner, { type: "url", path: url }, { signal }));
	return { opened, filePath: url, sourceType: "url" };
}

function checkScheme(url: string): void {
	if (!/^https?:\/\//i.test(url.trim())) throw refused("Invalid URL. Must start with http:// or https://");
}

async function downloading<T>(download: Promise<T>): Promise<T> {
	try {
		return await download;
	} catch (error) {
		if (error instanceof SourceError) throw refused(`Failed to download PDF from URL: ${error.message}`);
		throw error;
	}
}

/** Throws what the record says went wrong. */
function toSingleView(record: TaggingRecord): z.infer<typeof SingleView> {
	if (record.status !== "success") {
		const message = record.error ?? "Internal server error: unexpected error";
		const isDocuments = /^(PDF extraction failed|Could not extract)/.test(message);
		throw new AppError(isDocuments ? "invalid_request" : "internal", message);
	}
	const metadata = JSON.parse(record.metadata ?? "{}") as Record<string, never>;
	return {
		success: true,
		document_title: record.title,
		tags: JSON.parse(record.tags) as string[],
		extracted_text_preview: (record.extractedText ?? "").slice(0, previewCharacters),
		processing_time: metadata.processing_time ?? 0,
		is_scanned: metadata.is_scanned ?? false,
		extraction_method: metadata.extraction_method ?? "pypdf2",
		ocr_confidence: metadata.ocr_confidence ?? null,
		raw_ai_response: record.answer ?? "",
		error: null,
		document_id: record.documentId ?? "",
		provider: metadata.provider ?? "embedded",
		model_name: metadata.model_name ?? "embedded",
	};
}
