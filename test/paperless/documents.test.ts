import { describe, expect, test } from "vitest";
import {
	type DocumentBatch,
	deleteDocument,
	fingerprintOf,
	getDocument,
	getDocuments,
	listDocuments,
	listingFingerprintOf,
	openFile,
	type Paperless,
	patchDocument,
} from "../../src/paperless/paperless.ts";
import { type Answer, type Asked, document, failureOf, html, json, list, stub } from "./stub.ts";

const ids = ({ url }: Asked) => (url.searchParams.get("id__in") ?? "").split(",").map(Number);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function batches(paperless: Paperless, wanted: number[]): Promise<DocumentBatch<unknown>[]> {
	const found: DocumentBatch<unknown>[] = [];
	for await (const batch of getDocuments(paperless, "full", wanted)) found.push(batch);
	return found;
}

describe("a page of documents", () => {
	test("is asked for by its number, with the fields of its shape and a steady order", async () => {
		const at = stub(list([document(1)]));
		await listDocuments(at.paperless, "listing", { page: 1 });
		await listDocuments(at.paperless, "state", {
			page: 3,
			pageSize: 500,
			ordering: "-modified",
			filter: { modified__gt: "2026-11-21T20:57:14.459826+01:00" },
		});
		expect(at.asked.map(({ url }) => url.pathname + url.search)).toEqual([
			"/sub/api/documents/?page=1&page_size=100&ordering=id&fields=id,modified,tags,correspondent,document_type,title,created,added,original_file_name,archived_file_name,archive_serial_number",
			"/sub/api/documents/?page=3&page_size=500&ordering=-modified&fields=id,modified,tags,correspondent,document_type&modified__gt=2026-11-21T20%3A57%3A14.459826%2B01%3A00",
		]);
	});

	test("takes nothing from next but whether it is there", async () => {
		const next = "http://inner.local:8000/api/documents/?page=7&secret=1";
		const at = stub([list([document(1)], { count: 2, next }), list([document(2)], { count: 2 })]);
		const first = await listDocuments(at.paperless, "listing", { page: 1, pageSize: 1 });
		const second = await listDocuments(at.paperless, "listing", { page: 2, pageSize: 1 });
		expect([first.hasNext, second.hasNext]).toEqual([true, false]);
		expect([first.count, second.count]).toEqual([2, 2]);
		expect(new Set(at.asked.map(({ url }) => url.host))).toEqual(new Set(["paperless.example.com"]));
	});

	test("that is gone in mid walk is an end, and no failure", async () => {
		const at = stub(json({ detail: "Invalid page." }, 404));
		const page = await listDocuments(at.paperless, "state", { page: 4 });
		expect(page).toEqual({ documents: [], unreadable: [], count: undefined, hasNext: false, isBeyondEnd: true });
		expect(await failureOf(listDocuments(at.paperless, "state", { page: 1 }))).toMatchObject({ reason: "wrong-url" });
		const proxy = stub(html(404));
		expect(await failureOf(listDocuments(proxy.paperless, "state", { page: 4 }))).toMatchObject({
			reason: "wrong-url",
		});
	});

	test("is read tolerantly", async () => {
		const bare = { id: 2 ** 40, title: "", created: "2024-01-10T00:00:00+01:00", modified: "m", added: "a" };
		const rich = document(7, {
			content: null,
			tags: [3, 1],
			correspondent: 5,
			document_type: 6,
			original_file_name: "a.pdf",
			archive_serial_number: 4_294_967_295,
			custom_fields: [{ field: 1, value: { of: "an unknown type" } }],
			nested: { unknown: [1] },
		});
		const at = stub(list([bare, rich], { all: [1, 2] }));
		const { documents, unreadable } = await listDocuments(at.paperless, "full", { page: 1 });
		expect(unreadable).toEqual([]);
		expect(documents).toEqual([
			{
				id: 2 ** 40,
				title: "",
				content: "",
				created: "2024-01-10",
				modified: "m",
				added: "a",
				tagIds: [],
				correspondentId: null,
				documentTypeId: null,
				originalFileName: null,
				archivedFileName: null,
				archiveSerialNumber: null,
			},
			expect.objectContaining({ id: 7, content: "", tagIds: [3, 1], correspondentId: 5, documentTypeId: 6 }),
		]);
	});

	test("leaves every character as it is", async () => {
		const odd = "Cafe\u0301 \ud83d\ude00 \u202eשלום\u0007\u0000\u2028 \ud800 \ufeff";
		const at = stub(list([document(1, { title: odd, content: odd })]));
		const { documents } = await listDocuments(at.paperless, "full", { page: 1 });
		expect(documents[0]).toMatchObject({ title: odd, content: odd });
	});

	test("names what cannot be read, and gives the rest", async () => {
		const at = stub(list([document(1, { title: null }), document(2), document(3, { modified: undefined })]));
		const page = await listDocuments(at.paperless, "listing", { page: 1 });
		expect(page.documents.map(({ id }) => id)).toEqual([2]);
		expect(page.unreadable).toEqual([
			{ id: 1, reason: "title: missing or of another type" },
			{ id: 3, reason: "modified: missing or of another type" },
		]);
	});

	test("of more than 8 MB is broken off, and nothing is tried again", async () => {
		const megabyte = new TextEncoder().encode(`"${"x".repeat(1024 * 1024 - 3)}",`);
		let sent = 0;
		const endless: Answer = () =>
			new Response(
				new ReadableStream<Uint8Array>({
					start: (controller) => controller.enqueue(new TextEncoder().encode("[")),
					pull(controller) {
						sent += 1;
						controller.enqueue(megabyte);
					},
				}),
				{ headers: { "Content-Type": "application/json" } },
			);
		const at = stub(endless);
		const failure = await failureOf(listDocuments(at.paperless, "full", { page: 1 }));
		expect(failure).toMatchObject({ reason: "too-large", retryAfterMs: undefined });
		expect(sent).toBeLessThan(12);
		expect(at.asked).toHaveLength(1);
		const smaller = stub(list([document(1, { content: "x".repeat(2_000) })]), { maxBytes: 1_000 });
		expect(await failureOf(listDocuments(smaller.paperless, "full", { page: 1 }))).toMatchObject({
			reason: "too-large",
		});
	});
});

