/**
 * Second reader, and the only file that knows unpdf (pdf.js): takes over where the first cannot open a file, fails on a page, or
 * returns nothing or nonsense. Text only: no rules, no areas, no images.
 */
import { getDocumentProxy } from "unpdf";
import type { Box } from "./blocks.ts";
import { fontLooks } from "./fonts.ts";
import { MAX_ITEMS_PER_PAGE, SECOND_READER_MAX_BYTES } from "./limits.ts";
import { type RawPage, spreadPieces, type Word } from "./raw-page.ts";
import { damaged, encrypted } from "./refusals.ts";

type Proxy = Awaited<ReturnType<typeof getDocumentProxy>>;
type TextContent = Awaited<ReturnType<Awaited<ReturnType<Proxy["getPage"]>>["getTextContent"]>>;

export class SecondReader {
	private readonly proxy: Proxy;
	readonly pageCount: number;

	private constructor(proxy: Proxy) {
		this.proxy = proxy;
		this.pageCount = proxy.numPages;
	}

	/** Larger files do not fit into the memory budget. */
	static canOpen(sizeBytes: number): boolean {
		return sizeBytes <= SECOND_READER_MAX_BYTES;
	}

	/** `bytes` belong to the reader afterwards. Throws `document_encrypted` where a password is needed, else `document_damaged`. */
	static async open(bytes: Uint8Array): Promise<SecondReader> {
		try {
			return new SecondReader(await getDocumentProxy(bytes, { verbosity: 0, stopAtErrors: false }));
		} catch (error) {
			if (error instanceof Error && error.name === "PasswordException") throw encrypted(error);
			throw damaged(error);
		}
	}

	/** Page (1-based) of the file; undefined where pdf.js fails on it. */
	async page(number: number): Promise<RawPage | undefined> {
		try {
			const page = await this.proxy.getPage(number);
			const viewport = page.getViewport({ scale: 1 });
			const content = await page.getTextContent();
			const words = toWords(content, viewport.transform);
			page.cleanup();
			const { width, height } = viewport;
			return { widthPt: width, heightPt: height, words, rules: [], shapes: [], images: [], links: [], tables: [] };
		} catch {
			return undefined;
		}
	}

	async close(): Promise<void> {
		await this.proxy.loadingTask.destroy().catch(() => undefined);
	}
}

function toWords(content: TextContent, viewport: number[]): Word[] {
	const words: Word[] = [];
	for (const [index, item] of content.items.entries()) {
		if (!("str" in item) || item.str.trim() === "") continue;
		if (words.length >= MAX_ITEMS_PER_PAGE) break;
		const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = item.transform as number[];
		const sizePt = Math.hypot(c, d) || Math.hypot(a, b);
		const [x, y] = apply(viewport, e, f);
		const rotation = directionOf([a, b], viewport);
		const looks = fontLooks(`${content.styles[item.fontName]?.fontFamily ?? ""}`);
		for (const piece of spreadPieces(item.str, boxAlong([x, y], item.width, sizePt, rotation), rotation !== 0)) {
			words.push({
				...piece,
				...{ sizePt, rotation, baseline: rotation === 0 ? y : piece.box[3], item: index },
				...{ font: "", bold: false, italic: false, mono: looks.mono, color: "" },
			});
		}
	}
	return words;
}

/** Clockwise degrees of the writing direction on the page as displayed, to the nearest quarter. */
function directionOf([a, b]: [number, number], [va = 1, vb = 0, vc = 0, vd = 1]: number[]): number {
	const degrees = (Math.atan2(vb * a + vd * b, va * a + vc * b) * 180) / Math.PI;
	return (((Math.round(degrees / 90) * 90) % 360) + 360) % 360;
}

/** Box of a text of this length from its origin on, a fifth of its size below the baseline. */
function boxAlong([x, y]: [number, number], width: number, sizePt: number, rotation: number): Box {
	if (rotation === 90) return [x - sizePt * 0.2, y, x + sizePt * 0.8, y + width];
	if (rotation === 180) return [x - width, y - sizePt * 0.2, x, y + sizePt * 0.8];
	if (rotation === 270) return [x - sizePt * 0.8, y - width, x + sizePt * 0.2, y];
	return [x, y - sizePt * 0.8, x + width, y + sizePt * 0.2];
}

function apply(matrix: number[], x: number, y: number): [number, number] {
	const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
	return [a * x + c * y + e, b * x + d * y + f];
}
