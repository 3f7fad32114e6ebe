import { describe, expect, it } from "vitest";
import { cpuMs } from "../../scripts/engine.ts";
import { hostileFiles } from "../../scripts/hostile.ts";
import { detectFormat } from "../../src/convert/convert.ts";
import { isAppError } from "../../src/errors.ts";
import { chunked } from "./documents.ts";
import { sharedConverter } from "./modules.ts";
import { assembled } from "./samples.ts";

const MAX_MS = 10_000;
const BUDGET_BYTES = 96_000_000;
const REFUSALS = ["document_refused", "too_large", "document_damaged", "document_encrypted"];

describe("hostile documents", () => {
	it.each(hostileFiles)(
		"$name: $attempt",
		async ({ name, make, expect: expected, says }) => {
			const bytes = make();
			const format = detectFormat(bytes.subarray(0, 65_536), name)?.format;
			if (format === undefined) throw new Error("not detected");
			const converter = await sharedConverter();
			// Other work on the machine is not the document's.
			const started = cpuMs();
			const outcome = await converter
				.inspect(chunked(bytes, 65_536), format)
				.then(() => converter.read(chunked(bytes, 65_536), format))
				.then((part) => assembled(part).markdown)
				.catch((error: unknown) => error);
			const markdown = typeof outcome === "string" ? outcome : "";
			const elapsedMs = cpuMs() - started;
			expect(elapsedMs).toBeLessThan(MAX_MS);
			expect(converter.peakBytes).toBeLessThan(BUDGET_BYTES);
			if (outcome instanceof Error) {
				expect(isAppError(outcome), outcome.stack).toBe(true);
				expect(REFUSALS).toContain(isAppError(outcome) ? outcome.code : "");
				expect(outcome.message).toMatch(/^[A-Z][^.]*\.(?: [A-Z][^.]*\.)?$/);
			} else {
				expect(expected).not.toBe("refused");
				expect(markdown.length).toBeLessThan(20_000_000);
			}
			if (expected === "read") expect(outcome).not.toBeInstanceOf(Error);
			if (says !== undefined) expect(outcome instanceof Error ? outcome.message : markdown).toContain(says);
			if (process.env.HOSTILE_REPORT) {
				const what = outcome instanceof Error ? outcome.message : `${markdown.length} characters`;
				console.log(`${name}\t${Math.round(elapsedMs)} ms\t${Math.round(converter.peakBytes / 1e6)} MB\t${what}`);
			}
		},
		60_000,
	);
});
