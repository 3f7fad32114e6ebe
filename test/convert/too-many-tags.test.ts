import { describe, expect, it } from "vitest";
import { hostileTags } from "../../scripts/hostile-tags.ts";
import { LongestArrays } from "../../src/convert/pdf-arrays.ts";
import { chunked } from "./documents.ts";
import { sharedConverter } from "./modules.ts";
import { element, makeTagged, text } from "./tagged-pdf.ts";

const refs = (count: number) => "8 0 R ".repeat(count);

describe("structure trees that would cost too much", () => {
	it("are left out, and the document is read by the first reader all the same", async () => {
		const file = hostileTags.find(({ name }) => name === "pdf-tags.pdf");
		const converter = await sharedConverter();
		const [page] = (await converter.read(chunked(file?.make() ?? new Uint8Array(0), 65_536), "pdf")).pages;
		expect(page?.reader).toBe("liteparse");
		expect(page?.blocks.map((block) => block.text)).toEqual(["Words beside the tags"]);
		expect(page?.blocks[0]?.tag).toBeUndefined();
	}, 60_000);

	it("are not those of a long page with several hundred elements", async () => {
		const paragraphs = Array.from({ length: 600 }, (_, i) => element("P", text(`Line ${i}`, 830 - i * 1.3)));
		const pdf = await makeTagged(paragraphs);
		const [page] = (await (await sharedConverter()).read(chunked(pdf), "pdf")).pages;
		expect(page?.blocks.some((block) => block.tag !== undefined)).toBe(true);
	});
});

describe("the longest arrays of a PDF", () => {
	const measured = (value: string) => {
		const arrays = new LongestArrays();
		arrays.add(value);
		return { references: arrays.references, items: arrays.items };
	};

	it("are told by their references, whatever else is in them", () => {
		const array = `[ (a ] in a string) % and ] in a comment\n ${refs(5000)} ]`;
		expect(measured(`7 0 obj << /K ${array} >>`).references).toBe(5000);
	});

	it("are not a font's widths", () => {
		expect(measured(`7 0 obj << /W [ 1 [ ${"500 ".repeat(9000)} ] ] >>`).items).toBe(1000);
	});

	it("are found in text that comes in pieces", () => {
		const arrays = new LongestArrays();
		const whole = `<< /K [ ${refs(3000)} ] >>\n`;
		for (let at = 0; at < whole.length; at += 777) arrays.addPiece(whole.slice(at, at + 777));
		arrays.add("");
		expect(arrays.references).toBe(3000);
	});
});
