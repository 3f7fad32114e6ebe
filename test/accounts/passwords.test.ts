import { hash } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { checkPassword, hashPassword } from "../../src/accounts/passwords.ts";

const fresh = { matches: true, isOutdated: false };

describe("a password", () => {
	it("matches its own hash and no other", async () => {
		const stored = await hashPassword("correct horse");
		expect(await checkPassword("correct horse", stored)).toEqual(fresh);
		expect((await checkPassword("Correct horse", stored)).matches).toBe(false);
		expect(await hashPassword("correct horse")).not.toBe(stored);
	});

	it("counts to its end, unlike bcrypt", async () => {
		const long = "x".repeat(1023);
		const stored = await hashPassword(`${long}a`);
		expect((await checkPassword(`${long}a`, stored)).matches).toBe(true);
		expect((await checkPassword(`${long}b`, stored)).matches).toBe(false);
	});

	it("may hold anything", async () => {
		for (const odd of ["\u0000\u0000", "नमस्ते", "👩‍🚀", " ", "pässword"]) {
			expect(await checkPassword(odd, await hashPassword(odd))).toEqual(fresh);
		}
	});

	it.each(["2a", "2b", "2y"])("matches a bcrypt hash of form %s, which is then outdated", async (form) => {
		const stored = (await hash("correct horse", 4)).replace(/^\$2[aby]/, `$${form}`);
		expect(await checkPassword("correct horse", stored)).toEqual({ matches: true, isOutdated: true });
		expect((await checkPassword("wrong horse", stored)).matches).toBe(false);
	});

	it("matches a scrypt hash of another cost, which is then outdated", async () => {
		const { scryptSync } = await import("node:crypto");
		const salt = Buffer.alloc(16, 7);
		const key = Buffer.from(scryptSync("correct horse", salt, 32, { N: 1024, r: 8, p: 1 })).toString("base64url");
		const stored = `scrypt$1024$8$1$${salt.toString("base64url")}$${key}`;
		expect(await checkPassword("correct horse", stored)).toEqual({ matches: true, isOutdated: true });
	});

	it.each([null, undefined, "", "plain", "scrypt$1$2$3", "$2b$12$short", "sha1$abc"])(
		"never matches %j",
		async (stored) => {
			expect((await checkPassword("plain", stored)).matches).toBe(false);
		},
	);
});
