import { describe, expect, test } from "vitest";
import {
	chooseCredentials,
	countOf,
	countTrash,
	emptyTrash,
	findEntities,
	getRemoteVersion,
	getServerStatus,
	getStatistics,
	listEntities,
} from "../../src/paperless/paperless.ts";
import { failureOf, json, list, stub } from "./stub.ts";

const tag = (id: number, name: string, more: Record<string, unknown> = {}) => ({ id, name, slug: name, ...more });
const next = "http://inner/api/tags/?page=2";

describe("a list of names", () => {
	test("is read to its last page", async () => {
		const at = stub([
			list([tag(1, "a", { document_count: 3, is_inbox_tag: true })], { count: 3, next }),
			list([tag(2, "b"), tag(3, "a")], { count: 3 }),
		]);
		const { entities, isComplete } = await listEntities(at.paperless, "tags");
		expect([...entities.values()]).toEqual([
			{ id: 1, name: "a", slug: "a", documentCount: 3, isInboxTag: true, lastCorrespondence: null },
			{ id: 2, name: "b", slug: "b", documentCount: null, isInboxTag: false, lastCorrespondence: null },
			{ id: 3, name: "a", slug: "a", documentCount: null, isInboxTag: false, lastCorrespondence: null },
		]);
		expect(isComplete).toBe(true);
		expect(at.asked.map(({ url }) => url.search)).toEqual(["?page=1&page_size=100", "?page=2&page_size=100"]);
	});

	test("counts a nested tag once", async () => {
		const child = tag(2, "child", { parent: 1, children: [] });
		const at = stub(list([child, tag(1, "parent", { children: [child] })], { display_count: 3 }));
		const { entities, isComplete } = await listEntities(at.paperless, "tags");
		expect([...entities.keys()]).toEqual([2, 1]);
		expect(isComplete).toBe(true);
	});

	test("is read again where it changed meanwhile, and then taken as it is", async () => {
		const disturbed = [list([tag(1, "a")], { count: 2, next }), json({ detail: "Invalid page." }, 404)];
		const at = stub([...disturbed, list([tag(1, "a")])]);
		expect(await listEntities(at.paperless, "document_types")).toMatchObject({ isComplete: true });
		const never = stub([...disturbed, ...disturbed, ...disturbed]);
		const { entities, isComplete } = await listEntities(never.paperless, "document_types");
		expect(isComplete).toBe(false);
		expect(entities.size).toBe(1);
		expect(never.asked).toHaveLength(6);
	});

	test("ends with a server that gives the same page for ever", async () => {
		const at = stub(list([tag(1, "a")], { count: 1, next }));
		expect(await listEntities(at.paperless, "storage_paths")).toMatchObject({ isComplete: true });
		expect(at.asked).toHaveLength(2);
	});

	test("of correspondents has their last letter", async () => {
		const at = stub(list([tag(1, "A", { last_correspondence: "2024-10-04" })]));
		const { entities } = await listEntities(at.paperless, "correspondents");
		expect(entities.get(1)?.lastCorrespondence).toBe("2024-10-04");
		expect(at.asked[0]?.url.searchParams.get("last_correspondence")).toBe("true");
	});

	test("is searched for a name, which may be there several times", async () => {
		const at = stub(list([tag(1, "tagA"), tag(2, "TAGA")]));
		const found = await findEntities(at.paperless, "tags", "Tag&A,ä+");
		expect(found.map(({ name }) => name)).toEqual(["tagA", "TAGA"]);
		expect(at.asked[0]?.url.searchParams.get("name__iexact")).toBe("Tag&A,ä+");
	});
});

