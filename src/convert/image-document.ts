/// <reference path="./image-decoders.d.ts" />
/**
 * Image documents: PNG, JPEG, TIFF and WebP become a PDF with one image a page, so that they take the way of a scan: rendered, recognised,
 * laid out, cropped. JPEG and most PNG data go in as they are; the rest is decoded and deflated, page by page.
 */
import { decode as decodePng, init as initPng } from "@jsquash/png/decode.js";
import decodeWebp, { init as initWebp } from "@jsquash/webp/decode.js";
import UTIF from "utif2";
import { isAppError } from "../errors.ts";
import { imageKind, jpegMetadata, sane, toOrientation } from "./image-metadata.ts";
import { ImagePdf, type PdfImage } from "./image-pdf.ts";
import { webpSize } from "./image-size.ts";
import {
	MAX_IMAGE_BYTES,
	MAX_IMAGE_PAGES,
	MAX_IMAGE_PIXELS,
	MAX_JPEG_SCANS,
	MAX_PICTURE_PIXELS,
	MAX_RASTER_BYTES,
	MEMORY_BUDGET_BYTES,
} from "./limits.ts";
import { imageDamaged, imageTooLarge, noSuchPage } from "./refusals.ts";
import { checkDirectories, checkStrips } from "./tiff-guard.ts";

/** Compiled wasm of @jsquash/png and @jsquash/webp, for what PDF cannot hold as it is. */
export interface ImageModules {
	png: WebAssembly.Module;
	webp: WebAssembly.Module;
}

/** Compression of a TIFF: Adobe's number for zlib, and the older one. */
const DEFLATED = [8, 32_946];

/**
 * The document as a PDF; with `only`, that page (1-based) of it. Throws `document_damaged`, `too_large` and `not_found`, each with a
 * sentence for the user.
 */
export async function imageToPdf(
	bytes: Uint8Array,
	modules: ImageModules | undefined,
	only?: number,
): Promise<Uint8Array> {
	if (bytes.length > MAX_IMAGE_BYTES) throw imageTooLarge();
	const pdf = new ImagePdf();
	try {
		const kind = imageKind(bytes);
		if (kind === "tiff") await addTiff(pdf, bytes, only);
		else if (only !== undefined && only !== 1) throw noSuchPage();
		else pdf.add(await single(bytes, kind, modules));
	} catch (error) {
		throw isAppError(error) ? error : imageDamaged(error);
	}
	return pdf.finish();
}

function single(
	bytes: Uint8Array,
	kind: ReturnType<typeof imageKind>,
	modules: ImageModules | undefined,
): Promise<PdfImage> {
	if (kind === "jpeg") return fromJpeg(bytes);
	if (kind === "png") return fromPng(bytes, modules);
	if (kind === "webp") return fromWebp(bytes, modules);
	throw imageDamaged();
}

async function fromJpeg(bytes: Uint8Array): Promise<PdfImage> {
	const metadata = jpegMetadata(bytes);
	const space = { 1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK" }[metadata?.channels ?? 0];
	if (metadata === undefined || space === undefined) throw imageDamaged();
	checkPixels(metadata.widthPx, metadata.heightPx);
	if (scanCount(bytes) > MAX_JPEG_SCANS) throw imageTooLarge();
	const { widthPx, heightPx, dpi, orientation, channels, isAdobe } = metadata;
	return {
		...{ widthPx, heightPx, dpi, orientation, bitsPerComponent: 8, colorSpace: space, data: bytes },
		filter: "/Filter /DCTDecode",
		...(channels === 4 && isAdobe ? { decode: "[1 0 1 0 1 0 1 0]" } : {}),
	};
}

/** Start-of-scan markers; within a scan's data the same bytes cannot be. */
function scanCount(bytes: Uint8Array): number {
	let count = 0;
	for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === 0xda) count++;
	return count;
}

