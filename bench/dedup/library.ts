/** Scans papers and shuffles them into a library. */
import { characterReader, type Misreader, type Reader } from "./misreadings.ts";
import { type Labelled, type LibraryDocument, type Paper, place, substance, type Unplaced } from "./paper.ts";
import type { Random } from "./random.ts";
import { type Rendition, render } from "./renditions.ts";
import { wordReader } from "./word-misreadings.ts";

/** What a rate of errors is a share of: words, as a rule; of characters the same rate is far harsher. */
export type NoiseUnit = "words" | "characters";

export function readerOf(misreader: Misreader, unit: NoiseUnit): Reader {
	return unit === "words" ? wordReader(misreader) : characterReader(misreader);
}

export interface Scanning {
	reader: Reader;
	/** How often an original has a copy of each kind, beside those of the others. */
	copies: readonly { share: number; rendition: Rendition; suits?: (paper: Paper) => boolean }[];
	/** How the original itself came in; undefined: as printed. */
	original: (random: Random) => Rendition | undefined;
}

/**
 * At least `size` documents are made and `size` are returned. `next` makes the next paper or family. Papers that say what an earlier one says are
 * left out, so no two originals are the same.
 */
export function fillLibrary(size: number, random: Random, scanning: Scanning, next: () => Paper[]): Labelled[] {
	const said = new Set<string>();
	const made: Unplaced[] = [];
	let papers = 0;
	for (let families = 0; made.length < size; families++) {
		const group = next().filter((paper) => {
			const all = substance(paper.lines);
			return !said.has(all) && said.add(all);
		});
		const room = size - made.length;
		const marks = group.map(({ mark }) => mark ?? "");
		const scans = group.flatMap((paper, at) => {
			const siblings = marks.filter((_, other) => other !== at);
			const mark = paper.mark === null ? null : { own: paper.mark, siblings };
			return scansOf(paper, mark, scanning, random).map((scan) => ({
				...scan,
				paper: papers + at,
				family: group.length > 1 ? families : null,
			}));
		});
		papers += group.length;
		made.push(...scans.slice(0, room));
	}
	return place(random.shuffled(made));
}

type Scan = Pick<Unplaced, "document" | "kind">;

function scansOf(
	paper: Paper,
	mark: { own: string; siblings: readonly string[] } | null,
	{ reader, copies, original }: Scanning,
	random: Random,
): Scan[] {
	const asIs = original(random);
	const first = asIs === undefined ? paper.lines : render(paper.lines, mark, { rendition: asIs, reader, random });
	const scans: Scan[] = [{ kind: "original", document: documentOf(paper, first, paper.title) }];
	for (const { share, rendition, suits } of copies) {
		if (!random.chance(share) || suits?.(paper) === false) continue;
		const lines = render(paper.lines, mark, { rendition, reader, random });
		scans.push({ kind: rendition.kind, document: rescanned(paper, lines, random) });
	}
	return scans;
}

function documentOf(paper: Paper, lines: readonly string[], title: string): Omit<LibraryDocument, "id"> {
	return {
		title,
		content: lines.join("\n"),
		created: paper.created,
		correspondent: paper.correspondent,
		document_type: paper.documentType,
		tags: paper.tags,
	};
}

/** A second scan has another title as a rule, and often neither date nor sender. */
function rescanned(paper: Paper, lines: readonly string[], random: Random): Omit<LibraryDocument, "id"> {
	const scannedOn = `20${random.int(22, 25)}${random.int(10, 12)}${random.int(10, 28)}`;
	const title = random.weighted([
		[3, `Scan_${scannedOn}_${random.digits(6)}`],
		[2, `IMG_${random.digits(4)}`],
		[2, `${paper.title} (copy)`],
		[1, paper.title],
		[1, `${paper.documentType} ${paper.correspondent}`],
	]);
	const document = documentOf(paper, lines, title);
	if (random.chance(0.5)) document.correspondent = null;
	if (random.chance(0.5)) document.document_type = null;
	if (random.chance(0.6)) document.created = `${scannedOn.slice(0, 4)}-${scannedOn.slice(4, 6)}-${scannedOn.slice(6)}`;
	return document;
}
