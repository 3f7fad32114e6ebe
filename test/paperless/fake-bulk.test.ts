import { describe, expect, test } from "vitest";
import { at, idsIn, stage } from "./fake-client.ts";

const bulk = "/api/documents/bulk_edit/";

describe("bulk changes", () => {
	test("change rows at once and times only when the worker has run", async () => {
		const { fake, ask } = stage();
		const tag = fake.addNamed("tags", { name: "seen" }).id;
		const before = (await ask("GET", "/api/documents/1/")).body;
		await ask("POST", bulk, { documents: [1, 2], method: "add_tag", parameters: { tag } });
		const between = (await ask("GET", "/api/documents/1/")).body;
		expect(at(between, "tags")).toEqual([tag]);
		expect(at(between, "modified")).toBe(at(before, "modified"));
		expect(fake.runWorker()).toBe(1);
		expect(at((await ask("GET", "/api/documents/1/")).body, "modified")).not.toBe(at(before, "modified"));
	});

	test("leave the time of a document that had the value already", async () => {
		const { fake, ask } = stage();
		const tag = fake.addNamed("tags", { name: "seen" }).id;
		fake.changeDocument(1, { tags: [tag] });
		const before = (await ask("GET", "/api/documents/1/")).body;
		await ask("POST", bulk, { documents: [1], method: "add_tag", parameters: { tag } });
		fake.runWorker();
		expect(at((await ask("GET", "/api/documents/1/")).body, "modified")).toBe(at(before, "modified"));
	});

	test("are done by a worker that runs by itself after its delay", async () => {
		const { fake, clock, ask } = stage({ workerDelayMs: 500 });
		const id = fake.addNamed("correspondents", { name: "Energy Ltd" }).id;
		const before = (await ask("GET", "/api/documents/1/")).body;
		await ask("POST", bulk, { documents: [1], method: "set_correspondent", parameters: { correspondent: id } });
		expect(at((await ask("GET", "/api/documents/1/")).body, "modified")).toBe(at(before, "modified"));
		clock.now += 501;
		expect(at((await ask("GET", "/api/documents/1/")).body, "modified")).not.toBe(at(before, "modified"));
	});

	test("change nothing when one of the ids is unknown", async () => {
		const { fake, ask } = stage();
		const tag = fake.addNamed("tags", { name: "seen" }).id;
		const answer = await ask("POST", bulk, { documents: [1, 99], method: "add_tag", parameters: { tag } });
		expect(answer.status).toBe(400);
		expect(at((await ask("GET", "/api/documents/1/")).body, "tags")).toEqual([]);
	});

	test("take all that a filter names in the later release, and have routes of their own there", async () => {
		const { ask } = stage({ profile: "3.0" });
		await ask("POST", bulk, { all: true, filters: { title__icontains: "letter 2" }, method: "delete" });
		expect((await ask("POST", "/api/documents/delete/", { documents: [4] })).body).toEqual({ result: "OK" });
		expect(idsIn((await ask("GET", "/api/documents/")).body)).toEqual([5, 3, 1]);
	});

	test("have no routes of their own in the older release", async () => {
		const { ask } = stage({ profile: "2.20" });
		const { status, body, headers } = await ask("POST", "/api/documents/delete/", { documents: [4] });
		expect([status, body]).toEqual([405, { detail: 'Method "POST" not allowed.' }]);
		expect(headers.get("allow")).toBe("GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
	});

	test("add and remove custom fields", async () => {
		const { ask } = stage();
		for (const name of ["a", "b"]) await ask("POST", "/api/custom_fields/", { name, data_type: "string" });
		const edit = (parameters: object) =>
			ask("POST", bulk, { documents: [1], method: "modify_custom_fields", parameters });
		await edit({ add_custom_fields: { 1: "x", 2: "y" }, remove_custom_fields: [] });
		await edit({ add_custom_fields: [], remove_custom_fields: [1] });
		const { body } = await ask("GET", "/api/documents/1/?fields=custom_fields");
		expect(body).toEqual({ custom_fields: [{ value: "y", field: 2 }] });
	});
});

describe("uploads", () => {
	const upload = (text: string) => {
		const form = new FormData();
		form.set("document", new File([text], "note.txt"));
		form.append("tags", "1");
		return form;
	};

	test("become documents when the worker has run; the task says so in each version's words", async () => {
		const { fake, ask } = stage({ profile: "2.20" }, 1);
		fake.addNamed("tags", { name: "a" });
		const { body: taskId } = await ask("POST", "/api/documents/post_document/", upload("hello"));
		const path = `/api/tasks/?task_id=${taskId}`;
		expect(at((await ask("GET", path)).body, 0, "status")).toBe("PENDING");
		fake.runWorker();
		const task = at((await ask("GET", path)).body, 0);
		expect(task).toMatchObject({ status: "SUCCESS", related_document: "2" });
		expect(at(task, "result")).toBe("Success. New document id 2 created");
		expect((await ask("GET", "/api/documents/2/?fields=title,content,tags")).body).toEqual({
			title: "note",
			content: "hello",
			tags: [1],
		});
	});

	test("are refused a second time by the older release and kept by the later one", async () => {
		const twice = async (profile: "2.20" | "3.0") => {
			const { fake, ask } = stage({ profile }, 0);
			fake.addNamed("tags", { name: "a" });
			for (const _ of [1, 2]) await ask("POST", "/api/documents/post_document/", upload("same"));
			fake.runWorker();
			return ask;
		};
		const older = await twice("2.20");
		expect(at((await older("GET", "/api/tasks/")).body, 0, "result")).toBe(
			"note.txt: Not consuming note.txt: It is a duplicate of note (#1).",
		);
		const later = await twice("3.0");
		expect(at((await later("GET", "/api/tasks/")).body, "results", 0, "result_data")).toEqual({ document_id: 2 });
		expect(at((await later("GET", "/api/documents/2/")).body, "duplicate_documents", 0, "id")).toBe(1);
	});

	test("need a file of a known kind", async () => {
		const { ask } = stage();
		const path = "/api/documents/post_document/";
		expect((await ask("POST", path, new FormData())).body).toEqual({ document: ["No file was submitted."] });
		const form = new FormData();
		form.set("document", new File([new Uint8Array([0, 1, 2])], "a.pdf"));
		expect((await ask("POST", path, form)).body).toEqual({
			document: ["File type application/octet-stream not supported"],
		});
	});
});
