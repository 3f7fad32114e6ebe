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

/** Reads the running server's own D1 file, beside its back. */
export function readJobStats(stateDir: string, documentId: string): JobStats | undefined {
	const folder = join(stateDir, "v3", "d1", "miniflare-D1DatabaseObject");
	for (const file of readdirSync(folder).filter((name) => name.endsWith(".sqlite"))) {
		const database = new DatabaseSync(join(folder, file), { readOnly: true });
		try {
			const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'jobs'").get();
			if (known === undefined) continue;
			const row = database.prepare("SELECT stats FROM jobs WHERE document_id = ?").get(documentId);
			if (typeof row?.stats === "string") return JSON.parse(row.stats);
		} finally {
			database.close();
		}
	}
	return undefined;
}
