/** First set of foreign layouts: payslips, forms, statements. */
import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
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
	iso,
	lines,
	money,
	named,
	pairs,
	row,
	slashed,
	table,
	total,
} from "./kit.ts";

const MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ");

/** A German payslip as payroll programs print it: small heads over values in a grid, and two columns of money, the month's and the year's. */
const lohn: Foreign = {
	name: "lohnabrechnung-de",
	async draw(random) {
		const sheet = await Sheet.create();
		const month = random.int(1, 12);
		const year = random.int(2020, 2025);
		const gross: [string, number][] = [
			["Gehalt", random.int(280000, 620000) / 100],
			["VWL-Zuschuss AG", 26.59],
			["Urlaubsgeld", random.int(30000, 90000) / 100],
		];
		const lines2 = gross.slice(0, random.int(1, 3));
		const brutto = total(lines2.map(([, amount]) => amount));
		const less = (share: number): number => cents(brutto * share);
		const [tax, kv, rv, av, pv] = [less(0.171), less(0.0815), less(0.093), less(0.013), less(0.017)];
		const social = cents(kv + rv + av + pv);
		const netto = cents(brutto - tax - social);
		const person = random.pick(["Katharina Wollny", "Bernd Thiessen", "Ayse Demir"]);
		const nummer = random.digits(5);
		const iban = anyIban(random, "DE");
		sheet.text("Nordsee Logistik GmbH * Kaistr. 9 * 27570 Bremerhaven", 50, 55, { size: 7 });
		sheet.text("Abrechnung der Brutto/Netto-Bezüge", 300, 45, { bold: true, size: 12 });
		sheet.text(`für ${MONATE[month - 1]} ${year}`, 300, 60, { size: 11 });
		lines(sheet, [random.chance(0.5) ? "Frau" : "Herrn", person, "Deichweg 31", "27572 Bremerhaven"], 50, 80, 13, 10);
		const grid: [string, string][] = [
			["Pers.-Nr.", nummer],
			["Geburtsdatum", "14.08.1984"],
			["StKl", "1"],
			["Ki.Frbtr.", "0,5"],
			["Konfession", "--"],
			["Eintritt", "01.04.2017"],
			["SV-Nummer", "28140884D517"],
			["Krankenkasse", "AOK Bremen"],
		];
		grid.forEach(([label, value], at) => {
			const [x, y] = [300 + (at % 4) * 63, 80 + Math.floor(at / 4) * 28];
			sheet.box(x, y, x + 63, y + 28);
			sheet.text(label, x + 2, y + 8, { size: 6 });
			sheet.text(value, x + 2, y + 21, { size: 8 });
		});
		const xs = [55, 85, 330, -430, -540];
		sheet.box(50, 165, 545, 180, true);
		row(sheet, ["Lohnart", "Bezeichnung", "Kz", "Betrag", "Jahressumme"], [50, 95, 330, -430, -540], 176, { size: 8 });
		let y = 194;
		lines2.forEach(([name, amount], at) => {
			row(sheet, [String(2000 + at), name, "L", german(amount), german(amount * month)], xs, y);
			y += 13;
		});
		const sum = (label: string, amount: number, bold = false): void => {
			sheet.text(label, 85, y, { bold, size: 9 });
			sheet.text(german(amount), 430, y, { bold, size: 9, align: "right" });
			sheet.text(german(amount * month), 540, y, { bold, size: 9, align: "right" });
			y += 14;
		};
		sum("Gesamtbrutto", brutto, true);
		y += 6;
		sheet.text("Steuer / Sozialversicherung", 50, y, { bold: true, size: 9 });
		y += 14;
		sum("Lohnsteuer", tax);
		sum("Solidaritätszuschlag", 0);
		sum("Krankenversicherung", kv);
		sum("Rentenversicherung", rv);
		sum("Arbeitslosenversicherung", av);
		sum("Pflegeversicherung", pv);
		sum("Nettoverdienst", netto, true);
		sheet.box(300, y + 10, 545, y + 36);
		sheet.text("Auszahlungsbetrag", 306, y + 26, { bold: true });
		sheet.text(german(netto), 540, y + 26, { bold: true, align: "right" });
		sheet.text(`Überweisung auf ${iban.replace(/(.{4})(?=.)/g, "$1 ")}`, 50, y + 60, { size: 8 });
		sheet.text("Alle Beträge in EUR", 50, y + 74, { size: 7 });
		const eur = (amount: number) => money(amount, "EUR");
		return {
			sheet,
			fields: [
				field("arbeitgeber"),
				field("mitarbeiter"),
				field("personalnummer"),
				field("geburtsdatum", "date"),
				field("eintrittsdatum", "date"),
				field("steuerklasse", "string", { aliases: ["StKl", "Steuerklasse"] }),
				field("krankenkasse"),
				field("abrechnungsmonat"),
				field("gesamtbrutto", "currency"),
				field("lohnsteuer", "currency"),
				field("krankenversicherung", "currency"),
				field("auszahlungsbetrag", "currency", { required: true }),
				field("iban"),
				field("austrittsdatum", "date"),
			],
			truth: {
				...{ arbeitgeber: "Nordsee Logistik GmbH", mitarbeiter: person, personalnummer: nummer },
				...{ geburtsdatum: "1984-08-14", eintrittsdatum: "2017-04-01", steuerklasse: "1", krankenkasse: "AOK Bremen" },
				...{ abrechnungsmonat: `${MONATE[month - 1]} ${year}`, gesamtbrutto: eur(brutto), lohnsteuer: eur(tax) },
				...{ krankenversicherung: eur(kv), auszahlungsbetrag: eur(netto), iban, austrittsdatum: null },
			},
		};
	},
};

