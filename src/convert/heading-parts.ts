/** Lines that belong to the heading below them: a chapter's number on a line of its own, a kicker in small type. */
import { unionOf } from "./boxes.ts";
import type { PageBlock } from "./part.ts";

/** A number alone is a chapter's where it and the title are so much larger than the page's text. */
const CHAPTER_RATIO = 1.5;
/** A line is a kicker where the next is so much larger. */
const KICKER_RATIO = 1.3;
const MAX_KICKER_CHARACTERS = 80;
/** A bold kicker is not larger than text by more than this. */
const MAX_BOLD_KICKER = 1.12;
/** Space between the number or kicker and the title, in ems of the title. */
const MAX_GAP_EM = 1.6;

/** Blocks with chapter numbers joined to their titles and kickers marked; `textPt` is the size of the page's text. */
export function withHeadingParts(blocks: readonly PageBlock[], textPt: number): PageBlock[] {
	const result: PageBlock[] = [];
	for (const block of blocks) {
		const above = result.at(-1);
		if (above === undefined || !isNextTo(above, block)) {
			result.push(block);
			continue;
		}
		if (isChapterNumber(above, textPt) && block.sizePt >= textPt * CHAPTER_RATIO) {
			result.pop();
			result.push({ ...block, text: `${above.text} ${block.text}`, bbox: unionOf(above.bbox, block.bbox), marks: [] });
			continue;
		}
		if (isKicker(above, textPt) && isTitle(block) && block.sizePt >= above.sizePt * KICKER_RATIO) above.isKicker = true;
		result.push(block);
	}
	return result;
}

/** One short line in light or small type: a bold one larger than the text is a heading over a heading. */
function isKicker({ text, lines, sizePt, bold }: PageBlock, textPt: number): boolean {
	if (text.length > MAX_KICKER_CHARACTERS || lines !== 1 || /^\d/.test(text)) return false;
	return !bold || sizePt < textPt * MAX_BOLD_KICKER;
}

/** Words, not the figure that a card shows. */
function isTitle({ text }: PageBlock): boolean {
	return /\p{L}{3}/u.test(text);
}

function isChapterNumber({ text, sizePt }: PageBlock, textPt: number): boolean {
	return /^(?:\d{1,2}|[IVX]{1,5})\.?$/.test(text) && sizePt >= textPt * CHAPTER_RATIO;
}

/** Directly above, in the same column. */
function isNextTo(above: PageBlock, block: PageBlock): boolean {
	if (above.kind !== "paragraph" || block.kind !== "paragraph" || (block.lines ?? 1) > 4) return false;
	const gap = block.bbox[1] - above.bbox[3];
	const overlaps = above.bbox[0] < block.bbox[2] && block.bbox[0] < above.bbox[2];
	return overlaps && gap > -block.sizePt * 0.5 && gap < block.sizePt * MAX_GAP_EM;
}
