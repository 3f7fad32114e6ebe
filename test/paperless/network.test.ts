import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import {
	getStatistics,
	listDocuments,
	openFile,
	openPaperless,
	type Paperless,
	type PaperlessOptions,
} from "../../src/paperless/paperless.ts";
import { TestClock } from "../lib/test-clock.ts";
import { document, failureOf, statistics, token } from "./stub.ts";

/** Through real sockets: what stubs cannot show. */
describe("over a network", () => {
	let server: Server | undefined;

	afterEach(() => {
		server?.closeAllConnections();
		server?.close();
		server = undefined;
	});

	async function serving(listener: RequestListener, options: Partial<PaperlessOptions> = {}): Promise<Paperless> {
		const started = createServer(listener);
		server = started;
		await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
		const { port } = started.address() as AddressInfo;
		return openPaperless({
			url: `http://127.0.0.1:${port}`,
			credentials: { token },
			fetch: (url, init) => fetch(url, init),
			policy: { allowPrivateHosts: [], opensPrivate: true },
			clock: new TestClock(),
			...options,
		});
	}

	const type = { "Content-Type": "application/json" };
	const page = JSON.stringify({ count: 1, next: null, results: [document(1, { content: "ä".repeat(1_000_000) })] });

	test.each([
		["gzip", gzipSync],
		["br", brotliCompressSync],
	])("a body compressed with %s is read", async (encoding, compress) => {
		const paperless = await serving((_request, response) => {
			response.writeHead(200, { ...type, "Content-Encoding": encoding }).end(compress(page));
		});
		const { documents } = await listDocuments(paperless, "full", { page: 1 });
		expect(documents[0]?.content).toHaveLength(1_000_000);
	});

	test("what a small body unpacks to is counted, and not unpacked to its end", async () => {
		const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, "x"));
		expect(bomb.byteLength).toBeLessThan(300_000);
		const paperless = await serving((_request, response) => {
			response.writeHead(200, { ...type, "Content-Encoding": "gzip" }).end(bomb);
		});
		const before = process.memoryUsage().rss;
		expect(await failureOf(getStatistics(paperless))).toMatchObject({ reason: "too-large" });
		expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
	});

	test.each([
		["before its headers", (response: ServerResponse) => response.socket?.destroy()],
		[
			"in the middle of its body",
			(response: ServerResponse) => {
				response.writeHead(200, { ...type, "Content-Length": "100" });
				response.write('{"documents_total":');
				setTimeout(() => response.socket?.destroy(), 20);
			},
		],
		["by an incomplete body", (response: ServerResponse) => response.writeHead(200, type).end('{"documents_total":')],
	])("a connection that is cut %s is made again", async (_name, cut) => {
		let asked = 0;
		const paperless = await serving((_request, response) => {
			asked += 1;
			if (asked < 3) cut(response);
			else response.writeHead(200, type).end(JSON.stringify(statistics));
		});
		expect(await getStatistics(paperless)).toMatchObject({ documentsTotal: 2 });
		expect(asked).toBe(3);
	});

	test("a port where nobody listens is unreachable", async () => {
		const paperless = await serving(() => undefined);
		await new Promise((resolve) => server?.close(resolve));
		expect(await failureOf(getStatistics(paperless))).toMatchObject({ reason: "unreachable" });
	});

	test("a redirect is not followed, and the token goes nowhere else", async () => {
		const paths: (string | undefined)[] = [];
		const paperless = await serving((request, response) => {
			paths.push(request.url);
			response.writeHead(302, { Location: "/accounts/login/?next=/api/statistics/" }).end();
		});
		expect(await failureOf(getStatistics(paperless))).toMatchObject({ reason: "wrong-url" });
		expect(paths).toEqual(["/api/statistics/"]);
	});

	test("a server that stalls in the middle of its answer is left, and notices", async () => {
		let closed = 0;
		const paperless = await serving(
			(_request, response) => {
				response.writeHead(200, type).write("{");
				response.on("close", () => {
					closed += 1;
				});
			},
			{ timeoutMs: 50, maxRetries: 0 },
		);
		expect(await failureOf(getStatistics(paperless))).toMatchObject({ reason: "timeout" });
		await expect.poll(() => closed).toBe(1);
	});

	test("a file begins to arrive before its server has sent the end", async () => {
		let finish: () => void = () => undefined;
		const paperless = await serving((_request, response) => {
			response.writeHead(200, { "Content-Type": "application/pdf" }).write("%PDF-");
			finish = () => response.end("1.7");
		});
		const file = await openFile(paperless, 1, "preview");
		const reader = file.body?.pipeThrough(new TextDecoderStream()).getReader();
		expect((await reader?.read())?.value).toBe("%PDF-");
		finish();
		expect((await reader?.read())?.value).toBe("1.7");
	});
});
