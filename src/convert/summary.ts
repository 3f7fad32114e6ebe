import type { PageLayout, PartSummary, Recurrence } from "./part.ts";
import { countRecurrence } from "./running-lines.ts";

/** Bounded facts about pages, in their order, for the decisions that concern the whole document. */
export function summarize(firstPage: number, pages: readonly PageLayout[]): PartSummary {
	const sizes = new Map<number, number>();
	const headings = new Map<string, [number, boolean, number]>();
	const lines = new Map<string, Recurrence>();
	const figures: PartSummary["figures"] = [];
	for (const page of pages) {
		for (const block of page.blocks) {
			if (block.runningKey !== undefined) countRecurrence(lines, block.runningKey, page.page);
			if (block.kind === "paragraph" || block.kind === "list_item") {
				sizes.set(block.sizePt, (sizes.get(block.sizePt) ?? 0) + block.text.length);
			}
			if (block.kind !== "heading") continue;
			const key = `${block.sizePt}|${block.bold}`;
			const known = headings.get(key);
			if (known === undefined) headings.set(key, [block.sizePt, block.bold, 1]);
			else known[2]++;
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
		runningLines: [...lines.values()],
		figures,
	};
}
