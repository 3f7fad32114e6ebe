/** PDFs by PDFium: opens them, counts pages, cuts out page ranges, renders regions, encodes PNG. */
import type { Box, PageRange, Source } from "./blocks.ts";
import type { GrayImage } from "./gray-image.ts";
import { inkBox, type PixelBox } from "./ink.ts";
import { MAX_JPX_PIXELS } from "./limits.ts";
import type { OutlineEntry } from "./outline.ts";
import { OUTLINE_SCRATCH_BYTES, readOutline } from "./pdfium-outline.ts";
import { type PageStructure, readStructure, STRUCTURE_SCRATCH_BYTES } from "./pdfium-structure.ts";
import { instantiatePdfium, type PdfiumExports } from "./pdfium-wasm.ts";
import { pour } from "./stream.ts";

/** FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY: a password is needed, or a security handler PDFium does not have. */
const LOCKED = [4, 5];
/** FPDF_ANNOT | FPDF_REVERSE_BYTE_ORDER: with annotations, RGBA. */
const RENDER_FLAGS = 0x01 | 0x10;
/** FPDF_ANNOT. */
const GRAY_FLAGS = 0x01;
/** FPDFBitmap_Gray. */
const GRAY_FORMAT = 1;
const IMAGE_OBJECT = 3;
const WHITE = 0xffffffff;
/** Level 1 takes half the time of 6 and gives 3 % more bytes, on pages of text and charts. */
const PNG_LEVEL = 1;

export type OpenFailure = "encrypted" | "damaged";

export class PdfiumOpenError extends Error {
	readonly failure: OpenFailure;
	constructor(failure: OpenFailure) {
		super(`PDFium: ${failure}`);
		this.failure = failure;
	}
}

export class Pdfium {
	private readonly module: WebAssembly.Module;
	private readonly grants: (bytes: number) => boolean;
	private exports: PdfiumExports | undefined;

	/** `grants` is asked before this instance's memory grows to a number of bytes. */
	constructor(module: WebAssembly.Module, grants: (bytes: number) => boolean) {
		this.module = module;
		this.grants = grants;
	}

	get bytes(): number {
		return this.exports?.memory.buffer.byteLength ?? 0;
	}

	/** Lets the instance go. Documents of it say so through `isLive`. */
	drop(): void {
		this.exports = undefined;
	}

	/** Streams the source into wasm memory and opens it. Throws `PdfiumOpenError`; anything else has cost the instance. */
	async open(source: Source): Promise<PdfiumDocument> {
		this.exports ??= await instantiatePdfium(this.module, this.grants);
		const exports = this.exports;
		const pointer = exports.malloc(Math.max(1, source.sizeBytes)) >>> 0;
		if (pointer === 0) throw new PdfiumOpenError("damaged");
		try {
			const size = await pour(source, (offset, chunk) =>
				new Uint8Array(exports.memory.buffer).set(chunk, pointer + offset),
			);
			const document = new PdfiumDocument(exports, () => this.exports === exports, pointer, size);
			document.load();
			return document;
		} catch (error) {
			if (error instanceof PdfiumOpenError) exports.free(pointer);
			else this.drop();
			throw error;
		}
	}
}

export interface Rendering {
	widthPx: number;
	heightPx: number;
	/** Equal for equal pixels. */
	fingerprint: string;
	/** Where it is not white; undefined where it is white all over. */
	ink(): PixelBox | undefined;
	/** All of it, or a part. */
	toPng(part?: PixelBox): Uint8Array;
}

export class PdfiumDocument {
	private readonly wasm: PdfiumExports;
	private readonly liveness: () => boolean;
	private readonly pointer: number;
	private readonly size: number;
	private handle = 0;

	constructor(wasm: PdfiumExports, liveness: () => boolean, pointer: number, size: number) {
		this.wasm = wasm;
		this.liveness = liveness;
		this.pointer = pointer;
		this.size = size;
	}

