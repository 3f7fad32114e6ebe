import { Sheet } from "../sheet.ts";
import { SNACKS } from "../words.ts";
import {
	american,
	anyDay,
	cents,
	english,
	type Foreign,
	field,
	iso,
	lines,
	money,
	row,
	table,
	total,
	two,
} from "./kit.ts";

/** A cafe's bill as a letter: prices without a head, words between, the sum in capitals with its tax in brackets. */
export const catering: Foreign = {
	name: "invoice-plain-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 792);
		const day = anyDay(random);
		const items = random.sample(SNACKS.en, random.int(2, 4)).map((description) => {
			const [quantity, price] = [random.int(5, 60), random.int(200, 1500) / 100];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const net = total(items.map(({ amount }) => amount));
		const tax = cents(net * 0.0725);
		const number = random.digits(4);
		sheet.text("Invoice", 50, 60, { size: 26 });
		sheet.text(`#${number}`, 150, 60, { size: 14 });
		sheet.text(`Date: ${american(day)}`, 400, 50);
		sheet.text(`Terms: Due on receipt`, 400, 64);
		sheet.text("From", 50, 100, { bold: true });
		lines(sheet, ["Poppyseed Catering", "19 Alder Lane", "Eugene, OR 97401", "hello@poppyseed.example"], 50, 114);
		sheet.text("To", 330, 100, { bold: true });
		lines(sheet, ["Willamette Book Fair", "Attn: Joan Pruitt", "400 River Rd", "Salem, OR 97301"], 330, 114);
		const xs = [50, -360, -450, -560];
		sheet.box(45, 180, 565, 198, true);
		row(sheet, ["Product / Service", "Hrs/Qty", "Rate/Price", "Sub Total"], xs, 192, { bold: true, size: 9 });
		items.forEach(({ description, quantity, price, amount }, at) => {
			row(sheet, [description, quantity.toFixed(2), `$${english(price)}`, `$${english(amount)}`], xs, 214 + at * 18, {
				size: 9,
			});
		});
		const y = 230 + items.length * 18;
		const sums: [string, string][] = [
			["Sub Total", `$${english(net)}`],
			["Tax (7.25%)", `$${english(tax)}`],
			["Paid", "$0.00"],
			["TOTAL DUE", `$${english(net + tax)}`],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 400, y + at * 16, { bold: at === 3 });
			sheet.text(text, 560, y + at * 16, { bold: at === 3, align: "right" });
		});
		sheet.text(`Thank you! Issued ${two(random.int(1, 12))}:00 by J.`, 50, 740, { size: 8 });
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("date", "date"),
				field("seller"),
				field("seller_email"),
				field("buyer"),
				field("payment_terms"),
				field("subtotal", "currency"),
				field("tax", "currency"),
				field("tax_rate", "number"),
				field("total_due", "currency"),
				field("po_number"),
				table("items", { product: "string", quantity: "number", price: "currency", subtotal: "currency" }),
			],
			truth: {
				...{
					invoice_number: number,
					date: iso(day),
					seller: "Poppyseed Catering",
					seller_email: "hello@poppyseed.example",
				},
				...{ buyer: "Willamette Book Fair", payment_terms: "Due on receipt", subtotal: usd(net), tax: usd(tax) },
				...{ tax_rate: 7.25, total_due: usd(net + tax), po_number: null },
				items: items.map(({ description, quantity, price, amount }) => ({
					...{ product: description, quantity },
					price: { amount: price, currency: "USD" },
					subtotal: { amount, currency: "USD" },
				})),
			},
		};
	},
};
