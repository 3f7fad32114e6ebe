/** Fourth set of foreign layouts, the last to be seen for the first time. */
import { Sheet } from "../sheet.ts";
import { GOODS, PEOPLE } from "../words.ts";
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
	named,
	row,
	table,
	total,
	two,
} from "./kit.ts";

/** A German grocer's slip: several of one kind on the line below, letters of the rate, the taxes in a table, all else at the foot. */
const grocer: Foreign = {
	name: "receipt-grocer-de",
	async draw(random) {
		const sheet = await Sheet.create(220, 520, "mono");
		const day = anyDay(random);
		const goods = [
			"BIO VOLLMILCH",
			"BUTTER 250G",
			"TOMATEN RISPE",
			"ROGGENMISCHBROT",
			"KAFFEE GEMAHLEN",
			"SPUELMITTEL",
		];
		const items = random.sample(goods, random.int(3, 6)).map((name) => {
			const [quantity, price] = [random.pick([1, 1, 2, 3]), random.int(59, 899) / 100];
			return { name, quantity, price, amount: cents(quantity * price) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const tax = cents(sum - sum / 1.07);
		const number = random.digits(4);
		sheet.text("FRISCHMARKT KRAUSE", 110, 28, { size: 11, bold: true, align: "center" });
		sheet.text("Am Anger 12", 110, 40, { size: 8, align: "center" });
		sheet.text("99084 Erfurt", 110, 50, { size: 8, align: "center" });
		sheet.text("UID Nr.: DE150998877", 110, 60, { size: 8, align: "center" });
		sheet.text("EUR", 205, 76, { size: 8, align: "right" });
		let y = 88;
		for (const { name, quantity, price, amount } of items) {
			sheet.text(name, 12, y, { size: 8 });
			sheet.text(`${german(amount)} B`, 208, y, { size: 8, align: "right" });
			if (quantity > 1) {
				y += 10;
				sheet.text(`${quantity} Stk x    ${german(price)}`, 30, y, { size: 8 });
			}
			y += 10;
		}
		sheet.text("--------------------------------", 110, y, { size: 8, align: "center" });
		sheet.text("SUMME", 12, y + 14, { size: 10, bold: true });
		sheet.text(`EUR ${german(sum)}`, 200, y + 14, { size: 10, bold: true, align: "right" });
		sheet.text("Geg. VISA", 12, y + 28, { size: 8 });
		sheet.text(`EUR ${german(sum)}`, 200, y + 28, { size: 8, align: "right" });
		row(sheet, ["Steuer %", "Netto", "Steuer", "Brutto"], [12, -105, -155, -208], y + 46, { size: 7.5 });
		row(sheet, ["B= 7,0%", german(cents(sum - tax)), german(tax), german(sum)], [12, -105, -155, -208], y + 56, {
			size: 7.5,
		});
		const rows: [string, string][] = [
			["Datum:", dotted(day)],
			["Uhrzeit:", `${two(random.int(8, 20))}:15:09 Uhr`],
			["Beleg-Nr.:", number],
			["Bediener:", "141414"],
		];
		rows.forEach(([label, value], at) => {
			sheet.text(label, 12, y + 78 + at * 10, { size: 8 });
			sheet.text(value, 208, y + 78 + at * 10, { size: 8, align: "right" });
		});
		return {
			sheet,
			fields: [
				field("markt", "string", { aliases: ["store name"] }),
				field("datum", "date"),
				field("belegnummer"),
				field("ust_id"),
				field("summe", "currency"),
				field("steuer", "currency"),
				field("netto", "currency"),
				field("trinkgeld", "currency"),
				field("kundennummer"),
				table("artikel", { bezeichnung: "string", menge: "number", betrag: "currency" }),
			],
			truth: {
				...{
					markt: "FRISCHMARKT KRAUSE",
					datum: iso(day),
					belegnummer: number,
					ust_id: "DE150998877",
					summe: money(sum, "EUR"),
				},
				...{ steuer: money(tax, "EUR"), netto: money(sum - tax, "EUR"), trinkgeld: null, kundennummer: null },
				artikel: items.map(({ name, quantity, amount }) => ({
					bezeichnung: name,
					menge: quantity > 1 ? quantity : null,
					betrag: { amount, currency: "EUR" },
				})),
			},
		};
	},
};

/** A freelancer's bill for hours: what is due at the top, days in the first column, terms in the foot. */
const hours: Foreign = {
	name: "invoice-hours-en",
	async draw(random) {
		const sheet = await Sheet.create(612, 792);
		const day = anyDay(random);
		const rate = random.int(45, 160);
		const tasks = ["Wireframes for checkout", "Call with product team", "Copy editing", "Bug fixes", "Usability test"];
		const items = random.sample(tasks, random.int(2, 5)).map((task, at) => {
			const count = random.int(1, 32) / 4;
			return { day: daysLater(day, at - 12), task, count, amount: cents(count * rate) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const number = `2-${random.digits(3)}`;
		const person = random.pick(PEOPLE.us);
		sheet.text(person, 50, 60, { size: 16, bold: true });
		sheet.text("Interaction design · hello@studio.example · +1 503 555 0190", 50, 75, { size: 8.5 });
		sheet.text("INVOICE", 560, 60, { size: 22, align: "right" });
		sheet.text(`# ${number}`, 560, 78, { size: 11, align: "right" });
		sheet.text("Bill To:", 50, 130, { size: 8.5 });
		lines(sheet, ["Marigold Apps Inc.", "77 Pine Street", "Seattle, WA 98101"], 50, 144, 13, 10);
		const facts: [string, string][] = [
			["Date:", named(day)],
			["Due Date:", named(daysLater(day, 15))],
			["PO Number:", `M${random.digits(4)}`],
			["Balance Due:", `$${english(sum)}`],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(label, 450, 130 + at * 18, { size: 10, align: "right" });
			sheet.text(value, 560, 130 + at * 18, { size: 10, align: "right" });
		});
		const xs = [54, 130, -400, -475, -556];
		sheet.box(50, 225, 562, 243, true);
		row(sheet, ["Date", "Task", "Hours", "Rate", "Amount"], xs, 237, { bold: true });
		items.forEach(({ day: on, task, count, amount }, at) => {
			row(
				sheet,
				[american(on), task, count.toFixed(2), `$${rate.toFixed(2)}`, `$${english(amount)}`],
				xs,
				260 + at * 18,
			);
		});
		const y = 275 + items.length * 18;
		const sums: [string, string][] = [
			["Subtotal:", `$${english(sum)}`],
			["Tax (0%):", "$0.00"],
			["Total:", `$${english(sum)}`],
			["Amount Paid:", "$0.00"],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 475, y + at * 16, { align: "right" });
			sheet.text(text, 556, y + at * 16, { align: "right" });
		});
		lines(
			sheet,
			["Notes:", "Thanks for the quick replies.", "Terms:", "Net 15, late fee 1.5 % a month."],
			50,
			y + 60,
			13,
			9,
		);
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("invoiceNumber"),
				field("invoiceDate", "date"),
				field("dueDate", "date"),
				field("purchaseOrder"),
				field("clientName"),
				field("clientAddress"),
				field("subTotal", "currency"),
				field("taxAmount", "currency"),
				field("total", "currency"),
				field("balanceDue", "currency"),
				field("terms"),
				field("shipping", "currency"),
				table("timeEntries", { date: "date", task: "string", hours: "number", rate: "currency", amount: "currency" }),
			],
			truth: {
				...{
					invoiceNumber: number,
					invoiceDate: iso(day),
					dueDate: iso(daysLater(day, 15)),
					purchaseOrder: facts[2]?.[1] ?? null,
				},
				...{
					clientName: "Marigold Apps Inc.",
					clientAddress: "77 Pine Street, Seattle, WA 98101",
					subTotal: usd(sum),
					taxAmount: usd(0),
				},
				...{ total: usd(sum), balanceDue: usd(sum), terms: "Net 15, late fee 1.5 % a month.", shipping: null },
				timeEntries: items.map(({ day: on, task, count, amount }) => ({
					date: iso(on),
					task,
					hours: count,
					rate: { amount: rate, currency: "USD" },
					amount: { amount, currency: "USD" },
				})),
			},
		};
	},
};

/** A bill in Hindi throughout, its own digits in every other copy, tax as a line of the sums. */
const hindi: Foreign = {
	name: "invoice-hi",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const own = random.chance(0.5);
		const say = (text: string): string =>
			own ? text.replace(/\d/g, (digit) => String.fromCharCode(0x966 + Number(digit))) : text;
		const items = random.sample(GOODS.hi, random.int(2, 5)).map((description) => {
			const [quantity, price] = [random.int(1, 30), random.int(2000, 250000) / 100];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const net = total(items.map(({ amount }) => amount));
		const tax = cents(net * 0.12);
		const number = `B-${random.digits(4)}`;
		const buyer = random.pick(["Verma Traders", "Jai Hind Stores", "Asha Medical"]);
		sheet.text("कर बीजक", 297, 45, { size: 15, align: "center" });
		sheet.text("Annapurna Agencies", 50, 75, { size: 13, bold: true });
		sheet.text("Gandhi Chowk, Nagpur 440002", 50, 89, { size: 8.5 });
		const facts: [string, string][] = [
			["बीजक सं.", number],
			["दिनांक", say(`${two(day.day)}-${two(day.month)}-${day.year}`)],
			["ऑर्डर नं.", `O${random.digits(3)}`],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(`${label} :`, 380, 75 + at * 16, { size: 10 });
			sheet.text(value, 460, 75 + at * 16, { size: 10 });
		});
		sheet.text("ग्राहक का नाम :", 50, 125, { size: 10 });
		sheet.text(buyer, 140, 125, { size: 10 });
		const xs = [54, 90, -340, -430, -540];
		sheet.box(48, 145, 546, 163, true);
		row(sheet, ["क्र.", "वस्तु का विवरण", "मात्रा", "दर (₹)", "राशि (₹)"], xs, 157, { size: 9 });
		items.forEach(({ description, quantity, price, amount }, at) => {
			row(
				sheet,
				[say(String(at + 1)), description, say(String(quantity)), say(indian(price)), say(indian(amount))],
				xs,
				180 + at * 17,
				{ size: 9 },
			);
		});
		const y = 195 + items.length * 17;
		const sums: [string, number][] = [
			["योग", net],
			[`जीएसटी ${say("12")}%`, tax],
			["कुल देय राशि", cents(net + tax)],
		];
		sums.forEach(([label, amount], at) => {
			sheet.text(label, 340, y + at * 17, { size: 10 });
			sheet.text(`₹ ${say(indian(amount))}`, 540, y + at * 17, { size: 10, align: "right" });
		});
		sheet.text("भूल-चूक लेनी देनी", 50, y + 90, { size: 8 });
		const inr = (amount: number) => money(amount, "INR");
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("invoice_date", "date"),
				field("order_number"),
				field("vendor_name"),
				field("customer_name"),
				field("net_amount", "currency"),
				field("tax_amount", "currency"),
				field("tax_rate", "number"),
				field("total_amount", "currency"),
				field("due_date", "date"),
				table("line_items", { description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
			],
			truth: {
				...{
					invoice_number: number,
					invoice_date: iso(day),
					order_number: facts[2]?.[1] ?? null,
					vendor_name: "Annapurna Agencies",
				},
				...{
					customer_name: buyer,
					net_amount: inr(net),
					tax_amount: inr(tax),
					tax_rate: 12,
					total_amount: inr(net + tax),
					due_date: null,
				},
				line_items: items.map(({ description, quantity, price, amount }) => ({
					description,
					quantity,
					unit_price: { amount: price, currency: "INR" },
					amount: { amount, currency: "INR" },
				})),
			},
		};
	},
};

/** A tax form: numbered small labels at the top of boxes of all sizes. */
const wages: Foreign = {
	name: "wage-form-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 420);
		const gross = random.int(2_000_000, 12_000_000) / 100;
		const [tax, social] = [cents(gross * 0.14), cents(gross * 0.062)];
		const ssn = `${random.digits(3)}-${random.digits(2)}-${random.digits(4)}`;
		const ein = `${random.digits(2)}-${random.digits(7)}`;
		const person = random.pick(PEOPLE.us);
		const year = random.int(2019, 2025);
		const box = (x0: number, y0: number, x1: number, y1: number, label: string, ...values: string[]): void => {
			sheet.box(x0, y0, x1, y1);
			sheet.text(label, x0 + 3, y0 + 8, { size: 6 });
			lines(sheet, values, x0 + 8, y0 + 22, 11, 9.5);
		};
		box(40, 40, 230, 68, "a Employee's social security number", ssn);
		box(40, 68, 330, 96, "b Employer identification number (EIN)", ein);
		box(
			40,
			96,
			330,
			160,
			"c Employer's name, address, and ZIP code",
			"Tidewater Boatyard Inc.",
			"5 Wharf Road",
			"Annapolis, MD 21401",
		);
		box(40, 160, 330, 188, "d Control number");
		box(40, 188, 330, 252, "e Employee's name, address, and ZIP code", person, "12 Cedar Lane", "Easton, MD 21601");
		box(330, 68, 450, 96, "1 Wages, tips, other compensation", english(gross));
		box(450, 68, 572, 96, "2 Federal income tax withheld", english(tax));
		box(330, 96, 450, 124, "3 Social security wages", english(gross));
		box(450, 96, 572, 124, "4 Social security tax withheld", english(social));
		sheet.text("W-2 Wage and Tax Statement", 40, 280, { size: 11, bold: true });
		sheet.text(String(year), 300, 280, { size: 14, bold: true });
		const usd = (amount: number) => money(amount, null);
		return {
			sheet,
			fields: [
				field("employee_ssn", "string", { aliases: ["Employee's social security number"] }),
				field("employer_ein", "string", { aliases: ["Employer identification number"] }),
				field("employer_name"),
				field("employee_name"),
				field("wages", "currency", { aliases: ["Wages, tips, other compensation"] }),
				field("federal_income_tax", "currency", { aliases: ["Federal income tax withheld"] }),
				field("social_security_wages", "currency"),
				field("social_security_tax", "currency", { aliases: ["Social security tax withheld"] }),
				field("control_number"),
				field("state_tax", "currency"),
			],
			truth: {
				...{
					employee_ssn: ssn,
					employer_ein: ein,
					employer_name: "Tidewater Boatyard Inc.",
					employee_name: person,
					wages: usd(gross),
				},
				...{
					federal_income_tax: usd(tax),
					social_security_wages: usd(gross),
					social_security_tax: usd(social),
					control_number: null,
					state_tax: null,
				},
			},
		};
	},
};

