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
		/** 0 on success. */
		Recognize(monitor: null): number;
		GetTSVText(page: number): string;
		Clear(): void;
		End(): void;
	}

	export interface TesseractCore {
		FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
		TessBaseAPI: new () => TessBaseApi;
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
