import { Breakdown, invalid } from "./answers.ts";
import { type Data, isData } from "./body.ts";
import type { Call } from "./call.ts";
import { checkedValue } from "./custom-values.ts";
import { Invalid } from "./fields.ts";
import { grantsReader } from "./grants.ts";
import { joinGrants } from "./permissions.ts";
import type { CustomValue, DocumentRecord } from "./records.ts";
import { changedTags, sameTags } from "./tag-tree.ts";

/** Changes a document and says whether anything of it is different now. */
type Change = (record: DocumentRecord) => boolean;
type Method = (call: Call, parameters: Data) => Change;

/** Methods that work on pages; the fake takes their names and fails inside, as a server may. */
export const inert = ["rotate", "merge", "split", "delete_pages", "edit_pdf"];

/** The methods of `bulk_edit` that change fields; each reads its parameters before any document is touched. */
export const bulkMethods: Record<string, Method> = {
	set_correspondent: ({ store }, parameters) => {
		const id = relation(parameters, "correspondent", "Correspondent", store.named.correspondents);
		return (record) => assign(record, "correspondent", id);
	},
	set_document_type: ({ store }, parameters) => {
		const id = relation(parameters, "document_type", "Document type", store.named.document_types);
		return (record) => assign(record, "documentType", id);
	},
	set_storage_path: ({ store }, parameters) => {
		const id = relation(parameters, "storage_path", "Storage path", store.named.storage_paths);
		return (record) => assign(record, "storagePath", id);
	},
	add_tag: (call, parameters) => tagChange(call, [tagOf(call, parameters)], []),
	remove_tag: (call, parameters) => tagChange(call, [], [tagOf(call, parameters)]),
	modify_tags: (call, parameters) => {
		const { tags } = call.store.named;
		const add = idList(parameters, "add_tags", "tags", tags);
		return tagChange(call, add, idList(parameters, "remove_tags", "tags", tags));
	},
	modify_custom_fields: customFieldsChange,
	set_permissions: permissionsChange,
};

function refused(message: string): Error {
	return invalid({ non_field_errors: [message] });
}

function relation(parameters: Data, name: string, title: string, table: ReadonlyMap<number, unknown>): number | null {
	if (!(name in parameters)) throw refused(`${name} not specified`);
	const id = parameters[name];
	if (id === null) return null;
	if (typeof id !== "number" || !table.has(id)) throw refused(`${title} does not exist`);
	return id;
}

function assign(record: DocumentRecord, field: "correspondent" | "documentType" | "storagePath", id: number | null) {
	if (record[field] === id) return false;
	record[field] = id;
	return true;
}

function tagOf({ store }: Call, parameters: Data): number {
	if (!("tag" in parameters)) throw refused("tag not specified");
	const id = Number(parameters.tag);
	if (!store.named.tags.has(id)) throw refused("Tag does not exist");
	return id;
}

function tagChange({ store }: Call, add: readonly number[], remove: readonly number[]): Change {
	return (record) => {
		const before = record.tags;
		record.tags = changedTags(store.named.tags, before, add, remove);
		return !sameTags(before, record.tags);
	};
}

function idList(parameters: Data, name: string, what: string, table: ReadonlyMap<number, unknown>): number[] {
	const raw = parameters[name];
	if (raw === undefined) throw refused(`${name} not specified`);
	if (!Array.isArray(raw)) throw refused(`${name} must be a list`);
	if (!raw.every((id) => Number.isInteger(id))) throw refused(`${name} must be a list of integers`);
	const ids = raw.map(Number);
	if (new Set(ids).size !== ids.length || !ids.every((id) => table.has(id))) {
		throw refused(`Some ${what} in ${name} don't exist or were specified twice.`);
	}
	return ids;
}

function customFieldsChange({ store, api }: Call, parameters: Data): Change {
	const fields = store.customFields;
	const raw = parameters.add_custom_fields;
	const given = isData(raw)
		? new Map(Object.entries(raw).map(([id, value]) => [Number(id), value]))
		: new Map(idList(parameters, "add_custom_fields", "custom fields", fields).map((id) => [id, null]));
	const add = [...given].map(([id, value]): CustomValue => {
		const field = fields.get(id);
		if (field === undefined) {
			throw refused("Some custom fields in add_custom_fields don't exist or were specified twice.");
		}
		return { field: id, value: storedValue(() => checkedValue(store, api, field, value)) };
	});
	const remove = idList(parameters, "remove_custom_fields", "custom fields", fields);
	return (record) => {
		const before = JSON.stringify(record.customFields);
		const changed = new Set([...remove, ...add.map(({ field }) => field)]);
		const kept = record.customFields.filter(({ field }) => !changed.has(field));
		record.customFields = [...kept, ...add.filter(({ field }) => !remove.includes(field))];
		return JSON.stringify(record.customFields) !== before;
	};
}

function storedValue<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof Invalid) throw invalid({ non_field_errors: error.messages });
		throw error;
	}
}

/** Without `set_permissions` the server fails: it looks for the key. */
function permissionsChange({ store }: Call, parameters: Data): Change {
	if (!("set_permissions" in parameters)) throw new Breakdown("set_permissions is missing");
	const grants = storedValue(() => grantsReader(store)(parameters.set_permissions));
	const owner = parameters.owner;
	if (typeof owner === "number" && !store.users.has(owner)) throw refused("Specified owner cannot be found");
	return (record) => {
		const before = JSON.stringify([record.owner, record.grants]);
		record.grants = parameters.merge === true ? joinGrants(record.grants, grants) : grants;
		const keepsOwner = parameters.merge === true && record.owner !== null;
		if (!keepsOwner && (owner === null || typeof owner === "number")) record.owner = owner;
		return JSON.stringify([record.owner, record.grants]) !== before;
	};
}
