/** Third set of foreign layouts. */
import { anyHabit } from "../habits.ts";
import { Sheet } from "../sheet.ts";
import { GOODS, PEOPLE, SNACKS } from "../words.ts";
import {
	american,
	anyDay,
	cents,
	daysLater,
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
	spelled,
	swiss,
	table,
	total,
	two,
} from "./kit.ts";

/** Over pages: heads in two lines, a rate on each line, sums carried forward at the foot of a page and the head of the next. */
const long: Foreign = {
	name: "invoice-long-de",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const goods = GOODS.de;
		const items = Array.from({ length: random.int(14, 30) }, () => {
			const [quantity, price] = [random.int(1, 40), random.int(95, 19900) / 100];
			return {
				description: random.pick(goods),
				sku: `${random.digits(3)}.${random.digits(3)}`,
				quantity,
				price,
				amount: cents(quantity * price),
			};
		});
		const net = total(items.map(({ amount }) => amount));
		const tax = cents(net * 0.19);
		const number = `AR-${random.digits(6)}`;
		const [order, customer] = [`B${random.digits(5)}`, `D${random.digits(4)}`];
		sheet.text("Kaltenbach Großhandel KG", 50, 55, { bold: true, size: 14 });
		sheet.text("Mühlweg 40 · 79098 Freiburg", 50, 68, { size: 8 });
		lines(sheet, ["Hotel Drei Linden", "Seestraße 3", "78462 Konstanz"], 50, 110, 13, 10);
		const facts: [string, string][] = [
			["Beleg", number],
			["Belegdatum", dotted(day)],
			["Auftrag", order],
			["Debitor", customer],
			["Valuta", dotted(daysLater(day, 30))],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(label, 370, 100 + at * 13, { size: 9 });
			sheet.text(value, 460, 100 + at * 13, { size: 9 });
		});
		sheet.text("Rechnung", 50, 185, { bold: true, size: 14 });
		const xs = [50, 85, 140, -345, 352, -420, -465, -545];
		const head = (y: number): void => {
			row(sheet, ["Pos", "Artikel-", "Bezeichnung", "Menge", "Einh.", "Preis je", "USt", "Gesamtpreis"], xs, y, {
				bold: true,
				size: 8,
			});
			row(sheet, ["", "nummer", "", "", "", "Einheit", "%", "EUR"], xs, y + 10, { bold: true, size: 8 });
			sheet.line(50, y + 14, 545, y + 14);
		};
		let [y, sum] = [210, 0];
		head(y);
		y += 28;
		items.forEach(({ sku, description, quantity, price, amount }, at) => {
			if (y > 730) {
				row(sheet, ["", "", "Übertrag", "", "", "", "", german(sum)], xs, y + 6, { bold: true });
				sheet.text("Seite 1", 297, 820, { size: 8, align: "center" });
				sheet.addPage();
				head(60);
				row(sheet, ["", "", "Übertrag", "", "", "", "", german(sum)], xs, 90, { bold: true });
				y = 106;
			}
			row(
				sheet,
				[String(at + 1), sku, description, String(quantity), "Stk", german(price), "19", german(amount)],
				xs,
				y,
			);
			sum = cents(sum + amount);
			y += 16;
		});
		y += 10;
		const sums: [string, string][] = [
			["Nettosumme", german(net)],
			["USt 19 % auf " + german(net), german(tax)],
			["Bruttosumme EUR", german(net + tax)],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 340, y + at * 14, { size: 9 });
			sheet.text(text, 545, y + at * 14, { size: 9, align: "right" });
		});
		const eur = (amount: number) => money(amount, "EUR");
		return {
			sheet,
			fields: [
				field("rechnungsnummer", "string", { aliases: ["Belegnummer", "Beleg"] }),
				field("rechnungsdatum", "date"),
				field("faelligkeitsdatum", "date", { aliases: ["Valuta"] }),
				field("auftragsnummer"),
				field("kundennummer"),
				field("lieferant"),
				field("kunde"),
				field("netto", "currency"),
				field("umsatzsteuer", "currency"),
				field("brutto", "currency"),
				field("skonto", "currency"),
				table("positionen", {
					artikelnummer: "string",
					bezeichnung: "string",
					menge: "number",
					einzelpreis: "currency",
					gesamtpreis: "currency",
				}),
			],
			truth: {
				...{
					rechnungsnummer: number,
					rechnungsdatum: iso(day),
					faelligkeitsdatum: iso(daysLater(day, 30)),
					auftragsnummer: order,
				},
				...{
					kundennummer: customer,
					lieferant: "Kaltenbach Großhandel KG",
					kunde: "Hotel Drei Linden",
					netto: eur(net),
				},
				...{ umsatzsteuer: eur(tax), brutto: eur(net + tax), skonto: null },
				positionen: items.map(({ sku, description, quantity, price, amount }) => ({
					...{ artikelnummer: sku, bezeichnung: description, menge: quantity },
					einzelpreis: { amount: price, currency: "EUR" },
					gesamtpreis: { amount, currency: "EUR" },
				})),
			},
		};
	},
};

