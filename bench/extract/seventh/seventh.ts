/** The seventh set: four papers by another eye, drawn after the rules were mended for the sixth. */
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
} from "../sixth/facts.ts";
import { type Screen, withFields } from "../sixth/forms.ts";

/** A salary slip with earnings and deductions side by side, each with this month and the year so far. */
async function sideBySide(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [name, code, months] = [random.pick(INDIANS), `TX${random.digits(4)}`, random.int(2, 12)];
	const [basic, rent, special] = [
		random.int(22, 70) * 100_000,
		random.int(9, 30) * 100_000,
		random.int(2, 14) * 100_000,
	];
	const [fund, tax] = [Math.round(basic * 0.12), random.int(10, 80) * 10_000];
	const gross = basic + rent + special;
	const deductions = fund + tax + 20_000;
	const net = gross - deductions;
	sheet.text("Tanvi Exports Private Limited", 297, 50, { size: 13, bold: true, align: "center" });
	sheet.text("12, Rajpath Industrial Estate, Surat - 395003", 297, 64, { size: 8, align: "center" });
	sheet.text("Salary Slip for the month of August 2025", 297, 82, { size: 10, align: "center" });
	const facts: [string, string][] = [
		["Emp Code", code],
		["Name", name],
		["Designation", "Merchandiser"],
		["PAN", `AKLP${random.letters(1)}${random.digits(4)}Q`],
		["UAN", random.digits(12)],
		["Paid Days", "31"],
	];
	for (const [at, [label, value]] of facts.entries()) {
		const [x, y] = [50 + (at % 2) * 250, 106 + Math.floor(at / 2) * 15];
		sheet.text(label, x, y, { size: 9 });
		sheet.text(value, x + 90, y, { size: 9, bold: true });
	}
	const head = [
		["Earnings", 54, "left"],
		["Current", 210, "right"],
		["YTD", 290, "right"],
		["Deductions", 304, "left"],
		["Current", 460, "right"],
		["YTD", 540, "right"],
	] as const;
	sheet.box(50, 150, 545, 168, true);
	for (const [text, x, align] of head) sheet.text(text, x, 163, { size: 9, bold: true, align });
	const left = [
		["Basic", basic],
		["House Rent Allowance", rent],
		["Special Allowance", special],
	] as const;
	const right = [
		["Provident Fund", fund],
		["Income Tax", tax],
		["Professional Tax", 20_000],
	] as const;
	for (const [at, rows] of [left, right].entries()) {
		for (const [line, [label, sum]] of rows.entries()) {
			const [x, y] = [54 + at * 250, 184 + line * 15];
			sheet.text(label, x, y, { size: 9 });
			sheet.text(indian(sum), x + 156, y, { size: 9, align: "right" });
			sheet.text(indian(sum * months), x + 236, y, { size: 9, align: "right" });
		}
	}
	sheet.line(50, 222, 545, 222);
	for (const [label, sum, x] of [
		["Gross Earnings", gross, 54],
		["Total Deductions", deductions, 304],
	] as const) {
		sheet.text(label, x, 236, { size: 9, bold: true });
		sheet.text(indian(sum), x + 156, 236, { size: 9, align: "right" });
		sheet.text(indian(sum * months), x + 236, 236, { size: 9, align: "right" });
	}
	sheet.text(`Net Pay for the month : Rs. ${indian(net)}`, 54, 262, { bold: true });
	const fields: Field[] = [
		{ name: "empCode", type: "string" },
		{ name: "employeeName", type: "string" },
		{ name: "panNumber", type: "string" },
		{ name: "uan", type: "string" },
		{ name: "basicPay", type: "currency" },
		{ name: "hraYtd", type: "currency", aliases: ["House Rent Allowance YTD"] },
		{ name: "grossEarnings", type: "currency" },
		{ name: "grossEarningsYtd", type: "currency" },
		{ name: "providentFund", type: "currency" },
		{ name: "incomeTax", type: "currency" },
		{ name: "incomeTaxYtd", type: "currency" },
		{ name: "totalDeductionsYtd", type: "currency" },
		{ name: "netPay", type: "currency" },
		{ name: "overtime", type: "currency" },
		{ name: "bankAccount", type: "string" },
		{ name: "companyName", type: "string" },
	];
	const inr = (cents: number) => money(cents, "INR");
	const truth = {
		empCode: code,
		employeeName: name,
		panNumber: facts[3]?.[1] ?? "",
		uan: facts[4]?.[1] ?? "",
		basicPay: inr(basic),
		hraYtd: inr(rent * months),
		grossEarnings: inr(gross),
		grossEarningsYtd: inr(gross * months),
		providentFund: inr(fund),
		incomeTax: inr(tax),
		incomeTaxYtd: inr(tax * months),
		totalDeductionsYtd: inr(deductions * months),
		netPay: inr(net),
		overtime: null,
		bankAccount: null,
		companyName: "Tanvi Exports Private Limited",
	};
	return { sheet, fields, truth };
}

