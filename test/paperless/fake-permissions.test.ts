import { describe, expect, test } from "vitest";
import { asking, at, base, idsIn, stage } from "./fake-client.ts";

const mine = "a".repeat(40);

/** A user who may read and change documents, one document that is another's, one shared with the user, three unowned. */
function sharedStage(permissions: readonly string[] | "all" = ["view_document", "change_document"]) {
	const staged = stage();
	const user = staged.fake.addUser({ username: "reader", token: mine, permissions });
	const holders = { users: [user.id], groups: [] };
	staged.fake.changeDocument(1, { owner: 1 });
	staged.fake.changeDocument(2, {
		owner: 1,
		grants: { view: holders, change: { users: [], groups: [] } },
	});
	return { ...staged, as: (method: string, path: string, body?: unknown) => staged.ask(method, path, body, mine) };
}

describe("a restricted user", () => {
	test("is shown own, unowned and shared documents, and counts of those alone", async () => {
		const { as } = sharedStage();
		expect(idsIn((await as("GET", "/api/documents/")).body)).toEqual([5, 4, 3, 2]);
		expect(at((await as("GET", "/api/statistics/")).body, "documents_total")).toBe(4);
	});

	test("gets plain text where an object is not theirs, and JSON where the model is not", async () => {
		const { as } = sharedStage();
		const hidden = await as("GET", "/api/documents/1/");
		expect([hidden.status, hidden.body]).toEqual([403, "Insufficient permissions"]);
		expect(hidden.headers.get("content-type")).toContain("text/html");
		expect((await as("PATCH", "/api/documents/2/", { title: "x" })).body).toBe("Insufficient permissions");
		const model = await as("DELETE", "/api/documents/3/");
		expect(model.body).toEqual({ detail: "You do not have permission to perform this action." });
		expect((await as("GET", "/api/ui_settings/")).status).toBe(403);
		expect((await as("GET", "/api/status/")).body).toBe("Insufficient permissions");
	});

	test("changes nothing in bulk when one document is not theirs to change", async () => {
		const { fake, as } = sharedStage();
		const tag = fake.addNamed("tags", { name: "seen" }).id;
		const answer = await as("POST", "/api/documents/bulk_edit/", {
			documents: [2, 3],
			method: "add_tag",
			parameters: { tag },
		});
		expect([answer.status, answer.body]).toEqual([403, "Insufficient permissions"]);
		expect(fake.store.documents.get(3)?.tags).toEqual([]);
	});

	test("may do what a grant to a group allows", async () => {
		const { fake, as } = sharedStage();
		fake.store.groups.set(7, { id: 7, name: "office", permissions: new Set() });
		for (const user of fake.store.users.values()) if (user.token === mine) user.groups.push(7);
		const holders = { users: [], groups: [7] };
		fake.changeDocument(2, { grants: { view: holders, change: holders } });
		expect((await as("PATCH", "/api/documents/2/", { title: "x" })).status).toBe(200);
	});

	test("may use what the model permissions of a group allow", async () => {
		const { fake, as } = sharedStage([]);
		expect((await as("GET", "/api/documents/")).status).toBe(403);
		fake.store.groups.set(7, { id: 7, name: "office", permissions: new Set(["view_document"]) });
		for (const user of fake.store.users.values()) if (user.token === mine) user.groups.push(7);
		expect((await as("GET", "/api/documents/")).status).toBe(200);
	});

	test("makes names of their own beside those of others", async () => {
		const { ask, as } = sharedStage("all");
		expect((await ask("POST", "/api/tags/", { name: "Tax" })).status).toBe(201);
		const own = await as("POST", "/api/tags/", { name: "Tax" });
		expect([own.status, own.body]).toMatchObject([201, { id: 2, owner: 2, name: "Tax" }]);
		expect(own.body).not.toHaveProperty("document_count");
		expect((await as("POST", "/api/tags/", { name: "Tax" })).body).toEqual({
			error: "Object violates owner / name unique constraint",
		});
		expect(idsIn((await as("GET", "/api/tags/?name__iexact=tax")).body)).toEqual([2]);
	});

	test("sees in the settings what the token may do", async () => {
		const { as } = sharedStage(["view_uisettings", "view_document"]);
		const { body } = await as("GET", "/api/ui_settings/");
		expect(at(body, "permissions")).toEqual(["view_document", "view_uisettings"]);
		expect(at(body, "user", "is_superuser")).toBe(false);
	});
});

