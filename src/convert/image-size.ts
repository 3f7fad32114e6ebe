/** What kind of picture some bytes are and how large, from their headers alone: nothing is decoded. */
import { imageKind, jpegMetadata } from "./image-metadata.ts";

export type PictureKind = "jpeg" | "png" | "tiff" | "webp" | "gif" | "bmp" | "emf" | "wmf" | "svg";

export interface PictureHeader {
	kind: PictureKind;
	/** As shown, so with width and height exchanged where EXIF says that it lies on its side; 0 where the file does not tell. */
	widthPx: number;
	heightPx: number;
}

/** Metafiles tell their size in inches; this is a screen's resolution. */
const SCREEN_DPI = 96;
const EMF_SIGNATURE = 0x464d4520;
const WMF_PLACEABLE = 0x9ac6cdd7;
/** An SVG's root stands behind declarations and comments. */
const SVG_HEAD_BYTES = 2048;

/** Undefined for bytes that are no picture we know. */
export function pictureHeader(bytes: Uint8Array): PictureHeader | undefined {
	try {
		return rasterHeader(bytes) ?? vectorHeader(bytes);
	} catch (error) {
		// A header that was cut off.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

function rasterHeader(bytes: Uint8Array): PictureHeader | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const header = (kind: PictureKind, [widthPx, heightPx]: readonly [number, number]) => ({ kind, widthPx, heightPx });
	const kind = imageKind(bytes);
	if (kind === "png") return header(kind, [view.getUint32(16), view.getUint32(20)]);
	if (kind === "webp") return header(kind, webpSize(bytes));
	if (kind === "tiff") return header(kind, tiffSize(view));
	if (kind === "jpeg") {
		const { widthPx = 0, heightPx = 0, orientation = 1 } = jpegMetadata(bytes) ?? {};
		return header(kind, orientation >= 5 ? [heightPx, widthPx] : [widthPx, heightPx]);
	}
	if (startsWith(bytes, "GIF8")) return header("gif", gifSize(view));
	if (startsWith(bytes, "BM") && bytes.length > 26) {
		return header("bmp", [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))]);
	}
	return undefined;
}

/** Drawings that would need an interpreter of their own. */
function vectorHeader(bytes: Uint8Array): PictureHeader | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length >= 44 && view.getUint32(0, true) === 1 && view.getUint32(40, true) === EMF_SIGNATURE) {
		// Bounds in device units, which are a screen's pixels or smaller.
		const [left, top, right, bottom] = [8, 12, 16, 20].map((at) => view.getInt32(at, true));
		return { kind: "emf", widthPx: (right ?? 0) - (left ?? 0), heightPx: (bottom ?? 0) - (top ?? 0) };
	}
	if (bytes.length >= 22 && view.getUint32(0, true) === WMF_PLACEABLE) {
		const perPixel = Math.max(1, view.getUint16(14, true)) / SCREEN_DPI;
		const [left, top, right, bottom] = [6, 8, 10, 12].map((at) => view.getInt16(at, true) / perPixel);
		return { kind: "wmf", widthPx: (right ?? 0) - (left ?? 0), heightPx: (bottom ?? 0) - (top ?? 0) };
	}
	const head = new TextDecoder("latin1").decode(bytes.subarray(0, SVG_HEAD_BYTES));
	const root = /^\s*<(?:[\s\S]*<)?svg(?=[\s>])([^>]*)/i.exec(head)?.[1];
	return root === undefined ? undefined : { kind: "svg", ...svgSize(root) };
}

/** As its root says, or as large as its coordinates; 0 where it fills whatever it stands in. */
function svgSize(root: string): { widthPx: number; heightPx: number } {
	const side = (name: string) => Number(new RegExp(`\\s${name}=["']([\\d.]+)(?:px)?["']`).exec(root)?.[1] ?? 0);
	const [, width = 0, height = 0] = /\sviewBox=["'][-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(root) ?? [];
	return { widthPx: side("width") || Number(width), heightPx: side("height") || Number(height) };
}

/** From its first chunk: lossy, lossless or extended (RFC 9649). */
export function webpSize(bytes: Uint8Array): [width: number, height: number] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const chunk = String.fromCharCode(...bytes.subarray(12, 16));
	if (chunk === "VP8X") return [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1];
	if (chunk === "VP8L") {
		const packed = view.getUint32(21, true);
		return [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1];
	}
	return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
}

/** Of its first frame, which may be smaller than the screen it is drawn on. */
function gifSize(view: DataView): [width: number, height: number] {
	return [view.getUint16(6, true), view.getUint16(8, true)];
}

/** ImageWidth and ImageLength of the first directory. */
function tiffSize(view: DataView): [width: number, height: number] {
	const little = view.getUint8(0) === 0x49;
	const directory = view.getUint32(4, little);
	const size: [number, number] = [0, 0];
	for (let i = 0; i < Math.min(view.getUint16(directory, little), 200); i++) {
		const entry = directory + 2 + i * 12;
		const tag = view.getUint16(entry, little);
		if (tag !== 256 && tag !== 257) continue;
		const isShort = view.getUint16(entry + 2, little) === 3;
		size[tag - 256] = isShort ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little);
	}
	return size;
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
	for (let i = 0; i < magic.length; i++) if (bytes[i] !== magic.charCodeAt(i)) return false;
	return true;
}