/** A craftsman's invoice over pages, with groups of items and sums carried over. */
async function grouped(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(595, 842, "serif");
	const [day, number, customer] = [
		anyDay(random),
		`${random.int(2022, 2026)}/${random.digits(3)}`,
		random.pick(GERMANS),
	];
	const works = [
		"Untergrund grundieren",
		"Wände spachteln",
		"Raufaser tapezieren",
		"Decke streichen",
		"Türzargen lackieren",
		"Fußleisten montieren",
		"Fenster abkleben",
		"Altbelag entfernen",
		"Estrich schleifen",
		"Fugen erneuern",
	];
	const rows = random
		.shuffled([...works, ...works, ...works])
		.slice(0, random.int(18, 28))
		.map((work, at) => {
			const [quantity, price] = [random.int(4, 90) / 2, random.int(150, 4_800)];
			return {
				at: at + 1,
				work,
				unit: random.pick(["m²", "lfm", "Std"]),
				quantity,
				price,
				sum: Math.round(quantity * price),
			};
		});
	sheet.text("Malerbetrieb Kettler e.K.", 60, 56, { size: 15, bold: true });
	sheet.text("Brückenweg 9 | 36251 Bad Hersfeld | Tel. 06621 555 0123", 60, 70, { size: 8 });
	for (const [at, line] of [customer, "Am Sonnenhang 22", "36266 Heringen"].entries())
		sheet.text(line, 60, 120 + at * 13);
	sheet.text(`Rechnung ${number}`, 60, 190, { size: 13, bold: true });
	sheet.text(`Bad Hersfeld, ${day.german}`, 540, 190, { align: "right" });
	sheet.text(`Leistungszeitraum: ${day.plus(-30).german} – ${day.plus(-3).german}`, 60, 206);
	let y = 236;
	let carried = 0;
	const head = (): void => {
		for (const [text, x, align] of [
			["Nr.", 60, "left"],
			["Leistungsbeschreibung", 90, "left"],
			["Menge", 330, "right"],
			["Einh.", 340, "left"],
			["E-Preis", 450, "right"],
			["G-Preis", 540, "right"],
		] as const)
			sheet.text(text, x, y, { bold: true, align });
		sheet.line(60, y + 4, 540, y + 4);
		y += 20;
	};
	head();
	for (const row of rows) {
		if (y > 740) {
			sheet.text("Zwischensumme / Übertrag:", 330, y, { align: "right" });
			sheet.text(`${german(carried)} €`, 540, y, { align: "right" });
			sheet.addPage();
			y = 80;
			head();
			sheet.text("Übertrag:", 330, y, { align: "right" });
			sheet.text(`${german(carried)} €`, 540, y, { align: "right" });
			y += 20;
		}
		sheet.text(`${row.at}.`, 60, y);
		sheet.text(row.work, 90, y);
		sheet.text(String(row.quantity).replace(".", ","), 330, y, { align: "right" });
		sheet.text(row.unit, 340, y);
		sheet.text(`${german(row.price)} €`, 450, y, { align: "right" });
		sheet.text(`${german(row.sum)} €`, 540, y, { align: "right" });
		carried += row.sum;
		y += 22;
	}
	const tax = Math.round(carried * 0.19);
	for (const [label, sum] of [
		["Summe netto", carried],
		["19 % Umsatzsteuer", tax],
		["Gesamtsumme", carried + tax],
	] as const) {
		sheet.text(label, 330, y + 6);
		sheet.text(`${german(sum)} €`, 540, y + 6, { align: "right" });
		y += 16;
	}
	sheet.text(`Zahlbar bis ${day.plus(14).german} ohne Abzug auf das Konto DE89 3704 0044 0532 0130 00.`, 60, y + 30);
	const fields: Field[] = [
		{ name: "rechnungs_nr", type: "string" },
		{ name: "datum", type: "date" },
		{ name: "faellig_am", type: "date" },
		{ name: "kunde", type: "string" },
		{ name: "rechnungssteller", type: "string" },
		{ name: "summe_netto", type: "currency" },
		{ name: "ust_betrag", type: "currency" },
		{ name: "ust_satz", type: "number" },
		{ name: "gesamtsumme", type: "currency" },
		{ name: "iban", type: "string" },
		{ name: "leistungszeitraum_von", type: "date" },
		{ name: "leistungszeitraum_bis", type: "date" },
		{ name: "rabatt", type: "currency" },
		{ name: "telefon", type: "string" },
		{
			name: "leistungen",
			type: "table",
			items: [
				{ name: "nr", type: "number" },
				{ name: "leistung", type: "string" },
				{ name: "menge", type: "number" },
				{ name: "einheit", type: "string" },
				{ name: "ep", type: "number", description: "Einzelpreis" },
				{ name: "gp", type: "number", description: "Gesamtpreis" },
			],
		},
	];
	const eur = (cents: number) => money(cents, "EUR");
	const truth = {
		rechnungs_nr: number,
		datum: day.iso,
		faellig_am: day.plus(14).iso,
		kunde: customer,
		rechnungssteller: "Malerbetrieb Kettler e.K.",
		summe_netto: eur(carried),
		ust_betrag: eur(tax),
		ust_satz: 19,
		gesamtsumme: eur(carried + tax),
		iban: "DE89370400440532013000",
		leistungszeitraum_von: day.plus(-30).iso,
		leistungszeitraum_bis: day.plus(-3).iso,
		rabatt: null,
		telefon: "06621 555 0123",
		leistungen: rows.map(({ at, work, unit, quantity, price, sum }) => ({
			nr: at,
			leistung: work,
			menge: quantity,
			einheit: unit,
			ep: price / 100,
			gp: sum / 100,
		})),
	};
	return { sheet, fields, truth };
}

