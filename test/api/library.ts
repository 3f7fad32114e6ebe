import { vi } from "vitest";
import type { SyncResult } from "../../src/library/library.ts";
import { bearer, bodyOf, newSession, send, sql } from "../accounts/support.ts";
import { adminToken, FakePaperless } from "../fakes/paperless/paperless.ts";

/** Paperless servers of the tests by host; all else is unreachable. */
const servers = new Map<string, FakePaperless>();

export interface LibraryUser {
	id: string;
	headers: Record<string, string>;
}

/** The network: what the Worker fetches, these servers answer. To be called before each test. */
export function fakeNetwork(): void {
	servers.clear();
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
		const request = new Request(input as RequestInfo, init);
		const server = servers.get(new URL(request.url).host);
		if (server === undefined) throw new TypeError(`no server at ${request.url}`);
		return await server.handle(request);
	});
}

let hosts = 0;

/** Makes a server reachable; gives its address. */
export function reachable(fake: FakePaperless, host = `paperless-${++hosts}.example.com`): string {
	servers.set(host, fake);
	return `https://${host}`;
}

export function unplug(url: string): void {
	servers.delete(new URL(url).host);
}

/** A user whose library is not analysed after a sync; with a server, connected to it. */
export async function libraryUser(url?: string, token = adminToken): Promise<LibraryUser> {
	const { id, accessToken } = await newSession();
	const headers = bearer(accessToken);
	const connection = url === undefined ? {} : { "paperless.url": url, "paperless.apiToken": token };
	await putConfig(headers, { "dedup.autoAnalyze": "false", ...connection });
	return { id, headers };
}

export async function putConfig(headers: Record<string, string>, settings: Record<string, string>): Promise<void> {
	const response = await put("/api/v1/config", { settings }, headers);
	if (response.status !== 200) throw new Error(`the configuration was refused: ${await response.text()}`);
}

function put(path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
	return send(path, {
		method: "PUT",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify(body),
	});
}

export interface ShownJob {
	id: string;
	status: string;
	progress: number;
	phaseProgress: number | null;
	progressMessage: string | null;
	errorMessage: string | null;
	resultJson: string | null;
}

/** A server of so many short letters. */
export function serverWith(count: number): FakePaperless {
	const fake = new FakePaperless();
	for (let number = 1; number <= count; number++) {
		fake.addDocument({ title: `Letter ${number}`, content: `Text ${number}`, tags: [`tag-${number % 3}`] });
	}
	return fake;
}

export async function startSync({ headers }: LibraryUser, body: object = {}): Promise<string> {
	const response = await send("/api/v1/sync", {
		method: "POST",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify(body),
	});
	if (response.status !== 202) throw new Error(`no sync: ${response.status} ${await response.text()}`);
	return (await bodyOf<{ data: { jobId: string } }>(response)).data.jobId;
}

export async function getJob({ headers }: LibraryUser, id: string): Promise<ShownJob> {
	return (await bodyOf<{ data: ShownJob }>(await send(`/api/v1/jobs/${id}`, { headers }))).data;
}

export async function jobEnded(user: LibraryUser, id: string): Promise<ShownJob> {
	for (;;) {
		const job = await getJob(user, id);
		if (["completed", "failed", "cancelled"].includes(job.status)) return job;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Runs a sync to its end, which must be a good one. */
export async function synced(user: LibraryUser, body: object = {}): Promise<SyncResult> {
	const job = await jobEnded(user, await startSync(user, body));
	if (job.status !== "completed") throw new Error(`the sync ${job.status}: ${job.errorMessage}`);
	return JSON.parse(job.resultJson ?? "null");
}

export interface LibraryRow {
	id: string;
	paperless_id: number | null;
	source: string;
	title: string;
	fingerprint: string;
	correspondent: string | null;
	document_type: string | null;
	tags: string;
	created_date: string | null;
	added_date: string | null;
	modified_date: string | null;
	processing_status: string;
	word_count: number;
	text_length: number;
	content_hash: string | null;
	full_text: string | null;
}

export async function libraryRows(user: LibraryUser): Promise<LibraryRow[]> {
	return await sql<LibraryRow>(
		`select d.*, t.full_text from library_documents d left join library_texts t on t.document_id = d.id
		 where d.owner = ? order by d.paperless_id, d.id`,
		user.id,
	);
}
