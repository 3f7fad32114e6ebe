import { z } from "zod";
import { maxDocumentBytes, type Paperless } from "./connection.ts";
import { Count, ListPage } from "./wire.ts";

/** Contracts/library.md 10.5 and 10.6. */
const trashCountMs = 15_000;
const trashEmptyMs = 30_000;

export interface ConnectionTest {
	/** The release, such as `2.20.15`; else the API version, else `unknown`. */
	version: string;
	/** That the user may see. */
	documentCount: number;
}

/**
 * Contracts/library.md 5.3: whether this is a Paperless-ngx that lets the user in. Throws a `PaperlessError` whose reason
 * and message tell wrong credentials, a failed connection and unexpected answers apart.
 */
export async function testConnection(paperless: Paperless): Promise<ConnectionTest> {
	await getStatistics(paperless);
	// `fields`: one document's text alone may be megabytes.
	const query = { page_size: 1, fields: "id" };
	const { count } = await paperless.ask({ path: "/api/documents/", query, maxBytes: maxDocumentBytes }, ListPage);
	return { version: paperless.productVersion ?? "unknown", documentCount: count };
}

const number = z.number().nullish();

const Statistics = z
	.object({
		documents_total: z.int().min(0),
		documents_inbox: number,
		document_file_type_counts: z.array(z.object({ mime_type: z.string(), mime_type_count: z.number() })).nullish(),
		character_count: number,
		tag_count: number,
		correspondent_count: number,
		document_type_count: number,
		storage_path_count: number,
	})
	.transform((read) => ({
		documentsTotal: read.documents_total,
		/** Null without an inbox tag. */
		documentsInbox: read.documents_inbox ?? null,
		fileTypes: (read.document_file_type_counts ?? []).map((type) => ({
			mimeType: type.mime_type,
			count: type.mime_type_count,
		})),
		/** The following are null on servers too old to count them. */
		characterCount: read.character_count ?? null,
		tagCount: read.tag_count ?? null,
		correspondentCount: read.correspondent_count ?? null,
		documentTypeCount: read.document_type_count ?? null,
		storagePathCount: read.storage_path_count ?? null,
	}));
export type Statistics = z.output<typeof Statistics>;

/** Of what the user may see. */
export async function getStatistics(paperless: Paperless): Promise<Statistics> {
	return await paperless.ask({ path: "/api/statistics/" }, Statistics);
}

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? null);

/** Each part may be missing: older servers know fewer. Of the server's paths and hosts nothing is taken. */
const ServerStatus = z
	.object({
		storage: z.object({ total: number, available: number }).nullish(),
		database: z
			.object({
				status: text,
				migration_status: z.object({ unapplied_migrations: z.array(z.unknown()).nullish() }).nullish(),
			})
			.nullish(),
		tasks: z
			.object({
				redis_status: text,
				celery_status: text,
				index_status: text,
				index_last_modified: text,
				classifier_status: text,
				classifier_last_trained: text,
				sanity_check_status: text,
				sanity_check_last_run: text,
			})
			.nullish(),
	})
	.transform(({ storage, database, tasks }) => ({
		storageTotalBytes: storage?.total ?? null,
		storageAvailableBytes: storage?.available ?? null,
		/** `OK`, `WARNING`, `ERROR`, `DISABLED`, in any case; null where it is not told. */
		databaseStatus: database?.status ?? null,
		unappliedMigrations: database?.migration_status?.unapplied_migrations?.length ?? null,
		redisStatus: tasks?.redis_status ?? null,
		celeryStatus: tasks?.celery_status ?? null,
		indexStatus: tasks?.index_status ?? null,
		/** Instants as the server writes them. */
		indexLastModified: tasks?.index_last_modified ?? null,
		classifierStatus: tasks?.classifier_status ?? null,
		classifierLastTrained: tasks?.classifier_last_trained ?? null,
		sanityCheckStatus: tasks?.sanity_check_status ?? null,
		sanityCheckLastRun: tasks?.sanity_check_last_run ?? null,
	}));
export type ServerStatus = z.output<typeof ServerStatus>;

/** Throws `forbidden` for a user without the right to it. Slow: the server asks its workers. */
export async function getServerStatus(paperless: Paperless): Promise<ServerStatus> {
	return await paperless.ask({ path: "/api/status/" }, ServerStatus);
}

const RemoteVersion = z
	.object({ version: z.string().nullish(), update_available: z.boolean().nullish() })
	.transform((read) => ({ version: read.version ?? "", isUpdateAvailable: read.update_available ?? false }));
export type RemoteVersion = z.output<typeof RemoteVersion>;

/** The newest release, as the server itself has looked it up. */
export async function getRemoteVersion(paperless: Paperless): Promise<RemoteVersion> {
	return await paperless.ask({ path: "/api/remote_version/" }, RemoteVersion);
}

/** How many there are of a list that the user may see. */
export async function countOf(
	paperless: Paperless,
	list: "users" | "groups" | "tags" | "correspondents" | "document_types" | "storage_paths",
): Promise<number> {
	return (await paperless.ask({ path: `/api/${list}/`, query: { page_size: 1 } }, Count)).count;
}

/** Documents in the trash that the user may see; 0 where the server does not say. */
export async function countTrash(paperless: Paperless): Promise<number> {
	// Its entries come whole, whatever `fields` asks for.
	const call = { path: "/api/trash/", query: { page_size: 1 }, timeoutMs: trashCountMs, maxBytes: maxDocumentBytes };
	const { count } = await paperless.ask(call, z.object({ count: z.int().min(0).nullish() }));
	return count ?? 0;
}

/** Deletes for good everything in the trash that the user may see. Not repeated by itself after a lost connection. */
export async function emptyTrash(paperless: Paperless): Promise<void> {
	const call = { method: "POST", path: "/api/trash/", body: { action: "empty" }, timeoutMs: trashEmptyMs } as const;
	await paperless.ask(call, z.object({ result: z.string() }));
}
