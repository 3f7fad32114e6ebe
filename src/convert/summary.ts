import { GivenCounter } from "./given-levels.ts";
import { isHeadingCandidate, labelOf, MAX_CANDIDATES_PER_PAGE, styleOf } from "./headings.ts";
import type { OutlineEntry } from "./outline.ts";
import type { HeadingStyle, PageBlock, PageLayout, PartSummary, Recurrence } from "./part.ts";
import { countRecurrence } from "./running-lines.ts";

/** Bounded facts about pages, in their order, for the decisions that concern the whole document. */
export function summarize(
	firstPage: number,
	pages: readonly PageLayout[],
	outline: readonly OutlineEntry[] = [],
): PartSummary {
	const sizes = new Map<number, number>();
	const headings = new Map<string, HeadingStyle>();
	const labels = new Map<string, number>();
	const lines = new Map<string, Recurrence>();
	const figures: PartSummary["figures"] = [];
	const recognized: PartSummary["recognized"] = [];
	const given = new GivenCounter();
	for (const page of pages) {
		if (page.extraction !== undefined) recognized.push({ page: page.page, ...page.extraction });
		for (const block of page.blocks) {
			if (block.runningKey !== undefined) countRecurrence(lines, block.runningKey, page.page);
			given.add(block, () => styleOf(block));
			const weight = sizeWeight(block);
			if (weight > 0) sizes.set(block.sizePt, (sizes.get(block.sizePt) ?? 0) + block.text.length * weight);
		}
		const candidates = page.blocks.filter((block) => block.source === undefined && isHeadingCandidate(block));
		for (const block of candidates.slice(0, MAX_CANDIDATES_PER_PAGE)) {
			const style = styleOf(block);
			headings.set(JSON.stringify(style), style);
			const label = labelOf(block);
			if (label !== undefined) labels.set(label, (labels.get(label) ?? 0) + 1);
		}
		for (const { imageId, fingerprint } of page.figures) {
			const label = page.blocks.find((block) => block.kind === "figure" && block.imageId === imageId)?.label ?? null;
			figures.push({ imageId, page: page.page, fingerprint, label });
		}
	}
	return {
		firstPage,
		pageCount: pages.length,
		sizes: [...sizes],
		headings: [...headings.values()],
		labels: [...labels],
		runningLines: [...lines.values()],
		figures,
		recognized,
		...given.facts(pages, outline),
	};
}

/** What a block's characters count for the body size: text of several lines most, a line or two may be a title, tables are set small. */
function sizeWeight({ kind, lines }: PageBlock): number {
	if (kind === "table") return 2;
	if (kind !== "paragraph" && kind !== "list_item") return 0;
	return (lines ?? 1) >= 3 ? 20 : 5;
}

/** How far the text of a document is to be trusted, 0…100: the mean over its pages of what recognition says of them; text that the file holds is sure. */
export function textConfidence(summaries: readonly PartSummary[]): number {
	const pages = summaries.reduce((sum, { pageCount }) => sum + pageCount, 0);
	const doubts = summaries
		.flatMap(({ recognized }) => recognized)
		.reduce((sum, { ocrConfidence }) => sum + 100 - (ocrConfidence ?? 0), 0);
	return pages === 0 ? 0 : Math.round((100 - doubts / pages) * 10) / 10;
}
