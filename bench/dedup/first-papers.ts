/** The papers of the first library that stand alone: letters, reports, invoices. */
import { anyDay, daysLater, dottedDay, isoDay, longDay, monthName } from "./dates.ts";
import {
	capitalised,
	company,
	heading,
	iban,
	money,
	paragraph,
	person,
	sentence,
	street,
	subject,
	town,
} from "./first-prose.ts";
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";

export function singlePaper(random: Random): Paper {
	const make = random.weighted([
		[38, letter],
		[27, report],
		[35, invoice],
	] as const);
	return make(random);
}

function letter(random: Random): Paper {
	const about = subject(random);
	const [sender, receiver, date] = [company(random), person(random), anyDay(random)];
	const title = heading(about, random);
	const paragraphs = Array.from({ length: random.int(3, 5) }, () => paragraph(about, random.int(4, 8), random));
	return {
		title,
		lines: [
			sender,
			street(random),
			town(random),
			"",
			receiver,
			street(random),
			town(random),
			"",
			longDay(date),
			`Our reference ${random.letters(3)}-${random.digits(5)}`,
			"",
			`Subject: ${title}`,
			"",
			`Dear ${receiver},`,
			"",
			...paragraphs.flatMap((each) => [each, ""]),
			"Yours sincerely",
			person(random),
			sender,
		],
		created: isoDay(date),
		correspondent: sender,
		documentType: "Letter",
		tags: [],
		mark: null,
	};
}

function report(random: Random): Paper {
	const about = subject(random);
	const [sender, date] = [company(random), anyDay(random)];
	const title = heading(about, random);
	const lines = [title, `Report by ${person(random)}, ${sender}`, monthName(date)];
	const sections = random.int(3, 6);
	for (let section = 1; section <= sections; section++) {
		lines.push("", `${section}. ${capitalised(random.pick(about.adjectives))} ${random.pick(about.nouns)}`);
		lines.push(paragraph(about, random.int(4, 9), random));
		if (random.chance(0.5)) lines.push("", ...table(about.nouns, random));
	}
	return {
		title,
		lines,
		created: isoDay(date),
		correspondent: sender,
		documentType: "Report",
		tags: [],
		mark: null,
	};
}

function table(nouns: readonly string[], random: Random): string[] {
	return Array.from({ length: random.int(3, 8) }, () => {
		const share = `${random.int(1, 99)}.${random.int(0, 9)} %`;
		return `${capitalised(random.pick(nouns))}  ${random.int(1000, 9999)}  ${share}  ${random.int(1000, 9999)}`;
	});
}

function invoice(random: Random): Paper {
	const about = subject(random);
	const [sender, receiver, date] = [company(random), person(random), anyDay(random)];
	const number = `${random.pick(["R", "RE", "INV", "A"])}-${date.year}-${random.digits(5)}`;
	let net = 0;
	const items = Array.from({ length: random.int(1, 8) }, (_, at) => {
		const [count, price] = [random.int(1, 9), random.int(800, 60_000)];
		net += count * price;
		const name = `${capitalised(random.pick(about.adjectives))} ${random.pick(about.nouns)} ${random.pick(about.nouns)}`;
		return `${at + 1}  ${name}  ${count} x ${money(price)}  ${money(count * price)} EUR`;
	});
	const vat = Math.round(net * 0.19);
	return {
		title: `Invoice ${number}`,
		lines: [
			sender,
			street(random),
			town(random),
			`Phone +49 ${random.int(100, 990)} ${random.digits(7)}`,
			"",
			receiver,
			street(random),
			town(random),
			"",
			`Invoice ${number}`,
			`Invoice date: ${dottedDay(date)}`,
			`Customer number: ${random.digits(6)}`,
			"",
			`Dear ${receiver},`,
			sentence(about, random),
			"",
			"No  Description  Quantity and price  Amount",
			...items,
			"",
			`Net amount ${money(net)} EUR`,
			`19 % VAT ${money(vat)} EUR`,
			`Total amount due ${money(net + vat)} EUR`,
			"",
			`Please transfer the amount by ${dottedDay(daysLater(date, 30))} quoting invoice ${number} to account ${iban(random)}.`,
			"",
			paragraph(about, random.int(5, 8), random),
			"",
			paragraph(about, random.int(5, 8), random),
			"",
			`${sender}, managing director ${person(random)}, register HRB ${random.digits(5)}, VAT ID DE${random.digits(9)}`,
		],
		created: isoDay(date),
		correspondent: sender,
		documentType: "Invoice",
		tags: [],
		mark: null,
	};
}
