import { settingProblem } from "../settings/settings.ts";
import { ragPrefix, ragSettingTypes } from "./rag-settings.ts";

/**
 * Door of retrieval: the chunks of documents, and those of them that answer a question. `indexText`, `MemoryIndex` and `findChunks` are
 * pure and work without a Worker.
 */

export type { FoundChunk, PlacedStretch } from "./found-chunk.ts";
export { checkEmbeddings } from "./hosted-embeddings.ts";
export {
	advanceIndexRun,
	beginIndexRun,
	type IndexResult,
	IndexRun,
	indexProgress,
	indexResult,
} from "./index-run/index-run.ts";
export { forgetIndex, type Indexed, indexDocuments, indexForgotten, indexUpload } from "./indexing.ts";
export { firstChunks, searchDocument, searchLibrary } from "./library-search.ts";
export { getRagConfig, putRagConfig, RagChange, RagConfig, type RagDeployment, toRagConfig } from "./rag-config.ts";
export { ragSettingTypes } from "./rag-settings.ts";
export { type IndexCost, type RagStats, ragStats } from "./statistics/statistics.ts";
export { removeOwedVectors } from "./vectors/vectors.ts";
export { WordTable } from "./word-table.ts";

/** Why `value` can't be the setting `key` (`rag.topK`); undefined where it can, and for other keys. */
export function ragSettingProblem(key: string, value: string): string | undefined {
	return settingProblem(ragPrefix, ragSettingTypes, key, value);
}
