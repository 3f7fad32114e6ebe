/**
 * `npm run bench:extract [-- --count 200] [-- --seed 1] [-- --show]`: fields out of generated invoices, receipts, payslips and forms. Of twelve layouts
 * four are held out: they are built in other ways than the rest, and print labels of their own. `--show` lists what is not right, `--keep DIR` writes the files.
 * `--foreign first` takes a set of layouts of other kinds instead, each `--each` times.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { convertDocument, cpuMs, loadConverter } from "../scripts/engine.ts";
import { fromUser } from "../scripts/input-files.ts";
import { extractFields, type FieldResult } from "../src/extraction/fields.ts";
import type { Paper } from "./extract/document.ts";
import { foreignPapers } from "./extract/foreign/foreign.ts";
import { makePapers } from "./extract/library.ts";
import { QuoteChecker } from "./extract/quotes.ts";
import { type Counts, countCells, f1, judge, type Verdict } from "./extract/score.ts";
import { Report } from "./report.ts";

const { values: flags } = parseArgs({
	options: {
		count: { type: "string", default: "200" },
		seed: { type: "string", default: "1" },
		show: { type: "boolean", default: false },
		keep: { type: "string" },
		foreign: { type: "string" },
		each: { type: "string", default: "6" },
	},
});

interface Judged {
	paper: Paper;
	field: string;
	verdict: Verdict;
	result: FieldResult;
	isQuoted: boolean;
	cells?: Counts;
}

const report = new Report("Fields of generated documents, without a model");
const papers =
	flags.foreign === undefined
		? await makePapers(Number(flags.count), Number(flags.seed))
		: await foreignPapers(flags.foreign, Number(flags.each), Number(flags.seed));
if (flags.keep !== undefined) keep(papers, fromUser(flags.keep));
const converter = await loadConverter("never");
const quotes = await QuoteChecker.create();
const judged: Judged[] = [];
let extractMs = 0;
for (const paper of papers) judged.push(...(await judgePaper(paper)));
print();
process.exit(report.exitCode());

async function judgePaper(paper: Paper): Promise<Judged[]> {
	const options = { ocr: "never", lines: true, onFigure: async () => {} } as const;
	const { blocks, lines } = await convertDocument(converter, paper.pdf, `${paper.name}.pdf`, options);
	const started = cpuMs();
	const results = extractFields(paper.fields, { blocks, lines });
	extractMs += cpuMs() - started;
	const isQuoted = await quotes.checkerFor(paper.pdf);
	return paper.fields.map(({ name, type }): Judged => {
		const result = results.get(name) ?? { value: null, score: 0, citation: null };
		const truth = paper.truth[name] ?? null;
		const base = { paper, field: name, result, isQuoted: result.value === null || isQuoted(result.citation) };
		if (type === "table")
			return { ...base, verdict: result.value === null ? "missed" : "right", cells: countCells(result.value, truth) };
		return { ...base, verdict: judge(result, truth) };
	});
}

function print(): void {
	const simple = judged.filter(({ cells }) => cells === undefined);
	const tables = judged.filter(({ cells }) => cells !== undefined);
	if (flags.show) show(simple, tables);
	for (const isHeldOut of [false, true]) {
		const name = isHeldOut ? "held out" : "development";
		if (papers.every((paper) => paper.isHeldOut !== isHeldOut)) continue;
		const [bar, own] = [isHeldOut ? 0.85 : 0.93, simple.filter(({ paper }) => paper.isHeldOut === isHeldOut)];
		report.atLeast(`field accuracy, layouts ${name}`, accuracy(own), bar, "");
		report.atLeast(
			`line items F1, layouts ${name}`,
			f1(sumOf(tables.filter(({ paper }) => paper.isHeldOut === isHeldOut))),
			0.85,
			"",
		);
	}
	for (const layout of [...new Set(papers.map((paper) => paper.layout))].sort()) {
		const own = (all: Judged[]): Judged[] => all.filter(({ paper }) => paper.layout === layout);
		const items = own(tables).length === 0 ? "" : `, line items ${f1(sumOf(own(tables))).toFixed(3)}`;
		report.info(layout, `${accuracy(own(simple)).toFixed(3)}${items}`);
	}
	const given = judged.filter(({ result }) => result.value !== null);
	report.atLeast(
		"values whose quote stands in its box",
		share(given, ({ isQuoted }) => isQuoted),
		1,
		"",
	);
	const absent = simple.filter(({ verdict }) => verdict === "absent" || verdict === "invented");
	report.atMost(
		"absent fields that got a value",
		share(absent, ({ verdict }) => verdict === "invented"),
		0.02,
		"",
	);
	const [right, wrong] = [scores(simple, ["right"]), scores(simple, ["wrong", "invented"])];
	report.info(
		"mean score",
		`right ${mean(right).toFixed(1)} (${right.length}), wrong ${mean(wrong).toFixed(1)} (${wrong.length})`,
	);
	report.atMost(
		"mean score of wrong values as a share of right ones'",
		mean(wrong) / Math.max(1, mean(right)),
		0.5,
		"",
	);
	for (const least of [0, 30, 45, 60, 70, 80, 90]) report.info(`by score from ${least}`, byScore(simple, least));
	report.info("extraction alone", `${(extractMs / papers.length).toFixed(1)} ms CPU a document`);
}

/** Of the values with scores from one step to the next, how many are right. */
function byScore(own: readonly Judged[], least: number): string {
	const steps = [0, 30, 45, 60, 70, 80, 90, 101];
	const end = steps[steps.indexOf(least) + 1] ?? 101;
	const given = own.filter(({ result }) => result.value !== null && result.score >= least && result.score < end);
	return `${given.filter(({ verdict }) => verdict === "right").length} of ${given.length} right`;
}

