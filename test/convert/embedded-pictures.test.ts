import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, test } from "vitest";
import { assemble, loadModules } from "../../scripts/engine.ts";
import { Converter, type FigureImage, type Format, type Part, type ReadOptions } from "../../src/convert/convert.ts";
import { pngSize } from "../../src/convert/formats/png.ts";
import { chunked, makePdf, write } from "./documents.ts";
import { bmpOf, jpegOf, tiffOf } from "./image-files.ts";
import { sharedRecognizer } from "./recognizer.ts";
import { docxOf, pngOf, xlsxOf } from "./samples.ts";

const BUDGET_BYTES = 96_000_000;
const require = createRequire(import.meta.url);
const modules = await loadModules();
const converter = new Converter(modules);

async function webpOf(widthPx: number, heightPx: number): Promise<Uint8Array> {
	const { default: encode, init } = await import("@jsquash/webp/encode.js");
	const { compile } = WebAssembly as unknown as { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };
	await init(await compile(await readFile(require.resolve("@jsquash/webp/codec/enc/webp_enc.wasm"))));
	const data = new Uint8ClampedArray(widthPx * heightPx * 4).fill(120);
	return new Uint8Array(await encode({ data, width: widthPx, height: heightPx, colorSpace: "srgb" }));
}

async function read(
	bytes: Uint8Array,
	format: Format,
	options: ReadOptions = {},
	by = converter,
): Promise<{ part: Part; markdown: string; pictures: FigureImage[] }> {
	const pictures: FigureImage[] = [];
	const onFigure = async (figure: FigureImage) => void pictures.push(figure);
	const part = await by.read(chunked(bytes), format, { onFigure, ...options });
	expect(by.peakBytes).toBeLessThan(BUDGET_BYTES);
	return { part, markdown: assemble([part]).markdown, pictures };
}

const sizes = (pictures: FigureImage[]) => pictures.map(({ widthPx, heightPx }) => `${widthPx} × ${heightPx}`);

describe("pictures inside documents", () => {
	test.each([
		["a small JPEG", () => jpegOf({ components: 3 }), "64 × 64"],
		["a JPEG on its side", () => jpegOf({ components: 3, orientation: 6, widthPx: 200, heightPx: 100 }), "100 × 200"],
		[
			"a progressive JPEG",
			() => jpegOf({ components: 3, progressive: true, widthPx: 800, heightPx: 600 }),
			"800 × 600",
		],
		["a CMYK JPEG", () => jpegOf({ components: 4, adobe: true, widthPx: 800, heightPx: 600 }), "800 × 600"],
		["a TIFF", () => tiffOf(["g4"]), "64 × 64"],
		["a BMP", () => bmpOf(100, 60), "100 × 60"],
	])("%s is a figure", async (_name, make, size) => {
		const { pictures, markdown } = await read(docxOf({ "picture.bin": make() }), "docx", { ocr: "never" });
		expect(sizes(pictures)).toEqual([size]);
		for (const { png } of pictures) expect(pngSize(png)).toBeDefined();
		expect(markdown).toContain("figures/fig_0001.png");
	});

	test("photographs of 12 and 24 megapixels are shown smaller, within the memory budget", async () => {
		const files = {
			"a.jpg": jpegOf({ components: 3, widthPx: 4000, heightPx: 3000 }),
			"b.jpg": jpegOf({ components: 1, widthPx: 6000, heightPx: 4000 }),
		};
		const { pictures } = await read(docxOf(files), "docx", { ocr: "never" });
		expect(pictures).toHaveLength(2);
		for (const { widthPx, heightPx } of pictures) {
			expect(widthPx * heightPx).toBeGreaterThan(2_000_000);
			expect(widthPx * heightPx).toBeLessThan(2_600_000);
		}
	});

	test("WebP is a figure in a web page, in a mail and on a sheet", async () => {
		const webp = await webpOf(160, 120);
		const data = Buffer.from(webp).toString("base64");
		const html = `<html><body><p>Before</p><img src="data:image/webp;base64,${data}" alt="A plain square"></body></html>`;
		const mail = [
			"From: a@example.com\r\nTo: b@example.com\r\nSubject: S\r\nMIME-Version: 1.0",
			'Content-Type: multipart/mixed; boundary="cut"\r\n',
			"--cut\r\nContent-Type: text/plain\r\n\r\nSee the picture.",
			'--cut\r\nContent-Type: image/webp\r\nContent-Disposition: attachment; filename="a.webp"',
			`Content-Transfer-Encoding: base64\r\n\r\n${data}\r\n--cut--\r\n`,
		].join("\r\n");
		const text = (content: string) => new TextEncoder().encode(content);
		for (const [bytes, format] of [
			[text(html), "html"],
			[text(mail), "eml"],
			[xlsxOf({ "a.webp": webp }), "xlsx"],
		] as const) {
			expect(sizes((await read(bytes, format, { ocr: "never" })).pictures), format).toEqual(["160 × 120"]);
		}
	});

	test("drawings that cannot be shown are counted in a sentence, icons are not", async () => {
		const svg = (side: number) =>
			new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"/>`);
		const emf = new Uint8Array(120);
		const view = new DataView(emf.buffer);
		view.setUint32(0, 1, true);
		view.setInt32(16, 400, true);
		view.setInt32(20, 300, true);
		view.setUint32(40, 0x464d4520, true);
		const files = { "a.svg": svg(500), "b.emf": emf, "c.svg": svg(24), "d.png": pngOf(90, 90) };
		const { markdown, pictures } = await read(docxOf(files), "docx", { ocr: "never" });
		expect(pictures).toHaveLength(1);
		expect(markdown).toContain("*2 pictures were left out (SVG, EMF).*");
	});
});

