import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectionOf, getConnection, openLibraryServer } from "../../src/library/library.ts";
import { isPaperlessError, listEntities } from "../../src/paperless/paperless.ts";
import { putSettings } from "../../src/settings/settings.ts";
import { newContext, sql } from "../accounts/support.ts";
import { adminToken, FakePaperless } from "../fakes/paperless/paperless.ts";
import { fakeNetwork, jobEnded, libraryUser, putConfig, reachable, startSync, synced } from "./library.ts";

// A sync is some twenty messages and requests, and the machine may have other work.
vi.setConfig({ testTimeout: 120_000 });
beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

const environment = {
	PAPERLESS_URL: "http://paperless.lan:8000",
	PAPERLESS_API_TOKEN: adminToken,
	PAPERLESS_USERNAME: "somebody",
	PAPERLESS_PASSWORD: "secret",
};

describe("the connection of a user", () => {
	it("is their own, with a token or with name and password", async () => {
		const user = await libraryUser();
		const ctx = newContext(environment);
		await putConfig(user.headers, {
			"paperless.url": "https://paper.example.com/sub",
			"paperless.username": "ann",
			"paperless.password": "anns",
		});
		expect(await connectionOf(ctx, user.id)).toMatchObject({
			url: "https://paper.example.com/sub",
			credentials: { username: "ann", password: "anns" },
		});
		await putConfig(user.headers, { "paperless.apiToken": adminToken });
		expect(await connectionOf(ctx, user.id)).toMatchObject({ credentials: { token: adminToken } });
	});

	it("is the environment's for an administrator without one, and for nobody else", async () => {
		const [one, other] = [await libraryUser(), await libraryUser()];
		await sql("update users set is_admin = (id = ?)", one.id);
		const ctx = newContext(environment);
		expect(await connectionOf(ctx, one.id)).toEqual({
			url: environment.PAPERLESS_URL,
			credentials: { token: adminToken },
			policy: undefined,
		});
		expect(await connectionOf(ctx, other.id)).toBeUndefined();
		await expect(getConnection(ctx, other.id)).rejects.toMatchObject({
			code: "bad_request",
			message: expect.stringContaining("Paperless"),
		});
	});

	it("that has no credentials yet is none, even for an administrator", async () => {
		const user = await libraryUser();
		await sql("update users set is_admin = (id = ?)", user.id);
		await putConfig(user.headers, { "paperless.url": "https://paper.example.com" });
		expect(await connectionOf(newContext(environment), user.id)).toBeUndefined();
	});

	it("leads into the own network for an administrator, and for others where the host is named", async () => {
		const [one, other] = [await libraryUser(), await libraryUser()];
		await sql("update users set is_admin = (id = ?)", one.id);
		const fake = new FakePaperless();
		reachable(fake, "192.168.1.20:8000");
		const config = { "paperless.url": "http://192.168.1.20:8000", "paperless.apiToken": adminToken };
		// As if the host had been allowed when it was set.
		const allowing = newContext({ ALLOW_PRIVATE_HOSTS: ["192.168.1.20:8000"] });
		for (const { id } of [one, other]) await putSettings(allowing, id, config);
		const tagsOf = async (owner: string, hosts: string[] = []) =>
			await listEntities(
				await openLibraryServer(newContext({ ALLOW_PRIVATE_HOSTS: hosts }), owner, { maxRetries: 0 }),
				"tags",
			);
		expect((await tagsOf(one.id)).isComplete).toBe(true);
		await expect(tagsOf(other.id)).rejects.toSatisfy((error) => isPaperlessError(error, "bad-url"));
		expect((await tagsOf(other.id, ["192.168.1.20:8000"])).isComplete).toBe(true);
	});
});

describe("after a sync", () => {
	async function analyses(owner: string) {
		return await sql("select status from jobs where owner = ? and kind = 'analysis'", owner);
	}

	it("the analysis begins by itself, unless the user does not want it", async () => {
		const fake = new FakePaperless();
		fake.addDocument({ title: "One", content: "A few words" });
		const url = reachable(fake);
		const [wants, wantsNot] = [await libraryUser(url), await libraryUser(url)];
		await putConfig(wants.headers, { "dedup.autoAnalyze": "true" });
		await Promise.all([synced(wants), synced(wantsNot)]);
		expect(await analyses(wantsNot.id)).toEqual([]);
		expect(await analyses(wants.id)).toHaveLength(1);
	});

	it("that failed, no analysis begins", async () => {
		const user = await libraryUser(reachable(new FakePaperless()), "f".repeat(40));
		await putConfig(user.headers, { "dedup.autoAnalyze": "true" });
		expect((await jobEnded(user, await startSync(user))).status).toBe("failed");
		expect(await analyses(user.id)).toEqual([]);
	});

	it("an analysis that is at work already is no failure", async () => {
		const user = await libraryUser(reachable(new FakePaperless()));
		await putConfig(user.headers, { "dedup.autoAnalyze": "true" });
		await sql(
			"insert into jobs (id, owner, kind, status, created_at, updated_at) values (?, ?, 'analysis', 'paused', 0, 0)",
			crypto.randomUUID(),
			user.id,
		);
		await synced(user);
		expect(await analyses(user.id)).toEqual([{ status: "paused" }]);
	});
});
