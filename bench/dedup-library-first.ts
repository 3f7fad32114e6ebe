/**
 * The first library for near-duplicate detection: English letters, reports and invoices, monthly papers that differ in little more than the month,
 * and scans of some of them with 1, 5 and 15 % of their characters wrong.
 */
import { monthlyFamily } from "./dedup/first-families.ts";
import { singlePaper } from "./dedup/first-papers.ts";
import { fillLibrary, type Scanning } from "./dedup/library.ts";
import { plainMisreader } from "./dedup/misreadings.ts";
import type { Labelled } from "./dedup/paper.ts";
import { Random } from "./dedup/random.ts";
import { rewrap } from "./dedup/renditions.ts";

/** So that 5,000 documents hold about 185 copies of each level. */
const COPIES_OF_AN_ORIGINAL = 0.043;

const scanning: Scanning = {
	reader: plainMisreader,
	copies: [0.01, 0.05, 0.15].map((rate) => ({
		share: COPIES_OF_AN_ORIGINAL,
		rendition: { kind: `edit-${rate * 100}`, rate: [rate, rate], changes: [], layout: rewrap(0) },
	})),
	original: () => undefined,
};

/** `size` documents in random order, ids from 1; the same for the same seed. */
export function firstLibrary(size: number, seed: number): Labelled[] {
	const random = new Random(seed, 1);
	return fillLibrary(size, random, scanning, () => {
		// A family is 24 papers on average: this makes about a third of the originals look-alikes.
		if (random.chance(0.021)) return monthlyFamily(random, random.int(12, 36));
		return [singlePaper(random)];
	});
}
