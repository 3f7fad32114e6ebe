/** Two invoices drawn from a record: an English one and a German one. */
import type { Field, FieldType } from "../../../src/extraction/fields.ts";
import type { Random } from "../../dedup/random.ts";
import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { anyDay, type Day, type Drawn, english, GERMANS, german, type Layout, money } from "../sixth/facts.ts";

export function columns(all: Record<string, FieldType>): Field[] {
	return Object.entries(all).map(([name, type]) => ({ name, type }));
}

const WORK = [
	"Web design and development",
	"Logo package",
	"Annual hosting plan",
	"SEO audit",
	"Consulting services",
	"Office chair, black",
	"Wireless keyboard",
	"USB-C cable 2m",
	"Project management",
	"Training session (half day)",
];
const VENDORS = [
	"Acme Corporation",
	"Brightwave Solutions Ltd.",
	"Northwind Traders",
	"Pixel & Co",
	"Summit Supplies LLC",
];
const BUYERS = ["Globex Inc.", "Initech LLC", "Stark Industries", "Blue Harbor Foods", "Jane Doe"];
const LONG = "January February March April May June July August September October November December".split(" ");

interface Style {
	currency: string;
	sum: (cents: number) => string;
	day: (day: Day) => string;
}

function englishStyle(random: Random): Style {
	const [currency, sign] = random.pick([
		["USD", "$"],
		["GBP", "£"],
		["EUR", "€"],
	] as const);
	const isAmerican = currency === "USD";
	return {
		currency,
		sum: (cents) => `${sign}${english(cents)}`,
		day: random.pick([
			(day: Day) => day.iso,
			(day: Day) => `${LONG[day.month - 1]} ${day.day}, ${day.year}`,
			(day: Day) => (isAmerican ? day.american : day.slashed),
			(day: Day) => day.spaced,
		]),
	};
}

