import { z } from "zod";
import type { Context } from "../context.ts";
import { getSettings, putSettings, type Settings } from "../settings/settings.ts";
import { rescoreGroups } from "./decisions/store.ts";
import { configHash, type DedupSettings, defaultDedupSettings } from "./settings.ts";
import { lastAnalysis } from "./store.ts";

/*
 * How a user wants documents compared (contracts/library.md 5.5, 13.8): ten settings under `dedup.`, each a text, numbers in decimal.
 */

/** The settings of the engine, and whether an analysis follows each sync. */
export interface DedupConfig extends DedupSettings {
	autoAnalyze: boolean;
}

export const defaultDedupConfig: Readonly<DedupConfig> = { ...defaultDedupSettings, autoAnalyze: true };

const prefix = "dedup.";
/** Which settings the last complete analysis ran under. */
const analysedUnder = `${prefix}lastAnalysisConfigHash`;
const percent = z.int().min(0).max(100);

const shape = {
	numPermutations: z.int().min(16).max(1024),
	numBands: z.int().min(1).max(100),
	ngramSize: z.int().min(1).max(10),
	minWords: z.int().min(1).max(1000),
	similarityThreshold: z.number().min(0).max(1),
	confidenceWeightJaccard: percent,
	confidenceWeightFuzzy: percent,
	discriminativePenaltyStrength: percent,
	fuzzySampleSize: z.int().min(100).max(100_000),
	autoAnalyze: z.boolean(),
} satisfies { [Key in keyof DedupConfig]: z.ZodType<DedupConfig[Key]> };

/** In older releases a third weight took the place of the penalty. */
const legacyKey = "confidenceWeightDiscriminative";
const legacyStrengthAt15 = 70;

/** What may be sent to change some of them. No defaults: what is not sent stays. */
export const DedupChange = z.object({ ...shape, [legacyKey]: percent }).partial();
export type DedupChange = z.infer<typeof DedupChange>;

const names = Object.keys(shape) as (keyof DedupConfig)[];
const weightKeys = ["confidenceWeightJaccard", "confidenceWeightFuzzy", "discriminativePenaltyStrength"] as const;

/** The weights of Jaccard and fuzzy ratio do not make a whole. */
export const weightsMessage = "confidenceWeightJaccard and confidenceWeightFuzzy must sum to 100";

export function hasWholeWeights(
	config: Pick<DedupConfig, "confidenceWeightJaccard" | "confidenceWeightFuzzy">,
): boolean {
	return config.confidenceWeightJaccard + config.confidenceWeightFuzzy === 100;
}

/** Why `value` can't be the setting `key` (`dedup.minWords`); undefined where it can, and for keys that are not of the ten. */
export function dedupSettingProblem(key: string, value: string): string | undefined {
	const name = key.slice(prefix.length);
	if (!key.startsWith(prefix) || !Object.hasOwn(DedupChange.shape, name)) return undefined;
	const read = readValue(name as keyof DedupChange, value);
	return read.success ? undefined : (read.error.issues[0]?.message ?? "Invalid value");
}

/** What applies: stored values over defaults, those of older releases converted. */
export function toDedupConfig(stored: Settings): DedupConfig {
	const given: DedupChange = {};
	for (const name of Object.keys(DedupChange.shape) as (keyof DedupChange)[]) {
		const text = stored[prefix + name];
		const read = text === undefined ? undefined : readValue(name, text);
		// One that an older version stored and this one refuses must not make every later read fail.
		if (read?.success) Object.assign(given, { [name]: read.data });
	}
	return { ...defaultDedupConfig, ...withoutLegacy(given) };
}

/** A backup's settings, with defaults for what it does not name. Throws a `ZodError`. */
export function parseDedupBackup(value: unknown): DedupConfig {
	const config = { ...defaultDedupConfig, ...withoutLegacy(DedupChange.parse(value)) };
	return z.object(shape).refine(hasWholeWeights, { message: weightsMessage }).parse(config);
}

