/** Whether a text has something of the kind that a question asks for. */
import type { Question } from "./question.ts";

const MONTHS =
	"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s)?|märz|apr(?:il)?|avril|ma[yi]|mai|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|août|sep(?:t(?:ember|embre)?)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर";
const DAYS =
	"(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo";
const DATE = new RegExp(
	`(?<![\\p{L}\\p{N}.,]|\\p{L}[-/])(?:1[0-9]|20|21)\\d{2}(?![\\p{L}\\p{N}]|[.,]\\d)|(?<!\\p{L})(?:${MONTHS})(?!\\p{L})\\.?|\\b\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}\\b|\\b\\d{1,2}:\\d{2}\\b|\\bcentury\\b|(?:${DAYS})|(?<!\\p{L})(?:\\d{1,3}|two|three|four|five|six|seven|ten|zwei|drei|vier|fünf|sechs|deux|trois|cinq|dos|tres|cinco) (?:working |business |calendar )?(?:days?|weeks?|months?|tage?n?|wochen?|monate?n?|jours?|semaines?|mois|días?|semanas?|mes(?:es)?|दिन\\p{M}*|महीने)(?!\\p{L})|working day`,
	"iu",
);
const NUMBER_WORDS =
	/(?<!\p{L})(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|half|quarter|single|none|once|twice|ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|एक|दो|तीन|चार|पांच|पाँच|छह|सात|आठ|नौ|दस|लाख|करोड़|daily|weekly|monthly|annually|yearly)(?!\p{L})/iu;
const REASON =
	/(?<!\p{L})(?:because|since|due to|owing to|as a result|therefore|so that|in order to|given|reason|caused?|weil|denn|da|wegen|damit|parce que|car|afin|en raison|porque|debido|para que|क्योंकि|कारण)(?!\p{L})/iu;
/** A name in running text: capitals that do not begin the sentence. */
const NAMES = /(?<![.!?:]\s|^["'“(]?)(?<!\p{L})\p{Lu}[\p{L}'’.-]+/gu;

/** Numbers that count nothing: labels of figures and sections, years of works cited, footnotes, page numbers at a line's end. */
const LABELS =
	/(?<!\p{L})(?:fig(?:ure|\.)?s?|tab(?:le|\.)?s?|chapter|section|appendix|annex|equation|eq\.?|step|article|abb(?:ildung|\.)?|tabelle|kapitel|abschnitt|tableau|chapitre|tabla|capítulo|figura|चित्र|तालिका)\s*\.?\s*(?:\p{Lu}{1,3}\.?)?\d+(?:[.-]\d+)*\p{Ll}?|\((?:[^()]{0,160}?[\s,])?(?:1[89]|20)\d{2}[a-z]?(?:[;,:][^()]*)?\)|\(\d{1,2}\)|\[\d{1,3}\]/giu;

function unlabelled(text: string): string {
	return text.replace(LABELS, " ");
}

/** 0 for a text that has nothing of the kind, 1 for one that has; kinds without a form of their own are always there. */
export function typeShare(text: string, question: Question, isStem: (word: string) => boolean): number {
	const { kind, numbers } = question;
	switch (kind) {
		case "date":
			return hasDate(text, numbers) ? 1 : 0;
		case "number":
			return amountShare(unlabelled(text), question);
		case "person":
		case "place":
			return namesIn(text).some((name) => !isStem(name)) ? 1 : 0;
		case "reason":
			return REASON.test(text) ? 1 : 0;
		default:
			return 1;
	}
}

function amountShare(text: string, { numbers, unit }: Question): number {
	const isThere = hasNumber(text, numbers);
	if (unit === "percent")
		return /\p{N}\s?%|(?<!\p{L})(?:per ?cent|prozent|pour ?cent|por ciento|प्रतिशत)(?!\p{L})/iu.test(text)
			? 1
			: isThere
				? 0.4
				: 0;
	if (isThere) return hasNumber(withoutYears(text), numbers) ? 1 : 0.5;
	return NUMBER_WORDS.test(text) ? 0.8 : 0;
}

function withoutYears(text: string): string {
	return text.replace(/(?<![\p{L}\p{N}.,])(?:19|20)\d{2}(?![\p{L}\p{N}]|[.,]\d)/gu, " ");
}

/** Another date than the question's own. */
function hasDate(text: string, numbers: ReadonlySet<string>): boolean {
	const rest = unlabelled(text).replace(/\p{N}+/gu, (digits) => (numbers.has(digits) ? " " : digits));
	return DATE.test(rest);
}

export function hasNumber(text: string, numbers: ReadonlySet<string>): boolean {
	for (const [whole] of text.matchAll(/\p{N}+(?:[.,'’ ]\p{N}{3})*(?:[.,]\p{N}+)?/gu)) {
		const parts = whole.match(/\p{N}+/gu) ?? [];
		if (!parts.every((part) => numbers.has(part))) return true;
	}
	return false;
}

export function namesIn(whole: string): string[] {
	const text = whole
		.replace(/^\W*\d+(?:\.\d+)*\.?\s+/, "")
		.replace(new RegExp(`(?<!\\p{L})(?:${MONTHS}|${DAYS}|figure|table|fig\\.)(?!\\p{L})`, "giu"), " ");
	const isAllNames = !/(?<!\p{L})\p{Ll}{3,}/u.test(text);
	if (isAllNames) return text.match(/\p{Lu}[\p{L}'’.-]+/gu) ?? [];
	const first = /^["'“(]?(\p{Lu}[\p{L}'’-]+\s+(?:\p{Lu}\.?\s+)?\p{Lu}[\p{L}'’-]+)/u.exec(text)?.[1];
	return [...(first === undefined ? [] : [first]), ...(text.match(NAMES) ?? [])];
}
