import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble } from "../../scripts/engine.ts";
import { Chunker } from "../../src/convert/chunks.ts";
import { escapeText, toMarkdown } from "../../src/convert/markdown.ts";
import type { PageBlock, PageLayout, Part } from "../../src/convert/part.ts";
import { summarize } from "../../src/convert/summary.ts";
import { toPipeTable } from "../../src/convert/table-markdown.ts";
import { chunked } from "./documents.ts";
import { sharedConverter } from "./modules.ts";

const part = (pages: PageLayout[]): Part => {
	const firstPage = pages[0]?.page ?? 1;
	return { firstPage, pages, summary: summarize(firstPage, pages), usage: { peakBytes: 0 } };
};

const chunkable = (text: string, given: Partial<PageBlock> = {}, page = 1) => ({
	...{
		id: "b",
		kind: "paragraph" as const,
		text,
		bbox: [0, page, 1, 2] as [number, number, number, number],
		sizePt: 10,
		bold: false,
	},
	...{ page, boxes: [{ page, bbox: [0, page, 1, 2] as [number, number, number, number] }] },
	...given,
});

describe("Markdown", () => {
	it("escapes what would become markup and nothing else", () => {
		expect(escapeText("# no\n1. no\n- no\n> no\n| no")).toBe("\\# no\n1\\. no\n\\- no\n\\> no\n\\| no");
		expect(escapeText("a *b* `c` _d_ snake_case [x](y) <b> &amp; 2 < 3 & [12] R&D")).toBe(
			"a \\*b\\* \\`c\\` \\_d\\_ snake_case [x\\](y) \\<b> \\&amp; 2 < 3 & [12] R&D",
		);
	});

	it("writes pipe tables with escaped pipes and breaks", () => {
		expect(
			toPipeTable({
				header: [],
				rows: [
					["a|b", "c"],
					["1\n2", ""],
				],
			}),
		).toBe("| a\\|b | c |\n| --- | --- |\n| 1<br>2 |  |");
	});

	it("fences code longer than its own ticks", () => {
		const code = toMarkdown({ id: "b", kind: "code", text: "a ``` b", lang: "js", page: 1, bbox: [0, 0, 0, 0] });
		expect(code).toBe("````js\na ``` b\n````");
	});
});

