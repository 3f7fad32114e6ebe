import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { cents, type Foreign, field, german, lines, money, row, total } from "./kit.ts";

const MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ");

/** A German payslip as payroll programs print it: small heads over values in a grid, and two columns of money, the month's and the year's. */
export const lohn: Foreign = {
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
