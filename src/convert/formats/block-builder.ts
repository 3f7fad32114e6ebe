/** Headings, paragraphs, lists, tables and pictures of any format, in their order → blocks that carry their own Markdown. */
import type { Box } from "../blocks.ts";
import { figureLabel } from "../captions.ts";
import { MAX_BLOCK_CHARACTERS, MAX_DOCUMENT_BLOCKS, MAX_DOCUMENT_CHARACTERS, MAX_TABLE_CELLS } from "../limits.ts";
import { toMarkdown } from "../markdown.ts";
import type { PageBlock } from "../part.ts";
import { tooMuchText } from "../refusals.ts";
import { tableText } from "../tables.ts";
import { Inline } from "./inline.ts";
import { type Grid, type GridCell, toGrid, toPlainGrid } from "./table-grid.ts";

/** Blocks without geometry stand nowhere. */
export const NOWHERE: Box = [0, 0, 0, 0];

export interface ListPlace {
	/** 0 for the outermost. */
	level: number;
	/** Number of the item in an ordered list. */
	number?: number | undefined;
}

/** A picture of the document: its bytes are asked for only when its turn comes. */
export interface EmbeddedPicture {
	bytes(): Uint8Array | undefined;
	/** What the document calls it; its caption, where one follows, is better. */
	alt: string;
	/** Its text, where it has any, is among the drafts already. */
	wasRead?: boolean;
}

/** A block, and the inline Markdown it was made of, which a table cell takes instead. */
export interface Draft {
	block: PageBlock;
	inline: string;
	picture?: EmbeddedPicture;
}

/** Counts what a document makes; shared with its attachments. */
export class TextBudget {
	private characters = MAX_DOCUMENT_CHARACTERS;
	private blocks = MAX_DOCUMENT_BLOCKS;

	/** Throws `too_large`. */
	take(characters: number): void {
		this.characters -= characters;
		this.blocks--;
		if (this.characters < 0 || this.blocks < 0) throw tooMuchText();
	}
}

interface OpenTable {
	rows: GridCell[][];
	cells: number;
	cut: boolean;
	/** Drafts of its cells in order, to be used instead of a grid where it only places things on the page. */
	drafts: Draft[];
	layout: boolean;
	outer: Draft[];
	cell: { columns: number; rows: number; header: boolean; continued: boolean } | undefined;
}

export class BlockBuilder {
	private readonly budget: TextBudget;
	private readonly tables: OpenTable[] = [];
	private current: Draft[] = [];
	/** Widths of the markers above, by level: a nested item is set in by what its parents' markers take. */
	private widths: number[] = [];

	constructor(budget: TextBudget) {
		this.budget = budget;
	}

	get drafts(): Draft[] {
		return this.current;
	}

	get isInTable(): boolean {
		return this.tables.length > 0;
	}

	heading(level: number, inline: Inline): void {
		const depth = Math.min(Math.max(level, 1), 6);
		const markdown = oneLine(inline.markdown(true));
		const text = oneLine(inline.text);
		if (text === "" || text.length > MAX_BLOCK_CHARACTERS) {
			this.paragraph(inline);
			return;
		}
		this.push({ ...this.block("heading", text), level: depth, source: `${"#".repeat(depth)} ${markdown}` }, markdown);
	}

	/** `prefix` stands before each line: `> ` for a quotation. */
	paragraph(inline: Inline, prefix = ""): void {
		for (const { text, markdown } of pieces(inline)) {
			const source = escapeStarts(markdown).replace(/^/gm, prefix);
			this.push({ ...this.block("paragraph", text), source }, markdown);
		}
	}

	listItem(place: ListPlace, inline: Inline): void {
		const level = Math.min(Math.max(place.level, 0), 8);
		const marker = place.number === undefined ? "-" : `${place.number}.`;
		const text = oneLine(inline.text);
		if (text === "") return;
		if (text.length > MAX_BLOCK_CHARACTERS) {
			this.paragraph(inline);
			return;
		}
		const indent = this.indent(level);
		this.widths = [...this.widths.slice(0, level), marker.length + 1];
		const markdown = oneLine(inline.markdown());
		const source = `${indent}${marker} ${escapeStarts(markdown)}`;
		const ordered = place.number !== undefined;
		this.push({ ...this.block("list_item", text), level, ordered, marker, source }, `${marker} ${markdown}`);
	}

	/** A further paragraph of the item before it. */
	itemParagraph(level: number, inline: Inline): void {
		this.paragraph(inline, this.indent(level + 1));
	}

	code(text: string, lang = ""): void {
		const code = text.replace(/^\n+|\s+$/g, "").slice(0, MAX_BLOCK_CHARACTERS * 10);
		if (code === "") return;
		const block: PageBlock = { ...this.block("code", code), ...(lang === "" ? {} : { lang }) };
		this.push({ ...block, source: toMarkdown({ ...block, id: "", page: 1 }) }, `\`${oneLine(code)}\``);
	}

	footnote(marker: string, inline: Inline): void {
		const text = oneLine(inline.text);
		if (text === "") return;
		const markdown = oneLine(inline.markdown());
		this.push({ ...this.block("footnote", text), marker, source: `[^${marker}]: ${markdown}` }, markdown);
	}

	figure(picture: EmbeddedPicture): void {
		this.push(this.block("figure", oneLine(picture.alt).slice(0, 500)), "", picture);
	}

