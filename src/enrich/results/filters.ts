import { z } from "zod";

/* Which results a list shows and a job works on (contracts/library.md 8.6, 8.10). */

const share = z.number();

/** As a scope's `filters` names them in JSON; what is left out, null or an empty text filters nothing. */
export const ResultFilter = z.object({
	/** Its exact word, in the original's spelling too; an unknown one finds nothing. */
	status: z.string().nullish(),
	/** Part of the document's title as it is now; the case of ASCII letters does not count. */
	search: z.string().nullish(),
	/** True: those that failed. */
	failed: z.boolean().nullish(),
	/** Of the mean confidence of the three classic fields; results without confidence drop out. */
	minConfidence: share.nullish(),
	maxConfidence: share.nullish(),
	provider: z.string().nullish(),
	model: z.string().nullish(),
	/** True: those whose suggested title, correspondent, type or tags differ from what the document had. */
	changedOnly: z.boolean().nullish(),
});
export type ResultFilter = z.infer<typeof ResultFilter>;

export const resultOrders = [
	"newest",
	"oldest",
	"confidence_asc",
	"confidence_desc",
	"applied_newest",
	"applied_oldest",
] as const;
export type ResultOrder = (typeof resultOrders)[number];

export const resultGroupings = [
	"suggestedCorrespondent",
	"suggestedDocumentType",
	"failureType",
	"confidenceBand",
] as const;
export type ResultGrouping = (typeof resultGroupings)[number];
