import { StandardFonts } from "pdf-lib";
import { describe, expect, test } from "vitest";
import { assemble, loadModules } from "../../scripts/engine.ts";
import { loadOcrModules } from "../../scripts/recognizer.ts";
import { Converter, type OcrPlan, type RecognizedPage, Recognizer } from "../../src/convert/convert.ts";
import { type GrayImage, type QuarterTurn, straightened, turned } from "../../src/convert/gray-image.ts";
import { MEMORY_BUDGET_BYTES } from "../../src/convert/limits.ts";
import { toPage } from "../../src/convert/ocr-frame.ts";
import { Pdfium } from "../../src/convert/pdfium.ts";
import { sourceOf } from "../../src/convert/stream.ts";
import { chunked, makePdf, write } from "./documents.ts";
import { png } from "./gray-png.ts";
import { HINDI_PARAGRAPHS, HINDI_TITLE, makeHindiPdf } from "./hindi-page.ts";
import { sharedRecognizer } from "./recognizer.ts";

const LINES = [
	"The council met on Tuesday to discuss the old bridge over the",
	"river and decided to repair it before the winter comes. The work",
	"will cost about 48,000 euros and takes three months. Visitors may",
	"use the northern bridge, which stays open during the whole time.",
	"Questions are answered at the town hall on working days.",
];

const modules = await loadModules();
const pdfium = new Pdfium(modules.pdfium, () => true);

async function rendered(pdf: Uint8Array, dpi = 200): Promise<GrayImage> {
	const document = await pdfium.open(sourceOf(pdf));
	const image = document.withPage(1, (page) => page.renderGray([0, 0, page.widthPt, page.heightPt], dpi / 72));
	document.close();
	if (image === undefined) throw new Error("no page");
	return image;
}

/** A scan of `image`: a page that is nothing but a picture, beside one of text. */
async function scanOf(image: GrayImage, degrees: QuarterTurn): Promise<Uint8Array> {
	const scan = turned(image, degrees);
	return makePdf(2, async (pen, number) => {
		if (number === 2) return write(pen, [...LINES, ...LINES], 700);
		pen.page.setSize((scan.widthPx * 72) / 200, (scan.heightPx * 72) / 200);
		const picture = await pen.document.embedPng(png(scan));
		pen.page.drawImage(picture, { x: 0, y: 0, width: pen.page.getWidth(), height: pen.page.getHeight() });
	});
}

const letter = () =>
	makePdf(1, async (pen) => {
		const title = await pen.document.embedFont(StandardFonts.HelveticaBold);
		pen.page.drawText("Repair of the Old Bridge", { x: 72, y: 740, size: 22, font: title });
		write(pen, LINES, 690, 12);
		write(pen, LINES, 590, 12);
	});

describe("a recogniser", () => {
	test.each([
		[0, 0],
		[90, 2],
		[180, -1.2],
		[270, 0],
	] as const)("reads a page turned by %d and slanted by %d, and tells where each word is", async (degrees, slant) => {
		const recognizer = await sharedRecognizer();
		const clean = await rendered(await letter());
		const image = slant === 0 ? turned(clean, degrees) : straightened(turned(clean, degrees), -slant);
		const { words, frame, confidence, languages } = await recognizer.recognize(image, 200);
		expect(words.map(({ text }) => text).join(" ")).toContain("Repair of the Old Bridge The council met on Tuesday");
		expect([frame.rotation, languages]).toEqual([(360 - degrees) % 360, ["eng"]]);
		expect(confidence).toBeGreaterThan(85);
		const first = words[0];
		if (first === undefined) throw new Error("no words");
		// "Repair" stands at (72, 842 − 740 − 16) of the page before it was turned.
		const [x, y] = { 0: [72, 86], 90: [842 - 86, 72], 180: [595 - 72, 842 - 86], 270: [86, 595 - 72] }[degrees];
		const box = toPage(first.box, frame);
		const near = (low: number, high: number, value: number) => Math.min(Math.abs(low - value), Math.abs(high - value));
		expect(near(box[0], box[2], x ?? 0)).toBeLessThan(30);
		expect(near(box[1], box[3], y ?? 0)).toBeLessThan(30);
	});

	test("finds out that a page is in Hindi", async () => {
		const recognizer = await sharedRecognizer();
		const image = await rendered(await makeHindiPdf(HINDI_TITLE, HINDI_PARAGRAPHS.slice(0, 2)));
		const { words, languages } = await recognizer.recognize(image, 200);
		expect(languages[0]).toBe("hin");
		expect(words.map(({ text }) => text).join(" ")).toContain("नगर पुस्तकालय");
	});

	test("finds nothing on an empty page, and asks for no language for it", async () => {
		const recognizer = await sharedRecognizer();
		const pixels = new Uint8Array(800 * 1000).fill(250);
		const { words, confidence, languages } = await recognizer.recognize({ widthPx: 800, heightPx: 1000, pixels }, 200);
		expect([words, confidence, languages]).toEqual([[], null, []]);
	});
});

