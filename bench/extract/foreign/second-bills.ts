/** Second set of foreign layouts: invoices and receipts as five audiences write them. */

import type { Random } from "../../dedup/random.ts";
import { AUDIENCES, type Audience, anyHabit, type Habit } from "../habits.ts";
import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { GOODS, languageOf, PEOPLE, SNACKS } from "../words.ts";
import { anyDay, cents, daysLater, type Foreign, field, iso, lines, money, table, total, two } from "./kit.ts";

type Words = Record<"en" | "de" | "hi", string>;

const SENDERS: Record<Audience, [string, string, string]> = {
	us: ["Copperleaf Studio LLC", "1207 Grant Avenue, Suite 4", "Denver, CO 80203"],
	gb: ["Fernwood & Daughters Ltd", "Unit 6, Tannery Yard", "Norwich NR3 1HF"],
	in: ["Nilgiri Print House Pvt Ltd", "3rd Floor, 18 Brigade Road", "Bengaluru 560025"],
	de: ["Werkstatt Immergrün GmbH", "Gärtnerplatz 2", "04109 Leipzig"],
	hi: ["Saraswati Pustak Bhandar", "11 Asaf Ali Marg", "Nai Dilli 110002"],
};
const BUYERS: Record<Audience, [string, string, string]> = {
	us: ["Juniper Dental Group", "55 W 12th Street", "Boulder, CO 80302"],
	gb: ["The Old Bakery Guest House", "3 Harbour Row", "Whitby YO21 3PU"],
	in: ["Kaveri Coaching Centre", "88 Temple Road", "Mysuru 570001"],
	de: ["Ingenieurbüro Falk Stadler", "Ringstraße 140", "99084 Erfurt"],
	hi: ["Gyan Jyoti Vidyalaya", "Sector 9, Plot 4", "Ghaziabad 201001"],
};

function audienceOf(random: Random): { audience: Audience; habit: Habit; say: (words: Words) => string } {
	const audience = random.pick(AUDIENCES);
	return { audience, habit: anyHabit(random, audience), say: (words) => words[languageOf(audience)] };
}

function anyLines(random: Random, names: readonly string[], count: number) {
	return random.sample(names, count).map((description) => {
		const [quantity, price] = [random.int(1, 24), random.int(150, 45_000) / 100];
		return { description, quantity, price, amount: cents(quantity * price) };
	});
}

const rateOf = (random: Random, audience: Audience): number =>
	random.pick({ us: [8.875], gb: [20], in: [18], de: [19], hi: [18] }[audience]);

