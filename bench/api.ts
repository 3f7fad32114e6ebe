/** `npm run bench:api`: an authenticated `GET /tasks/{id}` against a bare Hono route that reads one D1 row. */
import { join } from "node:path";
import autocannon from "autocannon";
import { becomeGuest, type Client, signUp, signUpWithKey, type Task } from "../scripts/client.ts";
import { makeSample } from "../scripts/sample.ts";
import { projectDir } from "../scripts/server.ts";
import { median, Report, round } from "./report.ts";
import { withServer } from "./server.ts";

const rounds = 7;
const secondsPerRound = 3;
const connections = 16;

interface Target {
	name: string;
	url: string;
	headers: Record<string, string>;
}

const report = new Report("Reading one task, requests per second");
await withServer(async (server) => {
	const peerConfig = join(projectDir, "bench", "peer", "wrangler.toml");
	await withServer(async (peer) => measure(await targetsOf(server.url, peer.url)), {
		config: peerConfig,
		crons: false,
	});
});
process.exit(report.exitCode());

async function targetsOf(base: string, peer: string): Promise<Target[]> {
	const bytes = new Uint8Array(await makeSample());
	const byKey = await signUpWithKey(base);
	const { client: byToken } = await signUp(base);
	const { client: guest, first } = await becomeGuest(base, bytes, "sample.pdf");
	const tasks: [string, Client, Task][] = [
		["API key", byKey, await byKey.upload(bytes, "sample.pdf")],
		["access token", byToken, await byToken.upload(bytes, "sample.pdf")],
		["guest cookie", guest, first],
	];
	for (const [, client, task] of tasks) await client.poll(task.id, 60_000);
	const row = peerRow(tasks[0]?.[2].id ?? "");
	await fetch(new URL("/rows", peer), { method: "POST", body: JSON.stringify(row) });
	return [
		{ name: "bare Hono and D1", url: `${peer}/rows/${row.id}`, headers: {} },
		...tasks.map(([name, client, task]) => ({ name, url: `${base}/tasks/${task.id}`, headers: client.headers })),
	];
}

/** As the Worker's own row of that document. */
function peerRow(id: string) {
	const now = Date.now();
	return {
		id,
		owner: `user:${id}`,
		source: "upload",
		file_name: "sample.pdf",
		content_type: "application/pdf",
		format: "pdf",
		extension: "pdf",
		size_bytes: 6127,
		sha256: "0".repeat(64),
		job_id: id,
		page_count: 2,
		created_at: now,
		updated_at: now,
	};
}

/** Round by round, one target after the other: what slows the machine for a while slows them alike. */
async function measure(targets: Target[]): Promise<void> {
	const rates = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
	const latencies = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
	for (const target of targets) await load(target, 2);
	for (let index = 0; index < rounds; index++) {
		for (const target of index % 2 === 0 ? targets : targets.toReversed()) {
			const { requests, latency } = await load(target, secondsPerRound);
			rates.get(target.name)?.push(requests.average);
			latencies.get(target.name)?.push(latency.p50);
		}
	}
	const rate = (name: string): number => median(rates.get(name) ?? []);
	for (const { name } of targets) {
		report.info(name, `${round(rate(name))} requests/s, median latency ${round(median(latencies.get(name) ?? []))} ms`);
	}
	const bare = rate("bare Hono and D1");
	report.info("median of", `${rounds} rounds of ${secondsPerRound} s, ${connections} connections, alternating`);
	report.info("access token / bare", round(rate("access token") / bare));
	report.info("guest cookie / bare", round(rate("guest cookie") / bare));
	report.atLeast("API key / bare", rate("API key") / bare, 0.6, "of its rate");
}

async function load({ name, url, headers }: Target, duration: number) {
	const result = await autocannon({ url, headers, connections, duration });
	if (result.non2xx + result.errors > 0) throw new Error(`${name}: ${result.non2xx} refusals, ${result.errors} errors`);
	return result;
}
