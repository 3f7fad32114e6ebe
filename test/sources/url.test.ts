import { describe, expect, it } from "vitest";
import { insertDocument, keepBytes, maxInputBytes } from "../../src/documents/documents.ts";
import { sha256Hex } from "../../src/lib/hash.ts";
import { runBatch } from "../../src/platform/database.ts";
import { type OpenedSource, openPreview, openSource } from "../../src/tagging/sources.ts";
import { env } from "../accounts/support.ts";
import { aPdfAnswer, endless, leftovers, online, pdf, type Server, silence, stalled } from "./network.ts";

const address = "https://papers.example.com/reports/Annual%20Report%202024.pdf";
const owner = () => crypto.randomUUID();

async function open(server: Server, path = address, options = {}) {
	return await openSource(online(server), owner(), { type: "url", path }, options);
}

/** Writes the document that a source has brought, as a job does. */
async function keep(ctx: ReturnType<typeof online>, opened: OpenedSource): Promise<void> {
	if (!opened.isNew) return;
	const row = { ...opened.row, createdAt: ctx.now(), updatedAt: ctx.now() };
	await runBatch(ctx.db, [insertDocument(ctx.db, row), keepBytes(ctx.db, row.id)]);
}

describe("a URL", () => {
	it("is fetched as a browser would and stored under a new document's id", async () => {
		const ctx = online(() => aPdfAnswer());
		const mine = owner();
		const opened = await openSource(ctx, mine, { type: " URL ", path: ` ${address} ` });
		expect(opened).toEqual({
			documentId: expect.any(String),
			name: "Annual Report 2024.pdf",
			sizeBytes: pdf.length,
			sha256: sha256Hex(pdf),
			format: "pdf",
			isNew: true,
			row: {
				id: opened.documentId,
				owner: mine,
				source: "url",
				sourceUrl: address,
				finalUrl: address,
				fileName: "Annual Report 2024.pdf",
				contentType: "application/pdf",
				format: "pdf",
				extension: ".pdf",
				sizeBytes: pdf.length,
				sha256: sha256Hex(pdf),
			},
		});
		const stored = await env.FILES.get(`documents/${opened.documentId}/input`);
		expect(await stored?.text()).toBe(pdf);
		expect(ctx.asked[0]?.headers.get("user-agent")).toMatch(/^Mozilla\/5\.0 .+ AppleWebKit\/537\.36/);
		// Until the row is there, an order stands by that would remove the bytes.
		expect(await leftovers()).toHaveLength(2);
		await keep(ctx, opened);
		expect(await leftovers()).toEqual([]);
	});

	it("with bytes that the owner has already leads to that document, another owner's do not", async () => {
		const ctx = online(() => aPdfAnswer());
		const mine = owner();
		const first = await openSource(ctx, mine, { type: "url", path: address });
		await keep(ctx, first);
		const again = await openSource(ctx, mine, { type: "url", path: "https://mirror.example.org/copy" });
		expect(again).toMatchObject({
			isNew: false,
			documentId: first.documentId,
			name: "copy.pdf",
			sizeBytes: pdf.length,
		});
		expect(await leftovers()).toEqual([]);
		const theirs = await openSource(ctx, owner(), { type: "url", path: address });
		expect(theirs).toMatchObject({ isNew: true });
		await keep(ctx, theirs);
	});

	it.each([
		["a PDF that calls itself something else", pdf, "application/octet-stream"],
		["a PDF without a type", pdf, ""],
		["a PDF whose header comes late", `${"\n".repeat(1019)}${pdf}`, "text/html"],
	])("is taken for %s", async (_, body, type) => {
		const ctx = online(
			() => new Response(new TextEncoder().encode(body), type === "" ? {} : { headers: { "Content-Type": type } }),
		);
		const opened = await openSource(ctx, owner(), { type: "url", path: address });
		expect(opened).toMatchObject({ isNew: true, format: "pdf", row: { contentType: "application/pdf" } });
		await keep(ctx, opened);
	});

	it("whose PDF comes byte by byte is taken whole", async () => {
		const body = new ReadableStream<Uint8Array>({
			start(controller) {
				for (const byte of new TextEncoder().encode(pdf)) controller.enqueue(new Uint8Array([byte]));
				controller.close();
			},
		});
		const ctx = online(() => new Response(body));
		const opened = await openSource(ctx, owner(), { type: "url", path: address });
		expect(opened.sha256).toBe(sha256Hex(pdf));
		await keep(ctx, opened);
	});

	it.each([
		["https://example.com/a/b/report.pdf?download=1#page=2", "report.pdf"],
		["https://example.com/report.PDF", "report.PDF"],
		["https://example.com/d/%E0%A4%B0%E0%A4%BF%E0%A4%AA%E0%A5%8B%E0%A4%B0%E0%A5%8D%E0%A4%9F", "रिपोर्ट.pdf"],
		["https://example.com/My Report 2020.pdf", "My Report 2020.pdf"],
		["https://example.com/100%.pdf", "100%.pdf"],
		["https://example.com/a%2F..%2Fb.pdf", "b.pdf"],
		["https://example.com/", "URL Document.pdf"],
		["https://example.com", "URL Document.pdf"],
	])("%s gives the name %s", async (path, name) => {
		const ctx = online(() => aPdfAnswer());
		const opened = await openSource(ctx, owner(), { type: "url", path });
		expect(opened.name).toBe(name);
		await keep(ctx, opened);
	});

	it("follows redirects, five at most, and says where it ended", async () => {
		const hops =
			(count: number): Server =>
			({ url }) => {
				const at = Number(url.searchParams.get("at") ?? 0);
				return at < count
					? new Response(null, { status: 302, headers: { Location: `/x.pdf?at=${at + 1}` } })
					: aPdfAnswer();
			};
		const ctx = online(hops(5));
		const opened = await openSource(ctx, owner(), { type: "url", path: address });
		expect(opened).toMatchObject({ row: { sourceUrl: address, finalUrl: "https://papers.example.com/x.pdf?at=5" } });
		await keep(ctx, opened);
		await expect(open(hops(6))).rejects.toMatchObject({
			message: "Failed to download: the URL redirects too many times",
		});
	});
});

