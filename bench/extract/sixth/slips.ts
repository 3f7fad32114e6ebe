/** Payslips with two columns of money, a bill of electricity, and two receipts. */
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
	HINDI_NAMES,
	type Layout,
	money,
	two,
} from "./facts.ts";

async function salary(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [month, year, name, number] = [
		random.int(2, 12),
		random.int(2022, 2026),
		random.pick(GERMANS),
		random.digits(5),
	];
	const MONATE = [
		"Januar",
		"Februar",
		"März",
		"April",
		"Mai",
		"Juni",
		"Juli",
		"August",
		"September",
		"Oktober",
		"November",
		"Dezember",
	];
	const base = random.int(2_800, 5_900) * 100;
	const gross = base + 4_000;
	const [tax, soli] = [Math.round(gross * 0.142), 0];
	const parts = [
		["Krankenversicherung", 0.081],
		["Rentenversicherung", 0.093],
		["Arbeitslosenversicherung", 0.013],
		["Pflegeversicherung", 0.023],
	] as const;
	const social = parts.map(([label, rate]) => [label, Math.round(gross * rate)] as const);
	const net = gross - tax - soli - social.reduce((sum, [, each]) => sum + each, 0);
	const paid = net - 4_000;
	sheet.text("Abrechnung der Brutto/Netto-Bezüge", 50, 50, { size: 11, bold: true });
	sheet.text(`für ${MONATE[month - 1]} ${year}`, 300, 50, { size: 11 });
	sheet.text("Blatt: 1", 545, 50, { align: "right", size: 8 });
	const born = anyDay(random).plus(-12_000);
	const caption: [string, string, number][] = [
		["Personal-Nr.", number, 50],
		["Geburtsdatum", born.german, 120],
		["StKl", "1", 200],
		["Konfession", "--", 240],
		[
			"SV-Nummer",
			`65${two(born.day)}${two(born.month)}${String(born.year).slice(2)}${name[0]}0${random.digits(2)}`,
			310,
		],
		["Eintritt", "01.04.2019", 420],
		["Krankenkasse", "AOK Bayern", 480],
	];
	for (const [label, value, x] of caption) {
		sheet.text(label, x, 74, { size: 6 });
		sheet.text(value, x, 85, { size: 8.5 });
	}
	sheet.line(50, 92, 545, 92);
	for (const [at, line] of [
		"Werkzeugbau Reuss GmbH, Am Anger 3, 95028 Hof",
		name,
		"Lindenstr. 40",
		"95032 Hof",
	].entries())
		sheet.text(line, 50, 116 + at * 13, { size: at === 0 ? 6.5 : 9.5 });
	let y = 190;
	for (const [text, x, align] of [
		["Lohnart", 50, "left"],
		["Bezeichnung", 100, "left"],
		["Einheit", 320, "right"],
		["Betrag", 430, "right"],
		["Jahreswert", 545, "right"],
	] as const)
		sheet.text(text, x, y, { size: 8, bold: true, align });
	sheet.line(50, y + 4, 545, y + 4);
	y += 16;
	const row = (code: string, label: string, sum: number, bold = false): void => {
		sheet.text(code, 50, y, { size: 9 });
		sheet.text(label, 100, y, { size: 9, bold });
		sheet.text(german(sum), 430, y, { size: 9, align: "right", bold });
		sheet.text(german(sum * month), 545, y, { size: 9, align: "right" });
		y += 14;
	};
	row("2000", "Gehalt", base);
	row("2310", "AG-Anteil VWL", 4_000);
	row("", "Gesamt-Brutto", gross, true);
	row("", "Lohnsteuer", tax);
	for (const [label, sum] of social) row("", label, sum);
	row("", "Netto-Verdienst", net, true);
	sheet.text("Überweisung VWL", 100, y, { size: 9 });
	sheet.text(german(-4_000), 430, y, { size: 9, align: "right" });
	sheet.line(50, y + 6, 545, y + 6);
	sheet.text("Auszahlungsbetrag", 320, y + 24, { size: 10, bold: true, align: "right" });
	sheet.text(german(paid), 430, y + 24, { size: 10, bold: true, align: "right" });
	sheet.text("Bank: Sparkasse Hochfranken   IBAN: DE89 3704 0044 0532 0130 00", 50, y + 50, { size: 8 });
	const sum = (label: string): number => social.find(([each]) => each === label)?.[1] ?? 0;
	const fields: Field[] = [
		{ name: "personalnummer", type: "string" },
		{ name: "mitarbeiter", type: "string" },
		{ name: "arbeitgeber", type: "string" },
		{ name: "geburtsdatum", type: "date" },
		{ name: "steuerklasse", type: "string" },
		{ name: "sv_nummer", type: "string" },
		{ name: "gesamtbrutto", type: "currency" },
		{ name: "gesamtbrutto_jahr", type: "currency", description: "Gesamtbrutto, Jahreswert" },
		{ name: "lohnsteuer", type: "currency" },
		{ name: "lohnsteuer_jahreswert", type: "currency" },
		{ name: "rentenversicherung", type: "currency" },
		{ name: "netto", type: "currency" },
		{ name: "auszahlung", type: "currency" },
		{ name: "kirchensteuer", type: "currency" },
		{ name: "krankenkasse", type: "string" },
		{ name: "iban", type: "string" },
	];
	const eur = (cents: number) => money(cents, "EUR");
	const truth = {
		personalnummer: number,
		mitarbeiter: name,
		arbeitgeber: "Werkzeugbau Reuss GmbH",
		geburtsdatum: born.iso,
		steuerklasse: "1",
		sv_nummer: caption[4]?.[1] ?? "",
		gesamtbrutto: eur(gross),
		gesamtbrutto_jahr: eur(gross * month),
		lohnsteuer: eur(tax),
		lohnsteuer_jahreswert: eur(tax * month),
		rentenversicherung: eur(sum("Rentenversicherung")),
		netto: eur(net),
		auszahlung: eur(paid),
		kirchensteuer: null,
		krankenkasse: "AOK Bayern",
		iban: "DE89370400440532013000",
	};
	return { sheet, fields, truth };
}

