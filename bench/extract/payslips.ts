/** Payslips in three layouts; the third is held out. */
import type { Field, FieldValue } from "../../src/extraction/extraction.ts";
import type { Day } from "../dedup/dates.ts";
import type { Random } from "../dedup/random.ts";
import type { Pair } from "./document.ts";
import { type Audience, anyHabit, type Habit, monthName } from "./habits.ts";
import { anyIban } from "./iban.ts";
import { cents, isoOf } from "./invoices.ts";
import { Sheet } from "./sheet.ts";
import { drawTable, type TableLook } from "./table.ts";
import { FIRMS, type LabelSet, type Language, languageOf, PEOPLE, printedLabel } from "./words.ts";

export const PAYSLIP_FIELDS: Field[] = [
	{ name: "employer", type: "string" },
	{ name: "employee_name", type: "string", required: true },
	{ name: "employee_id", type: "string" },
	{ name: "department", type: "string" },
	{ name: "pay_period", type: "string" },
	{ name: "pay_date", type: "date" },
	{ name: "gross_pay", type: "currency" },
	{ name: "total_deductions", type: "currency" },
	{ name: "net_pay", type: "currency", required: true },
	{ name: "iban", type: "string" },
	{
		name: "earnings",
		type: "table",
		items: [
			{ name: "description", type: "string" },
			{ name: "amount", type: "currency" },
		],
	},
];

type Line = [description: string, amount: number];

interface Payslip {
	habit: Habit;
	language: Language;
	employer: string;
	title: string;
	meta: Pair[];
	earnings: Line[];
	deductions: Line[];
	sums: { gross: Pair; deductions: Pair; net: Pair };
	heads: { earnings: string; deductions: string; amount: string };
}

const EARNINGS: Record<Language, readonly string[]> = {
	en: ["Basic salary", "House rent allowance", "Overtime", "Bonus"],
	de: ["Grundgehalt", "Zulage", "Überstunden", "Prämie"],
	hi: ["Mool vetan", "Makan bhatta", "Bonus"],
};
const DEDUCTIONS: Record<Language, readonly string[]> = {
	en: ["Income tax", "Pension", "Health insurance"],
	de: ["Lohnsteuer", "Krankenversicherung", "Rentenversicherung"],
	hi: ["Aaykar", "Bhavishya nidhi"],
};
const HEADS: Record<LabelSet, Record<Language, Payslip["heads"]>> = {
	seen: {
		en: { earnings: "Earnings", deductions: "Deductions", amount: "Amount" },
		de: { earnings: "Bezüge", deductions: "Abzüge", amount: "Betrag" },
		hi: { earnings: "आय", deductions: "कटौती", amount: "राशि" },
	},
	heldOut: {
		en: { earnings: "Earnings", deductions: "Deductions", amount: "Value" },
		de: { earnings: "Bezüge", deductions: "Abzüge", amount: "EUR" },
		hi: { earnings: "आय", deductions: "कटौती", amount: "रकम" },
	},
};
const DEPARTMENTS: Record<Language, readonly string[]> = {
	en: ["Finance", "Logistics", "Research"],
	de: ["Einkauf", "Vertrieb", "Technik"],
	hi: ["Lekha", "Bikri"],
};

export function anyPayslip(random: Random, audience: Audience, set: LabelSet) {
	const habit = anyHabit(random, audience);
	const language = languageOf(audience);
	const label = (name: string): string => printedLabel(random, name, set, audience);
	const scale = audience === "in" || audience === "hi" ? 12 : 1;
	const lines = (names: readonly string[], least: number, most: number): Line[] =>
		names
			.slice(0, random.int(2, names.length))
			.map((name) => [name, cents((random.int(least * 100, most * 100) / 100) * scale)]);
	const [earnings, deductions] = [lines(EARNINGS[language], 400, 4000), lines(DEDUCTIONS[language], 20, 190)];
	const sum = (all: readonly Line[]): number => cents(all.reduce((total, [, amount]) => total + amount, 0));
	const [gross, less] = [sum(earnings), sum(deductions)];
	const net = cents(gross - less);
	const paid: Day = { year: random.int(2021, 2025), month: random.int(1, 12), day: random.int(24, 28) };
	const truth: Record<string, FieldValue | null> = {
		employer: random.pick(FIRMS[audience]),
		employee_name: random.pick(PEOPLE[audience]),
		employee_id: random.chance(0.85) ? random.pick([`E${random.digits(4)}`, random.digits(5)]) : null,
		department: random.chance(0.7) ? random.pick(DEPARTMENTS[language]) : null,
		pay_period: random.chance(0.8) ? monthName(audience, paid) : null,
		pay_date: random.chance(0.7) ? isoOf(paid) : null,
		iban: audience === "de" && random.chance(0.6) ? anyIban(random, "DE") : null,
	};
	const meta = ["employee_name", "employee_id", "department", "pay_period", "pay_date", "iban"].flatMap(
		(name): Pair[] => {
			const value = truth[name];
			if (typeof value !== "string") return [];
			return [{ name, label: label(name), text: name === "pay_date" ? habit.day(paid) : value }];
		},
	);
	const pair = (name: string, amount: number): Pair => ({ name, label: label(name), text: habit.money(amount) });
	const facts: Payslip = {
		...{ habit, language, meta, earnings, deductions, employer: String(truth.employer), title: label("payslip_title") },
		sums: { gross: pair("gross_pay", gross), deductions: pair("total_deductions", less), net: pair("net_pay", net) },
		heads: HEADS[set][language],
	};
	const { currency } = habit;
	Object.assign(truth, {
		...{ gross_pay: { amount: gross, currency }, total_deductions: { amount: less, currency } },
		net_pay: { amount: net, currency },
		earnings: earnings.map(([description, amount]) => ({ description, amount: { amount, currency } })),
	});
	return { facts, truth };
}