/** PNG's data are PDF's, predictors included, unless it is interlaced or transparent. */
async function fromPng(bytes: Uint8Array, modules: ImageModules | undefined): Promise<PdfImage> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const [widthPx, heightPx] = [view.getUint32(16), view.getUint32(20)];
	const [bits = 8, color = 0, , , interlaced = 0] = bytes.subarray(24, 29);
	checkPixels(widthPx, heightPx);
	const data: Uint8Array[] = [];
	let palette: Uint8Array | undefined;
	let dpi: number | undefined;
	let isTransparent = color === 4 || color === 6;
	for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
		const size = view.getUint32(at);
		const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
		const content = bytes.subarray(at + 8, at + 8 + size);
		if (type === "IDAT") data.push(content);
		else if (type === "PLTE") palette = content;
		else if (type === "tRNS") isTransparent = true;
		else if (type === "pHYs" && content[8] === 1) dpi = sane(view.getUint32(at + 8) * 0.0254);
		else if (type === "IEND") break;
	}
	if (data.length === 0 || (color === 3 && palette === undefined)) throw imageDamaged();
	const common = { widthPx, heightPx, dpi, orientation: 1 as const };
	if (isTransparent || interlaced !== 0) {
		checkPixels(widthPx, heightPx, MAX_PICTURE_PIXELS);
		if (modules === undefined) throw imageDamaged();
		await initPng(modules.png);
		return { ...common, ...(await onWhite((await decodePng(bytes)).data)) };
	}
	const colors = color === 2 ? 3 : 1;
	return {
		...common,
		bitsPerComponent: bits,
		colorSpace: color === 2 ? "/DeviceRGB" : "/DeviceGray",
		filter:
			"/Filter /FlateDecode /DecodeParms << /Predictor 15 " +
			`/Colors ${colors} /BitsPerComponent ${bits} /Columns ${widthPx} >>`,
		data: joined(data),
		...(color === 3 && palette !== undefined ? { palette } : {}),
	};
}

async function fromWebp(bytes: Uint8Array, modules: ImageModules | undefined): Promise<PdfImage> {
	const [widthPx, heightPx] = webpSize(bytes);
	checkPixels(widthPx, heightPx, MAX_PICTURE_PIXELS);
	if (modules === undefined) throw imageDamaged();
	provideImageData();
	await initWebp(modules.webp);
	const decoded = await decodeWebp(new Uint8Array(bytes).buffer);
	return {
		...{ widthPx: decoded.width, heightPx: decoded.height, dpi: undefined, orientation: 1 },
		...(await onWhite(decoded.data)),
	};
}

async function addTiff(pdf: ImagePdf, bytes: Uint8Array, only: number | undefined): Promise<void> {
	const file = new Uint8Array(bytes).buffer;
	checkDirectories(new Uint8Array(file));
	const directories = UTIF.decode(file);
	let pages = 0;
	for (const directory of directories) {
		const [widthPx, heightPx] = [numberOf(directory, "t256"), numberOf(directory, "t257")];
		// Thumbnails (NewSubfileType 1) and directories without pixels are no pages.
		if (widthPx <= 0 || heightPx <= 0 || (numberOf(directory, "t254") & 1) === 1) continue;
		if (++pages > MAX_IMAGE_PAGES) throw imageTooLarge();
		if (only !== undefined && only !== pages) continue;
		checkPixels(widthPx, heightPx);
		checkRaster(directory, widthPx * heightPx, new Uint8Array(file));
		UTIF.decodeImage(file, directory);
		pdf.add(await tiffPage(directory, widthPx, heightPx));
		directory.data = new Uint8Array(0);
		if (pdf.sizeBytes > MAX_IMAGE_BYTES) throw imageTooLarge();
	}
	if (pages === 0) throw imageDamaged();
	if (only !== undefined && only > pages) throw noSuchPage();
}

