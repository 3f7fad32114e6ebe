/** Strips of a page, of a few lines each, that tell more about it than others. */
import { band, type GrayImage } from "./gray-image.ts";
import type { EngineWord } from "./ocr-engine.ts";

/** Height of the strip looked at again: four to six lines of print. */
const PROBE_INCHES = 0.9;

/** The strip with the most weakly read words; the inkiest where none was read. */
export function weakestStrip(image: GrayImage, words: readonly EngineWord[], dpi: number): GrayImage {
	if (words.length === 0) return inkiestStrip(image, dpi);
	const rows = new Float64Array(image.heightPx);
	for (const word of words) {
		const weight = (100 - word.confidence) * (word.right - word.left);
		const middle = Math.min(image.heightPx - 1, Math.max(0, (word.top + word.bottom) >> 1));
		rows[middle] = (rows[middle] ?? 0) + weight;
	}
	return stripOf(image, rows, dpi);
}

/** The strip with most ink, pictures and rules aside. */
export function inkiestStrip(image: GrayImage, dpi: number): GrayImage {
	const rows = new Float64Array(image.heightPx);
	for (let y = 0, at = 0; y < image.heightPx; y++) {
		let ink = 0;
		for (let x = 0; x < image.widthPx; x++) if ((image.pixels[at++] ?? 255) < 128) ink++;
		// A row that is mostly ink is a picture or a rule.
		rows[y] = ink > image.widthPx * 0.5 ? 0 : ink;
	}
	return stripOf(image, rows, dpi);
}

/** The strip of `PROBE_INCHES` with the largest sum over its rows. */
function stripOf(image: GrayImage, rows: Float64Array, dpi: number): GrayImage {
	const height = Math.min(image.heightPx, Math.round(PROBE_INCHES * dpi));
	let sum = 0;
	let [best, bestEnd] = [-1, height];
	for (let y = 0; y < rows.length; y++) {
		sum += (rows[y] ?? 0) - (y >= height ? (rows[y - height] ?? 0) : 0);
		if (y + 1 >= height && sum > best) [best, bestEnd] = [sum, y + 1];
	}
	return band(image, bestEnd - height, bestEnd);
}
