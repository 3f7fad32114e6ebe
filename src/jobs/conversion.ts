import type { Context } from "../context.ts";
import {
	Assembler,
	type OcrPlan,
	type OutlineEntry,
	type PageRange,
	type PageTree,
	type Part,
	type PartSummary,
	planRanges,
	type RecognizedPage,
	type Source,
} from "../convert/convert.ts";
import {
	type Document,
	findDocumentOfJob,
	getOutline,
	getPartLayout,
	getPartTrees,
	getRecognized,
	LineWriter,
	openInput,
	openPart,
	putOutline,
	putPart,
	putPartLayout,
	putRecognized,
	ResultWriter,
	removeParts,
	replaceFigures,
	saveFigureImage,
	updateDocument,
} from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import { nextTurn } from "../lib/turn.ts";
import { type FileTitles, joinUpload } from "../library/library.ts";
import { indexUpload } from "../retrieval/retrieval.ts";
import { conversionResult, ocrOf } from "./conversion-result.ts";
import { fetchInput } from "./fetch-input.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";
import {
	parseLayout,
	parsePages,
	parseRange,
	parseRecognizing,
	parseSummary,
	parseTitles,
	recognizingToJson,
	summaryToJson,
	titlesToJson,
} from "./step-data.ts";

const reportEveryMs = 200;
/** Pictures that one message recognises. */
const maxPictures = 6;
/** Entries of an outline among which a title is looked for. */
const outlineTitles = 20;

export function firstSteps(document: { source: string; sha256: string | null }): StepSpec[] {
	return [{ id: document.source === "url" && document.sha256 === null ? "fetch" : "convert" }];
}

/** The code of a conversion's step by its id. */
export function conversionStep(id: string): StepCode | undefined {
	if (id === "fetch") return fetchStep;
	if (id === "convert") return convertStep;
	if (id.startsWith("pages:")) return pagesStep;
	if (id.startsWith("ocr:")) return recognizeStep;
	if (id.startsWith("layout:")) return layoutStep;
	if (id === "assemble") return assembleStep;
	return undefined;
}

const fetchStep: StepCode = async (ctx, run) => {
	await run.report({ phase: "fetching" });
	const document = await wantedDocument(ctx, run);
	await fetchInput(ctx, document, run.signal);
	return { followUps: [{ id: "convert" }] };
};

/** Reads a short document whole; of a long one makes parts, each the work of a message of its own. */
const convertStep: StepCode = async (ctx, run) => {
	const document = await wantedDocument(ctx, run);
	const format = formatOf(document);
	const source = await openInput(ctx, document.id);
	await run.report({ phase: "reading" });
	const { pageCount, title, splittable, outline = [] } = await ctx.converter.inspect(source, format);
	const titles = { property: title, outline: outline.slice(0, outlineTitles).map((entry) => ({ title: entry.title })) };
	await run.report({ total: pageCount });
	const ranges = planRanges(source.sizeBytes, pageCount);
	if (splittable && ranges.length > 1) {
		if (outline.length > 0) await putOutline(ctx, document.id, outline);
		for await (const part of ctx.converter.split(source, ranges)) {
			await putPart(ctx, document.id, part);
			await run.report({ phase: "splitting", peakBytes: ctx.converter.peakBytes });
		}
		return { followUps: [...ranges.map(pagesOf), assembling(ranges, titles)] };
	}
	const part = await read(ctx, run, document, { source, firstPage: 1, outline });
	if (part.toRecognize !== undefined) {
		if (outline.length > 0) await putOutline(ctx, document.id, outline);
		const range = { first: 1, last: part.pages.length };
		const recognizing = recognizingSteps(part.toRecognize, null);
		const layout = { id: layoutId(range), needs: recognizing.map(({ id }) => id), input: { ...range, whole: true } };
		const assemble = { id: "assemble", needs: [layout.id], input: titlesToJson(titles) };
		return { ...leftToRecognize(part), followUps: [...recognizing, layout, assemble] };
	}
	const peakBytes = await assemble(ctx, document, run, [part.summary], titles, async () => part);
	return {
		units: part.pages.length,
		peakBytes: Math.max(part.usage.peakBytes, peakBytes),
		result: conversionResult(ctx, run, [part.summary]),
	};
};

