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
});
