/** Acronyms that the text itself spells out: `invasive alien species (IAS)`. */

/** Words of the long form at most; longer ones are better known by their letters. */
const MAX_WORDS = 5;
const INTRODUCED = /((?:[\p{L}\p{M}'’-]+\s+){1,9})\(\s*["“]?(\p{Lu}[\p{Lu}\p{N}&-]{1,9}s?)["”]?\s*\)/gu;

const EQUATED = /(\p{Lu}[\p{Lu}\p{N}&-]{1,9})\s*(?:=|stands for|:)\s*((?:[\p{L}\p{M}'’-]+\s*){2,7})/gu;

/** By the acronym in lower case, without a plural s: its words as they are written. */
export function acronymsIn(lines: readonly string[]): Map<string, string> {
	const found = new Map<string, string>();
	const note = (letters: string, long: string | undefined) => {
		if (long !== undefined && !found.has(letters)) found.set(letters, long);
	};
	for (const line of lines) {
		for (const [, before = "", short = ""] of line.matchAll(INTRODUCED)) {
			const letters = short.replace(/s$/, "").toLowerCase();
			note(letters, longForm(before.trim().split(/\s+/), letters));
		}
		for (const [, short = "", after = ""] of line.matchAll(EQUATED)) {
			const letters = short.toLowerCase();
			const words = after.trim().split(/\s+/);
			// As many words as there are letters, small ones beside.
			const lengths = words.map((_, at) => at + 1).filter((length) => length > 1 && length <= MAX_WORDS);
			note(
				letters,
				lengths.map((length) => longForm(words.slice(0, length), letters)).find((long) => long !== undefined),
			);
		}
	}
	return found;
}

/** The last words whose initials, those of hyphenated parts included and those of small words left out, are the letters. */
function longForm(words: readonly string[], letters: string): string | undefined {
	for (let length = Math.min(words.length, MAX_WORDS + 2); length > 1; length--) {
		const part = words.slice(-length);
		if (/^(?:of|and|for|the|a|an|in|on|to|by|with)$/i.test(part[0] ?? "")) continue;
		if (initials(part, true) !== letters && initials(part, false) !== letters) continue;
		return length > MAX_WORDS ? undefined : part.join(" ");
	}
	return undefined;
}

function initials(words: readonly string[], withSmall: boolean): string {
	return words
		.filter((word) => withSmall || !/^(?:of|and|for|the|a|an|in|on|to|by|with)$/i.test(word))
		.flatMap((word) => word.split("-"))
		.map((word) => word.charAt(0).toLowerCase())
		.join("");
}
