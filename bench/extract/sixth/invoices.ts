/** Invoices as business software prints them: German with sums carried over pages, American with bars of captions, Indian with a tax grid. */
import type { Field } from "../../../src/extraction/fields.ts";
import type { Random } from "../../dedup/random.ts";
import { Sheet } from "../sheet.ts";
import {
	anyDay,
	BRITONS,
	type Drawn,
	english,
	GERMANS,
	german,
	INDIANS,
	indian,
	type Layout,
	money,
	two,
} from "./facts.ts";

const PARTS = [
	"Kugellager 6204 2RS",
	"Hydraulikschlauch DN12",
	"Dichtring Viton 40x52",
	"Sechskantschraube M10",
	"Keilriemen XPA 1250",
	"Schmierfett Lithium 400g",
	"Absperrventil 3/4 Zoll",
	"Drucksensor 0-16 bar",
];

async function erp(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [day, number, customer] = [anyDay(random), `90${random.digits(6)}`, random.digits(6)];
	const contact = random.pick(GERMANS);
	const rows = Array.from({ length: random.int(9, 34) }, (_, at) => {
		const [quantity, price] = [random.int(1, 60), random.int(150, 24_000)];
		return {
			at: (at + 1) * 10,
			part: random.pick(PARTS),
			code: `${random.letters(2)}-${random.digits(5)}`,
			quantity,
			price,
			sum: quantity * price,
		};
	});
	sheet.text("Vogtland Antriebstechnik GmbH · Industriestr. 18 · 08523 Plauen", 60, 120, { size: 6.5 });
	for (const [at, line] of ["Firma", "Mahlwerk & Söhne KG", "Einkauf", "Uferweg 4", "97070 Würzburg"].entries())
		sheet.text(line, 60, 136 + at * 12);
	sheet.text("Rechnung", 360, 110, { size: 16, bold: true });
	const info: [string, string][] = [
		["Belegnummer", number],
		["Belegdatum", day.german],
		["Kundennummer", customer],
		["Auftragsnummer", `4500${random.digits(5)}`],
		["Sachbearbeiter", contact],
		["Telefon", "+49 3741 5520-17"],
		["Lieferdatum", day.plus(-3).german],
	];
	for (const [at, [label, value]] of info.entries()) {
		sheet.text(label, 360, 130 + at * 12, { size: 8.5 });
		sheet.text(value, 450, 130 + at * 12, { size: 8.5 });
	}
	let y = 260;
	const head = (): void => {
		sheet.line(60, y - 10, 540, y - 10);
		for (const [text, x, align] of [
			["Pos", 60, "left"],
			["Material / Bezeichnung", 90, "left"],
			["Menge", 330, "right"],
			["ME", 342, "left"],
			["Preis je ME", 440, "right"],
			["Betrag EUR", 540, "right"],
		] as const)
			sheet.text(text, x, y, { size: 8.5, bold: true, align });
		sheet.line(60, y + 4, 540, y + 4);
		y += 18;
	};
	head();
	let carried = 0;
	for (const row of rows) {
		if (y > 720) {
			sheet.text("Übertrag", 90, y, { bold: true });
			sheet.text(german(carried), 540, y, { bold: true, align: "right" });
			sheet.text("Vogtland Antriebstechnik GmbH   Sitz Plauen   HRB 20418 Chemnitz   USt-IdNr. DE184420391", 60, 805, {
				size: 6.5,
			});
			sheet.addPage();
			sheet.text(`Rechnung ${number} vom ${day.german}`, 60, 60, { size: 8.5 });
			sheet.text("Seite 2", 540, 60, { size: 8.5, align: "right" });
			y = 90;
			head();
			sheet.text("Übertrag von Seite 1", 90, y, { bold: true });
			sheet.text(german(carried), 540, y, { bold: true, align: "right" });
			y += 16;
		}
		sheet.text(String(row.at), 60, y);
		sheet.text(row.part, 90, y);
		sheet.text(String(row.quantity), 330, y, { align: "right" });
		sheet.text("ST", 342, y);
		sheet.text(german(row.price), 440, y, { align: "right" });
		sheet.text(german(row.sum), 540, y, { align: "right" });
		sheet.text(row.code, 90, y + 11, { size: 7.5 });
		carried += row.sum;
		y += 25;
	}
	const tax = Math.round(carried * 0.19);
	sheet.line(330, y - 8, 540, y - 8);
	for (const [label, text, bold] of [
		["Nettowert", german(carried), false],
		["zzgl. MwSt. 19,00 %", german(tax), false],
		["Endbetrag", german(carried + tax), true],
	] as const) {
		sheet.text(label, 330, y + 4, { bold });
		sheet.text(text, 540, y + 4, { align: "right", bold });
		y += 14;
	}
	sheet.text("Zahlungsbedingungen: 14 Tage 2 % Skonto, 30 Tage netto", 60, y + 20, { size: 8.5 });
	const fields: Field[] = [
		{ name: "belegnummer", type: "string" },
		{ name: "belegdatum", type: "date" },
		{ name: "kundennummer", type: "string" },
		{ name: "ansprechpartner", type: "string" },
		{ name: "lieferdatum", type: "date" },
		{ name: "netto", type: "currency" },
		{ name: "mehrwertsteuer", type: "currency" },
		{ name: "bruttobetrag", type: "currency", description: "Gesamtbetrag inkl. MwSt." },
		{ name: "ust_id", type: "string" },
		{ name: "iban", type: "string" },
		{ name: "lieferant", type: "string" },
		{
			name: "positionen",
			type: "table",
			items: [
				{ name: "pos", type: "number" },
				{ name: "bezeichnung", type: "string" },
				{ name: "menge", type: "number" },
				{ name: "einzelpreis", type: "currency" },
				{ name: "gesamtpreis", type: "currency" },
			],
		},
	];
	// A single page has no foot, and so no number for value added tax.
	const hasFoot = rows.length > 19;
	const truth = {
		belegnummer: number,
		belegdatum: day.iso,
		kundennummer: customer,
		ansprechpartner: contact,
		lieferdatum: day.plus(-3).iso,
		netto: money(carried, "EUR"),
		mehrwertsteuer: money(tax, "EUR"),
		bruttobetrag: money(carried + tax, "EUR"),
		ust_id: hasFoot ? "DE184420391" : null,
		iban: null,
		lieferant: "Vogtland Antriebstechnik GmbH",
		positionen: rows.map(({ at, part, quantity, price, sum }) => ({
			pos: at,
			bezeichnung: part,
			menge: quantity,
			einzelpreis: money(price, "EUR"),
			gesamtpreis: money(sum, "EUR"),
		})),
	};
	return { sheet, fields, truth };
}

