/** `npm run bench:conversion`: how long ten pages take, and whether a thousand stay in order and in memory. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, signUp } from "../scripts/client.ts";
import { makeSample } from "../scripts/sample.ts";
import { readJobStats } from "./database.ts";
import { median, Report, round } from "./report.ts";
import { withServer } from "./server.ts";
import { makeVolume, sequenceLabel } from "./volume.ts";

const repetitions = 15;
const volumePages = 1000;

const report = new Report("From POST to DONE");
await withServer(async (server, stateDir) => {
	const { client } = await signUp(server.url);

	await thousandPages(client, stateDir);
});
process.exit(report.exitCode());

async function tenPages(client: Client): Promise<void> {
	const totals: number[] = [];
	const firsts: number[] = [];
	// The first one also compiles the wasm, which a server that is up has behind it.
	await convertTenPages(client, 0);
	for (let index = 1; index <= repetitions; index++) {
		const { totalMs, firstProgressMs } = await convertTenPages(client, index);
		totals.push(totalMs);
		firsts.push(firstProgressMs);
	}
	report.info(
		"10 pages, POST to DONE",
		`fastest ${round(Math.min(...totals))} ms, slowest ${round(Math.max(...totals))} ms`,
	);
	report.atMost(`10 pages, POST to DONE, median of ${repetitions}`, median(totals), 1500, "ms");
	report.info("first progress event after the 201", `median ${round(median(firsts))} ms`);
	report.atMost("first progress event after the 201, slowest", Math.max(...firsts), 250, "ms");
}

async function convertTenPages(client: Client, index: number): Promise<{ totalMs: number; firstProgressMs: number }> {
	const bytes = new Uint8Array(await makeSample(10, `Author number ${index}`));
	const postedAt = performance.now();
	const { id } = await client.upload(bytes, `ten-${index}.pdf`);
	const acceptedAt = performance.now();
	let firstProgressMs = Number.POSITIVE_INFINITY;
	const task = await client.followEvents(id, 60_000, () => {
		firstProgressMs = Math.min(firstProgressMs, performance.now() - acceptedAt);
	});
	const totalMs = performance.now() - postedAt;
	if (task.status !== "DONE") throw new Error(`ten-${index}.pdf failed: ${task.error_message}`);
	return { totalMs, firstProgressMs };
}

async function thousandPages(client: Client, stateDir: string): Promise<void> {
	const volume = await makeVolume(volumePages);
	const origin = volume.fromPublicDocuments ? "public" : "generated";
	const sizeMb = round(volume.bytes.length / 1e6);
	report.info(`${volumePages} pages`, `${volume.differentPages} different ${origin} ones in turn, ${sizeMb} MB`);
	if (!volume.fromPublicDocuments) report.skipped("public pages", "../shared/pdf-bench is not there");
	const startedAt = performance.now();
	const { id } = await client.upload(volume.bytes, "volume.pdf");
	let frames = 0;
	const followed = client.followEvents(id, 2_400_000, () => frames++);
	const task = await followed.catch(() => client.poll(id, 2_400_000));
	const seconds = (performance.now() - startedAt) / 1000;
	report.info(`${volumePages} pages, POST to ${task.status}`, `${round(seconds)} s, ${frames} progress events`);
	report.holds(`${volumePages} pages end DONE`, task.status === "DONE", task.error_message ?? "");
	if (task.status !== "DONE") return;
	report.holds("page_count", task.page_count === volumePages, String(task.page_count));
	const markdown = await (await client.fetch(`/tasks/${id}/download`)).text();
	checkOrder(markdown);
	await checkStats(stateDir, id);
}

function checkOrder(markdown: string): void {
	const found = (markdown.match(/SEQ\d{4}/g) ?? []).map((label) => Number(label.slice(3)));
	const missing = Array.from({ length: volumePages }, (_, index) => index + 1).filter((page) => !found.includes(page));
	const firstFault = found.find((page, index) => index > 0 && page <= (found[index - 1] ?? 0));
	const some = missing.slice(0, 5).map(sequenceLabel).join(", ");
	report.holds("every page is in the Markdown", missing.length === 0, `${missing.length} missing ${some}`);
	report.holds(
		"pages in order",
		firstFault === undefined,
		firstFault === undefined ? "" : `${sequenceLabel(firstFault)} is late`,
	);
}

async function checkStats(stateDir: string, id: string): Promise<void> {
	// The row is written with the final state, or shortly after it.
	let stats = readJobStats(stateDir, id);
	for (let attempt = 0; attempt < 20 && stats === undefined; attempt++) {
		await sleep(250);
		stats = readJobStats(stateDir, id);
	}
	report.holds("the job kept its figures", stats !== undefined);
	if (stats === undefined) return;
	report.info("messages", `${stats.deliveries} delivered, ${stats.steps} steps run`);
	report.holds("no page converted twice", stats.pages === volumePages, `${stats.pages} conversions`);
	report.atMost("peak held by one invocation", stats.peakBytes / 2 ** 20, 96, "MB");
}