/** A form with dotted blanks, answers over the dots, small boxes before several words. */
const dots: Foreign = {
	name: "form-dots-de",
	async draw(random) {
		const sheet = await Sheet.create(595, 842, "serif");
		const born = anyDay(random, 1950, 2010);
		const [first = "", last = ""] = random.pick(PEOPLE.de).split(" ");
		const courses = random.sample(["Rückenschule", "Wassergymnastik", "Yoga", "Pilates"], random.int(1, 3));
		const isMember = random.chance(0.5);
		const phone = `0170 ${random.digits(7)}`;
		sheet.text("Anmeldung zum Kurs", 60, 60, { size: 18, bold: true });
		const blank = (label: string, value: string, x: number, end: number, y: number): void => {
			const width = sheet.text(label, x, y, { size: 11 });
			const count = Math.floor((end - x - width - 6) / sheet.widthOf(".", 11));
			sheet.text(".".repeat(count), x + width + 4, y + 2, { size: 11 });
			sheet.text(value, x + width + 16, y - 1, { size: 11 });
		};
		blank("Name", last, 60, 300, 110);
		blank("Vorname", first, 310, 535, 110);
		blank("Geboren am", dotted(born), 60, 300, 138);
		blank("Telefon", phone, 310, 535, 138);
		blank(
			"E-Mail",
			`${first.toLowerCase()}@post.example`.normalize("NFD").replace(/[\u0300-\u036f]/g, ""),
			60,
			535,
			166,
		);
		sheet.text("Ich melde mich an für:", 60, 200, { size: 11 });
		["Rückenschule", "Wassergymnastik", "Yoga", "Pilates"].forEach((text, at) => {
			const [x, y] = [80 + (at % 2) * 180, 220 + Math.floor(at / 2) * 20];
			sheet.box(x, y - 8, x + 8, y);
			if (courses.includes(text)) sheet.sign("\u2714", x - 0.5, y - 0.5, 9);
			sheet.text(text, x + 14, y, { size: 11 });
		});
		sheet.text("Mitglied:", 60, 270, { size: 11 });
		["ja", "nein"].forEach((text, at) => {
			const x = 130 + at * 60;
			sheet.circle(x, 266.5, 4);
			if (isMember === (at === 0)) sheet.circle(x, 266.5, 2.2, true);
			sheet.text(text, x + 9, 270, { size: 11 });
		});
		sheet.text("Kursgebühr: 45,00 EUR, für Mitglieder 30,00 EUR", 60, 300, { size: 10 });
		return {
			sheet,
			fields: [
				field("name"),
				field("vorname"),
				field("geburtsdatum", "date"),
				field("telefon"),
				field("email"),
				field("kurse", "list", {
					aliases: ["Ich melde mich an für"],
					enum: ["Rückenschule", "Wassergymnastik", "Yoga", "Pilates"],
				}),
				field("mitglied", "boolean"),
				field("kursgebuehr", "currency"),
				field("iban"),
				field("krankenkasse"),
			],
			truth: {
				...{
					name: last,
					vorname: first,
					geburtsdatum: iso(born),
					telefon: phone,
					mitglied: isMember,
					kursgebuehr: money(45, "EUR"),
				},
				email: `${first.toLowerCase()}@post.example`.normalize("NFD").replace(/[\u0300-\u036f]/g, ""),
				kurse: ["Rückenschule", "Wassergymnastik", "Yoga", "Pilates"].filter((text) => courses.includes(text)),
				...{ iban: null, krankenkasse: null },
			},
		};
	},
};

export const FOURTH: readonly Foreign[] = [grocer, hours, hindi, wages, dots];
