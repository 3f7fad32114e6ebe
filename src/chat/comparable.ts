/** A text as quotes are compared: what the hand of a writer or a converter changes without changing what is said is left out. */

export interface Comparable {
	text: string;
	/** Of each UTF-16 unit of `text`, where the character that it came from begins and ends in the source. */
	starts: readonly number[];
	ends: readonly number[];
}

/** A letter or digit with its marks, or a character that changes a number. */
const TOLD = /[\p{L}\p{N}]\p{M}*|[.,](?=\p{N})|\p{Pd}(?=\p{N})|[%+±−°€$£¥₹]/gu;
/** Markup of the converter's Markdown that has letters: tags, entities, where links lead, language of a code fence. */
const MARKUP =
	/<\/?(?:table|thead|tbody|tr|th|td|br)\b[^>]{0,200}>|&(?:amp|lt|gt|quot|nbsp|#\d+);|\]\([^()\s]{0,2000}\)|^```\w+$/gm;

/**
 * Lower case and compatibility forms folded; blanks, hyphenation, Markdown's marks, quotation marks and other punctuation left
 * out. Points, commas, signs and dashes in front of digits stay: they make another number.
 */
export function comparable(source: string, without: "nothing" | "markup" = "nothing"): Comparable {
	const visible = without === "markup" ? source.replace(MARKUP, (markup) => " ".repeat(markup.length)) : source;
	const starts: number[] = [];
	const ends: number[] = [];
	let text = "";
	for (const match of visible.matchAll(TOLD)) {
		const [told] = match;
		// A point or comma that no digit stands in front of ends a sentence: "in May.2 Later" has a footnote.
		if ((told === "." || told === ",") && !/\p{N}/u.test(visible[match.index - 1] ?? "")) continue;
		const folded = foldOf(told);
		text += folded;
		for (let at = 0; at < folded.length; at++) {
			starts.push(match.index);
			ends.push(match.index + told.length);
		}
	}
	return { text, starts, ends };
}

function foldOf(told: string): string {
	if (/^[a-z0-9]$/.test(told)) return told;
	if (/^[\p{Pd}−]$/u.test(told)) return "-";
	return told.normalize("NFKC").toLowerCase();
}
