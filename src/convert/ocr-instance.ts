/// <reference path="./ocr-core.d.ts" />
/**
 * The only file that knows tesseract.js-core: one instance of Tesseract, from its start to the table of words it reads.
 *
 * A page takes it seconds. After each line Tesseract tells its progress, and there its stack is put to sleep for a turn, so that
 * nobody waits longer than for a line (40–80 ms) or for the layout of the page (150–350 ms).
 */
import createCore, { type TessBaseApi, type TesseractCore } from "tesseract.js-core/tesseract-core-simd-lstm.js";
import type { GrayImage } from "./gray-image.ts";
import { stackSwitching } from "./stack-switching.ts";

/** OEM_LSTM_ONLY: the build has no other engine. */
const LSTM_ONLY = 1;
/**
 * Source of emscripten's import for script inside of C, the only one that spreads a list into a call. Tesseract calls it to tell its
 * progress and for nothing else. Imports have one-letter names, which change with each build.
 */
const INLINE_SCRIPT = /\]\(\.\.\./;

/** Gives others their turn; throws to stop. */
export type Pause = () => Promise<void>;

export interface PageSettings {
	/** Tesseract's page segmentation mode. */
	mode: number;
	dpi: number;
}

/** After anything that it throws an instance is of no use. */
export class OcrInstance {
	private readonly core: TesseractCore;
	private readonly api: TessBaseApi;
	private readonly memory: WebAssembly.Memory;
	private readonly rest: { pause: Pause };

	private constructor(core: TesseractCore, memory: WebAssembly.Memory, rest: { pause: Pause }) {
		this.core = core;
		this.api = new core.TessBaseAPI();
		this.memory = memory;
		this.rest = rest;
	}

	static async start(module: WebAssembly.Module): Promise<OcrInstance> {
		const rest = { pause: async () => undefined };
		const { core, memory } = await instantiate(module, rest);
		return new OcrInstance(core, memory, rest);
	}

	/** Bytes of wasm memory held. */
	get bytes(): number {
		return this.memory.buffer.byteLength;
	}

	/** Once, before the first page: the languages it reads, the likelier first. `load` gives a language's data, not compressed. */
	async learn<Name extends string>(
		languages: readonly Name[],
		load: (name: Name) => Promise<Uint8Array>,
	): Promise<void> {
		const { core, api } = this;
		for (const name of languages) core.FS.writeFile(pathOf(name), await load(name));
		const names = languages.join("+");
		if (api.Init("/", names, LSTM_ONLY) !== 0) throw new Error(`Tesseract has no data for ${names}`);
		for (const name of languages) core.FS.unlink(pathOf(name));
	}

	/** Tesseract's TSV of the image. One page at a time. */
	async read(image: GrayImage, settings: PageSettings, pause: Pause): Promise<string> {
		const { api, rest } = this;
		this.show(image, settings);
		// `Recognize` would do it without a rest before the first line.
		if (api.FindLines() !== 0) throw new Error("Tesseract could not lay out the image");
		await pause();
		rest.pause = pause;
		if ((await this.recognize()) !== 0) throw new Error("Tesseract could not read the image");
		await pause();
		const tsv = api.GetTSVText(0);
		api.Clear();
		return tsv;
	}

	private show(image: GrayImage, { mode, dpi }: PageSettings): void {
		const { core, api, memory } = this;
		const pointer = core._malloc(image.pixels.length);
		if (pointer === 0) throw new Error("Tesseract has no memory for the image");
		new Uint8Array(memory.buffer).set(image.pixels, pointer >>> 0);
		api.SetPageSegMode(mode);
		api.SetImage(pointer, image.widthPx, image.heightPx, 1, image.widthPx);
		core._free(pointer);
		api.SetSourceResolution(Math.round(dpi));
	}

	/** Where the runtime cannot put a stack to sleep, all of it at once. */
	private async recognize(): Promise<number> {
		const { core, api } = this;
		const recognize = core._emscripten_bind_TessBaseAPI_Recognize_1;
		return (stackSwitching()?.promising(recognize) ?? recognize)(core.getPointer(api), 0);
	}
}

function pathOf(language: string): string {
	return `/${language}.traineddata`;
}

async function instantiate(module: WebAssembly.Module, rest: { pause: Pause }) {
	let memory: WebAssembly.Memory | undefined;
	const starting = withoutNode(() =>
		createCore({
			print: () => undefined,
			printErr: () => undefined,
			instantiateWasm(imports, done) {
				const instance = new WebAssembly.Instance(module, restingWhereItTells(imports, rest));
				// Its exports have one-letter names too: the memory is known by its kind.
				memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
				done(instance, module);
				return instance.exports;
			},
		}),
	);
	const core = await starting;
	if (memory === undefined) throw new Error("Tesseract did not start");
	return { core, memory };
}

/** The imports, with a rest in place of the one by which Tesseract tells its progress. */
function restingWhereItTells(imports: WebAssembly.Imports, rest: { pause: Pause }): WebAssembly.Imports {
	const switching = stackSwitching();
	if (switching === undefined) return imports;
	const resting = (value: WebAssembly.ImportValue) =>
		typeof value === "function" && INLINE_SCRIPT.test(String(value))
			? new switching.Suspending(() => rest.pause())
			: value;
	return Object.fromEntries(
		Object.entries(imports).map(([name, group]) => [
			name,
			Object.fromEntries(Object.entries(group).map(([key, value]) => [key, resting(value)])),
		]),
	);
}

/**
 * Runs `start` where `process.versions.node` is not to be seen: the glue would take Node, and workerd's likeness of it, for a place with
 * a file system. It looks once, before its first await.
 */
function withoutNode<T>(start: () => T): T {
	const versions = Object.getOwnPropertyDescriptor(process, "versions");
	Object.defineProperty(process, "versions", { value: {}, configurable: true, writable: true, enumerable: true });
	try {
		return start();
	} finally {
		if (versions !== undefined) Object.defineProperty(process, "versions", versions);
	}
}