/** An American stub: hours, rate, this period and year to date; earnings left, deductions right. */
const stub: Foreign = {
	name: "pay-stub-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 792);
		const end = anyDay(random, 2021, 2025);
		const check = `00${random.digits(5)}`;
		const [start, paid] = [daysLater(end, -13), daysLater(end, 5)];
		const [hours, rate, extra] = [80, random.int(1800, 5200) / 100, random.int(0, 9)];
		const earned: [string, number, number, number][] = [["Regular", rate, hours, cents(rate * hours)]];
		if (extra > 0) earned.push(["Overtime", cents(rate * 1.5), extra, cents(cents(rate * 1.5) * extra)]);
		const gross = total(earned.map(([, , , amount]) => amount));
		const less: [string, number][] = [
			["Federal Income Tax", cents(gross * 0.11)],
			["Social Security", cents(gross * 0.062)],
			["Medicare", cents(gross * 0.0145)],
			["401(k)", cents(gross * 0.05)],
		];
		const off = total(less.map(([, amount]) => amount));
		const net = cents(gross - off);
		const person = random.pick(["Terrence Okonkwo", "Maria L. Delgado", "Hannah Brightwell"]);
		sheet.text("Lakeshore Medical Supply LLC", 50, 50, { bold: true, size: 12 });
		lines(sheet, ["900 W Erie St", "Chicago, IL 60642"], 50, 64);
		sheet.text("Earnings Statement", 562, 50, { size: 15, align: "right" });
		pairs(
			sheet,
			[
				["Employee", person],
				["Employee ID", `LM${random.digits(4)}`],
				["Department", "Warehouse"],
			],
			{ x: 50, at: 130, y: 110 },
		);
		pairs(
			sheet,
			[
				["Pay period", `${american(start)} - ${american(end)}`],
				["Pay date", american(paid)],
				["Check number", check],
			],
			{ x: 340, at: 562, y: 110, right: true },
		);
		const k = random.int(3, 20);
		sheet.box(50, 170, 345, 186, true);
		row(sheet, ["Earnings", "Rate", "Hours", "This Period", "YTD"], [54, -155, -200, -270, -341], 181, {
			bold: true,
			size: 8,
		});
		earned.forEach(([name, each, count, amount], at) => {
			row(
				sheet,
				[name, each.toFixed(2), count.toFixed(2), english(amount), english(amount * k)],
				[54, -155, -200, -270, -341],
				198 + at * 13,
				{ size: 8 },
			);
		});
		sheet.box(355, 170, 562, 186, true);
		row(sheet, ["Deductions", "This Period", "YTD"], [359, -490, -558], 181, { bold: true, size: 8 });
		less.forEach(([name, amount], at) => {
			row(sheet, [name, english(amount), english(amount * k)], [359, -490, -558], 198 + at * 13, { size: 8 });
		});
		row(
			sheet,
			["Gross Pay", "", "", `$${english(gross)}`, `$${english(gross * k)}`],
			[54, -155, -200, -270, -341],
			262,
			{ bold: true, size: 8 },
		);
		row(sheet, ["Total Deductions", `$${english(off)}`, `$${english(off * k)}`], [359, -490, -558], 262, {
			bold: true,
			size: 8,
		});
		sheet.box(355, 285, 562, 310);
		row(sheet, ["Net Pay", `$${english(net)}`, `$${english(net * k)}`], [359, -490, -558], 301, {
			bold: true,
			size: 9,
		});
		sheet.text("Your federal taxable wages this period are shown on your year-end form.", 50, 340, { size: 7.5 });
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("employerName"),
				field("employeeName"),
				field("payDate", "date"),
				field("payPeriodStart", "date"),
				field("payPeriodEnd", "date"),
				field("checkNumber"),
				field("grossPay", "currency"),
				field("federalTax", "currency", { aliases: ["Federal Income Tax"] }),
				field("totalDeductions", "currency"),
				field("netPay", "currency"),
				field("ytdGross", "currency", { aliases: ["Gross Pay YTD", "YTD Gross"] }),
				field("bankAccount"),
				table("earnings", { description: "string", rate: "currency", hours: "number", amount: "currency" }),
			],
			truth: {
				...{ employerName: "Lakeshore Medical Supply LLC", employeeName: person, payDate: iso(paid) },
				...{ payPeriodStart: iso(start), payPeriodEnd: iso(end), checkNumber: check },
				...{ grossPay: usd(gross), federalTax: usd(less[0]?.[1] ?? 0), totalDeductions: usd(off), netPay: usd(net) },
				...{ ytdGross: usd(gross * k), bankAccount: null },
				earnings: earned.map(([description, each, count, amount]) => ({
					...{ description, hours: count },
					rate: { amount: cents(each), currency: "USD" },
					amount: { amount, currency: "USD" },
				})),
			},
		};
	},
};

