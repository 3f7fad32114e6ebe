import { describe, expect, test } from "vitest";
import { asking, at, idsIn, stage } from "./fake-client.ts";

describe("what the server tells of itself", () => {
	test("has the members of each release", async () => {
		const older = await stage({ profile: "2.20" }).ask("GET", "/api/status/");
		expect(older.body).toMatchObject({ pngx_version: "2.20.15", database: { status: "OK" } });
		expect(at(older.body, "tasks")).not.toHaveProperty("summary");
		const later = await stage({ profile: "3.0" }).ask("GET", "/api/status/");
		expect(at(later.body, "tasks")).toMatchObject({ llmindex_status: "DISABLED", summary: { total_count: 0 } });
	});

	test("is open to the right people: staff, and in the later release holders of a permission", async () => {
		const token = "b".repeat(40);
		const ask = async (profile: "2.20" | "3.0") => {
			const { fake, ask } = stage({ profile });
			fake.addUser({ username: "watcher", token, permissions: ["view_system_monitoring"] });
			return (await ask("GET", "/api/status/", undefined, token)).status;
		};
		expect([await ask("2.20"), await ask("3.0")]).toEqual([403, 200]);
	});

	test("lists users and groups, and never holds an old password", async () => {
		const { fake, ask } = stage();
		fake.addUser({ username: "Berta" });
		fake.store.groups.set(1, { id: 1, name: "office", permissions: new Set(["view_document"]) });
		const users = (await ask("GET", "/api/users/?page_size=1")).body;
		expect(users).toMatchObject({ count: 2, results: [{ username: "admin" }] });
		expect(JSON.stringify(users)).not.toContain("adminpass");
		expect((await ask("GET", "/api/groups/")).body).toMatchObject({ count: 1, results: [{ name: "office" }] });
		expect((await ask("GET", "/api/remote_version/")).body).toEqual({ version: "v3.0.5", update_available: false });
	});

	test("counts characters, not the halves of pairs, and what is in the inbox", async () => {
		const { fake, ask } = stage({}, 0);
		fake.addDocument({ id: 1, title: "", content: "a🧾b", tags: ["new"] });
		expect((await ask("GET", "/api/statistics/")).body).toMatchObject({ character_count: 3, documents_inbox: null });
		await ask("PATCH", "/api/tags/1/", { is_inbox_tag: true });
		const { body } = await ask("GET", "/api/statistics/");
		expect(body).toMatchObject({ documents_inbox: 1, inbox_tag: 1, inbox_tags: [1] });
		await ask("PATCH", "/api/documents/1/", { remove_inbox_tags: true });
		expect((await ask("GET", "/api/statistics/")).body).toMatchObject({ documents_inbox: 0 });
	});
});

describe("objects in bulk", () => {
	test("are deleted with the children of tags, or none of them", async () => {
		const { fake, ask } = stage();
		const parent = fake.addNamed("tags", { name: "parent" }).id;
		fake.addNamed("tags", { name: "child", parent });
		const edit = (objects: number[]) =>
			ask("POST", "/api/bulk_edit_objects/", { objects, object_type: "tags", operation: "delete" });
		expect((await edit([parent, 99])).status).toBe(400);
		expect(fake.store.named.tags.size).toBe(2);
		expect((await edit([parent])).body).toEqual({ result: "OK" });
		expect(fake.store.named.tags.size).toBe(0);
	});

	test("are given an owner, and who may change them may see them", async () => {
		const { fake, ask } = stage();
		const { id: user } = fake.addUser({ username: "Berta" });
		const { id } = fake.addNamed("correspondents", { name: "Energy Ltd" });
		await ask("POST", "/api/bulk_edit_objects/", {
			objects: [id],
			object_type: "correspondents",
			operation: "set_permissions",
			owner: 1,
			permissions: { view: { users: [], groups: [] }, change: { users: [user], groups: [] } },
		});
		const { body } = await ask("GET", `/api/correspondents/${id}/?full_perms=true`);
		expect(body).toMatchObject({ owner: 1, permissions: { view: { users: [user] }, change: { users: [user] } } });
		expect(body).not.toHaveProperty("user_can_change");
	});
});

describe("custom fields", () => {
	const fields = async () => {
		const staged = stage({}, 3);
		await staged.ask("POST", "/api/custom_fields/", { name: "Total", data_type: "integer" });
		for (const id of [1, 2]) {
			await staged.ask("PATCH", `/api/documents/${id}/`, { custom_fields: [{ field: 1, value: id * 10 }] });
		}
		return staged;
	};

	test.each([
		[["Total", "gt", 10], [2]],
		[
			[1, "exists", true],
			[2, 1],
		],
		[
			[
				"AND",
				[
					[1, "gte", 10],
					["NOT", ["Total", "exact", 20]],
				],
			],
			[1],
		],
		[
			[
				"OR",
				[
					[1, "exact", 10],
					[1, "exact", 20],
				],
			],
			[2, 1],
		],
		[[1, "exists", false], [3]],
	])("are asked for by %j", async (query, ids) => {
		const { ask } = await fields();
		const path = `/api/documents/?custom_field_query=${encodeURIComponent(JSON.stringify(query))}`;
		expect(idsIn((await ask("GET", path)).body)).toEqual(ids);
	});

	test("order documents, and are counted", async () => {
		const { ask } = await fields();
		expect(idsIn((await ask("GET", "/api/documents/?ordering=-custom_field_1")).body)).toEqual([2, 1, 3]);
		expect((await ask("GET", "/api/custom_fields/1/")).body).toMatchObject({ document_count: 2, extra_data: null });
	});

	test("are texts of options below API 7", async () => {
		const { fake } = stage({ profile: "2.20" });
		const ask = asking(fake, "application/json; version=6");
		const made = await ask("POST", "/api/custom_fields/", {
			name: "Kind",
			data_type: "select",
			extra_data: { select_options: ["one", "two"] },
		});
		expect(at(made.body, "extra_data", "select_options")).toEqual(["one", "two"]);
		const answer = await ask("PATCH", "/api/documents/1/", { custom_fields: [{ field: 1, value: 7 }] });
		expect(answer.status).toBe(400);
	});
});

describe("notes", () => {
	test("come newest first and go by their id; both move the document's time of change", async () => {
		const { ask } = stage();
		const modified = async () => at((await ask("GET", "/api/documents/1/")).body, "modified");
		const times = [await modified()];
		await ask("POST", "/api/documents/1/notes/", { note: "first" });
		times.push(await modified());
		const both = await ask("POST", "/api/documents/1/notes/", { note: "second" });
		expect([at(both.body, 0, "note"), at(both.body, 1, "note")]).toEqual(["second", "first"]);
		const left = await ask("DELETE", `/api/documents/1/notes/?id=${at(both.body, 1, "id")}`);
		expect(left.body).toHaveLength(1);
		times.push(await modified());
		expect(new Set(times).size).toBe(3);
	});
});
