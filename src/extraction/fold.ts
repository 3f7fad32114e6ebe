/** Text as it is compared: without case, accents and the spellings of one script's digits. */

const DIGIT_BLOCKS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0xff10];

/** Digits of other scripts (Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati, full width) as 0–9; nothing else changes. */
export function plainDigits(text: string): string {
	if (!/[^\x20-\x7e]/.test(text)) return text;
	return text.replace(/\p{Nd}/gu, (digit) => {
		const code = digit.codePointAt(0) ?? 0;
		const zero = DIGIT_BLOCKS.find((start) => code >= start && code < start + 10);
		return zero === undefined ? digit : String(code - zero);
	});
}

/** Lower case without accents. A Devanagari word keeps its letters but not their order. */
export function foldWord(word: string): string {
	const lower = plainDigits(word).toLowerCase();
	if (/^[\x20-\x7e]*$/.test(lower)) return lower;
	if (/\p{Script=Devanagari}/u.test(lower)) return foldDevanagari(lower);
	return lower
		.replaceAll("ß", "ss")
		.normalize("NFD")
		.replace(/[\u0300-\u036f]/g, "")
		.normalize("NFC");
}

/**
 * PDFs hold Devanagari as it is drawn: a short i stands before its consonant, and half letters lose their sign. So the letters of a word
 * are sorted, each once, without signs that come and go.
 */
function foldDevanagari(word: string): string {
	const letters = [...word.normalize("NFD").replace(/[\u093c\u094d\u200c\u200d]/gu, "")];
	const plain = letters.map((letter) => (letter === "\u0901" ? "\u0902" : letter));
	return [...new Set(plain)].sort().join("");
}

/** Words of a text, folded: letters with their marks, digits; `°`, `#` and `%` are words. */
export function wordsOf(text: string): string[] {
	const spaced = text
		.replace(/\be-mail/gi, "email")
		.replace(/\ba\/c\b/gi, "account")
		.replace(/(\p{L})['’]s?(?![\p{L}])/gu, "$1")
		.replace(/(?<!\p{L})(?:\p{L}\.){2,}(?:\p{L}(?!\p{L}))?/gu, (letters) => letters.replaceAll(".", ""))
		.replace(/(\p{L})(?:\((?:n|s|e|en|es|in|innen)\)|[/:*]-?(?:in|innen))(?![\p{L}\p{M}])/gu, "$1")
		.replace(/№/g, " no ")
		.replace(/\bn[°º]/gi, " no ")
		.replace(/#/g, " no ");
	return [...spaced.matchAll(/[\p{L}\p{M}\p{Nd}]+|%/gu)].map(([word]) => foldWord(word));
}

/** `invoiceNumber`, `invoice_number`, `invoice-number` → `invoice number`. */
export function humanized(name: string): string {
	return name
		.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
		.replace(/[_\-./]+/g, " ")
		.trim();
}
