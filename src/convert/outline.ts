/** The file's own outline (bookmarks): which of its entries are headings, and which blocks those are. */
import { unionOf } from "./boxes.ts";
import { headingText } from "./headings.ts";
import type { PageBlock, PageLayout } from "./part.ts";

/** A bookmark that leads to a page. */
export interface OutlineEntry {
	title: string;
	/** 1-based in the whole document. */
	page: number;
	/** 1 for the outermost. */
	depth: number;
	/** Height on its page in points from the bottom, before any rotation; absent where it leads to the page as such. */
	fromBottomPt?: number;
}

/** Names of merged files, and labels of pages: what tools write that know nothing of the text. */
const FILE_NAME = /\.(?:pdf|docx?|pptx?|xlsx?|indd|tiff?|jpe?g|png|html?|tex|ai|qxd)$/i;
const PAGE_LABEL =
	/^(?:(?:page|seite|p\.|pg\.?|slide|folie|diapositive|página|pagina|blank page|图|第)\s*)?(?:\d{1,5}\s*[页頁]?|(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))$/i;
/** From this share of such entries on, the others are not believed either. */
const MAX_EMPTY_SHARE = 0.5;
const MIN_ENTRIES = 2;
/** Lines or blocks that one title may run over. */
const MAX_PIECES = 3;
/** Blocks of one title have one size, but for rounding. */
const SAME_SIZE_PT = 1;
/** Shorter titles, in letters, are found anywhere. */
const MIN_KEY = 2;
const NUMBERING =
	/^(?:(?:chapter|section|part|appendix|annex|kapitel|teil|anhang|chapitre|partie|annexe|capítulo|sección|parte)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Z](?=[.:)\s]))[.:)]?[\s:–—-]+(?=\S)/iu;

/** The entries without those that name no heading; none where most are such. */
export function saneOutline(entries: readonly OutlineEntry[]): OutlineEntry[] {
	const telling = entries.filter(({ title }) => !FILE_NAME.test(title) && !PAGE_LABEL.test(title));
	if (telling.length < MIN_ENTRIES || telling.length < entries.length * (1 - MAX_EMPTY_SHARE)) return [];
	// Two files merged into one have nothing else in common.
	const outermost = Math.min(...telling.map(({ depth }) => depth));
	return telling.map((entry) => ({ ...entry, depth: entry.depth - outermost + 1 }));
}

/** Keys of titles that may stand on the page: lines that match one are no part of a paragraph. */
export function titlesNear(outline: readonly OutlineEntry[], page: number): ReadonlySet<string> {
	const titles = new Set<string>();
	for (const entry of outline) {
		if (Math.abs(entry.page - page) > 1) continue;
		for (const key of keysOf(entry.title)) titles.add(key);
	}
	return titles;
}

/** Letters and digits alone, in lower case: printed lines differ from bookmarks in spaces, dashes and quotes. */
export function titleKey(text: string): string {
	return text
		.normalize("NFKC")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\p{M}]/gu, "");
}

/** With its number and without, as either side may have it; the better first. */
function keysOf(text: string): string[] {
	const keys = [titleKey(text), titleKey(text.replace(NUMBERING, ""))];
	return [...new Set(keys)].filter((key) => key.length >= MIN_KEY);
}

/**
 * Gives `outlineLevel` to the block of each entry: on the page it leads to, else on one next to it. A title in several blocks becomes one.
 * Entries that lead to other pages than these are left alone.
 */
export function markListed(pages: readonly PageLayout[], outline: readonly OutlineEntry[]): void {
	const finders = new Map(pages.map((page) => [page.page, new TitleFinder(page)]));
	const missed = outline.filter((entry) => finders.get(entry.page)?.mark(entry, true) === false);
	for (const entry of missed) {
		if (finders.get(entry.page - 1)?.mark(entry, false) !== true) finders.get(entry.page + 1)?.mark(entry, false);
	}
}

interface Match {
	index: number;
	count: number;
	/** Lower is better. */
	cost: number;
}

class TitleFinder {
	private readonly page: PageLayout;
	/** Of the blocks' texts; empty for what is no text. */
	private keys: string[] | undefined;
	/** The same without their numbers. */
	private bareKeys: string[] = [];

	constructor(page: PageLayout) {
		this.page = page;
	}

	/** True where the entry's block was found; `isExact` for the page that the entry names. */
	mark(entry: OutlineEntry, isExact: boolean): boolean {
		for (const key of keysOf(entry.title)) {
			const best = this.matches(key, isExact ? entry.fromBottomPt : undefined).sort((a, b) => a.cost - b.cost)[0];
			if (best === undefined) continue;
			this.settle(best, entry.depth);
			return true;
		}
		return false;
	}

	private matches(wanted: string, fromBottomPt: number | undefined): Match[] {
		const { blocks, heightPt } = this.page;
		const keys = this.keys ?? this.readKeys();
		return blocks.flatMap((first, index): Match[] => {
			if (first.outlineLevel !== undefined || !isText(first)) return [];
			const count = piecesOf(keys, index, wanted) || Number(this.bareKeys[index] === wanted);
			if (count === 0) return [];
			const away = fromBottomPt === undefined ? 0 : Math.abs(heightPt - fromBottomPt - first.bbox[1]);
			return [{ index, count, cost: away + (first.atEdge === true ? 50 : 0) - first.sizePt }];
		});
	}

	private readKeys(): string[] {
		const texts = this.page.blocks.map((block) => (isText(block) ? headingText(block) : ""));
		this.bareKeys = texts.map((text) => titleKey(text.replace(NUMBERING, "")));
		this.keys = texts.map(titleKey);
		return this.keys;
	}

	private settle({ index, count }: Match, depth: number): void {
		const { blocks } = this.page;
		const pieces = blocks.slice(index, index + count);
		const [first] = pieces;
		if (first === undefined) return;
		if (pieces.every((piece) => Math.abs(piece.sizePt - first.sizePt) <= SAME_SIZE_PT)) {
			if (count > 1) this.join(index, pieces, first);
			first.outlineLevel = depth;
			return;
		}
		// "Chapter 3" in small type over the title itself.
		const title = pieces.reduce((largest, piece) => (piece.sizePt > largest.sizePt ? piece : largest));
		title.outlineLevel = depth;
	}

	private join(index: number, pieces: readonly PageBlock[], first: PageBlock): void {
		first.text = [first.text, ...pieces.slice(1).map(headingText)].join(" ");
		first.lines = pieces.reduce((sum, piece) => sum + (piece.lines ?? 1), 0);
		for (const piece of pieces.slice(1)) first.bbox = unionOf(first.bbox, piece.bbox);
		this.page.blocks.splice(index + 1, pieces.length - 1);
		this.keys = undefined;
	}
}

function isText({ kind }: PageBlock): boolean {
	return kind === "paragraph" || kind === "heading" || kind === "list_item";
}

/** How many of the texts from `index` on make up `wanted`; 0 where they do not. */
export function piecesOf(keys: readonly string[], index: number, wanted: string): number {
	let joined = "";
	for (let count = 1; count <= MAX_PIECES && index + count <= keys.length; count++) {
		const key = keys[index + count - 1];
		if (key === undefined || key === "") return 0;
		joined += key;
		if (joined === wanted) return count;
		if (!wanted.startsWith(joined)) return 0;
	}
	return 0;
}
