import { describe, expect, test } from "vitest";
import { populate } from "../fakes/paperless/generator.ts";
import { FakePaperless } from "../fakes/paperless/paperless.ts";
import { asking, at, idsIn, stage } from "./fake-client.ts";

describe("made documents", () => {
	test("are the same each time for one seed, and others for another", () => {
		const made = (seed: number) => {
			const { fake } = stage({}, 0);
			populate(fake, { count: 60, seed });
			return JSON.stringify([...fake.store.documents.values()]);
		};
		expect(made(1)).toBe(made(1));
		expect(made(1)).not.toBe(made(2));
	});

	test("have gaps in their ids, ids above 32 bits, and texts of every odd kind", () => {
		const { fake } = stage({}, 0);
		populate(fake, { count: 200 });
		const documents = [...fake.store.documents.values()];
		const ids = documents.map(({ id }) => id);
		expect(new Set(ids).size).toBe(200);
		expect(Math.max(...ids)).toBeGreaterThan(2 ** 31);
		expect(ids).not.toContain(50);
		const some = (test: (content: string) => boolean) => documents.some(({ content }) => test(content));
		expect(some((content) => content === "")).toBe(true);
		expect(some((content) => content.length > 3_000_000)).toBe(true);
		expect(some((content) => content !== content.normalize("NFC"))).toBe(true);
		expect(some((content) => /\p{Emoji_Presentation}/u.test(content))).toBe(true);
		expect(some((content) => /\p{Script=Hebrew}/u.test(content))).toBe(true);
		expect(some((content) => content.includes("\u0001"))).toBe(true);
		expect(documents.some(({ correspondent, documentType }) => correspondent === null && documentType === null)).toBe(
			true,
		);
	});

	test("survive the way over the wire unchanged", async () => {
		const { fake, ask } = stage({}, 0);
		populate(fake, { count: 20 });
		for (const record of fake.store.documents.values()) {
			const { body } = await ask("GET", `/api/documents/${record.id}/`);
			expect(at(body, "content") === record.content).toBe(true);
			expect(at(body, "title")).toBe(record.title);
		}
	});

	test("are walked page by page in full", async () => {
		const fake = new FakePaperless();
		populate(fake, { count: 5000, isPlain: true });
		const ask = asking(fake);
		const seen = new Set<number>();
		for (let page = 1; page <= 10; page++) {
			const { body } = await ask("GET", `/api/documents/?ordering=id&fields=id&page_size=500&page=${page}`);
			for (const id of idsIn(body)) seen.add(id);
		}
		expect(seen.size).toBe(5000);
	});

	test("are PDFs, and their thumbnails pictures", async () => {
		const { fake } = stage({}, 0);
		populate(fake, { count: 40, isPlain: true });
		const ask = asking(fake, "*/*");
		expect((await ask("GET", "/api/documents/30/preview/")).body).toMatch(/^%PDF-1\.4\n[\s\S]*%%EOF\n$/);
		expect((await ask("GET", "/api/documents/30/thumb/")).headers.get("content-type")).toBe("image/webp");
	});
});

describe("search", () => {
	test("finds documents by all their words, best first, with the passage", async () => {
		const { fake, ask } = stage();
		fake.addDocument({ id: 10, title: "Water bill", content: "The meter of the house. Water, water." });
		fake.addDocument({ id: 11, title: "Letter", content: "Water for the meter." });
		const { body } = await ask("GET", "/api/documents/?query=water%20meter");
		expect(idsIn(body)).toEqual([10, 11]);
		expect(at(body, "results", 0, "__search_hit__")).toMatchObject({ score: 1, rank: 0 });
		expect(at(body, "results", 1, "__search_hit__", "highlights")).toContain('<span class="match">Water</span>');
		expect(idsIn((await ask("GET", "/api/documents/?title_search=water")).body)).toEqual([10]);
		expect(idsIn((await ask("GET", "/api/documents/?more_like_id=10")).body)).toEqual([11]);
	});
});
