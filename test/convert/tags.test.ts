import { describe, expect, it } from "vitest";
import type { PageBlock } from "../../src/convert/part.ts";
import { describeFigures, inTagOrder } from "../../src/convert/tag-blocks.ts";
import { readTags, type TagElement } from "../../src/convert/tags.ts";
import { convert } from "./documents.ts";
import { sharedConverter } from "./modules.ts";
import { type Element, element, makeTagged, type Text, text } from "./tagged-pdf.ts";

/** Paragraphs of three lines, each an element. */
const prose = (top: number, about: string): Element =>
	element(
		"P",
		text(`Running text about ${about} that is set in the usual size of the whole document`, top),
		text("and goes on for a second line of the same kind, so that it fills the page,", top - 14),
		text("and ends on the third one.", top - 28),
	);
const blocksOf = async (nodes: Element[], artifacts: Text[] = []) =>
	(await convert(await sharedConverter(), await makeTagged(nodes, artifacts))).blocks;
const outlineOf = (blocks: { kind: string; level?: number; text: string }[]) =>
	blocks.map(({ kind, level, text: shown }) => `${kind}${level ?? ""} ${shown.slice(0, 21)}`);

describe("a tagged page", () => {
	it("has the headings of its tags, with their levels, though they look like the text", async () => {
		const blocks = await blocksOf([
			element("H1", text("Tides of the north", 780, { size: 20 })),
			prose(740, "tides"),
			element("H2", text("Quiet heading", 698)),
			prose(684, "silence"),
			element("H3", text("Quieter heading", 642)),
			prose(628, "depth"),
			element("P", element("Span", text("Bold words of a paragraph", 570, { font: "bold" }))),
			prose(540, "the end"),
			element("H2", text("Last heading", 498)),
			prose(484, "all"),
		]);
		expect(outlineOf(blocks)).toEqual([
			"heading1 Tides of the north",
			"paragraph Running text about ti",
			"heading2 Quiet heading",
			"paragraph Running text about si",
			"heading3 Quieter heading",
			"paragraph Running text about de",
			"paragraph Bold words of a parag",
			"paragraph Running text about th",
			"heading2 Last heading",
			"paragraph Running text about al",
		]);
	});

	it("has list items whose markers are drawn, as deep as their lists", async () => {
		const item = (shown: string, y: number, ...inner: Element[]) =>
			element("LI", element("LBody", text(shown, y, { x: 90 }), ...inner));
		const blocks = await blocksOf([
			prose(780, "lists"),
			element("L", item("First thing", 730, element("L", item("Inner thing", 716))), item("Second thing", 702)),
			element("L", element("LI", element("Lbl", text("1.", 680)), element("LBody", text("Numbered", 680, { x: 90 })))),
		]);
		const items = blocks.filter(({ kind }) => kind === "list_item");
		expect(items.map(({ text: shown, level, marker }) => [shown, level, marker])).toEqual([
			["First thing", 0, "•"],
			["Inner thing", 1, "•"],
			["Second thing", 0, "•"],
			["Numbered", 0, "1."],
		]);
	});

	it("has tables without rules, with head, spans and empty cells", async () => {
		const cell = (shown: string, x: number, y: number, type = "TD") => element(type, text(shown, y, { x }));
		const spanned: Element = { ...cell("North and all of its coast", 80, 700), attributes: { RowSpan: 2 } };
		const blocks = await blocksOf([
			prose(780, "tables"),
			element(
				"Table",
				element("TR", cell("Region", 80, 720, "TH"), cell("Year", 250, 720, "TH"), cell("Sum", 350, 720, "TH")),
				element("TR", spanned, cell("2023", 250, 700), cell("10", 350, 700)),
				element("TR", cell("2024", 250, 680), cell("20", 350, 680)),
			),
			element(
				"Table",
				element("TR", cell("Name", 80, 640, "TH"), cell("Use", 250, 640, "TH"), cell("Note", 350, 640, "TH")),
				element("TR", cell("Rope", 80, 620), cell("pulling", 250, 620), cell("wet", 350, 620)),
				element("TR", cell("Sail", 80, 600), cell("torn", 350, 600)),
			),
		]);
		const [first, second] = blocks.flatMap(({ table }) => (table === undefined ? [] : [table]));
		expect(first?.header).toEqual([["Region", "Year", "Sum"]]);
		expect(first?.rows).toEqual([
			["North and all of its coast", "2023", "10"],
			["", "2024", "20"],
		]);
		expect(first?.spans).toEqual([{ row: 1, column: 0, rows: 2, columns: 1 }]);
		expect(second?.rows).toEqual([
			["Rope", "pulling", "wet"],
			["Sail", "", "torn"],
		]);
	});

	it("does not show its artifacts in the margins, and keeps its sentences that begin with code", async () => {
		const blocks = await blocksOf(
			[
				prose(740, "code"),
				element(
					"P",
					element("Code", text("read_all()", 680, { font: "mono" })),
					text("gives all that is", 680, { x: 150 }),
				),
				element("Code", text("let a = 1;", 640), text("call(a);", 626, { x: 84 })),
			],
			[text("Confidential draft", 815, { size: 9 }), text("1 of 9", 30, { size: 9 })],
		);
		expect(outlineOf(blocks)).toEqual([
			"paragraph Running text about co",
			"paragraph read_all() gives all ",
			"code let a = 1;\n   call(a)",
		]);
	});

	it("is read by its looks where the tags cover a part of it, or call everything a heading", async () => {
		const untagged = [700, 686, 672].map((y) => text("Words that nobody tagged stand here in a row.", y));
		const partly = await blocksOf([element("H1", text("Looks like text", 730))], untagged);
		expect(partly.filter(({ kind }) => kind === "heading")).toEqual([]);
		const all = [780, 730, 680, 630].map((y) => ({ ...prose(y, "much"), type: "H1" }));
		expect((await blocksOf(all)).filter(({ kind }) => kind === "heading")).toEqual([]);
	});

	it("is not taken for a table where its layout was made with one", async () => {
		const column = (x: number) =>
			element(
				"TD",
				...Array.from({ length: 12 }, (_, i) => text("Some words of a column on a page", 700 - i * 13, { x })),
			);
		const blocks = await blocksOf([prose(780, "layout"), element("Table", element("TR", column(72), column(320)))]);
		expect(blocks.filter(({ kind }) => kind === "table")).toEqual([]);
	});
});

