/**
 * `npm run convert -- FILE|FOLDER… --out DIR [--ocr auto|always|never] [--pages 1-5]`: the engine without a Worker. Per input
 * `NAME.md`, `NAME.blocks.json`, `NAME.figures.json` (boxes as fractions of the page) and `NAME/fig_0001.png` …
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import type { Converter, FigureImage, OcrChoice, PageRange } from "../src/convert/convert.ts";
import { type Converted, convertDocument, loadConverter } from "./engine.ts";
import { filesOf, fromUser, ResultNames } from "./input-files.ts";

export interface FigurePlace {
	page: number;
	/** x0, y0, x1, y1 as fractions of the page, from the top left. */
	bbox: [number, number, number, number];
	caption?: string;
}

interface Settings {
	out: string;
	ocr: OcrChoice;
	pages: PageRange | undefined;
}

const usage = "Usage: npm run convert -- FILE|FOLDER… --out DIR [--ocr auto|always|never] [--pages 1-5]";

/** Converts a file and writes its results into `settings.out`. Throws a sentence where it cannot be read. */
export async function convertFile(
	converter: Converter,
	file: string,
	name: string,
	settings: Settings,
): Promise<Converted> {
	const pictures = join(settings.out, name);
	// Of an earlier run: figures that this one does not find.
	rmSync(pictures, { recursive: true, force: true });
	const handedOut = new Set<string>();
	const onFigure = async ({ id, png }: FigureImage): Promise<void> => {
		handedOut.add(id);
		mkdirSync(pictures, { recursive: true });
		writeFileSync(join(pictures, `${id}.png`), png);
	};
	try {
		const bytes = new Uint8Array(readFileSync(file));
		const converted = await convertDocument(converter, bytes, basename(file), { ...settings, onFigure });
		for (const { id, imageId } of converted.figures) {
			if (handedOut.has(imageId)) copyFileSync(join(pictures, `${imageId}.png`), join(pictures, `${id}.png`));
		}
		write(settings.out, name, converted);
		return converted;
	} finally {
		// Only now is it known which of them are figures of the document, and under which number.
		for (const id of handedOut) rmSync(join(pictures, `${id}.png`), { force: true });
	}
}

function write(out: string, name: string, converted: Converted): void {
	const markdown = converted.markdown.replaceAll("](figures/fig_", `](${encodeURI(name)}/fig_`);
	const json = (value: unknown): string => `${JSON.stringify(value, null, "\t")}\n`;
	writeFileSync(join(out, `${name}.md`), markdown);
	writeFileSync(join(out, `${name}.blocks.json`), json(converted.blocks));
	writeFileSync(join(out, `${name}.figures.json`), json(figurePlaces(converted)));
}

/** The document's figures as the scorer of figures reads them. */
export function figurePlaces({ figures, blocks, pages }: Converted): FigurePlace[] {
	const sizes = new Map(pages.map((page) => [page.page, page]));
	return figures.map(({ index, page, bbox }): FigurePlace => {
		const { widthPt = 1, heightPt = 1 } = sizes.get(page) ?? {};
		const fraction = (value: number, whole: number): number => Math.round((value / Math.max(1, whole)) * 1e5) / 1e5;
		const [x0, y0, x1, y1] = bbox;
		const place: FigurePlace = {
			page,
			bbox: [fraction(x0, widthPt), fraction(y0, heightPt), fraction(x1, widthPt), fraction(y1, heightPt)],
		};
		const caption = blocks.find((block) => block.kind === "caption" && block.figureIndex === index)?.text;
		return caption === undefined ? place : { ...place, caption };
	});
}

async function main(args: string[]): Promise<number> {
	const { files, settings } = parseCommand(args);
	mkdirSync(settings.out, { recursive: true });
	const converter = await loadConverter(settings.ocr);
	const names = new ResultNames();
	let [pages, textMs, failures] = [0, 0, 0];
	for (const file of files) {
		try {
			const converted = await convertFile(converter, file, names.nameFor(file), settings);
			const count = converted.pages.length;
			const perPage = (converted.totalMs / Math.max(1, count)).toFixed(1);
			console.log(`${basename(file)}: ${count} pages, ${converted.figures.length} figures, ${perPage} ms CPU/page`);
			pages += count;
			textMs += converted.totalMs;
		} catch (error) {
			failures++;
			console.error(`${basename(file)}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	const perPage = (textMs / Math.max(1, pages)).toFixed(1);
	console.log(`${files.length} files, ${pages} pages, ${perPage} ms CPU/page, ${failures} failures`);
	return failures === 0 ? 0 : 1;
}

function parseCommand(args: string[]): { files: string[]; settings: Settings } {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { out: { type: "string" }, ocr: { type: "string", default: "auto" }, pages: { type: "string" } },
	});
	if (values.out === undefined || positionals.length === 0) throw new Error(usage);
	const settings = { out: fromUser(values.out), ocr: toOcrChoice(values.ocr), pages: toRange(values.pages) };
	return { files: positionals.flatMap(filesOf), settings };
}

export function toOcrChoice(text: string): OcrChoice {
	if (text === "auto" || text === "always" || text === "never") return text;
	throw new Error(`--ocr is auto, always or never, not ${text}.`);
}

function toRange(text: string | undefined): PageRange | undefined {
	if (text === undefined) return undefined;
	const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
	const range = { first: Number(first), last: Number(last ?? first) };
	if (first === undefined || range.first < 1 || range.last < range.first) {
		throw new Error(`--pages is a page or a range like 1-5, not ${text}.`);
	}
	return range;
}

if (import.meta.main) {
	process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		return 1;
	});
}
