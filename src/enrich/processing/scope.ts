import { z } from "zod";
import { ResultFilter } from "../results/filters.ts";

/**
 * Which documents a run works on (contracts/library.md 8.5): those that nothing was proposed for yet, those whose last try failed, some by
 * their ids, those of results, or all.
 */
export const ProcessScope = z.discriminatedUnion("type", [
	z.object({ type: z.literal("new_only") }),
	z.object({ type: z.literal("failed_only") }),
	z.object({ type: z.literal("selected_document_ids"), documentIds: z.array(z.string()).max(100_000) }),
	z.object({ type: z.literal("current_filter"), filters: ResultFilter }),
	z.object({ type: z.literal("full_reprocess") }),
]);
export type ProcessScope = z.infer<typeof ProcessScope>;

/** As a job keeps it: ids are in its items, which are written with it. */
export const KeptScope = z.discriminatedUnion("type", [
	z.object({ type: z.literal("new_only") }),
	z.object({ type: z.literal("failed_only") }),
	z.object({ type: z.literal("selected") }),
	z.object({ type: z.literal("current_filter"), filters: ResultFilter }),
	z.object({ type: z.literal("full_reprocess") }),
]);
export type KeptScope = z.infer<typeof KeptScope>;

export function toKeptScope(scope: ProcessScope): KeptScope {
	return scope.type === "selected_document_ids" ? { type: "selected" } : scope;
}
