/** The largest documents of each format that are converted, and some that are refused: as much text, as many parts and bytes as the caps let in. */
import { randomFillSync } from "node:crypto";
import { strToU8, type Zippable, zipSync } from "fflate";

export interface LargeFile {
	/** With the extension that says its format. */
	name: string;
	make(): Uint8Array;
}

const MIB = 1024 * 1024;
const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const WORDS = "harbour ledger winter vessel tide master volume storm shelf desk barley tonne market river bridge".split(
	" ",
);
const HINDI = "नदी के किनारे एक पुराना गाँव था जहाँ लोग सुबह जल्दी उठकर खेतों में काम करते थे".split(" ");

/** Sentences of about so many characters, no two alike. */
function* sentences(count: number, characters: number, words: readonly string[] = WORDS): Generator<string> {
	let seed = 1;
	for (let i = 0; i < count; i++) {
		let text = `${i}`;
		while (text.length < characters) {
			seed = (seed * 48_271) % 0x7fffffff;
			text += ` ${words[seed % words.length]}`;
		}
		yield text;
	}
}

function* mapped(all: Iterable<string>, wrap: (text: string) => string): Generator<string> {
	for (const text of all) yield wrap(text);
}

function joined(pieces: Iterable<string>): Uint8Array {
	return new Uint8Array(Buffer.concat([...batches(pieces)].map((text) => Buffer.from(text))));
}

/** A document of a million pieces is not to be a million buffers. */
function* batches(pieces: Iterable<string>): Generator<string> {
	let batch = "";
	for (const piece of pieces) {
		batch += piece;
		if (batch.length < 65_536) continue;
		yield batch;
		batch = "";
	}
	yield batch;
}

function zip(entries: Record<string, Uint8Array | string>, stored: Record<string, Uint8Array> = {}): Uint8Array {
	const files: Zippable = {};
	for (const [name, content] of Object.entries(entries))
		files[name] = typeof content === "string" ? strToU8(content) : content;
	for (const [name, content] of Object.entries(stored)) files[name] = [content, { level: 0 }];
	return zipSync(files, { level: 1 });
}

const ballast = (megabytes: number) => {
	const bytes = new Uint8Array(megabytes * MIB);
	for (let at = 0; at < bytes.length; at += 65_536) randomFillSync(bytes.subarray(at, at + 65_536));
	return bytes;
};

function docx(paragraphs: Iterable<string>, extraMegabytes = 0): Uint8Array {
	const body = joined(mapped(paragraphs, (text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`));
	const head = strToU8(`${XML}<w:document xmlns:w="w"><w:body>`);
	const document = new Uint8Array(Buffer.concat([head, body, strToU8("</w:body></w:document>")]));
	return zip(
		{ "[Content_Types].xml": "<Types/>", "word/document.xml": document },
		{ "word/media/a.bin": ballast(extraMegabytes) },
	);
}

function xlsx(rows: Iterable<string>): Uint8Array {
	const head = strToU8(`${XML}<worksheet><sheetData>`);
	const sheet = new Uint8Array(Buffer.concat([head, joined(rows), strToU8("</sheetData></worksheet>")]));
	const relation = '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>';
	return zip({
		"xl/workbook.xml": `${XML}<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `${XML}<Relationships>${relation}</Relationships>`,
		"xl/worksheets/sheet1.xml": sheet,
	});
}

function epub(chapters: number, paragraphs: number): Uint8Array {
	const names = Array.from({ length: chapters }, (_, i) => `c${i}.xhtml`);
	const items = names.map((name, i) => `<item id="i${i}" href="${name}" media-type="application/xhtml+xml"/>`);
	const order = names.map((_, i) => `<itemref idref="i${i}"/>`);
	const chapter = (i: number) =>
		joined(["<html><body>", ...mapped(sentences(paragraphs, 60), (text) => `<p>${i} ${text}</p>`), "</body></html>"]);
	return zip(
		{
			"META-INF/container.xml": '<container><rootfile full-path="book.opf"/></container>',
			"book.opf": `${XML}<package><manifest>${items.join("")}</manifest><spine>${order.join("")}</spine></package>`,
			...Object.fromEntries(names.map((name, i) => [name, chapter(i)])),
		},
		{ "cover.bin": ballast(30) },
	);
}

function mail(body: Iterable<string>, attachedMegabytes: number): Uint8Array {
	const head = "From: a@example.com\r\nTo: b@example.com\r\nSubject: S\r\nMIME-Version: 1.0\r\n";
	const parts = [
		`${head}Content-Type: multipart/mixed; boundary="cut"\r\n\r\n--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n`,
		...mapped(body, (text) => `${text}\r\n\r\n`),
		'--cut\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="a.bin"\r\n',
		"Content-Transfer-Encoding: base64\r\n\r\n",
		...mapped(lines(Buffer.from(ballast(attachedMegabytes)).toString("base64")), (line) => `${line}\r\n`),
		"--cut--\r\n",
	];
	return joined(parts);
}

function* lines(text: string): Generator<string> {
	for (let at = 0; at < text.length; at += 76) yield text.slice(at, at + 76);
}

const row = (columns: number) => (text: string) => `${text.split(" ").slice(0, columns).join(",")}\n`;
const paragraph = (text: string) => `${text}\n\n`;
const cells = (text: string, i: number) =>
	`<row r="${i + 1}">${text
		.split(" ")
		.slice(0, 4)
		.map((cell) => `<c t="str"><v>${cell}</v></c>`)
		.join("")}</row>`;
function* rows(count: number): Generator<string> {
	let i = 0;
	for (const text of sentences(count, 40)) yield cells(text, i++);
}

export const largeFiles: readonly LargeFile[] = [
	{ name: "paragraphs.docx", make: () => docx(sentences(80_000, 58), 36) },
	{ name: "hindi.docx", make: () => docx(sentences(58_000, 80, HINDI), 36) },
	{ name: "million.docx", make: () => docx(sentences(1_000_000, 20)) },
	{ name: "rows.xlsx", make: () => xlsx(rows(50_000)) },
	{ name: "million.xlsx", make: () => xlsx(rows(900_000)) },
	{
		name: "paragraphs.html",
		make: () => joined(["<html><body>", ...mapped(sentences(80_000, 58), (text) => `<p>${text}</p>`)]),
	},
	{
		name: "table.html",
		make: () =>
			joined(["<html><body><table>", ...mapped(sentences(110_000, 40), (text) => `<tr><td>${text}</td></tr>`)]),
	},
	{ name: "book.epub", make: () => epub(40, 1850) },
	{ name: "mail.eml", make: () => mail(sentences(19_000, 200), 13) },
	{ name: "lines.eml", make: () => mail(sentences(95_000, 55), 12) },
	{ name: "rows.csv", make: () => joined(mapped(sentences(66_000, 60), row(3))) },
	{ name: "million.csv", make: () => joined(mapped(sentences(1_000_000, 10), row(2))) },
	{ name: "paragraphs.txt", make: () => joined(mapped(sentences(99_000, 160), paragraph)) },
	{ name: "hindi.txt", make: () => joined(mapped(sentences(60_000, 100, HINDI), paragraph)) },
	{ name: "paragraphs.md", make: () => joined(mapped(sentences(99_000, 160), paragraph)) },
	{ name: "lines.txt", make: () => joined(mapped(sentences(900_000, 11), (text) => `${text}\n`)) },
];
