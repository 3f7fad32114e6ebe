/** A document's pages as lines of segments: words that stand together, with white or a table's rule between them and the next. */
import type { Block, Box, PrintedLine, PrintedPage } from "../convert/convert.ts";
import { blockLines } from "./block-lines.ts";
import { withoutCombs } from "./combs.ts";
import { rowsOf } from "./rows.ts";
import { boxOf, median, type Segment, splitToken, type TextLine, type Token, toSegment, unionOf } from "./tokens.ts";

/** Lines of all pages, from top to bottom. */
export interface DocumentText {
	lines: TextLine[];
}

/** What an extraction reads: `lines` where the format has places, and the blocks of the whole document. */
export interface ExtractionInput {
	blocks: readonly Block[];
	lines?: readonly PrintedPage[] | undefined;
}

/** White of so many line heights parts two segments; a blank is a quarter, a justified one half of it. */
const SEGMENT_GAP = 0.7;

export function readText({ blocks, lines }: ExtractionInput): DocumentText {
	if (lines === undefined || lines.every((page) => page.lines.length === 0)) return { lines: blockLines(blocks) };
	const text: TextLine[] = [];
	for (const { page, lines: printed } of lines) {
		const edges = edgesOn(page, blocks);
		for (const line of printed.flatMap(rowsOf).filter((each) => !isRule(each)))
			text.push(toTextLine(toTokens(line, page), text.length, edges));
	}
	return { lines: text };
}

/** A line of strokes, as tills print them instead of a drawn one. */
function isRule({ words }: PrintedLine): boolean {
	return /^[-=~*–—+]{5,}$/.test(words.map(({ text }) => text.trim()).join(""));
}

/** Words that no blank parts are one token, whatever fonts they are in. */
function toTokens({ words }: PrintedLine, page: number): Token[] {
	const tokens: Token[] = [];
	for (const { text, box, glued, bold, shown } of words) {
		const last = tokens.at(-1);
		if (glued && last !== undefined && !isLeader(last.text) && !isLeader(text)) {
			last.text += text;
			last.box = unionOf(last.box, box);
			if (last.shown !== undefined && shown !== undefined) last.shown = unionOf(last.shown, shown);
			continue;
		}
		tokens.push({ text, page, box, ...(shown === undefined ? {} : { shown }), ...(bold ? { bold } : {}) });
	}
	return withoutCombs(tokens.flatMap(splitToken));
}

/** Points or strokes of a blank, over which the answer may be set. */
function isLeader(text: string): boolean {
	return /^[._…·]{3,}$/.test(text);
}

/** Colons in a column of their own belong to the labels before them. */
function isColonOf(before: Token, { text }: Token): boolean {
	return /^[:：]$/.test(text) && !/[:：]$/.test(before.text) && /\p{L}/u.test(before.text);
}

/** A table's edges, between its top and its bottom. */
interface Edges {
	box: Box;
	xs: number[];
}

function edgesOn(page: number, blocks: readonly Block[]): Edges[] {
	return blocks.flatMap(({ page: first, bbox, table }) =>
		first === page && table?.columnEdges !== undefined && table.pageBreaks === undefined
			? [{ box: bbox, xs: table.columnEdges.slice(1, -1) }]
			: [],
	);
}

function toTextLine(tokens: Token[], index: number, tables: readonly Edges[]): TextLine {
	const box = boxOf(tokens);
	const heightPt = Math.max(1, median(tokens.map((token) => token.box[3] - token.box[1])));
	const middle = (box[1] + box[3]) / 2;
	const xs = tables.flatMap((table) => (middle > table.box[1] && middle < table.box[3] ? table.xs : []));
	const segments: Segment[] = [];
	let open: Token[] = [];
	const close = (): void => {
		if (open.length > 0) segments.push(toSegment(open, index));
		open = [];
	};
	for (const token of tokens) {
		const before = open.at(-1);
		if (before !== undefined && !isColonOf(before, token)) {
			const gap = token.box[0] - before.box[2];
			const isParted = xs.some((x) => x >= before.box[2] - 1 && x <= token.box[0] + 1) && gap > heightPt * 0.3;
			if (gap > heightPt * SEGMENT_GAP || isParted) close();
		}
		open.push(token);
	}
	close();
	return { page: tokens[0]?.page ?? 1, index, segments, box, heightPt };
}
