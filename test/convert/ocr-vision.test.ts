import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loadModules } from "../../scripts/engine.ts";
import type { Box } from "../../src/convert/blocks.ts";
import { Converter, type VisionReader } from "../../src/convert/convert.ts";
import { pngSize, toGrayPng } from "../../src/convert/formats/png.ts";
import { isGibberish } from "../../src/convert/gibberish.ts";
import type { GrayImage } from "../../src/convert/gray-image.ts";
import type { Recognition, RecognizedWord } from "../../src/convert/ocr.ts";
import { align } from "../../src/convert/ocr-alignment.ts";
import { mergeRecognized } from "../../src/convert/ocr-merge.ts";
import { placeLines } from "../../src/convert/ocr-placement.ts";
import { isBetter, isReadBadly, readAgain } from "../../src/convert/ocr-vision.ts";
import { Pdfium } from "../../src/convert/pdfium.ts";
import { sourceOf } from "../../src/convert/stream.ts";
import { makePdf, write } from "./documents.ts";
import { png } from "./gray-png.ts";
import { sharedRecognizer } from "./recognizer.ts";

const page = [595, 842] as const;
const upright = { widthPt: 595, heightPt: 842, rotation: 0 as const, skewDegrees: 0 };

/** Lines as Tesseract would give them: 10 pt high, 20 pt apart from y = 100, six points a letter from x = 72. */
function seen(lines: readonly string[], confidence = 40, top = 100): RecognizedWord[] {
	return lines.flatMap((text, line) => {
		let x = 72;
		return text.split(" ").map((word): RecognizedWord => {
			const box: Box = [x, top + line * 20, x + word.length * 6, top + line * 20 + 10];
			x = box[2] + 6;
			return { text: word, box, confidence, line, block: 1 };
		});
	});
}

function reading(lines: readonly string[], confidence = 40): Recognition {
	return { frame: upright, words: seen(lines, confidence), confidence, languages: ["eng"] };
}

const prose = [
	"The council met on Tuesday to discuss the old bridge over the",
	"river and decided to repair it before the winter comes. The work",
	"will cost about 48,000 euros and takes three months.",
];
const nonsense = [
	"Tlc cnuncll rmt ori Tucsdy lo dlscss tbc cld brdgc ovr thc",
	"rvr nd dcdd t rpr t bfr th wntr cms. Th wrk",
];
const gibberish = "rvr nd dcdd t rpr t bfr th wntr cms. Th wrk wll cst bt frty ght thsnd rs";
const picture = { frame: upright, png: new Uint8Array(0) };
const readerOf =
	(lines: readonly string[]): VisionReader =>
	async () =>
		lines;

