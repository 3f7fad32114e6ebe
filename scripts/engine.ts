/** The conversion engine in plain Node, without a Worker: for the command line and the benches. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
	type Assembled,
	Assembler,
	Converter,
	type ConverterModules,
	detectFormat,
	type FigureImage,
	type OcrChoice,
	type PageRange,
	type Part,
	type PrintedPage,
	planRanges,
	type ReadOptions,
	type Source,
	sourceOf,
} from "../src/convert/convert.ts";
import { loadRecognizer } from "./recognizer.ts";

export interface ConvertOptions {
	ocr: OcrChoice;
	/** 1-based, inclusive; all pages when absent. */
	pages?: PageRange | undefined;
	/** Gives the printed lines, too. */
	lines?: boolean;
	/** Awaited for each figure's picture, which is dropped afterwards. */
	onFigure(figure: FigureImage): Promise<void>;
}

export interface Converted extends Assembled {
	pages: { page: number; widthPt: number; heightPt: number }[];
	/** Absent unless asked for, and for formats whose text has no places. */
	lines?: PrintedPage[];
	/** CPU milliseconds, user and system: for text, tables and places alone, and with the figures' pictures. */
	textMs: number;
	totalMs: number;
	peakBytes: number;
}

/** Bytes of a file that tell its format. */
const HEAD_BYTES = 65_536;

const require = createRequire(import.meta.url);

/** Node's `compile`, which the Workers' types rightly do not have. */
const { compile } = WebAssembly as unknown as { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };

/** What a Worker imports as modules, compiled from the packages' files. */
export async function loadModules(): Promise<ConverterModules> {
	return {
		liteparse: await compiled("@llamaindex/liteparse-wasm/liteparse_wasm_bg.wasm"),
		pdfium: await compiled("@embedpdf/pdfium/pdfium.wasm"),
		images: {
			png: await compiled("@jsquash/png/codec/pkg/squoosh_png_bg.wasm"),
			webp: await compiled("@jsquash/webp/codec/dec/webp_dec.wasm"),
		},
	};
}

/** A converter that recognises pages itself, unless nothing is to be recognised. */
export async function loadConverter(ocr: OcrChoice): Promise<Converter> {
	return new Converter(await loadModules(), ocr === "never" ? undefined : await loadRecognizer());
}

async function compiled(specifier: string): Promise<WebAssembly.Module> {
	return compile(await readFile(require.resolve(specifier)));
}

/** A document's whole way, as the queue's steps take it: read in one, or in parts where it is long. Throws `AppError`. */
export async function convertDocument(
	converter: Converter,
	bytes: Uint8Array,
	fileName: string,
	options: ConvertOptions,
): Promise<Converted> {
	const started = cpuMs();
	const info = detectFormat(bytes.subarray(0, HEAD_BYTES), fileName);
	if (info === undefined) throw new Error("It is in no format that can be read.");
	const source = sourceOf(bytes);
	const { pageCount, splittable, outline = [] } = await converter.inspect(source, info.format);
	const wanted = info.format === "pdf" ? options.pages : undefined;
	const ranges = planRanges(source.sizeBytes, pageCount).flatMap((range) => common(range, wanted));
	const clock = new TextClock(started);
	const parts: Part[] = [];
	const read = async (from: Source, more: ReadOptions): Promise<void> => {
		const reading = {
			...more,
			outline,
			ocr: options.ocr,
			lines: options.lines === true,
			onFigure: options.onFigure,
			onPages: clock.onPages,
		};
		clock.resume();
		parts.push(await converter.read(from, info.format, reading));
	};
	if (splittable && ranges.length > 1) {
		for await (const { range, bytes: part, trees } of converter.split(source, ranges)) {
			await read(sourceOf(part), { firstPage: range.first, trees });
		}
	} else await read(source, wanted === undefined ? {} : { pages: wanted });
	const lines = parts.flatMap((part) =>
		part.pages.flatMap((page) => (page.lines === undefined ? [] : [{ page: page.page, lines: page.lines }])),
	);
	const printed = lines.length === 0 ? {} : { lines };
	return { ...assemble(parts), ...printed, pages: sizesOf(parts), ...clock.stop(), peakBytes: peakOf(parts) };
}

/** Parts in page order → the document. */
export function assemble(parts: Part[]): Assembled {
	const assembler = new Assembler(parts.map((part) => part.summary));
	const pieces = [...parts.map((part) => assembler.add(part)), assembler.end()];
	return {
		markdown: pieces.map((piece) => piece.markdown).join(""),
		blocks: pieces.flatMap((piece) => piece.blocks),
		chunks: pieces.flatMap((piece) => piece.chunks),
		figures: pieces.flatMap((piece) => piece.figures),
	};
}

/** Splits the CPU time of a conversion: a part's pictures are made after its last page was reported. */
class TextClock {
	private readonly started: number;
	private pictures = 0;
	/** When the last page of the part at work was done. */
	private pagesDone: number;

	constructor(started: number) {
		this.started = started;
		this.pagesDone = started;
	}

	readonly onPages = async (): Promise<void> => {
		this.pagesDone = cpuMs();
	};

	/** Before a part is read: what came after the pages of the last one were its pictures. */
	resume(): void {
		if (this.pagesDone !== this.started) this.pictures += cpuMs() - this.pagesDone;
		this.pagesDone = cpuMs();
	}

	stop(): { textMs: number; totalMs: number } {
		const now = cpuMs();
		this.pictures += now - this.pagesDone;
		const totalMs = now - this.started;
		return { textMs: totalMs - this.pictures, totalMs };
	}
}

/** CPU time of this process so far. */
export function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

function common(range: PageRange, wanted: PageRange | undefined): PageRange[] {
	const first = Math.max(range.first, wanted?.first ?? 1);
	const last = Math.min(range.last, wanted?.last ?? range.last);
	return first > last ? [] : [{ first, last }];
}

function sizesOf(parts: Part[]): Converted["pages"] {
	return parts.flatMap((part) => part.pages.map(({ page, widthPt, heightPt }) => ({ page, widthPt, heightPt })));
}

function peakOf(parts: Part[]): number {
	return Math.max(0, ...parts.map((part) => part.usage.peakBytes));
}
