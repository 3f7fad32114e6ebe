/** One small document of each format, made here: what a user would call ordinary. */
import { deflateSync } from "node:zlib";
import * as XLSX from "@e965/xlsx";
import { strToU8, zipSync } from "fflate";
import { type Assembled, Assembler, type Part } from "../../src/convert/convert.ts";

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export function zipOf(entries: Record<string, string | Uint8Array>): Uint8Array {
	const files = Object.entries(entries).map(([name, content]) => [
		name,
		typeof content === "string" ? strToU8(content) : content,
	]);
	return zipSync(Object.fromEntries(files));
}

/** A PNG of one colour. */
export function pngOf(widthPx: number, heightPx: number, colour = 0x3366cc): Uint8Array {
	const rows = new Uint8Array((1 + widthPx * 3) * heightPx);
	for (let y = 0; y < heightPx; y++) {
		for (let x = 0; x < widthPx; x++) {
			rows.set([colour >> 16, colour >> 8, colour], y * (1 + widthPx * 3) + 1 + x * 3);
		}
	}
	const header = new Uint8Array(13);
	const view = new DataView(header.buffer);
	view.setUint32(0, widthPx);
	view.setUint32(4, heightPx);
	header.set([8, 2, 0, 0, 0], 8);
	const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
	const chunks = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", new Uint8Array(0))];
	return Uint8Array.from([...signature, ...chunks.flatMap((each) => [...each])]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(12 + data.length);
	new DataView(bytes.buffer).setUint32(0, data.length);
	bytes.set(strToU8(type), 4);
	bytes.set(data, 8);
	return bytes;
}

function relations(
	entries: readonly (readonly [id: string, type: string, target: string, external?: boolean])[],
): string {
	const all = entries.map(
		([id, type, target, external]) =>
			`<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"${external ? ' TargetMode="External"' : ""}/>`,
	);
	return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join("")}</Relationships>`;
}

const STYLES = `${XML}<w:styles xmlns:w="w">
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My Heading"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
</w:styles>`;

const NUMBERING = `${XML}<w:numbering xmlns:w="w">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>`;

const run = (text: string, properties = "") =>
	`<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const par = (content: string, properties = "") => `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`;
const style = (id: string) => `<w:pStyle w:val="${id}"/>`;
const item = (level: number) => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="7"/></w:numPr>`;
const cell = (text: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${par(run(text))}</w:tc>`;

export const wordBody = [
	par(run("Annual report"), style("H1")),
	par(
		`${run("Sales grew by ")}${run("12 %", "<w:b/>")}${run(", as ")}<w:hyperlink r:id="link">${run("the site")}</w:hyperlink>${run(" says")}<w:r><w:footnoteReference w:id="2"/></w:r>${run(".")}`,
	),
	par(run("Details"), style("Mine")),
	par(run("First step"), item(0)),
	par(run("A remark"), item(1)),
	par(run("Second step"), item(0)),
	par('<w:r><w:drawing><wp:docPr descr="A blue box"/><a:blip r:embed="image"/></w:drawing></w:r>'),
	par(run("Figure 1. The blue box."), style("Cap")),
	`<w:tbl><w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr><w:tr>${cell("Region")}${cell("Sum")}</w:tr><w:tr>${cell("North")}${cell("10 | 20")}</w:tr></w:tbl>`,
	`<w:tbl><w:tr>${cell("All", '<w:gridSpan w:val="2"/>')}</w:tr><w:tr>${cell("A", '<w:vMerge w:val="restart"/>')}${cell("1")}</w:tr><w:tr>${cell("", "<w:vMerge/>")}${cell("2")}</w:tr></w:tbl>`,
	par(`<w:del>${run("gone")}</w:del><w:ins>${run("Kept at the end.")}</w:ins>`),
].join("");

export function makeDocx(body = wordBody, more: Record<string, string | Uint8Array> = {}): Uint8Array {
	return zipOf({
		"[Content_Types].xml": `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels": relations([["a", "officeDocument", "word/document.xml"]]),
		"word/document.xml": `${XML}<w:document xmlns:w="w" xmlns:r="r" xmlns:wp="wp" xmlns:a="a"><w:body>${body}</w:body></w:document>`,
		"word/_rels/document.xml.rels": relations([
			["s", "styles", "styles.xml"],
			["n", "numbering", "numbering.xml"],
			["f", "footnotes", "footnotes.xml"],
			["link", "hyperlink", "https://example.com/sales", true],
			["image", "image", "media/image1.png"],
		]),
		"word/styles.xml": STYLES,
		"word/numbering.xml": NUMBERING,
		"word/footnotes.xml": `${XML}<w:footnotes xmlns:w="w"><w:footnote w:id="2">${par(run("Not audited."))}</w:footnote></w:footnotes>`,
		"word/media/image1.png": pngOf(80, 60),
		...more,
	});
}

export function makeXlsx(): Uint8Array {
	const book = XLSX.utils.book_new();
	const sheet = XLSX.utils.aoa_to_sheet([
		["Name", "Date", "Share", "Sum"],
		["Ann", new Date(Date.UTC(2024, 1, 29)), 0.125, 1234.5],
		["Bob | Co", null, 0.5, 0.1 + 0.2],
		[],
		["Both", null, null, 7],
	]);
	for (const [reference, format] of [
		["B2", "yyyy-mm-dd"],
		["C2", "0.0%"],
		["C3", "0%"],
		["D2", "#,##0.00"],
	] as const) {
		const target: XLSX.CellObject | undefined = sheet[reference];
		if (target !== undefined) target.z = format;
	}
	sheet["!merges"] = [{ s: { r: 4, c: 0 }, e: { r: 4, c: 2 } }];
	XLSX.utils.book_append_sheet(book, sheet, "Figures 2024");
	XLSX.utils.book_append_sheet(
		book,
		XLSX.utils.aoa_to_sheet([
			["Only", "words"],
			["x", "y"],
		]),
		"Other",
	);
	return new Uint8Array(XLSX.write(book, { type: "array", bookType: "xlsx" }));
}

export function makePptx(): Uint8Array {
	const shape = (role: string, paragraphs: string, at = "") =>
		`<p:sp><p:nvSpPr><p:nvPr><p:ph type="${role}"/></p:nvPr></p:nvSpPr><p:spPr>${at}</p:spPr><p:txBody>${paragraphs}</p:txBody></p:sp>`;
	const line = (text: string, level = 0) => `<a:p><a:pPr lvl="${level}"/><a:r><a:rPr/><a:t>${text}</a:t></a:r></a:p>`;
	const slide = (shapes: string) =>
		`${XML}<p:sld xmlns:p="p" xmlns:a="a" xmlns:r="r"><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`;
	const tableCell = (text: string) => `<a:tc><a:txBody>${line(text)}</a:txBody></a:tc>`;
	return zipOf({
		"[Content_Types].xml": "<Types/>",
		"_rels/.rels": relations([["a", "officeDocument", "ppt/presentation.xml"]]),
		"ppt/presentation.xml": `${XML}<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="one"/><p:sldId id="257" r:id="two"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels": relations([
			["two", "slide", "slides/slide1.xml"],
			["one", "slide", "slides/slide2.xml"],
		]),
		"ppt/slides/slide2.xml": slide(
			shape("body", line("Point") + line("Detail", 1)) + shape("title", line("Opening")) + shape("sldNum", line("1")),
		),
		"ppt/slides/_rels/slide2.xml.rels": relations([["n", "notesSlide", "../notesSlides/notesSlide1.xml"]]),
		"ppt/notesSlides/notesSlide1.xml": slide(shape("body", line("Say hello.")) + shape("sldNum", line("1"))),
		"ppt/slides/slide1.xml": slide(
			`${shape("title", line("Numbers"))}<p:graphicFrame><a:tbl><a:tblPr firstRow="1"/><a:tr>${tableCell("Q")}${tableCell("V")}</a:tr><a:tr>${tableCell("1")}${tableCell("2")}</a:tr></a:tbl></p:graphicFrame><p:pic><p:nvPicPr><p:cNvPr descr="Chart of sales"/></p:nvPicPr><a:blip r:embed="p"/></p:pic>`,
		),
		"ppt/slides/_rels/slide1.xml.rels": relations([["p", "image", "../media/a.png"]]),
		"ppt/media/a.png": pngOf(100, 100),
	});
}

