import { invalid, json, noContent, notFound, refuse } from "./answers.ts";
import { type Call, idOf, param, type Route } from "./call.ts";
import { documentFilters } from "./document-filters.ts";
import { defaultOrder, requestedOrder } from "./document-order.ts";
import { documentToWire } from "./document-wire.ts";
import { writeDocument } from "./document-writes.ts";
import { matching } from "./filters.ts";
import { paged } from "./paging.ts";
import { canView, requireChange, requireOwner, requireView } from "./permissions.ts";
import type { DocumentRecord } from "./records.ts";
import { type Hit, searchDocuments } from "./search.ts";
import type { Store } from "./store.ts";

export const documentRoutes: Route[] = [
	{ path: "/api/documents/", model: "document", methods: { GET: list } },
	{
		path: "/api/documents/{id}/",
		model: "document",
		methods: {
			GET: detail,
			PUT: (call) => update(call, false),
			PATCH: (call) => update(call, true),
			DELETE: remove,
		},
	},
];

/** The document of the path, outside the trash; `what` is named in the 404 of an id that is unknown. */
export function documentOf(call: Call, what?: string): DocumentRecord {
	const id = idOf(call);
	if (Number.isNaN(id)) throw notFound();
	const record = call.store.findDocument(id);
	if (record === undefined) throw notFound(what);
	return record;
}

function list(call: Call): Response {
	const { profile } = call.store;
	const searches = profile.searches.filter((name) => call.url.searchParams.has(name));
	if (searches.length > 1 && profile.takesOneSearch) {
		throw refuse(400, { detail: "Specify only one of text, title_search, query, or more_like_id." });
	}
	const order = requestedOrder(call);
	const first = searches[0];
	if (first !== undefined) return searched(call, first, order);
	const items = listDocuments(call, order);
	return paged(call, { items, toWire: (record) => documentToWire(call, record) });
}

/** The documents that the user sees and the parameters ask for, in the order asked for. */
function listDocuments(call: Call, order = defaultOrder): DocumentRecord[] {
	const sorted = sortedDocuments(call.store, order === defaultOrder ? "" : (param(call, "ordering") ?? ""), order);
	return matching(sorted, call, documentFilters).filter((record) => canView(call.user, record));
}

interface Sorted {
	revision: number;
	records: Map<string, DocumentRecord[]>;
}

const kept = new WeakMap<Store, Sorted>();

/** All documents outside the trash; sorted once for the walk of a list whose pages are asked for one by one. */
function sortedDocuments(store: Store, name: string, order: typeof defaultOrder): DocumentRecord[] {
	let sorted = kept.get(store);
	if (sorted === undefined || sorted.revision !== store.revision) {
		sorted = { revision: store.revision, records: new Map() };
		kept.set(store, sorted);
	}
	const known = sorted.records.get(name);
	if (known !== undefined) return known;
	const records = [...store.liveDocuments()].sort(order);
	sorted.records.set(name, records);
	return records;
}

function searched(call: Call, name: string, order: typeof defaultOrder | undefined): Response {
	const visible = listDocuments(call);
	const hits = searchDocuments(call, name, visible);
	const byId = new Map(hits.map((hit) => [hit.record.id, hit]));
	const items = hits.map(({ record }) => record);
	if (order !== undefined) items.sort(order);
	const best = hits[0]?.score ?? 1;
	return paged(call, {
		items,
		toWire: (record, index) => ({
			...documentToWire(call, record),
			__search_hit__: hitToWire(byId.get(record.id), best, index),
		}),
		after: () => ({ corrected_query: null }),
	});
}

function hitToWire(hit: Hit | undefined, best: number, rank: number): Record<string, unknown> {
	return { score: (hit?.score ?? 0) / best, highlights: hit?.highlights ?? "", note_highlights: "", rank };
}

function detail(call: Call): Response {
	const record = documentOf(call, "Document");
	requireView(call.user, record);
	return json(documentToWire(call, record, { isDetail: true }));
}

async function update(call: Call, isPartial: boolean): Promise<Response> {
	const record = documentOf(call, "Document");
	requireChange(call.user, record);
	const { data } = await call.body();
	writeDocument(call, record, data, isPartial);
	return json(documentToWire(call, record, { isDetail: true, withPermissions: true }));
}

function remove(call: Call): Response {
	const record = documentOf(call, "Document");
	requireOwner(call.user, record);
	trashDocument(call.store, record);
	return noContent();
}

/** Moves a document to the trash; its time of change stays. */
export function trashDocument(store: Store, record: DocumentRecord): void {
	record.deletedAt = store.now();
	store.revision++;
}

/** The documents of a bulk route's list: one that is unknown, trashed or named twice fails them all. */
export function documentsOf(store: Store, ids: readonly number[]): DocumentRecord[] {
	const records = ids.flatMap((id) => store.findDocument(id) ?? []);
	if (records.length !== ids.length || new Set(ids).size !== ids.length) {
		throw invalid({ documents: ["Some documents in documents don't exist or were specified twice."] });
	}
	return records;
}

/** The documents that a set of filters names, as a list with these parameters would. */
export function filteredDocuments(call: Call, filters: Record<string, unknown>): DocumentRecord[] {
	const url = new URL(call.url.origin);
	for (const [name, value] of Object.entries(filters)) url.searchParams.set(name, String(value));
	return listDocuments({ ...call, url });
}
