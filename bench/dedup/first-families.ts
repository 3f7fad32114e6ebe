/** The monthly papers of the first library: one template, one sender, one receiver, a field or two that move. */
import { anyDay, type Day, daysLater, dottedDay, isoDay, monthName, monthsLater } from "./dates.ts";
import { company, iban, money, paragraph, person, street, subject, town } from "./first-prose.ts";
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";

/** What stays from month to month. */
interface Constant {
	head: string[];
	sender: string;
	customer: string;
	account: string;
	/** A fixed price in cents. */
	price: number;
	/** Two days that do not change: of birth and of entry, of contract and of its terms. */
	days: readonly [Day, Day];
	filler: string[];
}

type Month = (constant: Constant, date: Day, random: Random) => { title: string; type: string; lines: string[] };

/** A year of payslips at most, because they are the most alike; several years of the rest. */
export function anyMonthlyFamily(random: Random): Paper[] {
	const [month, fewest, most] = random.weighted<readonly [Month, number, number]>([
		[26, [payslip, 5, 10]],
		[22, [statement, 16, 36]],
		[22, [utilityBill, 16, 36]],
		[22, [rentInvoice, 16, 36]],
		[8, [maintenanceSheet, 16, 36]],
	]);
	return monthlyFamily(month, random.int(fewest, most), random);
}

/** The months of one sender, oldest first. `members` months in a row. */
export function monthlyFamily(month: Month, members: number, random: Random): Paper[] {
	const about = subject(random);
	const [sender, receiver] = [company(random), person(random)];
	const constant: Constant = {
		head: [sender, street(random), town(random), "", receiver, street(random), town(random), ""],
		sender,
		customer: random.digits(7),
		account: iban(random),
		price: random.int(28_000, 640_000),
		days: [anyDay(random), anyDay(random)],
		filler: Array.from({ length: random.int(2, 4) }, () => paragraph(about, random.int(4, 8), random)),
	};
	const first = anyDay(random);
	return Array.from({ length: members }, (_, at) => {
		const date = monthsLater(first, at);
		const { title, type, lines } = month(constant, date, random);
		return {
			title,
			lines: [...constant.head, ...lines],
			created: isoDay(date),
			correspondent: sender,
			documentType: type,
			tags: [],
			mark: monthName(date),
		};
	});
}

/** Month, day of payment and hours move; every name and amount stays. */
export const payslip: Month = ({ customer, account, price, days: [birth, entry], filler }, date, random) => {
	const [tax, social] = [Math.round(price * 0.16), Math.round(price * 0.18)];
	return {
		title: `Payslip ${monthName(date)}`,
		type: "Payslip",
		lines: [
			`Payslip for ${monthName(date)}`,
			`Employee number: ${customer}`,
			`Date of birth ${dottedDay({ ...birth, year: birth.year - 40 })}, entry ${dottedDay(entry)}`,
			`Working hours ${random.int(148, 184)}`,
			`Gross salary ${money(price)} EUR`,
			`Income tax ${money(tax)} EUR`,
			`Social security contributions ${money(social)} EUR`,
			`Net salary ${money(price - tax - social)} EUR`,
			`Paid to account ${account} on ${dottedDay(date)}`,
			"",
			...filler,
		],
	};
};

const statement: Month = ({ customer, account, price, filler }, date, random) => {
	let balance = random.int(10_000, 900_000);
	const opening = balance;
	const rows = Array.from({ length: random.int(4, 14) }, (_, at) => {
		const amount = random.chance(0.2) ? price : random.int(300, 90_000);
		const sign = random.chance(0.3) ? 1 : -1;
		balance += sign * amount;
		const what = random.pick([
			"Card payment",
			"Transfer",
			"Standing order",
			"Direct debit",
			"Cash withdrawal",
			"Credit",
		]);
		return `${dottedDay({ ...date, day: Math.min(28, at * 2 + 1) })}  ${what} ${random.digits(6)}  ${sign < 0 ? "-" : "+"}${money(amount)}`;
	});
	return {
		title: `Account statement ${monthName(date)}`,
		type: "Statement",
		lines: [
			`Account statement ${monthName(date)}`,
			`Account ${account}`,
			`Client ${customer}`,
			`Opening balance ${money(opening)} EUR`,
			"",
			...rows,
			"",
			`Closing balance ${signed(balance)} EUR`,
			...filler,
		],
	};
};

const utilityBill: Month = ({ customer, account, price, filler }, date, random) => {
	const used = random.int(80, 620);
	const start = random.int(10_000, 80_000);
	const rate = 20 + (price % 19);
	return {
		title: `Electricity bill ${monthName(date)}`,
		type: "Invoice",
		lines: [
			`Electricity bill for ${monthName(date)}`,
			`Contract account ${customer}`,
			`Bill number ${random.digits(8)} of ${dottedDay(date)}`,
			`Meter reading at start ${start} kWh`,
			`Meter reading at end ${start + used} kWh`,
			`Consumption ${used} kWh at 0.${rate} EUR`,
			`Basic charge ${money(price % 2500)} EUR`,
			`Amount payable ${money(used * rate + (price % 2500))} EUR`,
			`We will debit account ${account} on ${dottedDay(daysLater(date, 14))}.`,
			"",
			...filler,
		],
	};
};

/** Number, month and two days move; the amount stays. */
const rentInvoice: Month = ({ customer, account, price, filler }, date, random) => ({
	title: `Rent ${monthName(date)}`,
	type: "Invoice",
	lines: [
		`Invoice ${date.year}/${random.digits(5)}`,
		`Tenancy agreement ${customer}`,
		`Rent for ${monthName(date)}`,
		`Date of issue ${dottedDay(date)}`,
		"",
		`Net rent ${money(price)} EUR`,
		`Advance for heating ${money(Math.round(price / 7))} EUR`,
		`Total ${money(price + Math.round(price / 7))} EUR`,
		`Due on ${dottedDay(daysLater(date, 5))} to account ${account}`,
		"",
		...filler,
	],
});

const maintenanceSheet: Month = ({ customer, filler }, date, random) => ({
	title: `Maintenance record ${monthName(date)}`,
	type: "Report",
	lines: [
		`Maintenance record, ${monthName(date)}`,
		`Plant ${customer}`,
		`Visit on ${dottedDay(daysLater(date, random.int(0, 9)))}, ${random.int(1, 6)} hours`,
		`Pressure ${random.int(2, 9)}.${random.int(10, 99)} bar, temperature ${random.int(31, 88)}.${random.int(0, 9)} degrees`,
		`Hours of operation ${random.int(1000, 98_000)}`,
		"",
		...filler,
	],
});

function signed(cents: number): string {
	return cents < 0 ? `-${money(-cents)}` : money(cents);
}
