import { Sheet } from "../sheet.ts";
import { american, anyDay, cents, type Foreign, field, iso, money, Pen, table, total, two } from "./kit.ts";

/** A thermal slip of an American grocer: numbers of articles, letters of tax, card below. */
export const groceries: Foreign = {
	name: "grocery-slip-us",
	async draw(random) {
		const sheet = await Sheet.create(226, 620, "mono");
		const day = anyDay(random);
		const goods = [
			"GV WHOLE MILK",
			"BANANAS ORG",
			"WHT BREAD 20OZ",
			"CHKN BRST BNLS",
			"ROMA TOMATO",
			"PAPER TOWELS",
			"DISH SOAP LMN",
			"CHED CHEESE SL",
		];
		const items = random
			.sample(goods, random.int(3, 8))
			.map((description) => ({ description, amount: random.int(79, 1899) / 100 }));
		const sub = total(items.map(({ amount }) => amount));
		const tax = cents(sub * 0.0825);
		const due = cents(sub + tax);
		const middle = (text: string, at: number, size = 8): void =>
			void sheet.text(text, 113, at, { size, align: "center" });
		middle("PRAIRIE MARKET", 30, 13);
		middle("Store #0417  (512) 555-0199", 44);
		middle("2200 S Lamar Blvd", 54);
		middle("Austin, TX 78704", 64);
		const number = `${random.digits(4)} ${random.digits(4)} ${random.digits(4)} ${random.digits(4)}`;
		sheet.text(`ST# 0417 OP# 00${random.digits(2)} TE# 07 TR# 0${random.digits(4)}`, 14, 80, { size: 7 });
		const pen = new Pen(96);
		for (const { description, amount } of items) {
			sheet.text(description, 14, pen.y, { size: 8 });
			sheet.text(`00${random.digits(8)}`, 104, pen.y, { size: 7 });
			sheet.text(`${amount.toFixed(2)} ${random.pick(["F", "X", "T"])}`, 212, pen.y, { size: 8, align: "right" });
			pen.down(11);
		}
		const sums: [string, string][] = [
			["SUBTOTAL", sub.toFixed(2)],
			["TAX 1  8.250 %", tax.toFixed(2)],
			["TOTAL", due.toFixed(2)],
			["VISA TEND", due.toFixed(2)],
			["CHANGE DUE", "0.00"],
		];
		for (const [label, text] of sums) {
			sheet.text(label, 130, pen.down(12), { size: 8, align: "right" });
			sheet.text(text, 204, pen.y, { size: 8, align: "right" });
		}
		sheet.text("ACCOUNT # **** **** **** 4417", 14, pen.down(18), { size: 8 });
		sheet.text(`APPROVAL # ${random.digits(6)}`, 14, pen.down(10), { size: 8 });
		middle(`# ITEMS SOLD ${items.length}`, pen.down(16), 10);
		middle(`TC# ${number}`, pen.down(11));
		middle(
			`${american(day).replace(/\d\d(\d\d)$/, "$1")}   ${two(random.int(8, 21))}:${two(random.int(0, 59))}:12`,
			pen.down(12),
		);
		middle("THANK YOU FOR SHOPPING WITH US", pen.down(14));
		return {
			sheet,
			fields: [
				field("merchant", "string", { description: "Name of the store" }),
				field("purchase_date", "date"),
				field("subtotal", "currency"),
				field("sales_tax", "currency"),
				field("total", "currency", { required: true }),
				field("tip", "currency"),
				field("items_sold", "number"),
				table("items", { name: "string", price: "currency" }),
			],
			truth: {
				merchant: "PRAIRIE MARKET",
				purchase_date: iso(day),
				subtotal: money(sub, null),
				sales_tax: money(tax, null),
				total: money(due, null),
				tip: null,
				items_sold: items.length,
				items: items.map(({ description, amount }) => ({ name: description, price: { amount, currency: null } })),
			},
		};
	},
};
