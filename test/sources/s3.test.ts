import { describe, expect, it } from "vitest";
import { maxInputBytes } from "../../src/documents/documents.ts";
import { sha256Hex } from "../../src/lib/hash.ts";
import { putSettings } from "../../src/settings/settings.ts";
import { parseS3Path } from "../../src/tagging/s3.ts";
import { openSource } from "../../src/tagging/sources.ts";
import { newContext, newSession, sql } from "../accounts/support.ts";
import { aPdfAnswer, endless, leftovers, online, pdf, silence, stalled } from "./network.ts";
import { objectStore, type StoreOptions } from "./object-store.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const minio: StoreOptions = {
	...credentials,
	region: "us-east-1",
	base: "https://minio.example.com:9000",
	objects: {},
};

async function newOwner(connection: Record<string, string> = {}): Promise<string> {
	const owner = crypto.randomUUID();
	const settings = { "s3.accessKeyId": credentials.accessKeyId, "s3.secretAccessKey": credentials.secretAccessKey };
	await putSettings(newContext(), owner, { "s3.endpoint": minio.base, ...settings, ...connection });
	return owner;
}

async function opened(store: Partial<StoreOptions>, path: string, connection: Record<string, string> = {}) {
	const ctx = online(objectStore({ ...minio, ...store }));
	const result = await openSource(ctx, await newOwner(connection), { type: "s3", path });
	const [stored] = await sql<{ subject: string }>("delete from outbox where topic = 'purge' returning subject");
	expect(stored?.subject).toBe(result.documentId);
	await ctx.files.delete(`documents/${result.documentId}/input`);
	return { result, asked: ctx.asked };
}

const refusalOf = (store: Partial<StoreOptions>, path: string, connection: Record<string, string> = {}) =>
	opened(store, path, connection).then(
		() => undefined,
		(error: unknown) => error,
	);

describe("an object", () => {
	it("is fetched by a signed request from the caller's own store", async () => {
		const { result, asked } = await opened(
			{ objects: { "papers/2024/report.pdf": pdf } },
			"s3://papers/2024/report.pdf",
		);
		expect(result).toMatchObject({
			isNew: true,
			name: "report.pdf",
			sizeBytes: pdf.length,
			sha256: sha256Hex(pdf),
			row: { source: "url", sourceUrl: "s3://papers/2024/report.pdf", finalUrl: null, contentType: "application/pdf" },
		});
		expect(asked.map(({ method, url }) => `${method} ${url.href}`)).toEqual([
			"GET https://minio.example.com:9000/papers/2024/report.pdf",
		]);
	});

	it.each([
		"a b/c d.pdf",
		"a+b.pdf",
		"100%.pdf",
		"100%25.pdf",
		"%2e%2e/x.pdf",
		"रिपोर्ट/Übersicht – 2024.pdf",
		"😀.pdf",
		"what?is=this#here.pdf",
		"it's (really) *new*!.pdf",
		"a//b.pdf",
		"/leading.pdf",
		'=&;,:@$~_-.[]{}|\\^`<>".pdf',
		"tab\tand\nline.pdf",
		".hidden/..dots.pdf",
	])("may be called %j", async (key) => {
		const { result } = await opened({ objects: { [`bucket/${key}`]: pdf } }, `s3://bucket/${key}`);
		expect(result.sizeBytes).toBe(pdf.length);
	});

	it("is found behind a path of the endpoint and in the region that is set", async () => {
		const base = "https://project.example.com/storage/v1/s3";
		const store = { base, region: "ap-south-1", objects: { "papers/a.pdf": pdf } };
		const { asked } = await opened(store, "papers/a.pdf", { "s3.endpoint": `${base}/`, "s3.region": "ap-south-1" });
		expect(asked.map(({ url }) => url.pathname)).toEqual(["/storage/v1/s3/papers/a.pdf"]);
	});

	it.each([
		["us-east-1", "papers", "https://papers.s3.us-east-1.amazonaws.com/a%20b.pdf"],
		["eu-west-3", "papers", "https://papers.s3.eu-west-3.amazonaws.com/a%20b.pdf"],
		["cn-north-1", "papers", "https://papers.s3.cn-north-1.amazonaws.com.cn/a%20b.pdf"],
		["us-east-1", "my.papers", "https://s3.us-east-1.amazonaws.com/my.papers/a%20b.pdf"],
		["us-east-1", "Old_Bucket", "https://s3.us-east-1.amazonaws.com/Old_Bucket/a%20b.pdf"],
	])("of AWS in %s, bucket %s, is asked for at %s", async (region, bucket, url) => {
		const isVirtual = url.includes(`//${bucket}.s3`);
		const base = `https://s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
		const store = { base, region, isVirtual, objects: { [`${bucket}/a b.pdf`]: pdf } };
		const { asked } = await opened(store, `s3://${bucket}/a b.pdf`, { "s3.endpoint": "", "s3.region": region });
		expect(asked.map(({ url }) => url.href)).toEqual([url]);
	});

	it("in another region than is set is asked for again there, once", async () => {
		const store = { region: "eu-north-1", objects: { "papers/a.pdf": pdf } };
		const { asked } = await opened(store, "s3://papers/a.pdf");
		expect(asked).toHaveLength(2);
		const restless = online(
			() =>
				new Response("", { status: 301, headers: { "x-amz-bucket-region": `r-${Math.random()}`.replace(".", "") } }),
		);
		const attempt = openSource(restless, await newOwner(), { type: "s3", path: "papers/a.pdf" });
		await expect(attempt).rejects.toMatchObject({ message: "S3 download failed: HTTP 301" });
		expect(restless.asked).toHaveLength(2);
	});

	it("whose path is a URL is fetched as one, without any credential", async () => {
		const ctx = online(() => aPdfAnswer());
		const path = "https://papers.example.com/a.pdf";
		const result = await openSource(ctx, await newOwner(), { type: "s3", path });
		expect(result).toMatchObject({ row: { sourceUrl: path, finalUrl: path } });
		expect(ctx.asked[0]?.headers.has("authorization")).toBe(false);
		await expect(openSource(ctx, await newOwner(), { type: "s3", path: "http://10.0.0.1/" })).rejects.toThrow(
			"Failed to download: address not allowed",
		);
		await sql("delete from outbox");
		await ctx.files.delete(`documents/${result.documentId}/input`);
	});
});

