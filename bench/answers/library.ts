/** The public PDFs of `pdf-bench` as one library, in the chunks that the product keeps of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { convertDocument, loadConverter } from "../../scripts/engine.ts";
import { titleOf } from "../../src/lib/document-title.ts";
import { type Chunk, PassageChunker } from "../../src/retrieval/chunk-maker.ts";
import type { FoundChunk } from "../../src/retrieval/found-chunk.ts";

export interface LibraryDocument {
	/** `odl/01030000000002`. */
	id: string;
	chunks: (Chunk & Omit<FoundChunk, "score">)[];
	/** Text of each page by its number, as pdf.js and as the converter read it: quotes are looked for in both. */
	pages: ReadonlyMap<number, string>;
}

const SETS = ["odl", "icdar13", "synth"] as const;
/** As a library has them unless its user changes them. */
const SIZES = { chunkSize: 400, chunkOverlap: 40 };

/** Without recognition of pictures, which takes seconds a page. */
export async function convertLibrary(folder: string): Promise<LibraryDocument[]> {
	const converter = await loadConverter("never");
	const documents: LibraryDocument[] = [];
	for (const set of SETS) {
		for (const name of namesOf(join(folder, set, "pdf"), set)) {
			const bytes = new Uint8Array(readFileSync(join(folder, set, "pdf", `${name}.pdf`)));
			const read = await extractText(await getDocumentProxy(bytes.slice(), { verbosity: 0 }), { mergePages: false });
			const options = { ocr: "never" as const, onFigure: async () => {} };
			const { chunks, blocks } = await convertDocument(converter, bytes, `${name}.pdf`, options);
			const id = `${set}/${name}`;
			const text = blocks.map((block) => block.text).join("\n");
			const title = titleOf({ property: null, outline: null, text, fileName: `${name}.pdf` });
			const maker = new PassageChunker({ title, correspondent: null }, SIZES);
			const pages = new Map(read.text.map((page, at) => [at + 1, page]));
			for (const block of blocks) pages.set(block.page, `${pages.get(block.page) ?? ""}\n${block.text}`);
			const made = chunks.flatMap((chunk) => [...maker.push(chunk)]);
			documents.push({ id, chunks: made.map((chunk) => found(chunk, id, title)), pages });
		}
	}
	return documents;
}

/** Of texts that are there in two looks, the first: a question cannot mean one of them. */
function namesOf(folder: string, set: (typeof SETS)[number]): string[] {
	const names = readdirSync(folder)
		.filter((name) => name.endsWith(".pdf"))
		.map((name) => name.slice(0, -".pdf".length))
		.sort();
	if (set !== "synth") return names;
	const subject = (name: string): string => name.slice(0, name.lastIndexOf("--"));
	return names.filter((name, at) => subject(name) !== subject(names[at - 1] ?? ""));
}

function found(chunk: Chunk, documentId: string, title: string): LibraryDocument["chunks"][number] {
	return { ...chunk, id: `${documentId}.${chunk.index}`, documentId, title, chunkIndex: chunk.index };
}
