/** Pictures of figures: rendered from the page one by one, handed out, dropped. */
import { isAppError } from "../errors.ts";
import { nextTurn } from "../lib/turn.ts";
import type { Box, FigureImage, Source } from "./blocks.ts";
import type { PixelBox } from "./ink.ts";
import { FIGURE_DPI, MAX_RENDER_PIXELS, MAX_RENDER_SIDE_PX } from "./limits.ts";
import type { PageFigure, PageLayout } from "./part.ts";
import type { Pdfium, PdfiumDocument, Rendering } from "./pdfium.ts";

/** Narrower white margins stay; of wider ones this much does, so that no stroke touches the edge. */
const MIN_MARGIN_PX = 12;
const KEPT_MARGIN_PX = 4;
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
				// Drawing takes up to half a second, and what is done with the picture may end without a turn of others.
				await nextTurn();
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
			const part = withoutMargins(picture);
			if (part === undefined) return undefined;
			const { fingerprint } = picture;
			const known = seen.get(fingerprint);
			const done = {
				...figure,
				pictureId: known ?? figure.imageId,
				box: placeOf(part, figure.box, picture),
				widthPx: part.right - part.left,
				heightPx: part.bottom - part.top,
				fingerprint,
			};
			if (known !== undefined || task.onFigure === undefined) return { figure: done, png: undefined };
			const png = picture.toPng(part);
			seen.set(fingerprint, figure.imageId);
			return { figure: done, png };
		});
	});
}

/** The picture without white margins worth mentioning; undefined where nothing is to be seen. */
function withoutMargins(picture: Rendering): PixelBox | undefined {
	const ink = picture.ink();
	if (ink === undefined) return undefined;
	const trimmed = (start: number, end: number, length: number): [number, number] => [
		start > MIN_MARGIN_PX ? start - KEPT_MARGIN_PX : 0,
		length - end > MIN_MARGIN_PX ? end + KEPT_MARGIN_PX : length,
	];
	const [left, right] = trimmed(ink.left, ink.right, picture.widthPx);
	const [top, bottom] = trimmed(ink.top, ink.bottom, picture.heightPx);
	return { left, top, right, bottom };
}

/** A part of a picture as a box on the page. */
function placeOf(part: PixelBox, box: Box, picture: Rendering): Box {
	const [perX, perY] = [(box[2] - box[0]) / picture.widthPx, (box[3] - box[1]) / picture.heightPx];
	const round = (value: number) => Math.round(value * 100) / 100;
	return [
		round(box[0] + part.left * perX),
		round(box[1] + part.top * perY),
		round(box[0] + part.right * perX),
		round(box[1] + part.bottom * perY),
	];
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

/** Figures that could not be rendered go, with their blocks; the others' blocks take the trimmed boxes. */
function keepOnly(page: PageLayout, kept: PageFigure[]): void {
	const boxes = new Map(kept.map((figure) => [figure.imageId, figure.box]));
	page.figures = kept;
	page.blocks = page.blocks.filter((block) => block.kind !== "figure" || boxes.has(block.imageId ?? ""));
	for (const block of page.blocks) {
		if (block.imageId === undefined) continue;
		const box = boxes.get(block.imageId);
		if (box === undefined) delete block.imageId;
		else if (block.kind === "figure") block.bbox = box;
	}
}
