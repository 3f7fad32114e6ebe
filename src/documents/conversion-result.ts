import { z } from "zod";
import type { Context } from "../context.ts";
import { findConversion } from "./store.ts";

/** What a conversion says of itself. One that kept no printed lines says nothing. */
export const ConversionResult = z.object({
	/** Which pages were looked at for text in pictures. */
	ocr: z.enum(["auto", "always", "never"]),
	/** 0…100 */
	textConfidence: z.number(),
});
export type ConversionResult = z.infer<typeof ConversionResult>;

/** Of the document's latest conversion; undefined while that is not completed. */
export async function conversionResultOf(ctx: Context, documentId: string): Promise<ConversionResult | undefined> {
	const conversion = await findConversion(ctx, documentId);
	if (conversion?.status !== "completed") return undefined;
	return ConversionResult.safeParse(JSON.parse(conversion.result ?? "null")).data;
}
