import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bodyOf, newKey, newSession, send, sql } from "../accounts/support.ts";
import { FakePaperless } from "../fakes/paperless/paperless.ts";
import { aPdf, doneTask, objectsOf } from "./documents.ts";
import { fakeNetwork, type LibraryUser, libraryUser, reachable, synced, unplug } from "./library.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

interface Detail {
	id: string;
	paperlessId: number | null;
	previewUrl: string;
	thumbUrl: string;
}

const origin = "https://deckle.example.com";

async function documentsOf({ headers }: LibraryUser): Promise<{ id: string }[]> {
	return (await bodyOf<{ data: { id: string }[] }>(await send("/api/v1/documents", { headers }))).data;
}

async function detailOf({ headers }: LibraryUser, id: string): Promise<Detail> {
	return (await bodyOf<{ data: Detail }>(await send(`/api/v1/documents/${id}`, { headers }))).data;
}

/** Follows a link as an image tag does: with nothing but the link. */
function follow(url: string, headers: Record<string, string> = {}): Promise<Response> {
	expect(url.startsWith(origin)).toBe(true);
	return send(url.slice(origin.length), { headers });
}

async function refusal(response: Response): Promise<[number, string]> {
	return [response.status, (await bodyOf<{ error: { code: string } }>(response)).error.code];
}

/** A user whose Paperless has one PDF and one page of HTML. */
async function readerOfPaperless() {
	const pdf = await aPdf(1);
	const fake = new FakePaperless();
	fake.addDocument({ id: 812, title: "A PDF", content: "Words", mime_type: "application/pdf", file: () => pdf });
	const script = "<script>alert(document.cookie)</script>";
	fake.addDocument({
		id: 9,
		title: "A page",
		content: "Words",
		mime_type: "text/html",
		file: () => new TextEncoder().encode(script),
	});
	const url = reachable(fake);
	const user = await libraryUser(url);
	await synced(user);
	const [first] = await documentsOf(user);
	return { fake, url, user, pdf, document: await detailOf(user, first?.id ?? "") };
}

