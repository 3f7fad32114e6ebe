/** Pictures inside documents: decoded one by one, handed out as PNG, dropped. What cannot be decoded leaves its page. */
import { decode as decodeJpeg } from "jpeg-js";
import type { FigureImage } from "../blocks.ts";
import { MAX_DOCUMENT_FIGURES, MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, MIN_PICTURE_SIDE_PX } from "../limits.ts";
import type { PageBlock, PageFigure } from "../part.ts";
import { type Draft, NOWHERE } from "./block-builder.ts";
import { decodeGif } from "./gif.ts";
import { type Pixels, pngSize, toPng } from "./png.ts";

/** Decodes what this file cannot by itself (WebP, large JPEG); undefined where it cannot either. */
export type PictureDecoder = (bytes: Uint8Array) => Promise<Pixels | undefined>;

export interface PictureOutput {
	hold(sizeBytes: number): () => void;
	/** Called between pictures; throws to stop. */
	check(): void;
	onFigure?: ((figure: FigureImage) => Promise<void>) | undefined;
	decode?: PictureDecoder | undefined;
}

interface Encoded {
	widthPx: number;
	heightPx: number;
	png: Uint8Array;
}

/** RGBA, the decoder's planes and the PNG's rows. */
const BYTES_PER_PIXEL = 14;

export class EmbeddedPictures {
	private readonly output: PictureOutput;
	/** Fingerprint of the bytes → the picture already handed out with them. */
	private readonly seen = new Map<string, PageFigure | undefined>();
	private count = 0;

	constructor(output: PictureOutput) {
		this.output = output;
	}

	/** The drafts' blocks with their pictures; `first` is the number of the page's first picture. */
	async complete(
		drafts: readonly Draft[],
		page: number,
		first = 1,
	): Promise<{ blocks: PageBlock[]; figures: PageFigure[] }> {
		const blocks: PageBlock[] = [];
		const figures: PageFigure[] = [];
		for (const [i, { block, picture }] of drafts.entries()) {
			if (picture === undefined) {
				blocks.push(block);
				continue;
			}
			const figure = await this.figureOf(picture.bytes, `p${page}-${first + figures.length}`, page);
			if (figure === undefined) continue;
			figures.push(figure);
			blocks.push({ ...block, imageId: figure.imageId });
			const caption = drafts[i + 1]?.block;
			if (caption?.kind === "caption") caption.imageId = figure.imageId;
		}
		return { blocks, figures };
	}

	private async figureOf(
		load: () => Uint8Array | undefined,
		imageId: string,
		page: number,
	): Promise<PageFigure | undefined> {
		this.output.check();
		if (this.count >= MAX_DOCUMENT_FIGURES) return undefined;
		const bytes = load();
		if (bytes === undefined || bytes.length > MAX_PICTURE_BYTES) return undefined;
		const fingerprint = fingerprintOf(bytes);
		if (this.seen.has(fingerprint)) {
			const known = this.seen.get(fingerprint);
			return known && { ...known, imageId };
		}
		const release = this.output.hold(bytes.length + MAX_PICTURE_PIXELS * BYTES_PER_PIXEL);
		try {
			const encoded = await this.encode(bytes).catch(() => undefined);
			if (encoded === undefined) {
				this.seen.set(fingerprint, undefined);
				return undefined;
			}
			this.count++;
			const { widthPx, heightPx, png } = encoded;
			const figure = { imageId, pictureId: imageId, box: NOWHERE, widthPx, heightPx, fingerprint };
			this.seen.set(fingerprint, figure);
			await this.output.onFigure?.({ id: imageId, page, box: NOWHERE, widthPx, heightPx, png });
			return figure;
		} finally {
			release();
		}
	}

	private async encode(bytes: Uint8Array): Promise<Encoded | undefined> {
		const size = pngSize(bytes);
		if (size !== undefined) return isPicture(size) ? { ...size, png: bytes } : undefined;
		const pixels = decodeGif(bytes, MAX_PICTURE_PIXELS) ?? decodedJpeg(bytes) ?? (await this.output.decode?.(bytes));
		if (pixels === undefined || !isPicture(pixels)) return undefined;
		const { widthPx, heightPx } = pixels;
		return { widthPx, heightPx, png: await toPng(pixels) };
	}
}

/** Not an icon, a rule, a spacer or a picture larger than a page can show. */
function isPicture({ widthPx, heightPx }: { widthPx: number; heightPx: number }): boolean {
	return Math.min(widthPx, heightPx) >= MIN_PICTURE_SIDE_PX && widthPx * heightPx <= MAX_PICTURE_PIXELS * 4;
}

function decodedJpeg(bytes: Uint8Array): Pixels | undefined {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
	const size = jpegSize(bytes);
	if (size === undefined || size > MAX_PICTURE_PIXELS) return undefined;
	try {
		const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: true, tolerantDecoding: true });
		return { widthPx: width, heightPx: height, rgba: data };
	} catch {
		return undefined;
	}
}

/** Pixels a JPEG says it has, from its frame header. */
function jpegSize(bytes: Uint8Array): number | undefined {
	const u16 = (at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
	for (let at = 2; at + 9 < bytes.length; ) {
		if (bytes[at] !== 0xff) return undefined;
		const marker = bytes[at + 1] ?? 0;
		if (marker === 0xff) {
			at++;
			continue;
		}
		const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
		if (isFrame) return u16(at + 5) * u16(at + 7);
		at += 2 + Math.max(2, u16(at + 2));
	}
	return undefined;
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
