import { type SQL, sql } from "drizzle-orm";
import type { Database, Statement } from "./database.ts";
import { counters } from "./tables.ts";

/** What a counter of the instance is raised by. */
export interface Addition {
	/** Of the metric, without the prefix that all have. */
	name: string;
	labels?: Readonly<Record<string, string>>;
	by: number;
}

/** Upper bounds of the buckets of every histogram (contracts/library.md 4.3). */
export const histogramBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

/**
 * Raises counters, in one statement for a transaction with what they count; with `only`, where that condition holds. Once per slice of a
 * job, never per request: all of them are rows that everybody writes.
 */
export function addCounters(db: Database, additions: readonly Addition[], only?: SQL): Statement[] {
	const rows = additions
		.filter(({ by }) => by > 0)
		.map(({ name, labels = {}, by }) => ({ name, labels: labelText(labels), by }));
	if (rows.length === 0) return [];
	// In the order of the table's columns; the parser wants the `where`.
	const selected = sql`
		select value ->> 'name', value ->> 'labels', value ->> 'by' from json_each(${JSON.stringify(rows)}) where ${only ?? sql`true`}`;
	return [
		db
			.insert(counters)
			.select(selected)
			.onConflictDoUpdate({
				target: [counters.name, counters.labels],
				set: { value: sql`${counters.value} + excluded.value` },
			}),
	];
}

/** What one invocation has to add, gathered so that it is written once. */
export class Tally {
	readonly #additions = new Map<string, Addition>();

	count(name: string, labels: Readonly<Record<string, string>>): void {
		this.add([{ name, labels, by: 1 }]);
	}

	add(additions: readonly Addition[]): void {
		for (const { name, labels = {}, by } of additions) {
			const key = name + labelText(labels);
			this.#additions.set(key, { name, labels, by: (this.#additions.get(key)?.by ?? 0) + by });
		}
	}

	/** All of it; the tally begins anew. */
	take(): Addition[] {
		const additions = [...this.#additions.values()];
		this.#additions.clear();
		return additions;
	}
}

/** One observation of a histogram, as additions to its counters. */
export function observation(name: string, value: number, labels: Readonly<Record<string, string>> = {}): Addition[] {
	const buckets = histogramBounds
		.filter((bound) => value <= bound)
		.map((bound) => ({ name: `${name}_bucket`, labels: { ...labels, le: String(bound) }, by: 1 }));
	return [
		...buckets,
		{ name: `${name}_bucket`, labels: { ...labels, le: "+Inf" }, by: 1 },
		{ name: `${name}_count`, labels, by: 1 },
		{ name: `${name}_sum`, labels, by: value },
	];
}

function labelText(labels: Readonly<Record<string, string>>): string {
	return JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));
}
