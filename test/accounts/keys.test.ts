import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolvePrincipal } from "../../src/accounts/accounts.ts";
import { isApiKey, newApiKeyToken } from "../../src/accounts/keys.ts";
import type { Context } from "../../src/context.ts";
import { newContext } from "./support.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A context whose database may not be asked. */
function withoutDatabase(): Context {
	const db = new Proxy(
		{},
		{
			get() {
				throw new Error("The database was asked");
			},
		},
	);
	return { ...newContext(), db: db as Context["db"] };
}

const ctx = withoutDatabase();
const resolve = (authorization: string) => resolvePrincipal(ctx, { authorization, needsWrite: false });
const refused = { ok: false, reason: "invalid" };

describe("the token of an API key", () => {
	it("passes its own check and would be looked up", async () => {
		const token = newApiKeyToken();
		expect(isApiKey(token)).toBe(true);
		await expect(resolve(`Bearer ${token}`)).rejects.toThrow("The database was asked");
	});

	it("ends in the CRC-32 of what precedes, as four bytes in base64url", () => {
		const head = "pmk_00000000000000000000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
		expect(isApiKey(`${head}${crcOf(head)}`)).toBe(true);
	});

	it("is refused without a look at the database when one character is changed", async () => {
		const change = fc.tuple(fc.nat(79), fc.constantFrom(...alphabet));
		await fc.assert(
			fc.asyncProperty(change, async ([at, character]) => {
				const token = newApiKeyToken();
				fc.pre(token[at] !== character);
				expect(await resolve(`Bearer ${token.slice(0, at)}${character}${token.slice(at + 1)}`)).toEqual(refused);
			}),
			{ numRuns: 500 },
		);
	});

	it("is refused so when it is cut, prolonged or two of its neighbours are swapped", async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(78), fc.constantFrom(...alphabet), async (at, character) => {
				const token = newApiKeyToken();
				expect(isApiKey(token.slice(0, at + 1))).toBe(false);
				expect(isApiKey(token + character)).toBe(false);
				const swapped = token.slice(0, at) + (token[at + 1] ?? "") + (token[at] ?? "") + token.slice(at + 2);
				expect(isApiKey(swapped)).toBe(swapped === token);
			}),
			{ numRuns: 500 },
		);
	});
});

describe("any other token", () => {
	it("is refused without an exception and without the database", async () => {
		const texts = fc.oneof(
			fc.string({ unit: "grapheme" }),
			fc.string({ unit: "binary" }),
			fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join(".")),
			fc.json().map((json) => `${btoa(encodeURIComponent(json))}.${btoa("{}")}.x`),
			fc.constantFrom(
				"__proto__",
				"constructor",
				`${btoa('{"alg":"HS256","crit":["x"]}')}.e30.`,
				`${btoa('{"alg":{}}')}.e30.x`,
			),
		);
		await fc.assert(
			fc.asyncProperty(texts, async (text) => {
				const resolution = await resolve(`Bearer ${text}`);
				expect(resolution.ok).toBe(false);
				expect(resolution.ok || ["invalid", "not_authenticated"]).toContain(resolution.ok || resolution.reason);
			}),
			{ numRuns: 500 },
		);
	});
});

/** CRC-32 bit by bit, as its definition has it. */
function crcOf(text: string): string {
	let crc = 0xffffffff;
	for (const byte of new TextEncoder().encode(text)) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	const bytes = new DataView(new ArrayBuffer(4));
	bytes.setUint32(0, ~crc >>> 0);
	const binary = String.fromCharCode(...new Uint8Array(bytes.buffer));
	return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