describe("the door", () => {
	test("refuses an unknown version before it looks at the token, and tells no version", async () => {
		const { fake } = stage({ profile: "3.0" });
		const ask = (headers: Record<string, string>) => fake.fetch(`${base}/api/documents/`, { headers });
		const refused = await ask({ Accept: "application/json; version=8", Authorization: "Token nobody" });
		expect(refused.status).toBe(406);
		const unknown = await ask({ Authorization: "Token nobody" });
		expect([unknown.status, unknown.headers.get("www-authenticate")]).toEqual([401, "Token"]);
		for (const answer of [refused, unknown]) expect(answer.headers.get("x-api-version")).toBeNull();
	});

	test("tells the version on every other answer, errors included", async () => {
		const { ask } = stage({ profile: "2.20" });
		for (const path of ["/api/documents/", "/api/documents/99/", "/api/documents/?page=9"]) {
			const { headers } = await ask("GET", path);
			expect([headers.get("x-api-version"), headers.get("x-version")]).toEqual(["9", "2.20.15"]);
		}
	});

	test("refuses the older version once the server was updated", async () => {
		const { fake } = stage({ profile: "2.20" });
		const ask = asking(fake, "application/json; version=8");
		expect((await ask("GET", "/api/documents/1/metadata/")).body).toMatchObject({
			original_checksum: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
		fake.become("3.0");
		expect((await ask("GET", "/api/documents/")).status).toBe(406);
		expect((await asking(fake)("GET", "/api/documents/1/metadata/")).body).toMatchObject({
			original_checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	});

	test("turns away a user who was disabled meanwhile", async () => {
		const { fake, ask } = stage();
		expect((await ask("GET", "/api/documents/")).status).toBe(200);
		for (const user of fake.store.users.values()) user.isActive = false;
		const { status, body } = await ask("GET", "/api/documents/");
		expect([status, body]).toEqual([401, { detail: "User inactive or deleted." }]);
	});

	test("counts logins in the later release", async () => {
		const logIn = async (profile: "2.20" | "3.0") => {
			const { ask } = stage({ profile });
			const body = { username: "admin", password: "adminpass" };
			const answers = [];
			for (let nth = 0; nth < 6; nth++) answers.push(await ask("POST", "/api/token/", body));
			return answers;
		};
		expect((await logIn("2.20")).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
		const last = (await logIn("3.0")).at(-1);
		expect([last?.status, last?.headers.get("retry-after")]).toEqual([429, "60"]);
	});

	test("takes a name and a password, and asks for them by that name when they are wrong", async () => {
		const { fake } = stage();
		const ask = (password: string) =>
			fake.fetch(`${base}/api/documents/`, { headers: { Authorization: `Basic ${btoa(`admin:${password}`)}` } });
		expect((await ask("adminpass")).status).toBe(200);
		expect((await ask("wrong")).headers.get("www-authenticate")).toBe('Basic realm="api"');
	});

	test("lies under a path where the server does, and leads elsewhere to a login page", async () => {
		const { fake, ask } = stage({ basePath: "/paperless" });
		const inside = await ask("GET", "/paperless/api/documents/?page_size=1");
		expect(at(inside.body, "next")).toBe(`${base}/paperless/api/documents/?page=2&page_size=1`);
		const slashless = await fake.fetch(`${base}/paperless/api/documents`, { redirect: "manual" });
		expect(slashless.status).toBe(302);
		const to = new URL(slashless.headers.get("location") ?? "", base);
		expect(to.pathname).toBe("/paperless/accounts/login/");
		expect((await fake.fetch(to)).status).toBe(200);
		// Whoever follows redirects believes to have been answered.
		const followed = await fake.fetch(`${base}/paperless/api/documents`);
		expect([followed.status, followed.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
		expect((await ask("GET", "/api/documents/")).status).toBe(404);
	});
});
