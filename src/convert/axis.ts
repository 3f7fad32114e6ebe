/** The ladder of numbers beside a chart: the surest sign of one that is drawn with lines alone. */
import type { Box } from "./blocks.ts";
import type { Segment } from "./lines.ts";

/** Numbers of a ladder, at least. */
const MIN_STEPS = 4;
/** Numbers stand under each other by their left or right edges. */
const ALIGNED_PT = 3;
/** Distance of an axis's numbers from what is drawn. */
const REACH_PT = 45;
/** Equal steps, as shares of a step: labels are rounded and set by hand. */
const VALUE_TOLERANCE = 0.02;
const PLACE_TOLERANCE = 0.15;

/**
 * The numbers that fall in equal steps, evenly spaced, beside or inside the box; none where there is no such axis. Years in a table's
 * column fall by one: no axis.
 */
export function axisNumbers(box: Box, labels: readonly Segment[]): Segment[] {
	const numbers = labels.flatMap((segment) => {
		const { text, box: at } = segment;
		const value = toNumber(text);
		const isNear = at[2] > box[0] - REACH_PT && at[0] < box[2] + REACH_PT && at[1] > box[1] - 12 && at[3] < box[3] + 12;
		return value === undefined || !isNear
			? []
			: [{ segment, value, y: (at[1] + at[3]) / 2, left: at[0], right: at[2] }];
	});
	numbers.sort((a, b) => a.y - b.y);
	for (const first of numbers) {
		for (const side of ["left", "right"] as const) {
			const ladder = numbers.filter((other) => Math.abs(other[side] - first[side]) <= ALIGNED_PT);
			if (isLadder(ladder)) return ladder.map(({ segment }) => segment);
		}
	}
	return [];
}

function isLadder(steps: readonly { value: number; y: number }[]): boolean {
	if (steps.length < MIN_STEPS) return false;
	const gaps = steps.slice(1).map((step, i) => ({
		value: (steps[i]?.value ?? 0) - step.value,
		place: step.y - (steps[i]?.y ?? 0),
	}));
	const mean = (of: "value" | "place") => gaps.reduce((sum, gap) => sum + gap[of], 0) / gaps.length;
	const [value, place] = [mean("value"), mean("place")];
	const isYears = value === 1 && (steps[0]?.value ?? 0) > 1900;
	return (
		value > 0 &&
		!isYears &&
		gaps.every(
			(gap) =>
				Math.abs(gap.value - value) <= VALUE_TOLERANCE * value &&
				Math.abs(gap.place - place) <= PLACE_TOLERANCE * place,
		)
	);
}

/** "1,400", "-2.0%", ".05": a number and nothing else but signs of its unit. */
function toNumber(text: string): number | undefined {
	const bare = text
		.replace(/^[$€£₹]\s*|\s*%$/g, "")
		.replace(/[−–]/g, "-")
		.replace(/,(?=\d{3})/g, "");
	return /^-?\d*[.,]?\d+$/.test(bare) ? Number(bare.replace(",", ".")) : undefined;
}
