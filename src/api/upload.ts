import { Busboy, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import { AppError } from "../errors.ts";
import { chunksOf } from "../lib/chunks.ts";
import type { Http } from "./http.ts";

/** Takes a file's bytes in order; `write` may throw to refuse the rest. */
export interface FileSink<Received> {
	write(chunk: Uint8Array): Promise<void>;
	finish(): Promise<Received>;
	abort(): Promise<void>;
}

export interface Form<Received> {
	/** Text fields; of several with one name, the last. */
	fields: Map<string, string>;
	/** The files that were kept, by their field; of several in one field, the first. */
	files: Map<string, { name: string; received: Received }>;
	/** Fields of file parts that are not kept: their bytes were dropped. */
	otherFiles: Set<string>;
	/** Fields with a file part whose file name is empty or missing: browsers send one for a file that was not chosen. */
	namelessFiles: Set<string>;
}

/** Room for one text field of a form, and for a whole body of text, in bytes. */
const maxFieldBytes = 65_536;
const maxParts = 64;
/** What the parser is given at once: in workerd it waits for ever for a field whose stream is full, which takes 16 KB. */
const parserBytes = 8_192;
/** What a form may weigh beside its files. */
const maxFormBytes = 1_048_576;
/** What is still read of a refused body, so that its sender sees the refusal instead of a broken connection. */
const maxDiscardedBytes = 64 * 1024 * 1024;

/** A file part as it begins. */
export interface IncomingFile {
	field: string;
	name: string;
	/** Text fields that came before it. */
	fields: ReadonlyMap<string, string>;
}

export interface FormTarget<Received> {
	/** File parts that are kept; others are read and dropped. */
	fileFields: readonly string[];
	/** Called at a file's first byte; may throw to refuse the file. */
	openSink(file: IncomingFile): Promise<FileSink<Received>>;
}

/**
 * Reads a form as it arrives (multipart, or URL-encoded without a file): the file goes to the sink piece by piece, so
 * that a request never holds it. Throws `invalid_request` for a body that is no such form, and whatever the sink throws.
 */
export async function readForm<Received>(http: Http, target: FormTarget<Received>): Promise<Form<Received>> {
	const type = http.req.header("content-type") ?? "";
	if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
		const fields = new Map(new URLSearchParams(await readText(http)));
		return { fields, files: new Map(), otherFiles: new Set(), namelessFiles: new Set() };
	}
	return await new FormReader(target).read(http.req.raw);
}

/** A body of text within the limit, as UTF-8. */
export async function readText(http: Http): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	await eachChunk(http.req.raw, async (chunk) => {
		size += chunk.byteLength;
		if (size > maxFieldBytes) throw unreadable("Request body is too large");
		chunks.push(chunk.slice());
	});
	return new TextDecoder().decode(Buffer.concat(chunks));
}

/**
 * Gives `take` the body piece by piece. If it throws, the rest is read and dropped within bounds before the error goes
 * on: a connection with unread bytes could not carry the answer, nor the next request.
 */
async function eachChunk(request: Request, take: (chunk: Uint8Array) => Promise<void>): Promise<void> {
	if (request.body === null) return;
	const reader = chunksOf(request.body);
	let refusal: { error: unknown } | undefined;
	let discarded = 0;
	for (;;) {
		const value = await reader.read();
		if (value === undefined) break;
		if (refusal === undefined) {
			await take(value).catch((error: unknown) => {
				refusal = { error };
			});
		} else {
			discarded += value.byteLength;
			if (discarded > maxDiscardedBytes) {
				await reader.cancel();
				break;
			}
		}
	}
	if (refusal !== undefined) throw refusal.error;
}

function unreadable(msg: string, cause?: unknown): AppError {
	return new AppError("invalid_request", msg, {
		details: [{ type: "value_error", loc: ["body"], msg, input: null }],
		cause,
	});
}

