/**
 * `npm run bench:extract-api [-- --documents 10000]`: the extraction API on a running Worker: 10,000 documents listed by cursor while others come and go, 20 equal
 * POSTs at once, 500 calls of one key at once, and what another key notices of them.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Client, signUp } from "../scripts/client.ts";
import { type Server, startServer } from "../scripts/server.ts";
import { addDocuments } from "./database.ts";
import { median, Report } from "./report.ts";
import { withStateDir } from "./server.ts";

const { values: asked } = parseArgs({ options: { documents: { type: "string", default: "10000" } } });
const documents = Number(asked.documents);
const changes = documents / 10;
const changesAPage = 12;
/** What wrangler's local proxy says when it has lost the connection to the Worker: the call was made, or not. */
const lostByProxy = "Network connection lost";
const equalPosts = 20;
const callsAtOnce = 500;
const callLimit = 300;
const floodKeys = 9;
/** The calls of the others are still counted when the limit is looked at. */
const spareKeys = 4;
/** Taken in turn, since other work on the machine comes and goes. */
const floodRounds = 8;
const base = "/extract/api/v1";

interface Page {
	documents: { document_id: string }[];
	pagination: { next_cursor: string | null; has_more: boolean; total_count: number };
}

const report = new Report("The extraction API");

await withStateDir(async (stateDir) => {
	const start = (limit: number) =>
		startServer({
			...{ stateDir, port: 0, vars: { EXTRACTION_RATE_LIMIT: String(limit) } },
			...{ secretsFile: join(stateDir, "secrets.env"), log: { file: join(stateDir, "server.log") } },
		});
	const within = async (limit: number, work: (server: Server) => Promise<void>) => {
		const server = await start(limit);
		try {
			await work(server);
		} finally {
			await server.stop();
		}
	};
	const keys: string[] = [];
	let owner = "";
	await within(1_000_000, async (server) => {
		const { accessToken, client } = await signUp(server.url);
		owner = JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString()).sub;
		for (let at = 0; at < floodKeys + spareKeys; at += 1) {
			keys.push((await client.send<{ token: string }>("/api-keys", { name: `bench ${at}` })).token);
		}
	});
	const ids = addDocuments(stateDir, owner, documents);
	const clientOf = (server: Server, at: number) => new Client(server.url, { authorization: `Bearer ${keys[at]}` });
	await within(1_000_000, async (server) => {
		await listWhileOthersChange(clientOf(server, 0), ids);
		await postEqually(clientOf(server, 0));
		await callBeside(keys.slice(0, floodKeys).map((_, at) => clientOf(server, at)));
	});
	await within(callLimit, async (server) =>
		callTooOften(keys.slice(floodKeys).map((_, at) => clientOf(server, floodKeys + at))),
	);
});
process.exitCode = report.exitCode();

/** After every page some go, all over the list, and some come. */
async function listWhileOthersChange(client: Client, ids: string[]): Promise<void> {
	const step = Math.floor(ids.length / changes);
	const doomed = new Set(ids.filter((_, at) => at % step === 3));
	const leaving = [...doomed];
	let added = 0;
	const seen = new Map<string, number>();
	const started = performance.now();
	let cursor: string | null = null;
	do {
		const page: Page = await client.json(`${base}/documents?limit=100${cursor === null ? "" : `&cursor=${cursor}`}`);
		for (const { document_id: id } of page.documents) seen.set(id, (seen.get(id) ?? 0) + 1);
		cursor = page.pagination.next_cursor;
		const gone = leaving.splice(0, changesAPage);
		await Promise.all(gone.map((id) => remove(client, id)));
		await Promise.all(gone.map((id) => post(client, `note of ${id}`)));
		added += gone.length;
	} while (cursor !== null);
	const stayed = ids.filter((id) => !doomed.has(id));
	const right = stayed.filter((id) => seen.get(id) === 1).length;
	report.holds(
		`those of ${ids.length} that were there throughout are listed once, while ${added} come and ${changes - leaving.length} go`,
		right === stayed.length,
		`${right} of ${stayed.length}`,
	);
	report.info("the walk with its changes", `${((performance.now() - started) / 1000).toFixed(0)} s`);
	await comparePages(client);
}

async function comparePages(client: Client): Promise<void> {
	const first = `${base}/documents?limit=100`;
	let last = first;
	for (
		let page: Page = await client.json(first);
		page.pagination.next_cursor !== null;
		page = await client.json(last)
	) {
		last = `${first}&cursor=${page.pagination.next_cursor}`;
	}
	const times: Record<"first" | "last", number[]> = { first: [], last: [] };
	for (let round = 0; round < 60; round += 1) {
		times.first.push(await msOf(() => client.json(first)));
		times.last.push(await msOf(() => client.json(last)));
	}
	report.info("a page of 100, median", `${median(times.first).toFixed(1)} ms`);
	report.atMost("the last page's time over the first's", median(times.last) / median(times.first), 1.3, "");
}