/** As they are stored. */
export function toDedupSettings(config: DedupConfig): Settings {
	return Object.fromEntries(names.map((name) => [prefix + name, String(config[name])]));
}

export async function getDedupConfig(ctx: Context, owner: string): Promise<DedupConfig> {
	return toDedupConfig(await getSettings(ctx, owner, prefix));
}

/** What a change of the settings has brought about. */
export interface ChangedConfig {
	config: DedupConfig;
	/** Groups scored again; undefined where no weight was named. */
	recalculatedGroups: number | undefined;
	isStale: boolean;
}

/**
 * Changes what `change` names, writes all ten, and scores the groups again where a weight is named. Undefined where the weights would not
 * sum to 100: then nothing has changed.
 */
export async function changeDedupConfig(
	ctx: Context,
	owner: string,
	change: DedupChange,
): Promise<ChangedConfig | undefined> {
	const { [legacyKey]: legacy, ...named } = change;
	const strength =
		legacy !== undefined && named.discriminativePenaltyStrength === undefined
			? { discriminativePenaltyStrength: strengthOf(legacy) }
			: {};
	const config: DedupConfig = { ...(await getDedupConfig(ctx, owner)), ...defined(named), ...strength };
	if (!hasWholeWeights(config)) return undefined;
	await putSettings(ctx, owner, toDedupSettings(config));
	const isWeighed = weightKeys.some((key) => named[key] !== undefined);
	const rescored = isWeighed || legacy !== undefined ? await rescoreGroups(ctx, owner, config) : 0;
	return {
		config,
		recalculatedGroups: isWeighed ? rescored : undefined,
		isStale: await isAnalysisStale(ctx, owner),
	};
}

/** Scores all groups again under the settings as they are stored; for an import. Gives their number. */
export async function rescore(ctx: Context, owner: string): Promise<number> {
	return await rescoreGroups(ctx, owner, await getDedupConfig(ctx, owner));
}

/** Whether the groups were found under other settings than those that apply (contracts/library.md 13.9). */
export async function isAnalysisStale(ctx: Context, owner: string): Promise<boolean> {
	const stored = await getSettings(ctx, owner, prefix);
	const hash = stored[analysedUnder];
	if (hash !== undefined) return hash !== configHash(toDedupConfig(stored));
	return (await lastAnalysis(ctx, owner)).at !== null;
}

/** The settings that everything was evaluated under; undefined before the first complete analysis. */
export async function analysedHash(ctx: Context, owner: string): Promise<string | undefined> {
	return (await getSettings(ctx, owner, analysedUnder))[analysedUnder];
}

export async function saveAnalysedHash(ctx: Context, owner: string, hash: string): Promise<void> {
	await putSettings(ctx, owner, { [analysedUnder]: hash });
}

function readValue(name: keyof DedupChange, text: string) {
	const value =
		name === "autoAnalyze" ? { true: true, false: false }[text] : text.trim() === "" ? undefined : Number(text);
	return DedupChange.shape[name].unwrap().safeParse(value);
}

function strengthOf(legacy: number): number {
	return Math.min(100, Math.round((legacy / 15) * legacyStrengthAt15));
}

/** The three weights of an older release as two weights and a penalty; what is newer wins. */
function withoutLegacy({ [legacyKey]: legacy, ...given }: DedupChange): Partial<DedupConfig> {
	const config = defined(given);
	if (legacy === undefined || config.discriminativePenaltyStrength !== undefined) return config;
	const { confidenceWeightJaccard: jaccard = 60, confidenceWeightFuzzy: fuzzy = 40 } = config;
	const sum = jaccard + fuzzy;
	const share = sum === 0 ? 60 : Math.round((100 * jaccard) / sum);
	return {
		...config,
		confidenceWeightJaccard: share,
		confidenceWeightFuzzy: 100 - share,
		discriminativePenaltyStrength: strengthOf(legacy),
	};
}

function defined(change: Omit<DedupChange, typeof legacyKey>): Partial<DedupConfig> {
	return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
