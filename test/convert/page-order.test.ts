import { describe, expect, it } from "vitest";
import { toPageLayout } from "../../src/convert/page-layout.ts";
import type { Shape, Word } from "../../src/convert/raw-page.ts";
import { pageOf, setLine, setLines } from "./layout-words.ts";

const blocksOf = (words: Word[], given = {}) => toPageLayout(pageOf(words, given), 1, "liteparse").blocks;
const beginsOf = (words: Word[], given = {}) => blocksOf(words, given).map((block) => block.text.slice(0, 6).trim());
const prose = [
	"of running prose that fills one column of",
	"this page and that goes on from one line",
	"to the next until the paragraph comes to",
	"its end.",
];
const column = (name: string, x: number, top: number, lines = 4) =>
	setLines(
		[`${name} ${prose[0]}`, ...Array.from({ length: lines - 2 }, (_, i) => prose[1 + (i % 2)] ?? ""), "its end."],
		x,
		top,
	);
const dot = (x: number, baseline: number, given: Partial<Shape> = {}): Shape => ({
	box: [x, baseline - 5, x + 3, baseline - 2],
	filled: true,
	stroked: false,
	curved: true,
	fillColor: "ff000000",
	...given,
});

describe("Columns", () => {
	it("leave a title at the end of one to the text that follows under both", () => {
		const words = [
			...column("Left", 60, 200, 5),
			...column("Right", 340, 200, 7),
			...setLine("Next title", 60, 280, { sizePt: 13, bold: true }),
			...setLines(
				Array(3).fill("A line that spans the page from its left edge over to the right edge again and on."),
				60,
				300,
			),
		];
		expect(beginsOf(words)).toEqual(["Left o", "Right", "Next t", "A line"]);
	});

	it("do not begin with the second line of a large title, however near it stands in its own ems", () => {
		const words = [
			...setLine("A very large title over three", 60, 100, { sizePt: 30, bold: true }),
			...setLine("columns", 60, 140, { sizePt: 30, bold: true }),
			...column("Left", 60, 195, 8),
			...column("Right", 340, 195, 8),
		];
		expect(beginsOf(words)).toEqual(["A very", "Left o", "Right"]);
	});

	it("are made by large figures over what they count, however short", () => {
		const card = (x: number, figure: string, text: string[]) => [
			...setLine(figure, x, 200, { sizePt: 24, bold: true }),
			...setLines(text, x, 220),
		];
		const words = [
			...card(60, "42%", ["of all schools in the district", "took part in the trial"]),
			...card(330, "1,280", ["samples at nine of the stations"]),
		];
		expect(blocksOf(words).map((block) => block.text)).toEqual([
			"42%",
			"of all schools in the district took part in the trial",
			"1,280",
			"samples at nine of the stations",
		]);
	});
});

describe("Marks of notes", () => {
	it("stay with the large word they stand at", () => {
		const words = [...setLine("Findings", 60, 200, { sizePt: 24 }), ...setLine("2", 156.5, 184, { sizePt: 10 })];
		expect(blocksOf(words).map((block) => block.text)).toEqual(["Findings2"]);
	});

	it("are lines of their own where no word stands before them", () => {
		const words = [...setLine("Findings", 60, 200, { sizePt: 24 }), ...setLine("2", 300, 184, { sizePt: 10 })];
		expect(blocksOf(words).map((block) => block.text)).toEqual(["2", "Findings"]);
	});
});

describe("Drawn bullets", () => {
	const words = setLines(["First of the items", "Second of the items", "Third of the items"], 80, 200);

	it("make list items of the lines behind them", () => {
		const shapes = [200, 212, 224].map((baseline) => dot(68, baseline));
		expect(blocksOf(words, { shapes }).map(({ kind, marker, text }) => [kind, marker, text])).toEqual([
			["list_item", "•", "First of the items"],
			["list_item", "•", "Second of the items"],
			["list_item", "•", "Third of the items"],
		]);
	});

	it("are not the coloured keys of a legend", () => {
		const colors = ["ffcc0000", "ff00cc00", "ff0000cc"];
		const shapes = [200, 212, 224].map((baseline, i) => dot(68, baseline, { fillColor: colors[i] ?? "" }));
		expect(blocksOf(words, { shapes }).some(({ kind }) => kind === "list_item")).toBe(false);
	});

	it("are not dots in the middle of a line, nor a single one", () => {
		const before = setLines(["before", "before", "before"], 30, 200);
		const shapes = [200, 212, 224].map((baseline) => dot(68, baseline));
		expect(blocksOf([...words, ...before], { shapes }).some(({ kind }) => kind === "list_item")).toBe(false);
		expect(blocksOf(words, { shapes: shapes.slice(0, 1) }).some(({ kind }) => kind === "list_item")).toBe(false);
	});
});

describe("What a heading may be", () => {
	it("is no line of texts far apart, which is a table's head", () => {
		const head = [
			...setLine("Name", 60, 200, { bold: true }),
			...setLine("Type", 160, 200, { bold: true }),
			...setLine("3", 60, 300, { bold: true }),
			...setLine("Results", 85, 300, { bold: true }),
		];
		expect(blocksOf(head).map(({ text, spread }) => [text, spread ?? false])).toEqual([
			["Name Type", true],
			["3 Results", false],
		]);
	});

	it("has a colour of its own only where the page's text has another", () => {
		const colour = { color: "ff224488" };
		const text = setLines(Array(6).fill("Running text of the page in black, line after line."), 60, 200);
		const line = setLine("A line in blue", 60, 170, colour);
		expect(blocksOf([...line, ...text])[0]?.color).toBe("ff224488");
		const blue = setLines(Array(6).fill("Running text of the page in blue, line after line."), 60, 200, colour);
		expect(blocksOf([...line, ...blue])[0]?.color).toBeUndefined();
	});

	it("stands in the margin only where text goes on below it", () => {
		const head = setLine("A running head", 60, 40, { bold: true });
		const far = setLines(Array(4).fill("Running text of the page, line after line."), 60, 90);
		const near = setLines(Array(4).fill("Running text of the page, line after line."), 60, 56);
		expect(blocksOf([...head, ...far])[0]?.atEdge).toBe(true);
		expect(blocksOf([...head, ...near])[0]?.atEdge).toBeUndefined();
	});
});
