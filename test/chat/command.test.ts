import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFDocument, StandardFonts } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FileLibrary } from "../../scripts/ask.ts";
import { loadConverter } from "../../scripts/engine.ts";

const folder = mkdtempSync(join(tmpdir(), "deckle-ask-"));
const library = new FileLibrary();

/** A sentence a page, each at the same place. */
async function pdfOf(sentences: readonly string[]): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	for (const sentence of sentences) {
		document.addPage([595, 842]).drawText(sentence, { x: 60, y: 700, size: 11, font });
	}
	return await document.save();
}

beforeAll(async () => {
	const converter = await loadConverter("never");
	const files = {
		"mill.pdf": await pdfOf([
			"The paper mill at Hollow Bridge was founded in 1764 by Ruth Keller.",
			"Its water wheel has a diameter of seven metres and turns twice a minute.",
		]),
		"library.txt": "The town library of Hollow Bridge lends four thousand books.",
	};
	for (const [name, bytes] of Object.entries(files)) {
		writeFileSync(join(folder, name), bytes);
		await library.add(converter, join(folder, name), "never");
	}
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("files that are asked without a Worker", () => {
	it("answer with page, box and their own words", async () => {
		const { parts } = await library.ask("What diameter does the water wheel have?");
		expect(parts[0]?.text).toContain("seven metres");
		expect(parts[0]?.place).toMatchObject({
			title: "mill.pdf",
			page: 2,
			quote: expect.stringContaining("seven metres"),
		});
		const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = parts[0]?.place?.bbox ?? [];
		// The line's base is 142 points below the top.
		expect([x0 > 55 && x0 < 65, x1 > 300, y0 > 128 && y0 < 142, y1 >= 142 && y1 < 150]).toEqual([
			true,
			true,
			true,
			true,
		]);
	});

	it("say so when none of them answers", async () => {
		const { parts } = await library.ask("Who won the chess championship in Reykjavik?");
		expect(parts).toEqual([{ text: expect.stringMatching(/nothing/i), place: undefined }]);
	});
});
