import { isData } from "./body.ts";
import { Invalid, type Reader } from "./fields.ts";
import type { CustomFieldRecord, CustomValue } from "./records.ts";
import type { Store } from "./store.ts";
import { isDay } from "./times.ts";

/** The place of an option in its field's list, as APIs below 7 name it. */
export function optionIndex(field: CustomFieldRecord, value: unknown): number | null {
	const index = field.options.findIndex(({ id }) => id === value);
	return index < 0 ? null : index;
}

/** Reads the `custom_fields` of a document; faults are keyed by place, each under `non_field_errors`. */
export function customValuesReader(store: Store, api: number): Reader<CustomValue[]> {
	return (raw) => {
		const given = typeof raw === "string" ? parsed(raw) : raw;
		const items = isData(given) ? Object.entries(given).map(([field, value]) => ({ field, value })) : given;
		if (!Array.isArray(items)) throw new Invalid(`Expected a list of items but got type "${typeof items}".`);
		const errors: Record<string, unknown> = {};
		const values = items.flatMap((item: unknown, index) => {
			try {
				return [customValue(store, api, item)];
			} catch (error) {
				if (!(error instanceof Invalid)) throw error;
				errors[index] = isData(error.messages) ? error.messages : { non_field_errors: error.messages };
				return [];
			}
		});
		if (Object.keys(errors).length > 0) throw new Invalid(errors);
		return values;
	};
}

function parsed(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		throw new Invalid("Value must be valid JSON.");
	}
}

function customValue(store: Store, api: number, item: unknown): CustomValue {
	if (!isData(item)) throw new Invalid("Invalid data. Expected a dictionary.");
	if (!("field" in item)) throw new Invalid({ field: ["This field is required."] });
	const field = store.customFields.get(Number(item.field));
	if (field === undefined) {
		throw new Invalid({ field: [`Invalid pk "${String(item.field)}" - object does not exist.`] });
	}
	return { field: field.id, value: checkedValue(store, api, field, item.value ?? null) };
}

/** The value as it is stored. A field of a type that is not known takes anything. */
export function checkedValue(store: Store, api: number, field: CustomFieldRecord, value: unknown): unknown {
	if (value === null || value === "") return value;
	const problem = problems[field.dataType]?.(value, store);
	if (problem !== undefined) throw new Invalid(problem);
	if (field.dataType === "select") return selected(field, api, value);
	return value;
}

function selected({ options }: CustomFieldRecord, api: number, value: unknown): string {
	const option = api < 7 ? options[Number(value)] : options.find(({ id }) => id === value);
	if (option !== undefined) return option.id;
	const known = api < 7 ? "index" : "id";
	throw new Invalid(`Value must be an ${known} of an element in [${options.map(({ id }) => `'${id}'`).join(", ")}]`);
}

type Check = (value: unknown, store: Store) => string | undefined;

const problems: Record<string, Check> = {
	string: (value) =>
		typeof value === "string" && [...value].length > 128
			? "Ensure this value has at most 128 characters (it has more)."
			: undefined,
	url: (value) => (URL.canParse(String(value)) ? undefined : "Enter a valid URL."),
	date: (value) =>
		isDay(String(value)) ? undefined : "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
	boolean: (value) => (typeof value === "boolean" ? undefined : "Must be a valid boolean."),
	integer: (value) => (Number.isInteger(value) ? undefined : "A valid integer is required."),
	float: (value) => (Number.isFinite(Number(value)) ? undefined : "A valid number is required."),
	monetary: (value) =>
		/^([A-Z]{3})?-?\d+(\.\d{1,2})?$/.test(String(value))
			? undefined
			: "Must be a two-decimal number with optional currency code e.g. GBP123.45",
	documentlink: (value, store) => {
		if (!Array.isArray(value)) return "Value must be a list";
		return value.every((id) => store.findDocument(id) !== undefined) && new Set(value).size === value.length
			? undefined
			: "Some documents in value don't exist or were specified twice.";
	},
};
