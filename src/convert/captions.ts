import { matchCaptions } from "./caption-matching.ts";
import { toInline } from "./inline.ts";
import { boxOf, commonestSize, type Line } from "./lines.ts";
import type { PageBlock } from "./part.ts";
import type { Link } from "./raw-page.ts";

/** Words captions of figures begin with, in the languages of the documents we meet; their abbreviations with or without a dot. */
const FIGURE_WORDS = [
	"figure|fig\\.?|chart|diagram|scheme|graph|exhibit|photo|photograph|picture|plate|map|image|illustration|infographic|drawing",
	"abbildung|abb\\.?|bild|grafik|diagramm|schaubild|karte|figur",
	"figura|gráfico|gráfica|grafico|ilustración|ilustração|mapa|foto|fotografía|esquema|schéma|schema|graphique|carte|imagen|imagem",
	"рисунок|рис\\.?|चित्र|आकृति|मानचित्र|आरेख|छायाचित्र",
].join("|");
const NUMBER = "((?:[A-Z]{1,3}[.\\-]?)?[0-9०-९]+(?:[.\\-–][0-9०-९]+)*[a-z]?|[IVX]+)";
const FIGURE_CAPTION = new RegExp(`^(?:${FIGURE_WORDS})\\s*${NUMBER}(?![\\p{L}\\p{N}])`, "iu");
const TABLE_CAPTION = new RegExp(
	`^(?:table|tab\\.|tabelle|tableau|tabla|tabela|तालिका|सारणी)\\s*${NUMBER}(?![\\p{L}\\p{N}])`,
	"iu",
);
/**
 * After the number its end, a mark, or anything but a lower-case letter: "Figure 3 shows" is a sentence, not a caption. A pattern of its
 * own, since one that ignores case cannot tell the two.
 */
const AFTER_NUMBER = /^(?:\s*$|\s*[.:;|)–—-]|\s+[^\p{Ll}\s])/u;
/** What stands under many charts beside the caption. */
const SOURCE_LINE = /^(?:sources?|notes?|quellen?|fuentes?|fonte|स्रोत)\s*:/iu;
/** "Abbildung 12.34:" */
const BARE_LABEL_CHARACTERS = 18;
const MENTION = new RegExp(`(?<!\\p{L})(?:${FIGURE_WORDS}|figs?\\.?|figures)\\s*${NUMBER}`, "giu");

const MAX_CAPTION_CHARACTERS = 700;

/** The number a figure's caption begins with ("3", "2.1"); undefined for text that is no figure caption. */
export function figureLabel(text: string): string | undefined {
	return labelOf(captionNumber(FIGURE_CAPTION, text));
}

export function isTableCaption(text: string): boolean {
	return captionNumber(TABLE_CAPTION, text) !== undefined;
}

/** Labels of the figures a text names: "see Figure 3 and Fig. 2.1" → 3, 2.1. */
export function mentionedLabels(text: string): string[] {
	return [...text.matchAll(MENTION)].map((match) => labelOf(match[1]) ?? "").filter((label) => label !== "");
}

export function isSourceLine(text: string): boolean {
	return SOURCE_LINE.test(text);
}

/** A caption's first word and number and nothing else. */
export function isBareLabel(text: string): boolean {
	return text.length <= BARE_LABEL_CHARACTERS && (figureLabel(text) !== undefined || isTableCaption(text));
}

/** The block of a figure's caption. `vocabulary` as in `toInline`. */
export function captionBlock(
	lines: readonly Line[],
	imageId: string,
	vocabulary: ReadonlySet<string>,
	links: readonly Link[],
): PageBlock {
	const words = lines.flatMap((line) => line.words);
	const { text, marks } = toInline(lines, vocabulary, links);
	const label = figureLabel(text);
	return {
		kind: "caption",
		text,
		bbox: boxOf(words),
		sizePt: commonestSize(words),
		bold: words.every((word) => word.bold),
		lines: lines.length,
		imageId,
		...(label === undefined ? {} : { label }),
		...(marks.length === 0 ? {} : { marks }),
	};
}

/**
 * Marks captions among the blocks given and ties those of figures that have none yet to the nearest figure, one to one: changes `kind`,
 * and `imageId` and `label` on both.
 */
export function linkCaptions(blocks: PageBlock[]): void {
	const linked = blocks.filter((block) => block.kind === "caption" && block.imageId !== undefined);
	for (const caption of linked)
		tie(
			caption,
			blocks.find((block) => block.kind === "figure" && block.imageId === caption.imageId),
		);
	const figures = blocks.filter(
		(block) => block.kind === "figure" && !linked.some(({ imageId }) => imageId === block.imageId),
	);
	const captions: PageBlock[] = [];
	for (const block of blocks) {
		if (block.kind !== "paragraph" && block.kind !== "heading") continue;
		if (block.text.length > MAX_CAPTION_CHARACTERS) continue;
		if (isTableCaption(block.text)) toCaption(block);
		const label = figureLabel(block.text);
		if (label === undefined) continue;
		toCaption(block);
		block.label = label;
		captions.push(block);
	}
	const obstacles = blocks.filter(
		(block) => ["paragraph", "list_item", "table"].includes(block.kind) && !isSmall(block),
	);
	const boxes = (of: readonly PageBlock[]) => of.map((block) => block.bbox);
	for (const [at, to] of matchCaptions(boxes(figures), boxes(captions), boxes(obstacles))) {
		const caption = captions[to];
		if (caption !== undefined) tie(caption, figures[at]);
	}
}

function tie(caption: PageBlock, figure: PageBlock | undefined): void {
	if (figure?.imageId === undefined) return;
	caption.imageId = figure.imageId;
	if (caption.label !== undefined) figure.label = caption.label;
	figure.text = caption.text;
}

/** A source line or a stray word between a figure and its caption parts nothing. */
function isSmall(block: PageBlock): boolean {
	return isSourceLine(block.text) || (block.kind === "paragraph" && block.text.length < 80);
}

function toCaption(block: PageBlock): void {
	block.kind = "caption";
	delete block.level;
}

function captionNumber(pattern: RegExp, text: string): string | undefined {
	// A lower-case "figure 3" begins no caption.
	if (/^\p{Ll}/u.test(text) || text.length > MAX_CAPTION_CHARACTERS) return undefined;
	const match = pattern.exec(text);
	return match !== null && AFTER_NUMBER.test(text.slice(match[0].length)) ? match[1] : undefined;
}

/** Labels compare in ASCII digits and without a final dash or dot. */
function labelOf(number: string | undefined): string | undefined {
	if (number === undefined) return undefined;
	return number
		.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966))
		.replace(/–/g, "-")
		.replace(/[.-]+$/, "");
}
