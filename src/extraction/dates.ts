/** Days as they are printed → ISO days. */
import { foldWord, plainDigits } from "./fold.ts";
import { nearestDevanagari } from "./lexicon-words.ts";

export interface ParsedDate {
	/** 2024-03-15 */
	iso: string;
	/** Day and month could change places, and only habit says which is which. */
	isAmbiguous: boolean;
}

const MONTHS = [
	"january jan januar janner janvier janv enero ene जनवरी जन",
	"february feb februar feber fevrier fevr febrero फरवरी फ़रवरी फर",
	"march mar marz mrz mars marzo मार्च",
	"april apr avril avr abril abr अप्रैल अप्रेल",
	"may mai mayo मई",
	"june jun juni juin junio जून",
	"july jul juli juillet juil julio जुलाई",
	"august aug aout agosto ago अगस्त",
	"september sep sept septembre septiembre set सितंबर सितम्बर",
	"october oct oktober okt octobre octubre अक्टूबर अक्तूबर",
	"november nov novembre noviembre नवंबर नवम्बर",
	"december dec dezember dez decembre diciembre dic दिसंबर दिसम्बर",
];
const monthOf = new Map<string, number>();
for (const [index, names] of MONTHS.entries()) {
	for (const name of names.split(" ")) monthOf.set(foldWord(name), index + 1);
}

const TIME =
	/[\s,T]+(?:um |at )?\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?|uhr|h)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const WEEKDAY =
	/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+|^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\.?,?\s+(?:den\s+)?|^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo),?\s+|^[\p{L}\p{M}]+वार,?\s+/iu;
const WORD = "([\\p{L}\\p{M}]+)\\.?";

/** The whole text as a day. `order` settles 03/04/2024, `pivot` the first year of two digits that is of the last century; a time behind and a weekday before it are left out. */
export function parseDate(
	text: string,
	order: "day-first" | "month-first" = "day-first",
	pivot = POSIX_PIVOT,
): ParsedDate | undefined {
	if (text.length > 60) return undefined;
	const plain = plainDigits(text)
		.trim()
		.replace(/[,;]$/, "")
		.replace(WEEKDAY, "")
		.replace(TIME, "")
		.replace(/^(?:den|am|le|el|on|the)\s+/i, "")
		.trim();
	return numericDate(plain, order, pivot) ?? wordDate(plain, pivot);
}

function numericDate(text: string, order: "day-first" | "month-first", pivot: number): ParsedDate | undefined {
	const iso = /^(\d{4})\s?([-/.年])\s?(\d{1,2})\s?(?:\2|月)\s?(\d{1,2})日?$/.exec(text);
	if (iso !== null) return toDate(Number(iso[1]), Number(iso[3]), Number(iso[4]));
	const parts = /^(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$/.exec(text);
	if (parts === null) return undefined;
	const [first, second, year] = [Number(parts[1]), Number(parts[3]), fullYear(parts[4] ?? "", pivot)];
	// Points are European: nobody writes months first with them.
	const isDayFirst = order === "day-first" || parts[2] === ".";
	const [day, month] = isDayFirst ? [first, second] : [second, first];
	const read = toDate(year, month, day);
	if (read === undefined) return toDate(year, day, month);
	const isAmbiguous = parts[2] !== "." && first <= 12 && second <= 12 && first !== second;
	return { ...read, isAmbiguous };
}

const DAY_MONTH_YEAR = new RegExp(
	`^(\\d{1,2})(?:\\.|st|nd|rd|th|er|º|°|ª)?[\\s-]*(?:(?:of|de|du)[\\s-]+)?${WORD}(?:\\s*,?\\s*|[\\s-]*(?:(?:de|del)[\\s-]+)?)['’]?(\\d{4}|\\d{2})$`,
	"iu",
);
const MONTH_DAY_YEAR = new RegExp(`^${WORD}\\s*(\\d{1,2})(?:st|nd|rd|th)?(?:\\s*,\\s*|\\s+)(\\d{4}|'\\d{2})$`, "iu");
const YEAR_MONTH_DAY = new RegExp(`^(\\d{4})[\\s-]+${WORD}[\\s-]+(\\d{1,2})$`, "iu");

function wordDate(text: string, pivot: number): ParsedDate | undefined {
	const day = DAY_MONTH_YEAR.exec(text);
	if (day !== null) return named(day[3], day[2], day[1], pivot);
	const month = MONTH_DAY_YEAR.exec(text);
	if (month !== null) return named(month[3], month[1], month[2], pivot);
	const year = YEAR_MONTH_DAY.exec(text);
	return year === null ? undefined : named(year[1], year[2], year[3], pivot);
}

function named(
	year: string | undefined,
	month: string | undefined,
	day: string | undefined,
	pivot: number,
): ParsedDate | undefined {
	const number = monthNumber(month ?? "");
	return number === undefined ? undefined : toDate(fullYear((year ?? "").replace("'", ""), pivot), number, Number(day));
}

/** Years of two digits: up to 69 this century, from 70 the last, as POSIX has it. */
const POSIX_PIVOT = 70;

function fullYear(digits: string, pivot: number): number {
	const year = Number(digits);
	if (digits.length > 2) return year;
	return year < pivot ? 2000 + year : 1900 + year;
}

function toDate(year: number, month: number, day: number): ParsedDate | undefined {
	const date = new Date(Date.UTC(year, month - 1, day));
	const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	if (!isReal || year < 1800 || year > 2200) return undefined;
	return { iso: date.toISOString().slice(0, 10), isAmbiguous: false };
}

function monthNumber(word: string): number | undefined {
	const folded = foldWord(word);
	return /^[\u0900-\u097f]/.test(folded) ? nearestDevanagari(folded, monthOf) : monthOf.get(folded);
}
