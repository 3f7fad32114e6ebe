import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEmail } from "../../src/accounts/accounts.ts";

describe("an e-mail address", () => {
	it.each([
		["Jo@EXAMPLE.com", "Jo@example.com", "jo@example.com"],
		["  jo@example.com\n", "jo@example.com", "jo@example.com"],
		["jo@bücher.de", "jo@bücher.de", "jo@xn--bcher-kva.de"],
		["jo@xn--bcher-kva.de", "jo@xn--bcher-kva.de", "jo@xn--bcher-kva.de"],
		["राम@example.in", "राम@example.in", "राम@example.in"],
		["JÖRG@example.com", "JÖRG@example.com", "jörg@example.com"],
	])("%s is shown as %s and compared as %s", (text, address, key) => {
		expect(parseEmail(text)).toEqual({ address, key });
	});

	it.each([
		"jo@test",
		"jo@a.test",
		"jo@printer.local",
		"jo@localhost",
		"jo@a.onion",
		"jo@in-addr.arpa",
		"jo@x.invalid",
	])("%s is refused for its reserved name", (text) => {
		expect(parseEmail(text)).toEqual({ problem: expect.stringContaining("special-use or reserved name") });
	});

	it.each([
		"",
		"@",
		"jo",
		"a@b",
		"a@@b.de",
		"a b@c.de",
		"a@b c.de",
		'"a b"@c.de',
		"a@[127.0.0.1]",
		"a@1.2.3.4",
		"a@b..de",
		"a@.de",
		"a@b.de.",
		"a@b.de:25",
		"a@b.de/x",
		"a@b%2ede",
		"a..b@c.de",
		"a.@c.de",
		"a@-b.de",
		"a@b-.de",
		`a@${"b".repeat(64)}.de`,
		`a@${"b.".repeat(130)}de`,
		"a\u0000@b.de",
		"a@b\u0000.de",
		"a\ud800@b.de",
		"a@b\ud800.de",
		"Jo <jo@example.com>",
		"a@b.c0m1",
	])("%j is refused", (text) => {
		expect(parseEmail(text)).toEqual({ problem: expect.any(String) });
	});

	it("is read in no time however long", () => {
		const start = performance.now();
		for (const text of ["a".repeat(1e6), "@".repeat(1e6), `a@${"b.".repeat(5e5)}`, " ".repeat(1e6), "é".repeat(990)]) {
			expect(parseEmail(text)).toHaveProperty("problem");
		}
		expect(performance.now() - start).toBeLessThan(500);
	});

	it("that was read is read the same again", () => {
		fc.assert(
			fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "grapheme" })), (text) => {
				const first = parseEmail(text);
				if ("problem" in first) return;
				expect(parseEmail(first.address)).toEqual(first);
				expect(parseEmail(first.address.toUpperCase())).toMatchObject({ key: first.key });
			}),
		);
	});
});