/** A Swiss bill with its slip: bold heads over values, twice; francs with apostrophes. */
const slip: Foreign = {
	name: "invoice-slip-ch",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const works = ["Zahnreinigung", "Kontrolle jährlich", "Füllung zweiflächig", "Röntgenbild"];
		const items = random
			.sample(works, random.int(2, 4))
			.map((name) => ({ name, amount: random.int(4000, 160000) / 100 }));
		const sum = total(items.map(({ amount }) => amount));
		const number = random.digits(7);
		const person = random.pick(["Reto Aebischer", "Nadia Bernasconi", "Urs Zumstein"]);
		const ref = "21 00000 00003 13947 14300 09017";
		sheet.text("Praxis Dr. med. dent. L. Caduff", 50, 55, { size: 13, bold: true });
		lines(sheet, ["Bahnhofplatz 4", "7000 Chur"], 50, 70);
		lines(sheet, [person, "Gäuggelistrasse 19", "7000 Chur"], 350, 120, 13, 10);
		sheet.text(`Chur, ${dotted(day)}`, 350, 190);
		sheet.text(`Rechnung ${number}`, 50, 220, { size: 13, bold: true });
		sheet.text("Behandlung", 50, 250, { bold: true });
		sheet.text("CHF", 500, 250, { bold: true, align: "right" });
		items.forEach(({ name, amount }, at) => {
			sheet.text(name, 50, 268 + at * 15);
			sheet.text(swiss(amount), 500, 268 + at * 15, { align: "right" });
		});
		const y = 275 + items.length * 15;
		sheet.line(50, y, 500, y);
		sheet.text("Total CHF", 50, y + 14, { bold: true });
		sheet.text(swiss(sum), 500, y + 14, { bold: true, align: "right" });
		sheet.text("Zahlbar innert 30 Tagen rein netto", 50, y + 40);
		sheet.line(0, 545, 595, 545);
		sheet.text("Empfangsschein", 20, 565, { bold: true, size: 11 });
		sheet.text("Zahlteil", 190, 565, { bold: true, size: 11 });
		const part = (x: number, from: number, groups: [string, string[]][]): void => {
			let at = from;
			for (const [head, texts] of groups) {
				sheet.text(head, x, at, { bold: true, size: 6.5 });
				at = lines(sheet, texts, x, at + 10, 10, 8.5) + 5;
			}
		};
		const payee = ["CH44 3199 9123 0008 8901 2", "Dr. L. Caduff", "7000 Chur"];
		part(20, 585, [
			["Konto / Zahlbar an", payee],
			["Referenz", [ref]],
			["Zahlbar durch", [person, "Gäuggelistrasse 19", "7000 Chur"]],
		]);
		part(360, 585, [
			["Konto / Zahlbar an", payee],
			["Referenz", [ref]],
			["Zahlbar durch", [person, "Gäuggelistrasse 19", "7000 Chur"]],
		]);
		sheet.text("Währung", 190, 760, { bold: true, size: 6.5 });
		sheet.text("CHF", 190, 771, { size: 8.5 });
		sheet.text("Betrag", 240, 760, { bold: true, size: 6.5 });
		sheet.text(swiss(sum), 240, 771, { size: 8.5 });
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("invoice_date", "date"),
				field("total", "currency"),
				field("iban"),
				field("payment_reference", "string", { aliases: ["Referenz"] }),
				field("customer_name", "string", { aliases: ["Zahlbar durch"] }),
				field("currency"),
				field("vat_amount", "currency"),
				table("services", { description: "string", amount: "currency" }, { aliases: ["Behandlung"] }),
			],
			truth: {
				...{ invoice_number: number, invoice_date: iso(day), total: money(sum, "CHF"), iban: "CH4431999123000889012" },
				...{ payment_reference: ref, customer_name: person, currency: "CHF", vat_amount: null },
				services: items.map(({ name, amount }) => ({ description: name, amount: { amount, currency: "CHF" } })),
			},
		};
	},
};

