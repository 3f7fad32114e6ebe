/** Zip containers and Office documents that unpack, nest or claim too much. */
import { deflateRawSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import type { HostileFile } from "./hostile.ts";

const MIB = 1024 * 1024;
const XML = '<?xml version="1.0" encoding="UTF-8"?>';

type Entry = readonly [name: string, content: string | Uint8Array];

export function zip(entries: readonly Entry[]): Uint8Array {
	const files = entries.map(([name, content]) => [name, typeof content === "string" ? strToU8(content) : content]);
	return zipSync(Object.fromEntries(files));
}

export function docx(body: string | Uint8Array, more: readonly Entry[] = []): Uint8Array {
	return zip([["[Content_Types].xml", "<Types/>"], ["word/document.xml", body], ...more]);
}

export const word = (body: string) => `${XML}<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`;
const line = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

function xlsx(sheet: string, more: readonly Entry[] = []): Uint8Array {
	const relation = '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>';
	const shared = '<Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/>';
	return zip([
		["xl/workbook.xml", `${XML}<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`],
		["xl/_rels/workbook.xml.rels", `${XML}<Relationships>${relation}${shared}</Relationships>`],
		["xl/worksheets/sheet1.xml", sheet],
		...more,
	]);
}

const sheetOf = (rows: string, more = "") =>
	`${XML}<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData>${more}</worksheet>`;

/** One deflated entry under `count` names that overlap: each is inflated anew. */
function overlapping(name: (i: number) => string, content: Uint8Array, count: number): Uint8Array {
	const packed = deflateRawSync(content, { level: 9 });
	const local = Buffer.alloc(30);
	local.writeUInt32LE(0x04034b50, 0);
	local.writeUInt16LE(8, 8);
	const records = Array.from({ length: count }, (_, i) => {
		const bytes = Buffer.from(name(i));
		const record = Buffer.alloc(46);
		record.writeUInt32LE(0x02014b50, 0);
		record.writeUInt16LE(8, 10);
		record.writeUInt32LE(packed.length, 20);
		record.writeUInt32LE(content.length, 24);
		record.writeUInt16LE(bytes.length, 28);
		return Buffer.concat([record, bytes]);
	});
	const directory = Buffer.concat(records);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(count, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(30 + packed.length, 16);
	return new Uint8Array(Buffer.concat([local, packed, directory, end]));
}

/** Chapters that are all one entry of 20 MB, in a book whose package is the same entry's beginning. */
function bookBomb(): Uint8Array {
	const items = Array.from({ length: 60 }, (_, i) => i);
	const filler = " ".repeat(12 * MIB);
	const book = `${XML}<package><rootfile full-path="book"/><manifest>${items
		.map((i) => `<item id="i${i}" href="c${i}" media-type="text/html"/>`)
		.join("")}</manifest><spine>${items.map((i) => `<itemref idref="i${i}"/>`).join("")}</spine></package>`;
	const names = ["META-INF/container.xml", "book", ...items.map((i) => `c${i}`)];
	const content = strToU8(`${book}${filler.slice(0, 7 * MIB)}`);
	return overlapping((i) => names[i] ?? "", content, names.length);
}

export const hostileOffice: readonly HostileFile[] = [
	{
		name: "zip-bomb.docx",
		attempt: "a document part of 200 MB of blanks",
		expect: "refused",
		make: () => docx(new Uint8Array(200 * MIB).fill(32)),
	},
	{
		name: "zip-overlap.epub",
		attempt: "one entry under 62 names",
		expect: "refused",
		make: bookBomb,
	},
	{
		name: "zip-entries.docx",
		attempt: "60,000 entries",
		expect: "refused",
		make: () => overlapping((i) => `word/${i}`, new Uint8Array(10), 60_000),
	},
	{
		name: "zip-nested.docx",
		attempt: "a zip of zips beside the text",
		expect: "read",
		make: () => {
			let inner = zip([["a", new Uint8Array(50 * MIB)]]);
			for (let i = 0; i < 5; i++) inner = zip(Array.from({ length: 10 }, (_, n) => [`${n}.zip`, inner] as const));
			return docx(word(line("Beside the bomb")), [["word/embeddings/bomb.zip", inner]]);
		},
	},
	{
		name: "zip-traversal.docx",
		attempt: "names that lead out of the container, and a name twice",
		expect: "read",
		make: () => {
			const relation = '<Relationship Id="a" Type="x/officeDocument" Target="../../../../word/document.xml"/>';
			const bytes = docx(word(line("Inside")), [
				["../../../../etc/passwd", "root"],
				["_rels/.rels", `<Relationships>${relation}</Relationships>`],
				["word/document.xmm", word(line("Twice"))],
			]);
			// The last letter of the other name, in both of its records.
			const text = Buffer.from(bytes).toString("latin1").replaceAll("word/document.xmm", "word/document.xml");
			return new Uint8Array(Buffer.from(text, "latin1"));
		},
	},
	{
		name: "zip-cut.docx",
		attempt: "the end of the file is missing",
		expect: "refused",
		make: () => docx(word(line("Cut"))).slice(0, -40),
	},
	{
		name: "docx-entities.docx",
		attempt: "entities that stand for ten others each, ten levels deep",
		expect: "read",
		make: () => {
			const entities = Array.from({ length: 10 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join("");
			return docx(word(line("&e10; after")).replace(XML, `${XML}<!DOCTYPE d [<!ENTITY e0 "lol">${entities}]>`));
		},
	},
	{
		name: "docx-deep.docx",
		attempt: "100,000 tables in each other",
		expect: "refused",
		make: () => docx(word("<w:tbl><w:tr><w:tc>".repeat(100_000) + line("deep"))),
	},
	{
		name: "docx-paragraphs.docx",
		attempt: "two million paragraphs",
		expect: "refused",
		make: () => docx(word(line("x").repeat(2_000_000))),
	},
	{
		name: "docx-long-text.docx",
		attempt: "one paragraph of 50 MB",
		expect: "refused",
		make: () => docx(word(line("word ".repeat(10 * MIB)))),
	},
	{
		name: "docx-wide-table.docx",
		attempt: "cells that span a thousand million columns and 100,000 rows of them",
		expect: "either",
		make: () =>
			docx(
				word(
					`<w:tbl>${`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>${line("a")}</w:tc></w:tr>`.repeat(50_000)}</w:tbl>`,
				),
			),
	},
	{
		name: "docx-style-loop.docx",
		attempt: "styles based on each other in a circle",
		expect: "read",
		make: () => {
			const style = (id: string, on: string) =>
				`<w:style w:type="paragraph" w:styleId="${id}"><w:basedOn w:val="${on}"/></w:style>`;
			const relation = '<Relationship Id="s" Type="x/styles" Target="styles.xml"/>';
			return docx(word('<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Round</w:t></w:r></w:p>'), [
				["word/styles.xml", `<w:styles>${style("A", "B")}${style("B", "A")}</w:styles>`],
				["word/_rels/document.xml.rels", `<Relationships>${relation}</Relationships>`],
			]);
		},
	},
	{
		name: "docx-picture-bomb.docx",
		attempt: "a GIF and a JPEG that claim 65,535 × 65,535 pixels",
		expect: "read",
		make: () => {
			const gif = Uint8Array.from([
				...strToU8("GIF89a"),
				255,
				255,
				255,
				255,
				0,
				0,
				0,
				0x2c,
				0,
				0,
				0,
				0,
				255,
				255,
				255,
				255,
				0,
				8,
				1,
				0,
				0,
			]);
			const jpeg = Uint8Array.from([
				0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 255, 255, 255, 255, 3, 1, 17, 0, 2, 17, 1, 3, 17, 1, 0xff, 0xd9,
			]);
			const relation = (id: string) => `<Relationship Id="${id}" Type="x/image" Target="media/${id}"/>`;
			const picture = (id: string) => `<w:p><w:r><a:blip r:embed="${id}"/></w:r></w:p>`;
			return docx(word(picture("gif") + picture("jpg") + line("Words remain")), [
				["word/media/gif", gif],
				["word/media/jpg", jpeg],
				["word/_rels/document.xml.rels", `<Relationships>${relation("gif")}${relation("jpg")}</Relationships>`],
			]);
		},
	},
	{
		name: "xlsx-dimension.xlsx",
		attempt: "a sheet that claims 17 thousand million cells and has two",
		expect: "read",
		make: () =>
			xlsx(
				sheetOf(
					'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>end</v></c></row>',
					'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
				),
			),
	},
	{
		name: "xlsx-rows.xlsx",
		attempt: "a million rows",
		expect: "read",
		make: () => {
			let rows = "";
			for (let i = 1; i <= 1_000_000; i++) rows += `<row r="${i}"><c r="A${i}"><v>${i}</v></c></row>`;
			return xlsx(sheetOf(rows));
		},
	},
	{
		name: "xlsx-scattered.xlsx",
		attempt: "cells far apart, so that their grid is large",
		expect: "read",
		make: () => {
			let rows = "";
			for (let i = 1; i <= 150_000; i++)
				rows += `<row r="${i * 7}"><c r="${i % 2 === 0 ? "A" : "IV"}${i * 7}"><v>${i}</v></c></row>`;
			return xlsx(sheetOf(rows));
		},
	},
	{
		name: "xlsx-shared-string.xlsx",
		attempt: "one string of 32,000 characters in 200,000 cells",
		expect: "refused",
		make: () => {
			let rows = "";
			for (let i = 1; i <= 200_000; i++) rows += `<row r="${i}"><c r="A${i}" t="s"><v>0</v></c></row>`;
			return xlsx(sheetOf(rows), [["xl/sharedStrings.xml", `<sst><si><t>${"x".repeat(32_000)}</t></si></sst>`]]);
		},
	},
	{
		name: "xlsx-merges.xlsx",
		attempt: "200,000 merged ranges, all over the sheet",
		expect: "read",
		make: () =>
			xlsx(
				sheetOf(
					'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>',
					`<mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(200_000)}</mergeCells>`,
				),
			),
	},
	{
		name: "pptx-empty.pptx",
		attempt: "a presentation that names itself as its only slide, and a slide that is not there",
		expect: "either",
		make: () =>
			zip([
				[
					"ppt/presentation.xml",
					'<p:presentation><p:sldIdLst><p:sldId id="1" r:id="a"/><p:sldId id="2" r:id="b"/></p:sldIdLst></p:presentation>',
				],
				[
					"ppt/_rels/presentation.xml.rels",
					'<Relationships><Relationship Id="a" Type="x/slide" Target="presentation.xml"/><Relationship Id="b" Type="x/slide" Target="no.xml"/></Relationships>',
				],
			]),
	},
];
