/** One run of extraction: what was asked for, and how it ends. */
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { conversionResultOf, deleteObjects } from "../../documents/documents.ts";
import { AppError } from "../../errors.ts";
import { runBatch } from "../../platform/database.ts";
import { keys } from "../../platform/keys.ts";
import { sendDeliveries } from "../../webhooks/webhooks.ts";
import { confidenceOf } from "../confidence.ts";
import { type DocumentNews, endEvents } from "../events.ts";
import { Flow } from "../flow.ts";
import type { StoredFlow } from "../flows/flows.ts";
import type { FieldCitation, FieldResults, FieldValue } from "../result.ts";
import * as store from "./store.ts";

/** The flow as it was when the extraction was asked for. */
export const RunFlow = Flow.pick({ fields: true, settings: true });
export type RunFlow = z.infer<typeof RunFlow>;

export interface Run {
	documentId: string;
	owner: string;
	/** Also the id of its job. */
	token: string;
	model: "standard" | "premium";
	isOurs: boolean;
	/** Null: there is nothing to be taken out, and the text is all there is. */
	flow: RunFlow | null;
}

/** Who took the fields out. */
export interface Maker {
	provider: string;
	model: string;
}

/** By field, in the flow's order; empty without a flow. */
export interface ExtractionResult {
	extractedData: Record<string, FieldValue | null>;
	/** 0…100 */
	fieldScores: Record<string, number>;
	citations: Record<string, FieldCitation | null>;
	/** 0…100: of the fields, or, without a flow, of the text. */
	confidence: number;
}

const noFields = { extractedData: {}, fieldScores: {}, citations: {} };

/** How it is written to a row. */
export function toFlowText(flow: Pick<StoredFlow, "fields" | "settings">): string {
	const { model, autoApproveThreshold: threshold } = flow.settings;
	const settings = { model, ...(threshold === null ? {} : { auto_approve_threshold: threshold }) };
	return JSON.stringify({ fields: flow.fields, settings } satisfies RunFlow);
}

/** The run that is under way under this token; undefined where it is over, another took its place, or the document is gone. */
export async function findRun(ctx: Context, documentId: string, token: string): Promise<Run | undefined> {
	const row = await store.findExtraction(ctx, documentId);
	if (row?.status !== "running" || row.token !== token) return undefined;
	const flow = row.flow === null ? null : RunFlow.parse(JSON.parse(row.flow));
	return { documentId, owner: row.owner, token, model: row.model, isOurs: row.isOurs, flow };
}

/**
 * Stores what was found, makes it the document's result, and tells those who want to know, all in one transaction. What a run brings that is
 * not the latest any more is dropped.
 */
export async function completeRun(ctx: Context, run: Run, results: FieldResults, maker: Maker | null): Promise<void> {
	const { documentId, owner, token, isOurs, flow } = run;
	const { result, isApproved } = await toResult(ctx, run, results);
	const { extractedData, fieldScores, confidence } = result;
	await ctx.files.put(keys.extraction(documentId, token), JSON.stringify(result));
	const held: store.Held = { documentId, token, status: ["running"] };
	const review = isApproved ? "approved" : null;
	const news: DocumentNews = {
		...{ documentId, owner, isOurs, status: "completed", review, error: null },
		result: { confidence, fieldScores, extractedData },
	};
	const told = await endEvents(ctx, { run: token, news }, store.isHeld(held));
	await runBatch(ctx.db, [
		...told.statements,
		store.changeRun(ctx, held, {
			...{ status: "completed", confidence, review, resultToken: token, error: null },
			fieldScores: flow === null ? null : JSON.stringify(fieldScores),
			provider: maker?.provider ?? null,
			providerModel: maker?.model ?? null,
		}),
	]);
	await sendDeliveries(ctx, told.deliveries);
	await tidy(ctx, documentId, token);
}

/** Ends a run that came to nothing; one that is over already, or has been replaced, stays as it is. */
export async function failRun(
	ctx: Context,
	row: store.ExtractionRow & { token: string },
	error: string,
): Promise<void> {
	const { documentId, owner, token, isOurs } = row;
	const held: store.Held = { documentId, token, status: ["waiting", "running"] };
	const news: DocumentNews = { documentId, owner, isOurs, status: "failed", result: null, review: null, error };
	const told = await endEvents(ctx, { run: token, news }, store.isHeld(held));
	await runBatch(ctx.db, [...told.statements, store.changeRun(ctx, held, { status: "failed", error })]);
	await sendDeliveries(ctx, told.deliveries);
}

async function toResult(
	ctx: Context,
	{ documentId, flow }: Pick<Run, "documentId" | "flow">,
	results: FieldResults,
): Promise<{ result: ExtractionResult; isApproved: boolean }> {
	if (flow === null) return { result: await textResult(ctx, documentId), isApproved: false };
	const { score: confidence, isApproved } = confidenceOf(flow, results);
	const entries = [...results];
	return {
		isApproved,
		result: {
			extractedData: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
			fieldScores: Object.fromEntries(entries.map(([name, { score }]) => [name, score])),
			citations: Object.fromEntries(entries.map(([name, { citation }]) => [name, citation])),
			confidence,
		},
	};
}

async function textResult(ctx: Context, documentId: string): Promise<ExtractionResult> {
	const confidence = (await conversionResultOf(ctx, documentId))?.textConfidence ?? 0;
	return { ...noFields, confidence };
}

/** What was extracted, of a document that is converted. Throws `not_ready` where there is no result. */
export async function getExtractionResult(ctx: Context, documentId: string): Promise<ExtractionResult> {
	const row = await store.findExtraction(ctx, documentId);
	// A document of another API, of which nobody wanted anything but its text.
	if (row === undefined || row.status === null) return await textResult(ctx, documentId);
	if (row.status !== "completed" || row.resultToken === null) throw notReady(row.error);
	const stored = await ctx.files.get(keys.extraction(documentId, row.resultToken));
	if (stored === null) throw notReady(null);
	return await stored.json<ExtractionResult>();
}

function notReady(error: string | null): AppError {
	return new AppError("not_ready", error ?? "The document has no result yet.");
}

/** Removes what this run worked on, and what earlier ones have left: tokens grow with time. */
async function tidy(ctx: Context, documentId: string, token: string): Promise<void> {
	const own = keys.extraction(documentId, token);
	// Nobody's result: the document was deleted, or is extracted again.
	if ((await store.findExtraction(ctx, documentId))?.resultToken !== token) await ctx.files.delete(own);
	const { objects } = await ctx.files.list({ prefix: keys.extractions(documentId), limit: 1000 });
	const old = objects.map(({ key }) => key).filter((key) => key < own);
	if (old.length > 0) await ctx.files.delete(old);
	await deleteObjects(ctx, keys.extractionWork(documentId, token));
}
