import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, type Foreign, field, iso, row, spelled } from "./kit.ts";

/** A questionnaire as a table: the answer is the column in which there is a cross. */
export const questionnaire: Foreign = {
	name: "form-yes-no-columns",
	async draw(random) {
		const sheet = await Sheet.create();
		const born = anyDay(random, 1950, 2004);
		const person = random.pick(PEOPLE.gb);
		const weight = random.int(50, 110);
		const asked: [string, string, boolean][] = [
			["asthma", "Do you have asthma?", random.chance(0.5)],
			["allergies", "Do you have any allergies?", random.chance(0.5)],
			["medication", "Are you taking any medication?", random.chance(0.5)],
			["pregnant", "Are you pregnant?", random.chance(0.5)],
		];
		sheet.text("Medical questionnaire", 50, 60, { size: 17, bold: true });
		const boxes: [string, string][] = [
			["1. FULL NAME", person],
			["2. DATE OF BIRTH", spelled(born)],
			["3. WEIGHT (KG)", String(weight)],
			["4. GP SURGERY", "Elm Road Practice"],
		];
		boxes.forEach(([label, value], at) => {
			const [x, y] = [50 + (at % 2) * 250, 80 + Math.floor(at / 2) * 38];
			sheet.box(x, y, x + 250, y + 38);
			sheet.text(label, x + 4, y + 9, { size: 6.5 });
			sheet.text(value, x + 8, y + 28, { size: 11 });
		});
		row(sheet, ["Please answer all questions", "Yes", "No"], [55, 420, 480], 190, { bold: true, size: 10 });
		asked.forEach(([, question, isYes], at) => {
			const y = 200 + at * 22;
			sheet.box(50, y, 400, y + 22);
			sheet.box(400, y, 460, y + 22);
			sheet.box(460, y, 520, y + 22);
			sheet.text(question, 55, y + 15, { size: 10 });
			sheet.text("X", isYes ? 430 : 490, y + 15, { size: 11, align: "center" });
		});
		sheet.text("Height", 50, 320, { size: 10 });
		sheet.text(`${random.int(150, 198)} cm`, 100, 320, { size: 10 });
		return {
			sheet,
			fields: [
				field("full_name"),
				field("date_of_birth", "date"),
				field("weight", "number"),
				field("gp_surgery"),
				...asked.map(([name, question]) => field(name, "boolean", { aliases: [question] })),
				field("phone"),
			],
			truth: {
				...{ full_name: person, date_of_birth: iso(born), weight, gp_surgery: "Elm Road Practice", phone: null },
				...Object.fromEntries(asked.map(([name, , isYes]) => [name, isYes])),
			},
		};
	},
};