describe("Chunker", () => {
	const sentence = "This is a sentence of about sixty characters, more or less so. ";

	it("keeps to its size, to sections, and knows path, pages and named figures", () => {
		const chunker = new Chunker(new Map([["3", "fig_0002"]]));
		const chunks = [
			...chunker.push(chunkable("Title", { kind: "heading", level: 1 })),
			...chunker.push(chunkable("Part", { kind: "heading", level: 2 })),
			...chunker.push(chunkable(sentence.repeat(10).trim())),
			...chunker.push(chunkable(`${sentence.repeat(8)} See Figure 3.`, {}, 2)),
			...chunker.push(chunkable(sentence.repeat(70).trim(), {}, 3)),
			...chunker.push(chunkable("Next", { kind: "heading", level: 2 }, 4)),
			...chunker.push(chunkable("End.", {}, 4)),
			...chunker.end(),
		];
		expect(chunks.every((chunk) => chunk.text.length <= 1800)).toBe(true);
		expect(chunks[0]).toMatchObject({
			id: "chunk_0001",
			headingPath: ["Title", "Part"],
			pageStart: 1,
			pageEnd: 2,
			figureIds: ["fig_0002"],
		});
		expect(chunks.at(-1)).toMatchObject({ text: "## Next\n\nEnd.", headingPath: ["Title", "Next"], pageStart: 4 });
	});

	it("splits a big table between rows and repeats its header", () => {
		const rows = Array.from({ length: 100 }, (_, i) => [`row ${i}`, "x".repeat(40)]);
		const table = { header: [["Name", "Value"]], rows };
		const chunker = new Chunker(new Map());
		const chunks = [...chunker.push(chunkable("", { kind: "table", table })), ...chunker.end()];
		expect(chunks.length).toBeGreaterThan(2);
		for (const chunk of chunks) {
			expect(chunk.text.startsWith("| Name | Value |\n| --- | --- |\n| row")).toBe(true);
			expect(chunk.text.length).toBeLessThanOrEqual(1900);
		}
		expect(chunks.flatMap((chunk) => chunk.text.match(/row \d+/g) ?? [])).toEqual(rows.map((row) => row[0]));
	});

	it("keeps a table with its caption, and a list with the line that leads to it", () => {
		const chunksOf = (...blocks: ReturnType<typeof chunkable>[]) => {
			const chunker = new Chunker(new Map());
			return [...blocks.flatMap((block) => chunker.push(block)), ...chunker.end()].map(({ text }) => text);
		};
		const before = chunkable("A sentence of some forty characters here. ".repeat(28).trim());
		const caption = chunkable("Table 3: Mills by province", { kind: "caption" });
		const table = (count: number) => {
			const rows = Array.from({ length: count }, (_, i) => [`row ${i}`, "x".repeat(40)]);
			return chunkable("", { kind: "table", table: { header: [["Name", "Value"]], rows } });
		};
		for (const count of [20, 33, 80]) {
			const chunks = chunksOf(before, caption, table(count));
			expect(chunks[0]).toMatch(/here\.$/);
			expect(chunks[1]).toMatch(/^Table 3: Mills by province\n\n\| Name \| Value \|/);
			expect(chunks.every((text) => text.length <= 1800)).toBe(true);
			expect(chunks.join("\n").match(/row \d+/g)).toHaveLength(count);
		}
		const items = ["Cotton", "Linen"].map((text) => chunkable(`${text} ${"rag ".repeat(200)}`, { kind: "list_item" }));
		expect(chunksOf(before, chunkable("The mill takes:"), ...items)[1]).toMatch(/^The mill takes:\n\n- Cotton/);
		const figure = chunkable("", { kind: "figure" });
		const own = chunkable("Figure 1: The mill", { kind: "caption" });
		expect(chunksOf(before, figure, own, table(20))[0]).toMatch(/Figure 1: The mill$/);
	});

	it("knows the place of each row, and of each half of a paragraph that was joined", () => {
		const rows = Array.from({ length: 90 }, (_, i) => [`row ${i}`, "x".repeat(40)]);
		const table = {
			header: [["Name", "Value"]],
			rows,
			rowEdges: Array.from({ length: 91 }, (_, i): [number, number] => [i * 10, i * 10 + 10]),
			pageBreaks: [51],
		};
		const halves = ["The first *half* ends on a page and", "goes on upon the next."];
		const boxes = [1, 2].map((page) => ({ page, bbox: [0, 0, 9, 900] as [number, number, number, number] }));
		const chunker = new Chunker(new Map());
		const chunks = [
			...chunker.push(
				chunkable(halves.join(" "), {
					boxes: boxes.map((box, at) => (at === 0 ? box : { ...box, from: 36 })),
				} as object),
			),
			...chunker.push(chunkable("", { kind: "table", table, boxes } as object)),
			...chunker.end(),
		];
		const places = chunks.flatMap(({ text, boxes: all }) =>
			all.map(({ page, bbox, start, end }) => ({
				page,
				top: bbox[1],
				bottom: bbox[3],
				text: text.slice(start, end).trim(),
			})),
		);
		expect(places.slice(0, 2)).toMatchObject([
			{ page: 1, text: "The first \\*half\\* ends on a page and" },
			{ page: 2, text: halves[1] },
		]);
		const printed = places.slice(2).filter(({ text }) => text.includes("row "));
		expect(printed).toHaveLength(90);
		for (const [i, { page, top, text }] of printed.entries()) {
			expect({ page, top }).toEqual({ page: i + 1 < 51 ? 1 : 2, top: (i + 1) * 10 });
			expect(text).toContain(`row ${i} |`);
		}
		expect(chunks.at(-1)).toMatchObject({ pageStart: 2, pageEnd: 2 });
	});

	it("cuts text without any end, and never within a character", () => {
		const chunker = new Chunker(new Map());
		const text = "😀".repeat(3000);
		const chunks = [...chunker.push(chunkable(text)), ...chunker.end()];
		expect(chunks.map((chunk) => chunk.text).join("")).toBe(text);
		for (const chunk of chunks) expect(chunk.text.isWellFormed()).toBe(true);
	});
});

