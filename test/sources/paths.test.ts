import { describe, expect, it } from "vitest";
import { putSettings } from "../../src/settings/settings.ts";
import { type CheckedPath, checkPaths, type PathToCheck } from "../../src/tagging/path-checks.ts";
import { openSource } from "../../src/tagging/sources.ts";
import { bearer, newContext, newSession } from "../accounts/support.ts";
import { newTask } from "../api/documents.ts";
import { leftovers, online, pdf, type Server, silence } from "./network.ts";
import { objectStore } from "./object-store.ts";

const nobody = { id: crypto.randomUUID() };
const noServer: Server = () => undefined;

async function checked(server: Server, paths: PathToCheck[], options = {}, principal = nobody): Promise<CheckedPath[]> {
	return await checkPaths(online(server), principal, paths, options);
}

async function one(server: Server, path: string, type?: string, principal = nobody): Promise<CheckedPath> {
	const [result] = await checked(server, [{ path, type }], {}, principal);
	if (result === undefined) throw new Error("no result");
	return result;
}

const good = (path: string, contentType: string | null, sizeBytes: number | null): CheckedPath => ({
	path,
	valid: true,
	error: null,
	contentType,
	sizeBytes,
});
const bad = (path: string, error: string): CheckedPath => ({
	path,
	valid: false,
	error,
	contentType: null,
	sizeBytes: null,
});

describe("checking paths", () => {
	it("of an empty list gives an empty list", async () => {
		expect(await checked(noServer, [])).toEqual([]);
	});

	it("trims, takes a missing type for a URL, and names what it does not know", async () => {
		const ok = () => new Response(null, { headers: { "Content-Length": "7" } });
		expect(await one(ok, " https://example.com/a.pdf ", undefined)).toEqual(good("https://example.com/a.pdf", null, 7));
		expect(await one(ok, "https://example.com/a.pdf", " URL ")).toMatchObject({ valid: true });
		expect(await one(ok, "  ", "url")).toEqual(bad("", "Empty path"));
		expect(await one(ok, "x", "FTP")).toEqual(bad("x", "Unknown path type: ftp"));
	});

	it("asks six servers at a time and keeps the order", async () => {
		let [open, most] = [0, 0];
		const server: Server = async ({ url }) => {
			open += 1;
			most = Math.max(most, open);
			const number = Number(url.pathname.slice(1));
			await new Promise((resolve) => setTimeout(resolve, 5 + ((number * 7) % 11)));
			open -= 1;
			return new Response(null, { headers: { "Content-Length": String(number) } });
		};
		const results = await checked(
			server,
			Array.from({ length: 40 }, (_, at) => ({ path: `https://example.com/${at}` })),
		);
		expect(most).toBe(6);
		expect(results.map(({ sizeBytes }) => sizeBytes)).toEqual(Array.from({ length: 40 }, (_, at) => at));
	});

	it("ends when the time for all is over, with what it has", async () => {
		const server: Server = ({ url }) => (url.pathname === "/quick" ? new Response(null) : silence());
		const paths = ["quick", ...Array.from({ length: 20 }, (_, at) => `slow-${at}`)].map((name) => ({
			path: `https://example.com/${name}`,
		}));
		const ctx = online(server);
		const results = await checkPaths(ctx, nobody, [...paths, { path: "s3://a/b", type: "s3" }], { deadlineMs: 150 });
		expect(results.map(({ error }) => error)).toEqual([null, ...Array.from({ length: 21 }, () => "Request timed out")]);
		expect(ctx.asked.length).toBeLessThanOrEqual(7);
	});
});

describe("checking a URL", () => {
	const url = "https://example.com/a.pdf";

	it("asks for its head alone, as a browser would, and gives type and size", async () => {
		const headers = { "Content-Type": "application/pdf", "Content-Length": "1024000" };
		const ctx = online(() => new Response(null, { headers }));
		expect(await checkPaths(ctx, nobody, [{ path: url }])).toEqual([good(url, "application/pdf", 1_024_000)]);
		expect(ctx.asked.map(({ method }) => method)).toEqual(["HEAD"]);
		expect(ctx.asked[0]?.headers.get("user-agent")).toMatch(/^Mozilla\/5\.0 /);
	});

	it("does not ask for the type to be a PDF's, nor for a length", async () => {
		const page = () => new Response(null, { headers: { "Content-Type": "text/html" } });
		expect(await one(page, url)).toEqual(good(url, "text/html", null));
	});

	it("reads no byte of the GET that stands in for a HEAD which is not allowed", async () => {
		let cancelled = false;
		const body = new ReadableStream<Uint8Array>({
			cancel() {
				cancelled = true;
			},
		});
		const headers = { "Content-Type": "application/pdf", "Content-Length": "99" };
		const server: Server = ({ method }) =>
			method === "HEAD" ? new Response(null, { status: 405 }) : new Response(body, { headers });
		expect(await one(server, url)).toEqual(good(url, "application/pdf", null));
		expect(cancelled).toBe(true);
	});

	it.each([
		["a page that is not there", () => new Response(null, { status: 404 }), "HTTP 404"],
		["a success that is not 200", () => new Response(null, { status: 204 }), "HTTP 204"],
		["no server", () => undefined, "Request failed: the server could not be reached"],
		[
			"a redirect inside",
			() => new Response(null, { status: 302, headers: { Location: "http://0x7f000001/" } }),
			"Request failed: address not allowed",
		],
		[
			"redirects without an end",
			() => new Response(null, { status: 302, headers: { Location: "/again" } }),
			"Request failed: the URL redirects too many times",
		],
	])("that leads to %s", async (_, server, error) => {
		expect(await one(server, url)).toEqual(bad(url, error));
	});

	it.each(["http://[::1]/", "http://2852039166/", "http://localhost/a.pdf"])("refuses %s unasked", async (path) => {
		expect(await one(noServer, path)).toEqual(bad(path, "Request failed: address not allowed"));
	});

	it("wants http or https", async () => {
		const error = "URL must start with http:// or https://";
		expect(await one(noServer, "ftp://example.com/a.pdf")).toEqual(bad("ftp://example.com/a.pdf", error));
	});

	it("gives up after its own time", async () => {
		const results = await checked(silence, [{ path: url }], { timeoutMs: 50 });
		expect(results).toEqual([bad(url, "Request timed out")]);
	});
});

