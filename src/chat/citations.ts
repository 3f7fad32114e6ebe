/** Stretches of chunks → citations that say where on which page they stand. */
import type { FoundChunk, PlacedStretch } from "../retrieval/found-chunk.ts";
import type { Citation } from "./citation.ts";
import { plainOf } from "./plain.ts";
import { locateQuote, type Stretch } from "./quotes.ts";

/** Undefined where the quote does not occur in the chunk: such a claim is not cited. */
export function citeQuote(chunk: FoundChunk, quote: string): Citation | undefined {
	const stretch = locateQuote(quote, chunk.content);
	return stretch === undefined ? undefined : citeStretch(chunk, stretch);
}

/** Undefined for a stretch without words. */
export function citeStretch(chunk: FoundChunk, stretch: Stretch): Citation | undefined {
	const quote = plainOf(chunk.content.slice(stretch.start, stretch.end));
	if (locateQuote(quote, chunk.content) === undefined) return undefined;
	return {
		documentId: chunk.documentId,
		title: chunk.title,
		chunkId: chunk.id,
		assetsChunk: chunk.assetsChunk,
		text: chunk.content.slice(chunk.headLength),
		...placeOf(chunk, stretch),
		quote,
		score: shownScore(chunk),
		figureIds: chunk.figureIds,
	};
}

/** Within 0…1, as all scores of the APIs are; the order stays (contracts/library.md 2.1, 15.3). */
export function shownScore({ score }: FoundChunk): number {
	return score / (1 + score);
}

/** The page that has most of the stretch, and the box around what of it stands there. */
export function placeOf(chunk: FoundChunk, stretch: Stretch): Pick<Citation, "page" | "bbox"> {
	const shares = chunk.boxes
		.map((box) => ({ box, share: Math.min(box.end, stretch.end) - Math.max(box.start, stretch.start) }))
		.filter(({ share }) => share > 0);
	const onPages = new Map<number, number>();
	for (const { box, share } of shares) onPages.set(box.page, (onPages.get(box.page) ?? 0) + share);
	const [first] = [...onPages].sort(([, a], [, b]) => b - a);
	if (first === undefined) return { page: chunk.pageStart, bbox: null };
	const [page] = first;
	return { page, bbox: around(shares.flatMap(({ box }) => (box.page === page ? [box] : []))) };
}

/** Null where nothing has a place: a text file, a spreadsheet have pages at most. */
function around(all: readonly PlacedStretch[]): Citation["bbox"] {
	const boxes = all.filter(({ bbox: [left, top, right, bottom] }) => right > left && bottom > top);
	if (boxes.length === 0) return null;
	const edge = (at: 0 | 1 | 2 | 3, choose: (...values: number[]) => number): number =>
		choose(...boxes.map(({ bbox }) => bbox[at]));
	return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}
