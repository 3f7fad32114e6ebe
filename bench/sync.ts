/**
 * `npm run bench:sync [-- --documents 5000]`: a library of that size from a fake Paperless-ngx server on this machine, by the dev server:
 * undisturbed, then a few changes, then again from nothing with the dev server killed five times under way.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { signUp } from "../scripts/client.ts";
import { PaperlessHost } from "../scripts/paperless-host.ts";
import { populate } from "../test/fakes/paperless/generator.ts";
import { adminToken, FakePaperless } from "../test/fakes/paperless/paperless.ts";
import { readSynced } from "./database.ts";
import { IsolateMemory } from "./isolate-memory.ts";
import { ask, type Headers, jobEnd, startJob } from "./library-job.ts";
import { median, Report, round } from "./report.ts";
import { DevServer, freePort, victims, withServer, withStateDir } from "./server.ts";

const { values: flags } = parseArgs({ options: { documents: { type: "string", default: "5000" } } });
const documents = Number(flags.documents);
/** Some have the text of a few thousand pages. */
const volumes = 20;
const volumeBytes = 3_000_000;
const kills = 5;
const vars = { ALLOW_PRIVATE_HOSTS: "127.0.0.1" };

interface Result {
	totalFetched: number;
	inserted: number;
	updated: number;
	skipped: number;
	failed: number;
	reconciled: number;
	errors: string[];
	durationMs: number;
}

const fake = new FakePaperless({ workerDelayMs: 0 });
populate(fake, { count: documents - volumes });
for (let number = 1; number <= volumes; number++) {
	const line = `Volume ${number} holds what was said on that day, and more of it than anybody has read. `;
	fake.addDocument({ title: `Volume ${number}`, content: line.repeat(volumeBytes / line.length) });
}
// As in a library that has grown over the years: a minute between two changes.
[...fake.store.documents.values()].forEach((record, at) => {
	record.modified -= (documents - at) * 60_000_000;
	record.added = record.modified;
});
fake.store.revision++;
/** As it is before anything changes. */
const original = new Map([...fake.store.documents].map(([id, { title, modified }]) => [id, { title, modified }]));
const host = await new PaperlessHost(fake).open();
const inspectorPort = await freePort();
const report = new Report(
	`A library of ${documents} documents, ${volumes} of them with ${volumeBytes / 1e6} MB of text`,
);
let undisturbed = new Map<number, string>();
await withServer(
	async ({ url }, stateDir) => {
		const headers = await connect(url);
		await whole(url, headers);
		undisturbed = readSynced(stateDir);
		const missed = [...fake.store.documents.keys()].filter((id) => !undisturbed.has(id));
		report.holds("none missed", missed.length === 0 && undisturbed.size === documents, `${undisturbed.size} documents`);
		await aFewChanges(url, headers);
	},
	{ vars, inspectorPort },
);
await killed();
await host.close();
process.exit(report.exitCode());

async function whole(url: string, headers: Headers): Promise<void> {
	const memory = await IsolateMemory.open(inspectorPort);
	const before = await memory.held();
	const startedAt = performance.now();
	const id = await startJob(url, headers, "/api/v1/sync");
	const held: number[] = [];
	const { result } = await end(url, headers, id, async ({ progress }) => {
		if (progress * 10 >= held.length + 1) held.push(await memory.held());
	});
	const seconds = (performance.now() - startedAt) / 1000;
	report.info("whole", `${round(documents / seconds)} documents/s, ${round(seconds)} s; ${summary(result)}`);
	report.info(
		"MiB in the Worker's isolate before, and after each tenth",
		[before, ...held].map((size) => round(size)).join(", "),
	);
	report.atMost("memory held at most", Math.max(...held), 64, "MiB");
	report.info("with what was not collected yet, at most", `${round(memory.peakMiB)} MiB`);
	// A look that meets a text of 3 MB in hand is higher than its neighbours; what grows is higher from there on.
	const half = held.length >> 1;
	report.atMost(
		"memory, later half over the earlier, medians",
		median(held.slice(half)) / median(held.slice(0, half)),
		1.1,
		"times",
	);
	memory.close();
	report.holds("every document inserted", result.inserted === documents && result.failed === 0, result.errors[0]);
}

async function aFewChanges(url: string, headers: Headers): Promise<void> {
	const ids = [...fake.store.documents.keys()];
	fake.log.length = 0;
	for (const id of ids.slice(10, 13)) fake.changeDocument(id, { title: `Renamed ${id}` });
	fake.trashDocument(ids[20] ?? 0);
	fake.addDocument({ title: "Came later", content: "A few words." });
	const startedAt = performance.now();
	const { result } = await end(url, headers, await startJob(url, headers, "/api/v1/sync"));
	report.info(
		"a few changes",
		`${round((performance.now() - startedAt) / 1000)} s, ${fake.log.length} requests; ${summary(result)}`,
	);
	const { inserted, updated, reconciled, failed } = result;
	report.holds(
		"a few changes found",
		inserted === 1 && updated === 3 && reconciled === 1 && failed === 0,
		summary(result),
	);
}

async function killed(): Promise<void> {
	await withStateDir(async (stateDir) => {
		const port = await freePort();
		let server = new DevServer(port, stateDir, vars);
		try {
			await server.ready;
			const headers = await connect(server.url);
			// As it was for the undisturbed run.
			restore();
			const id = await startJob(server.url, headers, "/api/v1/sync");
			let number = 0;
			const { result } = await end(server.url, headers, id, async ({ progress }) => {
				if (number >= kills || progress < (number + 0.5) / (kills + 0.5)) return;
				await sleep(Math.random() * 400);
				server.kill(victims[number++ % victims.length] ?? "dev");
				server = new DevServer(port, stateDir, vars);
				await server.ready;
			});
			report.info("killed", `${number} times; ${summary(result)}`);
			const copied = readSynced(stateDir);
			const differing = [...undisturbed].filter(([key, value]) => copied.get(key) !== value).map(([key]) => key);
			report.holds("killed: as often as meant", number === kills);
			report.holds(
				"killed: the same end",
				copied.size === undisturbed.size && differing.length === 0,
				`${differing.length} of ${copied.size} differ`,
			);
			report.holds(
				"killed: counted once each",
				result.inserted === documents && result.totalFetched === documents && result.updated + result.skipped === 0,
				summary(result),
			);
		} finally {
			await server.stop();
		}
	});
}

/** Takes the few changes back. */
function restore(): void {
	for (const [id, record] of fake.store.documents) {
		const before = original.get(id);
		if (before === undefined) fake.purgeDocument(id);
		else Object.assign(record, before, { deletedAt: null });
	}
	fake.store.revision++;
}

async function connect(url: string): Promise<Headers> {
	const { client } = await signUp(url);
	const settings = {
		"paperless.url": host.url,
		"paperless.apiToken": adminToken,
		"dedup.autoAnalyze": "false",
	};
	await ask(url, "/api/v1/config", client.headers, { method: "PUT", body: JSON.stringify({ settings }) });
	return client.headers;
}

/** What a sync came to, once it is over. */
async function end(...job: Parameters<typeof jobEnd>): Promise<{ result: Result }> {
	return { result: JSON.parse((await jobEnd(...job)).resultJson ?? "{}") };
}

function summary({ inserted, updated, skipped, reconciled, failed }: Result): string {
	return `${inserted} new, ${updated} updated, ${skipped} unchanged, ${reconciled} removed, ${failed} failed`;
}
