/** A labelled index that lives as long as its process: for benches, tests and whoever classifies without a Worker. */
import {
	documentRank,
	type LabelledDocument,
	type LabelledIndex,
	type Names,
	type Posting,
	type Statement,
	type Vocabulary,
} from "./labelled-index.ts";

/** Names that exist whether a document has them or not. */
export interface KnownNames {
	correspondents: Iterable<string>;
	documentTypes: Iterable<string>;
	tags: Iterable<string>;
}

export class MemoryLabelledIndex implements LabelledIndex {
	private readonly entries = new Map<number, LabelledDocument>();
	/** Numbers of documents by feature, sorted by rank when first read. */
	private readonly lists = new Map<number, { numbers: number[]; isSorted: boolean }>();
	private readonly names: { [Kind in keyof KnownNames]: Map<string, number> };

	constructor(known: Partial<KnownNames> = {}) {
		const counts = (names: Iterable<string> = []) => new Map([...names].map((name) => [name, 0]));
		this.names = {
			correspondents: counts(known.correspondents),
			documentTypes: counts(known.documentTypes),
			tags: counts(known.tags),
		};
	}

	/** Learns a document, in place of what was known of it. */
	put(document: LabelledDocument): void {
		this.delete(document.number);
		this.entries.set(document.number, document);
		this.count(document, 1);
		for (const feature of document.features) {
			const list = this.lists.get(feature);
			if (list === undefined) this.lists.set(feature, { numbers: [document.number], isSorted: true });
			else {
				list.numbers.push(document.number);
				list.isSorted = false;
			}
		}
	}

	/** Forgets a document. */
	delete(number: number): void {
		const document = this.entries.get(number);
		if (document === undefined) return;
		this.entries.delete(number);
		this.count(document, -1);
		for (const feature of document.features) {
			const numbers = this.lists.get(feature)?.numbers ?? [];
			numbers.splice(numbers.indexOf(number), 1);
			if (numbers.length === 0) this.lists.delete(feature);
		}
	}

	async vocabulary(): Promise<Vocabulary> {
		const { correspondents, documentTypes, tags } = this.names;
		const copy = (names: Map<string, number>): Names => new Map(names);
		return {
			documents: this.entries.size,
			correspondents: copy(correspondents),
			documentTypes: copy(documentTypes),
			tags: copy(tags),
		};
	}

	async postings(features: readonly number[], limit: number): Promise<Posting[]> {
		return features.flatMap((feature) => {
			const list = this.lists.get(feature);
			if (list === undefined) return [];
			if (!list.isSorted) list.numbers.sort((a, b) => documentRank(a) - documentRank(b));
			list.isSorted = true;
			return [{ feature, count: list.numbers.length, documents: list.numbers.slice(0, limit) }];
		});
	}

	async documents(numbers: readonly number[]): Promise<LabelledDocument[]> {
		return numbers.flatMap((number) => this.entries.get(number) ?? []);
	}

	async statements(numbers: readonly number[]): Promise<ReadonlyMap<number, Statement>> {
		return new Map((await this.documents(numbers)).map((document) => [document.number, document]));
	}

	private count({ labels }: LabelledDocument, by: 1 | -1): void {
		const { correspondents, documentTypes, tags } = this.names;
		const change = (names: Map<string, number>, name: string): void => {
			names.set(name, (names.get(name) ?? 0) + by);
		};
		if (typeof labels.correspondent === "string") change(correspondents, labels.correspondent);
		if (typeof labels.documentType === "string") change(documentTypes, labels.documentType);
		for (const tag of labels.tags ?? []) change(tags, tag);
	}
}
