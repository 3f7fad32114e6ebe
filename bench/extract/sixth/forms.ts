/** Forms: one with fields to fill in on the screen, one printed with rules, boxes and combs. */
import { PDFDocument } from "pdf-lib";
import type { Field } from "../../../src/extraction/fields.ts";
import type { Random } from "../../dedup/random.ts";
import { Sheet } from "../sheet.ts";
import { anyDay, BRITONS, type Drawn, GERMANS, type Layout } from "./facts.ts";

/** Puts fields of the screen over a printed page: texts in a frame, boxes ticked or not. */
export interface Screen {
	texts: { name: string; value: string; x: number; y: number; width: number; max?: number }[];
	checks: { name: string; x: number; y: number; isOn: boolean }[];
	radios?: { name: string; chosen: string | undefined; options: { value: string; x: number; y: number }[] }[];
}

export async function withFields(sheet: Sheet, { texts, checks, radios = [] }: Screen): Promise<Uint8Array> {
	const pdf = await PDFDocument.load(await sheet.save());
	const [page, form] = [pdf.getPage(0), pdf.getForm()];
	for (const { name, value, x, y, width, max } of texts) {
		const field = form.createTextField(name);
		if (max !== undefined) {
			field.setMaxLength(max);
			field.enableCombing();
		}
		field.setText(value);
		field.addToPage(page, { x, y: sheet.heightPt - y, width, height: 16, borderWidth: 0.5 });
		field.setFontSize(10);
	}
	for (const { name, x, y, isOn } of checks) {
		const field = form.createCheckBox(name);
		field.addToPage(page, { x, y: sheet.heightPt - y, width: 11, height: 11, borderWidth: 0.5 });
		if (isOn) field.check();
	}
	for (const { name, chosen, options } of radios) {
		const group = form.createRadioGroup(name);
		for (const { value, x, y } of options)
			group.addOptionToPage(value, page, { x, y: sheet.heightPt - y, width: 11, height: 11, borderWidth: 0.5 });
		if (chosen !== undefined) group.select(chosen);
	}
	return pdf.save();
}

async function screen(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create(612, 792);
	const [first, last] = random.pick(BRITONS).split(" ") as [string, string];
	const [born, mail, phone] = [
		anyDay(random).plus(-11_000),
		`${first.toLowerCase()}@post.example`,
		`(503) 555-01${random.digits(2)}`,
	];
	const [zip, member] = [random.digits(5), random.digits(8)];
	const flags = { newsletter: random.chance(0.5), volunteer: random.chance(0.5), pet: random.chance(0.5) };
	const plan = random.pick(["Individual", "Family", "Student"]);
	sheet.text("Willamette Rowing Club", 50, 54, { size: 15, bold: true });
	sheet.text("Membership Application", 50, 74, { size: 12 });
	const texts: Screen["texts"] = [];
	const text = (
		label: string,
		name: string,
		value: string,
		x: number,
		y: number,
		width: number,
		max?: number,
	): void => {
		sheet.text(label, x, y - 20, { size: 8.5 });
		texts.push({ name, value, x, y, width, ...(max === undefined ? {} : { max }) });
	};
	text("First name", "f1_01", first, 50, 124, 220);
	text("Last name", "f1_02", last, 300, 124, 220);
	text("Date of birth (mm/dd/yyyy)", "f1_03", born.american, 50, 164, 140);
	text("Telephone", "f1_04", phone, 210, 164, 140);
	text("E-mail", "f1_05", mail, 370, 164, 190);
	text("Street address", "f1_06", `${random.int(12, 990)} Alder Street`, 50, 204, 220);
	text("City", "f1_07", "Portland", 300, 204, 120);
	text("ZIP code", "f1_08", zip, 440, 204, 90, 5);
	text("Previous member number", "f1_09", member, 50, 244, 160, 8);
	text("Emergency contact", "f1_10", "", 300, 244, 220);
	sheet.text("Membership type (choose one)", 50, 276, { bold: true });
	const options = ["Individual", "Family", "Student"].map((value, at) => ({ value, x: 50 + at * 110, y: 296 }));
	for (const { value, x } of options) sheet.text(value, x + 16, 294);
	const checks: Screen["checks"] = [];
	const lines = [
		["Send me the monthly newsletter", "c1", flags.newsletter],
		["I would like to volunteer at regattas", "c2", flags.volunteer],
		["I bring a dog to the boathouse", "c3", flags.pet],
	] as const;
	for (const [at, [label, name, isOn]] of lines.entries()) {
		checks.push({ name, x: 50, y: 332 + at * 20, isOn });
		sheet.text(label, 68, 330 + at * 20);
	}
	sheet.text("Signature", 50, 430);
	sheet.line(110, 432, 300, 432);
	const bytes = await withFields(sheet, { texts, checks, radios: [{ name: "type", chosen: plan, options }] });
	const fields: Field[] = [
		{ name: "first_name", type: "string" },
		{ name: "last_name", type: "string" },
		{ name: "date_of_birth", type: "date" },
		{ name: "phone_number", type: "string" },
		{ name: "email_address", type: "string" },
		{ name: "street", type: "string" },
		{ name: "city", type: "string" },
		{ name: "zip_code", type: "string" },
		{ name: "previous_member_number", type: "string" },
		{ name: "emergency_contact", type: "string" },
		{ name: "membership_type", type: "string", enum: ["Individual", "Family", "Student"] },
		{ name: "newsletter", type: "boolean" },
		{ name: "volunteer", type: "boolean", description: "Wants to volunteer at regattas" },
		{ name: "brings_dog", type: "boolean" },
		{ name: "employer", type: "string" },
	];
	const truth = {
		first_name: first,
		last_name: last,
		date_of_birth: born.iso,
		phone_number: phone,
		email_address: mail,
		street: texts[5]?.value ?? "",
		city: "Portland",
		zip_code: zip,
		previous_member_number: member,
		emergency_contact: null,
		membership_type: plan,
		newsletter: flags.newsletter,
		volunteer: flags.volunteer,
		brings_dog: flags.pet,
		employer: null,
	};
	return { sheet: { save: async () => bytes }, fields, truth };
}

