import { eq } from "drizzle-orm";
import type { Context } from "../context.ts";
import { libraries } from "../platform/library-tables.ts";

/** When the last analysis ended, and how many groups there were then, of all statuses; null before the first. */
export async function lastAnalysis(
	ctx: Context,
	owner: string,
): Promise<{ at: number | null; totalDuplicateGroups: number }> {
	const row = await ctx.db
		.select({ at: libraries.lastAnalysisAt, totalDuplicateGroups: libraries.totalDuplicateGroups })
		.from(libraries)
		.where(eq(libraries.owner, owner))
		.get();
	return row ?? { at: null, totalDuplicateGroups: 0 };
}
