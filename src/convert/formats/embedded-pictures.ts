/** Pictures inside documents: decoded one by one, handed out as PNG, dropped. What cannot be shown leaves its page, and is counted. */
import type { FigureImage } from "../blocks.ts";
import type { DrawnPicture } from "../document-pictures.ts";
import { type PictureHeader, type PictureKind, pictureHeader } from "../image-size.ts";
import { leftOutNote } from "../left-out.ts";
import {
	MAX_DOCUMENT_FIGURES,
	MAX_IMAGE_PIXELS,
	MAX_PICTURE_BYTES,
	MAX_PICTURE_PIXELS,
	MIN_PICTURE_SIDE_PX,
} from "../limits.ts";
import type { Extraction } from "../ocr-merge.ts";
import type { PageBlock, PageFigure } from "../part.ts";
import { type Draft, NOWHERE, type EmbeddedPicture as Picture, type TextBudget } from "./block-builder.ts";
import { decodeBmp } from "./bmp.ts";
import { decodeGif } from "./gif.ts";
import type { PictureText } from "./picture-text.ts";
import { pngSize, toPng } from "./png.ts";

export interface PictureOutput {
	/** Counts buffers, making room for them; returns their release. */
	hold(sizeBytes: number): () => void;
	/** Called between pictures; throws to stop. */
	check(): void;
	onFigure?: ((figure: FigureImage) => Promise<void>) | undefined;
	/** Draws what this file does not decode by itself: JPEG, WebP, TIFF, large PNG. */
	draw(bytes: Uint8Array): Promise<DrawnPicture | undefined>;
	/** Text of the page's pictures by their number among those that nobody has read yet. */
	textOf(page: number, picture: number, bytes: Uint8Array, header: PictureHeader): Promise<PictureText | undefined>;
	/** For sentences of ours. */
	budget: TextBudget;
}

export interface CompletedPage {
	blocks: PageBlock[];
	figures: PageFigure[];
	extraction?: Extraction;
}

/** RGBA, the decoder's planes and the PNG's rows. */
const BYTES_PER_PIXEL = 14;
/** Names of the kinds that are left out. */
const VECTOR_NAMES: Partial<Record<PictureKind, string>> = { emf: "EMF", wmf: "WMF", svg: "SVG" };

interface Shown {
	figure?: PageFigure;
	text?: PictureText | undefined;
}

export class EmbeddedPictures {
	private readonly output: PictureOutput;
	/** Fingerprint of the bytes → the picture already handed out with them. */
	private readonly seen = new Map<string, PageFigure | undefined>();
	private count = 0;
	/** Kinds of the page's pictures that cannot be shown. */
	private leftOut: string[] = [];

	constructor(output: PictureOutput) {
		this.output = output;
	}

	/** The drafts' blocks with their pictures, and the text of these behind them. */
	async complete(drafts: readonly Draft[], page: number): Promise<CompletedPage> {
		const blocks: PageBlock[] = [];
		const figures: PageFigure[] = [];
		const confidences: number[] = [];
		let unread = 0;
		for (const [i, { block, picture }] of drafts.entries()) {
			if (picture === undefined) {
				blocks.push(block);
				continue;
			}
			const number = picture.wasRead === true ? undefined : unread++;
			const { figure, text } = await this.shown(picture, `p${page}-${1 + figures.length}`, page, number);
			if (figure !== undefined) {
				figures.push(figure);
				blocks.push({ ...block, imageId: figure.imageId });
				const caption = drafts[i + 1]?.block;
				if (caption?.kind === "caption") caption.imageId = figure.imageId;
			}
			blocks.push(...(text?.drafts ?? []).map((draft) => draft.block));
			if (text?.isScan === true) confidences.push(text.confidence ?? 0);
		}
		blocks.push(...this.note());
		const mean = confidences.reduce((sum, confidence) => sum + confidence, 0) / confidences.length;
		return confidences.length === 0
			? { blocks, figures }
			: { blocks, figures, extraction: { method: "tesseract_ocr", ocrConfidence: mean } };
	}

