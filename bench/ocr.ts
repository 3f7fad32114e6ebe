/**
 * `npm run bench:ocr [-- --files 20]`: how well pages are recognised and what it costs, beside plain Tesseract with the same data on the
 * same pixels. Pages of made documents, rendered at 200 dpi with noise and slanted by a degree, against their own text; a page of Hindi.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { getDocumentProxy } from "unpdf";
import { cpuMs, loadModules } from "../scripts/engine.ts";
import { loadOcrModules } from "../scripts/recognizer.ts";
import { Recognizer, sourceOf } from "../src/convert/convert.ts";
import { type GrayImage, straightened } from "../src/convert/gray-image.ts";
import { OcrEngine } from "../src/convert/ocr-engine.ts";
import { Pdfium } from "../src/convert/pdfium.ts";
import { HINDI_PARAGRAPHS, HINDI_TITLE, makeHindiPdf } from "../test/convert/hindi-page.ts";
import { sharedFolder } from "./machine.ts";
import { median, Report } from "./report.ts";

const DPI = 200;
const SKEW_DEGREES = 1;
/** Standard deviation of the gray values' noise, and share of pixels that are specks. */
const [NOISE, SPECKS] = [12, 0.001];

interface Case {
	name: string;
	image: GrayImage;
	truth: string[];
}

interface Outcome {
	f1: number[];
	cpuMs: number[];
}

const { values: flags } = parseArgs({ options: { files: { type: "string", default: "20" } } });
const report = new Report("OCR: words found, and cost");
const modules = await loadOcrModules();
const recognizer = new Recognizer(modules);
const plain = new OcrEngine(modules.tesseract, modules.loadLanguage);
const pdfium = new Pdfium((await loadModules()).pdfium, () => true);

await benchMade();
await benchHindi();
process.exit(report.exitCode());

async function benchMade(): Promise<void> {
	const folder = sharedFolder("pdf-bench");
	if (folder === undefined) {
		report.skipped("made documents", "../shared/pdf-bench is not there");
		return;
	}
	const ours: Outcome = { f1: [], cpuMs: [] };
	const theirs: Outcome = { f1: [], cpuMs: [] };
	const files = readdirSync(join(folder, "synth", "pdf")).slice(0, Number(flags.files));
	const stretches: number[] = [];
	for (const [index, file] of files.entries()) {
		const bytes = new Uint8Array(readFileSync(join(folder, "synth", "pdf", file)));
		for (const each of await casesOf(file, bytes, index)) {
			await note(theirs, each, (image) => readPlain(image, "eng"));
			const watch = watchStretches();
			const found = await note(ours, each, readOurs);
			stretches.push(watch.stop());
			if (found < 0.95) report.info(each.name, `F1 ${found.toFixed(3)} of ${each.truth.length} words`);
		}
	}
	report.info(
		"plain Tesseract, same pixels",
		`F1 ${mean(theirs.f1).toFixed(4)}, ${mean(theirs.cpuMs).toFixed(0)} ms a page`,
	);
	report.info(
		"ours",
		`F1 ${mean(ours.f1).toFixed(4)}, worst ${Math.min(...ours.f1).toFixed(3)}, ${ours.f1.length} pages`,
	);
	report.atLeast("made pages, 1° and noise: word F1", mean(ours.f1), 0.98, "");
	report.atMost("CPU a page, median", median(ours.cpuMs) / 1000, 3.5, "s");
	report.atMost("CPU a page, slowest", Math.max(...ours.cpuMs) / 1000, 6, "s");
	report.info("CPU before others have their turn, the longest of a page", `median ${median(stretches).toFixed(0)} ms`);
	report.atMost("CPU before others have their turn, longest of all", Math.max(...stretches), 400, "ms");
}

async function benchHindi(): Promise<void> {
	const pdf = await makeHindiPdf(HINDI_TITLE, HINDI_PARAGRAPHS);
	const truth = wordsOf([HINDI_TITLE, ...HINDI_PARAGRAPHS].join(" "));
	const clean = await render(pdf, 1);
	for (const [name, image] of [
		["Hindi page", clean],
		["Hindi page, 1° and noise", spoilt(clean, 99)],
	] as const) {
		const started = cpuMs();
		const recognition = await recognizer.recognize(copied(image), DPI);
		const seconds = (cpuMs() - started) / 1000;
		const found = f1(truth, wordsOf(recognition.words.map(({ text }) => text).join(" ")));
		const theirs = f1(truth, wordsOf(await readPlain(copied(image), "hin")));
		report.info(`${name}, plain Tesseract told it is Hindi`, `F1 ${theirs.toFixed(4)}`);
		report.info(
			name,
			`F1 ${found.toFixed(4)}, read as ${recognition.languages.join("+")}, ${seconds.toFixed(1)} s of CPU`,
		);
		report.atLeast(`${name}, language found out: word F1`, found, 0.95, "");
	}
}