/** A form filled in over lines, several blanks a row; squares drawn as shapes with a cross drawn into them. */
const underlined: Foreign = {
	name: "underlined-form-en",
	async draw(random) {
		const sheet = await Sheet.create(612, 792, "serif");
		const born = anyDay(random, 1950, 2005);
		const [last, first] = [
			random.pick(["Hollander", "Quispe", "McAllister"]),
			random.pick(["Ruth", "Desmond", "Ivana"]),
		];
		const phone = `(${random.digits(3)}) 555-${random.digits(4)}`;
		const sex = random.pick(["Male", "Female"]);
		const isCitizen = random.chance(0.5);
		const school = random.pick(["Hillside High School", "Lincoln Technical College"]);
		sheet.text("APPLICATION FOR EMPLOYMENT", 306, 60, { size: 15, bold: true, align: "center" });
		sheet.text("Please print clearly. We are an equal opportunity employer.", 306, 76, { size: 9, align: "center" });
		const blank = (label: string, value: string, x: number, end: number, y: number): void => {
			const width = sheet.text(label, x, y, { size: 10 });
			sheet.line(x + width + 4, y + 2, end, y + 2, 0.5);
			sheet.text(value, x + width + 10, y, { size: 10 });
		};
		blank("Last Name", last, 50, 250, 110);
		blank("First Name", first, 260, 450, 110);
		blank("M.I.", random.pick(["J", "", "T"]), 460, 562, 110);
		blank("Street Address", "416 Sycamore Court", 50, 380, 136);
		blank("Apt/Unit #", "", 390, 562, 136);
		blank("City", "Dayton", 50, 260, 162);
		blank("State", "OH", 270, 380, 162);
		blank("ZIP Code", "45402", 390, 562, 162);
		blank("Phone", phone, 50, 260, 188);
		blank("Email", `${first.toLowerCase()}.${last.toLowerCase()}@mail.example`, 270, 562, 188);
		blank("Date of Birth", american(born), 50, 260, 214);
		blank("Social Security No.", "", 270, 562, 214);
		blank("Position Applied For", "Forklift Operator", 50, 380, 240);
		blank("Desired Salary", "$41,500", 390, 562, 240);
		const box = (label: string, x: number, y: number, isTicked: boolean): void => {
			sheet.box(x, y - 8, x + 9, y + 1);
			if (isTicked) {
				sheet.line(x + 1.5, y - 6.5, x + 7.5, y - 0.5, 1);
				sheet.line(x + 1.5, y - 0.5, x + 7.5, y - 6.5, 1);
			}
			sheet.text(label, x + 14, y, { size: 10 });
		};
		sheet.text("Sex:", 50, 270, { size: 10 });
		box("Male", 120, 270, sex === "Male");
		box("Female", 190, 270, sex === "Female");
		sheet.text("Are you a citizen of the United States?", 50, 294, { size: 10 });
		box("YES", 300, 294, isCitizen);
		box("NO", 360, 294, !isCitizen);
		sheet.text("Education", 50, 330, { bold: true, size: 12 });
		blank("High School", school, 50, 330, 352);
		blank("Graduated", "2012", 340, 562, 352);
		sheet.text("I certify that my answers are true and complete to the best of my knowledge.", 50, 640, { size: 9 });
		sheet.line(50, 680, 300, 680, 0.5);
		sheet.text("Signature of applicant", 50, 690, { size: 7.5 });
		sheet.line(380, 680, 562, 680, 0.5);
		sheet.text(american({ ...born, year: 2024 }), 390, 677, { size: 10 });
		sheet.text("Date", 380, 690, { size: 7.5 });
		return {
			sheet,
			fields: [
				field("last_name"),
				field("first_name"),
				field("street_address"),
				field("city"),
				field("state"),
				field("zip_code"),
				field("phone"),
				field("email"),
				field("date_of_birth", "date"),
				field("ssn", "string", { aliases: ["Social Security No."] }),
				field("position", "string", { description: "Position applied for" }),
				field("desired_salary", "currency"),
				field("sex", "string", { enum: ["Male", "Female"] }),
				field("us_citizen", "boolean", { aliases: ["Are you a citizen of the United States?"] }),
				field("high_school"),
				field("date_signed", "date", { aliases: ["Date"] }),
			],
			truth: {
				...{ last_name: last, first_name: first, street_address: "416 Sycamore Court", city: "Dayton", state: "OH" },
				...{ zip_code: "45402", phone, email: `${first.toLowerCase()}.${last.toLowerCase()}@mail.example` },
				...{ date_of_birth: iso(born), ssn: null, position: "Forklift Operator", desired_salary: money(41_500, "USD") },
				...{ sex, us_citizen: isCitizen, high_school: school, date_signed: iso({ ...born, year: 2024 }) },
			},
		};
	},
};

