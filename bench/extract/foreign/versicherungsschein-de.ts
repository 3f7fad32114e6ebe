import { Sheet } from "../sheet.ts";
import { anyDay, daysLater, dotted, type Foreign, field, german, iso, lines, money, pairs } from "./kit.ts";

/** A policy: a letter with a reference line, facts in two columns, what is covered as a list. */
export const policy: Foreign = {
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
