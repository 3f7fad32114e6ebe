/** Text as the classifier compares it: lower case, without accents, words apart from their punctuation. */

/** Latin letters that decomposition leaves as they are. */
const LETTERS: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };
const TOKEN = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;

/** Vowel signs of Indic scripts carry meaning and stay. */
export function fold(text: string): string {
	const lower = text.toLowerCase();
	if (isAscii(lower)) return lower;
	return lower
		.normalize("NFKD")
		.replace(/[\u0300-\u036f\u00ad\u093c\u200b-\u200d\ufeff]/g, "")
		.replace(/[ßæœøłđı]/g, (letter) => LETTERS[letter] ?? letter)
		.normalize("NFC");
}

/** Letters and digits of a folded text, in their order. Scripts written without blanks give pairs of letters. */
export function tokensOf(folded: string): string[] {
	const tokens = folded.match(TOKEN) ?? [];
	if (isAscii(folded) || !UNSPACED.test(folded)) return tokens;
	return tokens.flatMap((token) => (UNSPACED.test(token) ? pairsOf(token) : [token]));
}

function pairsOf(run: string): string[] {
	const letters = [...run];
	return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

function isAscii(text: string): boolean {
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
	return true;
}
