/**
 * `npm run bench:enrich-worker [-- --documents 2000 --manner plain --seed 101]`: the whole way of proposed metadata. A made library, 70 % of it
 * filed, on a fake Paperless-ngx server; the dev server copies it, learns from it and proposes for the rest; what `/ai/results` then shows is
 * compared with the truth. All the while somebody else asks the server for its health.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { signUp } from "../scripts/client.ts";
import { PaperlessHost } from "../scripts/paperless-host.ts";
import { commandOf, processesMarked } from "../scripts/processes.ts";
import { stateMark } from "../scripts/state-lock.ts";
import { adminToken, FakePaperless } from "../test/fakes/paperless/paperless.ts";
import { type MadeDocument, makeLibrary } from "./enrich/library.ts";
import { LibraryApi } from "./enrich/library-api.ts";
import { manners } from "./enrich/manners.ts";
import { Tally } from "./enrich/measure.ts";
import { IsolateMemory } from "./isolate-memory.ts";
import { Report, round } from "./report.ts";
import { freePort, withServer } from "./server.ts";
import { Watcher } from "./watcher.ts";

const BARS = { correspondent: 0.95, documentType: 0.93, tags: 0.85 };
const ERROR_BAR = 0.08;
/** For somebody else's request; of memory, what the isolate may hold. */
const [SLOWEST_MS, MOST_MIB] = [1000, 96];
/** Of a second, as Linux counts CPU time. */
const TICKS = 100;

const { values: flags } = parseArgs({
	options: {
		documents: { type: "string", default: "2000" },
		manner: { type: "string", default: "plain" },
		seed: { type: "string", default: "101" },
	},
});
const count = Number(flags.documents);
const manner = manners.find(({ name }) => name === flags.manner);
if (manner === undefined) throw new Error(`there is no manner ${flags.manner}`);

interface Listed {
	id: string;
	paperlessId: number;
}

interface Result {
	paperlessId: number;
	suggestedCorrespondent: string | null;
	suggestedDocumentType: string | null;
	suggestedTags: string[];
	confidence: { correspondent: number; documentType: number; tags: number } | null;
}

const fake = new FakePaperless({ workerDelayMs: 0 });
const made = new Map<number, MadeDocument>();
for (const document of makeLibrary(manner, count, Number(flags.seed)).documents) {
	const { title, text: content, said } = document;
	const record = fake.addDocument({
		title,
		content,
		correspondent: said?.correspondent ?? null,
		document_type: said?.documentType ?? null,
		tags: said?.tags ?? [],
	});
	made.set(record.id, document);
}
const inspectorPort = await freePort();
const host = await new PaperlessHost(fake).open();
const report = new Report(`Metadata proposed by the Worker: ${count} documents, ${manner.name}`);
await withServer(
	async ({ url }, stateDir) => {
		const { client } = await signUp(url);
		const api = new LibraryApi(url, client.headers);
		await api.ask("PUT", "/config", {
			settings: {
				"paperless.url": host.url,
				"paperless.apiToken": adminToken,
				"dedup.autoAnalyze": "false",
			},
		});
		await api.job("/sync", {});
		const open = (await api.pages<Listed>("/documents")).filter(
			({ paperlessId }) => made.get(paperlessId)?.said === undefined,
		);
		const [watcher, memory] = [new Watcher(url), await IsolateMemory.open(inspectorPort)];
		const held = [await memory.held()];
		const look = setInterval(() => void memory.held().then((mib) => held.push(mib)), 2000);
		const [cpu, startedAt] = [cpuSeconds(stateDir), performance.now()];
		const ended = await api.job("/ai/process", { documentIds: open.map(({ id }) => id) });
		const [seconds, used] = [(performance.now() - startedAt) / 1000, cpuSeconds(stateDir) - cpu];
		report.info("the job", ended);
		report.info(
			"learning from the rest, calibration and proposals",
			`${round(seconds)} s, CPU of workerd ${round(used)} s; ${round((1000 * used) / open.length)} ms a document proposed for`,
		);
		const again = performance.now();
		await api.job("/ai/process", { documentIds: open.map(({ id }) => id) });
		const more = cpuSeconds(stateDir) - cpu - used;
		report.info(
			"the same again, with nothing to learn",
			`${round((performance.now() - again) / 1000)} s, CPU of workerd ${round(more)} s; ${round((1000 * more) / open.length)} ms a document`,
		);
		await watcher.stop();
		clearInterval(look);
		memory.close();
		report.holds(
			"others were answered meanwhile",
			watcher.failed === 0,
			`${watcher.asked - watcher.failed} of ${watcher.asked}`,
		);
		report.atMost("the slowest of those answers", watcher.slowest, SLOWEST_MS, "ms");
		report.atMost("memory of the isolate", Math.max(...held), MOST_MIB, "MiB");
		report.info("with what was not collected yet, at most", `${round(memory.peakMiB)} MiB`);
		judge(await api.pages<Result>("/ai/results"), open.length);
	},
	{ vars: { ALLOW_PRIVATE_HOSTS: "127.0.0.1" }, inspectorPort },
);
await host.close();
process.exit(report.exitCode());

function judge(results: readonly Result[], asked: number): void {
	const tally = new Tally();
	let shown = 0;
	for (const { paperlessId, suggestedCorrespondent, suggestedDocumentType, suggestedTags, confidence } of results) {
		const truth = made.get(paperlessId)?.truth;
		if (truth === undefined) continue;
		shown++;
		tally.add(
			{ correspondent: suggestedCorrespondent, documentType: suggestedDocumentType, tags: suggestedTags },
			truth,
		);
		tally.sure("correspondent", confidence?.correspondent ?? 0, suggestedCorrespondent === truth.correspondent);
		tally.sure("documentType", confidence?.documentType ?? 0, suggestedDocumentType === truth.documentType);
		// One number for all tags of a document: the share of them that is expected to be right.
		for (const tag of suggestedTags) tally.sure("tags", confidence?.tags ?? 0, truth.tags.includes(tag));
	}
	report.holds("one result for each document", shown === asked && results.length === asked, `${shown} of ${asked}`);
	const [figures, errors] = [tally.figures(), tally.errors()];
	for (const field of ["correspondent", "documentType", "tags"] as const) {
		report.atLeast(field, figures[field], BARS[field], "");
		report.atMost(`calibration of ${field}`, errors[field], ERROR_BAR, "");
	}
}

/** Of the Worker's processes. */
function cpuSeconds(stateDir: string): number {
	const own = processesMarked(stateMark, stateDir).filter((each) => commandOf(each).includes("workerd serve"));
	return own.reduce((sum, pid) => {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
		return sum + (user + system) / TICKS;
	}, 0);
}
