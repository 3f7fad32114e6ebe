/** What a caller wants to know of a document. */
import { z } from "zod";

export const FieldTypes = ["string", "number", "date", "currency", "boolean", "list", "table"] as const;
export type FieldType = (typeof FieldTypes)[number];

/** Bounds that keep the work on one document small. */
const MAX_FIELDS = 200;
const MAX_ITEMS = 40;
const MAX_NAME = 100;
const MAX_TEXT = 1_000;
const MAX_WORDS = 50;

export interface Field {
	/** Unique in its flow, and the key of its value. */
	name: string;
	type: FieldType;
	description?: string | undefined;
	required?: boolean | undefined;
	/** Other words that a document may have for it. */
	aliases?: string[] | undefined;
	/** The only values that it may have. */
	enum?: string[] | undefined;
	/** Columns of a table; of a list, the type of what it holds. */
	items?: Field[] | undefined;
}

function isEachOnce(fields: readonly { name: string }[]): boolean {
	return new Set(fields.map(({ name }) => name)).size === fields.length;
}

const words = z.array(z.string().trim().min(1).max(MAX_NAME)).max(MAX_WORDS);

const shared = {
	name: z.string().trim().min(1).max(MAX_NAME),
	description: z.string().max(MAX_TEXT).optional(),
	required: z.boolean().optional(),
	aliases: words.optional(),
	enum: words.optional(),
};

const simpleTypes = FieldTypes.filter((type) => type !== "list" && type !== "table");

const ItemField = z.object({ ...shared, type: z.enum(simpleTypes) });

const FlowField = z.object({
	...shared,
	type: z.enum(FieldTypes),
	items: z.array(ItemField).max(MAX_ITEMS).refine(isEachOnce, "names must be unique").optional(),
});

export const FlowFields = z.array(FlowField).min(1).max(MAX_FIELDS).refine(isEachOnce, "names must be unique");

/** `settings.auto_approve_threshold` is 0…100. */
export const Flow = z.object({
	name: z.string().trim().min(1).max(200),
	fields: FlowFields,
	settings: z
		.object({
			model: z.enum(["standard", "premium"]).optional(),
			auto_approve_threshold: z.number().min(0).max(100).optional(),
		})
		.optional(),
});
export type Flow = z.infer<typeof Flow>;
