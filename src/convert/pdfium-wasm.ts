/**
 * The only file that knows @embedpdf/pdfium.
 *
 * Called through the raw wasm exports, which are 6–17 times faster than the package's wrappers. Memory growth is ours to grant:
 * refused, PDFium traps and is dropped, so that no document can take more than the budget.
 */
import { init } from "@embedpdf/pdfium";

const GROWTH_STEP = 1024 * 1024;

/** Names as PDFium's own; all parameters and results are 32-bit integers or floats. */
export interface PdfiumExports {
	memory: WebAssembly.Memory;
	malloc(size: number): number;
	free(pointer: number): void;
	PDFiumExt_Init(): void;
	FPDF_LoadMemDocument(pointer: number, size: number, password: number): number;
	FPDF_CloseDocument(document: number): void;
	FPDF_GetLastError(): number;
	FPDF_GetPageCount(document: number): number;
	FPDF_GetMetaText(document: number, tag: number, buffer: number, size: number): number;
	FPDF_CountNamedDests(document: number): number;
	FPDFBookmark_GetFirstChild(document: number, bookmark: number): number;
	FPDFBookmark_GetNextSibling(document: number, bookmark: number): number;
	FPDFBookmark_GetTitle(bookmark: number, buffer: number, size: number): number;
	FPDFBookmark_GetDest(document: number, bookmark: number): number;
	FPDFBookmark_GetAction(bookmark: number): number;
	FPDFAction_GetType(action: number): number;
	FPDFAction_GetDest(document: number, action: number): number;
	FPDFDest_GetDestPageIndex(document: number, destination: number): number;
	FPDFDest_GetLocationInPage(
		destination: number,
		hasX: number,
		hasY: number,
		hasZoom: number,
		x: number,
		y: number,
		zoom: number,
	): number;
	FPDFCatalog_IsTagged(document: number): number;
	FPDF_StructTree_GetForPage(page: number): number;
	FPDF_StructTree_Close(tree: number): void;
	FPDF_StructTree_CountChildren(tree: number): number;
	FPDF_StructTree_GetChildAtIndex(tree: number, index: number): number;
	FPDF_StructElement_GetType(element: number, buffer: number, size: number): number;
	FPDF_StructElement_GetAltText(element: number, buffer: number, size: number): number;
	FPDF_StructElement_CountChildren(element: number): number;
	FPDF_StructElement_GetChildAtIndex(element: number, index: number): number;
	FPDF_StructElement_GetChildMarkedContentID(element: number, index: number): number;
	FPDF_StructElement_GetMarkedContentIdCount(element: number): number;
	FPDF_StructElement_GetMarkedContentIdAtIndex(element: number, index: number): number;
	FPDF_StructElement_GetAttributeCount(element: number): number;
	FPDF_StructElement_GetAttributeAtIndex(element: number, index: number): number;
	FPDF_StructElement_Attr_GetValue(attributes: number, name: number): number;
	FPDF_StructElement_Attr_GetType(value: number): number;
	FPDF_StructElement_Attr_GetNumberValue(value: number, result: number): number;
	FPDF_CreateNewDocument(): number;
	FPDF_ImportPagesByIndex(to: number, from: number, indices: number, count: number, at: number): number;
	PDFiumExt_OpenFileWriter(): number;
	PDFiumExt_SaveAsCopy(document: number, writer: number): number;
	PDFiumExt_GetFileWriterSize(writer: number): number;
	PDFiumExt_GetFileWriterData(writer: number, buffer: number, size: number): number;
	PDFiumExt_CloseFileWriter(writer: number): void;
	FPDF_LoadPage(document: number, index: number): number;
	FPDF_ClosePage(page: number): void;
	FPDF_GetPageWidthF(page: number): number;
	FPDF_GetPageHeightF(page: number): number;
	FPDFBitmap_Create(width: number, height: number, alpha: number): number;
	FPDFBitmap_CreateEx(width: number, height: number, format: number, pixels: number, stride: number): number;
	FPDFBitmap_FillRect(bitmap: number, x: number, y: number, width: number, height: number, argb: number): void;
	FPDFBitmap_GetBuffer(bitmap: number): number;
	FPDFBitmap_GetStride(bitmap: number): number;
	FPDFBitmap_Destroy(bitmap: number): void;
	FPDF_RenderPageBitmap(
		bitmap: number,
		page: number,
		x: number,
		y: number,
		width: number,
		height: number,
		rotate: number,
		flags: number,
	): void;
	EPDF_PNG_EncodeRGBA(
		pixels: number,
		width: number,
		height: number,
		stride: number,
		level: number,
		resultPointer: number,
	): number;
	FPDFPage_CountObjects(page: number): number;
	FPDFPage_GetObject(page: number, index: number): number;
	FPDFPageObj_GetType(object: number): number;
	FPDFImageObj_GetImagePixelSize(object: number, width: number, height: number): number;
	FPDFImageObj_GetImageFilterCount(object: number): number;
	FPDFImageObj_GetImageFilter(object: number, index: number, buffer: number, size: number): number;
}

/** A fresh instance; `grants` is asked before its memory grows to a number of bytes. */
export async function instantiatePdfium(
	module: WebAssembly.Module,
	grants: (bytes: number) => boolean,
): Promise<PdfiumExports> {
	let exports: PdfiumExports | undefined;
	await init({
		print: () => undefined,
		printErr: () => undefined,
		instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
			const memory = () => exports?.memory;
			const instance = new WebAssembly.Instance(module, withMeasuredGrowth(imports, memory, grants));
			exports = exportsOf(instance);
			done(instance);
			return instance.exports;
		},
	});
	if (exports === undefined) throw new Error("PDFium did not start");
	exports.PDFiumExt_Init();
	return exports;
}

/**
 * Replaces emscripten's growth, which adds a fifth each time, by steps of 1 MiB, each granted or not. The original is still called, to
 * renew its views; as the memory then has the size it asks for, it grows nothing.
 */
function withMeasuredGrowth(
	imports: WebAssembly.Imports,
	memory: () => WebAssembly.Memory | undefined,
	grants: (bytes: number) => boolean,
): WebAssembly.Imports {
	const original = imports.env?.emscripten_resize_heap;
	if (typeof original !== "function") return imports;
	const grow = (requested: number): boolean => {
		const target = Math.ceil((requested >>> 0) / GROWTH_STEP) * GROWTH_STEP;
		const held = memory();
		if (held === undefined || !grants(target)) return false;
		held.grow((target - held.buffer.byteLength) / 65536);
		return Boolean(original(target));
	};
	return { ...imports, env: { ...imports.env, emscripten_resize_heap: grow } };
}

/** Guarantee: the module is @embedpdf/pdfium's own, which exports these names. */
function exportsOf(instance: WebAssembly.Instance): PdfiumExports {
	return instance.exports as unknown as PdfiumExports;
}
