/** A document's text as a model is given it: plain characters, and of long texts the parts that say most. */

/** Characters sent. */
const MAX_CONTENT_CHARACTERS = 15_000;
/** Of a longer text: its beginning, middle and end. */
const PIECE_CHARACTERS = 4000;

const SUBJECT_LINE = /^\s*(?:subject|sub|re|ref|regarding|विषय)\s*[:.-]+\s*/i;
const SUBJECT_LINE_CHARACTERS = [11, 299] as const;
const [MAX_SUBJECT_LINES, SUBJECT_AREA_CHARACTERS] = [3, 5000];

const SIGNAL_WORD = /\b(?:section|rule|act|scheme|policy|order|notification|circular|tender|budget)s?\b/i;
const SIGNAL = [/\b(?:1[89]|20)\d\d\b/, /\b[A-Z]{2,}\b/, SIGNAL_WORD];
const SIGNAL_LINE_CHARACTERS = [35, 220] as const;
const MAX_SIGNAL_LINES = 10;

/** Typography that models and their tokenizers make nothing of. */
const REPLACEMENTS: readonly [RegExp, string][] = [
	[/₹/g, "Rs."],
	[/€/g, "EUR"],
	[/£/g, "GBP"],
	[/¥/g, "YEN"],
	[/[‘’‚‛]/g, "'"],
	[/[“”„‟]/g, '"'],
	[/[‐‑‒–—―−]/g, "-"],
	[/…/g, "..."],
	[/[•‣▪●◦]/g, "*"],
	[/[\u00a0\u2007\u202f]/g, " "],
	// Joiner and non-joiner (U+200C, U+200D) stay: Indic scripts need them.
	[/[\u200b\ufeff]/g, ""],
];

export function normalizeForModel(text: string): string {
	let plain = text.normalize("NFC");
	for (const [pattern, replacement] of REPLACEMENTS) plain = plain.replace(pattern, replacement);
	return plain;
}

/** At most 15,000 characters; of longer texts subject lines, beginning, middle, end, and lines with years, acronyms and the like. */
export function shortenContent(text: string): string {
	if (text.length <= MAX_CONTENT_CHARACTERS) return text;
	const middle = Math.floor((text.length - PIECE_CHARACTERS) / 2);
	const pieces = [
		text.slice(0, PIECE_CHARACTERS),
		text.slice(middle, middle + PIECE_CHARACTERS),
		text.slice(-PIECE_CHARACTERS),
	].map(wholeCharacters);
	const parts = [...subjectLines(text), ...pieces, ...signalLines(text, pieces)];
	return wholeCharacters(parts.join("\n").slice(0, MAX_CONTENT_CHARACTERS));
}

/** What official letters say they are about. */
export function subjectsOf(text: string): string[] {
	return subjectLines(text).map((line) => line.replace(SUBJECT_LINE, ""));
}

function subjectLines(text: string): string[] {
	return text
		.slice(0, SUBJECT_AREA_CHARACTERS)
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => isWithin(line, SUBJECT_LINE_CHARACTERS) && SUBJECT_LINE.test(line))
		.slice(0, MAX_SUBJECT_LINES);
}

/** Lines that the pieces do not show anyway. */
function signalLines(text: string, pieces: readonly string[]): string[] {
	const found = new Set<string>();
	for (const [line] of text.matchAll(/[^\n]+/g)) {
		const trimmed = line.trim();
		if (!isWithin(trimmed, SIGNAL_LINE_CHARACTERS) || !SIGNAL.some((sign) => sign.test(trimmed))) continue;
		if (pieces.some((piece) => piece.includes(trimmed))) continue;
		found.add(trimmed);
		if (found.size === MAX_SIGNAL_LINES) break;
	}
	return [...found];
}

function isWithin(line: string, [least, most]: readonly [number, number]): boolean {
	return line.length >= least && line.length <= most;
}

/** Without half a surrogate pair at its ends. */
function wholeCharacters(text: string): string {
	return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}
