/** Receipts of a supermarket and a restaurant. */
import type { Field } from "../../../src/extraction/fields.ts";
import type { Random } from "../../dedup/random.ts";
import { Sheet } from "../sheet.ts";
import { anyDay, type Drawn, english, type Layout, money, two } from "../sixth/facts.ts";
import { columns } from "./invoices.ts";

const GROCERIES = [
	"MILK 2L",
	"WHOLE WHEAT BREAD",
	"BANANAS",
	"EGGS DOZEN",
	"CHEDDAR CHEESE",
	"OLIVE OIL 500ML",
	"COFFEE",
];
const STORES = ["FRESHMART SUPERMARKET", "Green Valley Grocers", "SaveMore Market"];

async function supermarket(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(260, 560, random.chance(0.5) ? "mono" : "sans");
	const [store, day] = [random.pick(STORES), anyDay(random)];
	const time = `${two(random.int(8, 21))}:${two(random.int(0, 59))}`;
	const number = random.digits(8);
	const rows = random.sample(GROCERIES, random.int(3, 7)).map((description) => {
		const [quantity, price] = [random.int(1, 4), random.int(89, 1299)];
		return { description, quantity, price, sum: quantity * price };
	});
	const subtotal = rows.reduce((sum, each) => sum + each.sum, 0);
	const rate = random.pick([5, 6, 8.25]);
	const tax = Math.round((subtotal * rate) / 100);
	const [total, cash] = [subtotal + tax, random.chance(0.5)];
	const paid = cash ? Math.ceil(total / 1000) * 1000 : total;
	const size = 8;
	sheet.text(store, 130, 36, { size: 11, bold: true, align: "center" });
	sheet.text("123 Main Street, Anytown", 130, 50, { size, align: "center" });
	sheet.text("Tel: 555-0142", 130, 62, { size, align: "center" });
	sheet.text(`Date: ${random.chance(0.5) ? day.american : day.iso}`, 15, 84, { size });
	sheet.text(`Time: ${time}`, 245, 84, { size, align: "right" });
	sheet.text(`${random.pick(["Receipt #", "Receipt No: ", "Transaction: "])}${number}`, 15, 96, { size });
	const cashier = random.chance(0.5) ? random.pick(["Maria", "Sam", "Priya"]) : null;
	if (cashier !== null) sheet.text(`Cashier: ${cashier}`, 15, 108, { size });
	sheet.text("-".repeat(46), 15, 120, { size });
	let y = 132;
	const cells = (texts: readonly string[]): void => {
		for (const [at, text] of texts.entries())
			sheet.text(text, [15, 150, 195, 245][at] ?? 0, y, { size, align: at === 0 ? "left" : "right" });
		y += 12;
	};
	cells(["Item", "Qty", "Price", "Total"]);
	for (const row of rows) cells([row.description, String(row.quantity), english(row.price), english(row.sum)]);
	sheet.text("-".repeat(46), 15, y, { size });
	y += 12;
	const pairs: [string, string][] = [
		["Subtotal", `$${english(subtotal)}`],
		[`Tax (${rate}%)`, `$${english(tax)}`],
		["TOTAL", `$${english(total)}`],
		cash ? ["Cash", `$${english(paid)}`] : ["VISA ****4821", `$${english(paid)}`],
	];
	if (cash) pairs.push(["Change", `$${english(paid - total)}`]);
	for (const [label, text] of pairs) {
		sheet.text(label, 15, y, { size, bold: label === "TOTAL" });
		sheet.text(text, 245, y, { size, bold: label === "TOTAL", align: "right" });
		y += 13;
	}
	sheet.text("Thank you for shopping with us!", 130, y + 14, { size, align: "center" });
	const fields: Field[] = [
		{ name: "store_name", type: "string" },
		{ name: "receipt_number", type: "string", description: "Receipt or transaction number" },
		{ name: "date", type: "date" },
		{ name: "time", type: "string" },
		{ name: "cashier", type: "string" },
		{ name: "subtotal", type: "currency" },
		{ name: "tax_amount", type: "currency" },
		{ name: "total_amount", type: "currency" },
		{ name: "payment_method", type: "string", enum: ["cash", "visa", "mastercard", "check"] },
		{ name: "change", type: "currency" },
		{ name: "loyalty_points", type: "number" },
		{ name: "tip", type: "currency" },
		{ name: "email", type: "string" },
		{
			name: "items",
			type: "table",
			items: columns({ name: "string", quantity: "number", price: "number", total: "number" }),
		},
	];
	const truth = {
		store_name: store,
		receipt_number: number,
		date: day.iso,
		time,
		cashier,
		subtotal: money(subtotal, "USD"),
		tax_amount: money(tax, "USD"),
		total_amount: money(total, "USD"),
		payment_method: cash ? "cash" : "visa",
		change: cash ? money(paid - total, "USD") : null,
		loyalty_points: null,
		tip: null,
		email: null,
		items: rows.map((row) => ({
			name: row.description,
			quantity: row.quantity,
			price: row.price / 100,
			total: row.sum / 100,
		})),
	};
	return { sheet, fields, truth };
}

