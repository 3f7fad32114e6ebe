import { Sheet } from "../sheet.ts";
import { GOODS } from "../words.ts";
import { anyDay, cents, type Foreign, field, indian, iso, money, row, table, total, two } from "./kit.ts";

/** A bill in Hindi throughout, its own digits in every other copy, tax as a line of the sums. */
export const hindi: Foreign = {
	name: "invoice-hi",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const own = random.chance(0.5);
		const say = (text: string): string =>
			own ? text.replace(/\d/g, (digit) => String.fromCharCode(0x966 + Number(digit))) : text;
		const items = random.sample(GOODS.hi, random.int(2, 5)).map((description) => {
			const [quantity, price] = [random.int(1, 30), random.int(2000, 250000) / 100];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const net = total(items.map(({ amount }) => amount));
		const tax = cents(net * 0.12);
		const number = `B-${random.digits(4)}`;
		const buyer = random.pick(["Verma Traders", "Jai Hind Stores", "Asha Medical"]);
		sheet.text("कर बीजक", 297, 45, { size: 15, align: "center" });
		sheet.text("Annapurna Agencies", 50, 75, { size: 13, bold: true });
		sheet.text("Gandhi Chowk, Nagpur 440002", 50, 89, { size: 8.5 });
		const facts: [string, string][] = [
			["बीजक सं.", number],
			["दिनांक", say(`${two(day.day)}-${two(day.month)}-${day.year}`)],
			["ऑर्डर नं.", `O${random.digits(3)}`],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(`${label} :`, 380, 75 + at * 16, { size: 10 });
			sheet.text(value, 460, 75 + at * 16, { size: 10 });
		});
		sheet.text("ग्राहक का नाम :", 50, 125, { size: 10 });
		sheet.text(buyer, 140, 125, { size: 10 });
		const xs = [54, 90, -340, -430, -540];
		sheet.box(48, 145, 546, 163, true);
		row(sheet, ["क्र.", "वस्तु का विवरण", "मात्रा", "दर (₹)", "राशि (₹)"], xs, 157, { size: 9 });
		items.forEach(({ description, quantity, price, amount }, at) => {
			row(
				sheet,
				[say(String(at + 1)), description, say(String(quantity)), say(indian(price)), say(indian(amount))],
				xs,
				180 + at * 17,
				{ size: 9 },
			);
		});
		const y = 195 + items.length * 17;
		const sums: [string, number][] = [
			["योग", net],
			[`जीएसटी ${say("12")}%`, tax],
			["कुल देय राशि", cents(net + tax)],
		];
		sums.forEach(([label, amount], at) => {
			sheet.text(label, 340, y + at * 17, { size: 10 });
			sheet.text(`₹ ${say(indian(amount))}`, 540, y + at * 17, { size: 10, align: "right" });
		});
		sheet.text("भूल-चूक लेनी देनी", 50, y + 90, { size: 8 });
		const inr = (amount: number) => money(amount, "INR");
		return {
			sheet,
			fields: [
				field("invoice_number"),
				field("invoice_date", "date"),
				field("order_number"),
				field("vendor_name"),
				field("customer_name"),
				field("net_amount", "currency"),
				field("tax_amount", "currency"),
				field("tax_rate", "number"),
				field("total_amount", "currency"),
				field("due_date", "date"),
				table("line_items", { description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
			],
			truth: {
				...{
					invoice_number: number,
					invoice_date: iso(day),
					order_number: facts[2]?.[1] ?? null,
					vendor_name: "Annapurna Agencies",
				},
				...{
					customer_name: buyer,
					net_amount: inr(net),
					tax_amount: inr(tax),
					tax_rate: 12,
					total_amount: inr(net + tax),
					due_date: null,
				},
				line_items: items.map(({ description, quantity, price, amount }) => ({
					description,
					quantity,
					unit_price: { amount: price, currency: "INR" },
					amount: { amount, currency: "INR" },
				})),
			},
		};
	},
};
