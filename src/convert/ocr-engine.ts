/// <reference path="./ocr-core.d.ts" />
/**
 * The only file that knows tesseract.js-core: gray pixels → words, by Tesseract's LSTM recogniser.
 *
 * Tesseract keeps what it allocates, and wasm memory never shrinks: an instance above `OCR_IDLE_BYTES` is dropped after its page, and a
 * trap costs the instance.
 */

import createCore, { type TessBaseApi, type TesseractCore } from "tesseract.js-core/tesseract-core-simd-lstm.js";
import { nextTurn } from "../lib/turn.ts";
import type { GrayImage } from "./gray-image.ts";
import { OCR_IDLE_BYTES } from "./limits.ts";

/** Tesseract's names of its language data. */
export type OcrLanguage = "eng" | "hin";

/** The language data's bytes, not compressed. */
export type LanguageLoader = (language: OcrLanguage) => Promise<Uint8Array>;

/** `page`: columns and blocks in reading order; `sparse`: words wherever they are; `block`: one column of lines. */
export type Segmentation = "page" | "sparse" | "block";

/** Tesseract's PSM_AUTO, PSM_SPARSE_TEXT and PSM_SINGLE_BLOCK. */
const SEGMENTATION_MODES: Readonly<Record<Segmentation, number>> = { page: 3, sparse: 11, block: 6 };
/** OEM_LSTM_ONLY: the build has no other engine. */
const LSTM_ONLY = 1;
/** Level of a TSV row that is a word. */
const WORD_LEVEL = "5";

/** A word on the recognised image, in its pixels. */
export interface EngineWord {
	text: string;
	/** 0…100. */
	confidence: number;
	left: number;
	top: number;
	right: number;
	bottom: number;
	/** Words of one line, block by block in reading order, share it. */
	line: number;
	block: number;
}

export class OcrEngine {
	private readonly module: WebAssembly.Module;
	private readonly load: LanguageLoader;
	private instance: { core: TesseractCore; api: TessBaseApi; memory: WebAssembly.Memory } | undefined;
	private languages = "";

	constructor(module: WebAssembly.Module, load: LanguageLoader) {
		this.module = module;
		this.load = load;
	}

	/** Bytes of wasm memory held. */
	get bytes(): number {
		return this.instance?.memory.buffer.byteLength ?? 0;
	}

	drop(): void {
		this.instance = undefined;
		this.languages = "";
	}

	/** Drops an instance that has grown too large to wait for the next page. */
	shrink(): void {
		if (this.bytes > OCR_IDLE_BYTES) this.drop();
	}

	/** Words of the image, read in the given languages, the likelier first. Throws whatever Tesseract throws; the instance is then gone. */
	async recognize(
		image: GrayImage,
		languages: readonly OcrLanguage[],
		segmentation: Segmentation,
		dpi: number,
	): Promise<EngineWord[]> {
		// A reading takes up to seconds without a break, and a page may take several: others get their turn in between.
		await nextTurn();
		try {
			const { core, api, memory } = await this.prepared(languages);
			const pointer = core._malloc(image.pixels.length);
			if (pointer === 0) throw new Error("Tesseract has no memory for the image");
			new Uint8Array(memory.buffer).set(image.pixels, pointer >>> 0);
			api.SetPageSegMode(SEGMENTATION_MODES[segmentation]);
			api.SetImage(pointer, image.widthPx, image.heightPx, 1, image.widthPx);
			core._free(pointer);
			api.SetSourceResolution(Math.round(dpi));
			if (api.Recognize(null) !== 0) throw new Error("Tesseract could not read the image");
			const words = parseTsv(api.GetTSVText(0));
			api.Clear();
			return words;
		} catch (error) {
			this.drop();
			throw error;
		}
	}

	private async prepared(languages: readonly OcrLanguage[]) {
		const wanted = languages.join("+");
		if (this.instance !== undefined && this.languages === wanted) return this.instance;
		// Tesseract does not free the data of other languages: a new instance is smaller, and starts in 20 ms.
		this.drop();
		const instance = await instantiate(this.module);
		for (const language of languages) {
			instance.core.FS.writeFile(pathOf(language), await this.load(language));
		}
		if (instance.api.Init("/", wanted, LSTM_ONLY) !== 0) throw new Error(`Tesseract has no data for ${wanted}`);
		for (const language of languages) instance.core.FS.unlink(pathOf(language));
		this.instance = instance;
		this.languages = wanted;
		return instance;
	}
}

function pathOf(language: OcrLanguage): string {
	return `/${language}.traineddata`;
}

async function instantiate(module: WebAssembly.Module) {
	let memory: WebAssembly.Memory | undefined;
	const starting = withoutNode(() =>
		createCore({
			print: () => undefined,
			printErr: () => undefined,
			instantiateWasm(imports, done) {
				const instance = new WebAssembly.Instance(module, imports);
				// Its exports have one-letter names, which change with each build: the memory is known by its kind.
				memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
				done(instance, module);
				return instance.exports;
			},
		}),
	);
	const core = await starting;
	if (memory === undefined) throw new Error("Tesseract did not start");
	return { core, api: new core.TessBaseAPI(), memory };
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

/** Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
export function parseTsv(tsv: string): EngineWord[] {
	const words: EngineWord[] = [];
	let line = -1;
	let lineKey = "";
	for (const row of tsv.split("\n")) {
		const [level, , block, paragraph, lineOfParagraph, , left, top, width, height, confidence, text = ""] =
			row.split("\t");
		if (level !== WORD_LEVEL || text.trim() === "") continue;
		const key = `${block} ${paragraph} ${lineOfParagraph}`;
		if (key !== lineKey) [lineKey, line] = [key, line + 1];
		const [x, y] = [Number(left), Number(top)];
		words.push({
			text: text.trim(),
			confidence: Math.max(0, Number(confidence)),
			left: x,
			top: y,
			right: x + Number(width),
			bottom: y + Number(height),
			line,
			block: Number(block),
		});
	}
	return words;
}
