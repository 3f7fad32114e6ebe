import { describe, expect, it } from "vitest";
import { headingLevel, headingScale, headingText, isHeadingCandidate } from "../../src/convert/headings.ts";
import type { PageBlock, PageLayout } from "../../src/convert/part.ts";
import { summarize } from "../../src/convert/summary.ts";

const block = (text: string, given: Partial<PageBlock> = {}): PageBlock => ({
	...{ kind: "paragraph", text, bbox: [72, 100, 500, 120], sizePt: 10, bold: false, lines: 1, gapEm: 1 },
	...given,
});
const body = block("Running text of one size. ".repeat(40), { lines: 20 });
const page = (number: number, blocks: PageBlock[]): PageLayout => ({
	...{ page: number, widthPt: 600, heightPt: 800, blocks, figures: [], reader: "liteparse" },
});
const scaleOf = (...blocks: PageBlock[]) => headingScale([summarize(1, [page(1, [body, ...blocks])])]);
const levelOf = (one: PageBlock, ...others: PageBlock[]) => headingLevel(one, scaleOf(one, ...others));

describe("headings", () => {
	const title = block("A Title", { sizePt: 18, bold: true });
	const section = block("A section", { sizePt: 14, bold: true });
	const small = block("A bold line", { bold: true });

	it("have one level for one size over the whole document, whatever parts it came in", () => {
		const parts = [summarize(1, [page(1, [body, title])]), summarize(2, [page(2, [section, small])])];
		for (const summaries of [parts, [summarize(1, [page(1, [body, title]), page(2, [section, small])])]]) {
			const scale = headingScale(summaries);
			expect(scale.bodyPt).toBe(10);
			expect([title, section, small].map((each) => headingLevel(each, scale))).toEqual([1, 2, 3]);
		}
	});

	it("at body size are bold, set off, short and without a full stop", () => {
		expect(levelOf(small)).toBe(1);
		expect(levelOf(block("Plain line"))).toBeUndefined();
		expect(levelOf(block("Bold run-in", { bold: true, gapEm: 0.1 }))).toBeUndefined();
		expect(levelOf(block("Bold sentence.", { bold: true }))).toBeUndefined();
		expect(levelOf(block("Bold words ".repeat(15), { bold: true }))).toBeUndefined();
		expect(levelOf(block("Coloured", { bold: true, gapEm: 0.1, color: "ff224488" }))).toBe(1);
	});

	it("at body size may be plain, in a colour of their own on a line set off by space", () => {
		const plain = block("Coloured", { color: "ff224488", lines: 1, gapEm: 0.6 });
		expect(levelOf(plain)).toBe(1);
		expect(levelOf({ ...plain, gapEm: 0.1 })).toBeUndefined();
		expect(levelOf({ ...plain, lines: 2 })).toBeUndefined();
		const link = { kind: "link", start: 0, end: 8, uri: "https://example.org" } as const;
		expect(levelOf({ ...plain, marks: [link] })).toBeUndefined();
	});

	it("are not the end of a sentence in large type, notes with a mark, or the head of a table", () => {
		expect(levelOf(block("cropping.", { sizePt: 14 }))).toBeUndefined();
		expect(isHeadingCandidate(block("*Double these amounts", { bold: true }))).toBe(false);
		expect(isHeadingCandidate(block("Name Type", { bold: true, spread: true }))).toBe(false);
	});

	it("take their depth from their number within one style", () => {
		const numbered = ["1 One", "1.1 Two", "1.1.1 Three", "No number"].map((text) =>
			block(text, { bold: true, sizePt: 12 }),
		);
		const scale = scaleOf(title, ...numbered);
		expect(numbered.map((each) => headingLevel(each, scale))).toEqual([2, 3, 4, 2]);
	});

	it("keep the number that looked like a list item's", () => {
		const item = block("Methods", { kind: "list_item", ordered: true, marker: "2.", bold: true, sizePt: 14 });
		expect(levelOf(item)).toBe(1);
		expect(headingText(item)).toBe("2. Methods");
		expect(levelOf({ ...item, marker: "•", ordered: false })).toBeUndefined();
	});

	it("are not labels that return, running heads, small print or entries of a table of contents", () => {
		const label = block("Example", { bold: true });
		expect(levelOf(label, label, label)).toBeUndefined();
		expect(levelOf({ ...label, color: "ff224488" }, label, label)).toBe(1);
		expect(levelOf(block("Chapter 1", { sizePt: 12, bold: true, atEdge: true }))).toBeUndefined();
		expect(levelOf(block("Small print", { sizePt: 7, bold: true }))).toBeUndefined();
		expect(isHeadingCandidate(block("1 Setting ......... 12"))).toBe(false);
		expect(isHeadingCandidate(block("12.5"))).toBe(false);
	});
});
