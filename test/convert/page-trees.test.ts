import { deflateSync } from "node:zlib";
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { cpuMs } from "../../scripts/engine.ts";
import type { PageRange, PageTree } from "../../src/convert/convert.ts";
import { chunked, convert, makeBook } from "./documents.ts";
import { sharedConverter } from "./modules.ts";
import { type Element, element, makeTagged, onPage, text } from "./tagged-pdf.ts";

const PAGES = 5;
const halves: PageRange[] = [
	{ first: 1, last: 2 },
	{ first: 3, last: PAGES },
];
const prose = (top: number, about: string): Element =>
	element(
		"P",
		text(`Running text about ${about} that is set in the usual size of the whole document`, top),
		text("and goes on for a second line of the same kind, so that it fills the page.", top - 14),
	);
const cell = (shown: string, x: number, y: number, type = "TD") => element(type, text(shown, y, { x }));
const spanned = (shown: string, y: number): Element => ({ ...cell(shown, 80, y), attributes: { RowSpan: 2 } });
const item = (shown: string, y: number, ...inner: Element[]) =>
	element("LI", element("LBody", text(shown, y, { x: 90 }), ...inner));
/** Headings like the text, a list without markers, a table without rules. */
const pageOf = (page: number): Element[] =>
	[
		element("H1", text(`Tides of year ${page}`, 780)),
		prose(760, `year ${page}`),
		element("H2", text(`Harbours of year ${page}`, 720)),
		prose(700, "harbours"),
		element("L", item("First thing", 640, element("L", item("Inner thing", 626))), item("Second thing", 612)),
		element(
			"Table",
			element("TR", cell("Region", 80, 560, "TH"), cell("Year", 250, 560, "TH"), cell("Sum", 350, 560, "TH")),
			element("TR", spanned("North and its coast", 540), cell("2023", 250, 540), cell("10", 350, 540)),
			element("TR", cell("2024", 250, 520), cell("20", 350, 520)),
		),
		prose(480, "the end"),
	].map((node) => onPage(page, node));
const allPages = Array.from({ length: PAGES }, (_, i) => pageOf(i + 1)).flat();

async function treesOf(pdf: Uint8Array, ranges: PageRange[] = halves): Promise<PageTree[][]> {
	const parts: PageTree[][] = [];
	for await (const { trees } of (await sharedConverter()).split(chunked(pdf), ranges)) parts.push(trees);
	return parts;
}

/** Changes dictionaries of structure elements, each told by its type. */
async function withElements(pdf: Uint8Array, change: (element: PDFDict, type: string) => void): Promise<Uint8Array> {
	const document = await PDFDocument.load(pdf);
	for (const [, object] of document.context.enumerateIndirectObjects()) {
		const type = object instanceof PDFDict ? object.get(PDFName.of("S")) : undefined;
		if (object instanceof PDFDict && type instanceof PDFName) change(object, type.decodeText());
	}
	return document.save();
}

