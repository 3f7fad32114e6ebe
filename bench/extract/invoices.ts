/** Invoices in three layouts; the third is held out. */

import type { Field, FieldValue } from "../../src/extraction/extraction.ts";
import { type Day, daysLater } from "../dedup/dates.ts";
import type { Random } from "../dedup/random.ts";
import type { Pair } from "./document.ts";
import { type Audience, anyHabit, type Habit } from "./habits.ts";
import { anyIban } from "./iban.ts";
import { Sheet } from "./sheet.ts";
import { drawTable, type TableLook } from "./table.ts";
import { FIRMS, GOODS, type LabelSet, languageOf, PEOPLE, PLACES, printedLabel } from "./words.ts";

export interface Item {
	description: string;
	quantity: number;
	unitPrice: number;
	amount: number;
}

interface Invoice {
	habit: Habit;
	audience: Audience;
	set: LabelSet;
	vendor: string;
	vendorPlace: string[];
	customer: string;
	customerPlace: string[];
	/** Label and text of what stands beside the title; absent ones left out. */
	meta: Pair[];
	items: Item[];
	totals: Pair[];
	heads: string[];
	foot: Pair[];
	title: string;
	customerLabel: string;
}

const money = (amount: number, habit: Habit): FieldValue => ({ amount, currency: habit.currency });
export const cents = (value: number): number => Math.round(value * 100) / 100;
export const isoOf = ({ year, month, day }: Day): string =>
	`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

export const INVOICE_FIELDS: Field[] = [
	{ name: "invoice_number", type: "string", required: true },
	{ name: "invoice_date", type: "date", required: true },
	{ name: "due_date", type: "date" },
	{ name: "order_number", type: "string" },
	{ name: "customer_number", type: "string" },
	{ name: "vendor_name", type: "string" },
	{ name: "customer_name", type: "string" },
	{ name: "vendor_tax_id", type: "string" },
	{ name: "iban", type: "string" },
	{ name: "net_amount", type: "currency" },
	{ name: "tax_rate", type: "number" },
	{ name: "tax_amount", type: "currency" },
	{ name: "discount", type: "currency" },
	{ name: "total_amount", type: "currency", required: true },
	{
		name: "line_items",
		type: "table",
		items: [
			{ name: "description", type: "string" },
			{ name: "quantity", type: "number" },
			{ name: "unit_price", type: "currency" },
			{ name: "amount", type: "currency" },
		],
	},
];

export function anyItems(random: Random, goods: readonly string[], count: number): Item[] {
	return Array.from({ length: count }, () => {
		const quantity = random.weighted([
			[5, random.int(1, 12)],
			[1, random.int(13, 250)],
		]);
		const unitPrice = cents(
			random.weighted([
				[3, random.int(100, 9_999) / 100],
				[2, random.int(10_000, 250_000) / 100],
			]),
		);
		return { description: random.pick(goods), quantity, unitPrice, amount: cents(quantity * unitPrice) };
	});
}

export function anyInvoice(random: Random, audience: Audience, set: LabelSet) {
	const habit = anyHabit(random, audience);
	const label = (name: string): string => printedLabel(random, name, set, audience);
	const count = random.weighted([
		[6, random.int(1, 9)],
		[1, random.int(30, 45)],
	]);
	const items = anyItems(random, GOODS[languageOf(audience)], count);
	const sum = cents(items.reduce((total, item) => total + item.amount, 0));
	const rate = random.pick(
		{ us: [6.25, 7, 8.5], gb: [5, 20], in: [5, 12, 18], de: [7, 19], hi: [5, 12, 18] }[audience],
	);
	const discount = random.chance(0.15) ? cents(sum * 0.05) : undefined;
	const net = cents(sum - (discount ?? 0));
	const tax = cents((net * rate) / 100);
	const issued: Day = { year: random.int(2021, 2025), month: random.int(1, 12), day: random.int(1, 28) };
	const due = random.chance(0.7) ? daysLater(issued, random.pick([7, 14, 30])) : undefined;
	const numbers = {
		invoice_number: random.pick([
			`INV-${random.digits(5)}`,
			`${random.digits(6)}`,
			`${issued.year}/${random.digits(4)}`,
			`R${random.digits(2)}-${random.digits(4)}`,
		]),
		order_number: random.chance(0.5) ? `PO-${random.digits(5)}` : undefined,
		customer_number: random.chance(0.6) ? random.pick([`C${random.digits(5)}`, random.digits(6)]) : undefined,
	};
	const taxId = random.chance(0.6) ? anyTaxId(random, audience) : undefined;
	const iban =
		(audience === "de" || audience === "gb") && random.chance(0.7)
			? anyIban(random, audience === "de" ? "DE" : "GB")
			: undefined;
	const meta: Pair[] = [
		{ name: "invoice_number", label: label("invoice_number"), text: numbers.invoice_number },
		{ name: "invoice_date", label: label("invoice_date"), text: habit.day(issued) },
	];
	if (due) meta.push({ name: "due_date", label: label("due_date"), text: habit.day(due) });
	for (const name of ["order_number", "customer_number"] as const) {
		const text = numbers[name];
		if (text !== undefined) meta.push({ name, label: label(name), text });
	}
	const totals: Pair[] = [{ name: "net_amount", label: label("net_amount"), text: habit.money(net) }];
	if (discount !== undefined)
		totals.unshift({ name: "discount", label: label("discount"), text: habit.money(-discount) });
	totals.push({
		name: "tax_amount",
		label: withRate(random, label("tax_amount"), habit.percent(rate)),
		text: habit.money(tax),
	});
	totals.push({ name: "total", label: label("total"), text: habit.money(cents(net + tax)) });
	const foot: Pair[] = [];
	if (taxId !== undefined) foot.push({ name: "vendor_tax_id", label: label("vendor_tax_id"), text: taxId });
	if (iban !== undefined) foot.push({ name: "iban", label: label("iban"), text: iban.replace(/(.{4})(?=.)/g, "$1 ") });
	const vendor = random.pick(FIRMS[audience]);
	const customer = random.pick([...FIRMS[audience].filter((firm) => firm !== vendor), ...PEOPLE[audience]]);
	const truth: Record<string, FieldValue | null> = {
		...{
			invoice_number: numbers.invoice_number,
			invoice_date: isoOf(issued),
			due_date: due === undefined ? null : isoOf(due),
		},
		...{ order_number: numbers.order_number ?? null, customer_number: numbers.customer_number ?? null },
		...{ vendor_name: vendor, customer_name: customer, vendor_tax_id: taxId ?? null, iban: iban ?? null },
		...{ net_amount: money(net, habit), tax_rate: rate, tax_amount: money(tax, habit) },
		discount: discount === undefined ? null : money(-discount, habit),
		total_amount: money(cents(net + tax), habit),
		line_items: items.map(({ description, quantity, unitPrice, amount }) => ({
			...{ description, quantity },
			unit_price: { amount: unitPrice, currency: habit.currency },
			amount: { amount, currency: habit.currency },
		})),
	};
	const facts: Invoice = {
		...{ habit, audience, set, vendor, customer, meta, items, totals, foot },
		vendorPlace: random.pick(PLACES[audience]).split("|"),
		customerPlace: random.pick(PLACES[audience]).split("|"),
		heads: ["description", "quantity", "unit_price", "amount"].map(label),
		title: label("invoice_title"),
		customerLabel: label("customer_name"),
	};
	return { facts, truth };
}

function withRate(random: Random, label: string, rate: string): string {
	return random.pick([`${label} ${rate}`, `${label} (${rate})`, `${label} @ ${rate}`]);
}

function anyTaxId(random: Random, audience: Audience): string {
	if (audience === "de") return `DE${random.digits(9)}`;
	if (audience === "gb") return `GB${random.digits(9)}`;
	if (audience === "us") return `${random.digits(2)}-${random.digits(7)}`;
	return `29${random.letters(5)}${random.digits(4)}${random.letters(1)}1Z${random.int(1, 9)}`;
}

function cellsOf({ habit }: Invoice, item: Item): string[] {
	return [item.description, habit.number(item.quantity, 0), habit.amount(item.unitPrice), habit.amount(item.amount)];
}

type Draw = (invoice: Invoice, random: Random) => Promise<Uint8Array>;

/** Letterhead, details in a column of pairs on the right, ruled table, totals beside their labels below it. */
const classical: Draw = async (invoice, random) => {
	const sheet = await Sheet.create(595, 842, random.chance(0.3) ? "serif" : "sans");
	sheet.text(invoice.vendor, 50, 60, { size: 15, bold: true });
	invoice.vendorPlace.forEach((line, at) => {
		sheet.text(line, 50, 76 + at * 12);
	});
	sheet.text(invoice.title, 545, 62, { size: 20, bold: true, align: "right" });
	invoice.meta.forEach(({ label, text }, at) => {
		sheet.text(`${label}:`, 350, 110 + at * 15, { bold: true });
		sheet.text(text, 545, 110 + at * 15, { align: "right" });
	});
	sheet.text(`${invoice.customerLabel}:`, 50, 130, { bold: true });
	[invoice.customer, ...invoice.customerPlace].forEach((line, at) => {
		sheet.text(line, 50, 145 + at * 13);
	});
	const look: TableLook = {
		xs: [50, 300, 370, 455, 545],
		aligns: ["left", "right", "right", "right"],
		ruled: true,
		top: 215,
	};
	let y =
		drawTable(
			sheet,
			invoice.heads,
			invoice.items.map((item) => cellsOf(invoice, item)),
			look,
		) + 24;
	if (y > 730) {
		sheet.addPage();
		y = 70;
	}
	for (const { label, text, name } of invoice.totals) {
		sheet.text(`${label}`, 380, y, { bold: name === "total" });
		sheet.text(text, 539, y, { align: "right", bold: name === "total" });
		y += 16;
	}
	invoice.foot.forEach(({ label, text }, at) => {
		sheet.text(`${label}: ${text}`, 50, 790 + at * 12, { size: 8 });
	});
	return sheet.save();
};

/** Details in a band of boxes, label above value; the table without rules; totals in a box. */
const banded: Draw = async (invoice) => {
	const sheet = await Sheet.create();
	sheet.text(invoice.title, 50, 70, { size: 24, bold: true });
	sheet.text(invoice.vendor, 545, 56, { size: 12, bold: true, align: "right" });
	invoice.vendorPlace.forEach((line, at) => {
		sheet.text(line, 545, 70 + at * 12, { align: "right" });
	});
	const width = 495 / invoice.meta.length;
	invoice.meta.forEach(({ label, text }, at) => {
		const x = 50 + at * width;
		sheet.box(x, 105, x + width, 140);
		sheet.text(label, x + 5, 117, { size: 7.5 });
		sheet.text(text, x + 5, 132, { bold: true });
	});
	sheet.text(invoice.customerLabel, 50, 168, { size: 8, bold: true });
	[invoice.customer, ...invoice.customerPlace].forEach((line, at) => {
		sheet.text(line, 50, 182 + at * 12);
	});
	const look: TableLook = {
		xs: [50, 290, 350, 450, 545],
		aligns: ["left", "center", "right", "right"],
		ruled: false,
		top: 240,
	};
	let y =
		drawTable(
			sheet,
			invoice.heads,
			invoice.items.map((item) => cellsOf(invoice, item)),
			look,
		) + 20;
	if (y > 700) {
		sheet.addPage();
		y = 60;
	}
	sheet.box(340, y, 545, y + invoice.totals.length * 18 + 8);
	for (const { label, text, name } of invoice.totals) {
		y += 18;
		sheet.text(label, 350, y - 2, { bold: name === "total" });
		sheet.text(text, 538, y - 2, { align: "right", bold: name === "total" });
	}
	sheet.text(invoice.foot.map(({ label, text }) => `${label} ${text}`).join("   |   "), 297, 800, {
		size: 8,
		align: "center",
	});
	return sheet.save();
};

/** Held out: a grid of details without colons, amounts first in the table's order, totals as the table's last rows. */
const gridded: Draw = async (invoice) => {
	const sheet = await Sheet.create(612, 792);
	sheet.text(invoice.vendor, 306, 50, { size: 16, bold: true, align: "center" });
	sheet.text([...invoice.vendorPlace].join(" · "), 306, 64, { size: 8.5, align: "center" });
	sheet.line(50, 72, 562, 72, 1.2);
	sheet.text(invoice.title, 306, 92, { size: 14, align: "center" });
	const half = Math.ceil(invoice.meta.length / 2);
	invoice.meta.forEach(({ label, text }, at) => {
		const [column, row] = [Math.floor(at / half), at % half];
		const [x, y] = [50 + column * 256, 108 + row * 18];
		sheet.box(x, y, x + 110, y + 18, true);
		sheet.box(x + 110, y, x + 256, y + 18);
		sheet.text(label, x + 4, y + 12.5, { size: 8.5 });
		sheet.text(text, x + 115, y + 12.5);
	});
	const below = 108 + half * 18 + 24;
	sheet.text(invoice.customerLabel, 50, below, { bold: true });
	[invoice.customer, invoice.customerPlace.join(", ")].forEach((line, at) => {
		sheet.text(line, 160, below + at * 13);
	});
	const [description = "", quantity = "", price = "", amount = ""] = invoice.heads;
	const rows = invoice.items.map((item, at) => {
		const [name = "", count = "", each = "", total = ""] = cellsOf(invoice, item);
		return [String(at + 1), name, count, each, total];
	});
	const look: TableLook = {
		xs: [50, 82, 330, 395, 480, 562],
		aligns: ["left", "left", "right", "right", "right"],
		ruled: true,
		shaded: true,
		top: below + 36,
	};
	let y = drawTable(sheet, ["#", description, quantity, price, amount], rows, look);
	if (y > 640) {
		sheet.addPage();
		y = 60;
	}
	for (const { label, text } of invoice.totals) {
		sheet.box(50, y, 480, y + 18);
		sheet.box(480, y, 562, y + 18);
		sheet.text(label, 474, y + 12.5, { align: "right" });
		sheet.text(text, 557, y + 12.5, { align: "right" });
		y += 18;
	}
	invoice.foot.forEach(({ label, text }, at) => {
		sheet.text(label, 50, 720 + at * 13, { size: 8 });
		sheet.text(text, 170, 720 + at * 13, { size: 8 });
	});
	return sheet.save();
};

export const INVOICE_LAYOUTS: readonly Draw[] = [classical, banded, gridded];
