import { foldOf, kindOf, NOTHING } from "./letters.ts";
import { hashCodes } from "./token-hash.ts";

/** Names of months and weekdays, folded as tokens are, with their short forms where these are no other words. */
const names = [
	// English, German
	"january february march april may june july august september october november december",
	"januar jänner jaenner februar feber märz maerz mai juni juli oktober dezember",
	"jan feb mar apr jun jul aug sep sept oct okt nov dec dez",
	"monday tuesday wednesday thursday friday saturday sunday",
	"montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
	// French, Spanish, Italian, Portuguese, Dutch
	"janvier février mars avril juin juillet août septembre octobre novembre décembre",
	"lundi mardi mercredi jeudi vendredi samedi dimanche",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"lunes martes miércoles jueves viernes sábado domingo",
	"gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
	"janeiro fevereiro março maio junho julho setembro outubro dezembro",
	"januari februari maart mei augustus",
	// Russian (as in dates and alone), Hindi
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
	"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
	"जनवरी फ़रवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर दिसंबर दिसम्बर",
];

/** Hashes of the folded names; made with the first look. */
let calendarWords: ReadonlySet<number> | undefined;
const LOW_BITS = 0xfff;
/** By the low bits of a hash, whether a name has these: nearly all words are no names, and need no further look. */
const possible = new Uint8Array(LOW_BITS + 1);

/** `hash`: of a folded token. */
export function isCalendarWord(hash: number): boolean {
	calendarWords ??= hashNames();
	return possible[hash & LOW_BITS] === 1 && calendarWords.has(hash);
}

function hashNames(): ReadonlySet<number> {
	const hashes = new Set(names.flatMap((line) => line.split(" ").map(hashFolded)));
	for (const hash of hashes) possible[hash & LOW_BITS] = 1;
	return hashes;
}

function hashFolded(word: string): number {
	const codes = [...word.normalize("NFC")]
		.map((character) => character.charCodeAt(0))
		.filter((code) => kindOf(code) !== NOTHING)
		.map(foldOf);
	return hashCodes(Uint16Array.from(codes), 0, codes.length);
}