const SERVICES = [
	["Gutter cleaning", "Two-storey home, front and rear"],
	["Pressure wash", "Driveway and patio"],
	["Window cleaning", "Interior and exterior"],
	["Hedge trim", "Up to 40 ft"],
	["Haul away", "Debris and cuttings"],
] as const;

async function bars(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(612, 792);
	const [day, number, buyer] = [anyDay(random), String(random.int(1001, 4999)), random.pick(BRITONS)];
	const due = day.plus(random.pick([15, 30]));
	const rows = random.sample(SERVICES, random.int(2, 5)).map(([name, about]) => {
		const [quantity, rate] = [random.int(1, 6), random.int(30, 400) * 100];
		return { name, about, quantity, rate, sum: quantity * rate };
	});
	const subtotal = rows.reduce((sum, { sum: each }) => sum + each, 0);
	const tax = Math.round(subtotal * 0.0825);
	const paid = random.chance(0.5) ? 5_000 : 0;
	const total = subtotal + tax;
	sheet.text("Bluebonnet Home Care LLC", 50, 60, { size: 12, bold: true });
	for (const [at, line] of [
		"2217 Pecan Hollow Dr",
		"Round Rock, TX 78664 US",
		"+1 (512) 555-0148",
		"office@bluebonnethome.example",
	].entries())
		sheet.text(line, 50, 76 + at * 12);
	sheet.text("INVOICE", 50, 150, { size: 20 });
	sheet.text("BILL TO", 50, 180, { size: 8, bold: true });
	for (const [at, line] of [buyer, "804 Cardinal Ln", "Georgetown, TX 78626"].entries())
		sheet.text(line, 50, 194 + at * 12);
	sheet.text("SHIP TO", 250, 180, { size: 8, bold: true });
	for (const [at, line] of [buyer, "19 Lakeview Ct", "Hutto, TX 78634"].entries()) sheet.text(line, 250, 194 + at * 12);
	sheet.box(50, 244, 560, 284, true);
	const bar: [string, string][] = [
		["INVOICE #", number],
		["DATE", day.american],
		["TOTAL DUE", `$${english(total - paid)}`],
		["DUE DATE", due.american],
		["TERMS", `Net ${due.iso === day.plus(15).iso ? 15 : 30}`],
	];
	for (const [at, [label, value]] of bar.entries()) {
		sheet.text(label, 60 + at * 100, 258, { size: 8 });
		sheet.text(value, 60 + at * 100, 274, { bold: true });
	}
	let y = 310;
	for (const [text, x, align] of [
		["ACTIVITY", 60, "left"],
		["QTY", 380, "right"],
		["RATE", 460, "right"],
		["AMOUNT", 550, "right"],
	] as const)
		sheet.text(text, x, y, { size: 8, align });
	y += 18;
	for (const { name, about, quantity, rate, sum } of rows) {
		sheet.text(name, 60, y, { bold: true });
		sheet.text(about, 60, y + 12);
		sheet.text(String(quantity), 380, y, { align: "right" });
		sheet.text(english(rate), 460, y, { align: "right" });
		sheet.text(english(sum), 550, y, { align: "right" });
		y += 32;
	}
	sheet.line(50, y - 8, 560, y - 8);
	const sums: [string, string][] = [
		["SUBTOTAL", english(subtotal)],
		["TAX (8.25%)", english(tax)],
		["TOTAL", english(total)],
	];
	if (paid > 0) sums.push(["PAYMENT", english(paid)]);
	sums.push(["BALANCE DUE", `$${english(total - paid)}`]);
	sheet.text("Thank you for your business.", 60, y + 8);
	for (const [at, [label, text]] of sums.entries()) {
		sheet.text(label, 340, y + 8 + at * 16, { size: 8 });
		sheet.text(text, 550, y + 8 + at * 16, { align: "right", bold: at === sums.length - 1 });
	}
	const fields: Field[] = [
		{ name: "invoiceNumber", type: "string" },
		{ name: "invoiceDate", type: "date" },
		{ name: "dueDate", type: "date" },
		{ name: "customerName", type: "string", aliases: ["bill to"] },
		{ name: "vendorName", type: "string" },
		{ name: "vendorEmail", type: "string" },
		{ name: "subTotal", type: "currency" },
		{ name: "salesTax", type: "currency" },
		{ name: "totalAmount", type: "currency" },
		{ name: "amountDue", type: "currency", description: "What is still to be paid" },
		{ name: "paymentTerms", type: "string" },
		{ name: "purchaseOrderNumber", type: "string" },
		{ name: "taxRate", type: "number" },
		{
			name: "lineItems",
			type: "table",
			items: [
				{ name: "description", type: "string", aliases: ["activity"] },
				{ name: "quantity", type: "number" },
				{ name: "unitPrice", type: "currency" },
				{ name: "lineTotal", type: "currency" },
			],
		},
	];
	const truth = {
		invoiceNumber: number,
		invoiceDate: day.iso,
		dueDate: due.iso,
		customerName: buyer,
		vendorName: "Bluebonnet Home Care LLC",
		vendorEmail: "office@bluebonnethome.example",
		subTotal: money(subtotal, "USD"),
		salesTax: money(tax, "USD"),
		totalAmount: money(total, "USD"),
		amountDue: money(total - paid, "USD"),
		paymentTerms: bar[4]?.[1] ?? "",
		purchaseOrderNumber: null,
		taxRate: 8.25,
		lineItems: rows.map(({ name, about, quantity, rate, sum }) => ({
			description: `${name} ${about}`,
			quantity,
			unitPrice: money(rate, "USD"),
			lineTotal: money(sum, "USD"),
		})),
	};
	return { sheet, fields, truth };
}

