import { z } from "zod";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { logError } from "../lib/log.ts";
import { decryptSecret } from "../lib/secrets.ts";
import { runBatch } from "../platform/database.ts";
import {
	chooseReading,
	cutTo,
	findRecord,
	isFinalRecord,
	JobConfig,
	keepReading,
	obtainDocument,
	Quirks,
	type RecordResult,
	RowFailure,
	readDocument,
	recognizePage,
	recordStatements,
	type TaggingRecord,
	tagRecord,
	updateRecord,
} from "../tagging/tagging.ts";
import type { RowNote } from "./batch-frames.ts";
import type { JsonValue, StepSpec } from "./job-state.ts";
import type { ItemNote } from "./memory.ts";
import { owedConversion } from "./owed-conversion.ts";
import { afterRateLimit, afterSuccess, Pacing, retryWaitMs, rowAttempts, rowWaitMs, startPacing } from "./pacing.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";

/** What one document may take, waits for the provider's sake not counted. */
const documentMs = 5 * 60_000;
const storeRetryMs = 300;

const RowInput = z.object({
	index: z.int(),
	/** From 1: how often the provider has been asked for this row. */
	attempt: z.int(),
	pacing: Pacing,
	/** What the model was found not to take. */
	quirks: Quirks,
});
type RowInput = z.infer<typeof RowInput>;
/** Why another step gave up, beside its input. */
const LostInput = z.object({ error: z.string().optional() });
const PageInput = z.object({ index: z.int(), page: z.int(), languages: z.array(z.enum(["eng", "hin"])).optional() });
const Readings = z.array(z.object({ text: z.string(), confidence: z.number(), isVision: z.boolean() }).nullable());

/** Row 0 of a batch; a single run has no other. */
export function firstRow(): StepSpec {
	return rowSpec({ index: 0, attempt: 1, pacing: startPacing, quirks: [] }, 0);
}

/** The code of a step of tagging by its id. */
export function taggingStep(id: string): StepCode | undefined {
	const name = id.slice(0, id.indexOf(":"));
	return { row: rowStep, ocr: pageStep, tag: tagStep, lost: lostStep }[name];
}

/** Fetches and reads a row's document, and tags it unless pages have to be recognised first. */
const rowStep: StepCode = async (ctx, run) =>
	inRow(ctx, run, async (row) => {
		const { record, config, input, signal } = row;
		const document = await obtainDocument(ctx, record, signal);
		// A second try, for the provider's sake, has the text already.
		if (record.extractedText !== null && input.attempt > 1)
			return await tagged(ctx, { ...row, record: { ...record, documentId: document.id } });
		const reading = await readDocument(ctx, document, config.numPages, signal);
		const read = await keepReading(ctx, { ...record, documentId: document.id }, reading);
		if (reading.toRecognize.length === 0) return await tagged(ctx, { ...row, record: read });
		return { followUps: recognizing(input, reading.toRecognize, reading.languages) };
	});

/** Recognises one page: seconds of CPU, so a message of its own, which may fail alone. */
const pageStep: StepCode = async (ctx, run) => {
	const { index, page, languages } = PageInput.parse(run.input);
	const record = await findRecord(ctx, run.job.id, index);
	if (record?.documentId == null || isFinalRecord(record)) return {};
	await run.report({ phase: "recognizing" });
	const reading = await recognizePage(ctx, record.documentId, page, { languages, signal: run.signal });
	return { output: reading && { ...reading }, peakBytes: ctx.converter.peakBytes };
};

/** Tags a row from what was recognised of its pages, or from the text that it has. */
const tagStep: StepCode = async (ctx, run) =>
	inRow(ctx, run, async (row) => {
		const pages = Readings.parse(Object.values(run.outputs));
		const read = await keepReading(ctx, row.record, chooseReading(row.record, pages));
		return await tagged(ctx, { ...row, record: read });
	});

/** Ends a row whose step was given up: the batch goes on without it. */
const lostStep: StepCode = async (ctx, run) =>
	inRow(ctx, run, async (row) => {
		const { error = "unexpected error" } = LostInput.parse(row.run.input);
		throw new RowFailure(`Processing error: ${error}`);
	});

