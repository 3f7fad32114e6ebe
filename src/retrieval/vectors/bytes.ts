import { Buffer } from "node:buffer";

/*
 * Vectors as bytes: of each component one signed byte, of the greatest ±127. The cosine of two texts is then off by some thousandths at
 * most, which is less than what lies between neighbours in a ranking.
 */

/** In base64. */
export function packVector(vector: Float32Array): string {
	let greatest = 0;
	for (const part of vector) greatest = Math.max(greatest, Math.abs(part));
	const scale = greatest === 0 ? 0 : 127 / greatest;
	const bytes = Int8Array.from(vector, (part) => Math.round(part * scale));
	return Buffer.from(bytes.buffer).toString("base64");
}

export function unpackVector(text: string): Int8Array {
	const bytes = Buffer.from(text, "base64");
	return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Of length 1, but for a vector of zeros. */
export function normalized(vector: Float32Array): Float32Array {
	let squares = 0;
	for (const part of vector) squares += part * part;
	const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
	return vector.map((part) => part * scale);
}

/** Of a vector of length 1 and one in bytes, of as many dimensions. */
export function cosine(unit: Float32Array, bytes: Int8Array): number {
	let product = 0;
	let squares = 0;
	for (let at = 0; at < bytes.length; at++) {
		const part = bytes[at] ?? 0;
		product += (unit[at] ?? 0) * part;
		squares += part * part;
	}
	return squares === 0 ? 0 : product / Math.sqrt(squares);
}
