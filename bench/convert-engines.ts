/**
 * A set of PDFs through one engine, in a process of its own so that neither memory nor compiled code is shared:
 * `node bench/convert-engines.ts deckle|liteparse|unpdf FOLDER OUT OCR`. Writes `NAME.md` each, `figures.json` and `costs.json`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { convertFile, type FigurePlace, figurePlaces, toOcrChoice } from "../scripts/convert.ts";
import { cpuMs, loadConverter, loadModules } from "../scripts/engine.ts";
import type { OcrChoice } from "../src/convert/convert.ts";
import { peers } from "./peers.ts";

export const engines = ["deckle", "liteparse", "unpdf"] as const;
export type Engine = (typeof engines)[number];

/** What one document cost. */
export interface Cost {
	name: string;
	pages: number;
	/** CPU milliseconds without figures' pictures, and with them. */
	textMs: number;
	totalMs: number;
	/** Bytes held at most; 0 where the engine does not say. */
	peakBytes: number;
	/** Why there is no result. */
	failure?: string;
}

/** Converts a file, writes `OUT/NAME.md`, and says what it cost. */
type Run = (file: string, name: string) => Promise<Omit<Cost, "name">>;

if (import.meta.main) {
	const [engine, folder, out, ocr] = process.argv.slice(2);
	if (engine === undefined || folder === undefined || out === undefined) throw new Error("ENGINE FOLDER OUT [OCR]");
	mkdirSync(out, { recursive: true });
	const places: Record<string, FigurePlace[]> = {};
	const run = await runOf(engine, out, toOcrChoice(ocr ?? "never"), places);
	const costs: Cost[] = [];
	for (const file of readdirSync(folder).filter((name) => name.endsWith(".pdf"))) {
		const name = file.slice(0, -".pdf".length);
		const nothing = { pages: 0, textMs: 0, totalMs: 0, peakBytes: 0 };
		const failed = (error: unknown) => ({
			...nothing,
			failure: error instanceof Error ? error.message : String(error),
		});
		costs.push({ name, ...(await run(join(folder, file), name).catch(failed)) });
	}
	writeFileSync(join(out, "figures.json"), JSON.stringify(places));
	writeFileSync(join(out, "costs.json"), JSON.stringify(costs));
}

async function runOf(engine: string, out: string, ocr: OcrChoice, places: Record<string, FigurePlace[]>): Promise<Run> {
	if (engine === "deckle") {
		const converter = await loadConverter(ocr);
		return async (file, name) => {
			const converted = await convertFile(converter, file, name, { out, ocr, pages: undefined });
			places[name] = figurePlaces(converted);
			const { textMs, totalMs, peakBytes } = converted;
			return { pages: converted.pages.length, textMs, totalMs, peakBytes };
		};
	}
	const peer = peers((await loadModules()).liteparse)[engine];
	if (peer === undefined) throw new Error(`no engine ${engine}`);
	return async (file, name) => {
		const started = cpuMs();
		const { pages, text } = await peer(new Uint8Array(readFileSync(file)));
		const spent = cpuMs() - started;
		writeFileSync(join(out, `${name}.md`), text);
		return { pages, textMs: spent, totalMs: spent, peakBytes: 0 };
	};
}
