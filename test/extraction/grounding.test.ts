import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Block } from "../../src/convert/convert.ts";
import {
	answerSchema,
	confidenceOf,
	type Field,
	type FieldResult,
	Flow,
	Grounding,
	mergeAnswers,
	toPieces,
	toPrompt,
} from "../../src/extraction/fields.ts";
import { pageOf } from "./pages.ts";

const number: Field = { name: "invoice_number", type: "string" };
const day: Field = { name: "invoice_date", type: "date" };
const total: Field = { name: "total", type: "currency" };
const items: Field = {
	name: "items",
	type: "table",
	items: [
		{ name: "description", type: "string" },
		{ name: "amount", type: "currency" },
	],
};

const grounding = new Grounding({
	blocks: [],
	lines: [
		pageOf([
			[
				[50, "Rechnung Nr. A-17"],
				[300, "15. März 2024"],
			],
			[
				[50, "Lampe groß"],
				[300, "1.200,00 €"],
			],
			[
				[50, "Kabel"],
				[300, "34,50 €"],
			],
			[
				[50, "Summe"],
				[300, "1.234,50 €"],
			],
		]),
	],
});

describe("a model's value", () => {
	test("is found by the text that it quotes, or by what it says, and proven by its own reading", () => {
		expect(grounding.ground(number, { value: "A-17", text: "A-17" })).toMatchObject({
			score: 95,
			citation: { page: 1, text: "A-17" },
		});
		expect(grounding.ground(day, { value: "2024-03-15" })).toMatchObject({
			score: 90,
			citation: { text: "15. März 2024" },
		});
		const money = grounding.ground(total, { value: { amount: 1234.5, currency: "EUR" }, text: "1.234,50 €" });
		expect(money).toMatchObject({ score: 95, citation: { text: "1.234,50 €" } });
	});

	test("that does not read as its quote is worth less, and one that stands nowhere 30 at most", () => {
		expect(grounding.ground(total, { value: { amount: 99, currency: "EUR" }, text: "1.234,50 €" }).score).toBe(75);
		const invented = grounding.ground(number, { value: "B-99", text: "B-99", confidence: 100 });
		expect(invented).toEqual({ value: "B-99", score: 30, citation: null });
		expect(grounding.ground(day, { value: "2024-03-16", confidence: 10 })).toEqual({
			value: "2024-03-16",
			score: 10,
			citation: null,
		});
		expect(grounding.ground(day, { value: null })).toEqual({ value: null, score: 0, citation: null });
	});

	test("a doubt of the model lowers the score, certainty does not raise it", () => {
		const scored = (confidence: number): FieldResult => grounding.ground(number, { value: "A-17", confidence });
		expect([scored(100).score, scored(50).score]).toEqual([95, 73]);
	});

	test("a table is as sure as its cells are found", () => {
		const euros = (amount: number) => ({ amount, currency: "EUR" });
		const all = grounding.ground(items, {
			value: [
				{ description: "Lampe groß", amount: euros(1200) },
				{ description: "Kabel", amount: euros(34.5) },
			],
		});
		expect(all.score).toBeGreaterThan(85);
		expect(all.citation?.text).toBe("Lampe groß 1.200,00 € Kabel 34,50 €");
		const half = grounding.ground(items, { value: [{ description: "Sofa", amount: euros(1200) }] });
		expect(half.score).toBeLessThan(70);
	});
});

describe("a request to a model", () => {
	const block = (page: number, text: string): Block => ({ id: "b", kind: "paragraph", text, page, bbox: [0, 0, 0, 0] });

	test("takes pages together as they fit, and loses nothing", () => {
		const blocks = [block(1, "one"), block(2, "two"), block(3, "x".repeat(25)), block(4, "four")];
		const pieces = toPieces(blocks, 10);
		expect(pieces.map(({ firstPage, lastPage }) => [firstPage, lastPage])).toEqual([
			[1, 2],
			[3, 3],
			[3, 3],
			[3, 4],
		]);
		expect(
			pieces
				.map(({ text }) => text)
				.join("")
				.replaceAll("\n", ""),
		).toBe(`onetwo${"x".repeat(25)}four`);
	});

	test("names each field with all that the flow says of it", () => {
		const field: Field = {
			name: "blood_group",
			type: "string",
			description: "ABO and Rhesus",
			aliases: ["Blutgruppe"],
			enum: ["0+", "A+"],
		};
		const prompt = toPrompt([field, items], { firstPage: 2, lastPage: 3, text: "Blutgruppe: 0+" });
		for (const part of [
			"blood_group (string)",
			"ABO and Rhesus",
			"Blutgruppe",
			"0+ | A+",
			"description (string)",
			"pages 2–3",
		]) {
			expect(prompt).toContain(part);
		}
	});

	test("its schema is JSON Schema, takes an answer of the right types and refuses others", () => {
		const schema = answerSchema([number, total, items]);
		expect(z.toJSONSchema(schema)).toMatchObject({ type: "object", required: ["invoice_number", "total", "items"] });
		const answer = {
			invoice_number: { value: "A-17", text: "A-17" },
			total: { value: { amount: 1, currency: null }, text: "1" },
			items: { value: [{ description: "x", amount: null }] },
		};
		expect(schema.safeParse(answer).success).toBe(true);
		expect(schema.safeParse({ ...answer, total: { value: "1,00 €" } }).success).toBe(false);
	});

	test("the answers of several pieces become one: rows joined, of single values the best proven", () => {
		const row = (description: string, amount: number) => ({ description, amount: { amount, currency: "EUR" } });
		const merged = mergeAnswers(
			[number, items],
			[
				{ invoice_number: { value: "Z-1" }, items: { value: [row("Lampe groß", 1200)] } },
				{ invoice_number: { value: "A-17" }, items: { value: [row("Kabel", 34.5)] } },
				{ invoice_number: { value: null }, items: { value: null } },
			],
			grounding,
		);
		expect(merged.get("invoice_number")).toMatchObject({ value: "A-17", score: 95 });
		expect(merged.get("items")?.value).toHaveLength(2);
	});
});

describe("a flow", () => {
	test("needs a name and fields with names of their own", () => {
		const flow = { name: "Invoices", fields: [number, day] };
		expect(Flow.safeParse(flow).success).toBe(true);
		expect(Flow.safeParse({ ...flow, fields: [number, number] }).success).toBe(false);
		expect(Flow.safeParse({ ...flow, fields: [] }).success).toBe(false);
		expect(Flow.safeParse({ ...flow, fields: [{ name: "x", type: "picture" }] }).success).toBe(false);
	});

	test("has the mean score of its required fields, and approves when each of them reaches the threshold", () => {
		const result = (score: number): FieldResult => ({ value: "x", score, citation: null });
		const results = new Map([
			["a", result(90)],
			["b", result(80)],
			["c", result(10)],
		]);
		const fields = ["a", "b", "c"].map((name) => ({ name, required: name !== "c" }));
		const confidence = (threshold: number) =>
			confidenceOf({ fields, settings: { auto_approve_threshold: threshold } }, results);
		expect(confidence(80)).toEqual({ score: 85, isApproved: true });
		expect(confidence(81).isApproved).toBe(false);
		expect(confidenceOf({ fields: fields.map(({ name }) => ({ name })) }, results)).toEqual({
			score: 60,
			isApproved: false,
		});
	});
});