/** Reads a part. Where pages are to be recognised first, it is laid out by a later step, for which the joining waits too. */
const pagesStep: StepCode = async (ctx, run) => {
	const document = await wantedDocument(ctx, run);
	const range = parseRange(run.input);
	const part = await read(ctx, run, document, {
		source: await openPart(ctx, document.id, range),
		firstPage: range.first,
		outline: await getOutline(ctx, document.id),
		trees: await getPartTrees(ctx, document.id, range),
	});
	if (part.toRecognize !== undefined) {
		const recognizing = recognizingSteps(part.toRecognize, range);
		const layout = {
			id: layoutId(range),
			needs: recognizing.map(({ id }) => id),
			input: { ...range, whole: false },
			blocks: ["assemble"],
		};
		return { ...leftToRecognize(part), followUps: [...recognizing, layout] };
	}
	await putPartLayout(ctx, document.id, range, part);
	return { units: part.pages.length, output: summaryToJson(part.summary), peakBytes: part.usage.peakBytes };
};

/** Reads the text in one page's picture, or in the pictures of a few pages: seconds of CPU, so a message of its own. */
const recognizeStep: StepCode = async (ctx, run) => {
	const document = await wantedDocument(ctx, run);
	const { plans, range } = parseRecognizing(run.input);
	const source = range === null ? await openInput(ctx, document.id) : await openPart(ctx, document.id, range);
	const options = { firstPage: range?.first ?? 1, format: formatOf(document), signal: run.signal };
	let peakBytes = 0;
	for (const [done, plan] of plans.entries()) {
		await run.report({ units: done, phase: "recognizing", peakBytes });
		await putRecognized(ctx, document.id, await ctx.converter.recognize(source, plan, options));
		peakBytes = Math.max(peakBytes, ctx.converter.peakBytes);
	}
	return { units: plans.length, output: plans.map((plan) => plan.page), peakBytes };
};

/** Reads a part again, with what was recognised of its pages. */
const layoutStep: StepCode = async (ctx, run) => {
	const document = await wantedDocument(ctx, run);
	const { whole, ...range } = parseLayout(run.input);
	const recognized = new Map<number, RecognizedPage>();
	for (const pages of Object.values(run.outputs)) {
		for (const page of parsePages(pages)) recognized.set(page, await getRecognized(ctx, document.id, page));
	}
	const source = whole ? await openInput(ctx, document.id) : await openPart(ctx, document.id, range);
	const outline = await getOutline(ctx, document.id);
	const trees = whole ? undefined : await getPartTrees(ctx, document.id, range);
	const part = await read(ctx, run, document, { source, firstPage: range.first, outline, trees, recognized });
	await putPartLayout(ctx, document.id, range, part);
	return { output: summaryToJson(part.summary), peakBytes: part.usage.peakBytes };
};

/** Joins the parts in page order; what the whole document decides (headings, running lines, numbers) is settled here. */
const assembleStep: StepCode = async (ctx, run): Promise<StepResult> => {
	const document = await wantedDocument(ctx, run);
	await run.report({ phase: "assembling" });
	// A part that was laid out later has left its summary there, and nothing where it was read first.
	const parts = Object.entries(run.outputs)
		.filter(([, summary]) => summary !== null)
		.map(([id, summary]) => ({ range: rangeOfStep(id), summary: parseSummary(summary) }))
		.sort((a, b) => a.range.first - b.range.first);
	const summaries = parts.map((part) => part.summary);
	const peakBytes = await assemble(ctx, document, run, summaries, parseTitles(run.input), async (at) => {
		await run.report({ phase: "assembling" });
		const part = parts[at];
		if (part === undefined) throw new Error(`no part ${at}`);
		return await getPartLayout(ctx, document.id, part.range);
	});
	await removeParts(ctx, document.id);
	return { peakBytes, result: conversionResult(ctx, run, summaries) };
};

/** Gives the bytes held at most, writers and part included. */
async function assemble(
	ctx: Context,
	document: Document,
	run: StepRun,
	summaries: PartSummary[],
	titles: FileTitles | undefined,
	partAt: (at: number) => Promise<Part>,
): Promise<number> {
	const assembler = new Assembler(summaries);
	const writer = new ResultWriter(ctx, document);
	let pageCount = 0;
	let peakBytes = 0;
	try {
		for (let at = 0; at < summaries.length; at += 1) {
			const part = await partAt(at);
			pageCount += part.pages.length;
			await nextTurn();
			await writer.add(assembler.add(part));
			peakBytes = Math.max(peakBytes, writer.heldBytes);
		}
		await writer.add(assembler.end());
		await run.report({});
		const figures = await writer.close();
		await replaceFigures(ctx, document.id, figures);
	} catch (error) {
		await writer.abort();
		throw error;
	}
	await updateDocument(ctx, document.id, { pageCount });
	await follow(ctx, document, titles);
	return peakBytes;
}

