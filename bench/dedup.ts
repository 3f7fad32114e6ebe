/**
 * `npm run bench:dedup [-- --sizes 1000,5000,20000 --seeds 41,42 --library first|second|both --show 5 --no-peer --extremes --harsh]`: near-duplicate
 * detection on two made libraries whose truth is known, and the pipeline of MinHash and token-sort ratio on the smaller of them in the same run.
 * `--show` prints so many wrong pairs of each kind; `--extremes` runs `dedup-extremes.ts` instead; `--script` measures another script with the
 * engine's two arguments. Rates of errors are shares of the words; with `--harsh` of the characters, which is told and not judged: 15 % of them
 * damage more than half of the words.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { NoiseUnit } from "./dedup/library.ts";
import {
	engineScript,
	type GroupingRun,
	groupBy,
	peerScript,
	readingScript,
	writeDocuments,
} from "./dedup/measured-run.ts";
import { describeMistake, mistakes } from "./dedup/mistakes.ts";
import type { Labelled } from "./dedup/paper.ts";
import { runExtremes } from "./dedup-extremes.ts";
import { firstLibrary } from "./dedup-library-first.ts";
import { secondLibrary } from "./dedup-library-second.ts";
import { type DedupScore, pooled, scoreGroups } from "./dedup-score.ts";
import { Report, round } from "./report.ts";

interface Bars {
	precision: number;
	f1: number;
	/** Of copies by kind; kinds that are not named have none of their own. */
	recall: Record<string, number>;
	/** Share of the families. */
	merged: number;
	/** Per document at `CPU_SIZE`, without what starting and reading cost. */
	cpuMs: number;
}

const libraries = {
	first: {
		make: firstLibrary,
		bars: {
			precision: 0.995,
			f1: 0.99,
			recall: { "edit-1": 0.99, "edit-5": 0.99, "edit-15": 0.97 },
			merged: 0,
			cpuMs: 0.3,
		},
	},
	second: { make: secondLibrary, bars: { precision: 0.985, f1: 0.985, recall: {}, merged: 0.02, cpuMs: 1 } },
} satisfies Record<string, { make: (size: number, seed: number, unit: NoiseUnit) => Labelled[]; bars: Bars }>;

type LibraryName = keyof typeof libraries;

/** In a smaller library one copy is more than a bar leaves room for. */
const SMALLEST_JUDGED = 5000;
const CPU_SIZE = 20_000;
/** CPU of 20,000 documents over that of 5,000. */
const GROWTH_BAR = 4.4;
/** The peer takes minutes beyond. */
const LARGEST_FOR_PEER = 5000;

interface Cost {
	/** Node's start and the reading of the documents included. */
	cpuMs: number;
	/** Without them. */
	ownMs: number;
	peakBytes: number;
}

interface Measured {
	score: DedupScore;
	cost: Cost;
	groups: number[][];
}

const { values: flags } = parseArgs({
	options: {
		sizes: { type: "string", default: "1000,5000,20000" },
		seeds: { type: "string", default: "41,42" },
		library: { type: "string", default: "both" },
		show: { type: "string", default: "0" },
		"no-peer": { type: "boolean", default: false },
		extremes: { type: "boolean", default: false },
		harsh: { type: "boolean", default: false },
		script: { type: "string", default: engineScript },
	},
});
const sizes = wholeNumbers(flags.sizes);
const seeds = wholeNumbers(flags.seeds);
const report = new Report("Near-duplicates: right and wrong pairs against the truth, and cost");
const folder = mkdtempSync(join(tmpdir(), "deckle-dedup-"));
try {
	if (flags.extremes) runExtremes(report, folder, flags.script);
	else for (const name of namesOf(flags.library)) measure(name);
} finally {
	rmSync(folder, { recursive: true });
}
process.exit(report.exitCode());

function wholeNumbers(list: string): number[] {
	const numbers = list.split(",").map(Number);
	if (numbers.every((each) => Number.isInteger(each) && each > 0)) return numbers;
	throw new Error(`${list} is no list of whole numbers`);
}

function namesOf(choice: string): LibraryName[] {
	if (choice === "both") return ["first", "second"];
	if (choice === "first" || choice === "second") return [choice];
	throw new Error(`there is no library ${choice}: first, second or both`);
}

