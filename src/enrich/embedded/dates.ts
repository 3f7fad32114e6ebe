/** Dates as letters write them. */
import { fold } from "../folding.ts";

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

export interface FoundDate {
	year: number;
	/** 1 to 12. */
	month: number;
}

/** The first date of a line: 2024-03-01, 1.3.2024, 01/03/2024, 1 March 2024, March 2024. */
export function dateIn(line: string): FoundDate | undefined {
	const iso = /(?<!\d)((?:19|20)\d\d)-(\d\d?)-\d\d?(?!\d)/.exec(line);
	if (iso !== null) return found(Number(iso[1]), Number(iso[2]));
	const dotted = /(?<!\d)\d\d?([./])\s?(\d\d?)\1\s?((?:19|20)\d\d)(?!\d)/.exec(line);
	if (dotted !== null) return found(Number(dotted[3]), Number(dotted[2]));
	const written = /([\p{L}\p{M}]{3,})\.?,?\s+(?:\d\d?,?\s+)?((?:19|20)\d\d)(?!\d)/u.exec(fold(line));
	if (written === null) return undefined;
	return found(Number(written[2]), MONTH_NAMES.findIndex((name) => name.test(written[1] ?? "")) + 1);
}

function found(year: number, month: number): FoundDate | undefined {
	return month < 1 || month > 12 ? undefined : { year, month };
}
