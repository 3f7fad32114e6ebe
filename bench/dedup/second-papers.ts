/** The papers of the second library that stand alone. */
import { anyDay, daysLater, isoDay } from "./dates.ts";
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";
import { wrap } from "./renditions.ts";
import { parties } from "./second-parties.ts";
import { anyVoice, prose, type Voice } from "./second-voice.ts";

/** Characters a line. */
export const COLUMNS = 78;

export function loosePaper(random: Random): Paper {
	const make = random.weighted([
		[40, letter],
		[14, minutes],
		[18, bill],
		[10, note],
		[9, report],
		[9, boilerplateLetter],
	] as const);
	return make(anyVoice(random), random);
}

export function paragraphs(voice: Voice, count: number, random: Random): string[] {
	return Array.from({ length: count }, () => [...wrap(prose(voice, random.int(2, 6), random), COLUMNS), ""]).flat();
}

function letter(voice: Voice, random: Random): Paper {
	const { sender, receiver, head } = parties(voice, random);
	const [date, matter] = [anyDay(random), voice.matter(random)];
	const writer = voice.person(random);
	return {
		title: matter,
		lines: [
			...head,
			`${voice.place(random)}, ${voice.day(date)}`,
			"",
			matter,
			"",
			voice.german ? `Guten Tag ${receiver},` : `Dear ${receiver},`,
			"",
			...paragraphs(voice, random.int(2, 5), random),
			voice.german ? "Mit freundlichen Grüßen" : "Kind regards",
			writer,
			`${voice.german ? "Durchwahl" : "Direct line"} ${random.digits(4)}-${random.int(10, 99)}`,
		],
		created: isoDay(date),
		correspondent: sender,
		documentType: voice.german ? "Brief" : "Letter",
		tags: random.chance(0.3) ? [voice.german ? "erledigt" : "done"] : [],
		mark: null,
	};
}

function minutes(voice: Voice, random: Random): Paper {
	const [body, date] = [voice.firm(random), anyDay(random)];
	const present = Array.from({ length: random.int(3, 8) }, () => voice.person(random)).join(", ");
	const lines = [
		voice.german
			? `Niederschrift der Sitzung vom ${voice.day(date)}`
			: `Minutes of the meeting held on ${voice.day(date)}`,
		body,
		...wrap(`${voice.german ? "Anwesend" : "Present"}: ${present}`, COLUMNS),
		"",
	];
	const items = random.int(3, 7);
	for (let item = 1; item <= items; item++) {
		lines.push(`${voice.german ? "TOP" : "Item"} ${item}: ${voice.matter(random)}`, ...paragraphs(voice, 1, random));
	}
	lines.push(`${voice.german ? "Für das Protokoll" : "Recorded by"} ${voice.person(random)}`);
	return {
		title: lines.slice(0, 1).join(""),
		lines,
		created: isoDay(date),
		correspondent: body,
		documentType: voice.german ? "Protokoll" : "Minutes",
		tags: [],
		mark: null,
	};
}

function bill(voice: Voice, random: Random): Paper {
	const { sender, head } = parties(voice, random);
	const date = anyDay(random);
	const number = `${random.digits(2)}-${random.digits(4)}`;
	let sum = 0;
	const rows = Array.from({ length: random.int(2, 14) }, () => {
		const [count, price] = [random.int(1, 12), random.int(150, 80_000)];
		sum += count * price;
		return `${count} ${voice.german ? "St." : "pcs"}  ${voice.matter(random)}  ${voice.money(price)}  ${voice.money(count * price)}`;
	});
	return {
		title: `${voice.german ? "Rechnung" : "Bill"} ${number}`,
		lines: [
			...head,
			voice.german ? `Rechnung Nr. ${number} vom ${voice.day(date)}` : `Bill no. ${number} of ${voice.day(date)}`,
			"",
			...rows,
			"",
			`${voice.german ? "Summe" : "Sum"} ${voice.money(sum)}`,
			voice.german
				? `Zahlbar bis ${voice.day(daysLater(date, 14))} ohne Abzug.`
				: `Payable by ${voice.day(daysLater(date, 21))}.`,
			"",
			...paragraphs(voice, 1, random),
		],
		created: isoDay(date),
		correspondent: sender,
		documentType: voice.german ? "Rechnung" : "Bill",
		tags: [],
		mark: null,
	};
}

