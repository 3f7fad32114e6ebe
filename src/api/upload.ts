import { type MultipartError, make } from "multipasta";
import { AppError } from "../errors.ts";
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
	/** Undefined if there was no file part, or one without a name. */
	file: { name: string; received: Received } | undefined;
	/** There was a file part whose file name is empty or missing. */
	namelessFile: boolean;
}

/** Room for the text fields of a form, in bytes. */
const maxFieldBytes = 65_536;
const maxParts = 64;

interface FormTarget<Received> {
	/** Name of the one file part that is kept; others are read and dropped. */
	fileField: string;
	/** Called at the file's first byte, or at its end if it has none. */
	openSink(fileName: string): Promise<FileSink<Received>>;
}

/**
 * Reads a form as it arrives (multipart, or URL-encoded without a file): the file goes to the sink piece by piece, so
 * that a request never holds it. Throws `invalid_request` for a body that is no such form, and whatever the sink throws.
 */
export async function readForm<Received>(http: Http, target: FormTarget<Received>): Promise<Form<Received>> {
	const type = http.req.header("content-type") ?? "";
	if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
		const fields = new Map(new URLSearchParams(await readText(http)));
		return { fields, file: undefined, namelessFile: false };
	}
	const reader = new FormReader(target);
	try {
		return await reader.read(http.req.raw);
	} catch (error) {
		await reader.abort();
		throw error;
	}
}

/** A body of text within the limit for fields, in bytes. */
export async function readText(http: Http): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of http.req.raw.body ?? []) {
		size += chunk.byteLength;
		if (size > maxFieldBytes) throw new AppError("invalid_request", "Request body is too large");
		chunks.push(chunk);
	}
	return new TextDecoder().decode(Buffer.concat(chunks));
}

class FormReader<Received> {
	readonly #target: FormTarget<Received>;
	readonly #form: Form<Received> = { fields: new Map(), file: undefined, namelessFile: false };
	/** What the parser gave for the file since the last drain; null marks its end. */
	#pending: (Uint8Array | null)[] = [];
	#name: string | undefined;
	#sink: FileSink<Received> | undefined;
	#problem: MultipartError | undefined;

	constructor(target: FormTarget<Received>) {
		this.#target = target;
	}

	async read(request: Request): Promise<Form<Received>> {
		const parser = make({
			headers: { "content-type": request.headers.get("content-type") ?? "" },
			isFile: (part) => part.filename !== undefined || part.name === this.#target.fileField,
			maxParts,
			maxFieldSize: maxFieldBytes,
			onField: (part, value) => this.#form.fields.set(part.name, new TextDecoder().decode(value)),
			onFile: (part) => this.#onFile(part.name, part.filename ?? ""),
			onError: (problem) => {
				this.#problem ??= problem;
			},
			onDone: () => {},
		});
		for await (const chunk of request.body ?? []) {
			parser.write(chunk);
			this.#check();
			await this.#drain();
		}
		parser.end();
		this.#check();
		await this.#drain();
		return this.#form;
	}

	async abort(): Promise<void> {
		await this.#sink?.abort();
	}

	#onFile(field: string, name: string): (chunk: Uint8Array | null) => void {
		const wanted = field === this.#target.fileField && this.#name === undefined && !this.#form.namelessFile;
		if (!wanted) return () => {};
		if (name.trim() === "") {
			this.#form.namelessFile = true;
			return () => {};
		}
		this.#name = name;
		return (chunk) => {
			this.#pending.push(chunk);
		};
	}

	#check(): void {
		if (this.#problem === undefined) return;
		throw new AppError("invalid_request", "There was an error parsing the body", { cause: this.#problem });
	}

	async #drain(): Promise<void> {
		const pending = this.#pending;
		this.#pending = [];
		for (const chunk of pending) {
			this.#sink ??= await this.#target.openSink(this.#name ?? "");
			if (chunk !== null) {
				await this.#sink.write(chunk);
			} else if (this.#name !== undefined) {
				this.#form.file = { name: this.#name, received: await this.#sink.finish() };
				this.#sink = undefined;
			}
		}
	}
}
