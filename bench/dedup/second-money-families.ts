/** Banks, yearly fees and reminders. */
import { anyDay, type Day, daysLater, dottedDay, germanMonthName, monthName, monthsLater } from "./dates.ts";
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";
import { wrap } from "./renditions.ts";
import { COLUMNS } from "./second-papers.ts";
import { parties } from "./second-parties.ts";
import { asPapers } from "./second-series.ts";
import { prose, type Voice } from "./second-voice.ts";

export function month(voice: Voice, date: Day): string {
	return voice.german ? germanMonthName(date) : monthName(date);
}

/** Balances and bookings move from month to month; some bookings come each month. */
export function bankStatements(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const { sender: bank, head } = parties(voice, random);
	const account = `${german ? "DE" : "GB"}${random.digits(2)} ${random.digits(4)} ${random.digits(4)} ${random.digits(4)} ${random.digits(2)}`;
	const standing = Array.from({ length: random.int(2, 5) }, () => ({
		payee: voice.firm(random),
		cents: random.int(900, 120_000),
	}));
	const first = anyDay(random);
	const legal = wrap(prose(voice, 4, random), COLUMNS);
	let balance = random.int(20_000, 1_500_000);
	const papers = Array.from({ length: members }, (_, at) => {
		const date = monthsLater(first, at);
		const opening = balance;
		const bookings = [
			...standing,
			...Array.from({ length: random.int(1, 9) }, () => ({
				payee: voice.firm(random),
				cents: random.int(300, 60_000),
			})),
		].map(({ payee, cents }, row) => {
			balance -= cents;
			return `${dottedDay({ ...date, day: Math.min(28, 1 + row * 2) }).slice(0, 6)}  ${payee}  ${voice.money(-cents)}`;
		});
		const salary = 150_000 + (standing[0]?.cents ?? 0);
		balance += salary;
		return {
			title: `${german ? "Kontoauszug" : "Statement"} ${at + 1}`,
			date,
			mark: `${german ? "Kontoauszug" : "Statement of account"} ${month(voice, date)}`,
			lines: [
				...head,
				`${german ? "Kontoauszug" : "Statement of account"} ${month(voice, date)}`,
				`${german ? "Konto" : "Account"} ${account}, ${german ? "Auszug" : "sheet"} ${at + 1}`,
				`${german ? "Alter Kontostand" : "Balance brought forward"} ${voice.money(opening)}`,
				...bookings,
				`28.${String(date.month).padStart(2, "0")}.  ${german ? "Gehalt" : "Salary"}  ${voice.money(salary)}`,
				`${german ? "Neuer Kontostand" : "Balance carried forward"} ${voice.money(balance)}`,
				"",
				...legal,
			],
		};
	});
	return asPapers(papers, { correspondent: bank, documentType: german ? "Kontoauszug" : "Statement" });
}

/** Every year the same letter; half of the time even the fee stays. */
export function feeLetters(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const { sender: club, head } = parties(voice, random);
	const number = random.digits(5);
	const rises = random.chance(0.5);
	const text = wrap(prose(voice, random.int(4, 8), random), COLUMNS);
	const first = { ...anyDay(random), year: random.int(1992, 2012) };
	let fee = random.int(12, 90) * 100;
	const count = Math.min(members, 14);
	const papers = Array.from({ length: count }, (_, at) => {
		const date = { ...first, year: first.year + at };
		if (rises) fee += random.int(0, 4) * 50;
		return {
			title: `${german ? "Beitrag" : "Subscription"} ${date.year}`,
			date,
			mark: german ? `für das Jahr ${date.year}` : `for the year ${date.year}`,
			lines: [
				...head,
				voice.day(date),
				german ? `Mitgliedsbeitrag für das Jahr ${date.year}` : `Subscription for the year ${date.year}`,
				`${german ? "Mitglied Nr." : "Member no."} ${number}`,
				"",
				...wrap(
					german
						? `Der Beitrag für ${date.year} beträgt ${voice.money(fee)}. Wir buchen ihn wie in jedem Jahr von Ihrem Konto ab.`
						: `The subscription for ${date.year} is ${voice.money(fee)}. As in every year we collect it from your account.`,
					COLUMNS,
				),
				...text,
			],
		};
	});
	return asPapers(papers, { correspondent: club, documentType: german ? "Beitrag" : "Fee" });
}

/** One debt, dunned up to four times: the day, the fee and the tone move. */
export function reminders(voice: Voice, members: number, random: Random): Paper[] {
	const german = voice.german;
	const { sender, head } = parties(voice, random);
	const bill = `${random.digits(4)}/${random.digits(3)}`;
	const owed = random.int(2_000, 300_000);
	const first = anyDay(random);
	const text = wrap(prose(voice, random.int(2, 5), random), COLUMNS);
	const steps = german
		? ["Zahlungserinnerung", "Erste Mahnung", "Zweite Mahnung", "Letzte Mahnung vor Abgabe an das Gericht"]
		: [
				"Friendly reminder",
				"Second request for payment",
				"Third request for payment",
				"Final notice before court action",
			];
	const papers = steps.slice(0, Math.max(2, Math.min(members, 4))).map((step, at) => {
		const date = daysLater(first, at * random.int(14, 21));
		const charge = at * 500;
		return {
			title: `${step} ${bill}`,
			date,
			mark: step,
			lines: [
				...head,
				dottedDay(date),
				step,
				"",
				`${german ? "Rechnung" : "Bill"} ${bill}, ${german ? "offen" : "outstanding"}: ${voice.money(owed)}`,
				`${german ? "Mahnkosten" : "Charge"}: ${voice.money(charge)}`,
				german
					? `Bitte zahlen Sie ${voice.money(owed + charge)} bis zum ${dottedDay(daysLater(date, 10))}.`
					: `Please pay ${voice.money(owed + charge)} by ${dottedDay(daysLater(date, 10))}.`,
				"",
				...text,
			],
		};
	});
	return asPapers(papers, { correspondent: sender, documentType: german ? "Mahnung" : "Reminder" });
}
