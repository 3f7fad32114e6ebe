import { z } from "@hono/zod-openapi";
import type { FigureRow } from "../../documents/documents.ts";
import { integer, uuid } from "../validation.ts";

const nullable = (schema: z.ZodString) => schema.nullable();

export const Task = z
	.object({
		id: z.uuid(),
		file_name: z.string(),
		source_type: z.enum(["DOCUMENT", "URL"]),
		source_url: nullable(z.string()),
		final_url: nullable(z.string()),
		webhook_url: nullable(z.string()),
		status: z.enum(["PENDING", "QUEUED", "PROCESSING", "DONE", "FAILED"]),
		input_path: z.string(),
		output_path: nullable(z.string()),
		error_message: nullable(z.string()),
		created_at: z.string(),
		updated_at: z.string(),
		page_count: z.number().nullable(),
		pages_done: z.number(),
		progress: z.number(),
		content_type: nullable(z.string()),
		size_bytes: z.number().nullable(),
	})
	.openapi("Task");

export const CreatedTask = Task.extend({
	webhook_secret: z.string().optional().openapi({ description: "Only with a webhook_url: signs its deliveries." }),
}).openapi("CreatedTask");

export const Figure = z
	.object({
		figure_index: z.number(),
		title: z.string(),
		s3_key: z.string(),
		url: z.string(),
		page: z.number(),
		bbox: z.array(z.number()),
		width: z.number(),
		height: z.number(),
	})
	.openapi("Figure");

export const ErrorBody = z.object({ detail: z.string() }).openapi("Error");
export const ValidationErrorBody = z
	.object({
		detail: z.array(
			z.object({
				loc: z.array(z.union([z.string(), z.number()])),
				msg: z.string(),
				type: z.string(),
				input: z.unknown().optional(),
			}),
		),
	})
	.openapi("ValidationError");

export function listOf<Item extends z.ZodType>(item: Item) {
	return z.object({
		items: z.array(item),
		total: z.number(),
		limit: z.number(),
		offset: z.number(),
		has_more: z.boolean(),
	});
}

export const IdParam = z.object({ id: uuid().openapi({ param: { name: "id", in: "path" } }) });

export const FigureParam = IdParam.extend({
	n: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).openapi({ param: { name: "n", in: "path" } }),
});

export function toFigure(figure: FigureRow, url: string): z.infer<typeof Figure> {
	return {
		figure_index: figure.figureIndex,
		title: figure.title,
		s3_key: `${figure.documentId}/figures/picture-${figure.figureIndex}.png`,
		url,
		page: figure.page,
		bbox: JSON.parse(figure.bbox) as number[],
		width: figure.widthPx,
		height: figure.heightPx,
	};
}

/** Content of an answer in JSON, for the reference. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
	return { description, content: { "application/json": { schema } } };
}

/** The errors that a route of this API may give, for the reference. */
export function errors(...statuses: (400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 502 | 503)[]) {
	return Object.fromEntries(
		statuses.map((status) => [status, json(status === 422 ? ValidationErrorBody : ErrorBody, "Error")]),
	);
}
