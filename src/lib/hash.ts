import { createHash, timingSafeEqual } from "node:crypto";

/** SHA-256 in lower-case hex; a string counts as its UTF-8 bytes. */
export function sha256Hex(data: string | Uint8Array): string {
	return createHash("sha256").update(data).digest("hex");
}

/** A piece is encoded at a time, so that a text of many megabytes is not held as bytes as well. */
const unitsAPiece = 1 << 18;

/** The same of texts that follow each other. */
export function sha256HexOfAll(texts: readonly string[]): string {
	const hash = createHash("sha256");
	for (const text of texts) {
		for (let at = 0; at < text.length; ) {
			let end = Math.min(text.length, at + unitsAPiece);
			// Two halves of a pair, encoded apart, would be two other characters.
			if (end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end += 1;
			hash.update(text.slice(at, end));
			at = end;
		}
	}
	return hash.digest("hex");
}

/** Whether two byte strings are equal, in a time that depends on their lengths only. */
export function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
	return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
