/** The public PDFs of `pdf-bench` as one library: converted, cut into chunks as the product keeps them, and kept for the next run. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { convertDocument, loadConverter } from "../../scripts/engine.ts";
import { locateQuote } from "../../src/chat/quotes.ts";
import type { Block, Chunk } from "../../src/convert/convert.ts";
import { titleOf } from "../../src/lib/document-title.ts";
import type { FoundChunk } from "../../src/retrieval/retrieval.ts";

/** A chunk as a search gives it, before it was found. */
export type LibraryChunk = Omit<FoundChunk, "score">;

export interface LibraryDocument {
	/** `odl/01030000000002`. */
	id: string;
	chunks: LibraryChunk[];
	/** Text of each page, as pdf.js and as the converter read it. */
	pages: Record<number, string>;
}

const SETS = ["odl", "icdar13", "synth"] as const;
/** Bump when what is kept changes its shape; what the converter gives is kept for a day. */
const KEPT = join(tmpdir(), "deckle-answers-library-2.json");
const DAY_MS = 86_400_000;

/** `fresh` converts again; else the last conversion is used for a day. */
export async function loadLibrary(folder: string, fresh: boolean): Promise<LibraryDocument[]> {
	const kept = statSync(KEPT, { throwIfNoEntry: false });
	if (!fresh && kept !== undefined && Date.now() - kept.mtimeMs < DAY_MS) {
		return JSON.parse(readFileSync(KEPT, "utf8")) as LibraryDocument[];
	}
	const converter = await loadConverter("never");
	const documents: LibraryDocument[] = [];
	for (const set of SETS) {
		for (const name of namesOf(join(folder, set, "pdf"), set)) {
			const bytes = new Uint8Array(readFileSync(join(folder, set, "pdf", `${name}.pdf`)));
			const options = { ocr: "never" as const, onFigure: async () => {} };
			const { text: read } = await extractText(await getDocumentProxy(bytes.slice()), { mergePages: false });
			const { chunks, blocks } = await convertDocument(converter, bytes, `${name}.pdf`, options);
			const id = `${set}/${name}`;
			const text = blocks.map((block) => block.text).join("\n");
			const title = titleOf({ property: null, outline: null, text, fileName: `${name}.pdf` });
			const pages: Record<number, string> = {};
			for (const [at, page] of read.entries()) pages[at + 1] = `${page}\n`;
			for (const block of blocks) pages[block.page] = `${pages[block.page] ?? ""}\n${block.text}`;
			documents.push({ id, chunks: chunks.map((chunk, at) => toFound(chunk, at, id, title, blocks)), pages });
		}
	}
	mkdirSync(tmpdir(), { recursive: true });
	writeFileSync(KEPT, JSON.stringify(documents));
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

function toFound(chunk: Chunk, index: number, documentId: string, title: string, blocks: Block[]): LibraryChunk {
	const head = `[Title: ${title}]\n`;
	return {
		id: `${documentId}.${index}`,
		documentId,
		title,
		chunkIndex: index,
		content: head + chunk.text,
		headLength: head.length,
		headingPath: chunk.headingPath,
		pageStart: chunk.pageStart,
		pageEnd: chunk.pageEnd,
		boxes: placed(chunk, blocks).map((box) => ({ ...box, start: head.length + box.start, end: head.length + box.end })),
		assetsChunk: chunk.id,
		figureIds: chunk.figureIds,
	};
}

function placed(chunk: Chunk, blocks: readonly Block[]): LibraryChunk["boxes"] {
	const starts = chunk.boxes.map((box) => {
		const block = blocks.find(({ page, bbox }) => page === box.page && bbox.join() === box.bbox.join());
		const text = block?.table === undefined ? (block?.text ?? "").slice(0, 50) : (block.table.rows[0] ?? []).join(" ");
		return locateQuote(text, chunk.text)?.start;
	});
	return chunk.boxes.map((box, at) => {
		const start = starts[at] ?? (at === 0 ? 0 : Math.max(0, ...starts.slice(0, at).map((s) => s ?? 0)) + 200);
		const end = Math.min(chunk.text.length, ...starts.flatMap((s) => (s !== undefined && s > start ? [s] : [])));
		return { ...box, start, end };
	});
}
