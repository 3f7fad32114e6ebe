/** PDFs whose structure tree has far more in it than their pages. */
import { deflateSync } from "node:zlib";
import type { HostileFile } from "./hostile.ts";
import { flate, pdfOf } from "./hostile-pdfs.ts";

const WORDS = "Words beside the tags";
const FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
/** Number of the first object behind those that every file here has. */
const FIRST = 8;

interface Tree {
	/** Children of the one element under the root. */
	kids: string;
	/** What the page has in the tree. */
	entries: string;
	/** Further objects, elements among them. */
	more: Parameters<typeof pdfOf>[0];
	/** How many times the page comes. */
	pages?: number;
}

function taggedPdf({ kids, entries, more, pages = 1 }: Tree): Uint8Array {
	return pdfOf([
		"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 5 0 R /MarkInfo << /Marked true >> >>",
		`<< /Type /Pages /Kids [${"3 0 R ".repeat(pages)}] /Count ${pages} >>`,
		`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /StructParents 0 /Resources << /Font << /F ${FONT} >> >> >>`,
		flate(`/P << /MCID 0 >> BDC BT /F 12 Tf 72 700 Td (${WORDS}) Tj ET EMC`),
		"<< /Type /StructTreeRoot /K 6 0 R /ParentTree 7 0 R >>",
		`<< /S /Document /P 5 0 R /K [${kids}] >>`,
		`<< /Nums [0 [${entries}]] >>`,
		...more,
	]);
}

function references(count: number): string {
	return Array.from({ length: count }, (_, i) => `${FIRST + i} 0 R`).join(" ");
}

function element(parent: number, kids: string | number): string {
	return `<< /S /P /P ${parent} 0 R /Pg 3 0 R /K ${kids} >>`;
}

/** Marked content that is opened again and again and never closed. */
function nestedPdf(depth: number): Uint8Array {
	return pdfOf([
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F ${FONT} >> >> >>`,
		flate(`${"/P <</A 1>> BDC ".repeat(depth)}BT /F 12 Tf 72 700 Td (${WORDS}) Tj ET`),
	]);
}

export const hostileTags: readonly HostileFile[] = [
	{
		name: "pdf-marked.pdf",
		attempt: "20,000 times marked content within marked content, in a kilobyte",
		expect: "refused",
		says: "far more objects",
		make: () => nestedPdf(20_000),
	},
	{
		name: "pdf-marked-some.pdf",
		attempt: "marked content 500 deep",
		expect: "read",
		says: WORDS,
		make: () => nestedPdf(500),
	},
	{
		name: "pdf-tags.pdf",
		attempt: "160,000 structure elements on one page",
		expect: "read",
		says: WORDS,
		make: () => {
			const all = references(160_000);
			return taggedPdf({
				kids: all,
				entries: all,
				more: Array.from({ length: 160_000 }, (_, i) => element(6, i)),
			});
		},
	},
	{
		name: "pdf-tags-packed.pdf",
		attempt:
			"one element, a million times on the page and never among its parent's million children, in an object stream",
		expect: "read",
		says: WORDS,
		make: () => packedTree("9 0 R ".repeat(1_000_000), "0 ".repeat(1_000_000)),
	},
	{
		name: "pdf-tags-pages.pdf",
		attempt: "a page of 12,000 structure elements, 100 times",
		expect: "read",
		says: WORDS,
		make: () => {
			const all = references(12_000);
			const more = Array.from({ length: 12_000 }, (_, i) => element(6, i));
			return taggedPdf({ kids: all, entries: all, more, pages: 100 });
		},
	},
	{
		name: "pdf-tags-loop.pdf",
		attempt: "structure elements that are their own children and parents",
		expect: "read",
		says: WORDS,
		make: () =>
			taggedPdf({
				kids: "6 0 R 8 0 R",
				entries: "8 0 R 9 0 R 6 0 R",
				more: [element(9, "[9 0 R 0]"), element(8, "[8 0 R 0]")],
			}),
	},
	{
		name: "pdf-tags-deep.pdf",
		attempt: "structure elements in each other, 50,000 deep",
		expect: "read",
		says: WORDS,
		make: () => {
			const more = Array.from({ length: 50_000 }, (_, i) =>
				element(i === 0 ? 6 : FIRST + i - 1, `[${FIRST + i + 1} 0 R]`),
			);
			return taggedPdf({ kids: `${FIRST} 0 R`, entries: `${FIRST + more.length - 1} 0 R`, more });
		},
	},
];

/** The tree's arrays in an object stream, which takes a thousandth of their size. */
function packedTree(entries: string, kids: string): Uint8Array {
	const objects = [`<< /S /Document /P 5 0 R /K [${kids}] >>`, `<< /Nums [0 [${entries}]] >>`];
	const header = `6 0 7 ${(objects[0]?.length ?? 0) + 1} `;
	const packed = {
		dictionary: `/Type /ObjStm /N 2 /First ${header.length} /Filter /FlateDecode`,
		data: deflateSync(header + objects.join("\n")),
	};
	const file = Buffer.from(taggedPdf({ kids: "", entries: "", more: [packed, element(6, 0)] })).toString("latin1");
	const body = file.slice(0, file.indexOf("xref\n0 "));
	const offset = (object: number) => body.indexOf(`\n${object} 0 obj`) + 1;
	// Type, offset or number of the object stream, index: 1, 4 and 1 bytes for each object.
	const rows = Array.from({ length: 11 }, (_, object) => {
		const row = Buffer.alloc(6);
		const isPacked = object === 6 || object === 7;
		row.writeUInt8(object === 0 ? 0 : isPacked ? 2 : 1, 0);
		row.writeUInt32BE(object === 0 ? 0 : isPacked ? FIRST : object === 10 ? body.length : offset(object), 1);
		row.writeUInt8(object === 7 ? 1 : 0, 5);
		return row;
	});
	const table = Buffer.concat(rows);
	const trailer = `10 0 obj\n<< /Type /XRef /Size 11 /W [1 4 1] /Root 1 0 R /Length ${table.length} >>\nstream\n`;
	const end = `\nendstream\nendobj\nstartxref\n${body.length}\n%%EOF\n`;
	return new Uint8Array(Buffer.concat([Buffer.from(body + trailer, "latin1"), table, Buffer.from(end)]));
}
