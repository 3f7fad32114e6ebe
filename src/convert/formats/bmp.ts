/** Windows bitmaps, as old documents hold them: uncompressed, with 1, 4, 8, 16, 24 or 32 bits a pixel. */
import type { Pixels } from "./png.ts";

const FILE_HEADER_BYTES = 14;
/** BI_RGB; and BI_BITFIELDS, of which only the usual 8-8-8 layout is read. */
const [RGB, BIT_FIELDS] = [0, 3] as const;

/** Undefined where it is no such bitmap, ends early, or has more pixels than `maxPixels`. */
export function decodeBmp(bytes: Uint8Array, maxPixels: number): Pixels | undefined {
	if (bytes[0] !== 0x42 || bytes[1] !== 0x4d || bytes.length < 54) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const headerBytes = view.getUint32(14, true);
	const [widthPx, signedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
	const heightPx = Math.abs(signedHeight);
	const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
	const isPlain = compression === RGB || (compression === BIT_FIELDS && bits === 32);
	if (headerBytes < 40 || !isPlain || ![1, 4, 8, 16, 24, 32].includes(bits)) return undefined;
	if (widthPx <= 0 || heightPx === 0 || widthPx * heightPx > maxPixels) return undefined;
	const stride = Math.ceil((widthPx * bits) / 32) * 4;
	const start = view.getUint32(10, true);
	if (start + stride * heightPx > bytes.length) return undefined;
	const palette = bytes.subarray(FILE_HEADER_BYTES + headerBytes, start);
	const rgba = new Uint8Array(widthPx * heightPx * 4).fill(255);
	for (let y = 0; y < heightPx; y++) {
		// Rows stand from the bottom up, unless the height is negative.
		const row = start + (signedHeight > 0 ? heightPx - 1 - y : y) * stride;
		for (let x = 0, to = y * widthPx * 4; x < widthPx; x++, to += 4) {
			const [source, at] = bits > 8 ? [bytes, row + (x * bits) / 8] : [palette, indexAt(bytes, row, x, bits) * 4];
			if (bits === 16) putShort(rgba, to, view.getUint16(at, true));
			else for (let i = 0; i < 3; i++) rgba[to + i] = source[at + 2 - i] ?? 0;
		}
	}
	return { widthPx, heightPx, rgba };
}

function indexAt(bytes: Uint8Array, row: number, x: number, bits: number): number {
	const shift = 8 - bits - ((x * bits) & 7);
	return ((bytes[row + ((x * bits) >> 3)] ?? 0) >> shift) & ((1 << bits) - 1);
}

/** Five bits a colour. */
function putShort(rgba: Uint8Array, to: number, value: number): void {
	for (let i = 0; i < 3; i++) rgba[to + i] = Math.round((((value >> (10 - i * 5)) & 31) * 255) / 31);
}
