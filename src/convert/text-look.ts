/**
 * A look at a picture before it is recognised: whether there is anywhere in it what print looks like. Photographs of fields and faces have
 * nothing of it, and take Tesseract as long as a page of text.
 *
 * The picture is seen through small windows. In one with print most pixels are of one gray, the ground, some differ clearly from it, and
 * several rows change between the two several times. One such window may be a twig before the sky; two side by side look like a word.
 * In doubt there may be text: handwriting, signs and patterns all count.
 */
import { type GrayImage, reduced } from "./gray-image.ts";

/** Windows in pixels, half of them overlapping: two or three small letters at 80 dpi. */
const WINDOW_PX = [24, 12] as const;
/** 256 grays in steps of four; the ground is this many of them wide, as JPEG and paper are uneven. */
const GRAY_STEP_BITS = 2;
const GROUND_STEPS = 8;
const GROUND_SHARE = 0.55;
/** Ink is further from the ground than this, and takes so much of the window. */
const INK_CONTRAST = 50;
const INK_SHARE = [0.06, 0.5] as const;
/** Rows that cross from ground to ink or back so often. */
const CROSSINGS = 3;
const CROSSED_ROWS = 3;
/** Print is looked for at these fractions of 250 dpi: letters of 5 to 12, 8 to 20, and 16 to 40 points. */
const REDUCTIONS = [2, 3, 6] as const;

/**
 * A picture's text is used from four words on (`ocr-merge.ts`), each of which is seen in three pairs of windows or more: they overlap, and
 * letters of most sizes show at two of the fractions.
 */
const LEAST_SIGHTS = 12;

/** False only where nothing in the picture, of about 250 dpi, looks like a few words. Takes some milliseconds where that is so. */
export function mayHoldText(image: GrayImage): boolean {
	let wanted = LEAST_SIGHTS;
	for (const factor of REDUCTIONS) {
		wanted -= wordSights(reduced(image, factor), wanted);
		if (wanted <= 0) return true;
	}
	return false;
}

/** Pairs of windows side by side with print in both, counted up to `enough`. */
function wordSights(image: GrayImage, enough: number): number {
	const [width, height] = WINDOW_PX;
	let sights = 0;
	for (let top = 0; top + height <= image.heightPx; top += height / 2) {
		// Whether the windows half and a whole window to the left look like print.
		let [half, whole] = [false, false];
		for (let left = 0; left + width <= image.widthPx; left += width / 2) {
			const isPrint = looksLikePrint(image, left, top);
			if (isPrint && whole && ++sights >= enough) return sights;
			[half, whole] = [isPrint, half];
		}
	}
	return sights;
}

function looksLikePrint({ pixels, widthPx }: GrayImage, left: number, top: number): boolean {
	const [width, height] = WINDOW_PX;
	counts.fill(0);
	for (let y = top; y < top + height; y++) {
		for (let at = y * widthPx + left, end = at + width; at < end; at++) {
			const step = (pixels[at] ?? 0) >> GRAY_STEP_BITS;
			counts[step] = (counts[step] ?? 0) + 1;
		}
	}
	const ground = groundIn(width * height * GROUND_SHARE);
	if (ground === undefined) return false;
	let [ink, crossedRows] = [0, 0];
	for (let y = top; y < top + height; y++) {
		let [crossings, wasInk] = [0, -1];
		for (let at = y * widthPx + left, end = at + width; at < end; at++) {
			const isInk = Math.abs((pixels[at] ?? 0) - ground) > INK_CONTRAST ? 1 : 0;
			ink += isInk;
			if (wasInk >= 0 && isInk !== wasInk) crossings++;
			wasInk = isInk;
		}
		if (crossings >= CROSSINGS) crossedRows++;
	}
	const share = ink / (width * height);
	return share >= INK_SHARE[0] && share <= INK_SHARE[1] && crossedRows >= CROSSED_ROWS;
}

/** Pixels of a window by gray. */
const counts = new Uint16Array(256 >> GRAY_STEP_BITS);

/** The middle of the gray that `least` pixels share; undefined where there is none. */
function groundIn(least: number): number | undefined {
	let [sum, most, from] = [0, 0, 0];
	for (let step = 0; step < counts.length; step++) {
		sum += (counts[step] ?? 0) - (counts[step - GROUND_STEPS] ?? 0);
		if (sum > most) [most, from] = [sum, step + 1 - GROUND_STEPS];
	}
	return most < least ? undefined : (from + GROUND_STEPS / 2) << GRAY_STEP_BITS;
}
