import { invalid } from "./answers.ts";
import type { Call } from "./call.ts";
import { Invalid } from "./fields.ts";
import type { Store } from "./store.ts";
import { isDay, type Micros, parseMoment } from "./times.ts";

export type Predicate<T> = (record: T) => boolean;
/** What a parameter asks of a record; undefined: its value is ignored. Throws `Invalid`. */
export type Filter<T> = (raw: string, store: Store) => Predicate<T> | undefined;
export type Filters<T> = Record<string, Filter<T>>;

/** The records that meet all known parameters; unknown and empty ones are ignored, malformed ones are one 400. */
export function matching<T>(records: Iterable<T>, call: Pick<Call, "url" | "store">, filters: Filters<T>): T[] {
	const predicates = readFilters(call.url.searchParams, call.store, filters);
	const found: T[] = [];
	for (const record of records) if (predicates.every((predicate) => predicate(record))) found.push(record);
	return found;
}

function readFilters<T>(query: URLSearchParams, store: Store, filters: Filters<T>): Predicate<T>[] {
	const errors: Record<string, unknown> = {};
	const predicates = [...new Set(query.keys())].flatMap((name) => {
		const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
		const raw = query.getAll(name).at(-1) ?? "";
		if (filter === undefined || raw === "") return [];
		try {
			return filter(raw, store) ?? [];
		} catch (error) {
			if (!(error instanceof Invalid)) throw error;
			errors[name] = error.messages;
			return [];
		}
	});
	if (Object.keys(errors).length > 0) throw invalid(errors);
	return predicates;
}

type Get<T, V> = (record: T, store: Store) => V;

const comparisons = {
	gt: (a: number | string, b: number | string) => a > b,
	gte: (a: number | string, b: number | string) => a >= b,
	lt: (a: number | string, b: number | string) => a < b,
	lte: (a: number | string, b: number | string) => a <= b,
};

function toNumber(raw: string): number {
	const text = raw.trim();
	if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw new Invalid("Enter a number.");
	return Number(text);
}

/** The ids of a comma list; undefined where one is no number. */
export function idsOf(raw: string): number[] | undefined {
	const parts = raw.split(",").map((part) => part.trim());
	return parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : undefined;
}

/** Only "true" and "false" say something. */
export function booleanOf(raw: string): boolean | undefined {
	const word = raw.toLowerCase();
	return word === "true" || word === "1" ? true : word === "false" || word === "0" ? false : undefined;
}

export function number<T>(name: string, get: Get<T, number | null>): Filters<T> {
	return {
		[name]: (raw, store) => {
			const wanted = toNumber(raw);
			return (record) => get(record, store) === wanted;
		},
	};
}

export function numberIn<T>(name: string, get: Get<T, number | null>): Filters<T> {
	return {
		[`${name}__in`]: (raw, store) => {
			const wanted = new Set(raw.split(",").map(toNumber));
			return (record) => {
				const value = get(record, store);
				return value !== null && wanted.has(value);
			};
		},
	};
}

/** `name__none`: none of the ids; a list that is none is ignored. */
export function numberNone<T>(name: string, get: Get<T, number | null>): Filters<T> {
	return {
		[`${name}__none`]: (raw, store) => {
			const ids = idsOf(raw);
			return ids && ((record) => !ids.includes(get(record, store) ?? Number.NaN));
		},
	};
}

export function compared<T>(name: string, get: Get<T, number | null>): Filters<T> {
	return comparedBy(name, get, toNumber);
}

export function isNull<T>(name: string, get: Get<T, unknown>): Filters<T> {
	return {
		[`${name}__isnull`]: (raw, store) => {
			const wanted = booleanOf(raw);
			return wanted === undefined ? undefined : (record) => (get(record, store) === null) === wanted;
		},
	};
}

export function texts<T>(name: string, get: Get<T, readonly string[]>): Filters<T> {
	const test = (how: (value: string, wanted: string) => boolean): Filter<T> => {
		return (raw, store) => {
			const wanted = raw.toLowerCase();
			return (record) => get(record, store).some((value) => how(value.toLowerCase(), wanted));
		};
	};
	return {
		[`${name}__icontains`]: test((value, wanted) => value.includes(wanted)),
		[`${name}__istartswith`]: test((value, wanted) => value.startsWith(wanted)),
		[`${name}__iendswith`]: test((value, wanted) => value.endsWith(wanted)),
		[`${name}__iexact`]: test((value, wanted) => value === wanted),
	};
}

/** A moment with `__gt …`, its day with `__date__gt …` and its year, month and day. */
export function moments<T>(name: string, get: Get<T, Micros>, dayOfRecord: Get<T, string>): Filters<T> {
	return {
		...comparedMoments(name, get),
		...comparedDays(`${name}__date`, dayOfRecord),
		...calendar(name, dayOfRecord),
	};
}

/** A day with `__gt …` and `__date__gt …`, and its parts. */
export function days<T>(name: string, get: Get<T, string>): Filters<T> {
	return { ...comparedDays(name, get), ...comparedDays(`${name}__date`, get), ...calendar(name, get) };
}

function comparedMoments<T>(name: string, get: Get<T, Micros>): Filters<T> {
	const filters: Filters<T> = {};
	for (const [operator, compare] of Object.entries(comparisons)) {
		filters[`${name}__${operator}`] = (raw, store) => {
			const wanted = parseMoment(raw, store.zoneMinutes);
			if (wanted === undefined) throw new Invalid("Enter a valid date/time.");
			return (record) => compare(get(record, store), wanted);
		};
	}
	return filters;
}

function comparedDays<T>(name: string, get: Get<T, string>): Filters<T> {
	return comparedBy(name, get, (raw) => {
		if (!isDay(raw.trim())) throw new Invalid("Enter a valid date.");
		return raw.trim();
	});
}

function comparedBy<T, V extends number | string>(
	name: string,
	get: Get<T, V | null>,
	parse: (raw: string) => V,
): Filters<T> {
	const filters: Filters<T> = {};
	for (const [operator, compare] of Object.entries(comparisons)) {
		filters[`${name}__${operator}`] = (raw, store) => {
			const wanted = parse(raw);
			return (record) => {
				const value = get(record, store);
				return value !== null && compare(value, wanted);
			};
		};
	}
	return filters;
}

function calendar<T>(name: string, get: Get<T, string>): Filters<T> {
	const part = (start: number, end: number) => (record: T, store: Store) =>
		Number(get(record, store).slice(start, end));
	return {
		...number(`${name}__year`, part(0, 4)),
		...number(`${name}__month`, part(5, 7)),
		...number(`${name}__day`, part(8, 10)),
	};
}
