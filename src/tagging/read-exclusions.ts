import type { Context } from "../context.ts";
import { detectFormat, sourceOf } from "../convert/convert.ts";
import { isAppError } from "../errors.ts";
import { plainText } from "./reading.ts";

/** Why an exclusion list cannot be read, in the contract's words. */
export class ExclusionsRefused extends Error {}

/** Terms of an exclusion list, `.txt` or `.pdf` by its name. Throws `ExclusionsRefused`. */
export async function readExclusions(ctx: Context, fileName: string, bytes: Uint8Array): Promise<Set<string>> {
	// Guessing an encoding takes tables that a Worker should not load to start.
	const { decodeExclusions, exclusionFormat, parseExclusions, unsupportedExclusionFormat } = await import(
		"./exclusions.ts"
	);
	const format = exclusionFormat(fileName);
	if (format === undefined) throw new ExclusionsRefused(unsupportedExclusionFormat(fileName));
	return parseExclusions(format === "txt" ? decodeExclusions(bytes) : await pdfText(ctx, bytes));
}

/** A line a line: a list in a PDF is printed that way. */
async function pdfText(ctx: Context, bytes: Uint8Array): Promise<string> {
	const failed = (reason: string) => new ExclusionsRefused(`Failed to extract text from PDF: ${reason}`);
	if (detectFormat(bytes.subarray(0, 65_536), "list.pdf")?.format !== "pdf") throw failed("the file is not a PDF");
	try {
		return plainText(await ctx.converter.read(sourceOf(bytes), "pdf", { ocr: ctx.config.OCR }));
	} catch (error) {
		if (isAppError(error)) throw failed(error.message);
		throw error;
	}
}
