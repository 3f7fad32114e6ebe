import { describe, expect, it } from "vitest";
import { figureLabel, isTableCaption, linkCaptions, mentionedLabels } from "../../src/convert/captions.ts";
import { ParagraphJoiner, type PlacedBlock } from "../../src/convert/paragraphs.ts";
import type { PageBlock } from "../../src/convert/part.ts";
import { mergeRecurrences, runningKey, runningKeys } from "../../src/convert/running-lines.ts";
import { tableText, toTable } from "../../src/convert/tables.ts";
import { garbledShare, joinHyphen, normalized, oddShare, vocabularyOf, withoutMarkup } from "../../src/convert/text.ts";

const block = (given: Partial<PageBlock>): PageBlock => ({
	kind: "paragraph",
	text: "text",
	bbox: [72, 100, 500, 120],
	sizePt: 10,
	bold: false,
	...given,
});
const placed = (given: Partial<PageBlock>, page = 1): PlacedBlock => {
	const made = block(given);
	return { ...made, page, boxes: [{ page, bbox: made.bbox }] };
};

describe("text", () => {
	it("composes accents and splits ligatures", () => {
		expect(normalized("Br¨oker e\u0301t\u00e9 ﬁne oﬃce na\u0131´ve")).toBe("Bröker été fine office na\u0131´ve");
		expect(normalized("C´edric, fianc´e, it´s and don´t")).toBe("Cédric, fiancé, it's and don't");
	});

	it("drops soft hyphens, zero width and control characters, and keeps joiners of Indic scripts", () => {
		expect(normalized("exam\u00adple exam\u00ad ples a\u200bb\u0000c")).toBe("example examples abc");
		expect(normalized("क्\u200dष")).toBe("क्\u200dष");
	});

	it("takes emphasis and escapes off, and leaves lone stars", () => {
		expect(withoutMarkup("**bold** and *slanted* ~~no~~ a\\_b 2 * 3 \\*")).toBe("bold and slanted no a_b 2 * 3 *");
	});

	it("joins words cut at a line end, keeps compounds and suspended hyphens", () => {
		const words = vocabularyOf(["examples of up-front work"]);
		const pairs = ["exam ples", "up front", "pre and", "well known", "recog nised"].map((pair) => pair.split(" "));
		expect(pairs.map(([left = "", right = ""]) => joinHyphen(left, right, words))).toEqual([
			...["examples", "up-front", undefined, "well-known", "recognised"],
		]);
	});

	it("tells text of strange letters from prose", () => {
		expect(oddShare("Ordinary prose, with numbers 12.5 and a dash – no more.")).toBe(0);
		expect(oddShare("सामान्य हिन्दी पाठ")).toBeLessThan(0.05);
		expect(oddShare("̽ଋҨǥƹ̽ୡȥဎഁୡࣧҨဌʾဎಱ̽ೌ")).toBeGreaterThan(0.3);
	});

	it("tells garbled text", () => {
		expect(garbledShare("\ue001\ue002\ue003".repeat(20))).toBe(1);
		expect(garbledShare("Perfectly ordinary text, with a \ufffd in it.")).toBeLessThan(0.1);
	});
});

