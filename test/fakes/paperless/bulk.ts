import { html, insufficient, invalid, json, Refusal } from "./answers.ts";
import { type Data, isData } from "./body.ts";
import { bulkMethods, inert } from "./bulk-methods.ts";
import type { Call, Route } from "./call.ts";
import { touch } from "./document-writes.ts";
import { documentsOf, filteredDocuments, trashDocument } from "./documents.ts";
import { choice, integer, listOfEach, readFields, typeName } from "./fields.ts";
import { canChange, hasPermission, isOwner } from "./permissions.ts";
import type { Profile } from "./profile.ts";
import type { DocumentRecord } from "./records.ts";
import type { Store } from "./store.ts";

/** Bulk changes; the later release has routes of their own for some. */
export function bulkRoutes(profile: Profile): Route[] {
	const own: Route[] = [
		{ path: "/api/documents/delete/", methods: { POST: (call) => single(call, "delete") } },
		{ path: "/api/documents/reprocess/", methods: { POST: (call) => single(call, "reprocess") } },
	];
	return [{ path: "/api/documents/bulk_edit/", methods: { POST: edit } }, ...(profile.hasBulkRoutes ? own : [])];
}

async function edit(call: Call): Promise<Response> {
	const { data } = await call.body(false);
	const { all, method, documents } = readEdit(call, data);
	const records = all ? filteredDocuments(call, isData(data.filters) ? data.filters : {}) : documents;
	if ("parameters" in data && !isData(data.parameters)) {
		throw invalid({ parameters: [`Expected a dictionary of items but got type "${typeName(data.parameters)}".`] });
	}
	return apply(call, method, records, isData(data.parameters) ? data.parameters : {});
}

function readEdit({ store }: Call, data: Data) {
	const { hasBulkRoutes } = store.profile;
	const documents = (raw: unknown) => documentsOf(store, listOfEach(integer())(raw));
	const values = readFields(
		data,
		{ documents, method: choice([...Object.keys(bulkMethods), "delete", "reprocess", ...inert]) },
		{ required: hasBulkRoutes ? ["method"] : ["documents", "method"] },
	);
	const all = hasBulkRoutes && data.all === true;
	if (values.documents === undefined && !all) {
		throw invalid({ non_field_errors: ["documents is required unless all is true."] });
	}
	return { all, method: values.method ?? "", documents: values.documents ?? [] };
}

async function single(call: Call, method: string): Promise<Response> {
	const { data } = await call.body(false);
	return apply(call, method, readEdit(call, { ...data, method }).documents, {});
}

function apply(call: Call, method: string, records: DocumentRecord[], parameters: Data): Response {
	const change = bulkMethods[method]?.(call, parameters);
	checkPermission(call, method, records);
	if (method === "delete") for (const record of records) trashDocument(call.store, record);
	else if (method === "reprocess") touchLater(call.store, records);
	else if (change !== undefined) touchLater(call.store, records.filter(change));
	else throw new Refusal(() => html("Error performing bulk edit, check logs for more detail.", 400));
	return json({ result: "OK" });
}

/** The rows are changed by now; the background worker moves their time of change. */
function touchLater(store: Store, records: readonly DocumentRecord[]): void {
	if (records.length === 0) return;
	store.queue(() => {
		for (const record of records) if (record.deletedAt === null && store.documents.has(record.id)) touch(store, record);
	});
}

function checkPermission({ user }: Call, method: string, records: readonly DocumentRecord[]): void {
	const mayChange = hasPermission(user, "change_document") && records.every((record) => canChange(user, record));
	const needsOwner = method === "delete" || method === "set_permissions";
	const mayOwn = !needsOwner || records.every((record) => isOwner(user, record));
	const mayDelete = method !== "delete" || hasPermission(user, "delete_document");
	if (!mayChange || !mayOwn || !mayDelete) throw insufficient();
}
