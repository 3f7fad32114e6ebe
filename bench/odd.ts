/** `npm run bench:odd`: odd, locked and broken PDFs; each must end somewhere, with text or with one sentence. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, RequestFailed, signUp } from "../scripts/client.ts";
import { sharedFolder } from "./machine.ts";
import { Report, round } from "./report.ts";
import { withServer } from "./server.ts";

interface Entry {
	file: string;
	class: "text" | "notext" | "broken" | "password";
	needs_password: boolean;
}

interface Outcome extends Entry {
	end: "DONE" | "FAILED" | "refused" | "open";
	/** Of what failed or was refused. */
	reason: string;
	/** Letters and digits of the Markdown. */
	characters: number;
}

const fileTimeoutMs = 120_000;
const parallel = 4;

const report = new Report("Odd, locked and broken PDFs");
const folder = sharedFolder("pdf-bench/odd");
if (folder === undefined) {
	report.skipped("all of it", "../shared/pdf-bench/odd is not there");
	process.exit(0);
}
const entries: Entry[] = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
await withServer(async (server) => {
	const { client } = await signUp(server.url);
	const watch = watchHealth(server.url);
	const outcomes = await convertAll(client, folder);
	judge(outcomes);
	const { slowestMs, failures, asked } = await watch.stop();
	report.holds("/health answered every time", failures === 0, `${failures} failures of ${asked}`);
	report.atMost("/health, slowest answer", slowestMs, 1000, "ms");
});
process.exit(report.exitCode());

async function convertAll(client: Client, from: string): Promise<Outcome[]> {
	const waiting = [...entries];
	const outcomes: Outcome[] = [];
	const work = async (): Promise<void> => {
		for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
			outcomes.push({ ...entry, ...(await convert(client, join(from, entry.file), entry.file)) });
		}
	};
	await Promise.all(Array.from({ length: parallel }, work));
	return outcomes.sort((a, b) => a.file.localeCompare(b.file));
}

async function convert(
	client: Client,
	path: string,
	name: string,
): Promise<Pick<Outcome, "end" | "reason" | "characters">> {
	try {
		const { id } = await client.upload(new Uint8Array(readFileSync(path)), name);
		const task = await client.poll(id, fileTimeoutMs);
		if (task.status === "FAILED") return { end: "FAILED", reason: task.error_message ?? "", characters: 0 };
		const markdown = await (await client.fetch(`/tasks/${id}/download`)).text();
		return { end: "DONE", reason: "", characters: (markdown.match(/[\p{L}\p{N}]/gu) ?? []).length };
	} catch (error) {
		const isRefusal = error instanceof RequestFailed && error.status < 500;
		return { end: isRefusal ? "refused" : "open", reason: error instanceof Error ? error.message : "", characters: 0 };
	}
}

function judge(outcomes: Outcome[]): void {
	console.log("      class      files  DONE with text  DONE without  FAILED  refused  open");
	for (const kind of ["text", "notext", "broken", "password"] as const) {
		const ours = outcomes.filter((outcome) => outcome.class === kind);
		const withText = ours.filter((outcome) => outcome.end === "DONE" && outcome.characters > 0).length;
		const ended = (end: Outcome["end"]): number => ours.filter((outcome) => outcome.end === end).length;
		const cells = [ours.length, withText, ended("DONE") - withText, ended("FAILED"), ended("refused"), ended("open")];
		const widths = [7, 16, 14, 8, 9, 6];
		console.log(
			`      ${kind.padEnd(9)}${cells.map((cell, index) => String(cell).padStart(widths[index] ?? 0)).join("")}`,
		);
	}
	const named = (list: Outcome[]): string => list.map(({ file, end, reason }) => `${file} ${end} ${reason}`).join("; ");
	const open = outcomes.filter((outcome) => outcome.end === "open");
	const mute = outcomes.filter((outcome) => outcome.class === "text" && outcome.characters === 0);
	const unlocked = outcomes.filter(
		(outcome) => outcome.needs_password && !/password|encrypt|protected/i.test(outcome.reason),
	);
	const clumsy = outcomes.filter((outcome) => outcome.end !== "DONE" && !isOneSentence(outcome.reason));
	report.holds(`all ${outcomes.length} end`, open.length === 0, named(open));
	report.holds("text where there is text", mute.length === 0, named(mute));
	report.holds("a locked file is said to be locked", unlocked.length === 0, named(unlocked));
	report.holds("every reason is one sentence", clumsy.length === 0, named(clumsy));
	for (const reason of new Set(outcomes.map((outcome) => outcome.reason).filter((text) => text !== ""))) {
		report.info("reason", `${reason} (${outcomes.filter((outcome) => outcome.reason === reason).length})`);
	}
}

/** Something that a user can read: no stack, no name of a class, no second paragraph. */
function isOneSentence(reason: string): boolean {
	const looksLikeCode = /\n|\bat \S+:\d+|\w+Error\b|undefined|\[object|wasm|0x[0-9a-f]{4}/i.test(reason);
	return reason.length >= 10 && reason.length <= 300 && !looksLikeCode;
}

/**
 * Asks every 200 ms, whether or not the answer before has come. Local wrangler puts a proxy before the Worker's process, and each closes a
 * connection after 5 s without use: a request that the proxy sends on an old one just then is lost, the likelier the longer the
 * Worker computes. Browsers ask again when a connection goes so; here the proxy answers 500, so the question is put once more, and counted.
 */
function watchHealth(base: string) {
	let [asked, failures, lost, slowestMs, running] = [0, 0, 0, 0, true];
	const pending = new Set<Promise<void>>();
	const ask = async (again = false): Promise<void> => {
		const startedAt = performance.now();
		const answer = await fetch(new URL("/health", base), { signal: AbortSignal.timeout(30_000) }).then(
			(response) => response.text(),
			() => "",
		);
		slowestMs = Math.max(slowestMs, performance.now() - startedAt);
		if (answer.includes("ok")) return;
		if (again || !answer.startsWith("Error: Network connection lost.")) failures++;
		else {
			lost++;
			await ask(true);
		}
	};
	const loop = (async () => {
		while (running) {
			asked++;
			const question = ask();
			pending.add(question);
			void question.finally(() => pending.delete(question));
			await sleep(200);
		}
	})();
	return {
		stop: async () => {
			running = false;
			await loop;
			await Promise.all(pending);
			report.info("/health", `asked ${asked} times, slowest ${round(slowestMs)} ms, ${lost} lost by wrangler's proxy`);
			return { slowestMs, failures, asked };
		},
	};
}