describe("captions", () => {
	it("reads labels in several languages and not from sentences", () => {
		expect(
			["Figure 3. A cat", "Fig. 2.1: x", "Abb. 4 – Haus", "चित्र ३ घर", "Chart 12", "Figure IV. Old"].map(figureLabel),
		).toEqual(["3", "2.1", "4", "3", "12", "IV"]);
		expect(["Figure 3 shows a cat", "Figures are fun", "figure 3. no"].map(figureLabel)).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect(isTableCaption("Table 2: Costs")).toBe(true);
		expect(mentionedLabels("See Figure 3, Fig. 2.1 and figure 7.")).toEqual(["3", "2.1", "7"]);
	});

	it("prefers the caption below to the one above, one to one", () => {
		const first = block({ kind: "figure", text: "", imageId: "p1-1", bbox: [72, 100, 300, 200] });
		const second = block({ kind: "figure", text: "", imageId: "p1-2", bbox: [72, 240, 300, 340] });
		const captions = [210, 350].map((y, i) => block({ text: `Figure ${i + 1}. Words`, bbox: [72, y, 300, y + 12] }));
		linkCaptions([first, ...captions, second]);
		expect(captions.map((caption) => caption.imageId)).toEqual(["p1-1", "p1-2"]);
		expect([first.label, second.label]).toEqual(["1", "2"]);
	});

	it("leaves a caption in another column alone", () => {
		const figure = block({ kind: "figure", text: "", imageId: "p1-1", bbox: [72, 100, 280, 200] });
		const caption = block({ text: "Figure 1. Words", bbox: [320, 205, 520, 220] });
		linkCaptions([figure, caption]);
		expect(caption.imageId).toBeUndefined();
	});
});

describe("running lines", () => {
	const at = (text: string, y: number) => runningKey(text, [72, y, 500, y + 10], 800);

	it("compares lines without their page numbers, and only at the edges", () => {
		expect(at("Chapter 3 of the book 17", 20)).toBe(at("Chapter 3 of the book 18", 20));
		expect([at("17", 780), at("– 18 –", 780)?.slice(0, 2), at("xii", 780)]).toEqual(["b|#", "b|", "b|#"]);
		expect(at("17", 400)).toBeUndefined();
		expect(at("SEQ0001", 780)).not.toBe(at("SEQ0002", 780));
	});

	it("is counted alike in one part and in several", () => {
		const parts = [
			[{ key: "t|a", pages: 3, first: 1, last: 5 }],
			[
				{ key: "t|a", pages: 2, first: 7, last: 9 },
				{ key: "t|b", pages: 2, first: 6, last: 9 },
			],
		];
		const merged = mergeRecurrences(parts);
		expect(merged.get("t|a")).toEqual({ key: "t|a", pages: 5, first: 1, last: 9 });
		expect([...runningKeys(merged, 9)]).toEqual(["t|a"]);
	});
});

describe("paragraphs", () => {
	const run = (...blocks: PlacedBlock[]) => {
		const joiner = new ParagraphJoiner();
		return [...blocks.flatMap((each) => joiner.push(each)), ...joiner.end()];
	};

	it("joins halves across a page and a figure, and keeps both places", () => {
		const all = run(
			placed({ text: "A sentence that goes on over the exam-" }),
			placed({ kind: "figure", text: "" }),
			placed({ text: "ples of the next page." }, 2),
		);
		expect(all.map((each) => each.text)).toEqual(["A sentence that goes on over the examples of the next page.", ""]);
		expect(all[0]?.boxes.map((box) => box.page)).toEqual([1, 2]);
	});

	it("keeps apart what has ended, begins anew, or looks different", () => {
		const open = "A sentence that goes on and on";
		expect(run(placed({ text: `${open}.` }), placed({ text: "lower case" }))).toHaveLength(2);
		expect(run(placed({ text: open }), placed({ text: "Upper case" }))).toHaveLength(2);
		expect(run(placed({ text: open }), placed({ text: "lower case", sizePt: 8 }))).toHaveLength(2);
		expect(
			run(placed({ text: open }), placed({ kind: "heading", text: "x" }), placed({ text: "lower case" })),
		).toHaveLength(3);
	});
});

describe("tables", () => {
	it("pads rows, drops empty ones and breaks cells where they break", () => {
		const table = toTable(["**A**", "B"], [["1<br>2"], ["", ""], ["x", "y", "z"]]);
		expect(table).toEqual({
			header: [["A", "B", ""]],
			rows: [
				["1\n2", "", ""],
				["x", "y", "z"],
			],
		});
		expect(table && tableText(table)).toBe("A\tB\t\n1\n2\t\t\nx\ty\tz");
		expect(toTable([], [[""]])).toBeUndefined();
	});
});
