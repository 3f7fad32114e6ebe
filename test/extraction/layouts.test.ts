import { describe, expect, test } from "vitest";
import { extractFields, type Field } from "../../src/extraction/fields.ts";
import { type Piece, pageOf } from "./pages.ts";

const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "string", ...more });
const date = (name: string): Field => ({ name, type: "date" });
const money = (name: string): Field => ({ name, type: "currency" });
const yesOrNo = (name: string): Field => ({ name, type: "boolean" });

function valuesOf(fields: Field[], lines: readonly (readonly Piece[])[]) {
	const results = extractFields(fields, { blocks: [], lines: [pageOf(lines)] });
	return Object.fromEntries([...results].map(([name, { value }]) => [name, value]));
}

describe("where a value stands", () => {
	test("is told by looks: capitals over small letters are heads, and a label beside its value is not under another", () => {
		const band: Piece[][] = [
			[
				[50, "REQUESTED BY"],
				[200, "SHIP VIA"],
				[350, "TERMS"],
			],
			[
				[50, "M. Okafor"],
				[200, "Rail Freight"],
				[350, "Net 30"],
			],
		];
		expect(valuesOf([text("ship_via"), text("terms")], band)).toEqual({ ship_via: "Rail Freight", terms: "Net 30" });
		const pairs: Piece[][] = [
			[
				[50, "Frequency"],
				[250, "yearly"],
			],
			[
				[50, "Coverage"],
				[250, "complete"],
			],
		];
		expect(valuesOf([text("frequency"), text("coverage")], pairs)).toEqual({
			frequency: "yearly",
			coverage: "complete",
		});
	});

	test("a colon in a column of its own belongs to its label", () => {
		const page: Piece[][] = [
			[
				[50, "Patient"],
				[120, ": Suresh Pillai"],
				[320, "Sample"],
				[400, ":"],
				[420, "Serum"],
			],
		];
		expect(valuesOf([text("patient_name"), text("sample")], page)).toEqual({
			patient_name: "Suresh Pillai",
			sample: "Serum",
		});
	});

	test("labels in two languages are one, and Devanagari names are names", () => {
		const page: Piece[][] = [
			[
				[50, "पदनाम / Designation"],
				[280, "Conductor"],
			],
			[
				[50, "आवेदक का नाम :"],
				[280, "सीता देवी"],
			],
		];
		expect(valuesOf([text("designation"), text("applicant_name")], page)).toEqual({
			designation: "Conductor",
			applicant_name: "सीता देवी",
		});
	});

	test("letters in cells of their own make a word", () => {
		const page: Piece[][] = [[[50, "Surname"]], [..."MEHTA"].map((letter, at): Piece => [50 + at * 15, letter])];
		expect(valuesOf([text("surname")], page)).toEqual({ surname: "MEHTA" });
	});

	test("words of a sentence are no labels", () => {
		const page: Piece[][] = [
			[[50, "The growth of companies controlled by customers is what the study found for the period."]],
			[
				[50, "It was shown that every customer"],
				[240, "the market"],
				[300, "gained."],
			],
		];
		expect(valuesOf([text("customer_name"), text("company"), money("total")], page)).toEqual({
			customer_name: null,
			company: null,
			total: null,
		});
	});
});

describe("ticks", () => {
	test("an answer is the head of the column in which the cross stands", () => {
		const page: Piece[][] = [
			[
				[50, "Please answer"],
				[400, "Yes"],
				[460, "No"],
			],
			[
				[50, "Do you smoke?"],
				[465, "X"],
			],
			[
				[50, "Do you drive?"],
				[405, "X"],
			],
		];
		expect(valuesOf([yesOrNo("do_you_smoke"), yesOrNo("do_you_drive")], page)).toEqual({
			do_you_smoke: false,
			do_you_drive: true,
		});
	});

	test("the ticked ones of several rows of boxes are a list, and one of a row without a label is a choice", () => {
		const page: Piece[][] = [
			[[50, "Courses:"]],
			[
				[60, "☑ Yoga"],
				[200, "☐ Pilates"],
			],
			[
				[60, "☐ Judo"],
				[200, "☑ Chess"],
			],
			[],
			[],
			[
				[60, "☐ Cash"],
				[200, "☑ Cheque"],
			],
		];
		const fields: Field[] = [
			{ name: "courses", type: "list", enum: ["Yoga", "Pilates", "Judo", "Chess"] },
			text("paid_how", { enum: ["Cash", "Cheque"] }),
		];
		expect(valuesOf(fields, page)).toEqual({ courses: ["Yoga", "Chess"], paid_how: "Cheque" });
	});
});

describe("what follows from other values", () => {
	test("both ends of a period, and a net amount without a label", () => {
		const page: Piece[][] = [
			[[50, "Pay period: 03/01/2024 - 03/15/2024"]],
			[
				[50, "Goods"],
				[400, "1,000.00"],
			],
			[
				[50, "VAT"],
				[400, "200.00"],
			],
			[
				[50, "Total"],
				[400, "£1,200.00"],
			],
		];
		const fields = [date("pay_period_start"), date("pay_period_end"), money("net_amount")];
		expect(valuesOf(fields, page)).toEqual({
			pay_period_start: "2024-03-01",
			pay_period_end: "2024-03-15",
			net_amount: { amount: 1000, currency: "GBP" },
		});
	});

	test("columns without a head that tells are known by what comes out", () => {
		const page: Piece[][] = [
			[
				[50, "Work"],
				[250, "Qty"],
				[320, "à"],
				[400, "EUR"],
			],
			[
				[50, "Painting"],
				[250, "3"],
				[320, "10,50"],
				[400, "31,50"],
			],
			[
				[50, "Sanding"],
				[250, "2"],
				[320, "4,00"],
				[400, "8,00"],
			],
		];
		const columns = [text("description"), { name: "quantity", type: "number" }, money("unit_price"), money("amount")];
		const table: Field = { name: "line_items", type: "table", items: columns as Field[] };
		expect(valuesOf([table], page)).toMatchObject({
			line_items: [
				{ description: "Painting", quantity: 3, unit_price: { amount: 10.5 }, amount: { amount: 31.5 } },
				{ description: "Sanding", quantity: 2, unit_price: { amount: 4 }, amount: { amount: 8 } },
			],
		});
	});

	test("a score tells a clear label from a mere place", () => {
		const page = pageOf([[[50, "Lumen Works Ltd"]], [], [[50, "Invoice No.: A-17"]]]);
		const found = extractFields([text("vendor_name"), text("invoice_number")], { blocks: [], lines: [page] });
		expect(found.get("invoice_number")?.score).toBeGreaterThan(90);
		expect(found.get("vendor_name")).toMatchObject({ value: "Lumen Works Ltd" });
		expect(found.get("vendor_name")?.score).toBeLessThan(75);
	});
});