type Draw = (payslip: Payslip) => Promise<Uint8Array>;

const rowsOf = (lines: readonly Line[], habit: Habit): string[][] =>
	lines.map(([name, amount]) => [name, habit.amount(amount)]);

/** Two columns of pairs, earnings and deductions side by side in one table. */
const sideBySide: Draw = async ({ habit, heads, sums, ...slip }) => {
	const sheet = await Sheet.create();
	sheet.text(slip.employer, 297, 55, { size: 15, bold: true, align: "center" });
	sheet.text(slip.title, 297, 74, { size: 12, align: "center" });
	slip.meta.forEach(({ label, text }, at) => {
		const [x, y] = [50 + (at % 2) * 260, 110 + Math.floor(at / 2) * 18];
		sheet.text(`${label}:`, x, y);
		sheet.text(text, x + 120, y, { bold: true });
	});
	const count = Math.max(slip.earnings.length, slip.deductions.length);
	const [left, right] = [rowsOf(slip.earnings, habit), rowsOf(slip.deductions, habit)];
	const rows = Array.from({ length: count }, (_, at) => [...(left[at] ?? ["", ""]), ...(right[at] ?? ["", ""])]);
	rows.push([sums.gross.label, sums.gross.text, sums.deductions.label, sums.deductions.text]);
	const look: TableLook = {
		xs: [50, 190, 297, 440, 545],
		aligns: ["left", "right", "left", "right"],
		ruled: true,
		top: 190,
	};
	const y = drawTable(sheet, [heads.earnings, heads.amount, heads.deductions, heads.amount], rows, look);
	sheet.box(50, y + 16, 545, y + 42, true);
	sheet.text(sums.net.label, 60, y + 33, { size: 12, bold: true });
	sheet.text(sums.net.text, 535, y + 33, { size: 12, bold: true, align: "right" });
	return sheet.save();
};

/** Details in a band, label above value; two tables under each other. */
const stacked: Draw = async ({ habit, heads, sums, ...slip }) => {
	const sheet = await Sheet.create();
	sheet.text(slip.employer, 50, 55, { size: 14, bold: true });
	sheet.text(slip.title, 545, 55, { size: 14, align: "right" });
	slip.meta.forEach(({ label, text }, at) => {
		const [x, y] = [50 + (at % 3) * 170, 95 + Math.floor(at / 3) * 40];
		sheet.text(label, x, y, { size: 7.5 });
		sheet.text(text, x, y + 12, { size: 10 });
	});
	const look: TableLook = { xs: [50, 400, 545], aligns: ["left", "right"], ruled: false, top: 180 };
	let y = drawTable(
		sheet,
		[heads.earnings, heads.amount],
		[...rowsOf(slip.earnings, habit), [sums.gross.label, sums.gross.text]],
		look,
	);
	y = drawTable(
		sheet,
		[heads.deductions, heads.amount],
		[...rowsOf(slip.deductions, habit), [sums.deductions.label, sums.deductions.text]],
		{ ...look, top: y + 20 },
	);
	sheet.text(`${sums.net.label}: ${sums.net.text}`, 545, y + 40, { size: 13, bold: true, align: "right" });
	return sheet.save();
};

/** Held out: leaders between label and value, the sums before the tables, no rules at all. */
const leaders: Draw = async ({ habit, heads, sums, ...slip }) => {
	const sheet = await Sheet.create(595, 842, "serif");
	sheet.text(slip.title, 60, 60, { size: 18 });
	sheet.text(slip.employer, 60, 80, { size: 11 });
	let y = 120;
	const row = (label: string, text: string, size = 10): void => {
		const [left, right] = [60 + sheet.widthOf(label, size) + 6, 480 - sheet.widthOf(text, size) - 6];
		sheet.text(label, 60, y, { size });
		const dots = Math.max(3, Math.floor((right - left) / sheet.widthOf(".", size)));
		sheet.text(".".repeat(dots), left, y, { size });
		sheet.text(text, 480, y, { size, align: "right" });
		y += 17;
	};
	for (const { label, text } of slip.meta) row(label, text);
	y += 14;
	for (const { label, text } of [sums.gross, sums.deductions, sums.net]) row(label, text, 11);
	y += 24;
	const look: TableLook = { xs: [55, 300, 420], aligns: ["left", "right"], ruled: false, top: y };
	y = drawTable(sheet, [heads.earnings, heads.amount], rowsOf(slip.earnings, habit), look) + 24;
	drawTable(sheet, [heads.deductions, heads.amount], rowsOf(slip.deductions, habit), { ...look, top: y });
	return sheet.save();
};

export const PAYSLIP_LAYOUTS: readonly Draw[] = [sideBySide, stacked, leaders];
