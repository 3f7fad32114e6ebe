/** Image files of every kind that is read, written by hand: a white picture with a black square in its top left quarter. */
import { deflateSync } from "node:zlib";
import { pngChunk } from "../../scripts/png-chunk.ts";

/** Of the square: half of the picture's sides. */
const HALF = 2;
export const SIDE_PX = 64;

function isBlack(x: number, y: number): boolean {
	return x < SIDE_PX / HALF && y < SIDE_PX / HALF;
}

export type PngKind = "gray 16" | "palette" | "palette 4" | "interlaced" | "transparent";

export function pngOf(kind: PngKind): Uint8Array {
	const [bits, color] = {
		"gray 16": [16, 0],
		palette: [8, 3],
		"palette 4": [4, 3],
		interlaced: [8, 0],
		transparent: [8, 6],
	}[kind] as [number, number];
	const header = Buffer.alloc(13);
	header.writeUInt32BE(SIDE_PX, 0);
	header.writeUInt32BE(SIDE_PX, 4);
	header.set([bits, color, 0, 0, kind === "interlaced" ? 1 : 0], 8);
	const rows = kind === "interlaced" ? adam7() : rowsOf(0, 0, 1, 1, bits, color);
	const palette = color === 3 ? [pngChunk("PLTE", Buffer.from([255, 255, 255, 0, 0, 0]))] : [];
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const all = [
		signature,
		pngChunk("IHDR", header),
		...palette,
		pngChunk("IDAT", deflateSync(rows)),
		pngChunk("IEND", Buffer.alloc(0)),
	];
	return new Uint8Array(Buffer.concat(all));
}

/** Every `stepX`th pixel of every `stepY`th row. */
function rowsOf(x0: number, y0: number, stepX: number, stepY: number, bits: number, color: number): Buffer {
	const bytes: number[] = [];
	for (let y = y0; y < SIDE_PX; y += stepY) {
		bytes.push(0);
		let packed = 0;
		for (let x = x0; x < SIDE_PX; x += stepX) {
			const black = isBlack(x, y);
			if (color === 6) bytes.push(0, 0, 0, black ? 255 : 0);
			else if (bits === 16) bytes.push(...(black ? [0, 0] : [255, 255]));
			else if (bits === 4) {
				packed = (packed << 4) | (black ? 1 : 0);
				if (x % 2 === 1) bytes.push(packed & 255);
			} else if (color === 3) bytes.push(black ? 1 : 0);
			else bytes.push(black ? 0 : 255);
		}
	}
	return Buffer.from(bytes);
}

function adam7(): Buffer {
	const passes = [
		[0, 0, 8, 8],
		[4, 0, 8, 8],
		[0, 4, 4, 8],
		[2, 0, 4, 4],
		[0, 2, 2, 4],
		[1, 0, 2, 2],
		[0, 1, 1, 2],
	] as const;
	return Buffer.concat(passes.map(([x, y, stepX, stepY]) => rowsOf(x, y, stepX, stepY, 8, 0)));
}

/** Bits from the highest of each byte on. */
class Bits {
	readonly bytes: number[] = [];
	private held = 0;
	private count = 0;
	private readonly stuffed: boolean;

	/** `stuffed`: a zero after each 0xff, as in JPEG. */
	constructor(stuffed = false) {
		this.stuffed = stuffed;
	}

	/** As text of zeros and ones. */
	put(bits: string): void {
		for (const bit of bits) {
			this.held = (this.held << 1) | Number(bit);
			if (++this.count < 8) continue;
			this.bytes.push(this.held);
			if (this.stuffed && this.held === 255) this.bytes.push(0);
			[this.held, this.count] = [0, 0];
		}
	}

	end(filler: "0" | "1"): number[] {
		while (this.count > 0) this.put(filler);
		return this.bytes;
	}
}

export interface JpegShape {
	/** 1 gray, 3 YCbCr, 4 CMYK. */
	components: 1 | 3 | 4;
	progressive?: boolean;
	/** An Adobe segment: its CMYK is inverted. */
	adobe?: boolean;
	/** EXIF's. */
	orientation?: number;
	widthPx?: number;
	heightPx?: number;
}

