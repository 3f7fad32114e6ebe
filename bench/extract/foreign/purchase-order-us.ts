import { Sheet } from "../sheet.ts";
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
	pairs,
	row,
	table,
	total,
} from "./kit.ts";

/** A purchase order: three addresses side by side, a band of terms, descriptions over two lines, a stamp over it. */
export const purchaseOrder: Foreign = {
	name: "purchase-order-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 792, "serif");
		const day = anyDay(random);
		const goods: [string, string][] = [
			["Hex cap screw, zinc plated", "1/4-20 x 1 in, box of 100"],
			["Ball bearing 6204-2RS", "sealed, 20 x 47 x 14 mm"],
			["Timing belt HTD 5M", "width 15 mm"],
			["Proximity sensor PNP", "M12, 4 mm range, 2 m cable"],
		];
		const items = random.sample(goods, random.int(2, 4)).map(([first, second]) => {
			const [quantity, price] = [random.int(1, 60), random.int(199, 18900) / 100];
			return {
				description: `${first} ${second}`,
				first,
				second,
				sku: `${random.letters(2)}-${random.digits(5)}`,
				quantity,
				price,
				amount: cents(quantity * price),
			};
		});
		const sub = total(items.map(({ amount }) => amount));
		const [tax, freight] = [cents(sub * 0.07), random.int(15, 90)];
		const number = `45${random.digits(8)}`;
		sheet.text("PURCHASE ORDER", 562, 60, { size: 20, bold: true, align: "right" });
		sheet.text("Cascade Machine Works, Inc.", 50, 56, { size: 13, bold: true });
		lines(sheet, ["1840 Industrial Way", "Tacoma, WA 98421", "Phone: (253) 555-0117"], 50, 72);
		pairs(
			sheet,
			[
				["DATE", american(day)],
				["PO #", number],
			],
			{ x: 420, at: 562, y: 84, right: true, step: 15 },
		);
		const vendors = ["Rainier Industrial Supply LLC", "Puget Fasteners Co."];
		const vendor = random.pick(vendors);
		["VENDOR", "SHIP TO", "BILL TO"].forEach((label, at) => {
			sheet.box(50 + at * 172, 130, 50 + at * 172 + 165, 144, true);
			sheet.text(label, 54 + at * 172, 141, { size: 8.5, bold: true });
		});
		lines(sheet, [vendor, "77 Harbor Ave SW", "Seattle, WA 98126"], 54, 158);
		lines(sheet, ["Cascade Machine Works", "Dock 4, 1844 Industrial Way", "Tacoma, WA 98421"], 226, 158);
		lines(sheet, ["Accounts Payable", "PO Box 11207", "Tacoma, WA 98411"], 398, 158);
		const band = [
			["REQUISITIONER", "M. Okafor"],
			["SHIP VIA", random.pick(["UPS Ground", "FedEx Freight"])],
			["F.O.B.", "Origin"],
			["TERMS", random.pick(["Net 30", "2% 10, Net 30"])],
		];
		band.forEach(([label = "", value = ""], at) => {
			sheet.box(50 + at * 128, 208, 178 + at * 128, 222, true);
			sheet.text(label, 54 + at * 128, 219, { size: 8, bold: true });
			sheet.box(50 + at * 128, 222, 178 + at * 128, 238);
			sheet.text(value, 54 + at * 128, 233, { size: 9 });
		});
		const xs = [54, 130, -400, -480, -558];
		sheet.box(50, 256, 562, 272, true);
		row(sheet, ["ITEM #", "DESCRIPTION", "QTY", "UNIT PRICE", "TOTAL"], xs, 267, { bold: true });
		let y = 286;
		for (const item of items) {
			row(sheet, [item.sku, item.first, String(item.quantity), item.price.toFixed(2), english(item.amount)], xs, y);
			sheet.text(item.second, 130, y + 11, { size: 8.5 });
			y += 28;
		}
		sheet.line(50, y, 562, y);
		pairs(
			sheet,
			[
				["SUBTOTAL", english(sub)],
				["TAX", english(tax)],
				["SHIPPING", english(freight)],
				["OTHER", "-"],
			],
			{ x: 430, at: 558, y: y + 14, right: true },
		);
		sheet.text("TOTAL", 430, y + 74, { bold: true, size: 11 });
		sheet.text(`$${english(sub + tax + freight)}`, 558, y + 74, { bold: true, size: 11, align: "right" });
		sheet.text("Comments or Special Instructions", 54, y + 14, { size: 8, bold: true });
		sheet.text("Deliver between 8 am and 3 pm. Mark all cartons with the order number.", 54, y + 27, { size: 8 });
		sheet.stamp("APPROVED", 330, y + 150);
		sheet.text("Authorized by", 54, 720, { size: 8 });
		sheet.line(120, 721, 300, 721);
		return {
			sheet,
			fields: [
				field("poNumber"),
				field("orderDate", "date"),
				field("vendorName"),
				field("vendorAddress"),
				field("shipToAddress"),
				field("shipVia"),
				field("paymentTerms"),
				field("subtotal", "currency"),
				field("tax", "currency"),
				field("shipping", "currency"),
				field("total", "currency"),
				field("invoiceNumber"),
				table("lineItems", {
					itemNumber: "string",
					description: "string",
					quantity: "number",
					unitPrice: "currency",
					total: "currency",
				}),
			],
			truth: {
				poNumber: number,
				orderDate: iso(day),
				vendorName: vendor,
				vendorAddress: "77 Harbor Ave SW, Seattle, WA 98126",
				shipToAddress: "Dock 4, 1844 Industrial Way, Tacoma, WA 98421",
				shipVia: band[1]?.[1] ?? null,
				paymentTerms: band[3]?.[1] ?? null,
				subtotal: money(sub, "USD"),
				tax: money(tax, "USD"),
				shipping: money(freight, "USD"),
				total: money(sub + tax + freight, "USD"),
				invoiceNumber: null,
				lineItems: items.map(({ sku, description, quantity, price, amount }) => ({
					...{ itemNumber: sku, description, quantity },
					unitPrice: { amount: price, currency: "USD" },
					total: { amount, currency: "USD" },
				})),
			},
		};
	},
};
