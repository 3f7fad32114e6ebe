import { Sheet } from "../sheet.ts";
import { GOODS } from "../words.ts";
import {
	anyDay,
	cents,
	daysLater,
	dotted,
	type Foreign,
	field,
	german,
	iso,
	lines,
	money,
	row,
	table,
	total,
} from "./kit.ts";

/** Over pages: heads in two lines, a rate on each line, sums carried forward at the foot of a page and the head of the next. */
export const long: Foreign = {
	name: "invoice-long-de",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const goods = GOODS.de;
		const items = Array.from({ length: random.int(14, 30) }, () => {
			const [quantity, price] = [random.int(1, 40), random.int(95, 19900) / 100];
			return {
				description: random.pick(goods),
				sku: `${random.digits(3)}.${random.digits(3)}`,
				quantity,
				price,
				amount: cents(quantity * price),
			};
		});
		const net = total(items.map(({ amount }) => amount));
		const tax = cents(net * 0.19);
		const number = `AR-${random.digits(6)}`;
		const [order, customer] = [`B${random.digits(5)}`, `D${random.digits(4)}`];
		sheet.text("Kaltenbach Großhandel KG", 50, 55, { bold: true, size: 14 });
		sheet.text("Mühlweg 40 · 79098 Freiburg", 50, 68, { size: 8 });
		lines(sheet, ["Hotel Drei Linden", "Seestraße 3", "78462 Konstanz"], 50, 110, 13, 10);
		const facts: [string, string][] = [
			["Beleg", number],
			["Belegdatum", dotted(day)],
			["Auftrag", order],
			["Debitor", customer],
			["Valuta", dotted(daysLater(day, 30))],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(label, 370, 100 + at * 13, { size: 9 });
			sheet.text(value, 460, 100 + at * 13, { size: 9 });
		});
		sheet.text("Rechnung", 50, 185, { bold: true, size: 14 });
		const xs = [50, 85, 140, -345, 352, -420, -465, -545];
		const head = (y: number): void => {
			row(sheet, ["Pos", "Artikel-", "Bezeichnung", "Menge", "Einh.", "Preis je", "USt", "Gesamtpreis"], xs, y, {
				bold: true,
				size: 8,
			});
			row(sheet, ["", "nummer", "", "", "", "Einheit", "%", "EUR"], xs, y + 10, { bold: true, size: 8 });
			sheet.line(50, y + 14, 545, y + 14);
		};
		let [y, sum] = [210, 0];
		head(y);
		y += 28;
		items.forEach(({ sku, description, quantity, price, amount }, at) => {
			if (y > 730) {
				row(sheet, ["", "", "Übertrag", "", "", "", "", german(sum)], xs, y + 6, { bold: true });
				sheet.text("Seite 1", 297, 820, { size: 8, align: "center" });
				sheet.addPage();
				head(60);
				row(sheet, ["", "", "Übertrag", "", "", "", "", german(sum)], xs, 90, { bold: true });
				y = 106;
			}
			row(
				sheet,
				[String(at + 1), sku, description, String(quantity), "Stk", german(price), "19", german(amount)],
				xs,
				y,
			);
			sum = cents(sum + amount);
			y += 16;
		});
		y += 10;
		const sums: [string, string][] = [
			["Nettosumme", german(net)],
			[`USt 19 % auf ${german(net)}`, german(tax)],
			["Bruttosumme EUR", german(net + tax)],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 340, y + at * 14, { size: 9 });
			sheet.text(text, 545, y + at * 14, { size: 9, align: "right" });
		});
		const eur = (amount: number) => money(amount, "EUR");
		return {
			sheet,
			fields: [
				field("rechnungsnummer", "string", { aliases: ["Belegnummer", "Beleg"] }),
				field("rechnungsdatum", "date"),
				field("faelligkeitsdatum", "date", { aliases: ["Valuta"] }),
				field("auftragsnummer"),
				field("kundennummer"),
				field("lieferant"),
				field("kunde"),
				field("netto", "currency"),
				field("umsatzsteuer", "currency"),
				field("brutto", "currency"),
				field("skonto", "currency"),
				table("positionen", {
					artikelnummer: "string",
					bezeichnung: "string",
					menge: "number",
					einzelpreis: "currency",
					gesamtpreis: "currency",
				}),
			],
			truth: {
				...{
					rechnungsnummer: number,
					rechnungsdatum: iso(day),
					faelligkeitsdatum: iso(daysLater(day, 30)),
					auftragsnummer: order,
				},
				...{
					kundennummer: customer,
					lieferant: "Kaltenbach Großhandel KG",
					kunde: "Hotel Drei Linden",
					netto: eur(net),
				},
				...{ umsatzsteuer: eur(tax), brutto: eur(net + tax), skonto: null },
				positionen: items.map(({ sku, description, quantity, price, amount }) => ({
					...{ artikelnummer: sku, bezeichnung: description, menge: quantity },
					einzelpreis: { amount: price, currency: "EUR" },
					gesamtpreis: { amount, currency: "EUR" },
				})),
			},
		};
	},
};
