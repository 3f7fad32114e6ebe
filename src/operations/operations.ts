/**
 * Door of what an operator asks: whether the service is ready, and its numbers over all users. Those numbers carry no label that names a
 * user, a document or a host.
 */
import type { Context } from "../context.ts";
import { logError } from "../lib/log.ts";
import { keys } from "../platform/keys.ts";
import { collectors, operatorsPaperless } from "./collectors.ts";
import { type Family, toExposition } from "./exposition.ts";
import { gauge, summedFamilies } from "./families.ts";
import { countAll, listCounters, raise } from "./store.ts";

export { type Check, checkReadiness, type Readiness } from "./readiness.ts";

/** How long what was collected from Paperless-ngx counts as new. */
const freshMs = 60_000;
const collectorErrors = "paperless_collector_errors_total";

interface Collected {
	at: number;
	families: Family[];
}

/** All metrics as Prometheus reads them; of Paperless-ngx, what was collected in the last minute or is collected now. */
export async function collectMetrics(ctx: Context): Promise<string> {
	const ofPaperless = ctx.config.PAPERLESS_METRICS_ENABLED ? await paperlessFamilies(ctx) : [];
	const [rows, counts] = await Promise.all([listCounters(ctx), countAll(ctx)]);
	const errors = rows.filter(({ name }) => name === collectorErrors).map(({ labels, value }) => ({ labels, value }));
	const { OTEL_SERVICE_NAME: service_name, version: service_version, OTEL_SERVICE_NAMESPACE } = ctx.config;
	const target = { service_name, service_namespace: OTEL_SERVICE_NAMESPACE, service_version };
	return toExposition([
		{ name: "target_info", type: "gauge", help: "Target metadata", samples: [{ labels: target, value: 1 }] },
		...summedFamilies(rows),
		gauge("documents_count", "Documents in all libraries.", counts.documents),
		gauge("duplicates_unresolved_count", "Groups of duplicates that nobody has decided on.", counts.pendingGroups),
		gauge("jobs_active_count", "Jobs that are pending, running or paused.", counts.activeJobs),
		gauge("ai_pending_count", "Proposals that await review.", counts.pendingResults),
		...ofPaperless,
		...(ctx.config.PAPERLESS_METRICS_ENABLED
			? [{ name: collectorErrors, type: "counter", help: "Collectors that failed.", samples: errors } satisfies Family]
			: []),
	]);
}

async function paperlessFamilies(ctx: Context): Promise<Family[]> {
	const wanted = ctx.config.PAPERLESS_METRICS_COLLECTORS;
	const names = Object.keys(collectors).filter((name) => wanted.length === 0 || wanted.includes(name));
	const lists = await Promise.all(names.map((name) => collect(ctx, name)));
	return lists.flat();
}

/** What the collector last found, asked again where that is older than a minute; a failure keeps it, and is counted. */
async function collect(ctx: Context, name: string): Promise<Family[]> {
	const key = keys.collected(name);
	const stored = await ctx.files.get(key);
	const last = stored === null ? undefined : ((await stored.json()) as Collected);
	if (last !== undefined && ctx.now() - last.at < freshMs) return last.families;
	const paperless = operatorsPaperless(ctx);
	const ask = collectors[name];
	if (paperless === undefined || ask === undefined) return last?.families ?? [];
	try {
		const families = await ask(paperless);
		await ctx.files.put(key, JSON.stringify({ at: ctx.now(), families } satisfies Collected));
		return families;
	} catch (error) {
		logError(`metrics: the collector ${name}`, error);
		await raise(ctx, [{ name: collectorErrors, labels: { collector: name }, by: 1 }]);
		return last?.families ?? [];
	}
}
