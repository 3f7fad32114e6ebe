import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endMarked, lockState, stateMark } from "./state-lock.ts";

export const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), "..");

export interface ServerOptions {
	/** Where workerd keeps D1, R2, queues and objects; made when absent. */
	stateDir: string;
	/** 0 takes a free one. */
	port: number;
	/** Another Worker than this project's: the path of its wrangler.toml. */
	config?: string;
	/** Variables over those of wrangler.toml. */
	vars?: Record<string, string>;
	/** A file of secrets instead of `.dev.vars`, made when absent. */
	secretsFile?: string;
	/** Where DevTools may look into the Worker; nowhere when absent. */
	inspectorPort?: number;
	/** Rebuild on change. */
	watch?: boolean;
	/** Call the crons; the sweep every 10 s. */
	crons?: boolean;
	/** Where the server's own words go: this terminal or a file. */
	log: "inherit" | { file: string };
}

export interface Server {
	readonly url: string;
	/** The process that runs wrangler; workerd and esbuild are its children. */
	readonly pid: number;
	/** Resolves with a sentence when the server ends, whoever ended it. */
	readonly ended: Promise<string>;
	stop(): Promise<void>;
	/** SIGKILL to everything at once, as a power cut would. */
	kill(): Promise<void>;
}

/** What `server-process.ts` is told and what it answers. */
export interface ServerProcessOptions {
	port: number;
	stateDir: string;
	config: string;
	vars: Record<string, string>;
	secretsFile: string | null;
	inspectorPort: number | null;
	watch: boolean;
	crons: boolean;
}
export type ServerProcessMessage = { type: "ready"; url: string } | { type: "failed"; reason: string };

const startTimeoutMs = 90_000;

/** Starts the Worker in a process of its own and resolves when it answers; rejects with a sentence when it cannot. */
export async function startServer(options: ServerOptions): Promise<Server> {
	const stateDir = resolve(options.stateDir);
	const unlock = await lockState(stateDir);
	try {
		const port = await claimPort(options.port);
		if (options.secretsFile !== undefined) writeSecretsOnce(options.secretsFile);
		const child = spawnServerProcess(
			stateDir,
			{
				port,
				stateDir,
				config: options.config ?? join(projectDir, "wrangler.toml"),
				vars: options.vars ?? {},
				secretsFile: options.secretsFile ?? null,
				inspectorPort: options.inspectorPort ?? null,
				watch: options.watch ?? false,
				crons: options.crons ?? true,
			},
			options.log,
		);
		const ended = whenEnded(child).then(async (reason) => {
			await endMarked(stateDir);
			unlock();
			return reason;
		});
		const url = await Promise.race([whenReady(child), ended.then((reason) => Promise.reject(new Error(reason)))]);
		return {
			url,
			pid: child.pid ?? 0,
			ended,
			stop: async () => {
				if (child.connected) child.send("stop");
				const gave = await Promise.race([ended.then(() => true), sleep(5000, false)]);
				if (!gave) child.kill("SIGKILL");
				await ended;
			},
			kill: async () => {
				child.kill("SIGKILL");
				await ended;
			},
		};
	} catch (error) {
		await endMarked(stateDir);
		unlock();
		throw error;
	}
}

/** Secrets for local use: made once, readable by their owner only, never overwritten. */
export function writeSecretsOnce(file: string): void {
	if (existsSync(file)) return;
	mkdirSync(dirname(file), { recursive: true });
	const lines = ["JWT_SECRET_KEY", "DATA_KEY"].map(
		(name) => `${name}=${Buffer.from(randomBytes(32)).toString("base64")}\n`,
	);
	writeFileSync(file, lines.join(""), { mode: 0o600, flag: "wx" });
}

function spawnServerProcess(stateDir: string, options: ServerProcessOptions, log: ServerOptions["log"]): ChildProcess {
	if (log !== "inherit") appendFileSync(log.file, "");
	const sink = log === "inherit" ? "pipe" : openSync(log.file, "a");
	const child = spawn(
		process.execPath,
		["--no-warnings", join(projectDir, "scripts", "server-process.ts"), JSON.stringify(options)],
		{
			cwd: projectDir,
			stdio: ["ignore", sink, sink, "ipc"],
			// A group of its own: Ctrl-C reaches us alone, and we stop the server in order.
			detached: true,
			env: {
				...process.env,
				// `[build]` calls `node`: the one that runs this, whatever else the machine has.
				PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}`,
				[stateMark]: stateDir,
				CLOUDFLARE_CF_FETCH_ENABLED: "false",
				WRANGLER_HIDE_BANNER: "true",
				WRANGLER_SEND_METRICS: "false",
				WRANGLER_LOG_PATH: join(stateDir, "logs"),
				// wrangler is 20 MB of JavaScript: a quarter of a second each start.
				NODE_COMPILE_CACHE: join(projectDir, "node_modules", ".cache", "node-compile"),
			},
		},
	);
	if (typeof sink === "number") closeSync(sink);
	for (const [stream, say] of [
		[child.stdout, console.log],
		[child.stderr, console.error],
	] as const) {
		if (stream === null) continue;
		createInterface(stream).on("line", (line) => {
			if (!isChatter(line)) say(line);
		});
	}
	return child;
}

/** What wrangler says at each build although asked for warnings only. */
function isChatter(line: string): boolean {
	return line.trim() === "" || /^\[wrangler:info\]|^\[custom build\]|, restarting build\.\.\.$/.test(line);
}

function whenReady(child: ChildProcess): Promise<string> {
	return new Promise((resolveUrl, reject) => {
		const timer = setTimeout(() => {
			child.kill("SIGKILL");
			reject(new Error(`The server was not ready after ${startTimeoutMs / 1000} s.`));
		}, startTimeoutMs);
		child.on("message", (message: ServerProcessMessage) => {
			clearTimeout(timer);
			if (message.type === "ready") resolveUrl(message.url);
			else reject(new Error(message.reason));
		});
		child.once("exit", () => clearTimeout(timer));
	});
}

function whenEnded(child: ChildProcess): Promise<string> {
	return new Promise((resolveReason) => {
		let reason: string | undefined;
		child.on("message", (message: ServerProcessMessage) => {
			if (message.type === "failed") reason = message.reason;
		});
		child.once("error", (error) => resolveReason(`The server could not be started: ${error.message}`));
		child.once("exit", (code, signal) => resolveReason(reason ?? `The server ended (${signal ?? `exit ${code}`}).`));
	});
}

/** The port asked for once it is free (a killed server's socket may linger a moment), or any free one for 0. */
async function claimPort(port: number): Promise<number> {
	for (let attempt = 0; ; attempt++) {
		const found = await probePort(port);
		if (found !== undefined) return found;
		if (attempt === 20) throw new Error(`Port ${port} is in use by another program; choose one with --port.`);
		await sleep(100);
	}
}

function probePort(port: number): Promise<number | undefined> {
	return new Promise((resolvePort) => {
		const probe = createServer();
		probe.once("error", () => resolvePort(undefined));
		probe.listen(port, "127.0.0.1", () => {
			const address = probe.address();
			const found = typeof address === "object" && address !== null ? address.port : port;
			probe.close(() => resolvePort(found));
		});
	});
}