/** Blocks of one colour each: only the lowest coefficients are written, by one Huffman code of four bits for every length. */
export function jpegOf({
	components,
	progressive,
	adobe,
	orientation,
	widthPx = SIDE_PX,
	heightPx = SIDE_PX,
}: JpegShape): Uint8Array {
	const ids = Array.from({ length: components }, (_, i) => i + 1);
	const word = (value: number) => [value >> 8, value & 255];
	const segment = (marker: number, content: number[]) => [0xff, marker, ...word(content.length + 2), ...content];
	const bytes = [0xff, 0xd8];
	if (orientation !== undefined) {
		const tiff = [
			0x4d,
			0x4d,
			0,
			0x2a,
			0,
			0,
			0,
			8,
			0,
			1,
			0x01,
			0x12,
			0,
			3,
			0,
			0,
			0,
			1,
			0,
			orientation,
			0,
			0,
			0,
			0,
			0,
			0,
		];
		bytes.push(...segment(0xe1, [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]));
	}
	if (adobe) bytes.push(...segment(0xee, [0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0]));
	bytes.push(...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]));
	const frame = [8, ...word(heightPx), ...word(widthPx), components, ...ids.flatMap((id) => [id, 0x11, 0])];
	bytes.push(...segment(progressive ? 0xc2 : 0xc0, frame));
	// Twelve codes of four bits for the lengths 0 to 11; of the AC table only the end of a block, 0.
	const lengths = Array.from({ length: 16 }, (_, i) => (i === 3 ? 12 : 0));
	bytes.push(...segment(0xc4, [0x00, ...lengths, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
	if (!progressive) bytes.push(...segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]));
	bytes.push(...segment(0xda, [components, ...ids.flatMap((id) => [id, 0]), 0, progressive ? 0 : 63, 0]));
	const bits = new Bits(true);
	const before = ids.map(() => 0);
	for (let y = 0; y < heightPx; y += 8) {
		for (let x = 0; x < widthPx; x += 8) {
			const black = x < widthPx / HALF && y < heightPx / HALF;
			for (const [i] of ids.entries()) {
				// Levels are 128 off; with quantiser 8, a coefficient is the level itself.
				const level = sample(i, components, black, adobe === true) - 128;
				bits.put(coefficient(level - (before[i] ?? 0)));
				before[i] = level;
				if (!progressive) bits.put("0");
			}
		}
	}
	return Uint8Array.from([...bytes, ...bits.end("1"), 0xff, 0xd9]);
}

function sample(component: number, components: number, black: boolean, inverted: boolean): number {
	if (components === 4) return (component === 3 && black) !== inverted ? 255 : 0;
	if (component > 0) return 128;
	return black ? 0 : 255;
}

function coefficient(difference: number): string {
	const size = difference === 0 ? 0 : Math.abs(difference).toString(2).length;
	const code = size.toString(2).padStart(4, "0");
	const bits = difference < 0 ? difference + (1 << size) - 1 : difference;
	return size === 0 ? code : code + bits.toString(2).padStart(size, "0");
}

export type TiffKind = "plain" | "lzw" | "g4";

/** Bilevel pages, one directory each. */
export function tiffOf(kinds: readonly TiffKind[]): Uint8Array {
	const bytes: number[] = [0x49, 0x49, 42, 0, 0, 0, 0, 0];
	const put32 = (at: number, value: number) => {
		for (let i = 0; i < 4; i++) bytes[at + i] = (value >>> (i * 8)) & 255;
	};
	let link = 4;
	for (const kind of kinds) {
		const strip = bytes.length;
		const data = { plain: bilevel, lzw: () => lzw(bilevel()), g4 }[kind]();
		bytes.push(...data);
		if (bytes.length % 2 === 1) bytes.push(0);
		put32(link, bytes.length);
		const entries = [
			[256, 4, SIDE_PX],
			[257, 4, SIDE_PX],
			[258, 3, 1],
			[259, 3, { plain: 1, lzw: 5, g4: 4 }[kind]],
			// G4 is of fax machines, for which black is 1.
			[262, 3, kind === "g4" ? 0 : 1],
			[273, 4, strip],
			[277, 3, 1],
			[278, 4, SIDE_PX],
			[279, 4, data.length],
		] as const;
		bytes.push(entries.length, 0);
		for (const [tag, type, value] of entries)
			bytes.push(tag & 255, tag >> 8, type, 0, 1, 0, 0, 0, value & 255, (value >> 8) & 255, (value >> 16) & 255, 0);
		link = bytes.length;
		bytes.push(0, 0, 0, 0);
	}
	return Uint8Array.from(bytes);
}

function bilevel(): number[] {
	const bits = new Bits();
	for (let y = 0; y < SIDE_PX; y++) for (let x = 0; x < SIDE_PX; x++) bits.put(isBlack(x, y) ? "0" : "1");
	return bits.end("0");
}

/** Each byte as a code of its own; a clear code before the codes would grow. */
function lzw(bytes: readonly number[]): number[] {
	const bits = new Bits();
	const code = (value: number) => bits.put(value.toString(2).padStart(9, "0"));
	for (const [i, byte] of bytes.entries()) {
		if (i % 200 === 0) code(256);
		code(byte);
	}
	code(257);
	return bits.end("0");
}

/** ITU-T T.6: the square's first row by its runs (0 white, 32 black), the next as the row before, the first white one past it. */
function g4(): number[] {
	const bits = new Bits();
	bits.put(`001${"00110101"}${"000001101010"}1`);
	for (let y = 1; y < SIDE_PX / HALF; y++) bits.put("111");
	bits.put("00011");
	for (let y = SIDE_PX / HALF + 1; y < SIDE_PX; y++) bits.put("1");
	bits.put("000000000001000000000001");
	return bits.end("0");
}

/** 24 bits a pixel, one colour. */
export function bmpOf(widthPx: number, heightPx: number): Uint8Array {
	const stride = Math.ceil((widthPx * 3) / 4) * 4;
	const bytes = new Uint8Array(54 + stride * heightPx).fill(90, 54);
	const view = new DataView(bytes.buffer);
	bytes.set([0x42, 0x4d]);
	view.setUint32(2, bytes.length, true);
	view.setUint32(10, 54, true);
	view.setUint32(14, 40, true);
	view.setInt32(18, widthPx, true);
	view.setInt32(22, heightPx, true);
	view.setUint16(26, 1, true);
	view.setUint16(28, 24, true);
	return bytes;
}