/** Half a page at most: little to go by. */
function note(voice: Voice, random: Random): Paper {
	const [writer, receiver, date, matter] = [
		voice.person(random),
		voice.person(random),
		anyDay(random),
		voice.matter(random),
	];
	return {
		title: matter,
		lines: [
			`${voice.german ? "Notiz für" : "Note for"} ${receiver}, ${voice.day(date)}`,
			matter,
			...wrap(prose(voice, random.int(3, 6), random), COLUMNS),
			writer,
		],
		created: isoDay(date),
		correspondent: writer,
		documentType: voice.german ? "Notiz" : "Note",
		tags: [],
		mark: null,
	};
}

/** Several pages. */
function report(voice: Voice, random: Random): Paper {
	const [author, firm, date, matter] = [voice.person(random), voice.firm(random), anyDay(random), voice.matter(random)];
	const lines = [matter, `${author}, ${firm}`, voice.day(date), ""];
	const chapters = random.int(4, 9);
	for (let chapter = 1; chapter <= chapters; chapter++) {
		lines.push(`${chapter} ${voice.matter(random)}`, "", ...paragraphs(voice, random.int(2, 4), random));
	}
	return {
		title: matter,
		lines,
		created: isoDay(date),
		correspondent: firm,
		documentType: voice.german ? "Bericht" : "Report",
		tags: [],
		mark: null,
	};
}

const germanTerms = `Dieses Schreiben wurde maschinell erstellt und gilt ohne Unterschrift. Bitte bewahren Sie es mindestens zehn Jahre auf, denn eine Zweitschrift ist kostenpflichtig. Änderungen Ihrer Anschrift, Ihrer Bankverbindung oder Ihres Familienstandes teilen Sie uns unverzüglich mit, weil sich daraus andere Beträge ergeben können. Rechte Dritter bleiben unberührt. Einwände nehmen wir schriftlich oder zur Niederschrift in der Geschäftsstelle entgegen; die Pflicht zur Zahlung wird dadurch nicht aufgeschoben. Ihre Daten verarbeiten wir nur, soweit es zur Erfüllung des Vertrages nötig ist, und löschen sie nach Ablauf der gesetzlichen Fristen. Auskunft darüber erhalten Sie jederzeit und ohne Angabe von Gründen. Gerichtsstand ist der Sitz der Gesellschaft. Sollte eine Bestimmung unwirksam sein, gelten die übrigen weiter. Ein barrierefreies Exemplar senden wir auf Wunsch zu. Unsere Geschäftszeiten entnehmen Sie bitte dem Aushang.`;
const englishTerms = `This letter was produced automatically and is valid without a signature. Keep it with your other papers, because we charge for a second copy. Tell us promptly if you move house, change your bank or marry, as the sums shown may then be different. The rights of other people are not affected. You may object in writing or in person at any branch, but you must go on paying until we have decided. We use what we know about you only to carry out our agreement and delete it once the law allows. You can ask what we hold at any time and need give no reason. The courts at our registered address have jurisdiction. If one of these terms proves void the others stay in force. A version in large print is available on request. Opening times are displayed at the entrance.`;

/** A short matter of its own over a page of terms that a thousand other letters carry. */
function boilerplateLetter(voice: Voice, random: Random): Paper {
	const { sender, head } = parties(voice, random);
	const [date, matter] = [anyDay(random), voice.matter(random)];
	return {
		title: matter,
		lines: [
			...head,
			`${voice.day(date)}, ${voice.german ? "Zeichen" : "reference"} ${random.letters(2)} ${random.digits(6)}`,
			matter,
			"",
			...wrap(prose(voice, random.int(2, 4), random), COLUMNS),
			"",
			...wrap(voice.german ? germanTerms : englishTerms, COLUMNS),
		],
		created: isoDay(date),
		correspondent: sender,
		documentType: voice.german ? "Bescheid" : "Notice",
		tags: [],
		mark: null,
	};
}