describe("documents by their ids", () => {
	const answering =
		(sizes: Record<number, number> = {}): Answer =>
		(asked) =>
			list(ids(asked).map((id) => document(id, { content: "x".repeat(sizes[id] ?? 1) })));

	test("come in batches of 25, each id once", async () => {
		const at = stub(answering());
		const found = await batches(at.paperless, [...numbers(60), 1, 2, 60]);
		expect(found.map(({ documents }) => documents.length)).toEqual([25, 25, 10]);
		expect(at.asked.flatMap(ids)).toEqual(numbers(60));
		expect(
			at.asked.every(({ url }) => url.searchParams.get("page_size") === String(ids({ url } as Asked).length)),
		).toBe(true);
		expect(await batches(at.paperless, [])).toEqual([]);
	});

	test("come in smaller batches once an answer was too large", async () => {
		// 25 × 500 bytes are more than 10,000, ten are not.
		const at = stub(answering(Object.fromEntries(numbers(30).map((id) => [id, 500]))), { maxBytes: 10_000 });
		const found = await batches(at.paperless, numbers(30));
		expect(at.asked.map((asked) => ids(asked).length)).toEqual([25, 10, 10, 10]);
		expect(found.flatMap(({ documents }) => documents)).toHaveLength(30);
	});

	test("come one by one at last, and a large one alone may be larger", async () => {
		const at = stub(answering({ 2: 20_000 }), { maxBytes: 10_000 });
		const found = await batches(at.paperless, numbers(4));
		expect(at.asked.map((asked) => ids(asked).length)).toEqual([4, 1, 1, 1, 1]);
		expect(found.flatMap(({ documents }) => documents)).toHaveLength(4);
		expect(found.flatMap(({ tooLargeIds }) => tooLargeIds)).toEqual([]);
	});

	test("one that is too large even alone is named, and the others come", async () => {
		const at = stub(answering({ 2: 17 * 1024 * 1024 }));
		const found = await batches(at.paperless, numbers(3));
		expect(found.flatMap(({ tooLargeIds }) => tooLargeIds)).toEqual([2]);
		expect(found.flatMap(({ documents }) => documents)).toHaveLength(2);
	});

	test("that are not answered are named, and others than asked for are left aside", async () => {
		const at = stub(list([document(1), document(99), document(3, { added: 5 })]));
		expect(await batches(at.paperless, [1, 2, 3])).toMatchObject([
			{
				documents: [{ id: 1 }],
				missingIds: [2],
				unreadable: [{ id: 3, reason: "added: missing or of another type" }],
			},
		]);
	});
});

describe("one document", () => {
	test("that is not there is gone, if the server itself says so", async () => {
		const at = stub(json({ detail: "No Document matches the given query." }, 404));
		expect(await failureOf(getDocument(at.paperless, "full", 5))).toMatchObject({ reason: "gone", status: 404 });
		const proxy = stub(html(404));
		expect(await failureOf(getDocument(proxy.paperless, "full", 5))).toMatchObject({ reason: "wrong-url" });
	});

	test("is changed by what is named alone", async () => {
		const at = stub(json(document(5, { tags: [1, 2] })));
		expect(await patchDocument(at.paperless, 5, { tagIds: [2], correspondentId: null })).toMatchObject({
			tagIds: [1, 2],
		});
		await patchDocument(at.paperless, 5, { title: "New", documentTypeId: 4 });
		expect(at.asked.map(({ method, url, body }) => [method, url.pathname + url.search, body])).toEqual([
			["PATCH", "/sub/api/documents/5/", { correspondent: null, tags: [2] }],
			["PATCH", "/sub/api/documents/5/", { title: "New", document_type: 4 }],
		]);
		expect(at.asked[0]?.headers.get("content-type")).toBe("application/json");
	});

	test("with a very long text is changed too", async () => {
		const long = json(document(5, { content: "x".repeat(17 * 1024 * 1024) }));
		const at = stub((asked) => (asked.method === "PATCH" ? long : json(document(5, { title: "New" }))));
		expect(await patchDocument(at.paperless, 5, { title: "New" })).toMatchObject({ title: "New" });
		expect(at.asked.map(({ method }) => method)).toEqual(["PATCH", "GET"]);
	});

	test("is deleted by a 204 alone", async () => {
		const done = stub(new Response(null, { status: 204 }));
		expect(await deleteDocument(done.paperless, 5)).toBe("deleted");
		const again = stub(json({ detail: "No Document matches the given query." }, 404));
		expect(await deleteDocument(again.paperless, 5)).toBe("gone");
		for (const [answer, reason] of [
			[json({}), "malformed"],
			[html(404), "wrong-url"],
			[html(302, { Location: "/accounts/login/" }), "wrong-url"],
			[new Response("Insufficient permissions", { status: 403 }), "forbidden"],
		] as const) {
			const at = stub(answer);
			expect(await failureOf(deleteDocument(at.paperless, 5))).toMatchObject({ reason });
			expect(at.asked).toHaveLength(1);
		}
	});
});

