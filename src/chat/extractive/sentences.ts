/** Running text → its sentences. */
import type { Stretch } from "../quotes.ts";

/** A point behind these ends no sentence; lower case, without their own points at the end. */
const ABBREVIATIONS = new Set(
	(
		"e.g i.e dr mr mrs ms prof st no nos nr vs fig figs tab eq sec ch vol p pp ed eds al approx inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec " +
		"z.b d.h u.a bzw usw ca art abs abb str tel bspw inkl zzgl mme mlle av n° env sr sra srta ud uds pág núm डॉ श्री रु"
	).split(" "),
);
/** A sentence's end with what closes it, the blank behind it, and what may begin the next one. */
const END =
	/([.!?…]|[।॥])(["'”’»)\]]*(?:(?<!\d[.!?…])\[?\d{1,3}\]?)?)(\s+)(?=["'“‘„«([¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{N}*_`-])|[。！？]|\n+/gu;
/** A line that is shorter was not wrapped: what follows is another line of a form, a list or an address. */
const WRAPPED = 45;

/** Without the blanks around them, in UTF-16 units of `text`; together they hold every word. */
export function sentencesOf(text: string): Stretch[] {
	const sentences: Stretch[] = [];
	let start = 0;
	const close = (end: number): void => {
		const whole = text.slice(start, end);
		const from = start + (whole.length - whole.trimStart().length);
		const to = start + whole.trimEnd().length;
		if (to > from) sentences.push({ start: from, end: to });
		start = end;
	};
	for (const match of text.matchAll(END)) {
		const [found, mark, closing = "", blank = ""] = match;
		if (mark === undefined) {
			if (!found.startsWith("\n") || endsLine(text, start, match.index, match.index + found.length)) {
				close(match.index + found.length);
			}
		} else if (mark !== "." || !isAbbreviation(text.slice(start, match.index), closing)) {
			close(match.index + mark.length + closing.length);
		} else if (blank.includes("\n") && endsLine(text, start, match.index + 1, match.index + found.length)) {
			close(match.index + found.length);
		}
	}
	close(text.length);
	return sentences;
}

function isAbbreviation(before: string, closing: string): boolean {
	if (closing !== "") return false;
	const [word = ""] = /[\p{L}\p{M}\p{N}.°]+$/u.exec(before) ?? [];
	// An initial (J.), a number that begins a line or stands for a date (3. Mai), an abbreviation.
	if (/^\p{Lu}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase())) return true;
	return (
		/^\d{1,2}$/.test(word) && (before.trim() === word || /(?:^|\s)(?:am|vom|den|im|the|le|el)\s\d+$/iu.test(before))
	);
}

/** Whether a line break ends what was said, rather than being wrapped text. */
function endsLine(text: string, start: number, at: number, next: number): boolean {
	const line = text.slice(Math.max(start, text.lastIndexOf("\n", at - 1) + 1), at);
	const following = text.slice(next, next + 60);
	if (/^\s*\p{Ll}/u.test(following) && !/[:;]$/.test(line.trim())) return false;
	if (line.trim().length < WRAPPED) return true;
	return /^\s*[^.!?\n]{1,40}:(?:\s|$)/u.test(following);
}
