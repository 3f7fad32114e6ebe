import type { FoundChunk } from "../../retrieval/retrieval.ts";
import type { Citation, Source } from "../citation.ts";

/** What was found, as it is stored with a question to the library: with the quotes of the answer where it cites a chunk. */
export function toSources(found: readonly FoundChunk[], citations: readonly Citation[]): Source[] {
	return found.map((chunk) => {
		const cited = citations.find(({ chunkId }) => chunkId === chunk.id);
		const first = chunk.boxes[0];
		return {
			documentId: chunk.documentId,
			title: chunk.title,
			chunkContent: chunk.content,
			score: chunk.score,
			chunkId: chunk.id,
			page: cited?.page ?? first?.page ?? chunk.pageStart,
			bbox: cited?.bbox ?? first?.bbox ?? null,
			...(cited === undefined ? {} : { quote: cited.quote }),
		};
	});
}
