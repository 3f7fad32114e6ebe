/**
 * `npm run bench:ask [-- --asks 40]`: how soon the first byte of an answer comes without a model, from a library of some long documents
 * and from one of them, over HTTP from the local Worker.
 */
import { parseArgs } from "node:util";
import { type Client, signUp } from "../scripts/client.ts";
import { makeSample } from "../scripts/sample.ts";
import { median, Report, round } from "./report.ts";
import { withServer } from "./server.ts";

const { values: flags } = parseArgs({ options: { asks: { type: "string", default: "40" } } });
const asks = Number(flags.asks);
/** Documents of the library, and pages of each. */
const [documents, pages] = [5, 40];
const barMs = 150;
/** The first answers find a Worker that is just starting. */
const warmUp = 3;
const questions = [
	"How far from the shore does the workshop stand?",
	"What did sizing with gelatine change?",
	"How long were the sheets pressed?",
	"Which week dried slower and why?",
	"Who wrote the constitution of Iceland?",
];

const report = new Report("First byte of an answer");
await withServer(async ({ url }) => {
	const { client } = await signUp(url);
	const ids: string[] = [];
	for (let number = 1; number <= documents; number++) {
		const bytes = (await makeSample(pages, `Author ${number}`)) as Uint8Array<ArrayBuffer>;
		const { id } = await client.upload(bytes, `sample-${number}.pdf`);
		await client.poll(id, 300_000);
		ids.push(id);
	}
	const { data } = await client.json<{ data: { totalChunks: number } }>("/api/v1/rag/stats");
	report.info("library", `${documents} documents of ${pages} pages, ${data.totalChunks} chunks`);
	await measure("a question to the library", (question) => firstByte(client, "/api/v1/rag/ask", { question }));
	const thread = await client.send<{ id: string }>(`/tasks/${ids[0]}/chat/threads`, {});
	await measure("a question to one document", (content) =>
		firstByte(client, `/chat/threads/${thread.id}/stream`, { content }),
	);
});
process.exit(report.exitCode());

async function measure(name: string, ask: (question: string) => Promise<number>): Promise<void> {
	const times: number[] = [];
	for (let at = -warmUp; at < asks; at++) {
		const ms = await ask(questions[(at + warmUp) % questions.length] ?? "");
		if (at >= 0) times.push(ms);
	}
	const [fastest, slowest] = [Math.min(...times), Math.max(...times)];
	report.info(name, `${asks} times, ${round(fastest)} to ${round(slowest)} ms`);
	report.atMost(`${name}, first byte at the median`, median(times), barMs, "ms");
}

/** Milliseconds until the first byte; reads the answer to its end. */
async function firstByte(client: Client, path: string, body: object): Promise<number> {
	const headers = { "content-type": "application/json" };
	const started = performance.now();
	const answer = await client.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
	let ms: number | undefined;
	for await (const _ of answer.body ?? []) ms ??= performance.now() - started;
	return ms ?? Number.NaN;
}
