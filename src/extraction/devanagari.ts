/**
 * Devanagari as it is drawn → as it is spelt. Many PDFs give a short i before the consonants that it follows in writing, and the hook of an r
 * behind the syllable that it begins.
 */
const CONSONANTS = "(?:[\\u0915-\\u0939\\u0958-\\u095f]\\u093c?\\u094d)*[\\u0915-\\u0939\\u0958-\\u095f]\\u093c?";
/** An i that no consonant stands before; an r's hook with nothing to stand on. */
const MISPLACED = /(?<![\u0915-\u0939\u093c\u0958-\u095f])\u093f|\u0930\u094d(?![\u0915-\u0939\u0958-\u095f\u200d])/;
const LEADING_I = new RegExp(`\\u093f(${CONSONANTS})`, "g");
const TRAILING_R = new RegExp(
	`(${CONSONANTS})([\\u093e-\\u094c\\u0902]*)\\u0930\\u094d(?![\\u0915-\\u0939\\u0958-\\u095f\\u200d])`,
	"g",
);

/** Whether a text shows that it is in the order of drawing. */
export function isDrawnOrder(text: string): boolean {
	return MISPLACED.test(text);
}

/** Of a text in the order of drawing. */
export function inSpelling(text: string): string {
	return text.replace(LEADING_I, "$1\u093f").replace(TRAILING_R, "\u0930\u094d$1$2");
}
