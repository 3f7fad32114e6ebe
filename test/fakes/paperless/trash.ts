import { Breakdown, insufficient, invalid, json } from "./answers.ts";
import type { Call, Route } from "./call.ts";
import { defaultOrder } from "./document-order.ts";
import { documentToWire } from "./document-wire.ts";
import { touch } from "./document-writes.ts";
import { choice, integer, listOfEach, readFields } from "./fields.ts";
import { paged } from "./paging.ts";
import { hasPermission, isOwner } from "./permissions.ts";
import type { DocumentRecord } from "./records.ts";

export const trashRoutes: Route[] = [{ path: "/api/trash/", methods: { GET: list, POST: act } }];

/** Own and unowned documents in the trash, newest first. */
function trashed({ store, user }: Call): DocumentRecord[] {
	return [...store.documents.values()]
		.filter((record) => record.deletedAt !== null && isOwner(user, record))
		.sort(defaultOrder);
}

function list(call: Call): Response {
	return paged(call, {
		items: trashed(call),
		toWire: (record) => documentToWire(call, record, { allFields: true }),
	});
}

async function act(call: Call): Promise<Response> {
	const { data } = await call.body();
	const { documents: ids, action } = readFields(
		data,
		{ documents: listOfEach(integer()), action: choice(["restore", "empty"]) },
		{ required: ["action"] },
	);
	if (ids === undefined && action === "restore") throw new Breakdown("restore looks for documents");
	const records = ids === undefined ? trashed(call) : trashedOf(call, ids);
	if (!records.every((record) => isOwner(call.user, record))) throw insufficient();
	if (records.length > 0 && !hasPermission(call.user, "delete_document")) throw insufficient();
	for (const record of records) {
		if (action === "restore") restore(call, record);
		else call.store.documents.delete(record.id);
	}
	call.store.revision++;
	return json({ result: "OK", doc_ids: records.map(({ id }) => id) });
}

function trashedOf({ store }: Call, ids: readonly number[]): DocumentRecord[] {
	const records = ids.flatMap((id) => store.documents.get(id) ?? []).filter(({ deletedAt }) => deletedAt !== null);
	if (records.length !== ids.length) {
		throw invalid({ documents: ["Some documents in the list have not yet been deleted."] });
	}
	return records;
}

function restore({ store }: Call, record: DocumentRecord): void {
	record.deletedAt = null;
	touch(store, record);
}
