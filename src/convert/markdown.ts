/** Blocks → GitHub Flavored Markdown. What would become markup is escaped; what cannot is left readable. */
import type { Block, TableCells } from "./blocks.ts";

/** Markdown of one block, without the blank line around it. Figures need their id; `source` is written as it is. */
export function toMarkdown(block: Block & { source?: string; figureId?: string }): string {
	if (block.source !== undefined) return block.source;
	switch (block.kind) {
		case "heading":
			return `${"#".repeat(Math.min(Math.max(block.level ?? 1, 1), 6))} ${escapeInline(oneLine(block.text))}`;
		case "list_item":
			return listItem(block);
		case "code":
			return codeFence(block.text, block.lang ?? "");
		case "table":
			return block.table === undefined ? escapeText(block.text) : toPipeTable(block.table);
		case "figure":
			return `![${escapeInline(oneLine(block.text))}](figures/${block.figureId ?? ""}.png)`;
		default:
			return escapeText(block.text);
	}
}

/** What stands between two blocks: items of a list are tight, all else has a blank line. */
export function separator(before: Pick<Block, "kind"> | undefined, after: Pick<Block, "kind">): string {
	if (before === undefined) return "";
	return before.kind === "list_item" && after.kind === "list_item" ? "\n" : "\n\n";
}

/** A pipe table; without a header row of its own the first row becomes it, as the syntax demands one. */
export function toPipeTable(table: TableCells): string {
	const [first, ...rest] = [...table.header, ...table.rows];
	if (first === undefined) return "";
	const line = (row: readonly string[]) => `| ${row.map(escapeCell).join(" | ")} |`;
	return [line(first), `| ${first.map(() => "---").join(" | ")} |`, ...rest.map(line)].join("\n");
}

/** Inline escapes, and those of characters that open a block at the start of a line. */
export function escapeText(text: string): string {
	return text
		.split("\n")
		.map((line) =>
			escapeInline(line.trim())
				.replace(/^(#{1,6})(?=\s|$)/, "\\$1")
				.replace(/^([-+])(?=\s|$)/, "\\$1")
				.replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
				.replace(/^(>|~{3,}|\|)/, "\\$1")
				.replace(/^(=+|-+)$/, "\\$1"),
		)
		.join("\n");
}

/** Escapes emphasis, code, links, HTML and entities, each only where it would take effect. */
export function escapeInline(text: string): string {
	if (!/[\\`*_[\]<&~]/.test(text)) return text;
	return text
		.replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
		.replace(/`/g, "\\`")
		.replace(/\*/g, "\\*")
		.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
		.replace(/~~/g, "\\~~")
		.replace(/\](?=[([:])/g, "\\]")
		.replace(/<(?=[A-Za-z/!?])/g, "\\<")
		.replace(/&(?=#?\w+;)/g, "\\&");
}

function escapeCell(cell: string): string {
	return cell
		.split("\n")
		.map((line) => escapeInline(line.trim()).replace(/\|/g, "\\|"))
		.join("<br>");
}

function listItem(block: Block): string {
	const indent = "  ".repeat(Math.min(block.level ?? 0, 8));
	const number = /\d{1,9}/.exec(block.marker ?? "")?.[0];
	const text = escapeText(oneLine(block.text));
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
