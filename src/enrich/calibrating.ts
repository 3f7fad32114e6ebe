import type { Context } from "../context.ts";
import { assess, openLibrary } from "./embedded/assessment.ts";
import { type Calibration, calibrate, type Outcome, outcomeOf } from "./embedded/calibration.ts";
import { readDocument } from "./embedded/features.ts";
import { readLabels } from "./label-index/coding.ts";
import { DatabaseLabelledIndex } from "./label-index/database-index.ts";
import type { SliceRules } from "./label-index/learn-changed.ts";
import {
	countLabelled,
	findCalibration,
	type LearningRules,
	putCalibration,
	sampledDocuments,
	sampleNumbers,
} from "./label-index/store.ts";

/* How sure the classifier may be in a library: asked of the library's own labelled documents, each as if it were new. */

/** Documents asked for. */
const sampleSize = 200;
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
	const calibration = calibrate(await outcomesOf(ctx, rules, slice));
	await putCalibration(ctx, {
		library,
		version,
		documents,
		calibration: JSON.stringify(calibration),
		madeAt: ctx.now(),
	});
}

async function outcomesOf(ctx: Context, rules: LearningRules, { report }: SliceRules): Promise<Outcome[]> {
	const open = await openLibrary(new DatabaseLabelledIndex(ctx, rules.library, rules.ignoredTags));
	const numbers = await sampleNumbers(ctx, rules.library, sampleSize);
	const outcomes: Outcome[] = [];
	for (let from = 0; from < numbers.length; from += group) {
		const documents = await sampledDocuments(ctx, numbers.slice(from, from + group), rules.text);
		for (const document of documents) {
			await report({ fraction: outcomes.length / numbers.length, message: "Checking proposals on filed documents" });
			const assessment = await assess(open, readDocument(document), { self: document.number });
			outcomes.push(outcomeOf(assessment, readLabels(document.labels)));
		}
	}
	return outcomes;
}

/** Of a text that `calibrateIfDue` made. */
function readCalibration(json: string): Calibration {
	return JSON.parse(json) as Calibration;
}
