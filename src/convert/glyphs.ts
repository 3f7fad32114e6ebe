/**
 * Single wrong letters in otherwise good text: fonts without a table of their letters, of which a reader guesses ("oﬃce" → "ofÞce",
 * "flattened" → "Thattened"). What an encoding tells is mended here; for the rest this says where a second reader is worth its cost.
 */
import type { Word } from "./raw-page.ts";

/**
 * Ligatures by the codes they have in one encoding, as another one shows them: TeX's OT1 (14, 15) and T1 (27–31), the ↵ and ¤ of TeX and
 * symbol fonts for "ff", Adobe's StandardEncoding (® ¯) and Mac Roman (Þ) read as Latin-1, and the private letters of old Mac fonts.
 */
const LIGATURES: Readonly<Record<string, string>> = {
	"\u000e": "ffi",
	"\u000f": "ffl",
	"\u001b": "ff",
	"\u001c": "fi",
	"\u001d": "fl",
	"\u001e": "ffi",
	"\u001f": "ffl",
	"\u21b5": "ff",
	"\u00a4": "ff",
	"\u00ae": "fi",
	"\u00af": "fl",
	"\u00de": "fi",
	"\uf001": "fi",
	"\uf002": "fl",
};
const LIGATURE = /[\p{Cc}\u21b5¤®¯Þ\uf001\uf002]/u;
/** Inside a word, or at its beginning before small letters. */
const IN_WORD =
	/(?<=\p{Ll})([\p{Cc}\u21b5¤®¯Þ\uf001\uf002])(?=\p{Ll})|^([\p{Cc}\u21b5¤®¯Þ\uf001\uf002])(?=\p{Ll}{2})/gu;
/** Icelandic and Old English have Þ as a letter. */
const THORN_SCRIPTS = /[þðÐ]/;
/** Letters that no font told, or signs that stand in no word. */
const STRANGER = /\p{Ll}{2}[\ufffd\p{Co}\p{Cc}\p{So}¤¯Þ]\p{Ll}|^[\ufffd\p{Co}\p{Cc}\p{So}¤¯Þ]\p{Ll}{3}/u;
/** What either of them has, found fast: most pages have none. */
const SUSPECT = /[a-z][A-Z]|[^ -~\u00a0-\u00a3\u00a5-\u00ad\u00b0-\u00dd\u00df-\u20ff]/;
/** A capital within small letters; names have them too ("YouTube"). */
const CAPITAL_INSIDE = /\p{Ll}(\p{Lu})\p{Ll}/gu;
/** One word may be odd; a wrong letter comes again. */
const MIN_WORDS = 2;
/** Words with the same capital inside, and the share of that capital that stands there: others begin words. */
const MIN_CAPITAL_WORDS = 3;
const MIN_CAPITAL_SHARE = 0.3;

/** Words with the ligatures that their encoding tells, where a font shows them again and again; the same array where there are none. */
export function withLigatures(words: Word[]): Word[] {
	const suspects = words.filter(({ text }) => LIGATURE.test(text));
	if (suspects.length === 0) return words;
	const hasThorns = words.some(({ text }) => THORN_SCRIPTS.test(text));
	const found = new Map<string, Set<string>>();
	for (const { text, font } of suspects) {
		for (const [, inside, first] of text.matchAll(IN_WORD)) {
			const shown = inside ?? first ?? "";
			for (const key of inside === undefined ? [shown, `^${shown}`] : [shown]) {
				found.set(key + font, (found.get(key + font) ?? new Set()).add(text));
			}
		}
	}
	const isLigature = (shown: string, font: string): boolean => {
		if (/\p{Co}/u.test(shown)) return true;
		// After a word the sign is a trade mark's, before a letter a macron: "®eld" is neither, and they come together.
		if (shown === "®" || shown === "¯")
			return (found.get(`®${font}`)?.size ?? 0) >= MIN_WORDS && found.has(`^®${font}`);
		return !(shown === "Þ" && hasThorns) && (found.get(shown + font)?.size ?? 0) >= MIN_WORDS;
	};
	return words.map((word) => {
		if (!LIGATURE.test(word.text)) return word;
		const text = word.text.replace(IN_WORD, (shown: string) =>
			isLigature(shown, word.font) ? (LIGATURES[shown] ?? shown) : shown,
		);
		return text === word.text ? word : { ...word, text };
	});
}

/** True where letters of a font look wrong again and again. */
export function hasOddGlyphs(words: readonly Word[]): boolean {
	const suspects = words.filter(({ text, mono }) => !mono && SUSPECT.test(text));
	if (suspects.length < MIN_WORDS) return false;
	const strangers = new Map<string, Set<string>>();
	const inside = new Map<string, Set<string>>();
	const capitals = new Map<string, number>();
	for (const { text, font } of suspects) {
		if (STRANGER.test(text)) strangers.set(font, (strangers.get(font) ?? new Set()).add(text));
		for (const [, capital] of text.matchAll(CAPITAL_INSIDE)) {
			inside.set(capital + font, (inside.get(capital + font) ?? new Set()).add(text));
		}
	}
	if ([...strangers.values()].some((set) => set.size >= MIN_WORDS)) return true;
	if ([...inside.values()].every((set) => set.size < MIN_CAPITAL_WORDS)) return false;
	for (const { text, font } of words) {
		for (const capital of text.match(/\p{Lu}/gu) ?? []) {
			capitals.set(capital + font, (capitals.get(capital + font) ?? 0) + 1);
		}
	}
	return [...inside].some(
		([key, set]) => set.size >= MIN_CAPITAL_WORDS && set.size >= (capitals.get(key) ?? 0) * MIN_CAPITAL_SHARE,
	);
}

/** True for a word with a letter that cannot be right there. */
export function isOddWord(text: string): boolean {
	return STRANGER.test(text) || /\p{Ll}\p{Lu}\p{Ll}/u.test(text);
}
