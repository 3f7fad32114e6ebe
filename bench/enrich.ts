/**
 * `npm run bench:enrich [-- --manners plain,headless --seeds 101,102 --sizes 2000 --small --fit]`: metadata proposed by the embedded classifier for
 * the unclassified 30 % of made libraries, beside the most frequent values and the nearest document's. Seeds below 100 were looked at while it was
 * made, others not. `--small`: libraries of 8 to 200 documents instead, told and not judged. `--fit` prints the calibration that small libraries
 * begin with, learnt from seeds below 100.
 */
import { parseArgs } from "node:util";
import { type Calibration, calibrate, type Outcome, usualCalibration } from "../src/enrich/embedded/calibration.ts";
import { duplicateLibrary } from "./enrich/foreign.ts";
import { type Manner, makeLibrary } from "./enrich/library.ts";
import { manners } from "./enrich/manners.ts";
import { errorsOf, type Figures, type Measured, measure } from "./enrich/measure.ts";
import { Report } from "./report.ts";

const BARS: Figures = { correspondent: 0.95, documentType: 0.93, tags: 0.85 };
const ERROR_BAR = 0.08;
const JUDGED_SIZE = 2000;
const SMALL_SIZES = [8, 25, 50, 200];
/** Documents, and the share of them that is classified. */
const FIT_LIBRARIES = [
	[12, 0],
	[8, 0.7],
	[25, 0.7],
	[80, 0.7],
	[160, 0.7],
] as const;
/** Far weaker than a library's own firmness: with thousands of outcomes the weights are these outcomes'. */
const FIT_FIRMNESS = 3;

const { values: flags } = parseArgs({
	options: {
		manners: {
			type: "string",
			default: manners
				.filter(({ isJudged }) => isJudged)
				.map(({ name }) => name)
				.join(","),
		},
		seeds: { type: "string", default: "101,102" },
		sizes: { type: "string", default: String(JUDGED_SIZE) },
		small: { type: "boolean", default: false },
		fit: { type: "boolean", default: false },
	},
});
const chosen = flags.manners.split(",").map(mannerOf);
const seeds = flags.seeds.split(",").map(Number);
const report = new Report("Metadata proposed by the embedded classifier");
if (flags.fit) await printFit();
else for (const size of flags.small ? SMALL_SIZES : flags.sizes.split(",").map(Number)) await compare(size);
process.exit(report.exitCode());

async function compare(size: number): Promise<void> {
	for (const manner of chosen) {
		const runs: Measured[] = [];
		// One small library says little.
		for (const seed of size < 200
			? [...seeds, ...seeds.map((seed) => seed + 50), ...seeds.map((seed) => seed + 100)]
			: seeds) {
			runs.push(await measure(makeLibrary(manner, size, seed).documents));
		}
		tell(`${manner.name}, ${size} documents`, runs, size >= JUDGED_SIZE && manner.isJudged);
	}
	if (size < JUDGED_SIZE) return;
	for (const seed of seeds.slice(0, 1)) {
		tell(`the near-duplicate bench's library, ${size} documents`, [await measure(duplicateLibrary(size, seed))], false);
	}
}

function tell(name: string, runs: readonly Measured[], isJudged: boolean): void {
	const ours = mean(runs.map((run) => run.ours));
	const errors = errorsOf(runs.map(({ said }) => said));
	report.info(
		`${name}: correspondent, type, tags F1`,
		`${line(ours)} (most frequent ${line(mean(runs.map((run) => run.majority)))}; nearest document ${line(mean(runs.map((run) => run.nearest)))})`,
	);
	report.info(`${name}: calibration error`, line(errors));
	const cost = (of: (run: Measured) => number): string =>
		(runs.reduce((sum, run) => sum + of(run), 0) / runs.length).toFixed(1);
	report.info(
		`${name}: CPU`,
		`${cost((run) => run.proposalMs)} ms a document, ${cost((run) => run.calibrationMs)} ms a document of the calibration`,
	);
	if (!isJudged) return;
	for (const field of ["correspondent", "documentType", "tags"] as const) {
		report.atLeast(`${name}: ${field}`, ours[field], BARS[field], "");
		report.atMost(`${name}: calibration of ${field}`, errors[field], ERROR_BAR, "");
	}
}

function line({ correspondent, documentType, tags }: Figures): string {
	return [correspondent, documentType, tags].map((value) => value.toFixed(3)).join(" ");
}

function mean(all: readonly Figures[]): Figures {
	const of = (field: keyof Figures): number => all.reduce((sum, each) => sum + each[field], 0) / all.length;
	return { correspondent: of("correspondent"), documentType: of("documentType"), tags: of("tags") };
}

async function printFit(): Promise<void> {
	const outcomes: Outcome[] = [];
	for (const manner of manners) {
		for (const [size, classified] of FIT_LIBRARIES) {
			for (const seed of [1, 2]) {
				const { documents, names } = makeLibrary(manner, size, seed, classified);
				// Servers list names that nothing has yet; a library of uploads knows its documents' alone.
				const measured = await measure(documents, seed === 1 ? names : {});
				outcomes.push(...measured.outcomes, ...measured.truths);
			}
		}
	}
	const fitted: Calibration = await calibrate(outcomes, usualCalibration, FIT_FIRMNESS);
	for (const field of ["correspondent", "documentType", "tags"] as const) {
		const { weights, curve } = fitted[field];
		console.log(`${field}: ${JSON.stringify({ weights: weights.map(rounded), curve: curve.map(rounded) })}`);
	}
}

function rounded(value: number): number {
	return Math.round(value * 1000) / 1000;
}

function mannerOf(name: string): Manner {
	const manner = manners.find((each) => each.name === name);
	if (manner === undefined)
		throw new Error(`there is no manner ${name}: ${manners.map((each) => each.name).join(", ")}`);
	return manner;
}
