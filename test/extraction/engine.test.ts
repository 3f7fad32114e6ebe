import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block } from "../../src/convert/convert.ts";
import { extractFields, type Field } from "../../src/extraction/fields.ts";
import { type Piece, pageOf } from "./pages.ts";

const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "string", ...more });
const date = (name: string): Field => ({ name, type: "date" });
const money = (name: string): Field => ({ name, type: "currency" });

function valuesOf(fields: Field[], ...pages: (readonly (readonly Piece[])[])[]) {
	const results = extractFields(fields, { blocks: [], lines: pages.map((lines, at) => pageOf(lines, at + 1)) });
	return Object.fromEntries([...results].map(([name, { value }]) => [name, value]));
}

const items: Field = {
	name: "line_items",
	type: "table",
	items: [text("description"), { name: "quantity", type: "number" }, money("unit_price"), money("amount")],
};

describe("single values", () => {
	const fields = [text("invoice_number"), date("invoice_date"), date("due_date"), money("total")];
	const expected = {
		invoice_number: "A-17",
		invoice_date: "2024-03-15",
		due_date: "2024-04-14",
		total: { amount: 1234.5, currency: "EUR" },
	};

	test("are found behind, beside and below their labels", () => {
		const behind: Piece[][] = [
			[[50, "Rechnungs-Nr.: A-17"]],
			[[50, "Datum: 15.03.2024 Fällig am: 14.04.2024"]],
			[[50, "Gesamtbetrag: 1.234,50 EUR"]],
		];
		const beside: Piece[][] = [
			[
				[50, "Invoice No."],
				[200, "A-17"],
				[320, "Invoice Date"],
				[450, "15 March 2024"],
			],
			[
				[50, "Due Date"],
				[200, "14 April 2024"],
				[320, "Total"],
				[450, "€1,234.50"],
			],
		];
		const below: Piece[][] = [
			[
				[50, "Invoice Number"],
				[180, "Date of issue"],
				[300, "Payment due"],
				[430, "Amount due"],
			],
			[
				[50, "A-17"],
				[180, "2024-03-15"],
				[300, "2024-04-14"],
				[430, "EUR 1,234.50"],
			],
		];
		for (const page of [behind, beside, below]) expect(valuesOf(fields, page)).toEqual(expected);
	});

	test("are null where the document does not have them, whatever else it has", () => {
		const page: Piece[][] = [
			[[50, "Delivery date: 12.03.2024"]],
			[[50, "Date of birth: 01.02.1990"]],
			[
				[50, "Total hours"],
				[200, "38"],
			],
			[[50, "Our invoice follows by mail."]],
		];
		expect(valuesOf(fields, page)).toEqual({ invoice_number: null, invoice_date: null, due_date: null, total: null });
	});

	test("have a score, and a quote in a box of its own words", () => {
		const page = pageOf([[[50, "Invoice No.: A-17 of spring"]]]);
		const found = extractFields([text("invoice_number"), text("iban")], { blocks: [], lines: [page] });
		expect(found.get("invoice_number")).toMatchObject({
			citation: { page: 1, bbox: [110, 40, 130, 50], text: "A-17" },
		});
		expect(found.get("invoice_number")?.score).toBeGreaterThan(70);
		expect(found.get("iban")).toEqual({ value: null, score: 0, citation: null });
	});

	test("go by aliases, by an enum and by boxes that are ticked", () => {
		const page: Piece[][] = [
			[[50, "Blutgruppe: 0+"]],
			[
				[50, "Status:"],
				[120, "[ ] single"],
				[200, "[x] married"],
			],
			[[50, "Newsletter: [ ] Yes [x] No"]],
			[[50, "[x] I agree to the terms"]],
		];
		const wanted = [
			text("blood_group", { aliases: ["Blutgruppe"] }),
			text("status", { enum: ["single", "married"] }),
			{ name: "newsletter", type: "boolean" } as const,
			{ name: "agree_to_terms", type: "boolean" } as const,
		];
		expect(valuesOf(wanted, page)).toEqual({
			blood_group: "0+",
			status: "married",
			newsletter: false,
			agree_to_terms: true,
		});
	});

	test("numeric days are read as the document itself shows: another day above 12, or its country", () => {
		const day = (...others: string[]) =>
			valuesOf(
				[date("invoice_date")],
				[[[50, "Invoice date: 03/04/2024"]], ...others.map((other): Piece[] => [[50, other]])],
			);
		expect(day("Delivered: 25/03/2024")).toEqual({ invoice_date: "2024-04-03" });
		expect(day("Shipped: 03/25/2024")).toEqual({ invoice_date: "2024-03-04" });
		expect(day("Sales tax $4.00", "Springfield, IL 62704")).toEqual({ invoice_date: "2024-03-04" });
		expect(day("VAT £4.00")).toEqual({ invoice_date: "2024-04-03" });
	});

	test("sums that come out choose between candidates and raise the scores", () => {
		const page = (total: string): Piece[][] => [
			[
				[50, "Subtotal"],
				[300, "100.00"],
			],
			[
				[50, "VAT 20%"],
				[300, "20.00"],
			],
			[
				[50, "Total"],
				[300, total],
			],
		];
		const scoreOf = (total: string) =>
			extractFields([money("total")], { blocks: [], lines: [pageOf(page(total))] }).get("total")?.score ?? 0;
		expect(scoreOf("120.00")).toBeGreaterThan(scoreOf("131.00") + 10);
		expect(valuesOf([money("total"), { name: "tax_rate", type: "number" }], page("120.00"))).toEqual({
			total: { amount: 120, currency: null },
			tax_rate: 20,
		});
	});

	test("the two parties' addresses and tax numbers are kept apart", () => {
		const page: Piece[][] = [
			[[50, "Patel Hardware Ltd"]],
			[[50, "GSTIN: 24AAAPP1234C1Z5"]],
			[],
			[
				[50, "Bill To:"],
				[300, "Invoice No: 77"],
			],
			[[50, "Kiran Builders"]],
			[[50, "12 Ring Road"]],
			[[50, "Surat 395002"]],
			[[50, "GSTIN: 24AABCK9876L1ZQ"]],
		];
		const wanted = ["vendor_name", "vendor_gstin", "customer_name", "customer_address", "customer_gstin"].map((name) =>
			text(name),
		);
		expect(valuesOf(wanted, page)).toEqual({
			vendor_name: "Patel Hardware Ltd",
			vendor_gstin: "24AAAPP1234C1Z5",
			customer_name: "Kiran Builders",
			customer_address: "12 Ring Road, Surat 395002",
			customer_gstin: "24AABCK9876L1ZQ",
		});
	});
});

