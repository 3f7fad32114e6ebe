import { newId } from "../../src/lib/ids.ts";
import { bearer, newSession, send, sql } from "../accounts/support.ts";

/** How documents are compared unless somebody says otherwise, to the field (contracts/library.md 5.5). */
export const defaults = {
	numPermutations: 256,
	numBands: 32,
	ngramSize: 3,
	minWords: 20,
	similarityThreshold: 0.75,
	confidenceWeightJaccard: 60,
	confidenceWeightFuzzy: 40,
	discriminativePenaltyStrength: 70,
	fuzzySampleSize: 10_000,
	autoAnalyze: true,
};

/** A caller of the library API with a library of their own. */
export interface Reader {
	id: string;
	headers: { Authorization: string };
	ask(
		method: string,
		path: string,
		body?: unknown,
		headers?: Record<string, string>,
	): Promise<{ status: number; body: never }>;
	fetch(path: string): Promise<Response>;
}

export async function newReader(): Promise<Reader> {
	const session = await newSession();
	await sql("insert into libraries (owner) values (?)", session.id);
	const headers = bearer(session.accessToken);
	return {
		id: session.id,
		headers,
		fetch: (path) => send(`/api/v1${path}`, { headers }),
		async ask(method, path, body, more = {}) {
			const response = await send(`/api/v1${path}`, {
				method,
				headers: { ...headers, ...(body !== undefined && { "Content-Type": "application/json" }), ...more },
				...(body !== undefined && { body: JSON.stringify(body) }),
			});
			return { status: response.status, body: (await response.json()) as never };
		},
	};
}

export interface DocumentSeed {
	paperlessId?: number | null;
	title?: string;
	text?: string | null;
	correspondent?: string | null;
	tags?: string[];
	modified?: string;
	status?: "pending" | "completed";
	id?: string;
}

/** Puts a document into the library, as a sync would have. Gives its id. */
export async function putDocument(owner: string, seed: DocumentSeed = {}): Promise<string> {
	const { id = newId(), paperlessId = null, title = "A document", text = "Some words of it.", tags = [] } = seed;
	await sql(
		`insert into library_documents (id, owner, source, paperless_id, title, fingerprint, correspondent, tags, modified_date,
			processing_status, synced_at, word_count, content_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
		id,
		owner,
		paperlessId === null ? "upload" : "paperless",
		paperlessId,
		title,
		`fingerprint of ${id}`,
		seed.correspondent ?? null,
		JSON.stringify(tags),
		seed.modified ?? "2026-01-01T00:00:00Z",
		seed.status ?? "completed",
		text === null ? 0 : text.split(" ").length,
		text === null ? null : `hash of ${text}`,
	);
	if (text !== null) await sql("insert into library_texts (document_id, full_text) values (?, ?)", id, text);
	return id;
}

export interface GroupSeed {
	confidence?: number;
	status?: string;
	jaccard?: number | null;
	fuzzy?: number | null;
	discriminative?: number | null;
	createdAt?: number;
}

/** A group of these documents, of which the first is the primary one. */
export async function putGroup(owner: string, documents: readonly string[], seed: GroupSeed = {}): Promise<string> {
	const id = newId();
	const { createdAt = 1_000, jaccard = 0.9, fuzzy = 0.8, discriminative = 0.5 } = seed;
	await sql(
		`insert into duplicate_groups (id, owner, confidence_score, jaccard_similarity, fuzzy_text_ratio, discriminative_score,
			algorithm_version, explanation, status, created_at, updated_at) values (?, ?, ?, ?, ?, ?, 'x', 'Because.', ?, ?, ?)`,
		id,
		owner,
		seed.confidence ?? 0.9,
		jaccard,
		fuzzy,
		discriminative,
		seed.status ?? "pending",
		createdAt,
		createdAt,
	);
	for (const [at, document] of documents.entries()) {
		await sql(
			"insert into duplicate_members (id, group_id, document_id, is_primary) values (?, ?, ?, ?)",
			newId(),
			id,
			document,
			at === 0 ? 1 : 0,
		);
	}
	return id;
}

/** Paperless documents `first`, `first + 1` … in a group. */
export async function putPapers(
	owner: string,
	first: number,
	count: number,
	seed: GroupSeed = {},
): Promise<{ group: string; documents: string[] }> {
	const documents: string[] = [];
	for (let at = 0; at < count; at++) {
		const paperlessId = first + at;
		documents.push(
			await putDocument(owner, { paperlessId, title: `Paper ${paperlessId}`, text: `text ${paperlessId}` }),
		);
	}
	return { group: await putGroup(owner, documents, seed), documents };
}
