import { randomFillSync } from "node:crypto";
import { deflateSync } from "node:zlib";
import { PDFDocument, PDFName, PDFRawStream, StandardFonts } from "pdf-lib";
import { describe, expect, test } from "vitest";
import { assemble, loadModules } from "../../scripts/engine.ts";
import { Converter, type FigureImage, type Part, planRanges } from "../../src/convert/convert.ts";
import { chunked } from "./documents.ts";
import { jpegOf } from "./image-files.ts";

const BUDGET_BYTES = 96_000_000;
const MIB = 1024 * 1024;
const converter = new Converter(await loadModules());

/** A gray JPEG with a comment behind its end that makes it as large as wanted: what counts here are its bytes. */
function heavyJpeg(sizeBytes: number): Uint8Array {
	const jpeg = jpegOf({ components: 1, widthPx: 3000, heightPx: 2000 });
	const bytes = new Uint8Array(sizeBytes);
	for (let at = jpeg.length; at < sizeBytes; at += 65_536)
		randomFillSync(bytes.subarray(at, Math.min(at + 65_536, sizeBytes)));
	bytes.set(jpeg);
	return bytes;
}

/** Pages of a sentence and a picture each, whose data have these sizes in MiB; 0 for none. */
async function heavyPdf(pictures: readonly number[], flate = false): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.TimesRoman);
	for (const [i, megabytes] of pictures.entries()) {
		const page = document.addPage([595, 842]);
		page.drawText(`Sentence number ${i + 1} stands above the picture of this page.`, { x: 72, y: 760, size: 12, font });
		if (megabytes === 0) continue;
		const size = { Width: 3000, Height: 2000, BitsPerComponent: 8, ColorSpace: "DeviceGray" };
		const data = flate ? deflateSync(randomFillSync(Buffer.alloc(megabytes * MIB))) : heavyJpeg(megabytes * MIB);
		const dimensions = flate ? { ...size, Width: 4096, Height: (megabytes * MIB) / 4096 } : size;
		const dictionary = document.context.obj({
			...{ Type: "XObject", Subtype: "Image", ...dimensions },
			Filter: flate ? "FlateDecode" : "DCTDecode",
		});
		const picture = document.context.register(PDFRawStream.of(dictionary, new Uint8Array(data)));
		page.node.setXObject(PDFName.of("Im"), picture);
		const content = document.context.flateStream("q 400 0 0 260 90 400 cm /Im Do Q");
		page.node.addContentStream(document.context.register(content));
	}
	return document.save({ useObjectStreams: false });
}

async function convert(pdf: Uint8Array): Promise<{ markdown: string; pictures: FigureImage[]; peakBytes: number }> {
	const pictures: FigureImage[] = [];
	const onFigure = async (figure: FigureImage) => void pictures.push(figure);
	const source = chunked(pdf, 256 * 1024);
	const { pageCount } = await converter.inspect(source, "pdf");
	const ranges = planRanges(pdf.length, pageCount);
	const parts: Part[] = [];
	let peakBytes = converter.peakBytes;
	if (ranges.length === 1) parts.push(await converter.read(source, "pdf", { onFigure }));
	else {
		// Stored first, as the queue does, and not held while the others are cut.
		const stored: { firstPage: number; bytes: Uint8Array }[] = [];
		for await (const { range, bytes } of converter.split(source, ranges))
			stored.push({ firstPage: range.first, bytes });
		peakBytes = Math.max(peakBytes, converter.peakBytes);
		for (const { firstPage, bytes } of stored) {
			parts.push(await converter.read(chunked(bytes, 256 * 1024), "pdf", { firstPage, onFigure }));
			peakBytes = Math.max(peakBytes, converter.peakBytes);
		}
	}
	peakBytes = Math.max(peakBytes, converter.peakBytes);
	if (process.env.HOSTILE_REPORT) console.log(`${pdf.length} bytes, peak ${(peakBytes / 1e6).toFixed(1)} MB`);
	return { markdown: assemble(parts).markdown, pictures, peakBytes };
}

describe("pages with very large pictures", () => {
	test.each([20, 24, 25])("a single page with a JPEG of %d MiB keeps its text and its picture", async (megabytes) => {
		const { markdown, pictures, peakBytes } = await convert(await heavyPdf([megabytes]));
		expect(markdown).toContain("Sentence number 1 stands above the picture of this page.");
		expect(pictures).toHaveLength(1);
		expect(peakBytes).toBeLessThan(BUDGET_BYTES);
	});

	test.each([
		[35, false],
		[47, false],
		[47, true],
	])("a single page of %d MiB keeps its text, and says that its picture is left out", async (megabytes, flate) => {
		const { markdown, peakBytes } = await convert(await heavyPdf([megabytes], flate));
		expect(markdown).toContain("Sentence number 1 stands above the picture of this page.");
		expect(markdown).toContain("*1 picture was left out (too large).*");
		expect(peakBytes).toBeLessThan(BUDGET_BYTES);
	});

	test("a page of 22 MiB in a file of 47 is cut out with its picture, and the pages around it too", async () => {
		const { markdown, pictures, peakBytes } = await convert(await heavyPdf([5, 0, 22, 0, 0, 10, 5, 5]));
		for (let page = 1; page <= 8; page++) expect(markdown).toContain(`Sentence number ${page} stands`);
		expect(pictures.map(({ page }) => page)).toEqual([1, 3, 6, 7, 8]);
		expect(markdown).not.toContain("left out");
		expect(peakBytes).toBeLessThan(BUDGET_BYTES);
	});

	test("of two pages read together, the one says it whose picture is left out", async () => {
		const part = await converter.read(chunked(await heavyPdf([20, 12]), 256 * 1024), "pdf");
		const notes = part.pages.map(({ blocks }) => blocks.filter(({ text }) => text.includes("left out")));
		expect(notes.map((blocks) => blocks.map(({ text }) => text))).toEqual([
			["1 picture was left out (too large)."],
			[],
		]);
		expect(notes[0]?.[0]?.bbox[1]).toBeGreaterThan(100);
	});

	test("a page that is nothing but a picture too large to be held is refused with a sentence", async () => {
		const document = await PDFDocument.load(await heavyPdf([47]));
		document.getPage(0).node.set(PDFName.of("Contents"), document.context.obj([]));
		const pdf = await document.save({ useObjectStreams: false });
		await expect(convert(pdf)).rejects.toMatchObject({ code: "too_large" });
	});
});