async function columns(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [name, number, month, year] = [
		random.pick(BRITONS),
		`E${random.digits(4)}`,
		random.int(1, 12),
		random.int(2022, 2026),
	];
	const ni = `${random.letters(2)} ${random.digits(2)} ${random.digits(2)} ${random.digits(2)} C`;
	const [basic, over] = [random.int(1_700, 4_100) * 100, random.int(0, 40) * 1_000 + 5_000];
	const gross = basic + over;
	const [tax, insurance, pension] = [Math.round(gross * 0.14), Math.round(gross * 0.07), Math.round(gross * 0.05)];
	const net = gross - tax - insurance - pension;
	const periods = ((month + 8) % 12) + 1;
	sheet.text("Larkfield Joinery Ltd", 50, 54, { size: 13, bold: true });
	sheet.text("Pay Advice", 545, 54, { size: 13, align: "right" });
	const top: [string, string][] = [
		["Employee", name],
		["Employee No.", number],
		["Pay Date", `${28}/${two(month)}/${year}`],
		["NI Number", ni],
		["Tax Code", "1257L"],
		["Tax Period", String(periods)],
	];
	for (const [at, [label, value]] of top.entries()) {
		const [x, y] = [50 + (at % 3) * 165, 76 + Math.floor(at / 3) * 34];
		sheet.box(x, y, x + 165, y + 34);
		sheet.text(label, x + 4, y + 11, { size: 7 });
		sheet.text(value, x + 4, y + 26);
	}
	let y = 168;
	const table = (title: string, rows: readonly (readonly [string, number])[]): void => {
		sheet.box(50, y, 545, y + 18, true);
		sheet.text(title, 56, y + 12, { bold: true });
		sheet.text("This Period (£)", 420, y + 12, { bold: true, align: "right" });
		sheet.text("Year to Date (£)", 540, y + 12, { bold: true, align: "right" });
		y += 32;
		for (const [label, sum] of rows) {
			sheet.text(label, 56, y);
			sheet.text(english(sum), 420, y, { align: "right" });
			sheet.text(english(sum * periods), 540, y, { align: "right" });
			y += 15;
		}
		y += 6;
	};
	table("Payments", [
		["Basic Salary", basic],
		["Overtime", over],
		["Gross Pay", gross],
	]);
	table("Deductions", [
		["PAYE Tax", tax],
		["National Insurance", insurance],
		["Pension (5%)", pension],
		["Total Deductions", tax + insurance + pension],
	]);
	sheet.box(350, y, 545, y + 26);
	sheet.text("Net Pay", 360, y + 17, { bold: true, size: 11 });
	sheet.text(`£${english(net)}`, 538, y + 17, { bold: true, size: 11, align: "right" });
	const fields: Field[] = [
		{ name: "employee_name", type: "string" },
		{ name: "employee_number", type: "string" },
		{ name: "employer", type: "string" },
		{ name: "pay_date", type: "date" },
		{ name: "tax_code", type: "string" },
		{ name: "ni_number", type: "string" },
		{ name: "basic_salary", type: "currency" },
		{ name: "gross_pay", type: "currency" },
		{ name: "gross_pay_ytd", type: "currency" },
		{ name: "taxThisPeriod", type: "currency", aliases: ["PAYE this period"] },
		{ name: "taxYearToDate", type: "currency" },
		{ name: "national_insurance_ytd", type: "currency" },
		{ name: "total_deductions", type: "currency" },
		{ name: "net_pay", type: "currency" },
		{ name: "student_loan", type: "currency" },
		{ name: "bonus", type: "currency" },
	];
	const gbp = (cents: number) => money(cents, "GBP");
	const truth = {
		employee_name: name,
		employee_number: number,
		employer: "Larkfield Joinery Ltd",
		pay_date: `${year}-${two(month)}-28`,
		tax_code: "1257L",
		ni_number: ni,
		basic_salary: gbp(basic),
		gross_pay: gbp(gross),
		gross_pay_ytd: gbp(gross * periods),
		taxThisPeriod: gbp(tax),
		taxYearToDate: gbp(tax * periods),
		national_insurance_ytd: gbp(insurance * periods),
		total_deductions: gbp(tax + insurance + pension),
		net_pay: gbp(net),
		student_loan: null,
		bonus: null,
	};
	return { sheet, fields, truth };
}

