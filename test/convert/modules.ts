import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Converter, type ConverterModules } from "../../src/convert/convert.ts";

const require = createRequire(import.meta.url);

/** Node's `compile`, which the Workers' types rightly do not have. */
const { compile } = WebAssembly as unknown as { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };

async function compiled(specifier: string): Promise<WebAssembly.Module> {
	return compile(await readFile(require.resolve(specifier)));
}

/** What a Worker imports as modules, compiled from the packages' files. */
export async function loadModules(): Promise<ConverterModules> {
	return {
		liteparse: await compiled("@llamaindex/liteparse-wasm/liteparse_wasm_bg.wasm"),
		pdfium: await compiled("@embedpdf/pdfium/pdfium.wasm"),
	};
}

let converter: Promise<Converter> | undefined;

/** One converter for a test file, as for an isolate. */
export function sharedConverter(): Promise<Converter> {
	converter ??= loadModules().then((modules) => new Converter(modules));
	return converter;
}
