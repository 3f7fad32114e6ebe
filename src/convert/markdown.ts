/** Blocks → GitHub Flavored Markdown. What would become markup is escaped; what cannot is left readable. */
import type { Block } from "./blocks.ts";
import { escapeInline } from "./escape.ts";
import { withMarks } from "./marks.ts";
import type { Mark } from "./part.ts";
import { tableMarkdown } from "./table-markdown.ts";

/** A block with what its Markdown needs beyond its content. */
export type MarkedBlock = Block & { source?: string; figureId?: string; marks?: Mark[] };

/** Markdown of one block, without the blank line around it. Figures need their id; `source` is written as it is. */
export function toMarkdown(block: MarkedBlock): string {
	if (block.source !== undefined) return block.source;
	switch (block.kind) {
		case "heading":
			return `${"#".repeat(Math.min(Math.max(block.level ?? 1, 1), 6))} ${escapeInline(oneLine(block.text))}`;
		case "list_item":
			return listItem(block);
		case "code":
			return codeFence(block.text, block.lang ?? "");
		case "table":
			return block.table === undefined ? escapeText(block.text) : tableMarkdown(block.table);
		case "figure":
			return `![${escapeInline(oneLine(block.text))}](figures/${block.figureId ?? ""}.png)`;
		default:
			return inlineText(block);
	}
}

/** What stands between two blocks: items of a list are tight, all else has a blank line. */
export function separator(before: Pick<Block, "kind"> | undefined, after: Pick<Block, "kind">): string {
	if (before === undefined) return "";
	return before.kind === "list_item" && after.kind === "list_item" ? "\n" : "\n\n";
}

/** Inline escapes, and those of characters that open a block at the start of a line. */
export function escapeText(text: string): string {
	return text
		.split("\n")
		.map((line) => startEscaped(escapeInline(line.trim())))
		.join("\n");
}

/** Escapes a character that would open a block at the start of a line. */
function startEscaped(line: string): string {
	return line
		.replace(/^(#{1,6})(?=\s|$)/, "\\$1")
		.replace(/^([-+])(?=\s|$)/, "\\$1")
		.replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
		.replace(/^(>|~{3,}|\|)/, "\\$1")
		.replace(/^(=+|-+)$/, "\\$1");
}

/** Text with its marks; what opens a block at its start stays escaped. */
function inlineText(block: MarkedBlock): string {
	if (block.marks === undefined || block.marks.length === 0) return escapeText(block.text);
	let isStart = true;
	return withMarks(block.text, block.marks, (piece) => {
		const escaped = isStart ? startEscaped(escapeInline(piece)) : escapeInline(piece);
		isStart = false;
		return escaped;
	});
}

function listItem(block: MarkedBlock): string {
	const indent = "  ".repeat(Math.min(block.level ?? 0, 8));
	const number = /\d{1,9}/.exec(block.marker ?? "")?.[0];
	const text = block.marks === undefined ? escapeText(oneLine(block.text)) : inlineText(block);
	if (block.ordered && number !== undefined) return `${indent}${number}. ${text}`;
	// Markdown has no lettered lists: the letter stays as text.
	return block.ordered && block.marker !== undefined
		? `${indent}- ${escapeInline(block.marker)} ${text}`
		: `${indent}- ${text}`;
}

function codeFence(code: string, lang: string): string {
	const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map((ticks) => ticks[0].length));
	const fence = "`".repeat(longest + 1);
	return `${fence}${lang.replace(/[^\w+#.-]/g, "")}\n${code}\n${fence}`;
}

function oneLine(text: string): string {
	return text.replace(/\s*\n\s*/g, " ").trim();
}