async function power(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [day, name, customer, bill, meter] = [
		anyDay(random),
		random.pick(GERMANS),
		`10-${random.digits(7)}`,
		`R${random.digits(8)}`,
		`1ESY116${random.digits(7)}`,
	];
	const [from, to] = [day.plus(-380), day.plus(-16)];
	const before = random.int(3_000, 60_000);
	const used = random.int(1_400, 5_200);
	const [work, basic] = [Math.round(used * 31.4), 11_880];
	const net = work + basic;
	const tax = Math.round(net * 0.19);
	const paid = random.int(30, 160) * 1_200;
	const left = net + tax - paid;
	const monthly = Math.round((net + tax) / 1_200) * 100;
	sheet.text("Stadtwerke Hügelau", 400, 54, { size: 14, bold: true });
	for (const [at, line] of [
		"Stadtwerke Hügelau, Postfach 1120, 73301 Hügelau",
		name,
		"Talgasse 11",
		"73305 Hügelau",
	].entries())
		sheet.text(line, 60, 110 + at * 13, { size: at === 0 ? 6.5 : 10 });
	for (const [at, [label, value]] of (
		[
			["Kundennummer:", customer],
			["Rechnungsnummer:", bill],
			["Datum:", day.german],
		] as const
	).entries()) {
		sheet.text(label, 380, 120 + at * 13);
		sheet.text(value, 545, 120 + at * 13, { align: "right" });
	}
	sheet.text("Ihre Jahresabrechnung Strom", 60, 210, { size: 13, bold: true });
	sheet.text(`Abrechnungszeitraum ${from.german} bis ${to.german}`, 60, 226);
	sheet.text(`Guten Tag ${name}, für Ihre Verbrauchsstelle Talgasse 11 rechnen wir wie folgt ab.`, 60, 248);
	let y = 276;
	const xs = [60, 190, 300, 400, 470, 545];
	for (const [at, text] of [
		"Zählernummer",
		"Ablesedatum",
		"Stand alt",
		"Stand neu",
		"Faktor",
		"Verbrauch kWh",
	].entries())
		sheet.text(text, xs[at] ?? 0, y, { size: 8, bold: true, align: at === 0 ? "left" : "right" });
	sheet.line(60, y + 4, 545, y + 4);
	y += 16;
	for (const [at, text] of [
		meter,
		to.german,
		german(before * 100).slice(0, -3),
		german((before + used) * 100).slice(0, -3),
		"1",
		german(used * 100).slice(0, -3),
	].entries())
		sheet.text(text, xs[at] ?? 0, y, { size: 9, align: at === 0 ? "left" : "right" });
	y += 34;
	const sums: [string, number, boolean][] = [
		["Arbeitspreis (31,40 ct/kWh)", work, false],
		["Grundpreis", basic, false],
		["Nettobetrag", net, false],
		["Umsatzsteuer 19 %", tax, false],
		["Rechnungsbetrag brutto", net + tax, true],
		["abzüglich geleistete Abschläge", -paid, false],
		[left > 0 ? "Nachzahlung" : "Guthaben", Math.abs(left), true],
	];
	for (const [label, sum, bold] of sums) {
		sheet.text(label, 60, y, { bold });
		sheet.text(`${german(sum)} €`, 545, y, { bold, align: "right" });
		y += 15;
	}
	sheet.text(
		`Ihr neuer monatlicher Abschlag beträgt ${german(monthly)} € und ist erstmals am ${day.plus(30).german} fällig.`,
		60,
		y + 14,
	);
	const fields: Field[] = [
		{ name: "kundenNummer", type: "string" },
		{ name: "rechnungsNummer", type: "string" },
		{ name: "rechnungsDatum", type: "date" },
		{ name: "zaehlerNummer", type: "string" },
		{ name: "zaehlerstandAlt", type: "number" },
		{ name: "zaehlerstandNeu", type: "number" },
		{ name: "verbrauchKwh", type: "number", description: "Verbrauch in kWh" },
		{ name: "abrechnungVon", type: "date", description: "Beginn des Abrechnungszeitraums" },
		{ name: "abrechnungBis", type: "date", description: "Ende des Abrechnungszeitraums" },
		{ name: "rechnungsBetrag", type: "currency" },
		{ name: "nachzahlung", type: "currency" },
		{ name: "neuerAbschlag", type: "currency" },
		{ name: "umsatzsteuer", type: "currency" },
		{ name: "versorger", type: "string" },
		{ name: "vertragsende", type: "date" },
	];
	const truth = {
		kundenNummer: customer,
		rechnungsNummer: bill,
		rechnungsDatum: day.iso,
		zaehlerNummer: meter,
		zaehlerstandAlt: before,
		zaehlerstandNeu: before + used,
		verbrauchKwh: used,
		abrechnungVon: from.iso,
		abrechnungBis: to.iso,
		rechnungsBetrag: money(net + tax, "EUR"),
		nachzahlung: left > 0 ? money(left, "EUR") : null,
		neuerAbschlag: money(monthly, "EUR"),
		umsatzsteuer: money(tax, "EUR"),
		versorger: "Stadtwerke Hügelau",
		vertragsende: null,
	};
	return { sheet, fields, truth };
}