describe("a URL is refused", () => {
	it.each(["", "ftp://example.com/a.pdf", "example.com/a.pdf", "file:///etc/passwd", "javascript:alert(1)"])(
		"as invalid: %j",
		async (path) => {
			const message = "Invalid URL. Must start with http:// or https://";
			await expect(open(() => aPdfAnswer(), path)).rejects.toMatchObject({ message, errorType: "unknown" });
		},
	);

	it.each([
		"http://127.0.0.1/a.pdf",
		"http://2130706433/a.pdf",
		"http://0x7f.1/a.pdf",
		"http://[::ffff:7f00:1]/a.pdf",
		"http://169.254.169.254/latest/meta-data/",
		"http://0251.0376.0251.0376/",
		"http://10.1/a.pdf",
		"http://[fd00::1]/a.pdf",
		"http://localhost:8787/a.pdf",
		"http://printer.local/a.pdf",
		"http://metadata.google.internal/",
	])("where it names an address inside: %s", async (path) => {
		const ctx = online(() => aPdfAnswer());
		const message = "Failed to download: address not allowed";
		const attempt = openSource(ctx, owner(), { type: "url", path });
		await expect(attempt).rejects.toMatchObject({ name: "SourceError", message, errorType: "unknown" });
		expect(ctx.asked).toEqual([]);
	});

	it("where a redirect leads inside, at any hop", async () => {
		const ctx = online(({ url }) => {
			const next = url.hostname === "far.example.com" ? "http://[::1]:9000/secret" : "https://far.example.com/";
			return new Response(null, { status: 307, headers: { Location: next } });
		});
		const attempt = openSource(ctx, owner(), { type: "url", path: "http://papers.example.com/" });
		await expect(attempt).rejects.toMatchObject({ message: "Failed to download: address not allowed" });
		expect(ctx.asked.map(({ url }) => url.hostname)).toEqual(["papers.example.com", "far.example.com"]);
	});

	it("but for hosts that the deployment opens", async () => {
		const ctx = online(() => aPdfAnswer(), { ALLOW_PRIVATE_HOSTS: ["nas.local"] });
		await keep(ctx, await openSource(ctx, owner(), { type: "url", path: "http://nas.local/a.pdf" }));
		expect(ctx.asked).toHaveLength(1);
	});

	it.each([404, 403, 410, 429, 500, 503])("with its status when the server says %i", async (status) => {
		const attempt = open(() => new Response("%PDF- not really", { status }));
		await expect(attempt).rejects.toMatchObject({ message: `HTTP ${status}`, errorType: "network" });
	});

	it("when the server cannot be reached or the connection is lost", async () => {
		await expect(open(() => undefined)).rejects.toMatchObject({
			message: "Failed to download: the server could not be reached",
			errorType: "network",
		});
		const broken = new ReadableStream<Uint8Array>({
			pull(controller) {
				controller.enqueue(new TextEncoder().encode(pdf));
				controller.error(new Error("reset by peer at 10.0.0.1"));
			},
		});
		await expect(open(() => new Response(broken))).rejects.toMatchObject({
			message: "Failed to download: the connection was lost",
			errorType: "network",
		});
		expect(await leftovers()).toEqual([]);
	});

	it("when the server is silent, or falls silent, after the time for all of it", async () => {
		const late = { message: "Request timed out", errorType: "network" };
		await expect(open(silence, address, { timeoutMs: 60 })).rejects.toMatchObject(late);
		await expect(open(() => new Response(stalled(pdf)), address, { timeoutMs: 60 })).rejects.toMatchObject(late);
		expect(await leftovers()).toEqual([]);
	});

	it("with the caller's own reason once the caller gives up", async () => {
		const stop = new AbortController();
		const reason = new Error("cancelled");
		const attempt = open(() => new Response(stalled(pdf)), address, { signal: stop.signal });
		setTimeout(() => stop.abort(reason), 30);
		await expect(attempt).rejects.toBe(reason);
		expect(await leftovers()).toEqual([]);
	});

	it("when it announces more than 50 MB, before a byte is read", async () => {
		const { body, sent } = endless(pdf, maxInputBytes + 1);
		const headers = { "Content-Length": String(maxInputBytes + 1) };
		const attempt = open(() => new Response(body, { headers }));
		await expect(attempt).rejects.toMatchObject({ message: "File too large (max 50MB)", errorType: "unknown" });
		expect(sent()).toBeLessThanOrEqual(1 << 20);
	});

	it("when more than 50 MB come, at the byte that is one too many", async () => {
		const tooMuch = endless(pdf, 10 * maxInputBytes);
		const attempt = open(() => new Response(tooMuch.body));
		await expect(attempt).rejects.toMatchObject({ message: "File too large (max 50MB)" });
		expect(tooMuch.sent()).toBeLessThan(maxInputBytes + (3 << 20));
		expect(await leftovers()).toEqual([]);
		const justRight = online(() => new Response(endless(pdf, maxInputBytes).body));
		const opened = await openSource(justRight, owner(), { type: "url", path: address });
		expect(opened.sizeBytes).toBe(maxInputBytes);
		await keep(justRight, opened);
	});

	it.each([
		["a page that calls itself a PDF", "<!doctype html><title>Not found</title>"],
		["nothing", ""],
		["half a header", "%PDF"],
		["a header that comes too late", `${" ".repeat(1020)}%PDF-1.7`],
	])("as no PDF when it is %s", async (_, body) => {
		const attempt = open(() => new Response(body, { headers: { "Content-Type": "application/pdf" } }));
		const message = "Invalid content type - URL does not point to a PDF";
		await expect(attempt).rejects.toMatchObject({ message, errorType: "unknown" });
		expect(await leftovers()).toEqual([]);
	});

	it("as no PDF without reading the rest of it", async () => {
		const page = endless("<html>", maxInputBytes);
		await expect(open(() => new Response(page.body))).rejects.toThrow("Invalid content type");
		expect(page.sent()).toBeLessThanOrEqual(3 << 20);
	});
});

