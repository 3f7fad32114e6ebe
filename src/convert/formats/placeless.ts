/** Pages with places, of a PDF or a picture inside another document, assembled by themselves → drafts without places. */
import { Assembler } from "../assembler.ts";
import type { Block } from "../blocks.ts";
import { toMarkdown } from "../markdown.ts";
import type { PageBlock, PageLayout } from "../part.ts";
import { summarize } from "../summary.ts";
import { type Draft, NOWHERE, type TextBudget } from "./block-builder.ts";

/** `pngOf` gives a figure's picture by its `imageId`; a figure without one is left out. */
export function placelessDrafts(
	pages: PageLayout[],
	budget: TextBudget,
	pngOf: (imageId: string) => Uint8Array | undefined,
): Draft[] {
	const firstPage = pages[0]?.page ?? 1;
	const summary = summarize(firstPage, pages);
	const assembler = new Assembler([summary]);
	const part = { firstPage, pages, summary, usage: { peakBytes: 0 } };
	const pieces = [assembler.add(part), assembler.end()];
	const figures = new Map(pieces.flatMap((piece) => piece.figures.map((figure) => [figure.index, figure] as const)));
	return pieces
		.flatMap((piece) => piece.blocks)
		.flatMap((block): Draft[] => {
			budget.take(block.text.length);
			if (block.kind !== "figure") return [{ block: placeless(block), inline: "" }];
			const png = pngOf(figures.get(block.figureIndex ?? 0)?.imageId ?? "");
			if (png === undefined) return [];
			const picture = { alt: block.text, bytes: () => png, wasRead: true };
			return [
				{ block: { kind: "figure", text: block.text, bbox: NOWHERE, sizePt: 0, bold: false }, inline: "", picture },
			];
		});
}

/** As the assembler judged it, and settled: its places were on pages that the document around it does not have. */
function placeless(block: Block): PageBlock {
	const { id: _, page: __, figureIndex: ___, ...content } = block;
	return { ...content, bbox: NOWHERE, sizePt: 0, bold: false, source: toMarkdown(block) };
}
