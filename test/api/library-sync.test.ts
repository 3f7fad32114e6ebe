import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256Hex } from "../../src/lib/hash.ts";
import { post, send, sql } from "../accounts/support.ts";
import { adminToken, FakePaperless } from "../fakes/paperless/paperless.ts";
import {
	fakeNetwork,
	jobEnded,
	libraryRows,
	libraryUser,
	putConfig,
	reachable,
	startSync,
	synced,
	unplug,
} from "./library.ts";

// A sync is some twenty messages and requests, and the machine may have other work.
vi.setConfig({ testTimeout: 120_000 });
beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

const profiles = ["2.20", "3.0"] as const;

/** A server with as many documents, each with a text of its own. */
function serverWith(count: number, options: ConstructorParameters<typeof FakePaperless>[0] = {}): FakePaperless {
	const fake = new FakePaperless(options);
	for (let number = 1; number <= count; number++) {
		fake.addDocument({
			title: `Letter ${number}`,
			content: `This is the text of letter ${number}.`,
			correspondent: `Sender ${number % 7}`,
			document_type: number % 2 === 0 ? "Letter" : null,
			tags: ["inbox", `year-${2000 + (number % 20)}`],
		});
	}
	return fake;
}

describe.each(profiles)("a sync with Paperless %s", (profile) => {
	it("copies every document as it is, with its names", async () => {
		const fake = serverWith(230, { profile });
		const user = await libraryUser(reachable(fake));
		expect(await synced(user)).toMatchObject({
			totalFetched: 230,
			inserted: 230,
			updated: 0,
			skipped: 0,
			failed: 0,
			reconciled: 0,
			errors: [],
			syncType: "full",
		});
		const rows = await libraryRows(user);
		expect(rows).toHaveLength(230);
		for (const record of fake.store.documents.values()) {
			const row = rows.find(({ paperless_id }) => paperless_id === record.id);
			expect(row).toMatchObject({
				source: "paperless",
				title: record.title,
				full_text: record.content,
				word_count: 7,
				text_length: record.content.length,
				content_hash: sha256Hex(record.content.toLowerCase()),
				correspondent: `Sender ${record.id % 7}`,
				document_type: record.id % 2 === 0 ? "Letter" : null,
				tags: JSON.stringify(["inbox", `year-${2000 + (record.id % 20)}`]),
				created_date: "2024-01-01",
				processing_status: "pending",
			});
		}
	});

	it("fetches texts of what is new or changed only", async () => {
		const fake = serverWith(130, { profile });
		const user = await libraryUser(reachable(fake));
		await synced(user);
		await sql("update library_documents set processing_status = 'completed' where owner = ?", user.id);
		fake.log.length = 0;
		fake.changeDocument(40, { title: "Another name", content: "And other words" });
		const added = fake.addDocument({ title: "New", content: "Fresh words" });
		expect(await synced(user)).toMatchObject({ inserted: 1, updated: 1, failed: 0, syncType: "incremental" });
		const texts = fake.log.filter(({ query }) => query.get("fields")?.includes("content"));
		expect(texts.flatMap(({ query }) => query.get("id__in")?.split(",").map(Number)).sort()).toEqual(
			[added.id, 40].sort(),
		);
		const pending = (await libraryRows(user)).filter(({ processing_status }) => processing_status === "pending");
		expect(pending.map(({ paperless_id, full_text, text_length }) => [paperless_id, full_text, text_length])).toEqual([
			[40, "And other words", 15],
			[added.id, "Fresh words", 11],
		]);
	});

	it("finds what a bulk edit changed, before the server's worker has moved its time and after", async () => {
		const fake = serverWith(40, { profile, zoneMinutes: 120 });
		const user = await libraryUser(reachable(fake));
		await synced(user);
		const body = { documents: [3, 4], method: "set_correspondent", parameters: { correspondent: null } };
		const headers = { Authorization: `Token ${adminToken}`, "Content-Type": "application/json" };
		const url = "https://any.example.com/api/documents/bulk_edit/";
		expect((await fake.fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status).toBe(200);
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 2 });
		const rows = async () => (await libraryRows(user)).filter(({ paperless_id }) => [3, 4].includes(paperless_id ?? 0));
		expect((await rows()).map(({ correspondent }) => correspondent)).toEqual([null, null]);
		fake.runWorker();
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 2 });
	});

	it("forced, reads the whole list again and changes nothing that is as it was", async () => {
		const fake = serverWith(120, { profile });
		const user = await libraryUser(reachable(fake));
		await synced(user);
		const before = await libraryRows(user);
		expect(await synced(user, { force: true })).toMatchObject({
			totalFetched: 120,
			inserted: 0,
			updated: 0,
			skipped: 120,
			syncType: "full",
		});
		expect(await libraryRows(user)).toEqual(before);
	});

	it("shows a tag, correspondent or type by its new name on documents that nobody has touched", async () => {
		const fake = serverWith(60, { profile });
		const user = await libraryUser(reachable(fake));
		await synced(user);
		for (const kind of ["tags", "correspondents", "document_types"] as const) {
			for (const named of fake.store.named[kind].values()) named.name = `${named.name} (renamed)`;
		}
		fake.store.revision++;
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 0 });
		const row = (await libraryRows(user)).find(({ paperless_id }) => paperless_id === 2);
		expect(row).toMatchObject({
			correspondent: "Sender 2 (renamed)",
			document_type: "Letter (renamed)",
			tags: '["inbox (renamed)","year-2002 (renamed)"]',
		});
	});

	it("finds a document that lost its tag without its time of change moving", async () => {
		const fake = serverWith(250, { profile });
		const user = await libraryUser(reachable(fake));
		await synced(user);
		const tag = [...fake.store.named.tags.values()].find(({ name }) => name === "year-2003");
		for (const record of fake.store.documents.values()) record.tags = record.tags.filter((id) => id !== tag?.id);
		fake.store.named.tags.delete(tag?.id ?? 0);
		fake.store.revision++;
		const concerned = [...fake.store.documents.keys()].filter((id) => id % 20 === 3);
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: concerned.length, reconciled: 0 });
		const rows = await libraryRows(user);
		expect(rows.find(({ paperless_id }) => paperless_id === 3)?.tags).toBe('["inbox"]');
	});

	it("removes what is gone from the server, with all that was made of it", async () => {
		const fake = serverWith(110, { profile });
		const user = await libraryUser(reachable(fake));
		await synced(user);
		const gone = (await libraryRows(user)).filter(({ paperless_id }) => paperless_id === 5 || paperless_id === 77);
		fake.trashDocument(5);
		fake.purgeDocument(77);
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 0, reconciled: 2 });
		const rows = await libraryRows(user);
		expect(rows).toHaveLength(108);
		for (const { id } of gone) expect(await sql("select 1 from library_texts where document_id = ?", id)).toEqual([]);
	});
});