/** A row at work. */
export interface Row {
	run: StepRun;
	record: TaggingRecord;
	config: JobConfig;
	input: RowInput;
	signal: AbortSignal;
	/** The caller's own key for a hosted model. */
	apiKey: string | undefined;
}

/** What every step of a row shares: its record, its time limit, and what becomes of a failure. */
async function inRow(ctx: Context, run: StepRun, work: (row: Row) => Promise<StepResult>): Promise<StepResult> {
	const input = RowInput.parse(run.input);
	const record = await findRecord(ctx, run.job.id, input.index);
	if (record === undefined) throw new AppError("not_found", "The job was deleted.");
	const config = JobConfig.parse(JSON.parse(run.job.config ?? "{}"));
	// The result was stored by a run that died before it could tell.
	if (isFinalRecord(record)) return finished({ run, input, record, config });
	const { title } = record;
	// A run that begins the row again has all its time: the one before died, and how long ago is not the document's fault.
	const isBeginning = run.step.startsWith("row:");
	if (isBeginning && input.attempt === 1)
		await run.report({ phase: "tagging", item: note(input, { title, status: "processing" }) });
	const startedAt = isBeginning ? ctx.now() : (record.startedAt ?? ctx.now());
	if (isBeginning || record.status !== "processing") {
		await updateRecord(ctx, record.id, { status: "processing", startedAt });
	}
	const limit = AbortSignal.timeout(Math.max(1, startedAt + documentMs - ctx.now()));
	const row: Row = {
		run,
		record: { ...record, startedAt, status: "processing" },
		config,
		input,
		signal: AbortSignal.any([run.signal, limit]),
		apiKey: await openSecret(ctx, run),
	};
	try {
		return await work(row);
	} catch (error) {
		run.signal.throwIfAborted();
		if (limit.aborted) return await failed(ctx, row, new RowFailure("Processing timed out (5 minutes)"));
		if (error instanceof RowFailure) return await failed(ctx, row, error);
		throw error;
	}
}

async function openSecret(ctx: Context, { job, secret }: StepRun): Promise<string | undefined> {
	return secret === undefined ? undefined : await decryptSecret(ctx.config.DATA_KEY, `jobs/${job.id}`, secret);
}

async function tagged(ctx: Context, row: Row): Promise<StepResult> {
	const isSingle = row.run.job.kind === "single";
	const made = await tagRecord(ctx, { ...row, quirks: row.input.quirks, isSingle });
	const { tags, answer, metadata, quirks, documentTitle } = made;
	const title = isSingle ? documentTitle : row.record.title;
	const record = { ...row.record, metadata: JSON.stringify(metadata), title: cutTo(500, title) };
	return await ended(ctx, { ...row, record, input: { ...row.input, quirks } }, { tags, answer });
}

/** A failure ends the row, unless the provider only asked for patience. */
async function failed(ctx: Context, row: Row, failure: RowFailure): Promise<StepResult> {
	const { input, run, record } = row;
	const isLimited = failure.type === "rate-limit";
	const pacing = isLimited ? afterRateLimit(input.pacing, failure.retryAfterMs) : input.pacing;
	if (!isLimited || input.attempt >= rowAttempts || run.job.kind !== "batch") {
		const error = run.job.kind === "single" ? singleReason(failure.message) : failure.message;
		return await ended(ctx, { ...row, input: { ...input, pacing } }, { error }, failure);
	}
	const waitMs = retryWaitMs(input.attempt, failure.retryAfterMs);
	// It starts afresh: what it waits is not its own time.
	await updateRecord(ctx, record.id, { status: "pending", startedAt: null });
	return {
		item: note(input, {
			title: record.title,
			status: "processing",
			error: failure.message,
			error_type: "rate-limit",
			retry_after_ms: waitMs,
			retry_count: input.attempt,
			model_name: shownModel(row.config),
		}),
		followUps: [rowSpec({ ...input, attempt: input.attempt + 1, pacing }, waitMs)],
	};
}