describe("line items", () => {
	const head: Piece[] = [
		[50, "Pos"],
		[90, "Description"],
		[300, "Qty"],
		[370, "Unit price"],
		[470, "Amount"],
	];
	const row = (at: number, name: string, quantity: number): Piece[] => [
		[50, String(at)],
		[90, name],
		[300, String(quantity)],
		[370, "10.00"],
		[470, (quantity * 10).toFixed(2)],
	];

	test("go on over wrapped names and pages, and end above the sums", () => {
		const first = [head, row(1, "Garden chair", 2), [[90, "with arms"]] as Piece[], row(2, "Table", 1)];
		const second = [
			head,
			row(3, "Bench", 4),
			[
				[370, "Subtotal"],
				[470, "70.00"],
			] as Piece[],
			[
				[370, "Total"],
				[470, "€70.00"],
			] as Piece[],
		];
		const found = valuesOf([items, money("total")], first, second);
		expect(found.total).toEqual({ amount: 70, currency: "EUR" });
		expect(found.line_items).toEqual(
			[
				["Garden chair with arms", 2],
				["Table", 1],
				["Bench", 4],
			].map(([description, quantity]) => ({
				description,
				quantity,
				unit_price: { amount: 10, currency: "EUR" },
				amount: { amount: Number(quantity) * 10, currency: "EUR" },
			})),
		);
	});

	test("are read from a receipt without heads, with the count before the name or on a line of its own", () => {
		const page: Piece[][] = [
			[
				[50, "2 x Coffee"],
				[200, "7.00"],
			],
			[[50, "Cake of the day"]],
			[
				[60, "3 x 4.50"],
				[200, "13.50"],
			],
			[
				[50, "Total"],
				[200, "£20.50"],
			],
		];
		const found = valuesOf([items], page).line_items;
		expect(found).toMatchObject([
			{ description: "Coffee", quantity: 2, amount: { amount: 7 } },
			{ description: "Cake of the day", quantity: 3, unit_price: { amount: 4.5 }, amount: { amount: 13.5 } },
		]);
	});

	test("a column's head is no label for a single value", () => {
		expect(
			valuesOf([money("total"), money("unit_price")], [head, row(1, "Chair", 2), row(2, "Table", 1)]).total,
		).toBeNull();
	});
});

