/** `npm run client:tagging -- [URL]`: plays the documented examples of the tagging API; without a URL against a server of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newWorld, taggingExamples } from "../test/clients/tagging.ts";
import { DocumentHost } from "./document-host.ts";
import { networkStage } from "./network-stage.ts";
import { startServer } from "./server.ts";

const [given] = process.argv.slice(2);
const host = await new DocumentHost().open();
const hint = "the server must have been started with --var ALLOW_PRIVATE_HOSTS:127.0.0.1";
let failures = 0;
try {
	if (given === undefined) await withOwnServer((url) => play(url));
	else await play(given);
} finally {
	await host.close();
}
process.exit(failures === 0 ? 0 : 1);

async function play(base: string): Promise<void> {
	console.log(`${taggingExamples.length} examples against ${base}; ${hint}`);
	const world = newWorld(networkStage(base, host.url));
	for (const { name, play } of taggingExamples) {
		const startedAt = performance.now();
		try {
			await play(world);
			console.log(`pass  ${name} (${Math.round(performance.now() - startedAt)} ms)`);
		} catch (error) {
			failures++;
			console.log(`FAIL  ${name}\n      ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	console.log(failures === 0 ? "\nall examples pass" : `\n${failures} of ${taggingExamples.length} examples fail`);
}

async function withOwnServer(work: (url: string) => Promise<void>): Promise<void> {
	const stateDir = mkdtempSync(join(tmpdir(), "deckle-client-"));
	const server = await startServer({
		stateDir,
		port: 0,
		secretsFile: join(stateDir, "secrets.env"),
		vars: { ALLOW_PRIVATE_HOSTS: "127.0.0.1" },
		log: { file: join(stateDir, "server.log") },
	});
	try {
		await work(server.url);
	} finally {
		await server.stop();
		rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
	}
}