	/** False once it was closed or its instance dropped: open it again. */
	get isLive(): boolean {
		return this.handle !== 0 && this.liveness();
	}

	get pageCount(): number {
		return this.wasm.FPDF_GetPageCount(this.handle);
	}

	/** Its catalogue says that it has a structure tree for all its content. */
	get isTagged(): boolean {
		return this.wasm.FPDFCatalog_IsTagged(this.handle) !== 0;
	}

	/** Parses the bytes in memory (again): what PDFium has gathered of the file since is freed. */
	load(): void {
		if (this.handle !== 0) this.wasm.FPDF_CloseDocument(this.handle);
		this.handle = this.wasm.FPDF_LoadMemDocument(this.pointer, this.size, 0);
		if (this.handle !== 0) return;
		throw new PdfiumOpenError(LOCKED.includes(this.wasm.FPDF_GetLastError()) ? "encrypted" : "damaged");
	}

	/** Changes the file where it lies in memory, which keeps its size, and parses it again. */
	edit<T>(change: (bytes: Uint8Array) => T): T {
		this.wasm.FPDF_CloseDocument(this.handle);
		this.handle = 0;
		const result = change(new Uint8Array(this.wasm.memory.buffer, this.pointer, this.size));
		this.load();
		return result;
	}

	/** Looks at the file where it lies in memory; what `look` gives must not hold on to it. */
	examine<T>(look: (bytes: Uint8Array) => T): T {
		return look(new Uint8Array(this.wasm.memory.buffer, this.pointer, this.size));
	}

	/** Frees its memory; once is enough. */
	close(): void {
		if (this.isLive) {
			this.wasm.FPDF_CloseDocument(this.handle);
			this.wasm.free(this.pointer);
		}
		this.handle = 0;
	}

	/** The /Title of the file, without surrounding blanks; null where it has none. */
	title(): string | null {
		const { wasm } = this;
		const capacity = 2048;
		return withMemory(wasm, capacity + 8, (buffer) => {
			new Uint8Array(wasm.memory.buffer).set(new TextEncoder().encode("Title\0"), buffer);
			const size = wasm.FPDF_GetMetaText(this.handle, buffer, buffer + 8, capacity);
			if (size <= 2 || size > capacity) return null;
			const text = new TextDecoder("utf-16le").decode(new Uint8Array(wasm.memory.buffer, buffer + 8, size - 2));
			return text.trim() || null;
		});
	}

	/** Its bookmarks in order; empty without any, or with more than a reader would look through. */
	outline(): OutlineEntry[] {
		return withMemory(this.wasm, OUTLINE_SCRATCH_BYTES, (scratch) => readOutline(this.wasm, this.handle, scratch));
	}

	/**
	 * The pages (1-based) as a PDF of their own. Throws where PDFium cannot. `thenClose` closes this document between copying the pages
	 * and writing them, so that both have its room.
	 */
	cut(range: PageRange, thenClose = false): Uint8Array {
		const { wasm } = this;
		const count = range.last - range.first + 1;
		const target = wasm.FPDF_CreateNewDocument();
		try {
			const imported = withMemory(wasm, count * 4, (indices) => {
				const view = new Int32Array(wasm.memory.buffer, indices, count);
				for (let i = 0; i < count; i++) view[i] = range.first - 1 + i;
				return wasm.FPDF_ImportPagesByIndex(target, this.handle, indices, count, 0);
			});
			if (imported === 0) throw new PdfiumOpenError("damaged");
			if (thenClose) this.close();
			return save(wasm, target);
		} finally {
			wasm.FPDF_CloseDocument(target);
		}
	}

	/** Runs `use` with the page (1-based) loaded; undefined when there is no such page or it is broken. */
	withPage<T>(page: number, use: (page: PdfiumPage) => T): T | undefined {
		const { wasm } = this;
		const handle = wasm.FPDF_LoadPage(this.handle, page - 1);
		if (handle === 0) return undefined;
		try {
			return use(new PdfiumPage(wasm, handle));
		} finally {
			wasm.FPDF_ClosePage(handle);
		}
	}
}

