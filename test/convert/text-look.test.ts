import { PDFDocument, type RGB, rgb, StandardFonts } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { loadModules } from "../../scripts/engine.ts";
import type { GrayImage } from "../../src/convert/gray-image.ts";
import { Pdfium } from "../../src/convert/pdfium.ts";
import { sourceOf } from "../../src/convert/stream.ts";
import { mayHoldText } from "../../src/convert/text-look.ts";

const DPI = 250;
const pdfium = new Pdfium((await loadModules()).pdfium, () => true);
const [BLACK, WHITE, GRAY] = [rgb(0, 0, 0), rgb(1, 1, 1), rgb(0.55, 0.55, 0.55)];

/** Four words of this size in two lines on a ground of one colour, 4 × 3 inches. */
async function words(sizePt: number, ink: RGB, ground: RGB): Promise<GrayImage> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	const page = document.addPage([288, 216]);
	page.drawRectangle({ x: 0, y: 0, width: 288, height: 216, color: ground });
	for (const [i, line] of ["Mountain village", "before sunrise"].entries()) {
		page.drawText(line, { x: 12, y: 150 - i * sizePt * 1.3, size: sizePt, font, color: ink });
	}
	const opened = await pdfium.open(sourceOf(await document.save()));
	try {
		const image = opened.withPage(1, (loaded) => loaded.renderGray([0, 0, 288, 216], DPI / 72));
		if (image === undefined) throw new Error("no page");
		return image;
	} finally {
		opened.close();
	}
}

/** Waves of many lengths and directions, as leaves, water and skin have them; the same each time. */
function photograph(shortestPx: number): GrayImage {
	const [widthPx, heightPx] = [1000, 750];
	const waves = Array.from({ length: 24 }, (_, i) => {
		const length = shortestPx * 1.25 ** i;
		return { dx: Math.cos(i * 2.4) / length, dy: Math.sin(i * 2.4) / length, phase: i * 1.7, height: 6 + i };
	});
	const pixels = Uint8Array.from({ length: widthPx * heightPx }, (_, at) => {
		const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
		const value = waves.reduce(
			(sum, { dx, dy, phase, height }) => sum + height * Math.sin(6.28 * (x * dx + y * dy) + phase),
			128,
		);
		return Math.max(0, Math.min(255, value));
	});
	return { widthPx, heightPx, pixels };
}

describe("a look at a picture before it is recognised", () => {
	it.each([6, 8, 11, 16, 24, 32])("sees four words of %d points, black on white and white on black", async (sizePt) => {
		expect(mayHoldText(await words(sizePt, BLACK, WHITE))).toBe(true);
		expect(mayHoldText(await words(sizePt, WHITE, BLACK))).toBe(true);
		expect(mayHoldText(await words(sizePt, GRAY, WHITE))).toBe(true);
	});

	it.each([6, 12, 30])("sees none in waves from %d pixels on", (shortestPx) => {
		expect(mayHoldText(photograph(shortestPx))).toBe(false);
	});

	it("sees none in a blank picture, nor in one too small for a window", () => {
		const blank = (side: number) => ({ widthPx: side, heightPx: side, pixels: new Uint8Array(side * side).fill(255) });
		expect(mayHoldText(blank(800))).toBe(false);
		expect(mayHoldText(blank(10))).toBe(false);
	});
});
