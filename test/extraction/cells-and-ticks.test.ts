import { PDFDocument } from "pdf-lib";
import { describe, expect, test } from "vitest";
import { convertDocument } from "../../scripts/engine.ts";
import { type ExtractionInput, extractFields, type Field } from "../../src/extraction/fields.ts";
import { sharedConverter } from "../convert/modules.ts";
import { type Piece, pageOf } from "./pages.ts";

const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "string", ...more });
const money = (name: string): Field => ({ name, type: "currency" });
const amountOf = (amount: number) => ({ amount, currency: "GBP" });

function valuesIn(input: ExtractionInput, fields: Field[]) {
	return Object.fromEntries([...extractFields(fields, input)].map(([name, { value }]) => [name, value]));
}

const valuesOf = (fields: Field[], lines: readonly (readonly Piece[])[]) =>
	valuesIn({ blocks: [], lines: [pageOf(lines)] }, fields);

describe("an amount in a grid", () => {
	const page: Piece[][] = [
		[[50, "Payslip"]],
		[
			[50, "Description"],
			[260, "This Period"],
			[400, "Year to Date"],
		],
		[
			[50, "Basic Salary"],
			[265, "£2,500.00"],
			[405, "£10,000.00"],
		],
		[
			[50, "Income Tax"],
			[265, "£400.00"],
			[405, "£1,600.00"],
		],
		[
			[50, "Net Pay"],
			[265, "£2,100.00"],
			[405, "£8,400.00"],
		],
	];

	test("is found by the row and the column that its field names, and is the current one where it names none", () => {
		const fields = ["net_pay", "net_pay_ytd", "income_tax", "income_tax_year_to_date", "ytd_basic_salary"].map(money);
		expect(valuesOf(fields, page)).toEqual({
			net_pay: amountOf(2100),
			net_pay_ytd: amountOf(8400),
			income_tax: amountOf(400),
			income_tax_year_to_date: amountOf(1600),
			ytd_basic_salary: amountOf(10_000),
		});
	});

	test("is not that of another row where its own is not there", () => {
		expect(valuesOf([money("pension_ytd")], page)).toEqual({ pension_ytd: null });
	});

	test("stands in the table whose head is nearest: another head in the same columns begins another table", () => {
		const two: Piece[][] = [
			...[
				["Earnings", "Amount"],
				["Basic", "£2,000.00"],
				["Bonus", "£150.00"],
				["Deductions", "Amount"],
			],
			...[
				["Pension", "£120.00"],
				["Union Dues", "£9.50"],
			],
		].map(([name = "", amount = ""]) => [
			[50, name],
			[300, amount],
		]);
		const items = [text("description"), money("amount")];
		const table = (name: string): Field => ({ name, type: "table", items });
		const row = (description: string, amount: number) => ({ description, amount: amountOf(amount) });
		expect(valuesOf([table("earnings"), table("deductions")], two)).toEqual({
			earnings: [row("Basic", 2000), row("Bonus", 150)],
			deductions: [row("Pension", 120), row("Union Dues", 9.5)],
		});
	});
});

describe("what is ticked", () => {
	test("is the one option of a row, whichever side its box stands on, and nothing where none or two are ticked", () => {
		const choice = text("contract_type", { enum: ["full-time", "part-time", "casual"] });
		const said = (line: string) => valuesOf([choice], [[[50, line]]]).contract_type;
		expect(said("Contract type: ☐ full-time ☒ part-time ☐ casual")).toBe("part-time");
		expect(said("Contract type: full-time ☐ part-time ☐ casual ☑")).toBe("casual");
		expect(said("Contract type: ☐ full-time ☐ part-time ☐ casual")).toBeNull();
		expect(said("Contract type: ☒ full-time ☒ part-time ☐ casual")).toBeNull();
	});

	test("in a form that was filled in on the screen counts as a box on paper does", async () => {
		const pdf = await PDFDocument.create();
		const page = pdf.addPage([595, 842]);
		const boxes: [name: string, label: string, y: number, isTicked: boolean][] = [
			["a", "Send me the newsletter", 700, true],
			["b", "I accept the terms of use", 660, false],
		];
		page.drawText("Registration", { x: 50, y: 780, size: 16 });
		for (const [name, label, y, isTicked] of boxes) {
			const box = pdf.getForm().createCheckBox(name);
			box.addToPage(page, { x: 50, y: y - 2, width: 11, height: 11 });
			if (isTicked) box.check();
			page.drawText(label, { x: 70, y, size: 10 });
		}
		const options = { ocr: "never", lines: true, onFigure: async () => {} } as const;
		const read = await convertDocument(await sharedConverter(), await pdf.save(), "form.pdf", options);
		const fields: Field[] = ["newsletter", "terms_of_use"].map((name) => ({ name, type: "boolean" }));
		expect(valuesIn(read, fields)).toEqual({ newsletter: true, terms_of_use: false });
	});
});

describe("what only looks like the value", () => {
	test("of a masked card the last digits are read, and of other numbers none", () => {
		const card = [text("card_last4", { description: "Last four digits of the card" })];
		expect(valuesOf(card, [[[50, "VISA **** **** **** 4821"]]])).toEqual({ card_last4: "4821" });
		expect(valuesOf(card, [[[50, "Order 4821 of 2024"]]])).toEqual({ card_last4: null });
	});

	test("is not taken: a phone for a fax, days for an amount, a count for a price, a foreign number for India's, when to pay for how", () => {
		const page: Piece[][] = [
			[[50, "Phone: +44 20 7946 0123"]],
			[[50, "VAT No: GB424033809"]],
			[
				[50, "Shipping carton"],
				[250, "2"],
				[350, "£37.59"],
				[450, "£75.18"],
			],
			[[50, "Terms: 14 days 2 % discount, 30 days net"]],
			[[50, "Payable by: 16/03/2023"]],
		];
		const fields = [text("fax"), text("gstin"), money("shipping_cost"), money("discount"), text("payment_method")];
		const nothing = Object.fromEntries(fields.map(({ name }) => [name, null]));
		expect(valuesOf(fields, page)).toEqual(nothing);
	});

	test("is not the label beside it that has a value of its own: the party stands below", () => {
		const page: Piece[][] = [
			[
				[50, "Bill To:"],
				[300, "Invoice Number"],
				[450, "INV-204"],
			],
			[
				[50, "Initech LLC"],
				[300, "Due Date"],
				[450, "2026-08-27"],
			],
		];
		expect(valuesOf([text("customer_name"), text("invoice_number")], page)).toEqual({
			customer_name: "Initech LLC",
			invoice_number: "INV-204",
		});
	});

	test("a rule of strokes under the last item is no part of its name", () => {
		const page: Piece[][] = [
			["Item", "Qty", "Price", "Total"],
			["OLIVE OIL", "2", "4.10", "8.20"],
			["EGGS", "1", "3.00", "3.00"],
			["---------------------------------"],
			["Subtotal", "", "", "11.20"],
		].map((cells) => cells.flatMap((cell, at): Piece[] => (cell === "" ? [] : [[[50, 180, 240, 300][at] ?? 0, cell]])));
		const items: Field = {
			name: "items",
			type: "table",
			items: [text("name"), { name: "quantity", type: "number" }, { name: "total", type: "number" }],
		};
		expect(valuesOf([items], page)).toEqual({
			items: [
				{ name: "OLIVE OIL", quantity: 2, total: 8.2 },
				{ name: "EGGS", quantity: 1, total: 3 },
			],
		});
	});
});
