import { z } from "@hono/zod-openapi";

/** A whole number in a query or path, as digits; anything else is refused as unparsable. */
export function integerText(bounds: { min: number; max: number }) {
	return z.preprocess(
		(value) => (typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value),
		z.number().int().min(bounds.min).max(bounds.max),
	);
}

/** `limit` and `offset` of the lists of the tasks API. */
export function pageQuery(defaultLimit = 50) {
	return z.object({
		limit: integerText({ min: 1, max: 1000 })
			.default(defaultLimit)
			.openapi({ type: "integer", minimum: 1, maximum: 1000 }),
		offset: integerText({ min: 0, max: Number.MAX_SAFE_INTEGER }).default(0).openapi({ type: "integer", minimum: 0 }),
	});
}

export interface PageQuery {
	limit: number;
	offset: number;
}

export function toPage<Item>(list: { items: Item[]; total: number }, { limit, offset }: PageQuery) {
	return { ...list, limit, offset, has_more: offset + list.items.length < list.total };
}