/** An account's statement: debit and credit in columns of their own, balances above and below. */
const statement: Foreign = {
	name: "bank-statement-gb",
	async draw(random) {
		const sheet = await Sheet.create();
		const end = anyDay(random, 2020, 2025);
		const [iban, account] = [anyIban(random, "GB"), random.digits(8)];
		let balance = random.int(20000, 900000) / 100;
		const opening = balance;
		const texts = [
			"CARD PAYMENT TESCO STORES 3312",
			"DIRECT DEBIT COUNCIL TAX",
			"SALARY ACME HOLDINGS",
			"ATM WITHDRAWAL HIGH ST",
			"TRANSFER FROM J PATEL",
			"STANDING ORDER RENT",
		];
		const moves = Array.from({ length: random.int(4, 12) }, (_, at) => {
			const text = random.pick(texts);
			const amount = random.int(350, 95000) / 100;
			const isIn = /SALARY|FROM/.test(text);
			balance = cents(balance + (isIn ? amount : -amount));
			return { day: daysLater(end, at * 2 - 28), text, out: isIn ? null : amount, into: isIn ? amount : null, balance };
		});
		sheet.text("Meridian Bank plc", 50, 55, { size: 16, bold: true });
		sheet.text("Current Account Statement", 545, 55, { size: 12, align: "right" });
		lines(sheet, ["MR OLIVER J PEMBERTON", "19 Orchard Close", "GUILDFORD", "GU2 7XH"], 60, 110, 13, 10);
		pairs(
			sheet,
			[
				["Statement date", spelledShort(end)],
				["Statement no.", String(random.int(11, 190))],
				["Sort code", "20-41-77"],
				["Account no.", account],
				["IBAN", iban.replace(/(.{4})(?=.)/g, "$1 ")],
			],
			{ x: 330, at: 400, y: 100 },
		);
		sheet.box(50, 190, 545, 230, true);
		["Balance brought forward", "Total paid in", "Total paid out", "Balance carried forward"].forEach((label, at) => {
			const paid =
				at === 0
					? opening
					: at === 1
						? total(moves.map(({ into }) => into ?? 0))
						: at === 2
							? total(moves.map(({ out }) => out ?? 0))
							: balance;
			sheet.text(label, 58 + at * 123, 204, { size: 7.5 });
			sheet.text(`£${english(paid)}`, 58 + at * 123, 221, { bold: true, size: 10 });
		});
		const xs = [50, 120, -390, -465, -545];
		row(sheet, ["Date", "Description", "Paid out", "Paid in", "Balance"], xs, 258, { bold: true });
		sheet.line(50, 263, 545, 263);
		moves.forEach(({ day, text, out, into, balance: after }, at) => {
			row(
				sheet,
				[named(day), text, out === null ? "" : english(out), into === null ? "" : english(into), english(after)],
				xs,
				278 + at * 16,
			);
		});
		const gbp = (amount: number | null) => (amount === null ? null : { amount, currency: "GBP" });
		return {
			sheet,
			fields: [
				field("account_holder", "string", { aliases: ["customer name"] }),
				field("account_number"),
				field("sort_code"),
				field("iban"),
				field("statement_date", "date"),
				field("opening_balance", "currency", { aliases: ["Balance brought forward"] }),
				field("closing_balance", "currency", { aliases: ["Balance carried forward"] }),
				field("total_paid_in", "currency"),
				field("overdraft_limit", "currency"),
				table("transactions", {
					date: "date",
					description: "string",
					paid_out: "currency",
					paid_in: "currency",
					balance: "currency",
				}),
			],
			truth: {
				account_holder: "MR OLIVER J PEMBERTON",
				account_number: account,
				sort_code: "20-41-77",
				iban,
				statement_date: iso(end),
				opening_balance: money(opening, "GBP"),
				closing_balance: money(balance, "GBP"),
				total_paid_in: money(total(moves.map(({ into }) => into ?? 0)), "GBP"),
				overdraft_limit: null,
				transactions: moves.map(({ day, text, out, into, balance: after }) => ({
					...{ date: iso(day), description: text, paid_out: gbp(out), paid_in: gbp(into), balance: gbp(after) },
				})),
			},
		};
	},
};

