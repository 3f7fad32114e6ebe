/** Words → their stems, so that `networks` and `network` are one. */
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as nepali } from "@orama/stemmers/nepali";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as tamil } from "@orama/stemmers/tamil";

export type Stemmer = (word: string) => string;

const STEMMERS: Readonly<Record<string, Stemmer>> = {
	en: english,
	de: german,
	fr: french,
	es: spanish,
	it: italian,
	pt: portuguese,
	nl: dutch,
	sv: swedish,
	da: danish,
	ru: russian,
	hi: hindi,
	ne: nepali,
	ta: tamil,
};

/** Of words in lower case. A language without one keeps its words as they are. */
export function stemmerOf(language: string): Stemmer {
	const stem = STEMMERS[language];
	if (stem === undefined) return (word) => word;
	const known = new Map<string, string>();
	return (word) => {
		let found = known.get(word);
		if (found === undefined) {
			found = stem(word);
			known.set(word, found);
		}
		return found;
	};
}
