import { anyHabit } from "../habits.ts";
import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, type Foreign, field, iso, money, slashed } from "./kit.ts";

/** A form of cells for single letters, circles to fill, ticks as strokes. */
export const combs: Foreign = {
	name: "form-combs",
	async draw(random) {
		const sheet = await Sheet.create();
		const audience = random.pick(["gb", "in"] as const);
		const habit = anyHabit(random, audience);
		const born = anyDay(random, 1950, 2004);
		const [first = "", last = ""] = random.pick(PEOPLE[audience]).toUpperCase().split(" ");
		const phone = `0${random.digits(10)}`;
		const cover = random.pick(["Bronze", "Silver", "Gold"]);
		const isSmoker = random.chance(0.5);
		const income = random.int(20, 90) * 1000;
		sheet.text("Health Plan Enrolment", 40, 55, { size: 18, bold: true });
		sheet.text("Please use BLOCK CAPITALS and a black pen.", 40, 72, { size: 8 });
		const comb = (label: string, text: string, x: number, y: number, count: number): void => {
			sheet.text(label, x, y, { size: 8 });
			for (let at = 0; at < count; at++) {
				sheet.box(x + at * 15, y + 4, x + at * 15 + 15, y + 21);
				if (text[at] !== undefined)
					sheet.text(text[at] ?? "", x + at * 15 + 7.5, y + 16, { size: 10, align: "center" });
			}
		};
		sheet.text("Section 1: About you", 40, 100, { bold: true, size: 11 });
		comb("First name", first, 40, 118, 14);
		comb("Surname", last, 290, 118, 16);
		comb("Telephone", phone, 40, 156, 14);
		sheet.text("Date of birth (DD/MM/YYYY)", 290, 156, { size: 8 });
		sheet.box(290, 160, 410, 177);
		sheet.text(slashed(born), 296, 172, { size: 10 });
		sheet.text("Yearly income", 40, 198, { size: 8 });
		sheet.box(40, 202, 200, 219);
		sheet.text(habit.money(income), 46, 214, { size: 10 });
		sheet.text("Section 2: Your cover", 40, 250, { bold: true, size: 11 });
		sheet.text("Level of cover", 40, 272, { size: 9 });
		["Bronze", "Silver", "Gold"].forEach((text, at) => {
			sheet.circle(160 + at * 80, 269, 4.5);
			if (text === cover) sheet.circle(160 + at * 80, 269, 2.5, true);
			sheet.text(text, 170 + at * 80, 272, { size: 9 });
		});
		sheet.text("Do you smoke?", 40, 294, { size: 9 });
		["Yes", "No"].forEach((text, at) => {
			const x = 155 + at * 80;
			sheet.box(x, 286, x + 9, 295);
			if (isSmoker === (at === 0)) {
				sheet.line(x + 1, 291, x + 4, 294, 1.2);
				sheet.line(x + 4, 294, x + 10, 284, 1.2);
			}
			sheet.text(text, x + 15, 294, { size: 9 });
		});
		sheet.text("Allergies (list all)", 40, 316, { size: 9 });
		sheet.text("Pollen; Penicillin; Peanuts", 160, 316, { size: 9 });
		return {
			sheet,
			fields: [
				field("first_name"),
				field("surname"),
				field("telephone"),
				field("date_of_birth", "date"),
				field("yearly_income", "currency"),
				field("level_of_cover", "string", { enum: ["Bronze", "Silver", "Gold"] }),
				field("smoker", "boolean", { aliases: ["Do you smoke?"] }),
				field("allergies", "list"),
				field("email"),
				field("member_number"),
			],
			truth: {
				...{ first_name: first, surname: last, telephone: phone, date_of_birth: iso(born) },
				...{ yearly_income: money(income, habit.currency), level_of_cover: cover, smoker: isSmoker },
				...{ allergies: ["Pollen", "Penicillin", "Peanuts"], email: null, member_number: null },
			},
		};
	},
};
