/**
 * CPU of conversion inside workerd, which is what a Worker is billed for. Node's own figure differs: it meters another build of V8 and
 * every file once, while its code is still being compiled.
 *
 * Read from /proc, whose clock ticks are 10 ms: each file is converted until it has used 300 ms, and taking the same bytes in without
 * converting them is subtracted. A first pass over all files, which is given apart, lets the isolate compile what it uses.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandOf, processesMarked } from "../scripts/processes.ts";
import { projectDir } from "../scripts/server.ts";
import { stateMark } from "../scripts/state-lock.ts";
import { withServer } from "./server.ts";

export interface WorkerdCost {
	file: string;
	pages: number;
	/** CPU milliseconds of one conversion in an isolate that has done some, and of the very first. */
	cpuMs: number;
	firstMs: number;
}

const ENOUGH_MS = 300;
const EMPTY_REQUESTS = 5;
const MAX_REQUESTS = 30;
/** Linux gives process times in units of this to every program. */
const TICK_MS = 10;

export const canMeasure = existsSync("/proc/self/stat");

/** Files that the engine cannot convert are left out. */
export async function costsInWorkerd(engine: string, files: readonly string[]): Promise<WorkerdCost[]> {
	const options = { config: join(projectDir, "bench", "cpu", "wrangler.toml"), vars: { ENGINE: engine }, crons: false };
	return withServer(async ({ url }, stateDir) => {
		// The Worker's own workerd is there when it has answered, not before.
		await (await fetch(url, { method: "POST" })).body?.cancel();
		const isolate = new Isolate(url, stateDir);
		const firsts: { file: string; bytes: Uint8Array<ArrayBuffer>; pages: number; firstMs: number }[] = [];
		for (const file of files) {
			const bytes = new Uint8Array(readFileSync(file));
			const { pages, spentMs } = await isolate.convert(bytes, 1);
			if (pages > 0) firsts.push({ file, bytes, pages, firstMs: spentMs });
		}
		const costs: WorkerdCost[] = [];
		for (const { file, bytes, pages, firstMs } of firsts) {
			costs.push({ file, pages, firstMs, cpuMs: await repeated(isolate, bytes) });
		}
		return costs;
	}, options);
}

async function repeated(isolate: Isolate, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
	let emptyMs = 0;
	for (let i = 0; i < EMPTY_REQUESTS; i++) emptyMs += (await isolate.convert(bytes, 0)).spentMs / EMPTY_REQUESTS;
	let [spentMs, done, times] = [0, 0, 3];
	for (let requests = 0; spentMs < ENOUGH_MS; requests++) {
		if (requests === MAX_REQUESTS) throw new Error("No CPU time is counted for the Worker's process.");
		spentMs += (await isolate.convert(bytes, times)).spentMs - emptyMs;
		done += times;
		// What is still missing, at the rate seen so far.
		times = Math.min(100, Math.max(1, Math.ceil(((ENOUGH_MS - spentMs) * done) / Math.max(spentMs, TICK_MS))));
	}
	return spentMs / done;
}

class Isolate {
	readonly #url: string;
	readonly #processes: number[];

	/** wrangler has a workerd of its own before the Worker's: both are counted, and a request without work tells its share. */
	constructor(url: string, stateDir: string) {
		this.#url = url;
		this.#processes = processesMarked(stateMark, stateDir).filter((pid) => commandOf(pid).includes("workerd serve"));
	}

	async convert(bytes: Uint8Array<ArrayBuffer>, times: number): Promise<{ pages: number; spentMs: number }> {
		const before = this.#cpuMs();
		const response = await fetch(`${this.#url}/?times=${times}`, { method: "POST", body: bytes });
		if (response.status >= 500) throw new Error(`workerd: ${await response.text()}`);
		const { pages = 0, failure } = (await response.json()) as { pages?: number; failure?: string };
		if (failure !== undefined && times > 0) return { pages: 0, spentMs: 0 };
		return { pages, spentMs: this.#cpuMs() - before };
	}

	/** User and system time so far. */
	#cpuMs(): number {
		const ticks = this.#processes.map((pid) => {
			const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
			// Fields 14 and 15; the second is a name in brackets, which may hold blanks.
			const [user = 0, system = 0] = stat
				.slice(stat.lastIndexOf(")") + 2)
				.split(" ")
				.slice(11, 13)
				.map(Number);
			return user + system;
		});
		return ticks.reduce((sum, each) => sum + each, 0) * TICK_MS;
	}
}