/** What comes of a conversion. A document that is converted stays so: what fails here the nightly run makes up for. */
async function follow(ctx: Context, document: Document, titles: FileTitles | undefined): Promise<void> {
	try {
		await joinUpload(ctx, document.id, titles);
		await indexUpload(ctx, document.id);
	} catch (error) {
		logError(`${document.id} is not in its library, or not indexed`, error);
	}
}

interface Reading {
	source: Source;
	firstPage: number;
	outline: readonly OutlineEntry[];
	/** Of a part; a whole document has its own. */
	trees?: readonly PageTree[] | undefined;
	/** Given when the part is read for the second time: its pages have been counted, and nothing else is recognised. */
	recognized?: ReadonlyMap<number, RecognizedPage>;
}

async function read(ctx: Context, run: StepRun, document: Document, reading: Reading): Promise<Part> {
	const { source, firstPage, outline, trees, recognized } = reading;
	const lines = new LineWriter(ctx, document.id, run.job.id);
	const { toRecognize, ...part } = await ctx.converter.read(source, formatOf(document), {
		firstPage,
		outline,
		signal: run.signal,
		ocr: ocrOf(ctx, run),
		recognizeLater: recognized === undefined,
		...(trees === undefined ? {} : { trees }),
		...(recognized === undefined ? {} : { recognized }),
		onPages: pageReporter(ctx, run, recognized === undefined),
		onLines: (page) => lines.add(page),
		onFigure: (figure) => saveFigureImage(ctx, document.id, figure),
	});
	// What waits for recognition comes with the second reading, under the same names.
	if (recognized === undefined && toRecognize !== undefined && toRecognize.length > 0) return { ...part, toRecognize };
	await lines.close();
	return { ...part, usage: { peakBytes: part.usage.peakBytes + lines.heldBytes } };
}

/**
 * Pages are converted without a break, and a whole isolate waits with them: after each page whatever else is due gets its
 * turn, and from time to time the job is told.
 */
function pageReporter(ctx: Context, run: StepRun, counts: boolean): (units: number) => Promise<void> {
	let toldAt = 0;
	return async (units) => {
		await nextTurn();
		if (ctx.now() - toldAt < reportEveryMs) return;
		toldAt = ctx.now();
		await run.report(counts ? { units, phase: "reading" } : { phase: "reading" });
	};
}

async function wantedDocument(ctx: Context, run: StepRun): Promise<Document> {
	const { documentId } = run.job;
	const document = documentId === null ? undefined : await findDocumentOfJob(ctx, documentId);
	if (document === undefined) throw new AppError("not_found", "The document was deleted.");
	return document;
}

function formatOf(document: Document): Parameters<Context["converter"]["inspect"]>[1] {
	if (document.format === null) throw new AppError("unsupported_format", "The document has no known format.");
	return document.format as Parameters<Context["converter"]["inspect"]>[1];
}

function pagesOf(range: PageRange): StepSpec {
	return { id: `pages:${range.first}-${range.last}`, input: { ...range } };
}

function layoutId(range: PageRange): string {
	return `layout:${range.first}-${range.last}`;
}

function assembling(ranges: readonly PageRange[], titles: FileTitles): StepSpec {
	return { id: "assemble", needs: ranges.map((range) => pagesOf(range).id), input: titlesToJson(titles) };
}

/** Pictures, which take a fraction of a page's time each, share a message; a whole page has its own. */
function recognizingSteps(plans: readonly OcrPlan[], range: PageRange | null): StepSpec[] {
	const groups: OcrPlan[][] = [];
	let pictures = maxPictures;
	for (const plan of plans) {
		pictures += plan.whole ? maxPictures : plan.regions.length;
		const group = groups.at(-1);
		if (group === undefined || pictures > maxPictures) {
			groups.push([plan]);
			pictures = plan.whole ? maxPictures : plan.regions.length;
		} else {
			group.push(plan);
		}
	}
	return groups.map((group) => ({ id: `ocr:${group[0]?.page}`, input: recognizingToJson({ plans: group, range }) }));
}

/** Pages that wait for recognition are not done yet. */
function leftToRecognize(part: Part): { units: number; peakBytes: number } {
	return { units: part.pages.length - (part.toRecognize?.length ?? 0), peakBytes: part.usage.peakBytes };
}

function rangeOfStep(id: string): PageRange {
	const [first, last] = id
		.slice(id.indexOf(":") + 1)
		.split("-")
		.map(Number);
	return { first: first ?? 0, last: last ?? 0 };
}
