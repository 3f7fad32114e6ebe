import { z } from "zod";
import { quirks } from "../models/models.ts";

/** What a job has found out about its model. */
export const Quirks = z.array(z.enum(quirks));

/** How a job tags, as its row keeps it; a key is never among it. */
export const JobConfig = z.object({
	/** As the caller asked for; null: the deployment's own. */
	modelName: z.string().nullable(),
	/** A hosted model does the work, so rows are paced. */
	isHosted: z.boolean(),
	/** Pages read of each document, from the first. */
	numPages: z.int(),
	numTags: z.int(),
	exclusionWords: z.array(z.string()),
	/** Whether entities are asked for first, which steers the tags. */
	entities: z.boolean(),
	/** Whether rows wait for each other where a hosted model is asked. */
	paced: z.boolean(),
});
export type JobConfig = z.infer<typeof JobConfig>;