const WARES = [
	"HOUSE BLEND 12OZ",
	"BLUEBERRY SCONE",
	"OAT MILK ADD",
	"TURKEY PANINI",
	"SPARKLING WATER",
	"GRANOLA BAR",
	"ICED MATCHA LG",
];

async function thermal(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(216, 520, "mono");
	const day = anyDay(random);
	const rows = random.sample(WARES, random.int(2, 6)).map((name) => {
		const [quantity, price] = [random.int(1, 3), random.int(90, 1_400)];
		return { name, quantity, sum: quantity * price };
	});
	const subtotal = rows.reduce((all, { sum }) => all + sum, 0);
	const tax = Math.round(subtotal * 0.0888);
	const total = subtotal + tax;
	const tip = Math.round(total * 0.18);
	const last = random.digits(4);
	let y = 30;
	const center = (text: string): void => {
		sheet.text(text, 108, y, { size: 8, align: "center" });
		y += 11;
	};
	const pair = (label: string, text: string): void => {
		sheet.text(label, 12, y, { size: 8 });
		sheet.text(text, 204, y, { size: 8, align: "right" });
		y += 11;
	};
	for (const line of ["MERIDIAN COFFEE HOUSE", "310 Bleecker St", "New York NY 10014", "212-555-0173"]) center(line);
	y += 6;
	pair(`Server: Dana`, `Chk ${last}7`);
	pair(day.american, `${two(random.int(7, 11))}:${two(random.int(0, 59))} AM`);
	center("-".repeat(38));
	for (const { name, quantity, sum } of rows) pair(`${quantity} ${name}`, english(sum));
	center("-".repeat(38));
	pair("Sub Total", english(subtotal));
	pair("Sales Tax", english(tax));
	pair("Order Total", english(total));
	pair("Gratuity", english(tip));
	pair("AMOUNT PAID", `$${english(total + tip)}`);
	y += 6;
	pair("MASTERCARD", `XXXXXXXXXXXX${last}`);
	pair("Auth", "08812Z");
	y += 8;
	center("THANK YOU - COME AGAIN");
	const fields: Field[] = [
		{ name: "merchant", type: "string" },
		{ name: "transactionDate", type: "date" },
		{ name: "checkNumber", type: "string", aliases: ["chk"] },
		{ name: "subtotal", type: "number" },
		{ name: "tax", type: "number" },
		{ name: "tip", type: "number", aliases: ["gratuity"] },
		{ name: "total", type: "currency", description: "Total amount charged including tip" },
		{ name: "cardType", type: "string", enum: ["Visa", "Mastercard", "Amex", "Discover"] },
		{ name: "cardLast4", type: "string", description: "Last four digits of the card" },
		{ name: "phone", type: "string" },
		{ name: "discount", type: "number" },
		{
			name: "items",
			type: "table",
			items: [
				{ name: "qty", type: "number" },
				{ name: "name", type: "string" },
				{ name: "price", type: "number" },
			],
		},
	];
	const truth = {
		merchant: "MERIDIAN COFFEE HOUSE",
		transactionDate: day.iso,
		checkNumber: `${last}7`,
		subtotal: subtotal / 100,
		tax: tax / 100,
		tip: tip / 100,
		total: money(total + tip, "USD"),
		cardType: "Mastercard",
		cardLast4: last,
		phone: "212-555-0173",
		discount: null,
		items: rows.map(({ name, quantity, sum }) => ({ qty: quantity, name, price: sum / 100 })),
	};
	return { sheet, fields, truth };
}