export class PdfiumPage {
	private readonly wasm: PdfiumExports;
	private readonly handle: number;

	constructor(wasm: PdfiumExports, handle: number) {
		this.wasm = wasm;
		this.handle = handle;
	}

	get widthPt(): number {
		return this.wasm.FPDF_GetPageWidthF(this.handle);
	}

	get heightPt(): number {
		return this.wasm.FPDF_GetPageHeightF(this.handle);
	}

	/** What the structure tree of the file says of this page. */
	structure(): PageStructure {
		return withMemory(this.wasm, STRUCTURE_SCRATCH_BYTES, (scratch) => readStructure(this.wasm, this.handle, scratch));
	}

	get objectCount(): number {
		return this.wasm.FPDFPage_CountObjects(this.handle);
	}

	/** True where a picture on the page would take more memory to decode than there is. */
	isTooHeavy(): boolean {
		const { wasm } = this;
		const objects = Math.min(wasm.FPDFPage_CountObjects(this.handle), 5000);
		return withMemory(wasm, 64, (scratch) => {
			for (let i = 0; i < objects; i++) {
				const object = wasm.FPDFPage_GetObject(this.handle, i);
				if (wasm.FPDFPageObj_GetType(object) !== IMAGE_OBJECT) continue;
				wasm.FPDFImageObj_GetImagePixelSize(object, scratch, scratch + 4);
				const [width = 0, height = 0] = new Uint32Array(wasm.memory.buffer, scratch, 2);
				if (width * height <= MAX_JPX_PIXELS) continue;
				if (filtersOf(wasm, object, scratch).includes("JPXDecode")) return true;
			}
			return false;
		});
	}

	/** Renders `box` at `scale` pixels per point on white and hands it to `use`, whose rendering lives no longer than the call. */
	render<T>(box: Box, scale: number, use: (rendering: Rendering) => T): T {
		const { wasm } = this;
		const [widthPx, heightPx] = sizeInPixels(box, scale);
		const bitmap = wasm.FPDFBitmap_Create(widthPx, heightPx, 1);
		if (bitmap === 0) throw new PdfiumOpenError("damaged");
		try {
			this.paint(bitmap, box, scale, RENDER_FLAGS);
			const pixels = wasm.FPDFBitmap_GetBuffer(bitmap);
			const stride = wasm.FPDFBitmap_GetStride(bitmap);
			return use({
				widthPx,
				heightPx,
				fingerprint: fingerprintOf(new Uint32Array(wasm.memory.buffer, pixels, (stride / 4) * heightPx)),
				ink: () =>
					inkBox(new Uint32Array(wasm.memory.buffer, pixels, (stride / 4) * heightPx), stride / 4, widthPx, heightPx),
				toPng: (part = { left: 0, top: 0, right: widthPx, bottom: heightPx }) => {
					const start = pixels + part.top * stride + part.left * 4;
					return encodePng(wasm, start, part.right - part.left, part.bottom - part.top, stride);
				},
			});
		} finally {
			wasm.FPDFBitmap_Destroy(bitmap);
		}
	}

	/** `box` at `scale` pixels per point in gray, on white; a copy outside of wasm memory. */
	renderGray(box: Box, scale: number): GrayImage {
		const { wasm } = this;
		const [widthPx, heightPx] = sizeInPixels(box, scale);
		const bitmap = wasm.FPDFBitmap_CreateEx(widthPx, heightPx, GRAY_FORMAT, 0, 0);
		if (bitmap === 0) throw new PdfiumOpenError("damaged");
		try {
			this.paint(bitmap, box, scale, GRAY_FLAGS);
			const stride = wasm.FPDFBitmap_GetStride(bitmap);
			const source = new Uint8Array(wasm.memory.buffer, wasm.FPDFBitmap_GetBuffer(bitmap), stride * heightPx);
			const pixels = new Uint8Array(widthPx * heightPx);
			for (let y = 0; y < heightPx; y++) pixels.set(source.subarray(y * stride, y * stride + widthPx), y * widthPx);
			return { widthPx, heightPx, pixels };
		} finally {
			wasm.FPDFBitmap_Destroy(bitmap);
		}
	}

