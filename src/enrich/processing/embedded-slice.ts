import type { Context } from "../../context.ts";
import { isAppError } from "../../errors.ts";
import { logError } from "../../lib/log.ts";
import { nextTurn } from "../../lib/turn.ts";
import type { Classifier } from "../classifier.ts";
import { openItems } from "../run-items/store.ts";
import { type DocumentToRead, goneDocument, nothingSpent, type Outcome, type Processed } from "./outcome.ts";
import { recordInJob } from "./recording.ts";
import { documentSizes, readDocuments } from "./store.ts";
import { inLibraryNames, type Work } from "./work.ts";

/* Documents for which the library itself says what they are: no call is made, so many are written at once. */

/** Written in one transaction; a slice that dies has proposed for so many in vain. */
const documentsAtOnce = 25;
/** Of one slice: each takes five queries, and an invocation has a thousand. */
const documentsASlice = 175;
/** UTF-16 units of texts in memory at once. */
const charactersAtOnce = 2_000_000;
const wholeRun = { number: 0, of: 1 } as const;

/** As far as the slice's time goes, and its queries. */
export async function embeddedSlice(
	ctx: Context,
	work: Work,
	classifier: Classifier,
	{ jobId, until, report }: { jobId: string; until: number; report(): Promise<void> },
): Promise<void> {
	let done = 0;
	do {
		await report();
		const items = await openItems(ctx, jobId, { lane: wholeRun, limit: documentsAtOnce });
		if (items.length === 0) return;
		const asked = items.map(({ subject }) => subject);
		const there = fitting(await documentSizes(ctx, work.owner, asked));
		const documents = await readDocuments(ctx, work.owner, there.ids);
		const gone = there.isAll ? asked.filter((id) => !documents.some((document) => document.id === id)) : [];
		const processed: Processed[] = gone.map((id) => ({
			document: goneDocument(id),
			outcome: { kind: "skipped" },
		}));
		for (const document of documents) {
			// Some 20 ms each.
			await nextTurn();
			processed.push({ document, outcome: await classify(ctx, work, classifier, document) });
		}
		await recordInJob(ctx, jobId, work.maker, processed);
		done += processed.length;
	} while (ctx.now() < until && done < documentsASlice);
}

/** The first of them whose texts fit into memory together: one at least. */
function fitting(sizes: readonly { id: string; textLength: number }[]): { ids: string[]; isAll: boolean } {
	let characters = 0;
	const ids: string[] = [];
	for (const { id, textLength } of sizes) {
		characters += textLength;
		if (ids.length > 0 && characters > charactersAtOnce) return { ids, isAll: false };
		ids.push(id);
	}
	return { ids, isAll: true };
}

export async function classify(
	ctx: Context,
	work: Work,
	classifier: Classifier,
	{ number, seen, text }: DocumentToRead,
): Promise<Outcome> {
	if (text.trim() === "") return { kind: "skipped" };
	const startedAt = ctx.now();
	try {
		const { suggestion, ...proposal } = await classifier.propose({ number, title: seen.title, text });
		const processingTimeMs = ctx.now() - startedAt;
		const named = inLibraryNames(work, suggestion);
		return { kind: "proposed", suggestion: named, ...proposal, ...nothingSpent, processingTimeMs };
	} catch (error) {
		// What is the database's fault is not the document's: the step runs again.
		if (isAppError(error) || !isOfDocument(error)) throw error;
		logError("a document could not be classified", error);
		const message = "The document could not be classified because of an unexpected error.";
		return { kind: "failed", failureType: null, message, ...nothingSpent };
	}
}

/** What the classifier's own code throws. */
function isOfDocument(error: unknown): boolean {
	return error instanceof TypeError || error instanceof RangeError;
}
