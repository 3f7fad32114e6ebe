import { afterEach, describe, expect, test } from "vitest";
import { PaperlessHost } from "../../scripts/paperless-host.ts";
import type { Fault } from "../fakes/paperless/faults.ts";
import { adminToken } from "../fakes/paperless/paperless.ts";
import { at, base, idsIn, stage } from "./fake-client.ts";

const list = { method: "GET", path: "/api/documents/" };
const auth = { headers: { Authorization: `Token ${adminToken}` } };

describe("planned faults", () => {
	test.each<[Fault, number, string]>([
		[{ kind: "forbidden" }, 403, "application/json"],
		[{ kind: "insufficient" }, 403, "text/html; charset=utf-8"],
		[{ kind: "missing" }, 404, "application/json"],
		[{ kind: "busy", retryAfter: 7 }, 429, "application/json"],
		[{ kind: "error", status: 500 }, 500, "text/html; charset=utf-8"],
		[{ kind: "error", status: 502 }, 502, "text/html; charset=utf-8"],
		[{ kind: "redirect", to: "https://login.example.com/" }, 302, "text/html; charset=utf-8"],
		[{ kind: "page" }, 200, "text/html; charset=utf-8"],
	])("answer in the server's place: %o", async (fault, status, type) => {
		const { fake, ask } = stage();
		fake.fail(list, fault);
		const answer = await ask("GET", "/api/documents/");
		expect([answer.status, answer.headers.get("content-type")]).toEqual([status, type]);
		expect((await ask("GET", "/api/documents/")).status).toBe(200);
	});

	test("meet the requests they are for, as often as they are planned", async () => {
		const { fake, ask } = stage();
		fake.fail({ path: "/api/documents/{id}/" }, { kind: "busy", retryAfter: 3 }, { times: 2, skip: 1 });
		const statuses = [];
		for (const id of [1, 2, 3, 4]) statuses.push((await ask("GET", `/api/documents/${id}/`)).status);
		expect(statuses).toEqual([200, 429, 429, 200]);
		expect(fake.faultsLeft).toBe(0);
		expect(fake.log.map(({ path, status }) => `${status} ${path}`)).toContain("429 /api/documents/2/");
	});

	test("may lose the answer of a write that took effect", async () => {
		const { fake, ask } = stage();
		fake.fail({ method: "DELETE" }, { kind: "error", status: 504 }, { applied: true });
		expect((await ask("DELETE", "/api/documents/1/")).status).toBe(504);
		expect((await ask("DELETE", "/api/documents/1/")).status).toBe(404);
	});

	test("cut a body short, so that reading it fails", async () => {
		const { fake } = stage();
		fake.fail(list, { kind: "cut" });
		const answer = await fake.fetch(`${base}/api/documents/`, auth);
		expect(answer.status).toBe(200);
		await expect(answer.text()).rejects.toThrow();
	});

	test("end a body early, so that it is no JSON", async () => {
		const { fake } = stage();
		fake.fail(list, { kind: "truncated" });
		const text = await (await fake.fetch(`${base}/api/documents/`, auth)).text();
		expect(text).toMatch(/^\{"count":5,/);
		expect(() => JSON.parse(text)).toThrow();
	});

	test("keep a caller waiting until it gives up", async () => {
		const { fake } = stage();
		fake.fail(list, { kind: "slow", ms: 60_000 });
		const answer = fake.fetch(`${base}/api/documents/`, { ...auth, signal: AbortSignal.timeout(20) });
		await expect(answer).rejects.toThrow(/time/);
	});

	test("leave no connection, or no word of the version", async () => {
		const { fake } = stage();
		fake.fail(list, { kind: "unreachable" });
		await expect(fake.fetch(`${base}/api/documents/`, auth)).rejects.toThrow(TypeError);
		fake.fail(list, { kind: "anonymous" });
		const { status, headers } = await fake.fetch(`${base}/api/documents/`, auth);
		expect([status, headers.get("x-version")]).toEqual([200, null]);
	});
});

describe("the change feed", () => {
	const page = (number: number) => `/api/documents/?ordering=id&page_size=2&page=${number}`;

	test("skips a row when one is deleted between two pages", async () => {
		const { fake, ask } = stage();
		fake.after({ ...list, query: { page: "1" } }, () => fake.trashDocument(1));
		const walked = [...idsIn((await ask("GET", page(1))).body), ...idsIn((await ask("GET", page(2))).body)];
		expect(walked).toEqual([1, 2, 4, 5]);
	});

	test("shows a row twice when one is inserted between two pages", async () => {
		const { fake, ask } = stage({}, 0);
		for (const id of [2, 3, 4]) fake.addDocument({ id, title: "", content: "" });
		fake.after(list, () => void fake.addDocument({ id: 1, title: "new", content: "" }));
		const walked = [...idsIn((await ask("GET", page(1))).body), ...idsIn((await ask("GET", page(2))).body)];
		expect(walked).toEqual([2, 3, 3, 4]);
	});

	test("changes a document between a read and the write that follows", async () => {
		const { fake, ask } = stage();
		fake.before({ method: "PATCH" }, () => fake.changeDocument(1, { title: "by somebody else" }));
		const read = (await ask("GET", "/api/documents/1/")).body;
		await ask("PATCH", "/api/documents/1/", { content: "mine" });
		const after = (await ask("GET", "/api/documents/1/")).body;
		expect(at(read, "title")).toBe("Letter 1");
		expect(after).toMatchObject({ title: "by somebody else", content: "mine" });
	});
});

describe("on a port", () => {
	const hosts: PaperlessHost[] = [];
	afterEach(async () => {
		for (const host of hosts.splice(0)) await host.close();
	});
	const open = async () => {
		const staged = stage();
		const host = await new PaperlessHost(staged.fake).open();
		hosts.push(host);
		return { ...staged, url: host.url };
	};

	test("answers with the addresses of its own host, compressed", async () => {
		const { url } = await open();
		const answer = await fetch(`${url}/api/documents/?page_size=1`, auth);
		expect(answer.headers.get("content-encoding")).toBe("gzip");
		expect(at(await answer.json(), "next")).toBe(`${url}/api/documents/?page=2&page_size=1`);
	});

	test("takes uploads and serves files", async () => {
		const { url, fake } = await open();
		const form = new FormData();
		form.set("document", new File(["hello"], "note.txt"));
		const upload = { ...auth, method: "POST", body: form };
		expect((await fetch(`${url}/api/documents/post_document/`, upload)).status).toBe(200);
		fake.runWorker();
		expect(await (await fetch(`${url}/api/documents/6/download/`, auth)).text()).toBe("hello");
		expect((await fetch(`${url}/api/documents/6/download/`, { ...auth, method: "HEAD" })).status).toBe(200);
	});

	test("closes the connection in the middle of a body, or before any", async () => {
		const { url, fake } = await open();
		fake.fail(list, { kind: "cut" });
		const answer = await fetch(`${url}/api/documents/`, auth);
		expect(answer.status).toBe(200);
		await expect(answer.text()).rejects.toThrow();
		fake.fail(list, { kind: "unreachable" });
		await expect(fetch(`${url}/api/documents/`, auth)).rejects.toThrow();
	});
});
