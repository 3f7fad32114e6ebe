/** Image files that claim, unpack to or repeat more than a picture needs. */
import { deflateSync } from "node:zlib";
import type { HostileFile } from "./hostile.ts";
import { pngChunk } from "./png-chunk.ts";

const MIB = 1024 * 1024;

export function png(width: number, height: number, data: Uint8Array, interlaced = 0): Uint8Array {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 0, 0, 0, interlaced], 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const chunks = [pngChunk("IHDR", header), pngChunk("IDAT", data), pngChunk("IEND", Buffer.alloc(0))];
	return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

/** Gray or RGB pages of 8 bits, deflated, that share one strip; `next` gives where the directory after the `i`th is, 0 for the end. */
function tiff(
	size: { width: number; height: number; samples: 1 | 3; strip: Uint8Array },
	count: number,
	next: (i: number, places: readonly number[]) => number,
): Uint8Array {
	const entries = 10;
	const start = 8 + size.strip.length + (size.strip.length % 2);
	const length = 2 + entries * 12 + 4;
	const places = Array.from({ length: count }, (_, i) => start + i * length);
	const file = Buffer.alloc(start + count * length);
	file.set([0x49, 0x49, 42, 0]);
	file.writeUInt32LE(start, 4);
	file.set(size.strip, 8);
	for (const [i, place] of places.entries()) {
		file.writeUInt16LE(entries, place);
		const values = [
			[256, size.width],
			[257, size.height],
			[258, 8],
			[259, 8],
			[262, size.samples === 1 ? 1 : 2],
			[273, 8],
			[277, size.samples],
			[278, size.height],
			[279, size.strip.length],
			[284, 1],
		] as const;
		for (const [at, [tag, value]] of values.entries()) {
			file.writeUInt16LE(tag, place + 2 + at * 12);
			file.writeUInt16LE(4, place + 4 + at * 12);
			file.writeUInt32LE(1, place + 6 + at * 12);
			file.writeUInt32LE(value, place + 10 + at * 12);
		}
		file.writeUInt32LE(next(i, places), place + length - 4);
	}
	return new Uint8Array(file);
}

/** Progressive, gray: `scans` times the same empty refinement of all coefficients. */
function manyScans(width: number, height: number, scans: number): Uint8Array {
	const word = (value: number) => [value >> 8, value & 255];
	const segment = (marker: number, content: number[]) => [0xff, marker, ...word(content.length + 2), ...content];
	const table = (id: number) => segment(0xc4, [id, 1, ...Array.from({ length: 15 }, () => 0), 0]);
	const head = [
		...[0xff, 0xd8],
		...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
		...segment(0xc2, [8, ...word(height), ...word(width), 1, 1, 0x11, 0]),
		...table(0x00),
		...table(0x10),
		...segment(0xda, [1, 1, 0, 0, 0, 1]),
		...Array.from({ length: Math.ceil((width * height) / 512) }, () => 0),
	];
	const scan = segment(0xda, [1, 1, 0, 1, 63, 0]);
	const body = Array.from({ length: scans }, () => scan).flat();
	return Uint8Array.from([...head, ...body, 0xff, 0xd9]);
}

export const hostileImages: readonly HostileFile[] = [
	{
		name: "image-claims.png",
		attempt: "a PNG that claims a million pixels a side",
		expect: "refused",
		make: () => png(1_000_000, 1_000_000, deflateSync(Buffer.alloc(100))),
	},
	{
		name: "image-bomb.png",
		attempt: "a PNG of 100 × 100 pixels whose data unpack to 400 MB",
		expect: "either",
		make: () => png(100, 100, deflateSync(Buffer.alloc(400 * MIB))),
	},
	{
		name: "image-interlaced-bomb.png",
		attempt: "the same, interlaced, for the other decoder",
		expect: "either",
		make: () => png(100, 100, deflateSync(Buffer.alloc(400 * MIB)), 1),
	},
	{
		name: "image-claims.jpg",
		attempt: "a JPEG that claims 65,535 pixels a side",
		expect: "refused",
		make: () => manyScans(65_535, 65_535, 0).slice(0, 400),
	},
	{
		name: "image-scans.jpg",
		attempt: "a JPEG of 20 megapixels in 20,000 scans",
		expect: "refused",
		make: () => manyScans(5000, 4000, 20_000),
	},
	{
		name: "image-claims.webp",
		attempt: "a WebP that claims 16,384 pixels a side",
		expect: "refused",
		make: () => {
			const bytes = Buffer.alloc(40);
			bytes.write("RIFF", 0);
			bytes.write("WEBPVP8X", 8);
			bytes.fill(0xff, 24, 30);
			return new Uint8Array(bytes);
		},
	},
	{
		name: "image-loop.tiff",
		attempt: "a TIFF whose directory is its own successor",
		expect: "either",
		make: () =>
			tiff(
				{ width: 64, height: 64, samples: 1, strip: deflateSync(Buffer.alloc(4096)) },
				1,
				(i, places) => places[i] ?? 0,
			),
	},
	{
		name: "image-pages.tiff",
		attempt: "a TIFF of 20,000 pages that share one strip",
		expect: "refused",
		make: () =>
			tiff(
				{ width: 64, height: 64, samples: 1, strip: deflateSync(Buffer.alloc(4096)) },
				20_000,
				(i, places) => places[i + 1] ?? 0,
			),
	},
	{
		name: "image-raster.tiff",
		attempt: "a TIFF of 25 megapixels in colour, 75 MB unpacked",
		expect: "refused",
		make: () =>
			tiff({ width: 5000, height: 5000, samples: 3, strip: deflateSync(Buffer.alloc(75_000_000)) }, 1, () => 0),
	},
	{
		name: "image-strip-bomb.tiff",
		attempt: "a TIFF of 64 × 64 pixels whose strip unpacks to 400 MB",
		expect: "either",
		make: () => tiff({ width: 64, height: 64, samples: 1, strip: deflateSync(Buffer.alloc(400 * MIB)) }, 1, () => 0),
	},
];
