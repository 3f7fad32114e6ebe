import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What the consumer keeps about a conversion, for this bench. */
export interface JobStats {
	/** Messages that arrived, those that found nothing to do included. */
	deliveries: number;
	/** Steps that were run. */
	steps: number;
	/** Pages converted; a page converted twice counts twice. */
	pages: number;
	/** The most that one invocation held, wasm memory and buffers together. */
	peakBytes: number;
}

/** What tells two copies of a document apart, by its number on the server that it came from. */
export function readSynced(stateDir: string): Map<number, string> {
	const rows = queryWhere(stateDir, "library_documents", (database) =>
		database
			.prepare(
				`SELECT paperless_id, fingerprint, content_hash, word_count, tags, correspondent, document_type, length(full_text) AS length
				 FROM library_documents LEFT JOIN library_texts ON document_id = id WHERE source = 'paperless'`,
			)
			.all(),
	);
	return new Map((rows ?? []).map(({ paperless_id, ...rest }) => [Number(paperless_id), JSON.stringify(rest)]));
}

/** Reads the running server's own D1 file, beside its back. */
export function readJobStats(stateDir: string, documentId: string): JobStats | undefined {
	const row = queryWhere(stateDir, "jobs", (database) =>
		database.prepare("SELECT stats FROM jobs WHERE document_id = ?").get(documentId),
	);
	return typeof row?.stats === "string" ? JSON.parse(row.stats) : undefined;
}

/** What runs of proposals have left. */
export interface AiRunRows {
	items: { jobId: string; outcome: string }[];
	results: { status: string }[];
	spending: { documents: number; cost: number };
}

export function readAiRun(stateDir: string): AiRunRows {
	const rows = queryWhere(stateDir, "ai_run_items", (database) => ({
		items: database.prepare("SELECT job_id, outcome FROM ai_run_items").all(),
		results: database.prepare("SELECT status FROM ai_results").all(),
		spending: database.prepare("SELECT sum(documents) AS documents, sum(cost) AS cost FROM ai_spending").get(),
	}));
	return {
		items: (rows?.items ?? []).map((row) => ({ jobId: String(row.job_id), outcome: String(row.outcome) })),
		results: (rows?.results ?? []).map((row) => ({ status: String(row.status) })),
		spending: { documents: Number(rows?.spending?.documents ?? 0), cost: Number(rows?.spending?.cost ?? 0) },
	};
}

/** What the library says of its documents' labels, by their number on the server that they came from. */
export function readLabels(stateDir: string): Map<number, string> {
	const rows = queryWhere(stateDir, "library_documents", (database) =>
		database
			.prepare(
				`SELECT paperless_id, title, correspondent, document_type, tags, correspondent_id, document_type_id, tag_ids
				 FROM library_documents WHERE source = 'paperless'`,
			)
			.all(),
	);
	return new Map((rows ?? []).map(({ paperless_id, ...rest }) => [Number(paperless_id), JSON.stringify(rest)]));
}

/** What became of a proposal. */
export interface ResultRow {
	id: string;
	paperlessId: number;
	status: string;
	error: string | null;
}

export function readResults(stateDir: string): ResultRow[] {
	const rows = queryWhere(stateDir, "ai_results", (database) =>
		database
			.prepare(
				`SELECT r.id, d.paperless_id AS paperlessId, r.status, r.error_message AS error
				 FROM ai_results AS r JOIN library_documents AS d ON d.id = r.document_id`,
			)
			.all(),
	);
	return (rows ?? []).map(({ id, paperlessId, status, error }) => ({
		id: String(id),
		paperlessId: Number(paperlessId),
		status: String(status),
		error: typeof error === "string" ? error : null,
	}));
}

/**
 * Puts converted documents into the database of a server that is not running, ten at each millisecond, and gives their ids. Of their bytes
 * and results there are none.
 */
export function addDocuments(stateDir: string, owner: string, count: number): string[] {
	const ids = Array.from({ length: count }, () => randomUUID());
	changeDatabase(stateDir, "extractions", (database) => {
		const document = database.prepare(
			`INSERT INTO documents (id, owner, source, file_name, content_type, format, extension, size_bytes, job_id, page_count, created_at, updated_at)
			 VALUES (?1, ?2, 'upload', 'note.md', 'text/markdown', 'markdown', '.md', 100, ?1, 1, ?3, ?3)`,
		);
		const job = database.prepare(
			`INSERT INTO jobs (id, owner, kind, document_id, status, done, total, created_at, updated_at)
			 VALUES (?1, ?2, 'conversion', ?1, 'completed', 1, 1, ?3, ?3)`,
		);
		const extraction = database.prepare(
			"INSERT INTO extractions (document_id, owner, is_ours, status, confidence, updated_at) VALUES (?, ?, 1, 'completed', 90, ?)",
		);
		const since = Date.now() - 86_400_000;
		database.exec("BEGIN");
		for (const [at, id] of ids.entries()) {
			const time = since + Math.floor(at / 10);
			document.run(id, owner, time);
			job.run(id, owner, time);
			extraction.run(id, owner, time);
		}
		database.exec("COMMIT");
	});
	return ids;
}

/** What the file that has this table answers; undefined where none has. */
function queryWhere<Answer>(
	stateDir: string,
	table: string,
	query: (database: DatabaseSync) => Answer,
): Answer | undefined {
	return openWhere(stateDir, table, query, { readOnly: true });
}

/** Changes the D1 file of a server that is down. */
export function changeDatabase(stateDir: string, table: string, change: (database: DatabaseSync) => void): void {
	openWhere(stateDir, table, change, { readOnly: false });
}

function openWhere<Answer>(
	stateDir: string,
	table: string,
	use: (database: DatabaseSync) => Answer,
	options: { readOnly: boolean },
): Answer | undefined {
	const folder = join(stateDir, "v3", "d1", "miniflare-D1DatabaseObject");
	for (const file of readdirSync(folder).filter((name) => name.endsWith(".sqlite"))) {
		const database = new DatabaseSync(join(folder, file), options);
		try {
			const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").get(table);
			if (known !== undefined) return use(database);
		} finally {
			database.close();
		}
	}
	return undefined;
}
