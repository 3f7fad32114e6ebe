/** Receipts in three layouts; the third is held out. */
import type { Field, FieldValue } from "../../src/extraction/extraction.ts";
import type { Day } from "../dedup/dates.ts";
import type { Random } from "../dedup/random.ts";
import type { Pair } from "./document.ts";
import { type Audience, anyHabit, type Habit } from "./habits.ts";
import { anyItems, cents, type Item, isoOf } from "./invoices.ts";
import { Sheet } from "./sheet.ts";
import { drawTable, type TableLook } from "./table.ts";
import { type LabelSet, languageOf, PEOPLE, PLACES, printedLabel, SNACKS } from "./words.ts";

export const RECEIPT_FIELDS: Field[] = [
	{ name: "merchant", type: "string", aliases: ["store", "shop"] },
	{ name: "receipt_number", type: "string" },
	{ name: "date", type: "date", required: true },
	{ name: "total", type: "currency", required: true },
	{ name: "tax", type: "currency" },
	{ name: "payment_method", type: "string" },
	{ name: "cashier", type: "string" },
	{ name: "due_date", type: "date" },
	{
		name: "items",
		type: "table",
		items: [
			{ name: "description", type: "string" },
			{ name: "quantity", type: "number" },
			{ name: "amount", type: "currency" },
		],
	},
];

interface Receipt {
	habit: Habit;
	store: string;
	place: string[];
	title: string;
	meta: Pair[];
	items: Item[];
	totals: Pair[];
	payment: Pair;
	heads: string[];
}

const STORES: Record<Audience, readonly string[]> = {
	us: ["Corner Deli", "Sunny Market", "Blue Door Cafe"],
	gb: ["The Copper Kettle", "Green Grocer", "Station Cafe"],
	in: ["Udupi Corner", "Fresh Mart", "Chai Point"],
	de: ["Bäckerei Lang", "Biomarkt Süd", "Café Morgenrot"],
	hi: ["Annapurna Bhojanalaya", "Fresh Mart", "Chai Point"],
};
const PAYMENTS = { en: ["Cash", "Visa", "Card"], de: ["Bar", "EC-Karte", "Visa"], hi: ["UPI", "Cash", "Card"] };

export function anyReceipt(random: Random, audience: Audience, set: LabelSet) {
	const habit = anyHabit(random, audience);
	const label = (name: string): string => printedLabel(random, name, set, audience);
	const items = anyItems(random, SNACKS[languageOf(audience)], random.int(1, 7)).map((item): Item => {
		const [quantity, unitPrice] = [(item.quantity % 5) + 1, cents((item.unitPrice % 40) + 1.1)];
		return { ...item, quantity, unitPrice, amount: cents(quantity * unitPrice) };
	});
	const total = cents(items.reduce((sum, item) => sum + item.amount, 0));
	const tax = cents(total - total / 1.07);
	const day: Day = { year: random.int(2021, 2025), month: random.int(1, 12), day: random.int(1, 28) };
	const number = random.chance(0.8) ? random.digits(6) : undefined;
	const cashier = random.chance(0.5) ? random.pick(PEOPLE[audience]) : undefined;
	const method = random.pick(PAYMENTS[languageOf(audience)]);
	const meta: Pair[] = [{ name: "date", label: label("date"), text: habit.day(day) }];
	if (number !== undefined) meta.unshift({ name: "receipt_number", label: label("receipt_number"), text: number });
	if (cashier !== undefined) meta.push({ name: "cashier", label: label("cashier"), text: cashier });
	const facts: Receipt = {
		...{ habit, items, meta, store: random.pick(STORES[audience]), place: random.pick(PLACES[audience]).split("|") },
		title: label("receipt_title"),
		totals: [
			{ name: "total", label: label("total"), text: habit.money(total) },
			{ name: "tax", label: `${label("tax_amount")} ${habit.percent(7)}`, text: habit.money(tax) },
		],
		payment: { name: "payment_method", label: label("payment_method"), text: method },
		heads: ["description", "quantity", "unit_price", "amount"].map(label),
	};
	const { currency } = habit;
	const truth: Record<string, FieldValue | null> = {
		...{ merchant: facts.store, receipt_number: number ?? null, date: isoOf(day), total: { amount: total, currency } },
		...{ tax: { amount: tax, currency }, payment_method: method, cashier: cashier ?? null, due_date: null },
		items: items.map(({ description, quantity, amount }) => ({ description, quantity, amount: { amount, currency } })),
	};
	return { facts, truth };
}

