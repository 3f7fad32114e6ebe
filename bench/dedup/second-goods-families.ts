/** Deliveries, vehicles, readings. */
import { anyDay, daysLater, dottedDay } from "./dates.ts";
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";
import { wrap } from "./renditions.ts";
import { COLUMNS } from "./second-papers.ts";
import { firms } from "./second-parties.ts";
import { asPapers, distinct } from "./second-series.ts";
import { prose, type Voice } from "./second-voice.ts";

/** A standing order: the number, the day and a few counts move. */
export function deliveryNotes(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const { sender: supplier, head } = firms(voice, random);
	const first = anyDay(random);
	const goods = Array.from({ length: random.int(3, 10) }, () => ({
		name: voice.matter(random),
		article: random.digits(6),
		usual: random.int(2, 60),
	}));
	const text = wrap(prose(voice, random.int(2, 4), random), COLUMNS);
	let [number, day] = [Number(random.digits(6)), 0];
	const papers = Array.from({ length: members }, () => {
		number += random.int(3, 90);
		day += random.int(2, 21);
		const date = daysLater(first, day);
		const mark = `${german ? "LS" : "DN"} ${number}`;
		return {
			title: mark,
			date,
			mark,
			lines: [
				...head,
				`${german ? "Lieferschein" : "Delivery note"} ${mark}`,
				`${german ? "Tag der Lieferung" : "Delivered on"} ${dottedDay(date)}`,
				"",
				...goods.map(
					({ name, article, usual }) => `${article}  ${name}  ${random.chance(0.35) ? random.int(1, 80) : usual}`,
				),
				"",
				...text,
				`${german ? "Ware erhalten" : "Goods received"}: ____________`,
			],
		};
	});
	return asPapers(papers, { correspondent: supplier, documentType: german ? "Lieferschein" : "Delivery note" });
}

/** A fleet: one letter for each car, of one day and with one premium. */
export function vehicleLetters(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const { sender: insurer, head } = firms(voice, random);
	const date = anyDay(random);
	const premium = random.int(18_000, 120_000);
	const text = wrap(prose(voice, random.int(4, 8), random), COLUMNS);
	const district = random.letters(2);
	const plates = distinct(members, () =>
		german
			? `${district}-${random.letters(2)} ${random.digits(3)}`
			: `${district}${random.int(10, 74)} ${random.letters(3)}`,
	);
	const papers = plates.map((plate) => ({
		title: plate,
		date,
		mark: plate,
		lines: [
			...head,
			voice.day(date),
			`${german ? "Fahrzeug mit dem Kennzeichen" : "Vehicle registered as"} ${plate}`,
			`${german ? "Fahrgestell" : "Chassis"} W${random.letters(2)}${random.digits(8)}`,
			`${german ? "Jahresbeitrag" : "Annual premium"} ${voice.money(premium)}`,
			"",
			...text,
			"",
			`${german ? "Bitte im Wagen mitführen" : "Please keep in the car"}: ${plate}`,
		],
	}));
	return asPapers(papers, { correspondent: insurer, documentType: german ? "Kfz-Versicherung" : "Motor insurance" });
}

/** Mostly figures, hardly a word. */
export function sensorReports(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const [firm, station, first] = [voice.firm(random), `${voice.place(random)} ${random.int(1, 30)}`, anyDay(random)];
	const text = wrap(prose(voice, random.int(1, 3), random), COLUMNS);
	const hours = random.int(8, 24);
	const papers = Array.from({ length: members }, (_, at) => {
		const date = daysLater(first, at);
		const rows = Array.from({ length: hours }, (_value, row) => {
			const hour = `${String(row).padStart(2, "0")}:00`;
			const warm = `${random.int(8, 26)}${german ? "," : "."}${random.int(0, 9)}`;
			return `${hour}  ${warm}  ${random.int(960, 1040)}  ${random.int(31, 98)} %`;
		});
		return {
			title: `${station} ${dottedDay(date)}`,
			date,
			mark: `${german ? "Messwerte vom" : "Readings of"} ${dottedDay(date)}`,
			lines: [
				`${firm}, ${german ? "Messstelle" : "station"} ${station}`,
				`${german ? "Messwerte vom" : "Readings of"} ${dottedDay(date)}`,
				german ? "Zeit  Temperatur  Druck  Feuchte" : "Time  temperature  pressure  humidity",
				...rows,
				...text,
			],
		};
	});
	return asPapers(papers, { correspondent: firm, documentType: german ? "Messprotokoll" : "Readings" });
}
