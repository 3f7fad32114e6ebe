import type { Micros } from "./times.ts";

export interface Holders {
	users: number[];
	groups: number[];
}

export interface Grants {
	view: Holders;
	change: Holders;
}

/** What has an owner and grants; an unowned object is open to everybody who may use its model. */
export interface Owned {
	id: number;
	owner: number | null;
	grants: Grants;
}

export const namedKinds = ["tags", "correspondents", "document_types", "storage_paths"] as const;
export type NamedKind = (typeof namedKinds)[number];

/** A tag, correspondent, type or storage path; each kind shows only the fields it has. */
export interface NamedRecord extends Owned {
	name: string;
	match: string;
	matchingAlgorithm: number;
	isInsensitive: boolean;
	color: string;
	isInboxTag: boolean;
	parent: number | null;
	path: string;
}

export interface SelectOption {
	id: string;
	label: string;
}

export interface CustomFieldRecord {
	id: number;
	name: string;
	dataType: string;
	options: SelectOption[];
	defaultCurrency: string | null;
}

export interface CustomValue {
	field: number;
	value: unknown;
}

export interface Note {
	id: number;
	note: string;
	created: Micros;
	user: number;
}

/** A stored file; its bytes are made when they are first asked for. */
export interface StoredFile {
	bytes: () => Uint8Array;
	/** Hexadecimal, as the release of the profile makes it; absent: of the bytes. */
	checksum?: string;
}

export interface DocumentRecord extends Owned {
	title: string;
	content: string;
	correspondent: number | null;
	documentType: number | null;
	storagePath: number | null;
	tags: number[];
	/** "2024-01-31" */
	created: string;
	modified: Micros;
	added: Micros;
	deletedAt: Micros | null;
	archiveSerialNumber: number | null;
	originalFileName: string | null;
	archivedFileName: string | null;
	mimeType: string;
	pageCount: number | null;
	notes: Note[];
	customFields: CustomValue[];
	original: StoredFile;
	/** The PDF/A version; null where there is none. */
	archive: StoredFile | null;
	history: Change[];
}

export interface Change {
	id: number;
	timestamp: Micros;
	action: "create" | "update";
	changes: Record<string, [string, string]>;
	actor: number | null;
}

export interface User {
	id: number;
	username: string;
	password: string;
	/** 40 hexadecimal digits. */
	token: string;
	firstName: string;
	lastName: string;
	isActive: boolean;
	isStaff: boolean;
	isSuperuser: boolean;
	groups: number[];
	/** Model permissions such as "view_document"; a superuser has all. */
	permissions: Set<string>;
}

export interface Group {
	id: number;
	name: string;
	permissions: Set<string>;
}

export interface Upload {
	fileName: string;
	mimeType: string;
	bytes: Uint8Array<ArrayBuffer>;
	title: string | null;
	created: string | null;
	correspondent: number | null;
	documentType: number | null;
	storagePath: number | null;
	tags: number[];
	archiveSerialNumber: number | null;
	customFields: CustomValue[];
}

export interface TaskRecord {
	id: number;
	taskId: string;
	fileName: string;
	mimeType: string;
	status: "PENDING" | "STARTED" | "SUCCESS" | "FAILURE" | "REVOKED";
	created: Micros;
	started: Micros | null;
	done: Micros | null;
	/** The sentence of API 9. */
	result: string | null;
	/** The object of API 10. */
	resultData: Record<string, unknown> | null;
	relatedDocument: number | null;
	acknowledged: boolean;
	owner: number;
}

export function noGrants(): Grants {
	return { view: { users: [], groups: [] }, change: { users: [], groups: [] } };
}
