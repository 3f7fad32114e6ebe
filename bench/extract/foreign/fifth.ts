/** Fifth set of foreign layouts: measured last. */
import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import {
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
	slashed,
	table,
	total,
	two,
} from "./kit.ts";

/** A craftsman's bill without tax: hours and goods, the sum in a frame, the bank in a line of the foot. */
const craftsman: Foreign = {
	name: "invoice-craftsman-de",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const work = [
			"Arbeitszeit Geselle",
			"Anfahrt pauschal",
			"Silikon transparent",
			"Dichtung 1/2 Zoll",
			"Siphon verchromt",
		];
		const items = random.sample(work, random.int(2, 4)).map((name) => {
			const [quantity, price] = [random.int(1, 12) / 2, random.int(250, 8900) / 100];
			return { name, quantity, price, amount: cents(quantity * price) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const iban = anyIban(random, "DE");
		const number = `${random.digits(3)}/${day.year}`;
		const buyer = random.pick(PEOPLE.de);
		sheet.text("Sanitär Ole Brockmann", 50, 60, { size: 16, bold: true });
		sheet.text("Meisterbetrieb · Fischerweg 8 · 18055 Rostock · Tel. 0381 555 123", 50, 74, { size: 8 });
		lines(sheet, ["Herrn/Frau", buyer, "Am Strande 2", "18055 Rostock"], 50, 120, 13, 10);
		sheet.text(`Rostock, den ${dotted(day)}`, 545, 185, { align: "right" });
		sheet.text(`RECHNUNG ${number}`, 50, 210, { bold: true, size: 13 });
		sheet.text("(bei Zahlung bitte angeben)", 50, 222, { size: 7 });
		sheet.text(`Leistungszeitraum: ${dotted(daysLater(day, -9))} - ${dotted(daysLater(day, -2))}`, 50, 240);
		const xs = [50, -310, 320, -440, -545];
		row(sheet, ["Bezeichnung", "Anzahl", "Einheit", "Einzelpreis", "Gesamt"], xs, 265, { bold: true });
		items.forEach(({ name, quantity, price, amount }, at) => {
			row(sheet, [name, german(quantity), "Std./Stk.", `${german(price)} €`, `${german(amount)} €`], xs, 283 + at * 16);
		});
		const y = 300 + items.length * 16;
		sheet.box(330, y, 550, y + 24);
		sheet.text("Zu zahlender Betrag", 336, y + 16, { bold: true });
		sheet.text(`${german(sum)} €`, 545, y + 16, { bold: true, align: "right" });
		sheet.text("Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.", 50, y + 50);
		sheet.text("Zahlungsziel: 10 Tage nach Erhalt", 50, y + 64);
		sheet.text(
			`Ostseesparkasse | IBAN: ${iban.replace(/(.{4})(?=.)/g, "$1 ")} | Steuernummer: 079/212/30456`,
			297,
			815,
			{ size: 7.5, align: "center" },
		);
		const eur = (amount: number) => money(amount, "EUR");
		return {
			sheet,
			fields: [
				field("rechnungsnummer"),
				field("rechnungsdatum", "date"),
				field("aussteller"),
				field("empfaenger"),
				field("leistungszeitraum_von", "date", { aliases: ["Leistungszeitraum"] }),
				field("gesamtbetrag", "currency"),
				field("umsatzsteuer", "currency"),
				field("steuernummer"),
				field("iban"),
				field("zahlungsziel"),
				field("bestellnummer"),
				table("positionen", { bezeichnung: "string", anzahl: "number", einzelpreis: "currency", gesamt: "currency" }),
			],
			truth: {
				...{
					rechnungsnummer: number,
					rechnungsdatum: iso(day),
					aussteller: "Sanitär Ole Brockmann",
					empfaenger: buyer,
				},
				...{
					leistungszeitraum_von: iso(daysLater(day, -9)),
					gesamtbetrag: eur(sum),
					umsatzsteuer: null,
					steuernummer: "079/212/30456",
				},
				...{ iban, zahlungsziel: "10 Tage nach Erhalt", bestellnummer: null },
				positionen: items.map(({ name, quantity, price, amount }) => ({
					bezeichnung: name,
					anzahl: quantity,
					einzelpreis: { amount: price, currency: "EUR" },
					gesamt: { amount, currency: "EUR" },
				})),
			},
		};
	},
};

/** A slip of a filling station: litres, price a litre, the pump. */
const fuel: Foreign = {
	name: "receipt-fuel-gb",
	async draw(random) {
		const sheet = await Sheet.create(215, 420);
		const day = anyDay(random);
		const litres = random.int(1200, 6500) / 100;
		const price = random.int(1299, 1899) / 1000;
		const sum = cents(litres * price);
		const vat = cents(sum - sum / 1.2);
		const number = random.digits(6);
		sheet.text("HILLTOP SERVICE STATION", 107, 30, { bold: true, size: 11, align: "center" });
		sheet.text("A65 Settle Road, Skipton BD23 6PL", 107, 42, { size: 7.5, align: "center" });
		sheet.text("VAT No. 391 2847 55", 107, 52, { size: 7.5, align: "center" });
		const put = (label: string, value: string, y: number, bold = false): void => {
			sheet.text(label, 14, y, { size: 9, bold });
			sheet.text(value, 200, y, { size: 9, bold, align: "right" });
		};
		put("Date", named(day), 78);
		put("Time", `${random.int(10, 20)}:${two(random.int(0, 59))}`, 90);
		put("Receipt", number, 102);
		put("Pump", String(random.int(1, 12)), 114);
		put("Unleaded E10", "", 136, true);
		put("Litres", litres.toFixed(2), 148);
		put("Price per litre", `£${price.toFixed(3)}`, 160);
		put("Total", `£${english(sum)}`, 182, true);
		put("VAT @ 20%", `£${english(vat)}`, 196);
		put("Net", `£${english(cents(sum - vat))}`, 208);
		put("Mastercard", `£${english(sum)}`, 226);
		sheet.text("**** **** **** 8821", 107, 240, { size: 8, align: "center" });
		sheet.text("Please retain for your records", 107, 270, { size: 8, align: "center" });
		const gbp = (amount: number) => money(amount, "GBP");
		return {
			sheet,
			fields: [
				field("station", "string", { description: "Vendor name" }),
				field("date", "date"),
				field("receipt_number"),
				field("litres", "number"),
				field("price_per_litre", "number"),
				field("total", "currency"),
				field("vat", "currency"),
				field("vat_rate", "number"),
				field("net", "currency"),
				field("vat_number"),
				field("tip", "currency"),
			],
			truth: {
				...{
					station: "HILLTOP SERVICE STATION",
					date: iso(day),
					receipt_number: number,
					litres,
					price_per_litre: price,
					total: gbp(sum),
				},
				...{ vat: gbp(vat), vat_rate: 20, net: gbp(cents(sum - vat)), vat_number: "391 2847 55", tip: null },
			},
		};
	},
};

/** A payslip in one column: earnings with plus, deductions with minus, sums between rules, labels beside labels at the top. */
const column: Foreign = {
	name: "payslip-column-in",
	async draw(random) {
		const sheet = await Sheet.create(420, 595);
		const paid = anyDay(random, 2020, 2025);
		const earned: [string, number][] = [
			["Basic Salary", random.int(15000, 70000)],
			["Dearness Allowance", random.int(2000, 9000)],
			["Transport Allowance", 1600],
		];
		const less: [string, number][] = [
			["Provident Fund (EPF)", 1800],
			["ESI", random.int(100, 600)],
			["Professional Tax", 200],
		];
		const [gross, off] = [total(earned.map(([, amount]) => amount)), total(less.map(([, amount]) => amount))];
		const person = random.pick(PEOPLE.in);
		const code = `T-${random.digits(4)}`;
		const uan = random.digits(12);
		sheet.text("Malabar Textiles Ltd", 210, 40, { size: 13, bold: true, align: "center" });
		sheet.text("SALARY SLIP", 210, 56, { size: 10, align: "center" });
		const facts: [string, string, string, string][] = [
			["Name:", person, "Emp. Code:", code],
			["Dept.:", "Weaving", "UAN:", uan],
			["Pay Date:", slashed(paid), "Days Worked:", "26"],
		];
		facts.forEach(([a, b, c, d], at) => {
			const y = 84 + at * 15;
			sheet.text(a, 30, y, { bold: true });
			sheet.text(b, 85, y);
			sheet.text(c, 220, y, { bold: true });
			sheet.text(d, 295, y);
		});
		let y = 145;
		const put = (label: string, amount: string, bold = false): void => {
			sheet.text(label, 40, y, { bold });
			sheet.text(amount, 380, y, { bold, align: "right" });
			y += 16;
		};
		sheet.line(30, 132, 390, 132);
		for (const [name, amount] of earned) put(name, `+ ${indian(amount)}`);
		sheet.line(30, y - 10, 390, y - 10);
		put("Gross Salary", `₹ ${indian(gross)}`, true);
		for (const [name, amount] of less) put(name, `- ${indian(amount)}`);
		sheet.line(30, y - 10, 390, y - 10);
		put("Less: Total Deductions", `₹ ${indian(off)}`, true);
		put("Net Salary Payable", `₹ ${indian(gross - off)}`, true);
		const inr = (amount: number) => money(amount, "INR");
		return {
			sheet,
			fields: [
				field("employer"),
				field("employee_name"),
				field("employee_code"),
				field("department"),
				field("uan"),
				field("pay_date", "date"),
				field("days_worked", "number"),
				field("basic_salary", "currency"),
				field("gross_salary", "currency"),
				field("professional_tax", "currency"),
				field("total_deductions", "currency"),
				field("net_salary", "currency"),
				field("pan"),
				field("tax_deducted", "currency", { aliases: ["TDS"] }),
			],
			truth: {
				...{
					employer: "Malabar Textiles Ltd",
					employee_name: person,
					employee_code: code,
					department: "Weaving",
					uan,
					pay_date: iso(paid),
				},
				...{
					days_worked: 26,
					basic_salary: inr(earned[0]?.[1] ?? 0),
					gross_salary: inr(gross),
					professional_tax: inr(200),
				},
				...{ total_deductions: inr(off), net_salary: inr(gross - off), pan: null, tax_deducted: null },
			},
		};
	},
};

/** A library's form: sections with grey heads, two columns of labels over boxes, choices as a row of boxes after the question. */
const library: Foreign = {
	name: "form-library-en",
	async draw(random) {
		const sheet = await Sheet.create(612, 792);
		const born = anyDay(random, 1950, 2012);
		const person = random.pick(PEOPLE.gb);
		const kind = random.pick(["Adult", "Student", "Senior"]);
		const wants = random.sample(["Fiction", "History", "Science", "Comics"], 2);
		const mail = `${person.split(" ")[0]?.toLowerCase()}@home.example`;
		const card = random.digits(9);
		const wantsNews = random.chance(0.5);
		sheet.text("Library Card Application", 306, 50, { size: 18, bold: true, align: "center" });
		const section = (text: string, y: number): void => {
			sheet.box(40, y, 572, y + 16, true);
			sheet.text(text, 46, y + 12, { bold: true, size: 10 });
		};
		section("Applicant", 75);
		const boxed: [string, string, number, number][] = [
			["Name (first and last)", person, 40, 110],
			["Date of birth", named(born), 310, 110],
			["Street address", "29 Quarry Hill", 40, 155],
			["Town / City", "Matlock", 310, 155],
			["Email address", mail, 40, 200],
			["Daytime phone", "01629 555 0142", 310, 200],
		];
		for (const [label, value, x, y] of boxed) {
			sheet.text(label, x, y, { size: 9 });
			sheet.box(x, y + 4, x + 255, y + 24);
			sheet.text(value, x + 6, y + 18, { size: 10.5 });
		}
		section("Membership", 245);
		const boxes = (question: string, options: readonly string[], on: (option: string) => boolean, y: number): void => {
			sheet.text(question, 46, y);
			options.forEach((text, at) => {
				const x = 220 + at * 85;
				sheet.box(x, y - 8, x + 9, y + 1);
				if (on(text)) sheet.box(x + 2, y - 6, x + 7, y - 1, true);
				if (on(text)) sheet.sign("\u2714", x + 1, y, 8);
				sheet.text(text, x + 14, y);
			});
		};
		boxes("Type of membership", ["Adult", "Student", "Senior"], (option) => option === kind, 282);
		boxes("Interests", ["Fiction", "History", "Science", "Comics"], (option) => wants.includes(option), 304);
		boxes("May we send you news?", ["Yes", "No"], (option) => (option === "Yes") === wantsNews, 326);
		section("For office use only", 350);
		sheet.text(`Card number issued: ${card}`, 46, 384);
		sheet.text("Checked by:", 310, 384);
		return {
			sheet,
			fields: [
				field("name"),
				field("date_of_birth", "date"),
				field("street_address"),
				field("city"),
				field("email"),
				field("phone"),
				field("membership_type", "string", { enum: ["Adult", "Student", "Senior"], aliases: ["Type of membership"] }),
				field("interests", "list", { enum: ["Fiction", "History", "Science", "Comics"] }),
				field("send_news", "boolean", { aliases: ["May we send you news?"] }),
				field("card_number", "string", { aliases: ["Card number issued"] }),
				field("checked_by"),
				field("postcode"),
			],
			truth: {
				...{
					name: person,
					date_of_birth: iso(born),
					street_address: "29 Quarry Hill",
					city: "Matlock",
					email: mail,
					phone: "01629 555 0142",
				},
				...{
					membership_type: kind,
					interests: ["Fiction", "History", "Science", "Comics"].filter((text) => wants.includes(text)),
				},
				...{ send_news: wantsNews, card_number: card, checked_by: null, postcode: null },
			},
		};
	},
};

export const FIFTH: readonly Foreign[] = [craftsman, fuel, column, library];