describe("a reading", () => {
	test("gives others a turn after each line, and asks whether it is still wanted", async () => {
		const recognizer = await sharedRecognizer();
		const image = await rendered(await letter());
		let [turns, asked] = [0, 0];
		const others = setInterval(() => turns++, 0);
		await recognizer.recognize(image, 200, { check: () => void asked++ });
		clearInterval(others);
		const printedLines = 1 + 2 * LINES.length;
		expect(asked).toBeGreaterThan(printedLines);
		expect(turns).toBeGreaterThan(printedLines);
	});

	test("that is no longer wanted ends in the midst of its page, and the next one is as good", async () => {
		const recognizer = await sharedRecognizer();
		const image = await rendered(await letter());
		let asked = 0;
		const check = () => {
			if (++asked === 6) throw new Error("no longer wanted");
		};
		await expect(recognizer.recognize(image, 200, { check })).rejects.toThrow("no longer wanted");
		expect(asked).toBe(6);
		expect((await recognizer.recognize(image, 200)).words).toHaveLength(
			[...LINES, ...LINES].join(" ").split(" ").length + 5,
		);
	});

	test("finds the same where the runtime cannot put it to sleep", async () => {
		const image = await rendered(await letter());
		const read = async () => new Recognizer(await loadOcrModules()).recognize(image, 200);
		const inStretches = await read();
		const suspending = Object.getOwnPropertyDescriptor(WebAssembly, "Suspending");
		if (suspending === undefined) throw new Error("this Node cannot put wasm to sleep");
		Reflect.deleteProperty(WebAssembly, "Suspending");
		const atOnce = await read().finally(() => Object.defineProperty(WebAssembly, "Suspending", suspending));
		expect(inStretches).toEqual(atOnce);
	});

	test("keeps columns in their order, and lines whole", async () => {
		const recognizer = await sharedRecognizer();
		const columns = await makePdf(1, (pen) => {
			const narrow = LINES.flatMap((line) => [line.slice(0, 34), line.slice(34)]).map((line) => line.trim());
			for (const [at, line] of [...narrow, ...narrow].entries()) {
				pen.page.drawText(line, { x: 60, y: 740 - at * 16, size: 11, font: pen.plain });
				pen.page.drawText(`${line}.`, { x: 330, y: 740 - at * 16, size: 11, font: pen.plain });
			}
		});
		const { words } = await recognizer.recognize(await rendered(columns), 200);
		const middle = 315;
		const sides = words.map(({ box }) => (box[0] > middle ? "right" : "left"));
		expect(sides.indexOf("right")).toBe(sides.lastIndexOf("left") + 1);
		expect(new Set(words.map(({ line }) => line)).size).toBe(4 * 2 * LINES.length);
		const numbers = words.map(({ line }) => line);
		expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
	});
});

