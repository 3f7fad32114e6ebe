/** Second set of foreign layouts: payslips and forms. */
import { anyHabit } from "../habits.ts";
import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import {
	anyDay,
	cents,
	dotted,
	english,
	type Foreign,
	field,
	german,
	indian,
	iso,
	lines,
	money,
	row,
	slashed,
	table,
	total,
} from "./kit.ts";

const LONG = "January February March April May June July August September October November December".split(" ");

/** A British payslip: payments and deductions side by side, the sums in a band of heads over values, the year's in another. */
const british: Foreign = {
	name: "payslip-gb",
	async draw(random) {
		const sheet = await Sheet.create(595, 420);
		const day = anyDay(random, 2020, 2025);
		const [hours, rate] = [random.int(120, 170), random.int(1100, 3200) / 100];
		const payments: [string, number][] = [
			["Basic pay", cents(hours * rate)],
			["Overtime x1.5", random.int(5000, 30000) / 100],
			["Shift premium", random.int(2000, 9000) / 100],
		].slice(0, random.int(1, 3)) as [string, number][];
		const gross = total(payments.map(([, amount]) => amount));
		const less: [string, number][] = [
			["PAYE tax", cents(gross * 0.13)],
			["National Insurance", cents(gross * 0.071)],
			["Pension", cents(gross * 0.05)],
		];
		const off = total(less.map(([, amount]) => amount));
		const net = cents(gross - off);
		const person = random.pick(PEOPLE.gb);
		const ni = `QQ ${random.digits(2)} ${random.digits(2)} ${random.digits(2)} C`;
		const number = random.digits(4);
		const heads: [string, string][] = [
			["Employee no.", number],
			["Employee", person],
			["Process date", slashed(day)],
			["NI number", ni],
			["Tax code", "1257L"],
		];
		const edges = [30, 105, 240, 330, 450, 565];
		heads.forEach(([label, value], at) => {
			sheet.box(edges[at] ?? 0, 30, edges[at + 1] ?? 0, 45, true);
			sheet.text(label, (edges[at] ?? 0) + 4, 41, { size: 8, bold: true });
			sheet.box(edges[at] ?? 0, 45, edges[at + 1] ?? 0, 62);
			sheet.text(value, (edges[at] ?? 0) + 4, 57, { size: 9 });
		});
		sheet.box(30, 80, 300, 95, true);
		row(sheet, ["Payments", "Units", "Rate", "Amount"], [34, -160, -220, -296], 91, { bold: true, size: 8 });
		payments.forEach(([name, amount], at) => {
			row(
				sheet,
				[name, at === 0 ? hours.toFixed(2) : "", at === 0 ? rate.toFixed(4) : "", english(amount)],
				[34, -160, -220, -296],
				110 + at * 13,
			);
		});
		sheet.box(310, 80, 565, 95, true);
		row(sheet, ["Deductions", "Amount"], [314, -561], 91, { bold: true, size: 8 });
		less.forEach(([name, amount], at) => {
			row(sheet, [name, english(amount)], [314, -561], 110 + at * 13);
		});
		const k = random.int(2, 11);
		lines(sheet, [person, "8 Cobbler's Row", "Kendal", "LA9 4QT"], 40, 230, 12, 9);
		const years: [string, number][] = [
			["Total gross pay TD", gross * k],
			["Tax paid TD", (less[0]?.[1] ?? 0) * k],
		];
		years.forEach(([label, amount], at) => {
			sheet.text(label, 330, 230 + at * 14, { size: 8.5 });
			sheet.text(english(amount), 561, 230 + at * 14, { size: 8.5, align: "right" });
		});
		const band: [string, string][] = [
			["Company", "Lakeland Joinery Ltd"],
			["Total payments", english(gross)],
			["Total deductions", english(off)],
			["Net pay", `£${english(net)}`],
		];
		band.forEach(([label, value], at) => {
			const x = 30 + at * 134;
			sheet.box(x, 330, x + 134, 345, true);
			sheet.text(label, x + 4, 341, { size: 8, bold: true });
			sheet.box(x, 345, x + 134, 364);
			sheet.text(value, x + 4, 358, { size: 9.5 });
		});
		const gbp = (amount: number) => money(amount, "GBP");
		return {
			sheet,
			fields: [
				field("employer"),
				field("employee"),
				field("employee_number"),
				field("pay_date", "date", { aliases: ["process date"] }),
				field("ni_number", "string", { description: "National insurance number" }),
				field("tax_code"),
				field("gross_pay", "currency", { aliases: ["total payments"] }),
				field("income_tax", "currency", { aliases: ["PAYE tax"] }),
				field("pension", "currency"),
				field("total_deductions", "currency"),
				field("net_pay", "currency"),
				field("iban"),
				table("deductions", { description: "string", amount: "currency" }),
			],
			truth: {
				...{
					employer: "Lakeland Joinery Ltd",
					employee: person,
					employee_number: number,
					pay_date: iso(day),
					ni_number: ni,
				},
				...{
					tax_code: "1257L",
					gross_pay: gbp(gross),
					income_tax: gbp(less[0]?.[1] ?? 0),
					pension: gbp(less[2]?.[1] ?? 0),
				},
				...{ total_deductions: gbp(off), net_pay: gbp(net), iban: null },
				deductions: less.map(([description, amount]) => ({ description, amount: { amount, currency: "GBP" } })),
			},
		};
	},
};

