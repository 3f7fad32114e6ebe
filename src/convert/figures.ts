/** Figures of a page: its images and drawings, each with its labels; sub-figures of one caption are one figure. */
import { axisNumbers } from "./axis.ts";
import type { Box } from "./blocks.ts";
import { areaOf, holdsCentre, onPage, overlapOf, unionOf } from "./boxes.ts";
import { matchCaptions } from "./caption-matching.ts";
import { narrowParagraphs, type PageText, readText } from "./figure-text.ts";
import type { FoundFigure, FoundTable } from "./found.ts";
import { distanceOf, isCrossed } from "./gaps.ts";
import { imageBoxes } from "./images.ts";
import { MAX_FIGURES_PER_PAGE } from "./limits.ts";
import { type Line, type Segment, toLine, toLines } from "./lines.ts";
import type { RawPage, Word } from "./raw-page.ts";
import { type Cluster, clusterMarks } from "./vector-clusters.ts";
import { joinGridLines } from "./vector-grid-lines.ts";
import { joinLegends } from "./vector-legends.ts";
import { drawingMarks, type Mark } from "./vector-marks.ts";

interface Candidate {
	box: Box;
	/** Of images in it; undefined for a mere drawing. */
	image: boolean;
	strong: number;
	/** Height or width, whichever is larger, of the largest strong mark. */
	tall: number;
	curved: number;
	rules: number;
}

/** Smaller than this share of its page, a drawing is an icon or an ornament. */
const MIN_PAGE_SHARE = 0.012;
const MIN_SIDE_PT = 28;
const MAX_PAGE_SHARE = 0.85;
/** Images and drawings, and two images, that are parts of one picture. */
const MERGE_PT = 12;
const MERGE_IMAGES_PT = 2;
/** Clusters and images compared with each other, the largest first. */
const MAX_PARTS = 200;
/** Filled or curved areas that make a drawing without a caption. */
const MIN_STRONG = 3;
/** A drawing whose caption is this near needs no other proof. */
const CAPTION_PROOF_PT = 45;
/** The same for a drawing that is one by its marks, and may have white around it. */
const DRAWING_PROOF_PT = 80;
/** Lines of narrow paragraphs in what is drawn that make it a box of text. */
const MIN_NARROW_LINES = 3;
/** A strip of outlines flatter than this share of the page's height is a formula or lettering. */
const FORMULA_HEIGHT = 0.07;
/** Lines of running text that make what surrounds them a frame. */
const FRAMED_LINES = 2;
/** A chart of lines alone has few words; a ruled table has many. */
const MAX_CHART_TEXT_SHARE = 0.15;
/** Outlines all smaller than this many ems of body text are letters: formulas are often set so. */
const LETTERING_EM = 3;
/** Share of a drawing's area under words from which it is a form, a table or a text box. */
const MAX_TEXT_SHARE = 0.3;
/** Share of a picture that a recognised table fills. */
const TABLE_SHARE = 0.6;
/** Lines of small print between a caption and its figure. */
const NOTE_LINES = 2;
/** Labels stand so near to the drawing. */
const LABEL_PT = 6;
/** Sub-figures of one caption lie no further apart. */
const SIBLING_PT = 45;
/** A title over a picture is set larger than its labels: in ems of body text. */
const LABEL_EM = 1.3;

/** Figures in reading order. `tables` are taken: what lies in them is theirs. */
export function findFigures(seen: RawPage, lines: readonly Line[], tables: readonly FoundTable[]): FoundFigure[] {
	const page = withoutPictureText(seen);
	const text = readText(page === seen ? lines : toLines(page.words));
	const marks = drawingMarks(page, text);
	const kept = tables.filter((table) => !isChart(table.box, marks, text));
	const taken = kept.map((table) => table.box);
	const captions = text.captions.map((caption) => caption.box);
	const prose = text.prose.map((segment) => segment.box);
	const barriers = [...taken, ...captions, ...text.remarks, ...prose];
	const free = marks.filter((mark) => !taken.some((table) => holdsCentre(table, mark.box)));
	const drawings = joinLegends(joinGridLines(clusterMarks(free, barriers, page), barriers), barriers);
	const clusters = drawings.filter((cluster) => !isTextFrame(cluster, prose));
	const pictures = imageBoxes(page, text).filter((box) => !isPictureOfTable(box, kept));
	const images = pictures.map((box): Candidate => ({ box, image: true, strong: 0, tall: 0, curved: 0, rules: 0 }));
	const parts = [...images, ...clusters.map(toCandidate)].sort((a, b) => areaOf(b.box) - areaOf(a.box));
	const merged = mergeNear(parts.slice(0, MAX_PARTS), barriers);
	const drawn = merged
		.filter((candidate) => isFigure(candidate, page, text))
		.map((candidate) => withLabels(candidate, page, text));
	const figures = joinSiblings(drawn, text, barriers)
		.map((candidate) => ({ ...candidate, box: onPage(candidate.box, page.widthPt, page.heightPt) }))
		.sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0])
		.slice(0, MAX_FIGURES_PER_PAGE);
	const matched = matchCaptions(boxesOf(figures), captions, prose, NOTE_LINES);
	return figures.map((figure, at): FoundFigure => {
		const caption = text.captions[matched.get(at) ?? -1];
		const found = { box: figure.box, usedWords: labelsIn(figure, page, text, kept) };
		return caption === undefined ? found : { ...found, caption: caption.lines.map(toLine) };
	});
}