/** A ticket of a car park: few words, points between. */
const parking: Foreign = {
	name: "receipt-parking",
	async draw(random) {
		const audience = random.pick(["us", "gb"] as const);
		const habit = anyHabit(random, audience);
		const sheet = await Sheet.create(200, 330, "mono");
		const day = anyDay(random);
		const paid = random.int(2, 60) * 0.5;
		const number = random.digits(8);
		const plate = `${random.letters(2)}${random.digits(2)} ${random.letters(3)}`;
		sheet.text("CITY CENTRE CAR PARK", 100, 30, { size: 10, bold: true, align: "center" });
		const put = (label: string, value: string, y: number): void => {
			sheet.text(`${label.padEnd(12, ".")}: ${value}`, 12, y, { size: 8 });
		};
		put("TICKET NO", number, 60);
		put("PLATE", plate, 74);
		put("ENTRY", `${habit.day(day)} 08:11`, 88);
		put("EXIT", `${habit.day(day)} 1${random.int(0, 9)}:40`, 102);
		put("PAID", habit.money(paid), 130);
		put("CARD", "VISA CONTACTLESS", 144);
		put("VAT INCL", habit.money(cents(paid - paid / 1.2)), 158);
		sheet.text("LOST TICKET = MAX DAY RATE", 12, 190, { size: 7.5 });
		return {
			sheet,
			fields: [
				field("ticket_number"),
				field("plate", "string", { description: "Registration plate of the vehicle" }),
				field("entry_date", "date", { aliases: ["entry"] }),
				field("amount_paid", "currency", { aliases: ["paid"] }),
				field("vat", "currency", { aliases: ["VAT incl"] }),
				field("payment_method", "string", { aliases: ["card"] }),
				field("discount", "currency"),
				field("customer_name"),
			],
			truth: {
				...{ ticket_number: number, plate, entry_date: iso(day), amount_paid: money(paid, habit.currency) },
				...{
					vat: money(cents(paid - paid / 1.2), habit.currency),
					payment_method: "VISA CONTACTLESS",
					discount: null,
					customer_name: null,
				},
			},
		};
	},
};