type Draw = (receipt: Receipt) => Promise<Uint8Array>;

/** A till roll: "2 x Coffee   7.00". */
const roll: Draw = async ({ habit, ...receipt }) => {
	const sheet = await Sheet.create(230, 420 + receipt.items.length * 14);
	sheet.text(receipt.store, 115, 36, { size: 14, bold: true, align: "center" });
	receipt.place.forEach((line, at) => {
		sheet.text(line, 115, 52 + at * 11, { size: 8.5, align: "center" });
	});
	sheet.text(receipt.title, 115, 90, { align: "center" });
	let y = 108;
	for (const { label, text } of receipt.meta) {
		sheet.text(`${label}: ${text}`, 15, y);
		y += 13;
	}
	sheet.line(15, y, 215, y);
	y += 16;
	for (const item of receipt.items) {
		sheet.text(`${habit.number(item.quantity, 0)} x ${item.description}`, 15, y);
		sheet.text(habit.amount(item.amount), 215, y, { align: "right" });
		y += 14;
	}
	sheet.line(15, y - 6, 215, y - 6);
	y += 12;
	for (const { label, text, name } of receipt.totals) {
		sheet.text(label, 15, y, { bold: name === "total" });
		sheet.text(text, 215, y, { align: "right", bold: name === "total" });
		y += 14;
	}
	sheet.text(`${receipt.payment.label}: ${receipt.payment.text}`, 15, y + 8);
	return sheet.save();
};

/** Half a sheet with a table. */
const slip: Draw = async ({ habit, ...receipt }) => {
	const sheet = await Sheet.create(420, 595);
	sheet.text(receipt.store, 30, 45, { size: 15, bold: true });
	sheet.text(receipt.place.join(", "), 30, 60, { size: 8.5 });
	sheet.text(receipt.title, 390, 45, { size: 13, align: "right" });
	receipt.meta.forEach(({ label, text }, at) => {
		sheet.text(label, 30, 90 + at * 14, { bold: true });
		sheet.text(text, 150, 90 + at * 14);
	});
	const rows = receipt.items.map(({ description, quantity, unitPrice, amount }) => [
		description,
		habit.number(quantity, 0),
		habit.amount(unitPrice),
		habit.amount(amount),
	]);
	const look: TableLook = {
		xs: [30, 210, 260, 325, 390],
		aligns: ["left", "center", "right", "right"],
		ruled: false,
		top: 150,
	};
	let y = drawTable(sheet, receipt.heads, rows, look) + 20;
	for (const { label, text } of [...receipt.totals, receipt.payment]) {
		sheet.text(`${label}:`, 250, y);
		sheet.text(text, 385, y, { align: "right" });
		y += 15;
	}
	return sheet.save();
};

/** Held out: a name on one line, count and amount on the next; details on one line; the total first. */
const twoLine: Draw = async ({ habit, ...receipt }) => {
	const sheet = await Sheet.create(260, 480 + receipt.items.length * 26);
	sheet.text(receipt.store, 20, 40, { size: 16, bold: true });
	sheet.text(receipt.place.join(", "), 20, 54, { size: 8 });
	let y = 76;
	for (const { label, text } of receipt.meta) {
		sheet.text(label, 20, y, { size: 8 });
		sheet.text(text, 240, y, { align: "right" });
		y += 13;
	}
	sheet.line(20, y, 240, y);
	y += 16;
	for (const item of receipt.items) {
		sheet.text(item.description, 20, y);
		sheet.text(`${habit.number(item.quantity, 0)} x ${habit.amount(item.unitPrice)}`, 32, y + 12, { size: 8.5 });
		sheet.text(habit.amount(item.amount), 240, y + 12, { align: "right" });
		y += 27;
	}
	sheet.line(20, y - 6, 240, y - 6);
	y += 14;
	for (const { label, text, name } of [...receipt.totals, receipt.payment]) {
		sheet.text(label, 20, y, { size: name === "total" ? 12 : 9 });
		sheet.text(text, 240, y, { align: "right", size: name === "total" ? 12 : 9 });
		y += 17;
	}
	sheet.text(receipt.title, 130, y + 20, { align: "center", size: 8 });
	return sheet.save();
};

export const RECEIPT_LAYOUTS: readonly Draw[] = [roll, slip, twoLine];
