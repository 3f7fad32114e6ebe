/** Grid lines of a chart that no bar reaches, and its axis: they run from edge to edge like the grid lines that were found with it. */
import type { Box } from "./blocks.ts";
import { unionOf } from "./boxes.ts";
import { distanceOf, isCrossed } from "./gaps.ts";
import type { Cluster } from "./vector-clusters.ts";

/** Grid lines stand no further apart. */
const MAX_STEP_PT = 60;
/** Lines of one grid begin and end together. */
const SAME_END_PT = 3;
/** Clusters compared with each other, the largest first. */
const MAX_CLUSTERS = 400;

/** Clusters of nothing but lines join the drawing whose lines have the same ends; `barriers` part them. */
export function joinGridLines(clusters: readonly Cluster[], barriers: readonly Box[]): Cluster[] {
	const isLines = (cluster: Cluster) => cluster.marks.every((mark) => mark.rule);
	const lines = clusters.filter(isLines).slice(0, MAX_CLUSTERS);
	const drawings = clusters.filter((cluster) => !isLines(cluster)).slice(0, MAX_CLUSTERS);
	const open = new Set(lines);
	for (const drawing of drawings) {
		for (let joined = true; joined; ) {
			joined = false;
			for (const line of open) {
				if (distanceOf(drawing.box, line.box) > MAX_STEP_PT || !hasSameEnds(drawing, line.box)) continue;
				if (isCrossed(drawing.box, line.box, barriers)) continue;
				drawing.box = unionOf(drawing.box, line.box);
				drawing.marks.push(...line.marks);
				open.delete(line);
				joined = true;
			}
		}
	}
	return [...drawings, ...open];
}

function hasSameEnds(drawing: Cluster, line: Box): boolean {
	const axis = line[2] - line[0] > line[3] - line[1] ? 0 : 1;
	const close = (a: number, b: number) => Math.abs(a - b) <= SAME_END_PT;
	return drawing.marks.some(
		({ rule, box }) => rule && close(box[axis], line[axis]) && close(box[axis + 2] ?? 0, line[axis + 2] ?? 0),
	);
}