const GOODS = [
	["Ceiling Fan 1200mm", "84145110"],
	["LED Batten 20W", "94051090"],
	["Copper Wire 1.5 sqmm", "85444999"],
	["Modular Switch 6A", "85365020"],
	["MCB 32A DP", "85362030"],
] as const;

async function tally(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [day, number] = [anyDay(random), `SE/${random.int(22, 25)}-26/${random.digits(4)}`];
	const [seller, buyer] = [
		`27AAB${random.letters(1)}P${random.digits(4)}K1Z5`,
		`27AAC${random.letters(1)}R${random.digits(4)}M1Z2`,
	];
	const rows = random.sample(GOODS, random.int(2, 4)).map(([name, hsn]) => {
		const [quantity, rate] = [random.int(2, 40), random.int(40, 2_600) * 100];
		return { name, hsn, quantity, rate, sum: quantity * rate };
	});
	const taxable = rows.reduce((sum, { sum: each }) => sum + each, 0);
	const half = Math.round(taxable * 0.09);
	const total = taxable + 2 * half;
	sheet.text("Tax Invoice", 297, 40, { size: 12, bold: true, align: "center" });
	sheet.box(40, 50, 555, 200);
	sheet.line(300, 50, 300, 200);
	sheet.line(40, 125, 300, 125);
	for (const [at, line] of [
		"Sharada Electricals",
		"Shop 14, Laxmi Road, Budhwar Peth",
		"Pune - 411002",
		`GSTIN/UIN: ${seller}`,
		"State Name : Maharashtra, Code : 27",
	].entries())
		sheet.text(line, 44, 62 + at * 12, { size: 8.5, bold: at === 0 });
	for (const [at, line] of [
		"Buyer (Bill to)",
		"Omkar Constructions",
		"Plot 8, Hadapsar, Pune - 411028",
		`GSTIN/UIN : ${buyer}`,
		"State Name : Maharashtra, Code : 27",
	].entries())
		sheet.text(line, 44, 138 + at * 12, { size: 8.5, bold: at === 1 });
	const grid: [string, string][] = [
		["Invoice No.", number],
		["Dated", day.dashed],
		["Delivery Note", ""],
		["Mode/Terms of Payment", "30 Days"],
		["Reference No. & Date.", ""],
		["Other References", ""],
		["Dispatched through", "Tempo"],
		["Destination", "Hadapsar"],
	];
	for (const [at, [label, value]] of grid.entries()) {
		const [x, top] = [300 + (at % 2) * 127.5, 50 + Math.floor(at / 2) * 37.5];
		sheet.box(x, top, x + 127.5, top + 37.5);
		sheet.text(label, x + 3, top + 10, { size: 7.5 });
		if (value !== "") sheet.text(value, x + 3, top + 24, { size: 9, bold: true });
	}
	const edges = [40, 64, 250, 320, 385, 445, 475, 555];
	const bottom = 250 + rows.length * 16 + 60;
	sheet.box(40, 205, 555, bottom + 18);
	sheet.line(40, 228, 555, 228);
	sheet.line(40, bottom, 555, bottom);
	for (const x of edges.slice(1, -1)) sheet.line(x, 205, x, bottom + 18);
	for (const [at, text] of ["Sl", "Description of Goods", "HSN/SAC", "Quantity", "Rate", "per", "Amount"].entries()) {
		sheet.text(text, ((edges[at] ?? 0) + (edges[at + 1] ?? 0)) / 2, 215, { size: 8, align: "center" });
		if (at === 0) sheet.text("No.", 52, 225, { size: 8, align: "center" });
	}
	let y = 242;
	for (const [at, { name, hsn, quantity, rate, sum }] of rows.entries()) {
		sheet.text(String(at + 1), 52, y, { size: 8.5, align: "center" });
		sheet.text(name, 67, y, { size: 8.5, bold: true });
		sheet.text(hsn, 253, y, { size: 8.5 });
		sheet.text(`${quantity} Nos`, 382, y, { size: 8.5, align: "right" });
		sheet.text(indian(rate), 442, y, { size: 8.5, align: "right" });
		sheet.text("Nos", 450, y, { size: 8.5 });
		sheet.text(indian(sum), 552, y, { size: 8.5, align: "right" });
		y += 16;
	}
	sheet.line(475, y - 9, 555, y - 9);
	sheet.text(indian(taxable), 552, y + 2, { size: 8.5, align: "right" });
	for (const [at, label] of ["CGST @ 9%", "SGST @ 9%"].entries()) {
		sheet.text(label, 247, y + 16 + at * 13, { size: 8.5, bold: true, align: "right" });
		sheet.text(indian(half), 552, y + 16 + at * 13, { size: 8.5, align: "right" });
	}
	sheet.text("Total", 247, bottom + 12, { size: 8.5, align: "right" });
	sheet.text(`${rows.reduce((sum, { quantity }) => sum + quantity, 0)} Nos`, 382, bottom + 12, {
		size: 8.5,
		align: "right",
	});
	sheet.text(`₹ ${indian(total)}`, 552, bottom + 12, { size: 9, align: "right", bold: true });
	y = bottom + 36;
	sheet.text("Amount Chargeable (in words)", 44, y, { size: 8 });
	sheet.text("E. & O.E", 552, y, { size: 8, align: "right" });
	y += 24;
	sheet.box(40, y, 555, y + 54);
	for (const x of [200, 280, 330, 400, 450]) sheet.line(x, y, x, y + 54);
	for (const [text, x] of [
		["HSN/SAC", 120],
		["Taxable Value", 240],
		["CGST Rate", 305],
		["CGST Amount", 365],
		["SGST Rate", 425],
		["SGST Amount", 502],
	] as const)
		sheet.text(text, x, y + 11, { size: 7.5, align: "center" });
	sheet.line(40, y + 18, 555, y + 18);
	for (const [at, label] of [rows[0]?.hsn ?? "", "Total"].entries()) {
		sheet.text(label, at === 0 ? 44 : 196, y + 30 + at * 16, { size: 8, align: at === 0 ? "left" : "right" });
		sheet.text(indian(taxable), 277, y + 30 + at * 16, { size: 8, align: "right" });
		sheet.text(indian(half), 397, y + 30 + at * 16, { size: 8, align: "right" });
		sheet.text(indian(half), 552, y + 30 + at * 16, { size: 8, align: "right" });
		if (at === 0) for (const x of [326, 446]) sheet.text("9%", x, y + 30, { size: 8, align: "right" });
	}
	y += 76;
	for (const [at, line] of [
		"Company's Bank Details",
		"Bank Name : Bank of Maharashtra",
		`A/c No. : 6021${two(at20(random))}48817`,
		"Branch & IFS Code : Budhwar Peth & MAHB0000012",
	].entries())
		sheet.text(line, 320, y + at * 12, { size: 8 });
	const fields: Field[] = [
		{ name: "invoice_no", type: "string" },
		{ name: "invoice_date", type: "date", aliases: ["dated"] },
		{ name: "seller_gstin", type: "string" },
		{ name: "buyer_gstin", type: "string" },
		{ name: "buyer_name", type: "string" },
		{ name: "taxable_value", type: "currency" },
		{ name: "cgst_amount", type: "currency" },
		{ name: "sgst_amount", type: "currency" },
		{ name: "igst_amount", type: "currency" },
		{ name: "grand_total", type: "currency" },
		{ name: "payment_terms", type: "string" },
		{ name: "eway_bill_no", type: "string" },
		{ name: "ifsc_code", type: "string" },
		{
			name: "items",
			type: "table",
			items: [
				{ name: "description", type: "string" },
				{ name: "hsn_code", type: "string" },
				{ name: "qty", type: "number" },
				{ name: "rate", type: "number" },
				{ name: "amount", type: "number" },
			],
		},
	];
	const truth = {
		invoice_no: number,
		invoice_date: day.iso,
		seller_gstin: seller,
		buyer_gstin: buyer,
		buyer_name: "Omkar Constructions",
		taxable_value: money(taxable, "INR"),
		cgst_amount: money(half, "INR"),
		sgst_amount: money(half, "INR"),
		igst_amount: null,
		grand_total: money(total, "INR"),
		payment_terms: "30 Days",
		eway_bill_no: null,
		ifsc_code: "MAHB0000012",
		items: rows.map(({ name, hsn, quantity, rate, sum }) => ({
			description: name,
			hsn_code: hsn,
			qty: quantity,
			rate: rate / 100,
			amount: sum / 100,
		})),
	};
	return { sheet, fields, truth };
}

