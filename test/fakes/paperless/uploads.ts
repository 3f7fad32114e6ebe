import { insufficient, invalid, json } from "./answers.ts";
import type { Call, Route } from "./call.ts";
import { customValuesReader } from "./custom-values.ts";
import { asList, checkSerialNumber, serialNumber } from "./document-writes.ts";
import { day, nullable, readFields, reference, references, text } from "./fields.ts";
import { fileTypeOf } from "./file-type.ts";
import { hasPermission } from "./permissions.ts";
import { type DocumentRecord, noGrants, type TaskRecord, type Upload } from "./records.ts";
import type { Store } from "./store.ts";
import { dayOf } from "./times.ts";

/** The text that the server reads from a file. */
export type ReadText = (bytes: Uint8Array, mimeType: string) => string;

export const plainText: ReadText = (bytes, mimeType) =>
	mimeType.startsWith("text/") ? new TextDecoder().decode(bytes) : "";

export function uploadRoutes(readText: ReadText): Route[] {
	return [{ path: "/api/documents/post_document/", methods: { POST: (call) => upload(call, readText) } }];
}

async function upload(call: Call, readText: ReadText): Promise<Response> {
	const { store, user } = call;
	if (!hasPermission(user, "add_document")) throw insufficient();
	const taken = await readUpload(call);
	const task: TaskRecord = {
		id: store.nextId("tasks"),
		taskId: crypto.randomUUID(),
		fileName: taken.fileName,
		mimeType: taken.mimeType,
		status: "PENDING",
		created: store.now(),
		started: null,
		done: null,
		result: null,
		resultData: null,
		relatedDocument: null,
		acknowledged: false,
		owner: user.id,
	};
	store.tasks.push(task);
	store.queue(() => consume(store, task, taken, readText));
	return json(task.taskId);
}

async function readUpload(call: Call): Promise<Upload> {
	const { store, api } = call;
	const { data, files } = await call.body();
	const file = files.get("document");
	if (file === undefined) throw invalid({ document: ["No file was submitted."] });
	const bytes = new Uint8Array(await file.arrayBuffer());
	if (bytes.byteLength === 0) throw invalid({ document: ["The submitted file is empty."] });
	const mimeType = fileTypeOf(bytes);
	if (mimeType === undefined) {
		throw invalid({ document: ["File type application/octet-stream not supported"] });
	}
	const values = readFields(asList(data, "tags"), {
		title: nullable(text({ max: 128 })),
		created: nullable(day),
		correspondent: nullable(reference(store.named.correspondents)),
		document_type: nullable(reference(store.named.document_types)),
		storage_path: nullable(reference(store.named.storage_paths)),
		tags: references(store.named.tags),
		archive_serial_number: serialNumber,
		custom_fields: customValuesReader(store, api),
	});
	const serial = values.archive_serial_number ?? null;
	if (serial !== null) checkSerialNumber(store, undefined, serial);
	return {
		fileName: file.name,
		mimeType,
		bytes,
		title: values.title ?? null,
		created: values.created ?? null,
		correspondent: values.correspondent ?? null,
		documentType: values.document_type ?? null,
		storagePath: values.storage_path ?? null,
		tags: values.tags ?? [],
		archiveSerialNumber: serial,
		customFields: values.custom_fields ?? [],
	};
}

/** The background task: the file becomes a document, or the task fails. */
function consume(store: Store, task: TaskRecord, upload: Upload, readText: ReadText): void {
	task.started = store.now();
	const original = { bytes: () => upload.bytes };
	const twin = store.profile.keepsDuplicates ? undefined : twinOf(store, store.checksumOf(original));
	task.done = store.now();
	if (twin !== undefined) {
		task.status = "FAILURE";
		const note = twin.deletedAt === null ? "" : " Note: existing document is in the trash.";
		const name = upload.fileName;
		task.result = `${name}: Not consuming ${name}: It is a duplicate of ${twin.title} (#${twin.id}).${note}`;
		task.resultData = { duplicate_of: twin.id };
		return;
	}
	const record = documentFrom(store, task, upload, readText(upload.bytes, upload.mimeType));
	record.original = original;
	store.documents.set(record.id, record);
	task.status = "SUCCESS";
	task.result = `Success. New document id ${record.id} created`;
	task.resultData = { document_id: record.id };
	task.relatedDocument = record.id;
}

function twinOf(store: Store, checksum: string): DocumentRecord | undefined {
	for (const record of store.documents.values()) if (store.checksumOf(record.original) === checksum) return record;
	return undefined;
}

function documentFrom(store: Store, task: TaskRecord, upload: Upload, content: string): DocumentRecord {
	const at = store.now();
	return {
		id: store.nextId(store.documents),
		owner: task.owner,
		grants: noGrants(),
		title: upload.title ?? upload.fileName.replace(/\.[^.]+$/, ""),
		content,
		correspondent: upload.correspondent,
		documentType: upload.documentType,
		storagePath: upload.storagePath,
		tags: upload.tags,
		created: upload.created ?? dayOf(at, store.zoneMinutes),
		modified: at,
		added: at,
		deletedAt: null,
		archiveSerialNumber: upload.archiveSerialNumber,
		originalFileName: upload.fileName,
		archivedFileName: null,
		mimeType: upload.mimeType,
		pageCount: null,
		notes: [],
		customFields: upload.customFields,
		original: { bytes: () => upload.bytes },
		archive: null,
		history: [],
	};
}