describe("the trash", () => {
	test("is counted", async () => {
		const at = stub([list([{ id: 1 }], { count: 12 }), json({ results: [] })]);
		expect(await countTrash(at.paperless)).toBe(12);
		expect(await countTrash(at.paperless)).toBe(0);
		expect(at.asked[0]?.url.pathname + (at.asked[0]?.url.search ?? "")).toBe("/sub/api/trash/?page_size=1");
	});

	test("is emptied by one request", async () => {
		const at = stub(json({ result: "OK", doc_ids: [] }));
		await emptyTrash(at.paperless);
		expect(at.asked).toMatchObject([{ method: "POST", body: { action: "empty" } }]);
	});
});

describe("what the server tells of itself", () => {
	test("statistics of a new server and of an old one", async () => {
		const at = stub([
			json({
				documents_total: 58,
				documents_inbox: 3,
				inbox_tags: [1],
				document_file_type_counts: [{ mime_type: "text/plain", mime_type_count: 58 }],
				character_count: 132_256,
				tag_count: 4,
				correspondent_count: 58,
				document_type_count: 5,
				storage_path_count: 0,
			}),
			json({ documents_total: 7, documents_inbox: "none", document_file_type_counts: [{ mime_type: null }] }),
		]);
		expect(await getStatistics(at.paperless)).toEqual({
			documentsTotal: 58,
			documentsInbox: 3,
			fileTypes: [{ mimeType: "text/plain", count: 58 }],
			characterCount: 132_256,
			tagCount: 4,
			correspondentCount: 58,
			documentTypeCount: 5,
			storagePathCount: 0,
		});
		expect(await getStatistics(at.paperless)).toMatchObject({ documentsTotal: 7, fileTypes: [], tagCount: null });
	});

	test("its status, without its paths and hosts", async () => {
		const status = {
			pngx_version: "2.20.15",
			storage: { total: 100, available: 40 },
			database: {
				type: "sqlite",
				url: "/usr/src/secret.sqlite3",
				status: "OK",
				error: null,
				migration_status: { latest_migration: "x", unapplied_migrations: ["a", "b"] },
			},
			tasks: {
				redis_url: "redis://:secret@broker",
				redis_status: "OK",
				celery_status: "WARNING",
				index_status: "OK",
				index_last_modified: "2026-11-21T20:57:14Z",
				classifier_last_trained: null,
			},
		};
		const at = stub([json(status), json({})]);
		const read = await getServerStatus(at.paperless);
		expect(read).toMatchObject({
			storageTotalBytes: 100,
			storageAvailableBytes: 40,
			databaseStatus: "OK",
			unappliedMigrations: 2,
			celeryStatus: "WARNING",
			indexLastModified: "2026-11-21T20:57:14Z",
			classifierLastTrained: null,
		});
		expect(JSON.stringify(read)).not.toContain("secret");
		expect(await getServerStatus(at.paperless)).toMatchObject({ storageTotalBytes: null, redisStatus: null });
		const plain = stub(
			new Response("Insufficient permissions", { status: 403, headers: { "Content-Type": "text/html" } }),
		);
		expect(await failureOf(getServerStatus(plain.paperless))).toMatchObject({ reason: "forbidden" });
	});

	test("its newest release, and how many there are of something", async () => {
		const at = stub([json({ version: "v3.1.0", update_available: true }), list([{ id: 1 }], { count: 4 })]);
		expect(await getRemoteVersion(at.paperless)).toEqual({ version: "v3.1.0", isUpdateAvailable: true });
		expect(await countOf(at.paperless, "users")).toBe(4);
		expect(at.asked[1]?.url.pathname + (at.asked[1]?.url.search ?? "")).toBe("/sub/api/users/?page_size=1");
	});
});

test("of two kinds of credentials the token wins, and half of one is none", () => {
	const [username, password] = ["u", "p"];
	expect(chooseCredentials({ token: "t", username, password })).toEqual({ token: "t" });
	expect(chooseCredentials({ token: " ", username, password })).toEqual({ username, password });
	expect(chooseCredentials({ username })).toBeUndefined();
	expect(chooseCredentials({})).toBeUndefined();
});
