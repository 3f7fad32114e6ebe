import { deflateSync } from "node:zlib";
import { pngChunk } from "../../scripts/png-chunk.ts";
import type { GrayImage } from "../../src/convert/gray-image.ts";

/** An 8-bit gray PNG; `dpi` as its pHYs chunk tells it. */
export function png({ widthPx, heightPx, pixels }: GrayImage, dpi?: number): Uint8Array {
	const rows = Buffer.alloc((widthPx + 1) * heightPx);
	for (let y = 0; y < heightPx; y++) rows.set(pixels.subarray(y * widthPx, (y + 1) * widthPx), y * (widthPx + 1) + 1);
	const header = Buffer.alloc(13);
	header.writeUInt32BE(widthPx, 0);
	header.writeUInt32BE(heightPx, 4);
	header[8] = 8;
	const density = Buffer.alloc(9);
	const perMetre = Math.round((dpi ?? 0) / 0.0254);
	density.writeUInt32BE(perMetre, 0);
	density.writeUInt32BE(perMetre, 4);
	density[8] = 1;
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const chunks = [
		pngChunk("IHDR", header),
		...(dpi ? [pngChunk("pHYs", density)] : []),
		pngChunk("IDAT", deflateSync(rows)),
	];
	return new Uint8Array(Buffer.concat([signature, ...chunks, pngChunk("IEND", Buffer.alloc(0))]));
}
