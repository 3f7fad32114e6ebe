import { z } from "@hono/zod-openapi";
import type { core } from "zod";

/**
 * A subject's schema under a name of the reference. Made anew: a schema that is older than the reference's library, which is loaded with
 * the first surface, can't be named.
 */
export function named<Shape extends core.$ZodLooseShape>(name: string, schema: z.ZodObject<Shape>): z.ZodObject<Shape> {
	return z.object(schema.shape).openapi(name);
}
