/** What was found in the windows of one document, put together. */
import type { Field } from "./flow.ts";
import { isOpenTable } from "./open-tables.ts";
import { sameValue } from "./readings.ts";
import { type FieldResult, type FieldResults, type FieldValue, MISSING, type SimpleValue } from "./result.ts";

/** Of single values the best, of equals the first; rows of tables and parts of lists one after the other. */
export function mergeResults(fields: readonly Field[], windows: readonly FieldResults[]): FieldResults {
	const [only, ...others] = windows;
	if (only !== undefined && others.length === 0) return only;
	return new Map(
		fields.map((field): [string, FieldResult] => {
			const found = windows.flatMap((results) => results.get(field.name) ?? []).filter(({ value }) => value !== null);
			const [best = MISSING] = found.toSorted((a, b) => b.score - a.score);
			// Of tables by their own columns two are not one.
			const hasParts = field.type === "list" || (field.type === "table" && !isOpenTable(field));
			return [field.name, hasParts ? joined(field, found) : best];
		}),
	);
}

/** A part counts for the score as often as it has values. */
function joined(field: Field, found: readonly FieldResult[]): FieldResult {
	const [first] = found;
	if (first === undefined) return MISSING;
	const sizes = found.map(({ value }) => (Array.isArray(value) ? value.length : 1));
	const sum = found.reduce((total, { score }, at) => total + score * (sizes[at] ?? 0), 0);
	const all = sizes.reduce((total, size) => total + size, 0);
	return { value: valuesOf(field, found), score: all === 0 ? 0 : Math.round(sum / all), citation: first.citation };
}

/** Rows repeat as they are printed; what a list names twice it has once. */
function valuesOf({ type }: Field, found: readonly FieldResult[]): FieldValue {
	const parts = found.flatMap(({ value }): unknown[] => (Array.isArray(value) ? value : []));
	if (type === "table") return asValue(parts);
	const values = parts.filter((part): part is SimpleValue => part !== null && part !== undefined);
	return values.filter((value, at) => values.findIndex((other) => sameValue(other, value)) === at);
}

/** Parts of one field are of one kind. */
function asValue(parts: readonly unknown[]): FieldValue {
	return parts as FieldValue;
}
