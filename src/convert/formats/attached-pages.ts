/** A PDF inside a mail → drafts: read and assembled as a document of its own, then a section of the mail. */
import { Assembler } from "../assembler.ts";
import type { Block, FigureImage } from "../blocks.ts";
import { MAX_PICTURE_BYTES } from "../limits.ts";
import { toMarkdown } from "../markdown.ts";
import type { PageBlock } from "../part.ts";
import { sourceOf } from "../stream.ts";
import { summarize } from "../summary.ts";
import { type Draft, NOWHERE, type TextBudget } from "./block-builder.ts";
import type { FormatReading } from "./read-format.ts";

export async function attachedPages(
	bytes: Uint8Array,
	budget: TextBudget,
	lent: Pick<FormatReading, "readPdf">,
): Promise<Draft[]> {
	/** PNGs by their id. They wait until the mail's own pictures are counted, so only so many bytes of them are kept. */
	const pictures = new Map<string, Uint8Array>();
	let held = 0;
	const onFigure = async ({ id, png }: FigureImage) => {
		if (held + png.length > MAX_PICTURE_BYTES) return;
		held += png.length;
		pictures.set(id, png);
	};
	const pages = await lent.readPdf(sourceOf(bytes), onFigure);
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
			const png = pictures.get(figures.get(block.figureIndex ?? 0)?.imageId ?? "");
			if (png === undefined) return [];
			const picture = { alt: block.text, bytes: () => png };
			return [
				{ block: { kind: "figure", text: block.text, bbox: NOWHERE, sizePt: 0, bold: false }, inline: "", picture },
			];
		});
}

/** As the assembler judged it, and settled: its places were on pages that the mail does not have. */
function placeless(block: Block): PageBlock {
	const { id: _, page: __, figureIndex: ___, ...content } = block;
	return { ...content, bbox: NOWHERE, sizePt: 0, bold: false, source: toMarkdown(block) };
}
