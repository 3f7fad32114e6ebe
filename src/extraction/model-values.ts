/** Values as models write them → values as ours are written. */
import { parseDate } from "./dates.ts";
import type { Field } from "./flow.ts";
import { parseCurrency } from "./money.ts";
import type { FieldValue, SimpleValue } from "./result.ts";

/** Null for what is no value of the field: a blank, a day that does not exist. */
export function normalized(field: Field, value: FieldValue | null): FieldValue | null {
	if (!Array.isArray(value)) return value === null ? null : normalizedSimple(field, value);
	const items = field.items ?? [];
	if (field.type !== "table") {
		const item = items[0] ?? { name: field.name, type: "string" };
		return value.flatMap((each) => (isSimple(each) ? (normalizedSimple(item, each) ?? []) : []));
	}
	const rows = value.flatMap((row) => (isSimple(row) ? [] : [normalizedRow(items, row)]));
	return rows.filter((row) => Object.values(row).some((cell) => cell !== null));
}

function normalizedRow(items: readonly Field[], row: Record<string, SimpleValue | null>) {
	return Object.fromEntries(
		items.map((item): [string, SimpleValue | null] => {
			const cell = row[item.name] ?? null;
			return [item.name, cell === null ? null : normalizedSimple(item, cell)];
		}),
	);
}

function normalizedSimple({ type }: Field, value: SimpleValue): SimpleValue | null {
	if (typeof value === "object") {
		return { amount: value.amount, currency: value.currency === null ? null : currencyOf(value.currency) };
	}
	if (typeof value !== "string") return value;
	const text = value.trim();
	if (text === "") return null;
	return type === "date" ? (parseDate(text)?.iso ?? null) : text;
}

/** A code that we do not know may be one all the same. */
function currencyOf(text: string): string | null {
	const code = text.trim().toUpperCase();
	return parseCurrency(text) ?? (/^[A-Z]{3}$/.test(code) ? code : null);
}

function isSimple(value: SimpleValue | Record<string, SimpleValue | null>): value is SimpleValue {
	return typeof value !== "object" || (typeof value.amount === "number" && "currency" in value);
}
