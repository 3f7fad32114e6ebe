import { describe, expect, it } from "vitest";
import { withHeadingParts } from "../../src/convert/heading-parts.ts";
import type { PageBlock } from "../../src/convert/part.ts";

const block = (text: string, sizePt: number, top: number): PageBlock => ({
	...{ kind: "paragraph", text, sizePt, bold: false, lines: 1 },
	bbox: [72, top, 300, top + sizePt],
});

describe("lines above a heading", () => {
	it("are joined to it where they are its chapter's number", () => {
		const [joined] = withHeadingParts([block("III.", 30, 100), block("Results", 24, 140)], 10);
		expect(joined).toMatchObject({ text: "III. Results", bbox: [72, 100, 300, 164] });
		expect(withHeadingParts([block("3", 10, 100), block("Results", 24, 115)], 10)).toHaveLength(2);
	});

	it("are kickers where they are small and near", () => {
		const kicked = (gap: number) => withHeadingParts([block("Our method", 12, 100), block("Title", 22, 112 + gap)], 10);
		expect(kicked(10)[0]?.isKicker).toBe(true);
		expect(kicked(80)[0]?.isKicker).toBeUndefined();
	});

	it("are headings themselves where they are bold and larger than the text, or stand over a figure", () => {
		const title = block("Title", 22, 122);
		const bold = { ...block("A section", 13, 100), bold: true };
		expect(withHeadingParts([bold, title], 10)[0]?.isKicker).toBeUndefined();
		expect(withHeadingParts([{ ...bold, sizePt: 10 }, title], 10)[0]?.isKicker).toBe(true);
		expect(withHeadingParts([block("Our method", 12, 100), block("42%", 22, 122)], 10)[0]?.isKicker).toBeUndefined();
	});
});
