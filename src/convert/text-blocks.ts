/** Words of a page and the floats among them → blocks in reading order. */
import type { Box } from "./blocks.ts";
import { codeText, isCodeLine } from "./code.ts";
import { toInline } from "./inline.ts";
import { groupLines, type Leadings, leadingsOf } from "./line-groups.ts";
import { toRuns } from "./line-runs.ts";
import { boxOf, commonestSize, type Line, toLines } from "./lines.ts";
import { markerOf, withoutMarker } from "./lists.ts";
import type { PageBlock } from "./part.ts";
import type { RawPage, Word } from "./raw-page.ts";
import { type Atom, toRegions } from "./regions.ts";
import { commonTag } from "./tag-blocks.ts";
import { isRightToLeft, vocabularyOf } from "./text.ts";

/** From the top of capitals to a little under the baseline, in ems: what of a line's height is inked. */
const CAPITALS_EM = 0.7;
const FEET_EM = 0.15;
/** Share of a page's letters from which a colour is usual. */
const USUAL_COLOR = 0.3;
/** White of so many ems parts texts that are not one. */
const SPREAD_EM = 1.5;

interface TextAtom extends Atom {
	words: Word[];
	float?: PageBlock;
}

/** `floats` are tables and figures without words left in `page.words`; `titles` are keys of titles that may stand on the page. */
export function toBlocks(page: RawPage, floats: readonly PageBlock[], titles: ReadonlySet<string>): PageBlock[] {
	const lines = toLines(page.words);
	const vocabulary = vocabularyOf(lines.map((line) => line.text.replace(/\S+[-\p{Cc}\u00ad]$/u, "")));
	const leadings = leadingsOf(lines);
	const usualColors = usualColorsOf(page.words);
	const bodyPt = commonestSize(page.words) || 10;
	const atoms: TextAtom[] = [
		...lines.flatMap(({ segments, baseline }) => segments.map(({ words, box }) => toAtom(words, box, baseline))),
		...floats.map((float) => floatAtom(float, bodyPt)),
	];
	const rightToLeft = isRightToLeft(lines.map((line) => line.text).join(" "));
	return toRegions(atoms, rightToLeft).flatMap((region) =>
		regionBlocks(region, { page, vocabulary, leadings, titles, usualColors }),
	);
}

function toAtom(words: Word[], box: Box, baseline: number): TextAtom {
	const sizePt = commonestSize(words);
	return {
		words,
		sizePt,
		lines: 1,
		bold: words.every((word) => word.bold),
		box: [box[0], baseline - sizePt * CAPITALS_EM, box[2], baseline + sizePt * FEET_EM],
	};
}

function floatAtom(float: PageBlock, bodyPt: number): TextAtom {
	const height = float.bbox[3] - float.bbox[1];
	return { words: [], float, sizePt: bodyPt, lines: Math.max(1, Math.round(height / (bodyPt * 1.2))), box: float.bbox };
}

interface Context {
	page: RawPage;
	vocabulary: ReadonlySet<string>;
	leadings: Leadings;
	titles: ReadonlySet<string>;
	/** Those of running text. */
	usualColors: ReadonlySet<string>;
}

function regionBlocks(region: readonly TextAtom[], context: Context): PageBlock[] {
	const lines = toLines(region.flatMap((atom) => atom.words));
	const groups = toRuns(lines, context.titles).flatMap((run) =>
		run.isWhole ? [run.lines] : groupLines(run.lines, context.leadings),
	);
	const blocks = groups.flatMap((group) => toBlock(group, context));
	for (const [i, block] of blocks.entries()) {
		const above = blocks[i - 1];
		if (above !== undefined && block.sizePt > 0) {
			block.gapEm = Math.round(((block.bbox[1] - above.bbox[3]) / block.sizePt) * 100) / 100;
		}
	}
	const floats = region.flatMap((atom) => (atom.float === undefined ? [] : [atom.float]));
	floats.sort((a, b) => a.bbox[1] - b.bbox[1]);
	for (const float of floats) {
		const middle = (float.bbox[1] + float.bbox[3]) / 2;
		const at = blocks.findIndex((block) => (block.bbox[1] + block.bbox[3]) / 2 > middle);
		blocks.splice(at === -1 ? blocks.length : at, 0, float);
	}
	return blocks;
}

function toBlock(group: Line[], { page, vocabulary, usualColors }: Context): PageBlock[] {
	const words = group.flatMap((line) => line.words);
	const tag = commonTag(words, page.tags !== undefined);
	const characters = (of: readonly Word[]) => of.reduce((sum, word) => sum + word.text.length, 0);
	const base = {
		bbox: boxOf(words),
		sizePt: commonestSize(words),
		bold: characters(words.filter((word) => word.bold)) > characters(words) * 0.85,
		...(words.every((word) => word.italic) ? { italic: true } : {}),
		lines: group.length,
		...colorOf(words, usualColors),
		...(group.some(isSpread) ? { spread: true } : {}),
		...(tag === undefined ? {} : { tag }),
	};
	if (group.every(isCodeLine) || tag?.role === "code") return [{ ...base, kind: "code", text: codeText(group) }];
	const { text, marks } = toInline(group, vocabulary, page.links);
	if (text === "") return [];
	const found = markerOf(text);
	const inline = marks.length === 0 ? {} : { marks };
	if (found === undefined) return [{ ...base, kind: "paragraph", text, ...inline }];
	const rest = withoutMarker(text);
	const cut = text.length - rest.length;
	const shifted = marks.map((mark) => ({ ...mark, start: Math.max(0, mark.start - cut), end: mark.end - cut }));
	const kept = shifted.filter((mark) => mark.end > mark.start);
	return [
		{ ...base, kind: "list_item", text: rest, ...found, level: 0, ...(kept.length === 0 ? {} : { marks: kept }) },
	];
}

/** White in the middle of the line, but for that behind a heading's number. */
function isSpread({ segments, sizePt }: Line): boolean {
	return segments.some((segment, index) => {
		const before = segments[index - 1];
		const isNumber = index === 1 && /\d|^[IVX]+\.?$/.test(before?.text ?? "") && (before?.text.length ?? 0) <= 12;
		return before !== undefined && !isNumber && segment.box[0] - before.box[2] > SPREAD_EM * sizePt;
	});
}

/** Colours that a good share of the page's letters have: they set nothing off. */
function usualColorsOf(words: readonly Word[]): Set<string> {
	const characters = new Map<string, number>();
	let all = 0;
	for (const { color, text } of words) {
		characters.set(color, (characters.get(color) ?? 0) + text.length);
		all += text.length;
	}
	return new Set([...characters].filter(([, count]) => count > all * USUAL_COLOR).map(([color]) => color));
}

/** The letters' colour where they have one of their own and it is not black or grey. */
function colorOf(words: readonly Word[], usual: ReadonlySet<string>): { color?: string } {
	const [first] = words;
	if (first === undefined || usual.has(first.color) || words.some((word) => word.color !== first.color)) return {};
	const channels = (first.color.slice(2).match(/../g) ?? []).map((hex) => Number.parseInt(hex, 16));
	const isGrey = Math.max(...channels) - Math.min(...channels) < 24;
	return channels.length < 3 || isGrey ? {} : { color: first.color };
}
