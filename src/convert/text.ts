/** Text as printed → text as meant: inline markup off, accents and ligatures composed, line-end hyphens joined. */

/** Spacing accents that Type 1 fonts print before (TeX) their letter → their combining forms. */
const ACCENTS: Readonly<Record<string, string>> = {
	"\u00a8": "\u0308",
	"\u00b4": "\u0301",
	"\u02c6": "\u0302",
	"\u02dc": "\u0303",
	"\u00b8": "\u0327",
	"\u02c7": "\u030c",
	"\u02d8": "\u0306",
	"\u02da": "\u030a",
	"\u02d9": "\u0307",
	"\u02dd": "\u030b",
};

/** First halves that keep their hyphen when a line ends after it: "well-known", "self-made". */
const HYPHEN_KEEPERS =
	/^(?:self|well|non|high|low|long|short|full|half|part|real|cross|large|small|open|left|right|two|three|four|five|one|first|second|third|mid|multi|all|ill|so|post|pre|co|ex|state|time|data|user|cost|end|e)$/i;

/** Words after which a hyphen stands alone: "pre- and postwar". */
const SUSPENDED = /^(?:and|or|to|und|oder|bis|et|ou|y|o|of|sowie|als)$/i;

/** Leaders of a table of contents that were set dot by dot. */
const LEADERS = /\s?(?:\.\s){4,}\.?/g;

/** Takes off the emphasis, strike-through and escapes of the first reader's text. */
export function withoutMarkup(text: string): string {
	if (!/[*~\\]/.test(text)) return text;
	return text
		.replace(/(?<!\\)(?:\*{1,3}|~~)(?=\S)|(?<=[^\s\\])(?:\*{1,3}|~~)/g, "")
		.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

/** NFC, ligatures as letters, composed accents, no control characters, single blanks, trimmed. */
export function normalized(text: string): string {
	let result = text;
	if (/[^\x20-\x7e]/.test(text)) {
		result = composeAccents(text.replace(PRESENTATION_FORMS, plainForm))
			.replace(/\u00ad\s+(?=\p{Ll})|\u00ad(?=\S)/gu, "")
			// Zero width and byte order marks, not the joiners Indic scripts need.
			.replace(/[\u200b\u2060\ufeff\u00ad]|(?!\s)\p{Cc}/gu, "")
			.normalize("NFC");
	}
	if (result.includes(". . . .")) result = result.replace(LEADERS, (dots) => ` ${dots.replace(/\s/g, "")} `);
	return result.replace(/\s+/g, " ").trim();
}

/** Letters in the shape they have in a ligature or at a place of a word: Latin, Armenian, Hebrew, Arabic; phrases in one sign stay. */
const PRESENTATION_FORMS = /[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb4f\ufb50-\ufdc7\ufe70-\ufefc]/g;

/** A vowel sign of its own comes with a blank to stand on. */
function plainForm(form: string): string {
	return form.normalize("NFKC").replace(/ /g, "");
}

/** `Br¨oker` → `Bröker`: where accent and letter have a composed form, and the accent is not an apostrophe. */
function composeAccents(text: string): string {
	if (!/[\u00a8\u00b4\u02c6\u02dc\u00b8\u02c7\u02d8-\u02dd]/.test(text)) return text;
	return text.replace(
		/([\u00a8\u00b4\u02c6\u02dc\u00b8\u02c7\u02d8-\u02da\u02dd])([A-Za-z\u0131])(?!\p{M})/gu,
		(match, accent, letter, at) => {
			const combining = ACCENTS[accent];
			if (combining === undefined) return match;
			const tail = text.slice(at + 2, at + 3);
			if (accent === "\u00b4" && /[a-z]/i.test(text.slice(at - 1, at)) && /[stmd]/.test(letter) && !/\p{L}/u.test(tail))
				return `'${letter}`;
			const composed = ((letter === "\u0131" ? "i" : letter) + combining).normalize("NFC");
			return composed.length === 1 ? composed : match;
		},
	);
}

/** Words of a page, lower case: tells a hyphenated word from a compound. */
export function vocabularyOf(texts: Iterable<string>): Set<string> {
	const words = new Set<string>();
	for (const text of texts) {
		for (const word of text.match(/\p{L}+(?:-\p{L}+)*/gu) ?? []) words.add(word.toLowerCase());
	}
	return words;
}

/** The two halves of a word cut by a hyphen, joined; undefined where they are not one word. */
export function joinHyphen(left: string, right: string, vocabulary: ReadonlySet<string>): string | undefined {
	if (SUSPENDED.test(right)) return undefined;
	if (vocabulary.has(`${left}-${right}`.toLowerCase())) return `${left}-${right}`;
	if (vocabulary.has((left + right).toLowerCase())) return left + right;
	if (HYPHEN_KEEPERS.test(left) || left.length < 2 || right.length < 2) return `${left}-${right}`;
	return left + right;
}

/** Share of characters that no font maps to text: replacement, private use, control. 0 for short text. */
export function garbledShare(text: string): number {
	const characters = text.replace(/\s/g, "");
	if (characters.length < 20) return 0;
	return (characters.match(/[\ufffd\ue000-\uf8ff]|(?!\s)\p{Cc}/gu)?.length ?? 0) / characters.length;
}

/** Share of characters that hardly stand in prose: unmapped ones, symbols, and letters of scripts that are strangers to the rest. */
export function oddShare(text: string): number {
	const characters = text.replace(/\s/g, "");
	if (characters.length === 0) return 0;
	const counts = SCRIPTS.map((script) => characters.match(script)?.length ?? 0);
	const strangers = counts.reduce((sum, count) => sum + count, 0) - Math.max(...counts);
	const symbols = characters.match(/[\ufffd\ue000-\uf8ff\p{Cc}\p{Cn}\p{So}\p{Sk}\p{Sm}]/gu)?.length ?? 0;
	const other = characters.match(/\p{L}/gu)?.length ?? 0;
	const unknown = other - counts.reduce((sum, count) => sum + count, 0);
	return (strangers + symbols + Math.max(0, unknown)) / characters.length;
}

const SCRIPTS = [
	/\p{Script=Latin}/gu,
	/[\p{Script=Greek}\p{Script=Cyrillic}]/gu,
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu,
	/\p{Script=Arabic}/gu,
	/\p{Script=Hebrew}/gu,
	/\p{Script=Devanagari}/gu,
];

/** True where most letters are of scripts that run from right to left. */
export function isRightToLeft(text: string): boolean {
	const rtl = text.match(/[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/gu)?.length ?? 0;
	return rtl > 0 && rtl > (text.match(/\p{L}/gu)?.length ?? 0) / 2;
}
