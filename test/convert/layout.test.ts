import { describe, expect, it } from "vitest";
import { toPageLayout } from "../../src/convert/page-layout.ts";
import type { Word } from "../../src/convert/raw-page.ts";
import { lineOf, pageOf, setLine, setLines } from "./layout-words.ts";

const blocksOf = (words: Word[], given = {}) => toPageLayout(pageOf(words, given), 1, "liteparse").blocks;
const textsOf = (words: Word[], given = {}) => blocksOf(words, given).map((block) => block.text);
const FULL = "a line of words that fills the whole width of its column here";

describe("lines", () => {
	it("space words of one item by its text, of two by their gap", () => {
		const [a, b] = [setLine("17", 100, 200)[0], setLine(".0", 110, 200)[0]];
		const far = setLine("x", 135, 200)[0];
		expect(a && b && far && lineOf("", 0, 0) && textsOf([a, b, far])).toEqual(["17.0 x"]);
	});

	it("hold raised notes and read scripts from the right", () => {
		const note = setLine("2", 147.8, 196, { sizePt: 6 });
		expect(textsOf([...setLine("some words", 100, 200), ...note])).toEqual(["some words2"]);
		const hebrew = [...setLine("עולם", 100, 300), ...setLine("2026", 125, 300), ...setLine("שלום", 150, 300)];
		expect(textsOf(hebrew)).toEqual(["שלום 2026 עולם"]);
	});
});

describe("reading order", () => {
	const words = "several words of running prose that fill the width of one column of this page and then go on to";
	const column = (name: string, x: number, y = 200) =>
		setLines(
			[`${name} ${words.slice(0, 42)}`, words.slice(8, 55), words.slice(20, 68), words.slice(30, 78), "the end."],
			x,
			y,
		);

	it("reads columns one after the other, below what spans them and above what follows", () => {
		const title = setLine("A title that stands over both of the columns below it and is long", 60, 150, { sizePt: 12 });
		const foot = setLine("A line that spans the page from its left edge far over to its right edge again.", 60, 310);
		const texts = textsOf([...foot, ...column("right", 330, 203), ...column("left", 60), ...title]);
		expect(texts.map((text) => text.slice(0, 5))).toEqual(["A tit", "left ", "right", "A lin"]);
	});

	it("does not take bullets or item numbers for a column", () => {
		const items = [0, 1, 2, 3].flatMap((i) => [
			...setLine("•", 60, 200 + i * 14),
			...setLine(`item ${i} with some words`, 80, 200 + i * 14),
		]);
		const blocks = blocksOf(items);
		expect(blocks.map((block) => [block.kind, block.text])).toEqual(
			[0, 1, 2, 3].map((i) => ["list_item", `item ${i} with some words`]),
		);
	});

	it("keeps turned text, and puts its box where it stands", () => {
		const turned = setLine("sideways", 0, 0)[0];
		if (turned === undefined) throw new Error("no word");
		const word: Word = { ...turned, box: [20, 300, 32, 340], baseline: 340, rotation: 270 };
		const blocks = blocksOf([...setLines([FULL, FULL], 100, 200), word]);
		expect(blocks.at(-1)).toMatchObject({ text: "sideways", bbox: [20, 300, 32, 340] });
	});
});

