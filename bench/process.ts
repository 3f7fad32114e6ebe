/**
 * `npm run bench:process [-- --documents 400]`: metadata for that many documents by a hosted model that this machine plays: of its answers some
 * are refusals as one too many, some fail, and the dev server is killed four times under way.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { signUp } from "../scripts/client.ts";
import { PaperlessHost } from "../scripts/paperless-host.ts";
import { populate } from "../test/fakes/paperless/generator.ts";
import { adminToken, FakePaperless } from "../test/fakes/paperless/paperless.ts";
import { readAiRun } from "./database.ts";
import { ask, type Headers, jobEnd, startJob } from "./library-job.ts";
import { Report, round } from "./report.ts";
import { DevServer, freePort, victims, withStateDir } from "./server.ts";

const { values: flags } = parseArgs({ options: { documents: { type: "string", default: "400" } } });
const documents = Number(flags.documents);
const kills = 4;
/** As many as one lane makes at once, and as many again: what dies with a kill. */
const callsAtOnce = 12;
const [limitedShare, failedShare] = [0.05, 0.03];
const answerMs = 150;

const fake = new FakePaperless({ workerDelayMs: 0 });
populate(fake, { count: documents });
const host = await new PaperlessHost(fake).open();
const model = await startModel();
const report = new Report(`Metadata for ${documents} documents by a hosted model, killed ${kills} times`);
await withStateDir(async (stateDir) => {
	const port = await freePort();
	const vars = { ALLOW_PRIVATE_HOSTS: "127.0.0.1", AI_OPENAI_BASE_URL: model.url, AI_OPENAI_API_KEY: "sk-bench" };
	let server = new DevServer(port, stateDir, vars);
	try {
		await server.ready;
		const headers = await connect(server.url);
		await jobEnd(server.url, headers, await startJob(server.url, headers, "/api/v1/sync"));
		const startedAt = performance.now();
		const id = await startJob(server.url, headers, "/api/v1/ai/process");
		let number = 0;
		const job = await jobEnd(server.url, headers, id, async () => {
			if (number >= kills || model.answered < (documents * (number + 0.5)) / (kills + 0.5)) return;
			await sleep(Math.random() * 400);
			server.kill(victims[number++ % victims.length] ?? "dev");
			server = new DevServer(port, stateDir, vars);
			await server.ready;
		});
		report.info("run", `${round((performance.now() - startedAt) / 1000)} s, ${job.resultJson}`);
		check(id, number, JSON.parse(job.resultJson ?? "{}"), readAiRun(stateDir));
	} finally {
		await server.stop();
	}
});
await host.close();
model.close();
process.exit(report.exitCode());

function check(id: string, killed: number, result: Record<string, number>, run: ReturnType<typeof readAiRun>): void {
	const items = run.items.filter(({ jobId }) => jobId === id);
	const ofKind = (outcome: string) => items.filter((item) => item.outcome === outcome).length;
	report.holds("killed as often as meant", killed === kills);
	report.holds("each document with one outcome", items.length === documents && ofKind("null") === 0);
	const [succeeded, failed] = [ofKind("succeeded"), ofKind("failed") + ofKind("limited")];
	report.holds(
		"as the job counts them",
		result.succeeded === succeeded && result.failed === failed && result.processed === documents,
		`${succeeded} proposed, ${failed} failed`,
	);
	const pending = run.results.filter(({ status }) => status === "pending").length;
	report.holds("one result each", run.results.length === documents && pending === succeeded);
	const again = model.answered - succeeded;
	report.atMost("answers paid for and lost with a kill", again, kills * callsAtOnce, "calls");
	report.holds(
		"what is kept of the costs is what was answered and written",
		run.spending.documents >= succeeded && run.spending.documents <= model.answered,
		`${run.spending.documents} of ${model.answered} calls, $${run.spending.cost.toFixed(4)}`,
	);
	report.info("calls", `${model.answered} answered, ${model.limited} put off, ${model.failed} failed`);
}

/** OpenAI's chat completions, as far as a run of proposals sees them. */
async function startModel() {
	const counts = { answered: 0, limited: 0, failed: 0 };
	const answer = {
		title: "A Letter",
		correspondent: "Northwind",
		documentType: "Letter",
		tags: ["mail"],
		confidence: { title: 0.9, correspondent: 0.9, documentType: 0.9, tags: 0.9 },
		evidence: "It says so.",
	};
	const server = createServer(async (request, response) => {
		await readText(request);
		await sleep(answerMs);
		const chance = Math.random();
		const headers = { "Content-Type": "application/json" };
		if (chance < limitedShare) {
			counts.limited++;
			response.writeHead(429, { ...headers, "Retry-After": "1" });
			response.end(JSON.stringify({ error: { message: "Slow down", code: "rate_limit_exceeded" } }));
		} else if (chance < limitedShare + failedShare) {
			counts.failed++;
			response.writeHead(500, headers);
			response.end(JSON.stringify({ error: { message: "Something broke" } }));
		} else {
			counts.answered++;
			response.writeHead(200, headers);
			const message = { role: "assistant", content: JSON.stringify(answer) };
			const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
			const choices = [{ index: 0, message, finish_reason: "stop" }];
			response.end(JSON.stringify({ id: "c", object: "chat.completion", created: 1, model: "m", choices, usage }));
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const close = (): void => {
		server.close();
		server.closeAllConnections();
	};
	return Object.assign(counts, { url: `http://127.0.0.1:${port}/v1`, close });
}

async function connect(url: string): Promise<Headers> {
	const { client } = await signUp(url);
	const settings = {
		"paperless.url": host.url,
		"paperless.apiToken": adminToken,
		"dedup.autoAnalyze": "false",
		"ai.rateDelayMs": "0",
		"ai.batchSize": String(callsAtOnce),
	};
	await ask(url, "/api/v1/config", client.headers, { method: "PUT", body: JSON.stringify({ settings }) });
	return client.headers;
}