/** What was recognised inside pictures is content, neither label nor caption; on a page that was recognised as a whole it is the text. */
function withoutPictureText(page: RawPage): RawPage {
	const printed = page.words.filter((word) => word.ocr !== true);
	return printed.length === 0 || printed.length === page.words.length ? page : { ...page, words: printed };
}

/** A picture whose text was recognised and found to be a table is that table. */
function isPictureOfTable(picture: Box, tables: readonly FoundTable[]): boolean {
	return tables.some(
		({ box, usedWords }) =>
			overlapOf(box, picture) > TABLE_SHARE * areaOf(picture) && [...usedWords].every((word) => word.ocr === true),
	);
}

/** What was read as a table but is drawn and called a figure: a chart's axis and bars stand in rows and columns too. */
function isChart(table: Box, marks: readonly Mark[], text: PageText): boolean {
	if (!hasCaption(table, boxesOf(text.captions)) || hasCaption(table, text.remarks)) return false;
	return marks.filter((mark) => mark.strong && holdsCentre(table, mark.box)).length >= MIN_STRONG;
}

function boxesOf(things: readonly { box: Box }[]): Box[] {
	return things.map(({ box }) => box);
}

/** Lines around running text: a box in a report, set apart by its frame. */
function isTextFrame({ box, marks }: Cluster, prose: readonly Box[]): boolean {
	if (marks.some((mark) => mark.strong)) return false;
	return prose.filter((text) => holdsCentre(box, text)).length >= FRAMED_LINES;
}

function toCandidate({ box, marks }: Cluster): Candidate {
	const count = (is: (mark: Cluster["marks"][number]) => boolean) => marks.filter(is).length;
	return {
		box,
		image: false,
		strong: count((mark) => mark.strong),
		tall: Math.max(0, ...marks.map(({ strong, box: [x0, y0, x1, y1] }) => (strong ? Math.max(x1 - x0, y1 - y0) : 0))),
		curved: count((mark) => mark.curved),
		rules: count((mark) => mark.rule),
	};
}

/** Parts of one picture become one candidate, unless running text, a caption or a table lies between. */
function mergeNear(parts: Candidate[], barriers: readonly Box[]): Candidate[] {
	const open = [...parts];
	for (let i = 0; i < open.length; i++) {
		for (let j = i + 1; j < open.length; j++) {
			const [a, b] = [open[i], open[j]];
			if (a === undefined || b === undefined) continue;
			const reach = a.image && b.image ? MERGE_IMAGES_PT : a.image || b.image ? MERGE_PT : 0;
			if (distanceOf(a.box, b.box) > reach || isCrossed(a.box, b.box, barriers)) continue;
			open.splice(j, 1);
			open[i] = union(a, b);
			// The grown one may now reach those it was compared with before.
			i = -1;
			break;
		}
	}
	return open;
}

function union(a: Candidate, b: Candidate): Candidate {
	return {
		box: unionOf(a.box, b.box),
		image: a.image || b.image,
		strong: a.strong + b.strong,
		tall: Math.max(a.tall, b.tall),
		curved: a.curved + b.curved,
		rules: a.rules + b.rules,
	};
}

function isFigure(candidate: Candidate, page: RawPage, text: PageText): boolean {
	const { box } = candidate;
	const [width, height] = [box[2] - box[0], box[3] - box[1]];
	const share = areaOf(box) / Math.max(1, page.widthPt * page.heightPt);
	if (candidate.image) return true;
	if (share < MIN_PAGE_SHARE || share > MAX_PAGE_SHARE || Math.min(width, height) < MIN_SIDE_PT) return false;
	const reach = candidate.strong >= MIN_STRONG ? DRAWING_PROOF_PT : CAPTION_PROOF_PT;
	if (hasCaption(box, boxesOf(text.captions), reach)) return candidate.strong + candidate.curved + candidate.rules > 1;
	if (holdsParagraphs(box, text)) return false;
	if (hasCaption(box, text.remarks) && candidate.curved === 0) return false;
	if (axisNumbers(box, text.labels).length > 0 && textShare(box, page.words) <= MAX_CHART_TEXT_SHARE) return true;
	if (candidate.tall < LETTERING_EM * text.bodyPt) return false;
	if (candidate.strong < MIN_STRONG || height < page.heightPt * FORMULA_HEIGHT) return false;
	return textShare(box, page.words) <= MAX_TEXT_SHARE;
}