export function makeEpub(): Uint8Array {
	const chapter = (title: string, text: string) =>
		`${XML}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><h1>${title}</h1>${text}</body></html>`;
	return zipSync({
		mimetype: [strToU8("application/epub+zip"), { level: 0 }],
		"META-INF/container.xml": strToU8(
			`${XML}<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>`,
		),
		"OPS/book.opf": strToU8(
			`${XML}<package xmlns:dc="dc"><metadata><dc:title>A Small Book</dc:title></metadata><manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/two%20.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>`,
		),
		"OPS/nav.xhtml": strToU8(chapter("Contents", "<nav><ol><li>One</li></ol></nav>")),
		"OPS/text/one.xhtml": strToU8(
			chapter(
				"One",
				'<p>It was&nbsp;a day.</p><figure><img src="../i.png" alt=""/><figcaption>Figure 1: Sea.</figcaption></figure>',
			),
		),
		"OPS/text/two .xhtml": strToU8(chapter("Two", "<blockquote><p>Quoted.</p></blockquote><p>The end.</p>")),
		"OPS/i.png": pngOf(64, 64),
	});
}

export const webPage = `<!DOCTYPE html><html><head><title>T</title><base href="https://example.com/docs/"><style>p{}</style></head><body>
<nav><a href="/">Home</a></nav><header>Site name</header>
<main><h1>Guide &amp; more</h1><p>Read <a href="a(1).html">this <b>now</b></a>, <a href="javascript:x()">not that</a>.<br>Second line.</p>
<ol start="3"><li>Three<ul><li>inner</li></ul></li><li><p>Four</p><p>more of four</p></li></ol>
<pre><code class="language-js">let a = 1;
  b();</code></pre>
<table><caption>Table 1. Sums</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td rowspan=2>x</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>
<table><tr><td>k</td><td>v|w</td></tr><tr><td>a*b</td><td><i>c</i></td></tr></table>
<script>alert(1)</script><p style="display:none">secret</p></main><footer>Imprint</footer></body></html>`;

