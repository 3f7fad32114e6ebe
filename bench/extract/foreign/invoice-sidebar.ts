import { Sheet } from "../sheet.ts";
import { GOODS, languageOf } from "../words.ts";
import { anyDay, cents, daysLater, type Foreign, field, iso, lines, money, table, total } from "./kit.ts";
import { anyLines, audienceOf, BUYERS, rateOf, SENDERS } from "./second-facts.ts";

/** Facts in a shaded bar at the left, small heads over values; quantities first, the sum large under its label. */
export const sidebar: Foreign = {
	name: "invoice-sidebar",
	async draw(random) {
		const { audience, habit, say } = audienceOf(random);
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const due = daysLater(day, 21);
		const items = anyLines(random, GOODS[languageOf(audience)], random.int(2, 6));
		const net = total(items.map(({ amount }) => amount));
		const rate = rateOf(random, audience);
		const tax = cents((net * rate) / 100);
		const number = `${random.letters(2)}${random.digits(4)}/${random.int(1, 12)}`;
		const [sender, buyer] = [SENDERS[audience], BUYERS[audience]];
		sheet.box(0, 0, 175, 842, true);
		sheet.text(sender[0], 20, 60, { size: 11, bold: true });
		lines(sheet, sender.slice(1), 20, 74, 11, 8);
		const facts: [string, string][] = [
			[say({ en: "Invoice no", de: "Rechnungsnr.", hi: "चालान नं." }), number],
			[say({ en: "Issued", de: "Ausgestellt am", hi: "जारी दिनांक" }), habit.day(day)],
			[say({ en: "Payable by", de: "Zahlbar bis", hi: "अंतिम भुगतान तिथि" }), habit.day(due)],
			[say({ en: "Your reference", de: "Ihre Referenz", hi: "आपका संदर्भ" }), `REQ-${random.digits(3)}`],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(label, 20, 150 + at * 36, { size: 7 });
			sheet.text(value, 20, 163 + at * 36, { size: 10 });
		});
		sheet.text(say({ en: "Billed to", de: "Rechnung an", hi: "ग्राहक" }), 200, 60, { size: 8 });
		lines(sheet, buyer, 200, 75, 13, 10);
		const heads = [
			say({ en: "Qty", de: "Menge", hi: "मात्रा" }),
			say({ en: "What", de: "Artikel", hi: "विवरण" }),
			say({ en: "Each", de: "Stückpreis", hi: "दर" }),
			say({ en: "Line amount", de: "Betrag", hi: "राशि" }),
		];
		const cells = (texts: readonly string[], y: number, bold = false): void =>
			texts.forEach((text, at) => {
				const [x, align] = (
					[
						[200, "left"],
						[240, "left"],
						[470, "right"],
						[560, "right"],
					] as const
				)[at] ?? [0, "left"];
				sheet.text(text, x, y, { size: 9, bold, align });
			});
		cells(heads, 170, true);
		sheet.line(200, 176, 560, 176);
		items.forEach(({ description, quantity, price, amount }, at) => {
			cells([habit.number(quantity, 0), description, habit.amount(price), habit.amount(amount)], 192 + at * 17);
		});
		const y = 215 + items.length * 17;
		const sums: [string, string][] = [
			[say({ en: "Net", de: "Netto", hi: "उप योग" }), habit.money(net)],
			[`${say({ en: "Tax", de: "USt", hi: "जीएसटी" })} ${habit.percent(rate)}`, habit.money(tax)],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 400, y + at * 15, { size: 9 });
			sheet.text(text, 560, y + at * 15, { size: 9, align: "right" });
		});
		sheet.text(say({ en: "Amount due", de: "Gesamtsumme", hi: "कुल देय राशि" }), 560, y + 52, {
			size: 8,
			align: "right",
		});
		sheet.text(habit.money(cents(net + tax)), 560, y + 74, { size: 18, bold: true, align: "right" });
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("issue_date", "date"),
				field("due_date", "date"),
				field("reference"),
				field("vendor_name"),
				field("customer_name"),
				field("customer_address"),
				field("subtotal", "currency"),
				field("tax_amount", "currency"),
				field("total_amount", "currency"),
				field("iban"),
				table("line_items", { description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
			],
			truth: {
				...{ invoice_number: number, issue_date: iso(day), due_date: iso(due), reference: facts[3]?.[1] ?? null },
				...{ vendor_name: sender[0], customer_name: buyer[0], customer_address: `${buyer[1]}, ${buyer[2]}` },
				...{ subtotal: money(net, habit.currency), tax_amount: money(tax, habit.currency), iban: null },
				total_amount: money(net + tax, habit.currency),
				line_items: items.map(({ description, quantity, price, amount }) => ({
					...{ description, quantity },
					unit_price: { amount: price, currency: habit.currency },
					amount: { amount, currency: habit.currency },
				})),
			},
		};
	},
};