/** An Indian payslip: pairs in two columns parted by colons, earnings and deductions in one table, the sum in words, too. */
const indianSlip: Foreign = {
	name: "payslip-in",
	async draw(random) {
		const sheet = await Sheet.create();
		const [month, year] = [random.int(1, 12), random.int(2020, 2025)];
		const earned: [string, number][] = [
			["Basic", random.int(18000, 60000)],
			["HRA", random.int(7000, 24000)],
			["Conveyance", 1600],
			["Special Allowance", random.int(2000, 15000)],
		];
		const less: [string, number][] = [
			["Provident Fund", 1800],
			["Professional Tax", 200],
			["TDS", random.int(500, 9000)],
		];
		const [gross, off] = [total(earned.map(([, amount]) => amount)), total(less.map(([, amount]) => amount))];
		const person = random.pick(PEOPLE.in);
		const [code, pan, account] = [
			`EMP${random.digits(4)}`,
			`${random.letters(5)}${random.digits(4)}${random.letters(1)}`,
			random.digits(12),
		];
		const joined = anyDay(random, 2010, 2019);
		sheet.text("ORBITAL SOFTWARE SOLUTIONS PRIVATE LIMITED", 297, 50, { bold: true, size: 13, align: "center" });
		sheet.text("Tower B, Cyber Park, Hyderabad - 500081", 297, 64, { size: 8.5, align: "center" });
		sheet.text(`Payslip for the month of ${LONG[month - 1]} ${year}`, 297, 84, { bold: true, align: "center" });
		const left: [string, string][] = [
			["Employee Name", person],
			["Employee Code", code],
			["Designation", "Test Engineer"],
			["Date of Joining", slashed(joined)],
		];
		const right: [string, string][] = [
			["PAN", pan],
			["Bank A/c No.", account],
			["Days Paid", "30"],
			["LOP Days", "0"],
		];
		for (const [x, rows] of [
			[50, left],
			[320, right],
		] as const) {
			rows.forEach(([label, value], at) => {
				sheet.text(label, x, 115 + at * 15, { size: 9 });
				sheet.text(`:  ${value}`, x + 95, 115 + at * 15, { size: 9 });
			});
		}
		const xs = [54, -290, 304, -540];
		sheet.box(48, 190, 546, 206, true);
		row(sheet, ["Earnings", "Amount (Rs.)", "Deductions", "Amount (Rs.)"], xs, 201, { bold: true });
		earned.forEach(([name, amount], at) => {
			const [other, minus] = less[at] ?? ["", undefined];
			row(sheet, [name, indian(amount), other, minus === undefined ? "" : indian(minus)], xs, 220 + at * 15);
		});
		sheet.line(48, 274, 546, 274);
		row(sheet, ["Total Earnings", indian(gross), "Total Deductions", indian(off)], xs, 286, { bold: true });
		sheet.text(`Net Pay : Rs. ${indian(gross - off)}`, 54, 318, { bold: true, size: 11 });
		sheet.text("(Rupees in words as per bank advice only)", 54, 332, { size: 8 });
		sheet.text("This is a computer generated payslip and needs no signature.", 297, 380, { size: 8, align: "center" });
		const inr = (amount: number) => money(amount, "INR");
		return {
			sheet,
			fields: [
				field("company_name"),
				field("employee_name"),
				field("employee_code"),
				field("designation"),
				field("date_of_joining", "date"),
				field("pan"),
				field("bank_account_number"),
				field("paid_days", "number"),
				field("month", "string", { description: "Pay period" }),
				field("basic", "currency"),
				field("hra", "currency"),
				field("provident_fund", "currency"),
				field("tds", "currency"),
				field("gross_earnings", "currency"),
				field("total_deductions", "currency"),
				field("net_pay", "currency"),
				field("overtime", "currency"),
				table("earnings", { component: "string", amount: "currency" }),
			],
			truth: {
				...{ company_name: "ORBITAL SOFTWARE SOLUTIONS PRIVATE LIMITED", employee_name: person, employee_code: code },
				...{
					designation: "Test Engineer",
					date_of_joining: iso(joined),
					pan,
					bank_account_number: account,
					paid_days: 30,
				},
				...{ month: `${LONG[month - 1]} ${year}`, basic: inr(earned[0]?.[1] ?? 0), hra: inr(earned[1]?.[1] ?? 0) },
				...{ provident_fund: inr(1800), tds: inr(less[2]?.[1] ?? 0), gross_earnings: inr(gross) },
				...{ total_deductions: inr(off), net_pay: inr(gross - off), overtime: null },
				earnings: earned.map(([component, amount]) => ({ component, amount: { amount, currency: "INR" } })),
			},
		};
	},
};