/** Facts in a shaded bar at the left, small heads over values; quantities first, the sum large under its label. */
const sidebar: Foreign = {
	name: "invoice-sidebar",
	async draw(random) {
		const { audience, habit, say } = audienceOf(random);
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const due = daysLater(day, 21);
		const items = anyLines(random, GOODS[languageOf(audience)], random.int(2, 6));
		const net = total(items.map(({ amount }) => amount));
		const rate = rateOf(random, audience);
		const tax = cents((net * rate) / 100);
		const number = `${random.letters(2)}${random.digits(4)}/${random.int(1, 12)}`;
		const [sender, buyer] = [SENDERS[audience], BUYERS[audience]];
		sheet.box(0, 0, 175, 842, true);
		sheet.text(sender[0], 20, 60, { size: 11, bold: true });
		lines(sheet, sender.slice(1), 20, 74, 11, 8);
		const facts: [string, string][] = [
			[say({ en: "Invoice no", de: "Rechnungsnr.", hi: "चालान नं." }), number],
			[say({ en: "Issued", de: "Ausgestellt am", hi: "जारी दिनांक" }), habit.day(day)],
			[say({ en: "Payable by", de: "Zahlbar bis", hi: "अंतिम भुगतान तिथि" }), habit.day(due)],
			[say({ en: "Your reference", de: "Ihre Referenz", hi: "आपका संदर्भ" }), `REQ-${random.digits(3)}`],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(label, 20, 150 + at * 36, { size: 7 });
			sheet.text(value, 20, 163 + at * 36, { size: 10 });
		});
		sheet.text(say({ en: "Billed to", de: "Rechnung an", hi: "ग्राहक" }), 200, 60, { size: 8 });
		lines(sheet, buyer, 200, 75, 13, 10);
		const heads = [
			say({ en: "Qty", de: "Menge", hi: "मात्रा" }),
			say({ en: "What", de: "Artikel", hi: "विवरण" }),
			say({ en: "Each", de: "Stückpreis", hi: "दर" }),
			say({ en: "Line amount", de: "Betrag", hi: "राशि" }),
		];
		const cells = (texts: readonly string[], y: number, bold = false): void =>
			texts.forEach((text, at) => {
				const [x, align] = (
					[
						[200, "left"],
						[240, "left"],
						[470, "right"],
						[560, "right"],
					] as const
				)[at] ?? [0, "left"];
				sheet.text(text, x, y, { size: 9, bold, align });
			});
		cells(heads, 170, true);
		sheet.line(200, 176, 560, 176);
		items.forEach(({ description, quantity, price, amount }, at) => {
			cells([habit.number(quantity, 0), description, habit.amount(price), habit.amount(amount)], 192 + at * 17);
		});
		const y = 215 + items.length * 17;
		const sums: [string, string][] = [
			[say({ en: "Net", de: "Netto", hi: "उप योग" }), habit.money(net)],
			[`${say({ en: "Tax", de: "USt", hi: "जीएसटी" })} ${habit.percent(rate)}`, habit.money(tax)],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 400, y + at * 15, { size: 9 });
			sheet.text(text, 560, y + at * 15, { size: 9, align: "right" });
		});
		sheet.text(say({ en: "Amount due", de: "Gesamtsumme", hi: "कुल देय राशि" }), 560, y + 52, {
			size: 8,
			align: "right",
		});
		sheet.text(habit.money(cents(net + tax)), 560, y + 74, { size: 18, bold: true, align: "right" });
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("issue_date", "date"),
				field("due_date", "date"),
				field("reference"),
				field("vendor_name"),
				field("customer_name"),
				field("customer_address"),
				field("subtotal", "currency"),
				field("tax_amount", "currency"),
				field("total_amount", "currency"),
				field("iban"),
				table("line_items", { description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
			],
			truth: {
				...{ invoice_number: number, issue_date: iso(day), due_date: iso(due), reference: facts[3]?.[1] ?? null },
				...{ vendor_name: sender[0], customer_name: buyer[0], customer_address: `${buyer[1]}, ${buyer[2]}` },
				...{ subtotal: money(net, habit.currency), tax_amount: money(tax, habit.currency), iban: null },
				total_amount: money(net + tax, habit.currency),
				line_items: items.map(({ description, quantity, price, amount }) => ({
					...{ description, quantity },
					unit_price: { amount: price, currency: habit.currency },
					amount: { amount, currency: habit.currency },
				})),
			},
		};
	},
};