describe("what is known of a sync", () => {
	it("is when it began, how much it wrote, and how far the server's own clock had come", async () => {
		const clock = Date.UTC(2020, 5, 1);
		const fake = serverWith(7, { clock: () => clock });
		const user = await libraryUser(reachable(fake));
		const before = Date.now();
		const id = await startSync(user);
		const job = await jobEnded(user, id);
		expect(job).toMatchObject({
			progress: 1,
			phaseProgress: null,
			progressMessage: "Sync complete: 7 new, 0 updated, 0 unchanged",
			errorMessage: null,
		});
		const answer = await send("/api/v1/sync/status", { headers: user.headers });
		const { data } = (await answer.json()) as { data: { lastSyncAt: string } };
		expect(data).toMatchObject({ lastSyncDocumentCount: 7, totalDocuments: 7, isSyncing: false, currentJobId: null });
		expect(Date.parse(data.lastSyncAt)).toBeGreaterThanOrEqual(before);
		expect(Date.parse(data.lastSyncAt)).toBeLessThanOrEqual(Date.now());
		const [library] = await sql<{ synced_up_to: number }>("select * from libraries where owner = ?", user.id);
		expect(library?.synced_up_to).toBe(clock - 5 * 60_000);
		const [asked] = await sql<{ value: number }>(
			`select value from counters where name = 'paperless_requests_total' and labels = '{"method":"GET","status_code":"200"}'`,
		);
		expect(asked?.value).toBeGreaterThanOrEqual(fake.log.length);
	});

	it("goes back no further than to the last one, five minutes overlapping", async () => {
		let clock = Date.UTC(2020, 5, 1);
		const fake = serverWith(150, { clock: () => clock });
		clock += 3_600_000;
		for (let number = 1; number <= 350; number++) fake.addDocument({ title: `Later ${number}`, content: "Text" });
		const user = await libraryUser(reachable(fake));
		await synced(user);
		fake.log.length = 0;
		clock += 3_600_000;
		fake.changeDocument(1, { title: "Renamed" });
		expect(await synced(user)).toMatchObject({ totalFetched: 400, updated: 1, skipped: 399 });
		const pages = fake.log.filter(({ query }) => query.get("ordering") === "-modified");
		expect(pages.map(({ query }) => query.get("page"))).toEqual(["1", "2", "3", "4"]);
	});
});

