/**
 * `npm run bench:dedup-add [-- --documents 20000 --adds 40 --library first|second]`: what it takes the Worker to find the duplicates of one more
 * document, in a library that it has analysed before. The documents of the library are written into the local D1's file while no server runs,
 * as a sync would have left them; the one more is uploaded like any other.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { processesMarked } from "../scripts/processes.ts";
import { startServer } from "../scripts/server.ts";
import { stateMark } from "../scripts/state-lock.ts";
import { sha256Hex } from "../src/lib/hash.ts";
import type { Labelled } from "./dedup/paper.ts";
import { firstLibrary } from "./dedup-library-first.ts";
import { secondLibrary } from "./dedup-library-second.ts";
import { scoreGroups } from "./dedup-score.ts";
import { IsolateMemory } from "./isolate-memory.ts";
import { median, Report } from "./report.ts";
import { freePort, withStateDir } from "./server.ts";

const { values: flags } = parseArgs({
	options: {
		documents: { type: "string", default: "20000" },
		adds: { type: "string", default: "40" },
		library: { type: "string", default: "second" },
		seed: { type: "string", default: "41" },
	},
});
const [size, adds] = [Number(flags.documents), Number(flags.adds)];
/** Of the bench's goals: a document more, and the memory of an isolate with room to spare. */
const [addBarMs, memoryBarMiB] = [300, 96];
const make = flags.library === "first" ? firstLibrary : secondLibrary;

interface AnalysisResult {
	documentsAnalyzed: number;
	candidatePairsFound: number;
	groupsCreated: number;
	durationMs: number;
}

const report = new Report(`One document more in a library of ${size} (${flags.library}, seed ${flags.seed})`);
const everything = make(size + adds, Number(flags.seed));
// Documents whose like is in the library are added last: each then has something to find, as a copy that arrives has.
const copies = everything.filter(({ document, original }) => document.id !== original);
const late = new Set(copies.slice(0, adds).map(({ document }) => document.id));
const library = everything.filter(({ document }) => !late.has(document.id)).slice(0, size);
const arriving = everything.filter(({ document }) => late.has(document.id));

await withStateDir(async (stateDir) => {
	const start = async (inspectorPort?: number) =>
		await startServer({
			stateDir,
			port: 0,
			secretsFile: join(stateDir, "secrets.env"),
			log: { file: join(stateDir, "server.log") },
			...(inspectorPort !== undefined && { inspectorPort }),
		});
	const first = await start();
	const account = { email: "bench@example.com", password: "correct horse battery" };
	const { user } = await signUp(first.url, account);
	await first.stop();
	fill(stateDir, user, library);
	const inspectorPort = await freePort();
	const server = await start(inspectorPort);
	try {
		const { headers } = await signUp(server.url, account);
		const memory = await IsolateMemory.open(inspectorPort);
		const cpuMs = () => cpuOf(stateDir);
		await analyseAll(server.url, headers, memory, cpuMs);
		await addEach(server.url, headers, cpuMs);
		report.atMost("memory of the isolate over all, peak", memory.peakMiB, memoryBarMiB, "MiB");
		memory.close();
	} finally {
		await server.stop();
	}
});
process.exit(report.exitCode());

async function signUp(
	url: string,
	account: { email: string; password: string },
): Promise<{ user: string; headers: Record<string, string> }> {
	await post(`${url}/api/auth/register`, account, {});
	const login = (await post(`${url}/api/auth/login`, account, {})) as {
		user: { id: string };
		tokens: { access_token: string };
	};
	return { user: login.user.id, headers: { Authorization: `Bearer ${login.tokens.access_token}` } };
}

async function post(url: string, body: unknown, headers: Record<string, string>): Promise<unknown> {
	const response = await fetch(url, {
		method: "POST",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify(body),
	});
	return await response.json();
}

/** As a sync leaves documents: with their texts, and to be compared. */
function fill(stateDir: string, owner: string, documents: readonly Labelled[]): void {
	const file = readdirSync(stateDir, { recursive: true, encoding: "utf8" }).find(
		(name) => name.includes("D1DatabaseObject") && /[0-9a-f]{40,}\.sqlite$/.test(name),
	);
	if (file === undefined) throw new Error("The local D1 has no file.");
	const database = new DatabaseSync(join(stateDir, file));
	const row = database.prepare(
		`insert into library_documents (id, owner, source, paperless_id, title, fingerprint, tags, modified_date, processing_status,
			synced_at, word_count, content_hash) values (?, ?, 'paperless', ?, ?, ?, '[]', '2026-01-01T00:00:00Z', 'pending', 1, ?, ?)`,
	);
	const text = database.prepare("insert into library_texts (document_id, full_text) values (?, ?)");
	database.exec("begin");
	for (const { document } of documents) {
		const id = randomUUID();
		const normalized = document.content.toLowerCase().replace(/\s+/g, " ").trim();
		row.run(id, owner, document.id, document.title, sha256Hex(id), normalized.split(" ").length, sha256Hex(normalized));
		text.run(id, document.content);
	}
	database.exec("commit");
	database.close();
}

interface ShownJob {
	status: string;
	resultJson: string;
	errorMessage: string;
}

