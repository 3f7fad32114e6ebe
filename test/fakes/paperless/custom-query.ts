import { Invalid } from "./fields.ts";
import type { Filter, Predicate } from "./filters.ts";
import type { CustomFieldRecord, DocumentRecord } from "./records.ts";
import type { Store } from "./store.ts";

type Test = (value: unknown, wanted: unknown) => boolean;

const lower = (value: unknown) => String(value).toLowerCase();
const order = (value: unknown, wanted: unknown) =>
	typeof wanted === "number" ? Number(value) - wanted : String(value) < String(wanted) ? -1 : value === wanted ? 0 : 1;
const isSet = (value: unknown) => value !== null && value !== undefined;

const tests: Record<string, Test> = {
	exact: (value, wanted) => value === wanted,
	in: (value, wanted) => Array.isArray(wanted) && wanted.includes(value),
	icontains: (value, wanted) => isSet(value) && lower(value).includes(lower(wanted)),
	istartswith: (value, wanted) => isSet(value) && lower(value).startsWith(lower(wanted)),
	iendswith: (value, wanted) => isSet(value) && lower(value).endsWith(lower(wanted)),
	gt: (value, wanted) => isSet(value) && order(value, wanted) > 0,
	gte: (value, wanted) => isSet(value) && order(value, wanted) >= 0,
	lt: (value, wanted) => isSet(value) && order(value, wanted) < 0,
	lte: (value, wanted) => isSet(value) && order(value, wanted) <= 0,
	range: (value, wanted) =>
		isSet(value) && Array.isArray(wanted) && order(value, wanted[0]) >= 0 && order(value, wanted[1]) <= 0,
	contains: (value, wanted) =>
		Array.isArray(value) && Array.isArray(wanted) && wanted.every((id) => value.includes(id)),
};

/** `["name or id","op",value]`, joined by `["AND"|"OR",[…]]` and `["NOT",…]`. */
export const customFieldQuery: Filter<DocumentRecord> = (raw, store) => {
	let query: unknown;
	try {
		query = JSON.parse(raw);
	} catch {
		throw new Invalid("Value must be valid JSON.");
	}
	return predicateOf(query, store);
};

function predicateOf(query: unknown, store: Store): Predicate<DocumentRecord> {
	if (!Array.isArray(query)) throw new Invalid("Invalid custom field query expression");
	const [head, second, third]: unknown[] = query;
	const joint = typeof head === "string" ? head.toUpperCase() : "";
	if (query.length === 2 && (joint === "AND" || joint === "OR") && Array.isArray(second)) {
		const parts = second.map((part) => predicateOf(part, store));
		return (record) => (joint === "AND" ? parts.every((part) => part(record)) : parts.some((part) => part(record)));
	}
	if (query.length === 2 && joint === "NOT") {
		const part = predicateOf(second, store);
		return (record) => !part(record);
	}
	if (query.length !== 3) throw new Invalid("Invalid custom field query expression");
	return atom(fieldOf(head, store), String(second), third);
}

function atom({ id }: CustomFieldRecord, operator: string, wanted: unknown): Predicate<DocumentRecord> {
	const find = ({ customFields }: DocumentRecord) => customFields.find(({ field }) => field === id);
	if (operator === "exists") return (record) => (find(record) !== undefined) === wanted;
	if (operator === "isnull") {
		return (record) => {
			const value = find(record);
			return value !== undefined && (value.value === null) === wanted;
		};
	}
	const test = tests[operator];
	if (test === undefined) throw new Invalid(`${operator} is not a valid custom field query operator.`);
	return (record) => {
		const value = find(record);
		return value !== undefined && test(value.value, wanted);
	};
}

function fieldOf(nameOrId: unknown, store: Store): CustomFieldRecord {
	for (const field of store.customFields.values()) if (field.id === nameOrId || field.name === nameOrId) return field;
	throw new Invalid(`${JSON.stringify(nameOrId)} is not a valid custom field.`);
}
