import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, dotted, type Foreign, field, german, iso, money } from "./kit.ts";

/** A German form: what was written stands on lines over small captions, several to a line; crosses of a font of signs. */
export const german2: Foreign = {
	name: "form-captions-de",
	async draw(random) {
		const sheet = await Sheet.create();
		const born = anyDay(random, 1950, 2004);
		const [first = "", last = ""] = random.pick(PEOPLE.de).split(" ");
		const iban = anyIban(random, "DE");
		const mode = random.pick(["jährlich", "halbjährlich", "monatlich"]);
		const wantsMail = random.chance(0.5);
		const fee = random.pick([36, 60, 84.5]);
		const phone = `0341 ${random.digits(7)}`;
		sheet.text("Beitrittserklärung", 60, 60, { size: 20, bold: true });
		sheet.text("Hiermit erkläre ich meinen Beitritt zum Kleingartenverein Morgensonne e. V.", 60, 80);
		const over = (x: number, end: number, y: number, caption: string, text: string): void => {
			sheet.text(text, x + 3, y - 3, { size: 11 });
			sheet.line(x, y, end, y, 0.5);
			sheet.text(caption, x, y + 9, { size: 7 });
		};
		over(60, 290, 120, "Name", last);
		over(310, 535, 120, "Vorname", first);
		over(60, 400, 158, "Straße, Hausnummer", "Kastanienallee 17");
		over(420, 535, 158, "Geburtsdatum", dotted(born));
		over(60, 140, 196, "PLZ", "04229");
		over(160, 330, 196, "Wohnort", "Leipzig");
		over(350, 535, 196, "Telefon", phone);
		sheet.text("Mitgliedsbeitrag:", 60, 240);
		sheet.text(`${german(fee)} EUR`, 160, 240);
		sheet.text("Zahlungsweise:", 60, 262);
		["jährlich", "halbjährlich", "monatlich"].forEach((text, at) => {
			const x = 160 + at * 100;
			sheet.sign(text === mode ? "\u2718" : "\u274f", x, 262, 10);
			sheet.text(text, x + 14, 262);
		});
		const mail = sheet.widthOf("Rundbriefe per E-Mail");
		sheet.box(160, 276, 169, 285);
		if (wantsMail) sheet.text("X", 164.5, 284, { size: 9, align: "center" });
		sheet.text("Rundbriefe per E-Mail", 175, 284);
		sheet.line(175, 290, 175 + mail, 290, 0.2);
		sheet.text("SEPA-Lastschriftmandat", 60, 330, { bold: true, size: 11 });
		over(60, 380, 366, "IBAN", iban.replace(/(.{4})(?=.)/g, "$1 "));
		over(60, 300, 404, "Kontoinhaber", `${first} ${last}`);
		over(60, 250, 460, "Ort, Datum", `Leipzig, ${dotted({ ...born, year: 2024 })}`);
		over(300, 535, 460, "Unterschrift", "");
		return {
			sheet,
			fields: [
				field("nachname", "string", { aliases: ["Name"] }),
				field("vorname"),
				field("strasse"),
				field("plz"),
				field("ort", "string", { aliases: ["Wohnort"] }),
				field("telefon"),
				field("geburtsdatum", "date"),
				field("beitrag", "currency", { aliases: ["Mitgliedsbeitrag"] }),
				field("zahlungsweise", "string", { enum: ["jährlich", "halbjährlich", "monatlich"] }),
				field("rundbriefe", "boolean", { aliases: ["Rundbriefe per E-Mail"] }),
				field("iban"),
				field("kontoinhaber"),
				field("bic"),
				field("mitgliedsnummer"),
			],
			truth: {
				...{
					nachname: last,
					vorname: first,
					strasse: "Kastanienallee 17",
					plz: "04229",
					ort: "Leipzig",
					telefon: phone,
				},
				...{ geburtsdatum: iso(born), beitrag: money(fee, "EUR"), zahlungsweise: mode, rundbriefe: wantsMail },
				...{ iban, kontoinhaber: `${first} ${last}`, bic: null, mitgliedsnummer: null },
			},
		};
	},
};
