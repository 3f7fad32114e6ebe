/**
 * Searches in large libraries, part of `npm run bench:retrieval`: real questions to a local D1 of 20,000 and of 100,000 chunks, through a
 * Worker. Times are of whole requests, less what a request costs by itself.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { processesMarked } from "../scripts/processes.ts";
import { projectDir } from "../scripts/server.ts";
import { stateMark } from "../scripts/state-lock.ts";
import { median, type Report } from "./report.ts";
import type { QuestionSet } from "./retrieval/sets.ts";
import { TextMaker } from "./retrieval/texts.ts";
import { withServer } from "./server.ts";

const sizes = [20_000, 100_000];
/** Of a search at 20,000 chunks; at 100,000 the full-text part may take half as much again. */
const [barMs, growthBar] = [60, 1.5];
const documentCharacters = 15_000;
const documentsAtOnce = 25;
/** Each question this often; its median counts. */
const rounds = 3;
/** No question may take more than so many times the median. */
const oddBar = 3;
const oddQuestions: readonly { kind: string; text: string }[] = [
	{
		kind: "only very common words",
		text: "What is the most important information about people and their work in the time?",
	},
	{ kind: "one rare word", text: "Casdorjo" },
	{ kind: "Hindi", text: "बिजली के बिल का भुगतान किस तिथि तक करना है?" },
	{ kind: "a number", text: "1250.00" },
	{ kind: "an id", text: "BE-2011-1234" },
	{ kind: "nothing that is there", text: "zygomorphic 99317" },
];
const longCharacters = 2000;
/** A library beside the large one. */
const small = "owner=small";

export async function searchLargeLibraries(
	report: Report,
	sets: readonly QuestionSet[],
	{ isSmall }: { isSmall: boolean },
): Promise<void> {
	const config = join(projectDir, "bench", "library", "wrangler.toml");
	await withServer(
		async ({ url }, stateDir) => {
			await post(`${url}/table`, readFileSync(join(projectDir, "public", "retrieval", "words.bin")));
			const lexical = await fillTo(report, { url, stateDir }, sets, isSmall ? sizes.slice(0, 1) : sizes);
			const [small = 0, large] = lexical;
			if (large !== undefined)
				report.atMost("full-text part at 100,000 chunks over that at 20,000", large / small, growthBar, "times");
		},
		{ config, crons: false },
	);
}

/** Fills the library to each size in turn; gives the medians of the full-text part. */
async function fillTo(
	report: Report,
	server: BenchServer,
	sets: readonly QuestionSet[],
	sizes: readonly number[],
): Promise<number[]> {
	const { url, stateDir } = server;
	const maker = new TextMaker(
		sets.flatMap(({ passages }) => passages.map(({ text }) => text)),
		7,
	);
	const real = sets.flatMap(({ name, passages }) =>
		passages.map(({ id, text }) => ({ id: `${name}/${id}`, title: "Paper", text })),
	);
	let chunks = (await index(url, real)).chunks;
	await index(
		url,
		real.map((document) => ({ ...document, id: `small/${document.id}` })),
		small,
	);
	await askSmall(report, url, sets, chunks);
	for (const set of sets)
		report.info(`MRR of ${set.name} in D1, all papers together`, (await rankIn(url, set)).toFixed(3));
	const lexical: number[] = [];
	for (const size of sizes) {
		const [began, cpu] = [performance.now(), cpuOf(stateDir)];
		const before = chunks;
		let rows = 0;
		while (chunks < size) {
			const documents = Array.from({ length: documentsAtOnce }, () => maker.document(documentCharacters));
			const done = await index(url, documents);
			chunks += done.chunks;
			rows += done.written;
		}
		const made = chunks - before;
		report.info(
			`${chunks} chunks`,
			`indexed at ${Math.round(made / ((performance.now() - began) / 1000))} a second, ${((cpuOf(stateDir) - cpu) / made).toFixed(2)} ms of CPU each; ${Math.round(sizeOf(stateDir) / chunks)} bytes of D1 and ${(rows / made).toFixed(1)} rows written each`,
		);
		lexical.push(await ask(report, { ...server, chunks }, sets));
		await askSmall(report, url, sets, chunks);
	}
	return lexical;
}

interface BenchServer {
	url: string;
	stateDir: string;
}

interface Library extends BenchServer {
	chunks: number;
}

/** The same questions to a small library, which another's size should not slow down. */
async function askSmall(report: Report, url: string, sets: readonly QuestionSet[], beside: number): Promise<void> {
	const questions = sets.flatMap(({ questions: some }) => some);
	const times = await timesOf(url, `search?${small}`, questions);
	report.info(
		`a library of some hundred chunks, beside one of ${beside}`,
		`${median(times).toFixed(1)} ms, whole requests`,
	);
}