/** A business letter: a line of references, services with a second line, what to pay in a sentence, the bank in the foot. */
const letter: Foreign = {
	name: "invoice-letter",
	async draw(random) {
		const audience = random.pick(["de", "gb"] as const);
		const habit = anyHabit(random, audience);
		const say = (de: string, en: string): string => (audience === "de" ? de : en);
		const sheet = await Sheet.create(595, 842, "serif");
		const day = anyDay(random);
		const due = daysLater(day, 14);
		const iban = anyIban(random, audience === "de" ? "DE" : "GB");
		const items = anyLines(random, GOODS[languageOf(audience)], random.int(1, 4));
		const net = total(items.map(({ amount }) => amount));
		const rate = rateOf(random, audience);
		const tax = cents((net * rate) / 100);
		const [number, customer] = [`${day.year}-${random.digits(3)}`, random.digits(5)];
		const [sender, buyer] = [SENDERS[audience], BUYERS[audience]];
		sheet.text(sender[0], 545, 50, { size: 15, bold: true, align: "right" });
		sheet.text(sender.join(" • "), 60, 118, { size: 6.5 });
		lines(sheet, buyer, 60, 135, 13, 10.5);
		const refs: [string, string][] = [
			[say("Ihr Zeichen", "Your ref"), "fs/12"],
			[say("Kundennr.", "Client no."), customer],
			[say("Unser Zeichen", "Our ref"), "imm"],
			[say("Datum", "Date"), habit.day(day)],
		];
		refs.forEach(([label, value], at) => {
			sheet.text(label, 60 + at * 120, 215, { size: 7 });
			sheet.text(value, 60 + at * 120, 227, { size: 9.5 });
		});
		sheet.text(`${say("Rechnung Nr.", "Invoice No.")} ${number}`, 60, 262, { size: 12, bold: true });
		sheet.text(say("Sehr geehrte Damen und Herren,", "Dear Sir or Madam,"), 60, 282, { size: 10 });
		sheet.text(
			say("für die folgenden Leistungen berechnen wir Ihnen:", "we charge you as follows for the work done:"),
			60,
			296,
			{ size: 10 },
		);
		const heads = [
			say("Pos.", "Item"),
			say("Leistung", "Work"),
			say("Anz.", "No."),
			say("à EUR", "at GBP"),
			say("EUR", "GBP"),
		];
		const put = (texts: readonly string[], y: number, bold = false): void =>
			texts.forEach((text, at) => {
				const [x, align] = (
					[
						[60, "left"],
						[95, "left"],
						[400, "right"],
						[470, "right"],
						[540, "right"],
					] as const
				)[at] ?? [0, "left"];
				sheet.text(text, x, y, { size: 9.5, bold, align });
			});
		put(heads, 325, true);
		let y = 343;
		items.forEach(({ description, quantity, price, amount }, at) => {
			put([String(at + 1), description, habit.number(quantity, 0), habit.amount(price), habit.amount(amount)], y);
			sheet.text(say("wie besprochen", "as agreed"), 95, y + 12, { size: 8.5 });
			y += 30;
		});
		sheet.line(300, y - 6, 540, y - 6);
		const sums: [string, number, boolean][] = [
			[say("Zwischensumme", "Sum net"), net, false],
			[say(`zzgl. ${habit.percent(rate)} MwSt.`, `plus VAT ${habit.percent(rate)}`), tax, false],
			[say("Rechnungsbetrag", "Invoice total"), cents(net + tax), true],
		];
		for (const [label, value, bold] of sums) {
			y += 14;
			sheet.text(label, 300, y, { size: 9.5, bold });
			sheet.text(habit.amount(value), 540, y, { size: 9.5, bold, align: "right" });
		}
		sheet.text(
			say(
				`Bitte überweisen Sie ${habit.money(cents(net + tax))} bis zum ${habit.day(due)} auf unser unten genanntes Konto.`,
				`Please transfer ${habit.money(cents(net + tax))} by ${habit.day(due)} to the account named below.`,
			),
			60,
			y + 40,
			{ size: 10 },
		);
		const feet = [
			sender,
			[
				say("Geschäftsführung: Ida Quandt", "Director: Ida Quandt"),
				say("Amtsgericht Leipzig HRB 20417", "Registered in England 0882041"),
				say("USt-IdNr. DE219384756", "VAT reg. GB219384756"),
			],
			["Sparkasse Mitte", `IBAN ${iban.replace(/(.{4})(?=.)/g, "$1 ")}`, "BIC WELADE8LXXX"],
		];
		feet.forEach((texts, at) => {
			lines(sheet, texts, 60 + at * 165, 780, 10, 7);
		});
		const sum = (amount: number) => money(amount, habit.currency);
		return {
			sheet,
			fields: [
				field("invoiceNumber"),
				field("invoiceDate", "date"),
				field("dueDate", "date"),
				field("customerNumber"),
				field("supplierName"),
				field("customerName"),
				field("netTotal", "currency"),
				field("vatRate", "number"),
				field("vatAmount", "currency"),
				field("grandTotal", "currency"),
				field("iban"),
				field("bic"),
				field("vatId"),
				field("discount", "currency"),
				table("positions", { description: "string", quantity: "number", unitPrice: "currency", total: "currency" }),
			],
			truth: {
				...{ invoiceNumber: number, invoiceDate: iso(day), dueDate: iso(due), customerNumber: customer },
				...{ supplierName: sender[0], customerName: buyer[0], netTotal: sum(net), vatRate: rate, vatAmount: sum(tax) },
				...{
					grandTotal: sum(net + tax),
					iban,
					bic: "WELADE8LXXX",
					vatId: audience === "de" ? "DE219384756" : "GB219384756",
				},
				discount: null,
				positions: items.map(({ description, quantity, price, amount }) => ({
					...{ description: `${description} ${say("wie besprochen", "as agreed")}`, quantity },
					unitPrice: { amount: price, currency: habit.currency },
					total: { amount, currency: habit.currency },
				})),
			},
		};
	},
};

