import { type Filters, number, numberIn, texts } from "./filters.ts";
import type { NamedKind, NamedRecord } from "./records.ts";

const shared: Filters<NamedRecord> = {
	...number("id", ({ id }) => id),
	...numberIn("id", ({ id }) => id),
	...texts("name", ({ name }) => [name]),
};

const byKind: Partial<Record<NamedKind, Filters<NamedRecord>>> = {
	tags: {
		...shared,
		is_root: (raw) => (raw === "true" ? ({ parent }) => parent === null : undefined),
	},
	storage_paths: { ...shared, ...texts("path", ({ path }) => [path]) },
};

export function namedFilters(kind: NamedKind): Filters<NamedRecord> {
	return byKind[kind] ?? shared;
}
