// Wrangler turns an import of a .wasm file into a compiled module.
declare module "@llamaindex/liteparse-wasm/liteparse_wasm_bg.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
declare module "@embedpdf/pdfium/pdfium.wasm" {
	const module: WebAssembly.Module;
	export default module;
}
