/** A PDF inside a mail → drafts: read and assembled as a document of its own, then a section of the mail. */
import type { FigureImage } from "../blocks.ts";
import { MAX_PICTURE_BYTES } from "../limits.ts";
import { sourceOf } from "../stream.ts";
import type { Draft, TextBudget } from "./block-builder.ts";
import { placelessDrafts } from "./placeless.ts";
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
	return placelessDrafts(pages, budget, (imageId) => pictures.get(imageId));
}
