import { invalid } from "./answers.ts";
import type { Data } from "./body.ts";
import type { Call } from "./call.ts";
import { customValuesReader } from "./custom-values.ts";
import { fieldsOf } from "./document-wire.ts";
import { boolean, day, integer, nullable, type Reader, readFields, reference, references, text } from "./fields.ts";
import { grantsReader } from "./grants.ts";
import type { DocumentRecord } from "./records.ts";
import type { Store } from "./store.ts";
import { changedTags, replacedTags } from "./tag-tree.ts";

export const serialNumber = nullable(integer({ min: 0, max: 4_294_967_295 }));

const putFields = ["correspondent", "document_type", "storage_path", "tags"];

/** Reads and applies what a PATCH or PUT says. The time of change moves even where nothing else does. */
export function writeDocument(call: Call, record: DocumentRecord, data: Data, isPartial: boolean): void {
	const { store } = call;
	const values = readFields(asList(data, "tags"), readersOf(call), {
		required: isPartial ? [] : putFields,
		only: fieldsOf(call),
	});
	const serial = values.archive_serial_number;
	if (serial !== undefined && serial !== null) checkSerialNumber(store, record, serial);
	const before = { ...record };
	if (values.correspondent !== undefined) record.correspondent = values.correspondent;
	if (values.document_type !== undefined) record.documentType = values.document_type;
	if (values.storage_path !== undefined) record.storagePath = values.storage_path;
	record.title = values.title ?? record.title;
	record.content = values.content ?? record.content;
	record.created = values.created ?? record.created;
	if (values.tags !== undefined) record.tags = replacedTags(store.named.tags, record.tags, values.tags);
	if (values.remove_inbox_tags) record.tags = withoutInbox(store, record.tags);
	if (serial !== undefined) record.archiveSerialNumber = serial;
	record.customFields = values.custom_fields ?? record.customFields;
	if (values.owner !== undefined) record.owner = values.owner;
	record.grants = values.set_permissions ?? record.grants;
	touch(store, record);
	remember(call, before, record);
}

export function touch(store: Store, record: DocumentRecord): void {
	record.modified = store.now();
	store.revision++;
}

function readersOf({ store, api }: Call) {
	const owner: Reader<number | null> = nullable(reference(store.users));
	return {
		correspondent: nullable(reference(store.named.correspondents)),
		document_type: nullable(reference(store.named.document_types)),
		storage_path: nullable(reference(store.named.storage_paths)),
		title: text({ max: 128, mayBeBlank: true }),
		content: text({ mayBeBlank: true }),
		tags: references(store.named.tags),
		created: day,
		archive_serial_number: serialNumber,
		custom_fields: customValuesReader(store, api),
		owner,
		set_permissions: grantsReader(store),
		remove_inbox_tags: boolean,
	};
}

/** A form names a single tag as one value. */
export function asList(data: Data, name: string): Data {
	const value = data[name];
	return typeof value === "string" ? { ...data, [name]: [value] } : data;
}

function withoutInbox(store: Store, tags: readonly number[]): number[] {
	const inbox = tags.filter((id) => store.named.tags.get(id)?.isInboxTag);
	return changedTags(store.named.tags, tags, [], inbox);
}

export function checkSerialNumber(store: Store, record: DocumentRecord | undefined, serial: number): void {
	for (const other of store.documents.values()) {
		if (other === record || other.archiveSerialNumber !== serial) continue;
		const where = other.deletedAt === null ? "." : " in the trash.";
		const name =
			other.deletedAt === null
				? "document with this archive serial number"
				: "Document with this Archive Serial Number";
		throw invalid({ archive_serial_number: [`${name} already exists${where}`] });
	}
}

const logged = ["title", "correspondent", "documentType", "storagePath", "created", "owner", "content"] as const;

/** Keeps for the audit log what changed. */
function remember({ store, user }: Call, before: DocumentRecord, after: DocumentRecord): void {
	const changes: Record<string, [string, string]> = {};
	for (const name of logged) {
		if (before[name] !== after[name])
			changes[wireName(name)] = [String(before[name] ?? "None"), String(after[name] ?? "None")];
	}
	after.history.push({
		id: store.nextId("history"),
		timestamp: after.modified,
		action: "update",
		changes,
		actor: user.id,
	});
}

function wireName(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
