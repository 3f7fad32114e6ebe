/**
 * Door of the engine: bytes → pages → Markdown, blocks, chunks and figures. Pure but for wasm memory: no bindings, no network.
 *
 * A document's way: `detectFormat` → `Converter.inspect` → `Converter.split` where it is long → `Converter.read` per part →
 * `Assembler` over all parts.
 */

export { Assembler } from "./assembler.ts";
export type {
	Assembled,
	Block,
	BlockKind,
	Box,
	Chunk,
	Figure,
	FigureImage,
	Format,
	FormatInfo,
	Inspection,
	PageRange,
	PrintedLine,
	PrintedPage,
	PrintedWord,
	Source,
} from "./blocks.ts";
export type { ConverterModules } from "./converter.ts";
export { Converter } from "./converter.ts";
export { detectFormat } from "./format.ts";
export { readSheetRows, type SheetRows } from "./formats/xlsx-rows.ts";
export type { OcrModules, Recognition, RecognizedWord } from "./ocr.ts";
export { Recognizer } from "./ocr.ts";
export type { LanguageLoader, OcrLanguage } from "./ocr-engine.ts";
export { toPage } from "./ocr-frame.ts";
export type { Extraction, RecognizedPage } from "./ocr-merge.ts";
export type { OcrChoice, OcrPlan } from "./ocr-plan.ts";
export type { VisionReader } from "./ocr-vision.ts";
export type { OutlineEntry } from "./outline.ts";
export type { PageTree } from "./page-trees.ts";
export type { PageLayout, Part, PartSummary } from "./part.ts";
export type { ReadOptions } from "./read-options.ts";
export { planRanges } from "./splitter.ts";
export { sourceOf } from "./stream.ts";
export { textConfidence } from "./summary.ts";