describe("tags", () => {
	const block = (order: number, box: PageBlock["bbox"]): PageBlock => ({
		...{ kind: "paragraph", text: String(order), bbox: box, sizePt: 10, bold: false },
		tag: { role: "text", order },
	});

	it("tell the reading order where it never goes up in a column", () => {
		const [a, b, c] = [block(0, [50, 50, 250, 90]), block(1, [300, 50, 500, 90]), block(2, [50, 100, 250, 140])];
		expect(inTagOrder([a, c, b])).toEqual([a, b, c]);
		const wild = [block(2, [50, 50, 250, 90]), block(0, [50, 100, 250, 140]), block(1, [50, 150, 250, 190])];
		expect(inTagOrder(wild)).toBe(wild);
	});

	it("describe figures without a caption, unless with the name of a file", () => {
		const figures = () => [1, 2].map((n): PageBlock => ({ ...block(n, [0, 0, 1, 1]), kind: "figure", text: "" }));
		const described = (...alt: string[]) => {
			const blocks = figures();
			describeFigures(blocks, { byContent: new Map(), tables: [], figures: alt });
			return blocks.map((each) => each.text);
		};
		expect(described("A harbour. Description automatically generated", "image3.png")).toEqual(["A harbour.", ""]);
		expect(described("Only one of two")).toEqual(["", ""]);
	});

	it("of an element that runs over two pages leave the content of others to them", () => {
		const leaf = (type: string, ...contentIds: number[]): TagElement => ({ type, contentIds, children: [] });
		const over = leaf("P", 2, 3, 0, 1);
		const [end, begin] = [readTags([leaf("H1", 0), leaf("P", 1), over]), readTags([over, leaf("H2", 2), leaf("P", 3)])];
		const roles = [end, begin].map(({ byContent }) => [0, 1, 2, 3].map((id) => byContent.get(id)?.role));
		expect(roles).toEqual([
			["heading", "text", "text", "text"],
			["text", "text", "heading", "text"],
		]);
		expect(begin.byContent.get(0)).toBe(begin.byContent.get(1));
		expect(begin.byContent.get(3)).not.toBe(begin.byContent.get(0));
		expect(end.byContent.get(3)).not.toBe(end.byContent.get(1));
	});

	it("count sections for headings without a number, and leave what is in a cell to it", () => {
		const leaf = (type: string, id: number): TagElement => ({ type, contentIds: [id], children: [] });
		const node = (type: string, ...children: TagElement[]): TagElement => ({ type, contentIds: [], children });
		const { byContent, tables } = readTags([
			node("Document", node("Sect", leaf("H", 0), node("Sect", leaf("H", 1), leaf("Title", 2)))),
			node("Table", node("TBody", node("TR", node("TD", leaf("H1", 3), leaf("P", 4)), leaf("TH", 5)))),
		]);
		expect([0, 1, 2].map((id) => byContent.get(id)?.level)).toEqual([1, 2, 1]);
		expect(byContent.get(3)).toBe(byContent.get(4));
		expect(tables[0]?.[0]?.map(({ isHead }) => isHead)).toEqual([false, true]);
	});
});
