/** First frame of a GIF (CompuServe, GIF89a). */
import type { Pixels } from "./png.ts";

const MAX_CODES = 4096;

/** Undefined where it is no GIF, is broken before its first frame, or has more pixels than `maxPixels`. */
export function decodeGif(bytes: Uint8Array, maxPixels: number): Pixels | undefined {
	if (bytes[0] !== 0x47 || bytes[1] !== 0x49 || bytes[2] !== 0x46 || bytes.length < 20) return undefined;
	const u16 = (at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
	const flags = bytes[10] ?? 0;
	let palette = bytes.subarray(13, 13 + 3 * tableSize(flags));
	let at = 13 + palette.length;
	let transparent = -1;
	while (at < bytes.length) {
		const kind = bytes[at++];
		if (kind === 0x21) {
			if (bytes[at] === 0xf9 && ((bytes[at + 2] ?? 0) & 1) === 1) transparent = bytes[at + 5] ?? -1;
			at = afterBlocks(bytes, at + 1);
			continue;
		}
		if (kind !== 0x2c) return undefined;
		const [widthPx, heightPx, local] = [u16(at + 4), u16(at + 6), bytes[at + 8] ?? 0];
		if (widthPx === 0 || heightPx === 0 || widthPx * heightPx > maxPixels) return undefined;
		at += 9;
		if (tableSize(local) > 0) palette = bytes.subarray(at, at + 3 * tableSize(local));
		at += 3 * tableSize(local);
		const indices = unpacked(bytes, at, widthPx * heightPx);
		return { widthPx, heightPx, rgba: coloured(indices, palette, transparent, widthPx, (local & 0x40) !== 0) };
	}
	return undefined;
}

function tableSize(flags: number): number {
	return (flags & 0x80) === 0 ? 0 : 2 << (flags & 7);
}

function afterBlocks(bytes: Uint8Array, start: number): number {
	let at = start;
	while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0);
	return at + 1;
}

/** LZW with codes of growing width; stops at `count` pixels or at the first code that cannot be. */
function unpacked(bytes: Uint8Array, start: number, count: number): Uint8Array {
	const out = new Uint8Array(count);
	const rootBits = Math.min(bytes[start] ?? 8, 11);
	const clear = 1 << rootBits;
	const prefix = new Uint16Array(MAX_CODES);
	const suffix = new Uint8Array(MAX_CODES);
	const stack = new Uint8Array(MAX_CODES + 1);
	for (let i = 0; i < clear; i++) suffix[i] = i;
	let [bits, next, previous, first, buffer, held, written] = [rootBits + 1, clear + 2, -1, 0, 0, 0, 0];
	let at = start + 1;
	let blockEnd = at;
	while (written < count) {
		while (held < bits) {
			if (at >= blockEnd) {
				const size = bytes[at++] ?? 0;
				if (size === 0) return out;
				blockEnd = at + size;
			}
			buffer |= (bytes[at++] ?? 0) << held;
			held += 8;
		}
		const code = buffer & ((1 << bits) - 1);
		buffer >>>= bits;
		held -= bits;
		if (code === clear) {
			[bits, next, previous] = [rootBits + 1, clear + 2, -1];
			continue;
		}
		if (code === clear + 1 || code > next) return out;
		let depth = 0;
		let walk = code;
		if (code === next) {
			if (previous < 0) return out;
			stack[depth++] = first;
			walk = previous;
		}
		while (walk >= clear && depth < MAX_CODES) {
			stack[depth++] = suffix[walk] ?? 0;
			walk = prefix[walk] ?? 0;
		}
		first = suffix[walk] ?? 0;
		stack[depth++] = first;
		while (depth > 0 && written < count) out[written++] = stack[--depth] ?? 0;
		if (previous >= 0 && next < MAX_CODES) {
			prefix[next] = previous;
			suffix[next++] = first;
			if (next === 1 << bits && bits < 12) bits++;
		}
		previous = code;
	}
	return out;
}

function coloured(
	indices: Uint8Array,
	palette: Uint8Array,
	transparent: number,
	width: number,
	interlaced: boolean,
): Uint8Array {
	const height = indices.length / width;
	const rgba = new Uint8Array(indices.length * 4);
	const rows = interlaced ? interlacedRows(height) : undefined;
	for (let row = 0, from = 0; row < height; row++) {
		let to = (rows?.[row] ?? row) * width * 4;
		for (let x = 0; x < width; x++, from++, to += 4) {
			const index = indices[from] ?? 0;
			rgba.set(palette.subarray(index * 3, index * 3 + 3), to);
			rgba[to + 3] = index === transparent ? 0 : 255;
		}
	}
	return rgba;
}

function interlacedRows(height: number): number[] {
	const rows: number[] = [];
	for (const [first, step] of [
		[0, 8],
		[4, 8],
		[2, 4],
		[1, 2],
	] as const) {
		for (let row = first; row < height; row += step) rows.push(row);
	}
	return rows;
}
