import { json, notFound } from "./answers.ts";
import { type Call, idOf, param, type Route } from "./call.ts";
import { documentOf } from "./documents.ts";
import { requireView } from "./permissions.ts";
import type { DocumentRecord, StoredFile } from "./records.ts";
import { suggestedDays } from "./suggested-days.ts";
import { colorWebp } from "./thumbnail.ts";
import { toIso } from "./times.ts";

export const fileRoutes: Route[] = [
	route("preview", (call) => file(call, "inline")),
	route("download", (call) => file(call, "attachment")),
	route("thumb", thumb),
	route("metadata", metadata),
	route("suggestions", suggestions),
	route("history", history),
];

function route(name: string, get: (call: Call) => Response): Route {
	return { path: `/api/documents/{id}/${name}/`, model: "document", methods: { GET: get } };
}

/** Previews and downloads are served from the trash too. */
function storedDocument(call: Call): DocumentRecord {
	const record = call.store.documents.get(idOf(call));
	if (record === undefined) throw notFound();
	requireView(call.user, record);
	return record;
}

function visibleDocument(call: Call): DocumentRecord {
	const record = documentOf(call);
	requireView(call.user, record);
	return record;
}

function file(call: Call, disposition: "inline" | "attachment"): Response {
	const record = storedDocument(call);
	const wantsOriginal = disposition === "attachment" && param(call, "original") === "true";
	const archive = wantsOriginal ? null : record.archive;
	const name = archive === null ? originalName(record) : pdfName(record);
	const mime = archive === null ? record.mimeType : "application/pdf";
	return answer(call, record, archive ?? record.original, {
		"Content-Type": disposition === "inline" && mime === "text/csv" ? "text/plain" : mime,
		"Content-Disposition": dispositionOf(disposition, name),
		...(archive !== null && { ETag: `"${call.store.checksumOf(archive)}"` }),
	});
}

function originalName({ id, originalFileName }: DocumentRecord): string {
	return originalFileName ?? String(id);
}

function pdfName(record: DocumentRecord): string {
	return record.archivedFileName ?? `${originalName(record).replace(/\.\w+$/, "")}.pdf`;
}

/** A part of the file that the request asks for is not heeded; what it has already is. */
function answer(call: Call, record: DocumentRecord, stored: StoredFile, headers: Record<string, string>): Response {
	const whole = { ...headers, "Last-Modified": new Date(record.modified / 1000).toUTCString() };
	if (isKnown(call, whole)) return new Response(null, { status: 304, headers: whole });
	const bytes = new Uint8Array(stored.bytes());
	return new Response(bytes, { headers: { ...whole, "Content-Length": String(bytes.byteLength) } });
}

function isKnown({ headers }: Call, own: Record<string, string>): boolean {
	const tags = headers.get("if-none-match");
	if (tags !== null) return own.ETag !== undefined && tags.split(",").some((tag) => sameTag(tag, own.ETag ?? ""));
	const since = Date.parse(headers.get("if-modified-since") ?? "");
	return !Number.isNaN(since) && Date.parse(own["Last-Modified"] ?? "") <= since;
}

function sameTag(given: string, own: string): boolean {
	return given.trim() === "*" || given.trim().replace(/^W\//, "") === own;
}

function dispositionOf(kind: string, name: string): string {
	const ascii = name
		.normalize("NFKD")
		.replace(/[^\x20-\x7e]/g, "")
		.replace(/["\\]/g, "\\$&");
	const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
	return `${kind}; filename="${ascii}"; filename*=utf-8''${encoded}`;
}

function thumb(call: Call): Response {
	const record = storedDocument(call);
	const { profile } = call.store;
	if (record.deletedAt !== null && !profile.showsTrashedThumbs) throw notFound();
	const picture = { bytes: () => colorWebp(record.id) };
	return answer(call, record, picture, {
		"Content-Type": "image/webp",
		...(profile.hasVersions && { ETag: `"${call.store.checksumOf(record.original)}"` }),
	});
}

function metadata(call: Call): Response {
	const record = visibleDocument(call);
	const { store } = call;
	const { original, archive, mimeType, originalFileName } = record;
	const stem = String(record.id).padStart(7, "0");
	const extension = /\.\w+$/.exec(originalFileName ?? "")?.[0] ?? "";
	return json({
		original_checksum: store.checksumOf(original),
		original_size: original.bytes().byteLength,
		original_mime_type: mimeType,
		media_filename: `${stem}${extension}`,
		has_archive_version: archive !== null,
		original_metadata: [],
		archive_checksum: archive && store.checksumOf(archive),
		archive_media_filename: archive && `${stem}.pdf`,
		original_filename: originalFileName,
		archive_size: archive?.bytes().byteLength ?? null,
		archive_metadata: archive && [],
		lang: "en",
	});
}

function suggestions(call: Call): Response {
	const { content } = visibleDocument(call);
	const none: number[] = [];
	return json({
		correspondents: none,
		tags: none,
		document_types: none,
		storage_paths: none,
		dates: suggestedDays(content),
	});
}

function history(call: Call): Response {
	const { store } = call;
	const entries = visibleDocument(call).history.map(({ id, timestamp, action, changes, actor }) => {
		const user = actor === null ? undefined : store.users.get(actor);
		return {
			id,
			timestamp: toIso(timestamp, store.zoneMinutes),
			action,
			changes,
			actor: user === undefined ? null : { id: user.id, username: user.username },
		};
	});
	return json(entries.reverse());
}
