/**
 * `npm run bench:convert [-- --ocr auto|always|never]`: quality and cost of conversion on public PDFs with reference answers, beside plain
 * liteparse and plain unpdf on the same files in the same run, all without OCR; then real pages once more with it, unless `never`.
 * Writes `bench/results/convert.md`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { projectDir } from "../scripts/server.ts";
import { type Cost, type Engine, engines } from "./convert-engines.ts";
import { canMeasure, costsInWorkerd, type WorkerdCost } from "./convert-workerd.ts";
import { machine, sharedFolder } from "./machine.ts";
import { median, Report, round } from "./report.ts";

const sets = ["odl", "synth", "icdar13"] as const;
type SetName = (typeof sets)[number];

/** A line of the result table: one measure of all engines, and ours against the best of the others. */
interface Row {
	set: string;
	measure: string;
	values: Record<Engine, number | undefined>;
	bar?: number;
}

const resultFile = join(projectDir, "bench", "results", "convert.md");
const { values: flags } = parseArgs({ options: { ocr: { type: "string", default: "auto" } } });

const bench = sharedFolder("pdf-bench");
const report = new Report("Conversion: quality against reference answers, and cost");
if (bench === undefined) {
	report.skipped("all of it", "../shared/pdf-bench is not there");
	process.exit(0);
}
const scratch = mkdtempSync(join(tmpdir(), "deckle-convert-"));
try {
	const costs = convertAll(bench, scratch);
	const rows = [
		...qualityOf(bench, scratch),
		...ocrRows(bench, scratch),
		...(await workerdRows(bench)),
		...costOf(costs),
	];
	for (const row of rows) tell(row);
	for (const { name, failure } of costs.flatMap((cost) => (cost.engine === "deckle" ? cost.list : []))) {
		if (failure !== undefined) report.holds(`${name}.pdf is converted`, false, failure);
	}
	mkdirSync(dirname(resultFile), { recursive: true });
	writeFileSync(resultFile, toMarkdown(rows));
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
process.exit(report.exitCode());

interface SetCosts {
	engine: Engine;
	set: SetName;
	list: Cost[];
}

function convertAll(folder: string, out: string): SetCosts[] {
	return sets.flatMap((set) =>
		engines.map((engine): SetCosts => {
			const target = join(out, set, engine);
			run(join(projectDir, "bench", "convert-engines.ts"), [engine, join(folder, set, "pdf"), target, "never"]);
			return { engine, set, list: JSON.parse(readFileSync(join(target, "costs.json"), "utf8")) };
		}),
	);
}

function qualityOf(folder: string, out: string): Row[] {
	const measured = (set: SetName, scorer: string, args: string[]): Record<Engine, Record<string, number>> => {
		const of = (engine: Engine): Record<string, number> => {
			const output = run(join(folder, scorer), [...args, "--pred", join(out, set, engine)]);
			return Object.fromEntries([...output.matchAll(/(\S+)=([\d.]+)/g)].map(([, key, value]) => [key, Number(value)]));
		};
		return { deckle: of("deckle"), liteparse: of("liteparse"), unpdf: of("unpdf") };
	};
	const row = (set: string, measure: string, of: ReturnType<typeof measured>, key: string, bar?: number): Row => ({
		set,
		measure,
		values: { deckle: of.deckle[key], liteparse: of.liteparse[key], unpdf: of.unpdf[key] },
		...(bar === undefined ? {} : { bar }),
	});
	const odl = measured("odl", "score.mjs", ["--gt", join(folder, "odl", "gt"), "--plain"]);
	const synth = measured("synth", "score.mjs", ["--gt", join(folder, "synth", "gt"), "--plain"]);
	const icdar = measured("icdar13", "score-tables.mjs", ["--gt", join(folder, "icdar13", "tables.json")]);
	const parts = (set: string, of: typeof odl, bar: number): Row[] => [
		row(set, "overall", of, "overall", bar),
		row(set, "reading order (NID)", of, "nid"),
		row(set, "tables (TEDS)", of, "teds"),
		row(set, "headings (MHS)", of, "mhs"),
	];
	return [
		...parts("odl", odl, 0.91),
		...parts("synth", synth, 0.93),
		row("icdar13", "cell adjacency F1", icdar, "adj_f1", 0.96),
		row("icdar13", "TEDS", icdar, "teds"),
		...figureRows(folder, out),
	];
}

/** Real pages with OCR of pages and pictures that hold text. */
function ocrRows(folder: string, out: string): Row[] {
	if (flags.ocr === "never") return [];
	const target = join(out, "odl", "deckle-ocr");
	run(join(projectDir, "bench", "convert-engines.ts"), ["deckle", join(folder, "odl", "pdf"), target, flags.ocr]);
	const output = run(join(folder, "score.mjs"), ["--gt", join(folder, "odl", "gt"), "--plain", "--pred", target]);
	const row = (measure: string, key: string, bar?: number): Row => ({
		set: "odl with OCR",
		measure,
		values: { deckle: scoreIn(output, key), liteparse: undefined, unpdf: undefined },
		...(bar === undefined ? {} : { bar }),
	});
	return [
		row("overall", "overall", 0.93),
		row("reading order (NID)", "nid"),
		row("tables (TEDS)", "teds"),
		row("headings (MHS)", "mhs"),
	];
}

/** A figure of a scorer's last line. */
function scoreIn(output: string, key: string): number {
	return Number(output.match(new RegExp(`(?:^|\\s)${key}=([\\d.]+)`))?.[1]);
}

/** Figures of odl: ours alone, the others give none with places. */
function figureRows(folder: string, out: string): Row[] {
	const output = run(join(folder, "score-figures.mjs"), [
		"--gt",
		join(folder, "odl", "figures.json"),
		"--pred",
		join(out, "odl", "deckle", "figures.json"),
	]);
	const row = (measure: string, key: string, bar?: number): Row => ({
		set: "odl figures",
		measure,
		values: { deckle: scoreIn(output, key), liteparse: undefined, unpdf: undefined },
		...(bar === undefined ? {} : { bar }),
	});
	return [
		row("F1", "f1", 0.88),
		row("F1 at IoU .75", "f1@0.75"),
		row("captions right", "caption_recall", 0.85),
		row("captions, precision", "caption_precision"),
	];
}

function costOf(costs: SetCosts[]): Row[] {
	const perPage = (engine: Engine, of: (cost: Cost) => number): number =>
		median(
			costs
				.filter((entry) => entry.engine === engine)
				.flatMap((entry) => entry.list.filter((cost) => cost.pages > 0).map((cost) => of(cost) / cost.pages)),
		);
	const all = (of: (cost: Cost) => number): Row["values"] => ({
		deckle: perPage("deckle", of),
		liteparse: perPage("liteparse", of),
		unpdf: perPage("unpdf", of),
	});
	return [
		{ set: "all", measure: "CPU ms/page in Node, once each, text and places", values: all((cost) => cost.textMs) },
		{ set: "all", measure: "CPU ms/page in Node, with figures' pictures", values: all((cost) => cost.totalMs) },
	];
}

/** Text and places where the Worker runs: in an isolate that has done some documents, and the first time in a fresh one. */
async function workerdRows(folder: string): Promise<Row[]> {
	if (!canMeasure) {
		report.skipped("CPU in workerd", "the system has no /proc");
		return [];
	}
	const files = sets.flatMap((set) => {
		const pdfs = join(folder, set, "pdf");
		return readdirSync(pdfs)
			.filter((name) => name.endsWith(".pdf"))
			.map((name) => join(pdfs, name));
	});
	const costs = new Map<Engine, WorkerdCost[]>();
	for (const engine of engines) costs.set(engine, await costsInWorkerd(engine, files));
	const all = (of: (list: WorkerdCost[]) => number): Row["values"] => ({
		deckle: of(costs.get("deckle") ?? []),
		liteparse: of(costs.get("liteparse") ?? []),
		unpdf: of(costs.get("unpdf") ?? []),
	});
	const usual = all((list) => median(list.map(({ cpuMs, pages }) => cpuMs / pages)));
	// Ticks are too coarse for the median of single conversions; their sum is exact.
	const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
	const first = all((list) => sum(list.map(({ firstMs }) => firstMs)) / sum(list.map(({ pages }) => pages)));
	return [
		{ set: "all", measure: "CPU ms/page in workerd, text and places", values: usual, bar: 20 },
		{ set: "all", measure: "CPU ms/page in workerd, first pass of a fresh isolate, mean", values: first },
	];
}

function isCost(row: Row): boolean {
	return row.measure.startsWith("CPU");
}

function tell(row: Row): void {
	const { deckle = Number.NaN, liteparse, unpdf } = row.values;
	const name = `${row.set} ${row.measure}`;
	if (row.bar === undefined) report.info(name, digits(row, deckle));
	else if (isCost(row)) report.atMost(name, deckle, row.bar, "ms");
	else report.holds(`${name} ≥ ${row.bar}`, deckle >= row.bar, digits(row, deckle));
	if (liteparse !== undefined) report.info("  liteparse, unpdf", `${digits(row, liteparse)}, ${digits(row, unpdf)}`);
}

function toMarkdown(rows: Row[]): string {
	const ratio = ({ values: { deckle, liteparse, unpdf } }: Row): string => {
		const peers = [liteparse, unpdf].filter((value) => value !== undefined);
		return deckle === undefined || peers.length === 0
			? ""
			: peers.map((peer) => (peer === 0 ? "–" : round(deckle / peer))).join(" / ");
	};
	const lines = rows.map((row) => {
		const cells = engines.map((engine) => digits(row, row.values[engine]));
		const bar = row.bar === undefined ? "" : `${isCost(row) ? "≤" : "≥"} ${row.bar}`;
		return `| ${[row.set, row.measure, ...cells, ratio(row), bar].join(" | ")} |`;
	});
	return [
		`Made by \`npm run bench:convert\` on ${machine()}.`,
		"CPU is user and system time, the median over all files unless it says otherwise; the ratio is Deckle's value over each of the others'.",
		"",
		"| set | measure | Deckle | liteparse | unpdf | ratio | bar |",
		"| --- | --- | --- | --- | --- | --- | --- |",
		...lines,
		"",
	].join("\n");
}

function digits(row: Row, value: number | undefined): string {
	if (value === undefined) return "–";
	return isCost(row) ? value.toFixed(1) : value.toFixed(3);
}

/** Runs a script of ours or a scorer and gives what it prints. */
function run(script: string, args: string[]): string {
	return execFileSync(process.execPath, [script, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
