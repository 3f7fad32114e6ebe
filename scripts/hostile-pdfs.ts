/** PDFs that unpack, nest or claim too much. */
import { deflateSync } from "node:zlib";
import type { HostileFile } from "./hostile.ts";

const MIB = 1024 * 1024;
const BOX = "/MediaBox [0 0 595 842]";
const FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

interface Stream {
	/** Entries of its dictionary but /Length. */
	dictionary: string;
	data: Uint8Array;
}

/** A PDF of numbered objects, from 1 on; the first is the catalog. */
export function pdfOf(objects: readonly (string | Stream)[]): Uint8Array {
	const pieces: Buffer[] = [Buffer.from("%PDF-1.7\n")];
	const offsets: number[] = [];
	let length = pieces[0]?.length ?? 0;
	const add = (piece: Buffer) => {
		pieces.push(piece);
		length += piece.length;
	};
	for (const [i, object] of objects.entries()) {
		offsets.push(length);
		if (typeof object === "string") add(Buffer.from(`${i + 1} 0 obj\n${object}\nendobj\n`));
		else {
			add(Buffer.from(`${i + 1} 0 obj\n<< ${object.dictionary} /Length ${object.data.length} >>\nstream\n`));
			add(Buffer.from(object.data));
			add(Buffer.from("\nendstream\nendobj\n"));
		}
	}
	const start = length;
	const lines = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
	const size = objects.length + 1;
	add(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${lines.join("")}`));
	add(Buffer.from(`trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`));
	return new Uint8Array(Buffer.concat(pieces));
}

/** One page with the content stream given as object 4. */
export function onePage(
	content: Stream,
	more: readonly (string | Stream)[] = [],
	box = BOX,
	resources = "",
): Uint8Array {
	return pdfOf([
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		`<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R /Resources << /Font << /F ${FONT} >> ${resources} >> >>`,
		content,
		...more,
	]);
}

export function flate(data: Uint8Array | string, times = 1): Stream {
	let packed: Uint8Array = typeof data === "string" ? Buffer.from(data) : data;
	for (let i = 0; i < times; i++) packed = deflateSync(packed, { level: 9 });
	const filter = times === 1 ? "/FlateDecode" : `[${"/FlateDecode ".repeat(times)}]`;
	return { dictionary: `/Filter ${filter}`, data: packed };
}

const text = (words: string) => `BT /F 12 Tf 72 700 Td (${words}) Tj ET\n`;

function imagePdf(width: number, height: number, filter: Stream): Uint8Array {
	const image = {
		dictionary: `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 ${filter.dictionary}`,
		data: filter.data,
	};
	const draw = flate(`${text("Words beside a picture")}q 400 0 0 400 90 200 cm /I Do Q\n`);
	return onePage(draw, [image], BOX, "/XObject << /I 5 0 R >>");
}

export const hostilePdfs: readonly HostileFile[] = [
	{
		name: "pdf-content-bomb.pdf",
		attempt: "a content stream of 400 MB of blanks",
		expect: "refused",
		make: () => onePage(flate(new Uint8Array(400 * MIB).fill(32))),
	},
	{
		name: "pdf-filter-chain.pdf",
		attempt: "a content stream deflated three times",
		expect: "refused",
		make: () => onePage(flate(new Uint8Array(300 * MIB).fill(32), 3)),
	},
	{
		name: "pdf-late-bomb.pdf",
		attempt: "a bomb that begins as ordinary text",
		expect: "refused",
		make: () => {
			const words = Array.from({ length: 60_000 }, (_, i) => `${(i * 2654435761) % 1_000_003}`).join(" ");
			return onePage(flate(Buffer.concat([Buffer.from(`% ${words}\n`), Buffer.alloc(300 * MIB, 32)])));
		},
	},
	{
		name: "pdf-million-items.pdf",
		attempt: "a million letters, each set by itself",
		expect: "either",
		make: () => {
			let content = "BT /F 1 Tf\n";
			for (let i = 0; i < 1_000_000; i++) content += `1 0 0 1 ${i % 595} ${(i * 7) % 842} Tm (${i % 10}) Tj\n`;
			return onePage(flate(`${content}ET`));
		},
	},
	{
		name: "pdf-million-paths.pdf",
		attempt: "a million lines",
		expect: "either",
		make: () => {
			let content = text("A drawing");
			for (let i = 0; i < 1_000_000; i++) content += `${i % 595} ${i % 842} m ${(i * 3) % 595} 9 l S\n`;
			return onePage(flate(content));
		},
	},
	{
		name: "pdf-huge-image.pdf",
		attempt: "a picture of 30,000 × 30,000 pixels",
		expect: "read",
		make: () => imagePdf(30_000, 30_000, flate(new Uint8Array(2000 * 300).fill(200))),
	},
	{
		name: "pdf-image-bomb.pdf",
		attempt: "a picture that really holds 300 MB",
		expect: "either",
		make: () => imagePdf(10_000, 10_000, flate(new Uint8Array(300_000_000).fill(77))),
	},
	{
		name: "pdf-huge-page.pdf",
		attempt: "a page of a thousand million points",
		expect: "refused",
		make: () => onePage(flate(text("Far out")), [], "/MediaBox [0 0 1000000000 1000000000]"),
	},
	{
		name: "pdf-many-pages.pdf",
		attempt: "100,000 pages that are one",
		expect: "refused",
		make: () =>
			pdfOf([
				"<< /Type /Catalog /Pages 2 0 R >>",
				`<< /Type /Pages /Kids [${"3 0 R ".repeat(100_000)}] /Count 100000 >>`,
				`<< /Type /Page /Parent 2 0 R ${BOX} /Contents 4 0 R >>`,
				flate(text("Again")),
			]),
	},
	{
		name: "pdf-page-count.pdf",
		attempt: "a page tree that claims 2,147,483,647 pages",
		expect: "either",
		make: () =>
			pdfOf([
				"<< /Type /Catalog /Pages 2 0 R >>",
				"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>",
				`<< /Type /Page /Parent 2 0 R ${BOX} >>`,
			]),
	},
	{
		name: "pdf-cyclic-tree.pdf",
		attempt: "a page tree that is its own child",
		expect: "either",
		make: () =>
			pdfOf([
				"<< /Type /Catalog /Pages 2 0 R >>",
				"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 4 >>",
				"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>",
			]),
	},
	{
		name: "pdf-deep-tree.pdf",
		attempt: "a page tree 20,000 levels deep",
		expect: "either",
		make: () => {
			const levels = Array.from(
				{ length: 20_000 },
				(_, i) => `<< /Type /Pages /Parent ${i + 1} 0 R /Kids [${i + 3} 0 R] /Count 1 >>`,
			);
			return pdfOf([
				"<< /Type /Catalog /Pages 2 0 R >>",
				...levels,
				`<< /Type /Page /Parent ${levels.length + 1} 0 R ${BOX} >>`,
			]);
		},
	},
	{
		name: "pdf-deep-array.pdf",
		attempt: "an array in an array, 200,000 times",
		expect: "either",
		make: () => onePage(flate(text("Nested")), [], `${BOX} /Nested ${"[".repeat(200_000)}${"]".repeat(200_000)}`),
	},
	{
		name: "pdf-deep-content.pdf",
		attempt: "200,000 states saved, and arrays nested in a content stream",
		expect: "either",
		make: () => onePage(flate(`${"q ".repeat(200_000)}${text("Deep")}${"[".repeat(100_000)}`)),
	},
	{
		name: "pdf-form-loop.pdf",
		attempt: "forms that draw each other",
		expect: "either",
		make: () => {
			const form = (resources: string, content: string) => ({
				dictionary: `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << ${resources} >> >>`,
				data: Buffer.from(content),
			});
			const [a, b] = [form("/B 6 0 R", "/B Do /B Do"), form("/A 5 0 R", "/A Do /A Do")];
			return onePage(flate(`${text("Loop")}/A Do`), [a, b], BOX, "/XObject << /A 5 0 R >>");
		},
	},
	{
		name: "pdf-form-tree.pdf",
		attempt: "30 forms, each drawn twice by the one before: a thousand million drawings",
		expect: "either",
		make: () => {
			const forms = Array.from({ length: 30 }, (_, i) => ({
				dictionary: `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /N ${i + 6} 0 R >> >>`,
				data: Buffer.from(i < 29 ? "/N Do /N Do" : "0 0 m 9 9 l S"),
			}));
			return onePage(flate(`${text("Tree")}/A Do`), forms, BOX, "/XObject << /A 5 0 R >>");
		},
	},
	{
		name: "pdf-object-stream-loop.pdf",
		attempt: "an object stream that extends itself",
		expect: "either",
		make: () =>
			pdfOf([
				"<< /Type /Catalog /Pages 2 0 R >>",
				"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
				`<< /Type /Page /Parent 2 0 R ${BOX} >>`,
				{ dictionary: "/Type /ObjStm /N 1 /First 5 /Extends 4 0 R", data: Buffer.from("4 0  4 0 R") },
			]),
	},
	{
		name: "pdf-xref-loop.pdf",
		attempt: "a cross-reference table that is its own predecessor",
		expect: "either",
		make: () => {
			const file = Buffer.from(onePage(flate(text("Round")))).toString("latin1");
			const at = Number(/startxref\n(\d+)/.exec(file)?.[1]);
			return Buffer.from(file.replace("/Root", `/Prev ${at} /Root`), "latin1");
		},
	},
	{
		name: "pdf-long-string.pdf",
		attempt: "a string of 8 MB in one line of text",
		expect: "either",
		make: () => {
			const words = Array.from({ length: 1_000_000 }, (_, i) => (i * 2654435761).toString(36).slice(-7)).join(" ");
			return onePage(flate(text(words)));
		},
	},
	{
		name: "pdf-outline-loop.pdf",
		attempt: "an outline whose entries follow each other in a circle",
		expect: "read",
		make: () =>
			pdfOf([
				"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>",
				"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
				`<< /Type /Page /Parent 2 0 R ${BOX} /Contents 4 0 R /Resources << /Font << /F ${FONT} >> >> >>`,
				flate(text("Outlined words")),
				"<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>",
				"<< /Title (A) /Parent 5 0 R /Next 6 0 R /First 6 0 R /Dest [3 0 R /Fit] >>",
			]),
	},
];
