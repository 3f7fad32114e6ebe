import { z } from "@hono/zod-openapi";
import type { core } from "zod";

/*
 * Input that a schema refuses, in the words of FastAPI and pydantic 2, which the clients of the tasks and tagging APIs
 * were written against. One error per field, in the schema's order.
 */

export interface ValidationError {
	/** pydantic's name of what is wrong, such as `missing` or `string_too_short`. */
	type: string;
	/** Where: `body`, `query`, `path`, `header` or `cookie`, then the way down. */
	loc: (string | number)[];
	msg: string;
	/** What was sent; the enclosing object for a missing field. Secrets and long values are cut. */
	input: unknown;
	ctx?: Record<string, unknown>;
}

type Verdict = Pick<ValidationError, "type" | "msg" | "ctx">;

const roots: Record<string, string> = {
	json: "body",
	form: "body",
	query: "query",
	param: "path",
	header: "header",
	cookie: "cookie",
};

/** `target` is Hono's name of the place, `value` what stood there (undefined where nothing could be read). */
export function toValidationErrors(
	issues: readonly core.$ZodIssue[],
	target: string,
	value: unknown,
): ValidationError[] {
	const root = roots[target] ?? "body";
	const seen = new Set<string>();
	const list: ValidationError[] = [];
	for (const issue of issues.flatMap((issue) => branches(issue))) {
		const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
		const place = JSON.stringify(path);
		if (seen.has(place)) continue;
		seen.add(place);
		const found = valueAt(value, path);
		const isMissing = !found.exists && issue.code === "invalid_type";
		const verdict = isMissing ? missing : judge(issue, found.value);
		const shown = isMissing ? found.parent : found.value;
		list.push({ ...verdict, loc: [root, ...path], input: showable(shown, path.at(-1)) });
	}
	return list;
}

const missing: Verdict = { type: "missing", msg: "Field required" };

/** A union is reported as the branch that came closest, with its own fields. */
function branches(issue: core.$ZodIssue): core.$ZodIssue[] {
	if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
	const closest = issue.errors.reduce((best, errors) => (depthOf(errors) > depthOf(best) ? errors : best));
	return closest.flatMap((inner) => branches({ ...inner, path: [...issue.path, ...inner.path] }));
}

function depthOf(issues: readonly core.$ZodIssue[]): number {
	return Math.max(0, ...issues.map((issue) => issue.path.length)) - issues.length / 1000;
}

function valueAt(value: unknown, path: readonly (string | number)[]) {
	let parent: unknown = value;
	let current: unknown = value;
	let exists = value !== undefined;
	for (const part of path) {
		if (!exists) break;
		parent = current;
		exists = typeof current === "object" && current !== null && Object.hasOwn(current, part);
		current = exists ? (current as Record<string | number, unknown>)[part] : undefined;
	}
	return { exists, value: current, parent };
}

function judge(issue: core.$ZodIssue, value: unknown): Verdict {
	switch (issue.code) {
		case "invalid_type":
			return judgeType(issue.expected, value);
		case "too_small":
			return judgeBound(issue.origin, "least", Number(issue.minimum), issue.inclusive !== false, value);
		case "too_big":
			return judgeBound(issue.origin, "most", Number(issue.maximum), issue.inclusive !== false, value);
		case "invalid_format":
			return judgeFormat(issue);
		case "invalid_value":
			return judgeChoice(issue.values.map((choice) => `'${String(choice)}'`));
		case "not_multiple_of":
			return multipleOf(issue.divisor);
		case "unrecognized_keys":
			return { type: "extra_forbidden", msg: "Extra inputs are not permitted" };
		default:
			return judgeOther(issue);
	}
}

