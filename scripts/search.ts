/**
 * `npm run search -- CORPUS.jsonl QUERIES.jsonl RUN.jsonl`: the retrieval of the Worker without a Worker. The corpus has lines
 * `{"id", "title"?, "text"}`, the queries `{"id", "text"}`; the run gets a line `{"query", "ids", "scores"}` for each query, in
 * their order: at most ten ids, the best first.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { MemoryIndex } from "../src/retrieval/memory-index.ts";
import { findChunks } from "../src/retrieval/search.ts";
import { indexText } from "../src/retrieval/terms.ts";
import { fromUser } from "./input-files.ts";
import { textLines } from "./json-lines.ts";
import { loadWordTable } from "./word-vectors.ts";

const usage = "Usage: npm run search -- CORPUS.jsonl QUERIES.jsonl RUN.jsonl";
const LIMIT = 10;

try {
	const { positionals } = parseArgs({ allowPositionals: true });
	const [corpus, queries, run] = positionals;
	if (corpus === undefined || queries === undefined || run === undefined || positionals.length > 3)
		throw new Error(usage);
	await search(corpus, queries, run);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

async function search(corpus: string, queries: string, run: string): Promise<void> {
	const index = new MemoryIndex();
	const ids: (string | number)[] = [];
	for await (const { id, title, text } of textLines(corpus)) {
		index.add(String(ids.push(id) - 1), indexText(title === "" ? text : `${title}\n${text}`));
	}
	const table = loadWordTable();
	const lines: string[] = [];
	for await (const { id, text } of textLines(queries)) {
		const found = await findChunks(index, text, { limit: LIMIT, table });
		const line = {
			query: id,
			ids: found.map((each) => ids[Number(each.id)]),
			scores: found.map(({ score }) => Number(score.toFixed(6))),
		};
		lines.push(`${JSON.stringify(line)}\n`);
	}
	writeFileSync(fromUser(run), lines.join(""));
	console.log(`${lines.length} queries over ${ids.length} texts: ${run}`);
}
