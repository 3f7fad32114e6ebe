import type { Context } from "../../context.ts";
import {
	documentOfRank,
	type LabelledDocument,
	type LabelledIndex,
	type Posting,
	type Statement,
	type Vocabulary,
} from "../embedded/labelled-index.ts";
import { fold } from "../folding.ts";
import { featureOf, termOf, toLabelledDocument, toStatement } from "./coding.ts";
import { type LabelledRow, labelledNamesOf, labelledRows, ranksOf, statementRows } from "./store.ts";

/** Ranks are spread evenly over 32 bits. */
const RANKS = 2 ** 32;
/** Kept for the documents to come: of one library most are like others of it. About 5 MB each. */
const [KEPT_POSTINGS, KEPT_DOCUMENTS, KEPT_STATEMENTS] = [15_000, 2_000, 10_000];

/**
 * The labelled documents of one library in the database; of an invocation, as it remembers what it has read. Each method is one query at most;
 * an answer may be as old as the index itself.
 */
export class DatabaseLabelledIndex implements LabelledIndex {
	readonly #ctx: Context;
	readonly #library: number;
	readonly #ignoredTags: ReadonlySet<string>;
	readonly #postings = new Memory<Posting | undefined>(KEPT_POSTINGS);
	readonly #documents = new Memory<LabelledDocument | undefined>(KEPT_DOCUMENTS);
	readonly #statements = new Memory<Statement | undefined>(KEPT_STATEMENTS);
	/** By what the database says: many documents are filed alike. */
	readonly #read = new Map<string, Statement>();
	/** Limit that the postings were read with. */
	#limit = 0;

	/** `ignoredTags` are never proposed, whatever the server calls its tags. */
	constructor(ctx: Context, library: number, ignoredTags: readonly string[]) {
		this.#ctx = ctx;
		this.#library = library;
		this.#ignoredTags = new Set(ignoredTags.map(fold));
	}

	async vocabulary(): Promise<Vocabulary> {
		const names = { correspondents: new Map(), document_types: new Map(), tags: new Map<string, number>() };
		let documents = 0;
		for (const { kind, name, documents: count } of await labelledNamesOf(this.#ctx, this.#library)) {
			if (kind === "documents") documents = count;
			else if (kind !== "tags" || !this.#ignoredTags.has(fold(name))) names[kind].set(name, count);
		}
		const { correspondents, document_types: documentTypes, tags } = names;
		return { documents, correspondents, documentTypes, tags };
	}

	async postings(features: readonly number[], limit: number): Promise<Posting[]> {
		if (limit !== this.#limit) this.#postings.clear();
		this.#limit = limit;
		const found = await this.#postings.all(features, async (missing) => {
			const terms = missing.map((feature) => termOf(feature, this.#library));
			const rows = await ranksOf(this.#ctx, terms, limit);
			return rows.map(({ term, ranks }) => [featureOf(term), toPosting(featureOf(term), readNumbers(ranks), limit)]);
		});
		return found.filter((posting) => posting !== undefined);
	}

	async documents(numbers: readonly number[]): Promise<LabelledDocument[]> {
		const found = await this.#documents.all(numbers, async (missing) => {
			const rows = await labelledRows(this.#ctx, this.#library, missing);
			return rows.map((row) => [row.number, toLabelledDocument(row)]);
		});
		return found.filter((document) => document !== undefined);
	}

	async statements(numbers: readonly number[]): Promise<ReadonlyMap<number, Statement>> {
		const found = await this.#statements.all(numbers, async (missing) => {
			const rows = await statementRows(this.#ctx, this.#library, missing);
			return rows.map((row) => [row.number, this.#statement(row)]);
		});
		return new Map(
			numbers.flatMap((number, at) => {
				const statement = found[at];
				return statement === undefined ? [] : [[number, statement] as const];
			}),
		);
	}

	#statement(row: Pick<LabelledRow, "labels" | "rejected">): Statement {
		const key = `${row.labels}\n${row.rejected}`;
		const known = this.#read.get(key);
		if (known !== undefined) return known;
		if (this.#read.size >= KEPT_STATEMENTS) this.#read.clear();
		const statement = toStatement(row);
		this.#read.set(key, statement);
		return statement;
	}
}

/** Of a list that was cut short, the greatest rank tells how long it is: an estimate, as the interface allows. */
function toPosting(feature: number, ranks: readonly number[], limit: number): Posting | undefined {
	if (ranks.length === 0) return undefined;
	const last = ranks.at(-1) ?? 0;
	const count = ranks.length < limit ? ranks.length : Math.round(((limit - 1) * RANKS) / (last + 1));
	return { feature, count: Math.max(count, ranks.length), documents: ranks.map(documentOfRank) };
}

/** Of a text that the database made. */
function readNumbers(json: string): number[] {
	return JSON.parse(json) as number[];
}

/** The last so many answers by key; undefined for a key without one is an answer as well. */
class Memory<Value> {
	readonly #most: number;
	readonly #values = new Map<number, Value | undefined>();

	constructor(most: number) {
		this.#most = most;
	}

	/** In the order of the keys; `read` is asked for those that are not there. */
	async all(
		keys: readonly number[],
		read: (missing: readonly number[]) => Promise<readonly (readonly [number, Value])[]>,
	): Promise<(Value | undefined)[]> {
		const missing = keys.filter((key) => !this.#values.has(key));
		const fresh = new Map(missing.length === 0 ? [] : await read(missing));
		const found = keys.map((key) => (fresh.has(key) ? fresh.get(key) : this.#values.get(key)));
		for (const key of missing) this.#values.set(key, fresh.get(key));
		for (const key of this.#values.keys()) {
			if (this.#values.size <= this.#most) break;
			this.#values.delete(key);
		}
		return found;
	}

	clear(): void {
		this.#values.clear();
	}
}
