import { z } from "@hono/zod-openapi";
import {
	FieldTypes,
	FlowFields,
	type FlowSettings,
	Flow as FlowShape,
	type StoredFlow,
} from "../../extraction/extraction.ts";
import { isoTime, toIsoTime } from "./wire.ts";

/* A flow in the words of the extraction API. What was answered may be sent back as it is: null counts as left out. */

const itemShape = {
	name: z.string(),
	type: z.enum(FieldTypes),
	description: z.string().nullable(),
	required: z.boolean(),
	aliases: z.array(z.string()),
	enum: z.array(z.string()).nullable(),
};
const ItemView = z.object(itemShape);
const FieldView = z.object({ ...itemShape, items: z.array(ItemView).nullable() }).openapi("ExtractionField");

export const FlowView = z
	.object({
		id: z.string(),
		name: z.string(),
		fields: z.array(FieldView),
		settings: z.object({
			model: z.enum(["standard", "premium"]),
			auto_approve_threshold: z
				.number()
				.nullable()
				.openapi({ description: "0…100; null: nothing is approved by itself" }),
		}),
		created_at: isoTime,
		updated_at: isoTime,
	})
	.openapi("ExtractionFlow");

/** How far into a flow's fields their null may stand: list, field, columns, column, list of words. What is deeper is none of its own. */
const deepest = 5;
const Fields = z.preprocess((fields) => withoutNulls(fields, deepest), FlowFields);

const Settings = z
	.object({
		model: z.enum(["standard", "premium"]).nullish(),
		auto_approve_threshold: z.number().min(0).max(100).nullish(),
	})
	.nullish()
	.transform(toSettings);

export const FlowBody = z.object({ name: FlowShape.shape.name, fields: Fields, settings: Settings });
export const FlowChange = z.object({
	name: FlowShape.shape.name.optional(),
	fields: Fields.optional(),
	settings: Settings,
});

export function toFlowView({ id, name, fields, settings, createdAt, updatedAt }: StoredFlow): z.infer<typeof FlowView> {
	return {
		...{ id, name },
		fields: fields.map(({ items = null, ...field }) => ({
			...toItem(field),
			items: items?.map(toItem) ?? null,
		})),
		settings: { model: settings.model, auto_approve_threshold: settings.autoApproveThreshold },
		created_at: toIsoTime(createdAt),
		updated_at: toIsoTime(updatedAt),
	};
}

function toItem(field: Omit<StoredFlow["fields"][number], "items">): z.infer<typeof ItemView> {
	const { name, type, description, required, aliases, enum: values } = field;
	return {
		...{ name, type, description: description ?? null, required: required ?? false },
		...{ aliases: aliases ?? [], enum: values ?? null },
	};
}

/** What was said of the settings; null puts one back to its default. */
function toSettings(
	settings:
		| { model?: FlowSettings["model"] | null | undefined; auto_approve_threshold?: number | null | undefined }
		| null
		| undefined,
): Partial<FlowSettings> {
	const { model, auto_approve_threshold: threshold } = settings ?? {};
	return {
		...(model === undefined ? {} : { model: model ?? "standard" }),
		...(threshold === undefined ? {} : { autoApproveThreshold: threshold }),
	};
}

function withoutNulls(value: unknown, levels: number): unknown {
	if (typeof value !== "object" || value === null || levels === 0) return value;
	if (Array.isArray(value)) return value.map((inner) => withoutNulls(inner, levels - 1));
	const kept = Object.entries(value).filter(([, inner]) => inner !== null);
	return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNulls(inner, levels - 1)]));
}
