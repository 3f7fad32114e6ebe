import { type Call, isTrue, param } from "./call.ts";
import { optionIndex } from "./custom-values.ts";
import { canChange, isShared } from "./permissions.ts";
import type { CustomValue, DocumentRecord, Note } from "./records.ts";
import { toIso } from "./times.ts";

/** Characters that `truncate_content` leaves. */
const truncatedLength = 550;

export interface Look {
	/** `permissions` in place of what the user may do, whatever the query says. */
	withPermissions?: boolean;
	/** Duplicates are told of a single document only. */
	isDetail?: boolean;
	/** Trash lists show every field. */
	allFields?: boolean;
}

/** A document as the API version of the request shows it, with the fields that the request names. */
export function documentToWire(call: Call, record: DocumentRecord, look: Look = {}): Record<string, unknown> {
	const fields = look.allFields ? undefined : fieldsOf(call);
	const shows = (name: string) => fields === undefined || fields.has(name);
	const whole: [string, () => unknown][] = [
		["id", () => record.id],
		["correspondent", () => record.correspondent],
		["document_type", () => record.documentType],
		["storage_path", () => record.storagePath],
		["title", () => record.title],
		["content", () => contentOf(call, record)],
		["tags", () => tagsOf(call, record)],
		["created", () => (call.api < 9 ? `${record.created}T00:00:00+00:00` : record.created)],
		["created_date", () => record.created],
		["modified", () => toIso(record.modified, call.store.zoneMinutes)],
		["added", () => toIso(record.added, call.store.zoneMinutes)],
		["deleted_at", () => (record.deletedAt === null ? null : toIso(record.deletedAt, call.store.zoneMinutes))],
		["archive_serial_number", () => record.archiveSerialNumber],
		["original_file_name", () => record.originalFileName],
		["archived_file_name", () => record.archivedFileName],
		...only(call.store.profile.hasVersions, "duplicate_documents", () => duplicatesOf(call, record, look)),
		["owner", () => record.owner],
		...permissionsOf(call, record, look),
		["notes", () => record.notes.map((note) => noteToWire(call, note))],
		["custom_fields", () => record.customFields.map((value) => customToWire(call, value))],
		["page_count", () => record.pageCount],
		["mime_type", () => record.mimeType],
		...only(call.store.profile.hasVersions, "root_document", () => null),
		...only(call.store.profile.hasVersions, "versions", () => [versionOf(call, record)]),
	];
	return Object.fromEntries(whole.filter(([name]) => shows(name)).map(([name, value]) => [name, value()]));
}

type Member = [string, () => unknown];

function only(isThere: boolean, name: string, value: () => unknown): Member[] {
	return isThere ? [[name, value]] : [];
}

/** The names in `fields`; undefined where the request names none. */
export function fieldsOf(call: Call): Set<string> | undefined {
	const raw = param(call, "fields");
	return raw === undefined || raw === "" ? undefined : new Set(raw.split(","));
}

function contentOf(call: Call, { content }: DocumentRecord): string {
	if (!isTrue(param(call, "truncate_content"))) return content;
	// A character takes two places at most: of megabytes, only the beginning is looked at.
	return [...content.slice(0, 2 * truncatedLength)].slice(0, truncatedLength).join("");
}

/** By name, as code points order it. */
function tagsOf({ store }: Call, { tags }: DocumentRecord): number[] {
	const nameOf = (id: number) => store.named.tags.get(id)?.name ?? "";
	return [...tags].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : a - b));
}

function permissionsOf(call: Call, record: DocumentRecord, look: Look): Member[] {
	if (look.withPermissions || isTrue(param(call, "full_perms"))) return [["permissions", () => record.grants]];
	return [
		["user_can_change", () => canChange(call.user, record)],
		["is_shared_by_requester", () => record.owner === call.user.id && isShared(record)],
	];
}

export function noteToWire({ store, api }: Call, { id, note, created, user }: Note): Record<string, unknown> {
	const author = store.users.get(user);
	const shown =
		api < 8
			? user
			: {
					id: user,
					username: author?.username ?? "",
					first_name: author?.firstName ?? "",
					last_name: author?.lastName ?? "",
				};
	return { id, note, created: toIso(created, store.zoneMinutes), user: shown };
}

function customToWire({ store, api }: Call, { field, value }: CustomValue): Record<string, unknown> {
	const definition = store.customFields.get(field);
	const isOldSelect = api < 7 && definition?.dataType === "select" && value !== null;
	return { value: isOldSelect ? optionIndex(definition, value) : value, field };
}

function duplicatesOf({ store }: Call, record: DocumentRecord, { isDetail }: Look): unknown[] {
	if (!isDetail) return [];
	const checksum = store.checksumOf(record.original);
	return [...store.documents.values()]
		.filter((other) => other.id !== record.id && store.checksumOf(other.original) === checksum)
		.map(({ id, title, deletedAt }) => ({
			id,
			title,
			deleted_at: deletedAt === null ? null : toIso(deletedAt, store.zoneMinutes),
		}));
}

function versionOf({ store }: Call, { id, added, original }: DocumentRecord): Record<string, unknown> {
	return {
		id,
		added: toIso(added, store.zoneMinutes),
		version_label: null,
		checksum: store.checksumOf(original),
		is_root: true,
	};
}
