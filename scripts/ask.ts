/**
 * `npm run ask -- FILE|FOLDER… "QUESTION" [--ocr auto|always|never]`: answers from files, without a Worker, a model or a network. Below
 * each part of the answer stands where it was found: file, page, box (PDF points from the page's top left), and the words there.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { Citation } from "../src/chat/citation.ts";
import { citeStretch } from "../src/chat/citations.ts";
import { answerFrom } from "../src/chat/extractive/answer.ts";
import type { Converter, OcrChoice } from "../src/convert/convert.ts";
import { PassageChunker } from "../src/retrieval/chunk-maker.ts";
import type { FoundChunk } from "../src/retrieval/found-chunk.ts";
import { MemoryIndex } from "../src/retrieval/memory-index.ts";
import { findChunks } from "../src/retrieval/search.ts";
import { toOcrChoice } from "./convert.ts";
import { convertDocument, loadConverter } from "./engine.ts";
import { filesOf } from "./input-files.ts";
import { loadWordTable } from "./word-vectors.ts";

export interface AnswerPlace extends Pick<Citation, "title" | "page" | "bbox" | "quote"> {}

/** What is said, one part after the other; a part of the engine's own (Yes, No, nothing found) has no place. */
export interface PlacedAnswer {
	parts: { text: string; place: AnswerPlace | undefined }[];
}

const usage = 'Usage: npm run ask -- FILE|FOLDER… "QUESTION" [--ocr auto|always|never]';
/** The sizes and the number of chunks that a library has unless its owner says otherwise. */
const sizes = { chunkSize: 400, chunkOverlap: 40 };
const topK = 10;

/** Files as a library that is asked in memory. */
export class FileLibrary {
	readonly #index = new MemoryIndex();
	readonly #chunks = new Map<string, Omit<FoundChunk, "score">>();
	readonly #table = loadWordTable();

	/** Gives the number of pages. Throws a sentence where the file can't be read. */
	async add(converter: Converter, file: string, ocr: OcrChoice): Promise<number> {
		const title = basename(file);
		const bytes = new Uint8Array(readFileSync(file));
		const { chunks, pages } = await convertDocument(converter, bytes, title, { ocr, onFigure: async () => {} });
		const chunker = new PassageChunker({ title, correspondent: null }, sizes);
		for (const passage of chunks) {
			for (const { index, terms, language, ...chunk } of chunker.push(passage)) {
				const id = `${file}.${index}`;
				this.#index.add(id, { terms, language });
				this.#chunks.set(id, { ...chunk, id, documentId: file, title, chunkIndex: index });
			}
		}
		return pages.length;
	}

	async ask(question: string): Promise<PlacedAnswer> {
		const table = this.#table;
		const found = await findChunks(this.#index, question, { limit: topK, table });
		const passages = found.flatMap(({ id, score }) => {
			const chunk = this.#chunks.get(id);
			return chunk === undefined ? [] : [{ ...chunk, score }];
		});
		const answer = answerFrom(question, passages, { table });
		if (answer.kind === "declined") return { parts: [{ text: answer.text, place: undefined }] };
		const parts = answer.parts.map(({ text, support }) => {
			const passage = support === null ? undefined : passages[support.passage];
			const place = support === null || passage === undefined ? undefined : citeStretch(passage, support);
			return { text, place };
		});
		return { parts };
	}
}

/** `  report.pdf, page 3, box 72 310 523 330: “…”` */
function lineOf({ title, page, bbox, quote }: AnswerPlace): string {
	const where = [
		title,
		...(page === null ? [] : [`page ${page}`]),
		...(bbox === null ? [] : [`box ${bbox.map((edge) => Math.round(edge)).join(" ")}`]),
	];
	return `  ${where.join(", ")}: “${quote.replace(/\s+/g, " ")}”`;
}

async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { ocr: { type: "string", default: "auto" } },
	});
	const question = positionals.at(-1)?.trim() ?? "";
	if (positionals.length < 2 || question === "") throw new Error(usage);
	const files = positionals.slice(0, -1).flatMap(filesOf);
	const ocr = toOcrChoice(values.ocr);
	const converter = await loadConverter(ocr);
	const library = new FileLibrary();
	let failures = 0;
	for (const file of files) {
		try {
			await library.add(converter, file, ocr);
		} catch (error) {
			failures++;
			console.error(`${basename(file)}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	for (const { text, place } of (await library.ask(question)).parts) {
		console.log(text);
		if (place !== undefined) console.log(lineOf(place));
	}
	return failures === 0 ? 0 : 1;
}

if (import.meta.main) {
	process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		return 1;
	});
}