async function hindiFee(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(420, 595);
	const [day, name, number] = [anyDay(random), random.pick(HINDI_NAMES), random.digits(4)];
	const parts = [
		["शिक्षण शुल्क", random.int(20, 90) * 10_000],
		["परीक्षा शुल्क", random.int(3, 12) * 10_000],
		["पुस्तकालय शुल्क", random.int(1, 5) * 10_000],
	] as const;
	const total = parts.reduce((all, [, sum]) => all + sum, 0);
	sheet.text("आदर्श विद्या मंदिर, कानपुर", 210, 46, { size: 15, align: "center" });
	sheet.text("शुल्क रसीद", 210, 66, { size: 12, align: "center" });
	sheet.text(`रसीद क्रमांक: ${number}`, 40, 96);
	sheet.text(`दिनांक: ${day.slashed}`, 380, 96, { align: "right" });
	sheet.text(`विद्यार्थी का नाम: ${name}`, 40, 116);
	sheet.text(`कक्षा: ${random.int(6, 12)}`, 40, 136);
	sheet.text(`पिता का नाम: राजेश कुमार`, 200, 136);
	let y = 168;
	sheet.box(40, y - 14, 380, y + 6, true);
	sheet.text("क्र.", 46, y);
	sheet.text("विवरण", 90, y);
	sheet.text("राशि (₹)", 374, y, { align: "right" });
	y += 20;
	for (const [at, [label, sum]] of parts.entries()) {
		sheet.text(String(at + 1), 46, y);
		sheet.text(label, 90, y);
		sheet.text(english(sum), 374, y, { align: "right" });
		y += 18;
	}
	sheet.line(40, y - 10, 380, y - 10);
	sheet.text("कुल राशि", 90, y + 4);
	sheet.text(`₹ ${english(total)}`, 374, y + 4, { align: "right" });
	sheet.text("भुगतान का माध्यम: नकद", 40, y + 36);
	sheet.text("प्राप्तकर्ता के हस्ताक्षर", 380, y + 80, { align: "right" });
	const fields: Field[] = [
		{ name: "receipt_number", type: "string", aliases: ["रसीद क्रमांक"] },
		{ name: "receipt_date", type: "date" },
		{ name: "student_name", type: "string", aliases: ["विद्यार्थी का नाम"] },
		{ name: "father_name", type: "string" },
		{ name: "total_amount", type: "currency" },
		{ name: "payment_mode", type: "string" },
		{ name: "due_date", type: "date" },
		{ name: "mobile_number", type: "string" },
		{
			name: "fees",
			type: "table",
			items: [
				{ name: "particulars", type: "string" },
				{ name: "amount", type: "number" },
			],
		},
	];
	const truth = {
		receipt_number: number,
		receipt_date: day.iso,
		student_name: name,
		father_name: "राजेश कुमार",
		total_amount: money(total, "INR"),
		payment_mode: "नकद",
		due_date: null,
		mobile_number: null,
		fees: parts.map(([label, sum]) => ({ particulars: label, amount: sum / 100 })),
	};
	return { sheet, fields, truth };
}

export const SIXTH_SLIPS: readonly Layout[] = [
	{ name: "gehalt-de", draw: salary },
	{ name: "pay-advice-gb", draw: columns },
	{ name: "strom-jahr-de", draw: power },
	{ name: "thermal-cafe-us", draw: thermal },
	{ name: "fee-receipt-hi", draw: hindiFee },
];
