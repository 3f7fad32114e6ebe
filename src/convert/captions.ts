import type { Box } from "./blocks.ts";
import type { PageBlock } from "./part.ts";

const FIGURE_WORDS =
	"figure|fig\\.?|figura|abbildung|abb\\.?|chart|diagram|scheme|graph|exhibit|photo|photograph|plate|map|image|illustration|चित्र|आकृति";
const NUMBER = "((?:[A-Z]\\.?)?[0-9०-९]+(?:[.\\-–][0-9०-९]+)*[a-z]?|[IVX]+)";
/** Number, then its end, a mark, or a capital: "Figure 3 shows" is a sentence, not a caption. */
const AFTER_NUMBER = "(?=\\s*$|\\s*[.:;|)–—-]|\\s+[^\\p{Ll}\\s])";
const FIGURE_CAPTION = new RegExp(`^(?:${FIGURE_WORDS})\\s*${NUMBER}${AFTER_NUMBER}`, "iu");
const TABLE_CAPTION = new RegExp(
	`^(?:table|tab\\.|tabelle|tableau|tabla|तालिका|सारणी)\\s*${NUMBER}${AFTER_NUMBER}`,
	"iu",
);
const MENTION = new RegExp(`(?<!\\p{L})(?:${FIGURE_WORDS}|figs?\\.?|figures)\\s*${NUMBER}`, "giu");

/** Furthest distance between a figure and its caption. */
const MAX_DISTANCE_PT = 60;
/** A caption above must be this much nearer than one below. */
const ABOVE_PENALTY_PT = 25;
const MAX_CAPTION_CHARACTERS = 700;

/** The number a figure's caption begins with ("3", "2.1"); undefined for text that is no figure caption. */
export function figureLabel(text: string): string | undefined {
	return labelOf(FIGURE_CAPTION.exec(caseChecked(text))?.[1]);
}

export function isTableCaption(text: string): boolean {
	return text.length <= MAX_CAPTION_CHARACTERS && TABLE_CAPTION.test(text);
}

/** Labels of the figures a text names: "see Figure 3 and Fig. 2.1" → 3, 2.1. */
export function mentionedLabels(text: string): string[] {
	return [...text.matchAll(MENTION)].map((match) => labelOf(match[1]) ?? "").filter((label) => label !== "");
}

/**
 * Marks captions and ties each to the nearest figure of the page, one to one, below before above. Changes the blocks given:
 * `kind`, and `imageId` and `label` on both.
 */
export function linkCaptions(blocks: PageBlock[]): void {
	const figures = blocks.filter((block) => block.kind === "figure");
	const pairs: { figure: PageBlock; caption: PageBlock; cost: number }[] = [];
	for (const block of blocks) {
		if (block.kind !== "paragraph" && block.kind !== "heading") continue;
		if (block.text.length > MAX_CAPTION_CHARACTERS) continue;
		if (isTableCaption(block.text)) toCaption(block);
		const label = figureLabel(block.text);
		if (label === undefined) continue;
		toCaption(block);
		block.label = label;
		for (const figure of figures) {
			const cost = distance(figure.bbox, block.bbox);
			if (cost <= MAX_DISTANCE_PT + ABOVE_PENALTY_PT) pairs.push({ figure, caption: block, cost });
		}
	}
	pairs.sort((a, b) => a.cost - b.cost);
	for (const { figure, caption } of pairs) {
		if (figure.label !== undefined || caption.imageId !== undefined || figure.imageId === undefined) continue;
		caption.imageId = figure.imageId;
		if (caption.label !== undefined) figure.label = caption.label;
		figure.text = caption.text;
	}
}

function toCaption(block: PageBlock): void {
	block.kind = "caption";
	delete block.level;
}

/** Vertical gap plus penalties; infinite where the two do not share a column. */
function distance(figure: Box, caption: Box): number {
	const overlap = Math.min(figure[2], caption[2]) - Math.max(figure[0], caption[0]);
	if (overlap <= 0.2 * Math.min(figure[2] - figure[0], caption[2] - caption[0])) return Number.POSITIVE_INFINITY;
	const below = caption[1] - figure[3];
	// A caption may reach into the white margin of its picture.
	if (below >= -12) return below > MAX_DISTANCE_PT ? Number.POSITIVE_INFINITY : Math.max(0, below);
	const above = figure[1] - caption[3];
	if (above < -12 || above > MAX_DISTANCE_PT) return Number.POSITIVE_INFINITY;
	return Math.max(0, above) + ABOVE_PENALTY_PT;
}

/** The pattern ignores case for the word only: a lower-case sentence "figure 3" in running text is no caption. */
function caseChecked(text: string): string {
	return /^\p{Ll}/u.test(text) || text.length > MAX_CAPTION_CHARACTERS ? "" : text;
}

/** Labels compare in ASCII digits and without a final dash or dot. */
function labelOf(number: string | undefined): string | undefined {
	if (number === undefined) return undefined;
	return number
		.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966))
		.replace(/–/g, "-")
		.replace(/[.-]+$/, "");
}