/** A chemist's slip: a head over the columns, coupons as negative lines, what was saved. */
const pharmacy: Foreign = {
	name: "receipt-pharmacy-us",
	async draw(random) {
		const sheet = await Sheet.create(240, 480, "mono");
		const day = anyDay(random);
		const goods = [
			"IBUPROFEN 200MG",
			"COUGH DROPS",
			"SUNSCREEN SPF50",
			"BANDAGES ASST",
			"TOOTHPASTE MINT",
			"VITAMIN D3",
		];
		const items = random.sample(goods, random.int(2, 5)).map((description) => {
			const [quantity, price] = [random.int(1, 3), random.int(199, 2499) / 100];
			return { description, quantity, amount: cents(quantity * price) };
		});
		const off = 2;
		const sub = cents(total(items.map(({ amount }) => amount)) - off);
		const tax = cents(sub * 0.06);
		const number = `${random.digits(4)}-${random.digits(4)}`;
		sheet.text("Wellspring Pharmacy", 120, 30, { size: 12, bold: true, align: "center" });
		sheet.text("815 Euclid Ave, Cleveland, OH 44114", 120, 42, { size: 7, align: "center" });
		sheet.text(`Rcpt# ${number}`, 12, 62, { size: 8 });
		sheet.text(`${american(day)} 10:0${random.int(0, 9)} AM`, 228, 62, { size: 8, align: "right" });
		sheet.text("Cashier: Dolores", 12, 73, { size: 8 });
		const xs = [12, 45, -228];
		row(sheet, ["QTY", "ITEM", "AMT"], xs, 92, { bold: true, size: 8 });
		let y = 105;
		for (const { description, quantity, amount } of items) {
			row(sheet, [String(quantity), description, amount.toFixed(2)], xs, y, { size: 8 });
			y += 12;
		}
		row(sheet, ["", "COUPON", `-${off.toFixed(2)}`], xs, y, { size: 8 });
		const sums: [string, string][] = [
			["Subtotal", sub.toFixed(2)],
			["Sales Tax 6%", tax.toFixed(2)],
			["TOTAL", `$${(sub + tax).toFixed(2)}`],
			["Cash", `$${Math.ceil(sub + tax + 5).toFixed(2)}`],
			["Change", `$${(Math.ceil(sub + tax + 5) - sub - tax).toFixed(2)}`],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 80, y + 22 + at * 12, { size: 8 });
			sheet.text(text, 228, y + 22 + at * 12, { size: 8, align: "right" });
		});
		sheet.text(`YOU SAVED $${off.toFixed(2)} TODAY`, 120, y + 100, { size: 8, align: "center" });
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("store"),
				field("receipt_number"),
				field("date", "date"),
				field("subtotal", "currency"),
				field("tax", "currency"),
				field("tax_rate", "number"),
				field("total", "currency"),
				field("cash", "currency"),
				field("change", "currency"),
				field("cashier"),
				field("tip", "currency"),
				table("items", { quantity: "number", description: "string", amount: "currency" }),
			],
			truth: {
				...{
					store: "Wellspring Pharmacy",
					receipt_number: number,
					date: iso(day),
					subtotal: usd(sub),
					tax: usd(tax),
					tax_rate: 6,
				},
				...{
					total: usd(sub + tax),
					cash: usd(Math.ceil(sub + tax + 5)),
					change: usd(Math.ceil(sub + tax + 5) - sub - tax),
				},
				...{ cashier: "Dolores", tip: null },
				items: [
					...items.map(({ description, quantity, amount }) => ({
						quantity,
						description,
						amount: { amount, currency: "USD" },
					})),
					{ quantity: null, description: "COUPON", amount: { amount: -off, currency: "USD" } },
				],
			},
		};
	},
};