describe("the texts of a sync", () => {
	it("are cut at 500,000 units, fingerprinted whole, and kept whatever they hold", async () => {
		const fake = new FakePaperless();
		const long = `${"word ".repeat(100_000)}beyond the end`;
		const odd = "NUL \u0000, bell \u0007, half \ud83d, whole \u{1F600}, e\u0301, \u202eright to left";
		const split = `${"x".repeat(499_999)}\u{1F600}`;
		const [a, b, c, d] = [long, odd, split, ""].map((content, at) =>
			fake.addDocument({ id: 3_000_000_000 + at, title: `${odd.slice(0, 40)} ${at}`, content }),
		);
		const user = await libraryUser(reachable(fake));
		expect(await synced(user)).toMatchObject({ inserted: 4, failed: 0 });
		const rows = new Map((await libraryRows(user)).map((row) => [row.paperless_id, row]));
		expect(rows.get(a?.id ?? 0)?.full_text).toBe(long.slice(0, 500_000));
		expect(rows.get(a?.id ?? 0)?.word_count).toBe(100_000);
		expect(rows.get(b?.id ?? 0)?.full_text).toBe(odd.toWellFormed());
		expect(rows.get(c?.id ?? 0)?.full_text).toHaveLength(500_000);
		expect(rows.get(d?.id ?? 0)).toMatchObject({ full_text: "", word_count: 0, content_hash: sha256Hex("") });
		fake.changeDocument(a?.id ?? 0, { content: `${long} and more` });
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 1 });
		expect((await libraryRows(user)).map((row) => row.paperless_id)).toEqual([...rows.keys()]);
	});

	it("come in smaller pages where an answer is too large", async () => {
		const fake = new FakePaperless();
		for (let number = 1; number <= 12; number++) {
			fake.addDocument({ title: `Volume ${number}`, content: `${number} ${"lorem ".repeat(180_000)}` });
		}
		fake.addDocument({ title: "Huge", content: "y".repeat(17 * 1024 * 1024) });
		const user = await libraryUser(reachable(fake));
		const result = await synced(user);
		expect(result).toMatchObject({ totalFetched: 13, inserted: 12, failed: 1 });
		expect(result.errors[0]).toMatch(/^Document 13\b.*: its text takes more than 16 MB$/);
		expect(await libraryRows(user)).toHaveLength(12);
	});
});

