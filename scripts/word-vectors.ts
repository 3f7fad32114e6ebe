import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WordTable } from "../src/retrieval/word-table.ts";

/** The table that the Worker gets as an asset. */
export function loadWordTable(): WordTable {
	return new WordTable(readFileSync(join(import.meta.dirname, "..", "public", "retrieval", "words.bin")));
}
