import type { Context } from "../context.ts";
import { nextTurn } from "../lib/turn.ts";
import { assess, openLibrary } from "./embedded/assessment.ts";
import { type Calibration, calibrate, type Outcome, outcomeOf, usualCalibration } from "./embedded/calibration.ts";
import { readDocument } from "./embedded/features.ts";
import type { LabelledDocument } from "./embedded/labelled-index.ts";
import { TagLearner, type TagModel, type TagModels } from "./embedded/tag-models.ts";
import { readLabels, toLabelledDocument } from "./label-index/coding.ts";
import { DatabaseLabelledIndex } from "./label-index/database-index.ts";
import type { SliceRules } from "./label-index/learn-changed.ts";
import {
	countLabelled,
	findCalibration,
	type LearningRules,
	putCalibration,
	sampledDocuments,
	sampleNumbers,
	trainingRows,
} from "./label-index/store.ts";

/* How sure the classifier may be in a library: asked of the library's own labelled documents, each as if it were new. */

/** Documents asked for. */
const sampleSize = 200;
/** Documents that tags are learnt from, and of those how many are read at once. */
const [trainingSize, trainingGroup] = [1000, 250];
/** Texts in memory at once. */
const group = 25;
/** Of the documents that the last calibration was made with: with as many changes it is made again. */
const changedShare = 0.2;

/** Undefined before the first one, and where it is of another version of the classifier. */
export async function storedCalibration(ctx: Context, rules: LearningRules): Promise<Calibration | undefined> {
	const row = await findCalibration(ctx, rules.library);
	return row?.version === rules.version ? readCalibration(row.calibration) : undefined;
}

/** Makes the calibration anew where there is none, or the library has grown or changed by a fifth since. */
export async function calibrateIfDue(ctx: Context, rules: LearningRules, slice: SliceRules): Promise<void> {
	const { library, version } = rules;
	const [row, documents] = await Promise.all([findCalibration(ctx, library), countLabelled(ctx, library)]);
	if (documents === 0) return;
	if (row?.version === version && row.changes < Math.max(1, changedShare * row.documents)) return;
	const numbers = await sampleNumbers(ctx, library, sampleSize);
	const usual = { ...usualCalibration, tagModels: await learnTags(ctx, rules, numbers, slice) };
	const calibration = await calibrate(await outcomesOf(ctx, rules, { numbers, usual }, slice), usual);
	await putCalibration(ctx, {
		library,
		version,
		documents,
		calibration: JSON.stringify(calibration),
		madeAt: ctx.now(),
	});
}

async function outcomesOf(
	ctx: Context,
	rules: LearningRules,
	{ numbers, usual }: { numbers: readonly number[]; usual: Calibration },
	{ report }: SliceRules,
): Promise<Outcome[]> {
	const index = new DatabaseLabelledIndex(ctx, rules.library, rules.ignoredTags);
	const open = await openLibrary(index, { calibration: usual });
	const outcomes: Outcome[] = [];
	for (let from = 0; from < numbers.length; from += group) {
		const documents = await sampledDocuments(ctx, numbers.slice(from, from + group), rules.text);
		for (const document of documents) {
			await report({ fraction: outcomes.length / numbers.length, message: "Checking proposals on filed documents" });
			await nextTurn();
			const assessment = await assess(open, readDocument(document), { self: document.number });
			outcomes.push(outcomeOf(assessment, readLabels(document.labels)));
		}
	}
	return outcomes;
}

/** From others than the sample, which shows what the models are worth. */
async function learnTags(
	ctx: Context,
	{ library }: LearningRules,
	without: readonly number[],
	{ report }: SliceRules,
): Promise<TagModels> {
	const documents: LabelledDocument[] = [];
	for (let after = -1; documents.length < trainingSize; ) {
		const rows = await trainingRows(ctx, library, { after, limit: trainingGroup, without });
		documents.push(...rows.map(toLabelledDocument));
		after = rows.at(-1)?.rank ?? after;
		if (rows.length < trainingGroup) break;
	}
	const learner = new TagLearner(documents);
	const models = new Map<string, TagModel>();
	for (const tag of learner.tags) {
		await report({ fraction: models.size / learner.tags.length, message: `Learning what the tag "${tag}" stands for` });
		await nextTurn();
		models.set(tag, learner.fit(tag));
	}
	return Object.fromEntries(models);
}

/** Of a text that `calibrateIfDue` made. */
function readCalibration(json: string): Calibration {
	return JSON.parse(json) as Calibration;
}
