/** `npm run dev`: migrates, serves and watches, until Ctrl-C. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isAlive, npmAncestors, type ProcessId } from "./processes.ts";
import { projectDir, startServer, writeSecretsOnce } from "./server.ts";

const usage = `npm run dev -- [--port 8787] [--persist-to .wrangler/state] [--var NAME:VALUE …]`;

/** npm and its shell: with one of them killed, nobody could stop this server from the terminal any more. */
const launchers = npmAncestors();

try {
	const { values } = parseArgs({
		options: {
			port: { type: "string", default: "8787" },
			"persist-to": { type: "string", default: join(projectDir, ".wrangler", "state") },
			var: { type: "string", multiple: true, default: [] },
		},
	});
	writeSecretsOnce(join(projectDir, ".dev.vars"));
	const server = await startServer({
		port: parsePort(values.port),
		stateDir: resolve(values["persist-to"]),
		vars: Object.fromEntries(values.var.map(parseVariable)),
		watch: true,
		log: "inherit",
	});
	const address = server.url.replace("127.0.0.1", "localhost");
	console.log(`Deckle is at ${address} · reference at ${address}/docs`);
	let asked = false;
	const stop = (): void => {
		if (asked) return;
		asked = true;
		void server.stop();
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
	stopWith(launchers, stop);
	const reason = await server.ended;
	if (asked) process.exit(0);
	console.error(reason);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
}
process.exit(1);

function stopWith(processes: ProcessId[], stop: () => void): void {
	const timer = setInterval(() => {
		if (processes.every(isAlive)) return;
		clearInterval(timer);
		stop();
	}, 250);
}

function parsePort(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port: no port: ${text}\n${usage}`);
	return port;
}

function parseVariable(text: string): [string, string] {
	const colon = text.indexOf(":");
	if (colon < 1) throw new Error(`--var takes NAME:VALUE, not ${text}\n${usage}`);
	return [text.slice(0, colon), text.slice(colon + 1)];
}