describe("a preview", () => {
	it("is the PDF, streamed, and stores nothing", async () => {
		const body = endless(pdf, 3 << 20);
		const stream = await openPreview(
			online(() => new Response(body.body)),
			address,
		);
		expect(body.sent()).toBeLessThan(3 << 20);
		const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
		expect(bytes.byteLength).toBe(3 << 20);
		expect(new TextDecoder().decode(bytes.subarray(0, pdf.length))).toBe(pdf);
		expect(await leftovers()).toEqual([]);
	});

	it("is refused while it can still be, as a download is", async () => {
		const ctx = (answer: () => Response) => online(answer);
		await expect(openPreview(ctx(aPdfAnswer), "ftp://example.com")).rejects.toThrow(/^Invalid URL\. Must start/);
		await expect(openPreview(ctx(aPdfAnswer), "http://[::1]/")).rejects.toThrow(
			"Failed to download: address not allowed",
		);
		await expect(
			openPreview(
				ctx(() => new Response("", { status: 404 })),
				address,
			),
		).rejects.toThrow("HTTP 404");
		await expect(
			openPreview(
				ctx(() => new Response("<html>")),
				address,
			),
		).rejects.toThrow(/does not point to a PDF$/);
	});

	it("breaks off when more than 50 MB come or the time is over", async () => {
		const tooMuch = await openPreview(
			online(() => new Response(endless(pdf, 2 * maxInputBytes).body)),
			address,
		);
		await expect(drained(tooMuch)).rejects.toThrow("File too large (max 50MB)");
		const slow = await openPreview(
			online(() => new Response(stalled(pdf))),
			address,
			{ timeoutMs: 100 },
		);
		await expect(drained(slow)).rejects.toThrow("Request timed out");
	});

	it("stops asking the server when the browser goes away", async () => {
		let cancelled = false;
		const body = new ReadableStream<Uint8Array>({
			pull: (controller) => controller.enqueue(new TextEncoder().encode(pdf)),
			cancel: () => {
				cancelled = true;
			},
		});
		const stream = await openPreview(
			online(() => new Response(body)),
			address,
		);
		await stream.cancel();
		expect(cancelled).toBe(true);
		const waiting = (
			await openPreview(
				online(() => new Response(stalled(pdf))),
				address,
			)
		).getReader();
		await waiting.read();
		const pending = waiting.read();
		await waiting.cancel();
		expect(await pending).toMatchObject({ done: true });
	});
});

async function drained(stream: ReadableStream<Uint8Array>): Promise<number> {
	let bytes = 0;
	for await (const chunk of stream) bytes += chunk.byteLength;
	return bytes;
}
