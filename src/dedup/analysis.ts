import { z } from "zod";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { getDedupConfig, saveAnalysedHash } from "./configuration.ts";
import { indexSlice } from "./indexing/indexing.ts";
import { countDocuments, libraryNumber, resetDocuments, wipeFingerprints, wipePapers } from "./indexing/store.ts";
import { searchSlice } from "./pairing/search.ts";
import { countStage } from "./pairing/store.ts";
import { judgeSlice, profileSlice } from "./pairing/verdicts.ts";
import { bridgeSlice } from "./regrouping/bridges.ts";
import { regroup } from "./regrouping/regrouping.ts";
import { configHash, type defaultDedupSettings } from "./settings.ts";
import { lastAnalysis } from "./store.ts";

/*
 * Looks for duplicates among a user's documents, slice by slice (contracts/library.md 13): `reset` where all is to be done anew, then documents
 * are read and indexed (`index`), papers that are new look for their like and are compared (`search`), the papers around them show what varies
 * in their template (`profile`), pairs are judged (`judge`), what the same third paper links is compared too (`bridge`, and judged once more),
 * and documents are grouped (`group`). What a slice has done is in the tables, so that a
 * slice may run twice, and a run that ends early leaves the rest to the next one.
 */

const count = z.int().nonnegative();
const percent = z.number();
const settingShape = {
	numPermutations: percent,
	numBands: percent,
	ngramSize: percent,
	minWords: percent,
	similarityThreshold: percent,
	confidenceWeightJaccard: percent,
	confidenceWeightFuzzy: percent,
	discriminativePenaltyStrength: percent,
	fuzzySampleSize: percent,
} satisfies Record<keyof typeof defaultDedupSettings, z.ZodType>;

/** Where an analysis is: plain data, kept between slices. */
export const AnalysisState = z.object({
	phase: z.enum(["reset", "index", "search", "profile", "judge", "bridge", "group", "done"]),
	owner: z.string(),
	library: count,
	/** Those that applied when it began. */
	settings: z.object(settingShape),
	/** All documents anew. */
	isFull: z.boolean(),
	/** What is found is found under these settings for every document. */
	isComplete: z.boolean(),
	startedAt: z.number(),
	/** What the same third paper links was compared. */
	isBridged: z.boolean(),
	/** The last document or paper of the phase that was done. */
	cursor: count,
	/** Of the phase: done, and in all. */
	done: count,
	total: count,
	/** Documents to look at. */
	documents: count,
	counts: z.object({
		analyzed: count,
		generated: count,
		reused: count,
		noContent: count,
		tooShort: count,
		pairs: count,
		links: count,
		created: count,
		updated: count,
		removed: count,
	}),
});
export type AnalysisState = z.infer<typeof AnalysisState>;

/** Papers that are removed at once: each has up to 128 rows of keys. */
const wipedPapers = 500;
/** With more documents than these to look at, the whole library is grouped. */
const wideDocuments = 1_000;

/** How an analysis begins; undefined for a library without documents, of which nothing is touched. */
export async function beginAnalysis(
	ctx: Context,
	owner: string,
	{ force }: { force: boolean },
): Promise<AnalysisState | undefined> {
	const { all, pending: waiting } = await countDocuments(ctx, owner);
	if (all === 0) return undefined;
	const [{ autoAnalyze, ...settings }, library, last] = await Promise.all([
		getDedupConfig(ctx, owner),
		libraryNumber(ctx, owner),
		lastAnalysis(ctx, owner),
	]);
	// After a purge there is no last one, and uploads that were compared before.
	const isFirst = last.at === null && waiting === all;
	if (force) await resetDocuments(ctx, owner);
	const pending = force ? all : waiting;
	return {
		phase: force ? "reset" : "index",
		owner,
		library,
		settings,
		isFull: force,
		isComplete: force || isFirst,
		isBridged: false,
		startedAt: ctx.now(),
		cursor: 0,
		done: 0,
		total: pending,
		documents: pending,
		counts: {
			analyzed: 0,
			generated: 0,
			reused: 0,
			noContent: 0,
			tooShort: 0,
			pairs: 0,
			links: 0,
			created: 0,
			updated: 0,
			removed: 0,
		},
	};
}

/** Does the next slice. Some seconds of CPU at most, and some tens of megabytes. */
export async function advanceAnalysis(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	switch (state.phase) {
		case "reset":
			return await reset(ctx, state);
		case "index":
			return await index(ctx, state);
		case "search":
			return await search(ctx, state);
		case "profile":
			return await profile(ctx, state);
		case "judge":
			return await judge(ctx, state);
		case "bridge":
			return await bridge(ctx, state);
		case "group":
			return await group(ctx, state);
		case "done":
			throw new AppError("internal", "The analysis is over.");
	}
}

async function reset(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	const wiped = await wipePapers(ctx, state.library, wipedPapers);
	if (wiped === wipedPapers) return state;
	await wipeFingerprints(ctx, state.library);
	return { ...state, phase: "index" };
}

async function index(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	const { counts } = state;
	const slice = await indexSlice(ctx, state, state.cursor);
	const next = {
		...state,
		cursor: slice.last ?? state.cursor,
		done: state.done + slice.documents,
		counts: {
			...counts,
			analyzed: counts.analyzed + slice.generated + slice.reused,
			generated: counts.generated + slice.generated,
			reused: counts.reused + slice.reused,
			noContent: counts.noContent + slice.noContent,
			tooShort: counts.tooShort + slice.tooShort,
		},
	};
	return slice.isEnd ? enter(next, "search") : next;
}