/** A water bill with readings in a table and what is due in a box. */
async function water(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [day, name, account] = [
		anyDay(random),
		random.pick(BRITONS),
		`${random.digits(4)} ${random.digits(4)} ${random.digits(2)}`,
	];
	const before = random.int(200, 1_900);
	const used = random.int(20, 140);
	const [supply, waste, standing] = [used * 214, used * 187, 2_450];
	const total = supply + waste + standing;
	const balance = random.int(0, 4) * 1_000;
	const due = day.plus(21);
	sheet.text("Severn Vale Water", 50, 56, { size: 16, bold: true });
	for (const [at, line] of [name, "27 Chapel Row", "Ludlow", "SY8 1QT"].entries()) sheet.text(line, 60, 120 + at * 13);
	sheet.box(340, 100, 545, 190);
	for (const [at, [label, value]] of (
		[
			["Account number", account],
			["Bill date", day.spaced],
			["Amount due", `£${english(total + balance)}`],
			["Pay by", due.spaced],
		] as const
	).entries()) {
		sheet.text(label, 350, 118 + at * 20);
		sheet.text(value, 535, 118 + at * 20, { bold: true, align: "right" });
	}
	sheet.text("Your meter readings", 50, 230, { size: 12, bold: true });
	for (const [text, x, align] of [
		["Serial no.", 50, "left"],
		["Previous reading", 250, "right"],
		["Latest reading", 380, "right"],
		["Used (m³)", 545, "right"],
	] as const)
		sheet.text(text, x, 250, { bold: true, align });
	const serial = `18M${random.digits(6)}`;
	for (const [text, x, align] of [
		[serial, 50, "left"],
		[String(before), 250, "right"],
		[String(before + used), 380, "right"],
		[String(used), 545, "right"],
	] as const)
		sheet.text(text, x, 268, { align });
	sheet.text("Your charges", 50, 310, { size: 12, bold: true });
	let y = 330;
	for (const [label, sum] of [
		["Balance brought forward", balance],
		["Water supply", supply],
		["Wastewater", waste],
		["Standing charge", standing],
		["Total charges this bill", total],
		["Total to pay", total + balance],
	] as const) {
		sheet.text(label, 50, y, { bold: label.startsWith("Total") });
		sheet.text(`£${english(sum)}`, 545, y, { align: "right" });
		y += 16;
	}
	sheet.text("You can pay by direct debit, online at svwater.example, or by calling 0345 555 0190.", 50, y + 30, {
		size: 8.5,
	});
	const fields: Field[] = [
		{ name: "account_number", type: "string" },
		{ name: "bill_date", type: "date" },
		{ name: "due_date", type: "date" },
		{ name: "amount_due", type: "currency" },
		{ name: "customer_name", type: "string" },
		{ name: "supplier_name", type: "string" },
		{ name: "meter_serial_number", type: "string" },
		{ name: "previous_reading", type: "number" },
		{ name: "latest_reading", type: "number" },
		{ name: "water_supply_charge", type: "currency" },
		{ name: "standing_charge", type: "currency" },
		{ name: "balance_brought_forward", type: "currency" },
		{ name: "vat", type: "currency" },
		{ name: "tariff", type: "string" },
	];
	const gbp = (cents: number) => money(cents, "GBP");
	const truth = {
		account_number: account,
		bill_date: day.iso,
		due_date: due.iso,
		amount_due: gbp(total + balance),
		customer_name: name,
		supplier_name: "Severn Vale Water",
		meter_serial_number: serial,
		previous_reading: before,
		latest_reading: before + used,
		water_supply_charge: gbp(supply),
		standing_charge: gbp(standing),
		balance_brought_forward: gbp(balance),
		vat: null,
		tariff: null,
	};
	return { sheet, fields, truth };
}

