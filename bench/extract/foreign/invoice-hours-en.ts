import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import {
	american,
	anyDay,
	cents,
	daysLater,
	english,
	type Foreign,
	field,
	iso,
	lines,
	money,
	named,
	row,
	table,
	total,
} from "./kit.ts";

/** A freelancer's bill for hours: what is due at the top, days in the first column, terms in the foot. */
export const hours: Foreign = {
	name: "invoice-hours-en",
	async draw(random) {
		const sheet = await Sheet.create(612, 792);
		const day = anyDay(random);
		const rate = random.int(45, 160);
		const tasks = ["Wireframes for checkout", "Call with product team", "Copy editing", "Bug fixes", "Usability test"];
		const items = random.sample(tasks, random.int(2, 5)).map((task, at) => {
			const count = random.int(1, 32) / 4;
			return { day: daysLater(day, at - 12), task, count, amount: cents(count * rate) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const number = `2-${random.digits(3)}`;
		const person = random.pick(PEOPLE.us);
		sheet.text(person, 50, 60, { size: 16, bold: true });
		sheet.text("Interaction design · hello@studio.example · +1 503 555 0190", 50, 75, { size: 8.5 });
		sheet.text("INVOICE", 560, 60, { size: 22, align: "right" });
		sheet.text(`# ${number}`, 560, 78, { size: 11, align: "right" });
		sheet.text("Bill To:", 50, 130, { size: 8.5 });
		lines(sheet, ["Marigold Apps Inc.", "77 Pine Street", "Seattle, WA 98101"], 50, 144, 13, 10);
		const facts: [string, string][] = [
			["Date:", named(day)],
			["Due Date:", named(daysLater(day, 15))],
			["PO Number:", `M${random.digits(4)}`],
			["Balance Due:", `$${english(sum)}`],
		];
		facts.forEach(([label, value], at) => {
			sheet.text(label, 450, 130 + at * 18, { size: 10, align: "right" });
			sheet.text(value, 560, 130 + at * 18, { size: 10, align: "right" });
		});
		const xs = [54, 130, -400, -475, -556];
		sheet.box(50, 225, 562, 243, true);
		row(sheet, ["Date", "Task", "Hours", "Rate", "Amount"], xs, 237, { bold: true });
		items.forEach(({ day: on, task, count, amount }, at) => {
			row(
				sheet,
				[american(on), task, count.toFixed(2), `$${rate.toFixed(2)}`, `$${english(amount)}`],
				xs,
				260 + at * 18,
			);
		});
		const y = 275 + items.length * 18;
		const sums: [string, string][] = [
			["Subtotal:", `$${english(sum)}`],
			["Tax (0%):", "$0.00"],
			["Total:", `$${english(sum)}`],
			["Amount Paid:", "$0.00"],
		];
		sums.forEach(([label, text], at) => {
			sheet.text(label, 475, y + at * 16, { align: "right" });
			sheet.text(text, 556, y + at * 16, { align: "right" });
		});
		lines(
			sheet,
			["Notes:", "Thanks for the quick replies.", "Terms:", "Net 15, late fee 1.5 % a month."],
			50,
			y + 60,
			13,
			9,
		);
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("invoiceNumber"),
				field("invoiceDate", "date"),
				field("dueDate", "date"),
				field("purchaseOrder"),
				field("clientName"),
				field("clientAddress"),
				field("subTotal", "currency"),
				field("taxAmount", "currency"),
				field("total", "currency"),
				field("balanceDue", "currency"),
				field("terms"),
				field("shipping", "currency"),
				table("timeEntries", { date: "date", task: "string", hours: "number", rate: "currency", amount: "currency" }),
			],
			truth: {
				...{
					invoiceNumber: number,
					invoiceDate: iso(day),
					dueDate: iso(daysLater(day, 15)),
					purchaseOrder: facts[2]?.[1] ?? null,
				},
				...{
					clientName: "Marigold Apps Inc.",
					clientAddress: "77 Pine Street, Seattle, WA 98101",
					subTotal: usd(sum),
					taxAmount: usd(0),
				},
				...{ total: usd(sum), balanceDue: usd(sum), terms: "Net 15, late fee 1.5 % a month.", shipping: null },
				timeEntries: items.map(({ day: on, task, count, amount }) => ({
					date: iso(on),
					task,
					hours: count,
					rate: { amount: rate, currency: "USD" },
					amount: { amount, currency: "USD" },
				})),
			},
		};
	},
};
