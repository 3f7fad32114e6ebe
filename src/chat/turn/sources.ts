import type { FoundChunk } from "../../retrieval/retrieval.ts";
import type { Citation, Source } from "../citation.ts";
import { placeOf, shownScore } from "../citations.ts";

/** A row of the store has 2 MB for a message and its sources. */
const maxStoredBytes = 1_200_000;
/** More places than anybody looks up. */
const maxCitations = 100;

/** What was found, as it is stored with a question to the library: with the quotes of the answer where it cites a chunk. */
export function toSources(found: readonly FoundChunk[], citations: readonly Citation[]): Source[] {
	const sources = found.map((chunk) => {
		const cited = citations.find(({ chunkId }) => chunkId === chunk.id);
		return {
			documentId: chunk.documentId,
			title: chunk.title,
			chunkContent: chunk.content,
			score: shownScore(chunk),
			chunkId: chunk.id,
			...(cited === undefined ? beginningOf(chunk) : { page: cited.page, bbox: cited.bbox, quote: cited.quote }),
		};
	});
	return storable(sources, "chunkContent");
}

/** What an answer cites, as it is stored with it. */
export function toStoredCitations(citations: readonly Citation[]): Citation[] {
	return storable(citations.slice(0, maxCitations), "text");
}

/** Where the first of its words that have a place stand. */
function beginningOf(chunk: FoundChunk): Pick<Source, "page" | "bbox"> {
	const start = Math.min(...chunk.boxes.map((box) => box.start));
	return placeOf(chunk, { start, end: start + 1 });
}

/** The settings allow for more text than the store: the ends of texts are left out then. */
function storable<Field extends string, Item extends Record<Field, string>>(items: Item[], field: Field): Item[] {
	const sizeBytes = new TextEncoder().encode(JSON.stringify(items)).length;
	if (sizeBytes <= maxStoredBytes) return items;
	const share = (0.9 * maxStoredBytes) / sizeBytes;
	return items.map((item) => {
		const text: string = item[field];
		return { ...item, [field]: text.slice(0, Math.floor(text.length * share)).toWellFormed() };
	});
}