/** A form of cells for single letters, circles to fill, ticks as strokes. */
const combs: Foreign = {
	name: "form-combs",
	async draw(random) {
		const sheet = await Sheet.create();
		const audience = random.pick(["gb", "in"] as const);
		const habit = anyHabit(random, audience);
		const born = anyDay(random, 1950, 2004);
		const [first = "", last = ""] = random.pick(PEOPLE[audience]).toUpperCase().split(" ");
		const phone = `0${random.digits(10)}`;
		const cover = random.pick(["Bronze", "Silver", "Gold"]);
		const isSmoker = random.chance(0.5);
		const income = random.int(20, 90) * 1000;
		sheet.text("Health Plan Enrolment", 40, 55, { size: 18, bold: true });
		sheet.text("Please use BLOCK CAPITALS and a black pen.", 40, 72, { size: 8 });
		const comb = (label: string, text: string, x: number, y: number, count: number): void => {
			sheet.text(label, x, y, { size: 8 });
			for (let at = 0; at < count; at++) {
				sheet.box(x + at * 15, y + 4, x + at * 15 + 15, y + 21);
				if (text[at] !== undefined)
					sheet.text(text[at] ?? "", x + at * 15 + 7.5, y + 16, { size: 10, align: "center" });
			}
		};
		sheet.text("Section 1: About you", 40, 100, { bold: true, size: 11 });
		comb("First name", first, 40, 118, 14);
		comb("Surname", last, 290, 118, 16);
		comb("Telephone", phone, 40, 156, 14);
		sheet.text("Date of birth (DD/MM/YYYY)", 290, 156, { size: 8 });
		sheet.box(290, 160, 410, 177);
		sheet.text(slashed(born), 296, 172, { size: 10 });
		sheet.text("Yearly income", 40, 198, { size: 8 });
		sheet.box(40, 202, 200, 219);
		sheet.text(habit.money(income), 46, 214, { size: 10 });
		sheet.text("Section 2: Your cover", 40, 250, { bold: true, size: 11 });
		sheet.text("Level of cover", 40, 272, { size: 9 });
		["Bronze", "Silver", "Gold"].forEach((text, at) => {
			sheet.circle(160 + at * 80, 269, 4.5);
			if (text === cover) sheet.circle(160 + at * 80, 269, 2.5, true);
			sheet.text(text, 170 + at * 80, 272, { size: 9 });
		});
		sheet.text("Do you smoke?", 40, 294, { size: 9 });
		["Yes", "No"].forEach((text, at) => {
			const x = 155 + at * 80;
			sheet.box(x, 286, x + 9, 295);
			if (isSmoker === (at === 0)) {
				sheet.line(x + 1, 291, x + 4, 294, 1.2);
				sheet.line(x + 4, 294, x + 10, 284, 1.2);
			}
			sheet.text(text, x + 15, 294, { size: 9 });
		});
		sheet.text("Allergies (list all)", 40, 316, { size: 9 });
		sheet.text("Pollen; Penicillin; Peanuts", 160, 316, { size: 9 });
		return {
			sheet,
			fields: [
				field("first_name"),
				field("surname"),
				field("telephone"),
				field("date_of_birth", "date"),
				field("yearly_income", "currency"),
				field("level_of_cover", "string", { enum: ["Bronze", "Silver", "Gold"] }),
				field("smoker", "boolean", { aliases: ["Do you smoke?"] }),
				field("allergies", "list"),
				field("email"),
				field("member_number"),
			],
			truth: {
				...{ first_name: first, surname: last, telephone: phone, date_of_birth: iso(born) },
				...{ yearly_income: money(income, habit.currency), level_of_cover: cover, smoker: isSmoker },
				...{ allergies: ["Pollen", "Penicillin", "Peanuts"], email: null, member_number: null },
			},
		};
	},
};

