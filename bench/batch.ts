/**
 * `npm run bench:batch [-- --rows 200] [--many 1000] [--hanging 2]`: batches of real PDFs from a real HTTP server. One with a tenth of its
 * rows failing and an observer that loses its connection, one that is paused, one whose server is killed, and one of many rows, beside the
 * same work done by the engine alone.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DocumentHost } from "../scripts/document-host.ts";
import { loadConverter } from "../scripts/engine.ts";
import { networkStage } from "../scripts/network-stage.ts";
import { sourceOf } from "../src/convert/convert.ts";
import { tagByKeyphrases } from "../src/tagging/keyphrases.ts";
import type { TaggingClient } from "../test/clients/client.ts";
import { newWorld } from "../test/clients/tagging.ts";
import { BatchWatcher } from "./batch-watcher.ts";
import { IsolateMemory } from "./isolate-memory.ts";
import { median, Report, round } from "./report.ts";
import { DevServer, freePort, withServer, withStateDir } from "./server.ts";

const { values: flags } = parseArgs({
	options: {
		rows: { type: "string", default: "200" },
		many: { type: "string", default: "1000" },
		hanging: { type: "string", default: "2" },
	},
});
const rowCount = Number(flags.rows);
const manyRows = Number(flags.many);
const hangingRows = Number(flags.hanging);
const vars = { ALLOW_PRIVATE_HOSTS: "127.0.0.1" };
const inspectorPort = await freePort();
const drops = 5;
/** One row a second on a busy machine, and a minute for each that hangs, and one for a lease that runs out. */
const timeoutMs = (rows: number): number => 180_000 + rows * 1_000 + hangingRows * 65_000;
const faults = ["missing", "page", "too-big", "broken"];

interface Row {
	title: string;
	file_path: string;
}

interface HistoryRow {
	status: string;
	processed_at: string | null;
}

const report = new Report(`Batches of ${rowCount} and ${manyRows} rows`);
const host = await new DocumentHost().open();
await host.prepare(Array.from({ length: Math.max(rowCount, manyRows) }, (_, at) => `/row-${at}.pdf`));
await withServer(
	async ({ url }) => {
		const client = await signUp(url);
		await watched(client);
		await paused(client);
		await many(client, inspectorPort);
	},
	{ vars, inspectorPort },
);
await killed();
await host.close();
process.exit(report.exitCode());

async function signUp(url: string): Promise<TaggingClient> {
	const { stranger, user, email, password } = newWorld(networkStage(url, host.url));
	await stranger.ask("POST", "/api/auth/register", { email, password });
	const { body } = await stranger.ask("POST", "/api/auth/login", { email, password });
	user.tokens = (body as { tokens: NonNullable<typeof user.tokens> }).tokens;
	return user;
}

function goodRows(count: number): Row[] {
	return Array.from({ length: count }, (_, at) => ({ title: `Row ${at + 1}`, file_path: `${host.url}/row-${at}.pdf` }));
}

/** Every tenth of them fails, in all ways in turn; some only after their minute is over. */
function mixedRows(count: number): Row[] {
	return goodRows(count).map((row, at) => {
		if (at % 10 !== 9) return row;
		const turn = Math.floor(at / 10);
		const name = turn < hangingRows ? "hanging" : faults[turn % faults.length];
		return { ...row, file_path: `${host.url}/${name}.pdf` };
	});
}

async function start(client: TaggingClient, job_id: string, documents: Row[]): Promise<void> {
	host.log.length = 0;
	const { status, body } = await client.ask("POST", "/api/batch/start", { documents, config: {}, job_id });
	if (status !== 200) throw new Error(`${job_id} was not started: ${JSON.stringify(body)}`);
}

async function history(client: TaggingClient, job: string): Promise<HistoryRow[]> {
	const { body } = await client.ask("GET", `/api/history/jobs/${job}`);
	return (body as { documents: HistoryRow[] }).documents;
}

async function watched(client: TaggingClient): Promise<void> {
	const rows = mixedRows(rowCount);
	const failing = rows.filter(({ file_path }) => !file_path.includes("/row-")).length;
	const watcher = new BatchWatcher(client, "watched");
	await start(client, "watched", rows);
	for (let drop = 1; drop <= drops; drop++) {
		await watcher.connect();
		await watcher.until(Math.round((rowCount * drop) / (drops + 2)), timeoutMs(rowCount));
		watcher.drop();
		await sleep(300);
	}
	await watcher.connect();
	const last = await watcher.end(timeoutMs(rowCount));
	const known = [...watcher.rows().values()];
	report.holds("watched: the batch ends", last?.type === "completed", String(last?.message));
	report.holds(
		`watched: every row once after ${drops} lost connections`,
		known.length === rowCount && watcher.repeated().length === 0,
		`${known.length} of ${rowCount} rows, ${watcher.repeated().length} told twice`,
	);
	const failed = known.filter(({ status }) => status === "failed").length;
	report.holds(
		"watched: final counts",
		failed === failing && last?.failed_count === failing && last?.processed_count === rowCount - failing,
		`${String(last?.processed_count)} and ${String(last?.failed_count)} of ${rowCount - failing} and ${failing}`,
	);
	await tellLatency(client, watcher);
}

/** From the moment at which a row's result is about to be written to the observer's. */
async function tellLatency(client: TaggingClient, watcher: BatchWatcher): Promise<void> {
	const records = await history(client, "watched");
	const live = watcher.connections.flatMap((_, at) => [...rowsTold(watcher, at)]);
	const waits = live.map(([row, toldAt]) => toldAt - Date.parse(records[row - 1]?.processed_at ?? ""));
	waits.sort((a, b) => a - b);
	const share = (part: number): number =>
		waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? Number.NaN;
	report.atMost("a row's result to its observer, median", median(waits), 200, "ms");
	report.info(
		"the same",
		`95 of 100 within ${round(share(0.95))} ms, all within ${round(share(1))} ms, ${waits.length} rows told live`,
	);
}

