/**
 * The library's own classified documents as the classifier looks them up: a map in plain Node, tables in the Worker. Nothing but what single
 * documents are labelled with is kept, so that learning, correcting and forgetting are one write each, in any order and as often as one likes.
 */

/** What a document is known to be. Undefined: nothing is known; null or an empty list: known to have none. */
export interface Labels {
	correspondent: string | null | undefined;
	documentType: string | null | undefined;
	tags: readonly string[] | undefined;
}

/** Values that the user has refused for a document. */
export interface Rejected {
	correspondents: readonly string[];
	documentTypes: readonly string[];
	tags: readonly string[];
}

export const nothingRejected: Rejected = { correspondents: [], documentTypes: [], tags: [] };

/** What is known of a document, without the document. */
export interface Statement {
	labels: Labels;
	rejected: Rejected;
}

export interface LabelledDocument extends Statement {
	/** Of the library's row. */
	number: number;
	/** Keys of its features, each once. */
	features: Uint32Array;
}

/** Names with the number of documents that have them; 0 for one that exists and is not used. */
export type Names = ReadonlyMap<string, number>;

export interface Vocabulary {
	/** Of the index. */
	documents: number;
	correspondents: Names;
	documentTypes: Names;
	tags: Names;
}

export interface Posting {
	feature: number;
	/** In how many documents it occurs; where these are more than were asked for, an estimate will do. */
	count: number;
	/**
	 * The documents with the smallest `documentRank` among them: of features that occur together the same documents, as far as possible, so that
	 * few documents need to be read for many features.
	 */
	documents: readonly number[];
}

export interface LabelledIndex {
	vocabulary(): Promise<Vocabulary>;
	/** Those features that any document has. */
	postings(features: readonly number[], limit: number): Promise<Posting[]>;
	/** Those of the numbers that are in it. */
	documents(numbers: readonly number[]): Promise<LabelledDocument[]>;
	/** The same without what makes them large: many more of them are asked for. */
	statements(numbers: readonly number[]): Promise<ReadonlyMap<number, Statement>>;
}

/** An order of documents that has nothing to do with their age: 32 bits, a bijection of them (the finaliser of MurmurHash3). */
export function documentRank(number: number): number {
	let bits = number | 0;
	bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return (bits ^ (bits >>> 16)) >>> 0;
}

/** The number that has this rank. */
export function documentOfRank(rank: number): number {
	let bits = rank | 0;
	bits = Math.imul(bits ^ (bits >>> 16), 0x7ed1b41d);
	bits = Math.imul(bits ^ (bits >>> 13) ^ (bits >>> 26), 0xa5cb9243);
	return (bits ^ (bits >>> 16)) >>> 0;
}