describe("text in pictures of documents", () => {
	let scan: Uint8Array;
	let chart: Uint8Array;
	let reader: Converter;
	const sentences = [
		"The harbour master keeps a ledger of every vessel that comes",
		"in before the tide turns, and of what each of them carries.",
		"Nobody has read the older volumes since the winter storms,",
		"although they stand on the shelf behind his heavy desk.",
	];

	beforeAll(async () => {
		const page = await makePdf(1, (pen) => write(pen, sentences, 700, 14));
		scan = await converter.renderPage(chunked(page), 1, { widthPx: 1240 });
		const label = await makePdf(1, (pen) => {
			pen.page.setSize(420, 200);
			write(pen, ["Quarterly harvest of barley", "measured in metric tonnes"], 120, 18);
		});
		chart = await converter.renderPage(chunked(label), 1, { widthPx: 900 });
		reader = new Converter(modules, await sharedRecognizer());
	});

	test("a scanned page is text and no figure, a labelled picture is a figure with its text behind it", async () => {
		const { markdown, pictures, part } = await read(docxOf({ "a.png": scan, "b.png": chart }), "docx", {}, reader);
		expect(markdown.replace(/\s+/g, " ")).toContain("keeps a ledger of every vessel that comes in before the tide");
		expect(sizes(pictures)).toEqual(["900 × 429"]);
		expect(markdown).toMatch(/fig_0001[\s\S]*Quarterly harvest of barley/);
		expect(part.pages[0]?.extraction?.method).toBe("tesseract_ocr");
		expect((await read(docxOf({ "a.png": scan }), "docx", { ocr: "never" }, reader)).markdown).not.toContain("ledger");
	});

	test("read later, in messages of their own, it is the same", async () => {
		const bytes = docxOf({ "a.png": scan, "b.png": chart, "c.png": chart });
		const first = await read(bytes, "docx", { recognizeLater: true }, reader);
		expect(first.pictures).toEqual([]);
		expect(first.part.toRecognize).toEqual([expect.objectContaining({ page: 1, pictures: [0, 1] })]);
		const recognized = new Map();
		for (const plan of first.part.toRecognize ?? []) {
			const page = await reader.recognize(chunked(bytes), plan, { format: "docx" });
			recognized.set(page.page, JSON.parse(JSON.stringify(page)));
		}
		const later = await read(bytes, "docx", { recognized }, reader);
		expect(later.markdown).toBe((await read(bytes, "docx", {}, reader)).markdown);
		expect(later.markdown).toContain("harbour master");
	});
});
