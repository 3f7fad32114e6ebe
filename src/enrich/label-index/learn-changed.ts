import type { Context } from "../../context.ts";
import { nextTurn } from "../../lib/turn.ts";
import { findLibrary } from "../../library/library.ts";
import { type AiConfig, getAiConfig } from "../ai-config.ts";
import { CLASSIFIER_VERSION, HEAD_CHARACTERS, readDocument, TAIL_CHARACTERS } from "../embedded/features.ts";
import { isTelling, learn, readSaid } from "../embedded/learning.ts";
import { toLearntRow } from "./coding.ts";
import {
	countToLearn,
	type DocumentToLearn,
	documentsToLearn,
	type LearningRules,
	type LearntRow,
	putLearnt,
} from "./store.ts";

/*
 * Keeping the labelled index true: documents that were filed, retitled, read anew or spoken of since they were learnt are learnt again. All that
 * there is to do is in the tables, so a slice that runs again goes on where the last one stopped.
 */

/** Documents learnt at once; their texts are in memory. */
const group = 25;
/** Of one slice: a group takes four statements, and an invocation has a thousand. */
const groupsASlice = 150;

export interface SliceRules {
	/** Unix milliseconds: where more is to do then, it is left to the next slice. */
	until: number;
	signal: AbortSignal;
	/** Called before each lot of work; throws where the work is no longer wanted. */
	report(progress: { fraction: number; message: string }): Promise<void>;
}

/** What says nothing about a document: tags that are kept from the classifier, and the one that it has been here. */
export function ignoredTagsOf({ protectedTagsEnabled, protectedTagNames, processedTagName }: AiConfig): string[] {
	const names = [...(protectedTagsEnabled ? protectedTagNames : []), processedTagName.trim()];
	return [...new Set(names.filter((name) => name !== ""))].sort();
}

/** Undefined where the owner has no library. */
export async function learningRules(ctx: Context, owner: string): Promise<LearningRules | undefined> {
	const [library, config] = await Promise.all([findLibrary(ctx, owner), getAiConfig(ctx, owner)]);
	if (library === undefined) return undefined;
	return {
		owner,
		library: library.number,
		version: CLASSIFIER_VERSION,
		ignoredTags: ignoredTagsOf(config),
		text: { head: HEAD_CHARACTERS, tail: TAIL_CHARACTERS },
	};
}

/** `isDone` once all documents are learnt as they are. At least one group is learnt, however late it is. */
export async function learnSlice(
	ctx: Context,
	rules: LearningRules,
	slice: SliceRules,
): Promise<{ isDone: boolean; learnt: number }> {
	const total = await countToLearn(ctx, rules);
	let [after, done] = [0, 0];
	while (done < total) {
		await slice.report({ fraction: done / total, message: `Learning from ${total} filed documents` });
		const documents = await documentsToLearn(ctx, rules, { after, limit: group });
		const last = documents.at(-1);
		if (last === undefined) break;
		// Half a millisecond each.
		await nextTurn();
		const learnt = documents.map((document) => learnOne(document, rules));
		await putLearnt(ctx, rules.library, learnt);
		[after, done] = [last.number, done + documents.length];
		const isOver = slice.signal.aborted || ctx.now() >= slice.until || done >= groupsASlice * group;
		if (done < total && isOver) return { isDone: false, learnt: done };
	}
	return { isDone: true, learnt: done };
}

function learnOne(document: DocumentToLearn, { library, ignoredTags }: LearningRules): LearntRow {
	const { number, correspondent, documentType, madeOf } = document;
	const filed = { number, correspondent, documentType, tags: JSON.parse(document.tags) as string[] };
	const learnt = learn(filed, readDocument(document), readSaid(document.said), ignoredTags);
	return toLearntRow(learnt, { library, madeOf, isTelling: isTelling(learnt.labels, learnt.rejected) });
}
