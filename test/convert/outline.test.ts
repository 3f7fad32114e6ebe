import { describe, expect, it } from "vitest";
import { toRuns } from "../../src/convert/line-runs.ts";
import { markListed, type OutlineEntry, saneOutline, titleKey } from "../../src/convert/outline.ts";
import type { PageBlock, PageLayout } from "../../src/convert/part.ts";
import { chunked, convert, makePdf, write } from "./documents.ts";
import { lineOf } from "./layout-words.ts";
import { sharedConverter } from "./modules.ts";
import { type Bookmark, withCircle, withOutline } from "./outlines.ts";

const entry = (title: string, page = 1, more: Partial<OutlineEntry> = {}): OutlineEntry => ({
	...{ title, page, depth: 1 },
	...more,
});
const block = (text: string, top: number, given: Partial<PageBlock> = {}): PageBlock => ({
	...{ kind: "paragraph", text, bbox: [72, top, 500, top + 10], sizePt: 10, bold: false, lines: 1 },
	...given,
});
const pageOf = (page: number, ...blocks: PageBlock[]): PageLayout => ({
	...{ page, widthPt: 600, heightPt: 800, blocks, figures: [], reader: "liteparse" },
});

describe("an outline", () => {
	it("is not used where it has one entry, or names files or pages instead of headings", () => {
		expect(saneOutline([entry("Introduction")])).toEqual([]);
		expect(saneOutline([entry("one.pdf"), entry("two.docx"), entry("Summary")])).toEqual([]);
		expect(saneOutline([entry("Page 1"), entry("iv"), entry("Slide 3"), entry("12")])).toEqual([]);
		expect(saneOutline([entry("Civil law"), entry("Mild weather"), entry("3 Results")])).toHaveLength(3);
	});

	it("begins with level 1, whatever it leaves out", () => {
		const entries = [entry("report.pdf"), entry("Aims", 1, { depth: 2 }), entry("Means", 1, { depth: 3 })];
		expect(saneOutline(entries).map(({ depth }) => depth)).toEqual([1, 2]);
	});
});

describe("titles of an outline", () => {
	it("are found whatever their spaces, dashes, case and number", () => {
		const page = pageOf(
			1,
			block("1.2  DATA–DRIVEN “METHODS”", 100),
			block("Results", 200, { kind: "list_item", ordered: true, marker: "2." }),
			block("The results were good.", 300),
		);
		markListed([page], [entry("Data-driven methods", 1, { depth: 2 }), entry("2 Results")]);
		expect(page.blocks.map((each) => each.outlineLevel)).toEqual([2, 1, undefined]);
	});

	it("are looked for on the page they lead to first, then on its neighbours", () => {
		const pages = [
			pageOf(1, block("Aims", 700)),
			pageOf(2, block("Aims", 100)),
			pageOf(3, block("Other", 100)),
			pageOf(4, block("Means", 100)),
		];
		markListed(pages, [entry("Aims", 2), entry("Means", 3), entry("Ends", 3)]);
		expect(pages.map((page) => page.blocks[0]?.outlineLevel)).toEqual([undefined, 1, undefined, 1]);
	});

	it("are the ones where the entry leads to, of several alike", () => {
		const page = pageOf(1, block("Summary", 100), block("Summary", 400), block("Summary", 700));
		markListed([page], [entry("Summary", 1, { fromBottomPt: 405 })]);
		expect(page.blocks.map((each) => each.outlineLevel)).toEqual([undefined, 1, undefined]);
	});

	it("that were laid out in pieces become one block, unless the pieces differ in size", () => {
		const page = pageOf(
			1,
			block("A long title that", 100),
			block("wraps", 114),
			block("Chapter 3", 200),
			block("Aims", 220, { sizePt: 20 }),
		);
		markListed([page], [entry("A Long Title That Wraps"), entry("Chapter 3: Aims")]);
		expect(page.blocks.map((each) => [each.text, each.outlineLevel])).toEqual([
			["A long title that wraps", 1],
			["Chapter 3", undefined],
			["Aims", 1],
		]);
	});

	it("are no part of the paragraph around them, but the end of a sentence that wraps is", () => {
		const lines = ["running text before it", "Quiet Heading", "Text that tells of the", "results", "and goes on"].map(
			(text, i) => lineOf(text, 72, 100 + i * 12),
		);
		const runs = toRuns(lines, new Set(["Quiet heading", "Results"].map(titleKey)));
		expect(runs.map((run) => [run.isWhole, run.lines.length])).toEqual([
			[false, 1],
			[true, 1],
			[false, 3],
		]);
	});
});