describe("a tagged document that is read in parts", () => {
	it("gives the blocks that it gives as a whole", async () => {
		const converter = await sharedConverter();
		const pdf = await makeTagged(allPages, [], PAGES);
		const whole = await convert(converter, pdf);
		const cut = await convert(converter, pdf, halves);
		expect(cut.markdown).toBe(whole.markdown);
		expect(cut.blocks).toEqual(whole.blocks);
		const last = whole.blocks.filter(({ page }) => page === PAGES);
		expect(last.flatMap(({ kind, level, text: shown }) => (kind === "heading" ? [[level, shown]] : []))).toEqual([
			[1, "Tides of year 5"],
			[2, "Harbours of year 5"],
		]);
		expect(last.flatMap(({ kind, level }) => (kind === "list_item" ? [level] : []))).toEqual([0, 1, 0]);
		expect(last.find(({ table }) => table !== undefined)?.table?.spans).toHaveLength(1);
	});

	it("gives them where elements run over from page to page", async () => {
		const converter = await sharedConverter();
		const birds = ["avocet", "bittern", "dunlin", "eider"];
		const over = (bird: string, i: number) =>
			element(
				"P",
				text(`The ${bird} was seen on many days of that year, because the keeper`, 140, { page: i + 1 }),
				text(`of the light had a habit of counting each ${bird} that came near`, 126, { page: i + 1 }),
				text(`before the night fell, and so the ${bird} is well known here.`, 800, { page: i + 2 }),
			);
		// The first page has little else, so that the numbers of its last lines are those of headings on the second.
		const own = (page: number) => (page === 1 ? pageOf(page).slice(0, 1) : pageOf(page));
		const ends = birds.map(over);
		const nodes = Array.from({ length: PAGES }, (_, i) => [...own(i + 1), ...ends.slice(i, i + 1)]);
		const pdf = await makeTagged(nodes.flat(), [], PAGES);
		const whole = await convert(converter, pdf);
		const cut = await convert(converter, pdf, halves);
		expect(cut.markdown).toBe(whole.markdown);
		for (const bird of birds) expect(cut.markdown).toContain(`each ${bird} that came near before the night fell`);
		const levels = cut.blocks.flatMap(({ kind, level }) => (kind === "heading" ? [level] : []));
		expect(levels).toEqual([1, 1, 2, 1, 2, 1, 2, 1, 2]);
	});

	it("gives them where a few of its pages are asked for", async () => {
		const converter = await sharedConverter();
		const pdf = await makeTagged(allPages, [], PAGES);
		const { pages } = await converter.read(chunked(pdf), "pdf", { pages: { first: 4, last: 4 } });
		const headings = pages[0]?.blocks.filter(({ tag }) => tag?.role === "heading").map((block) => block.text);
		expect(headings).toEqual(["Tides of year 4", "Harbours of year 4"]);
	});

	it("has no trees where it is not tagged, or has none of some pages", async () => {
		expect(await treesOf(await makeBook(PAGES))).toEqual([[], []]);
		const trees = await treesOf(await makeTagged(pageOf(4), [], PAGES));
		expect(trees.map((part) => part.map(({ page }) => page))).toEqual([[], [4]]);
	});

	it("has the texts of its figures, spans of its cells, and only what is on the page of an element that runs over", async () => {
		const over = element("P", text("It begins", 200, { page: 2 }), text("and ends", 780, { page: 3 }));
		const figure: Element = { ...element("Figure", text("1913", 400, { page: 3 })), alt: "A harbour in 1913" };
		const wide: Element = { ...element("TD", text("both", 300, { page: 3 })), attributes: { ColSpan: 2, O: "Table" } };
		const nodes = [over, figure, element("Table", element("TR", wide))];
		const [first, second] = await treesOf(await makeTagged(nodes, [], PAGES));
		expect(first?.[0]?.roots[0]?.children).toEqual([{ type: "P", contentIds: [0], children: [] }]);
		expect(second?.[0]?.roots[0]?.children).toEqual([
			{ type: "P", contentIds: [0], children: [] },
			{ type: "Figure", contentIds: [1], children: [], alt: "A harbour in 1913" },
			{
				type: "Table",
				contentIds: [],
				children: [
					{ type: "TR", contentIds: [], children: [{ type: "TD", contentIds: [2], children: [], columnSpan: 2 }] },
				],
			},
		]);
	});

	it("has the content of elements that do not name their page", async () => {
		const pdf = await withElements(await makeTagged([onPage(3, prose(700, "it"))], [], PAGES), (each) =>
			each.delete(PDFName.of("Pg")),
		);
		const [, second] = await treesOf(pdf);
		expect(second?.[0]?.roots[0]?.children).toEqual([{ type: "P", contentIds: [0, 1], children: [] }]);
	});
});

describe("a hostile structure tree", () => {
	it("that runs in circles, or names the same elements over and over, is walked once", async () => {
		const plain = await makeTagged(allPages, [], PAGES);
		const hostile = await withElements(plain, (each) => {
			const kids = each.lookup(PDFName.of("K"), PDFArray);
			const [parent, own] = [each.get(PDFName.of("P")), kids.asArray()];
			if (parent !== undefined) kids.push(parent);
			for (let i = 0; i < 40; i++) for (const kid of own) if (kid instanceof PDFRef) kids.push(kid);
		});
		expect(await treesOf(hostile)).toEqual(await treesOf(plain));
	});

	it("of very many children is left alone, and the pages are read by their looks", async () => {
		const flat = await withElements(await makeTagged(allPages, [], PAGES), (each, type) => {
			const kids = each.lookup(PDFName.of("K"), PDFArray);
			if (type === "Document") for (let i = 0; i < 30_000; i++) kids.push(kids.get(i % 5));
		});
		const converter = await sharedConverter();
		expect(await treesOf(flat)).toEqual([[], []]);
		const { blocks } = await convert(converter, flat, halves);
		expect(blocks.some(({ text: shown }) => shown.includes("Harbours of year 5"))).toBe(true);
	});

	it("does not have PDFium unpack what no reader would take", async () => {
		const document = await PDFDocument.load(await makeTagged(allPages, [], PAGES));
		const bomb = deflateSync(Buffer.alloc(40_000_000, "0 0 m "));
		const content = PDFRawStream.of(document.context.obj({ Filter: "FlateDecode" }), new Uint8Array(bomb));
		document.getPage(1).node.set(PDFName.of("Contents"), document.context.register(content));
		const pdf = await document.save();
		const converter = await sharedConverter();
		const started = cpuMs();
		expect(await treesOf(pdf)).toEqual([[], []]);
		expect(cpuMs() - started).toBeLessThan(3000);
		expect(converter.peakBytes).toBeLessThan(96_000_000);
	});
});