describe("a sync that meets trouble", () => {
	it("records a document that the server breaks on and goes on with the others", async () => {
		const fake = serverWith(30);
		fake.fail({ path: "/api/documents/", query: { fields: textFields, page_size: "25" } }, broken, always);
		fake.fail({ path: "/api/documents/7/" }, { kind: "error", status: 500 }, always);
		fake.fail({ path: "/api/documents/8/" }, { kind: "insufficient" }, always);
		const user = await libraryUser(reachable(fake));
		const result = await synced(user);
		expect(result).toMatchObject({ totalFetched: 30, inserted: 28, failed: 2, syncType: "full" });
		expect(result.errors).toHaveLength(2);
		expect(result.errors[0]).toContain("Document 7");
		fake.reset();
		expect(await synced(user)).toMatchObject({ inserted: 2, failed: 0 });
	});

	it("fails at once where the credentials are refused", async () => {
		const fake = serverWith(3);
		const user = await libraryUser(reachable(fake), "f".repeat(40));
		const job = await jobEnded(user, await startSync(user));
		expect(job).toMatchObject({ status: "failed", resultJson: null });
		expect(job.errorMessage).toContain("does not accept the token");
		expect(await libraryRows(user)).toEqual([]);
	});

	it("asks again later where the server is busy, and holds nobody up meanwhile", async () => {
		const fake = serverWith(120);
		fake.fail({ path: "/api/documents/", query: { page: "2" } }, { kind: "busy", retryAfter: 4 });
		const user = await libraryUser(reachable(fake));
		const startedAt = Date.now();
		const job = await startSync(user);
		await vi.waitUntil(() => fake.faultsLeft === 0, { timeout: 10_000 });
		expect((await jobEnded(user, job)).status).toBe("completed");
		expect(Date.now() - startedAt).toBeGreaterThan(3_900);
		expect(await libraryRows(user)).toHaveLength(120);
	});

	it("survives cut connections, half answers and short outages", async () => {
		const fake = serverWith(120);
		fake.fail({ path: "/api/tags/" }, { kind: "unreachable" });
		fake.fail({ path: "/api/documents/", query: { page: "2" } }, { kind: "cut" });
		fake.fail({ path: "/api/documents/", query: { fields: textFields } }, { kind: "truncated" }, { skip: 1 });
		fake.fail({ path: "/api/documents/", query: { ordering: "id", page: "1" } }, { kind: "error", status: 502 });
		const user = await libraryUser(reachable(fake));
		expect(await synced(user)).toMatchObject({ inserted: 120, failed: 0 });
	});

	it("needs a connection, and says so", async () => {
		await libraryUser();
		const user = await libraryUser();
		const response = await post("/api/v1/sync", {}, user.headers);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({
			error: { code: "BAD_REQUEST", message: expect.stringContaining("Paperless") },
		});
	});

	it("does not mix two servers", async () => {
		const [one, other] = [serverWith(150), serverWith(10)];
		const user = await libraryUser(reachable(one));
		const url = reachable(other);
		one.before({ path: "/api/documents/", query: { page: "2" } }, async () => {
			await putConfig(user.headers, { "paperless.url": url, "paperless.apiToken": "0".repeat(40) });
		});
		const job = await jobEnded(user, await startSync(user));
		expect(job).toMatchObject({ status: "failed", errorMessage: expect.stringContaining("connection was changed") });
		expect(other.log).toEqual([]);
	});
});

const textFields =
	"id,modified,tags,correspondent,document_type,title,created,added,original_file_name,archived_file_name,archive_serial_number,content";
const broken = { kind: "error", status: 500 } as const;
const always = { times: Number.POSITIVE_INFINITY };

describe("a purge", () => {
	it("removes what was synced and nothing else, and begins anew", async () => {
		const fake = serverWith(260);
		const user = await libraryUser(reachable(fake));
		await synced(user);
		const before = (await libraryRows(user)).map(({ id }) => id);
		await sql("update libraries set cumulative_documents_deleted = 3, last_analysis_at = 5 where owner = ?", user.id);
		await sql(
			`insert into library_documents (id, owner, source, title, fingerprint, synced_at) values (?, ?, 'upload', 'Mine', '', 0)`,
			crypto.randomUUID(),
			user.id,
		);
		expect(await synced(user, { purge: true })).toMatchObject({ inserted: 260, syncType: "full" });
		const rows = await libraryRows(user);
		expect(rows).toHaveLength(261);
		expect(rows.filter(({ id }) => before.includes(id))).toEqual([]);
		expect(rows.filter(({ source }) => source === "upload")).toHaveLength(1);
		const [library] = await sql("select * from libraries where owner = ?", user.id);
		expect(library).toMatchObject({
			cumulative_documents_deleted: 3,
			last_analysis_at: null,
			total_documents: 261,
			last_sync_document_count: 260,
		});
	});
});

describe("another user", () => {
	it("has a library, a server and credentials of their own", async () => {
		const [ours, theirs] = [serverWith(20), serverWith(5)];
		const [a, b] = [await libraryUser(reachable(ours)), await libraryUser(reachable(theirs))];
		await Promise.all([synced(a), synced(b)]);
		expect(await libraryRows(a)).toHaveLength(20);
		expect(await libraryRows(b)).toHaveLength(5);
		const job = await startSync(a);
		expect((await send(`/api/v1/jobs/${job}`, { headers: b.headers })).status).toBe(404);
		await jobEnded(a, job);
	});

	it("may name no private address, as an administrator may", async () => {
		const fake = serverWith(2);
		const url = reachable(fake, "192.168.1.20:8000").replace("https", "http");
		const user = await libraryUser();
		await expect(putConfig(user.headers, { "paperless.url": url })).rejects.toThrow("private");
		unplug(url);
	});
});