const spelledShort = named;

/** A laboratory's report: words that no lexicon of business has, results with units and ranges. */
const laboratory: Foreign = {
	name: "lab-report-en",
	async draw(random) {
		const sheet = await Sheet.create();
		const taken = anyDay(random, 2021, 2025);
		const born = anyDay(random, 1940, 2010);
		const tests: [string, string, string, [number, number]][] = [
			["Haemoglobin", "g/dL", "13.0 - 17.0", [110, 180]],
			["White cell count", "10^9/L", "4.0 - 11.0", [30, 140]],
			["Platelets", "10^9/L", "150 - 400", [1200, 4500]],
			["Creatinine", "umol/L", "60 - 110", [500, 1400]],
			["Glucose, fasting", "mmol/L", "3.9 - 5.6", [35, 99]],
		];
		const results = random
			.sample(tests, random.int(3, 5))
			.map(([test, unit, range, [low, high]]) => ({ test, unit, range, result: random.int(low, high) / 10 }));
		const patient = random.pick(["Gwendolyn Achterberg", "Suresh Pillai", "Tomasz Zielinski"]);
		const id = `P-${random.digits(6)}`;
		sheet.text("CITY PATHOLOGY LABORATORIES", 297, 50, { bold: true, size: 14, align: "center" });
		sheet.text("12 Hospital Road, Accredited to ISO 15189", 297, 64, { size: 8, align: "center" });
		sheet.line(50, 72, 545, 72);
		pairs(
			sheet,
			[
				["Patient", `: ${patient}`],
				["Patient ID", `: ${id}`],
				["Age / Sex", ": 47 Y / F"],
				["DOB", `: ${named(born)}`],
			],
			{ x: 50, at: 120, y: 90 },
		);
		pairs(
			sheet,
			[
				["Referred by", ": Dr. A. Fontaine"],
				["Sample type", ": Serum"],
				["Collected on", `: ${named(taken)} 08:15`],
				["Reported on", `: ${named(daysLater(taken, 1))} 16:40`],
			],
			{ x: 320, at: 400, y: 90 },
		);
		sheet.text("HAEMATOLOGY & BIOCHEMISTRY", 297, 170, { bold: true, align: "center" });
		const xs = [50, 260, 340, 430];
		row(sheet, ["Test", "Result", "Units", "Reference range"], xs, 190, { bold: true });
		sheet.line(50, 194, 545, 194);
		results.forEach(({ test, result, unit, range }, at) => {
			row(sheet, [test, String(result), unit, range], xs, 210 + at * 17);
		});
		sheet.text("** End of report **", 297, 330, { align: "center" });
		return {
			sheet,
			fields: [
				field("patient_name"),
				field("patient_id"),
				field("date_of_birth", "date"),
				field("referring_doctor", "string", { aliases: ["Referred by"] }),
				field("sample_type"),
				field("collection_date", "date", { aliases: ["Collected on"] }),
				field("report_date", "date", { aliases: ["Reported on"] }),
				field("diagnosis"),
				table("results", { test: "string", result: "number", unit: "string", reference_range: "string" }),
			],
			truth: {
				...{ patient_name: patient, patient_id: id, date_of_birth: iso(born), referring_doctor: "Dr. A. Fontaine" },
				...{
					sample_type: "Serum",
					collection_date: iso(taken),
					report_date: iso(daysLater(taken, 1)),
					diagnosis: null,
				},
				results: results.map(({ test, result, unit, range }) => ({ test, result, unit, reference_range: range })),
			},
		};
	},
};