describe("lists", () => {
	test("are parted by commas, or stand under each other", () => {
		const languages: Field = { name: "languages", type: "list" };
		expect(valuesOf([languages], [[[50, "Languages: Hindi, German; Tamil"]]])).toEqual({
			languages: ["Hindi", "German", "Tamil"],
		});
		const lines: Piece[][] = [[[50, "Languages"]], [[50, "• Hindi"]], [[50, "• German"]]];
		expect(valuesOf([languages], lines)).toEqual({ languages: ["Hindi", "German"] });
	});
});

const block = (id: string, more: Partial<Block>): Block => ({
	...{ id, kind: "paragraph", text: "", page: 1, bbox: [0, 0, 0, 0] },
	...more,
});

test("formats without places are read from their blocks, tables cell by cell", () => {
	const blocks = [
		block("b1", { text: "Invoice No: 4711\nDate: 2024-05-06" }),
		block("b2", {
			kind: "table",
			table: {
				header: [["Item", "Qty", "Price", "Total"]],
				rows: [
					["Lamp", "2", "10.00", "20.00"],
					["", "", "Grand total", "$20.00"],
				],
			},
		}),
	];
	const results = extractFields([text("invoice_number"), date("invoice_date"), money("total"), items], { blocks });
	expect([...results.values()].map(({ value }) => value)).toMatchObject([
		"4711",
		"2024-05-06",
		{ amount: 20, currency: "USD" },
		[{ description: "Lamp", quantity: 2, amount: { amount: 20 } }],
	]);
	expect(results.get("invoice_number")?.citation?.text).toBe("4711");
});

test("a table without columns in the flow is the document's own that is called so, or its only one", () => {
	const table = (id: string, header: string[][], rows: string[][]) =>
		block(id, { kind: "table", table: { header, rows }, text: [...header, ...rows].flat().join("\t") });
	const rates = table(
		"b2",
		[["Room", "Rate", "Rate"]],
		[
			["Single", "80", "90"],
			["", "", ""],
		],
	);
	const guests = table(
		"b4",
		[],
		[
			["Name", ""],
			["Ada", "2"],
		],
	);
	const field: Field = { name: "room_rates", type: "table", aliases: ["Zimmerpreise"] };
	const found = (...blocks: Block[]) => extractFields([field], { blocks }).get("room_rates");
	const rows = [{ Room: "Single", Rate: "80", "Rate 2": "90" }];
	const heading = block("b1", { kind: "heading", text: "3. Zimmerpreise 2026" });
	expect(found(heading, rates, guests)).toMatchObject({ value: rows, score: 85, citation: { page: 1 } });
	expect(found(guests)).toMatchObject({ value: [{ Name: "Ada", "Column 2": "2" }], score: 55 });
	expect(found(rates, guests)).toEqual({ value: null, score: 0, citation: null });
	expect(found(heading)?.value).toBeNull();
});

test("no document makes it throw, and no value lacks its quote", () => {
	const pieces = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.string({ minLength: 1, maxLength: 30 })), {
		maxLength: 5,
	});
	const words = fc.constantFrom(
		"Total:",
		"Date",
		"12.03.2024",
		"Invoice No",
		"[x]",
		"5,00 €",
		"Qty",
		"Amount",
		"( )",
		"—",
	);
	const known = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), words), { maxLength: 5 });
	const fields = [
		text("invoice_number"),
		date("due_date"),
		money("total"),
		items,
		text("address"),
		{ name: "list", type: "list" } as const,
	];
	fc.assert(
		fc.property(fc.array(fc.oneof(pieces, known), { maxLength: 12 }), (lines) => {
			const page = pageOf(
				lines.map((line) => line.filter(([, each]) => each.trim() !== "").sort((a, b) => a[0] - b[0])),
			);
			const said = page.lines.map((line) => line.words.map((word) => word.text).join(" ")).join(" ");
			for (const { value, citation, score } of extractFields(fields, { blocks: [], lines: [page] }).values()) {
				expect(score).toBeGreaterThanOrEqual(0);
				expect(score).toBeLessThanOrEqual(100);
				expect(citation === null).toBe(value === null);
				for (const word of citation?.text.split(" ") ?? []) expect(said).toContain(word);
			}
		}),
		{ numRuns: 300 },
	);
});