async function postEqually(client: Client): Promise<void> {
	const before = (await client.json<Page>(`${base}/documents?limit=1`)).pagination.total_count;
	const flow = await client.send<{ id: string }>(`${base}/flows`, {
		name: "bench",
		fields: [{ name: "number", type: "string" }],
	});
	for (const flowId of [null, flow.id]) {
		const key = `equal ${flowId}`;
		const answers = await Promise.all(
			Array.from({ length: equalPosts }, async () => {
				const response = await post(client, "an equal note", { key, flowId });
				return {
					status: response.status,
					body: await response.text(),
					isNew: !response.headers.has("Idempotent-Replayed"),
				};
			}),
		);
		const given = answers.filter(({ body }) => !body.includes(lostByProxy));
		const lost = answers.length - given.length;
		const first = given.filter(({ isNew }) => isNew).length;
		report.holds(
			`${equalPosts} equal POSTs at once${flowId === null ? "" : ", with a flow"}: equal answers, one of them the first`,
			given.every(({ status, body }) => status === 200 && body === given[0]?.body) &&
				(first === 1 || (first === 0 && lost > 0)),
			`${given.length} answers, ${new Set(given.map(({ body }) => body)).size} different, ${lost} lost by the local proxy`,
		);
	}
	const after = (await client.json<Page>(`${base}/documents?limit=1`)).pagination.total_count;
	report.holds("one document each", after === before + 2, `${after - before}`);
}

/** With another key where the local proxy has lost many answers, or a minute went by: of a lost call nobody knows whether it was counted. */
async function callTooOften(clients: Client[]): Promise<void> {
	for (const client of clients) {
		const started = performance.now();
		const answers = await Promise.all(Array.from({ length: callsAtOnce }, () => callOnce(client)));
		const seconds = (performance.now() - started) / 1000;
		const lost = answers.filter(({ isLost }) => isLost).length;
		const allowed = answers.filter(({ status }) => status === 200);
		const refused = answers.filter(({ status }) => status === 429).length;
		const text = `${allowed.length} allowed, ${refused} refused, ${lost} lost by the local proxy, in ${seconds.toFixed(0)} s`;
		if (lost > callsAtOnce / 20 || seconds > 55) {
			report.skipped("calls at once", text);
			continue;
		}
		report.holds(
			`${callsAtOnce} calls at once of a key that may make ${callLimit} a minute: no more are allowed, and no fewer`,
			allowed.length <= callLimit && allowed.length + lost >= callLimit && refused + lost >= callsAtOnce - callLimit,
			text,
		);
		const remaining = new Set(allowed.map(({ limit }) => limit?.replace(/;t=.*/, "")));
		report.holds("each of them was told another number that remains", remaining.size === allowed.length);
		return;
	}
	report.holds("the limiter could be measured", false);
}

/** A flood by one key, and one as large by as many keys as calls: another key must not be able to tell them apart. */
async function callBeside([watcher, ...clients]: Client[]): Promise<void> {
	if (watcher === undefined) throw new Error("no key is left");
	const medianBeside = async (floods: Client[]): Promise<number> => {
		let isOver = false;
		const flood = floods.map(async (client) => {
			while (!isOver) await callOnce(client);
		});
		const times: number[] = [];
		for (let call = 0; call < 25; call += 1) times.push(await msOf(() => callOnce(watcher)));
		isOver = true;
		await Promise.all(flood);
		return median(times);
	};
	const one = clients.map(() => clients[0] ?? watcher);
	const rounds = { one: [] as number[], many: [] as number[] };
	for (let round = 0; round < floodRounds; round += 1) {
		rounds.one.push(await medianBeside(one));
		rounds.many.push(await medianBeside(clients));
	}
	const [beside, besideMany] = [median(rounds.one), median(rounds.many)];
	const text = `${beside.toFixed(1)} ms, ${besideMany.toFixed(1)} ms`;
	report.info(`a call beside ${clients.length} at a time of one other key, of ${clients.length} keys; median`, text);
	report.atMost("the one over the other", beside / besideMany, 1.2, "");
}

async function callOnce(client: Client): Promise<{ status: number; limit: string | null; isLost: boolean }> {
	const response = await fetch(new URL(`${base}/folders`, client.base), { headers: client.headers });
	const isLost = (await response.text()).includes(lostByProxy);
	return { status: response.status, limit: response.headers.get("RateLimit"), isLost };
}

/** Once more where wrangler's proxy lost the connection. */
async function remove(client: Client, id: string): Promise<void> {
	const init = { method: "DELETE", headers: client.headers };
	for (let tries = 1; ; tries += 1) {
		const { status } = await fetch(new URL(`${base}/documents/${id}`, client.base), init);
		if (status === 200 || (status === 404 && tries > 1)) return;
		if (status !== 500 || tries === 3) throw new Error(`DELETE was answered with ${status}`);
	}
}

async function post(
	client: Client,
	text: string,
	{ key, flowId }: { key?: string; flowId?: string | null } = {},
): Promise<Response> {
	const form = new FormData();
	form.append("file", new Blob([`# Note\n\n${text}`]), "note.md");
	if (flowId) form.append("flow_id", flowId);
	const headers = { ...client.headers, ...(key === undefined ? {} : { "Idempotency-Key": key }) };
	return await fetch(new URL(`${base}/documents`, client.base), { method: "POST", body: form, headers });
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}
