import { anyHabit } from "../habits.ts";
import { Sheet } from "../sheet.ts";
import { anyDay, cents, type Foreign, field, iso, money } from "./kit.ts";

/** A ticket of a car park: few words, points between. */
export const parking: Foreign = {
	name: "receipt-parking",
	async draw(random) {
		const audience = random.pick(["us", "gb"] as const);
		const habit = anyHabit(random, audience);
		const sheet = await Sheet.create(200, 330, "mono");
		const day = anyDay(random);
		const paid = random.int(2, 60) * 0.5;
		const number = random.digits(8);
		const plate = `${random.letters(2)}${random.digits(2)} ${random.letters(3)}`;
		sheet.text("CITY CENTRE CAR PARK", 100, 30, { size: 10, bold: true, align: "center" });
		const put = (label: string, value: string, y: number): void => {
			sheet.text(`${label.padEnd(12, ".")}: ${value}`, 12, y, { size: 8 });
		};
		put("TICKET NO", number, 60);
		put("PLATE", plate, 74);
		put("ENTRY", `${habit.day(day)} 08:11`, 88);
		put("EXIT", `${habit.day(day)} 1${random.int(0, 9)}:40`, 102);
		put("PAID", habit.money(paid), 130);
		put("CARD", "VISA CONTACTLESS", 144);
		put("VAT INCL", habit.money(cents(paid - paid / 1.2)), 158);
		sheet.text("LOST TICKET = MAX DAY RATE", 12, 190, { size: 7.5 });
		return {
			sheet,
			fields: [
				field("ticket_number"),
				field("plate", "string", { description: "Registration plate of the vehicle" }),
				field("entry_date", "date", { aliases: ["entry"] }),
				field("amount_paid", "currency", { aliases: ["paid"] }),
				field("vat", "currency", { aliases: ["VAT incl"] }),
				field("payment_method", "string", { aliases: ["card"] }),
				field("discount", "currency"),
				field("customer_name"),
			],
			truth: {
				...{ ticket_number: number, plate, entry_date: iso(day), amount_paid: money(paid, habit.currency) },
				...{
					vat: money(cents(paid - paid / 1.2), habit.currency),
					payment_method: "VISA CONTACTLESS",
					discount: null,
					customer_name: null,
				},
			},
		};
	},
};
