import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakePaperless } from "../fakes/paperless/paperless.ts";
import { fakeNetwork, type LibraryUser, libraryRows, libraryUser, reachable, serverWith, synced } from "./library.ts";

// A sync is some twenty messages and requests, and the machine may have other work.
vi.setConfig({ testTimeout: 120_000 });
beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

/** What the server has, as the library should. */
function expected(fake: FakePaperless) {
	return [...fake.store.documents.values()]
		.filter(({ deletedAt }) => deletedAt === null)
		.sort((a, b) => a.id - b.id)
		.map(({ id, title, content, tags }) => ({
			paperless_id: id,
			title,
			full_text: content,
			tags: JSON.stringify(tags.map((tag) => fake.store.named.tags.get(tag)?.name).sort()),
		}));
}

async function actual(user: LibraryUser) {
	const rows = await libraryRows(user);
	return rows.map(({ paperless_id, title, full_text, tags }) => ({ paperless_id, title, full_text, tags }));
}

const list = (page: number) => ({ path: "/api/documents/", query: { ordering: "-modified", page: String(page) } });
const walk = (page: number) => ({ path: "/api/documents/", query: { ordering: "id", page: String(page) } });
const texts = { path: "/api/documents/", query: { page_size: "25" } };

describe("documents that change while a sync reads the list", () => {
	it("are right at its end, whether they came, went or were renamed", async () => {
		const fake = serverWith(320);
		const user = await libraryUser(reachable(fake));
		fake.after(list(1), () => {
			for (const id of [300, 250, 120]) fake.purgeDocument(id);
			fake.changeDocument(10, { title: "Renamed 10" });
		});
		fake.after(list(2), () => {
			fake.addDocument({ title: "Came", content: "late" });
			fake.trashDocument(7);
			fake.changeDocument(200, { content: "Other words" });
		});
		fake.after(texts, () => fake.purgeDocument(319), { skip: 1 });
		const result = await synced(user);
		expect(await actual(user)).toEqual(expected(fake));
		expect(result.totalFetched).toBe(result.inserted + result.updated + result.skipped + result.failed);
		expect(await synced(user)).toMatchObject({ inserted: 0, updated: 0, reconciled: 0, failed: 0 });
	});

	it("are not lost where the list shrinks so far that its next page is gone", async () => {
		const fake = serverWith(205);
		const user = await libraryUser(reachable(fake));
		await synced(user);
		for (let id = 1; id <= 205; id += 2) fake.changeDocument(id, { title: `Renamed ${id}` });
		fake.after(list(1), () => {
			for (let id = 2; id <= 205; id += 2) fake.purgeDocument(id);
		});
		await synced(user, { force: true });
		expect(await actual(user)).toEqual(expected(fake));
	});
});

describe("documents that change while a sync walks over the ids", () => {
	it("are never removed while they exist, though the walk misses them and the count agrees", async () => {
		const fake = serverWith(1_030);
		const user = await libraryUser(reachable(fake));
		await synced(user);
		// The first of the second page moves to the first page, which has been read; a new one makes up the number.
		fake.after(walk(1), () => {
			fake.purgeDocument(5);
			fake.addDocument({ title: "Makes up the number", content: "…" });
		});
		expect(await synced(user)).toMatchObject({ reconciled: 0 });
		expect((await libraryRows(user)).map(({ paperless_id }) => paperless_id)).toContain(1_001);
		expect(await synced(user)).toMatchObject({ reconciled: 1 });
		expect(await actual(user)).toEqual(expected(fake));
	});

	it("are not removed after a walk that the set was disturbed in", async () => {
		const fake = serverWith(1_030);
		const user = await libraryUser(reachable(fake));
		await synced(user);
		fake.purgeDocument(3);
		fake.after(walk(1), () => fake.purgeDocument(900));
		expect(await synced(user)).toMatchObject({ reconciled: 0 });
		expect(await libraryRows(user)).toHaveLength(1_030);
		expect(await synced(user)).toMatchObject({ reconciled: 2 });
		expect(await actual(user)).toEqual(expected(fake));
	});
});

describe("a server that changes at random between any two requests", () => {
	it.each([1, 2, 3])(
		"is copied truly by the next sync at the latest (%i)",
		async (seed) => {
			const fake = serverWith(260);
			const user = await libraryUser(reachable(fake));
			let state = seed * 7919;
			const random = (below: number) => {
				state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
				return Math.floor((state / 2_147_483_648) * below);
			};
			const ids = () => [...fake.store.documents.values()].filter((one) => one.deletedAt === null).map(({ id }) => id);
			const untouched = new Set(ids());
			const change = () => {
				const id = ids()[random(ids().length)] ?? 0;
				untouched.delete(id);
				const what = random(4);
				if (what === 0) fake.trashDocument(id);
				else if (what === 1) fake.changeDocument(id, { title: `Renamed ${random(1_000_000)}` });
				else if (what === 2) fake.changeDocument(id, { content: `Words ${random(1_000_000)}` });
				else fake.addDocument({ title: `New ${random(1_000_000)}`, content: "New" });
			};
			const everywhere = { path: "/api/documents/" };
			fake.after(everywhere, change, { times: 40 });
			await synced(user);
			const kept = new Set((await libraryRows(user)).map(({ paperless_id }) => paperless_id));
			expect([...untouched].filter((id) => !kept.has(id))).toEqual([]);
			fake.reset();
			await synced(user);
			expect(await actual(user)).toEqual(expected(fake));
		},
		60_000,
	);
});
