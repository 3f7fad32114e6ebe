/**
 * `npm run bench:apply [-- --documents 1000]`: as many proposals applied to a fake Paperless-ngx server on this machine by the dev server, which
 * is killed five times under way, while the server refuses 5 % of the writes; then the rest by a second run, then all taken back. What was
 * applied is compared with the preview, and what was taken back with what there was, field by field.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { signUp } from "../scripts/client.ts";
import { PaperlessHost } from "../scripts/paperless-host.ts";
import type { Fault } from "../test/fakes/paperless/faults.ts";
import { populate } from "../test/fakes/paperless/generator.ts";
import { adminToken, FakePaperless } from "../test/fakes/paperless/paperless.ts";
import type { DocumentRecord } from "../test/fakes/paperless/records.ts";
import { seedProposals } from "./apply-seeds.ts";
import { readLabels, readResults } from "./database.ts";
import { ask, type Headers, type Job, jobEnd, startJob } from "./library-job.ts";
import { Report, round } from "./report.ts";
import { DevServer, freePort, victims, withStateDir } from "./server.ts";

const { values: flags } = parseArgs({ options: { documents: { type: "string", default: "1000" } } });
const documents = Number(flags.documents);
const kills = 5;
const refusedShare = 0.05;
const revertsAtOnce = 4;
const vars = { ALLOW_PRIVATE_HOSTS: "127.0.0.1" };

interface Applied {
	applied: number;
	failed: number;
	total: number;
	errors: { resultId: string; error: string }[];
}

interface Preflight {
	totalDocuments: number;
	fieldsChanged: Record<"title" | "correspondent" | "documentType" | "tags", number>;
	newEntitiesCreated: Record<"correspondents" | "documentTypes" | "tags", string[]>;
	noOpCount: number;
}

const fake = new FakePaperless({ workerDelayMs: 0 });
populate(fake, { count: documents });
/** As it is before anything is applied. */
const original = new Map([...fake.store.documents.values()].map((record) => [record.id, shown(record)]));
const namesBefore = namesOn();
const host = await new PaperlessHost(fake).open();
const port = await freePort();
const report = new Report(
	`${documents} proposals, ${refusedShare * 100} % of the writes refused, killed ${kills} times`,
);

await withStateDir(async (stateDir) => {
	let server = new DevServer(port, stateDir, vars);
	try {
		await server.ready;
		const { url } = server;
		const headers = await connect(url);
		await jobEnd(url, headers, await startJob(url, headers, "/api/v1/sync"));
		await server.stop();
		seedProposals(stateDir);
		const labelsBefore = readLabels(stateDir);
		server = new DevServer(port, stateDir, vars);
		await server.ready;

		// The first answer of a server that has just been started says how fast that is, not how fast the preview.
		await fetch(`${url}/health`);

		const scope = { type: "all_pending" };
		const askedAt = performance.now();
		const foreseen = await ask<Preflight>(url, "/api/v1/ai/results/preflight", headers, {
			method: "POST",
			body: JSON.stringify({ scope }),
		});
		report.info("preview", `${round((performance.now() - askedAt) / 1000)} s`);
		const refused = planFaults();
		const startedAt = performance.now();
		let number = 0;
		const first = await apply(url, headers, { scope }, async ({ progress }) => {
			if (number >= kills || progress < (number + 0.5) / (kills + 0.5)) return;
			await sleep(Math.random() * 400);
			server.kill(victims[number++ % victims.length] ?? "dev");
			server = new DevServer(port, stateDir, vars);
			await server.ready;
		});
		report.info(
			"first run",
			`${round((performance.now() - startedAt) / 1000)} s with ${number} kills; ${summary(first)}`,
		);
		report.holds("killed as often as meant", number === kills, `${number}`);
		checkFirst(stateDir, first, refused);

		fake.reset();
		const second = await apply(url, headers, { scope: { type: "current_filter", filters: { failed: true } } });
		report.holds(
			"the second run finishes the rest",
			second.applied === first.failed && second.failed === 0,
			summary(second),
		);
		comparePreflight(foreseen);
		const created = new Set(namesOn());
		const lower = [...created].map((name) => name.toLowerCase());
		report.holds(
			"no name was made twice",
			new Set(lower).size === lower.length,
			`${created.size - namesBefore.length} made`,
		);
		const news = await sync(url, headers);
		report.info("the next sync", `${news.updated} of ${documents} fetched again`);
		report.holds("the library says what the server says", sameLabels(stateDir), "");

		await revertAll(url, headers, stateDir);
		const differing = [...fake.store.documents.values()].filter((record) => shown(record) !== original.get(record.id));
		for (const record of differing.slice(0, 3))
			report.info("differs", `${original.get(record.id)}\n      now ${shown(record)}`);
		report.holds(
			"taken back: every field as it was",
			differing.length === 0,
			`${differing.length} of ${documents} differ`,
		);
		const labels = readLabels(stateDir);
		const changed = [...labelsBefore].filter(([id, label]) => labels.get(id) !== label);
		report.holds(
			"taken back: the library as it was",
			changed.length === 0,
			`${changed.length} of ${labels.size} differ`,
		);
		const after = await sync(url, headers);
		report.holds(
			"taken back: no news for the next sync",
			after.updated + after.inserted + after.failed === 0,
			JSON.stringify(after).slice(0, 200),
		);
	} finally {
		await server.stop();
	}
});
await host.close();
process.exit(report.exitCode());

