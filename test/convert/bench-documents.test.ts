import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { detectFormat } from "../../src/convert/convert.ts";
import { isAppError } from "../../src/errors.ts";
import { chunked, convert } from "./documents.ts";
import { sharedConverter } from "./modules.ts";
import { sharedPath } from "./shared.ts";

interface Odd {
	file: string;
	class: "text" | "notext" | "broken" | "password";
}

const MAX_MS = 10_000;

describe.skipIf(sharedPath === undefined)("odd documents", () => {
	const folder = `${sharedPath}/pdf-bench/odd`;
	const manifest: Odd[] = sharedPath === undefined ? [] : JSON.parse(readFileSync(`${folder}/manifest.json`, "utf8"));

	it.each(manifest)("$file ($class) ends in a document or a sentence", async ({ file, class: kind }) => {
		const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
		const converter = await sharedConverter();
		const started = performance.now();
		const outcome = await convert(converter, bytes).catch((error: unknown) => error);
		expect(performance.now() - started).toBeLessThan(MAX_MS);
		if (outcome instanceof Error) {
			expect(isAppError(outcome), outcome.stack).toBe(true);
			expect(outcome.message).toMatch(/^[A-Z].*\.$/);
			expect(kind === "password").toBe(isAppError(outcome, "document_encrypted"));
			expect(["broken", "password"]).toContain(kind);
			return;
		}
		expect(kind).not.toBe("password");
		const { markdown, parts } = outcome as Awaited<ReturnType<typeof convert>>;
		if (kind === "text") {
			expect(detectFormat(bytes.subarray(0, 65_536), file)?.format).toBe("pdf");
			expect(markdown.trim()).not.toBe("");
		}
		for (const part of parts) expect(part.usage.peakBytes).toBeLessThan(96_000_000);
	});
});

describe.skipIf(sharedPath === undefined)("real one-page documents", () => {
	it("have text, places on their page, and no block twice", async () => {
		const folder = `${sharedPath}/pdf-bench/odl/pdf`;
		const converter = await sharedConverter();
		for (const file of readdirSync(folder).slice(0, 25)) {
			const { blocks, parts, chunks } = await convert(converter, new Uint8Array(readFileSync(`${folder}/${file}`)));
			const page = parts[0]?.pages[0];
			expect(blocks.length, file).toBeGreaterThan(0);
			expect(new Set(blocks.map((block) => block.id)).size).toBe(blocks.length);
			for (const { bbox } of blocks) {
				expect(bbox[0]).toBeLessThanOrEqual(bbox[2]);
				expect(bbox[3]).toBeLessThanOrEqual((page?.heightPt ?? 0) + 0.01);
			}
			for (const chunk of chunks) expect(chunk.text.trim()).not.toBe("");
		}
	}, 60_000);

	it("serves a source in any chunk size", async () => {
		const bytes = new Uint8Array(
			readFileSync(`${sharedPath}/pdf-bench/odl/pdf/${readdirSync(`${sharedPath}/pdf-bench/odl/pdf`)[0]}`),
		);
		const converter = await sharedConverter();
		const [small, large] = [
			await converter.read(chunked(bytes, 777), "pdf"),
			await converter.read(chunked(bytes, 1e7), "pdf"),
		];
		expect(small.pages).toEqual(large.pages);
	});
});
