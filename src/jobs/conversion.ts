import type { Context } from "../context.ts";
import { Assembler, type PageRange, type Part, type PartSummary, planRanges } from "../convert/convert.ts";
import {
	type Document,
	findDocumentOfJob,
	getPartLayout,
	openInput,
	openPart,
	putPart,
	putPartLayout,
	ResultWriter,
	removeParts,
	replaceFigures,
	saveFigureImage,
	updateDocument,
} from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import { fetchInput } from "./fetch-input.ts";
import type { JsonValue, StepSpec } from "./state.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";

const reportEveryMs = 200;

export function firstSteps(document: { source: string; sha256: string | null }): StepSpec[] {
	return [{ id: document.source === "url" && document.sha256 === null ? "fetch" : "convert" }];
}

/** The code of a conversion's step by its id. */
export function conversionStep(id: string): StepCode | undefined {
	if (id === "fetch") return fetchStep;
	if (id === "convert") return convertStep;
	if (id.startsWith("pages:")) return pagesStep;
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
	const { pageCount, splittable } = await ctx.converter.inspect(source, format);
	await run.report({ total: pageCount });
	const ranges = planRanges(source.sizeBytes, pageCount);
	if (splittable && ranges.length > 1) {
		for await (const { range, bytes } of ctx.converter.split(source, ranges)) {
			await putPart(ctx, document.id, range, bytes);
			await run.report({ phase: "splitting", peakBytes: ctx.converter.peakBytes });
		}
		const pages = ranges.map((range) => ({ id: `pages:${range.first}-${range.last}`, input: { ...range } }));
		return { followUps: [...pages, { id: "assemble", needs: pages.map((step) => step.id) }] };
	}
	const part = await ctx.converter.read(source, format, {
		signal: run.signal,
		onPages: pageReporter(ctx, run),
		onFigure: (figure) => saveFigureImage(ctx, document.id, figure),
	});
	const peakBytes = await assemble(ctx, document, run, [part.summary], async () => part);
	return { units: part.pages.length, peakBytes: Math.max(part.usage.peakBytes, peakBytes) };
};

const pagesStep: StepCode = async (ctx, run) => {
	const document = await wantedDocument(ctx, run);
	const range = run.input as unknown as PageRange;
	const part = await ctx.converter.read(await openPart(ctx, document.id, range), formatOf(document), {
		firstPage: range.first,
		signal: run.signal,
		onPages: pageReporter(ctx, run),
		onFigure: (figure) => saveFigureImage(ctx, document.id, figure),
	});
	await putPartLayout(ctx, document.id, range, part);
	return {
		units: part.pages.length,
		output: part.summary as unknown as JsonValue,
		peakBytes: part.usage.peakBytes,
	};
};

/** Joins the parts in page order; what the whole document decides (headings, running lines, numbers) is settled here. */
const assembleStep: StepCode = async (ctx, run): Promise<StepResult> => {
	const document = await wantedDocument(ctx, run);
	await run.report({ phase: "assembling" });
	const ranges = Object.keys(run.outputs)
		.map(rangeOfStep)
		.sort((a, b) => a.first - b.first);
	const summaries = ranges.map((range) => run.outputs[`pages:${range.first}-${range.last}`] as unknown as PartSummary);
	const peakBytes = await assemble(ctx, document, run, summaries, async (at) => {
		await run.report({ phase: "assembling" });
		const range = ranges[at];
		if (range === undefined) throw new Error(`no part ${at}`);
		return await getPartLayout(ctx, document.id, range);
	});
	await removeParts(ctx, document.id);
	return { peakBytes };
};

/** Gives the bytes held at most, writers and part included. */
async function assemble(
	ctx: Context,
	document: Document,
	run: StepRun,
	summaries: PartSummary[],
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
	return peakBytes;
}

/**
 * Pages are converted without a break, and a whole isolate waits with them: after each page whatever else is due gets its
 * turn, and from time to time the job is told.
 */
function pageReporter(ctx: Context, run: StepRun): (units: number) => Promise<void> {
	let toldAt = 0;
	return async (units) => {
		await scheduler.wait(0);
		if (ctx.now() - toldAt < reportEveryMs) return;
		toldAt = ctx.now();
		await run.report({ units, phase: "reading" });
	};
}

async function wantedDocument(ctx: Context, run: StepRun): Promise<Document> {
	const document = await findDocumentOfJob(ctx, run.documentId);
	if (document === undefined) throw new AppError("not_found", "The document was deleted.");
	return document;
}

function formatOf(document: Document): Parameters<Context["converter"]["inspect"]>[1] {
	if (document.format === null) throw new AppError("unsupported_format", "The document has no known format.");
	return document.format as Parameters<Context["converter"]["inspect"]>[1];
}

function rangeOfStep(id: string): PageRange {
	const [first, last] = id.slice("pages:".length).split("-").map(Number);
	return { first: first ?? 0, last: last ?? 0 };
}
