import { newId } from "../../src/lib/ids.ts";
import { bodyOf, send, sql } from "../accounts/support.ts";
import { jobEnded, type LibraryUser } from "./library.ts";

/** What is proposed for a document, as a run of proposals would have left it. */
export interface ResultSeed {
	title?: string | null;
	correspondent?: string | null;
	documentType?: string | null;
	tags?: string[];
	confidence?: number;
	status?: string;
	failureType?: string;
	createdAt?: number;
}

let made = 0;

/** Puts a result for a document of the library, whose values are those it was processed with. Gives its id. */
export async function putResult(owner: string, documentId: string, seed: ResultSeed = {}): Promise<string> {
	const { title = null, correspondent = null, documentType = null, tags = [], confidence = 0.9 } = seed;
	const { status = "pending", failureType = null, createdAt = 1_000 + made++ } = seed;
	const id = newId();
	await sql(
		`insert into ai_results (id, owner, document_id, provider, model, suggested_title, suggested_correspondent,
			suggested_document_type, suggested_tags, confidence_title, confidence_correspondent, confidence_document_type, confidence_tags,
			current_title, current_correspondent, current_document_type, current_tags, status, failure_type, created_at, updated_at)
		select ?, ?, id, 'embedded', 'embedded-1', ?, ?, ?, ?, ?, ?, ?, ?, title, correspondent, document_type, tags, ?, ?, ?, ?
		from library_documents where id = ? and owner = ?2`,
		id,
		owner,
		title,
		correspondent,
		documentType,
		JSON.stringify(tags),
		confidence,
		confidence,
		confidence,
		confidence,
		status,
		failureType,
		createdAt,
		createdAt,
		documentId,
	);
	return id;
}

export interface Answer {
	status: number;
	body: { data?: never; error?: { code: string; message: string } };
}

export async function ask({ headers }: LibraryUser, method: string, path: string, said?: unknown): Promise<Answer> {
	const response = await send(`/api/v1${path}`, {
		method,
		headers: { ...headers, ...(said !== undefined && { "Content-Type": "application/json" }) },
		...(said !== undefined && { body: JSON.stringify(said) }),
	});
	return { status: response.status, body: await bodyOf(response) };
}

export interface ApplyResult {
	applied: number;
	failed: number;
	total: number;
	errors: { resultId: string; error: string }[];
}

/** Runs a job of applying to its end, which must be a good one. */
export async function batchApplied(user: LibraryUser, said: object, path = "batch-apply"): Promise<ApplyResult> {
	const { status, body } = await ask(user, "POST", `/ai/results/${path}`, said);
	if (status !== 202) throw new Error(`not started: ${status} ${JSON.stringify(body)}`);
	const job = await jobEnded(user, (body.data as unknown as { jobId: string }).jobId);
	if (job.status !== "completed") throw new Error(`applying ${job.status}: ${job.errorMessage}`);
	return JSON.parse(job.resultJson ?? "null");
}

export interface StoredResult {
	status: string;
	error_message: string | null;
	failure_type: string | null;
	snapshot: string | null;
	applied: string | null;
	applied_fields: string | null;
}

export async function storedResult(id: string): Promise<StoredResult> {
	const [row] = await sql<StoredResult>("select * from ai_results where id = ?", id);
	if (row === undefined) throw new Error(`no result ${id}`);
	return row;
}