/** A Hindi application: labels and answers in Devanagari, digits of either script, ticks from a font of signs. */
const ration: Foreign = {
	name: "application-hi",
	async draw(random) {
		const sheet = await Sheet.create();
		const born = anyDay(random, 1955, 2002);
		const deva = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(0x966 + Number(digit)));
		const digits = random.chance(0.5) ? deva : (text: string): string => text;
		const name = random.pick(["राम प्रसाद", "सीता देवी", "मोहन लाल"]);
		const father = random.pick(["हरि दास", "गोपाल राव"]);
		const number = random.digits(8);
		const mobile = `9${random.digits(9)}`;
		const isFarmer = random.chance(0.5);
		sheet.text("राशन कार्ड हेतु आवेदन पत्र", 297, 60, { size: 16, align: "center" });
		const rows: [string, string][] = [
			["आवेदन क्रमांक", digits(number)],
			["आवेदक का नाम", name],
			["पिता का नाम", father],
			["जन्म तिथि", digits(slashed(born))],
			["मोबाइल नंबर", digits(mobile)],
			["वार्षिक आय", `₹ ${digits("96,500")}`],
			["पिन कोड", digits("462001")],
		];
		rows.forEach(([label, value], at) => {
			sheet.text(`${at + 1}.`, 60, 105 + at * 26, { size: 10 });
			sheet.text(label, 80, 105 + at * 26, { size: 11 });
			sheet.text(":", 230, 105 + at * 26, { size: 11 });
			sheet.text(value, 250, 105 + at * 26, { size: 11 });
		});
		sheet.text("8.", 60, 290, { size: 10 });
		sheet.text("क्या आप किसान हैं", 80, 290, { size: 11 });
		["हाँ", "नहीं"].forEach((text, at) => {
			const x = 250 + at * 80;
			sheet.box(x, 281, x + 10, 291);
			if (isFarmer === (at === 0)) sheet.sign("\u2714", x + 1, 290, 10);
			sheet.text(text, x + 16, 290, { size: 11 });
		});
		return {
			sheet,
			fields: [
				field("application_number"),
				field("applicant_name"),
				field("father_name"),
				field("date_of_birth", "date"),
				field("mobile"),
				field("annual_income", "currency", { aliases: ["वार्षिक आय"] }),
				field("pin_code"),
				field("is_farmer", "boolean", { aliases: ["क्या आप किसान हैं"] }),
				field("email"),
			],
			truth: {
				...{ application_number: digits(number), applicant_name: name, father_name: father, date_of_birth: iso(born) },
				...{ mobile: digits(mobile), annual_income: money(96_500, "INR"), pin_code: digits("462001") },
				...{ is_farmer: isFarmer, email: null },
			},
		};
	},
};

