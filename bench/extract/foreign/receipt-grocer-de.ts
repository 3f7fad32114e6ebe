import { Sheet } from "../sheet.ts";
import { anyDay, cents, dotted, type Foreign, field, german, iso, money, row, table, total, two } from "./kit.ts";

/** A German grocer's slip: several of one kind on the line below, letters of the rate, the taxes in a table, all else at the foot. */
export const grocer: Foreign = {
	name: "receipt-grocer-de",
	async draw(random) {
		const sheet = await Sheet.create(220, 520, "mono");
		const day = anyDay(random);
		const goods = [
			"BIO VOLLMILCH",
			"BUTTER 250G",
			"TOMATEN RISPE",
			"ROGGENMISCHBROT",
			"KAFFEE GEMAHLEN",
			"SPUELMITTEL",
		];
		const items = random.sample(goods, random.int(3, 6)).map((name) => {
			const [quantity, price] = [random.pick([1, 1, 2, 3]), random.int(59, 899) / 100];
			return { name, quantity, price, amount: cents(quantity * price) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const tax = cents(sum - sum / 1.07);
		const number = random.digits(4);
		sheet.text("FRISCHMARKT KRAUSE", 110, 28, { size: 11, bold: true, align: "center" });
		sheet.text("Am Anger 12", 110, 40, { size: 8, align: "center" });
		sheet.text("99084 Erfurt", 110, 50, { size: 8, align: "center" });
		sheet.text("UID Nr.: DE150998877", 110, 60, { size: 8, align: "center" });
		sheet.text("EUR", 205, 76, { size: 8, align: "right" });
		let y = 88;
		for (const { name, quantity, price, amount } of items) {
			sheet.text(name, 12, y, { size: 8 });
			sheet.text(`${german(amount)} B`, 208, y, { size: 8, align: "right" });
			if (quantity > 1) {
				y += 10;
				sheet.text(`${quantity} Stk x    ${german(price)}`, 30, y, { size: 8 });
			}
			y += 10;
		}
		sheet.text("--------------------------------", 110, y, { size: 8, align: "center" });
		sheet.text("SUMME", 12, y + 14, { size: 10, bold: true });
		sheet.text(`EUR ${german(sum)}`, 200, y + 14, { size: 10, bold: true, align: "right" });
		sheet.text("Geg. VISA", 12, y + 28, { size: 8 });
		sheet.text(`EUR ${german(sum)}`, 200, y + 28, { size: 8, align: "right" });
		row(sheet, ["Steuer %", "Netto", "Steuer", "Brutto"], [12, -105, -155, -208], y + 46, { size: 7.5 });
		row(sheet, ["B= 7,0%", german(cents(sum - tax)), german(tax), german(sum)], [12, -105, -155, -208], y + 56, {
			size: 7.5,
		});
		const rows: [string, string][] = [
			["Datum:", dotted(day)],
			["Uhrzeit:", `${two(random.int(8, 20))}:15:09 Uhr`],
			["Beleg-Nr.:", number],
			["Bediener:", "141414"],
		];
		rows.forEach(([label, value], at) => {
			sheet.text(label, 12, y + 78 + at * 10, { size: 8 });
			sheet.text(value, 208, y + 78 + at * 10, { size: 8, align: "right" });
		});
		return {
			sheet,
			fields: [
				field("markt", "string", { aliases: ["store name"] }),
				field("datum", "date"),
				field("belegnummer"),
				field("ust_id"),
				field("summe", "currency"),
				field("steuer", "currency"),
				field("netto", "currency"),
				field("trinkgeld", "currency"),
				field("kundennummer"),
				table("artikel", { bezeichnung: "string", menge: "number", betrag: "currency" }),
			],
			truth: {
				...{
					markt: "FRISCHMARKT KRAUSE",
					datum: iso(day),
					belegnummer: number,
					ust_id: "DE150998877",
					summe: money(sum, "EUR"),
				},
				...{ steuer: money(tax, "EUR"), netto: money(sum - tax, "EUR"), trinkgeld: null, kundennummer: null },
				artikel: items.map(({ name, quantity, amount }) => ({
					bezeichnung: name,
					menge: quantity > 1 ? quantity : null,
					betrag: { amount, currency: "EUR" },
				})),
			},
		};
	},
};
