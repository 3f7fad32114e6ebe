import type { Box } from "./blocks.ts";

export function areaOf(box: Box): number {
	return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
}

export function unionOf(a: Box, b: Box): Box {
	return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

export function overlapOf(a: Box, b: Box): number {
	return (
		Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]))
	);
}

/** True where the centre of `inner` lies in `outer`, grown by a point. */
export function holdsCentre(outer: Box, inner: Box): boolean {
	const x = (inner[0] + inner[2]) / 2;
	const y = (inner[1] + inner[3]) / 2;
	return x >= outer[0] - 1 && x <= outer[2] + 1 && y >= outer[1] - 1 && y <= outer[3] + 1;
}

/** The part of `box` on the page, rounded to a hundredth of a point. */
export function onPage(box: Box, widthPt: number, heightPt: number): Box {
	const clamp = (value: number, max: number) =>
		Math.round(Math.min(Math.max(Number.isFinite(value) ? value : 0, 0), max) * 100) / 100;
	return [clamp(box[0], widthPt), clamp(box[1], heightPt), clamp(box[2], widthPt), clamp(box[3], heightPt)];
}
