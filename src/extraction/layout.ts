/** What lies beside and below on a page. */
import type { Box } from "../convert/convert.ts";
import type { DocumentText } from "./page-text.ts";
import type { Segment, TextLine } from "./tokens.ts";

/** Share of the narrower one that two things have in common in width. */
export function sharedWidth(a: Box, b: Box): number {
	const shared = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
	return shared / Math.max(1, Math.min(a[2] - a[0], b[2] - b[0]));
}

/** How far two things are from standing under each other: by their left edges, right edges or middles, whichever is nearest, in points. */
export function misalignment(a: Box, b: Box): number {
	return Math.min(Math.abs(a[0] - b[0]), Math.abs(a[2] - b[2]), Math.abs((a[0] + a[2]) / 2 - (b[0] + b[2]) / 2));
}

export interface Below {
	segment: Segment;
	line: TextLine;
	/** White between the two, in heights of the upper line. */
	gap: number;
}

/** The next segment under `box`, within so many line heights. */
export function segmentBelow(text: DocumentText, from: TextLine, box: Box, reach: number): Below | undefined {
	for (let index = from.index + 1; index < text.lines.length; index++) {
		const line = text.lines[index];
		if (line === undefined || line.page !== from.page) return undefined;
		const gap = (line.box[1] - box[3]) / from.heightPt;
		if (gap > reach) return undefined;
		// Beside it, or overlapping it: a neighbour in another column, set a little lower.
		if (gap < -0.5) continue;
		const under = line.segments.filter((segment) => isUnder(segment.box, box, from.heightPt));
		const [segment] = under.sort((a, b) => misalignment(a.box, box) - misalignment(b.box, box));
		if (segment !== undefined) return { segment, line, gap: Math.max(0, gap) };
	}
	return undefined;
}

function isUnder(lower: Box, upper: Box, heightPt: number): boolean {
	return sharedWidth(lower, upper) > 0.3 || misalignment(lower, upper) < heightPt * 0.4;
}
