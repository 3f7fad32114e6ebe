import type { Context } from "../context.ts";
import {
	chooseCredentials,
	countOf,
	type Entity,
	getRemoteVersion,
	getServerStatus,
	getStatistics,
	listEntities,
	openPaperless,
	type Paperless,
} from "../paperless/paperless.ts";
import type { Family, Sample } from "./exposition.ts";

/** What is asked of the operator's Paperless-ngx for the metrics, each by itself: contracts/library.md 4.3. */
export const collectors: Readonly<Record<string, (paperless: Paperless) => Promise<Family[]>>> = {
	status: async (paperless) => {
		const status = await getServerStatus(paperless);
		return [
			gauge("status_storage_total_bytes", status.storageTotalBytes ?? 0),
			gauge("status_storage_available_bytes", status.storageAvailableBytes ?? 0),
			gauge("status_database_status", isOk(status.databaseStatus)),
			gauge("status_database_unapplied_migrations", status.unappliedMigrations ?? 0),
			gauge("status_redis_status", isOk(status.redisStatus)),
			gauge("status_celery_status", isOk(status.celeryStatus)),
			gauge("status_index_status", isOk(status.indexStatus)),
			gauge("status_index_last_modified_timestamp_seconds", secondsOf(status.indexLastModified)),
			gauge("status_classifier_status", isOk(status.classifierStatus)),
			gauge("status_classifier_last_trained_timestamp_seconds", secondsOf(status.classifierLastTrained)),
			gauge("status_sanity_check_status", isOk(status.sanityCheckStatus)),
			gauge("status_sanity_check_last_run_timestamp_seconds", secondsOf(status.sanityCheckLastRun)),
		];
	},
	statistics: async (paperless) => {
		const statistics = await getStatistics(paperless);
		const types = statistics.fileTypes.map(({ mimeType, count }) => ({
			labels: { mime_type: mimeType },
			value: count,
		}));
		return [
			gauge("statistics_documents_total", statistics.documentsTotal),
			gauge("statistics_documents_inbox_count", statistics.documentsInbox ?? 0),
			family("statistics_documents_file_type_counts", types),
			gauge("statistics_character_count", statistics.characterCount ?? 0),
			// Older servers do not count these.
			gauge("statistics_tag_count", statistics.tagCount ?? (await countOf(paperless, "tags"))),
			gauge(
				"statistics_correspondent_count",
				statistics.correspondentCount ?? (await countOf(paperless, "correspondents")),
			),
			gauge(
				"statistics_document_type_count",
				statistics.documentTypeCount ?? (await countOf(paperless, "document_types")),
			),
			gauge(
				"statistics_storage_path_count",
				statistics.storagePathCount ?? (await countOf(paperless, "storage_paths")),
			),
		];
	},
	document: async (paperless) => [gauge("documents", (await getStatistics(paperless)).documentsTotal)],
	tag: async (paperless) => {
		const tags = await entities(paperless, "tags");
		const inbox = tags.map((tag) => ({ labels: { id: String(tag.id) }, value: tag.isInboxTag ? 1 : 0 }));
		return [...entityFamilies("tag", tags), family("tag_inbox", inbox)];
	},
	correspondent: async (paperless) => {
		const list = await entities(paperless, "correspondents");
		const last = list.map(({ id, lastCorrespondence }) => ({
			labels: { id: String(id) },
			value: secondsOf(lastCorrespondence),
		}));
		return [
			...entityFamilies("correspondent", list),
			family("correspondent_last_correspondence_timestamp_seconds", last),
		];
	},
	document_type: async (paperless) => entityFamilies("document_type", await entities(paperless, "document_types")),
	storage_path: async (paperless) => entityFamilies("storage_path", await entities(paperless, "storage_paths")),
	group: async (paperless) => [gauge("groups", await countOf(paperless, "groups"))],
	user: async (paperless) => [gauge("users", await countOf(paperless, "users"))],
	remote_version: async (paperless) => {
		const { version, isUpdateAvailable } = await getRemoteVersion(paperless);
		return [family("remote_version_update_available", [{ labels: { version }, value: isUpdateAvailable ? 1 : 0 }])];
	},
};

/** The way to the operator's server; undefined where there is none. 10 s, no second try: a scrape does not wait. */
export function operatorsPaperless(ctx: Context): Paperless | undefined {
	const { PAPERLESS_URL, PAPERLESS_API_TOKEN, PAPERLESS_USERNAME, PAPERLESS_PASSWORD } = ctx.config;
	const credentials = chooseCredentials({
		token: PAPERLESS_API_TOKEN,
		username: PAPERLESS_USERNAME,
		password: PAPERLESS_PASSWORD,
	});
	if (PAPERLESS_URL === undefined || credentials === undefined) return undefined;
	return openPaperless({
		url: PAPERLESS_URL,
		credentials,
		policy: undefined,
		fetch: (url, init) => ctx.fetch(url, init),
		timeoutMs: 10_000,
		maxRetries: 0,
	});
}

async function entities(paperless: Paperless, kind: Parameters<typeof listEntities>[1]): Promise<Entity[]> {
	return [...(await listEntities(paperless, kind)).entities.values()];
}

function entityFamilies(name: string, list: readonly Entity[]): Family[] {
	const info = list.map(({ id, name: called, slug }) => ({ labels: { id: String(id), name: called, slug }, value: 1 }));
	const counts = list.map(({ id, documentCount }) => ({ labels: { id: String(id) }, value: documentCount ?? 0 }));
	return [family(`${name}_info`, info), family(`${name}_document_count`, counts)];
}

function gauge(name: string, value: number): Family {
	return family(name, [{ value }]);
}

function family(name: string, samples: readonly Sample[]): Family {
	return { name: `paperless_${name}`, type: "gauge", help: `Of Paperless-ngx: ${name.replaceAll("_", " ")}.`, samples };
}

function isOk(status: string | null): number {
	return status?.toUpperCase() === "OK" ? 1 : 0;
}

/** A time as the server writes it; 0 for none. */
function secondsOf(time: string | null): number {
	const ms = Date.parse(time ?? "");
	return Number.isNaN(ms) ? 0 : ms / 1000;
}
