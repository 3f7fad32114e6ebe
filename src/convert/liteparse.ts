/**
 * First reader (with `liteparse-page.ts` the only file that knows liteparse): opens a PDF and gives its pages one at a time.
 *
 * Pages are read singly because its passes over several pages (running lines, heading sizes) see only one batch,
 * so that a document cut elsewhere would read differently; those decisions are the assembler's. It costs about 1 ms a page.
 *
 * The package's glue keeps one instance for good and has no way to replace it, but a trap poisons an instance and wasm memory
 * never shrinks. So the glue is given a stand-in whose exports lead to the current instance.
 */
import { initSync, LiteParse, type ParseSession } from "@llamaindex/liteparse-wasm";
import { ByteTurns } from "../lib/turn.ts";
import type { Source } from "./blocks.ts";
import { MAX_TAG_STEPS } from "./limits.ts";
import { toRawPage } from "./liteparse-page.ts";
import { examinePdf } from "./pdf-guard.ts";
import type { RawPage } from "./raw-page.ts";
import { pour } from "./stream.ts";
import type { TagElement } from "./tags.ts";
import { SecondReader } from "./unpdf.ts";
import { untilTrap, withReportedTraps } from "./wasm-traps.ts";

/** What the page builder needs of its types: no other file knows the package. */
export type { ParsedPage, StructureTreeElement, TextItem, VectorGraphics } from "@llamaindex/liteparse-wasm";

/** Functions of the instance that are called around the glue, to fill its memory without a copy in JavaScript. */
interface LiteparseExports {
	memory: WebAssembly.Memory;
	__wbindgen_malloc_command_export(size: number, align: number): number;
	__wbindgen_free_command_export(pointer: number, size: number, align: number): void;
}

const CONFIG = {
	ocrEnabled: false,
	quiet: true,
	extractBlocks: true,
	extractTextMetadata: true,
	extractAnnotations: true,
	extractFormFields: true,
	extractVectorGraphics: true,
	emitWordBoxes: true,
	extractStructureTree: true,
	extractLinks: false,
	keepHeadersFooters: true,
	continueOnPageError: true,
	outputFormat: "json",
	maxPages: 100_000,
} as const;

let imports: WebAssembly.Imports | undefined;
let current: { exports: WebAssembly.Exports; module: WebAssembly.Module } | undefined;

/** Bytes of wasm memory held, 0 without an instance. */
export function liteparseBytes(): number {
	return current === undefined ? 0 : exportsOf(current.exports).memory.buffer.byteLength;
}

/** Lets the instance go; the next `open` makes a fresh one. Sessions of the old one must not be used again. */
export function dropLiteparse(): void {
	if (current === undefined) return;
	// The glue caches views of the memory and renews them only when their buffer is detached, which growing by nothing does.
	exportsOf(current.exports).memory.grow(0);
	current = undefined;
}

/** It reads a page's part of the structure tree, whether that is wanted or not, and this one's could take minutes. */
export class TooManyTags extends Error {}

export class LiteparseDocument {
	private readonly parser: LiteParse;
	private readonly session: ParseSession;
	readonly pageCount: number;

	private constructor(parser: LiteParse, session: ParseSession) {
		this.parser = parser;
		this.session = session;
		this.pageCount = session.totalPages;
	}

	/**
	 * Streams the source into wasm memory and opens it. Throws `TooManyTags`, unless `hasTags` is false, and whatever liteparse throws; the
	 * instance is then gone.
	 */
	static async open(module: WebAssembly.Module, source: Source, hasTags = true): Promise<LiteparseDocument> {
		const exports = exportsOf(instantiate(module));
		const size = Math.max(1, source.sizeBytes);
		const pointer = exports.__wbindgen_malloc_command_export(size, 1) >>> 0;
		let tagSteps = 0;
		try {
			const length = await pour(source, (offset, chunk) =>
				new Uint8Array(exports.memory.buffer, pointer, size).set(chunk, offset),
			);
			if (length !== source.sizeBytes) throw new Error("source ended early");
			const verdict = examinePdf(new Uint8Array(exports.memory.buffer, pointer, size));
			tagSteps = verdict.tagSteps;
			if (verdict.tooHeavyForDrawings && SecondReader.canOpen(size)) {
				throw new Error("too heavy: the second reader reads the text alone");
			}
			// Large files take a while to look over, and again to open.
			await new ByteTurns().passed(size);
		} catch (error) {
			exports.__wbindgen_free_command_export(pointer, size, 1);
			throw error;
		}
		let document: LiteparseDocument;
		try {
			const parser = new LiteParse(CONFIG);
			document = new LiteparseDocument(parser, await untilTrap(() => openSessionAt(parser, pointer, size)));
		} catch (error) {
			dropLiteparse();
			throw error;
		}
		// Pages may share what they have in the tree, and how many there are only the reader knows.
		if (!hasTags || tagSteps * document.pageCount <= MAX_TAG_STEPS) return document;
		document.close();
		throw new TooManyTags();
	}

