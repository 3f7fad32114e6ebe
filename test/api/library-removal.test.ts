import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase, runBatch } from "../../src/platform/database.ts";
import { removeFromLibrary } from "../../src/platform/library-removal.ts";
import { env, send, sql } from "../accounts/support.ts";
import { FakePaperless } from "../fakes/paperless/paperless.ts";
import { letter, misread } from "./letters.ts";
import { fakeNetwork, jobEnded, type LibraryUser, libraryUser, reachable, synced } from "./library.ts";
import { putDocument, putGroup } from "./library-seeds.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

const statusOf = async (group: string) =>
	(await sql<{ status: string }>("select status from duplicate_groups where id = ?", group))[0]?.status;
const primaryOf = async (group: string) =>
	(
		await sql<{ document_id: string }>(
			"select document_id from duplicate_members where group_id = ? and is_primary",
			group,
		)
	).map(({ document_id }) => document_id);
const rowIds = async (table: string, column: string) =>
	(await sql<{ id: string | number }>(`select ${column} as id from ${table}`)).map(({ id }) => id);

async function remove(...ids: string[]): Promise<void> {
	const db = openDatabase(env.DB);
	await runBatch(db, removeFromLibrary(db, ids, 77));
}

async function analysed(user: LibraryUser): Promise<void> {
	const response = await send("/api/v1/analysis", { method: "POST", headers: user.headers });
	const { data } = (await response.json()) as { data: { jobId: string } };
	expect((await jobEnded(user, data.jobId)).status).toBe("completed");
}

describe("a document that leaves its library", () => {
	it("leaves its groups: one of fewer than two is settled, one without its primary document gets another", async () => {
		const { id: owner } = await libraryUser();
		const [a, b, upload, c] = [
			await putDocument(owner, { paperlessId: 9 }),
			await putDocument(owner, { paperlessId: 4 }),
			await putDocument(owner),
			await putDocument(owner, { paperlessId: 2 }),
		];
		const pair = await putGroup(owner, [a, b], { status: "ignored" });
		const three = await putGroup(owner, [a, upload, b]);
		const untouched = await putGroup(owner, [b, c]);
		await remove(a);
		expect([await statusOf(pair), await statusOf(three), await statusOf(untouched)]).toEqual([
			"false_positive",
			"pending",
			"pending",
		]);
		expect(await primaryOf(three)).toEqual([b]);
		const moved = await sql("select id from duplicate_groups where owner = ? and updated_at = 77", owner);
		expect(moved).toHaveLength(2);
		await remove(b, c);
		expect(await statusOf(three)).toBe("false_positive");
		expect(await statusOf(untouched)).toBe("false_positive");
		expect(await rowIds("library_texts", "document_id")).not.toContain(a);
	});

	it("takes along what was known of it alone, and leaves what others share", async () => {
		const user = await libraryUser();
		const put = (text: string) => putDocument(user.id, { text, status: "pending" });
		const [one, twin, scan, other] = [
			await put(letter(1)),
			await put(` ${letter(1)} `),
			await put(misread(letter(1), 1)),
			await put(letter(2)),
		];
		await analysed(user);
		const papers = await rowIds("dedup_papers", "number");
		await remove(one);
		expect(await rowIds("dedup_papers", "number")).toEqual(papers);
		const pairs = await rowIds("dedup_pairs", "low");
		expect(pairs.length).toBeGreaterThan(0);
		await remove(twin, scan);
		const left = await sql<{ paper: number }>(
			"select paper from dedup_fingerprints f join library_documents d on d.number = f.document where d.id = ?",
			other,
		);
		expect(left).toHaveLength(1);
		const [{ paper } = { paper: 0 }] = left;
		expect(await rowIds("dedup_papers", "number")).toEqual(papers.filter((number) => number === paper));
		expect([...new Set(await rowIds("dedup_keys", "paper"))]).toEqual([paper]);
		expect(await rowIds("dedup_pairs", "low")).toEqual([]);
		await remove(other);
		for (const table of ["dedup_papers", "dedup_keys", "dedup_pairs", "dedup_fingerprints"]) {
			expect(await sql(`select 1 from ${table}`)).toEqual([]);
		}
	});

	it("does so by whichever way it goes", async () => {
		const fake = new FakePaperless();
		const user = await libraryUser(reachable(fake));
		const records = [1, 2, 3].map((number) => fake.addDocument({ title: `${number}`, content: letter(number) }));
		await synced(user);
		const ids = (
			await sql<{ id: string }>("select id from library_documents where owner = ? order by paperless_id", user.id)
		).map(({ id }) => id);
		const form = new FormData();
		form.set("file", new File([letter(9)], "letter.txt", { type: "text/plain" }));
		const { id: upload } = (await (
			await send("/tasks", { method: "POST", body: form, headers: user.headers })
		).json()) as { id: string };
		await vi.waitUntil(
			async () => (await sql("select 1 from library_documents where id = ?", upload)).length === 1,
			20_000,
		);
		const group = await putGroup(user.id, [upload, ...ids]);
		// By another API.
		await vi.waitUntil(
			async () => (await send(`/tasks/${upload}`, { method: "DELETE", headers: user.headers })).ok,
			20_000,
		);
		expect(await primaryOf(group)).toEqual([ids[0]]);
		expect(await sql("select 1 from library_documents where id = ?", upload)).toEqual([]);
		// By a reconciliation.
		fake.trashDocument(records[0]?.id ?? 0);
		await synced(user, { force: true });
		expect(await primaryOf(group)).toEqual([ids[1]]);
		expect(await statusOf(group)).toBe("pending");
		// By a purge.
		await synced(user, { purge: true });
		expect(await statusOf(group)).toBe("false_positive");
		expect(await sql("select 1 from duplicate_members where group_id = ?", group)).toEqual([]);
	});
});
