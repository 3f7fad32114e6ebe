/** The recogniser in plain Node: Tesseract and its language data from the packages' files. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { type OcrLanguage, type OcrModules, Recognizer } from "../src/convert/convert.ts";

const require = createRequire(import.meta.url);

/** Node's `compile`, which the Workers' types rightly do not have. */
const { compile } = WebAssembly as unknown as { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };

export async function loadOcrModules(): Promise<OcrModules> {
	const tesseract = await compile(await readFile(require.resolve("tesseract.js-core/tesseract-core-simd-lstm.wasm")));
	return { tesseract, loadLanguage };
}

export async function loadRecognizer(): Promise<Recognizer> {
	return new Recognizer(await loadOcrModules());
}

/** `4.0.0_best_int`: the best models, with weights as integers; twice as fast as the float ones, and as good. */
async function loadLanguage(language: OcrLanguage): Promise<Uint8Array> {
	const path = `@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`;
	return gunzipSync(await readFile(require.resolve(path)));
}
