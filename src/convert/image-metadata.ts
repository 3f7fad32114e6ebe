/** What image files say of themselves before they are decoded: size, resolution, orientation. */

export type ImageKind = "jpeg" | "png" | "tiff" | "webp";

/** EXIF's numbers: 1 upright, 3 upside down, 6 to be turned clockwise, 8 counter-clockwise; even ones are mirrored as well. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface ImageMetadata {
	widthPx: number;
	heightPx: number;
	/** Pixels per inch; undefined where the file does not tell, or tells nonsense. */
	dpi: number | undefined;
	orientation: Orientation;
	/** Of JPEG: 1 gray, 3 colour, 4 CMYK. */
	channels: number;
	/** A JPEG by Adobe: its CMYK is inverted. */
	isAdobe: boolean;
}

const CM_PER_INCH = 2.54;
/** EXIF tags. */
const [ORIENTATION, X_RESOLUTION, RESOLUTION_UNIT] = [0x0112, 0x011a, 0x0128] as const;
const UNIT_CM = 3;
/** JPEG's frame headers: SOF0…SOF15 without the four other segments among them. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

export function imageKind(bytes: Uint8Array): ImageKind | undefined {
	const starts = (...magic: number[]) => magic.every((byte, i) => bytes[i] === byte);
	if (starts(0xff, 0xd8, 0xff)) return "jpeg";
	if (starts(0x89, 0x50, 0x4e, 0x47)) return "png";
	if (starts(0x49, 0x49, 0x2a, 0) || starts(0x4d, 0x4d, 0, 0x2a)) return "tiff";
	if (starts(0x52, 0x49, 0x46, 0x46) && ascii(bytes, 8, 4) === "WEBP") return "webp";
	return undefined;
}

/** Undefined where the file has no frame. */
export function jpegMetadata(bytes: Uint8Array): ImageMetadata | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let found: Pick<ImageMetadata, "dpi" | "orientation"> = { dpi: undefined, orientation: 1 };
	let isAdobe = false;
	for (let at = 2; at + 10 <= bytes.length; ) {
		if (bytes[at] !== 0xff) return undefined;
		const marker = bytes[at + 1] ?? 0;
		if (marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
			at += marker === 0xff ? 1 : 2;
			continue;
		}
		const [start, size] = [at + 4, view.getUint16(at + 2)];
		if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker)) {
			const channels = bytes[start + 5] ?? 0;
			return { ...found, isAdobe, channels, heightPx: view.getUint16(start + 1), widthPx: view.getUint16(start + 3) };
		}
		if (marker === 0xe0 && ascii(bytes, start, 4) === "JFIF" && size >= 12) {
			const perCm = bytes[start + 7] === 2;
			if (perCm || bytes[start + 7] === 1) {
				found.dpi = sane(view.getUint16(start + 8) * (perCm ? CM_PER_INCH : 1));
			}
		} else if (marker === 0xe1 && ascii(bytes, start, 4) === "Exif") {
			const exif = exifMetadata(bytes.subarray(start + 6, at + 2 + size));
			found = { orientation: exif.orientation, dpi: exif.dpi ?? found.dpi };
		} else if (marker === 0xee && ascii(bytes, start, 5) === "Adobe") isAdobe = true;
		at += 2 + size;
	}
	return undefined;
}

/** Of EXIF data, which is a TIFF without pixels. */
export function exifMetadata(bytes: Uint8Array): Pick<ImageMetadata, "dpi" | "orientation"> {
	const result: Pick<ImageMetadata, "dpi" | "orientation"> = { dpi: undefined, orientation: 1 };
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		const little = bytes[0] === 0x49;
		const directory = view.getUint32(4, little);
		let [resolution, unit] = [0, 2];
		for (let i = 0; i < Math.min(view.getUint16(directory, little), 200); i++) {
			const entry = directory + 2 + i * 12;
			const tag = view.getUint16(entry, little);
			if (tag === ORIENTATION) result.orientation = toOrientation(view.getUint16(entry + 8, little));
			else if (tag === RESOLUTION_UNIT) unit = view.getUint16(entry + 8, little);
			else if (tag === X_RESOLUTION) {
				const at = view.getUint32(entry + 8, little);
				resolution = view.getUint32(at, little) / Math.max(1, view.getUint32(at + 4, little));
			}
		}
		result.dpi = sane(unit === UNIT_CM ? resolution * CM_PER_INCH : resolution);
	} catch (error) {
		// Offsets beyond the data: what was found so far counts.
		if (!(error instanceof RangeError)) throw error;
	}
	return result;
}

export function toOrientation(value: number): Orientation {
	return value >= 1 && value <= 8 && Number.isInteger(value) ? (value as Orientation) : 1;
}

/** 1 and 72 mean "not known" as often as they mean it: programs write them for photographs. */
export function sane(dpi: number): number | undefined {
	return dpi > 72.5 && dpi <= 2400 ? dpi : undefined;
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + length));
}