function at20(random: Random): number {
	return random.int(0, 99);
}

async function hotel(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(612, 792, "serif");
	const [arrival, nights] = [anyDay(random), random.int(1, 4)];
	const [departure, guest, folio, room] = [
		arrival.plus(nights),
		random.pick([...BRITONS, ...INDIANS]),
		random.digits(6),
		random.digits(3),
	];
	const rate = random.int(89, 260) * 100;
	const charges = Array.from({ length: nights }, (_, at) => [
		{ day: arrival.plus(at), text: "Room Charge", sum: rate },
		{ day: arrival.plus(at), text: "Occupancy Tax", sum: Math.round(rate * 0.12) },
	]).flat();
	if (random.chance(0.6))
		charges.push({ day: arrival.plus(nights - 1), text: "Restaurant - Dinner", sum: random.int(1_800, 9_000) });
	const total = charges.reduce((sum, { sum: each }) => sum + each, 0);
	sheet.text("The Harrowgate Inn", 306, 60, { size: 18, align: "center" });
	sheet.text("48 Wharf Street, Portland, ME 04101   Tel. 207-555-0119", 306, 76, { size: 8.5, align: "center" });
	sheet.text("GUEST FOLIO", 306, 104, { size: 12, bold: true, align: "center" });
	const left: [string, string][] = [
		["Guest", guest],
		["Company", "Self"],
		["Room", room],
		["Persons", "2"],
	];
	const right: [string, string][] = [
		["Folio No", folio],
		["Arrival", arrival.spaced],
		["Departure", departure.spaced],
		["Rate", `${english(rate)} USD`],
	];
	for (const [at, [label, value]] of left.entries()) {
		sheet.text(label, 60, 134 + at * 14);
		sheet.text(`: ${value}`, 120, 134 + at * 14);
	}
	for (const [at, [label, value]] of right.entries()) {
		sheet.text(label, 370, 134 + at * 14);
		sheet.text(`: ${value}`, 430, 134 + at * 14);
	}
	let y = 214;
	for (const [text, x, align] of [
		["Date", 60, "left"],
		["Description", 140, "left"],
		["Charges", 460, "right"],
		["Credits", 550, "right"],
	] as const)
		sheet.text(text, x, y, { bold: true, align });
	sheet.line(60, y + 4, 550, y + 4);
	y += 18;
	for (const { day, text, sum } of charges) {
		sheet.text(day.spaced, 60, y);
		sheet.text(text, 140, y);
		sheet.text(english(sum), 460, y, { align: "right" });
		y += 14;
	}
	sheet.text(departure.spaced, 60, y);
	sheet.text("Visa ending 4471", 140, y);
	sheet.text(english(total), 550, y, { align: "right" });
	sheet.line(60, y + 5, 550, y + 5);
	sheet.text("Totals", 300, y + 18);
	sheet.text(english(total), 460, y + 18, { align: "right" });
	sheet.text(english(total), 550, y + 18, { align: "right" });
	sheet.text("Balance Due", 300, y + 34, { bold: true });
	sheet.text("0.00", 550, y + 34, { align: "right", bold: true });
	sheet.text(
		"I agree that my liability for this bill is not waived and agree to be held personally liable for all charges.",
		60,
		y + 70,
		{ size: 8 },
	);
	sheet.text("Signature ______________________", 60, y + 100);
	const fields: Field[] = [
		{ name: "guest_name", type: "string" },
		{ name: "hotel_name", type: "string" },
		{ name: "check_in_date", type: "date" },
		{ name: "check_out_date", type: "date" },
		{ name: "room_number", type: "string" },
		{ name: "folio_number", type: "string" },
		{ name: "room_rate", type: "currency" },
		{ name: "total_charges", type: "currency", description: "Sum of all charges of the stay" },
		{ name: "balance", type: "currency" },
		{ name: "number_of_guests", type: "number" },
		{ name: "loyalty_number", type: "string" },
		{
			name: "charges",
			type: "table",
			items: [
				{ name: "date", type: "date" },
				{ name: "description", type: "string" },
				{ name: "charges", type: "number" },
			],
		},
	];
	const truth = {
		guest_name: guest,
		hotel_name: "The Harrowgate Inn",
		check_in_date: arrival.iso,
		check_out_date: departure.iso,
		room_number: room,
		folio_number: folio,
		room_rate: money(rate, "USD"),
		total_charges: money(total, "USD"),
		balance: money(0, "USD"),
		number_of_guests: 2,
		loyalty_number: null,
		charges: [
			...charges.map(({ day, text, sum }) => ({ date: day.iso, description: text, charges: sum / 100 })),
			{ date: departure.iso, description: "Visa ending 4471", charges: null },
		],
	};
	return { sheet, fields, truth };
}

export const SIXTH_INVOICES: readonly Layout[] = [
	{ name: "invoice-erp-de", draw: erp },
	{ name: "invoice-bars-us", draw: bars },
	{ name: "invoice-grid-in", draw: tally },
	{ name: "hotel-folio", draw: hotel },
];
