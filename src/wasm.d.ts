// Wrangler turns an import of a .wasm file into a compiled module.
declare module "@llamaindex/liteparse-wasm/liteparse_wasm_bg.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
declare module "tesseract.js-core/tesseract-core-simd-lstm.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
declare module "@jsquash/png/codec/pkg/squoosh_png_bg.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
declare module "@jsquash/webp/codec/dec/webp_dec.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
declare module "@embedpdf/pdfium/pdfium.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
