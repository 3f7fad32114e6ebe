/** How two records follow each other; 0 for a tie. */
export type Order<T> = (a: T, b: T) => number;
type Key = string | number | boolean | null | undefined;

/** Ascending by a key, nothing before everything. */
export function by<T>(key: (item: T) => Key): Order<T> {
	return (a, b) => compare(key(a), key(b));
}

export function reversed<T>(order: Order<T>): Order<T> {
	return (a, b) => order(b, a);
}

/** The first order that tells two records apart decides. */
export function chained<T>(orders: readonly Order<T>[]): Order<T> {
	return (a, b) => {
		for (const order of orders) {
			const result = order(a, b);
			if (result !== 0) return result;
		}
		return 0;
	};
}

/** The orders that an `ordering` parameter names, "-" reversing; names that are unknown are left out. */
export function namedOrders<T>(raw: string | undefined, find: (name: string) => Order<T> | undefined): Order<T>[] {
	return (raw ?? "").split(",").flatMap((term) => {
		const name = term.trim().replace(/^-/, "");
		const order = find(name);
		if (order === undefined) return [];
		return [term.trim().startsWith("-") ? reversed(order) : order];
	});
}

function compare(a: Key, b: Key): number {
	if (a === b) return 0;
	if (a === null || a === undefined) return b === null || b === undefined ? 0 : -1;
	if (b === null || b === undefined) return 1;
	return a < b ? -1 : 1;
}
