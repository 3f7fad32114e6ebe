import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { getMarkdown } from "../../documents/documents.ts";
import { AppError, isAppError } from "../../errors.ts";
import { type ExtractionDocument, type ExtractionResult, getExtractionResult } from "../../extraction/extraction.ts";
import type { AppEnv, Http } from "../http.ts";
import { textStream } from "../json-stream.ts";
import { refuse } from "./dialect.ts";
import { Result } from "./document-wire.ts";
import { documentOf } from "./documents.ts";
import { errors, idParam, json, security } from "./wire.ts";

const get = createRoute({
	method: "get",
	path: "/documents/{id}/result",
	tags: ["Extraction: documents"],
	security,
	summary: "Its Markdown, and the flow's fields with their scores and places",
	request: { params: idParam("id") },
	responses: { 200: json(Result, "The result"), ...errors(404, 409) },
});

export function registerResultRoute(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(get, async (http) => {
		const document = assertCompleted(await documentOf(http, http.req.valid("param").id));
		const result = await whileCompleted(http, document.id, () => getExtractionResult(http.get("ctx"), document.id));
		const markdown = await markdownOf(http, document.id);
		const response = textStream(written(document, result, markdown), { "Content-Type": "application/json" });
		// The JSON of `Result`, made while it is sent: Markdown may have megabytes.
		return response as never;
	});
}

/** Throws `not_ready`, with the reason of a failure. */
export function assertCompleted(document: ExtractionDocument): ExtractionDocument {
	const { status, failure } = document;
	if (status === "completed") return document;
	throw refuse("not_ready", failure ?? `The document is ${status}`, { status });
}

/** Work on the result of a document that was completed; where it is at work again by now, that is what there is to say. */
export async function whileCompleted<Answer>(http: Http, id: string, work: () => Promise<Answer>): Promise<Answer> {
	try {
		return await work();
	} catch (error) {
		if (!isAppError(error, "not_ready")) throw error;
		const { status } = assertCompleted(await documentOf(http, id));
		throw refuse("not_ready", "The document has a new result", { status });
	}
}

async function markdownOf(http: Http, id: string): Promise<ReadableStream<Uint8Array>> {
	const stored = await getMarkdown(http.get("ctx"), id, {});
	if (stored === null) throw new AppError("internal", `the Markdown of ${id} is missing from the store`);
	return stored.body;
}

async function* written(
	{ id, review }: ExtractionDocument,
	{ extractedData, confidence, fieldScores, citations }: ExtractionResult,
	markdown: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
	yield `{"document_id":${JSON.stringify(id)},"markdown":"`;
	const decoder = new TextDecoder();
	for await (const piece of markdown) yield escaped(decoder.decode(piece, { stream: true }));
	yield escaped(decoder.decode());
	const rest = {
		...{ extracted_data: extractedData, confidence_score: confidence, field_scores: fieldScores },
		...{ review, citations },
	};
	yield `",${JSON.stringify(rest).slice(1)}`;
}

/** As it stands within a JSON string. */
function escaped(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}