describe("a document of Paperless", () => {
	it("is shown by its signed links, with nothing else in hand", async () => {
		const { document, pdf } = await readerOfPaperless();
		const preview = await follow(document.previewUrl);
		expect(preview.status).toBe(200);
		expect(Object.fromEntries(preview.headers)).toMatchObject({
			"content-type": "application/pdf",
			"content-disposition": 'inline; filename="document-812.pdf"',
			"cache-control": "private, max-age=3600",
			"x-content-type-options": "nosniff",
			"referrer-policy": "no-referrer",
		});
		expect(preview.headers.get("content-security-policy")).toBeNull();
		expect(new Uint8Array(await preview.arrayBuffer())).toEqual(pdf);
		const thumb = await follow(document.thumbUrl);
		expect([thumb.status, thumb.headers.get("content-type")]).toEqual([200, "image/webp"]);
		expect((await thumb.arrayBuffer()).byteLength).toBeGreaterThan(20);
	});

	it("is shown by a token too, in the header or in the address, and an API key is none in an address", async () => {
		const { fake } = await readerOfPaperless();
		const session = await newSession();
		const settings = {
			"paperless.url": reachable(fake),
			"paperless.apiToken": "0123456789abcdef0123456789abcdef01234567",
		};
		const headers = { Authorization: `Bearer ${session.accessToken}` };
		const stored = await send("/api/v1/config", {
			method: "PUT",
			headers: { ...headers, "Content-Type": "application/json" },
			body: JSON.stringify({ settings }),
		});
		expect(stored.status).toBe(200);
		const path = "/api/v1/paperless/documents/812/thumb";
		expect((await send(path, { headers })).status).toBe(200);
		const byToken = await send(`${path}?token=${session.accessToken}`);
		expect([byToken.status, byToken.headers.get("referrer-policy")]).toEqual([200, "no-referrer"]);
		const { token } = await newKey(session);
		expect((await send(`${path}?token=${token}`)).status).toBe(401);
		expect((await send(path)).status).toBe(401);
	});

	it("can do nothing in our name where it is a page with scripts", async () => {
		const { user } = await readerOfPaperless();
		const page = await send("/api/v1/paperless/documents/9/preview", { headers: user.headers });
		expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
		expect(page.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
		expect(page.headers.get("x-content-type-options")).toBe("nosniff");
	});

	it("passes ranges on, and the server's word on them back", async () => {
		const { document, fake } = await readerOfPaperless();
		const whole = await follow(document.previewUrl, { Range: "bytes=0-9" });
		expect(whole.status).toBe(200);
		expect(fake.log.at(-1)?.headers.get("range")).toBe("bytes=0-9");
		const headers = { "Content-Type": "application/pdf", "Content-Range": "bytes 0-9/100", "Set-Cookie": "a=b" };
		const partly = async () => new Response("0123456789", { status: 206, headers });
		vi.spyOn(globalThis, "fetch").mockImplementationOnce(partly);
		const part = await follow(document.previewUrl, { Range: "bytes=0-9" });
		expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 0-9/100"]);
		expect(part.headers.get("set-cookie")).toBeNull();
		expect(new TextDecoder().decode(await part.arrayBuffer())).toBe("0123456789");
	});

	it("is not shown by a link that was changed in any part, or has expired", async () => {
		const { document, user } = await readerOfPaperless();
		const other = await libraryUser();
		const url = document.previewUrl;
		const { searchParams } = new URL(url);
		const [exp = "", sig = ""] = [searchParams.get("exp") ?? "", searchParams.get("sig") ?? ""];
		const [tag = "", signature = ""] = sig.split(".");
		const otherTag = Buffer.from(other.id).toString("base64url");
		const changed = [
			url.replace("/812/", "/9/"),
			url.replace("/preview", "/thumb"),
			url.replace(exp, String(Number(exp) + 1)),
			url.replace(tag, otherTag),
			url.replace(signature, `${signature.slice(0, -1)}${signature.endsWith("A") ? "B" : "A"}`),
			url.replace(`${tag}.`, ""),
			url.replace(tag, `${tag}=`),
			url.replace(/&sig=.*/, ""),
			url.replace(/exp=\d+&/, ""),
		];
		for (const link of changed) {
			expect([link, ...(await refusal(await follow(link)))]).toEqual([link, 403, "FORBIDDEN"]);
			// A token does not mend a link.
			expect((await follow(link, user.headers)).status).toBe(403);
		}
		const realNow = Date.now();
		vi.spyOn(Date, "now").mockImplementation(() => realNow + 3_602_000);
		expect(await refusal(await follow(url))).toEqual([403, "FORBIDDEN"]);
	});

	it("is 502 where the server has no answer, and 400 without a server or a number", async () => {
		const { document, url, user, fake } = await readerOfPaperless();
		fake.store.documents.delete(812);
		expect(await refusal(await follow(document.previewUrl))).toEqual([502, "BAD_GATEWAY"]);
		unplug(url);
		expect(await refusal(await follow(document.thumbUrl))).toEqual([502, "BAD_GATEWAY"]);
		const { headers } = await libraryUser();
		const unconnected = await send("/api/v1/paperless/documents/812/preview", { headers });
		expect(await bodyOf(unconnected)).toMatchObject({
			error: { code: "BAD_REQUEST", message: expect.stringContaining("Paperless") },
		});
		for (const id of ["0", "-1", "x", "1.5", "1e3", "99999999999999999999"]) {
			const response = await send(`/api/v1/paperless/documents/${id}/thumb`, { headers: user.headers });
			expect([id, ...(await refusal(response))]).toEqual([id, 400, "BAD_REQUEST"]);
		}
	});

	it("is found by its id here as well", async () => {
		const { document, user, pdf } = await readerOfPaperless();
		const preview = await send(`/api/v1/documents/${document.id}/preview`, { headers: user.headers });
		expect(new Uint8Array(await preview.arrayBuffer())).toEqual(pdf);
	});
});

describe("an upload", () => {
	async function uploaded(bytes: Uint8Array, name: string) {
		const user = await libraryUser();
		const task = await doneTask(user.headers, bytes, name);
		await vi.waitFor(async () => expect(await documentsOf(user)).toHaveLength(1), 10_000);
		return { user, document: await detailOf(user, task.id) };
	}

	it("is shown as it came, whole or in part, and its first page is drawn once", async () => {
		const pdf = await aPdf(2);
		const { document } = await uploaded(pdf, "Bericht März.pdf");
		expect(document.previewUrl).toContain(`/api/v1/documents/${document.id}/preview?exp=`);
		const preview = await follow(document.previewUrl);
		expect(preview.status).toBe(200);
		expect(Object.fromEntries(preview.headers)).toMatchObject({
			"content-type": "application/pdf",
			"content-disposition": `inline; filename="Bericht M_rz.pdf"; filename*=UTF-8''Bericht%20M%C3%A4rz.pdf`,
			"cache-control": "private, max-age=3600",
			"accept-ranges": "bytes",
			"x-content-type-options": "nosniff",
		});
		expect(new Uint8Array(await preview.arrayBuffer())).toEqual(pdf);
		const part = await follow(document.previewUrl, { Range: "bytes=0-4" });
		expect([part.status, new TextDecoder().decode(await part.arrayBuffer())]).toEqual([206, "%PDF-"]);
		expect((await follow(document.previewUrl, { Range: "bytes=99999999-" })).status).toBe(416);
		const etag = preview.headers.get("etag") ?? "";
		expect((await follow(document.previewUrl, { "If-None-Match": etag })).status).toBe(304);

		const thumb = await follow(document.thumbUrl);
		expect([thumb.status, thumb.headers.get("content-type")]).toEqual([200, "image/png"]);
		const png = new Uint8Array(await thumb.arrayBuffer());
		expect([...png.slice(1, 4)]).toEqual([...new TextEncoder().encode("PNG")]);
		expect(new DataView(png.buffer).getUint32(16)).toBe(500);
		expect(await objectsOf(document.id)).toContain(`documents/${document.id}/thumb.png`);
		expect(new Uint8Array(await (await follow(document.thumbUrl)).arrayBuffer())).toEqual(png);
	});

	it("has the beginning of its text for a picture where it has no pages", async () => {
		const html =
			"<!doctype html><html><body><h1>On & about paper</h1><p>Paper has <b>an edge</b>.</p><script>x</script></body></html>";
		const { document } = await uploaded(new TextEncoder().encode(html), "page.html");
		const preview = await follow(document.previewUrl);
		expect(preview.headers.get("content-type")).toBe("text/html; charset=utf-8");
		expect(preview.headers.get("content-security-policy")).toMatch(/^sandbox;/);
		const thumb = await follow(document.thumbUrl);
		expect(thumb.headers.get("content-type")).toBe("image/svg+xml");
		expect(thumb.headers.get("content-security-policy")).toMatch(/^sandbox;/);
		const svg = await thumb.text();
		expect(svg).toContain("On &amp; about paper");
		expect(svg).toContain("Paper has");
	});

	it("is another's: not found, and its link is of no use for another document", async () => {
		const { user, document } = await uploaded(await aPdf(1), "mine.pdf");
		const other = await libraryUser();
		for (const kind of ["preview", "thumb"]) {
			const response = await send(`/api/v1/documents/${document.id}/${kind}`, { headers: other.headers });
			expect(await refusal(response)).toEqual([404, "NOT_FOUND"]);
		}
		const second = await doneTask(user.headers, await aPdf(3));
		expect((await follow(document.previewUrl.replace(document.id, second.id))).status).toBe(403);
	});

	it("leaves no picture behind when it is deleted", async () => {
		const { user, document } = await uploaded(await aPdf(1), "gone.pdf");
		await (await follow(document.thumbUrl)).arrayBuffer();
		expect((await send(`/tasks/${document.id}`, { method: "DELETE", headers: user.headers })).status).toBeLessThan(300);
		expect(await objectsOf(document.id)).toEqual([]);
		expect(await sql("select id from library_documents where id = ?", document.id)).toEqual([]);
		expect((await follow(document.thumbUrl)).status).toBe(404);
	});
});
