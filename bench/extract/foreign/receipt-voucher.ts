import { anyHabit } from "../habits.ts";
import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, type Foreign, field, iso, money } from "./kit.ts";

/** An official receipt: sentences with blanks, how it was paid by boxes to tick. */
export const voucher: Foreign = {
	name: "receipt-voucher",
	async draw(random) {
		const audience = random.pick(["us", "gb", "in"] as const);
		const habit = anyHabit(random, audience);
		const sheet = await Sheet.create(560, 300, "serif");
		const day = anyDay(random);
		const amount = random.int(5_000, 990_000) / 100;
		const person = random.pick(PEOPLE[audience]);
		const number = random.digits(5);
		const method = random.pick(["Cash", "Cheque", "Bank transfer"]);
		const purpose = random.pick(["Annual subscription", "Hall rent for June", "Donation"]);
		sheet.box(15, 15, 545, 285);
		sheet.text("OFFICIAL RECEIPT", 280, 50, { size: 16, bold: true, align: "center" });
		sheet.text("Riverside Community Trust", 280, 66, { size: 10, align: "center" });
		sheet.text("No.", 430, 90, { size: 10 });
		sheet.text(number, 452, 90, { size: 12, bold: true });
		sheet.text("Date", 30, 90, { size: 10 });
		sheet.text(habit.day(day), 60, 90, { size: 10 });
		sheet.line(56, 93, 200, 93, 0.4);
		const blank = (label: string, value: string, y: number): void => {
			const width = sheet.text(label, 30, y, { size: 10 });
			sheet.text(value, 30 + width + 14, y, { size: 10.5 });
			sheet.line(30 + width + 5, y + 3, 530, y + 3, 0.4);
		};
		blank("Received from", person, 122);
		blank("the sum of", habit.money(amount), 148);
		blank("being payment for", purpose, 174);
		["Cash", "Cheque", "Bank transfer"].forEach((text, at) => {
			const x = 30 + at * 110;
			sheet.circle(x + 5, 205, 5);
			if (text === method) sheet.circle(x + 5, 205, 2.6, true);
			sheet.text(text, x + 16, 208, { size: 10 });
		});
		sheet.line(380, 250, 530, 250, 0.5);
		sheet.text("Treasurer", 430, 262, { size: 8 });
		return {
			sheet,
			fields: [
				field("receipt_no"),
				field("date", "date"),
				field("received_from"),
				field("amount", "currency", { aliases: ["the sum of"] }),
				field("purpose", "string", { aliases: ["being payment for"] }),
				field("payment_method", "string", { enum: ["Cash", "Cheque", "Bank transfer"] }),
				field("issued_by", "string", { description: "Organisation", aliases: ["vendor name"] }),
				field("due_date", "date"),
			],
			truth: {
				...{ receipt_no: number, date: iso(day), received_from: person, amount: money(amount, habit.currency) },
				...{ purpose, payment_method: method, issued_by: "Riverside Community Trust", due_date: null },
			},
		};
	},
};
