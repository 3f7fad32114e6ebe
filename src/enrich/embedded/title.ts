/** A title for a document that a scanner has named: its type, its sender, its number and its month. */
import { dateIn } from "./dates.ts";

/** Of Paperless-ngx. */
const MAX_CHARACTERS = 128;
const LINES_LOOKED_AT = 40;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
/** A word for a number, whole: "number" is not "num" and a number that begins with "ber". */
const NUMBERED =
	/(?:^|[^\p{L}])(?:(?:no|nr|num|number|nummer|numero|ref|reference|referenz|aktenzeichen|zeichen|संख्या|क्रमांक)(?![\p{L}\p{M}])|#)[.:]*\s*[.:#]?\s*([\p{L}]{0,5}[-/ ]?\d[\d\p{L}]*(?:[-/][\d\p{L}]+)*)/iu;
const NUMBERED_DIGITS = 3;

export function titleFor(
	lines: readonly string[],
	{ correspondent, documentType }: { correspondent: string | null; documentType: string | null },
): string | null {
	if (documentType === null) return null;
	const head = lines.slice(0, LINES_LOOKED_AT);
	const parts = [documentType, correspondent, numberIn(head), monthIn(head)].filter((part) => part !== null);
	// A type alone is no title.
	if (parts.length === 1) return null;
	const title = parts.join(" ");
	return (title.charAt(0).toUpperCase() + title.slice(1)).slice(0, MAX_CHARACTERS).trim();
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
		const date = dateIn(line);
		if (date !== undefined) return `${MONTHS[date.month - 1]} ${date.year}`;
	}
	return null;
}
