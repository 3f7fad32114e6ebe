import fc from "fast-check";
import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { textPage } from "../../src/library/catalogue/text-page.ts";

/** Elements by name and the text between them, as a strict reader sees them. */
function read(svg: string): { names: Set<string>; texts: string[] } {
	const names = new Set<string>();
	const texts: string[] = [];
	const parser = new Parser(
		{ onopentagname: (name) => void names.add(name), ontext: (text) => void texts.push(text) },
		{ xmlMode: true },
	);
	parser.end(svg);
	return { names, texts };
}

describe("the picture of a text", () => {
	it("shows the title and the first lines, broken at blanks", () => {
		const { texts } = read(textPage({ title: "A & B", text: `${"word ".repeat(30)}\n\nnext` }));
		const shown = texts.join("|");
		expect(shown).toContain("next");
		expect(shown.startsWith("A & B") || shown.replaceAll("|", "").startsWith("A & B")).toBe(true);
		for (const line of texts) expect([...line].length).toBeLessThanOrEqual(62);
	});

	it("holds no element but its own, and as much as fits, whatever the text is", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 500 }), fc.string({ maxLength: 200 }), (text, title) => {
				const svg = textPage({ title: `${title}<script>`, text: `${text}</text><image href="x"/>\u0000\ud800` });
				expect(read(svg).names).toEqual(new Set(["svg", "rect", "g", "text"]));
				expect(svg.isWellFormed()).toBe(true);
				expect(svg).not.toContain("\u0000");
			}),
		);
		const long = textPage({ title: "t", text: "x\n".repeat(100_000) });
		expect(long.length).toBeLessThan(10_000);
		expect(textPage({ title: "", text: "" })).toMatch(/^<svg .*<\/svg>$/);
	});
});