async function kita(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [first, last] = random.pick(GERMANS).split(" ") as [string, string];
	const [born, start] = [anyDay(random).plus(-900), anyDay(random)];
	const [sex, hours] = [random.pick(["weiblich", "männlich"]), random.pick(["25 Stunden", "35 Stunden", "45 Stunden"])];
	const iban = "DE89370400440532013000";
	sheet.text("Anmeldung zur Kindertagesbetreuung", 60, 60, { size: 14, bold: true });
	sheet.text("Bitte in Druckbuchstaben ausfüllen und beim Träger abgeben.", 60, 76, { size: 8 });
	const rule = (label: string, value: string, x: number, y: number, x1: number): void => {
		const width = sheet.text(label, x, y);
		sheet.line(x + width + 5, y + 2, x1, y + 2);
		sheet.text(value, x + width + 10, y, { size: 10 });
	};
	sheet.text("1. Angaben zum Kind", 60, 106, { bold: true });
	rule("Name des Kindes", last, 60, 130, 300);
	rule("Vorname", "Mila", 320, 130, 540);
	rule("geboren am", born.german, 60, 154, 240);
	rule("Staatsangehörigkeit", "deutsch", 260, 154, 540);
	const ticks = (label: string, names: readonly string[], chosen: string, y: number): void => {
		sheet.text(label, 60, y);
		for (const [at, name] of names.entries()) {
			const x = 190 + at * 110;
			sheet.box(x, y - 8, x + 9, y + 1);
			if (name === chosen) {
				sheet.line(x + 1, y - 7, x + 8, y, 1);
				sheet.line(x + 8, y - 7, x + 1, y, 1);
			}
			sheet.text(name, x + 14, y);
		}
	};
	ticks("Geschlecht", ["weiblich", "männlich", "divers"], sex, 178);
	ticks("Gewünschter Umfang", ["25 Stunden", "35 Stunden", "45 Stunden"], hours, 202);
	rule("Aufnahme ab", start.german, 60, 226, 240);
	sheet.text("2. Angaben der Sorgeberechtigten", 60, 258, { bold: true });
	rule("Name, Vorname", `${last}, ${first}`, 60, 282, 320);
	rule("Telefon tagsüber", "0171 5550 148", 330, 282, 540);
	rule("Anschrift", "Mühlbachstr. 7, 88400 Biberach", 60, 306, 540);
	rule("Arbeitgeber", "", 60, 330, 540);
	const single = random.chance(0.5);
	ticks("Alleinerziehend", ["ja", "nein"], single ? "ja" : "nein", 354);
	sheet.text("3. Bankverbindung für den Elternbeitrag", 60, 386, { bold: true });
	sheet.text("IBAN", 60, 412);
	for (const [at, letter] of [...iban].entries()) {
		const x = 100 + at * 18;
		sheet.box(x, 398, x + 18, 418);
		sheet.text(letter, x + 9, 413, { size: 11, align: "center" });
	}
	sheet.line(60, 480, 250, 480);
	sheet.text("Ort, Datum", 60, 490, { size: 7 });
	sheet.text(`Biberach, ${start.plus(-100).german}`, 64, 477);
	sheet.line(320, 480, 540, 480);
	sheet.text("Unterschrift", 320, 490, { size: 7 });
	const fields: Field[] = [
		{ name: "kind_nachname", type: "string", aliases: ["Name des Kindes"] },
		{ name: "kind_vorname", type: "string", aliases: ["Vorname"] },
		{ name: "geburtsdatum", type: "date" },
		{ name: "staatsangehoerigkeit", type: "string" },
		{ name: "geschlecht", type: "string", enum: ["weiblich", "männlich", "divers"] },
		{ name: "betreuungsumfang", type: "string", aliases: ["Gewünschter Umfang"] },
		{ name: "aufnahmedatum", type: "date" },
		{ name: "telefon", type: "string" },
		{ name: "anschrift", type: "string" },
		{ name: "arbeitgeber", type: "string" },
		{ name: "alleinerziehend", type: "boolean" },
		{ name: "iban", type: "string" },
		{ name: "datum_unterschrift", type: "date", description: "Datum, an dem unterschrieben wurde" },
		{ name: "email", type: "string" },
	];
	const truth = {
		kind_nachname: last,
		kind_vorname: "Mila",
		geburtsdatum: born.iso,
		staatsangehoerigkeit: "deutsch",
		geschlecht: sex,
		betreuungsumfang: hours,
		aufnahmedatum: start.iso,
		telefon: "0171 5550 148",
		anschrift: "Mühlbachstr. 7, 88400 Biberach",
		arbeitgeber: null,
		alleinerziehend: single,
		iban,
		datum_unterschrift: start.plus(-100).iso,
		email: null,
	};
	return { sheet, fields, truth };
}

export const SIXTH_FORMS: readonly Layout[] = [
	{ name: "membership-acroform", draw: screen },
	{ name: "kita-anmeldung-de", draw: kita },
];
