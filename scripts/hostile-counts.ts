/** Containers with more slides, sheets, chapters or pictures than a document has, each of them harmless. */
import { deflateSync } from "node:zlib";
import type { HostileFile } from "./hostile.ts";
import { png } from "./hostile-images.ts";
import { docx, word, zip } from "./hostile-office.ts";

const COUNT = 2001;
const TOO_MANY_PARTS = "This file has far too many parts for a document, so it was not converted.";

function times(count: number, write: (i: number) => string): string {
	return Array.from({ length: count }, (_, i) => write(i)).join("");
}

function named(count: number, name: (i: number) => string, content: string): [name: string, content: string][] {
	return Array.from({ length: count }, (_, i) => [name(i), content]);
}

/** 48 gray pixels square, of a shade of its own. */
function shade(i: number): Uint8Array {
	const rows = Buffer.alloc(48 * 49);
	for (let y = 0; y < 48; y++) rows.fill(i % 250, y * 49 + 1, (y + 1) * 49).writeUInt16LE(i, y * 49 + 1);
	return png(48, 48, deflateSync(rows));
}

export const hostileCounts: readonly HostileFile[] = [
	{
		name: "pptx-slides.pptx",
		attempt: `${COUNT} slides`,
		expect: "refused",
		says: TOO_MANY_PARTS,
		make: () =>
			zip([
				[
					"ppt/presentation.xml",
					`<p:presentation><p:sldIdLst>${times(COUNT, (i) => `<p:sldId r:id="r${i}"/>`)}</p:sldIdLst></p:presentation>`,
				],
				[
					"ppt/_rels/presentation.xml.rels",
					`<Relationships>${times(COUNT, (i) => `<Relationship Id="r${i}" Type="x/slide" Target="slides/${i}.xml"/>`)}</Relationships>`,
				],
				...named(COUNT, (i) => `ppt/slides/${i}.xml`, "<p:sld/>"),
			]),
	},
	{
		name: "xlsx-sheets.xlsx",
		attempt: `${COUNT} sheets, all of them the same entry`,
		expect: "refused",
		says: TOO_MANY_PARTS,
		make: () =>
			zip([
				[
					"xl/workbook.xml",
					`<workbook><sheets>${times(COUNT, (i) => `<sheet name="S${i}" r:id="r"/>`)}</sheets></workbook>`,
				],
				[
					"xl/_rels/workbook.xml.rels",
					'<Relationships><Relationship Id="r" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
				],
				["xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"],
			]),
	},
	{
		name: "epub-chapters.epub",
		attempt: `${COUNT} chapters, all of them the same entry`,
		expect: "refused",
		says: TOO_MANY_PARTS,
		make: () => {
			const items = times(COUNT, (i) => `<item id="i${i}" href="c.html" media-type="text/html"/>`);
			const spine = times(COUNT, (i) => `<itemref idref="i${i}"/>`);
			return zip([
				["mimetype", "application/epub+zip"],
				["META-INF/container.xml", '<container><rootfile full-path="book.opf"/></container>'],
				["book.opf", `<package><manifest>${items}</manifest><spine>${spine}</spine></package>`],
				["c.html", "<p>Again</p>"],
			]);
		},
	},
	{
		name: "docx-pictures.docx",
		attempt: "530 different pictures",
		expect: "read",
		says: "*30 pictures were left out (too large or too many).*",
		make: () => {
			const relations = times(530, (i) => `<Relationship Id="p${i}" Type="x/image" Target="media/${i}.png"/>`);
			const body = times(530, (i) => `<w:p><w:r><a:blip r:embed="p${i}"/></w:r></w:p>`);
			const pictures = Array.from({ length: 530 }, (_, i) => [`word/media/${i}.png`, shade(i)] as const);
			return docx(word(body), [
				["word/_rels/document.xml.rels", `<Relationships>${relations}</Relationships>`],
				...pictures,
			]);
		},
	},
];
