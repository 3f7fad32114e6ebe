import { Sheet } from "../sheet.ts";
import { anyDay, dotted, type Foreign, field, iso, lines, money, swiss, table, total } from "./kit.ts";

/** A Swiss bill with its slip: bold heads over values, twice; francs with apostrophes. */
export const slip: Foreign = {
	name: "invoice-slip-ch",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const works = ["Zahnreinigung", "Kontrolle jährlich", "Füllung zweiflächig", "Röntgenbild"];
		const items = random
			.sample(works, random.int(2, 4))
			.map((name) => ({ name, amount: random.int(4000, 160000) / 100 }));
		const sum = total(items.map(({ amount }) => amount));
		const number = random.digits(7);
		const person = random.pick(["Reto Aebischer", "Nadia Bernasconi", "Urs Zumstein"]);
		const ref = "21 00000 00003 13947 14300 09017";
		sheet.text("Praxis Dr. med. dent. L. Caduff", 50, 55, { size: 13, bold: true });
		lines(sheet, ["Bahnhofplatz 4", "7000 Chur"], 50, 70);
		lines(sheet, [person, "Gäuggelistrasse 19", "7000 Chur"], 350, 120, 13, 10);
		sheet.text(`Chur, ${dotted(day)}`, 350, 190);
		sheet.text(`Rechnung ${number}`, 50, 220, { size: 13, bold: true });
		sheet.text("Behandlung", 50, 250, { bold: true });
		sheet.text("CHF", 500, 250, { bold: true, align: "right" });
		items.forEach(({ name, amount }, at) => {
			sheet.text(name, 50, 268 + at * 15);
			sheet.text(swiss(amount), 500, 268 + at * 15, { align: "right" });
		});
		const y = 275 + items.length * 15;
		sheet.line(50, y, 500, y);
		sheet.text("Total CHF", 50, y + 14, { bold: true });
		sheet.text(swiss(sum), 500, y + 14, { bold: true, align: "right" });
		sheet.text("Zahlbar innert 30 Tagen rein netto", 50, y + 40);
		sheet.line(0, 545, 595, 545);
		sheet.text("Empfangsschein", 20, 565, { bold: true, size: 11 });
		sheet.text("Zahlteil", 190, 565, { bold: true, size: 11 });
		const part = (x: number, from: number, groups: [string, string[]][]): void => {
			let at = from;
			for (const [head, texts] of groups) {
				sheet.text(head, x, at, { bold: true, size: 6.5 });
				at = lines(sheet, texts, x, at + 10, 10, 8.5) + 5;
			}
		};
		const payee = ["CH44 3199 9123 0008 8901 2", "Dr. L. Caduff", "7000 Chur"];
		part(20, 585, [
			["Konto / Zahlbar an", payee],
			["Referenz", [ref]],
			["Zahlbar durch", [person, "Gäuggelistrasse 19", "7000 Chur"]],
		]);
		part(360, 585, [
			["Konto / Zahlbar an", payee],
			["Referenz", [ref]],
			["Zahlbar durch", [person, "Gäuggelistrasse 19", "7000 Chur"]],
		]);
		sheet.text("Währung", 190, 760, { bold: true, size: 6.5 });
		sheet.text("CHF", 190, 771, { size: 8.5 });
		sheet.text("Betrag", 240, 760, { bold: true, size: 6.5 });
		sheet.text(swiss(sum), 240, 771, { size: 8.5 });
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("invoice_date", "date"),
				field("total", "currency"),
				field("iban"),
				field("payment_reference", "string", { aliases: ["Referenz"] }),
				field("customer_name", "string", { aliases: ["Zahlbar durch"] }),
				field("currency"),
				field("vat_amount", "currency"),
				table("services", { description: "string", amount: "currency" }, { aliases: ["Behandlung"] }),
			],
			truth: {
				...{ invoice_number: number, invoice_date: iso(day), total: money(sum, "CHF"), iban: "CH4431999123000889012" },
				...{ payment_reference: ref, customer_name: person, currency: "CHF", vat_amount: null },
				services: items.map(({ name, amount }) => ({ description: name, amount: { amount, currency: "CHF" } })),
			},
		};
	},
};
