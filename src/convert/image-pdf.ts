/** Images → a PDF of one image a page, written by hand: objects, cross-reference table, trailer (ISO 32000-1, 7.5). */
import type { Orientation } from "./image-metadata.ts";

export interface PdfImage {
	widthPx: number;
	heightPx: number;
	/** Undefined where unknown. */
	dpi: number | undefined;
	orientation: Orientation;
	bitsPerComponent: number;
	/** PDF's name or array of the colour space, and the filter's entries. */
	colorSpace: string;
	filter: string;
	/** `/Decode` array, where values are inverted. */
	decode?: string;
	data: Uint8Array;
	/** Of `colorSpace` `palette`: RGB triples. */
	palette?: Uint8Array;
}

/** Of images that do not tell: between a screen's 96 and a scanner's 200. */
const USUAL_DPI = 150;
/** No page is longer than A3; a photograph of a page is taken for a page. */
const LONGEST_PT = 1224;
const TALL_PAGE_PT = 842;
const POINTS_PER_INCH = 72;

/** Matrices for each orientation, for a page of w × h: how the unit square, in which PDF paints an image, lies on it. */
const PLACEMENTS: Readonly<Record<Orientation, (w: number, h: number) => number[]>> = {
	1: (w, h) => [w, 0, 0, h, 0, 0],
	2: (w, h) => [-w, 0, 0, h, w, 0],
	3: (w, h) => [-w, 0, 0, -h, w, h],
	4: (w, h) => [w, 0, 0, -h, 0, h],
	5: (w, h) => [0, -h, -w, 0, w, h],
	6: (w, h) => [0, -h, w, 0, 0, h],
	7: (w, h) => [0, h, w, 0, 0, 0],
	8: (w, h) => [0, h, -w, 0, w, 0],
};

export class ImagePdf {
	private readonly pieces: Uint8Array[] = [];
	private readonly offsets: number[] = [];
	private readonly pages: number[] = [];
	private size = 0;

	constructor() {
		// Catalogue and page tree are numbers 1 and 2, and are written last.
		this.offsets.push(0, 0);
		this.write("%PDF-1.7\n");
	}

	get sizeBytes(): number {
		return this.size;
	}

	add(image: PdfImage): void {
		const [width, height] = pageSize(image);
		const palette = image.palette && this.object("", image.palette);
		const space =
			palette === undefined
				? image.colorSpace
				: `[/Indexed /DeviceRGB ${(image.palette?.length ?? 3) / 3 - 1} ${palette} 0 R]`;
		const picture = this.object(
			`/Type /XObject /Subtype /Image /Width ${image.widthPx} /Height ${image.heightPx} /ColorSpace ${space} ` +
				`/BitsPerComponent ${image.bitsPerComponent} ${image.filter}${image.decode ? ` /Decode ${image.decode}` : ""}`,
			image.data,
		);
		const matrix = PLACEMENTS[image.orientation](width, height).map((value) => value.toFixed(2));
		const content = this.object("", new TextEncoder().encode(`q ${matrix.join(" ")} cm /I Do Q`));
		this.pages.push(
			this.object(
				`/Type /Page /Parent 2 0 R /MediaBox [0 0 ${width.toFixed(2)} ${height.toFixed(2)}] ` +
					`/Resources << /XObject << /I ${picture} 0 R >> >> /Contents ${content} 0 R`,
			),
		);
	}

	/** The whole file. */
	finish(): Uint8Array {
		this.begin(1);
		this.write("<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
		this.begin(2);
		const kids = this.pages.map((page) => `${page} 0 R`).join(" ");
		this.write(`<< /Type /Pages /Count ${this.pages.length} /Kids [${kids}] >>\nendobj\n`);
		const start = this.size;
		const entries = this.offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
		const count = this.offsets.length + 1;
		this.write(`xref\n0 ${count}\n0000000000 65535 f \n${entries.join("")}`);
		this.write(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
		const file = new Uint8Array(this.size);
		let at = 0;
		for (const piece of this.pieces) {
			file.set(piece, at);
			at += piece.length;
		}
		return file;
	}

	/** Writes a dictionary, with a stream where there is data; returns its number. */
	private object(entries: string, data?: Uint8Array): number {
		this.offsets.push(0);
		const number = this.offsets.length;
		this.begin(number);
		if (data === undefined) this.write(`<< ${entries} >>\nendobj\n`);
		else {
			this.write(`<< ${entries} /Length ${data.length} >>\nstream\n`);
			this.append(data);
			this.write("\nendstream\nendobj\n");
		}
		return number;
	}

	private begin(number: number): void {
		this.offsets[number - 1] = this.size;
		this.write(`${number} 0 obj\n`);
	}

	private write(text: string): void {
		this.append(new TextEncoder().encode(text));
	}

	private append(bytes: Uint8Array): void {
		this.pieces.push(bytes);
		this.size += bytes.length;
	}
}

/** Points, turned as the image is. */
function pageSize({ widthPx, heightPx, dpi, orientation }: PdfImage): [width: number, height: number] {
	const longest = Math.max(widthPx, heightPx);
	let scale = POINTS_PER_INCH / (dpi ?? USUAL_DPI);
	if (longest * scale > LONGEST_PT) scale = TALL_PAGE_PT / longest;
	const [width, height] = [Math.max(1, widthPx * scale), Math.max(1, heightPx * scale)];
	return orientation >= 5 ? [height, width] : [width, height];
}