	private async shown(picture: Picture, imageId: string, page: number, unread: number | undefined): Promise<Shown> {
		this.output.check();
		const bytes = picture.bytes();
		if (bytes === undefined) {
			this.leftOut.push("damaged or too large");
			return {};
		}
		const header = pictureHeader(bytes);
		if (header === undefined || !this.isPicture(header)) return {};
		if (bytes.length > MAX_PICTURE_BYTES || this.count >= MAX_DOCUMENT_FIGURES) {
			this.leftOut.push("too large or too many");
			return {};
		}
		const release = this.output.hold(bytes.length);
		try {
			const fingerprint = fingerprintOf(bytes);
			const known = this.seen.get(fingerprint);
			if (this.seen.has(fingerprint)) return known === undefined ? {} : { figure: { ...known, imageId } };
			const text = unread === undefined ? undefined : await this.output.textOf(page, unread, bytes, header);
			// A page of text that was read is no figure.
			if (text?.isScan === true) return { text };
			const figure = await this.figureOf(bytes, header, { imageId, page, fingerprint });
			this.seen.set(fingerprint, figure);
			return figure === undefined ? { text } : { figure, text };
		} finally {
			release();
		}
	}

	private async figureOf(
		bytes: Uint8Array,
		header: PictureHeader,
		{ imageId, page, fingerprint }: { imageId: string; page: number; fingerprint: string },
	): Promise<PageFigure | undefined> {
		const drawn = await this.encode(bytes, header).catch(() => undefined);
		this.output.check();
		if (drawn === undefined) {
			this.leftOut.push("damaged or too large");
			return undefined;
		}
		this.count++;
		const { widthPx, heightPx, png } = drawn;
		const release = png === bytes ? () => undefined : this.output.hold(png.length);
		try {
			await this.output.onFigure?.({ id: imageId, page, box: NOWHERE, widthPx, heightPx, png });
		} finally {
			release();
		}
		return { imageId, pictureId: imageId, box: NOWHERE, widthPx, heightPx, fingerprint };
	}

	private async encode(bytes: Uint8Array, header: PictureHeader): Promise<DrawnPicture | undefined> {
		const { kind, widthPx, heightPx } = header;
		const pixels = widthPx * heightPx;
		if (kind === "png" && pixels <= MAX_PICTURE_PIXELS * 4) {
			return pngSize(bytes) === undefined ? undefined : { widthPx, heightPx, png: bytes };
		}
		if (kind !== "gif" && kind !== "bmp") return this.output.draw(bytes);
		if (pixels > MAX_PICTURE_PIXELS) return undefined;
		const release = this.output.hold(pixels * BYTES_PER_PIXEL);
		try {
			const decoded = (kind === "gif" ? decodeGif : decodeBmp)(bytes, MAX_PICTURE_PIXELS);
			return decoded && { widthPx: decoded.widthPx, heightPx: decoded.heightPx, png: await toPng(decoded) };
		} finally {
			release();
		}
	}

	/** Not an icon, a rule, a spacer, nor one that cannot be shown, of which those that a reader would miss are counted. */
	private isPicture({ kind, widthPx, heightPx }: PictureHeader): boolean {
		const name = VECTOR_NAMES[kind];
		const isIcon = Math.min(widthPx, heightPx) < MIN_PICTURE_SIDE_PX;
		if (name !== undefined && !isIcon) this.leftOut.push(name);
		else if (!isIcon && widthPx * heightPx > MAX_IMAGE_PIXELS) this.leftOut.push("too large or too many");
		else return name === undefined && !isIcon;
		return false;
	}

	/** A sentence about the page's pictures that were left out. */
	private note(): PageBlock[] {
		const { leftOut } = this;
		this.leftOut = [];
		if (leftOut.length === 0) return [];
		const kinds = [...new Set(leftOut)].join(", ");
		const note = leftOutNote(leftOut.length, kinds, NOWHERE);
		this.output.budget.take(note.text.length);
		return [note];
	}
}

/** FNV-1a over the bytes and their number: tells pictures of one document apart. */
function fingerprintOf(bytes: Uint8Array): string {
	let a = 0x811c9dc5;
	let b = 0x9e3779b9;
	for (const byte of bytes) {
		a = Math.imul(a ^ byte, 0x01000193);
		b = Math.imul(b ^ byte, 0x85ebca6b) ^ (b >>> 13);
	}
	return `${bytes.length.toString(36)}-${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