describe("paragraphs on a page", () => {
	it("part at a gap, at an indent and where a line ends early", () => {
		expect(textsOf([...setLines([FULL, "End."], 100, 200), ...setLines([FULL, FULL], 100, 230)])).toHaveLength(2);
		const indented = [...setLines([FULL, FULL, `${FULL.slice(0, -1)}.`], 100, 200)];
		expect(
			textsOf([...indented, ...setLine(`New ${FULL.slice(8)}`, 112, 236), ...setLines([FULL], 100, 248)]),
		).toHaveLength(2);
		expect(textsOf(setLines([FULL, "Short end.", `New ${FULL}`, FULL], 100, 200))).toHaveLength(2);
	});

	it("part at gaps of half a line, as word processors set them", () => {
		const first = [0, 1, 2].flatMap((i) => setLine(i === 2 ? `${FULL}.` : FULL, 100, 200 + i * 12));
		const second = [0, 1, 2].flatMap((i) => setLine(i === 0 ? `Next ${FULL}` : FULL, 100, 242 + i * 12));
		expect(textsOf([...first, ...second])).toHaveLength(2);
	});

	it("join words that a line's end cut, as the page's other words tell", () => {
		const lines = ["it is well-known that exam-", "ples of self-", "made things are well", "known, says an example."];
		const [text] = textsOf(setLines(lines, 100, 200));
		expect(text).toBe("it is well-known that examples of self-made things are well known, says an example.");
	});

	it("put a drop cap before its word", () => {
		const cap = setLine("T", 100, 224, { sizePt: 34 });
		const texts = textsOf([
			...cap,
			...setLines(["his begins with a large letter", "and goes on beside it, then"], 120, 210),
		]);
		expect(texts).toEqual(["This begins with a large letter and goes on beside it, then"]);
	});

	it("keep an entry of a table of contents on its line", () => {
		const entries = ["Foreword . . . . . . . . . . . . ix", "Chapter . . . . . . . . . . . . . 12"];
		expect(textsOf(setLines(entries, 100, 200))).toEqual(["Foreword ............ ix", "Chapter ............. 12"]);
	});
});

describe("marks", () => {
	it("tell bold, code and links within a paragraph", () => {
		const words = [
			...setLine("Note", 100, 200, { bold: true, item: 1 }),
			...setLine("that run is a", 125, 200, { item: 2 }),
			...setLine("command", 195, 200, { mono: true, item: 3 }),
			...setLine("of this page.", 235, 200, { item: 4 }),
		];
		const links = [{ uri: "https://example.org/x", box: [235, 190, 300, 204] }];
		expect(blocksOf(words, { links })[0]?.marks).toEqual([
			{ kind: "bold", start: 0, end: 4 },
			{ kind: "code", start: 19, end: 26 },
			{ kind: "link", start: 27, end: 40, uri: "https://example.org/x" },
		]);
	});
});

describe("lists, code and notes", () => {
	it("nest items by indentation and end at prose", () => {
		const words = [
			...setLine("1. outer one", 100, 200),
			...setLine("a) inner", 120, 212),
			...setLine("b) inner", 120, 224),
			...setLine("2. outer two", 100, 236),
			...setLine("Prose that follows the list.", 100, 262),
		];
		expect(blocksOf(words).map(({ kind, level, marker }) => [kind, level, marker])).toEqual([
			["list_item", 0, "1."],
			["list_item", 1, "a)"],
			["list_item", 1, "b)"],
			["list_item", 0, "2."],
			["paragraph", undefined, undefined],
		]);
	});

	it("do not take an initial for an item", () => {
		expect(blocksOf(setLine("A. Lindqvist and R. Mahadevan", 100, 200))[0]).toMatchObject({
			kind: "paragraph",
			text: "A. Lindqvist and R. Mahadevan",
		});
	});

	it("keep the indentation of code", () => {
		const mono = { mono: true };
		const words = [
			...setLine("if (x) {", 100, 200, mono),
			...setLine("return 1;", 110, 212, mono),
			...setLine("}", 100, 224, mono),
		];
		expect(blocksOf([...words, ...setLines([FULL, FULL], 100, 260)])[0]).toMatchObject({
			kind: "code",
			text: "if (x) {\n  return 1;\n}",
		});
	});

	it("put notes behind the text of all columns", () => {
		const words = [
			...setLines([FULL, FULL, "the end."], 100, 400),
			...setLine("1 A note in small print", 100, 700, { sizePt: 7 }),
		];
		const lower = setLine("12 of 24", 100, 720, { sizePt: 7 });
		expect(blocksOf(words).map((block) => block.kind)).toEqual(["paragraph", "footnote"]);
		expect(blocksOf([...words, ...lower]).map((block) => block.kind)).not.toContain("code");
	});
});
