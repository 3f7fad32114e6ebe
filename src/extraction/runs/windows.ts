/** A document in windows: stretches of pages that are read at a time, so that memory does not grow with the document. */
import type { Block, PrintedPage } from "../../convert/convert.ts";

/** JSON-serialisable. */
export interface Window {
	blocks: Block[];
	/** Of its pages; empty for formats whose text has no places. */
	lines: PrintedPage[];
}

export interface WindowSize {
	/** Of the blocks' text; a window holds more only where it may not be cut. */
	maxCharacters: number;
	/** Whether a page with printed lines may be cut: both windows then have all of its lines. */
	cutsPages: boolean;
}

/**
 * Blocks in reading order and printed pages in theirs → windows in order. They end at the border of a page; a page without printed lines, a
 * sheet or a whole book, is cut between blocks, and a table of it between rows.
 */
export async function* toWindows(
	document: { blocks: AsyncIterable<Block>; pages: AsyncIterable<PrintedPage> },
	{ maxCharacters, cutsPages }: WindowSize,
): AsyncGenerator<Window> {
	const printed = new PrintedPages(document.pages);
	let window: Window = { blocks: [], lines: [] };
	let characters = 0;
	let page = 0;
	let current: PrintedPage | undefined;
	for await (const block of document.blocks) {
		const isNewPage = block.page > page;
		const before = isNewPage ? await printed.upTo(block.page) : [];
		if (isNewPage) {
			page = block.page;
			current = before.find((each) => each.page === page && each.lines.length > 0);
		}
		const mayCut = cutsPages || current === undefined;
		for (const [at, piece] of (mayCut ? cut(block, maxCharacters) : [block]).entries()) {
			const isFull = window.blocks.length > 0 && characters + piece.text.length > maxCharacters;
			const isBorder = isNewPage && at === 0;
			if (isFull && (isBorder || mayCut)) {
				yield window;
				window = { blocks: [], lines: current === undefined || isBorder ? [] : [current] };
				characters = 0;
			}
			if (isBorder) window.lines.push(...before);
			window.blocks.push(piece);
			characters += piece.text.length;
		}
	}
	window.lines.push(...(await printed.upTo(Number.POSITIVE_INFINITY)));
	if (window.blocks.length > 0 || window.lines.length > 0) yield window;
}

/** Pages taken from the front of a stream. */
class PrintedPages {
	private readonly pages: AsyncIterator<PrintedPage>;
	private next: PrintedPage | undefined;
	private isOver = false;

	constructor(pages: AsyncIterable<PrintedPage>) {
		this.pages = pages[Symbol.asyncIterator]();
	}

	async upTo(page: number): Promise<PrintedPage[]> {
		const taken: PrintedPage[] = [];
		while (!this.isOver) {
			if (this.next !== undefined) {
				if (this.next.page > page) break;
				taken.push(this.next);
				this.next = undefined;
			}
			const { value, done } = await this.pages.next();
			if (done) this.isOver = true;
			else this.next = value;
		}
		return taken;
	}
}

/** A block in pieces of at most so many characters, as far as its rows and words allow. */
function cut(block: Block, maxCharacters: number): Block[] {
	const { text, table } = block;
	if (text.length <= maxCharacters) return [block];
	if (table === undefined) {
		const pieces: Block[] = [];
		for (let start = 0; start < text.length; start += maxCharacters) {
			pieces.push({ ...block, text: text.slice(start, start + maxCharacters) });
		}
		return pieces;
	}
	const { header } = table;
	const pieces: Block[] = [];
	let rows: string[][] = [];
	let held = 0;
	const close = (): void => {
		// Places of rows and spans count from the whole table's first row: a piece does without.
		if (rows.length > 0) pieces.push({ ...block, table: { header, rows }, text: textOf([...header, ...rows]) });
		[rows, held] = [[], 0];
	};
	for (const row of table.rows) {
		const size = row.reduce((sum, cell) => sum + cell.length + 1, 0);
		if (held + size > maxCharacters) close();
		rows.push(row);
		held += size;
	}
	close();
	return pieces;
}

function textOf(rows: readonly string[][]): string {
	return rows.map((row) => row.join("\t")).join("\n");
}
