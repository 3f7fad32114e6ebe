/** `npm run demo [-- FILE …]`: a document's whole way, on a Worker of its own that leaves nothing behind but `out/`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { type Assets, type Client, followSocket, type Session, signUp, type Task } from "./client.ts";
import { filesOf, ResultNames } from "./input-files.ts";
import { ProgressBars } from "./progress-bars.ts";
import { makeSample } from "./sample.ts";
import { projectDir, type Server, startServer } from "./server.ts";

interface Input {
	fileName: string;
	bytes: Uint8Array<ArrayBuffer>;
	/** Where its results go. */
	folder: string;
}

const stateDir = mkdtempSync(join(tmpdir(), "deckle-demo-"));
const logFile = join(stateDir, "server.log");
let starting: Promise<Server> | undefined;
let leaving = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void leave(130));
try {
	const inputs = await readInputs(process.argv.slice(2));
	starting = startServer({ stateDir, port: 0, secretsFile: join(stateDir, "secrets.env"), log: { file: logFile } });
	const server = await starting;
	const session = await signUp(server.url);
	const bars = new ProgressBars(inputs.map((input) => input.fileName));
	const outcomes = await Promise.all(inputs.map((input, index) => convert(session, input, index, bars)));
	const failures = outcomes.filter((outcome) => outcome !== undefined);
	for (const failure of failures) console.error(failure);
	await leave(failures.length === 0 ? 0 : 1);
} catch (error) {
	if (!leaving) console.error(error instanceof Error ? error.message : error);
	if (!leaving && starting !== undefined) console.error(lastWords());
	await leave(1);
}

/** Resolves with a sentence when it failed. */
async function convert(session: Session, input: Input, index: number, bars: ProgressBars): Promise<string | undefined> {
	const { client, accessToken } = session;
	const startedAt = performance.now();
	try {
		const { id } = await client.upload(input.bytes, input.fileName);
		const task = await followSocket(client, accessToken, id, (progress) => bars.show(index, progress));
		if (task.status !== "DONE") throw new Error(task.error_message ?? "It failed without a reason.");
		const figures = await saveResults(client, task, input.folder);
		const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
		const pages = task.page_count === null ? "" : `${count(task.page_count, "page")}, `;
		const place = relative(process.cwd(), input.folder);
		bars.finish(index, 1, `${pages}${count(figures, "figure")} in ${seconds} s → ${place}/`);
		return undefined;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		bars.finish(index, 0, "failed");
		return `${input.fileName}: ${reason}`;
	}
}

/** Writes Markdown, assets and figures, and says how many figures there were. */
async function saveResults(client: Client, task: Task, folder: string): Promise<number> {
	mkdirSync(folder, { recursive: true });
	// Of an earlier run: figures that this one did not find.
	rmSync(join(folder, "figures"), { recursive: true, force: true });
	const markdown = await client.fetch(`/tasks/${task.id}/download`);
	writeFileSync(join(folder, `${basename(folder)}.md`), await markdown.text());
	const assets = await client.json<Assets>(`/tasks/${task.id}/assets`);
	writeFileSync(join(folder, "assets.json"), `${JSON.stringify(assets, null, "\t")}\n`);
	for (const figure of assets.figures) {
		const image = await client.fetch(`/tasks/${task.id}/figures/${figure.index}/download`);
		const file = join(folder, "figures", basename(figure.file));
		mkdirSync(join(folder, "figures"), { recursive: true });
		writeFileSync(file, Buffer.from(await image.arrayBuffer()));
	}
	return assets.figures.length;
}

async function readInputs(names: string[]): Promise<Input[]> {
	if (names.length === 0) {
		return [{ fileName: "sample.pdf", bytes: await ownBytes(makeSample()), folder: join(projectDir, "out", "sample") }];
	}
	const results = new ResultNames();
	return names.flatMap(filesOf).map((file) => ({
		fileName: basename(file),
		bytes: new Uint8Array(readFileSync(file)),
		folder: join(projectDir, "out", results.nameFor(file)),
	}));
}

async function ownBytes(bytes: Promise<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await bytes);
}

/** Ends the server, whatever it is doing, removes its state and exits. */
async function leave(code: number): Promise<void> {
	if (leaving) return;
	leaving = true;
	const server = await starting?.catch(() => undefined);
	await server?.stop();
	rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
	process.exit(code);
}

function lastWords(): string {
	try {
		return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-12).join("\n");
	} catch {
		return "";
	}
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