function hasCaption(box: Box, captions: readonly Box[], reachPt = CAPTION_PROOF_PT): boolean {
	return captions.some((caption) => {
		const shared = Math.min(box[2], caption[2]) - Math.max(box[0], caption[0]);
		return shared > 0 && distanceOf(box, caption) <= reachPt;
	});
}

/** Cards and boxes with text: more of their words stand in paragraphs than in labels. */
function holdsParagraphs(box: Box, text: PageText): boolean {
	const wordsIn = (segments: readonly Segment[]) => segments.reduce((sum, { words }) => sum + words.length, 0);
	const labels = text.labels.filter((segment) => holdsCentre(box, segment.box));
	const lines = narrowParagraphs(labels);
	return lines.length >= MIN_NARROW_LINES && wordsIn(lines) > wordsIn(labels) / 2;
}

function textShare(box: Box, words: readonly Word[]): number {
	let ink = 0;
	for (const word of words) ink += overlapOf(box, word.box);
	return ink / Math.max(1, areaOf(box));
}

/** Axis numbers and legends stand a little outside of what is drawn. */
function withLabels(candidate: Candidate, page: RawPage, text: PageText): Candidate {
	if (candidate.image && candidate.strong + candidate.rules === 0) return candidate;
	const rotated = page.words.filter((word) => word.rotation !== 0).map((word) => word.box);
	const labels = [...text.labels.map((segment) => segment.box), ...rotated];
	const reach = axisNumbers(candidate.box, text.labels)
		.map(({ box }) => box)
		.reduce(unionOf, candidate.box);
	let box = reach;
	for (const label of labels) if (distanceOf(reach, label) <= LABEL_PT) box = unionOf(box, label);
	return { ...candidate, box };
}

/** Pictures without a caption of their own that the caption of a neighbour reaches over. */
function joinSiblings(candidates: Candidate[], text: PageText, barriers: readonly Box[]): Candidate[] {
	const captions = matchCaptions(boxesOf(candidates), boxesOf(text.captions), boxesOf(text.prose), NOTE_LINES);
	const gone = new Set<Candidate>();
	const out = [...candidates];
	for (const [at, captionAt] of captions) {
		const caption = text.captions[captionAt]?.box;
		for (const [other, sibling] of candidates.entries()) {
			const whole = out[at];
			if (whole === undefined || caption === undefined || captions.has(other) || gone.has(sibling)) continue;
			if (distanceOf(whole.box, sibling.box) > SIBLING_PT || isCrossed(whole.box, sibling.box, barriers)) continue;
			if (!isUnderOneCaption(whole.box, sibling.box, caption)) continue;
			out[at] = union(whole, sibling);
			gone.add(sibling);
		}
	}
	return out.filter((_, at) => !gone.has(candidates[at] as Candidate));
}

/** Side by side over a caption that reaches below both; or stacked in one column. */
function isUnderOneCaption(a: Box, b: Box, caption: Box): boolean {
	const across = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
	const along = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
	if (across > 0.6 * Math.min(a[2] - a[0], b[2] - b[0])) return true;
	if (along <= 0.5 * Math.min(a[3] - a[1], b[3] - b[1])) return false;
	return Math.min(b[2], caption[2]) - Math.max(b[0], caption[0]) > 0.2 * (b[2] - b[0]);
}

/** Words of the drawing; over a photograph, only what is set as small as a label. */
function labelsIn(candidate: Candidate, page: RawPage, text: PageText, tables: readonly FoundTable[]): Set<Word> {
	const prose = new Set(text.prose.flatMap((segment) => segment.words));
	const isDrawn = candidate.strong + candidate.rules > 0;
	const captions = [...boxesOf(text.captions), ...text.remarks];
	const inside = page.words.filter(
		(word) =>
			holdsCentre(candidate.box, word.box) &&
			!prose.has(word) &&
			!tables.some((table) => table.usedWords.has(word)) &&
			(isDrawn || word.sizePt <= text.bodyPt * LABEL_EM) &&
			!captions.some((caption) => holdsCentre(caption, word.box)),
	);
	return new Set(inside);
}
