/**
 * How a recognised page lies, and the way between the page as displayed and the page upright.
 *
 * Words are laid out upright, where lines are level; blocks then go back to the page, where they are shown. Points, top left.
 */
import type { Box } from "./blocks.ts";
import { type QuarterTurn, straightenedSize } from "./gray-image.ts";

export interface Frame {
	/** The page as displayed. */
	widthPt: number;
	heightPt: number;
	/** Clockwise turn that makes it upright. */
	rotation: QuarterTurn;
	/** By how much its lines then fall to the right. */
	skewDegrees: number;
}

/** Width and height of the upright page. */
export function uprightSize({ widthPt, heightPt, rotation, skewDegrees }: Frame): [width: number, height: number] {
	const isSideways = rotation === 90 || rotation === 270;
	const [width, height] = isSideways ? [heightPt, widthPt] : [widthPt, heightPt];
	return skewDegrees === 0 ? [width, height] : straightenedSize(width, height, skewDegrees);
}

export function isUpright(frame: Frame): boolean {
	return frame.rotation === 0 && frame.skewDegrees === 0;
}

/** The box on the page that holds an upright box. */
export function toPage(box: Box, frame: Frame): Box {
	return isUpright(frame) ? box : mapped(box, (x, y) => pointOnPage(x, y, frame));
}

/** The upright box that holds a box on the page. */
export function toUpright(box: Box, frame: Frame): Box {
	return isUpright(frame) ? box : mapped(box, (x, y) => pointUpright(x, y, frame));
}

function mapped(box: Box, map: (x: number, y: number) => [number, number]): Box {
	const corners = [map(box[0], box[1]), map(box[2], box[1]), map(box[0], box[3]), map(box[2], box[3])];
	const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
	return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function pointOnPage(x: number, y: number, frame: Frame): [number, number] {
	const { widthPt, heightPt, rotation } = frame;
	const [u, v] = slanted(x, y, frame, 1);
	if (rotation === 90) return [v, heightPt - u];
	if (rotation === 180) return [widthPt - u, heightPt - v];
	if (rotation === 270) return [widthPt - v, u];
	return [u, v];
}

function pointUpright(x: number, y: number, frame: Frame): [number, number] {
	const { widthPt, heightPt, rotation } = frame;
	if (rotation === 90) return slanted(heightPt - y, x, frame, -1);
	if (rotation === 180) return slanted(widthPt - x, heightPt - y, frame, -1);
	if (rotation === 270) return slanted(y, widthPt - x, frame, -1);
	return slanted(x, y, frame, -1);
}

/** From the straightened canvas to the turned page (`sense` 1) or back (−1): a turn about the centres of both. */
function slanted(x: number, y: number, frame: Frame, sense: 1 | -1): [number, number] {
	if (frame.skewDegrees === 0) return [x, y];
	const turned = uprightSize({ ...frame, skewDegrees: 0 });
	const straight = uprightSize(frame);
	const [from, to] = sense === 1 ? [straight, turned] : [turned, straight];
	const angle = (frame.skewDegrees * sense * Math.PI) / 180;
	const [dx, dy] = [x - from[0] / 2, y - from[1] / 2];
	return [
		dx * Math.cos(angle) - dy * Math.sin(angle) + to[0] / 2,
		dx * Math.sin(angle) + dy * Math.cos(angle) + to[1] / 2,
	];
}
