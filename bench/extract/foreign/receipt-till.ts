import { Sheet } from "../sheet.ts";
import { languageOf, SNACKS } from "../words.ts";
import { anyDay, cents, type Foreign, field, iso, money, table, total, two } from "./kit.ts";
import { audienceOf, rateOf, SENDERS } from "./second-facts.ts";

/** A till's slip: the price under the name, a table of taxes by letter, the day at the foot. */
export const till: Foreign = {
	name: "receipt-till",
	async draw(random) {
		const { audience, habit, say } = audienceOf(random);
		const sheet = await Sheet.create(210, 560);
		const day = anyDay(random);
		const items = random.sample(SNACKS[languageOf(audience)], random.int(2, 6)).map((name) => {
			const [quantity, price] = [random.int(1, 4), random.int(90, 1500) / 100];
			return { name, quantity, price, amount: cents(quantity * price) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const rate = rateOf(random, audience);
		const tax = cents(sum - sum / (1 + rate / 100));
		const number = random.digits(7);
		const shop = {
			us: "Bluejay Coffee",
			gb: "The Copper Kettle",
			in: "Filter Kaapi House",
			de: "Café Morgenrot",
			hi: "Chai Adda",
		}[audience];
		sheet.text(shop, 105, 34, { size: 14, bold: true, align: "center" });
		sheet.text(SENDERS[audience][1], 105, 48, { size: 7.5, align: "center" });
		sheet.text(SENDERS[audience][2], 105, 58, { size: 7.5, align: "center" });
		let y = 82;
		for (const { name, quantity, price, amount } of items) {
			sheet.text(name, 12, y, { size: 8.5 });
			sheet.text(`${quantity} x ${habit.amount(price)}`, 24, y + 11, { size: 8 });
			sheet.text(`${habit.amount(amount)} A`, 198, y + 11, { size: 8.5, align: "right" });
			y += 24;
		}
		sheet.line(12, y - 6, 198, y - 6);
		sheet.text(say({ en: "To pay", de: "Zu zahlen", hi: "कुल राशि" }), 12, y + 10, { size: 11, bold: true });
		sheet.text(habit.money(sum), 198, y + 10, { size: 11, bold: true, align: "right" });
		const paid = say({ en: "Debit card", de: "EC-Karte", hi: "UPI" });
		sheet.text(say({ en: "Paid with", de: "Bezahlt mit", hi: "भुगतान माध्यम" }), 12, y + 26, { size: 8 });
		sheet.text(paid, 198, y + 26, { size: 8, align: "right" });
		const xs = [12, 60, 130, 198];
		[
			say({ en: "Rate", de: "Satz", hi: "दर" }),
			say({ en: "Net", de: "Netto", hi: "शुद्ध" }),
			say({ en: "VAT", de: "MwSt", hi: "कर" }),
			say({ en: "Gross", de: "Brutto", hi: "कुल" }),
		].forEach((text, at) => {
			sheet.text(text, (xs[at] ?? 0) + (at === 0 ? 0 : 0), y + 46, { size: 7.5, align: at === 0 ? "left" : "right" });
		});
		[`A ${habit.percent(rate)}`, habit.amount(cents(sum - tax)), habit.amount(tax), habit.amount(sum)].forEach(
			(text, at) => {
				sheet.text(text, xs[at] ?? 0, y + 57, { size: 7.5, align: at === 0 ? "left" : "right" });
			},
		);
		sheet.text(`${say({ en: "Slip", de: "Bon", hi: "रसीद" })} ${number}`, 12, y + 78, { size: 7.5 });
		sheet.text(`${habit.day(day)} ${two(random.int(8, 20))}:${two(random.int(0, 59))}`, 198, y + 78, {
			size: 7.5,
			align: "right",
		});
		return {
			sheet,
			fields: [
				field("store_name"),
				field("date", "date"),
				field("total", "currency"),
				field("tax", "currency"),
				field("payment_method"),
				field("tip", "currency"),
				field("cashier"),
				table("items", { description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
			],
			truth: {
				...{ store_name: shop, date: iso(day), total: money(sum, habit.currency), tax: money(tax, habit.currency) },
				...{ payment_method: paid, tip: null, cashier: null },
				items: items.map(({ name, quantity, price, amount }) => ({
					...{ description: name, quantity },
					unit_price: { amount: price, currency: habit.currency },
					amount: { amount, currency: habit.currency },
				})),
			},
		};
	},
};
