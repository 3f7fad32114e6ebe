import { describe, expect, test } from "vitest";
import type { Box } from "../../src/convert/blocks.ts";
import { type GrayImage, spreadContrast, straightened, toGray, turned } from "../../src/convert/gray-image.ts";
import type { Recognition, RecognizedWord } from "../../src/convert/ocr.ts";
import { parseTsv } from "../../src/convert/ocr-engine.ts";
import { type Frame, toPage, toUpright, uprightSize } from "../../src/convert/ocr-frame.ts";
import { mergeRecognized, pictureTexts } from "../../src/convert/ocr-merge.ts";
import { pagesToRecognize } from "../../src/convert/ocr-plan.ts";
import { toWords } from "../../src/convert/ocr-words.ts";
import { isNonsense, isPlausible } from "../../src/convert/plausibility.ts";
import type { RawPage, Word } from "../../src/convert/raw-page.ts";
import { textDirection } from "../../src/convert/skew.ts";

function word(text: string, box: Box = [72, 100, 120, 112]): Word {
	const looks = { font: "", bold: false, italic: false, mono: false, color: "", item: 0, gapBefore: true, rotation: 0 };
	return { ...looks, text, box, baseline: box[3], sizePt: 11 };
}

function page(words: string, more: Partial<RawPage> = {}): RawPage {
	const all = words
		.split(" ")
		.filter(Boolean)
		.map((text) => word(text));
	return { widthPt: 595, heightPt: 842, words: all, rules: [], shapes: [], images: [], links: [], tables: [], ...more };
}

function read(texts: string[], confidence = 92, frame: Partial<Frame> = {}): Recognition {
	const words = texts.map(
		(text, i): RecognizedWord => ({ text, box: [10 + i * 40, 20, 45 + i * 40, 28], confidence, line: 0, block: 1 }),
	);
	return {
		frame: { widthPt: 595, heightPt: 842, rotation: 0, skewDegrees: 0, ...frame },
		words,
		confidence,
		languages: ["eng"],
	};
}

const prose =
	"The council met on Tuesday to discuss the bridge over the river and decided to repair it before the winter comes and";

