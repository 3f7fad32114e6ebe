import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, dotted, type Foreign, field, iso, money } from "./kit.ts";

/** A form with dotted blanks, answers over the dots, small boxes before several words. */
export const dots: Foreign = {
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