async function casesOf(file: string, bytes: Uint8Array, seed: number): Promise<Case[]> {
	const proxy = await getDocumentProxy(bytes.slice(), { verbosity: 0 });
	const cases: Case[] = [];
	// The first page and one from the middle: titles, and running text.
	for (const page of new Set([1, Math.ceil((proxy.numPages + 1) / 2)])) {
		const { items } = await (await proxy.getPage(page)).getTextContent();
		const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
		const truth = wordsOf(text);
		if (truth.length < 20) continue;
		cases.push({ name: `${file} page ${page}`, image: spoilt(await render(bytes, page), seed * 10 + page), truth });
	}
	await proxy.loadingTask.destroy();
	return cases;
}

async function note(outcome: Outcome, { image, truth }: Case, read: (image: GrayImage) => Promise<string>) {
	const mine = copied(image);
	const started = cpuMs();
	const found = f1(truth, wordsOf(await read(mine)));
	outcome.cpuMs.push(cpuMs() - started);
	outcome.f1.push(found);
	return found;
}

/** Measures what this thread computes without a break; `stop` gives the longest stretch, in milliseconds. */
function watchStretches(): { stop(): number } {
	const now = (): number => {
		const { user, system } = process.threadCpuUsage();
		return (user + system) / 1000;
	};
	let [longest, last] = [0, now()];
	const look = (): void => {
		const at = now();
		[longest, last] = [Math.max(longest, at - last), at];
	};
	const timer = setInterval(look, 0);
	return {
		stop: () => {
			clearInterval(timer);
			look();
			return longest;
		},
	};
}

async function readOurs(image: GrayImage): Promise<string> {
	const { words } = await recognizer.recognize(image, DPI);
	return words.map(({ text }) => text).join(" ");
}

async function readPlain(image: GrayImage, language: "eng" | "hin"): Promise<string> {
	const words = await plain.recognize(image, [language], { segmentation: "page", dpi: DPI });
	return words.map(({ text }) => text).join(" ");
}

async function render(bytes: Uint8Array, page: number): Promise<GrayImage> {
	const document = await pdfium.open(sourceOf(bytes));
	try {
		const image = document.withPage(page, (loaded) =>
			loaded.renderGray([0, 0, loaded.widthPt, loaded.heightPt], DPI / 72),
		);
		if (image === undefined) throw new Error(`page ${page} cannot be rendered`);
		return image;
	} finally {
		document.close();
	}
}

/** Slanted, noisy and specked, the same for the same seed. */
function spoilt(image: GrayImage, seed: number): GrayImage {
	const slanted = straightened(image, -SKEW_DEGREES);
	let state = seed + 1;
	// Numerical Recipes' linear congruential generator.
	const random = () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
	for (let i = 0; i < slanted.pixels.length; i++) {
		// The sum of four uniform numbers is near to a normal one; its variance is a third.
		const noise = (random() + random() + random() + random() - 2) * Math.sqrt(3) * NOISE;
		const speck = random() < SPECKS;
		const value = speck ? (random() < 0.5 ? 0 : 255) : (slanted.pixels[i] ?? 255) + noise;
		slanted.pixels[i] = Math.max(0, Math.min(255, value));
	}
	return slanted;
}

function copied(image: GrayImage): GrayImage {
	return { ...image, pixels: image.pixels.slice() };
}

/** Words without case and punctuation, hyphens and quotes as they come. */
function wordsOf(text: string): string[] {
	return (
		text
			.normalize("NFKC")
			.toLowerCase()
			.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
	);
}

/** Of two bags of words. */
function f1(truth: readonly string[], found: readonly string[]): number {
	const counts = new Map<string, number>();
	for (const word of truth) counts.set(word, (counts.get(word) ?? 0) + 1);
	let hits = 0;
	for (const word of found) {
		const left = counts.get(word) ?? 0;
		if (left === 0) continue;
		hits++;
		counts.set(word, left - 1);
	}
	return (2 * hits) / Math.max(1, truth.length + found.length);
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