describe("a document with an outline", () => {
	const body = (about: string) => [
		`Running text about ${about} that is set in the usual size of the whole`,
		"document and goes on for a second line, and ends on the third one of",
		"them, as it should.",
	];
	/** Headings look like the text; the title is larger, and so are section headings on the second page. */
	const quiet = () =>
		makePdf(2, (pen, page) => {
			if (page === 1) pen.page.drawText("A Book of Tides", { x: 72, y: 760, size: 22, font: pen.plain });
			write(pen, ["Origins", ...body("origins")], 700);
			write(pen, ["Early days", ...body("early days")], 600);
			if (page === 2) pen.page.drawText("Unlisted section", { x: 72, y: 500, size: 22, font: pen.plain });
			write(pen, body("nothing"), 450);
		});
	const bookmarks = [
		{
			title: "A Book of Tides",
			page: 1,
			children: [
				{ title: "Origins", page: 1, y: 712, byAction: true, children: [{ title: "Early days", page: 1, y: 612 }] },
			],
		},
		{ title: "Origins", page: 2, y: 712 },
	];
	const headings = (blocks: { kind: string; text: string; level?: number }[]) =>
		blocks.flatMap(({ kind, text, level }) => (kind === "heading" ? [[level, text]] : []));

	it("has the headings and levels it lists, and unlisted ones go by their looks", async () => {
		const converter = await sharedConverter();
		const bytes = await withOutline(await quiet(), bookmarks);
		const { outline = [] } = await converter.inspect(chunked(bytes), "pdf");
		expect(outline.map(({ title, page, depth, fromBottomPt }) => [title, page, depth, fromBottomPt])).toEqual([
			["A Book of Tides", 1, 1, undefined],
			["Origins", 1, 2, 712],
			["Early days", 1, 3, 612],
			["Origins", 2, 1, 712],
		]);
		for (const ranges of [undefined, [1, 2].map((page) => ({ first: page, last: page }))]) {
			const { blocks } = await convert(converter, bytes, ranges, outline);
			expect(headings(blocks)).toEqual([
				[1, "A Book of Tides"],
				[2, "Origins"],
				[3, "Early days"],
				[1, "Origins"],
				[1, "Unlisted section"],
			]);
		}
	});

	it("that does not fit its text is read as if it had none", async () => {
		const converter = await sharedConverter();
		const bytes = await quiet();
		const other = ["Alpha", "Beta", "Gamma", "Origins"].map((title) => ({ title, page: 1 }));
		const { outline = [] } = await converter.inspect(chunked(await withOutline(bytes, other)), "pdf");
		expect(outline).toHaveLength(4);
		const { blocks } = await convert(converter, bytes, undefined, outline);
		expect(headings(blocks)).toEqual([
			[1, "A Book of Tides"],
			[1, "Unlisted section"],
		]);
	});

	it("that runs in circles, is too deep or too long is soon given up", async () => {
		const converter = await sharedConverter();
		const bytes = await quiet();
		const circle = await converter.inspect(chunked(await withCircle(bytes, bookmarks)), "pdf");
		expect(circle.outline?.length).toBeLessThan(5);
		const nest = (depth: number): Bookmark[] => [
			{ title: `Level ${depth}`, page: 1, children: depth > 12 ? [] : nest(depth + 1) },
		];
		expect((await converter.inspect(chunked(await withOutline(bytes, nest(1))), "pdf")).outline).toBeUndefined();
		const many = Array.from({ length: 3100 }, (_, i) => ({ title: `Heading ${i}`, page: 1 }));
		expect((await converter.inspect(chunked(await withOutline(bytes, many)), "pdf")).outline).toBeUndefined();
	});
});
