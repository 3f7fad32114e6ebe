/** Pixels → PNG (W3C, 3rd edition), compressed by the platform's own zlib. */
import crc32 from "crc-32";
import type { GrayImage } from "../gray-image.ts";

export interface Pixels {
	widthPx: number;
	heightPx: number;
	/** Four bytes a pixel, row by row. */
	rgba: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GRAY = 0;
const RGB = 2;
/** Each byte less the one a pixel to its left: good for photographs and drawings alike, and cheap. */
const FILTER_SUB = 1;

/** Transparent pixels are laid on white, as in a rendering of the page. */
export function toPng({ widthPx, heightPx, rgba }: Pixels): Promise<Uint8Array> {
	return encoded(widthPx, heightPx, RGB, filteredRows(widthPx, heightPx, rgba));
}

export function toGrayPng({ widthPx, heightPx, pixels }: GrayImage): Promise<Uint8Array> {
	const rows = new Uint8Array((widthPx + 1) * heightPx);
	for (let y = 0, from = 0, to = 0; y < heightPx; y++) {
		rows[to++] = FILTER_SUB;
		for (let x = 0, left = 0; x < widthPx; x++) {
			const value = pixels[from++] ?? 0;
			rows[to++] = value - left;
			left = value;
		}
	}
	return encoded(widthPx, heightPx, GRAY, rows);
}

async function encoded(
	widthPx: number,
	heightPx: number,
	colours: number,
	rows: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
	const header = new Uint8Array(13);
	const view = new DataView(header.buffer);
	view.setUint32(0, widthPx);
	view.setUint32(4, heightPx);
	header.set([8, colours, 0, 0, 0], 8);
	return joined([
		Uint8Array.from(SIGNATURE),
		chunk("IHDR", header),
		chunk("IDAT", await deflated(rows)),
		chunk("IEND", new Uint8Array(0)),
	]);
}

/** Width and height of a whole PNG; undefined for anything else, also for one that was cut off. */
export function pngSize(bytes: Uint8Array): { widthPx: number; heightPx: number } | undefined {
	if (bytes.length < 45 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
		if (view.getUint32(at + 4) !== 0x49454e44) continue;
		return { widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
	}
	return undefined;
}

function filteredRows(width: number, height: number, rgba: Uint8Array): Uint8Array<ArrayBuffer> {
	const stride = 1 + width * 3;
	const rows = new Uint8Array(stride * height);
	for (let y = 0; y < height; y++) {
		let to = y * stride;
		rows[to++] = FILTER_SUB;
		let [r, g, b] = [0, 0, 0];
		for (let x = 0, from = y * width * 4; x < width; x++, from += 4) {
			const alpha = rgba[from + 3] ?? 255;
			const red = onWhite(rgba[from] ?? 0, alpha);
			const green = onWhite(rgba[from + 1] ?? 0, alpha);
			const blue = onWhite(rgba[from + 2] ?? 0, alpha);
			rows[to++] = red - r;
			rows[to++] = green - g;
			rows[to++] = blue - b;
			[r, g, b] = [red, green, blue];
		}
	}
	return rows;
}

function onWhite(value: number, alpha: number): number {
	return alpha === 255 ? value : Math.round(255 + ((value - 255) * alpha) / 255);
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	const stream = new Response(bytes).body?.pipeThrough(new CompressionStream("deflate"));
	return new Uint8Array(await new Response(stream ?? null).arrayBuffer());
}

function chunk(type: string, data: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(12 + data.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, data.length);
	for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
	bytes.set(data, 8);
	view.setInt32(8 + data.length, crc32.buf(bytes.subarray(4, 8 + data.length)));
	return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