async function search(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	const { papers, pairs, isEnd } = await searchSlice(ctx, state.library, state.settings);
	const next = { ...state, done: state.done + papers, counts: { ...state.counts, pairs: state.counts.pairs + pairs } };
	return isEnd ? enter(next, "profile") : await counted(ctx, next, "search");
}

async function profile(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	const { papers, isEnd } = await profileSlice(ctx, state.library);
	const next = { ...state, done: state.done + papers };
	return isEnd ? enter(next, "judge") : await counted(ctx, next, "profile");
}

async function judge(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	const { last, papers, isEnd } = await judgeSlice(ctx, state.library, state.settings, state.cursor);
	const next = { ...state, cursor: last ?? state.cursor, done: state.done + papers };
	return isEnd ? enter(next, state.isBridged ? "group" : "bridge") : await counted(ctx, next, "judge");
}

async function bridge(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	const { last, papers, pairs, isEnd } = await bridgeSlice(ctx, state.library, state.settings, state.cursor);
	const next = {
		...state,
		cursor: last ?? state.cursor,
		done: state.done + papers,
		total: state.total + pairs,
		counts: { ...state.counts, pairs: state.counts.pairs + pairs },
	};
	if (!isEnd) return next;
	// `total` counts what was compared: without any, all is judged.
	return enter({ ...next, isBridged: true }, next.total > 0 ? "profile" : "group");
}

/** How many papers a phase has is known once its first slice turns out not to be the last. */
function enter(state: AnalysisState, phase: AnalysisState["phase"]): AnalysisState {
	return { ...state, phase, cursor: 0, done: 0, total: 0 };
}

async function counted(
	ctx: Context,
	state: AnalysisState,
	stage: "search" | "profile" | "judge",
): Promise<AnalysisState> {
	if (state.total > 0) return state;
	const left = await countStage(ctx, state.library, stage);
	return { ...state, total: stage === "judge" ? left : state.done + left };
}

async function group(ctx: Context, state: AnalysisState): Promise<AnalysisState> {
	const isWide = state.isComplete || state.documents > wideDocuments;
	const { created, updated, removed, links } = await regroup(ctx, { ...state, isWide });
	if (state.isComplete) await saveAnalysedHash(ctx, state.owner, configHash(state.settings));
	return { ...state, phase: "done", done: 1, counts: { ...state.counts, created, updated, removed, links } };
}

/** The result that a job of this analysis shows (contracts/library.md 13.9). */
export function analysisResult(ctx: Context, state: AnalysisState | undefined) {
	const counts = state?.counts;
	const skipped = (counts?.noContent ?? 0) + (counts?.tooShort ?? 0);
	return {
		totalDocuments: state?.documents ?? 0,
		documentsAnalyzed: counts?.analyzed ?? 0,
		documentsSkipped: skipped,
		skipReasons: { noContent: counts?.noContent ?? 0, tooShort: counts?.tooShort ?? 0, shinglesFailed: 0 },
		isFullRebuild: state?.isFull ?? false,
		signaturesGenerated: counts?.generated ?? 0,
		signaturesReused: counts?.reused ?? 0,
		candidatePairsFound: counts?.pairs ?? 0,
		candidatePairsScored: counts?.links ?? 0,
		groupsCreated: counts?.created ?? 0,
		groupsUpdated: counts?.updated ?? 0,
		groupsRemoved: counts?.removed ?? 0,
		durationMs: state === undefined ? 0 : Math.max(0, ctx.now() - state.startedAt),
	};
}

/** Where each phase begins and ends in the whole, 0 to 1. */
const spans = {
	reset: [0.02, 0.05],
	index: [0.05, 0.4],
	search: [0.4, 0.7],
	profile: [0.7, 0.73],
	judge: [0.73, 0.79],
	bridge: [0.79, 0.8],
	group: [0.8, 0.95],
	done: [1, 1],
} as const;

/** How far an analysis is, and in words. */
export function analysisProgress(state: AnalysisState): { fraction: number; phaseFraction: number; message: string } {
	const isAgain = state.isBridged && (state.phase === "profile" || state.phase === "judge");
	const [from, to] = spans[isAgain ? "bridge" : state.phase];
	const phaseFraction = state.total === 0 ? 0 : Math.min(1, state.done / state.total);
	const { counts, done, total } = state;
	const skipped = counts.noContent + counts.tooShort;
	const messages = {
		reset: "Forgetting the analysis before",
		index: `Reading documents: ${done}/${total} (${counts.noContent} without text, ${counts.tooShort} too short)`,
		search: `Comparing documents: ${done}/${total} (${counts.pairs} pairs)`,
		profile: `Looking at templates: ${done}/${total}`,
		judge: `Judging pairs: ${done}/${total}`,
		bridge: "Comparing what one paper links",
		group: "Grouping duplicates",
		done: `Analysis complete: ${counts.analyzed} documents, ${skipped} skipped, ${counts.created} new groups, ${counts.updated} as before, ${counts.removed} removed`,
	};
	return { fraction: from + (to - from) * phaseFraction, phaseFraction, message: messages[state.phase] };
}