	/**
	 * The next page, from the first on; undefined after the last. `broken` tells that the page could not be read. `tree` is its structure
	 * tree where the file has none of its own.
	 */
	async next(tree?: readonly TagElement[]): Promise<{ page: RawPage | undefined; broken: boolean } | undefined> {
		const batch = await untilTrap(() => this.session.nextBatch());
		if (batch === undefined) return undefined;
		const page = batch.result.pages[0];
		return { page: page === undefined ? undefined : toRawPage(page, tree), broken: batch.result.pageErrors.length > 0 };
	}

	/** Frees its wasm memory. Harmless after a trap. */
	close(): void {
		for (const owner of [this.session, this.parser]) {
			try {
				owner.free();
			} catch {
				dropLiteparse();
			}
		}
	}
}

/**
 * `openBatchSession` with bytes that already lie at `pointer`: it allocates and fills wasm memory itself, so for the length of this
 * one synchronous call the allocation is answered with our pointer and the fill is an empty array. Rust takes ownership of them.
 */
function openSessionAt(parser: LiteParse, pointer: number, size: number): Promise<ParseSession> {
	preset = { pointer, size };
	try {
		return parser.openBatchSession(new Uint8Array(0), 1);
	} finally {
		preset = undefined;
	}
}

let preset: { pointer: number; size: number } | undefined;

function instantiate(module: WebAssembly.Module): WebAssembly.Exports {
	if (current?.module === module) return current.exports;
	dropLiteparse();
	imports ??= captureImports(module);
	const exports = new WebAssembly.Instance(module, imports).exports;
	current = { exports, module };
	callable(exports, "__wbindgen_start")();
	return exports;
}

/**
 * Runs the glue's initialisation once with a stand-in for `WebAssembly.Instance`, within one synchronous call, to get hold of its
 * import object and to leave it with exports that follow `current`.
 */
function captureImports(module: WebAssembly.Module): WebAssembly.Imports {
	const original = WebAssembly.Instance;
	let captured: WebAssembly.Imports | undefined;
	class StandIn {
		readonly exports = followingExports();
		constructor(_module: WebAssembly.Module, given: WebAssembly.Imports) {
			captured = given;
		}
	}
	try {
		Object.assign(WebAssembly, { Instance: StandIn });
		initSync({ module });
	} finally {
		Object.assign(WebAssembly, { Instance: original });
	}
	if (captured === undefined) throw new Error("liteparse was initialised elsewhere");
	return withReportedTraps(captured);
}

function followingExports(): WebAssembly.Exports {
	const overrides: Record<string, unknown> = {
		// Until the first instance exists, the glue's own start has nothing to start.
		__wbindgen_start: () => undefined,
		// Called by the garbage collector with pointers that may belong to a dropped instance. Not freeing them costs some
		// 50 bytes a call, until the instance is dropped.
		__wbindgen_destroy_closure_command_export: () => undefined,
		__wbg_liteparse_free: freeUnlessCollected("__wbg_liteparse_free"),
		__wbg_parsesession_free: freeUnlessCollected("__wbg_parsesession_free"),
		liteparse_openBatchSession(parser: number, pointer: number, length: number, batchSize: number) {
			const open = callable(live(), "liteparse_openBatchSession");
			return preset === undefined
				? open(parser, pointer, length, batchSize)
				: open(parser, preset.pointer, preset.size, batchSize);
		},
	};
	return new Proxy({}, { get: (_target, name) => overrides[String(name)] ?? live()[String(name)] });
}

/** The glue frees with 0 when asked to, with 1 when the garbage collector is late: the pointer may then be a dropped instance's. */
function freeUnlessCollected(name: string): (pointer: number, collected: number) => void {
	return (pointer, collected) => {
		if (collected === 0) callable(live(), name)(pointer, collected);
	};
}

function live(): WebAssembly.Exports {
	if (current === undefined) throw new Error("no liteparse instance");
	return current.exports;
}

/** Guarantee: `name` is a function of the instance; a missing one throws here, not later. */
function callable(exports: WebAssembly.Exports, name: string): (...args: number[]) => unknown {
	const value = exports[name];
	if (typeof value !== "function") throw new Error(`liteparse has no ${name}`);
	return value as (...args: number[]) => unknown;
}

/** Guarantee: the module is liteparse's own, whose type declarations list these exports. */
function exportsOf(exports: WebAssembly.Exports): LiteparseExports {
	return exports as unknown as LiteparseExports;
}