describe("pixels", () => {
	/** Lines of dashes that look like print to the projection profile. */
	function lines(widthPx: number, heightPx: number): GrayImage {
		const pixels = new Uint8Array(widthPx * heightPx).fill(255);
		for (let y = 60; y < heightPx - 60; y += 30) {
			for (let x = 60; x < widthPx - 60; x++) {
				if ((x * 7 + y) % 23 > 8) for (let dy = 0; dy < 12; dy++) pixels[(y + dy) * widthPx + x] = 20;
			}
		}
		return { widthPx, heightPx, pixels };
	}

	test("four quarter turns give the image back", () => {
		const image = { widthPx: 3, heightPx: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
		expect([...turned(image, 90).pixels]).toEqual([4, 1, 5, 2, 6, 3]);
		expect(turned(turned(image, 90), 270)).toEqual(image);
		expect(turned(turned(image, 180), 180)).toEqual(image);
	});

	test.each([0, 1, -3.4, 8.5])("a slant of %d degrees is found within a tenth", (degrees) => {
		const slanted = degrees === 0 ? lines(900, 1200) : straightened(lines(900, 1200), -degrees);
		const found = textDirection(slanted);
		expect(found.sideways).toBe(false);
		expect(Math.abs(found.skewDegrees - degrees)).toBeLessThan(0.11);
	});

	test("a page on its side is known", () => {
		expect(textDirection(turned(lines(900, 1200), 90)).sideways).toBe(true);
	});

	test("an empty page has no slant", () => {
		const pixels = new Uint8Array(500 * 500).fill(255);
		expect(textDirection({ widthPx: 500, heightPx: 500, pixels })).toEqual({ sideways: false, skewDegrees: 0 });
	});

	test("transparent pixels lie on white", () => {
		expect([...toGray([0, 0, 0, 0, 0, 0, 0, 255], 2, 1).pixels]).toEqual([255, 0]);
	});

	test("faint print on gray paper becomes black on white", () => {
		const pixels = new Uint8Array(1000).fill(200);
		pixels.fill(120, 0, 100);
		const spread = spreadContrast({ widthPx: 100, heightPx: 10, pixels }).pixels;
		expect([spread[0], spread[500]]).toEqual([0, 255]);
	});
});

describe("frames", () => {
	test.each([
		[0, 0],
		[90, 0],
		[180, 2],
		[270, -4.5],
	] as const)("a place turned by %d and slanted by %d comes back", (rotation, skewDegrees) => {
		const frame: Frame = { widthPt: 595, heightPt: 842, rotation, skewDegrees };
		const point: Box = [100, 200, 100, 200];
		const back = toPage(toUpright(point, frame), frame);
		for (const [i, value] of back.entries()) expect(value).toBeCloseTo(point[i] ?? 0, 6);
	});

	test("the top of a page lying on its right side is its right edge", () => {
		const frame: Frame = { widthPt: 600, heightPt: 800, rotation: 270, skewDegrees: 0 };
		expect(uprightSize(frame)).toEqual([800, 600]);
		expect(toPage([0, 0, 800, 50], frame)).toEqual([550, 0, 600, 800]);
	});
});

describe("which pages are recognised", () => {
	test("pages without text, and with nonsense, are; pages with text are not", () => {
		expect(pagesToRecognize(page(""), 3)).toEqual({ page: 3, whole: true, regions: [] });
		expect(pagesToRecognize(page(`${prose} ${prose}`), 1)).toBeUndefined();
		expect(pagesToRecognize(page("Xqzrt bvkpl dfghj ".repeat(20)), 1)?.whole).toBe(true);
		expect(pagesToRecognize(page("\ue001\ue002\ue003 ".repeat(80)), 1)?.whole).toBe(true);
	});

	test("the choice of the caller comes first", () => {
		expect(pagesToRecognize(page(""), 1, "never")).toBeUndefined();
		expect(pagesToRecognize(page(`${prose} ${prose}`), 1, "always")?.whole).toBe(true);
	});

	test("pictures large enough for text are looked at, unless text is printed on them", () => {
		const picture: Box = [100, 300, 400, 500];
		const full = `${prose} ${prose}`;
		expect(pagesToRecognize(page(full, { images: [picture, [10, 10, 30, 30]] }), 1)?.regions).toEqual([picture]);
		const inside = Array.from({ length: 7 }, () => word("label", [200, 350, 230, 360]));
		const raw = page(full, { images: [picture] });
		expect(pagesToRecognize({ ...raw, words: [...raw.words, ...inside] }, 1)).toBeUndefined();
	});

	test("letters drawn as outlines count as missing text", () => {
		const shapes = Array.from({ length: 400 }, (_, i) => ({
			box: [60 + (i % 60) * 8, 80 + Math.floor(i / 60) * 16, 66 + (i % 60) * 8, 90 + Math.floor(i / 60) * 16] as Box,
			filled: true,
			stroked: false,
			curved: true,
		}));
		expect(pagesToRecognize(page(prose, { shapes }), 1)?.whole).toBe(true);
	});
});

describe("plausible words", () => {
	test.each(["Bröker", "1,234.50", "PDFs", "well-known", "नमस्ते", "Привет", "don't", "https://example.org"])(
		"%s is one",
		(text) => expect(isPlausible(text)).toBe(true),
	);
	test.each(["\ufffd\ufffdab", "xkcdq", "ािक", "§§", "aBcDe"])("%s is none", (text) =>
		expect(isPlausible(text)).toBe(false),
	);
	test("a legacy Hindi font gives itself away", () => {
		const text =
			"lkekftd U;k; vkSj fodkl ds fy, ljdkj us ubZ ;kstuk,a 'kq: dh gSa rFkk mudk ykHk lHkh dks feysxk vkSj dke gksxk";
		expect(isNonsense(`${text} ${text}`.split(" "))).toBe(true);
		expect(isNonsense(prose.split(" "))).toBe(false);
	});
});

describe("recognised words", () => {
	test("Tesseract's table becomes words with lines", () => {
		const rows = [
			"5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tHello",
			"5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t90\tworld",
			"4\t1\t1\t1\t2\t0\t0\t0\t9\t9\t-1\t",
		];
		expect(parseTsv(rows.join("\n")).map(({ text, line, right }) => [text, line, right])).toEqual([
			["Hello", 0, 40],
			["world", 1, 40],
		]);
	});

	test("size and baseline follow from the letters", () => {
		const line = (text: string, top: number, bottom: number): RecognizedWord => ({
			text,
			box: [0, top, 50, bottom],
			confidence: 90,
			line: 1,
			block: 1,
		});
		const words = toWords([line("House", 100, 107.2), line("ago", 102.2, 109.3), line("seen", 102.2, 107.2)], 5);
		expect(new Set(words.map(({ sizePt, item }) => `${sizePt} ${item}`))).toEqual(new Set(["10 5"]));
		for (const { baseline } of words) expect(baseline).toBeCloseTo(107.2, 1);
	});

	test("take the place of missing text and of nonsense, not of good text", () => {
		const found = read(prose.split(" "));
		const merge = (raw: RawPage, whole = found) => mergeRecognized(raw, { page: 1, whole, regions: [] });
		expect(merge(page("")).extraction).toEqual({ method: "tesseract_ocr", ocrConfidence: 92 });
		expect(merge(page("Xqzrt bvkpl dfghj ".repeat(20))).raw.words[0]?.text).toBe("The");
		expect(merge(page(""), read(prose.split(" "), 42)).raw.words).toEqual([]);
		expect(merge(page(prose)).extraction).toEqual({ method: "pypdf2", ocrConfidence: null });
		expect(merge(page("Scanned by archive"), read(prose.split(" "), 40)).extraction.method).toBe("pypdf2");
	});

	test("of a picture are taken where it surely holds text", () => {
		const box: Box = [100, 300, 400, 500];
		const merge = (recognition: Recognition) =>
			pictureTexts(page(prose, { images: [box] }), { page: 1, whole: null, regions: [{ box, recognition }] })[0]
				?.words ?? [];
		expect(merge(read(["Yearly", "growth", "of", "sales", "region"]))).toHaveLength(5);
		expect(merge(read(["Yearly", "growth", "of", "sales", "region"]))[0]?.box[0]).toBe(110);
		expect(merge(read(["Yearly", "growth", "of", "sales", "region"], 70))).toHaveLength(0);
		expect(merge(read(["il", "ie", "ae", "oo"]))).toHaveLength(0);
	});
});