/** Kinds of questions that cost more or less than others. */
async function askOdd(report: Report, { url, chunks }: Library, sets: readonly QuestionSet[]): Promise<void> {
	const questions = sets.flatMap(({ questions: some }) => some);
	const long = questions
		.map(({ text }) => text)
		.join(" ")
		.slice(0, longCharacters);
	const all = [...oddQuestions, { kind: `${longCharacters} characters`, text: long }];
	// In turn with all the others, so that the machine's load is the same for both.
	const usual = median(await timesOf(url, "search", questions));
	const times = await timesOf(url, "search", all);
	for (const [at, { kind }] of all.entries()) {
		const ratio = (times[at] ?? Number.NaN) / usual;
		report.atMost(`${chunks} chunks, ${kind}, over the median of all questions`, ratio, oddBar, "times");
	}
}

/** Gives the median of the full-text part. */
async function ask(report: Report, library: Library, sets: readonly QuestionSet[]): Promise<number> {
	const { url, stateDir, chunks } = library;
	const questions = sets.flatMap(({ questions: some }) => some);
	const asked = questions.length * rounds;
	const idle = cpuOf(stateDir);
	const nothing = median(await timesOf(url, "nothing", questions));
	const nothingCpu = (cpuOf(stateDir) - idle) / asked;
	const medians: Record<string, number> = {};
	for (const path of ["search?lexical", "search"]) {
		const cpu = cpuOf(stateDir);
		const times = await timesOf(url, path, questions);
		const used = (cpuOf(stateDir) - cpu) / asked - nothingCpu;
		const own = times.map((time) => Math.max(0, time - nothing)).sort((a, b) => a - b);
		medians[path] = median(own);
		const late = own[Math.floor(own.length * 0.95)] ?? Number.NaN;
		report.info(
			`${chunks} chunks, ${questions.length} questions, ${path === "search" ? "whole search" : "full-text part"}`,
			`${median(own).toFixed(1)} ms at the median, 95 % within ${late.toFixed(1)} ms, ${used.toFixed(1)} ms of CPU with D1's (a request by itself: ${nothing.toFixed(1)} ms, ${nothingCpu.toFixed(1)} ms of CPU)`,
		);
	}
	await askOdd(report, library, sets);
	if (chunks < 2 * (sizes[0] ?? 0))
		report.atMost(`a search in ${chunks} chunks`, medians.search ?? Number.NaN, barMs, "ms");
	return medians["search?lexical"] ?? Number.NaN;
}

/** Mean reciprocal rank of a set's answers, in a library of real papers alone: the made ones repeat their sentences. */
async function rankIn(url: string, { name, questions }: QuestionSet): Promise<number> {
	let sum = 0;
	for (const { text, answers } of questions) {
		const found = (await post(`${url}/search`, text)) as string[];
		const wanted = new Set(answers.map((answer) => `${name}/${answer}`));
		const place = found.findIndex((id) => wanted.has(id));
		sum += place < 0 ? 0 : 1 / (place + 1);
	}
	return sum / questions.length;
}

/** Of each question the median of its rounds, in milliseconds. */
async function timesOf(url: string, path: string, questions: readonly { text: string }[]): Promise<number[]> {
	const times: number[][] = questions.map(() => []);
	for (let round = 0; round < rounds; round++) {
		for (const [at, { text }] of questions.entries()) {
			const began = performance.now();
			await post(`${url}/${path}`, text);
			times[at]?.push(performance.now() - began);
		}
	}
	return times.map(median);
}

async function index(
	url: string,
	documents: readonly object[],
	query = "",
): Promise<{ chunks: number; written: number }> {
	return (await post(`${url}/documents?${query}`, JSON.stringify(documents))) as { chunks: number; written: number };
}

async function post(url: string, body: string | Buffer): Promise<unknown> {
	const response = await fetch(url, { method: "POST", body: typeof body === "string" ? body : new Uint8Array(body) });
	if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
	return await response.json();
}

/** CPU of the server's processes so far, in milliseconds: the Worker, the stand-in for D1, and wrangler's proxy. */
function cpuOf(stateDir: string): number {
	const ticks = processesMarked(stateMark, stateDir).map((pid) => {
		const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
		return Number(fields[11]) + Number(fields[12]);
	});
	// Linux counts a hundred ticks a second.
	return 10 * ticks.reduce((sum, each) => sum + each, 0);
}

function sizeOf(stateDir: string): number {
	const folder = join(stateDir, "v3", "d1", "miniflare-D1DatabaseObject");
	return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