const DISHES = [
	"Margherita Pizza",
	"Caesar Salad",
	"Grilled Salmon",
	"House Red (glass)",
	"Tiramisu",
	"Espresso",
	"Lemonade",
];

async function restaurant(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(300, 520);
	const [name, day] = [random.pick(["The Olive Garden Bistro", "Luigi's Trattoria", "Harbour Grill"]), anyDay(random)];
	const [tableNo, guests, check] = [random.int(1, 30), random.int(1, 8), random.digits(4)];
	const server = random.pick(["Anna", "Marco", "Chloe"]);
	const rows = random.sample(DISHES, random.int(2, 6)).map((description) => {
		const [quantity, price] = [random.int(1, 3), random.int(250, 3200)];
		return { description, quantity, sum: quantity * price };
	});
	const subtotal = rows.reduce((sum, each) => sum + each.sum, 0);
	const tax = Math.round(subtotal * 0.08);
	const tip = random.chance(0.6) ? Math.round(subtotal * 0.15) : null;
	const total = subtotal + tax + (tip ?? 0);
	const sign = random.pick([
		["USD", "$"],
		["GBP", "£"],
	] as const);
	const sum = (cents: number): string => `${sign[1]}${english(cents)}`;
	sheet.text(name, 150, 40, { size: 14, bold: true, align: "center" });
	sheet.text("45 Harbour Road", 150, 55, { size: 9, align: "center" });
	const isSplit = random.chance(0.5);
	for (const [at, [label, value]] of (
		[
			["Date", day.spaced],
			["Server", server],
			["Table", String(tableNo)],
			["Guests", String(guests)],
			["Check #", check],
		] as const
	).entries()) {
		const [x, y] = isSplit ? [at % 2 === 0 ? 20 : 170, 80 + Math.floor(at / 2) * 14] : [20, 80 + at * 13];
		sheet.text(`${label}: ${value}`, x, y, { size: 9 });
	}
	sheet.line(20, 146, 280, 146);
	let y = 162;
	for (const row of rows) {
		sheet.text(`${row.quantity} x ${row.description}`, 20, y, { size: 9 });
		sheet.text(sum(row.sum), 280, y, { size: 9, align: "right" });
		y += 14;
	}
	sheet.line(20, y - 6, 280, y - 6);
	y += 8;
	const pairs: [string, number][] = [
		["Subtotal", subtotal],
		["Tax 8%", tax],
	];
	if (tip !== null) pairs.push([random.pick(["Tip", "Gratuity (15%)"]), tip]);
	pairs.push(["Total", total]);
	for (const [label, cents] of pairs) {
		sheet.text(label, 20, y, { size: 9, bold: label === "Total" });
		sheet.text(sum(cents), 280, y, { size: 9, bold: label === "Total", align: "right" });
		y += 14;
	}
	sheet.text("Paid by: Mastercard", 20, y + 6, { size: 9 });
	sheet.text("Thank you! Please come again.", 150, y + 30, { size: 9, align: "center" });
	const fields: Field[] = [
		{ name: "restaurant_name", type: "string" },
		{ name: "date", type: "date" },
		{ name: "server_name", type: "string" },
		{ name: "table_number", type: "number" },
		{ name: "guest_count", type: "number", description: "Number of guests" },
		{ name: "check_number", type: "string" },
		{ name: "subtotal", type: "currency" },
		{ name: "tax", type: "currency" },
		{ name: "tip", type: "currency", description: "Tip or gratuity" },
		{ name: "total", type: "currency" },
		{ name: "payment_method", type: "string" },
		{ name: "discount", type: "currency" },
		{ name: "vat_number", type: "string" },
		{ name: "items", type: "table", items: columns({ quantity: "number", description: "string", amount: "currency" }) },
	];
	const truth = {
		restaurant_name: name,
		date: day.iso,
		server_name: server,
		table_number: tableNo,
		guest_count: guests,
		check_number: check,
		subtotal: money(subtotal, sign[0]),
		tax: money(tax, sign[0]),
		tip: tip === null ? null : money(tip, sign[0]),
		total: money(total, sign[0]),
		payment_method: "Mastercard",
		discount: null,
		vat_number: null,
		items: rows.map((row) => ({
			quantity: row.quantity,
			description: row.description,
			amount: money(row.sum, sign[0]),
		})),
	};
	return { sheet, fields, truth };
}

export const EIGHTH_RECEIPTS: readonly Layout[] = [
	{ name: "eighth-supermarket", draw: supermarket },
	{ name: "eighth-restaurant", draw: restaurant },
];
