import { insufficient, json, notFound } from "./answers.ts";
import { type Call, param, type Route } from "./call.ts";
import { noteToWire } from "./document-wire.ts";
import { touch } from "./document-writes.ts";
import { documentOf } from "./documents.ts";
import { readFields, text } from "./fields.ts";
import { hasPermission, requireChange, requireView } from "./permissions.ts";
import type { DocumentRecord } from "./records.ts";

export const noteRoutes: Route[] = [
	{
		path: "/api/documents/{id}/notes/",
		model: "note",
		methods: { GET: list, POST: add, DELETE: remove },
	},
];

function list(call: Call): Response {
	const record = documentOf(call);
	if (!hasPermission(call.user, "view_document")) throw insufficient();
	requireView(call.user, record);
	return answer(call, record);
}

async function add(call: Call): Promise<Response> {
	const record = documentOf(call);
	requireChange(call.user, record);
	const { data } = await call.body();
	const { note = "" } = readFields(data, { note: text({ mayBeBlank: true }) }, { required: ["note"] });
	record.notes.unshift({ id: call.store.nextId("notes"), note, created: call.store.now(), user: call.user.id });
	touch(call.store, record);
	return answer(call, record);
}

function remove(call: Call): Response {
	const record = documentOf(call);
	requireChange(call.user, record);
	const id = Number(param(call, "id"));
	if (!record.notes.some((note) => note.id === id)) throw notFound("Note");
	record.notes = record.notes.filter((note) => note.id !== id);
	touch(call.store, record);
	return answer(call, record);
}

/** The whole list, newest first. */
function answer(call: Call, { notes }: DocumentRecord): Response {
	return json(notes.map((note) => noteToWire(call, note)));
}
