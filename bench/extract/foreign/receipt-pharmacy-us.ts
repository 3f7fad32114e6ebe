import { Sheet } from "../sheet.ts";
import { american, anyDay, cents, type Foreign, field, iso, money, row, table, total } from "./kit.ts";

/** A chemist's slip: a head over the columns, coupons as negative lines, what was saved. */
export const pharmacy: Foreign = {
	name: "receipt-pharmacy-us",
	async draw(random) {
		const sheet = await Sheet.create(240, 480, "mono");
		const day = anyDay(random);
		const goods = [
			"IBUPROFEN 200MG",
			"COUGH DROPS",
			"SUNSCREEN SPF50",
			"BANDAGES ASST",
			"TOOTHPASTE MINT",
			"VITAMIN D3",
		];
		const items = random.sample(goods, random.int(2, 5)).map((description) => {
			const [quantity, price] = [random.int(1, 3), random.int(199, 2499) / 100];
			return { description, quantity, amount: cents(quantity * price) };
		});
		const off = 2;
		const sub = cents(total(items.map(({ amount }) => amount)) - off);
		const tax = cents(sub * 0.06);
		const number = `${random.digits(4)}-${random.digits(4)}`;
		sheet.text("Wellspring Pharmacy", 120, 30, { size: 12, bold: true, align: "center" });
		sheet.text("815 Euclid Ave, Cleveland, OH 44114", 120, 42, { size: 7, align: "center" });
		sheet.text(`Rcpt# ${number}`, 12, 62, { size: 8 });
		sheet.text(`${american(day)} 10:0${random.int(0, 9)} AM`, 228, 62, { size: 8, align: "right" });
		sheet.text("Cashier: Dolores", 12, 73, { size: 8 });
		const xs = [12, 45, -228];
		row(sheet, ["QTY", "ITEM", "AMT"], xs, 92, { bold: true, size: 8 });
		let y = 105;
		for (const { description, quantity, amount } of items) {
			row(sheet, [String(quantity), description, amount.toFixed(2)], xs, y, { size: 8 });
			y += 12;
		}
		row(sheet, ["", "COUPON", `-${off.toFixed(2)}`], xs, y, { size: 8 });
		const sums: [string, string][] = [
			["Subtotal", sub.toFixed(2)],
			["Sales Tax 6%", tax.toFixed(2)],
			["TOTAL", `$${(sub + tax).toFixed(2)}`],
			["Cash", `$${Math.ceil(sub + tax + 5).toFixed(2)}`],
			["Change", `$${(Math.ceil(sub + tax + 5) - sub - tax).toFixed(2)}`],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 80, y + 22 + at * 12, { size: 8 });
			sheet.text(text, 228, y + 22 + at * 12, { size: 8, align: "right" });
		});
		sheet.text(`YOU SAVED $${off.toFixed(2)} TODAY`, 120, y + 100, { size: 8, align: "center" });
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("store"),
				field("receipt_number"),
				field("date", "date"),
				field("subtotal", "currency"),
				field("tax", "currency"),
				field("tax_rate", "number"),
				field("total", "currency"),
				field("cash", "currency"),
				field("change", "currency"),
				field("cashier"),
				field("tip", "currency"),
				table("items", { quantity: "number", description: "string", amount: "currency" }),
			],
			truth: {
				...{
					store: "Wellspring Pharmacy",
					receipt_number: number,
					date: iso(day),
					subtotal: usd(sub),
					tax: usd(tax),
					tax_rate: 6,
				},
				...{
					total: usd(sub + tax),
					cash: usd(Math.ceil(sub + tax + 5)),
					change: usd(Math.ceil(sub + tax + 5) - sub - tax),
				},
				...{ cashier: "Dolores", tip: null },
				items: [
					...items.map(({ description, quantity, amount }) => ({
						quantity,
						description,
						amount: { amount, currency: "USD" },
					})),
					{ quantity: null, description: "COUPON", amount: { amount: -off, currency: "USD" } },
				],
			},
		};
	},
};