/** A busy dev server loses a connection now and then; the job goes on. */
async function jobOf(url: string, headers: Record<string, string>, id: string): Promise<ShownJob> {
	for (let tries = 1; ; tries++) {
		const text = await fetch(`${url}/api/v1/jobs/${id}`, { headers }).then(
			async (response) => (response.ok ? await response.text() : ""),
			() => "",
		);
		if (text !== "") return (JSON.parse(text) as { data: ShownJob }).data;
		if (tries === 10) throw new Error("The server does not tell how the analysis is.");
		await sleep(500);
	}
}

async function analyse(
	url: string,
	headers: Record<string, string>,
): Promise<{ result: AnalysisResult; wallMs: number }> {
	const began = performance.now();
	const { data } = (await post(`${url}/api/v1/analysis`, {}, headers)) as { data: { jobId: string } };
	for (;;) {
		const job = await jobOf(url, headers, data.jobId);
		if (job.status === "completed") {
			return { result: JSON.parse(job.resultJson) as AnalysisResult, wallMs: performance.now() - began };
		}
		if (job.status === "failed") throw new Error(job.errorMessage);
		await sleep(20);
	}
}

/** CPU of the server's processes so far, in milliseconds: the Worker and the local stand-ins for D1, queues and objects. */
function cpuOf(stateDir: string): number {
	const ticks = processesMarked(stateMark, stateDir).map((pid) => {
		const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
		return Number(fields[11]) + Number(fields[12]);
	});
	// Linux counts a hundred ticks a second.
	return 10 * ticks.reduce((sum, each) => sum + each, 0);
}

async function analyseAll(
	url: string,
	headers: Record<string, string>,
	memory: IsolateMemory,
	cpuMs: () => number,
): Promise<void> {
	const before = cpuMs();
	const { result, wallMs } = await analyse(url, headers);
	report.info("CPU of the server for it", `${((cpuMs() - before) / library.length).toFixed(1)} ms a document`);
	report.info(
		"the whole library, first",
		`${result.documentsAnalyzed} documents, ${result.candidatePairsFound} pairs compared, ${result.groupsCreated} groups in ${(wallMs / 1000).toFixed(0)} s`,
	);
	report.info("memory of the isolate meanwhile", `${memory.peakMiB.toFixed(0)} MiB at most`);
	const { precision, recall, f1 } = scoreGroups(library, await groupsOf(url, headers));
	report.info(
		"against the truth",
		`precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`,
	);
}

/** Numbers of documents by group, as the table of duplicates has them. */
async function groupsOf(url: string, headers: Record<string, string>): Promise<number[][]> {
	const table = await (await fetch(`${url}/api/v1/export/duplicates.csv`, { headers })).text();
	const rows = table.trim().split("\r\n").slice(1);
	const members = rows.map((line) => line.split(",")).filter((cells) => /^[0-9a-f-]{36}$/.test(cells[0] ?? ""));
	return [...Map.groupBy(members, ([group]) => group).values()].map((rows) => rows.map((cells) => Number(cells[7])));
}

async function addEach(url: string, headers: Record<string, string>, cpuMs: () => number): Promise<void> {
	const durations: number[] = [];
	const cpu: number[] = [];
	const walls: number[] = [];
	let found = 0;
	for (const { document } of arriving) {
		await upload(url, headers, document.content);
		const before = cpuMs();
		const { result, wallMs } = await analyse(url, headers);
		cpu.push(cpuMs() - before);
		if (result.documentsAnalyzed !== 1) throw new Error(`${result.documentsAnalyzed} documents were analysed, not 1`);
		durations.push(result.durationMs);
		walls.push(wallMs);
		found += result.groupsCreated;
	}
	report.atMost("index, candidates, verification, grouping of one more, median", median(durations), addBarMs, "ms");
	report.atMost("the same, 95 %", percentile(durations, 0.95), addBarMs, "ms");
	report.info("the same, slowest", `${Math.max(...durations)} ms`);
	report.info(
		"from the request to the job's end, median / 95 %",
		`${median(walls).toFixed(0)} / ${percentile(walls, 0.95).toFixed(0)} ms`,
	);
	report.info("CPU of the server meanwhile, median", `${median(cpu).toFixed(0)} ms`);
	report.info("of these, that found a group", `${found} of ${arriving.length}`);
}

async function upload(url: string, headers: Record<string, string>, text: string): Promise<void> {
	const form = new FormData();
	form.set("file", new File([text], "scan.txt", { type: "text/plain" }));
	const { id } = (await (await fetch(`${url}/tasks`, { method: "POST", body: form, headers })).json()) as {
		id: string;
	};
	for (;;) {
		const task = (await (await fetch(`${url}/tasks/${id}`, { headers })).json()) as { status: string };
		if (task.status === "DONE") break;
		if (task.status === "FAILED") throw new Error("An upload could not be read.");
		await sleep(20);
	}
	// It joins the library a moment after it is done.
	for (;;) {
		const answer = await fetch(`${url}/api/v1/documents/${id}/content`, { headers });
		if (answer.status !== 404) return;
		await sleep(20);
	}
}

function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
