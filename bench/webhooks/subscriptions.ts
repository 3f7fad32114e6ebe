import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { type Server, startServer } from "../../scripts/server.ts";
import { forbiddenUrls } from "../../test/unit/forbidden-urls.ts";
import { median, type Report } from "../report.ts";
import { withStateDir } from "../server.ts";
import { loopbackHosts } from "./loopback-hosts.ts";
import { type Hook, Subscriber } from "./subscriber.ts";
import { type Received, Target, until } from "./target.ts";

const documents = 24;

/** What every part of the bench has at hand. */
interface Stage {
	report: Report;
	target: Target;
	port: number;
	subscriber: Subscriber;
}

/** Webhooks of the extraction API, over a SIGKILL of the Worker and a change of what it may reach. */
export async function benchSubscriptions(report: Report): Promise<void> {
	const [target, away] = [new Target(), new Target()];
	const port = await target.listen();
	const awayPort = await away.listen();
	away.close();
	await withStateDir(async (stateDir) => {
		const start = (hosts: string) =>
			startServer({
				...{ stateDir, port: 0, vars: { ALLOW_PRIVATE_HOSTS: hosts, EXTRACTION_RATE_LIMIT: "100000" } },
				secretsFile: join(stateDir, "secrets.env"),
				log: { file: join(stateDir, "server.log") },
			});
		const allowed = [`127.0.0.1:${port}`, `localhost:${port}`, `127.0.0.1:${awayPort}`].join(",");
		let server = await start(allowed);
		const subscriber = await Subscriber.signUp(server.url);
		const stage: Stage = { report, target, port, subscriber };
		const restart = async (stop: (server: Server) => Promise<void>, hosts: string) => {
			await stop(server);
			server = await start(hosts);
			subscriber.moveTo(server.url);
		};
		await refusesPrivateAddresses(stage);
		const back = await subscriber.subscribe(`http://127.0.0.1:${awayPort}/ok/back`);
		const hooks = await tellsEveryTarget(stage);
		await comesBack(stage, back, awayPort);
		await waitsForNobody(stage, hooks);
		await sendsAgain(stage, hooks);
		await survivesKill(stage, hooks.ok, () => restart((one) => one.kill(), allowed));
		const notations = await reachesNotations(stage);
		await restart((one) => one.stop(), "");
		await asksNobodyPrivate(stage, notations);
		await server.stop();
	});
	target.close();
}

async function refusesPrivateAddresses({ report, subscriber }: Stage): Promise<void> {
	const urls = forbiddenUrls();
	const statuses: number[] = [];
	const events = ["document.failed"];
	for (const url of urls) statuses.push(await subscriber.statusOf("POST", "/webhooks", { url, events }));
	const refused = statuses.filter((status) => status === 400).length;
	report.atLeast("notations of private addresses refused at registration", refused, urls.length, `of ${urls.length}`);
}

type Hooks = Record<"ok" | "flaky" | "hung" | "away" | "gone", Hook>;

