/** Gray pixels and what is done to them before recognition: turning by quarters, straightening, contrast. */

/** 8 bits a pixel, rows without padding, 0 is black. */
export interface GrayImage {
	widthPx: number;
	heightPx: number;
	pixels: Uint8Array;
}

export type QuarterTurn = 0 | 90 | 180 | 270;

const WHITE = 255;
/** Rec. 601 luma in 1/256: red, green, blue. */
const LUMA = [77, 150, 29] as const;

/** RGBA (`channels` 4) or RGB (3) → gray; transparent pixels lie on white. */
export function toGray(rgba: ArrayLike<number>, widthPx: number, heightPx: number, channels: 3 | 4 = 4): GrayImage {
	const pixels = new Uint8Array(widthPx * heightPx);
	for (let i = 0, at = 0; i < pixels.length; i++, at += channels) {
		const luma = ((rgba[at] ?? 0) * LUMA[0] + (rgba[at + 1] ?? 0) * LUMA[1] + (rgba[at + 2] ?? 0) * LUMA[2] + 128) >> 8;
		const alpha = channels === 4 ? (rgba[at + 3] ?? WHITE) : WHITE;
		pixels[i] = alpha === WHITE ? luma : WHITE + Math.round(((luma - WHITE) * alpha) / WHITE);
	}
	return { widthPx, heightPx, pixels };
}

/** The image turned clockwise. */
export function turned(image: GrayImage, degrees: QuarterTurn): GrayImage {
	const { widthPx: width, heightPx: height, pixels } = image;
	if (degrees === 0) return image;
	const out = new Uint8Array(pixels.length);
	if (degrees === 180) {
		for (let i = 0, last = pixels.length - 1; i <= last; i++) out[last - i] = pixels[i] ?? WHITE;
		return { widthPx: width, heightPx: height, pixels: out };
	}
	for (let y = 0; y < height; y++) {
		const row = y * width;
		for (let x = 0; x < width; x++) {
			const to = degrees === 90 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
			out[to] = pixels[row + x] ?? WHITE;
		}
	}
	return { widthPx: height, heightPx: width, pixels: out };
}

/**
 * The image turned counter-clockwise by a small angle about its centre, on a canvas that holds all of it, with linear interpolation.
 * A page whose lines fall to the right by `degrees` comes out level.
 */
export function straightened(image: GrayImage, degrees: number): GrayImage {
	const { widthPx: width, heightPx: height, pixels } = image;
	const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
	const [widthPx, heightPx] = straightenedSize(width, height, degrees);
	const out = new Uint8Array(widthPx * heightPx).fill(WHITE);
	for (let y = 0; y < heightPx; y++) {
		const dy = y + 0.5 - heightPx / 2;
		let sourceX = (0.5 - widthPx / 2) * cos - dy * sin + width / 2 - 0.5;
		let sourceY = (0.5 - widthPx / 2) * sin + dy * cos + height / 2 - 0.5;
		for (let x = 0, to = y * widthPx; x < widthPx; x++, to++, sourceX += cos, sourceY += sin) {
			if (sourceX < 0 || sourceY < 0 || sourceX >= width - 1 || sourceY >= height - 1) continue;
			const [left, top] = [sourceX | 0, sourceY | 0];
			const [fx, fy] = [sourceX - left, sourceY - top];
			const at = top * width + left;
			const upper = (pixels[at] ?? WHITE) * (1 - fx) + (pixels[at + 1] ?? WHITE) * fx;
			const lower = (pixels[at + width] ?? WHITE) * (1 - fx) + (pixels[at + width + 1] ?? WHITE) * fx;
			out[to] = upper * (1 - fy) + lower * fy + 0.5;
		}
	}
	return { widthPx, heightPx, pixels: out };
}

/** Width and height of the canvas that holds a `width` × `height` image turned by `degrees`. */
export function straightenedSize(width: number, height: number, degrees: number): [width: number, height: number] {
	const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.abs(Math.sin((degrees * Math.PI) / 180))];
	return [Math.ceil(width * cos + height * sin), Math.ceil(width * sin + height * cos)];
}

/** Rows `top`…`bottom` (excluded) of the image. Shares its pixels. */
export function band(image: GrayImage, top: number, bottom: number): GrayImage {
	const { widthPx, pixels } = image;
	return { widthPx, heightPx: bottom - top, pixels: pixels.subarray(top * widthPx, bottom * widthPx) };
}

/** Reduced by a whole factor, each pixel the mean of its block; incomplete blocks at the right and bottom are left out. */
export function reduced(image: GrayImage, factor: number): GrayImage {
	if (factor <= 1) return image;
	const [widthPx, heightPx] = [Math.floor(image.widthPx / factor), Math.floor(image.heightPx / factor)];
	const pixels = new Uint8Array(widthPx * heightPx);
	const area = factor * factor;
	const sums = new Uint32Array(widthPx);
	for (let y = 0; y < heightPx; y++) {
		sums.fill(0);
		for (let dy = 0; dy < factor; dy++) {
			let at = (y * factor + dy) * image.widthPx;
			for (let x = 0; x < widthPx; x++) {
				let sum = 0;
				for (let dx = 0; dx < factor; dx++) sum += image.pixels[at++] ?? WHITE;
				sums[x] = (sums[x] ?? 0) + sum;
			}
		}
		for (let x = 0; x < widthPx; x++) pixels[y * widthPx + x] = (sums[x] ?? 0) / area;
	}
	return { widthPx, heightPx, pixels };
}

/**
 * Spreads the gray values between the darkest 0.5 % and the paper (the commonest bright value) over the whole range, in place: faint
 * scans and tinted paper look like print on white. Returns the image; one without any contrast is left alone.
 */
export function spreadContrast(image: GrayImage): GrayImage {
	const histogram = new Uint32Array(256);
	for (const value of image.pixels) histogram[value] = (histogram[value] ?? 0) + 1;
	let [dark, seen] = [0, 0];
	while (dark < WHITE && seen < image.pixels.length * 0.005) seen += histogram[dark++] ?? 0;
	let paper = WHITE;
	for (let value = 128; value <= WHITE; value++) if ((histogram[value] ?? 0) > (histogram[paper] ?? 0)) paper = value;
	if (paper - dark < 32 || (dark < 24 && paper > 248)) return image;
	const table = Uint8Array.from({ length: 256 }, (_, value) =>
		Math.max(0, Math.min(WHITE, Math.round(((value - dark) * WHITE) / (paper - dark)))),
	);
	for (let i = 0; i < image.pixels.length; i++) image.pixels[i] = table[image.pixels[i] ?? 0] ?? WHITE;
	return image;
}