describe("a document's file", () => {
	const bytes = new Uint8Array([1, 2, 3, 4]);

	test("comes as a stream with the headers that describe it", async () => {
		const headers = {
			"Content-Type": "text/plain; charset=utf-8",
			"Content-Length": "4",
			ETag: '"abc"',
			"Set-Cookie": "csrftoken=1",
			"X-Frame-Options": "SAMEORIGIN",
			"Content-Disposition": 'inline; filename="a.txt"',
		};
		const at = stub(new Response(bytes, { headers }));
		const file = await openFile(at.paperless, 5, "preview");
		expect(file.status).toBe(200);
		expect(Object.fromEntries(file.headers)).toEqual({
			"content-type": "text/plain; charset=utf-8",
			"content-length": "4",
			etag: '"abc"',
		});
		expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
		expect(at.asked[0]?.url.pathname).toBe("/sub/api/documents/5/preview/");
		expect(at.asked[0]?.headers.get("accept")).toBe("*/*");
		expect(at.asked[0]?.headers.has("range")).toBe(false);
	});

	test("passes a range on, and what became of it", async () => {
		const headers = { "Content-Type": "application/pdf", "Content-Range": "bytes 0-3/10", "Accept-Ranges": "bytes" };
		const at = stub(new Response(bytes, { status: 206, headers }));
		const file = await openFile(at.paperless, 5, "preview", "bytes=0-3");
		expect(at.asked[0]?.headers.get("range")).toBe("bytes=0-3");
		expect(file.status).toBe(206);
		expect(file.headers.get("content-range")).toBe("bytes 0-3/10");
	});

	test("has a type where the server names none, and no length of a compressed body", async () => {
		for (const [kind, type] of [
			["preview", "application/pdf"],
			["thumb", "image/webp"],
		] as const) {
			const at = stub(new Response(bytes, { headers: { "Content-Length": "2", "Content-Encoding": "gzip" } }));
			const file = await openFile(at.paperless, 5, kind);
			expect(file.headers.get("content-type")).toBe(type);
			expect(file.headers.has("content-length")).toBe(false);
		}
	});

	test("that is not there is gone", async () => {
		const at = stub(json({ detail: "Not found." }, 404));
		expect(await failureOf(openFile(at.paperless, 5, "thumb"))).toMatchObject({ reason: "gone" });
	});
});

describe("a fingerprint", () => {
	const invoice = {
		title: "Invoice 1",
		content: "Hello World",
		modified: "2024-01-15T10:00:00Z",
		tagIds: [3, 1, 20],
		correspondentId: 5,
		documentTypeId: null,
	};

	test("is that of the contract's vector, whatever the order of the tags", () => {
		const expected = "43c280c29aeffaebe85e073671e90686d87e5d552b94333276fd3bfc04f212d8";
		expect(fingerprintOf(invoice)).toBe(expected);
		expect(fingerprintOf({ ...invoice, tagIds: [20, 3, 1] })).toBe(expected);
		expect(invoice.tagIds).toEqual([3, 1, 20]);
	});

	test("of a listing knows all but the text", () => {
		const base = listingFingerprintOf(invoice);
		expect(base).toMatch(/^[0-9a-f]{64}$/);
		expect(listingFingerprintOf({ ...invoice, content: "Other" } as typeof invoice)).toBe(base);
		const changes = [
			{ title: "Invoice 2" },
			{ modified: "2024-01-15T10:00:01Z" },
			{ tagIds: [3, 1] },
			{ correspondentId: null },
			{ documentTypeId: 5 },
		];
		const changed = changes.map((change) => listingFingerprintOf({ ...invoice, ...change }));
		expect(new Set([base, ...changed]).size).toBe(6);
		const whole = [...changes, { content: "Hello" }].map((change) => fingerprintOf({ ...invoice, ...change }));
		expect(new Set([fingerprintOf(invoice), ...whole]).size).toBe(7);
	});
});
