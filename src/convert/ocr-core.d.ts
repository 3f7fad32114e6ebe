/** What is used of tesseract.js-core 7: emscripten's module and the methods of TessBaseAPI it binds. */
declare module "tesseract.js-core/tesseract-core-simd-lstm.js" {
	export interface TessBaseApi {
		/** 0 on success. `mode` 1: LSTM only. */
		Init(dataPath: string, languages: string, mode: number): number;
		SetVariable(name: string, value: string): boolean;
		SetPageSegMode(mode: number): void;
		/** Copies the pixels. */
		SetImage(pointer: number, width: number, height: number, bytesPerPixel: number, bytesPerLine: number): void;
		SetSourceResolution(dpi: number): void;
		/** Makes the image black and white and lays it out, once; 0 on success. */
		FindLines(): number;
		GetTSVText(page: number): string;
		Clear(): void;
		End(): void;
	}

	export interface TesseractCore {
		FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
		TessBaseAPI: new () => TessBaseApi;
		getPointer(object: TessBaseApi): number;
		/** The export itself: the object, and a monitor or 0. 0 on success. */
		_emscripten_bind_TessBaseAPI_Recognize_1(api: number, monitor: number): number;
		_malloc(size: number): number;
		_free(pointer: number): void;
	}

	export interface TesseractOptions {
		print(line: string): void;
		printErr(line: string): void;
		instantiateWasm(
			imports: WebAssembly.Imports,
			done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
		): WebAssembly.Exports;
	}

	export default function createCore(options: TesseractOptions): Promise<TesseractCore>;
}

declare module "tesseract.js-core/tesseract-core-simd-lstm.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