async function tellsEveryTarget({ report, target, port, subscriber }: Stage): Promise<Hooks> {
	const subscribe = (kind: string) => subscriber.subscribe(`http://127.0.0.1:${port}/${kind}/api`);
	const hooks: Hooks = {
		...{ ok: await subscribe("ok"), flaky: await subscribe("flaky"), hung: await subscribe("hung") },
		...{ away: await subscribe("away"), gone: await subscribe("gone") },
	};
	const fields = [{ name: "number", type: "string", aliases: ["Invoice number"] }];
	const flow = await subscriber.ask<{ id: string }>("POST", "/flows", { name: "Invoices", fields });
	const ids: string[] = [];
	for (let at = 0; at < documents; at++) {
		ids.push(await subscriber.upload(`# Invoice\n\nInvoice number: R-${1000 + at}\n`, `${at}.md`, flow.id));
	}
	const damaged = await subscriber.upload("%PDF-1.7 and then nothing", "damaged.pdf", flow.id);
	const { completed = 0, failed = 0 } = await subscriber.ended();
	const areOver = completed === documents && failed === 1;
	report.holds("documents come to their end", areOver, `${completed} completed, ${failed} failed`);
	const [first = "", second = ""] = ids;
	await subscriber.ask("POST", `/documents/${first}/approve`);
	await subscriber.ask("POST", `/documents/${first}/approve`);
	await subscriber.ask("POST", `/documents/${second}/reject`, { reason: "Not ours" });

	const expected = [
		...ids.map((id) => `document.completed ${id}`),
		...[`document.failed ${damaged}`, `document.approved ${first}`, `document.rejected ${second}`],
	].sort();
	const told = ({ path }: Hook) => [...new Set(target.of(path).map(eventOf))].sort();
	const isTold = (hook: Hook) => JSON.stringify(told(hook)) === JSON.stringify(expected);
	for (const name of ["ok", "flaky", "hung", "away"] as const) {
		report.holds(`every event reaches the target that is ${name}`, await until(() => isTold(hooks[name]), 60_000));
	}
	report.holds("and once the one that is ok", target.of(hooks.ok.path).length === expected.length);
	const waits = target.of(hooks.ok.path).map(delayOf);
	report.info("from event to the one that is ok, in the midst of conversions, median", `${median(waits).toFixed(1)} s`);
	const repeats = () => expected.length * 2 <= target.of(hooks.flaky.path).length;
	report.holds("what failed comes again", await until(repeats, 30_000));
	for (const hook of Object.values(hooks)) isSound(report, hook, target.of(hook.path));
	report.holds("no redirect is followed", target.of("/redirected/1").length === 0);
	await isGoneForGood({ report, target, port, subscriber }, hooks.gone);
	const hung = await subscriber.deliveries(hooks.hung);
	const late = hung.filter(
		({ attempt, error }) => attempt > 0 && error === "The target did not answer within 15 seconds.",
	);
	report.info("deliveries that waited 15 s for the one that hangs so far", `${late.length} of ${hung.length}`);
	return hooks;
}

/** All signatures, and each event's id and body the same on each attempt. */
function isSound(report: Report, { secret, path }: Hook, received: Received[]): void {
	const bodies = new Map(received.map((one) => [one.id, one.body]));
	const areSame = received.every(({ id, body }) => bodies.get(id) === body);
	const areOne = new Set(received.map(eventOf)).size === bodies.size;
	for (const { body, headers } of received) new Webhook(secret).verify(body, headers);
	report.holds(`${path}: all signed, one id and one body an event`, areSame && areOne, `${received.length} attempts`);
}

async function isGoneForGood({ report, target, subscriber }: Stage, hook: Hook): Promise<void> {
	const { webhooks } = await subscriber.ask<{ webhooks: { id: string; enabled: boolean }[] }>(
		"GET",
		"/webhooks?limit=100",
	);
	const isOff = webhooks.find(({ id }) => id === hook.id)?.enabled === false;
	const open = (await subscriber.deliveries(hook)).filter(({ status }) => status === "pending");
	report.holds("410 switches a webhook off, and nothing waits for it", isOff && open.length === 0);
	report.info("attempts at it before that", String(target.of(hook.path).length));
}

async function comesBack({ report, subscriber }: Stage, hook: Hook, port: number): Promise<void> {
	const before = await subscriber.deliveries(hook);
	const returned = new Target();
	await returned.listen(port);
	// Those that came too late for the first retry wait for the second, five minutes off: a redelivery brings them at once.
	for (const { id } of before) await subscriber.ask("POST", `/webhooks/${hook.id}/deliveries/${id}/redeliver`);
	const ids = () => new Set(returned.received.map(({ id }) => id));
	const isWhole = await until(() => before.every(({ id }) => ids().has(id)), 30_000);
	report.holds(
		"a target that was away gets all when it is back",
		before.length > 0 && isWhole,
		`${before.length} events`,
	);
	isSound(report, hook, returned.received);
	const isDelivered = async () => (await subscriber.deliveries(hook)).every(({ status }) => status === "delivered");
	report.holds("and that is listed", await until(isDelivered, 30_000));
	returned.close();
}

/** Forty deliveries to a target that hangs take ten minutes one by one, and 100 s six at a time. */
async function waitsForNobody({ report, target, subscriber }: Stage, { hung, ok }: Hooks): Promise<void> {
	const test = async ({ id }: Hook) => (await subscriber.ask<{ id: string }>("POST", `/webhooks/${id}/test`)).id;
	for (let at = 0; at < 40; at++) await test(hung);
	const startedAt = performance.now();
	const ids: string[] = [];
	for (let at = 0; at < 20; at++) ids.push(await test(ok));
	const arrived = () => new Set(target.of(ok.path).map(({ id }) => id));
	await until(() => ids.every((id) => arrived().has(id)), 120_000);
	const seconds = (performance.now() - startedAt) / 1000;
	report.atMost("20 events behind 40 for a target that hangs are asked for and told within", seconds, 30, "s");
}