const types: Record<string, Verdict> = {
	string: { type: "string_type", msg: "Input should be a valid string" },
	int: { type: "int_type", msg: "Input should be a valid integer" },
	number: { type: "float_type", msg: "Input should be a valid number" },
	boolean: { type: "bool_type", msg: "Input should be a valid boolean" },
	array: { type: "list_type", msg: "Input should be a valid list" },
	record: { type: "dict_type", msg: "Input should be a valid dictionary" },
	date: { type: "datetime_type", msg: "Input should be a valid datetime" },
	file: { type: "value_error", msg: "Value error, Expected UploadFile" },
};
const dictionary: Verdict = {
	type: "model_attributes_type",
	msg: "Input should be a valid dictionary or object to extract fields from",
};
const unparsable: Record<string, Verdict> = {
	int: { type: "int_parsing", msg: "Input should be a valid integer, unable to parse string as an integer" },
	number: { type: "float_parsing", msg: "Input should be a valid number, unable to parse string as a number" },
	boolean: { type: "bool_parsing", msg: "Input should be a valid boolean, unable to interpret input" },
};
const fractional: Verdict = {
	type: "int_from_float",
	msg: "Input should be a valid integer, got a number with a fractional part",
};

function judgeType(expected: string, value: unknown): Verdict {
	if (expected === "object") return dictionary;
	if (expected === "int" && typeof value === "number") return fractional;
	if (typeof value === "string") {
		const verdict = unparsable[expected];
		if (verdict !== undefined) return verdict;
	}
	return types[expected] ?? { type: `${expected}_type`, msg: `Input should be a valid ${expected}` };
}

function judgeBound(
	origin: string,
	side: "least" | "most",
	bound: number,
	isInclusive: boolean,
	value: unknown,
): Verdict {
	const isMinimum = side === "least";
	const plural = bound === 1 ? "" : "s";
	if (origin === "string") {
		return {
			type: isMinimum ? "string_too_short" : "string_too_long",
			msg: `String should have at ${side} ${bound} character${plural}`,
			ctx: { [isMinimum ? "min_length" : "max_length"]: bound },
		};
	}
	if (origin === "array" || origin === "set") {
		const actual = Array.isArray(value) ? value.length : 0;
		return {
			type: isMinimum ? "too_short" : "too_long",
			msg: `List should have at ${side} ${bound} item${plural} after validation, not ${actual}`,
			ctx: { field_type: "List", [isMinimum ? "min_length" : "max_length"]: bound, actual_length: actual },
		};
	}
	const relation = isMinimum ? "greater than" : "less than";
	const type = (isMinimum ? "greater_than" : "less_than") + (isInclusive ? "_equal" : "");
	const key = (isMinimum ? "g" : "l") + (isInclusive ? "e" : "t");
	return {
		type,
		msg: `Input should be ${relation}${isInclusive ? " or equal to" : ""} ${bound}`,
		ctx: { [key]: bound },
	};
}

function judgeFormat(issue: core.$ZodIssueInvalidStringFormat): Verdict {
	switch (issue.format) {
		case "uuid":
		case "guid":
			return { type: "uuid_parsing", msg: "Input should be a valid UUID" };
		case "url":
			return { type: "url_parsing", msg: "Input should be a valid URL" };
		case "email":
			return { type: "value_error", msg: "value is not a valid email address" };
		case "datetime":
		case "date":
			return { type: `${issue.format}_parsing`, msg: `Input should be a valid ${issue.format}` };
		case "regex":
			return {
				type: "string_pattern_mismatch",
				msg: `String should match pattern '${issue.pattern ?? ""}'`,
				ctx: { pattern: issue.pattern ?? "" },
			};
		default:
			return { type: "value_error", msg: `Value error, ${issue.message}` };
	}
}

function judgeChoice(choices: string[]): Verdict {
	const last = choices.at(-1) ?? "";
	const expected = choices.length > 1 ? `${choices.slice(0, -1).join(", ")} or ${last}` : last;
	return { type: "literal_error", msg: `Input should be ${expected}`, ctx: { expected } };
}

function multipleOf(divisor: unknown): Verdict {
	return { type: "multiple_of", msg: `Input should be a multiple of ${divisor}`, ctx: { multiple_of: divisor } };
}

/** A check of our own may name pydantic's type in `params.type`; then its message is shown as it is. */
function judgeOther(issue: core.$ZodIssue): Verdict {
	const params = issue.code === "custom" ? issue.params : undefined;
	if (typeof params?.type === "string") return { type: params.type, msg: issue.message };
	return { type: "value_error", msg: `Value error, ${issue.message}` };
}

// --- what is shown of the input ---

const secretName = /password|secret|token|api_?key|authorization/i;
const longestShown = 500;
const deepestShown = 4;
const widestShown = 50;

