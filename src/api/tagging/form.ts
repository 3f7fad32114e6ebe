import { z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { expectBytes, InputReceiver, maxInputBytes, type ReceivedInput } from "../../documents/documents.ts";
import { AppError, isAppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import { ExclusionsRefused, readExclusions } from "../../tagging/tagging.ts";
import type { Http } from "../http.ts";
import { type FileSink, type Form, readForm } from "../upload.ts";
import { TaggingConfig } from "./config.ts";
import { dialect } from "./dialect.ts";

/** Bytes that arrive but never become a document are removed after this long. */
const uploadMs = 15 * 60_000;
/** Lists and sheets are read whole: as much as 1,000 rows or 100,000 terms may take. */
const maxSideBytes = 8 * 1024 * 1024;

/** A file part of the tagging API's forms: a document in the store, or a small file in memory. */
export type FormFile =
	| { kind: "document"; id: string; received: ReceivedInput }
	| { kind: "memory"; bytes: Uint8Array };

/** Reads a form whose `documentField` goes to the store while it arrives; the other `fields` are kept in memory. */
export async function readTaggingForm(
	http: Http,
	{ documentField, fields }: { documentField?: string; fields: readonly string[] },
): Promise<Form<FormFile>> {
	const ctx = http.get("ctx");
	return await readForm<FormFile>(http, {
		fileFields: documentField === undefined ? fields : [documentField, ...fields],
		openSink: async ({ field, name }) => (field === documentField ? await documentSink(ctx, name) : memorySink(field)),
	});
}

async function documentSink(ctx: Context, name: string): Promise<FileSink<FormFile>> {
	const id = newId();
	await expectBytes(ctx, id, uploadMs);
	const receiver = new InputReceiver(ctx, id, name);
	let isTooLarge = false;
	return {
		async write(chunk) {
			if (isTooLarge) return;
			// What is wrong with it is said in its turn, after the other fields.
			isTooLarge = receiver.sizeBytes + chunk.byteLength > maxInputBytes;
			if (isTooLarge) await receiver.abort();
			else await receiver.write(chunk);
		},
		async finish() {
			if (isTooLarge)
				return { kind: "document", id, received: { sizeBytes: maxInputBytes + 1, sha256: "", info: undefined } };
			return { kind: "document", id, received: await receiver.finish() };
		},
		abort: () => receiver.abort(),
	};
}

function memorySink(field: string): FileSink<FormFile> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	return {
		async write(chunk) {
			size += chunk.byteLength;
			if (size > maxSideBytes) throw new AppError("invalid_request", `${field}: the file is too large`);
			chunks.push(chunk.slice());
		},
		async finish() {
			return { kind: "memory", bytes: new Uint8Array(Buffer.concat(chunks)) };
		},
		async abort() {
			chunks.length = 0;
		},
	};
}

/** The form's `config`, JSON in a text field. Throws `invalid_request`. */
export function configOf(form: Form<FormFile>): z.infer<typeof TaggingConfig> {
	let value: unknown;
	try {
		value = JSON.parse(form.fields.get("config") ?? "");
	} catch {
		throw new AppError("invalid_request", "Invalid config JSON format");
	}
	const checked = z.object({ config: TaggingConfig }).safeParse({ config: value });
	if (!checked.success) throw dialect.invalid(checked.error.issues, "json", { config: value });
	return checked.data.config;
}

/** Terms of the form's exclusion list; none without one. */
export async function exclusionsOf(ctx: Context, form: Form<FormFile>): Promise<Set<string>> {
	const file = form.files.get("exclusion_file");
	if (file?.received.kind !== "memory") return new Set();
	try {
		return await readExclusions(ctx, file.name, file.received.bytes);
	} catch (error) {
		if (error instanceof ExclusionsRefused || isAppError(error)) {
			throw new AppError("invalid_request", `Failed to parse exclusion file: ${error.message}`);
		}
		throw error;
	}
}
