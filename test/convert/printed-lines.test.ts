import { PDFDocument, StandardFonts } from "pdf-lib";
import { expect, test } from "vitest";
import { loadModules } from "../../scripts/engine.ts";
import { Converter, sourceOf } from "../../src/convert/convert.ts";

test("a page's lines have a box for each word, and are given to those who ask", async () => {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	const page = document.addPage([300, 200]);
	page.drawText("Invoice No.", { x: 20, y: 150, size: 10, font });
	page.drawText("A-17", { x: 200, y: 150, size: 10, font });
	page.drawText("Total 5,00", { x: 20, y: 120, size: 10, font });
	const converter = new Converter(await loadModules());
	const source = sourceOf(await document.save());
	const [asked] = (await converter.read(source, "pdf", { lines: true })).pages;
	expect(asked?.lines?.map((line) => line.words.map(({ text }) => text))).toEqual([
		["Invoice", "No.", "A-17"],
		["Total", "5,00"],
	]);
	const [left, , right] = asked?.lines?.[0]?.words ?? [];
	expect(left?.box[0]).toBeCloseTo(20, 0);
	expect(right?.box[0]).toBeCloseTo(200, 0);
	expect(right?.box[1]).toBeLessThan(50);
	expect(right?.box[3]).toBeGreaterThan(48);
	const [plain] = (await converter.read(source, "pdf")).pages;
	expect(plain?.lines).toBeUndefined();
});
