import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import { integer, page, text, toValidationErrors, uuid } from "../../src/api/validation.ts";

function errorsOf(schema: z.ZodType, value: unknown, target = "json") {
	const result = schema.safeParse(value);
	return result.success ? [] : toValidationErrors(result.error.issues, target, value);
}

const field = (schema: z.ZodType, value: unknown) => errorsOf(z.object({ field: schema }), { field: value })[0];

describe("a refused field is reported in pydantic's words", () => {
	it.each([
		[z.string(), 5, "string_type", "Input should be a valid string"],
		[z.string(), null, "string_type", "Input should be a valid string"],
		[z.boolean(), "maybe", "bool_parsing", "Input should be a valid boolean, unable to interpret input"],
		[z.number(), [], "float_type", "Input should be a valid number"],
		[z.int(), 1.5, "int_from_float", "Input should be a valid integer, got a number with a fractional part"],
		[z.array(z.string()), {}, "list_type", "Input should be a valid list"],
		[z.array(z.string()).min(1), [], "too_short", "List should have at least 1 item after validation, not 0"],
		[z.array(z.string()).max(1), ["a", "b"], "too_long", "List should have at most 1 item after validation, not 2"],
		[z.record(z.string(), z.string()), 1, "dict_type", "Input should be a valid dictionary"],
		[z.enum(["a", "b", "c"]), "d", "literal_error", "Input should be 'a', 'b' or 'c'"],
		[z.literal("a"), "d", "literal_error", "Input should be 'a'"],
		[z.string().min(1), "", "string_too_short", "String should have at least 1 character"],
		[z.string().max(2), "abc", "string_too_long", "String should have at most 2 characters"],
		[z.string().regex(/^a$/), "b", "string_pattern_mismatch", "String should match pattern '/^a$/'"],
		[z.url(), "x", "url_parsing", "Input should be a valid URL"],
		[z.number().gt(3), 3, "greater_than", "Input should be greater than 3"],
		[z.number().lt(3), 3, "less_than", "Input should be less than 3"],
		[z.string().refine(() => false, "no"), "x", "value_error", "Value error, no"],
		[uuid(), "x", "uuid_parsing", "Input should be a valid UUID"],
		[text({ max: 3 }), "abcd", "string_too_long", "String should have at most 3 characters"],
		[text({ min: 2, max: 3, trim: true }), " a ", "string_too_short", "String should have at least 2 characters"],
		[integer({ min: 1, max: 10 }), 0, "greater_than_equal", "Input should be greater than or equal to 1"],
		[integer({ min: 1, max: 10 }), "11", "less_than_equal", "Input should be less than or equal to 10"],
		[
			integer({ min: 1, max: 10 }),
			2.5,
			"int_from_float",
			"Input should be a valid integer, got a number with a fractional part",
		],
		[
			integer({ min: 1, max: 10 }),
			"x",
			"int_parsing",
			"Input should be a valid integer, unable to parse string as an integer",
		],
		[integer({ min: 1, max: 10 }), null, "int_type", "Input should be a valid integer"],
		[integer({ min: 1, max: 10 }), true, "int_type", "Input should be a valid integer"],
		[integer({ min: 1, max: 10 }), undefined, "int_type", "Input should be a valid integer"],
		[z.union([z.string(), z.array(z.string())]), 5, "string_type", "Input should be a valid string"],
	])("%# %s", (schema, value, type, msg) => {
		expect(field(schema, value)).toMatchObject({ loc: ["body", "field"], type, msg });
	});

	it("a missing field names what encloses it", () => {
		const schema = z.object({ config: z.object({ num_tags: z.int() }) });
		expect(errorsOf(schema, { config: { other: 1 } })).toEqual([
			{ loc: ["body", "config", "num_tags"], msg: "Field required", type: "missing", input: { other: 1 } },
		]);
		expect(errorsOf(z.object({ n: integer({ min: 0, max: 1 }) }), {})).toMatchObject([{ type: "missing" }]);
	});

	it("a body of another type is reported whole", () => {
		expect(errorsOf(z.object({ a: z.string() }), [])).toMatchObject([
			{ loc: ["body"], type: "model_attributes_type", input: [] },
		]);
	});

	it("items of a list are found by their number", () => {
		expect(errorsOf(z.object({ list: z.array(z.string()) }), { list: ["a", 1] })).toMatchObject([
			{ loc: ["body", "list", 1], type: "string_type", input: 1 },
		]);
	});

	it("each field is reported once", () => {
		expect(errorsOf(z.object({ a: z.string().min(5).regex(/x/) }), { a: "b" })).toHaveLength(1);
	});

	it.each([
		["query", "query"],
		["param", "path"],
		["header", "header"],
		["form", "body"],
	])("input from %s stands in %s", (target, root) => {
		expect(errorsOf(z.object({ a: z.string() }), {}, target)).toMatchObject([{ loc: [root, "a"] }]);
	});
});

describe("the input that is shown", () => {
	it("holds no secrets, wherever they stand", () => {
		const schema = z.object({ config: z.object({ num_tags: z.int() }), password: z.string().min(8) });
		const errors = errorsOf(schema, {
			config: { api_key: "sk-secret", nested: { refresh_token: "sk-secret" } },
			password: "sk-secr",
		});
		expect(JSON.stringify(errors)).not.toContain("sk-secr");
	});

	it("is cut where it is long, wide or deep", () => {
		let deep: unknown = 1;
		for (let n = 0; n < 10_000; n++) deep = [deep];
		const schema = z.object({ a: z.literal("x"), b: z.literal("x"), c: z.literal("x") });
		const errors = errorsOf(schema, { a: "y".repeat(1e6), b: deep, c: Array(1e5).fill(1) });
		expect(JSON.stringify(errors).length).toBeLessThan(2000);
	});
});

describe("an integer", () => {
	it.each([[3], ["3"], [3.0], ["3.0"], [" 3 "], ["+3"], ["03"]])("may be written as %j", (value) => {
		expect(integer({ min: 1, max: 10 }).parse(value)).toBe(3);
	});
});

describe("a page", () => {
	it("has defaults and takes the last of several values", () => {
		expect(page().parse({})).toEqual({ limit: 50, offset: 0 });
		expect(page({ limit: 200 }).parse({ limit: ["5", "7"], offset: "3" })).toEqual({ limit: 7, offset: 3 });
	});
});