class FormReader<Received> {
	readonly #target: FormTarget<Received>;
	readonly #form: Form<Received> = {
		fields: new Map(),
		files: new Map(),
		otherFiles: new Set(),
		namelessFiles: new Set(),
	};
	/** What the parser gave for files since the last drain; without a chunk, a file ends. */
	#pending: { field: string; name: string; chunk?: Uint8Array }[] = [];
	readonly #kept = new Set<string>();
	/** By field: the end of one file may be told after the beginning of the next. */
	readonly #sinks = new Map<string, FileSink<Received>>();
	#problem: AppError | undefined;
	/** Bytes of the body so far, and those of them that were in files: the rest are fields, which the parser holds. */
	#bytes = 0;
	#fileBytes = 0;

	constructor(target: FormTarget<Received>) {
		this.#target = target;
	}

	async read(request: Request): Promise<Form<Received>> {
		try {
			const parser = await this.#parser(request);
			// A parser that has failed does not call back any more.
			const failed = new Promise<void>((resolve) => parser.once("error", () => resolve()));
			await eachChunk(request, async (chunk) => {
				// A copy: what the parser gives on are slices of it, which outlive the reader's buffer.
				const own = chunk.slice();
				this.#bytes += own.byteLength;
				if (this.#bytes - this.#fileBytes > maxFormBytes) throw unreadable("The form's fields are too large");
				for (let at = 0; at < own.byteLength; at += parserBytes) {
					const piece = own.subarray(at, at + parserBytes);
					await Promise.race([failed, new Promise<void>((resolve) => parser.write(piece, () => resolve()))]);
				}
				await this.#drain();
			});
			const finished = new Promise<void>((resolve) => parser.once("finish", resolve));
			parser.end();
			await Promise.race([failed, finished]);
			await this.#drain();
			return this.#form;
		} catch (error) {
			for (const sink of this.#sinks.values()) await sink.abort();
			throw error;
		}
	}

	async #parser(request: Request): Promise<BusboyInstance> {
		const headers: BusboyHeaders = { "content-type": request.headers.get("content-type") ?? "" };
		let parser: BusboyInstance;
		try {
			parser = new Busboy({
				headers,
				limits: { fieldSize: 2 * maxFormBytes, parts: maxParts },
				isPartAFile: (field, _type, fileName) =>
					fileName !== undefined || this.#target.fileFields.includes(field ?? ""),
			});
		} catch (error) {
			const refusal = unreadable("There was an error parsing the body", error);
			await eachChunk(request, () => Promise.reject(refusal));
			throw refusal;
		}
		parser.on("field", (name, value) => {
			if (value.length > maxFieldBytes) this.#problem ??= unreadable(`Field ${name} is too large`);
			this.#form.fields.set(name, value);
		});
		parser.on("file", (field, stream, fileName) => this.#onFile(field, fileName ?? "", stream));
		parser.on("partsLimit", () => {
			this.#problem ??= unreadable(`A form has at most ${maxParts} parts`);
		});
		parser.on("error", (error) => {
			this.#problem ??= unreadable("There was an error parsing the body", error);
		});
		return parser;
	}

	#onFile(field: string, name: string, stream: NodeJS.ReadableStream): void {
		stream.on("error", () => {
			// The form's own error says the same.
		});
		const isWanted = this.#target.fileFields.includes(field);
		const isNameless = name.trim() === "";
		if (!isWanted) this.#form.otherFiles.add(field);
		else if (isNameless) this.#form.namelessFiles.add(field);
		const isKept = isWanted && !isNameless && !this.#kept.has(field);
		if (isKept) this.#kept.add(field);
		stream.on("data", (chunk: Uint8Array) => {
			this.#fileBytes += chunk.byteLength;
			if (isKept) this.#pending.push({ field, name, chunk });
		});
		if (isKept) stream.on("end", () => this.#pending.push({ field, name }));
	}

	async #drain(): Promise<void> {
		if (this.#problem !== undefined) throw this.#problem;
		const pending = this.#pending;
		this.#pending = [];
		for (const { field, name, chunk } of pending) {
			const sink = this.#sinks.get(field) ?? (await this.#target.openSink({ field, name, fields: this.#form.fields }));
			this.#sinks.set(field, sink);
			if (chunk !== undefined) {
				await sink.write(chunk);
				continue;
			}
			this.#form.files.set(field, { name, received: await sink.finish() });
			this.#sinks.delete(field);
		}
	}
}