/** A German form to be filled in on the screen, with yes and no as boxes and a choice of one. */
async function antrag(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [first, last] = random.pick(GERMANS).split(" ") as [string, string];
	const [born, from] = [anyDay(random).plus(-14_000), anyDay(random)];
	const [seal, status, paid] = [
		`FD-${random.letters(2)} ${random.digits(3)}`,
		random.pick(["ledig", "verheiratet", "geschieden"]),
		random.chance(0.5),
	];
	const zone = random.pick(["Zone A", "Zone B", "Zone C"]);
	sheet.text("Antrag auf einen Bewohnerparkausweis", 50, 56, { size: 14, bold: true });
	const texts: Screen["texts"] = [];
	const text = (label: string, value: string, x: number, y: number, width: number): void => {
		sheet.text(label, x, y + 10, { size: 7 });
		texts.push({ name: `t${texts.length}`, value, x, y, width });
	};
	text("Familienname", last, 50, 110, 220);
	text("Vorname(n)", first, 300, 110, 220);
	text("Geburtsdatum", born.german, 50, 150, 120);
	text("Geburtsort", "Fulda", 200, 150, 120);
	text("Straße, Hausnummer", `Löherstraße ${random.int(1, 60)}`, 50, 190, 220);
	text("PLZ, Ort", "36037 Fulda", 300, 190, 220);
	text("Amtliches Kennzeichen", seal, 50, 230, 160);
	text("Gültig ab", from.german, 300, 230, 120);
	text("E-Mail (freiwillig)", "", 50, 270, 220);
	const checks: Screen["checks"] = [];
	const ticks = (label: string, names: readonly string[], chosen: string, y: number): void => {
		sheet.text(label, 50, y);
		for (const [at, each] of names.entries()) {
			const x = 230 + at * 90;
			checks.push({ name: `c${checks.length}`, x, y: y + 2, isOn: each === chosen });
			sheet.text(each, x + 16, y);
		}
	};
	ticks("Familienstand", ["ledig", "verheiratet", "geschieden"], status, 310);
	ticks("Gewünschte Parkzone", ["Zone A", "Zone B", "Zone C"], zone, 332);
	ticks("Gebühr bereits bezahlt?", ["Ja", "Nein"], paid ? "Ja" : "Nein", 354);
	const bytes = await withFields(sheet, { texts, checks });
	const fields: Field[] = [
		{ name: "familienname", type: "string" },
		{ name: "vorname", type: "string" },
		{ name: "geburtsdatum", type: "date" },
		{ name: "geburtsort", type: "string" },
		{ name: "strasse", type: "string", aliases: ["Straße, Hausnummer"] },
		{ name: "kennzeichen", type: "string" },
		{ name: "gueltig_ab", type: "date" },
		{ name: "email", type: "string" },
		{ name: "familienstand", type: "string", enum: ["ledig", "verheiratet", "geschieden", "verwitwet"] },
		{ name: "parkzone", type: "string" },
		{ name: "gebuehr_bezahlt", type: "boolean" },
		{ name: "telefon", type: "string" },
	];
	const truth = {
		familienname: last,
		vorname: first,
		geburtsdatum: born.iso,
		geburtsort: "Fulda",
		strasse: texts[4]?.value ?? "",
		kennzeichen: seal,
		gueltig_ab: from.iso,
		email: null,
		familienstand: status,
		parkzone: zone,
		gebuehr_bezahlt: paid,
		telefon: null,
	};
	return { sheet: { save: async () => bytes }, fields, truth };
}

export const SEVENTH: readonly Layout[] = [
	{ name: "salary-side-by-side-in", draw: sideBySide },
	{ name: "malerrechnung-de", draw: grouped },
	{ name: "water-bill-gb", draw: water },
	{ name: "parkausweis-acroform-de", draw: antrag },
];