describe("checking an object", () => {
	const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret/+=" };
	const base = "https://minio.example.com";
	const store = objectStore({ ...credentials, region: "us-east-1", base, objects: { "papers/a b.pdf": pdf } });

	async function someone() {
		const id = crypto.randomUUID();
		const own = { "s3.accessKeyId": credentials.accessKeyId, "s3.secretAccessKey": credentials.secretAccessKey };
		await putSettings(newContext(), id, { "s3.endpoint": base, ...own });
		return { id };
	}

	it("tells it from a missing one and from a missing bucket", async () => {
		const paths = ["s3://papers/a b.pdf", "papers/none.pdf", "s3://nowhere/a.pdf", "s3://papers"];
		const results = await checked(
			store,
			paths.map((path) => ({ path, type: "s3" })),
			{},
			await someone(),
		);
		expect(results).toEqual([
			good("s3://papers/a b.pdf", "application/pdf", pdf.length),
			bad("papers/none.pdf", "Object not found"),
			bad("s3://nowhere/a.pdf", "Bucket not found"),
			bad("s3://papers", "Invalid S3 path format"),
		]);
	});

	it.each([
		["that may not be seen", () => new Response(null, { status: 403 }), "S3 error: Access denied"],
		["of a store in trouble", () => new Response(null, { status: 503 }), "S3 error: HTTP 503"],
		["of a store that is gone", () => undefined, "S3 error: the server could not be reached"],
	])("%s", async (_, server, error) => {
		expect(await one(server, "s3://papers/a.pdf", "s3", await someone())).toEqual(bad("s3://papers/a.pdf", error));
	});

	it("needs credentials, but not for a path that is a URL", async () => {
		expect(await one(store, "s3://papers/a.pdf", "s3")).toEqual(bad("s3://papers/a.pdf", "S3 client not configured"));
		const ok = () => new Response(null);
		expect(await one(ok, "https://example.com/a.pdf", "s3")).toEqual(good("https://example.com/a.pdf", null, null));
		expect(await one(ok, "http://10.0.0.1/a.pdf", "s3")).toMatchObject({
			error: "Request failed: address not allowed",
		});
	});
});

describe("a document of one's own", () => {
	const ctx = online(noServer);
	const forms = (id: string) => [id, `/${id}`, id.toUpperCase(), `uploads/${id}/input.pdf`, `/uploads/${id}/input.pdf`];

	it("is found by its id and by its input path, and is not copied", async () => {
		const session = await newSession();
		const task = await newTask(bearer(session.accessToken));
		for (const path of forms(task.id)) {
			expect(await openSource(ctx, session.id, { type: "local", path })).toEqual({
				documentId: task.id,
				name: "report.pdf",
				sizeBytes: task.size_bytes,
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
				format: "pdf",
				isNew: false,
			});
			expect(await one(noServer, path, "local", session)).toEqual(
				good(path, "application/pdf", task.size_bytes as number),
			);
		}
		expect(await leftovers()).toEqual([]);
	});

	it("is nobody else's, and no other way leads to it", async () => {
		const [mine, other] = [await newSession(), await newSession()];
		const { id } = await newTask(bearer(mine.accessToken));
		for (const path of forms(id)) {
			const attempt = openSource(ctx, other.id, { type: "local", path });
			await expect(attempt).rejects.toMatchObject({ message: `File not found: ${path}`, errorType: "unknown" });
		}
		const ways = [
			`documents/${id}/input`,
			`uploads/${id}/../${id}/input.pdf`,
			`uploads/../uploads/${id}/input.pdf`,
			`./${id}`,
			`//${id}`,
			`uploads/${id}/other.pdf`,
			`uploads/${id}`,
			"/etc/passwd",
			crypto.randomUUID(),
			"",
		];
		for (const path of ways) {
			await expect(openSource(ctx, mine.id, { type: "local", path })).rejects.toThrow(`File not found: ${path}`);
		}
		expect(await one(noServer, "/etc/passwd", "local", mine)).toEqual(
			bad("/etc/passwd", "File not found: /etc/passwd"),
		);
	});

	it("is a file, not a folder", async () => {
		const { id } = await newSession();
		const attempt = openSource(ctx, id, { type: "local", path: "uploads/" });
		await expect(attempt).rejects.toThrow("Not a file: uploads/");
		expect(await one(noServer, "uploads/", "local", { id })).toEqual(bad("uploads/", "Not a file"));
	});
});

describe("a source of another type", () => {
	it("is named with those that there are", async () => {
		const attempt = openSource(online(noServer), nobody.id, { type: "ftp", path: "x" });
		await expect(attempt).rejects.toMatchObject({
			message: "Unknown source type: ftp. Use 'url', 's3', or 'local'.",
			errorType: "unknown",
		});
	});
});
