import { describe, expect, it } from "vitest";
import { getSettings, isSecretSetting, putSettings, revealSettings } from "../../src/settings/settings.ts";
import { newContext, sql } from "../accounts/support.ts";

const ctx = newContext();
const r2 = {
	"s3.endpoint": "https://storage.example.com",
	"s3.region": "auto",
	"s3.accessKeyId": "AKID",
	"s3.secretAccessKey": "a secret",
};

const newOwner = () => crypto.randomUUID();

describe("a user's settings", () => {
	it("are kept by key, replaced one by one and listed by prefix", async () => {
		const owner = newOwner();
		await putSettings(ctx, owner, { "dedup.minWords": "20", "ai.model": "a", "my.key": "" });
		await putSettings(ctx, owner, { "ai.model": "b" });
		expect(await getSettings(ctx, owner)).toEqual({ "ai.model": "b", "dedup.minWords": "20", "my.key": "" });
		expect(await getSettings(ctx, owner, "dedup.")).toEqual({ "dedup.minWords": "20" });
		expect(await getSettings(ctx, owner, "dedup%")).toEqual({});
		await putSettings(ctx, owner, { "ai.model": null, "never.set": null });
		expect(await getSettings(ctx, owner, "ai.")).toEqual({});
	});

	it("are one's own: another owner neither sees nor changes nor removes them", async () => {
		const [mine, theirs] = [newOwner(), newOwner()];
		await putSettings(ctx, mine, { ...r2, "ai.model": "mine" });
		await putSettings(ctx, theirs, { "ai.model": "theirs", "s3.endpoint": "https://other.example.com" });
		await putSettings(ctx, theirs, { "ai.model": null, "s3.region": "" });
		expect(await getSettings(ctx, theirs)).toEqual({ "s3.endpoint": "https://other.example.com" });
		expect(await revealSettings(ctx, theirs, "")).toEqual({ "s3.endpoint": "https://other.example.com" });
		expect(await revealSettings(ctx, mine, "")).toEqual({ ...r2, "ai.model": "mine" });
	});

	it("may be 200 of 64 KiB in one change", async () => {
		const owner = newOwner();
		const texts = ["x".repeat(65_536), "\u20ac".repeat(21_845), "\u0001".repeat(65_536)];
		const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`my.${at}`, texts[at % 3] ?? ""]));
		await putSettings(ctx, owner, many);
		await putSettings(ctx, owner, many);
		expect(await getSettings(ctx, owner, "my.")).toEqual(many);
	});

	it("are written together or not at all", async () => {
		const owner = newOwner();
		const change = { "ai.model": "a", "s3.endpoint": "http://127.0.0.1:9000" };
		await expect(putSettings(ctx, owner, change)).rejects.toMatchObject({ code: "invalid_request" });
		expect(await getSettings(ctx, owner)).toEqual({});
	});
});

describe("a secret", () => {
	it.each([
		"s3.accessKeyId",
		"s3.secretAccessKey",
		"openai.apiKey",
		"paperless.apiToken",
		"MY.PASSWORD",
		"clientSecret",
	])("is what %s holds", (key) => {
		expect(isSecretSetting(key)).toBe(true);
	});

	it.each(["s3.region", "s3.endpoint", "ai.model", "my.tokenizer", "passwordHint"])("is not what %s holds", (key) => {
		expect(isSecretSetting(key)).toBe(false);
	});

	it("is encrypted at rest, opens for internal use only and not in another's row", async () => {
		const [mine, theirs] = [newOwner(), newOwner()];
		await putSettings(ctx, mine, r2);
		expect(await getSettings(ctx, mine, "s3.")).toEqual({ "s3.endpoint": r2["s3.endpoint"], "s3.region": "auto" });
		expect(await revealSettings(ctx, mine, "s3.")).toEqual(r2);
		const rows = await sql<{ key: string; value: string }>("select key, value from settings where owner = ?", mine);
		const sealed = rows.filter(({ value }) => value.startsWith("v1.")).map(({ key }) => key);
		expect(sealed.sort()).toEqual(["s3.accessKeyId", "s3.secretAccessKey"]);
		expect(JSON.stringify(rows)).not.toContain("a secret");
		await sql("insert into settings select ?, key, value, updated_at from settings where owner = ?", theirs, mine);
		await expect(revealSettings(ctx, theirs, "s3.")).rejects.toThrow();
	});

	it("cannot be kept without DATA_KEY", async () => {
		const keyless = newContext({ DATA_KEY: undefined });
		await expect(putSettings(keyless, newOwner(), r2)).rejects.toThrow(/^DATA_KEY/);
	});
});

describe("a credential", () => {
	it.each([
		["another host", "https://elsewhere.example.com"],
		["another port", "https://storage.example.com:8443"],
		["another scheme", "http://storage.example.com"],
		["no address", ""],
	])("goes when its address changes to %s", async (_, endpoint) => {
		const owner = newOwner();
		await putSettings(ctx, owner, r2);
		await putSettings(ctx, owner, { "s3.endpoint": endpoint });
		const left = await revealSettings(ctx, owner, "s3.");
		expect(left).toEqual({ "s3.region": "auto", ...(endpoint && { "s3.endpoint": endpoint }) });
	});

	it("goes when the first address is set after it, and stays with the one it is set with", async () => {
		const owner = newOwner();
		await putSettings(ctx, owner, { "s3.accessKeyId": "for AWS", "s3.secretAccessKey": "for AWS" });
		await putSettings(ctx, owner, { "s3.endpoint": "https://storage.example.com", "s3.accessKeyId": "AKID" });
		expect(await revealSettings(ctx, owner, "s3.")).toEqual({
			"s3.accessKeyId": "AKID",
			"s3.endpoint": "https://storage.example.com",
		});
	});

	it("stays when its address is set again or gets another path", async () => {
		const owner = newOwner();
		await putSettings(ctx, owner, r2);
		await putSettings(ctx, owner, { "s3.endpoint": r2["s3.endpoint"] });
		await putSettings(ctx, owner, { "s3.endpoint": "https://STORAGE.example.com:443/s3" });
		expect(await revealSettings(ctx, owner, "s3.secret")).toEqual({ "s3.secretAccessKey": "a secret" });
	});

	it("never meets an address that it was not given for, although another change comes in between", async () => {
		const owner = newOwner();
		await putSettings(ctx, owner, r2);
		const elsewhere = { "s3.endpoint": "https://elsewhere.example.com", "s3.secretAccessKey": "for elsewhere" };
		// Right before the change is written, after it has seen that the address stays the same.
		const db = new Proxy(ctx.db, {
			get: (target, name, receiver) => {
				if (name !== "batch") return Reflect.get(target, name, receiver);
				return async (...batch: Parameters<typeof target.batch>) => {
					await putSettings(ctx, owner, elsewhere);
					return await target.batch(...batch);
				};
			},
		});
		await putSettings({ ...ctx, db }, owner, { "s3.endpoint": r2["s3.endpoint"] });
		expect(await revealSettings(ctx, owner, "s3.")).toEqual({
			"s3.endpoint": r2["s3.endpoint"],
			"s3.region": "auto",
		});
	});
});