/** A payslip in two languages: each label in Hindi and in English, parted by a stroke. */
const bilingual: Foreign = {
	name: "payslip-hi-en",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random, 2020, 2025);
		const [basic, da, hra] = [random.int(20000, 70000), random.int(4000, 20000), random.int(3000, 12000)];
		const [pf, tax] = [random.int(1800, 6000), random.int(500, 7000)];
		const [gross, off] = [basic + da + hra, pf + tax];
		const person = random.pick(PEOPLE.hi);
		const code = random.digits(6);
		sheet.text("राज्य परिवहन निगम / State Transport Corporation", 297, 50, { size: 13, align: "center" });
		sheet.text("वेतन पर्ची / Pay Slip", 297, 70, { size: 11, align: "center" });
		const facts: [string, string][] = [
			["कर्मचारी का नाम / Employee Name", person],
			["कर्मचारी संख्या / Employee No.", code],
			["पदनाम / Designation", "Conductor"],
			["भुगतान दिनांक / Payment Date", slashed(day)],
		];
		facts.forEach(([label, value], at) => {
			sheet.box(50, 90 + at * 20, 270, 110 + at * 20);
			sheet.box(270, 90 + at * 20, 545, 110 + at * 20);
			sheet.text(label, 56, 104 + at * 20, { size: 9 });
			sheet.text(value, 278, 104 + at * 20, { size: 9.5 });
		});
		const parts: [string, number][] = [
			["मूल वेतन / Basic Pay", basic],
			["महंगाई भत्ता / DA", da],
			["मकान किराया भत्ता / HRA", hra],
			["सकल वेतन / Gross Pay", gross],
			["भविष्य निधि / PF", pf],
			["आयकर / Income Tax", tax],
			["कुल कटौती / Total Deductions", off],
			["शुद्ध वेतन / Net Pay", gross - off],
		];
		parts.forEach(([label, amount], at) => {
			sheet.text(label, 56, 210 + at * 18, { size: 9.5 });
			sheet.text(`₹ ${indian(amount)}`, 540, 210 + at * 18, { size: 9.5, align: "right" });
		});
		const inr = (amount: number) => money(amount, "INR");
		return {
			sheet,
			fields: [
				field("employee_name"),
				field("employee_id"),
				field("designation"),
				field("payment_date", "date"),
				field("basic_pay", "currency"),
				field("gross_pay", "currency"),
				field("income_tax", "currency"),
				field("total_deductions", "currency"),
				field("net_pay", "currency"),
				field("iban"),
				field("bonus", "currency"),
			],
			truth: {
				...{
					employee_name: person,
					employee_id: code,
					designation: "Conductor",
					payment_date: iso(day),
					basic_pay: inr(basic),
				},
				...{
					gross_pay: inr(gross),
					income_tax: inr(tax),
					total_deductions: inr(off),
					net_pay: inr(gross - off),
					iban: null,
					bonus: null,
				},
			},
		};
	},
};

/** A questionnaire as a table: the answer is the column in which there is a cross. */
const questionnaire: Foreign = {
	name: "form-yes-no-columns",
	async draw(random) {
		const sheet = await Sheet.create();
		const born = anyDay(random, 1950, 2004);
		const person = random.pick(PEOPLE.gb);
		const weight = random.int(50, 110);
		const asked: [string, string, boolean][] = [
			["asthma", "Do you have asthma?", random.chance(0.5)],
			["allergies", "Do you have any allergies?", random.chance(0.5)],
			["medication", "Are you taking any medication?", random.chance(0.5)],
			["pregnant", "Are you pregnant?", random.chance(0.5)],
		];
		sheet.text("Medical questionnaire", 50, 60, { size: 17, bold: true });
		const boxes: [string, string][] = [
			["1. FULL NAME", person],
			["2. DATE OF BIRTH", spelled(born)],
			["3. WEIGHT (KG)", String(weight)],
			["4. GP SURGERY", "Elm Road Practice"],
		];
		boxes.forEach(([label, value], at) => {
			const [x, y] = [50 + (at % 2) * 250, 80 + Math.floor(at / 2) * 38];
			sheet.box(x, y, x + 250, y + 38);
			sheet.text(label, x + 4, y + 9, { size: 6.5 });
			sheet.text(value, x + 8, y + 28, { size: 11 });
		});
		row(sheet, ["Please answer all questions", "Yes", "No"], [55, 420, 480], 190, { bold: true, size: 10 });
		asked.forEach(([, question, isYes], at) => {
			const y = 200 + at * 22;
			sheet.box(50, y, 400, y + 22);
			sheet.box(400, y, 460, y + 22);
			sheet.box(460, y, 520, y + 22);
			sheet.text(question, 55, y + 15, { size: 10 });
			sheet.text("X", isYes ? 430 : 490, y + 15, { size: 11, align: "center" });
		});
		sheet.text("Height", 50, 320, { size: 10 });
		sheet.text(`${random.int(150, 198)} cm`, 100, 320, { size: 10 });
		return {
			sheet,
			fields: [
				field("full_name"),
				field("date_of_birth", "date"),
				field("weight", "number"),
				field("gp_surgery"),
				...asked.map(([name, question]) => field(name, "boolean", { aliases: [question] })),
				field("phone"),
			],
			truth: {
				...{ full_name: person, date_of_birth: iso(born), weight, gp_surgery: "Elm Road Practice", phone: null },
				...Object.fromEntries(asked.map(([name, , isYes]) => [name, isYes])),
			},
		};
	},
};

