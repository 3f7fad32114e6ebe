/**
 * The process that runs wrangler, started by `server.ts` and never by hand. It lives as long as its starter: when that
 * one is killed, the channel between them closes, and everything here ends at once. When a workerd dies, it ends too.
 */
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "./migrate.ts";
import type { ServerProcessMessage, ServerProcessOptions } from "./server.ts";

const options: ServerProcessOptions = JSON.parse(process.argv[2] ?? "{}");
const children = new Set<ChildProcess>();
let stopping = false;
let isReady = false;

subscribe("child_process", (message) => {
	const child = (message as { process: ChildProcess }).process;
	children.add(child);
	child.once("exit", () => {
		children.delete(child);
		const isRuntime = child.spawnfile.includes("workerd");
		// A reload replaces workerd through `kill()`; a death that nobody here asked for leaves a server that hangs.
		if (isRuntime && !child.killed && !stopping) fail("The server's workerd was killed.");
	});
});

process.on("disconnect", () => end(0));
process.on("SIGINT", () => end(0));
process.on("SIGTERM", () => end(0));

try {
	await run();
} catch (error) {
	fail(error instanceof Error ? error.message : String(error));
}

async function run(): Promise<void> {
	// Before the port answers: a request must never meet a database without its tables.
	await migrate(options.config, options.stateDir);
	const { unstable_startWorker } = await import("wrangler");
	const worker = await unstable_startWorker({
		config: options.config,
		...(options.secretsFile === null ? {} : { envFiles: [options.secretsFile] }),
		bindings: Object.fromEntries(
			Object.entries(options.vars).map(([name, value]) => [name, { type: "plain_text" as const, value }]),
		),
		dev: {
			server: { hostname: "127.0.0.1", port: options.port },
			inspector: options.inspectorPort === null ? false : { hostname: "127.0.0.1", port: options.inspectorPort },
			persist: options.stateDir,
			watch: options.watch,
			logLevel: "warn",
		},
	});
	if (!options.watch) {
		worker.raw.on("error", (event: { reason: string; cause?: { message?: string } }) => {
			// Later ones are of single requests, which a busy isolate has lost: their senders see them.
			if (!isReady) fail(event.cause?.message ?? event.reason);
		});
	}
	process.on("message", async (message) => {
		if (message !== "stop") return;
		stopping = true;
		await Promise.race([worker.dispose(), sleep(3000)]);
		end(0);
	});
	await worker.ready;
	isReady = true;
	const url = await worker.url;
	tell({ type: "ready", url: url.origin });
	if (options.crons) callCrons(url);
}

/**
 * A local server does not run cron triggers. The sweep repairs what a kill left half-done (a row without its message, a
 * lease that nobody holds), so it is called far more often than production's once a minute: a killed and restarted
 * server must be in order again within seconds. The nightly cleaning is called at the start and then hourly.
 */
function callCrons(url: URL): void {
	const call = async (cron: string): Promise<void> => {
		const target = new URL("/cdn-cgi/local/scheduled", url);
		target.searchParams.set("cron", cron);
		// A run that fails logs itself; one that meets a reload is made good by the next.
		await fetch(target, { signal: AbortSignal.timeout(60_000) }).then(
			(response) => response.text(),
			() => undefined,
		);
	};
	const repeat = async (cron: string, everyMs: number): Promise<void> => {
		for (;;) {
			await call(cron);
			await sleep(everyMs);
		}
	};
	void repeat("* * * * *", 10_000);
	void sleep(15_000).then(() => repeat("23 3 * * *", 3_600_000));
}

function tell(message: ServerProcessMessage): void {
	if (process.connected) process.send?.(message);
}

function fail(reason: string): void {
	if (stopping) return;
	tell({ type: "failed", reason });
	end(1);
}

function end(code: number): never {
	stopping = true;
	for (const child of children) child.kill("SIGKILL");
	process.exit(code);
}
