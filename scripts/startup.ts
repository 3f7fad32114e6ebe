/**
 * What the built Worker (`dist/`) takes to start, beyond what an empty one takes: from starting workerd to the first
 * answer of `/health`, which touches no binding; CPU where the system tells it, since other work on the machine costs time, and the least of
 * nine tries, which it has disturbed least. `node scripts/startup.ts 400` fails above 400 ms.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectDir } from "./server.ts";

const repetitions = 9;
const dist = join(projectDir, "dist");
const { default: workerd } = createRequire(createRequire(import.meta.url).resolve("wrangler"))("workerd") as {
	default: string;
};

const barMs = Number(process.argv[2] ?? "400");
const scratch = mkdtempSync(join(tmpdir(), "deckle-startup-"));
try {
	if (!existsSync(join(dist, "index.js"))) throw new Error("There is no dist/index.js: run the dry-run build first.");
	writeFileSync(join(scratch, "index.js"), "export default { fetch: () => new Response() };");
	const ours = writeConfig(dist);
	const empty = writeConfig(scratch);
	await startUp(ours);
	const differences: number[] = [];
	for (let index = 0; index < repetitions; index++) {
		const base = await startUp(empty);
		differences.push((await startUp(ours)) - base);
	}
	differences.sort((a, b) => a - b);
	const leastMs = differences[0] ?? Number.NaN;
	const all = differences.map((value) => Math.round(value)).join(", ");
	console.log(`start-up beyond an empty Worker: ${Math.round(leastMs)} ms at least (${all}), bar ${barMs} ms`);
	process.exitCode = leastMs <= barMs ? 0 : 1;
} finally {
	rmSync(scratch, { recursive: true, force: true });
}

/** Milliseconds from the start of workerd to its first answer: of CPU, or of time. */
async function startUp(config: string): Promise<number> {
	const port = await freePort();
	const startedAt = performance.now();
	const child = spawn(workerd, ["serve", config, `--socket-addr=http=127.0.0.1:${port}`], {
		stdio: ["ignore", "ignore", "inherit"],
	});
	try {
		for (;;) {
			const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
			if (response?.status === 200) return cpuMs(child.pid) ?? performance.now() - startedAt;
			if (response !== undefined) throw new Error(`/health answered ${response.status}`);
			if (child.exitCode !== null) throw new Error(`workerd ended with ${child.exitCode}`);
			await sleep(3);
		}
	} finally {
		child.kill("SIGKILL");
	}
}

/** Of all its threads so far; undefined where the system does not say (anything but Linux). A tick is 10 ms (`getconf CLK_TCK` is 100). */
function cpuMs(pid: number | undefined): number | undefined {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
		const ticks = Number(fields[11]) + Number(fields[12]);
		return Number.isFinite(ticks) ? ticks * 10 : undefined;
	} catch {
		return undefined;
	}
}

/** A configuration of workerd around what `wrangler deploy --dry-run --outdir dist` wrote. */
function writeConfig(folder: string): string {
	const kinds: Record<string, string> = { js: "esModule", wasm: "wasm", bin: "data", txt: "text", html: "text" };
	const modules = readdirSync(folder)
		.sort((a, b) => Number(b === "index.js") - Number(a === "index.js"))
		.flatMap((file) => {
			const kind = kinds[file.split(".").at(-1) ?? ""];
			return kind === undefined ? [] : [`(name = "./${file}", ${kind} = embed "${file}")`];
		});
	// Beside the modules: `embed` takes relative paths only.
	const path = join(folder, "startup.capnp");
	writeFileSync(
		path,
		`using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [${modules.join(", ")}],
    compatibilityDate = "${compatibilityDate()}",
    bindings = [(name = "ENVIRONMENT", text = "development")],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
	);
	return path;
}

function compatibilityDate(): string {
	const config = readFileSync(join(projectDir, "wrangler.toml"), "utf8");
	return config.match(/^compatibility_date = "(.+)"$/m)?.[1] ?? "2026-08-15";
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
		});
	});
}
