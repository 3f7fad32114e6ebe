import { keepAdopted, openGuest, type Principal, webhookSecret } from "../../accounts/accounts.ts";
import type { Context } from "../../context.ts";
import type { InputReceiver, NewDocument, ReceivedInput } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { submitDocument, toTask } from "../../jobs/jobs.ts";
import { decodedFileName } from "../../lib/file-name.ts";
import { newId } from "../../lib/ids.ts";
import { checkUrl } from "../../lib/url-guard.ts";
import { answerOnce, type StoredAnswer } from "../../requests/requests.ts";
import { setGuestCookie } from "../auth.ts";
import type { Http } from "../http.ts";
import { refuseLarge, uploadedDocument, withReceivedBytes } from "../received-document.ts";
import { repeatableRequest } from "../repeat.ts";
import { type Form, type IncomingFile, readForm, readText } from "../upload.ts";
import { missing, refused } from "./refusals.ts";

type Submission = Form<ReceivedInput>;

/** `POST /tasks`: a file, or a URL to fetch. */
export async function submitTask(http: Http): Promise<Response> {
	const ctx = http.get("ctx");
	const id = newId();
	const { body } = await withReceivedBytes(ctx, id, async (receive) => {
		const form = await readSubmission(http, async ({ name: fileName, fields }) => {
			checkWebhook(ctx, fields.get("webhook_url")?.trim() || null, http.get("principal"));
			return await receive(fileName);
		});
		return await submit(http, id, form);
	});
	return http.body(body, 201, { "Content-Type": "application/json" });
}

async function submit(http: Http, id: string, form: Submission): Promise<{ body: string; kept: boolean }> {
	const ctx = http.get("ctx");
	const principal = http.get("principal");
	const webhookUrl = form.fields.get("webhook_url")?.trim() || null;
	const document = checkedDocument(ctx, form, principal, webhookUrl);
	const opened = principal === undefined ? openGuest(ctx) : undefined;
	const owner = (principal ?? opened)?.id;
	if (owner === undefined) throw new AppError("unauthenticated", "Authentication required");
	const secret = webhookUrl === null ? undefined : await webhookSecret(ctx, owner);
	const answerOf = (task: Parameters<typeof toTask>[0]): StoredAnswer => ({
		status: 201,
		body: JSON.stringify({ ...toTask(task), ...(secret === undefined ? {} : { webhook_secret: secret }) }),
	});
	// Who has no session yet cannot be known again: for a first-time guest there is nothing to repeat.
	const request = principal && repeatableRequest(http, principal.id, saidIn(form));
	const { body, repeated } = await answerOnce(ctx, request, async (record) => {
		const submitted = await submitDocument(ctx, { id, owner, webhookUrl, ...document }, async (task) => [
			...(opened?.statements ?? []),
			...(await record(answerOf(task))),
			...(principal?.kind === "guest" ? keepAdopted(ctx, principal.id) : []),
		]);
		return answerOf(submitted);
	});
	if (opened !== undefined) setGuestCookie(http, opened.token);
	return { body, kept: !repeated };
}

/** The checks in the contract's order; what they leave is the document's own columns. */
function checkedDocument(
	ctx: Context,
	form: Submission,
	principal: Principal | undefined,
	webhookUrl: string | null,
): Omit<NewDocument, "id" | "owner" | "jobId" | "createdAt" | "updatedAt"> {
	const url = form.fields.get("url")?.trim() || null;
	const file = form.files.get("file");
	if (form.namelessFiles.has("file")) throw new AppError("missing_file_name", "Uploaded file must have a filename");
	if (file === undefined && url === null) throw missing("file");
	if (file !== undefined && url !== null) {
		throw refused("url", "Give either a file or a url, not both", url);
	}
	for (const field of ["webhook_url", "url"]) {
		if (form.otherFiles.has(field)) throw refused(field, "Input should be a valid string", null, "string_type");
	}
	checkWebhook(ctx, webhookUrl, principal);
	if (file !== undefined) return uploadedDocument(file);
	const checked = checkUrl(url ?? "", { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS });
	if (!checked.ok) throw refused("url", checked.reason, url);
	return { source: "url", sourceUrl: url, fileName: labelOf(checked.url), extension: ".bin" };
}

/** Before a byte is stored where the field comes first, else once the form is there. */
function checkWebhook(ctx: Context, webhookUrl: string | null, principal: Principal | undefined): void {
	if (webhookUrl === null) return;
	if (principal?.kind !== "user") {
		throw new AppError("forbidden", "webhook_url is only available for authenticated requests");
	}
	const checked = checkUrl(webhookUrl, { allowPrivateHosts: ctx.config.ALLOW_PRIVATE_HOSTS });
	if (!checked.ok) throw refused("webhook_url", checked.reason, webhookUrl);
}

function labelOf(url: URL): string {
	return decodedFileName(url.pathname.split("/").pop() ?? "") || url.hostname;
}

async function readSubmission(
	http: Http,
	openReceiver: (file: IncomingFile) => Promise<InputReceiver>,
): Promise<Submission> {
	refuseLarge(http);
	const type = http.req.header("content-type") ?? "";
	if (/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
		const fields = jsonFields(await readText(http));
		return { fields, files: new Map(), otherFiles: new Set(), namelessFiles: new Set() };
	}
	if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) throw missing("file");
	return await readForm(http, { fileFields: ["file"], openSink: openReceiver });
}

function jsonFields(text: string): Map<string, string> {
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		throw new AppError("invalid_request", "JSON decode error", {
			details: [{ loc: ["body", 0], msg: "JSON decode error", type: "json_invalid", input: {} }],
		});
	}
	if (typeof body !== "object" || body === null || Array.isArray(body)) {
		throw new AppError("invalid_request", "Input should be an object", {
			details: [{ loc: ["body"], msg: "Input should be a valid dictionary", type: "dict_type", input: body }],
		});
	}
	const fields = new Map<string, string>();
	for (const name of ["url", "webhook_url"]) {
		const value: unknown = (body as Record<string, unknown>)[name];
		if (value === undefined || value === null) continue;
		if (typeof value !== "string") throw refused(name, "Input should be a valid string", value, "string_type");
		fields.set(name, value);
	}
	return fields;
}

/** What was asked: the fields, and the file by its name and its bytes. */
function saidIn(form: Submission): unknown {
	const fields = [...form.fields].sort(([a], [b]) => (a < b ? -1 : 1));
	const file = form.files.get("file");
	return { fields, file: file && [file.name, file.received.sha256] };
}