async function tiffPage(directory: UTIF.IFD, widthPx: number, heightPx: number): Promise<PdfImage> {
	const unit = numberOf(directory, "t296") === 3 ? 2.54 : 1;
	const base = {
		...{ widthPx, heightPx, filter: "/Filter /FlateDecode" },
		dpi: sane(numberOf(directory, "t282") * unit),
		orientation: toOrientation(numberOf(directory, "t274")),
	};
	const [bits, samples, photometric] = [
		numberOf(directory, "t258") || 1,
		numberOf(directory, "t277") || 1,
		numberOf(directory, "t262"),
	];
	const { data } = directory;
	const isPlain =
		samples === 1 ? photometric <= 1 && (bits === 1 || bits === 8) : samples === 3 && photometric === 2 && bits === 8;
	if (isPlain && data.length >= Math.ceil((widthPx * bits * samples) / 8) * heightPx) {
		return {
			...base,
			bitsPerComponent: bits,
			colorSpace: samples === 1 ? "/DeviceGray" : "/DeviceRGB",
			// WhiteIsZero.
			...(samples === 1 && photometric === 0 ? { decode: "[1 0]" } : {}),
			data: await deflated(data),
		};
	}
	checkPixels(widthPx, heightPx, MAX_PICTURE_PIXELS);
	return { ...base, ...(await onWhite(UTIF.toRGBA8(directory))) };
}

/** The file is held twice beside its page. */
function checkRaster(directory: UTIF.IFD, pixels: number, file: Uint8Array): void {
	const bits = (numberOf(directory, "t258") || 1) * (numberOf(directory, "t277") || 1);
	const rasterBytes = (pixels * bits) / 8;
	if (rasterBytes > Math.min(MAX_RASTER_BYTES, MEMORY_BUDGET_BYTES - file.length * 2)) throw imageTooLarge();
	if (!DEFLATED.includes(numberOf(directory, "t259"))) return;
	const [offsets, lengths] = isTiled(directory) ? ["t324", "t325"] : ["t273", "t279"];
	// Tiles reach past the edges of the page.
	const most = rasterBytes * (isTiled(directory) ? 2 : 1);
	checkStrips(file, numbersOf(directory, offsets ?? ""), numbersOf(directory, lengths ?? ""), most);
}

function isTiled(directory: UTIF.IFD): boolean {
	return numberOf(directory, "t324") > 0;
}

function numbersOf(directory: UTIF.IFD, tag: string): number[] {
	const value: unknown = directory[tag];
	const all: unknown[] =
		Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<unknown>) : [];
	return all.filter((each) => typeof each === "number");
}

function numberOf(directory: UTIF.IFD, tag: string): number {
	const value: unknown = directory[tag];
	const first: unknown = Array.isArray(value) || ArrayBuffer.isView(value) ? (value as ArrayLike<unknown>)[0] : value;
	return typeof first === "number" && Number.isFinite(first) ? first : 0;
}

/** RGBA laid on white, as RGB. */
async function onWhite(rgba: ArrayLike<number>) {
	const rgb = new Uint8Array((rgba.length / 4) * 3);
	for (let from = 0, to = 0; from < rgba.length; from += 4) {
		const alpha = rgba[from + 3] ?? 255;
		for (let i = 0; i < 3; i++) rgb[to++] = 255 + Math.round((((rgba[from + i] ?? 255) - 255) * alpha) / 255);
	}
	const data = await deflated(rgb);
	return { bitsPerComponent: 8, colorSpace: "/DeviceRGB", filter: "/Filter /FlateDecode", data };
}

async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
	const stream = new CompressionStream("deflate");
	const writer = stream.writable.getWriter();
	const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close());
	const result = new Uint8Array(await new Response(stream.readable).arrayBuffer());
	await written;
	return result;
}

function checkPixels(width: number, height: number, most = MAX_IMAGE_PIXELS): void {
	if (width <= 0 || height <= 0) throw imageDamaged();
	if (width * height > most) throw imageTooLarge();
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
	const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		all.set(piece, at);
		at += piece.length;
	}
	return all;
}

/** The decoders make the browser's `ImageData`, which neither workerd nor Node has. */
function provideImageData(): void {
	if ("ImageData" in globalThis) return;
	class PlainImageData {
		readonly data: Uint8ClampedArray;
		readonly width: number;
		readonly height: number;
		constructor(data: Uint8ClampedArray, width: number, height: number) {
			this.data = data;
			this.width = width;
			this.height = height;
		}
	}
	Object.assign(globalThis, { ImageData: PlainImageData });
}
