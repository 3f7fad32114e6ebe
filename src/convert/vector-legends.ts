/** The legend of a chart: small areas in the colours of what is drawn, each beside its label, a little off the drawing. */
import type { Box } from "./blocks.ts";
import { unionOf } from "./boxes.ts";
import { distanceOf, isCrossed } from "./gaps.ts";
import type { Cluster } from "./vector-clusters.ts";

/** A legend stands no further from its drawing. */
const MAX_DISTANCE_PT = 90;
/** One area of a colour is an accident: text has coloured bullets, too. */
const MIN_COLORS = 2;
/** Clusters compared with each other, the largest first. */
const MAX_CLUSTERS = 400;

/** Keys in at least two of a drawing's colours join it; `barriers` part them. */
export function joinLegends(clusters: readonly Cluster[], barriers: readonly Box[]): Cluster[] {
	const isKeys = (cluster: Cluster) => cluster.marks.every((mark) => mark.key);
	const keys = clusters.filter(isKeys).slice(0, MAX_CLUSTERS);
	const drawings = clusters.filter((cluster) => !isKeys(cluster)).slice(0, MAX_CLUSTERS);
	const open = new Set(keys);
	for (const drawing of drawings) {
		const colors = new Set(
			drawing.marks.flatMap((mark) => (mark.strong && mark.color !== undefined ? [mark.color] : [])),
		);
		if (colors.size < MIN_COLORS) continue;
		const own = [...open].filter(
			(key) =>
				key.marks.every((mark) => mark.color !== undefined && colors.has(mark.color)) &&
				distanceOf(drawing.box, key.box) <= MAX_DISTANCE_PT &&
				!isCrossed(drawing.box, key.box, barriers),
		);
		if (new Set(own.flatMap((key) => key.marks.map((mark) => mark.color))).size < MIN_COLORS) continue;
		for (const key of own) {
			drawing.box = unionOf(drawing.box, key.box);
			drawing.marks.push(...key.marks);
			open.delete(key);
		}
	}
	return [...drawings, ...open];
}