function accuracy(own: readonly Judged[]): number {
	return share(own, ({ verdict }) => verdict === "right" || verdict === "absent");
}

function scores(own: readonly Judged[], verdicts: readonly Verdict[]): number[] {
	return own.filter(({ verdict }) => verdicts.includes(verdict)).map(({ result }) => result.score);
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function sumOf(tables: readonly Judged[]): Counts {
	const total: Counts = { right: 0, found: 0, true: 0 };
	for (const { cells } of tables) {
		total.right += cells?.right ?? 0;
		total.found += cells?.found ?? 0;
		total.true += cells?.true ?? 0;
	}
	return total;
}

function share<T>(all: readonly T[], holds: (each: T) => boolean): number {
	return all.filter(holds).length / Math.max(1, all.length);
}

function show(simple: readonly Judged[], tables: readonly Judged[]): void {
	for (const { paper, field, verdict, result, isQuoted } of simple) {
		if ((verdict === "right" || verdict === "absent") && isQuoted) continue;
		const found = JSON.stringify(result.value);
		console.log(
			`${paper.name} ${field}: ${verdict}${isQuoted ? "" : " UNQUOTED"} ${result.score} ${found} instead of ${JSON.stringify(paper.truth[field] ?? null)}`,
		);
	}
	for (const { paper, field, cells, result, isQuoted } of tables) {
		if (cells !== undefined && f1(cells) > 0.999 && isQuoted) continue;
		const rows = Array.isArray(result.value) ? result.value.length : 0;
		console.log(`${paper.name} ${field}: ${isQuoted ? "" : "UNQUOTED "}${JSON.stringify(cells)} ${rows} rows`);
		if (Array.isArray(result.value)) console.log(`   ${JSON.stringify(result.value.slice(0, 2))}`);
	}
}

function keep(all: readonly Paper[], folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const { name, pdf, fields, truth } of all) {
		writeFileSync(join(folder, `${name}.pdf`), pdf);
		writeFileSync(join(folder, `${name}.json`), JSON.stringify({ name, fields, truth }, null, "\t"));
	}
}