/** A till's slip: the price under the name, a table of taxes by letter, the day at the foot. */
const till: Foreign = {
	name: "receipt-till",
	async draw(random) {
		const { audience, habit, say } = audienceOf(random);
		const sheet = await Sheet.create(210, 560);
		const day = anyDay(random);
		const items = random.sample(SNACKS[languageOf(audience)], random.int(2, 6)).map((name) => {
			const [quantity, price] = [random.int(1, 4), random.int(90, 1500) / 100];
			return { name, quantity, price, amount: cents(quantity * price) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const rate = rateOf(random, audience);
		const tax = cents(sum - sum / (1 + rate / 100));
		const number = random.digits(7);
		const shop = {
			us: "Bluejay Coffee",
			gb: "The Copper Kettle",
			in: "Filter Kaapi House",
			de: "Café Morgenrot",
			hi: "Chai Adda",
		}[audience];
		sheet.text(shop, 105, 34, { size: 14, bold: true, align: "center" });
		sheet.text(SENDERS[audience][1], 105, 48, { size: 7.5, align: "center" });
		sheet.text(SENDERS[audience][2], 105, 58, { size: 7.5, align: "center" });
		let y = 82;
		for (const { name, quantity, price, amount } of items) {
			sheet.text(name, 12, y, { size: 8.5 });
			sheet.text(`${quantity} x ${habit.amount(price)}`, 24, y + 11, { size: 8 });
			sheet.text(`${habit.amount(amount)} A`, 198, y + 11, { size: 8.5, align: "right" });
			y += 24;
		}
		sheet.line(12, y - 6, 198, y - 6);
		sheet.text(say({ en: "To pay", de: "Zu zahlen", hi: "कुल राशि" }), 12, y + 10, { size: 11, bold: true });
		sheet.text(habit.money(sum), 198, y + 10, { size: 11, bold: true, align: "right" });
		const paid = say({ en: "Debit card", de: "EC-Karte", hi: "UPI" });
		sheet.text(say({ en: "Paid with", de: "Bezahlt mit", hi: "भुगतान माध्यम" }), 12, y + 26, { size: 8 });
		sheet.text(paid, 198, y + 26, { size: 8, align: "right" });
		const xs = [12, 60, 130, 198];
		[
			say({ en: "Rate", de: "Satz", hi: "दर" }),
			say({ en: "Net", de: "Netto", hi: "शुद्ध" }),
			say({ en: "VAT", de: "MwSt", hi: "कर" }),
			say({ en: "Gross", de: "Brutto", hi: "कुल" }),
		].forEach((text, at) => {
			sheet.text(text, (xs[at] ?? 0) + (at === 0 ? 0 : 0), y + 46, { size: 7.5, align: at === 0 ? "left" : "right" });
		});
		[`A ${habit.percent(rate)}`, habit.amount(cents(sum - tax)), habit.amount(tax), habit.amount(sum)].forEach(
			(text, at) => {
				sheet.text(text, xs[at] ?? 0, y + 57, { size: 7.5, align: at === 0 ? "left" : "right" });
			},
		);
		sheet.text(`${say({ en: "Slip", de: "Bon", hi: "रसीद" })} ${number}`, 12, y + 78, { size: 7.5 });
		sheet.text(`${habit.day(day)} ${two(random.int(8, 20))}:${two(random.int(0, 59))}`, 198, y + 78, {
			size: 7.5,
			align: "right",
		});
		return {
			sheet,
			fields: [
				field("store_name"),
				field("date", "date"),
				field("total", "currency"),
				field("tax", "currency"),
				field("payment_method"),
				field("tip", "currency"),
				field("cashier"),
				table("items", { description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
			],
			truth: {
				...{ store_name: shop, date: iso(day), total: money(sum, habit.currency), tax: money(tax, habit.currency) },
				...{ payment_method: paid, tip: null, cashier: null },
				items: items.map(({ name, quantity, price, amount }) => ({
					...{ description: name, quantity },
					unit_price: { amount: price, currency: habit.currency },
					amount: { amount, currency: habit.currency },
				})),
			},
		};
	},
};

/** An official receipt: sentences with blanks, how it was paid by boxes to tick. */
const voucher: Foreign = {
	name: "receipt-voucher",
	async draw(random) {
		const audience = random.pick(["us", "gb", "in"] as const);
		const habit = anyHabit(random, audience);
		const sheet = await Sheet.create(560, 300, "serif");
		const day = anyDay(random);
		const amount = random.int(5_000, 990_000) / 100;
		const person = random.pick(PEOPLE[audience]);
		const number = random.digits(5);
		const method = random.pick(["Cash", "Cheque", "Bank transfer"]);
		const purpose = random.pick(["Annual subscription", "Hall rent for June", "Donation"]);
		sheet.box(15, 15, 545, 285);
		sheet.text("OFFICIAL RECEIPT", 280, 50, { size: 16, bold: true, align: "center" });
		sheet.text("Riverside Community Trust", 280, 66, { size: 10, align: "center" });
		sheet.text("No.", 430, 90, { size: 10 });
		sheet.text(number, 452, 90, { size: 12, bold: true });
		sheet.text("Date", 30, 90, { size: 10 });
		sheet.text(habit.day(day), 60, 90, { size: 10 });
		sheet.line(56, 93, 200, 93, 0.4);
		const blank = (label: string, value: string, y: number): void => {
			const width = sheet.text(label, 30, y, { size: 10 });
			sheet.text(value, 30 + width + 14, y, { size: 10.5 });
			sheet.line(30 + width + 5, y + 3, 530, y + 3, 0.4);
		};
		blank("Received from", person, 122);
		blank("the sum of", habit.money(amount), 148);
		blank("being payment for", purpose, 174);
		["Cash", "Cheque", "Bank transfer"].forEach((text, at) => {
			const x = 30 + at * 110;
			sheet.circle(x + 5, 205, 5);
			if (text === method) sheet.circle(x + 5, 205, 2.6, true);
			sheet.text(text, x + 16, 208, { size: 10 });
		});
		sheet.line(380, 250, 530, 250, 0.5);
		sheet.text("Treasurer", 430, 262, { size: 8 });
		return {
			sheet,
			fields: [
				field("receipt_no"),
				field("date", "date"),
				field("received_from"),
				field("amount", "currency", { aliases: ["the sum of"] }),
				field("purpose", "string", { aliases: ["being payment for"] }),
				field("payment_method", "string", { enum: ["Cash", "Cheque", "Bank transfer"] }),
				field("issued_by", "string", { description: "Organisation", aliases: ["vendor name"] }),
				field("due_date", "date"),
			],
			truth: {
				...{ receipt_no: number, date: iso(day), received_from: person, amount: money(amount, habit.currency) },
				...{ purpose, payment_method: method, issued_by: "Riverside Community Trust", due_date: null },
			},
		};
	},
};

export const SECOND_BILLS: readonly Foreign[] = [sidebar, letter, till, voucher];
