import { invalid } from "./answers.ts";
import { type Call, param } from "./call.ts";
import { by, chained, namedOrders, type Order, reversed } from "./order.ts";
import type { DocumentRecord, NamedKind } from "./records.ts";
import type { Store } from "./store.ts";

type D = DocumentRecord;
type Key = (record: D, store: Store) => string | number | boolean | null | undefined;

const nameIn = (store: Store, kind: NamedKind, id: number | null) =>
	id === null ? null : store.named[kind].get(id)?.name.toLowerCase();

const keys: Record<string, Key> = {
	id: ({ id }) => id,
	title: ({ title }) => title,
	correspondent__name: ({ correspondent }, store) => nameIn(store, "correspondents", correspondent),
	document_type__name: ({ documentType }, store) => nameIn(store, "document_types", documentType),
	storage_path__name: ({ storagePath }, store) => nameIn(store, "storage_paths", storagePath),
	created: ({ created }) => created,
	modified: ({ modified }) => modified,
	added: ({ added }) => added,
	archive_serial_number: ({ archiveSerialNumber }) => archiveSerialNumber,
	num_notes: ({ notes }) => notes.length,
	owner: ({ owner }) => owner,
	page_count: ({ pageCount }) => pageCount,
};

/** Newest first; the larger id first among those of one day. */
export const defaultOrder: Order<D> = chained([
	reversed(by<D>(({ created }) => created)),
	reversed(by<D>(({ id }) => id)),
]);

/** The order that the request names; undefined where it names none that is known. */
export function requestedOrder(call: Call): Order<D> | undefined {
	const orders = namedOrders<D>(param(call, "ordering"), (name) => orderOf(call, name));
	return orders.length === 0 ? undefined : chained([...orders, by<D>(({ id }) => id)]);
}

function orderOf({ store }: Call, name: string): Order<D> | undefined {
	const field = /^custom_field_(\d+)$/.exec(name)?.[1];
	if (field !== undefined) return customOrder(store, Number(field));
	const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
	return key && by((record) => key(record, store));
}

function customOrder(store: Store, id: number): Order<D> {
	if (!store.customFields.has(id)) throw invalid({ [`custom_field_${id}`]: ["Custom field not found"] });
	return by(({ customFields }) => {
		const value = customFields.find(({ field }) => field === id)?.value;
		return typeof value === "number" || typeof value === "boolean" || typeof value === "string" ? value : null;
	});
}
