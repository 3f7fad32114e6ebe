/** Found chunks → what a language model is given to read, within a budget of tokens (contracts/library.md 15.4). */
import type { FoundChunk } from "../retrieval/found-chunk.ts";

/** A passage as the model sees it: one chunk, or several that follow each other in their document. */
export interface ContextPassage {
	/** 1-based: what the model names in its marks. */
	number: number;
	title: string;
	text: string;
	/** In the order of their document. */
	chunks: readonly FoundChunk[];
}

/** Characters a token, as everywhere in the contract. */
const TOKEN_CHARACTERS = 4;
/** An overlap of the plain splitter is at most 500 tokens. */
const MAX_OVERLAP = 2000;
/** A shorter agreement of two chunks may be chance. */
const MIN_OVERLAP = 12;

/**
 * The best chunks that fit, whole: the first that does not fit ends it, so that no table is cut. Chunks that follow each other
 * in a document become one passage where the better of them stands, without what both have.
 */
export function contextOf(found: readonly FoundChunk[], budgetTokens: number): ContextPassage[] {
	const groups: FoundChunk[][] = [];
	let left = budgetTokens;
	for (const chunk of found) {
		const cost = Math.ceil(chunk.content.length / TOKEN_CHARACTERS);
		if (cost > left) break;
		left -= cost;
		const near = groups.filter((group) => group.some((other) => areNeighbours(other, chunk)));
		const [first] = near;
		if (first === undefined) groups.push([chunk]);
		else {
			first.push(chunk, ...near.slice(1).flat());
			for (const joined of near.slice(1)) groups.splice(groups.indexOf(joined), 1);
		}
	}
	return groups.map((group, at) => {
		const chunks = group.sort((a, b) => a.chunkIndex - b.chunkIndex);
		return { number: at + 1, title: chunks[0]?.title ?? "", text: joinedText(chunks), chunks };
	});
}

/**
 * The passages as text for a prompt. What stands between the fences is quoted material: no document can close its fence, since
 * the fence's name occurs in none of them.
 */
export function framedContext(passages: readonly ContextPassage[]): string {
	const fence = fenceFor(passages);
	return passages
		.map(
			({ number, title, text }) => `<${fence} ${number} title="${attribute(title)}">\n${text}\n</${fence} ${number}>`,
		)
		.join("\n\n");
}

function areNeighbours(a: FoundChunk, b: FoundChunk): boolean {
	return a.documentId === b.documentId && Math.abs(a.chunkIndex - b.chunkIndex) === 1;
}

function joinedText(chunks: readonly FoundChunk[]): string {
	let joined = "";
	let last: FoundChunk | undefined;
	for (const chunk of chunks) {
		const own = chunk.content.slice(chunk.headLength);
		if (last !== undefined && last.chunkIndex === chunk.chunkIndex) continue;
		joined = last === undefined ? own : append(joined, own);
		last = chunk;
	}
	return joined;
}

function append(text: string, next: string): string {
	const overlap = overlapOf(text, next);
	if (overlap > 0) return text + next.slice(overlap);
	const head = repeatedHead(text, next);
	return head > 0 ? `${text}\n${next.slice(head)}` : `${text}\n\n${next}`;
}

/** Characters at the end of one text with which the next begins. */
function overlapOf(text: string, next: string): number {
	for (let length = Math.min(MAX_OVERLAP, text.length, next.length); length >= MIN_OVERLAP; length--) {
		if (next.startsWith(text.slice(-length))) return length;
	}
	return 0;
}

/** Length of a table's head that the next chunk repeats where one table was cut between rows. */
function repeatedHead(text: string, next: string): number {
	const [head = "", rule = ""] = next.split("\n", 2);
	if (!/^\|.*\|$/.test(head) || !/^\|(?: ?-{3,} ?\|)+$/.test(rule)) return 0;
	const start = text.lastIndexOf(`${head}\n${rule}\n`);
	if (start < 0) return 0;
	const isOpen = text
		.slice(start)
		.split("\n")
		.every((line) => line.startsWith("|"));
	return isOpen ? head.length + rule.length + 2 : 0;
}

function fenceFor(passages: readonly ContextPassage[]): string {
	const isTaken = (name: string): boolean =>
		passages.some(({ text, title }) => text.toLowerCase().includes(name) || title.toLowerCase().includes(name));
	let fence = "passage";
	for (let at = 1; isTaken(fence); at++) fence = `passage-${at}`;
	return fence;
}

function attribute(title: string): string {
	return title
		.replace(/[\s\p{Cc}]+/gu, " ")
		.replace(/["<>]/g, "'")
		.trim();
}
