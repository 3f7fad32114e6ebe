import { PDFDocument, PDFName, PDFRawStream } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { Assembler, type Converter, planRanges } from "../../src/convert/convert.ts";
import { chunked, convert, makeBook, makePdf, write } from "./documents.ts";
import { sharedConverter } from "./modules.ts";

const BUDGET_BYTES = 96_000_000;
const TEXT = ["A page of text that is long enough to be taken for a page of text,", "with a second line."];

async function withPicture(pages: number): Promise<Uint8Array> {
	return makePdf(pages, (pen, number) => {
		const [width, height] = [60, 60];
		const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * number * 7) % 256);
		const dict = pen.document.context.obj({
			Type: "XObject",
			Subtype: "Image",
			Width: width,
			Height: height,
			ColorSpace: "DeviceRGB",
			BitsPerComponent: 8,
		});
		const name = pen.page.node.newXObject("Im", pen.document.context.register(PDFRawStream.of(dict, pixels)));
		write(pen, TEXT, 780);
		pen.page.node.addContentStream(
			pen.document.context.register(pen.document.context.stream(`q 200 0 0 200 100 450 cm ${name.toString()} Do Q`)),
		);
		write(pen, [`Figure ${number}. A made-up picture.`], 430);
		write(pen, ["As Figure 1 shows, pictures are rendered. This sentence is the end of the page."], 300);
	});
}

describe("inspect", () => {
	it("tells page count and title", async () => {
		const converter = await sharedConverter();
		const bytes = await makeBook(3);
		expect(await converter.inspect(chunked(bytes), "pdf")).toEqual({
			pageCount: 3,
			title: "Made for tests",
			splittable: true,
		});
	});

	it("refuses rubbish with a sentence", async () => {
		const converter = await sharedConverter();
		const rubbish = new TextEncoder().encode("%PDF-1.4\nthis is not a document");
		await expect(converter.inspect(chunked(rubbish), "pdf")).rejects.toMatchObject({ code: "document_damaged" });
	});

	it("passes a failure of the store on as such", async () => {
		const converter = await sharedConverter();
		const source = { sizeBytes: 10, open: () => Promise.reject(new Error("store down")) };
		await expect(converter.inspect(source, "pdf")).rejects.toMatchObject({ code: "unavailable" });
		await expect(converter.read(source, "pdf")).rejects.toMatchObject({ code: "unavailable" });
	});
});

