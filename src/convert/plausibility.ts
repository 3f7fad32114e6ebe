/** How much a page's words look like words: tells text from the nonsense that broken fonts and bad recognition make of it. */

const VOWELS = /[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ]/i;
const CONSONANT_RUN = /[bcdfghjklmnpqrstvwxz]{5,}/i;
/** Capitals inside a word: "tHe", not "McLeod" or "PDFs". */
const ODD_CASE = /\p{Ll}\p{Lu}\p{Ll}*\p{Lu}|^\p{Ll}\p{Lu}/u;
/** A vowel sign without a letter to stand on. */
const LOOSE_SIGN = /^[\u0900-\u0903\u093a-\u094f\u0962\u0963]/;
const NUMBER = /^[(+\-−–$€£₹#]?[\d०-९][\d०-९.,:/%°()+\-–]*[a-z]{0,3}[.,;:)]?$/iu;

const ADDRESS = /^(?:https?:\/\/|www\.)|^[\w.+-]+@[\w-]+\.\w/i;

/** Words of legacy Hindi fonts, which draw Devanagari at Latin letters (Krutidev): "lkekftd" is सामाजिक. */
const LEGACY_HINDI = /(?:^|\s)(?:lkekftd|iQjojh|lans'k|jfonkl|U;k;|xka\/kh|Hkkjr|ea=ky;)(?=\s|$)/;
/** The letter pairs commonest in them, and the share of positions from which on it is no accident. */
const LEGACY_PAIRS = /(?=dk|dh|ds|nh|fk|jk|uk|vk|lk)/g;
const LEGACY_PAIR_SHARE = 0.02;

/** A share below this, over enough words, is nonsense. */
const NONSENSE_SHARE = 0.55;
const ENOUGH_WORDS = 20;

/** False for what no language would print. Scripts that are not judged count as plausible. */
export function isPlausible(word: string): boolean {
	const core = word.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, "");
	if (core === "") return false;
	if (/[\ufffd\ue000-\uf8ff]|(?!\s)\p{Cc}/u.test(word)) return false;
	if (NUMBER.test(word) || ADDRESS.test(core)) return true;
	if (/[\u0900-\u097f]/.test(core)) return !LOOSE_SIGN.test(core);
	if (/[^ -\u024f\u2000-\u206f]/.test(core)) return !mixesScripts(core);
	return core.split(/[-–'’/.,:]/).every(isPlausibleLatin);
}

/** Scripts that share words with others are left out: Greek letters are units and formulas, East Asian text has Latin words. */
const LONERS = [
	/\p{Script=Cyrillic}/u,
	/\p{Script=Arabic}/u,
	/\p{Script=Hebrew}/u,
	/[\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}]/u,
	/[\p{Script=Georgian}\p{Script=Armenian}\p{Script=Ethiopic}\p{Script=Thai}\p{Script=Lao}\p{Script=Tibetan}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Mongolian}\p{Script=Cherokee}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Sinhala}]/u,
];

/** Letters of scripts that do not meet in one word, or code points that are none: glyph numbers taken for letters. */
function mixesScripts(word: string): boolean {
	if (/\p{Cn}/u.test(word)) return true;
	const loners = LONERS.filter((script) => script.test(word)).length;
	return loners > 1 || (loners === 1 && /\p{Script=Latin}{2}|\p{Script=Han}/u.test(word) && !/[-–'’/.,:()]/.test(word));
}

function isPlausibleLatin(piece: string): boolean {
	if (piece === "" || /^\d+$/.test(piece)) return true;
	if (/[^\p{L}\p{N}]/u.test(piece)) return false;
	if (/\d/.test(piece)) return piece.length <= 12;
	if (piece.length <= 1) return true;
	// Abbreviations: "HTML", "PDFs", "kWh", "cm".
	if (piece.length <= 3 || /^\p{Lu}{1,5}s?$/u.test(piece)) return true;
	return VOWELS.test(piece) && !CONSONANT_RUN.test(piece) && !ODD_CASE.test(piece);
}

/** Characters of plausible words: the measure by which two readings of a page are compared. */
export function plausibleCharacters(words: Iterable<string>): number {
	let characters = 0;
	for (const word of words) if (isPlausible(word)) characters += word.length;
	return characters;
}

/** True for a page's text that does not say what is printed: unmapped, scrambled, or of a legacy Hindi font. */
export function isNonsense(words: readonly string[]): boolean {
	const judged = words.filter((word) => /[\p{L}\ufffd\ue000-\uf8ff]/u.test(word) && word.length > 2);
	if (judged.length < ENOUGH_WORDS) return false;
	const plausible = judged.reduce((count, word) => count + (isPlausible(word) ? 1 : 0), 0);
	return plausible < judged.length * NONSENSE_SHARE || isLegacyHindi(words.join(" ").slice(0, 1000));
}

function isLegacyHindi(text: string): boolean {
	if (text.length < 50) return false;
	return LEGACY_HINDI.test(text) || (text.match(LEGACY_PAIRS)?.length ?? 0) > text.length * LEGACY_PAIR_SHARE;
}