describe("an object is refused", () => {
	const objects = {
		"papers/secret.pdf": () => new Response("<Error><Code>AccessDenied</Code></Error>", { status: 403 }),
		"papers/cold.pdf": () => new Response("<Error><Code>InvalidObjectState</Code></Error>", { status: 403 }),
		"papers/busy.pdf": () => new Response("<Error><Code>SlowDown</Code></Error>", { status: 503 }),
		"papers/odd.pdf": () => new Response("<Error><Code>constructor</Code></Error>", { status: 400 }),
		"papers/page.html": () => new Response("<html>", { headers: { "Content-Type": "application/pdf" } }),
		"papers/large.pdf": () => new Response(endless(pdf, maxInputBytes + 1).body),
		"papers/larger.pdf": () => new Response(pdf, { headers: { "Content-Length": String(maxInputBytes + 1) } }),
		"papers/moved.pdf": () => new Response("", { status: 307, headers: { Location: "http://127.0.0.1/" } }),
	};

	it.each([
		["s3://papers/none.pdf", "Object not found", "network"],
		["s3://nowhere/a.pdf", "Bucket not found", "network"],
		["papers/secret.pdf", "Access denied", "network"],
		["papers/cold.pdf", "The object is archived", "network"],
		["papers/busy.pdf", "HTTP 503", "network"],
		["papers/odd.pdf", "HTTP 400", "network"],
		["papers/page.html", "Invalid content type - object is not a PDF", "unknown"],
		["papers/large.pdf", "File too large (max 50MB)", "unknown"],
		["papers/larger.pdf", "File too large (max 50MB)", "unknown"],
		["papers/moved.pdf", "the URL redirects, which is not allowed here", "unknown"],
	])("%s: %s", async (path, reason, errorType) => {
		expect(await refusalOf({ objects }, path)).toMatchObject({ message: `S3 download failed: ${reason}`, errorType });
		expect(await leftovers()).toEqual([]);
	});

	it.each([
		"papers",
		"s3://papers",
		"s3://papers/",
		"s3:///a.pdf",
		"/papers/a.pdf",
		"s3://-/a",
		"s3://b/../a",
		"b/./a",
		"b/\ud800",
	])("when %j names none", async (path) => {
		expect(await refusalOf({}, path)).toMatchObject({ message: "Invalid S3 path format", errorType: "unknown" });
		expect(parseS3Path(path)).toBeUndefined();
	});

	it("when the key is wrong", async () => {
		const wrong = { "s3.secretAccessKey": "another" };
		const message = "S3 download failed: Invalid credentials";
		expect(await refusalOf({ objects: { "b/a": pdf } }, "b/a", wrong)).toMatchObject({ message });
		expect(await refusalOf({ objects: { "b/a": pdf } }, "b/a", { "s3.accessKeyId": "AKID" })).toMatchObject({
			message,
		});
	});

	it("when the store is silent", async () => {
		const late = { message: "S3 download failed: Request timed out", errorType: "network" };
		for (const server of [silence, () => new Response(stalled(pdf))]) {
			const attempt = openSource(online(server), await newOwner(), { type: "s3", path: "b/a" }, { timeoutMs: 60 });
			await expect(attempt).rejects.toMatchObject(late);
		}
		expect(await leftovers()).toEqual([]);
	});

	it("when the endpoint has become one that the guard refuses", async () => {
		const open = newContext({ ALLOW_PRIVATE_HOSTS: ["minio.local"] });
		const owner = await newOwner();
		const own = { "s3.accessKeyId": "AKIDEXAMPLE", "s3.secretAccessKey": "secret" };
		await putSettings(open, owner, { "s3.endpoint": "http://minio.local:9000", ...own });
		const ctx = online(() => aPdfAnswer());
		const attempt = openSource(ctx, owner, { type: "s3", path: "b/a" });
		await expect(attempt).rejects.toMatchObject({ message: "S3 download failed: address not allowed" });
		expect(ctx.asked).toEqual([]);
	});
});

