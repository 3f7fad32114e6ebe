import { describe, expect, test } from "vitest";
import {
	addTagToDocuments,
	afterPage,
	countOf,
	countTrash,
	createEntity,
	deleteDocument,
	emptyTrash,
	findEntities,
	findMissing,
	fingerprintOf,
	getDocument,
	getDocuments,
	getServerStatus,
	getStatistics,
	isCompleteWalk,
	listDocuments,
	listEntities,
	listingFingerprintOf,
	openFile,
	openPaperless,
	type Paperless,
	type PaperlessOptions,
	patchDocument,
	startOfWalk,
	testConnection,
} from "../../src/paperless/paperless.ts";
import { adminToken, type FakeOptions, FakePaperless } from "../fakes/paperless/paperless.ts";
import { TestClock } from "../lib/test-clock.ts";
import { failureOf } from "./stub.ts";

interface World {
	fake: FakePaperless;
	paperless: Paperless;
	clock: TestClock;
	/** Another client of the same server. */
	open(options?: Partial<PaperlessOptions>): Paperless;
}

const odd = "Cafe\u0301 \ud83d\ude00 \u202eשלום\u202c\u0007 \u2028 ﬁn";

/** Both releases, each under a sub-path and behind a proxy whose links name an inner host. */
describe.each(["2.20", "3.0"] as const)("a Paperless-ngx %s", (profile) => {
	function world(options: Partial<FakeOptions> = {}): World {
		const linkOrigin = "http://inner.invalid:8000";
		const fake = new FakePaperless({ profile, basePath: "/paperless", linkOrigin, zoneMinutes: 60, ...options });
		const clock = new TestClock();
		const open = (changes: Partial<PaperlessOptions> = {}) =>
			openPaperless({
				url: "https://home.example.com/paperless/",
				credentials: { token: adminToken },
				fetch: fake.fetch,
				policy: { allowPrivateHosts: [] },
				clock,
				...changes,
			});
		return { fake, clock, open, paperless: open() };
	}

	function seeded(count: number, options: Partial<FakeOptions> = {}): World {
		const made = world(options);
		for (let id = 1; id <= count; id++) {
			made.fake.addDocument({
				id,
				title: `Document ${id}`,
				content: `Text of ${id}`,
				correspondent: id % 2 === 0 ? "Acme" : null,
				document_type: id % 3 === 0 ? "Invoice" : null,
				tags: id % 5 === 0 ? ["tax", "Tax"] : [],
			});
		}
		return made;
	}

	async function walk(paperless: Paperless, pageSize: number): Promise<{ ids: number[]; isComplete: boolean }> {
		const ids: number[] = [];
		let walked = startOfWalk;
		for (let page = 1; ; page++) {
			const found = await listDocuments(paperless, "state", { page, pageSize });
			ids.push(...found.documents.map(({ id }) => id));
			walked = afterPage(walked, found);
			if (!found.hasNext) return { ids, isComplete: isCompleteWalk(walked) };
		}
	}

	test("tells its release and how many documents there are", async () => {
		const { paperless, fake } = seeded(7);
		const version = profile === "3.0" ? "3.0.5" : "2.20.15";
		expect(await testConnection(paperless)).toEqual({ version, documentCount: 7 });
		expect(fake.log.map(({ headers }) => headers.get("accept"))).toEqual([
			"application/json",
			`application/json; version=${profile === "3.0" ? 10 : 9}`,
		]);
	});

	test("lets a user in by name and password", async () => {
		const { open } = seeded(1);
		const right = open({ credentials: { username: "admin", password: "adminpass" } });
		expect(await testConnection(right)).toMatchObject({ documentCount: 1 });
		const wrong = open({ credentials: { username: "admin", password: "x" } });
		const failure = await failureOf(testConnection(wrong));
		expect(failure.reason).toBe("credentials");
		expect(failure.message).toContain("Invalid username/password.");
		const unknown = await failureOf(testConnection(open({ credentials: { token: "0".repeat(40) } })));
		expect(unknown).toMatchObject({ reason: "credentials", status: 401 });
	});

	test("is not found under another path", async () => {
		const { open } = seeded(1);
		for (const path of ["", "/other", "/paperless/api", "/paperless/documents"]) {
			const failure = await failureOf(testConnection(open({ url: `https://home.example.com${path}` })));
			expect(failure.reason).toBe("wrong-url");
		}
	});

	test("is walked page by page, whatever its links say", async () => {
		const { paperless, fake } = seeded(23);
		const { ids, isComplete } = await walk(paperless, 5);
		expect(ids).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
		expect(isComplete).toBe(true);
		expect(fake.log).toHaveLength(5);
		expect((await listDocuments(world().paperless, "full", { page: 1 })).documents).toEqual([]);
	});

	test("may lose documents during a walk, which is then no complete one", async () => {
		const shrunk = seeded(21);
		shrunk.fake.after({ path: "/api/documents/" }, () => shrunk.fake.trashDocument(21), { skip: 3 });
		expect(await walk(shrunk.paperless, 5)).toMatchObject({ isComplete: false });
		const shifted = seeded(20);
		shifted.fake.after({ path: "/api/documents/" }, () => shifted.fake.trashDocument(1));
		const { ids, isComplete } = await walk(shifted.paperless, 5);
		// As many as the server counts at the end, and yet one was skipped.
		expect([ids.length, ids.includes(6), isComplete]).toEqual([19, false, false]);
	});

	test("may gain documents during a walk", async () => {
		const grown = seeded(9);
		grown.fake.after({ path: "/api/documents/" }, () => void grown.fake.addDocument({ title: "New", content: "" }));
		const { ids, isComplete } = await walk(grown.paperless, 5);
		expect([ids.length, isComplete]).toEqual([10, false]);
	});

	test("says which documents are really gone, where a walk has missed some", async () => {
		const { paperless, fake } = seeded(120);
		fake.after({ path: "/api/documents/" }, () => {
			fake.trashDocument(1);
			fake.addDocument({ id: 121, title: "New", content: "" });
		});
		const { ids, isComplete } = await walk(paperless, 50);
		expect([ids.includes(51), isComplete]).toEqual([false, true]);
		expect(await findMissing(paperless, [1, 51])).toEqual([1]);
		expect(await findMissing(paperless, [...Array(120).keys(), 130].slice(1))).toEqual([1, 130]);
	});

	test("gives documents with text, relations and odd characters", async () => {
		const { paperless, fake } = world();
		const big = 2 ** 31 + 5;
		fake.addDocument({ id: 3, title: "", content: "" });
		fake.addDocument({ id: big, title: odd, content: odd.repeat(3), correspondent: "Acme", tags: ["b", "a"] });
		const { documents } = await listDocuments(paperless, "full", { page: 1 });
		expect(documents).toMatchObject([
			{ id: 3, title: "", content: "", tagIds: [], correspondentId: null, documentTypeId: null, created: "2024-01-01" },
			{ id: big, title: odd, content: odd.repeat(3), tagIds: expect.any(Array) },
		]);
		const [listing, full] = await Promise.all([
			getDocument(paperless, "listing", big),
			getDocument(paperless, "full", big),
		]);
		expect("content" in listing).toBe(false);
		expect(listingFingerprintOf(listing)).toBe(listingFingerprintOf(full));
		expect(fingerprintOf(full)).toMatch(/^[0-9a-f]{64}$/);
		expect(Date.parse(full.modified)).toBeGreaterThan(0);
		expect(full.modified).toMatch(/\+01:00$/);
	});

	test("gives chosen documents in batches that fit", async () => {
		const { fake, open } = world();
		for (let id = 1; id <= 60; id++) fake.addDocument({ id, title: "T", content: "x".repeat(id <= 25 ? 900 : 90) });
		fake.trashDocument(30);
		const paperless = open({ maxBytes: 15_000 });
		const found: number[] = [];
		const missing: number[] = [];
		for await (const batch of getDocuments(
			paperless,
			"full",
			[...Array(60).keys()].map((id) => id + 1),
		)) {
			found.push(...batch.documents.map(({ id }) => id));
			missing.push(...batch.missingIds);
		}
		expect(found).toHaveLength(59);
		expect(missing).toEqual([30]);
		expect(fake.log.map(({ query }) => query.get("page_size"))).toEqual(["25", ...Array(6).fill("10")]);
	});

	test("gives its names, nested tags among them", async () => {
		const { paperless, fake } = seeded(6);
		const parent = fake.addNamed("tags", { name: "parent" });
		fake.addNamed("tags", { name: "child", parent: parent.id });
		for (let index = 0; index < 230; index++) fake.addNamed("correspondents", { name: `Firm ${index}` });
		const [tags, correspondents, types] = await Promise.all([
			listEntities(paperless, "tags"),
			listEntities(paperless, "correspondents"),
			listEntities(paperless, "document_types"),
		]);
		expect([...tags.entities.values()].map(({ name }) => name).sort()).toEqual(["Tax", "child", "parent", "tax"]);
		expect(correspondents.entities.size).toBe(231);
		expect([tags.isComplete, correspondents.isComplete, types.isComplete]).toEqual([true, true, true]);
		expect((await findEntities(paperless, "tags", "TAX")).map(({ name }) => name).sort()).toEqual(["Tax", "tax"]);
		expect(await countOf(paperless, "correspondents")).toBe(231);
	});

	test("takes a new name that it assigns to nothing, and not twice", async () => {
		const { paperless, fake } = seeded(1);
		for (const kind of ["tags", "correspondents", "document_types"] as const) {
			const made = await createEntity(paperless, kind, "Neu – ñ");
			expect(made).toMatchObject({ name: "Neu – ñ", documentCount: null });
			expect(fake.store.named[kind].get(made.id)?.matchingAlgorithm).toBe(0);
			expect(await failureOf(createEntity(paperless, kind, "Neu – ñ"))).toMatchObject({ reason: "exists" });
		}
		const long = await failureOf(createEntity(paperless, "tags", "x".repeat(129)));
		expect(long.message).toContain("name: Ensure this field has no more than 128 characters.");
	});

	test("takes changes of a document, and says what is wrong with them", async () => {
		const { paperless, fake } = seeded(4);
		const parent = fake.addNamed("tags", { name: "parent" });
		const child = fake.addNamed("tags", { name: "child", parent: parent.id });
		const before = await getDocument(paperless, "listing", 2);
		const after = await patchDocument(paperless, 2, { title: odd, correspondentId: null, tagIds: [child.id] });
		expect(after).toMatchObject({ title: odd, correspondentId: null, documentTypeId: before.documentTypeId });
		expect(after.tagIds.toSorted()).toEqual([parent.id, child.id].toSorted());
		expect(listingFingerprintOf(after)).not.toBe(listingFingerprintOf(before));
		expect(await getDocument(paperless, "full", 2)).toEqual(after);
		const unknown = await failureOf(patchDocument(paperless, 2, { correspondentId: 999 }));
		expect(unknown).toMatchObject({ reason: "refused", status: 400 });
		expect(unknown.message).toContain('correspondent: Invalid pk "999" - object does not exist.');
		expect(await failureOf(patchDocument(paperless, 99, { title: "x" }))).toMatchObject({ reason: "gone" });
	});

	test("adds a tag to many documents, all or none", async () => {
		const { paperless, fake } = seeded(4);
		const tag = fake.addNamed("tags", { name: "processed" });
		await addTagToDocuments(paperless, [1, 2], tag.id);
		expect((await getDocument(paperless, "state", 2)).tagIds).toContain(tag.id);
		expect(await failureOf(addTagToDocuments(paperless, [3, 99], tag.id))).toMatchObject({ reason: "refused" });
		expect((await getDocument(paperless, "state", 3)).tagIds).not.toContain(tag.id);
	});

	test("moves documents to the trash, counts and empties it", async () => {
		const { paperless } = seeded(4);
		expect([await deleteDocument(paperless, 1), await deleteDocument(paperless, 1)]).toEqual(["deleted", "gone"]);
		await deleteDocument(paperless, 2);
		expect(await countTrash(paperless)).toBe(2);
		await emptyTrash(paperless);
		expect(await countTrash(paperless)).toBe(0);
		expect(await failureOf(getDocument(paperless, "full", 1))).toMatchObject({ reason: "gone" });
	});

	test("gives previews and first pages", async () => {
		const { paperless, fake } = seeded(1);
		fake.addDocument({
			id: 5,
			title: "PDF",
			content: "x",
			mime_type: "application/pdf",
			file: () => new TextEncoder().encode("%PDF-1.7 original"),
			archive: () => new TextEncoder().encode("%PDF-1.7 archive"),
		});
		const preview = await openFile(paperless, 5, "preview", "bytes=0-3");
		expect(preview.headers.get("content-type")).toBe("application/pdf");
		// The application itself ignores ranges.
		expect([preview.status, await preview.text()]).toEqual([200, "%PDF-1.7 archive"]);
		const thumb = await openFile(paperless, 1, "thumb");
		expect(thumb.headers.get("content-type")).toBe("image/webp");
		expect((await thumb.arrayBuffer()).byteLength).toBeGreaterThan(0);
		expect(await failureOf(openFile(paperless, 99, "preview"))).toMatchObject({ reason: "gone" });
	});

	test("tells of itself to those who may know", async () => {
		const { paperless, open, fake } = seeded(3);
		const plain = fake.addUser({ username: "plain", password: "p" });
		expect(await getStatistics(paperless)).toMatchObject({ documentsTotal: 3, correspondentCount: 1 });
		const status = await getServerStatus(paperless);
		expect(status.storageTotalBytes).toBeGreaterThan(0);
		expect(status.databaseStatus).toBe("OK");
		const restricted = open({ credentials: { token: plain.token } });
		expect(await failureOf(getServerStatus(restricted))).toMatchObject({ reason: "forbidden" });
		expect(await failureOf(testConnection(restricted))).toMatchObject({ reason: "forbidden", status: 403 });
		expect(await countTrash(restricted)).toBe(0);
	});

	test("may fail for a while", async () => {
		const { paperless, fake, clock } = seeded(3);
		fake.fail({}, { kind: "error", status: 502 });
		fake.fail({}, { kind: "cut" });
		fake.fail({}, { kind: "truncated" });
		await walk(paperless, 10);
		// All three befall the first request: what replaces an answer comes before what spoils it.
		expect(clock.waits.length).toBeGreaterThan(0);
		for (const [fault, ms] of [
			[{ kind: "busy", retryAfter: 7 }, 7_000],
			[{ kind: "busy", retryAfter: "Fri, 20 Nov 2026 12:00:30 GMT" }, 30_000],
			[{ kind: "cut", share: 0 }, 1_000],
			[{ kind: "cut", share: 0.9 }, 1_000],
			[{ kind: "truncated", share: 0.5 }, 1_000],
			[{ kind: "truncated", share: 0 }, 1_000],
			[{ kind: "unreachable" }, 1_000],
			[{ kind: "error", status: 500 }, 1_000],
		] as const) {
			clock.waits.length = 0;
			fake.reset();
			fake.fail({}, fault);
			expect(await walk(paperless, 10)).toMatchObject({ ids: [1, 2, 3], isComplete: true });
			expect(clock.waits).toEqual([ms]);
			expect(fake.faultsLeft).toBe(0);
		}
	});

	test("may fail for good", async () => {
		for (const [fault, reason] of [
			[{ kind: "error", status: 503 }, "server"],
			[{ kind: "error", status: 413 }, "refused"],
			[{ kind: "forbidden" }, "forbidden"],
			[{ kind: "insufficient" }, "forbidden"],
			[{ kind: "missing" }, "wrong-url"],
			[{ kind: "cut" }, "broken"],
			[{ kind: "unreachable" }, "unreachable"],
			[{ kind: "redirect", to: "https://login.example.com/" }, "wrong-url"],
			[{ kind: "redirect", to: "http://169.254.169.254/" }, "wrong-url"],
			[{ kind: "page" }, "wrong-url"],
			[{ kind: "busy", retryAfter: 90 }, "throttled"],
		] as const) {
			const { paperless, fake } = seeded(1);
			fake.fail({}, fault, { times: Number.POSITIVE_INFINITY });
			expect(await failureOf(getStatistics(paperless))).toMatchObject({ reason });
		}
	});

	test("may be slow", async () => {
		const { open, fake } = seeded(1);
		fake.fail({}, { kind: "slow", ms: 5_000 }, { times: 2 });
		const failure = await failureOf(getStatistics(open({ timeoutMs: 20, maxRetries: 1 })));
		expect(failure).toMatchObject({ reason: "timeout", retryAfterMs: 2_000 });
	});

	test("may lose the answer to what it did", async () => {
		const { paperless, fake } = seeded(3);
		fake.fail({ method: "DELETE" }, { kind: "unreachable" }, { applied: true });
		expect(await deleteDocument(paperless, 1)).toBe("gone");
		fake.fail({ method: "PATCH" }, { kind: "error", status: 504 }, { applied: true });
		expect(await patchDocument(paperless, 2, { title: "New" })).toMatchObject({ title: "New" });
		fake.fail({ method: "POST" }, { kind: "unreachable" }, { applied: true });
		expect(await failureOf(createEntity(paperless, "tags", "new"))).toMatchObject({ reason: "unreachable" });
		expect(await findEntities(paperless, "tags", "new")).toHaveLength(1);
	});

	test("behind a proxy that drops its headers is still understood", async () => {
		const { paperless, fake } = seeded(2);
		fake.fail({}, { kind: "anonymous" }, { times: Number.POSITIVE_INFINITY });
		expect(await testConnection(paperless)).toEqual({ version: "unknown", documentCount: 2 });
		expect(await walk(paperless, 1)).toMatchObject({ ids: [1, 2], isComplete: true });
		expect(fake.log.every(({ headers }) => headers.get("accept") === "application/json")).toBe(true);
	});
});

test("a server that is exchanged for another release is understood on", async () => {
	const servers = (["3.0", "2.20", "3.0"] as const).map((profile) => {
		const fake = new FakePaperless({ profile });
		fake.addDocument({ id: 1, title: "T", content: "c" });
		return fake;
	});
	let current = servers[0];
	const paperless = openPaperless({
		url: "https://paperless.example.com",
		credentials: { token: adminToken },
		fetch: (url, init) => current?.fetch(url, init) ?? Promise.reject(new Error("no server")),
		policy: undefined,
	});
	const seen: (string | undefined)[] = [];
	for (const server of servers) {
		current = server;
		for (let call = 0; call < 2; call++) await getDocument(paperless, "full", 1);
		seen.push(paperless.productVersion);
	}
	expect(seen).toEqual(["3.0.5", "2.20.15", "3.0.5"]);
	expect(servers.map(({ log }) => log.length)).toEqual([2, 3, 2]);
});
