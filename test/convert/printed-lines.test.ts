import { PDFDocument, rgb, StandardFonts } from "pdf-lib";
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

test("boxes to tick that are drawn are words of the lines: crossed, ticked, filled in or empty", async () => {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	const page = document.addPage([300, 200]);
	const square = (x: number, y: number): void =>
		page.drawRectangle({ x, y, width: 9, height: 9, borderWidth: 0.6, borderColor: rgb(0, 0, 0) });
	const stroke = (x0: number, y0: number, x1: number, y1: number): void =>
		page.drawLine({ start: { x: x0, y: y0 }, end: { x: x1, y: y1 }, thickness: 1 });
	const say = (text: string, x: number, y: number): void => page.drawText(text, { x, y, size: 10, font });
	square(20, 149);
	stroke(21, 150, 28, 157);
	stroke(21, 157, 28, 150);
	say("crossed", 34, 150);
	square(120, 149);
	say("empty", 134, 150);
	page.drawCircle({ x: 24, y: 123, size: 4.5, borderWidth: 0.6, borderColor: rgb(0, 0, 0) });
	page.drawCircle({ x: 24, y: 123, size: 2.5, color: rgb(0, 0, 0) });
	say("filled", 34, 120);
	page.drawCircle({ x: 124, y: 123, size: 4.5, borderWidth: 0.6, borderColor: rgb(0, 0, 0) });
	say("ring", 134, 120);
	square(20, 89);
	say("X", 21.5, 90);
	say("marked", 34, 90);
	for (const x of [120, 129, 138]) square(x, 89);
	say("cells", 152, 90);
	const converter = new Converter(await loadModules());
	const [asked] = (await converter.read(sourceOf(await document.save()), "pdf", { lines: true })).pages;
	expect(asked?.lines?.map((line) => line.words.map(({ text }) => text).join(" "))).toEqual([
		"☑ crossed ☐ empty",
		"☑ filled ☐ ring",
		"☑ marked cells",
	]);
});
