import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { Devanagari } from "../../bench/extract/devanagari.ts";
import { inSpelling, withSpelling } from "../../src/convert/devanagari.ts";
import type { RawPage, Word } from "../../src/convert/raw-page.ts";
import { convert } from "./documents.ts";
import { sharedConverter } from "./modules.ts";

const empty = { widthPt: 600, heightPt: 800, rules: [], shapes: [], images: [], links: [], tables: [] };

/** A page of words side by side; one that begins with `+` follows without a blank. */
function pageOf(...texts: [text: string, font?: string][]): RawPage {
	let x = 10;
	const words = texts.map(([given, font = "A"], item): Word => {
		const isGlued = given.startsWith("+");
		const text = isGlued ? given.slice(1) : given;
		x += isGlued ? 0 : 8;
		const box: Word["box"] = [x, 100, x + text.length * 5, 110];
		x = box[2];
		const looks = { sizePt: 10, bold: false, italic: false, mono: false, color: "", rotation: 0 };
		return { text, box, baseline: 108, font, ...looks, item, gapBefore: !isGlued };
	});
	return { ...empty, words };
}

const textsOf = (page: RawPage) => page.words.map(({ text }) => text);

describe("Devanagari in the order of drawing", () => {
	it("is put into the order of spelling", () => {
		const spelt = (text: string) => inSpelling(text, { i: true, r: true });
		expect(["िदसंबर", "माचर्", "ितिथ", "रािश"].map(spelt)).toEqual(["दिसंबर", "मार्च", "तिथि", "राशि"]);
		// The point over the syllable is drawn together with the i.
		expect(["िंसह", "िंहदी"].map(spelt)).toEqual(["सिंह", "हिंदी"]);
		expect(["कायार्लय", "िनणर्य", "प्रितवषर्"].map(spelt)).toEqual(["कार्यालय", "निर्णय", "प्रतिवर्ष"]);
	});

	it("is told by words that cannot be spelt as they stand, and mends the others of their font", () => {
		const page = withSpelling(
			pageOf(["िदसंबर"], ["पिरवार"], ["शर्मा"], ["Total"], ["शक्ति", "B"], ["कि", "B"], ["विकास", "B"]),
		);
		expect(textsOf(page)).toEqual(["दिसंबर", "परिवार", "शर्मा", "Total", "शक्ति", "कि", "विकास"]);
	});

	it("has hooks of an r where one stands alone, and then everywhere in that font", () => {
		expect(textsOf(withSpelling(pageOf(["वषर्"], ["कायार्लय"], ["शर्मा", "B"])))).toEqual(["वर्ष", "कार्यालय", "शर्मा"]);
	});

	it("is not seen in a word that was cut before its sign", () => {
		const page = pageOf(["क"], ["+िताब"], ["विकास"], ["प्रति"]);
		expect(withSpelling(page)).toBe(page);
		const odd = pageOf(["क"], ["िताब"], ["विकास"], ["प्रति"]);
		expect(withSpelling(odd)).toBe(odd);
	});

	it("is mended over the borders of parts, each of which keeps its letters' number", () => {
		const page = withSpelling(pageOf(["ि"], ["+दसंबर"], ["ितिथ"]));
		expect(textsOf(page)).toEqual(["द", "िसंबर", "तिथि"]);
	});

	it("comes out of a PDF with shaped text as it was written", async () => {
		const lines = [
			"दिनांक और तिथि लिखने के बाद विक्रेता की राशि मिली",
			"कार्यालय में शर्मा परिवार ने निर्णय किया कि सर्दी में",
			"किताब की कीमत नियमित रहेगी और वर्ष के अंत में मिलेगी",
		];
		const document = await PDFDocument.create();
		const page = document.addPage([595, 842]);
		const pen = new Devanagari(document);
		for (const [at, line] of lines.entries()) pen.draw(page, line, 60, 700 - at * 18, 12);
		const { markdown } = await convert(await sharedConverter(), await document.save());
		const words = lines.flatMap((line) => line.split(" "));
		const found = words.filter((word) => markdown.includes(word));
		expect(words.filter((word) => !found.includes(word))).toEqual([]);
	});
});
