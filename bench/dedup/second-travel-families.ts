/** Tickets: the same traveller, another direction or another day. */
import { anyDay, type Day, daysLater, dottedDay } from "./dates.ts";
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";
import { wrap } from "./renditions.ts";
import { COLUMNS } from "./second-papers.ts";
import { asPapers, distinct } from "./second-series.ts";
import { prose, type Voice } from "./second-voice.ts";

interface Journey {
	flies: boolean;
	carrier: string;
	traveller: string;
	booking: string;
	price: number;
	terms: string[];
}

function journey(voice: Voice, random: Random): Journey {
	return {
		flies: random.chance(0.5),
		carrier: voice.firm(random),
		traveller: voice.person(random),
		booking: random.letters(6),
		price: random.int(1_900, 48_000),
		terms: wrap(prose(voice, random.int(3, 8), random), COLUMNS),
	};
}

interface Leg {
	from: string;
	to: string;
	date: Day;
	number: string;
	label: string;
}

function ticket(
	voice: Voice,
	{ flies, carrier, traveller, booking, price, terms }: Journey,
	leg: Leg,
	random: Random,
): string[] {
	const german = voice.german;
	const clock = `${random.int(6, 21)}:${random.int(10, 59)}`;
	return [
		carrier,
		german ? (flies ? "Flugschein" : "Fahrkarte") : flies ? "Boarding document" : "Rail ticket",
		`${german ? "Buchung" : "Booking"} ${booking}   ${traveller}`,
		`${leg.label} ${leg.from} - ${leg.to}`,
		`${german ? "am" : "on"} ${dottedDay(leg.date)}, ${german ? "ab" : "departs"} ${clock}, ${flies ? (german ? "Flug" : "flight") : german ? "Zug" : "train"} ${leg.number}`,
		`${german ? "Platz" : "Seat"} ${random.int(1, 38)}${random.letters(1)}`,
		`${german ? "Preis" : "Fare"} ${voice.money(price)}`,
		"",
		...terms,
	];
}

/** There and back: one booking, two papers. */
export function returnTickets(voice: Voice, _members: number, random: Random): Paper[] {
	const german = voice.german;
	const trip = journey(voice, random);
	const [here = "", there = ""] = distinct(2, () => voice.place(random));
	const out = anyDay(random);
	const legs: Leg[] = [
		{ from: here, to: there, date: out, number: random.digits(4), label: german ? "Hinreise" : "Outward" },
		{
			from: there,
			to: here,
			date: daysLater(out, random.int(1, 20)),
			number: random.digits(4),
			label: german ? "Rückreise" : "Return",
		},
	];
	const papers = legs.map((leg) => ({
		title: `${leg.from} - ${leg.to}`,
		date: leg.date,
		mark: `${leg.label} ${leg.from} - ${leg.to}`,
		lines: ticket(voice, trip, leg, random),
	}));
	return asPapers(papers, { correspondent: trip.carrier, documentType: "Ticket" });
}

/** One connection on many days. */
export function dayTickets(voice: Voice, members: number, random: Random): Paper[] {
	const trip = journey(voice, random);
	const [from = "", to = ""] = distinct(2, () => voice.place(random));
	const number = random.digits(4);
	const first = anyDay(random);
	const label = voice.german ? "Fahrt" : "Journey";
	let day = 0;
	const papers = Array.from({ length: members }, () => {
		day += random.int(1, 40);
		const date = daysLater(first, day);
		return {
			title: `${from} - ${to}`,
			date,
			mark: `${voice.german ? "am" : "on"} ${dottedDay(date)}, `,
			lines: ticket(voice, { ...trip, booking: random.letters(6) }, { from, to, date, number, label }, random),
		};
	});
	return asPapers(papers, { correspondent: trip.carrier, documentType: "Ticket" });
}