/** All of a document but for its time of change and its log; tags as the set that they are. */
function shown({
	modified: _modified,
	history: _history,
	original: _file,
	archive: _archive,
	tags,
	...rest
}: DocumentRecord): string {
	return JSON.stringify({ ...rest, tags: tags.toSorted((a, b) => a - b) });
}

function namesOn(): string[] {
	const { correspondents, document_types, tags } = fake.store.named;
	return Object.entries({ correspondents, document_types, tags }).flatMap(([kind, records]) =>
		[...records.values()].map(({ name }) => `${kind} ${name}`),
	);
}

/** Writes to every twentieth document fail until they are allowed again: each fourth of them in another way. */
function planFaults(): Map<number, string> {
	const ids = [...fake.store.documents.keys()];
	const faults: [string, Fault, boolean][] = [
		["403", { kind: "insufficient" }, false],
		["404", { kind: "missing" }, false],
		["429", { kind: "busy", retryAfter: 1 }, false],
		["500", { kind: "error", status: 500 }, false],
		// Carried out, and the answer lost.
		["500 after the write", { kind: "error", status: 500 }, true],
	];
	const refused = new Map<number, string>();
	for (let at = 0; refused.size < documents * refusedShare; at++) {
		const id = ids[Math.floor(at / refusedShare) + 3];
		const [name, fault, applied] = faults[at % faults.length] ?? faults[0] ?? [];
		if (id === undefined || name === undefined || fault === undefined) break;
		fake.fail({ method: "PATCH", path: `/api/documents/${id}/` }, fault, {
			times: Number.POSITIVE_INFINITY,
			applied: applied ?? false,
		});
		refused.set(id, name);
	}
	return refused;
}

function checkFirst(
	stateDir: string,
	{ applied, failed, total, errors }: Applied,
	refused: ReadonlyMap<number, string>,
): void {
	const rows = readResults(stateDir);
	const of = (status: string) => rows.filter((row) => row.status === status);
	const [done, broken] = [[...of("applied"), ...of("partial")], of("failed")];
	report.holds(
		"each in one of applied, partial, failed",
		done.length + broken.length === documents && rows.length === documents,
		`${done.length} + ${broken.length} of ${rows.length}`,
	);
	report.holds(
		"counted as it is",
		applied === done.length && failed === broken.length && total === documents && errors.length === failed,
		`${applied} + ${failed} of ${total}`,
	);
	report.holds(
		"every failure has its reason",
		broken.every(({ error }) => error !== null && error !== ""),
	);
	const strangers = broken.filter(({ paperlessId }) => !refused.has(paperlessId));
	for (const { paperlessId, error } of strangers.slice(0, 3))
		report.info("failed without a fault", `${paperlessId}: ${error}`);
	report.holds("only refused writes failed", strangers.length === 0, `${strangers.length} others`);
	const reasons = Map.groupBy(broken, ({ paperlessId, error }) => `${refused.get(paperlessId)}: ${error}`);
	for (const [reason, those] of reasons) report.info(`${those.length} ×`, reason);
}