describe("two readings", () => {
	test("are laid beside each other letter by letter", () => {
		const { opposite, agrees } = align([..."untrimmed"], [..."untrlmed"]);
		expect([...opposite].slice(0, 4)).toEqual([0, 1, 2, 3]);
		expect([...agrees].slice(0, 5)).toEqual([1, 1, 1, 1, 0]);
		expect(opposite[8]).toBe(7);
	});

	test("of any length are compared within a bound of time and memory", () => {
		const long = [..."the quick brown fox jumps over a lazy dog ".repeat(700)];
		const started = performance.now();
		const { agrees } = align(long, [...long.slice(0, 9_000), ...long.slice(9_100)]);
		expect(agrees.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(long.length * 0.9);
		expect(performance.now() - started).toBeLessThan(5_000);
	});

	test("that have nothing or no letters at all are taken", () => {
		expect([...align([], [..."abc"]).opposite]).toEqual([]);
		expect([...align([..."abc"], []).opposite]).toEqual([-1, -1, -1]);
	});
});

describe("lines without places", () => {
	const wordAt = (words: readonly { text: string; box: Box }[], text: string): Box => {
		const found = words.find((word) => word.text === text);
		if (found === undefined) throw new Error(`${text} is lost`);
		return found.box;
	};

	test("get the boxes of the words that were seen there", () => {
		const placed = placeLines(prose, seen(prose), page);
		expect(placed.map(({ text, box }) => ({ text, box }))).toEqual(seen(prose).map(({ text, box }) => ({ text, box })));
		expect(new Set(placed.map(({ line }) => line)).size).toBe(3);
		for (const { agreement } of placed) expect(agreement).toBeCloseTo(0.4, 5);
	});

	test("find their places in a bad reading, also of words run together and torn apart", () => {
		const bad = ["Tha counc1l met onTuesday to dis cuss the 0ld bridge over tbe"];
		const placed = placeLines(prose.slice(0, 1), seen(bad), page);
		const [together] = seen(bad).filter(({ text }) => text === "onTuesday");
		const tuesday = wordAt(placed, "Tuesday");
		expect(tuesday[0]).toBeGreaterThan((together?.box[0] ?? 0) + 6);
		expect(tuesday[2]).toBeCloseTo(together?.box[2] ?? 0, 0);
		const [dis, cuss] = seen(bad).filter(({ text }) => text === "dis" || text === "cuss");
		const discuss = wordAt(placed, "discuss");
		expect([discuss[0], discuss[2]]).toEqual([dis?.box[0], cuss?.box[2]]);
		for (const { box } of placed) expect([box[1], box[3]]).toEqual([100, 110]);
	});

	test("are cut where the other reading has the ends of lines", () => {
		const placed = placeLines([prose.join(" ")], seen(prose), page);
		expect(new Set(placed.map(({ line }) => line)).size).toBe(3);
		expect(wordAt(placed, "river")).toEqual([72, 120, 102, 130]);
	});

	test("lie between their neighbours where nobody saw them", () => {
		const [first = "", , third = ""] = prose;
		const others = seen([first, third]).map((word) =>
			word.line === 1 ? { ...word, box: [word.box[0], 140, word.box[2], 150] as Box } : word,
		);
		const placed = placeLines(prose, others, page);
		const middle = placed.filter(({ line }) => line === 1);
		expect(middle.map(({ text }) => text).join(" ")).toBe(prose[1]);
		for (const { box } of middle) expect(box[1] >= 110 && box[3] <= 140 && box[0] >= 72 && box[2] > box[0]).toBe(true);
		const lefts = middle.map(({ box }) => box[0]);
		expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
	});

	test("take the lines that were seen, one by one, where not a letter agrees", () => {
		const tamil = ["தமிழ்நாடு அரசு", "நிதித் துறை அறிவிப்பு", "சென்னை"];
		const garbage = seen(["HMpprB urtc", "BPlggi gem sniM", "QFoir"]);
		const placed = placeLines(tamil, garbage, page);
		expect(placed.map(({ text }) => text)).toEqual(tamil.join(" ").split(" "));
		for (const { box, line, agreement } of placed) {
			expect([box[1], box[3], agreement]).toEqual([100 + line * 20, 110 + line * 20, 0]);
		}
	});

	test("share the page where nothing was seen at all", () => {
		const placed = placeLines(prose, [], page);
		let below = 0;
		for (const line of [0, 1, 2]) {
			const boxes = placed.filter((word) => word.line === line).map(({ box }) => box);
			for (const [x0, y0, x1, y1] of boxes)
				expect(x0 >= 0 && x1 <= 595 && y0 >= below && y1 <= 842 && y1 > y0).toBe(true);
			below = boxes[0]?.[3] ?? 0;
		}
	});

	test("never lose a word, whatever was seen", () => {
		const words = ["a", "—", "bridge", "48,000", "நிதி", "river", "…", "the"];
		let state = 7;
		const next = (below: number) => {
			state = (state * 1103515245 + 12345) & 0x7fffffff;
			return state % below;
		};
		const line = () => Array.from({ length: 1 + next(7) }, () => words[next(words.length)]).join(" ");
		for (let round = 0; round < 300; round++) {
			const lines = Array.from({ length: next(9) }, line);
			const placed = placeLines(lines, seen(Array.from({ length: next(9) }, line)), page);
			expect(placed.map(({ text }) => text).join(" ")).toBe(lines.join(" "));
			for (const { box } of placed) {
				expect(box.every(Number.isFinite) && box[2] >= box[0] && box[3] >= box[1] && box[0] >= 0 && box[3] <= 842).toBe(
					true,
				);
			}
		}
	});
});

describe("a page", () => {
	test.each([
		["sure and sensible", reading(prose, 90), false],
		["unsure", reading(prose, 59), true],
		["sure and gibberish", reading(nonsense, 70), true],
		["blank", { ...reading([]), words: [], confidence: null, languages: [] }, false],
		["of ink without words", { ...reading([]), words: [], confidence: null }, true],
		["on which Tesseract failed", null, true],
	] as const)("%s: whether it is shown to the model", (_name, whole, expected) => {
		expect(isReadBadly(whole as Recognition | null)).toBe(expected);
	});

	test.each([
		["half as long, Tesseract unsure", prose.slice(0, 2), reading(prose, 40), true],
		["shorter than half", ["The council"], reading(prose, 40), false],
		["nearly as long, Tesseract sure", prose.slice(0, 2), reading(prose, 90), false],
		["sensible, Tesseract's gibberish", ["The council met."], reading(nonsense, 70), true],
		["gibberish too, and shorter", [gibberish], reading([gibberish, gibberish], 70), false],
		["anything, Tesseract nothing", ["7"], null, true],
		["nothing", [], reading(prose, 10), false],
	])("keeps the model's text when it is %s", (_name, lines, whole, expected) => {
		expect(isBetter(lines, whole)).toBe(expected);
	});

	test("read again tells who read it, and how sure its words are", async () => {
		const bad = {
			page: 1,
			whole: reading(["Tha counc1l met onTuesday to dis cuss the 0ld bridge over tbe"]),
			regions: [],
		};
		const again = await readAgain(bad, picture, readerOf(prose.slice(0, 1)));
		expect(again.method).toBe("easyocr");
		const { words = [], confidence } = again.whole ?? {};
		for (const word of words) expect(word.confidence >= 65 && word.confidence <= 95).toBe(true);
		expect(words.find(({ text }) => text === "bridge")?.confidence).toBeGreaterThan(70);
		const raw = { widthPt: 595, heightPt: 842, words: [], rules: [], shapes: [], images: [], links: [], tables: [] };
		expect(mergeRecognized(raw, again).extraction).toEqual({ method: "easyocr", ocrConfidence: confidence });
	});

	test("stays Tesseract's where the model fails, is late or is worse", async () => {
		const bad = { page: 1, whole: reading(nonsense), regions: [] };
		const failing: VisionReader = async () => {
			throw new Error("no model");
		};
		const silent: VisionReader = () => new Promise(() => undefined);
		expect(await readAgain(bad, picture, failing)).toBe(bad);
		expect(await readAgain(bad, picture, silent, undefined, 20)).toBe(bad);
		expect(await readAgain(bad, picture, readerOf([]))).toBe(bad);
	});

	test("is not waited for when the job is stopped", async () => {
		const stop = new AbortController();
		setTimeout(() => stop.abort(new Error("cancelled")), 10);
		const silent: VisionReader = () => new Promise(() => undefined);
		const bad = { page: 1, whole: reading(nonsense), regions: [] };
		await expect(readAgain(bad, picture, silent, stop.signal)).rejects.toThrow("cancelled");
	});

	test("takes text from a model and nothing else", async () => {
		const bad = { page: 1, whole: null, regions: [] };
		const lines = [
			"  one\u0000two\tthree  ",
			"",
			"\u200b",
			"x".repeat(5000),
			...Array.from({ length: 3000 }, () => "again"),
		];
		const words = (await readAgain(bad, picture, readerOf(lines))).whole?.words ?? [];
		expect(words.slice(0, 3).map(({ text }) => text)).toEqual(["one", "two", "three"]);
		expect(words[3]?.text).toHaveLength(1000);
		expect(words.length).toBeLessThan(1100);
	});
});

describe("gibberish", () => {
	test.each([
		["short", "xzq", false],
		["prose", prose.join(" "), false],
		["consonants", "brtk mnpl xzqw rrtg plkm ".repeat(6), true],
		["Hindi", "सामाजिक न्याय और अधिकारिता मंत्रालय ने नई योजना की घोषणा की है ".repeat(3), false],
		["marks among a few foreign letters", `${"क* % $ # @ ! ^ & ( ) - + = ".repeat(8)}`, true],
	])("%s: whether it is", (_name, text, expected) => expect(isGibberish(text)).toBe(expected));
});

describe("a converter with a vision model", async () => {
	const modules = await loadModules();
	const pdf = await makePdf(1, async (pen) => write(pen, [...prose, ...prose], 700, 12));

	/** The upper part of the page, so coarse that Tesseract is unsure of the letters. */
	async function badScan(): Promise<Uint8Array> {
		const document = await new Pdfium(modules.pdfium, () => true).open(sourceOf(pdf));
		const image = document.withPage(1, (loaded) => loaded.renderGray([0, 0, 595, 300], 46 / 72));
		document.close();
		if (image === undefined) throw new Error("no page");
		return png(enlarged(image, 4), 184);
	}

	function enlarged(image: GrayImage, factor: number): GrayImage {
		const [widthPx, heightPx] = [image.widthPx * factor, image.heightPx * factor];
		const pixels = new Uint8Array(widthPx * heightPx);
		for (let y = 0; y < heightPx; y++) {
			for (let x = 0; x < widthPx; x++) {
				const from = Math.floor(y / factor) * image.widthPx + Math.floor(x / factor);
				pixels[y * widthPx + x] = image.pixels[from] ?? 255;
			}
		}
		return { widthPx, heightPx, pixels };
	}

	test("shows it what Tesseract reads badly, and keeps the better text with its boxes", async () => {
		const scan = await badScan();
		const shown: Uint8Array[] = [];
		const vision: VisionReader = async (bytes) => {
			shown.push(bytes);
			return [...prose, ...prose];
		};
		const recognizer = await sharedRecognizer();
		const plan = { page: 1, whole: true, regions: [] };
		const plain = await new Converter(modules, recognizer).recognize(sourceOf(scan), plan, { format: "image" });
		expect(plain.method).toBeUndefined();
		expect(plain.whole?.confidence ?? 0).toBeLessThan(60);
		const read = await new Converter(modules, recognizer, vision).recognize(sourceOf(scan), plan, { format: "image" });
		expect(read.method).toBe("easyocr");
		expect(read.whole?.words.map(({ text }) => text).join(" ")).toBe([...prose, ...prose].join(" "));
		const size = pngSize(shown[0] ?? new Uint8Array(0));
		expect(Math.max(size?.widthPx ?? 0, size?.heightPx ?? 0)).toBe(1500);
		const words = read.whole?.words ?? [];
		// Helvetica of 12 pt on a baseline 142 pt below the top, from x = 72 on.
		const [first] = words;
		expect(first?.text).toBe("The");
		for (const [at, expected] of [72, 133, 93, 142].entries())
			expect(Math.abs((first?.box[at] ?? 0) - expected)).toBeLessThan(4);
		for (const [i, word] of words.entries()) {
			const next = words[i + 1];
			if (next?.line === word.line) expect(next.box[0]).toBeGreaterThan(word.box[0]);
			else if (next !== undefined) expect(next.box[1]).toBeGreaterThan(word.box[1]);
		}
		const confirmed = words.filter(({ confidence }) => confidence > 65);
		expect(confirmed.length).toBeGreaterThan(words.length / 3);
	}, 120_000);

	test("does not ask it about a page that is read well", async () => {
		const vision: VisionReader = async () => {
			throw new Error("asked");
		};
		const document = await new Pdfium(modules.pdfium, () => true).open(sourceOf(pdf));
		const image = document.withPage(1, (loaded) => loaded.renderGray([0, 0, 595, 842], 200 / 72));
		document.close();
		if (image === undefined) throw new Error("no page");
		const converter = new Converter(modules, await sharedRecognizer(), vision);
		const source = sourceOf(png(image, 200));
		const read = await converter.recognize(source, { page: 1, whole: true, regions: [] }, { format: "image" });
		expect(read.method).toBeUndefined();
		expect(read.whole?.words.map(({ text }) => text).join(" ")).toContain("discuss the old bridge");
	}, 120_000);
});

test("a gray picture becomes a PNG with its pixels", async () => {
	const image = { widthPx: 3, heightPx: 2, pixels: Uint8Array.of(0, 128, 255, 10, 20, 5) };
	const bytes = Buffer.from(await toGrayPng(image));
	expect(pngSize(bytes)).toEqual({ widthPx: 3, heightPx: 2 });
	const at = bytes.indexOf("IDAT") + 4;
	const rows = inflateSync(bytes.subarray(at, at + bytes.readUInt32BE(at - 8)));
	expect([...rows]).toEqual([1, 0, 128, 127, 1, 10, 10, 241]);
});
