import { Sheet } from "../sheet.ts";
import { anyDay, cents, dotted, type Foreign, field, german, iso, money, Pen, row, table, total, two } from "./kit.ts";

/** A bill of a German inn: counts before dishes, prices between, taxes in a table of their own below the sum. */
export const inn: Foreign = {
	name: "restaurant-bill-de",
	async draw(random) {
		const sheet = await Sheet.create(250, 560, "mono");
		const day = anyDay(random);
		const menu = [
			"Wiener Schnitzel",
			"Spezi 0,4l",
			"Kasespatzle",
			"Helles 0,5l",
			"Apfelstrudel",
			"Espresso",
			"Salatteller",
		];
		const items = random.sample(menu, random.int(2, 6)).map((description) => {
			const [quantity, price] = [random.int(1, 4), random.int(25, 240) / 10];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const net = cents(sum / 1.19);
		const number = random.digits(6);
		const given = Math.ceil(sum / 10) * 10;
		const middle = (text: string, at: number, size = 8): void =>
			void sheet.text(text, 125, at, { size, align: "center" });
		middle("Gasthof zum Goldenen Hirsch", 30, 11);
		middle("Inh. Josef Brandl", 42);
		middle("Marktplatz 7, 83646 Bad Tölz", 52);
		middle("St.-Nr. 141/207/30518", 62);
		sheet.text(`Rechnung ${number}`, 15, 84, { size: 8 });
		sheet.text(`Tisch ${random.int(1, 40)}`, 235, 84, { size: 8, align: "right" });
		sheet.text(`${dotted(day)}  ${two(random.int(11, 22))}:${two(random.int(0, 59))}`, 15, 95, { size: 8 });
		sheet.text("Bedienung: Vroni", 235, 95, { size: 8, align: "right" });
		sheet.line(15, 101, 235, 101);
		const pen = new Pen(114);
		for (const { description, quantity, price, amount } of items) {
			sheet.text(`${quantity}x ${description}`, 15, pen.y, { size: 8 });
			sheet.text(german(price), 190, pen.y, { size: 8, align: "right" });
			sheet.text(german(amount), 235, pen.y, { size: 8, align: "right" });
			pen.down(11);
		}
		sheet.line(15, pen.y, 235, pen.y);
		sheet.text("SUMME EUR", 15, pen.down(16), { size: 12, bold: true });
		sheet.text(german(sum), 235, pen.y, { size: 12, bold: true, align: "right" });
		sheet.text("Gegeben Bar", 15, pen.down(16), { size: 8 });
		sheet.text(german(given), 235, pen.y, { size: 8, align: "right" });
		sheet.text("Zurück", 15, pen.down(11), { size: 8 });
		sheet.text(german(given - sum), 235, pen.y, { size: 8, align: "right" });
		const xs = [15, -110, -175, -235];
		row(sheet, ["MwSt", "Netto", "Steuer", "Brutto"], xs, pen.down(22), { size: 8 });
		row(sheet, ["19%", german(net), german(cents(sum - net)), german(sum)], xs, pen.down(11), { size: 8 });
		middle("Es bediente Sie Vroni. Vielen Dank!", pen.down(24));
		return {
			sheet,
			fields: [
				field("rechnungsnummer"),
				field("datum", "date"),
				field("restaurant", "string", { description: "Name of the restaurant", aliases: ["vendor name"] }),
				field("gesamtbetrag", "currency"),
				field("nettobetrag", "currency"),
				field("mehrwertsteuer", "currency"),
				field("gegeben", "currency"),
				field("rueckgeld", "currency"),
				field("bedienung"),
				field("trinkgeld", "currency"),
				table("positionen", { artikel: "string", menge: "number", einzelpreis: "currency", betrag: "currency" }),
			],
			truth: {
				rechnungsnummer: number,
				datum: iso(day),
				restaurant: "Gasthof zum Goldenen Hirsch",
				gesamtbetrag: money(sum, "EUR"),
				nettobetrag: money(net, "EUR"),
				mehrwertsteuer: money(cents(sum - net), "EUR"),
				gegeben: money(given, "EUR"),
				rueckgeld: money(given - sum, "EUR"),
				bedienung: "Vroni",
				trinkgeld: null,
				positionen: items.map(({ description, quantity, price, amount }) => ({
					...{ artikel: description, menge: quantity },
					einzelpreis: { amount: price, currency: "EUR" },
					betrag: { amount, currency: "EUR" },
				})),
			},
		};
	},
};
