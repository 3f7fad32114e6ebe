/**
 * Devanagari as it is drawn → as it is spelt. Most PDFs with shaped text have it glyph by glyph: a short i before the consonants that it follows in
 * writing, and the hook of an r behind the syllable that it begins.
 */
import { isSpaced, toLines } from "./lines.ts";
import type { RawPage, Word } from "./raw-page.ts";

const CONSONANTS = "(?:[\\u0915-\\u0939\\u0958-\\u095f]\\u093c?\\u094d)*[\\u0915-\\u0939\\u0958-\\u095f]\\u093c?";
/** An i that no consonant stands before. */
const EARLY_I = /(?<![\u0915-\u0939\u093c\u0958-\u095f])\u093f/;
/** An i that no consonant follows: where it is drawn first, one does. */
const SPELT_I = /[\u0915-\u0939\u093c\u0958-\u095f]\u093f(?![\u0901\u0902]?[\u0915-\u0939\u0958-\u095f])/;
/** An r's hook with nothing to stand on. */
const LATE_R = /\u0930\u094d(?![\u0915-\u0939\u0958-\u095f\u200d])/;
/** Some fonts draw the point over the syllable together with the i. */
const DRAWN_I = new RegExp(`\\u093f([\\u0901\\u0902]?)(${CONSONANTS})`, "g");
/** With a joiner behind it, it is no hook. */
const DRAWN_R = new RegExp(`(${CONSONANTS})([\\u093e-\\u094c\\u0902]*)\\u0930\\u094d(?!\\u200d)`, "g");
const DEVANAGARI = /[\u0900-\u097f]/;
/** So many times as many words in the order of drawing as in that of spelling. */
const CLEARLY = 3;

/** Which signs a font has in the order of drawing. */
interface Drawn {
	i: boolean;
	r: boolean;
}

/** As long as the text. */
export function inSpelling(text: string, { i, r }: Drawn): string {
	const spelt = i ? text.replace(DRAWN_I, "$2\u093f$1") : text;
	return r ? spelt.replace(DRAWN_R, "\u0930\u094d$1$2") : spelt;
}

/** The page with the words of such fonts spelt as they are written whose words cannot have been spelt as they stand. */
export function withSpelling(page: RawPage): RawPage {
	if (!page.words.some(({ text }) => DEVANAGARI.test(text))) return page;
	const runs = toLines(page.words).flatMap(({ words }) => toRuns(words));
	const drawn = drawnFonts(runs);
	const spelt = new Map<Word, string>();
	for (const run of runs) {
		const font = drawn.get(fontOf(run));
		if (font?.i || font?.r) spell(run, font, spelt);
	}
	if (spelt.size === 0) return page;
	return {
		...page,
		words: page.words.map((word) => {
			const text = spelt.get(word);
			return text === undefined ? word : { ...word, text };
		}),
	};
}

/** Words that are parts of one: in one font, no blank between them. */
function toRuns(words: readonly Word[]): Word[][] {
	const runs: Word[][] = [];
	for (const word of words) {
		const before = runs.at(-1)?.at(-1);
		if (before !== undefined && before.font === word.font && !isSpaced(before, word)) runs.at(-1)?.push(word);
		else runs.push([word]);
	}
	return runs;
}

function drawnFonts(runs: readonly Word[][]): Map<string, Drawn> {
	const evidence = new Map<string, { i: number; r: number }>();
	for (const run of runs) {
		const text = textOf(run);
		const { i, r } = evidence.get(fontOf(run)) ?? { i: 0, r: 0 };
		evidence.set(fontOf(run), {
			i: i + (EARLY_I.test(text) ? 1 : 0) - (SPELT_I.test(text) ? CLEARLY : 0),
			r: r + (LATE_R.test(text) ? 1 : 0),
		});
	}
	return new Map([...evidence].map(([font, { i, r }]) => [font, { i: i > 0, r: i >= 0 && r > 0 }]));
}

/** Each part keeps its number of letters, and its box. */
function spell(run: readonly Word[], drawn: Drawn, spelt: Map<Word, string>): void {
	const before = textOf(run);
	const text = inSpelling(before, drawn);
	if (text === before) return;
	let start = 0;
	for (const word of run) {
		spelt.set(word, text.slice(start, start + word.text.length));
		start += word.text.length;
	}
}

function fontOf(run: readonly Word[]): string {
	return run[0]?.font ?? "";
}

function textOf(run: readonly Word[]): string {
	return run.map(({ text }) => text).join("");
}
