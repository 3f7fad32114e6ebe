import type { Context } from "../context.ts";
import { conversionResultOf, type Document, findDocumentOfJob, replaceConversion } from "../documents/documents.ts";
import { AppError } from "../errors.ts";
import {
	changeRun,
	type ExtractionRow,
	failRun,
	findExtraction,
	isOpenRun,
	type StoredFlow,
	toFlowText,
	writeNewRun,
} from "../extraction/extraction.ts";
import { newId } from "../lib/ids.ts";
import { isUniqueViolation, runBatch, type Statement } from "../platform/database.ts";
import { firstSteps } from "./conversion.ts";
import { conversionConfig, ocrFor } from "./conversion-result.ts";
import { firstExtractionStep } from "./extraction.ts";
import { startOrAbandon, tryToStart } from "./start.ts";
import { expectExtraction, extractionCarriedOut, extractionsOwed, findJob, newJobStatements } from "./store.ts";
import type { JobView } from "./view.ts";

/*
 * A document's extraction: a run under a token, which is also the id of its job. It waits for the conversion, whose end owes it the job; its
 * own end is written by the job's last step. Whatever dies in between is taken up by the outbox.
 */

export interface ExtractionOrder {
	document: Pick<Document, "id" | "owner" | "jobId" | "jobStatus" | "source" | "sha256">;
	/** Null: no fields, just the text. */
	flow: Pick<StoredFlow, "id" | "fields" | "settings"> | null;
	model: ExtractionRow["model"];
	/** Its events are told. */
	isOurs: boolean;
}

/** What else is written in the same transaction: a new document before, an answer to be kept after. */
interface Alongside {
	before?: readonly Statement[];
	after?: readonly Statement[];
}

/**
 * Converts the document as the model wants it, unless it is, and extracts the flow's fields. While it is being processed the same model and flow
 * start nothing again; others throw `conflict`. Throws `internal` if the queue refuses; the document has then failed.
 */
export async function startExtraction(
	ctx: Context,
	order: ExtractionOrder,
	alongside: Alongside = {},
): Promise<{ started: boolean }> {
	const atWork = await workUnderWay(ctx, order);
	if (atWork === "extraction") return { started: false };
	const run = { ...toRun(order), token: newId() };
	// To a conversion that another API began, the extraction is added: its end is one that is told of.
	const conversion = atWork === "conversion" ? undefined : await neededConversion(ctx, order);
	const work = conversion?.statements ?? [expectExtraction(ctx, order.document.id)];
	const isWritten = await writeNewRun(ctx, run, {
		before: alongside.before ?? [],
		alongside: [...work, ...(alongside.after ?? [])],
	});
	if (!isWritten) {
		// Somebody was faster; or the document is gone.
		if ((await workUnderWay(ctx, order)) === "extraction") return { started: false };
		throw new AppError("not_found", "Document not found");
	}
	if (conversion !== undefined) await conversion.start();
	else await continueExtraction(ctx, order.document.id);
	return { started: true };
}

function toRun({ document, flow, model, isOurs }: ExtractionOrder) {
	const flowText = flow === null ? null : toFlowText(flow);
	return { documentId: document.id, flowId: flow?.id ?? null, flow: flowText, model, isOurs };
}

/** What of the same is at work already; throws `conflict` where something else is. */
async function workUnderWay(
	ctx: Context,
	{ document, flow, model }: ExtractionOrder,
): Promise<"extraction" | "conversion" | undefined> {
	const row = await findExtraction(ctx, document.id);
	const now = await findDocumentOfJob(ctx, document.id);
	const isConverting = now?.jobStatus === "pending" || now?.jobStatus === "running" || now?.jobStatus === "paused";
	if (!isOpenRun(row) && !isConverting) return undefined;
	// A conversion that another API began is a standard one, without a flow.
	const atWork = isOpenRun(row) ? row : { model: "standard", flowId: null };
	if (atWork.model === model && atWork.flowId === (flow?.id ?? null))
		return isOpenRun(row) ? "extraction" : "conversion";
	throw new AppError("conflict", "The document is being processed with another model or flow.");
}

/** Undefined where the document is converted as the model wants it, with all that an extraction needs. */
async function neededConversion(
	ctx: Context,
	{ document, model }: ExtractionOrder,
): Promise<{ statements: Statement[]; start: () => Promise<void> } | undefined> {
	const { id, owner, jobId: before } = document;
	const ocr = ocrFor(ctx, model === "premium" ? "always" : "auto");
	const result = before === null ? undefined : await conversionResultOf(ctx, id);
	if (result?.ocr === ocr) return undefined;
	const job = { id: newId(), owner, kind: "conversion" as const, documentId: id };
	const config = conversionConfig(ocr);
	return {
		statements: [
			replaceConversion(ctx.db, id, { before, jobId: job.id }),
			...newJobStatements(ctx.db, { ...job, config, now: ctx.now() }),
		],
		start: async () => {
			try {
				await startOrAbandon(ctx, { ...job, steps: firstSteps(document) });
			} catch (error) {
				await continueExtraction(ctx, id);
				throw error;
			}
		},
	};
}

/** Goes on with the extraction that the job which has just ended was part of. */
export async function continueExtractions(
	ctx: Context,
	{ kind, documentId }: Pick<JobView, "kind" | "documentId">,
): Promise<void> {
	if (documentId !== null && (kind === "conversion" || kind === "extraction")) {
		await continueExtraction(ctx, documentId);
	}
}

/** Does what is next for a document's extraction: nothing, its job, or its end without a result. May run at any time, and twice at once. */
export async function continueExtraction(ctx: Context, documentId: string): Promise<void> {
	// What is owed from here on may be for an end that is not seen below.
	const owed = await extractionsOwed(ctx, documentId);
	const row = await findExtraction(ctx, documentId);
	if (isOpenRun(row)) {
		if (row.status === "waiting") await afterConversion(ctx, row);
		else await afterExtraction(ctx, row);
	}
	await extractionCarriedOut(ctx, owed);
}

type OpenRun = ExtractionRow & { token: string };

async function afterConversion(ctx: Context, row: OpenRun): Promise<void> {
	const document = await findDocumentOfJob(ctx, row.documentId);
	if (document?.jobStatus === "failed" || document?.jobStatus === "cancelled") {
		await failRun(ctx, row, document.jobError ?? "The document could not be converted.");
		return;
	}
	// Another conversion is at work, whose end leads here again.
	if (document?.jobStatus !== "completed") return;
	const { token: id, owner, documentId } = row;
	const job = { id, owner, kind: "extraction" as const, documentId };
	try {
		await runBatch(ctx.db, [
			changeRun(ctx, { documentId, token: id, status: ["waiting"] }, { status: "running", jobId: id }),
			...newJobStatements(ctx.db, { ...job, now: ctx.now() }),
		]);
	} catch (error) {
		// Its job is there.
		if (isUniqueViolation(error)) return;
		throw error;
	}
	await tryToStart(ctx, { ...job, steps: [firstExtractionStep()] });
}

async function afterExtraction(ctx: Context, row: OpenRun): Promise<void> {
	const job = await findJob(ctx, row.token);
	if (job?.status !== "failed" && job?.status !== "cancelled") return;
	await failRun(ctx, row, job.error ?? "The fields could not be extracted.");
}