function measure(name: LibraryName): void {
	const costs = new Map<number, number>();
	for (const size of sizes) {
		const runs = seeds.map((seed, at) => runLibrary(name, size, seed, at === 0));
		const own = runs.reduce((sum, { cost }) => sum + cost.ownMs, 0) / runs.length;
		costs.set(size, own);
		if (!flags.harsh) judge(name, size, runs);
	}
	const [small, large] = [costs.get(SMALLEST_JUDGED), costs.get(CPU_SIZE)];
	if (small === undefined || large === undefined || flags.harsh) return;
	report.atMost(`${name}: CPU of ${CPU_SIZE} over CPU of ${SMALLEST_JUDGED}`, large / small, GROWTH_BAR, "times");
}

/** One library through the engine and, where `withPeer` and small enough, through the peer. */
function runLibrary(name: LibraryName, size: number, seed: number, withPeer: boolean): Measured {
	const library = libraries[name].make(size, seed, flags.harsh ? "characters" : "words");
	const documents = writeDocuments(
		folder,
		library.map(({ document }) => document),
	);
	const reading = groupBy(readingScript, documents);
	const ours = measured(library, groupBy(flags.script, documents), reading);
	report.info(`${name}, ${size} documents, seed ${seed}`, told(ours, size));
	for (const mistake of mistakes(library, ours.groups, Number(flags.show))) console.log(describeMistake(mistake));
	if (withPeer && size <= LARGEST_FOR_PEER && !flags["no-peer"]) {
		const peer = measured(library, groupBy(peerScript, documents), reading);
		report.info(`${name}, ${size} documents, seed ${seed}, peer (MinHash)`, told(peer, size));
		const [cpu, errors] = [peer.cost.ownMs / ours.cost.ownMs, (1 - peer.score.f1) / Math.max(1e-4, 1 - ours.score.f1)];
		report.info("peer over engine", `CPU ${round(cpu)} times, 1 - F1 ${round(errors)} times`);
	}
	return ours;
}

function measured(library: readonly Labelled[], run: GroupingRun, reading: GroupingRun): Measured {
	return {
		score: scoreGroups(library, run.groups),
		cost: { cpuMs: run.cpuMs, ownMs: run.cpuMs - reading.cpuMs, peakBytes: run.peakBytes },
		groups: run.groups,
	};
}

function told({ score, cost }: Measured, size: number): string {
	const kinds = [...score.kinds].sort().map(([kind, { copies, found }]) => `${kind} ${found}/${copies}`);
	return [
		`P ${score.precision.toFixed(4)}, R ${score.recall.toFixed(4)}, F1 ${score.f1.toFixed(4)}`,
		`merged ${score.mergedFamilies} of ${score.families}`,
		`found ${kinds.join(", ")}`,
		`CPU ${(cost.cpuMs / size).toFixed(3)} ms a document, ${(cost.ownMs / size).toFixed(3)} without start and reading`,
		`peak ${(cost.peakBytes / 2 ** 20).toFixed(0)} MiB`,
	].join("; ");
}

function judge(name: LibraryName, size: number, runs: readonly Measured[]): void {
	const bars: Bars = libraries[name].bars;
	const score = pooled(runs.map((run) => run.score));
	const named = (what: string): string => `${name}, ${size} documents: ${what}`;
	const figures = [
		{ what: "precision", value: score.precision, bar: bars.precision },
		{ what: "F1", value: score.f1, bar: bars.f1 },
		...Object.entries(bars.recall).map(([kind, bar]) => {
			const { copies, found } = score.kinds.get(kind) ?? { copies: 0, found: 0 };
			return { what: `recall of ${kind}`, value: copies === 0 ? 1 : found / copies, bar };
		}),
	];
	for (const { what, value, bar } of figures) {
		if (size < SMALLEST_JUDGED) report.info(named(what), `${value.toFixed(4)} (bar ${bar} from ${SMALLEST_JUDGED})`);
		else report.holds(named(what), value >= bar, `${value.toFixed(4)} (bar ≥ ${bar})`);
	}
	const share = score.mergedFamilies / Math.max(1, score.families);
	report.holds(named("families merged"), share <= bars.merged, `${score.mergedFamilies} of ${score.families}`);
	if (size !== CPU_SIZE) return;
	const cpu = runs.reduce((sum, { cost }) => sum + cost.ownMs, 0) / runs.length / size;
	report.holds(named("CPU a document"), cpu <= bars.cpuMs, `${cpu.toFixed(3)} ms (bar ≤ ${bars.cpuMs} ms)`);
	const peak = Math.max(...runs.map(({ cost }) => cost.peakBytes));
	report.info(named("memory at most"), `${(peak / 2 ** 20).toFixed(0)} MiB`);
}
