import type { FigureImage, PageRange, PrintedPage } from "./blocks.ts";
import type { OcrLanguage } from "./ocr-engine.ts";
import type { RecognizedPage } from "./ocr-merge.ts";
import type { OcrChoice } from "./ocr-plan.ts";
import type { OutlineEntry } from "./outline.ts";
import type { PageTree } from "./page-trees.ts";

export interface ReadOptions {
	/** Number of the source's first page in the whole document; 1 when absent. */
	firstPage?: number;
	/** Only these pages, in the whole document's numbering. */
	pages?: PageRange;
	/** Whether pages without text, and pictures that hold text, are recognised; `auto` where absent. */
	ocr?: OcrChoice;
	/** Only these languages; found out where absent. */
	languages?: readonly OcrLanguage[];
	/** What `recognize` found, by page in the whole document's numbering: used in place of recognising here. */
	recognized?: ReadonlyMap<number, RecognizedPage>;
	/** Say in `Part.toRecognize` what is worth recognising, and do not do it here: the part is to be read again with its result. */
	recognizeLater?: boolean;
	/** `Inspection.outline`, or its entries for the source's pages: it tells which lines are headings. */
	outline?: readonly OutlineEntry[];
	/** Of pages whose file has lost its structure tree, by page in the whole document's numbering: what `split` gave with the part. */
	trees?: readonly PageTree[];
	/** Awaited after each page with the number of pages done so far, those left to be recognised not counted. */
	onPages?(done: number): Promise<void>;
	/** Awaited for each figure, so that its PNG can be stored and dropped. */
	onFigure?(figure: FigureImage): Promise<void>;
	/** Give the printed lines of each page, too, with a box for each word: for those who look for single values. */
	lines?: boolean;
	/** Awaited with the printed lines of each page, in page order, which are then not in the part; pages that wait for recognition, and those behind them, are left out. */
	onLines?(page: PrintedPage): Promise<void>;
	/** False: figures keep the place they have on the page, and none is drawn. Equal pictures are then not known to be equal. */
	pictures?: boolean;
	/** Looked at between pages and between figures; its reason is thrown. */
	signal?: AbortSignal;
}
