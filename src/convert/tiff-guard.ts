/** Looks a TIFF over before its decoder does, which follows directories in circles and unpacks strips whole, whatever they hold. */
import { MAX_IMAGE_PAGES, MAX_TIFF_VALUES } from "./limits.ts";
import { unfiltered } from "./pdf-streams.ts";
import { imageDamaged, imageTooLarge } from "./refusals.ts";

/** Tags that pictures are decoded by (TIFF 6.0): sizes, layout, strips, tiles, colours, fax options, JPEG's tables. */
const NEEDED: ReadonlySet<number> = new Set([
	...[254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 292, 293, 296, 297, 317, 320],
	...[322, 323, 324, 325, 332, 338, 339, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532],
]);
/** Bytes of a value by its type, 1 to 13. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
/** A tag for private use that no decoder knows. */
const UNKNOWN_TAG = 65_000;
const ENTRY_BYTES = 12;
/** Thumbnails and masks stand between pages. */
const MAX_DIRECTORIES = MAX_IMAGE_PAGES * 2;
const SLACK_BYTES = 65_536;

/** Blanks out what is not needed, references to other directories among it. Throws `document_damaged` and `too_large`. */
export function checkDirectories(file: Uint8Array): void {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const little = file[0] === 0x49;
	const seen = new Set<number>();
	let values = 0;
	for (let at = view.getUint32(4, little); at !== 0; ) {
		if (seen.has(at)) throw imageDamaged();
		if (seen.add(at).size > MAX_DIRECTORIES) throw imageTooLarge();
		const count = view.getUint16(at, little);
		for (let i = 0; i < count; i++) {
			const entry = at + 2 + i * ENTRY_BYTES;
			if (!NEEDED.has(view.getUint16(entry, little))) {
				view.setUint16(entry, UNKNOWN_TAG, little);
				view.setUint16(entry + 2, 3, little);
				view.setUint32(entry + 4, 1, little);
				continue;
			}
			const length = view.getUint32(entry + 4, little);
			values += length;
			const bytes = length * (TYPE_BYTES[view.getUint16(entry + 2, little)] ?? 1);
			if (bytes > file.length) throw imageDamaged();
			if (values > MAX_TIFF_VALUES) throw imageTooLarge();
		}
		at = view.getUint32(at + 2 + count * ENTRY_BYTES, little);
	}
}

/** Of a deflated page: its strips unpack to no more than it has pixels for. Throws `document_damaged`. */
export function checkStrips(
	file: Uint8Array,
	offsets: readonly number[],
	lengths: readonly number[],
	most: number,
): void {
	let unpacked = 0;
	for (const [i, offset] of offsets.entries()) {
		const data = file.subarray(offset, offset + (lengths[i] ?? 0));
		unfiltered({ object: 0, dictionary: "/FlateDecode ", data }, (chunk) => {
			unpacked += chunk.length;
			return unpacked <= most + SLACK_BYTES;
		});
		if (unpacked > most + SLACK_BYTES) throw imageDamaged();
	}
}
