import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandOf, killNow, processesMarked } from "../scripts/processes.ts";
import { projectDir, type Server, type ServerOptions, startServer } from "../scripts/server.ts";
import { stateMark } from "../scripts/state-lock.ts";

/** Runs `work` against the Worker on a free port and fresh state, and clears both away whatever happens. */
export async function withServer<Result>(
	work: (server: Server, stateDir: string) => Promise<Result>,
	options: Partial<ServerOptions> = {},
): Promise<Result> {
	return withStateDir(async (stateDir) => {
		const server = await startServer({
			stateDir,
			port: 0,
			secretsFile: join(stateDir, "secrets.env"),
			log: { file: join(stateDir, "server.log") },
			...options,
		});
		let working = true;
		const broken = server.ended.then((reason) => {
			if (working) console.error(`${reason}\n${lastWords(join(stateDir, "server.log"))}`);
			throw new Error(reason);
		});
		try {
			return await Promise.race([work(server, stateDir), broken]);
		} catch (error) {
			// A server that died shows first as a broken connection: its own reason says more.
			await Promise.race([broken, sleep(1000)]);
			throw error;
		} finally {
			working = false;
			broken.catch(() => undefined);
			await server.stop();
		}
	});
}

export async function withStateDir<Result>(work: (stateDir: string) => Promise<Result>): Promise<Result> {
	const stateDir = mkdtempSync(join(tmpdir(), "deckle-bench-"));
	const discard = (): void => rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
	process.once("exit", discard);
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
	try {
		return await work(stateDir);
	} finally {
		process.off("exit", discard);
		discard();
	}
}

/** What the server said last, without the lines that wrangler writes for each message and request. */
function lastWords(logFile: string): string {
	const lines = readFileSync(logFile, "utf8").split("\n");
	return lines
		.filter((line) => line.trim() !== "" && !line.startsWith("[wrangler:info]"))
		.slice(-20)
		.join("\n");
}

/** Which process of the dev server a SIGKILL meets. */
export const victims = ["dev", "wrangler", "workerd"] as const;
export type Victim = (typeof victims)[number];

/** What `npm run dev` runs, as a process that can be killed. */
export class DevServer {
	readonly url: string;
	readonly ready: Promise<void>;
	readonly #process: ChildProcess;
	readonly #stateDir: string;
	readonly #ended: Promise<void>;
	#output = "";

	constructor(port: number, stateDir: string, vars: Record<string, string> = {}) {
		this.url = `http://localhost:${port}`;
		this.#stateDir = stateDir;
		this.#process = spawn(
			process.execPath,
			[
				join(projectDir, "scripts", "dev.ts"),
				...["--port", String(port), "--persist-to", stateDir],
				...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
			],
			{ cwd: projectDir, stdio: ["ignore", "pipe", "pipe"] },
		);
		this.#ended = new Promise((resolve) => this.#process.once("exit", () => resolve()));
		this.ready = new Promise((resolve, reject) => {
			const read = (chunk: Buffer): void => {
				this.#output = (this.#output + chunk.toString()).slice(-4000);
				if (this.#output.includes("Deckle is at")) resolve();
			};
			this.#process.stdout?.on("data", read);
			this.#process.stderr?.on("data", read);
			this.#process.once("exit", () => reject(new Error(`The dev server ended.\n${this.#output}`)));
		});
		// A server that is killed before it is ready is no error of the bench.
		this.ready.catch(() => undefined);
	}

	/** SIGKILL by process id; says which process it was. The start itself is killed where there is no such one yet. */
	kill(victim: Victim): Victim {
		const marked = processesMarked(stateMark, this.#stateDir);
		const word = { dev: "no such process", wrangler: "server-process.ts", workerd: "workerd serve" }[victim];
		const pid = marked.find((candidate) => commandOf(candidate).includes(word));
		killNow(pid ?? this.#process.pid ?? 0);
		return pid === undefined ? "dev" : victim;
	}

	async stop(): Promise<void> {
		this.#process.kill("SIGTERM");
		await this.#ended;
	}
}

/** A port that is free now; the dev server of a bench keeps it over its restarts. */
export async function freePort(): Promise<number> {
	const { createServer } = await import("node:net");
	return new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
}
