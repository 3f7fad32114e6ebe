/**
 * Second reader, and the only file that knows unpdf (pdf.js): takes over where the first cannot open a file, fails on a page, or
 * returns nothing or nonsense. Text only: lines and paragraphs by position, no tables, no figures.
 */
import { getDocumentProxy } from "unpdf";
import { MAX_ITEMS_PER_PAGE, SECOND_READER_MAX_BYTES } from "./limits.ts";
import type { RawBlock, RawItem, RawPage } from "./raw-page.ts";
import { damaged, encrypted } from "./refusals.ts";

type Proxy = Awaited<ReturnType<typeof getDocumentProxy>>;
type TextContent = Awaited<ReturnType<Awaited<ReturnType<Proxy["getPage"]>>["getTextContent"]>>;

/** Gap between baselines, in line heights, that starts a new paragraph. */
const PARAGRAPH_GAP = 1.65;

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
			const items = toItems(content, viewport.transform);
			page.cleanup();
			return { widthPt: viewport.width, heightPt: viewport.height, items, blocks: toBlocks(items) };
		} catch {
			return undefined;
		}
	}

	async close(): Promise<void> {
		await this.proxy.loadingTask.destroy().catch(() => undefined);
	}
}

function toItems(content: TextContent, viewport: number[]): RawItem[] {
	const items: RawItem[] = [];
	for (const item of content.items) {
		if (!("str" in item) || item.str.trim() === "") continue;
		if (items.length >= MAX_ITEMS_PER_PAGE) break;
		const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = item.transform as number[];
		const sizePt = Math.hypot(c, d) || Math.hypot(a, b);
		const [x, y] = apply(viewport, e, f);
		items.push({
			text: item.str,
			box: [x, y - sizePt, x + item.width, y + sizePt * 0.2],
			sizePt,
			bold: false,
			mono: false,
		});
	}
	return items;
}

function apply(matrix: number[], x: number, y: number): [number, number] {
	const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
	return [a * x + c * y + e, b * x + d * y + f];
}

/** Items in the file's order → lines → paragraphs. */
function toBlocks(items: RawItem[]): RawBlock[] {
	const blocks: RawBlock[] = [];
	let line: RawItem | undefined;
	let block: RawBlock | undefined;
	for (const item of items) {
		const sameLine = line !== undefined && Math.abs(item.box[3] - line.box[3]) < item.sizePt * 0.5;
		const drop = line === undefined ? 0 : item.box[3] - line.box[3];
		if (block === undefined || (!sameLine && (drop < 0 || drop > item.sizePt * PARAGRAPH_GAP))) {
			block = emptyBlock(item);
			blocks.push(block);
		} else {
			const gap = line === undefined ? 0 : item.box[0] - line.box[2];
			block.text += (sameLine && gap < item.sizePt * 0.15 ? "" : " ") + item.text;
			block.box = union(block.box, item.box);
		}
		line = item;
	}
	return blocks;
}

function emptyBlock(item: RawItem): RawBlock {
	return {
		kind: "paragraph",
		text: item.text,
		level: 0,
		ordered: false,
		marker: "",
		lang: "",
		lines: [],
		header: [],
		rows: [],
		box: item.box,
	};
}

function union(a: RawItem["box"] | undefined, b: RawItem["box"]): RawItem["box"] {
	if (a === undefined) return b;
	return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