/** A policy: a letter with a reference line, facts in two columns, what is covered as a list. */
const policy: Foreign = {
	name: "versicherungsschein-de",
	async draw(random) {
		const sheet = await Sheet.create();
		const start = anyDay(random, 2020, 2025);
		const end = { ...start, year: start.year + 1 };
		const premium = random.int(9000, 98000) / 100;
		const number = `${random.digits(3)}.${random.digits(6)}-${random.digits(2)}`;
		const person = random.pick(["Hannelore Pietsch", "Mehmet Yildirim", "Ole Carstensen"]);
		const covers = random.sample(
			["Feuer", "Leitungswasser", "Sturm und Hagel", "Einbruchdiebstahl", "Glasbruch"],
			random.int(2, 4),
		);
		sheet.text("Hansa Elbe Versicherung AG", 545, 50, { bold: true, size: 13, align: "right" });
		lines(
			sheet,
			["Ihr Ansprechpartner: Torben Lüders", "Telefon 040 / 555 01-23", `Hamburg, ${dotted(daysLater(start, -20))}`],
			380,
			120,
			12,
			8.5,
		);
		lines(sheet, [person, "Lange Reihe 88", "20099 Hamburg"], 60, 120, 13, 10);
		sheet.text("Versicherungsschein zur Hausratversicherung", 60, 220, { bold: true, size: 14 });
		sheet.text(`Versicherungsscheinnummer ${number}`, 60, 238, { size: 10 });
		sheet.text("Vielen Dank für Ihr Vertrauen. Wir bestätigen Ihnen den folgenden Versicherungsschutz.", 60, 262);
		pairs(
			sheet,
			[
				["Versicherungsnehmer", person],
				["Versicherungsbeginn", `${dotted(start)}, 12:00 Uhr`],
				["Versicherungsablauf", `${dotted(end)}, 12:00 Uhr`],
				["Zahlungsweise", "jährlich"],
				["Versicherungssumme", `${german(random.int(30, 90) * 1000)} EUR`],
				["Jahresbeitrag inkl. 19 % Versicherungsteuer", `${german(premium)} EUR`],
			],
			{ x: 60, at: 300, y: 290, step: 17, size: 9.5 },
		);
		sheet.text("Versicherte Gefahren:", 60, 410, { bold: true });
		covers.forEach((text, at) => {
			sheet.text(`• ${text}`, 70, 426 + at * 14);
		});
		sheet.text("Freundliche Grüße", 60, 560);
		return {
			sheet,
			fields: [
				field("policy_number", "string", { aliases: ["Versicherungsscheinnummer"] }),
				field("policy_holder", "string", { aliases: ["Versicherungsnehmer"] }),
				field("start_date", "date", { aliases: ["Versicherungsbeginn"] }),
				field("end_date", "date", { aliases: ["Versicherungsablauf"] }),
				field("annual_premium", "currency", { aliases: ["Jahresbeitrag"] }),
				field("insured_risks", "list", { aliases: ["Versicherte Gefahren"] }),
				field("payment_frequency", "string", { aliases: ["Zahlungsweise"] }),
				field("deductible", "currency", { aliases: ["Selbstbeteiligung"] }),
				field("issue_date", "date"),
			],
			truth: {
				...{ policy_number: number, policy_holder: person, start_date: iso(start), end_date: iso(end) },
				...{ annual_premium: money(premium, "EUR"), insured_risks: covers, payment_frequency: "jährlich" },
				...{ deductible: null, issue_date: iso(daysLater(start, -20)) },
			},
		};
	},
};

export const FIRST_PAPERS: readonly Foreign[] = [lohn, stub, underlined, statement, laboratory, ration, policy];