/** A row's failure in the words of a single run (contracts/tagging.md 6.1). */
function singleReason(reason: string): string {
	if (reason === "Insufficient text extracted from document") {
		return "Could not extract sufficient text from PDF. The document might be scanned or image-based without OCR support.";
	}
	return reason
		.replace(/^Text extraction failed/, "PDF extraction failed")
		.replace(/^Processing error/, "Internal server error");
}

/** Stores the row's end, with the conversion that its document is still owed, and goes on to the next row. */
async function ended(ctx: Context, row: Row, result: RecordResult, failure?: RowFailure): Promise<StepResult> {
	const { run, record, input, config } = row;
	const conversion = await owedConversion(ctx, record);
	const statements = [...recordStatements(ctx, record, result), ...(conversion?.statements ?? [])];
	await retried(() => runBatch(ctx.db, statements));
	const stored = await findRecord(ctx, run.job.id, input.index);
	if (stored === undefined) throw new AppError("not_found", "The job was deleted.");
	const pacing = "error" in result ? input.pacing : afterSuccess(input.pacing);
	const ending = finished({ run, input: { ...input, pacing }, record: stored, config }, failure);
	return { ...ending, ...(conversion && { afterwards: conversion.start }) };
}

/** What the job is told of a row whose end is stored. */
function finished(row: Pick<Row, "run" | "input" | "record" | "config">, failure?: RowFailure): StepResult {
	const { run, input, record, config } = row;
	const isFailed = record.status === "failed";
	const next = { ...input, index: input.index + 1, attempt: 1 };
	const waits = config.paced && config.isHosted;
	const metadata = JSON.parse(record.metadata ?? "{}") as RowMetadata;
	return {
		units: 1,
		failedUnits: isFailed ? 1 : 0,
		// A batch whose every row failed is complete; a run of one document has failed with it.
		...(isFailed && run.job.kind === "single" && { failure: record.error ?? "The document could not be tagged." }),
		item: {
			...note(input, {
				title: record.title,
				status: isFailed ? "failed" : "success",
				tags: JSON.parse(record.tags) as string[],
				error: record.error,
				...(isFailed && { error_type: failure?.type ?? "unknown" }),
				...(failure?.type === "rate-limit" && { retry_count: input.attempt }),
				model_name: metadata.model_name ?? shownModel(config),
				metadata,
			}),
			isFinal: true,
		},
		followUps: next.index < (run.job.total ?? 1) ? [rowSpec(next, waits ? rowWaitMs(input.pacing) : 0)] : [],
	};
}

/** What watchers are told of a document that was read. */
type RowMetadata = { [field: string]: JsonValue } & { model_name?: string };

/** Before it is known which model answers, the one that was asked for. */
function shownModel(config: JobConfig): string {
	return config.modelName ?? (config.isHosted ? "default" : "embedded");
}

function note({ index }: RowInput, value: RowNote): ItemNote {
	return { index, isFinal: false, value };
}

/** A write of a result is worth a second try (contracts/tagging.md 14.3); after that the step is run again. */
async function retried(write: () => Promise<void>): Promise<void> {
	try {
		await write();
	} catch (error) {
		logError("a row's result could not be written", error);
		await new Promise((resolve) => setTimeout(resolve, storeRetryMs));
		await write();
	}
}

function rowSpec(input: RowInput, delayMs: number): StepSpec {
	const { index, attempt } = input;
	return {
		id: attempt === 1 ? `row:${index}` : `row:${index}#${attempt}`,
		input,
		delayMs,
		otherwise: { id: `lost:${index}`, input },
		isPassing: true,
	};
}

function recognizing(input: RowInput, pages: readonly number[], languages: readonly string[] | undefined): StepSpec[] {
	const { index } = input;
	const steps = pages.map(
		(page): StepSpec => ({
			id: `ocr:${index}:${page}`,
			input: { index, page, ...(languages && { languages: [...languages] }) },
			tries: 2,
			isOptional: true,
			isPart: true,
		}),
	);
	const tag: StepSpec = {
		id: `tag:${index}`,
		needs: steps.map(({ id }) => id),
		input,
		otherwise: { id: `lost:${index}`, input },
		isPart: true,
		isPassing: true,
	};
	return [...steps, tag];
}
