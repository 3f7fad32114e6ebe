import type { z } from "@hono/zod-openapi";

/**
 * A schema of the core under a name in the reference. Surfaces are loaded after the core, and a schema has `openapi` only where it was
 * made after they were: the copy is.
 */
export function named<Schema extends z.ZodType>(schema: Schema, name: string): Schema {
	return schema.clone().openapi(name);
}
