import { describe, expect, it } from "vitest";
import { detectFormat, type FigureImage } from "../../src/convert/convert.ts";
import { chunked, makePdf, write } from "./documents.ts";
import { sharedConverter } from "./modules.ts";
import { assembled, makeDocx, makeEml, makeEpub, makePptx, makeXlsx, pngOf, webPage, zipOf } from "./samples.ts";

const encode = (text: string) => new TextEncoder().encode(text);

async function converted(bytes: Uint8Array, name: string) {
	const converter = await sharedConverter();
	const format = detectFormat(bytes.subarray(0, 65_536), name)?.format;
	if (format === undefined) throw new Error(`${name} was not detected`);
	const pictures: FigureImage[] = [];
	const inspection = await converter.inspect(chunked(bytes), format);
	const onFigure = async (figure: FigureImage) => void pictures.push(figure);
	const part = await converter.read(chunked(bytes), format, { onFigure });
	expect(inspection.pageCount).toBe(part.pages.length);
	return { format, inspection, pictures, part, ...assembled(part) };
}

describe("a Word document", () => {
	it("keeps headings, marks, links, lists, notes, tables and captioned pictures", async () => {
		const { format, markdown, figures, pictures, blocks } = await converted(makeDocx(), "a.docx");
		expect(format).toBe("docx");
		expect(markdown).toContain(
			"# Annual report\n\nSales grew by **12 %**, as [the site](https://example.com/sales) says[^1].",
		);
		expect(markdown).toContain("## Details\n\n1. First step\n   - A remark\n2. Second step");
		expect(markdown).toContain("| Region | Sum |\n| --- | --- |\n| North | 10 \\| 20 |");
		expect(markdown).toContain('<tr><td rowspan="2">A</td><td>1</td></tr>\n<tr><td>2</td></tr>');
		expect(markdown).toContain("[^1]: Not audited.");
		expect(markdown).not.toContain("gone");
		expect(figures.map((figure) => figure.title)).toEqual(["Figure 1. The blue box."]);
		expect(pictures[0]).toMatchObject({ id: "p1-1", widthPx: 80, heightPx: 60 });
		expect(blocks.filter((block) => block.kind === "table")).toHaveLength(2);
	});

	it("takes short bold lines for headings where no style says so", async () => {
		const line = (text: string, bold = "") => `<w:p><w:r><w:rPr>${bold}</w:rPr><w:t>${text}</w:t></w:r></w:p>`;
		const body = `${line("Introduction", "<w:b/>")}${line("Plain words.")}${line("More of them.")}${line("The end.")}`;
		const { markdown } = await converted(makeDocx(body), "a.docx");
		expect(markdown).toBe("# Introduction\n\nPlain words.\n\nMore of them.\n\nThe end.\n");
	});
});

describe("a workbook", () => {
	it("shows each sheet as a page, cells as they are shown, merged ones once", async () => {
		const { part, markdown } = await converted(makeXlsx(), "a.xlsx");
		expect(part.pages.map((page) => page.page)).toEqual([1, 2]);
		expect(markdown).toContain("<tr><td>Ann</td><td>2024-02-29</td><td>12.5%</td><td>1,234.50</td></tr>");
		expect(markdown).toContain('<tr><td colspan="3">Both</td><td>7</td></tr>');
		expect(markdown).toContain("# Other\n\n| Only | words |\n| --- | --- |\n| x | y |");
	});
});

describe("a presentation", () => {
	it("puts the title first, nests bullets, adds notes and pictures", async () => {
		const { markdown, figures } = await converted(makePptx(), "a.pptx");
		expect(markdown).toContain(
			"# Opening\n\n- Point\n  - Detail\n\n**Notes:**\n\nSay hello.\n\n# Numbers\n\n| Q | V |",
		);
		expect(figures).toMatchObject([{ page: 2, title: "Chart of sales" }]);
	});
});

describe("a book", () => {
	it("reads the spine in order, without its table of contents", async () => {
		const { inspection, markdown, figures } = await converted(makeEpub(), "a.epub");
		expect(inspection.title).toBe("A Small Book");
		expect(markdown).toContain("# One\n\nIt was a day.");
		expect(markdown).toContain("# Two\n\n> Quoted.\n\nThe end.");
		expect(markdown).not.toContain("Contents");
		expect(figures[0]?.title).toBe("Figure 1: Sea.");
	});
});

describe("a web page", () => {
	it("keeps the main part and drops scripts, navigation and what is hidden", async () => {
		const { markdown } = await converted(encode(webPage), "a.html");
		expect(markdown).toContain(
			"# Guide & more\n\nRead [this **now**](https://example.com/docs/a%281%29.html), not that.\nSecond line.",
		);
		expect(markdown).toContain("3. Three\n   - inner\n4. Four\n\n   more of four");
		expect(markdown).toContain("```js\nlet a = 1;\n  b();\n```");
		expect(markdown).toContain("Table 1. Sums\n\n<table>");
		expect(markdown).toContain("| a\\*b | *c* |");
		for (const word of ["Home", "Site name", "Imprint", "secret", "alert"]) expect(markdown).not.toContain(word);
	});
});

describe("a mail", () => {
	it("tells who and when, and appends what is attached", async () => {
		const pdf = await makePdf(1, (pen) => write(pen, ["Words of the attached page, a whole sentence of them."], 700));
		const mail = makeEml([
			["r.docx", "application/x", makeDocx()],
			["p.pdf", "application/pdf", pdf],
			["photo.png", "image/png", pngOf(90, 70)],
			["z.bin", "application/octet-stream", new Uint8Array(3000)],
		]);
		const { markdown, pictures } = await converted(mail, "a.eml");
		expect(markdown).toContain(
			"# Grüße\n\n**From:** Ann Lee (ann@example.com)\n\n**To:** bob@example.com, Jörg (j@example.com)",
		);
		expect(markdown).toContain("Dear **Bob**,\n\nsee attached.\n\n## Attachment: r.docx\n\n### Annual report");
		expect(markdown).toContain("## Attachment: p.pdf\n\nWords of the attached page");
		expect(markdown).toContain("## Attachment: z.bin\n\napplication/octet-stream, 3 KB");
		expect(pictures.map((picture) => picture.id)).toEqual(["p1-1", "p1-2"]);
	});
});

describe("delimited text", () => {
	it("finds delimiter and header", async () => {
		const { markdown, blocks } = await converted(encode('Name;Sum\n"A;B";1,5\nC;2\n'), "a.csv");
		expect(markdown).toBe("| Name | Sum |\n| --- | --- |\n| A;B | 1,5 |\n| C | 2 |\n");
		expect(blocks[0]?.table?.header).toEqual([["Name", "Sum"]]);
	});
});

describe("a container of another kind", () => {
	it("is refused with a sentence", async () => {
		const converter = await sharedConverter();
		const zip = zipOf({ "readme.txt": "hello" });
		for (const format of ["docx", "xlsx", "pptx", "epub"] as const) {
			await expect(converter.read(chunked(zip), format)).rejects.toMatchObject({ code: "document_damaged" });
		}
	});
});