describe("Assembler", () => {
	const words = fc.constantFrom(
		"Alpha beta gamma delta epsilon zeta,",
		"goes on in lower case and",
		"Ends here.",
		"Figure 2. A thing",
		"See Figure 2.",
	);
	const blocks = fc.record({
		kind: fc.constantFrom("paragraph" as const, "heading" as const, "list_item" as const),
		text: words,
		sizePt: fc.constantFrom(10, 10, 10, 14),
		bold: fc.boolean(),
		bbox: fc.constantFrom<[number, number, number, number]>([72, 10, 500, 20], [72, 300, 500, 320]),
		runningKey: fc.constantFrom("t|a", "b|#"),
	});

	it("gives the same document however its pages are parted", () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(blocks, { maxLength: 5 }), { minLength: 1, maxLength: 12 }),
				fc.array(fc.nat(11)),
				(given, cuts) => {
					const pages = given.map((each, i): PageLayout => {
						const figures =
							i % 2 === 0
								? [
										{
											imageId: `p${i + 1}-1`,
											pictureId: `p${i + 1}-1`,
											box: [0, 0, 9, 9] as PageBlock["bbox"],
											widthPx: 9,
											heightPx: 9,
											fingerprint: String(i),
										},
									]
								: [];
						const figure: PageBlock[] = figures.map(({ imageId, box }) => ({
							kind: "figure",
							text: "",
							bbox: box,
							sizePt: 0,
							bold: false,
							imageId,
						}));
						return {
							page: i + 1,
							widthPt: 600,
							heightPt: 800,
							blocks: [...each.map((block) => ({ ...block })), ...figure],
							figures,
							reader: "liteparse",
						};
					});
					const whole = assemble([part(structuredClone(pages))]);
					const ends = [...new Set([...cuts.filter((cut) => cut < pages.length), pages.length])].sort((a, b) => a - b);
					const parts = ends
						.map((end, i) => part(structuredClone(pages.slice(i === 0 ? 0 : ends[i - 1], end))))
						.filter((each) => each.pages.length > 0);
					expect(assemble(parts)).toEqual(whole);
				},
			),
		);
	});

	it("leaves a page of nothing but running lines as it is", () => {
		const line = {
			kind: "paragraph" as const,
			text: "Form",
			sizePt: 10,
			bold: false,
			bbox: [0, 0, 9, 9] as PageBlock["bbox"],
			runningKey: "t|form",
		};
		const pages = [1, 2, 3].map(
			(page): PageLayout => ({
				page,
				widthPt: 600,
				heightPt: 800,
				blocks: [{ ...line }],
				figures: [],
				reader: "liteparse",
			}),
		);
		expect(assemble([part(pages)]).markdown).toBe("Form\n\nForm\n\nForm\n");
	});

	it("drops a picture that returns page after page", () => {
		const pages = [1, 2, 3, 4].map((page): PageLayout => {
			const imageId = `p${page}-1`;
			const picture = {
				imageId,
				pictureId: "p1-1",
				box: [0, 0, 9, 9] as PageBlock["bbox"],
				widthPx: 9,
				heightPx: 9,
				fingerprint: page === 4 ? "other" : "logo",
			};
			const blocks: PageBlock[] = [{ kind: "figure", text: "", bbox: [0, 0, 9, 9], sizePt: 0, bold: false, imageId }];
			return { page, widthPt: 600, heightPt: 800, blocks, figures: [picture], reader: "liteparse" };
		});
		const { figures, markdown } = assemble([part(pages)]);
		expect(figures.map((figure) => [figure.index, figure.page])).toEqual([[1, 4]]);
		expect(markdown).toBe("![Figure on page 4](figures/fig_0001.png)\n");
	});
});

describe("text files", () => {
	it("turns blank lines into paragraphs", async () => {
		const converter = await sharedConverter();
		const read = await converter.read(chunked(new TextEncoder().encode("One\r\nline.\r\n\r\n\r\n# Two *\n")), "text");
		expect(assemble([read]).markdown).toBe("One\nline.\n\n\\# Two \\*\n");
		expect(read.pages[0]?.blocks[0]?.bbox).toEqual([0, 0, 0, 0]);
	});

	it("gives Markdown back as it was, and knows its blocks", async () => {
		const source =
			"# Title\n\nSome **bold** [link](http://x.y).\n\n- one\n- two\n  - three\n\n```js\n# code\n\nmore\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nSetext\n---\n\n> quoted\n";
		const converter = await sharedConverter();
		const { markdown, blocks } = assemble([
			await converter.read(chunked(new TextEncoder().encode(source)), "markdown"),
		]);
		expect(markdown).toBe(source);
		expect(blocks.map((block) => block.kind)).toEqual([
			...["heading", "paragraph", "list_item", "list_item", "list_item", "code", "table", "heading", "paragraph"],
		]);
		expect(blocks[1]?.text).toBe("Some bold link.");
		expect(blocks[6]?.table).toEqual({ header: [["a", "b"]], rows: [["1", "2"]] });
	});

	it("refuses bytes that are no text", async () => {
		const converter = await sharedConverter();
		const call = converter.read(chunked(Uint8Array.from([0xff, 0xfe, 0xfd, 0x80, 0x81])), "text");
		await expect(call).rejects.toMatchObject({ code: "document_damaged" });
	});
});
