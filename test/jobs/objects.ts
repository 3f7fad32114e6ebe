import type { Context } from "../../src/context.ts";
import { jobHandle } from "../../src/jobs/jobs.ts";
import { env, newContext } from "../accounts/support.ts";

/** A context whose jobs are the real objects. */
export function newObjectContext(): Context {
	const context = newContext();
	return { ...context, job: (id) => jobHandle(env.JOBS.getByName(id)) };
}
