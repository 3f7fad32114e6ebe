/** Text formats that nest, repeat or never end. */
import type { HostileFile } from "./hostile.ts";

const MIB = 1024 * 1024;
const encode = (text: string) => new TextEncoder().encode(text);

export const hostileTexts: readonly HostileFile[] = [
	{
		name: "html-deep.html",
		attempt: "100,000 elements in each other",
		expect: "refused",
		make: () => encode(`<html><body>${"<div>".repeat(100_000)}deep`),
	},
	{
		name: "html-closing.html",
		attempt: "two million closing tags of elements that were never opened, 900 levels deep",
		expect: "read",
		make: () => encode(`<html>${"<div>".repeat(900)}words${"</b>".repeat(2_000_000)}`),
	},
	{
		name: "html-tags.html",
		attempt: "three million empty elements",
		expect: "read",
		make: () => encode(`<html><body><p>Words</p>${"<hr>".repeat(3_000_000)}`),
	},
	{
		name: "html-attributes.html",
		attempt: "an element with a million attributes",
		expect: "read",
		make: () => {
			let attributes = "";
			for (let i = 0; i < 1_000_000; i++) attributes += ` a${i}`;
			return encode(`<html><body><p${attributes}>Words</p>`);
		},
	},
	{
		name: "html-spans.html",
		attempt: "cells that span 65,534 rows and 1,000 columns each",
		expect: "either",
		make: () =>
			encode(
				`<html><table>${'<tr><td rowspan="65534" colspan="1000">a</td><td rowspan=65534>b</td></tr>'.repeat(30_000)}</table>`,
			),
	},
	{
		name: "html-unclosed.html",
		attempt: "a comment, a script and a tag that never end",
		expect: "read",
		make: () => encode(`<html><p>Before</p><a href="${"x".repeat(3 * MIB)}">y</a><!-- ${"- ".repeat(2 * MIB)}`),
	},
	{
		name: "html-marks.html",
		attempt: "half a million changes of weight in one paragraph",
		expect: "either",
		make: () => encode(`<html><p>${"a<b>b</b>".repeat(500_000)}</p>`),
	},
	{
		name: "html-lists.html",
		attempt: "900 lists in each other",
		expect: "either",
		make: () => encode(`<html>${"<ul><li>x".repeat(400)}`),
	},
	{
		name: "csv-columns.csv",
		attempt: "a million columns",
		expect: "read",
		make: () => encode(`${"a,".repeat(1_000_000)}\n${"1,".repeat(1_000_000)}`),
	},
	{
		name: "csv-quote.csv",
		attempt: "quotes that never end",
		expect: "read",
		make: () => encode(`a,b\n${'"x\n'.repeat(1_000_000)}`),
	},
	{
		name: "csv-quotes.csv",
		attempt: "eight million quotes",
		expect: "read",
		make: () => encode(`a,b\n1,${'"'.repeat(8 * MIB)}`),
	},
	{
		name: "csv-rows.csv",
		attempt: "four million rows",
		expect: "read",
		make: () => encode("1,2\n".repeat(4_000_000)),
	},
	{
		name: "text-long-line.txt",
		attempt: "a line of 50 MB",
		expect: "refused",
		make: () => new Uint8Array(50 * MIB).fill(0x61),
	},
	{
		name: "text-line.txt",
		attempt: "a line of 8 MB without a blank",
		expect: "either",
		make: () => new Uint8Array(8 * MIB).fill(0x61),
	},
	{
		name: "text-lines.txt",
		attempt: "four million paragraphs of one letter",
		expect: "refused",
		make: () => encode("a\n\n".repeat(4_000_000)),
	},
	{
		name: "text-blanks.txt",
		attempt: "16 MB of blank lines and blanks",
		expect: "either",
		make: () => encode(`start${"\n \t ".repeat(3_900_000)}end`),
	},
	{
		name: "text-broken-utf8.txt",
		attempt: "UTF-8 with broken sequences",
		expect: "read",
		make: () =>
			Uint8Array.from([
				...encode("äöü and more words, Größe für Übung, naïve façade. ".repeat(20)),
				0xc3,
				0x20,
				...encode(" end"),
			]),
	},
	{
		name: "markdown-stars.md",
		attempt: "marks that never close",
		expect: "either",
		make: () =>
			encode(
				`# T\n\n${"*a ".repeat(100_000)}\n\n${"[x](".repeat(100_000)}\n\n${"`".repeat(50_001)} a ${"`".repeat(50_000)}`,
			),
	},
	{
		name: "markdown-table.md",
		attempt: "a table of a million pipes",
		expect: "either",
		make: () => encode(`${"|a".repeat(500_000)}|\n${"|-".repeat(500_000)}|\n`),
	},
	{
		name: "markdown-quotes.md",
		attempt: "100,000 quotations in each other, and a list as deep",
		expect: "either",
		make: () => encode(`${"> ".repeat(100_000)}x\n\n${" ".repeat(100_000)}- y`),
	},
];
