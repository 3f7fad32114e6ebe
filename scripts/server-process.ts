/**
 * The process that runs wrangler, started by `server.ts` and never by hand. It lives as long as its starter: when that
 * one is killed, the channel between them closes, and everything here ends at once. When a workerd dies, it ends too.
 */
import type { ChildProcess } from "node:child_process";
import { subscribe } from "node:diagnostics_channel";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { D1Database } from "@cloudflare/workers-types";
import type { ServerProcessMessage, ServerProcessOptions } from "./server.ts";

const options: ServerProcessOptions = JSON.parse(process.argv[2] ?? "{}");
const children = new Set<ChildProcess>();
let stopping = false;

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
	const { unstable_startWorker } = await import("wrangler");
	const worker = await unstable_startWorker({
		config: options.config,
		...(options.secretsFile === null ? {} : { envFiles: [options.secretsFile] }),
		bindings: Object.fromEntries(
			Object.entries(options.vars).map(([name, value]) => [name, { type: "plain_text" as const, value }]),
		),
		dev: {
			server: { hostname: "127.0.0.1", port: options.port },
			inspector: false,
			persist: options.stateDir,
			watch: options.watch,
			logLevel: "warn",
		},
	});
	if (!options.watch) {
		worker.raw.on("error", (event: { reason: string; cause?: { message?: string } }) => {
			fail(event.cause?.message ?? event.reason);
		});
	}
	process.on("message", async (message) => {
		if (message !== "stop") return;
		stopping = true;
		await Promise.race([worker.dispose(), sleep(3000)]);
		end(0);
	});
	await worker.ready;
	const url = await worker.url;
	await applyMigrations(worker.raw);
	tell({ type: "ready", url: url.origin });
	if (options.crons) callCrons(url);
}

type DevEnv = Awaited<ReturnType<typeof import("wrangler").unstable_startWorker>>["raw"];

/**
 * What `wrangler d1 migrations apply --local` does, on the running instance: its command takes seconds to find that there
 * is nothing to do. The record of what was applied is wrangler's own table, so either may be used after the other.
 */
async function applyMigrations(devEnv: DevEnv): Promise<void> {
	const { unstable_readConfig, unstable_splitSqlQuery } = await import("wrangler");
	const config = unstable_readConfig({ config: options.config });
	for (const { binding, migrations_dir: folder } of config.d1_databases) {
		if (folder === undefined) continue;
		const directory = resolve(dirname(options.config), folder);
		const names = readdirSync(directory)
			.filter((name) => name.endsWith(".sql"))
			.sort();
		const database: D1Database = await (await runtimeOf(devEnv)).getD1Database(binding);
		await database.exec(
			"CREATE TABLE IF NOT EXISTS d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
		);
		const rows = await database.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
		const applied = new Set(rows.results.map((row) => row.name));
		for (const name of names.filter((candidate) => !applied.has(candidate))) {
			const statements = unstable_splitSqlQuery(readFileSync(resolve(directory, name), "utf8"));
			await database.batch([
				...statements.map((statement) => database.prepare(statement)),
				database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
			]);
		}
	}
}

interface Runtime {
	getD1Database(binding: string): Promise<D1Database>;
}

/** The one runtime of a local server. It comes with the first good build, which may be after an edit. */
async function runtimeOf(devEnv: DevEnv): Promise<Runtime> {
	for (;;) {
		for (const runtime of devEnv.runtimes) {
			if (runtime.mf !== undefined) return runtime.mf;
		}
		await sleep(10);
	}
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
