import { afterEach, describe, expect, it, vi } from "vitest";
import { openGuest } from "../../src/accounts/accounts.ts";
import { runBatch } from "../../src/platform/database.ts";
import { bodyOf, newContext, newEmail, newSession, origin, password, post, sql } from "../accounts/support.ts";

/** A guest with a document and a job. */
async function newGuest() {
	const ctx = newContext();
	const { id, token, statements } = openGuest(ctx);
	await runBatch(ctx.db, statements);
	const document = crypto.randomUUID();
	await sql(
		"INSERT INTO documents (id, owner, source, file_name, extension, created_at, updated_at) VALUES (?, ?, 'upload', 'a', '.pdf', 1, 1)",
		document,
		id,
	);
	await sql(
		"INSERT INTO jobs (id, owner, kind, status, created_at, updated_at) VALUES (?, ?, 'conversion', 'pending', 1, 1)",
		crypto.randomUUID(),
		id,
	);
	return { id, token, document, headers: { Cookie: `guest_session=${token}` } };
}

async function ownerOf(document: string): Promise<string | undefined> {
	const [row] = await sql<{ owner: string }>("SELECT owner FROM documents WHERE id = ?", document);
	return row?.owner;
}

afterEach(() => {
	vi.restoreAllMocks();
});

describe("a guest who signs in", () => {
	it("takes its rows along and loses the cookie", async () => {
		const { email, id } = await newSession();
		const guest = await newGuest();
		const response = await post("/api/auth/login", { email, password }, guest.headers);
		expect(response.status).toBe(200);
		expect(response.headers.get("Set-Cookie")).toMatch(
			/^guest_session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
		);
		expect(await ownerOf(guest.document)).toBe(id);
		expect(await sql("SELECT id FROM jobs WHERE owner = ?", guest.id)).toEqual([]);
		expect(await sql("SELECT adopted_by FROM guests WHERE id = ?", guest.id)).toEqual([{ adopted_by: id }]);
	});

	it("does so from our own pages", async () => {
		const { email, id } = await newSession();
		const guest = await newGuest();
		await post("/api/auth/login", { email, password }, { ...guest.headers, Origin: origin });
		expect(await ownerOf(guest.document)).toBe(id);
	});

	it.each(["https://evil.example.com", "null", "http://deckle.example.com"])(
		"keeps everything when the page is %s",
		async (foreign) => {
			const { email } = await newSession();
			const guest = await newGuest();
			const response = await post("/api/auth/login", { email, password }, { ...guest.headers, Origin: foreign });
			expect(response.status).toBe(200);
			expect(response.headers.has("Set-Cookie")).toBe(false);
			expect(await ownerOf(guest.document)).toBe(guest.id);
		},
	);

	it("keeps everything when the password is wrong", async () => {
		const { email } = await newSession();
		const guest = await newGuest();
		const response = await post("/api/auth/login", { email, password: "wrong password" }, guest.headers);
		expect(response.headers.has("Set-Cookie")).toBe(false);
		expect(await ownerOf(guest.document)).toBe(guest.id);
	});

	it("is signed in although the hand-over fails, and keeps the cookie for the next time", async () => {
		const { email } = await newSession();
		const guest = await newGuest();
		const log = vi.spyOn(console, "error").mockImplementation(() => {});
		await sql(
			`CREATE TRIGGER broken BEFORE UPDATE OF adopted_by ON guests WHEN old.id = '${guest.id}' BEGIN SELECT raise(ABORT, 'no'); END`,
		);
		const response = await post("/api/auth/login", { email, password }, guest.headers);
		await sql("DROP TRIGGER broken");
		expect(response.status).toBe(200);
		expect(response.headers.has("Set-Cookie")).toBe(false);
		expect(await ownerOf(guest.document)).toBe(guest.id);
		expect(log).toHaveBeenCalled();
	});

	it("loses an unknown or expired cookie", async () => {
		const { email } = await newSession();
		const response = await post("/api/auth/login", { email, password }, { Cookie: `guest_session=${"a".repeat(43)}` });
		expect(response.headers.get("Set-Cookie")).toContain("Max-Age=0");
	});
});

describe("a guest who registers", () => {
	it("takes its rows along", async () => {
		const guest = await newGuest();
		const response = await post("/api/auth/register", { email: newEmail(), password }, guest.headers);
		expect(response.status).toBe(201);
		expect(response.headers.get("Set-Cookie")).toContain("guest_session=; Max-Age=0");
		const { id } = await bodyOf<{ id: string }>(response);
		expect(await ownerOf(guest.document)).toBe(id);
	});

	it("keeps everything when the e-mail is taken", async () => {
		const { email } = await newSession();
		const guest = await newGuest();
		const response = await post("/api/auth/register", { email, password }, guest.headers);
		expect(response.status).toBe(400);
		expect(await ownerOf(guest.document)).toBe(guest.id);
	});
});
