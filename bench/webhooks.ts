/**
 * `npm run bench:webhooks`: callbacks of tasks to a server that takes them, fails, hangs, redirects, is gone and comes back, over a SIGKILL of
 * the Worker. Of the schedule only the first retry is waited for: the rest is tested with a clock of the test's own.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { signUp } from "../scripts/client.ts";
import { startServer } from "../scripts/server.ts";
import { median, Report } from "./report.ts";
import { withStateDir } from "./server.ts";

interface Received {
	path: string;
	id: string;
	body: string;
	headers: Record<string, string>;
	at: number;
}

const tasks = 40;
const report = new Report("Webhooks");
const received: Received[] = [];
const behaviours = ["ok", "flaky", "hung", "away", "gone"];

/** `/<behaviour>/<number>`; a flaky one takes the second attempt. */
function answer(path: string, response: ServerResponse): void {
	const [, behaviour = ""] = path.split("/");
	const attempts = received.filter((one) => one.path === path).length;
	if (behaviour === "hung") return;
	if (behaviour === "away") response.writeHead(302, { Location: "/redirected/1" }).end();
	else if (behaviour === "gone") response.writeHead(410).end();
	else response.writeHead(behaviour === "flaky" && attempts < 2 ? 503 : 200).end();
}

const target = createServer(async (request: IncomingMessage, response) => {
	let body = "";
	for await (const piece of request) body += String(piece);
	const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
	const path = request.url ?? "";
	received.push({ path, id: headers["webhook-id"] ?? "", body, headers, at: performance.now() });
	answer(path, response);
});
await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
const host = `127.0.0.1:${(target.address() as AddressInfo).port}`;

const of = (path: string) => received.filter((one) => one.path === path);

async function until(what: () => boolean, withinMs: number): Promise<boolean> {
	for (const end = performance.now() + withinMs; performance.now() < end; await sleep(50)) if (what()) return true;
	return what();
}

/** Gives the secret that signs. */
async function post(url: string, token: string, path: string): Promise<string> {
	const form = new FormData();
	form.append("file", new Blob([`# ${path}\n\nA task with a callback.`]), "note.md");
	form.append("webhook_url", `http://${host}${path}`);
	const response = await fetch(`${url}/tasks`, {
		method: "POST",
		headers: { Authorization: `Bearer ${token}` },
		body: form,
	});
	if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
	return ((await response.json()) as { webhook_secret: string }).webhook_secret;
}

await withStateDir(async (stateDir) => {
	const start = () =>
		startServer({
			stateDir,
			port: 0,
			vars: { ALLOW_PRIVATE_HOSTS: host },
			secretsFile: join(stateDir, "secrets.env"),
			log: { file: join(stateDir, "server.log") },
		});
	let server = await start();
	const { accessToken } = await signUp(server.url);
	const paths = Array.from({ length: tasks }, (_, at) => `/${behaviours[at % behaviours.length]}/${at}`);
	let secret = "";
	for (const path of paths) secret = await post(server.url, accessToken, path);
	const first = await until(() => paths.every((path) => of(path).length > 0), 60_000);
	report.holds("every task's end was told, beside targets that hang", first);
	await until(() => paths.filter((path) => path.startsWith("/flaky")).every((path) => of(path).length > 1), 30_000);

	const late = Array.from({ length: 20 }, (_, at) => `/ok/late-${at}`);
	for (const path of late) await post(server.url, accessToken, path);
	await server.kill();
	server = await start();
	const restarted = performance.now();
	report.holds("each once more after a SIGKILL", await until(() => late.every((path) => of(path).length > 0), 180_000));
	report.info("the last of them after the restart", `${((performance.now() - restarted) / 1000).toFixed(1)} s`);

	const waits = paths
		.filter((path) => path.startsWith("/flaky"))
		.map((path) => ((of(path)[1]?.at ?? Number.NaN) - (of(path)[0]?.at ?? 0)) / 1000);
	report.atLeast("the first retry after, median", median(waits), 5, "s");
	const ids = new Map(received.map(({ path, id }) => [path, id]));
	report.holds(
		"ids are the same on each retry",
		received.every(({ path, id }) => ids.get(path) === id),
	);
	const bodies = new Set(received.map(({ path, body }) => path + body));
	report.holds("so are bodies", bodies.size === ids.size, `${bodies.size} bodies of ${ids.size} events`);
	for (const { body, headers } of received) new Webhook(secret).verify(body, headers);
	report.holds("all are signed as Standard Webhooks says", true);
	report.holds("no redirect is followed", of("/redirected/1").length === 0);
	const gone = paths.filter((path) => path.startsWith("/gone"));
	report.holds(
		"nothing more after 410",
		gone.every((path) => of(path).length === 1),
	);
	await server.stop();
});
target.closeAllConnections();
target.close();
process.exitCode = report.exitCode();
