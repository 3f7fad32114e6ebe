import { customFieldQuery } from "./custom-query.ts";
import { Invalid } from "./fields.ts";
import {
	booleanOf,
	compared,
	days,
	type Filter,
	type Filters,
	idsOf,
	isNull,
	moments,
	number,
	numberIn,
	numberNone,
	texts,
} from "./filters.ts";
import type { DocumentRecord, NamedKind } from "./records.ts";
import type { Store } from "./store.ts";
import { dayOf } from "./times.ts";

type D = DocumentRecord;

function relation(name: string, kind: NamedKind, get: (record: D) => number | null): Filters<D> {
	const nameOf = (record: D, store: Store) => {
		const id = get(record);
		return id === null ? [] : [store.named[kind].get(id)?.name ?? ""];
	};
	return {
		...number(`${name}__id`, get),
		...numberIn(`${name}__id`, get),
		...numberNone(`${name}__id`, get),
		...isNull(name, get),
		...texts(`${name}__name`, nameOf),
	};
}

type ListTest = (own: readonly number[], wanted: readonly number[]) => boolean;

/** Filters over a list of ids; one whose value does not parse is ignored. */
function idList(name: string, get: (record: D) => readonly number[]): Filters<D> {
	const filter = (test: ListTest): Filter<D> => {
		return (raw) => {
			const wanted = idsOf(raw);
			return wanted && ((record) => test(get(record), wanted));
		};
	};
	return {
		[`${name}__all`]: filter((own, wanted) => wanted.every((id) => own.includes(id))),
		[`${name}__in`]: filter((own, wanted) => wanted.some((id) => own.includes(id))),
		[`${name}__none`]: filter((own, wanted) => !wanted.some((id) => own.includes(id))),
	};
}

function flag(test: (record: D, store: Store) => boolean): Filter<D> {
	return (raw, store) => {
		const wanted = booleanOf(raw);
		return wanted === undefined ? undefined : (record) => test(record, store) === wanted;
	};
}

function substring(of: (record: D) => readonly string[]): Filter<D> {
	return (raw) => {
		const wanted = raw.toLowerCase();
		return (record) => of(record).some((text) => text.toLowerCase().includes(wanted));
	};
}

const tagNames = (record: D, store: Store) => record.tags.map((id) => store.named.tags.get(id)?.name ?? "");
const fieldIds = ({ customFields }: D) => customFields.map(({ field }) => field);
const checksum = (record: D, store: Store) => [store.checksumOf(record.original)];

export const documentFilters: Filters<D> = {
	...number("id", ({ id }) => id),
	...numberIn("id", ({ id }) => id),
	...relation("correspondent", "correspondents", ({ correspondent }) => correspondent),
	...relation("document_type", "document_types", ({ documentType }) => documentType),
	...relation("storage_path", "storage_paths", ({ storagePath }) => storagePath),
	tags__id: (raw) => {
		if (!/^\s*\d+\s*$/.test(raw)) throw new Invalid("Enter a number.");
		return ({ tags }) => tags.includes(Number(raw));
	},
	...idList("tags__id", ({ tags }) => tags),
	...texts("tags__name", tagNames),
	is_tagged: flag(({ tags }) => tags.length > 0),
	is_in_inbox: flag(({ tags }, store) => tags.some((id) => store.named.tags.get(id)?.isInboxTag)),
	...number("owner__id", ({ owner }) => owner),
	...numberIn("owner__id", ({ owner }) => owner),
	...numberNone("owner__id", ({ owner }) => owner),
	...isNull("owner", ({ owner }) => owner),
	...texts("title", ({ title }) => [title]),
	...texts("content", ({ content }) => [content]),
	...texts("original_filename", ({ originalFileName }) => [originalFileName ?? ""]),
	...texts("checksum", checksum),
	title_content: substring(({ title, content }) => [title, content]),
	mime_type: substring(({ mimeType }) => [mimeType]),
	...days("created", ({ created }) => created),
	...moments(
		"added",
		({ added }) => added,
		({ added }, { zoneMinutes }) => dayOf(added, zoneMinutes),
	),
	...moments(
		"modified",
		({ modified }) => modified,
		({ modified }, { zoneMinutes }) => dayOf(modified, zoneMinutes),
	),
	...number("archive_serial_number", ({ archiveSerialNumber }) => archiveSerialNumber),
	...compared("archive_serial_number", ({ archiveSerialNumber }) => archiveSerialNumber),
	...isNull("archive_serial_number", ({ archiveSerialNumber }) => archiveSerialNumber),
	has_custom_fields: flag(({ customFields }) => customFields.length > 0),
	...idList("custom_fields__id", fieldIds),
	custom_field_query: customFieldQuery,
};
