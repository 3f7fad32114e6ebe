import type { ReceivedInput } from "../../documents/documents.ts";
import type { AppError } from "../../errors.ts";
import { findFolder } from "../../extraction/extraction.ts";
import { submitUpload } from "../../jobs/jobs.ts";
import { newId } from "../../lib/ids.ts";
import { requireUser } from "../auth.ts";
import type { Http } from "../http.ts";
import { refuseLarge, uploadedDocument, withReceivedBytes } from "../received-document.ts";
import { type Form, readForm } from "../upload.ts";
import { invalid } from "./dialect.ts";
import { toDocument } from "./document-wire.ts";
import { flowOf } from "./flow-of.ts";
import { carryOut, respond } from "./repeat.ts";

type Submission = Form<ReceivedInput>;

/** `POST /documents`: a file; with a flow its conversion and extraction begin with it. */
export async function uploadDocument(http: Http): Promise<Response> {
	const id = newId();
	const answer = await withReceivedBytes(http.get("ctx"), id, async (receive) => {
		refuseLarge(http);
		if (!/^multipart\/form-data\b/i.test(http.req.header("content-type") ?? "")) throw missingFile();
		const form = await readForm(http, { fileFields: ["file"], openSink: ({ name }) => receive(name) });
		const { body, status, repeated } = await submit(http, id, form);
		return { body, status, repeated, kept: !repeated };
	});
	return respond(http, answer);
}

async function submit(http: Http, id: string, form: Submission) {
	const ctx = http.get("ctx");
	const owner = requireUser(http).id;
	const file = form.files.get("file");
	if (form.namelessFiles.has("file")) throw invalid([{ field: "file", message: "The file has no name" }]);
	if (file === undefined) throw missingFile();
	const flowId = idIn(form, "flow_id");
	const folderId = idIn(form, "folder_id");
	return await carryOut(http, { flowId, folderId, file: [file.name, file.received.sha256] }, async (keep) => {
		const document = { id, owner, ...uploadedDocument(file) };
		const flow = flowId === null ? null : await flowOf(http, flowId);
		await assertFolder(http, folderId);
		return toDocument(
			await submitUpload(ctx, { document, folderId, flow }, async (submitted) => await keep(toDocument(submitted))),
		);
	});
}

function missingFile(): AppError {
	return invalid([{ field: "file", message: "Field required" }]);
}

/** Empty counts as absent. */
function idIn(form: Submission, field: string): string | null {
	if (form.otherFiles.has(field)) throw invalid([{ field, message: "Must be a string" }]);
	return form.fields.get(field)?.trim() || null;
}

async function assertFolder(http: Http, id: string | null): Promise<void> {
	if (id === null) return;
	const folder = await findFolder(http.get("ctx"), requireUser(http).id, id);
	if (folder === undefined) throw invalid([{ field: "folder_id", message: "There is no such folder" }]);
}
