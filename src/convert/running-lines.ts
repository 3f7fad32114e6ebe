import type { Box } from "./blocks.ts";
import type { PageBlock, Recurrence } from "./part.ts";

/** Share of the page's height, at its top and at its bottom, in which a running line may stand. */
const BAND = 0.12;
/** Share of the page's height that is margin on most pages: no headings stand there by themselves… */
const EDGE = 0.07;
/** …with this much white to the text, in ems. */
const SET_OFF_EM = 1.4;
const MAX_CHARACTERS = 150;
const KEY_CHARACTERS = 64;
/** A running line stands on this share of the pages between its first and last: right and left pages alternate, some are bare. */
const MIN_DENSITY = 0.3;

/**
 * Comparable form of a line at the edge of its page, undefined elsewhere. Page numbers (a number or roman numeral that stands alone
 * or at an end of the line) become `#`; digits that belong to a word stay, as they tell this page from others.
 */
export function runningKey(text: string, box: Box, heightPt: number): string | undefined {
	if (text.length === 0 || text.length > MAX_CHARACTERS) return undefined;
	const centre = (box[1] + box[3]) / 2 / Math.max(1, heightPt);
	const band = centre < BAND ? "t" : centre > 1 - BAND ? "b" : undefined;
	if (band === undefined) return undefined;
	const comparable = text
		.toLowerCase()
		.replace(/^[ivxlc]{1,7}$/, "#")
		.replace(/^[\s\-–—|[(]*\d{1,4}(?![\p{L}\d.,])|(?<![\p{L}\d.,])\d{1,4}[\s\-–—|\])]*$/gu, "#")
		.replace(/(?<=\b(?:page|seite|p\.|of|von|पृष्ठ)\s*)\d{1,4}\b/gu, "#");
	return `${band}|${comparable.slice(0, KEY_CHARACTERS)}`;
}

/**
 * Notes on each block what its document needs to tell running lines: the key by which they are counted, and whether it stands in the
 * margin, by itself. The text of pages with small margins begins there, too, but follows on what stands above it or goes on below.
 */
export function markRunning(blocks: readonly PageBlock[], heightPt: number): void {
	for (const block of blocks) {
		if (block.kind === "figure" || block.kind === "table") continue;
		if (isInMargin(block, blocks, heightPt)) block.atEdge = true;
		const key = runningKey(block.text, block.bbox, heightPt);
		if (key !== undefined) block.runningKey = key;
	}
}

function isInMargin(block: PageBlock, blocks: readonly PageBlock[], heightPt: number): boolean {
	const { bbox, sizePt } = block;
	const middle = (bbox[1] + bbox[3]) / 2;
	const isTop = middle < heightPt * EDGE;
	if (!isTop && middle <= heightPt * (1 - EDGE)) return false;
	const gaps = blocks
		.filter((other) => other.bbox[0] < bbox[2] && other.bbox[2] > bbox[0])
		.map((other) => (isTop ? other.bbox[1] - bbox[3] : bbox[1] - other.bbox[3]))
		.filter((gap) => gap > -sizePt / 2);
	return gaps.every((gap) => gap >= SET_OFF_EM * sizePt);
}

/** Adds occurrences of `key` on `page`, which must not fall. */
export function countRecurrence(into: Map<string, Recurrence>, key: string, page: number): void {
	const known = into.get(key);
	if (known === undefined) into.set(key, { key, pages: 1, first: page, last: page });
	else if (known.last !== page) {
		known.pages++;
		known.last = page;
	}
}

/** Recurrences of several parts in page order, as if counted at once. */
export function mergeRecurrences(parts: Iterable<Iterable<Recurrence>>): Map<string, Recurrence> {
	const merged = new Map<string, Recurrence>();
	for (const part of parts) {
		for (const each of part) {
			const known = merged.get(each.key);
			if (known === undefined) merged.set(each.key, { ...each });
			else {
				known.pages += each.pages;
				known.first = Math.min(known.first, each.first);
				known.last = Math.max(known.last, each.last);
			}
		}
	}
	return merged;
}

/** Keys that run through a document of `pageCount` pages: on most of a short one, on three pages or more of a long one. */
export function runningKeys(recurrences: Map<string, Recurrence>, pageCount: number): Set<string> {
	const keys = new Set<string>();
	for (const { key, pages, first, last } of recurrences.values()) {
		const needed = pageCount <= 4 ? 2 : 3;
		if (pages >= needed && pages / (last - first + 1) >= MIN_DENSITY && (pageCount > 4 || pages / pageCount >= 0.5))
			keys.add(key);
	}
	return keys;
}