/** A cafe's bill as a letter: prices without a head, words between, the sum in capitals with its tax in brackets. */
const catering: Foreign = {
	name: "invoice-plain-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 792);
		const day = anyDay(random);
		const items = random.sample(SNACKS.en, random.int(2, 4)).map((description) => {
			const [quantity, price] = [random.int(5, 60), random.int(200, 1500) / 100];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const net = total(items.map(({ amount }) => amount));
		const tax = cents(net * 0.0725);
		const number = random.digits(4);
		sheet.text("Invoice", 50, 60, { size: 26 });
		sheet.text(`#${number}`, 150, 60, { size: 14 });
		sheet.text(`Date: ${american(day)}`, 400, 50);
		sheet.text(`Terms: Due on receipt`, 400, 64);
		sheet.text("From", 50, 100, { bold: true });
		lines(sheet, ["Poppyseed Catering", "19 Alder Lane", "Eugene, OR 97401", "hello@poppyseed.example"], 50, 114);
		sheet.text("To", 330, 100, { bold: true });
		lines(sheet, ["Willamette Book Fair", "Attn: Joan Pruitt", "400 River Rd", "Salem, OR 97301"], 330, 114);
		const xs = [50, -360, -450, -560];
		sheet.box(45, 180, 565, 198, true);
		row(sheet, ["Product / Service", "Hrs/Qty", "Rate/Price", "Sub Total"], xs, 192, { bold: true, size: 9 });
		items.forEach(({ description, quantity, price, amount }, at) => {
			row(sheet, [description, quantity.toFixed(2), `$${english(price)}`, `$${english(amount)}`], xs, 214 + at * 18, {
				size: 9,
			});
		});
		const y = 230 + items.length * 18;
		const sums: [string, string][] = [
			["Sub Total", `$${english(net)}`],
			["Tax (7.25%)", `$${english(tax)}`],
			["Paid", "$0.00"],
			["TOTAL DUE", `$${english(net + tax)}`],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 400, y + at * 16, { bold: at === 3 });
			sheet.text(text, 560, y + at * 16, { bold: at === 3, align: "right" });
		});
		sheet.text(`Thank you! Issued ${two(random.int(1, 12))}:00 by J.`, 50, 740, { size: 8 });
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("date", "date"),
				field("seller"),
				field("seller_email"),
				field("buyer"),
				field("payment_terms"),
				field("subtotal", "currency"),
				field("tax", "currency"),
				field("tax_rate", "number"),
				field("total_due", "currency"),
				field("po_number"),
				table("items", { product: "string", quantity: "number", price: "currency", subtotal: "currency" }),
			],
			truth: {
				...{
					invoice_number: number,
					date: iso(day),
					seller: "Poppyseed Catering",
					seller_email: "hello@poppyseed.example",
				},
				...{ buyer: "Willamette Book Fair", payment_terms: "Due on receipt", subtotal: usd(net), tax: usd(tax) },
				...{ tax_rate: 7.25, total_due: usd(net + tax), po_number: null },
				items: items.map(({ description, quantity, price, amount }) => ({
					...{ product: description, quantity },
					price: { amount: price, currency: "USD" },
					subtotal: { amount, currency: "USD" },
				})),
			},
		};
	},
};

export const THIRD: readonly Foreign[] = [long, slip, parking, pharmacy, bilingual, questionnaire, catering];
