/** Which painted areas and lines of a page may be parts of a drawing, and which only dress its text. */
import type { Box } from "./blocks.ts";
import { areaOf, holdsCentre, overlapOf } from "./boxes.ts";
import type { PageText } from "./figure-text.ts";
import type { RawPage, Rule, Shape, Word } from "./raw-page.ts";
import { isWhite } from "./rules.ts";
import { WordRows } from "./word-rows.ts";

export interface Mark {
	box: Box;
	/** A line, as against an area. */
	rule: boolean;
	curved: boolean;
	/** Evidence of a drawing; weak ones (boxes around words, bullets) only belong to one that others make. */
	strong: boolean;
	/** Only its outline is drawn. */
	hollow: boolean;
	/** As small as a bullet, and filled: it may be the key of a legend. */
	key?: boolean;
	/** Of its fill, ARGB in hex. */
	color?: string;
}

/** Larger than this in both directions, a share of the page's, it is the page's frame or background. */
const PAGE_SIDE = 0.85;
/** Running lines stand in this share of the height at top and bottom; so do the rules that part them from the text. */
const MARGIN_BAND = 0.08;
/** A rule of the margin band is at least so long, as a share of the page's width. */
const MARGIN_RULE = 0.2;
/** Bullets, check boxes and legend keys are smaller than this many ems of body text. */
const BULLET_EM = 1;
/** A box this many ems high around words is a label, a button, a table cell or a marked line. */
const LABEL_BOX_EM = 3.5;
/** An underline lies at most this far below the baseline, in ems. */
const UNDERLINE_EM = 0.35;
/** A picture that fills less of the area behind it than this stands on a panel. */
const PANEL_SHARE = 0.7;
/** Words that may be underlined have their middle at most this far above the line. */
const UNDERLINED_PT = 24;
/** Marks looked at; a page of more is one drawing, which these outline. */
const MAX_MARKS = 6000;

export function drawingMarks(page: RawPage, text: PageText): Mark[] {
	const { widthPt, heightPt } = page;
	const isOutside = (box: Box) => box[2] < 0 || box[3] < 0 || box[0] > widthPt || box[1] > heightPt;
	const captions = [...text.captions.map((caption) => caption.box), ...text.remarks];
	const rows = new WordRows(page.words);
	const marks: Mark[] = [];
	for (const shape of page.shapes.slice(0, MAX_MARKS)) {
		if (!isOutside(shape.box) && !isDress(shape, page, text, captions)) marks.push(shapeMark(shape, rows, text));
	}
	for (const rule of page.rules.slice(0, MAX_MARKS)) {
		const box: Box = [rule.x0, rule.y0, rule.x1, rule.y1];
		if (isWhite(rule.color) || isOutside(box) || isMarginRule(box, page) || isUnderline(rule, rows)) continue;
		if (captions.some((caption) => framesCaption(box, caption))) continue;
		marks.push({ box, rule: true, curved: false, strong: false, hollow: false });
	}
	return marks;
}

/** Backgrounds, frames, panels behind running text, and what cannot be seen. */
function isDress(shape: Shape, page: RawPage, text: PageText, captions: readonly Box[]): boolean {
	const { box } = shape;
	const [width, height] = [box[2] - box[0], box[3] - box[1]];
	if (width > page.widthPt * PAGE_SIDE && height > page.heightPt * PAGE_SIDE) return true;
	if (!shape.stroked && (!shape.filled || isWhite(shape.fillColor))) return true;
	if (isMarginRule(box, page) && height < page.heightPt * MARGIN_BAND) return true;
	if (text.prose.some((segment) => holdsCentre(box, segment.box))) return true;
	if (!shape.curved && page.images.some((image) => isPanelBehind(box, image))) return true;
	return captions.some((caption) => overlapOf(box, caption) > 0.5 * areaOf(caption) || framesCaption(box, caption));
}

/** A coloured area with a picture in it and much beside: a sidebar. One that hugs its picture is that picture's frame. */
function isPanelBehind(box: Box, image: Box): boolean {
	return overlapOf(box, image) > 0.9 * areaOf(image) && areaOf(image) < PANEL_SHARE * areaOf(box);
}

function shapeMark(shape: Shape, rows: WordRows, text: PageText): Mark {
	const { box, curved, filled } = shape;
	const [width, height] = [box[2] - box[0], box[3] - box[1]];
	const isBullet = Math.max(width, height) < BULLET_EM * text.bodyPt;
	const isLabel =
		!curved && height < LABEL_BOX_EM * text.bodyPt && rows.some(box, (word) => holdsCentre(box, word.box));
	const strong = (filled || curved) && !isBullet && !isLabel;
	const color = filled && shape.fillColor !== undefined ? { color: shape.fillColor } : {};
	return { box, rule: false, curved, strong, hollow: !filled, key: isBullet && filled, ...color };
}

function isMarginRule(box: Box, page: RawPage): boolean {
	const isAtEdge = box[3] < page.heightPt * MARGIN_BAND || box[1] > page.heightPt * (1 - MARGIN_BAND);
	return isAtEdge && box[2] - box[0] > page.widthPt * MARGIN_RULE;
}

function isUnderline({ x0, y0, x1, y1 }: Rule, rows: WordRows): boolean {
	if (x1 - x0 <= y1 - y0) return false;
	let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	const isOver = ({ box, baseline, sizePt }: Word) =>
		y0 - baseline > -0.5 && y0 - baseline < UNDERLINE_EM * sizePt && box[2] > x0 && box[0] < x1;
	for (const { box } of rows.find([x0, y0 - UNDERLINED_PT, x1, y1], isOver)) {
		from = Math.min(from, box[0]);
		to = Math.max(to, box[2]);
	}
	return x0 > from - 3 && x1 < to + 3;
}

/** An edge of the box some reports put their captions in. */
function framesCaption(box: Box, caption: Box): boolean {
	const [width, height] = [box[2] - box[0], box[3] - box[1]];
	const near: Box = [caption[0] - 12, caption[1] - 8, caption[2] + 12, caption[3] + 8];
	if (height > near[3] - near[1]) return false;
	if (box[1] < near[1] || box[3] > near[3] || box[2] < near[0] || box[0] > near[2]) return false;
	return width > (caption[2] - caption[0]) * 0.3 || height > (caption[3] - caption[1]) * 0.5;
}
