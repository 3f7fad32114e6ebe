import type { Context } from "../context.ts";
import type { Dialect } from "./frames.ts";

/** A socket on which the job tells its events in `dialect`; undefined once it has forgotten them. */
export async function watchJob(
	ctx: Context,
	jobId: string,
	watch: {
		dialect: Dialect;
		owner: string;
		name?: string;
		canWrite?: boolean;
		after?: number | undefined;
		headers: Headers;
	},
): Promise<Response | undefined> {
	const url = new URL("https://job/watch");
	url.searchParams.set("dialect", watch.dialect);
	url.searchParams.set("owner", watch.owner);
	url.searchParams.set("name", watch.name ?? jobId);
	url.searchParams.set("writes", String(watch.canWrite ?? false));
	if (watch.after !== undefined) url.searchParams.set("after", String(watch.after));
	const response = await ctx.job(jobId).fetch(url, { headers: watch.headers });
	return response.status === 101 ? response : undefined;
}
