import { Sheet } from "../sheet.ts";
import { anyDay, cents, type Foreign, field, indian, iso, lines, money, named, row, table, total } from "./kit.ts";

/** An Indian tax invoice in one ruled grid: labels at the top of their boxes, taxes and the sum as rows of the table. */
export const gstInvoice: Foreign = {
	name: "gst-grid-in",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const goods: [string, string][] = [
			["Cotton Bedsheet King", "6302"],
			["Pillow Cover Pair", "6304"],
			["Bath Towel 70x140", "6302"],
			["Door Mat Coir", "5702"],
		];
		const items = random.sample(goods, random.int(1, 4)).map(([description, hsn]) => {
			const [quantity, price] = [random.int(2, 120), random.int(4500, 190000) / 100];
			return { description, hsn, quantity, price, amount: cents(quantity * price) };
		});
		const net = total(items.map(({ amount }) => amount));
		const half = cents(net * 0.06);
		const sum = cents(net + 2 * half);
		const number = `SBT/${random.digits(4)}/24-25`;
		const [seller, buyer] = [
			"Shree Balaji Textiles",
			random.pick(["Home Needs Retail Pvt Ltd", "Meera Furnishings", "Anand & Sons"]),
		];
		const gstin = (): string => `27${random.letters(5)}${random.digits(4)}${random.letters(1)}1Z${random.int(1, 9)}`;
		const [own, theirs] = [gstin(), gstin()];
		sheet.text("Tax Invoice", 297, 40, { bold: true, size: 12, align: "center" });
		sheet.text("(ORIGINAL FOR RECIPIENT)", 550, 40, { size: 7, align: "right" });
		sheet.box(45, 50, 300, 130);
		sheet.text(seller, 50, 63, { bold: true, size: 11 });
		lines(
			sheet,
			[
				"Plot 14, MIDC Phase II",
				"Dombivli East, Thane 421203",
				`GSTIN/UIN: ${own}`,
				"State Name : Maharashtra, Code : 27",
			],
			50,
			76,
			11,
			8.5,
		);
		sheet.box(45, 130, 300, 200);
		sheet.text("Buyer (Bill to)", 50, 140, { size: 7.5 });
		sheet.text(buyer, 50, 153, { bold: true });
		lines(sheet, ["Shop 9, Linking Road", "Khar West, Mumbai 400052", `GSTIN/UIN : ${theirs}`], 50, 165, 11, 8.5);
		const grid: [string, string][] = [
			["Invoice No.", number],
			[
				"Dated",
				named(day)
					.replaceAll(" ", "-")
					.replace(/-\d\d(\d\d)$/, "-$1"),
			],
			["Delivery Note", ""],
			["Mode/Terms of Payment", "30 Days"],
			["Reference No. & Date.", ""],
			["Buyer's Order No.", `PO${random.digits(4)}`],
			["Dispatched through", "VRL Logistics"],
			["Destination", "Mumbai"],
		];
		grid.forEach(([label, value], at) => {
			const [x, y] = [300 + (at % 2) * 125, 50 + Math.floor(at / 2) * 37.5];
			sheet.box(x, y, x + 125, y + 37.5);
			sheet.text(label, x + 4, y + 10, { size: 7.5 });
			sheet.text(value, x + 4, y + 24, { bold: true, size: 8.5 });
		});
		const edges = [45, 65, 270, 325, 395, 450, 480, 550];
		const xs = [48, 70, 274, -390, -445, 455, -545];
		row(sheet, ["Sl", "Description of Goods", "HSN/SAC", "Quantity", "Rate", "per", "Amount"], xs, 212, { size: 8 });
		sheet.line(45, 218, 550, 218);
		let y = 232;
		items.forEach(({ description, hsn, quantity, price, amount }, at) => {
			row(sheet, [String(at + 1), description, hsn, `${quantity} Nos`, indian(price), "Nos", indian(amount)], xs, y, {
				size: 8.5,
			});
			y += 14;
		});
		sheet.text(indian(net), 545, y + 6, { align: "right", size: 8.5 });
		for (const name of ["CGST", "SGST"]) {
			y += 16;
			sheet.text(`Output ${name}`, 265, y + 6, { align: "right", bold: true, size: 8.5 });
			row(sheet, ["", "", "", "", "6", "%", indian(half)], xs, y + 6);
		}
		y += 30;
		for (const x of edges) sheet.line(x, 200, x, y + 18);
		sheet.line(45, y, 550, y);
		row(
			sheet,
			[
				"",
				"Total",
				"",
				`${items.reduce((count, { quantity }) => count + quantity, 0)} Nos`,
				"",
				"",
				`₹ ${indian(sum)}`,
			],
			xs,
			y + 12,
			{ bold: true },
		);
		sheet.box(45, 200, 550, y + 18);
		sheet.text("Amount Chargeable (in words)", 50, y + 32, { size: 7.5 });
		sheet.text("E. & O.E", 545, y + 32, { size: 7.5, align: "right" });
		lines(
			sheet,
			[
				"Company's Bank Details",
				"Bank Name : HDFC Bank",
				`A/c No. : ${random.digits(14)}`,
				"Branch & IFS Code : Dombivli & HDFC0000245",
			],
			300,
			y + 70,
			12,
			8.5,
		);
		return {
			sheet,
			fields: [
				field("invoice_no"),
				field("invoice_date", "date"),
				field("seller_name"),
				field("seller_gstin"),
				field("buyer_name"),
				field("buyer_gstin"),
				field("buyer_order_no"),
				field("taxable_value", "currency"),
				field("cgst", "currency"),
				field("sgst", "currency"),
				field("igst", "currency"),
				field("total", "currency"),
				field("due_date", "date"),
				table("items", {
					description: "string",
					hsn: "string",
					quantity: "number",
					rate: "currency",
					amount: "currency",
				}),
			],
			truth: {
				invoice_no: number,
				invoice_date: iso(day),
				seller_name: seller,
				seller_gstin: own,
				buyer_name: buyer,
				buyer_gstin: theirs,
				buyer_order_no: grid[5]?.[1] ?? null,
				taxable_value: money(net, "INR"),
				cgst: money(half, "INR"),
				sgst: money(half, "INR"),
				igst: null,
				total: money(sum, "INR"),
				due_date: null,
				items: items.map(({ description, hsn, quantity, price, amount }) => ({
					...{ description, hsn, quantity },
					rate: { amount: price, currency: "INR" },
					amount: { amount, currency: "INR" },
				})),
			},
		};
	},
};