async function classic(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [vendor, buyer, style] = [random.pick(VENDORS), random.pick(BUYERS), englishStyle(random)];
	const day = anyDay(random);
	const [due, number] = [day.plus(30), random.pick([`INV-${day.year}-${random.digits(4)}`, `INV-${random.digits(5)}`])];
	const rows = random.sample(WORK, random.int(2, 6)).map((description) => {
		const [quantity, price] = [random.int(1, 12), random.int(500, 90_000)];
		return { description, quantity, price, sum: quantity * price };
	});
	const subtotal = rows.reduce((sum, each) => sum + each.sum, 0);
	const rate = random.pick([5, 7.5, 8.25, 10, 20]);
	const tax = Math.round((subtotal * rate) / 100);
	const order = random.chance(0.5) ? `PO-${random.digits(5)}` : null;
	const colon = random.chance(0.7) ? ":" : "";
	sheet.text(vendor, 50, 60, { size: 18, bold: true });
	const street = `${random.int(10, 990)} Market Street`;
	sheet.text(street, 50, 78);
	sheet.text("Springfield, IL 62704", 50, 91);
	sheet.text("billing@example.com | +1 (555) 010-4477", 50, 104);
	sheet.text("INVOICE", 545, 60, { size: 22, bold: true, align: "right" });
	const info: [string, string][] = [
		[random.chance(0.5) ? "Invoice Number" : "Invoice #", number],
		[random.chance(0.5) ? "Invoice Date" : "Date", style.day(day)],
		["Due Date", style.day(due)],
	];
	if (order !== null) info.push(["PO Number", order]);
	const isRight = random.chance(0.5);
	for (const [at, [label, value]] of info.entries()) {
		const y = 145 + at * 15;
		sheet.text(`${label}${colon}`, 360, y, { bold: true });
		sheet.text(value, isRight ? 545 : 450, y, { align: isRight ? "right" : "left" });
	}
	sheet.text(`${random.pick(["Bill To", "Billed To", "Customer"])}:`, 50, 145, { bold: true });
	const home = `${random.int(1, 99)} Oak Avenue`;
	for (const [at, line] of [buyer, home, "Portland, OR 97201"].entries()) sheet.text(line, 50, 160 + at * 13);
	let y = 240;
	const xs = [55, 330, 430, 540] as const;
	const isQuantityFirst = random.chance(0.5);
	const cells = (texts: readonly [string, string, string, string], bold = false): void => {
		const [description, quantity, price, sum] = texts;
		if (isQuantityFirst) {
			sheet.text(quantity, 60, y, { bold });
			sheet.text(description, 105, y, { bold });
		} else {
			sheet.text(description, xs[0], y, { bold });
			sheet.text(quantity, xs[1], y, { bold, align: "right" });
		}
		sheet.text(price, xs[2], y, { bold, align: "right" });
		sheet.text(sum, xs[3], y, { bold, align: "right" });
	};
	sheet.box(50, y - 14, 545, y + 6, true);
	cells(["Description", random.pick(["Qty", "Quantity"]), "Unit Price", random.pick(["Amount", "Total"])], true);
	y += 20;
	const isRuled = random.chance(0.5);
	for (const row of rows) {
		cells([row.description, String(row.quantity), style.sum(row.price), style.sum(row.sum)]);
		if (isRuled) sheet.line(50, y + 6, 545, y + 6, 0.4);
		y += 20;
	}
	y += 10;
	for (const [label, text, bold] of [
		["Subtotal", style.sum(subtotal), false],
		[random.pick([`Tax (${rate}%)`, `Sales Tax ${rate}%`, `VAT (${rate}%)`]), style.sum(tax), false],
		[random.pick(["Total", "Total Due", "Amount Due"]), style.sum(subtotal + tax), true],
	] as const) {
		sheet.text(`${label}${colon}`, 400, y, { bold });
		sheet.text(text, 540, y, { bold, align: "right" });
		y += 17;
	}
	sheet.text("Payment terms: Net 30. Please make checks payable to the company name above.", 50, y + 30, { size: 8.5 });
	sheet.text("Thank you for your business!", 50, y + 45, { size: 8.5 });
	const fields: Field[] = [
		{ name: "invoice_number", type: "string", required: true },
		{ name: "invoice_date", type: "date", description: "Date the invoice was issued" },
		{ name: "due_date", type: "date" },
		{ name: "po_number", type: "string" },
		{ name: "vendor_name", type: "string", description: "Name of the company that issued the invoice" },
		{ name: "customer_name", type: "string" },
		{ name: "customer_address", type: "string" },
		{ name: "vendor_email", type: "string" },
		{ name: "subtotal", type: "currency" },
		{ name: "tax_rate", type: "number" },
		{ name: "tax_amount", type: "currency" },
		{ name: "total_amount", type: "currency", description: "Total amount due including tax" },
		{ name: "discount", type: "currency" },
		{ name: "iban", type: "string" },
		{ name: "shipping_date", type: "date" },
		{
			name: "line_items",
			type: "table",
			items: columns({ description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
		},
	];
	const truth = {
		invoice_number: number,
		invoice_date: day.iso,
		due_date: due.iso,
		po_number: order,
		vendor_name: vendor,
		customer_name: buyer,
		customer_address: `${home}, Portland, OR 97201`,
		vendor_email: "billing@example.com",
		subtotal: money(subtotal, style.currency),
		tax_rate: rate,
		tax_amount: money(tax, style.currency),
		total_amount: money(subtotal + tax, style.currency),
		discount: null,
		iban: null,
		shipping_date: null,
		line_items: rows.map((row) => ({
			description: row.description,
			quantity: row.quantity,
			unit_price: money(row.price, style.currency),
			amount: money(row.sum, style.currency),
		})),
	};
	return { sheet, fields, truth };
}

const WAREN = [
	"Beratung vor Ort",
	"Bürostuhl Ergo",
	"Druckerpapier A4",
	"Wartung Server",
	"LED-Lampe 12 W",
	"Schulung Excel",
];
const FIRMEN = ["Muster GmbH", "Müller & Partner GbR", "Bäckerei Schön e.K.", "Nordlicht IT GmbH"];

async function rechnung(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [vendor, buyer] = [random.pick(FIRMEN), random.chance(0.5) ? random.pick(GERMANS) : "Beispiel AG"];
	const day = anyDay(random);
	const [due, number, customer] = [day.plus(14), `RE-${day.year}-${random.digits(4)}`, `K-${random.digits(4)}`];
	const iban = anyIban(random, "DE").replace(/(.{4})(?=.)/g, "$1 ");
	const sign = random.chance(0.6) ? " €" : " EUR";
	const rows = random.sample(WAREN, random.int(2, 5)).map((description) => {
		const [quantity, price] = [random.int(1, 20), random.int(250, 60_000)];
		return { description, quantity, price, sum: quantity * price };
	});
	const net = rows.reduce((sum, each) => sum + each.sum, 0);
	const rate = random.pick([7, 19]);
	const tax = Math.round((net * rate) / 100);
	sheet.text(vendor, 60, 60, { size: 16, bold: true });
	sheet.text("Hauptstraße 12, 10115 Berlin", 60, 76, { size: 9 });
	const street = `Gartenweg ${random.int(1, 80)}`;
	for (const [at, line] of [buyer, street, "80331 München"].entries()) sheet.text(line, 60, 120 + at * 13);
	const info: [string, string][] = [
		[random.pick(["Rechnungsnummer:", "Rechnungsnr.:", "Rechnung Nr.:"]), number],
		[random.pick(["Rechnungsdatum:", "Datum:"]), day.german],
		["Kundennummer:", customer],
		[random.pick(["Fällig am:", "Fälligkeitsdatum:", "Zahlbar bis:"]), due.german],
	];
	for (const [at, [label, value]] of info.entries()) {
		sheet.text(label, 350, 120 + at * 14);
		sheet.text(value, 450, 120 + at * 14);
	}
	sheet.text("Rechnung", 60, 210, { size: 18, bold: true });
	let y = 245;
	const cells = (texts: readonly string[], bold = false): void => {
		for (const [at, text] of texts.entries()) {
			const x = [60, 130, 150, 440, 535][at] ?? 0;
			sheet.text(text, x, y, { bold, align: at === 0 || at === 2 ? "left" : "right" });
		}
	};
	cells(["Pos", "Menge", "Bezeichnung", "Einzelpreis", random.pick(["Gesamt", "Gesamtpreis"])], true);
	sheet.line(60, y + 5, 535, y + 5);
	y += 20;
	for (const [at, row] of rows.entries()) {
		cells([
			String(at + 1),
			String(row.quantity),
			row.description,
			`${german(row.price)}${sign}`,
			`${german(row.sum)}${sign}`,
		]);
		y += 17;
	}
	sheet.line(60, y - 8, 535, y - 8);
	for (const [label, cents, bold] of [
		[random.pick(["Zwischensumme", "Nettobetrag", "Summe netto"]), net, false],
		[random.pick([`MwSt. ${rate} %`, `zzgl. ${rate}% MwSt.`, `Umsatzsteuer (${rate} %)`]), tax, false],
		[random.pick(["Gesamtbetrag", "Rechnungsbetrag", "Gesamtsumme"]), net + tax, true],
	] as const) {
		sheet.text(label, 340, y + 8, { bold });
		sheet.text(`${german(cents)}${sign}`, 535, y + 8, { bold, align: "right" });
		y += 16;
	}
	sheet.text("Bitte überweisen Sie den Betrag auf das folgende Konto:", 60, y + 40);
	sheet.text("Bank: Sparkasse Berlin", 60, y + 56);
	sheet.text(`IBAN: ${iban}`, 60, y + 70);
	sheet.text("BIC: BELADEBEXXX", 60, y + 84);
	const vat = random.chance(0.5) ? `DE${random.digits(9)}` : null;
	if (vat !== null) sheet.text(`USt-IdNr.: ${vat}`, 60, 800, { size: 8 });
	const fields: Field[] = [
		{ name: "invoice_number", type: "string" },
		{ name: "invoice_date", type: "date" },
		{ name: "due_date", type: "date" },
		{ name: "customer_number", type: "string" },
		{ name: "vendor_name", type: "string" },
		{ name: "customer_name", type: "string", description: "Recipient of the invoice" },
		{ name: "iban", type: "string" },
		{ name: "bic", type: "string" },
		{ name: "vat_id", type: "string" },
		{ name: "subtotal", type: "currency" },
		{ name: "tax_rate", type: "number" },
		{ name: "tax_amount", type: "currency" },
		{ name: "total_amount", type: "currency" },
		{ name: "delivery_date", type: "date" },
		{ name: "discount_amount", type: "currency" },
		{ name: "phone", type: "string" },
		{
			name: "line_items",
			type: "table",
			items: columns({
				position: "number",
				description: "string",
				quantity: "number",
				unit_price: "currency",
				amount: "currency",
			}),
		},
	];
	const truth = {
		invoice_number: number,
		invoice_date: day.iso,
		due_date: due.iso,
		customer_number: customer,
		vendor_name: vendor,
		customer_name: buyer,
		iban,
		bic: "BELADEBEXXX",
		vat_id: vat,
		subtotal: money(net, "EUR"),
		tax_rate: rate,
		tax_amount: money(tax, "EUR"),
		total_amount: money(net + tax, "EUR"),
		delivery_date: null,
		discount_amount: null,
		phone: null,
		line_items: rows.map((row, at) => ({
			position: at + 1,
			description: row.description,
			quantity: row.quantity,
			unit_price: money(row.price, "EUR"),
			amount: money(row.sum, "EUR"),
		})),
	};
	return { sheet, fields, truth };
}

export const EIGHTH_INVOICES: readonly Layout[] = [
	{ name: "eighth-invoice-en", draw: classic },
	{ name: "eighth-rechnung", draw: rechnung },
];
