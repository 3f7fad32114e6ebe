/** Text and Markdown files → one page of blocks without geometry. Markdown keeps its source, so that nothing of it is lost. */
import type { Box } from "./blocks.ts";
import { MAX_DOCUMENT_BLOCKS, MAX_PARAGRAPH_CHARACTERS, MAX_TEXT_LINES } from "./limits.ts";
import type { PageBlock, PageLayout } from "./part.ts";
import { tooMuchText } from "./refusals.ts";
import { tableText, toTable } from "./tables.ts";

const NOWHERE: Box = [0, 0, 0, 0];

/** Paragraphs are what blank lines part; a line of its own stays one. */
export function textLayout(text: string): PageLayout {
	const blocks: PageBlock[] = [];
	for (const paragraph of lines(text)
		.join("\n")
		.split(/\n[ \t]*\n+/)) {
		for (let at = 0; at < paragraph.length; at += MAX_PARAGRAPH_CHARACTERS) {
			const piece = paragraph.slice(at, at + MAX_PARAGRAPH_CHARACTERS).replace(/^\n+|\s+$/g, "");
			if (piece.trim() === "") continue;
			blocks.push(block("paragraph", piece));
			if (blocks.length > MAX_DOCUMENT_BLOCKS) throw tooMuchText();
		}
	}
	return page(blocks);
}

/** Headings, lists, fenced code and pipe tables are recognised; everything else is a paragraph. */
export function markdownLayout(text: string): PageLayout {
	const blocks: PageBlock[] = [];
	const all = lines(text);
	for (let at = 0; at < all.length; ) {
		const line = all[at] ?? "";
		if (line.trim() === "") {
			at++;
			continue;
		}
		const { length, made } = blockAt(all, at);
		blocks.push({
			...made,
			source: all
				.slice(at, at + length)
				.join("\n")
				.trimEnd(),
		});
		at += length;
		if (blocks.length > MAX_DOCUMENT_BLOCKS) throw tooMuchText();
	}
	return page(blocks);
}

function blockAt(all: readonly string[], at: number): { length: number; made: PageBlock } {
	const line = all[at] ?? "";
	const fence = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/.exec(line);
	if (fence !== null) return codeAt(all, at, fence[1] ?? "```", fence[2] ?? "");
	const heading = /^ {0,3}(#{1,6})(?:\s+(.*?))?\s*#*$/.exec(line);
	if (heading !== null) {
		return { length: 1, made: { ...block("heading", unmarked(heading[2] ?? "")), level: heading[1]?.length ?? 1 } };
	}
	if (line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(all[at + 1] ?? ""))
		return tableAt(all, at);
	const item = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/.exec(line);
	if (item !== null) {
		const length = run(all, at, (next) => next.trim() !== "" && !startsBlock(next));
		const text = unmarked([item[3] ?? "", ...all.slice(at + 1, at + length)].join(" "));
		const level = Math.floor((item[1] ?? "").replace(/\t/g, "    ").length / 2);
		const marker = item[2] ?? "-";
		return { length, made: { ...block("list_item", text), level, ordered: /\d/.test(marker), marker } };
	}
	const length = run(all, at, (next) => next.trim() !== "" && !startsBlock(next));
	const underline = /^ {0,3}(=+|-+)\s*$/.exec(all[at + length - 1] ?? "");
	if (underline !== null && length > 1) {
		const text = unmarked(all.slice(at, at + length - 1).join(" "));
		return { length, made: { ...block("heading", text), level: underline[1]?.startsWith("=") ? 1 : 2 } };
	}
	return { length, made: block("paragraph", unmarked(all.slice(at, at + length).join("\n"))) };
}

function codeAt(all: readonly string[], at: number, fence: string, lang: string): { length: number; made: PageBlock } {
	let end = at + 1;
	while (end < all.length && !(all[end] ?? "").trim().startsWith(fence)) end++;
	const made = { ...block("code", all.slice(at + 1, end).join("\n")), ...(lang === "" ? {} : { lang }) };
	return { length: Math.min(end + 1, all.length) - at, made };
}

function tableAt(all: readonly string[], at: number): { length: number; made: PageBlock } {
	const length = run(all, at, (next) => next.includes("|"));
	const cells = (line: string) =>
		line
			.trim()
			.replace(/^\||(?<!\\)\|$/g, "")
			.split(/(?<!\\)\|/)
			.map((cell) => cell.trim().replace(/\\\|/g, "|"));
	const table = toTable(cells(all[at] ?? ""), all.slice(at + 2, at + length).map(cells));
	if (table === undefined) return { length, made: block("paragraph", all.slice(at, at + length).join("\n")) };
	return { length, made: { ...block("table", tableText(table)), table } };
}

function startsBlock(line: string): boolean {
	return /^ {0,3}(#{1,6}\s|`{3}|~{3})|^\s*([-*+]|\d{1,9}[.)])\s+/.test(line);
}

/** Number of lines from `at` on: the first, and those after it that `goesOn`. */
function run(all: readonly string[], at: number, goesOn: (line: string) => boolean): number {
	let end = at + 1;
	while (end < all.length && goesOn(all[end] ?? "")) end++;
	return end - at;
}

/** Reading text of inline Markdown: links and emphasis reduced to their words. */
function unmarked(text: string): string {
	// Marks that never close would be searched to the end again and again: they are looked for nearby, and not in endless lines.
	if (text.length > MAX_PARAGRAPH_CHARACTERS) return text.trim();
	return text
		.replace(/!?\[([^\]\n]{0,300})\]\([^)\n]{0,1000}\)/g, "$1")
		.replace(/(\*{1,3}|_{2,3}|~~|`{1,20})(?=\S)([^\n]{0,300}?\S)\1/g, "$2")
		.trim();
}

/** Throws `too_large` where there are more lines than a document has. */
function lines(text: string): string[] {
	let count = 0;
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
	if (count > MAX_TEXT_LINES) throw tooMuchText();
	return text
		.replace(/^\ufeff/, "")
		.replace(/\r\n?|\u2028|\u2029/g, "\n")
		.replace(/\0/g, "")
		.split("\n");
}

function block(kind: PageBlock["kind"], text: string): PageBlock {
	return { kind, text, bbox: NOWHERE, sizePt: 0, bold: false };
}

function page(blocks: PageBlock[]): PageLayout {
	return { page: 1, widthPt: 0, heightPt: 0, blocks, figures: [], reader: "text" };
}
