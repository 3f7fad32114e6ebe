import { anyHabit } from "../habits.ts";
import { anyIban } from "../iban.ts";
import { Sheet } from "../sheet.ts";
import { GOODS, languageOf } from "../words.ts";
import { anyDay, cents, daysLater, type Foreign, field, iso, lines, money, table, total } from "./kit.ts";
import { anyLines, BUYERS, rateOf, SENDERS } from "./second-facts.ts";

/** A business letter: a line of references, services with a second line, what to pay in a sentence, the bank in the foot. */
export const letter: Foreign = {
	name: "invoice-letter",
	async draw(random) {
		const audience = random.pick(["de", "gb"] as const);
		const habit = anyHabit(random, audience);
		const say = (de: string, en: string): string => (audience === "de" ? de : en);
		const sheet = await Sheet.create(595, 842, "serif");
		const day = anyDay(random);
		const due = daysLater(day, 14);
		const iban = anyIban(random, audience === "de" ? "DE" : "GB");
		const items = anyLines(random, GOODS[languageOf(audience)], random.int(1, 4));
		const net = total(items.map(({ amount }) => amount));
		const rate = rateOf(random, audience);
		const tax = cents((net * rate) / 100);
		const [number, customer] = [`${day.year}-${random.digits(3)}`, random.digits(5)];
		const [sender, buyer] = [SENDERS[audience], BUYERS[audience]];
		sheet.text(sender[0], 545, 50, { size: 15, bold: true, align: "right" });
		sheet.text(sender.join(" • "), 60, 118, { size: 6.5 });
		lines(sheet, buyer, 60, 135, 13, 10.5);
		const refs: [string, string][] = [
			[say("Ihr Zeichen", "Your ref"), "fs/12"],
			[say("Kundennr.", "Client no."), customer],
			[say("Unser Zeichen", "Our ref"), "imm"],
			[say("Datum", "Date"), habit.day(day)],
		];
		refs.forEach(([label, value], at) => {
			sheet.text(label, 60 + at * 120, 215, { size: 7 });
			sheet.text(value, 60 + at * 120, 227, { size: 9.5 });
		});
		sheet.text(`${say("Rechnung Nr.", "Invoice No.")} ${number}`, 60, 262, { size: 12, bold: true });
		sheet.text(say("Sehr geehrte Damen und Herren,", "Dear Sir or Madam,"), 60, 282, { size: 10 });
		sheet.text(
			say("für die folgenden Leistungen berechnen wir Ihnen:", "we charge you as follows for the work done:"),
			60,
			296,
			{ size: 10 },
		);
		const heads = [
			say("Pos.", "Item"),
			say("Leistung", "Work"),
			say("Anz.", "No."),
			say("à EUR", "at GBP"),
			say("EUR", "GBP"),
		];
		const put = (texts: readonly string[], y: number, bold = false): void =>
			texts.forEach((text, at) => {
				const [x, align] = (
					[
						[60, "left"],
						[95, "left"],
						[400, "right"],
						[470, "right"],
						[540, "right"],
					] as const
				)[at] ?? [0, "left"];
				sheet.text(text, x, y, { size: 9.5, bold, align });
			});
		put(heads, 325, true);
		let y = 343;
		items.forEach(({ description, quantity, price, amount }, at) => {
			put([String(at + 1), description, habit.number(quantity, 0), habit.amount(price), habit.amount(amount)], y);
			sheet.text(say("wie besprochen", "as agreed"), 95, y + 12, { size: 8.5 });
			y += 30;
		});
		sheet.line(300, y - 6, 540, y - 6);
		const sums: [string, number, boolean][] = [
			[say("Zwischensumme", "Sum net"), net, false],
			[say(`zzgl. ${habit.percent(rate)} MwSt.`, `plus VAT ${habit.percent(rate)}`), tax, false],
			[say("Rechnungsbetrag", "Invoice total"), cents(net + tax), true],
		];
		for (const [label, value, bold] of sums) {
			y += 14;
			sheet.text(label, 300, y, { size: 9.5, bold });
			sheet.text(habit.amount(value), 540, y, { size: 9.5, bold, align: "right" });
		}
		sheet.text(
			say(
				`Bitte überweisen Sie ${habit.money(cents(net + tax))} bis zum ${habit.day(due)} auf unser unten genanntes Konto.`,
				`Please transfer ${habit.money(cents(net + tax))} by ${habit.day(due)} to the account named below.`,
			),
			60,
			y + 40,
			{ size: 10 },
		);
		const feet = [
			sender,
			[
				say("Geschäftsführung: Ida Quandt", "Director: Ida Quandt"),
				say("Amtsgericht Leipzig HRB 20417", "Registered in England 0882041"),
				say("USt-IdNr. DE219384756", "VAT reg. GB219384756"),
			],
			["Sparkasse Mitte", `IBAN ${iban.replace(/(.{4})(?=.)/g, "$1 ")}`, "BIC WELADE8LXXX"],
		];
		feet.forEach((texts, at) => {
			lines(sheet, texts, 60 + at * 165, 780, 10, 7);
		});
		const sum = (amount: number) => money(amount, habit.currency);
		return {
			sheet,
			fields: [
				field("invoiceNumber"),
				field("invoiceDate", "date"),
				field("dueDate", "date"),
				field("customerNumber"),
				field("supplierName"),
				field("customerName"),
				field("netTotal", "currency"),
				field("vatRate", "number"),
				field("vatAmount", "currency"),
				field("grandTotal", "currency"),
				field("iban"),
				field("bic"),
				field("vatId"),
				field("discount", "currency"),
				table("positions", { description: "string", quantity: "number", unitPrice: "currency", total: "currency" }),
			],
			truth: {
				...{ invoiceNumber: number, invoiceDate: iso(day), dueDate: iso(due), customerNumber: customer },
				...{ supplierName: sender[0], customerName: buyer[0], netTotal: sum(net), vatRate: rate, vatAmount: sum(tax) },
				...{
					grandTotal: sum(net + tax),
					iban,
					bic: "WELADE8LXXX",
					vatId: audience === "de" ? "DE219384756" : "GB219384756",
				},
				discount: null,
				positions: items.map(({ description, quantity, price, amount }) => ({
					...{ description: `${description} ${say("wie besprochen", "as agreed")}`, quantity },
					unitPrice: { amount: price, currency: habit.currency },
					total: { amount, currency: habit.currency },
				})),
			},
		};
	},
};
