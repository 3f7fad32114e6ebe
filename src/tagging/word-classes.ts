/** Part of speech of English words, as most of their places in the text have it. */
/** `mixed`: a noun in most places, something else in others. */
export type WordClass = "noun" | "mixed" | "adjective" | "gerund" | "participle" | "verb" | "other";

/** Characters tagged: the tagger takes some 15 ms for a thousand. */
const MAX_CHARACTERS = 24_000;

const HEADING_CHARACTERS = 90;

/** A word that is as often a noun as this may end a phrase, and as often as that be one alone. */
const [MIXED_SHARE, NOUN_SHARE] = [0.5, 0.75];

interface Term {
	normal: string;
	tags: string[];
}

/** By the word in lower case. Words beyond the part that was looked at are missing. */
export async function classifyWords(lines: readonly string[]): Promise<Map<string, WordClass>> {
	const counts = new Map<string, Map<WordClass, number>>();
	for (const { normal, tags } of await taggedTerms(lines)) {
		const ofWord = counts.get(normal) ?? new Map<WordClass, number>();
		counts.set(normal, ofWord);
		const wordClass = classOf(new Set(tags));
		ofWord.set(wordClass, (ofWord.get(wordClass) ?? 0) + 1);
	}
	return new Map([...counts].map(([word, ofWord]) => [word, prevailing(ofWord)]));
}

async function taggedTerms(lines: readonly string[]): Promise<Term[]> {
	let left = MAX_CHARACTERS;
	const sample: string[] = [];
	for (const line of lines) {
		if (left <= 0) break;
		const readable = withoutEmptyCapitals(line);
		sample.push(readable.slice(0, left));
		left -= line.length;
	}
	// Its lexicon takes a tenth of a second to unpack, which a Worker that tags nothing should not pay when it starts.
	const { default: nlp } = await import("compromise/two");
	const sentences: { terms: Term[] }[] = nlp(sample.join("\n")).json({ offset: false });
	return sentences.flatMap(({ terms }) => terms);
}

/** Capitals that tell no name, at the head of a sentence and all over a heading, would make names of verbs. */
function withoutEmptyCapitals(line: string): string {
	const words = line.match(/\p{L}{4,}/gu) ?? [];
	const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
	if (line.length <= HEADING_CHARACTERS || capitals > words.length * 0.6) return line.toLowerCase();
	return line.replace(/(?:^|\t|[.!?:]\s+)\p{Lu}(?=\p{Ll})/gu, (start) => start.toLowerCase());
}

function prevailing(counts: ReadonlyMap<WordClass, number>): WordClass {
	const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
	const nouns = (counts.get("noun") ?? 0) / total;
	if (nouns >= MIXED_SHARE) return nouns >= NOUN_SHARE ? "noun" : "mixed";
	const [[best] = ["other" as const]] = [...counts].sort(([, a], [, b]) => b - a);
	return best;
}

function classOf(tags: ReadonlySet<string>): WordClass {
	if (tags.has("Gerund")) return "gerund";
	if (tags.has("Pronoun") || tags.has("Value") || tags.has("Expression")) return "other";
	if (tags.has("Comparative") || tags.has("Superlative")) return "other";
	if (tags.has("Noun")) return "noun";
	if (tags.has("Adjective")) return "adjective";
	if (tags.has("Participle") || tags.has("PastTense")) return "participle";
	return tags.has("Verb") ? "verb" : "other";
}
