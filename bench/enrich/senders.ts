/** Who writes to the household of a made library, and what all of a sender's sheets have in common. */
import { scripts } from "../dedup/foreign-words.ts";
import type { Random } from "../dedup/random.ts";
import { englishVoice, germanVoice, prose } from "../dedup/second-voice.ts";
import { frenchProse, type Language } from "./wording.ts";

export interface Sender {
	/** As the library names it. */
	label: string;
	/** As its sheets name it. */
	printed: string;
	language: Language;
	/** Whether its name stands on its sheets at all, and where. */
	letterhead: "head" | "foot" | "none";
	head: readonly string[];
	foot: readonly string[];
	/** Its numbers begin alike. */
	reference: (random: Random) => string;
	/** Sentences that it writes on every sheet, and on some. */
	habits: readonly string[];
	salutation: string;
	closing: string;
	/** Orders of the parts of a sheet: head, title, reference, salutation, body, rows, closing. */
	layouts: readonly (readonly string[])[];
	columns: string;
}

export function sentences(language: Language, count: number, random: Random): string {
	if (language === "en") return prose(englishVoice, count, random);
	if (language === "de") return prose(germanVoice, count, random);
	if (language === "fr")
		return random
			.sample(frenchProse, count)
			.join(" ")
			.replaceAll("{tag}", `${random.int(1, 28)}/0${random.int(1, 9)}`);
	const script = scripts.find(({ name }) => name === "hindi");
	if (script === undefined) throw new Error("there is no Hindi");
	return Array.from(
		{ length: count },
		() => `${random.sample(script.words, random.int(6, 11)).join(script.gap)}${script.stop}`,
	).join(" ");
}

const SALUTATIONS: Record<Language, readonly string[]> = {
	en: ["Dear customer,", "Dear Sir or Madam,", "Hello,", "To the householder"],
	de: ["Sehr geehrte Damen und Herren,", "Guten Tag,", "Liebe Kundin, lieber Kunde,", "Hallo,"],
	hi: ["प्रिय ग्राहक,", "महोदय,", "नमस्ते,"],
	fr: ["Madame, Monsieur,", "Cher client,"],
};
const CLOSINGS: Record<Language, readonly string[]> = {
	en: ["Yours sincerely", "Kind regards", "Yours faithfully", "Best wishes"],
	de: ["Mit freundlichen Grüßen", "Freundliche Grüße", "Hochachtungsvoll", "Beste Grüße"],
	hi: ["भवदीय", "सादर"],
	fr: ["Cordialement", "Veuillez agréer nos salutations distinguées"],
};
const HINDI_FIRMS = [
	"नगर विद्युत निगम",
	"ग्राम विकास बैंक",
	"सरस्वती विद्यालय",
	"जन स्वास्थ्य केंद्र",
	"भारत जीवन बीमा",
	"राज्य परिवहन विभाग",
	"लक्ष्मी वस्त्र भंडार",
];
const FRENCH_FIRMS = [
	"Boulangerie Lefort SARL",
	"Énergie du Rhône SA",
	"Mairie de Vaubourg",
	"Assurances Delorme",
	"Clinique Saint-Aubin",
	"Transports Girard SAS",
];
const LAYOUTS = [
	["head", "title", "reference", "salutation", "body", "rows", "closing"],
	["reference", "head", "salutation", "title", "body", "rows", "closing"],
	["head", "salutation", "body", "title", "rows", "closing", "reference"],
	["title", "head", "reference", "rows", "body", "closing"],
	["head", "reference", "title", "rows", "salutation", "body", "closing"],
];

export function makeSender(language: Language, letterhead: Sender["letterhead"], random: Random): Sender {
	const voice = language === "de" ? germanVoice : englishVoice;
	const printed =
		language === "hi" ? random.pick(HINDI_FIRMS) : language === "fr" ? random.pick(FRENCH_FIRMS) : voice.firm(random);
	const label = labelFor(printed, random);
	const domain = `${
		printed
			.toLowerCase()
			.normalize("NFD")
			.replace(/[^a-z]+/g, "")
			.slice(0, 14) || `firm${random.digits(3)}`
	}.example`;
	const [phone, account, prefix] = [
		`0${random.digits(3)} ${random.digits(6)}`,
		`${random.letters(2)}${random.digits(18)}`,
		random.letters(random.int(1, 3)),
	];
	const address = [voice.street(random), voice.town(random)];
	const isNamed = letterhead !== "none";
	return {
		label,
		printed,
		language,
		letterhead,
		head:
			letterhead === "head"
				? [printed, ...random.pick([address, [address.join(", ")], [`Tel. ${phone}`, domain]])]
				: random.chance(0.5)
					? address
					: [],
		foot: [
			...(letterhead === "foot" ? [`${printed}, ${address.join(", ")}`] : []),
			...(random.chance(0.7) ? [`IBAN ${account}`] : []),
			...(isNamed && random.chance(0.6)
				? [`www.${domain}  Tel. ${phone}`]
				: random.chance(0.5)
					? [`Tel. ${phone}`]
					: []),
		],
		reference: referenceMaker(prefix, random),
		habits: Array.from({ length: random.int(2, 4) }, () => sentences(language, 1, random)),
		salutation: random.pick(SALUTATIONS[language]),
		closing: random.pick(CLOSINGS[language]),
		layouts: random.sample(LAYOUTS, random.int(1, 3)),
		columns: random.pick(["  ", " | ", "\t", " .... "]),
	};
}

/** People shorten the names of firms, as a rule. */
function labelFor(printed: string, random: Random): string {
	const words = printed.split(" ");
	return random.weighted([
		[3, printed],
		[4, words.slice(0, 2).join(" ")],
		[1, words.slice(0, 2).join(" ").toUpperCase()],
	]);
}

function referenceMaker(prefix: string, random: Random): Sender["reference"] {
	return random.pick<Sender["reference"]>([
		(r) => `${prefix}-${r.int(2021, 2024)}-${r.digits(4)}`,
		(r) => `${r.digits(8)}`,
		(r) => `${prefix}${r.digits(6)}/${r.int(10, 24)}`,
		(r) => `${r.digits(3)} ${r.digits(3)} ${r.digits(3)}`,
	]);
}
