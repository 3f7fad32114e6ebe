import { describe, expect, test, vi } from "vitest";
import { adminToken, FakePaperless } from "./paperless/paperless.ts";

const url = "https://paperless.example.com/api/documents/";
const headers = { Authorization: `Token ${adminToken}`, Accept: "application/json; version=9" };

/* The same server as in the tests of its rules, where the platform's own fetch, streams and forms are. */
describe("the fake server in the Worker's runtime", () => {
	test("takes the place of fetch", async () => {
		const fake = new FakePaperless();
		fake.addDocument({ id: 3, title: "Größe", content: "text" });
		const fetch = vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => fake.fetch(input, init));
		const answer = await globalThis.fetch(`${url}3/`, { headers });
		expect(await answer.json()).toMatchObject({ id: 3, title: "Größe" });
		expect(answer.headers.get("x-version")).toBe("3.0.5");
		fetch.mockRestore();
	});

	test("hashes files, takes forms and cuts bodies", async () => {
		const fake = new FakePaperless({ profile: "2.20" });
		const form = new FormData();
		form.set("document", new File(["hello"], "note.txt"));
		const upload = await fake.fetch(`${url}post_document/`, { method: "POST", headers, body: form });
		expect(await upload.json()).toMatch(/^[0-9a-f-]{36}$/);
		fake.runWorker();
		const metadata = await fake.fetch(`${url}1/metadata/`, { headers });
		// MD5 of "hello".
		expect(await metadata.json()).toMatchObject({ original_checksum: "5d41402abc4b2a76b9719d911017c592" });
		fake.fail({ method: "GET" }, { kind: "cut" });
		const answer = await fake.fetch(url, { headers });
		await expect(answer.text()).rejects.toThrow();
	});

	test("fails as fetch does when the caller gives up", async () => {
		const fake = new FakePaperless();
		fake.fail({}, { kind: "slow", ms: 60_000 });
		await expect(fake.fetch(url, { headers, signal: AbortSignal.timeout(20) })).rejects.toThrow();
	});
});