async function sendsAgain({ report, target, subscriber }: Stage, { ok }: Hooks): Promise<void> {
	const [one] = target.of(ok.path);
	if (one === undefined) throw new Error("nothing to send again");
	const isSame = ({ id, body }: Received) => id === one.id && body === one.body;
	await subscriber.ask("POST", `/webhooks/${ok.id}/deliveries/${one.id}/redeliver`);
	const isThere = await until(() => target.of(ok.path).filter(isSame).length === 2, 30_000);
	report.holds("a redelivery has the same id and body", isThere);
	const rotated = await subscriber.ask<{ secret: string }>("POST", `/webhooks/${ok.id}/rotate-secret`);
	const { id } = await subscriber.ask<{ id: string }>("POST", `/webhooks/${ok.id}/test`);
	const find = () => target.of(ok.path).find((received) => received.id === id);
	await until(() => find() !== undefined, 30_000);
	const { body = "", headers = {} } = find() ?? {};
	for (const secret of [ok.secret, rotated.secret]) new Webhook(secret).verify(body, headers);
	report.holds("after a rotation both secrets verify", true);
}

async function survivesKill(
	{ report, target, subscriber }: Stage,
	hook: Hook,
	restart: () => Promise<void>,
): Promise<void> {
	const ids: string[] = [];
	for (let at = 0; at < 20; at++) {
		ids.push((await subscriber.ask<{ id: string }>("POST", `/webhooks/${hook.id}/test`)).id);
	}
	await restart();
	const there = () => new Set(target.of(hook.path).map(({ id }) => id));
	report.holds("each event is told over a SIGKILL", await until(() => ids.every((id) => there().has(id)), 120_000));
}

/** Webhooks at this machine in many notations, while that is allowed. */
async function reachesNotations({ report, target, port, subscriber }: Stage): Promise<Hook[]> {
	const hooks: Hook[] = [];
	for (const [at, host] of loopbackHosts.entries()) {
		hooks.push(await subscriber.subscribe(`http://${host}:${port}/ok/notation-${at}`));
	}
	for (const hook of hooks) await subscriber.ask("POST", `/webhooks/${hook.id}/test`);
	await until(() => hooks.every(({ path }) => target.of(path).length > 0), 30_000);
	const unreached = loopbackHosts.filter((_, at) => target.of(hooks[at]?.path ?? "").length === 0);
	const reached = hooks.length - unreached.length;
	report.atLeast("notations that reach the target while it is allowed", reached, hooks.length, `of ${hooks.length}`);
	if (unreached.length > 0) report.info("not reached", unreached.join(" "));
	return hooks;
}

async function asksNobodyPrivate({ report, target, subscriber }: Stage, hooks: Hook[]): Promise<void> {
	const before = target.received.length;
	const asked = new Map<string, string>();
	for (const { id } of hooks) asked.set(id, (await subscriber.ask<{ id: string }>("POST", `/webhooks/${id}/test`)).id);
	const isRefused = async (hook: Hook) => {
		const delivery = (await subscriber.deliveries(hook)).find(({ id }) => id === asked.get(hook.id));
		return delivery?.status === "exhausted" && delivery.error === "The URL points to a private or reserved address.";
	};
	let refused = 0;
	for (const hook of hooks) if (await until(() => isRefused(hook), 30_000)) refused++;
	report.atLeast("of them refused at delivery once it is not", refused, hooks.length, `of ${hooks.length}`);
	report.holds(
		"and nobody was asked",
		target.received.length === before,
		`${target.received.length - before} attempts`,
	);
}

function eventOf({ body }: Received): string {
	const { type, data } = JSON.parse(body) as { type: string; data: { document_id: string } };
	return `${type} ${data.document_id}`;
}

/** Seconds from what the body says to its arrival. */
function delayOf({ body, at }: Received): number {
	const { timestamp } = JSON.parse(body) as { timestamp: string };
	return (performance.timeOrigin + at - Date.parse(timestamp)) / 1000;
}
