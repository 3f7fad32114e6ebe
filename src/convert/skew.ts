/**
 * How text lines lie on a page, from its pixels: their slant, and whether they run across or down.
 *
 * Projection profile: points where ink ends and paper begins below it are counted along lines of each angle; text makes sharp peaks at its
 * baselines when the angle is right. The sum of squared counts tells how sharp (Postl 1986; lower edges in place of ink, so that
 * solid pictures weigh little).
 */
import { type GrayImage, reduced, turned } from "./gray-image.ts";

export interface TextDirection {
	/** Lines run down or up the page: it has to be turned by 90 or 270 degrees. */
	sideways: boolean;
	/** By how much lines fall to the right once turned (clockwise by 90 where sideways), −10…10 degrees. */
	skewDegrees: number;
}

export const MAX_SKEW_DEGREES = 10;
/** Less is not worth turning: an A4 line is then 1.5 mm lower at its end, a third of a line. */
const MIN_SKEW_DEGREES = 0.15;
/** Wanted width of the reduced image: a tenth of a degree moves the line's end by two pixels. */
const PROFILE_WIDTH_PX = 800;
const MAX_POINTS = 40_000;
/** Fewer edges are a picture or an empty page: nothing is turned. */
const MIN_POINTS = 300;
/** How much sharper than lying as it is a page must look sideways, and straightened. */
const SIDEWAYS_GAIN = 1.35;
const SKEW_GAIN = 1.03;

export function textDirection(image: GrayImage): TextDirection {
	const small = reduced(image, Math.max(1, Math.round(Math.min(image.widthPx, image.heightPx) / PROFILE_WIDTH_PX)));
	const across = slantOf(lowerEdges(small), small);
	const side = turned(small, 90);
	const down = slantOf(lowerEdges(side), side);
	const sideways = down.sharpness > across.sharpness * SIDEWAYS_GAIN;
	return { sideways, skewDegrees: sideways ? down.degrees : across.degrees };
}

interface Points {
	x: Float32Array;
	y: Float32Array;
	count: number;
}

/** Pixels of ink with paper below them; ink is darker than halfway between the page's mean and black. */
function lowerEdges({ widthPx: width, heightPx: height, pixels }: GrayImage): Points {
	let sum = 0;
	for (const value of pixels) sum += value;
	const threshold = Math.min(200, (sum / Math.max(1, pixels.length)) * 0.75);
	const isEdge = (at: number) => (pixels[at] ?? 255) < threshold && (pixels[at + width] ?? 0) >= threshold;
	let total = 0;
	const end = width * (height - 1);
	for (let at = 0; at < end; at++) if (isEdge(at)) total++;
	const step = Math.max(1, total / MAX_POINTS);
	const points = { x: new Float32Array(MAX_POINTS + 1), y: new Float32Array(MAX_POINTS + 1), count: 0 };
	let [seen, next] = [0, 0];
	for (let at = 0; at < end; at++) {
		if (!isEdge(at) || seen++ < next) continue;
		next += step;
		points.x[points.count] = at % width;
		points.y[points.count++] = Math.floor(at / width);
		if (points.count > MAX_POINTS) break;
	}
	return points;
}

function slantOf(points: Points, { widthPx, heightPx }: GrayImage): { degrees: number; sharpness: number } {
	if (points.count < MIN_POINTS) return { degrees: 0, sharpness: 0 };
	const margin = Math.ceil(widthPx * Math.tan((MAX_SKEW_DEGREES * Math.PI) / 180)) + 2;
	const bins = new Uint32Array(heightPx + margin * 2);
	const sharpness = (degrees: number) => profileSharpness(points, bins, margin, degrees);
	const level = sharpness(0);
	let best = { degrees: 0, sharpness: level };
	const search = (from: number, to: number, step: number) => {
		for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
			const found = sharpness(degrees);
			if (found > best.sharpness) best = { degrees, sharpness: found };
		}
	};
	search(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES, 0.5);
	const coarse = best.degrees;
	search(coarse - 0.45, coarse + 0.45, 0.15);
	const fine = best.degrees;
	search(fine - 0.1, fine + 0.1, 0.05);
	const worth = Math.abs(best.degrees) >= MIN_SKEW_DEGREES && best.sharpness > level * SKEW_GAIN;
	return worth ? best : { degrees: 0, sharpness: best.sharpness };
}

/** Mean square of the counts, relative to evenly spread points. */
function profileSharpness({ x, y, count }: Points, bins: Uint32Array, margin: number, degrees: number): number {
	bins.fill(0);
	const slope = Math.tan((degrees * Math.PI) / 180);
	for (let i = 0; i < count; i++) {
		const bin = ((y[i] ?? 0) - (x[i] ?? 0) * slope + margin) | 0;
		bins[bin] = (bins[bin] ?? 0) + 1;
	}
	let squares = 0;
	for (const value of bins) squares += value * value;
	return (squares * (bins.length - margin * 2)) / (count * count);
}