describe("the deployment's own store", () => {
	const config = {
		AWS_ACCESS_KEY_ID: credentials.accessKeyId,
		AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
		AWS_REGION: undefined,
		AWS_ENDPOINT_URL: "http://10.0.0.5:9000",
	};
	const server = objectStore({ ...minio, base: config.AWS_ENDPOINT_URL, objects: { "b/a": pdf } });
	const missing = "S3 client not configured. Provide AWS credentials.";
	const source = { type: "s3", path: "b/a" };

	it("serves administrators, whatever network it is in, and nobody else", async () => {
		const [first, second] = [await newSession(), await newSession()];
		const ctx = online(server, { ...config, ADMIN_EMAIL: first.email });
		const result = await openSource(ctx, first.id, source);
		expect(result).toMatchObject({ isNew: true, sizeBytes: pdf.length });
		await expect(openSource(ctx, second.id, source)).rejects.toMatchObject({ message: missing, errorType: "unknown" });
		await expect(openSource(ctx, crypto.randomUUID(), source)).rejects.toThrow(missing);
		expect(ctx.asked).toHaveLength(1);
		await sql("update users set is_active = 0 where id = ?", first.id);
		await expect(openSource(ctx, first.id, source)).rejects.toThrow(missing);
		await sql("delete from outbox");
		await ctx.files.delete(`documents/${result.documentId}/input`);
	});

	it("lends its key to no address of the administrator's own", async () => {
		const admin = await newSession();
		const ctx = online(() => aPdfAnswer(), { ...config, ADMIN_EMAIL: admin.email });
		await putSettings(ctx, admin.id, { "s3.endpoint": "https://evil.example.com" });
		await expect(openSource(ctx, admin.id, source)).rejects.toThrow(missing);
		expect(ctx.asked).toEqual([]);
	});

	it("does not follow a redirect", async () => {
		const admin = await newSession();
		const moved = () => new Response("", { status: 307, headers: { Location: "https://elsewhere.example.com/" } });
		const ctx = online(moved, { ...config, ADMIN_EMAIL: admin.email });
		await expect(openSource(ctx, admin.id, source)).rejects.toThrow("S3 download failed: HTTP 307");
		expect(ctx.asked).toHaveLength(1);
	});
});
