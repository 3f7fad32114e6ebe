/** How a document is to be converted, which its job is told, and what the job says of itself once it is over. */
import { z } from "zod";
import type { Context } from "../context.ts";
import { type OcrChoice, type PartSummary, textConfidence } from "../convert/convert.ts";
import { ConversionResult } from "../documents/documents.ts";
import type { JsonValue } from "./job-state.ts";
import type { StepRun } from "./step.ts";

const ConversionConfig = z.object({ ocr: ConversionResult.shape.ocr.optional() });

/** Which pages are looked at. Where the deployment has recognition off, nobody switches it on. */
export function ocrFor(ctx: Context, wanted: OcrChoice | undefined): OcrChoice {
	return ctx.config.OCR === "never" ? "never" : (wanted ?? ctx.config.OCR);
}

export function conversionConfig(ocr: OcrChoice): string {
	return JSON.stringify({ ocr } satisfies z.infer<typeof ConversionConfig>);
}

export function ocrOf(ctx: Context, { job }: StepRun): OcrChoice {
	return ocrFor(ctx, ConversionConfig.parse(JSON.parse(job.config ?? "{}")).ocr);
}

export function conversionResult(ctx: Context, run: StepRun, summaries: readonly PartSummary[]): JsonValue {
	const result: ConversionResult = { ocr: ocrOf(ctx, run), textConfidence: textConfidence(summaries) };
	return { ...result };
}
