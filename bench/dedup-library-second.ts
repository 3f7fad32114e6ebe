/**
 * The second library for near-duplicate detection, made by other templates than the first: German and English papers, a third of them
 * look-alikes, half of the originals scans themselves with 1 to 5 % of their words wrong, and copies that lost lines, pages, accents or their
 * order, or have 1, 5 or 15 % of their words wrong.
 */
import { fillLibrary, type NoiseUnit, readerOf, type Scanning } from "./dedup/library.ts";
import { scannerMisreader } from "./dedup/misreadings.ts";
import type { Labelled, Paper } from "./dedup/paper.ts";
import { Random } from "./dedup/random.ts";
import {
	type Change,
	dropLines,
	keepBeginning,
	keepLines,
	loseAccents,
	type Rendition,
	rewrap,
	surround,
	swapHalves,
} from "./dedup/renditions.ts";
import { lookalikes, MEAN_FAMILY } from "./dedup/second-families.ts";
import { loosePaper } from "./dedup/second-papers.ts";

/** So that 5,000 documents hold about 75 copies of each of the eight kinds. */
const COPIES_OF_AN_ORIGINAL = 0.0175;
const LOOKALIKES = 0.35;

const faxed: Change = surround((random) => ({
	above: [
		`FAX ${random.digits(4)} ${random.digits(6)}  ${random.int(1, 28)}/${random.int(1, 12)}  ${random.int(7, 19)}:${random.int(10, 59)}  P.0${random.int(1, 9)}`,
	],
	stamp: [
		random.pick(["EINGEGANGEN", "RECEIVED", "KOPIE", "Posteingang", "PAID"]),
		`${random.int(1, 28)}. ${random.int(1, 12)}. 20${random.int(10, 25)}`,
	],
	below: [`${random.pick(["Scan", "Archiv", "File", "Page"])} ${random.digits(5)} / ${random.int(1, 9)}`],
}));

/** Half of the second scans break lines elsewhere, some of them within words. */
const layout: Rendition["layout"] = (lines, random) => (random.chance(0.5) ? rewrap(0.3)(lines, random) : lines);

function scan(kind: string, lowest: number, highest: number, ...changes: Change[]): Rendition {
	return { kind, rate: [lowest, highest], changes, layout };
}

const renditions: Rendition[] = [
	scan("light", 0.01, 0.01),
	scan("mid", 0.05, 0.05),
	scan("heavy", 0.15, 0.15),
	scan("drops", 0.005, 0.02, dropLines(0.07)),
	scan("swap", 0.005, 0.02, swapHalves),
	scan("header", 0.005, 0.02, faxed),
	scan("part", 0.005, 0.02, keepBeginning(0.5, 0.7)),
	scan("accents", 0, 0.01, loseAccents),
];

const firstScan: Rendition = { kind: "original", rate: [0.01, 0.05], changes: [], layout: keepLines };

const scanning: Omit<Scanning, "reader"> = {
	copies: renditions.map((rendition) => ({
		// Without accents in the paper there would be nothing to lose.
		...(rendition.kind === "accents"
			? { suits: isAccented, share: COPIES_OF_AN_ORIGINAL * 2 }
			: { share: COPIES_OF_AN_ORIGINAL }),
		rendition,
	})),
	original: (random) => (random.chance(0.5) ? firstScan : undefined),
};

function isAccented({ lines }: Paper): boolean {
	return /[äöüß]/.test(lines.join(""));
}

/** `size` documents in random order, ids from 1; the same for the same seed. Rates of errors are shares of `unit`. */
export function secondLibrary(size: number, seed: number, unit: NoiseUnit = "words"): Labelled[] {
	const random = new Random(seed, 2);
	// Of the papers, not of the draws: a family is many papers.
	const families = LOOKALIKES / MEAN_FAMILY / (LOOKALIKES / MEAN_FAMILY + 1 - LOOKALIKES);
	return fillLibrary(size, random, { ...scanning, reader: readerOf(scannerMisreader, unit) }, () =>
		random.chance(families) ? lookalikes(random) : [loosePaper(random)],
	);
}
