import { isData } from "./body.ts";
import { Invalid, type Reader } from "./fields.ts";
import { withViewForChangers } from "./permissions.ts";
import { type Grants, type Holders, noGrants } from "./records.ts";
import type { Store } from "./store.ts";

/** Reads `{view:{users,groups},change:{users,groups}}`; whatever is left out is nobody. */
export function grantsReader(store: Store): Reader<Grants> {
	return (raw) => {
		if (raw === null) return noGrants();
		if (!isData(raw)) throw new Invalid("Invalid permissions.");
		return withViewForChangers({ view: holders(store, raw.view), change: holders(store, raw.change) });
	};
}

function holders(store: Store, raw: unknown): Holders {
	const given = isData(raw) ? raw : {};
	return {
		users: known(given.users, store.users, "users"),
		groups: known(given.groups, store.groups, "groups"),
	};
}

function known(raw: unknown, table: ReadonlyMap<number, unknown>, what: string): number[] {
	const ids = Array.isArray(raw) ? raw.map(Number) : [];
	if (!ids.every((id) => table.has(id))) throw new Invalid(`Some ${what} in list don't exist or were specified twice.`);
	return ids;
}
