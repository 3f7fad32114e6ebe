import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { signUp } from "../../scripts/client.ts";
import { startServer } from "../../scripts/server.ts";
import { median, type Report } from "../report.ts";
import { withStateDir } from "../server.ts";
import { Target, until } from "./target.ts";

const tasks = 40;
const behaviours = ["ok", "flaky", "hung", "away", "gone"];

/** Callbacks of tasks, over a SIGKILL of the Worker. */
export async function benchCallbacks(report: Report): Promise<void> {
	const target = new Target();
	const host = `127.0.0.1:${await target.listen()}`;
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
		const post = (path: string) => postTask(server.url, accessToken, host, path);
		const paths = Array.from({ length: tasks }, (_, at) => `/${behaviours[at % behaviours.length]}/${at}`);
		let secret = "";
		for (const path of paths) secret = await post(path);
		const first = await until(() => paths.every((path) => target.of(path).length > 0), 60_000);
		report.holds("every task's end was told, beside targets that hang", first);
		const flaky = paths.filter((path) => path.startsWith("/flaky"));
		await until(() => flaky.every((path) => target.of(path).length > 1), 30_000);

		const late = Array.from({ length: 20 }, (_, at) => `/ok/late-${at}`);
		for (const path of late) await post(path);
		await server.kill();
		server = await start();
		const restarted = performance.now();
		const again = await until(() => late.every((path) => target.of(path).length > 0), 180_000);
		report.holds("each once more after a SIGKILL", again);
		report.info("the last of them after the restart", `${((performance.now() - restarted) / 1000).toFixed(1)} s`);

		const waits = flaky.map((path) => {
			const [one, two] = target.of(path);
			return ((two?.at ?? Number.NaN) - (one?.at ?? 0)) / 1000;
		});
		report.atLeast("the first retry after, median", median(waits), 5, "s");
		const ids = new Map(target.received.map(({ path, id }) => [path, id]));
		const areStable = target.received.every(({ path, id }) => ids.get(path) === id);
		report.holds("ids are the same on each retry", areStable);
		const bodies = new Set(target.received.map(({ path, body }) => path + body));
		report.holds("so are bodies", bodies.size === ids.size, `${bodies.size} bodies of ${ids.size} events`);
		for (const { body, headers } of target.received) new Webhook(secret).verify(body, headers);
		report.holds("all are signed as Standard Webhooks says", true);
		report.holds("no redirect is followed", target.of("/redirected/1").length === 0);
		const gone = paths.filter((path) => path.startsWith("/gone"));
		report.holds(
			"nothing more after 410",
			gone.every((path) => target.of(path).length === 1),
		);
		await server.stop();
	});
	target.close();
}

/** Gives the secret that signs. */
async function postTask(url: string, token: string, host: string, path: string): Promise<string> {
	const form = new FormData();
	form.append("file", new Blob([`# ${path}\n\nA task with a callback.`]), "note.md");
	form.append("webhook_url", `http://${host}${path}`);
	const headers = { Authorization: `Bearer ${token}` };
	const response = await fetch(`${url}/tasks`, { method: "POST", headers, body: form });
	if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
	return ((await response.json()) as { webhook_secret: string }).webhook_secret;
}
