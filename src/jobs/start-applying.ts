import type { Context } from "../context.ts";
import { type ApplyScope, freezeScope } from "../enrich/enrich.ts";
import type { Statement } from "../platform/database.ts";
import type { ApplyJobOptions } from "./ai-apply.ts";
import { startLibraryJob } from "./library-jobs.ts";

/**
 * Starts to apply the results of a scope, which is frozen in the transaction of the job, and gives the job's id; what `alongside` gives is
 * written there too. Throws `conflict` while another is at work.
 */
export async function startApplying(
	ctx: Context,
	owner: string,
	{ scope, options }: { scope: ApplyScope; options: ApplyJobOptions },
	alongside: (id: string) => Promise<readonly Statement[]> = async () => [],
): Promise<string> {
	return await startLibraryJob(ctx, { owner, kind: "ai_apply", config: options }, async (id) => [
		freezeScope(ctx, owner, id, scope),
		...(await alongside(id)),
	]);
}
