/** Pictures of figures: rendered from the page one by one, handed out, dropped. */
import { isAppError } from "../errors.ts";
import type { Box, FigureImage, Source } from "./blocks.ts";
import { FIGURE_DPI, MAX_RENDER_PIXELS, MAX_RENDER_SIDE_PX } from "./limits.ts";
import type { PageFigure, PageLayout } from "./part.ts";
import type { Pdfium, PdfiumDocument } from "./pdfium.ts";

/** Traps after which the remaining figures of a part are given up. */
const MAX_TRAPS = 3;

export interface PictureTask {
	pdfium: Pdfium;
	source: Source;
	pages: PageLayout[];
	/** Number of the source's first page in the whole document. */
	firstPage: number;
	hold(sizeBytes: number): () => void;
	onFigure?: ((figure: FigureImage) => Promise<void>) | undefined;
	/** Called between figures; throws to stop. */
	check(): void;
}

/** Pixels per point for a region: the wanted resolution, less where the region is too large for it. */
export function scaleFor(box: Box, wanted: number): number {
	const width = Math.max(1, box[2] - box[0]);
	const height = Math.max(1, box[3] - box[1]);
	return Math.min(
		wanted,
		Math.sqrt(MAX_RENDER_PIXELS / (width * height)),
		MAX_RENDER_SIDE_PX / Math.max(width, height),
	);
}

/** Completes the layouts' figures; those that cannot be rendered leave their page. */
export async function renderFigures(task: PictureTask): Promise<void> {
	/** Fingerprint → figure whose picture was handed out: logos and repeated pictures are encoded and stored once. */
	const seen = new Map<string, string>();
	let document: PdfiumDocument | undefined;
	let traps = 0;
	try {
		for (const page of task.pages) {
			const kept: PageFigure[] = [];
			for (const figure of page.figures) {
				task.check();
				if (traps >= MAX_TRAPS) break;
				try {
					document = document?.isLive ? document : await task.pdfium.open(task.source);
					const done = renderFigure(task, document, page, figure, seen);
					if (done === undefined) continue;
					kept.push(done.figure);
					await handOut(task, page.page, done);
				} catch (error) {
					if (isAppError(error) || error instanceof HandOutError) throw unwrap(error);
					task.pdfium.drop();
					traps++;
				}
			}
			keepOnly(page, kept);
		}
	} finally {
		document?.close();
	}
}

interface Rendered {
	figure: PageFigure;
	/** Absent for a picture already handed out. */
	png: Uint8Array | undefined;
}

function renderFigure(
	task: PictureTask,
	document: PdfiumDocument,
	page: PageLayout,
	figure: PageFigure,
	seen: Map<string, string>,
): Rendered | undefined {
	return document.withPage(page.page - task.firstPage + 1, (loaded) => {
		if (loaded.isTooHeavy()) return undefined;
		return loaded.render(figure.box, scaleFor(figure.box, FIGURE_DPI / 72), (picture) => {
			const { widthPx, heightPx, fingerprint } = picture;
			const known = seen.get(fingerprint);
			const done = { ...figure, pictureId: known ?? figure.imageId, widthPx, heightPx, fingerprint };
			if (known !== undefined || task.onFigure === undefined) return { figure: done, png: undefined };
			const png = picture.toPng();
			seen.set(fingerprint, figure.imageId);
			return { figure: done, png };
		});
	});
}

/** Marks what the caller's callback threw, which is not PDFium's failure. */
class HandOutError extends Error {}

function unwrap(error: unknown): unknown {
	return error instanceof HandOutError ? error.cause : error;
}

async function handOut(task: PictureTask, page: number, { figure, png }: Rendered): Promise<void> {
	if (png === undefined || task.onFigure === undefined) return;
	const release = task.hold(png.length);
	try {
		const { imageId: id, box, widthPx, heightPx } = figure;
		await task.onFigure({ id, page, box, widthPx, heightPx, png });
	} catch (cause) {
		throw new HandOutError("onFigure failed", { cause });
	} finally {
		release();
	}
}

function keepOnly(page: PageLayout, kept: PageFigure[]): void {
	if (kept.length === page.figures.length) {
		page.figures = kept;
		return;
	}
	const ids = new Set(kept.map((figure) => figure.imageId));
	page.figures = kept;
	page.blocks = page.blocks.filter(
		(block) => block.kind !== "figure" || (block.imageId !== undefined && ids.has(block.imageId)),
	);
	for (const block of page.blocks) if (block.imageId !== undefined && !ids.has(block.imageId)) delete block.imageId;
}