	/** Caption of the picture before it, where there is one and it has none yet. */
	caption(inline: Inline): void {
		const text = oneLine(inline.text);
		if (text === "") return;
		const markdown = oneLine(inline.markdown());
		const block: PageBlock = { ...this.block("caption", text), source: escapeStarts(markdown) };
		const before = this.current.at(-1);
		if (before?.block.kind === "figure") {
			const label = figureLabel(text);
			before.block.text = text.slice(0, 500);
			if (label !== undefined) {
				before.block.label = label;
				block.label = label;
			}
		}
		this.push(block, markdown);
	}

	beginTable(layout = false): void {
		this.tables.push({ rows: [], cells: 0, cut: false, drafts: [], layout, outer: this.current, cell: undefined });
		this.current = [];
	}

	beginRow(): void {
		this.tables.at(-1)?.rows.push([]);
	}

	beginCell(columns: number, rows: number, header: boolean, continued = false): void {
		const table = this.tables.at(-1);
		if (table === undefined) return;
		this.endCell();
		// What stands between the cells, a caption, goes before the table.
		table.outer.push(...this.current);
		if (table.rows.length === 0) table.rows.push([]);
		table.cell = { columns, rows, header, continued };
		this.current = [];
	}

	endCell(): void {
		const table = this.tables.at(-1);
		if (table?.cell === undefined) return;
		const lines = this.current.filter(({ block }) => block.kind !== "figure");
		if (++table.cells <= MAX_TABLE_CELLS) {
			table.rows.at(-1)?.push({
				...table.cell,
				text: lines.map(({ block }) => block.text).join("\n"),
				markdown: lines.map(({ inline }) => inline).join("\n"),
			});
		} else table.cut = true;
		table.drafts.push(...this.current);
		table.cell = undefined;
		this.current = [];
	}

	endTable(): void {
		this.endCell();
		const table = this.tables.pop();
		if (table === undefined) return;
		const stray = this.current;
		this.current = table.outer;
		this.current.push(...stray);
		const rows = table.rows.filter((row) => row.length > 0);
		if (table.layout || placesThings(rows, table.drafts)) {
			this.current.push(...table.drafts);
			return;
		}
		this.grid(rows, table.cut);
		this.current.push(...table.drafts.filter(({ block }) => block.kind === "figure"));
	}

	/** A table from cells as they are. */
	grid(rows: readonly (readonly GridCell[])[], cut = false): void {
		this.table(toGrid(rows), cut);
	}

	/** A table of plain texts. */
	plainGrid(rows: readonly (readonly string[])[], header: boolean, cut = false): void {
		this.table(toPlainGrid(rows, header), cut);
	}

	private table(grid: Grid | undefined, cut: boolean): void {
		if (grid === undefined) return;
		this.push({ ...this.block("table", tableText(grid.table)), table: grid.table, source: grid.source }, "");
		if (cut || grid.cut) this.note("The rest of this table was left out because it is too large.");
	}

	/** A sentence of ours. */
	note(sentence: string): void {
		const inline = new Inline();
		inline.add(sentence, { italic: true });
		this.paragraph(inline);
	}

	/** Blocks made elsewhere, with their own Markdown. */
	adopt(blocks: readonly PageBlock[]): void {
		for (const block of blocks) this.push(block, "");
	}

	private indent(level: number): string {
		let width = 0;
		for (let above = 0; above < level; above++) width += this.widths[above] ?? 2;
		return " ".repeat(width);
	}

	private block(kind: PageBlock["kind"], text: string): PageBlock {
		return { kind, text, bbox: NOWHERE, sizePt: 0, bold: false };
	}

	private push(block: PageBlock, inline: string, picture?: EmbeddedPicture): void {
		this.budget.take(block.text.length);
		this.current.push(picture === undefined ? { block, inline } : { block, inline, picture });
	}
}

/** A table of one cell per row, or around other tables, lists and headings, is there for looks. */
function placesThings(rows: readonly (readonly GridCell[])[], drafts: readonly Draft[]): boolean {
	if (drafts.some(({ block }) => block.kind === "table" || block.kind === "code")) return true;
	if (rows.every((row) => row.length <= 1)) return true;
	const structured = drafts.filter(({ block }) => block.kind === "heading").length;
	return structured > 0 && structured * 3 > rows.length;
}

/** A block's text and Markdown, in several where it is too long for one. */
function pieces(inline: Inline): { text: string; markdown: string }[] {
	const { text } = inline;
	if (text === "") return [];
	if (inline.length <= MAX_BLOCK_CHARACTERS) return [{ text, markdown: inline.markdown() }];
	const result: { text: string; markdown: string }[] = [];
	for (let at = 0; at < text.length; ) {
		const end = cutBefore(text, at + MAX_BLOCK_CHARACTERS);
		const piece = new Inline();
		piece.add(text.slice(at, end));
		if (!piece.isEmpty) result.push({ text: piece.text, markdown: piece.markdown() });
		at = end;
	}
	return result;
}

/** A blank shortly before `at`, or `at` itself, never within a surrogate pair. */
function cutBefore(text: string, at: number): number {
	if (at >= text.length) return text.length;
	const blank = text.lastIndexOf(" ", at);
	if (blank > at - 1000) return blank + 1;
	return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}

/** What would open a block at the start of a line, escaped. */
function escapeStarts(markdown: string): string {
	return markdown.replace(
		/^(?:(#{1,6}|[-+])(?=\s|$)|(\d{1,9})([.)])(?=\s|$)|(>|~{3,}|\||=+$|-+$))/gm,
		(_all, mark, number, dot, other) => (number === undefined ? `\\${mark ?? other}` : `${number}\\${dot}`),
	);
}

function oneLine(text: string): string {
	return text.replace(/\s*\n\s*/g, " ").trim();
}
