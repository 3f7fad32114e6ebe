/**
 * Gray pixels → words, by Tesseract's LSTM recogniser.
 *
 * Tesseract keeps what it allocates, and wasm memory never shrinks: an instance above `OCR_IDLE_BYTES` is dropped after its page, and a
 * trap costs the instance.
 */
import { nextTurn } from "../lib/turn.ts";
import type { GrayImage } from "./gray-image.ts";
import { OCR_IDLE_BYTES } from "./limits.ts";
import { OcrInstance } from "./ocr-instance.ts";

/** Tesseract's names of its language data. */
export type OcrLanguage = "eng" | "hin";

/** The language data's bytes, not compressed. */
export type LanguageLoader = (language: OcrLanguage) => Promise<Uint8Array>;

/** `page`: columns and blocks in reading order; `sparse`: words wherever they are; `block`: one column of lines. */
export type Segmentation = "page" | "sparse" | "block";

/** Tesseract's PSM_AUTO, PSM_SPARSE_TEXT and PSM_SINGLE_BLOCK. */
const SEGMENTATION_MODES: Readonly<Record<Segmentation, number>> = { page: 3, sparse: 11, block: 6 };
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

export interface EngineSettings {
	segmentation: Segmentation;
	dpi: number;
	/** Asked after each turn of others; throws to stop. */
	check?: (() => void) | undefined;
}

/** One reading at a time: Tesseract rests in the midst of a page. */
export class OcrEngine {
	private readonly module: WebAssembly.Module;
	private readonly load: LanguageLoader;
	private instance: OcrInstance | undefined;
	private languages = "";

	constructor(module: WebAssembly.Module, load: LanguageLoader) {
		this.module = module;
		this.load = load;
	}

	/** Bytes of wasm memory held. */
	get bytes(): number {
		return this.instance?.bytes ?? 0;
	}

	drop(): void {
		this.instance = undefined;
		this.languages = "";
	}

	/** Drops an instance that has grown too large to wait for the next page. */
	shrink(): void {
		if (this.bytes > OCR_IDLE_BYTES) this.drop();
	}

	/**
	 * Words of the image, read in the given languages, the likelier first; after each line others have their turn, and `check` is asked.
	 * Throws what `check` and Tesseract throw; the instance is then gone.
	 */
	async recognize(
		image: GrayImage,
		languages: readonly OcrLanguage[],
		{ segmentation, dpi, check }: EngineSettings,
	): Promise<EngineWord[]> {
		const pause = async () => {
			await nextTurn();
			check?.();
		};
		await pause();
		const instance = await this.prepared(languages);
		try {
			return parseTsv(await instance.read(image, { mode: SEGMENTATION_MODES[segmentation], dpi }, pause));
		} catch (error) {
			// A reading that was given up may end when others have an instance of their own.
			if (this.instance === instance) this.drop();
			throw error;
		}
	}

	private async prepared(languages: readonly OcrLanguage[]): Promise<OcrInstance> {
		const wanted = languages.join("+");
		if (this.instance !== undefined && this.languages === wanted) return this.instance;
		// Tesseract does not free the data of other languages: a new instance is smaller, and starts in 20 ms.
		this.drop();
		const instance = await OcrInstance.start(this.module);
		await instance.learn(languages, this.load);
		await nextTurn();
		this.instance = instance;
		this.languages = wanted;
		return instance;
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