/** A German form: what was written stands on lines over small captions, several to a line; crosses of a font of signs. */
const german2: Foreign = {
	name: "form-captions-de",
	async draw(random) {
		const sheet = await Sheet.create();
		const born = anyDay(random, 1950, 2004);
		const [first = "", last = ""] = random.pick(PEOPLE.de).split(" ");
		const iban = anyIban(random, "DE");
		const mode = random.pick(["jährlich", "halbjährlich", "monatlich"]);
		const wantsMail = random.chance(0.5);
		const fee = random.pick([36, 60, 84.5]);
		const phone = `0341 ${random.digits(7)}`;
		sheet.text("Beitrittserklärung", 60, 60, { size: 20, bold: true });
		sheet.text("Hiermit erkläre ich meinen Beitritt zum Kleingartenverein Morgensonne e. V.", 60, 80);
		const over = (x: number, end: number, y: number, caption: string, text: string): void => {
			sheet.text(text, x + 3, y - 3, { size: 11 });
			sheet.line(x, y, end, y, 0.5);
			sheet.text(caption, x, y + 9, { size: 7 });
		};
		over(60, 290, 120, "Name", last);
		over(310, 535, 120, "Vorname", first);
		over(60, 400, 158, "Straße, Hausnummer", "Kastanienallee 17");
		over(420, 535, 158, "Geburtsdatum", dotted(born));
		over(60, 140, 196, "PLZ", "04229");
		over(160, 330, 196, "Wohnort", "Leipzig");
		over(350, 535, 196, "Telefon", phone);
		sheet.text("Mitgliedsbeitrag:", 60, 240);
		sheet.text(`${german(fee)} EUR`, 160, 240);
		sheet.text("Zahlungsweise:", 60, 262);
		["jährlich", "halbjährlich", "monatlich"].forEach((text, at) => {
			const x = 160 + at * 100;
			sheet.sign(text === mode ? "\u2718" : "\u274f", x, 262, 10);
			sheet.text(text, x + 14, 262);
		});
		const mail = sheet.widthOf("Rundbriefe per E-Mail");
		sheet.box(160, 276, 169, 285);
		if (wantsMail) sheet.text("X", 164.5, 284, { size: 9, align: "center" });
		sheet.text("Rundbriefe per E-Mail", 175, 284);
		sheet.line(175, 290, 175 + mail, 290, 0.2);
		sheet.text("SEPA-Lastschriftmandat", 60, 330, { bold: true, size: 11 });
		over(60, 380, 366, "IBAN", iban.replace(/(.{4})(?=.)/g, "$1 "));
		over(60, 300, 404, "Kontoinhaber", `${first} ${last}`);
		over(60, 250, 460, "Ort, Datum", `Leipzig, ${dotted({ ...born, year: 2024 })}`);
		over(300, 535, 460, "Unterschrift", "");
		return {
			sheet,
			fields: [
				field("nachname", "string", { aliases: ["Name"] }),
				field("vorname"),
				field("strasse"),
				field("plz"),
				field("ort", "string", { aliases: ["Wohnort"] }),
				field("telefon"),
				field("geburtsdatum", "date"),
				field("beitrag", "currency", { aliases: ["Mitgliedsbeitrag"] }),
				field("zahlungsweise", "string", { enum: ["jährlich", "halbjährlich", "monatlich"] }),
				field("rundbriefe", "boolean", { aliases: ["Rundbriefe per E-Mail"] }),
				field("iban"),
				field("kontoinhaber"),
				field("bic"),
				field("mitgliedsnummer"),
			],
			truth: {
				...{
					nachname: last,
					vorname: first,
					strasse: "Kastanienallee 17",
					plz: "04229",
					ort: "Leipzig",
					telefon: phone,
				},
				...{ geburtsdatum: iso(born), beitrag: money(fee, "EUR"), zahlungsweise: mode, rundbriefe: wantsMail },
				...{ iban, kontoinhaber: `${first} ${last}`, bic: null, mitgliedsnummer: null },
			},
		};
	},
};

export const SECOND_PAPERS: readonly Foreign[] = [british, indianSlip, combs, german2];
