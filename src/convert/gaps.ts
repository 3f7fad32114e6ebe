/** What lies between two boxes. */
import type { Box } from "./blocks.ts";
import { areaOf, overlapOf, unionOf } from "./boxes.ts";

/** Gap between two boxes, the larger of both directions; 0 where they touch. */
export function distanceOf(a: Box, b: Box): number {
	return Math.max(0, a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3]);
}

/** True where a barrier lies in the union of two boxes but in neither of them. */
export function isCrossed(a: Box, b: Box, barriers: readonly Box[]): boolean {
	const whole = unionOf(a, b);
	return barriers.some((box) => {
		const inside = overlapOf(box, whole);
		return inside > 0.3 * areaOf(box) && overlapOf(box, a) + overlapOf(box, b) < 0.5 * inside;
	});
}
