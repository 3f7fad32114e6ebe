import type { Context } from "../context.ts";
import { calibrateIfDue, storedCalibration } from "./calibrating.ts";
import { type Library, type LibraryOptions, openLibrary } from "./embedded/assessment.ts";
import { readDocument } from "./embedded/features.ts";
import { type Proposal, propose } from "./embedded/proposal.ts";
import type { Confidence, Suggestion } from "./fields.ts";
import { DatabaseLabelledIndex } from "./label-index/database-index.ts";
import { learningRules, learnSlice, type SliceRules } from "./label-index/learn-changed.ts";

/* The embedded classifier on a user's library: first `learnChanged` until it is done, then `openClassifier` and a proposal for each document. */

export interface ClassifierDocument {
	/** Of the library's row: what was said of the document itself counts, and it is no evidence for itself. */
	number: number;
	title: string;
	/** Whole; the classifier reads its beginning and its end. */
	text: string;
}

export interface ClassifierResult {
	suggestion: Suggestion;
	/** 0 to 1; 0 where nothing is suggested. */
	confidence: Confidence;
	/** In plain words. */
	evidence: string;
	/** JSON: the answer as a hosted model would have given it, and how sure each tag is. */
	rawResponse: string;
}

export interface Classifier {
	/** At most five queries, none of which writes. */
	propose(document: ClassifierDocument): Promise<ClassifierResult>;
}

export interface ClassifierOptions {
	/** Whether names may be proposed that the library does not have; not unless it is asked for. */
	invents?: boolean;
	/** Other spellings by name. */
	aliases?: LibraryOptions["aliases"];
}

/**
 * Learns what was filed, changed or said since the last time, and checks anew how sure the classifier may be where much of it is new. `isDone`
 * false: there is more to do than one slice can, and it is to be called again.
 */
export async function learnChanged(ctx: Context, owner: string, slice: SliceRules): Promise<{ isDone: boolean }> {
	const rules = await learningRules(ctx, owner);
	if (rules === undefined) return { isDone: true };
	const { isDone, learnt } = await learnSlice(ctx, rules, slice);
	if (!isDone || learnt > learntBeforeCheck) return { isDone: false };
	await calibrateIfDue(ctx, rules, slice);
	return { isDone: true };
}

/** The check takes some 830 of an invocation's thousand queries, so after more than these it is left to the next. */
const learntBeforeCheck = 750;

/** Not to be kept longer than an invocation: it remembers what it has read. */
export async function openClassifier(
	ctx: Context,
	owner: string,
	{ invents = false, aliases }: ClassifierOptions = {},
): Promise<Classifier> {
	const rules = await learningRules(ctx, owner);
	if (rules === undefined) throw new Error("documents of a library are classified, and there is none");
	const index = new DatabaseLabelledIndex(ctx, rules.library, rules.ignoredTags);
	const calibration = await storedCalibration(ctx, rules);
	const library: Library = await openLibrary(index, { calibration, ...(aliases !== undefined && { aliases }) });
	return {
		async propose({ number, title, text }) {
			return toResult(await propose(library, readDocument({ title, text }), { self: number, invents }));
		},
	};
}

function toResult({ title, correspondent, documentType, tags, confidence, evidence }: Proposal): ClassifierResult {
	const suggestion = { title, correspondent, documentType, tags: tags.map(({ name }) => name) };
	const rawResponse = JSON.stringify({ ...suggestion, confidence, evidence, tagConfidence: tags });
	return { suggestion, confidence, evidence, rawResponse };
}