describe("a scan in a document", () => {
	test("is read, its text keeps its kinds, and the summary says where it comes from", async () => {
		const converter = new Converter(modules, await sharedRecognizer());
		const pdf = await scanOf(await rendered(await letter()), 90);
		const part = await converter.read(chunked(pdf), "pdf");
		const { markdown, blocks } = assemble([part]);
		expect(markdown).toContain("# Repair of the Old Bridge");
		expect(markdown).toContain("decided to repair it before the winter comes");
		expect(part.summary.recognized).toEqual([{ page: 1, method: "tesseract_ocr", ocrConfidence: expect.any(Number) }]);
		expect(part.toRecognize).toBeUndefined();
		// The page lies on its side: its title is at its right edge.
		const [x0, , x1] = blocks[0]?.bbox ?? [0, 0, 0, 0];
		expect([x0 > 700, x1 <= 842]).toEqual([true, true]);
		expect(part.usage.peakBytes).toBeLessThan(MEMORY_BUDGET_BYTES);
	});

	test("is named by a converter that cannot read it, and read page by page it gives the same", async () => {
		const pdf = await scanOf(await rendered(await letter()), 0);
		const [plain, able] = [new Converter(modules), new Converter(modules, await sharedRecognizer())];
		const part = await plain.read(chunked(pdf), "pdf");
		expect(part.toRecognize).toEqual([{ page: 1, whole: true, regions: [] }]);
		const recognized = new Map<number, RecognizedPage>();
		for (const plan of part.toRecognize ?? []) {
			const sent: OcrPlan = JSON.parse(JSON.stringify(plan));
			recognized.set(plan.page, JSON.parse(JSON.stringify(await able.recognize(chunked(pdf), sent))));
		}
		const merged = await plain.read(chunked(pdf), "pdf", { recognized });
		const inline = await able.read(chunked(pdf), "pdf");
		expect(assemble([merged])).toEqual(assemble([inline]));
		expect(merged.toRecognize).toBeUndefined();
		expect((await able.read(chunked(pdf), "pdf", { ocr: "never" })).summary.recognized).toEqual([]);
	});
});

describe("an image document", () => {
	test("of text is text, and not a figure", async () => {
		const converter = new Converter(modules, await sharedRecognizer());
		const scan = png(turned(await rendered(await letter()), 180), 200);
		const part = await converter.read(chunked(scan), "image");
		const { markdown, figures } = assemble([part]);
		expect(markdown).toContain("# Repair of the Old Bridge");
		expect(figures).toEqual([]);
		expect([part.pages[0]?.widthPt, part.pages[0]?.heightPt].map((size) => Math.round(size ?? 0))).toEqual([595, 842]);
	});

	test("without text is a figure", async () => {
		const pixels = new Uint8Array(600 * 400).fill(255);
		for (let y = 0; y < 400; y++)
			for (let x = 0; x < 600; x++) if ((x - 300) ** 2 + (y - 200) ** 2 < 150 ** 2) pixels[y * 600 + x] = 90;
		const converter = new Converter(modules, await sharedRecognizer());
		const pictures: string[] = [];
		const onFigure = async ({ id }: { id: string }) => void pictures.push(id);
		const part = await converter.read(chunked(png({ widthPx: 600, heightPx: 400, pixels })), "image", { onFigure });
		expect(part.pages[0]?.figures.map(({ imageId }) => imageId)).toEqual(["p1-1"]);
		expect(pictures).toEqual(["p1-1"]);
	});
});

describe("a picture that holds text", () => {
	test("gives its text behind it, and stays a figure", async () => {
		const chart = await rendered(
			await makePdf(1, (pen) => {
				pen.page.setSize(300, 160);
				write(pen, ["Visitors of the museum in a year", "Spring and summer", "Autumn and winter"], 130, 14);
				pen.page.drawCircle({ x: 220, y: 50, size: 40 });
			}),
		);
		const pdf = await makePdf(1, async (pen) => {
			write(pen, [...LINES, ...LINES], 780);
			pen.page.drawImage(await pen.document.embedPng(png(chart)), { x: 140, y: 400, width: 300, height: 160 });
			write(pen, LINES, 360);
		});
		const converter = new Converter(modules, await sharedRecognizer());
		const part = await converter.read(chunked(pdf), "pdf");
		expect(part.pages[0]?.figures).toHaveLength(1);
		expect(part.summary.recognized).toEqual([]);
		const { markdown } = assemble([part]);
		const [before, picture, after] = ["The council met", "Visitors of the museum", "Questions are answered"].map(
			(text) => (text === "Questions are answered" ? markdown.lastIndexOf(text) : markdown.indexOf(text)),
		);
		expect([before ?? -1, picture ?? -1, after ?? -1]).toEqual([before, picture, after].sort((a = 0, b = 0) => a - b));
		expect(picture).toBeGreaterThan(0);
	});
});