function rowsTold(watcher: BatchWatcher, connection: number): Map<number, number> {
	const told = new Map<number, number>();
	for (const { frame, at } of watcher.connections[connection] ?? []) {
		if (frame.type === "progress" && frame.status !== "processing") told.set(Number(frame.row_number), at);
	}
	return told;
}

async function paused(client: TaggingClient): Promise<void> {
	const watcher = new BatchWatcher(client, "paused");
	await start(client, "paused", goodRows(rowCount));
	await watcher.connect();
	await watcher.until(Math.ceil(rowCount / 4), timeoutMs(rowCount));
	const before = Date.now();
	await client.ask("POST", "/api/batch/jobs/paused/pause");
	await sleep(6_000);
	const resumedAt = Date.now();
	const asked = host.log.filter(({ at }) => at > before && at < resumedAt).map(({ at }) => at - before);
	await client.ask("POST", "/api/batch/jobs/paused/resume");
	report.atMost("paused: the last row begins after the command", Math.max(0, ...asked), 1000, "ms");
	report.info(
		"paused",
		`${asked.length} rows begun after the command, held for ${round((resumedAt - before) / 1000)} s`,
	);
	const last = await watcher.end(timeoutMs(rowCount));
	report.holds("paused: goes on to the end", last?.processed_count === rowCount, String(last?.message));
	const twice = [...host.fetched().values()].filter((count) => count !== 1).length;
	report.holds("paused: no document fetched twice", twice === 0, `${host.fetched().size} documents`);
}

async function many(client: TaggingClient, inspectorPort: number): Promise<void> {
	const memory = await IsolateMemory.open(inspectorPort);
	const watcher = new BatchWatcher(client, "many");
	await start(client, "many", goodRows(manyRows));
	await watcher.connect();
	const startedAt = performance.now();
	const held: number[] = [];
	for (let part = 1; part <= 10; part += 1) {
		await watcher.until(Math.floor((manyRows * part) / 10), timeoutMs(manyRows));
		held.push(await memory.held());
	}
	const last = await watcher.end(timeoutMs(manyRows));
	const seconds = (performance.now() - startedAt) / 1000;
	memory.close();
	report.holds("many: all rows tagged", last?.processed_count === manyRows, String(last?.message));
	report.info("many", `${round(manyRows / seconds)} rows/s, ${round((seconds * 1000) / manyRows)} ms a row`);
	const [early = Number.NaN] = held;
	report.info("many, MiB in the Worker's isolate after each tenth", held.map((size) => round(size)).join(", "));
	report.info("many, with what was not collected yet, at most", `${round(memory.peakMiB)} MiB`);
	report.atMost("many: memory, all tenths over the first", Math.max(...held) / early, 1.1, "times");
	const peer = await engineAlone(manyRows);
	report.info("engine alone in Node, one after the other", `${round(peer)} rows/s`);
	report.info("batch over engine alone", `${round(manyRows / seconds / peer)} times its rows/s`);
}

/** The same documents fetched, read and tagged without a Worker, a store or a history. Rows a second. */
async function engineAlone(count: number): Promise<number> {
	const converter = await loadConverter("never");
	const startedAt = performance.now();
	for (const { title, file_path } of goodRows(count)) {
		const bytes = new Uint8Array(await (await fetch(file_path)).arrayBuffer());
		const source = sourceOf(bytes);
		await converter.inspect(source, "pdf");
		const { pages } = await converter.read(source, "pdf", { pages: { first: 1, last: 3 }, ocr: "never" });
		const text = pages.map(({ blocks }) => blocks.map((block) => block.text).join("\n")).join("\n");
		await tagByKeyphrases({ title, description: "", text, numTags: 8, exclusions: [] });
	}
	return count / ((performance.now() - startedAt) / 1000);
}

async function killed(): Promise<void> {
	await withStateDir(async (stateDir) => {
		const port = await freePort();
		let server = new DevServer(port, stateDir, vars);
		try {
			await server.ready;
			const client = await signUp(server.url);
			await start(client, "killed", goodRows(rowCount));
			const before = new BatchWatcher(client, "killed");
			await before.connect();
			await before.until(Math.ceil(rowCount / 3), timeoutMs(rowCount));
			const doneBefore = await history(client, "killed");
			server.kill("dev");
			server = new DevServer(port, stateDir, vars);
			await server.ready;
			const readyAt = performance.now();
			const after = new BatchWatcher(client, "killed");
			await after.connect();
			await after.until(after.finalRows() + 1, timeoutMs(rowCount));
			report.atMost("killed: goes on after the restart", (performance.now() - readyAt) / 1000, 75, "s");
			const last = await after.end(timeoutMs(rowCount));
			report.holds("killed: all rows final", last?.processed_count === rowCount, String(last?.message));
			const counts = [...host.fetched().values()];
			const twice = counts.filter((count) => count > 1);
			report.holds(
				"killed: each document fetched once, but for the row in hand",
				counts.length === rowCount && twice.length <= 1 && Math.max(...counts) <= 2,
				`${counts.length} fetched, ${twice.length} of them twice`,
			);
			const records = await history(client, "killed");
			const rewritten = doneBefore.filter(
				({ processed_at }, at) => processed_at !== null && processed_at !== records[at]?.processed_at,
			);
			report.holds("killed: no result written twice", rewritten.length === 0, `${rewritten.length} written again`);
			report.holds("killed: no row told twice", after.repeated().length === 0);
		} finally {
			await server.stop();
		}
	});
}
