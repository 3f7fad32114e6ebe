/** Bits of a byte string, least significant first, as WebP's lossless format packs them. */
class BitWriter {
	readonly bytes: number[] = [];
	#filled = 0;

	write(value: number, bits: number): void {
		for (let bit = 0; bit < bits; bit++) {
			if (this.#filled % 8 === 0) this.bytes.push(0);
			const last = this.bytes.length - 1;
			this.bytes[last] = (this.bytes[last] ?? 0) | (((value >> bit) & 1) << (this.#filled % 8));
			this.#filled++;
		}
	}
}

const width = 50;
const height = 70;

/**
 * A picture of one colour, which the number decides. Every channel's prefix code has a single symbol, so the pixels
 * themselves take no bits (WebP Lossless Bitstream Specification, 6.2.1 "Decoding and Building the Prefix Codes").
 */
export function colorWebp(number: number): Uint8Array<ArrayBuffer> {
	const bits = new BitWriter();
	bits.write(width - 1, 14);
	bits.write(height - 1, 14);
	bits.write(0, 1 + 3);
	// No transform, no colour cache, no meta prefix codes.
	bits.write(0, 3);
	const [red, green, blue] = [number * 37, number * 101, number * 211].map((value) => value % 256);
	for (const symbol of [green, red, blue, 255]) {
		bits.write(1, 1);
		bits.write(0, 1);
		bits.write(1, 1);
		bits.write(symbol ?? 0, 8);
	}
	// The code of distances, which are never used: symbol 0 in one bit.
	bits.write(1, 1);
	bits.write(0, 1);
	bits.write(0, 1);
	bits.write(0, 1);
	return riff([0x2f, ...bits.bytes]);
}

function riff(image: number[]): Uint8Array<ArrayBuffer> {
	const padded = image.length % 2 === 0 ? image : [...image, 0];
	const bytes = new Uint8Array(20 + padded.length);
	const view = new DataView(bytes.buffer);
	bytes.set(new TextEncoder().encode("RIFF"), 0);
	view.setUint32(4, 12 + padded.length, true);
	bytes.set(new TextEncoder().encode("WEBPVP8L"), 8);
	view.setUint32(16, image.length, true);
	bytes.set(padded, 20);
	return bytes;
}
