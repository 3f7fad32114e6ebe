import { describe, expect, test } from "vitest";
import { asking, at, base, idsIn, stage } from "./fake-client.ts";

describe("lists", () => {
	test("come in the promised order and page by page", async () => {
		const { ask } = stage({}, 5);
		const first = await ask("GET", "/api/documents/?page_size=2&fields=id");
		expect(idsIn(first.body)).toEqual([5, 4]);
		const next = String(at(first.body, "next"));
		expect(next).toBe(`${base}/api/documents/?fields=id&page=2&page_size=2`);
		const second = await ask("GET", next.slice(base.length));
		expect(idsIn(second.body)).toEqual([3, 2]);
		expect(at(second.body, "previous")).toBe(`${base}/api/documents/?fields=id&page_size=2`);
		expect((await ask("GET", "/api/documents/?page=4&page_size=2")).body).toEqual({ detail: "Invalid page." });
	});

	test("link to the host that the server believes in, where that is another", async () => {
		const { fake, ask } = stage({ linkOrigin: "http://inner:8000" });
		expect(at((await ask("GET", "/api/documents/?page_size=1")).body, "next")).toMatch(/^http:\/\/inner:8000\/api\//);
		await expect(ask("GET", "/api/documents/")).resolves.toMatchObject({ status: 200 });
		await expect(fake.fetch("http://inner:8000/api/documents/?page=2")).rejects.toThrow(TypeError);
		fake.linkOrigin = undefined;
		expect(at((await ask("GET", "/api/documents/?page_size=1")).body, "next")).toMatch(/^http:\/\/paperless\.test\//);
	});

	test("hold all ids up to API 9 and none after it", async () => {
		const { fake } = stage();
		const older = await asking(fake, "application/json; version=9")("GET", "/api/documents/?page_size=1");
		expect(at(older.body, "all")).toEqual([5, 4, 3, 2, 1]);
		const newer = await asking(fake, "application/json; version=10")("GET", "/api/documents/?page_size=1");
		expect(newer.body).not.toHaveProperty("all");
	});

	test.each([
		["modified__gt", (at: string) => at, [2]],
		["title__icontains", () => "letter 3", [3]],
		["id__in", () => "1,4", [4, 1]],
		["correspondent__isnull", () => "false", [2]],
		["correspondent__name__icontains", () => "ENERG", [2]],
		["tags__id__all", () => "1,2", [2]],
		["tags__id__none", () => "1", [5, 4, 3, 1]],
		["tags__id__none", () => "1,x", [5, 4, 3, 2, 1]],
		["created__gt", () => "2025-01-05", [5]],
		["created__year", () => "2024", []],
		["nosuch", () => "1", [5, 4, 3, 2, 1]],
	])("are filtered by %s", async (name, value, ids) => {
		const { fake, ask } = stage();
		const tags = ["a", "b"].map((tag) => fake.addNamed("tags", { name: tag }).id);
		const { id } = fake.addNamed("correspondents", { name: "Energy Ltd" });
		const before = String(at((await ask("GET", "/api/documents/5/")).body, "modified"));
		fake.changeDocument(2, { correspondent: id, tags });
		const { body } = await ask("GET", `/api/documents/?${name}=${encodeURIComponent(value(before))}`);
		expect(idsIn(body)).toEqual(ids);
	});

	test("refuse a moment whose plus sign was not escaped", async () => {
		const { ask } = stage();
		const path = "/api/documents/?modified__gt=2026-01-01T00:00:00";
		expect((await ask("GET", `${path}+01:00`)).body).toEqual({ modified__gt: ["Enter a valid date/time."] });
		expect(at((await ask("GET", `${path}%2B01:00`)).body, "count")).toBe(5);
	});
});

describe("tags", () => {
	test("have numbers for colours in API 1", async () => {
		const { fake } = stage({ profile: "2.20" });
		const ask = asking(fake, "application/json; version=1");
		const made = await ask("POST", "/api/tags/", { name: "old", colour: 6 });
		expect(made.body).toMatchObject({ colour: 6 });
		expect(made.body).not.toHaveProperty("color");
		expect(fake.store.named.tags.get(1)?.color).toBe("#e31a1c");
	});

	test("stand at the top and below their parents, in a tree of five levels at most", async () => {
		const { ask } = stage();
		for (let id = 1; id <= 5; id++) {
			const parent = id === 1 ? null : id - 1;
			expect((await ask("POST", "/api/tags/", { name: `t${id}`, parent })).status).toBe(201);
		}
		expect((await ask("POST", "/api/tags/", { name: "t6", parent: 5 })).status).toBe(400);
		expect((await ask("PATCH", "/api/tags/1/", { parent: 3 })).status).toBe(400);
		const { body } = await ask("GET", "/api/tags/");
		expect(idsIn(body)).toEqual([1, 2, 3, 4, 5]);
		expect(at(body, "results", 3, "children", 0, "name")).toBe("t5");
	});
});

describe("a document", () => {
	test("moves its time of change at once when it is written, even when nothing is", async () => {
		const { ask } = stage();
		const before = (await ask("GET", "/api/documents/1/")).body;
		const written = await ask("PATCH", "/api/documents/1/?fields=id,modified", { title: "other" });
		expect(at(written.body, "modified")).not.toBe(at(before, "modified"));
		expect(at((await ask("GET", "/api/documents/1/")).body, "title")).toBe("Letter 1");
	});

	test("is cut to 550 characters where that is asked for, by code points", async () => {
		const { fake, ask } = stage();
		fake.changeDocument(1, { content: "🧾".repeat(600) });
		const { body } = await ask("GET", "/api/documents/1/?truncate_content=true");
		expect([...String(at(body, "content"))]).toHaveLength(550);
	});

	test("shows dates, select values and authors as the API version had them", async () => {
		const { fake, ask } = stage({ profile: "2.20" });
		const field = await ask("POST", "/api/custom_fields/", {
			name: "Kind",
			data_type: "select",
			extra_data: { select_options: [{ label: "one" }, { label: "two" }] },
		});
		const option = at(field.body, "extra_data", "select_options", 1, "id");
		expect(option).toMatch(/^\w{16}$/);
		await ask("PATCH", "/api/documents/1/", { custom_fields: [{ field: 1, value: option }] });
		await ask("POST", "/api/documents/1/notes/", { note: "seen" });
		const six = (await asking(fake, "application/json; version=6")("GET", "/api/documents/1/")).body;
		expect(at(six, "custom_fields", 0, "value")).toBe(1);
		expect(at(six, "created")).toBe("2025-01-02T00:00:00+00:00");
		expect(at(six, "notes", 0, "user")).toBe(1);
		const nine = (await ask("GET", "/api/documents/1/")).body;
		expect(at(nine, "custom_fields", 0, "value")).toBe(option);
		expect(at(nine, "created")).toBe("2025-01-02");
		expect(at(nine, "notes", 0, "user", "username")).toBe("admin");
	});

	test("refuses custom values that are none, by their place", async () => {
		const { ask } = stage();
		await ask("POST", "/api/custom_fields/", { name: "Count", data_type: "integer" });
		const { status, body } = await ask("PATCH", "/api/documents/1/", { custom_fields: [{ field: 1, value: "x" }] });
		expect(status).toBe(400);
		expect(body).toEqual({ custom_fields: { 0: { non_field_errors: ["A valid integer is required."] } } });
	});

	test("loses a deleted tag and its children without a word", async () => {
		const { fake, ask } = stage();
		const parent = fake.addNamed("tags", { name: "parent" }).id;
		const child = fake.addNamed("tags", { name: "child", parent }).id;
		const written = await ask("PATCH", "/api/documents/1/", { tags: [child] });
		expect(at(written.body, "tags")).toEqual([child, parent]);
		expect((await ask("DELETE", `/api/tags/${parent}/`)).status).toBe(204);
		const { body } = await ask("GET", "/api/documents/1/");
		expect(at(body, "tags")).toEqual([]);
		expect(at(body, "modified")).toBe(at(written.body, "modified"));
	});

	test("comes back from the trash with its id, its relations and a new time of change", async () => {
		const { ask } = stage();
		const before = (await ask("GET", "/api/documents/2/")).body;
		await ask("DELETE", "/api/documents/2/");
		expect(at((await ask("GET", "/api/trash/")).body, "results", 0, "deleted_at")).toMatch(/^2026-01-01T/);
		expect((await ask("POST", "/api/trash/", { action: "restore", documents: [2] })).status).toBe(200);
		const after = (await ask("GET", "/api/documents/2/")).body;
		expect(at(after, "title")).toBe("Letter 2");
		expect(at(after, "modified")).not.toBe(at(before, "modified"));
	});
});

describe("a file", () => {
	test("is known again by its tag, and its type is the archive's", async () => {
		const { fake } = stage();
		const bytes = new TextEncoder().encode("%PDF-1.4 archive");
		fake.addDocument({ id: 9, title: "Scan", content: "", original_file_name: "Größe.csv", mime_type: "text/csv" });
		fake.addDocument({ id: 10, title: "Scan", content: "", archive: () => bytes });
		const ask = asking(fake, "*/*");
		const preview = await ask("GET", "/api/documents/10/preview/");
		expect(preview.headers.get("content-type")).toBe("application/pdf");
		const tag = preview.headers.get("etag") ?? "";
		expect(tag).toMatch(/^"[0-9a-f]{64}"$/);
		const again = await fake.fetch(`${base}/api/documents/10/preview/`, {
			headers: { Authorization: `Token ${fake.store.users.get(1)?.token}`, "If-None-Match": tag },
		});
		expect(again.status).toBe(304);
		const sheet = await ask("GET", "/api/documents/9/preview/");
		expect(sheet.headers.get("content-type")).toBe("text/plain");
		expect(sheet.headers.get("content-disposition")).toContain("filename*=utf-8''Gr%C3%B6%C3%9Fe.csv");
	});
});
