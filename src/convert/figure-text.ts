/** What a page's text says about its drawings: where running text stands, which lines are captions, which are labels. */
import type { Box } from "./blocks.ts";
import { unionOf } from "./boxes.ts";
import { figureLabel, isBareLabel, isSourceLine, isTableCaption } from "./captions.ts";
import { commonestSize, type Line, type Segment } from "./lines.ts";
import type { Word } from "./raw-page.ts";

export interface PageText {
	/** Height of most characters, in points. */
	bodyPt: number;
	/** Segments of running text. */
	prose: Segment[];
	captions: CaptionText[];
	/** Captions of tables, and lines that name a source: no part of a drawing. */
	remarks: Box[];
	/** All other segments: they may be labels of a drawing. */
	labels: SizedSegment[];
}

/** A figure's caption: its words line by line, the label first. */
export interface CaptionText {
	box: Box;
	lines: Word[][];
}

/** A line this long, in ems, is running text if the next one is as long; a lone one if twice as long. */
const PROSE_EM = 16;
/** Words with letters of such a line; an axis has numbers. */
const PROSE_WORDS = 5;
/** Paragraphs in narrow columns: so many lines from one edge. */
const NARROW_LINES = 3;
const NARROW_EDGE_PT = 1.5;
/** Baselines further apart than this, in ems, do not belong to one paragraph. */
const PITCH_EM = 1.9;
/** A caption's lines are set tighter, and evenly: a wider step begins the body text. */
const CAPTION_PITCH_EM = 1.6;
const PITCH_GROWTH = 1.25;
/** A label in a cell of its own ("Diagram 3") and its text stand no further apart than this, in ems. */
const BESIDE_EM = 5;
const MAX_CAPTION_LINES = 10;
/** Captions looked for on a page: a list of figures has no more. */
const MAX_CAPTIONS = 200;

export function readText(lines: readonly Line[]): PageText {
	const segments = lines.flatMap((line) => line.segments.map(toSized));
	const bodyPt = commonestSize(lines.flatMap((line) => line.words)) || 10;
	const text: PageText = { bodyPt, prose: [], captions: [], remarks: [], labels: [] };
	const rest = new Set(segments);
	for (const segment of segments) {
		if (!rest.has(segment) || text.captions.length + text.remarks.length >= MAX_CAPTIONS) continue;
		const isFigure = figureLabel(segment.text) !== undefined;
		if (!isFigure && !isTableCaption(segment.text) && !isSourceLine(segment.text)) continue;
		const beside = isBareLabel(segment.text) ? besideLabel(segment, rest) : [];
		const whole = beside.length > 0 ? [segment, ...beside] : captionLines(segment, segments, rest);
		for (const part of whole) rest.delete(part);
		const box = whole.map((part) => part.box).reduce(unionOf);
		if (isFigure) text.captions.push({ box, lines: whole.map((part) => part.words) });
		else text.remarks.push(box);
	}
	const long = [...rest].filter(isLong);
	for (const segment of rest) {
		const isProse =
			long.includes(segment) && (widthOf(segment) > 2 * PROSE_EM * segment.sizePt || hasNeighbour(segment, long));
		(isProse ? text.prose : text.labels).push(segment);
	}
	return text;
}

/** A piece of a line with a size and a baseline of its own. */
export type SizedSegment = Segment & Pick<Line, "sizePt" | "baseline">;

/**
 * Those segments that are lines of paragraphs in narrow columns: one below the other from one edge, most of them going on in lower case.
 * Labels are centred, short, or begin with capitals.
 */
export function narrowParagraphs(segments: readonly SizedSegment[]): SizedSegment[] {
	const paragraphs: SizedSegment[][] = [];
	for (const segment of segments) {
		if (segment.words.length < 2) continue;
		const open = paragraphs.slice(-12).findLast((paragraph) => {
			const last = paragraph.at(-1);
			const pitch = segment.baseline - (last?.baseline ?? 0);
			const em = segment.sizePt;
			return (
				last !== undefined &&
				Math.abs(last.box[0] - segment.box[0]) < NARROW_EDGE_PT &&
				Math.abs(last.sizePt - em) < 0.6 &&
				pitch > 0.5 * em &&
				pitch <= PITCH_EM * em
			);
		});
		if (open === undefined) paragraphs.push([segment]);
		else open.push(segment);
	}
	const goesOn = (paragraph: readonly SizedSegment[]) =>
		paragraph.slice(1).filter(({ text }) => /^\p{Ll}/u.test(text)).length >= (paragraph.length - 1) / 2;
	return paragraphs.filter((paragraph) => paragraph.length >= NARROW_LINES && goesOn(paragraph)).flat();
}

/** A line may run over two columns, each with a size and a baseline of its own. */
function toSized(segment: Segment): SizedSegment {
	const baseline = segment.words.reduce((sum, word) => sum + word.baseline, 0) / segment.words.length;
	return { ...segment, sizePt: commonestSize(segment.words), baseline };
}

/** Bold and italic of one typeface share the beginning of their names. */
function typeface(word: Word): string {
	return word.font.slice(0, 5).toLowerCase();
}

/** The line a caption begins with, and those below it of its size, fonts and column. */
function captionLines(
	first: SizedSegment,
	segments: readonly SizedSegment[],
	rest: ReadonlySet<SizedSegment>,
): SizedSegment[] {
	const whole = [first];
	const fonts = new Set(first.words.map(typeface));
	let last = first;
	let usual = first.sizePt * CAPTION_PITCH_EM;
	for (const next of segments) {
		if (next === first || !rest.has(next) || whole.length >= MAX_CAPTION_LINES) continue;
		const pitch = next.baseline - last.baseline;
		if (pitch <= last.sizePt * 0.4 || pitch > usual || sharedWidth(next.box, first.box) < 0.3) continue;
		if (Math.abs(next.sizePt - first.sizePt) > 0.6 || !next.words.some((word) => fonts.has(typeface(word)))) continue;
		if (figureLabel(next.text) !== undefined || isTableCaption(next.text)) break;
		whole.push(next);
		for (const word of next.words) fonts.add(typeface(word));
		usual = Math.min(usual, pitch * PITCH_GROWTH);
		last = next;
	}
	return whole;
}

/** Lines to the right of a bare label, whose middle they may stand around. */
function besideLabel(label: SizedSegment, rest: ReadonlySet<SizedSegment>): SizedSegment[] {
	const em = label.sizePt;
	return [...rest].filter(
		({ box }) =>
			box[0] > label.box[2] - 1 &&
			box[0] < label.box[2] + BESIDE_EM * em &&
			box[3] > label.box[1] - 0.8 * em &&
			box[1] < label.box[3] + 0.8 * em,
	);
}

function isLong(segment: SizedSegment): boolean {
	if (widthOf(segment) < PROSE_EM * segment.sizePt) return false;
	return segment.words.filter((word) => /\p{L}{2}/u.test(word.text)).length >= PROSE_WORDS;
}

function hasNeighbour(segment: SizedSegment, long: readonly SizedSegment[]): boolean {
	return long.some((other) => {
		const pitch = Math.abs(other.baseline - segment.baseline);
		return pitch > 1 && pitch <= PITCH_EM * segment.sizePt && sharedWidth(other.box, segment.box) > 0.6;
	});
}

/** Common width as a share of the narrower. */
function sharedWidth(a: Box, b: Box): number {
	const shared = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
	return shared / Math.max(1, Math.min(a[2] - a[0], b[2] - b[0]));
}

function widthOf(segment: Segment): number {
	return segment.box[2] - segment.box[0];
}
