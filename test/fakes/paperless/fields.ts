import { invalid } from "./answers.ts";
import { isDay } from "./times.ts";

/** Why a value is refused: messages, or an object of them where the value has parts. */
export class Invalid extends Error {
	readonly messages: unknown;

	constructor(messages: unknown) {
		super("invalid");
		this.messages = typeof messages === "string" ? [messages] : messages;
	}
}

/** Takes a value as it came and returns what is stored, or throws `Invalid`. */
export type Reader<T> = (raw: unknown) => T;
type Readers = Record<string, Reader<unknown>>;
export type Values<R extends Readers> = { [K in keyof R]?: ReturnType<R[K]> };

interface Reading {
	/** Must be there, else 400. */
	required?: readonly string[];
	/** Only these names are read; the others are as good as unknown. */
	only?: ReadonlySet<string> | undefined;
}

/** Reads what `readers` name of a body; all that is wrong with it is one 400. */
export function readFields<R extends Readers>(data: Record<string, unknown>, readers: R, how: Reading = {}): Values<R> {
	const values: Record<string, unknown> = {};
	const errors: Record<string, unknown> = {};
	for (const [name, reader] of Object.entries(readers)) {
		if (how.only !== undefined && !how.only.has(name)) continue;
		if (!(name in data)) {
			if (how.required?.includes(name)) errors[name] = ["This field is required."];
			continue;
		}
		try {
			values[name] = reader(data[name]);
		} catch (error) {
			if (!(error instanceof Invalid)) throw error;
			errors[name] = error.messages;
		}
	}
	if (Object.keys(errors).length > 0) throw invalid(errors);
	return typed<R>(values);
}

/** Each value was made by the reader of its own name, which is what the type says. */
function typed<R extends Readers>(values: Record<string, unknown>): Values<R> {
	return values as Values<R>;
}

/** Python's name of a JSON value's type, as the messages use it. */
export function typeName(value: unknown): string {
	if (value === null || value === undefined) return "NoneType";
	if (Array.isArray(value)) return "list";
	if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
	return { string: "str", boolean: "bool" }[String(typeof value)] ?? "dict";
}

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
	return (raw) => (raw === null || raw === "" ? null : reader(raw));
}

export function text(options: { max?: number; mayBeBlank?: boolean } = {}): Reader<string> {
	return (raw) => {
		if (raw === null) throw new Invalid("This field may not be null.");
		if (typeof raw !== "string" && typeof raw !== "number") throw new Invalid("Not a valid string.");
		const value = String(raw).trim();
		if (value === "" && !options.mayBeBlank) throw new Invalid("This field may not be blank.");
		if (options.max !== undefined && [...value].length > options.max) {
			throw new Invalid(`Ensure this field has no more than ${options.max} characters.`);
		}
		if (value.includes("\0")) throw new Invalid("Null characters are not allowed.");
		return value;
	};
}

export function integer(range: { min?: number; max?: number } = {}): Reader<number> {
	return (raw) => {
		if (raw === null) throw new Invalid("This field may not be null.");
		const value = typeof raw === "string" && /^\s*-?\d+(\.0*)?\s*$/.test(raw) ? Number(raw) : raw;
		if (typeof value !== "number" || !Number.isInteger(value)) throw new Invalid("A valid integer is required.");
		if (range.max !== undefined && value > range.max) {
			throw new Invalid(`Ensure this value is less than or equal to ${range.max}.`);
		}
		if (range.min !== undefined && value < range.min) {
			throw new Invalid(`Ensure this value is greater than or equal to ${range.min}.`);
		}
		return value;
	};
}

export const boolean: Reader<boolean> = (raw) => {
	if (raw === null) throw new Invalid("This field may not be null.");
	const word = typeof raw === "string" ? raw.toLowerCase() : raw;
	if (word === true || word === 1 || ["true", "t", "yes", "y", "on", "1"].includes(String(word))) return true;
	if (word === false || word === 0 || ["false", "f", "no", "n", "off", "0"].includes(String(word))) return false;
	throw new Invalid("Must be a valid boolean.");
};

/** A date; a date-time is cut to its day. */
export const day: Reader<string> = (raw) => {
	if (raw === null) throw new Invalid("This field may not be null.");
	const value = typeof raw === "string" ? raw.trim().replace(/[T ]\d\d:\d\d.*$/, "") : "";
	if (!isDay(value)) throw new Invalid("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.");
	return value;
};

export function choice<T extends string | number>(choices: readonly T[]): Reader<T> {
	return (raw) => {
		if (raw === null) throw new Invalid("This field may not be null.");
		const found = choices.find((one) => String(one) === String(raw));
		if (found === undefined) throw new Invalid(`"${String(raw)}" is not a valid choice.`);
		return found;
	};
}

/** The id of a row of a table. */
export function reference(table: ReadonlyMap<number, unknown>): Reader<number> {
	return (raw) => {
		if (raw === null) throw new Invalid("This field may not be null.");
		const value = typeof raw === "string" && /^\s*\d+\s*$/.test(raw) ? Number(raw) : raw;
		if (typeof value !== "number") throw new Invalid(`Incorrect type. Expected pk value, received ${typeName(raw)}.`);
		if (!table.has(value)) throw new Invalid(`Invalid pk "${String(raw)}" - object does not exist.`);
		return value;
	};
}

/** The ids of rows; one message for the first that is wrong. */
export function references(table: ReadonlyMap<number, unknown>): Reader<number[]> {
	const one = reference(table);
	return (raw) => [...new Set(listOf(raw).map(one))];
}

/** A list whose faults are keyed by their place. */
export function listOfEach<T>(reader: Reader<T>): Reader<T[]> {
	return (raw) => {
		const errors: Record<string, unknown> = {};
		const values = listOf(raw).flatMap((item, index) => {
			try {
				return [reader(item)];
			} catch (error) {
				if (!(error instanceof Invalid)) throw error;
				errors[index] = error.messages;
				return [];
			}
		});
		if (Object.keys(errors).length > 0) throw new Invalid(errors);
		return values;
	};
}

function listOf(raw: unknown): unknown[] {
	if (raw === null) throw new Invalid("This field may not be null.");
	if (!Array.isArray(raw)) throw new Invalid(`Expected a list of items but got type "${typeName(raw)}".`);
	return raw;
}
