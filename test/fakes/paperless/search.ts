import { type Call, param } from "./call.ts";
import type { DocumentRecord } from "./records.ts";
import type { Store } from "./store.ts";

export interface Hit {
	record: DocumentRecord;
	score: number;
	/** The passage around the first word found, words in `<span class="match">`. */
	highlights: string;
}

/** A plain full text search, best first: all words must be there. Enough to test a caller, not the server's ranking. */
export function searchDocuments(call: Call, name: string, records: readonly DocumentRecord[]): Hit[] {
	const raw = param(call, name) ?? "";
	const hits =
		name === "more_like_id"
			? similar(call.store, Number(raw), records)
			: records.flatMap((record) => hitOf(call.store, record, termsOf(raw, name)));
	return hits.sort((a, b) => b.score - a.score || b.record.id - a.record.id);
}

interface Term {
	field: string;
	words: string;
	isPrefix: boolean;
}

/** Words and quoted phrases, each perhaps behind a field's name and a colon. */
function termsOf(raw: string, name: string): Term[] {
	const terms: Term[] = [];
	for (const [, field = "", phrase, word = ""] of raw.matchAll(/(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)) {
		const text = (phrase ?? word).toLowerCase();
		const isPrefix = phrase === undefined && text.endsWith("*");
		const words = text.replace(/\*$/, "").trim();
		if ([...words].length < 2 || ["and", "or", "not"].includes(words)) continue;
		terms.push({ field: name === "title_search" ? "title" : field, words, isPrefix });
	}
	return terms;
}

function hitOf(store: Store, record: DocumentRecord, terms: readonly Term[]): Hit[] {
	if (terms.length === 0) return [];
	let score = 0;
	for (const term of terms) {
		const found = fieldsOf(store, record, term.field).reduce((sum, text) => sum + occurrences(text, term), 0);
		if (found === 0) return [];
		score += 1 + Math.log(found);
	}
	return [{ record, score, highlights: highlight(record.content, terms[0]?.words ?? "") }];
}

function fieldsOf(store: Store, record: DocumentRecord, field: string): string[] {
	const { tags, correspondents, document_types: types } = store.named;
	const named: Record<string, () => string[]> = {
		title: () => [record.title],
		content: () => [record.content],
		tag: () => record.tags.map((id) => tags.get(id)?.name ?? ""),
		correspondent: () => [correspondents.get(record.correspondent ?? 0)?.name ?? ""],
		type: () => [types.get(record.documentType ?? 0)?.name ?? ""],
		notes: () => record.notes.map(({ note }) => note),
	};
	const one = Object.hasOwn(named, field) ? named[field] : undefined;
	return (
		one?.() ?? ["title", "content", "tag", "correspondent", "type", "notes"].flatMap((name) => named[name]?.() ?? [])
	);
}

const letter = /[\p{L}\p{N}_]/u;

function occurrences(text: string, { words, isPrefix }: Term): number {
	const lower = text.toLowerCase();
	let count = 0;
	for (let at = lower.indexOf(words); at >= 0; at = lower.indexOf(words, at + words.length)) {
		const startsWord = !letter.test(lower[at - 1] ?? "");
		const endsWord = isPrefix || !letter.test(lower[at + words.length] ?? "");
		if (startsWord && endsWord) count++;
	}
	return count;
}

function highlight(content: string, words: string): string {
	const at = content.toLowerCase().indexOf(words);
	if (at < 0) return "";
	const found = content.slice(at, at + words.length);
	const before = content.slice(Math.max(0, at - 60), at);
	return `${before}<span class="match">${found}</span>${content.slice(at + words.length, at + words.length + 60)}`;
}

function similar(store: Store, id: number, records: readonly DocumentRecord[]): Hit[] {
	const like = store.findDocument(id);
	if (like === undefined) return [];
	const wanted = wordsOf(like);
	return records.flatMap((record) => {
		if (record.id === id) return [];
		const own = wordsOf(record);
		const shared = [...own].filter((word) => wanted.has(word)).length;
		return shared === 0 ? [] : [{ record, score: shared / (own.size + wanted.size - shared), highlights: "" }];
	});
}

function wordsOf({ title, content }: DocumentRecord): Set<string> {
	return new Set(`${title} ${content}`.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);
}
