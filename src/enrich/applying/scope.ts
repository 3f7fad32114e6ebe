import { z } from "zod";
import { ResultFilter } from "../results/filters.ts";

/** D1 takes 2 MB as one value: so many ids, and a little more. */
export const mostResultIds = 50_000;

/** Which results are to be applied (contracts/library.md 8.10). */
export const ApplyScope = z.discriminatedUnion("type", [
	z.object({ type: z.literal("selected_result_ids"), resultIds: z.array(z.string()).max(mostResultIds) }),
	z.object({ type: z.literal("all_pending") }),
	/** Without a `status` those that were refused or taken back stay so. */
	z.object({ type: z.literal("current_filter"), filters: ResultFilter.prefault({}) }),
]);
export type ApplyScope = z.infer<typeof ApplyScope>;
