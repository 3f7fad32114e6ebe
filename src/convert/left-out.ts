/** What a page says about pictures that it has and its result has not. */
import type { Box } from "./blocks.ts";
import type { PageBlock, PageFigure, PageLayout } from "./part.ts";
import { pageTooLarge } from "./refusals.ts";

/** A sentence as a paragraph of its own, at the place of what is missing. */
export function leftOutNote(count: number, kinds: string, bbox: Box): PageBlock {
	const text = `${count} ${count > 1 ? "pictures were" : "picture was"} left out (${kinds}).`;
	return { kind: "paragraph", text, source: `*${text}*`, bbox, sizePt: 0, bold: false };
}

/**
 * Notes pictures that were too large to be drawn on the pages that had them: those that lost figures of `before`, or the only page.
 * `missing` is how many there are. Throws `too_large` where a picture was all there was.
 */
export function noteMissing(pages: readonly PageLayout[], before: readonly PageFigure[][], missing: number): void {
	if (missing === 0) return;
	if (pages.every((page) => page.blocks.length === 0)) throw pageTooLarge();
	for (const [i, page] of pages.entries()) {
		const lost = (before[i] ?? []).filter(({ imageId }) => page.figures.every((kept) => kept.imageId !== imageId));
		const count = pages.length === 1 ? missing : Math.min(lost.length, missing);
		if (count === 0) continue;
		page.blocks.push(leftOutNote(count, "too large", lost[0]?.box ?? [0, 0, page.widthPt, page.heightPt]));
	}
}