describe("read", () => {
	it("gives the same document however it is cut", async () => {
		const converter = await sharedConverter();
		const bytes = await makeBook(13);
		const whole = await convert(converter, bytes);
		for (const cuts of [
			[1, 2, 3, 13],
			[8, 13],
			[5, 6, 12, 13],
		]) {
			const ranges = cuts.map((last, i) => ({ first: (cuts[i - 1] ?? 0) + 1, last }));
			const parts = await convert(converter, bytes, ranges);
			expect(parts.markdown).toBe(whole.markdown);
			expect(parts.blocks).toEqual(whole.blocks);
			expect(parts.chunks).toEqual(whole.chunks);
		}
		expect(whole.markdown).not.toContain("The Book of Tests");
		expect(whole.markdown).toContain("about word-4 and its slow and steady turning of tide-5 that carried on");
		expect(whole.blocks.filter((block) => block.kind === "heading").map((block) => block.level)).toEqual(
			Array(13).fill(1),
		);
	});

	it("reads a range of pages and reports progress", async () => {
		const converter = await sharedConverter();
		const done: number[] = [];
		const onPages = async (count: number) => void done.push(count);
		const part = await converter.read(chunked(await makeBook(20)), "pdf", { pages: { first: 5, last: 15 }, onPages });
		expect(part.pages.map((page) => page.page)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
		expect(part.firstPage).toBe(5);
		expect(done).toEqual(Array.from({ length: 11 }, (_, page) => page + 1));
		expect(part.usage.peakBytes).toBeLessThan(BUDGET_BYTES);
	});

	it("refuses pages that are not there", async () => {
		const converter = await sharedConverter();
		const options = { pages: { first: 9, last: 12 } };
		await expect(converter.read(chunked(await makeBook(3)), "pdf", options)).rejects.toMatchObject({
			code: "not_found",
		});
	});

	it("renders figures, ties their captions and lists the chunks that name them", async () => {
		const converter = await sharedConverter();
		const { figures, pictures, markdown, chunks } = await convert(converter, await withPicture(2));
		expect(pictures.map((picture) => picture.id)).toEqual(["p1-1", "p2-1"]);
		expect([...(pictures[0]?.png.subarray(1, 4) ?? [])]).toEqual([0x50, 0x4e, 0x47]);
		expect(pictures[0]?.widthPx).toBe(417);
		expect(figures.map((figure) => figure.title)).toEqual([
			"Figure 1. A made-up picture.",
			"Figure 2. A made-up picture.",
		]);
		expect(markdown).toContain("![Figure 1. A made-up picture.](figures/fig_0001.png)");
		expect(figures[0]?.chunkIds).toEqual(chunks.map((chunk) => chunk.id));
	});

	it("places figures without drawing them where no pictures are wanted, and takes none for decoration", async () => {
		const converter = await sharedConverter();
		const drawn: string[] = [];
		const onFigure = async ({ id }: { id: string }) => void drawn.push(id);
		const part = await converter.read(chunked(await withPicture(6)), "pdf", { pictures: false, onFigure });
		expect(drawn).toEqual([]);
		expect(part.pages.map((page) => page.figures.length)).toEqual([1, 1, 1, 1, 1, 1]);
		const assembler = new Assembler([part.summary]);
		const pieces = [assembler.add(part), assembler.end()];
		expect(pieces.flatMap((piece) => piece.figures)).toHaveLength(6);
	});

	it("lets timers run while it takes a large file in and while it draws figures", async () => {
		const converter = await sharedConverter();
		let turns = 0;
		const timer = setInterval(() => turns++, 0);
		try {
			// Its chunks are all there at once, so that waiting for them alone gives nobody a turn.
			const large = new Uint8Array(3 * 1024 * 1024);
			await converter.read(chunked(large), "pdf").catch(() => undefined);
			expect(turns).toBeGreaterThanOrEqual(3);
			turns = 0;
			await converter.read(chunked(await withPicture(6)), "pdf");
			expect(turns).toBeGreaterThanOrEqual(6);
		} finally {
			clearInterval(timer);
		}
	});

	it("stops at a signal", async () => {
		const converter = await sharedConverter();
		const stop = new AbortController();
		const onPages = async () => stop.abort(new Error("cancelled"));
		await expect(converter.read(chunked(await makeBook(20)), "pdf", { onPages, signal: stop.signal })).rejects.toThrow(
			"cancelled",
		);
		expect((await converter.read(chunked(await makeBook(1)), "pdf")).pages).toHaveLength(1);
	});

	it("converts a document without text to empty Markdown", async () => {
		const converter = await sharedConverter();
		const { markdown, chunks } = await convert(converter, await makePdf(3, () => undefined));
		expect([markdown, chunks]).toEqual(["", []]);
	});

	it("serves calls in their order, whichever fails", async () => {
		const converter = await sharedConverter();
		const order: string[] = [];
		const book = await makeBook(4);
		const calls = [
			converter.read(chunked(book), "pdf").then(() => order.push("first")),
			converter.read(chunked(new Uint8Array(50)), "pdf").catch(() => order.push("second")),
			converter.read(chunked(book), "pdf").then(() => order.push("third")),
		];
		await Promise.all(calls);
		expect(order).toEqual(["first", "second", "third"]);
	});
});

describe("split", () => {
	it("lets parts be read between two cuts", async () => {
		const converter: Converter = await sharedConverter();
		const ranges = planRanges(1, 9, 4);
		expect(ranges).toEqual([
			{ first: 1, last: 4 },
			{ first: 5, last: 8 },
			{ first: 9, last: 9 },
		]);
		for await (const { range, bytes } of converter.split(chunked(await makeBook(9)), ranges)) {
			const part = await converter.read(chunked(bytes), "pdf", { firstPage: range.first });
			expect(part.pages.map((page) => page.page)).toEqual(
				Array.from({ length: range.last - range.first + 1 }, (_, i) => range.first + i),
			);
		}
	});

	it("keeps within the memory budget for a large file", async () => {
		const converter = await sharedConverter();
		const document = await PDFDocument.create();
		for (let number = 0; number < 12; number++) {
			const page = document.addPage([595, 842]);
			const pixels = new Uint8Array(1000 * 1150 * 3).map((_, i) => (i * 2654435761) >>> 24);
			const dict = document.context.obj({
				Type: "XObject",
				Subtype: "Image",
				Width: 1000,
				Height: 1150,
				ColorSpace: "DeviceRGB",
				BitsPerComponent: 8,
			});
			const name = page.node.newXObject("Im", document.context.register(PDFRawStream.of(dict, pixels)));
			page.node.set(
				PDFName.of("Contents"),
				document.context.register(document.context.stream(`q 300 0 0 300 9 9 cm ${name} Do Q`)),
			);
		}
		const bytes = await document.save();
		expect(bytes.length).toBeGreaterThan(40_000_000);
		for await (const part of converter.split(chunked(bytes, 1_000_000), planRanges(bytes.length, 12))) {
			expect(part.bytes.length).toBeLessThan(10_000_000);
			expect(converter.peakBytes).toBeLessThan(BUDGET_BYTES);
		}
	});
});

describe("renderPage", () => {
	it("gives a PNG of the width asked for", async () => {
		const converter = await sharedConverter();
		const png = await converter.renderPage(chunked(await makeBook(2)), 2, { widthPx: 300 });
		expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(300);
	});

	it("refuses a page that is not there", async () => {
		const converter = await sharedConverter();
		const call = converter.renderPage(chunked(await makeBook(2)), 3, { widthPx: 300 });
		await expect(call).rejects.toMatchObject({ code: "not_found", message: "Page not found" });
	});

	it("clamps pages of absurd size", async () => {
		const converter = await sharedConverter();
		const document = await PDFDocument.create();
		document.addPage([1_000_000, 200]);
		const png = await converter.renderPage(chunked(await document.save()), 1, { widthPx: 100_000 });
		expect(png.length).toBeLessThan(1_000_000);
	});
});
