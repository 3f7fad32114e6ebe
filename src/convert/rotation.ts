/** Text that stands on its side or head is laid out as if the page were turned, and its boxes are turned back. */
import type { Box } from "./blocks.ts";
import type { PageBlock } from "./part.ts";
import type { RawPage, Word } from "./raw-page.ts";

/** A page with words of one writing direction, turned so that they run from left to right. */
export type UprightPage = RawPage & { rotation: number };

/** Blocks of each writing direction: upright text first, unless most of the page is turned. Slanted text counts as upright. */
export function inRotation(page: RawPage, layOut: (page: UprightPage) => PageBlock[]): PageBlock[] {
	const byRotation = new Map<number, Word[]>([[0, []]]);
	for (const word of page.words) {
		const rotation = (Math.round(word.rotation / 90) * 90) % 360;
		const known = byRotation.get(rotation);
		if (known === undefined) byRotation.set(rotation, [word]);
		else known.push(word);
	}
	const directions = [...byRotation].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
	return directions.flatMap(([rotation, words]) => {
		if (rotation === 0) return layOut({ ...page, words: words.map(straight), rotation });
		const [width, height] = rotation === 180 ? [page.widthPt, page.heightPt] : [page.heightPt, page.widthPt];
		const turned = words.map((word) => turnedWord(word, rotation, page));
		const blocks = layOut({ ...page, widthPt: width, heightPt: height, words: turned, links: [], rotation });
		for (const block of blocks) block.bbox = turnBack(block.bbox, rotation, page);
		return blocks;
	});
}

function straight(word: Word): Word {
	return word.rotation === 0 ? word : { ...word, rotation: 0 };
}

function turnedWord(word: Word, rotation: number, page: RawPage): Word {
	const box = turn(word.box, rotation, page);
	return { ...word, box, baseline: box[3] - word.sizePt * 0.22, rotation: 0 };
}

/** Boxes as seen when text of this clockwise direction is held upright. */
function turn([x0, y0, x1, y1]: Box, rotation: number, { widthPt, heightPt }: RawPage): Box {
	if (rotation === 90) return [y0, widthPt - x1, y1, widthPt - x0];
	if (rotation === 270) return [heightPt - y1, x0, heightPt - y0, x1];
	return [widthPt - x1, heightPt - y1, widthPt - x0, heightPt - y0];
}

function turnBack([x0, y0, x1, y1]: Box, rotation: number, { widthPt, heightPt }: RawPage): Box {
	if (rotation === 90) return [widthPt - y1, x0, widthPt - y0, x1];
	if (rotation === 270) return [y0, heightPt - x1, y1, heightPt - x0];
	return [widthPt - x1, heightPt - y1, widthPt - x0, heightPt - y0];
}