	private paint(bitmap: number, box: Box, scale: number, flags: number): void {
		const { wasm } = this;
		const [widthPx, heightPx] = sizeInPixels(box, scale);
		wasm.FPDFBitmap_FillRect(bitmap, 0, 0, widthPx, heightPx, WHITE);
		const [x, y] = [Math.round(-box[0] * scale), Math.round(-box[1] * scale)];
		const [pageWidth, pageHeight] = [Math.round(this.widthPt * scale), Math.round(this.heightPt * scale)];
		wasm.FPDF_RenderPageBitmap(bitmap, this.handle, x, y, pageWidth, pageHeight, 0, flags);
	}
}

function sizeInPixels(box: Box, scale: number): [width: number, height: number] {
	return [Math.max(1, Math.round((box[2] - box[0]) * scale)), Math.max(1, Math.round((box[3] - box[1]) * scale))];
}

function save(wasm: PdfiumExports, document: number): Uint8Array {
	const writer = wasm.PDFiumExt_OpenFileWriter();
	try {
		if (wasm.PDFiumExt_SaveAsCopy(document, writer) === 0) throw new PdfiumOpenError("damaged");
		const size = wasm.PDFiumExt_GetFileWriterSize(writer);
		return withMemory(wasm, size, (data) => {
			wasm.PDFiumExt_GetFileWriterData(writer, data, size);
			return new Uint8Array(wasm.memory.buffer, data, size).slice();
		});
	} finally {
		wasm.PDFiumExt_CloseFileWriter(writer);
	}
}

function filtersOf(wasm: PdfiumExports, object: number, scratch: number): string[] {
	const names: string[] = [];
	const count = Math.min(wasm.FPDFImageObj_GetImageFilterCount(object), 8);
	for (let i = 0; i < count; i++) {
		const size = wasm.FPDFImageObj_GetImageFilter(object, i, scratch, 64);
		names.push(
			new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, scratch, Math.max(0, Math.min(size, 64) - 1))),
		);
	}
	return names;
}

function encodePng(wasm: PdfiumExports, pixels: number, width: number, height: number, stride: number): Uint8Array {
	return withMemory(wasm, 4, (result) => {
		const size = wasm.EPDF_PNG_EncodeRGBA(pixels, width, height, stride, PNG_LEVEL, result);
		if (size === 0) throw new PdfiumOpenError("damaged");
		const data = new Uint32Array(wasm.memory.buffer, result, 1)[0] ?? 0;
		const png = new Uint8Array(wasm.memory.buffer, data, size).slice();
		wasm.free(data);
		return png;
	});
}

/** FNV-1a over pixels, 2 × 32 bits: tells pictures of one document apart, not a cryptographic hash. */
function fingerprintOf(pixels: Uint32Array): string {
	let a = 0x811c9dc5;
	let b = 0x9e3779b9;
	// By index: an iterator takes several times as long, and a picture has up to four million pixels.
	for (let i = 0; i < pixels.length; i++) {
		const pixel = pixels[i] ?? 0;
		a = Math.imul(a ^ pixel, 0x01000193);
		b = Math.imul(b ^ pixel, 0x85ebca6b) ^ (b >>> 13);
	}
	return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

function withMemory<T>(wasm: PdfiumExports, size: number, use: (pointer: number) => T): T {
	const pointer = wasm.malloc(size) >>> 0;
	if (pointer === 0) throw new PdfiumOpenError("damaged");
	try {
		return use(pointer);
	} finally {
		wasm.free(pointer);
	}
}
