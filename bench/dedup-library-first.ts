/**
 * The first library for near-duplicate detection: English letters, reports and invoices, monthly papers that differ in little more than the month,
 * and scans of some of them with 1, 5 and 15 % of their words wrong.
 *
 * It is calibrated by the peer, of which figures for 5,000 documents of such a library are published: precision .41, recall .99, .79 and 0 of the
 * copies by their level, F1 .43 to .49, 17 of 68 families merged, about 7 ms of CPU a document. Here it has with the seeds 41 and 42 precision
 * .42 and .43, recall .98 to .99, .78 and .75, and 0, F1 .49 and .48, 16 of 72 and 15 of 69 families merged, 6.3 and 6.8 ms. What decides: levels
 * in words (of 5 % wrong ones three quarters of the shingles are left, of 15 % four in nine), 330 words a paper on average, and payslips that
 * differ in month, day and hours alone.
 */
import { anyMonthlyFamily } from "./dedup/first-families.ts";
import { singlePaper } from "./dedup/first-papers.ts";
import { fillLibrary, type NoiseUnit, readerOf, type Scanning } from "./dedup/library.ts";
import { plainMisreader } from "./dedup/misreadings.ts";
import type { Labelled } from "./dedup/paper.ts";
import { Random } from "./dedup/random.ts";
import { rewrap } from "./dedup/renditions.ts";

/** So that 5,000 documents hold about 185 copies of each level. */
const COPIES_OF_AN_ORIGINAL = 0.043;

const scanning: Omit<Scanning, "reader"> = {
	copies: [0.01, 0.05, 0.15].map((rate) => ({
		share: COPIES_OF_AN_ORIGINAL,
		rendition: { kind: `edit-${rate * 100}`, rate: [rate, rate], changes: [], layout: rewrap(0) },
	})),
	original: () => undefined,
};

/** `size` documents in random order, ids from 1; the same for the same seed. Rates of errors are shares of `unit`. */
export function firstLibrary(size: number, seed: number, unit: NoiseUnit = "words"): Labelled[] {
	const random = new Random(seed, 1);
	return fillLibrary(size, random, { ...scanning, reader: readerOf(plainMisreader, unit) }, () => {
		// A family is 21 papers on average: this makes about a third of the originals look-alikes.
		if (random.chance(0.024)) return anyMonthlyFamily(random);
		return [singlePaper(random)];
	});
}