export function makeEml(
	attachments: readonly (readonly [name: string, type: string, content: Uint8Array])[] = [],
): Uint8Array {
	const parts = attachments.map(([name, type, content]) =>
		[
			`Content-Type: ${type}; name="${name}"`,
			`Content-Disposition: attachment; filename="${name}"`,
			"Content-Transfer-Encoding: base64",
			"",
			Buffer.from(content).toString("base64").replace(/.{76}/g, "$&\r\n"),
		].join("\r\n"),
	);
	const body =
		"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Dear <b>Bob</b>,</p><table role=presentation><tr><td>see attached.</td></tr></table>";
	return strToU8(
		[
			"Received: from a by b",
			"From: Ann Lee <ann@example.com>",
			"To: bob@example.com, =?utf-8?q?J=C3=B6rg?= <j@example.com>",
			"Date: Thu, 29 Feb 2024 10:00:00 +0100",
			"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=",
			"MIME-Version: 1.0",
			'Content-Type: multipart/mixed; boundary="cut"',
			"",
			...[body, ...parts].map((part) => `--cut\r\n${part}`),
			"--cut--",
			"",
		].join("\r\n"),
	);
}

/** A document of one part. */
export function assembled(part: Part): Assembled {
	const assembler = new Assembler([part.summary]);
	const pieces = [assembler.add(part), assembler.end()];
	return {
		markdown: pieces.map((piece) => piece.markdown).join(""),
		blocks: pieces.flatMap((piece) => piece.blocks),
		chunks: pieces.flatMap((piece) => piece.chunks),
		figures: pieces.flatMap((piece) => piece.figures),
	};
}

/** A Word document of one sentence and these pictures, one below the other. */
export function docxOf(pictures: Record<string, Uint8Array>): Uint8Array {
	const names = Object.keys(pictures);
	const drawn = names.map((_, i) => `<w:p><w:r><w:drawing><a:blip r:embed="p${i}"/></w:drawing></w:r></w:p>`).join("");
	return zipOf({
		"[Content_Types].xml": "<Types/>",
		"word/document.xml": `${XML}<w:document xmlns:w="w" xmlns:a="a" xmlns:r="r"><w:body><w:p><w:r><w:t>A sentence.</w:t></w:r></w:p>${drawn}</w:body></w:document>`,
		"word/_rels/document.xml.rels": relations(names.map((name, i) => [`p${i}`, "image", `media/${name}`])),
		...Object.fromEntries(names.map((name) => [`word/media/${name}`, pictures[name] ?? new Uint8Array(0)])),
	});
}

/** A workbook of one cell and these pictures on its sheet. */
export function xlsxOf(pictures: Record<string, Uint8Array>): Uint8Array {
	const names = Object.keys(pictures);
	const anchors = names.map(
		(_, i) =>
			`<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>${i}</xdr:row></xdr:from><xdr:pic><a:blip r:embed="p${i}"/></xdr:pic></xdr:twoCellAnchor>`,
	);
	return zipOf({
		"xl/workbook.xml": `${XML}<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relations([["r1", "worksheet", "worksheets/sheet1.xml"]]),
		"xl/worksheets/sheet1.xml": `${XML}<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>`,
		"xl/worksheets/_rels/sheet1.xml.rels": relations([["d1", "drawing", "../drawings/drawing1.xml"]]),
		"xl/drawings/drawing1.xml": `${XML}<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:r="r">${anchors.join("")}</xdr:wsDr>`,
		"xl/drawings/_rels/drawing1.xml.rels": relations(names.map((name, i) => [`p${i}`, "image", `../media/${name}`])),
		...Object.fromEntries(names.map((name) => [`xl/media/${name}`, pictures[name] ?? new Uint8Array(0)])),
	});
}
