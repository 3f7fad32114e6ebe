/**
 * `npm run bench:retrieval [-- --sensitivity] [-- --libraries none|small|all]`: questions over passages, found with the embedded default
 * and by BM25 alone in the same run: `../shared/retrieval-bench` and a set of our own; then the same questions to libraries of 20,000
 * (`small`) and 100,000 chunks in a local D1. With `--sensitivity`, the passages again for other weights.
 */
import { parseArgs } from "node:util";
import { cpuMs } from "../scripts/engine.ts";
import { loadWordTable } from "../scripts/word-vectors.ts";
import { MemoryIndex } from "../src/retrieval/memory-index.ts";
import { WEIGHTS, type Weights } from "../src/retrieval/ranking.ts";
import { findChunks } from "../src/retrieval/search.ts";
import { indexText } from "../src/retrieval/terms.ts";
import { sharedFolder } from "./machine.ts";
import { median, Report } from "./report.ts";
import { Peer } from "./retrieval/peer.ts";
import { ownSet, type Question, type QuestionSet, sharedSet } from "./retrieval/sets.ts";
import { searchLargeLibraries } from "./retrieval-library.ts";

const LIMIT = 10;

interface Quality {
	reciprocalRank: number;
	recall: number;
	gain: number;
}

const { values: flags } = parseArgs({
	options: { sensitivity: { type: "boolean", default: false }, libraries: { type: "string", default: "all" } },
});
const report = new Report("Retrieval");
const table = loadWordTable();
const folder = sharedFolder("retrieval-bench");
const sets = [...(folder === undefined ? [] : [sharedSet(folder)]), ownSet()];
if (folder === undefined) report.skipped("retrieval-bench", "../shared/retrieval-bench is not there");
for (const set of sets) await compare(set);
if (flags.sensitivity) await varyWeights(sets);
if (flags.libraries === "none") report.skipped("libraries", "--libraries none");
else await searchLargeLibraries(report, sets, { isSmall: flags.libraries === "small" });
process.exit(report.exitCode());

async function compare(set: QuestionSet): Promise<void> {
	const peer = new Peer(set.passages);
	const index = indexOf(set);
	const times: number[] = [];
	const ours: Quality[] = [];
	const theirs: Quality[] = [];
	for (const question of set.questions) {
		const started = cpuMs();
		ours.push(qualityOf(question, await find(index, question, WEIGHTS)));
		times.push(cpuMs() - started);
		theirs.push(qualityOf(question, peer.search(question.text, question.language, LIMIT)));
	}
	console.log(
		`\n| ${set.name} (${set.passages.length} passages) | questions | MRR | recall@10 | nDCG@10 | BM25: MRR | recall@10 | nDCG@10 |`,
	);
	console.log("|---|---|---|---|---|---|---|---|");
	const styles = [...new Set(set.questions.map(({ style }) => style))];
	for (const style of styles) {
		const of = (all: Quality[]): Quality[] => all.filter((_, at) => set.questions[at]?.style === style);
		row(style, of(ours), of(theirs));
	}
	if (styles.length > 1) row("all", ours, theirs);
	console.log("");
	if (set.name === "retrieval-bench") {
		report.atLeast("MRR of retrieval-bench", meanOf(ours).reciprocalRank, 0.8, "");
	}
	for (const style of styles) {
		const of = (all: Quality[]): number => meanOf(all.filter((_, at) => set.questions[at]?.style === style)).gain;
		report.atLeast(`nDCG@10, ${set.name}, ${style}, against BM25 alone`, of(ours), of(theirs), "");
	}
	report.info("CPU a question, median, index in memory", `${median(times).toFixed(1)} ms`);
}

function indexOf(set: QuestionSet): MemoryIndex {
	const index = new MemoryIndex();
	for (const { id, text } of set.passages) index.add(id, indexText(text));
	return index;
}

async function find(index: MemoryIndex, question: Question, weights: Weights): Promise<string[]> {
	const found = await findChunks(index, question.text, { limit: LIMIT, table, weights });
	return found.map(({ id }) => id);
}

/** Relevance is yes or no. */
function qualityOf({ answers }: Question, found: readonly string[]): Quality {
	const places = found.flatMap((id, at) => (answers.includes(id) ? [at + 1] : []));
	const gain = (ranks: readonly number[]): number => ranks.reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
	const best = answers.slice(0, LIMIT).map((_, at) => at + 1);
	return {
		reciprocalRank: places[0] === undefined ? 0 : 1 / places[0],
		recall: places.length / answers.length,
		gain: gain(places) / gain(best),
	};
}

function meanOf(all: readonly Quality[]): Quality {
	const mean = (of: (quality: Quality) => number): number => all.reduce((sum, each) => sum + of(each), 0) / all.length;
	return {
		reciprocalRank: mean((each) => each.reciprocalRank),
		recall: mean((each) => each.recall),
		gain: mean((each) => each.gain),
	};
}

function row(name: string, ours: readonly Quality[], theirs: readonly Quality[]): void {
	const cells = [ours, theirs].flatMap((all) => {
		const { reciprocalRank, recall, gain } = meanOf(all);
		return [reciprocalRank, recall, gain].map((value) => value.toFixed(3));
	});
	console.log(`| ${name} | ${ours.length} | ${cells.join(" | ")} |`);
}

/** One weight at a time, half and half again as much: a good choice stands on flat ground. */
async function varyWeights(all: readonly QuestionSet[]): Promise<void> {
	const indexes = all.map((set) => ({ set, index: indexOf(set) }));
	const names = Object.keys(WEIGHTS) as (keyof Weights)[];
	const variants = names.flatMap((name) => [0, 0.5, 0.75, 1.25, 1.5].map((factor) => ({ name, factor })));
	console.log(`\n| weight | value | ${all.map(({ name }) => `nDCG@10 ${name}`).join(" | ")} |`);
	console.log(`|---|---|${all.map(() => "---|").join("")}`);
	for (const { name, factor } of [{ name: names[0], factor: 1 }, ...variants]) {
		if (name === undefined || (name === "gapFull" && factor === 0)) continue;
		const weights = { ...WEIGHTS, [name]: WEIGHTS[name] * factor };
		const cells: string[] = [];
		for (const { set, index } of indexes) {
			const qualities: Quality[] = [];
			for (const question of set.questions) qualities.push(qualityOf(question, await find(index, question, weights)));
			cells.push(meanOf(qualities).gain.toFixed(3));
		}
		console.log(`| ${factor === 1 ? "as chosen |" : `${name} | ${weights[name].toFixed(2)}`} | ${cells.join(" | ")} |`);
	}
}