/** What both runs have changed, counted on the server, against what the preview said. */
function comparePreflight({ totalDocuments, fieldsChanged, newEntitiesCreated, noOpCount }: Preflight): void {
	const counts = { title: 0, correspondent: 0, documentType: 0, tags: 0 };
	let same = 0;
	for (const record of fake.store.documents.values()) {
		const [before, now] = [JSON.parse(original.get(record.id) ?? "{}"), JSON.parse(shown(record))];
		const fields = ["title", "correspondent", "documentType", "tags"] as const;
		const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]));
		for (const field of changed) counts[field]++;
		if (changed.length === 0) same++;
	}
	const told = JSON.stringify(fieldsChanged);
	report.holds("preview: documents", totalDocuments === documents, `${totalDocuments}`);
	report.holds(
		"preview: fields changed",
		told === JSON.stringify(counts),
		`${told}, in fact ${JSON.stringify(counts)}`,
	);
	report.holds("preview: documents without a change", noOpCount === same, `${noOpCount}, in fact ${same}`);
	const { correspondents, documentTypes, tags } = newEntitiesCreated;
	const names = [
		...correspondents.map((name) => `correspondents ${name}`),
		...documentTypes.map((name) => `document_types ${name}`),
		...tags.map((name) => `tags ${name}`),
	].sort();
	const made = namesOn()
		.filter((name) => !namesBefore.includes(name))
		.sort();
	report.holds(
		"preview: names made",
		JSON.stringify(names) === JSON.stringify(made),
		`${names.length}, in fact ${made.length}`,
	);
}

/** Whether the library names the same labels as the server. */
function sameLabels(stateDir: string): boolean {
	const { named, documents } = fake.store;
	const nameOf = (kind: "correspondents" | "document_types", id: number | null) =>
		id === null ? null : (named[kind].get(id)?.name.toWellFormed() ?? null);
	return [...readLabels(stateDir)].every(([id, text]) => {
		const record = documents.get(id);
		const label = JSON.parse(text) as { correspondent: string | null; document_type: string | null; tag_ids: string };
		return (
			record !== undefined &&
			label.correspondent === nameOf("correspondents", record.correspondent) &&
			label.document_type === nameOf("document_types", record.documentType) &&
			label.tag_ids === JSON.stringify(record.tags.toSorted((a, b) => a - b))
		);
	});
}

async function revertAll(url: string, headers: Headers, stateDir: string): Promise<void> {
	const startedAt = performance.now();
	const ids = readResults(stateDir).map(({ id }) => id);
	const worker = async (): Promise<void> => {
		for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
			await ask(url, `/api/v1/ai/results/${id}/revert`, headers, { method: "POST" });
		}
	};
	await Promise.all(Array.from({ length: revertsAtOnce }, worker));
	report.info("taken back", `${round((performance.now() - startedAt) / 1000)} s`);
}

async function connect(url: string): Promise<Headers> {
	const { client } = await signUp(url);
	const settings = { "paperless.url": host.url, "paperless.apiToken": adminToken, "dedup.autoAnalyze": "false" };
	await ask(url, "/api/v1/config", client.headers, { method: "PUT", body: JSON.stringify({ settings }) });
	return client.headers;
}

async function sync(url: string, headers: Headers): Promise<{ inserted: number; updated: number; failed: number }> {
	return JSON.parse((await jobEnd(url, headers, await startJob(url, headers, "/api/v1/sync"))).resultJson ?? "{}");
}

async function apply(
	url: string,
	headers: Headers,
	body: object,
	look?: (job: Job) => Promise<void>,
): Promise<Applied> {
	const id = await startJob(url, headers, "/api/v1/ai/results/batch-apply", body);
	return JSON.parse((await jobEnd(url, headers, id, look)).resultJson ?? "{}");
}

function summary({ applied, failed, total }: Applied): string {
	return `${applied} applied, ${failed} failed of ${total}`;
}
