/** Questions asked of a library: what was cited, and whether it is right. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cpuMs } from "../../scripts/engine.ts";
import type { Citation } from "../../src/chat/citation.ts";
import { citeStretch } from "../../src/chat/citations.ts";
import { answerFrom } from "../../src/chat/extractive/answer.ts";
import { rewriteQuestion } from "../../src/chat/extractive/follow-up.ts";
import { MemoryIndex } from "../../src/retrieval/memory-index.ts";
import { findChunks } from "../../src/retrieval/search.ts";
import type { WordTable } from "../../src/retrieval/word-table.ts";
import type { LibraryDocument } from "./library.ts";

export interface AskedQuestion {
	id: string;
	text: string;
	/** Questions before it in its conversation. */
	history?: string[];
	/** Absent where the library has no answer. */
	document?: string | string[];
	pages?: number[];
	/** A pattern of which the answer has a match. */
	answer?: string;
	/** Of a question without an answer, the document that it is nearest to. */
	about?: string;
}

export interface Outcome {
	question: AskedQuestion;
	/** Parts of the answer; none where it was declined. */
	said: string[];
	citations: Citation[];
	/** Of the first citation. */
	isPageRight: boolean;
	/** Whether every quote occurs on the page that it cites. */
	areQuotesOnPage: boolean;
	isAnswerRight: boolean;
	/** CPU milliseconds, without the search. */
	answerMs: number;
}

const LIMIT = 10;

export function questionsOf(name: "development" | "final"): AskedQuestion[] {
	return JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), "utf8")) as AskedQuestion[];
}

export class Library {
	readonly #index = new MemoryIndex();
	readonly #chunks = new Map<string, LibraryDocument["chunks"][number]>();
	readonly #documents: ReadonlyMap<string, LibraryDocument>;
	readonly #table: WordTable;

	constructor(documents: readonly LibraryDocument[], table: WordTable) {
		this.#documents = new Map(documents.map((document) => [document.id, document]));
		this.#table = table;
		for (const chunk of documents.flatMap(({ chunks }) => chunks)) {
			this.#index.add(chunk.id, chunk);
			this.#chunks.set(chunk.id, chunk);
		}
	}

	async ask(question: AskedQuestion): Promise<Outcome> {
		const table = this.#table;
		const history = (question.history ?? []).map((content) => ({ role: "user" as const, content }));
		const found = await findChunks(this.#index, rewriteQuestion(question.text, history), { limit: LIMIT, table });
		const passages = found.flatMap(({ id, score }) => {
			const chunk = this.#chunks.get(id);
			return chunk === undefined ? [] : [{ ...chunk, score }];
		});
		const started = cpuMs();
		const answer = answerFrom(question.text, passages, { history, table });
		const answerMs = cpuMs() - started;
		const parts = answer.kind === "declined" ? [] : answer.parts;
		const citations = parts.flatMap(({ support }) => {
			const passage = support === null ? undefined : passages[support.passage];
			const citation = support === null || passage === undefined ? undefined : citeStretch(passage, support);
			return citation === undefined ? [] : [citation];
		});
		const said = parts.map(({ text }) => text);
		return { question, said, citations, answerMs, ...this.#judge(question, said, citations) };
	}

	#judge(
		{ document, pages = [], answer }: AskedQuestion,
		said: readonly string[],
		citations: readonly Citation[],
	): Pick<Outcome, "isPageRight" | "areQuotesOnPage" | "isAnswerRight"> {
		const [first] = citations;
		const right = document === undefined ? [] : [document].flat();
		return {
			isPageRight: first !== undefined && right.includes(first.documentId) && pages.includes(first.page ?? 0),
			areQuotesOnPage: citations.every((citation) => this.#isOnPage(citation)),
			isAnswerRight: answer !== undefined && new RegExp(answer, "iu").test(said.join("\n")),
		};
	}

	#isOnPage({ documentId, page, quote }: Citation): boolean {
		const text = this.#documents.get(documentId)?.pages.get(page ?? 0) ?? "";
		const letters = (of: string): string =>
			of
				.normalize("NFKC")
				.replace(/[^\p{L}\p{N}]/gu, "")
				.toLowerCase();
		return letters(text).includes(letters(quote));
	}
}
