/** Papers that differ in whom they are for: contracts, certificates, letters to all staff; and a paper for all, the newsletter. */
import { anyDay, dottedDay, monthsLater } from "./dates.ts";
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";
import { wrap } from "./renditions.ts";
import { month } from "./second-money-families.ts";
import { COLUMNS, paragraphs } from "./second-papers.ts";
import { asPapers, distinct } from "./second-series.ts";
import { prose, type Voice } from "./second-voice.ts";

/** One wording, signed on one day; nothing but the name is anybody's own. */
export function contracts(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const [firm, date, signer] = [voice.firm(random), anyDay(random), voice.person(random)];
	const clauses = Array.from({ length: random.int(3, 7) }, (_, at) => [
		`§ ${at + 1} ${voice.matter(random)}`,
		...wrap(prose(voice, random.int(2, 4), random), COLUMNS),
	]).flat();
	const papers = distinctNames(members, voice, clauses, random).map((name) => ({
		title: `${german ? "Vertrag" : "Agreement"} ${name}`,
		date,
		mark: name,
		lines: [
			german ? "Vertrag" : "Agreement",
			`${german ? "zwischen" : "between"} ${firm}, ${voice.german ? "vertreten durch" : "represented by"} ${signer},`,
			`${german ? "und" : "and"} ${name}`,
			"",
			...clauses,
			"",
			`${german ? "Unterschrieben am" : "Signed on"} ${dottedDay(date)}`,
			`${signer}                    ${name}`,
		],
	}));
	return asPapers(papers, { correspondent: firm, documentType: german ? "Vertrag" : "Agreement" });
}

/** Everyone who took one course; a mark of its own on some of them only. */
export function certificates(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const [school, date, course, teacher] = [
		voice.firm(random),
		anyDay(random),
		voice.matter(random),
		voice.person(random),
	];
	const graded = random.chance(0.4);
	const text = wrap(prose(voice, random.int(3, 6), random), COLUMNS);
	const papers = distinctNames(members, voice, text, random).map((name) => ({
		title: `${german ? "Teilnahme" : "Certificate"} ${name}`,
		date,
		mark: name,
		lines: [
			school,
			german ? "Teilnahmebescheinigung" : "Certificate of attendance",
			"",
			name,
			...wrap(
				german
					? `hat vom ${dottedDay(date)} an den Lehrgang "${course}" besucht und mit Erfolg beendet.`
					: `attended the course "${course}" that began on ${dottedDay(date)} and completed it.`,
				COLUMNS,
			),
			...(graded ? [`${german ? "Punkte" : "Points"}: ${random.int(51, 100)}`] : []),
			"",
			...text,
			"",
			`${teacher}, ${german ? "Kursleitung" : "course leader"}`,
			...(random.chance(0.5) ? [`${german ? "Ausgehändigt an" : "Handed to"} ${name}`] : []),
		],
	}));
	return asPapers(papers, { correspondent: school, documentType: german ? "Bescheinigung" : "Certificate" });
}

/** A letter to all staff with each one's own figures. */
export function salaryLetters(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const [firm, date] = [voice.firm(random), anyDay(random)];
	const text = wrap(prose(voice, random.int(4, 8), random), COLUMNS);
	const papers = distinctNames(members, voice, text, random).map((name) => {
		const pay = random.int(180_000, 620_000);
		return {
			title: `${german ? "Gehalt" : "Pay"} ${name}`,
			date,
			mark: name,
			lines: [
				firm,
				`${german ? "Gehaltsanpassung für" : "Pay review for"} ${name}`,
				voice.day(date),
				`${german ? "Personalnummer" : "Staff number"} ${random.digits(5)}`,
				`${german ? "Bisher" : "Until now"} ${voice.money(pay)}, ${german ? "künftig" : "from now on"} ${voice.money(Math.round(pay * 1.03))}`,
				"",
				...text,
			],
		};
	});
	return asPapers(papers, { correspondent: firm, documentType: german ? "Personal" : "Staff" });
}

/** One frame, new articles: about half of each issue is its own. */
export function newsletters(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const [club, first, editor] = [voice.firm(random), anyDay(random), voice.person(random)];
	const imprint = [
		...wrap(prose(voice, random.int(4, 9), random), COLUMNS),
		`${german ? "Redaktion" : "Editor"}: ${editor}`,
	];
	const number = random.int(3, 60);
	const papers = Array.from({ length: members }, (_, at) => {
		const date = monthsLater(first, at);
		return {
			title: `${german ? "Rundbrief" : "Newsletter"} ${number + at}`,
			date,
			mark: `${club}, ${month(voice, date)}`,
			lines: [
				`${german ? "Rundbrief" : "Newsletter"} ${number + at}`,
				`${club}, ${month(voice, date)}`,
				"",
				voice.matter(random),
				...paragraphs(voice, random.int(1, 2), random),
				voice.matter(random),
				...paragraphs(voice, 1, random),
				...imprint,
			],
		};
	});
	return asPapers(papers, { correspondent: club, documentType: german ? "Rundbrief" : "Newsletter" });
}

/** So many people that the text, which is everybody's, does not name. */
function distinctNames(members: number, voice: Voice, text: readonly string[], random: Random): string[] {
	const named = text.join(" ");
	return distinct(members + 9, () => voice.person(random))
		.filter((name) => !named.includes(name))
		.slice(0, members);
}
