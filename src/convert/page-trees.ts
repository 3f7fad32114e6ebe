/** Structure trees of a file's pages, read while the whole file is open: pages that are cut out of it have none. */
import type { PageRange } from "./blocks.ts";
import { MAX_TREE_CHILDREN, MAX_TREE_COST } from "./limits.ts";
import { examinePdf } from "./pdf-guard.ts";
import type { PdfiumDocument } from "./pdfium.ts";
import type { TagElement } from "./tags.ts";

/** JSON-serialisable: it is stored beside the part that its page is in. */
export interface PageTree {
	/** 1-based; of the whole document where it is handed on. */
	page: number;
	/** Never empty. */
	roots: TagElement[];
}

/** Trees of a file, whose first page is this one of the document, by the document's page numbers. */
export function inDocument(trees: readonly PageTree[], firstPage: number): PageTree[] {
	return trees.map(({ page, roots }) => ({ page: page + firstPage - 1, roots }));
}

/** Finds a page's tree by its number in a file whose first page is this one of the document. */
export function treeFinder(
	trees: readonly PageTree[],
	firstPage: number,
): (number: number) => readonly TagElement[] | undefined {
	const roots = new Map(trees.map((tree) => [tree.page, tree.roots]));
	return (number) => roots.get(number + firstPage - 1);
}

/** An object that is parsed with its page, in children of the tree looked at: 2–8 µs against 0.4. */
const OBJECT_COST = 5;

/** Reads trees of one file, in the order of its pages, for as long as that is cheap. */
export class TreeReader {
	private left = MAX_TREE_COST;
	/** Until the file is opened for the first time nobody knows. */
	private isWorthwhile: boolean | undefined;

	/** Where it is false, the file need not be opened for its trees. */
	get mayHaveTrees(): boolean {
		return this.isWorthwhile !== false;
	}

	/** No tree is read any more. */
	giveUp(): void {
		this.isWorthwhile = false;
	}

	/** Trees of the range's pages that have one, by the file's own page numbers; none from the page on that costs too much. */
	read(document: PdfiumDocument, range: PageRange): PageTree[] {
		this.isWorthwhile ??= document.isTagged && isHarmless(document);
		const trees: PageTree[] = [];
		const last = Math.min(range.last, document.pageCount);
		for (let page = range.first; page <= last && this.isWorthwhile; page++) {
			const roots = this.rootsOf(document, page);
			if (roots.length > 0) trees.push({ page, roots });
		}
		return this.isWorthwhile ? trees : [];
	}

	private rootsOf(document: PdfiumDocument, page: number): TagElement[] {
		const read = document.withPage(page, (loaded) => ({ ...loaded.structure(), objects: loaded.objectCount }));
		if (read === undefined) return [];
		this.left -= read.visits + read.objects * OBJECT_COST;
		// In a tree without sections each page costs as much as the first: there is no use in beginning.
		const isDear = read.visits >= MAX_TREE_CHILDREN || read.visits * (document.pageCount - page) > this.left;
		if (this.left < 0 || isDear) this.giveUp();
		return read.roots;
	}
}

/** PDFium parses a page's content before it tells its tree: what would exhaust a reader is left alone, and refused when it is read. */
function isHarmless(document: PdfiumDocument): boolean {
	try {
		document.examine(examinePdf);
		return true;
	} catch {
		return false;
	}
}
