import { describe, expect, it } from "vitest";
import { createSigner, DataKeyError, decryptSecret, encryptSecret, parseDataKey } from "../../src/lib/secrets.ts";

const newKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const key = newKey();

describe("DATA_KEY", () => {
	it("is 32 bytes in base64 or base64url", () => {
		expect(parseDataKey(key)).toHaveLength(32);
		expect(parseDataKey(` ${key.replace(/\+/g, "-").replace(/\//g, "_").replace("=", "")}\n`)).toEqual(
			parseDataKey(key),
		);
	});

	it.each([
		undefined,
		"",
		"  ",
		"short",
		btoa("x".repeat(31)),
		btoa("x".repeat(32)),
		btoa("\0".repeat(32)),
		btoa("0123456789abcdefghijklmnopqrstuvw"),
		btoa(String.fromCharCode(...Array.from({ length: 32 }, (_, index) => index))),
		btoa("abababababababababababababababab"),
		"!".repeat(44),
	])("is refused as %j, naming the variable and not the value", (text) => {
		expect(() => parseDataKey(text)).toThrow(DataKeyError);
		expect(() => parseDataKey(text)).toThrow(/^DATA_KEY /);
	});
});

describe("a stored secret", () => {
	it("opens where it was put", async () => {
		for (const text of ["", "whsec_x", "ключ 🔑", "x".repeat(100_000)]) {
			const sealed = await encryptSecret(key, "users/1/token", text);
			expect(sealed).toMatch(/^v1\.[\w-]+$/);
			expect(await decryptSecret(key, "users/1/token", sealed)).toBe(text);
		}
	});

	it("is different each time it is sealed", async () => {
		expect(await encryptSecret(key, "a", "x")).not.toBe(await encryptSecret(key, "a", "x"));
	});

	it("does not open elsewhere, under another key, or changed", async () => {
		const sealed = await encryptSecret(key, "users/1/token", "secret");
		const changed = sealed.slice(0, -2) + (sealed.at(-2) === "A" ? "B" : "A") + sealed.slice(-1);
		await expect(decryptSecret(key, "users/2/token", sealed)).rejects.toThrow();
		await expect(decryptSecret(newKey(), "users/1/token", sealed)).rejects.toThrow();
		await expect(decryptSecret(key, "users/1/token", changed)).rejects.toThrow();
		await expect(decryptSecret(key, "users/1/token", sealed.slice(0, 10))).rejects.toThrow();
		await expect(decryptSecret(key, "users/1/token", "plain")).rejects.toThrow();
	});
});

describe("a signer", () => {
	it("knows its own signatures and no others", async () => {
		const signer = await createSigner(key, "figure-links");
		const signature = await signer.sign("a/1?expires=5");
		expect(signature).toMatch(/^[\w-]{43}$/);
		expect(await signer.verify("a/1?expires=5", signature)).toBe(true);
		expect(await signer.verify("a/1?expires=6", signature)).toBe(false);
		for (const wrong of ["", "x", `${signature}A`, signature.slice(1), signature.toLowerCase(), `${signature}=`]) {
			expect(await signer.verify("a/1?expires=5", wrong)).toBe(false);
		}
	});

	it("is another for another purpose and another key", async () => {
		const signature = await (await createSigner(key, "figure-links")).sign("x");
		expect(await (await createSigner(key, "cursors")).verify("x", signature)).toBe(false);
		expect(await (await createSigner(newKey(), "figure-links")).verify("x", signature)).toBe(false);
		expect(await (await createSigner(key, "figure-links")).verify("x", signature)).toBe(true);
	});

	it("is not made without a key", async () => {
		await expect(createSigner(undefined, "x")).rejects.toThrow(/^DATA_KEY is not set/);
	});
});
