/** Payslips in English and German. */
import type { Field } from "../../../src/extraction/fields.ts";
import type { Random } from "../../dedup/random.ts";
import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { anyDay, BRITONS, type Drawn, english, GERMANS, german, type Layout, money, two } from "../sixth/facts.ts";
import { columns } from "./invoices.ts";

const LONG = "January February March April May June July August September October November December".split(" ");
type Line = readonly [description: string, cents: number];

async function payslip(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [day, employee] = [anyDay(random), random.pick(BRITONS)];
	const employer = random.pick(["TechCorp Ltd", "Harlow Engineering plc", "Sunrise Care Services"]);
	const [id, department] = [`EMP${random.digits(4)}`, random.pick(["Finance", "Engineering", "Operations"])];
	const period = random.chance(0.5)
		? `${LONG[day.month - 1]} ${day.year}`
		: `01/${two(day.month)}/${day.year} - 28/${two(day.month)}/${day.year}`;
	const earnings: Line[] = [
		["Basic Salary", random.int(200_000, 600_000)],
		["Overtime", random.int(5_000, 60_000)],
		...(random.chance(0.5) ? [["Bonus", random.int(10_000, 90_000)] as const] : []),
	];
	const gross = earnings.reduce((sum, [, each]) => sum + each, 0);
	const taken: Line[] = [
		["Income Tax", Math.round(gross * 0.16)],
		["National Insurance", Math.round(gross * 0.08)],
		["Pension", Math.round(gross * 0.05)],
		...(random.chance(0.4) ? [["Student Loan", Math.round(gross * 0.03)] as const] : []),
	];
	const held = taken.reduce((sum, [, each]) => sum + each, 0);
	const sign = random.chance(0.6) ? "£" : "";
	const currency = "GBP";
	const sum = (cents: number): string => `${sign}${english(cents)}`;
	sheet.text(employer, 50, 56, { size: 15, bold: true });
	sheet.text("PAYSLIP", 545, 56, { size: 15, bold: true, align: "right" });
	const info: [string, string][] = [
		["Employee Name", employee],
		[random.pick(["Employee ID", "Employee No."]), id],
		["Department", department],
		["Pay Period", period],
		[random.pick(["Payment Date", "Pay Date"]), day.slashed],
		["Tax Code", "1257L"],
	];
	const isPaired = random.chance(0.5);
	for (const [at, [label, value]] of info.entries()) {
		const [x, y] = isPaired ? [at % 2 === 0 ? 50 : 310, 95 + Math.floor(at / 2) * 18] : [50, 95 + at * 15];
		sheet.text(`${label}:`, x, y, { bold: true });
		sheet.text(value, x + 95, y);
	}
	const isBeside = random.chance(0.5);
	let y = 210;
	const list = (title: string, lines: readonly Line[], x: number, end: number, top: number): number => {
		let at = top;
		sheet.box(x, at - 13, end, at + 5, true);
		sheet.text(title, x + 5, at, { bold: true });
		sheet.text("Amount", end - 5, at, { bold: true, align: "right" });
		for (const [label, cents] of lines) {
			at += 18;
			sheet.text(label, x + 5, at);
			sheet.text(sum(cents), end - 5, at, { align: "right" });
		}
		return at + 26;
	};
	if (isBeside) y = Math.max(list("Earnings", earnings, 50, 290, y), list("Deductions", taken, 305, 545, y));
	else y = list("Deductions", taken, 50, 545, list("Earnings", earnings, 50, 545, y));
	for (const [label, cents] of [
		["Gross Pay", gross],
		["Total Deductions", held],
		["Net Pay", gross - held],
	] as const) {
		sheet.text(`${label}:`, 330, y, { bold: true });
		sheet.text(sum(cents), 540, y, { bold: true, align: "right" });
		y += 18;
	}
	const fields: Field[] = [
		{ name: "employer_name", type: "string" },
		{ name: "employee_name", type: "string" },
		{ name: "employee_id", type: "string" },
		{ name: "department", type: "string" },
		{ name: "pay_period", type: "string" },
		{ name: "pay_date", type: "date" },
		{ name: "gross_pay", type: "currency" },
		{ name: "total_deductions", type: "currency" },
		{ name: "net_pay", type: "currency" },
		{ name: "income_tax", type: "currency" },
		{ name: "tax_code", type: "string" },
		{ name: "bank_account", type: "string" },
		{ name: "hours_worked", type: "number" },
		{ name: "date_of_birth", type: "date" },
		{ name: "earnings", type: "table", items: columns({ description: "string", amount: "currency" }) },
		{ name: "deductions", type: "table", items: columns({ description: "string", amount: "currency" }) },
	];
	const rows = (lines: readonly Line[]) =>
		lines.map(([description, cents]) => ({ description, amount: money(cents, currency) }));
	const truth = {
		employer_name: employer,
		employee_name: employee,
		employee_id: id,
		department,
		pay_period: period,
		pay_date: day.iso,
		gross_pay: money(gross, currency),
		total_deductions: money(held, currency),
		net_pay: money(gross - held, currency),
		income_tax: money(taken[0]?.[1] ?? 0, currency),
		tax_code: "1257L",
		bank_account: null,
		hours_worked: null,
		date_of_birth: null,
		earnings: rows(earnings),
		deductions: rows(taken),
	};
	return { sheet, fields, truth };
}

const MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ");

async function gehalt(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [day, employee] = [anyDay(random), random.pick(GERMANS)];
	const employer = random.pick(["Muster AG", "Hansen Logistik GmbH", "Technik Süd GmbH & Co. KG"]);
	const [id, iban] = [random.digits(5), anyIban(random, "DE")];
	const month = `${MONATE[day.month - 1]} ${day.year}`;
	const born = anyDay(random).plus(-365 * 35);
	const sign = random.chance(0.6) ? " €" : "";
	const currency = "EUR";
	const sum = (cents: number): string => `${german(cents)}${sign}`;
	const earnings: Line[] = [
		["Grundgehalt", random.int(250_000, 620_000)],
		...(random.chance(0.6) ? [["Überstunden", random.int(5_000, 60_000)] as const] : []),
		["VWL-Zuschuss", 4_000],
	];
	const gross = earnings.reduce((total, [, each]) => total + each, 0);
	const taken: Line[] = [
		["Lohnsteuer", Math.round(gross * 0.15)],
		["Solidaritätszuschlag", Math.round(gross * 0.005)],
		["Krankenversicherung", Math.round(gross * 0.079)],
		["Rentenversicherung", Math.round(gross * 0.093)],
		["Arbeitslosenversicherung", Math.round(gross * 0.013)],
	];
	const held = taken.reduce((total, [, each]) => total + each, 0);
	sheet.text(employer, 50, 55, { size: 12, bold: true });
	sheet.text(`Gehaltsabrechnung ${month}`, 50, 85, { size: 15, bold: true });
	for (const [at, [label, value]] of (
		[
			["Mitarbeiter", employee],
			["Personalnummer", id],
			["Geburtsdatum", born.german],
			["Steuerklasse", String(random.int(1, 5))],
			["Abrechnungszeitraum", month],
			["Auszahlungsdatum", day.german],
		] as const
	).entries()) {
		sheet.text(`${label}:`, 50, 115 + at * 15);
		sheet.text(value, 180, 115 + at * 15);
	}
	let y = 225;
	const list = (title: string, lines: readonly Line[]): void => {
		sheet.text(title, 50, y, { bold: true });
		sheet.text(sign === "" ? "Betrag in EUR" : "Betrag", 545, y, { bold: true, align: "right" });
		sheet.line(50, y + 4, 545, y + 4);
		for (const [label, cents] of lines) {
			y += 16;
			sheet.text(label, 50, y);
			sheet.text(sum(cents), 545, y, { align: "right" });
		}
		y += 22;
	};
	const sumLine = (label: string, cents: number): void => {
		sheet.text(label, 50, y, { bold: true });
		sheet.text(sum(cents), 545, y, { bold: true, align: "right" });
		y += 30;
	};
	list("Bezüge", earnings);
	sumLine(random.pick(["Bruttogehalt", "Gesamtbrutto", "Summe Brutto"]), gross);
	list("Abzüge", taken);
	sumLine(random.pick(["Summe Abzüge", "Gesamtabzüge"]), held);
	sumLine(random.pick(["Nettogehalt", "Auszahlungsbetrag", "Nettoauszahlung"]), gross - held);
	sheet.text(`Überweisung auf IBAN: ${iban}`, 50, y + 10);
	const fields: Field[] = [
		{ name: "employer_name", type: "string" },
		{ name: "employee_name", type: "string" },
		{ name: "employee_id", type: "string", description: "Personnel number" },
		{ name: "date_of_birth", type: "date" },
		{ name: "pay_period", type: "string" },
		{ name: "pay_date", type: "date" },
		{ name: "gross_pay", type: "currency" },
		{ name: "net_pay", type: "currency" },
		{ name: "total_deductions", type: "currency" },
		{ name: "income_tax", type: "currency" },
		{ name: "iban", type: "string" },
		{ name: "department", type: "string" },
		{ name: "vacation_days", type: "number" },
		{ name: "email", type: "string" },
		{ name: "earnings", type: "table", items: columns({ description: "string", amount: "currency" }) },
		{ name: "deductions", type: "table", items: columns({ description: "string", amount: "currency" }) },
	];
	const rows = (lines: readonly Line[]) =>
		lines.map(([description, cents]) => ({ description, amount: money(cents, currency) }));
	const truth = {
		employer_name: employer,
		employee_name: employee,
		employee_id: id,
		date_of_birth: born.iso,
		pay_period: month,
		pay_date: day.iso,
		gross_pay: money(gross, currency),
		net_pay: money(gross - held, currency),
		total_deductions: money(held, currency),
		income_tax: money(taken[0]?.[1] ?? 0, currency),
		iban,
		department: null,
		vacation_days: null,
		email: null,
		earnings: rows(earnings),
		deductions: rows(taken),
	};
	return { sheet, fields, truth };
}

export const EIGHTH_PAYSLIPS: readonly Layout[] = [
	{ name: "eighth-payslip-en", draw: payslip },
	{ name: "eighth-gehalt", draw: gehalt },
];