/** The input as JSON that is safe to send back: no secrets, no megabytes, no depth that would break the encoder. */
function showable(value: unknown, name: string | number | undefined, depth = 0): unknown {
	if (typeof name === "string" && secretName.test(name) && value !== null && value !== "") return hidden(value);
	if (typeof value === "string") return value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
	if (typeof value === "number" || typeof value === "boolean") return value;
	if (typeof value !== "object" || value === null) return null;
	if (value instanceof Blob) return value instanceof File ? value.name : null;
	if (depth >= deepestShown) return "…";
	if (Array.isArray(value)) return value.slice(0, widestShown).map((item) => showable(item, name, depth + 1));
	const entries = Object.entries(value).slice(0, widestShown);
	return Object.fromEntries(entries.map(([key, item]) => [key, showable(item, key, depth + 1)]));
}

/** Secrets are never sent back, but what kind of value stood there still helps. */
function hidden(value: unknown): unknown {
	return typeof value === "string" ? "**********" : typeof value === "object" ? "…" : value;
}

// --- fields that both dialects read the same way ---

/**
 * A string with bounds in characters (code points, as Python counts), never with half a surrogate pair, which no
 * database can keep. `trim` cuts white space first; a bound then concerns what is left.
 */
export function text({ min = 0, max, trim = false }: { min?: number; max: number; trim?: boolean }) {
	const schema = z.string().check((context) => {
		const { value, issues } = context;
		const input = value;
		if (!value.isWellFormed()) {
			issues.push({ code: "custom", input, message: unicodeMessage, params: { type: "string_unicode" } });
			return;
		}
		const length = value.length > 2 * max ? value.length : countCharacters(value);
		if (length > max) issues.push({ code: "too_big", origin: "string", maximum: max, inclusive: true, input });
		if (length < min) issues.push({ code: "too_small", origin: "string", minimum: min, inclusive: true, input });
	});
	const bounded = trim ? z.string().trim().pipe(schema) : schema;
	return bounded.openapi({ type: "string", maxLength: max, ...(min > 0 && { minLength: min }) });
}

const unicodeMessage = "Input should be a valid string, unable to parse raw data as a unicode string";

function countCharacters(value: string): number {
	let count = 0;
	for (const _ of value) count++;
	return count;
}

/**
 * An integer that may also come as a numeric string or an integral float (`3`, `"3"`, `3.0`). Left out, it is `fallback`,
 * or missing where there is none. In a query the last of several counts.
 */
export function integer({ min, max, fallback }: { min: number; max: number; fallback?: number }) {
	const given = fallback === undefined ? z.unknown() : z.unknown().optional();
	return given
		.transform((value, context): number => {
			if (value === undefined && fallback !== undefined) return fallback;
			const number = toInteger(value);
			if (number === undefined) {
				context.addIssue({ code: "invalid_type", expected: "int", input: value });
				return z.NEVER;
			}
			if (number > max) {
				context.addIssue({ code: "too_big", origin: "number", maximum: max, inclusive: true, input: value });
			} else if (number < min) {
				context.addIssue({ code: "too_small", origin: "number", minimum: min, inclusive: true, input: value });
			}
			return number;
		})
		.openapi({ type: "integer", minimum: min, maximum: max, ...(fallback !== undefined && { default: fallback }) });
}

function toInteger(value: unknown): number | undefined {
	if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
	if (typeof value !== "string" || value.length > 400) return undefined;
	return /^\s*[+-]?\d+(?:_\d+)*(?:\.0*)?\s*$/.test(value) ? Number(value.replace(/_/g, "")) : undefined;
}

/** A UUID in any case, given on in lower case: a path id that is none is a validation error, not an unknown one. */
export function uuid() {
	return z.guid().toLowerCase().openapi({ type: "string", format: "uuid" });
}

/** `limit` and `offset` of a list. */
export function page({ limit = 50, maxLimit = 1000 }: { limit?: number; maxLimit?: number } = {}) {
	return z.object({
		limit: lastOf(integer({ min: 1, max: maxLimit, fallback: limit })),
		offset: lastOf(integer({ min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 })),
	});
}

/** A query parameter given several times counts once, as its last. */
export function lastOf<Schema extends z.ZodType>(schema: Schema) {
	return z.preprocess((value) => (Array.isArray(value) ? value.at(-1) : value), schema);
}
