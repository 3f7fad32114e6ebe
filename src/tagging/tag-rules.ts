/** What a tag may be: how one is cleaned, and which are dropped for what they are. */

/** Characters of a tag. */
const [MIN_CHARACTERS, MAX_CHARACTERS] = [2, 80];
const MAX_WORDS = 7;

/** Too general to find anything by. */
const EMPTY_TAGS = new Set([
	...["contact", "email", "phone", "address", "document", "information", "data", "details", "pdf", "report"],
	...["government", "india", "language", "publication"],
	...["contact details", "contact information", "phone number", "email address"],
]);

const MONTHS = new Set([
	...["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"],
	...["november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"],
]);

/** Well-formed Roman numerals that are words or abbreviations people search for. */
const ROMAN_LOOKING_WORDS = new Set(["mix", "cv", "cd", "dc", "md", "di", "mi", "dix"]);

export interface TagScript {
	/** The document's own script and language are kept: the embedded provider cannot translate. */
	keepsScript: boolean;
}

/** Lower case, words parted by one space, nothing but letters with their marks, digits and `_`. Cleaning twice changes nothing. */
export function cleanTag(raw: string): string {
	const folded = raw.normalize("NFKC").toLowerCase().normalize("NFC");
	const unmarked = withoutMarkers(folded);
	// What a numeral leaves behind where it was cut off; `rd` alone may be what is left of R&D.
	const ordinal = unmarked === folded ? /^(?:(?:st|nd|th) )+/ : /^(?:(?:st|nd|rd|th) )+/;
	return plainWords(unmarked).replace(ordinal, "");
}

/** The cleaning without its list rules, for text that is no list item: terms to exclude, and texts that tags are looked for in. */
export function plainWords(text: string): string {
	return (
		text
			.normalize("NFKC")
			.toLowerCase()
			.normalize("NFC")
			.replace(/[^\p{L}\p{M}\p{Nd}_\s-]/gu, "")
			// Marks whose letter went stand at another one now, perhaps in another order.
			.normalize("NFKC")
			.replace(/[\s-]+/g, " ")
			.trim()
	);
}

/** `1.`, `2)`, `-`, `•`; but not the number of `5g rollout` or of `2.0 release`. */
function withoutMarkers(text: string): string {
	return text.replace(/^(?:\s*(?:\d{1,3}[.)](?!\d)|[-*•–—]))+/, "");
}

/** Of a cleaned tag. */
export function isWorthless(tag: string, { keepsScript }: TagScript): boolean {
	const words = tag.split(" ");
	return (
		tag.length < MIN_CHARACTERS ||
		tag.length > MAX_CHARACTERS ||
		words.length > MAX_WORDS ||
		EMPTY_TAGS.has(tag) ||
		!/[\p{L}]/u.test(tag) ||
		(!keepsScript && /[^ -~]/.test(tag)) ||
		words.every((word) => /^\p{Nd}+$/u.test(word) || MONTHS.has(word)) ||
		isRomanNumeral(tag) ||
		words.some((word) => isGibberish(word, keepsScript))
	);
}

export function isMonth(word: string): boolean {
	return MONTHS.has(word);
}

export function isRomanNumeral(tag: string): boolean {
	return /^m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/.test(tag) && !ROMAN_LOOKING_WORDS.has(tag);
}

/** A long word without enough vowels. German and others write one sound with several letters, which then count once. */
function isGibberish(word: string, keepsScript: boolean): boolean {
	const plain = word.normalize("NFD").replace(/\p{M}/gu, "");
	const letters = plain.match(/[a-z]/g)?.length ?? 0;
	// Other scripts have no Latin vowels to count.
	if (letters < 7 || /[^a-z\d_]/.test(plain)) return false;
	const vowels = plain.match(/[aeiouy]/g)?.length ?? 0;
	const sounds = keepsScript ? plain.replace(/sch|ch|ck|ph|sh|th|ts|tz|ss/g, "s") : plain;
	return vowels < letters * 0.08 || /[bcdfghjklmnpqrstvwxz]{6}|[bcdfghjklmnpqrstvwxyz]{7}/.test(sounds);
}
