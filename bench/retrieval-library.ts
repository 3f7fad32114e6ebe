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

export async function searchLargeLibraries(
	report: Report,
	sets: readonly QuestionSet[],
	{ isSmall }: { isSmall: boolean },
): Promise<void> {
	const config = join(projectDir, "bench", "library", "wrangler.toml");
	await withServer(
		async ({ url }, stateDir) => {
			await post(`${url}/table`, readFileSync(join(projectDir, "public", "retrieval", "words.bin")));
			const maker = new TextMaker(
				sets.flatMap(({ passages }) => passages.map(({ text }) => text)),
				7,
			);
			const real = sets.flatMap(({ name, passages }) =>
				passages.map(({ id, text }) => ({ id: `${name}/${id}`, title: "Paper", text })),
			);
			let chunks = (await index(url, real)).chunks;
			const lexical: number[] = [];
			for (const size of isSmall ? sizes.slice(0, 1) : sizes) {
				const [began, cpu] = [performance.now(), cpuOf(stateDir)];
				const before = chunks;
				while (chunks < size) {
					const documents = Array.from({ length: documentsAtOnce }, () => maker.document(documentCharacters));
					chunks += (await index(url, documents)).chunks;
				}
				const made = chunks - before;
				report.info(
					`${chunks} chunks`,
					`indexed at ${Math.round(made / ((performance.now() - began) / 1000))} a second, ${((cpuOf(stateDir) - cpu) / made).toFixed(2)} ms of CPU each; ${Math.round(sizeOf(stateDir) / chunks)} bytes of D1 each`,
				);
				lexical.push(await ask(report, { url, stateDir, chunks }, sets));
			}
			const [small = 0, large] = lexical;
			if (large !== undefined)
				report.atMost("full-text part at 100,000 chunks over that at 20,000", large / small, growthBar, "times");
		},
		{ config, crons: false },
	);
}

interface Library {
	url: string;
	stateDir: string;
	chunks: number;
}

/** Gives the median of the full-text part. */
async function ask(report: Report, { url, stateDir, chunks }: Library, sets: readonly QuestionSet[]): Promise<number> {
	const questions = sets.flatMap(({ name, questions: asked }) =>
		asked.map(({ text, answers }) => ({ text, answers: answers.map((id) => `${name}/${id}`) })),
	);
	const nothing = median(await timesOf(url, "nothing", questions));
	const medians: Record<string, number> = {};
	for (const path of ["search?lexical", "search"]) {
		const cpu = cpuOf(stateDir);
		const times = await timesOf(url, path, questions);
		const used = (cpuOf(stateDir) - cpu) / (questions.length * rounds);
		const own = times.map((time) => Math.max(0, time - nothing)).sort((a, b) => a - b);
		medians[path] = median(own);
		const late = own[Math.floor(own.length * 0.95)] ?? Number.NaN;
		report.info(
			`${chunks} chunks, ${questions.length} questions, ${path === "search" ? "whole search" : "full-text part"}`,
			`${median(own).toFixed(1)} ms at the median, 95 % within ${late.toFixed(1)} ms, ${used.toFixed(1)} ms of CPU with D1's (a request by itself ${nothing.toFixed(1)} ms)`,
		);
	}
	let reciprocal = 0;
	for (const { text, answers } of questions) {
		const found = (await post(`${url}/search`, text)) as string[];
		const place = found.findIndex((id) => answers.includes(id));
		reciprocal += place < 0 ? 0 : 1 / (place + 1);
	}
	report.info(`${chunks} chunks, MRR of these questions among them`, (reciprocal / questions.length).toFixed(3));
	if (chunks < 2 * (sizes[0] ?? 0))
		report.atMost(`a search in ${chunks} chunks`, medians.search ?? Number.NaN, barMs, "ms");
	return medians["search?lexical"] ?? Number.NaN;
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

async function index(url: string, documents: readonly object[]): Promise<{ chunks: number }> {
	return (await post(`${url}/documents`, JSON.stringify(documents))) as { chunks: number };
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
