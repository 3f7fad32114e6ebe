import { PDFDocument, PDFName } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { mendedBy } from "../../src/convert/glyph-comparison.ts";
import { hasOddGlyphs, withLigatures } from "../../src/convert/glyphs.ts";
import { isNonsense, isPlausible } from "../../src/convert/plausibility.ts";
import type { Word } from "../../src/convert/raw-page.ts";
import { normalized } from "../../src/convert/text.ts";
import { convert } from "./documents.ts";
import { setLine } from "./layout-words.ts";
import { sharedConverter } from "./modules.ts";

const textOf = (words: readonly Word[]) => words.map((word) => word.text).join(" ");
const mend = (text: string) => textOf(withLigatures(setLine(text, 72, 100)));

describe("ligatures without a letter of their own", () => {
	it("are told by their encoding where a font shows them in several words", () => {
		expect(mend("di↵erent e↵ects")).toBe("different effects");
		expect(mend("e¤ect of di¤erent")).toBe("effect of different");
		expect(mend("ofÞce Þeld")).toBe("office field");
		expect(mend("the ®rst ®eld re¯ects de®nite")).toBe("the first field reflects definite");
		expect(mend("\u001datten in\u001duence su\u001bering o\u001ber \uf001nd")).toBe(
			"flatten influence suffering offer find",
		);
	});

	it("are left alone where the sign may be meant", () => {
		for (const text of [
			"one di↵erent word",
			"Teflon®coated Kevlar®and",
			"T¯oky¯o and Ky¯oto",
			"maÞur Þeir með þeim",
			"x¤y ¤ 5",
		]) {
			expect(mend(text)).toBe(text);
		}
	});
});

describe("a second reading of a page", () => {
	const first = setLine("the speciTc and signiTcant Tnding was Thattened by Them", 72, 100);

	it("is asked for where a capital or a stranger stands in several words, not for names", () => {
		expect(hasOddGlyphs(setLine("speciTc signiTcant deTned The end", 72, 100))).toBe(true);
		expect(hasOddGlyphs(setLine("signi\ufffdcant de\ufffdned", 72, 100))).toBe(true);
		expect(hasOddGlyphs(setLine("YouTube GitHub arXiv HellaSwag McCandlish", 72, 100))).toBe(false);
		expect(
			hasOddGlyphs(setLine("readPage getPage nextPage Page Pages Peter Paul Plan Port Pole Post Pier", 72, 100)),
		).toBe(false);
	});

	it("gives its letters to all words of the font that differ in the same way", () => {
		const other = setLine("the specific and significant finding was flattened by Them", 72, 100);
		expect(textOf(mendedBy(first, other))).toBe("the specific and significant finding was Thattened by Them");
		const more = setLine("inThuence Thattened speciTc signiTcant", 72, 120);
		const right = setLine("influence flattened specific significant", 72, 120);
		expect(textOf(mendedBy(more, right))).toBe("influence flattened specific significant");
	});

	it("changes nothing where it is no better, or differs by its cuts", () => {
		const same = setLine("HellaSwag and HuggingFace were used", 72, 100);
		expect(mendedBy(same, setLine("HellaSvvag and HuggingFace vvere used", 72, 100))).toBe(same);
		expect(mendedBy(first, setLine("the speci fic and signi ficant fin ding", 72, 100))).toBe(first);
	});
});

describe("a font that gives no letter for a ligature", () => {
	it("has the ligature that its encoding means, where the first reader takes it for another", async () => {
		const document = await PDFDocument.create();
		const { context } = document;
		const encoding = { Type: "Encoding", Differences: [29, PDFName.of("g1")] };
		const widths = Array.from({ length: 98 }, () => 500);
		const looks = { BaseFont: "SFRM1000", FirstChar: 29, LastChar: 126, Widths: widths };
		const font = context.register(context.obj({ Type: "Font", Subtype: "Type1", ...looks, Encoding: encoding }));
		const page = document.addPage([595, 842]);
		page.node.setFontDictionary(PDFName.of("F"), font);
		const lines = [
			"The in\\035uence of the tide was",
			"\\035attened by a con\\035ict that",
			"re\\035ected the \\035ow of Thames",
		];
		const shown = lines.map((line) => `(${line}) Tj T*`).join(" ");
		const stream = context.stream(`BT /F 11 Tf 14 TL 72 700 Td ${shown} ET`);
		page.node.set(PDFName.of("Contents"), context.register(stream));
		const { blocks } = await convert(await sharedConverter(), await document.save());
		expect(blocks.map((block) => block.text)).toEqual([
			"The influence of the tide was flattened by a conflict that reflected the flow of Thames",
		]);
	});
});

describe("letters", () => {
	it("lose the shape they have in a ligature or a place of a word", () => {
		expect(normalized("e\ufb03cient \ufb02ow")).toBe("efficient flow");
		expect(normalized("\ufefb \ufee3\ufeae\ufea3\ufe92\ufe8e")).toBe("\u0644\u0627 \u0645\u0631\u062d\u0628\u0627");
		expect(normalized("\ufb2a")).toBe("\u05e9\u05c1");
	});

	it("of scripts that do not meet make a page nonsense, which is then recognised", () => {
		expect(isPlausible("ଋҨʤȥ")).toBe(false);
		expect(isPlausible("مرحبا")).toBe(true);
		expect(isPlausible("Grüße")).toBe(true);
		expect(isPlausible("東京Tower")).toBe(true);
		expect(isPlausible("Москва")).toBe(true);
		expect(isNonsense(Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? "word" : "ଋҨʤȥೌ")))).toBe(true);
	});
});
