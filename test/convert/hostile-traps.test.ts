import { afterEach, describe, expect, it, vi } from "vitest";
import { flate, hostilePdfs, pdfOf } from "../../scripts/hostile-pdfs.ts";
import { LiteparseDocument } from "../../src/convert/liteparse.ts";
import { untilTrap, withReportedTraps } from "../../src/convert/wasm-traps.ts";
import { chunked, makeBook } from "./documents.ts";
import { sharedConverter } from "./modules.ts";

/** A reader whose work runs in a microtask of its own and fails there, as Rust's futures do. */
const glue = withReportedTraps({ glue: { __wbg_queueMicrotask_1: (global: unknown) => global } }).glue;
const queueTask = glue?.__wbg_queueMicrotask_1 as (task: () => void) => void;

describe("a trap in a microtask", () => {
	it("settles the call that waits for it", async () => {
		const never = () =>
			new Promise<void>(() =>
				queueTask(() => {
					throw new Error("unreachable executed");
				}),
			);
		await expect(untilTrap(never)).rejects.toThrow("unreachable executed");
	});

	it("leaves calls alone that end well", async () => {
		const call = () => new Promise<number>((resolve) => queueTask(() => resolve(7)));
		expect(await untilTrap(call)).toBe(7);
	});

	it("costs the instance, not the document, nor the next one", async () => {
		const converter = await sharedConverter();
		const file = hostilePdfs.find(({ name }) => name === "pdf-outline-loop.pdf");
		const part = await converter.read(chunked(file?.make() ?? new Uint8Array(0)), "pdf");
		expect(part.pages[0]?.blocks[0]?.text).toBe("Outlined words");
		expect((await converter.read(chunked(await makeBook(1)), "pdf")).pages[0]?.reader).toBe("liteparse");
	});

	it("on one page costs no page of the same document", async () => {
		const converter = await sharedConverter();
		const { next } = LiteparseDocument.prototype;
		let calls = 0;
		vi.spyOn(LiteparseDocument.prototype, "next").mockImplementation(function (this: LiteparseDocument) {
			return ++calls === 2 ? Promise.reject(new WebAssembly.RuntimeError("unreachable")) : next.call(this);
		});
		const { pages } = await converter.read(chunked(threePages("[0 0 595 842]")), "pdf");
		expect(pages.map((page) => page.blocks.map((block) => block.text))).toEqual([["First"], ["Second"], ["Third"]]);
		expect(pages.map((page) => page.reader)).toEqual(["liteparse", "pdfjs", "pdfjs"]);
		vi.restoreAllMocks();
		const again = await converter.read(chunked(threePages("[0 0 595 842]")), "pdf");
		expect(again.pages.map((page) => page.reader)).toEqual(["liteparse", "liteparse", "liteparse"]);
	});

	it("is not what a page comes to that the reader gives up", async () => {
		const converter = await sharedConverter();
		const { pages } = await converter.read(chunked(threePages("9 0 R", "[0 0 1000000000 1000000000]")), "pdf");
		expect(pages.map((page) => page.blocks.map((block) => block.text))).toEqual([["First"], ["Second"], ["Third"]]);
		expect(pages.map((page) => page.reader)).toEqual(["liteparse", "pdfjs", "liteparse"]);
	});
});

afterEach(() => vi.restoreAllMocks());

/** Three pages of a word each, the second with a box of its own, which may be object 9. */
function threePages(box: string, object9 = "null"): Uint8Array {
	const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
	const page = (content: number, mediaBox = "[0 0 595 842]") =>
		`<< /Type /Page /Parent 2 0 R /MediaBox ${mediaBox} /Contents ${content} 0 R /Resources << /Font << /F ${font} >> >> >>`;
	const content = (word: string) => flate(`BT /F 12 Tf 72 700 Td (${word}) Tj ET`);
	return pdfOf([
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
		...[page(6), page(7, box), page(8)],
		...["First", "Second", "Third"].map(content),
		object9,
	]);
}
