/** How a document was converted: what its job was told, and what it says once it is over. */
import { z } from "zod";
import type { Context } from "../context.ts";
import { type OcrChoice, type PartSummary, textConfidence } from "../convert/convert.ts";
import type { JsonValue } from "./job-state.ts";
import type { StepRun } from "./step.ts";
import type { JobRow } from "./store.ts";

const ocr = z.enum(["auto", "always", "never"]);

const ConversionConfig = z.object({ ocr: ocr.optional() });
/** Conversions before lines were kept have none. */
const ConversionResult = z.object({ ocr, textConfidence: z.number() });
export type ConversionResult = z.infer<typeof ConversionResult>;

/** What a conversion of the extraction API is told. */
export function conversionConfig(choice: OcrChoice): string {
	return JSON.stringify({ ocr: choice } satisfies z.infer<typeof ConversionConfig>);
}

/** The deployment's switch is the default; where it is off, nobody switches it on. */
export function ocrOf(ctx: Context, config: string | null): OcrChoice {
	if (ctx.config.OCR === "never") return "never";
	return ConversionConfig.parse(JSON.parse(config ?? "{}")).ocr ?? ctx.config.OCR;
}

export function conversionResult(ctx: Context, { job }: StepRun, summaries: readonly PartSummary[]): JsonValue {
	const result: ConversionResult = { ocr: ocrOf(ctx, job.config), textConfidence: textConfidence(summaries) };
	return { ...result };
}

/** Undefined while it is not completed, and for conversions whose printed lines were not kept. */
export function resultOfConversion(job: Pick<JobRow, "status" | "result"> | undefined): ConversionResult | undefined {
	if (job?.status !== "completed") return undefined;
	return ConversionResult.safeParse(JSON.parse(job.result ?? "null")).data;
}
