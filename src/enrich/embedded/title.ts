/** A title for a document that a scanner has named: its type, its sender, its number and its month. */
import { fold } from "../folding.ts";

/** Of Paperless-ngx. */
const MAX_CHARACTERS = 128;
const LINES_LOOKED_AT = 40;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
/** Beginnings of the months' names, folded, by month: English, German, French, Spanish, Italian, Portuguese, Hindi. */
const MONTH_NAMES: readonly RegExp[] = [
	/^(?:jan|gen|ene|जनवरी)/,
	/^(?:feb|fev|फरवरी|फ़रवरी)/,
	/^(?:mar|maer|mrz|मार्च)/,
	/^(?:apr|avr|abr|अप्रैल)/,
	/^(?:may|mai|mag|मई)/,
	/^(?:jun|juin|giu|जून)/,
	/^(?:jul|juil|lug|जुलाई)/,
	/^(?:aug|aou|ago|अगस्त)/,
	/^(?:sep|set|सितंबर|सितम्बर)/,
	/^(?:oct|okt|out|ott|अक्टूबर|अक्तूबर)/,
	/^(?:nov|नवंबर|नवम्बर)/,
	/^(?:dec|dez|dic|दिसंबर|दिसम्बर)/,
];
const NUMBERED =
	/(?:^|[^\p{L}])(?:no|nr|num|number|nummer|numero|ref|reference|referenz|aktenzeichen|zeichen|संख्या|क्रमांक|#)[.:]*\s*[.:#]?\s*([\p{L}]{0,5}[-/ ]?\d[\d\p{L}]*(?:[-/][\d\p{L}]+)*)/iu;
const NUMBERED_DIGITS = 3;

export function titleFor(
	lines: readonly string[],
	{ correspondent, documentType }: { correspondent: string | null; documentType: string | null },
): string | null {
	if (documentType === null) return null;
	const head = lines.slice(0, LINES_LOOKED_AT);
	const parts = [documentType, correspondent, numberIn(head), monthIn(head)].filter((part) => part !== null);
	// A type alone is no title.
	return parts.length === 1 ? null : parts.join(" ").slice(0, MAX_CHARACTERS).trim();
}

function numberIn(lines: readonly string[]): string | null {
	for (const line of lines) {
		const [, number] = NUMBERED.exec(line) ?? [];
		if (number !== undefined && number.replace(/\D/g, "").length >= NUMBERED_DIGITS) return number.trim();
	}
	return null;
}

/** "Mar 2024", of the first date that stands in the text. */
export function monthIn(lines: readonly string[]): string | null {
	for (const line of lines) {
		const iso = /(?<!\d)((?:19|20)\d\d)-(\d\d?)-\d\d?(?!\d)/.exec(line);
		if (iso !== null) return monthName(Number(iso[2]), iso[1]);
		const dotted = /(?<!\d)\d\d?([./])\s?(\d\d?)\1\s?((?:19|20)\d\d)(?!\d)/.exec(line);
		if (dotted !== null) return monthName(Number(dotted[2]), dotted[3]);
		const written = /([\p{L}\p{M}]{3,})\.?,?\s+(?:\d\d?,?\s+)?((?:19|20)\d\d)(?!\d)/u.exec(fold(line));
		const month = MONTH_NAMES.findIndex((name) => name.test(written?.[1] ?? ""));
		if (month >= 0) return monthName(month + 1, written?.[2]);
	}
	return null;
}

function monthName(month: number, year: string | undefined): string | null {
	const name = MONTHS[month - 1];
	return name === undefined || year === undefined ? null : `${name} ${year}`;
}
