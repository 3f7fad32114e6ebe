import type { CustomValue, DocumentRecord, NamedKind, NamedRecord, StoredFile } from "./records.ts";
import { noGrants } from "./records.ts";
import type { Store } from "./store.ts";

/** A document to begin with; relations by name, made when they are first named. */
export interface Seed {
	id?: number;
	title: string;
	content: string;
	/** "2024-01-31" */
	created?: string;
	correspondent?: string | null;
	document_type?: string | null;
	storage_path?: string | null;
	tags?: string[];
	owner?: number | null;
	archive_serial_number?: number | null;
	original_file_name?: string | null;
	mime_type?: string;
	page_count?: number | null;
	custom_fields?: CustomValue[];
	/** The file; without it, the content as a text file. */
	file?: () => Uint8Array;
	/** Hexadecimal; without it, of the file's bytes. */
	checksum?: string;
	/** The PDF/A version, where there is one. */
	archive?: () => Uint8Array;
}

/** Adds a document as if it had been there before. */
export function addSeed(store: Store, seed: Seed): DocumentRecord {
	const id = seed.id ?? store.nextId(store.documents);
	const at = store.now();
	const { content } = seed;
	const original: StoredFile = {
		bytes: seed.file ?? (() => new TextEncoder().encode(content)),
		...(seed.checksum !== undefined && { checksum: seed.checksum }),
	};
	const record: DocumentRecord = {
		id,
		owner: seed.owner ?? null,
		grants: noGrants(),
		title: seed.title,
		content,
		correspondent: relation(store, "correspondents", seed.correspondent),
		documentType: relation(store, "document_types", seed.document_type),
		storagePath: relation(store, "storage_paths", seed.storage_path),
		tags: (seed.tags ?? []).map((name) => named(store, "tags", name).id),
		created: seed.created ?? "2024-01-01",
		modified: at,
		added: at,
		deletedAt: null,
		archiveSerialNumber: seed.archive_serial_number ?? null,
		originalFileName: seed.original_file_name === undefined ? `${id}.txt` : seed.original_file_name,
		archivedFileName: seed.archive === undefined ? null : `${id}.pdf`,
		mimeType: seed.mime_type ?? "text/plain",
		pageCount: seed.page_count ?? null,
		notes: [],
		customFields: seed.custom_fields ?? [],
		original,
		archive: seed.archive === undefined ? null : { bytes: seed.archive },
		history: [],
	};
	store.documents.set(id, record);
	store.revision++;
	return record;
}

function relation(store: Store, kind: NamedKind, name: string | null | undefined): number | null {
	return name === undefined || name === null ? null : named(store, kind, name).id;
}

const known = new WeakMap<Store, Map<string, NamedRecord>>();

/** The first object of this name; an unowned one is made where there is none. */
export function named(store: Store, kind: NamedKind, name: string): NamedRecord {
	let names = known.get(store);
	if (names === undefined) {
		names = new Map();
		known.set(store, names);
	}
	const before = names.get(`${kind}\0${name}`);
	if (before !== undefined && store.named[kind].get(before.id) === before) return before;
	const found = [...store.named[kind].values()].find((record) => record.name === name);
	const record = found ?? newNamed(store, kind, { name });
	names.set(`${kind}\0${name}`, record);
	return record;
}

export function newNamed(store: Store, kind: NamedKind, fields: Partial<NamedRecord> & { name: string }): NamedRecord {
	const record: NamedRecord = {
		owner: null,
		grants: noGrants(),
		match: "",
		matchingAlgorithm: 1,
		isInsensitive: true,
		color: "#a6cee3",
		isInboxTag: false,
		parent: null,
		path: "",
		...fields,
		id: fields.id ?? store.nextId(store.named[kind]),
	};
	store.named[kind].set(record.id, record);
	store.revision++;
	return record;
}
