import { describe, expect, test } from "vitest";
import type { Block, PrintedPage } from "../../src/convert/convert.ts";
import type { Field, FieldResults } from "../../src/extraction/fields.ts";
import { mergeResults } from "../../src/extraction/merge.ts";
import { toWindows, type Window, type WindowSize } from "../../src/extraction/runs/windows.ts";

const block = (page: number, text: string): Block => ({ id: "b", kind: "paragraph", text, page, bbox: [0, 0, 0, 0] });
const printed = (page: number): PrintedPage => ({
	page,
	lines: [{ words: [{ text: `page${page}`, box: [0, 0, 10, 10] }] }],
});

async function* each<T>(things: readonly T[]): AsyncGenerator<T> {
	yield* things;
}

async function windows(blocks: readonly Block[], pages: readonly PrintedPage[], size: WindowSize): Promise<Window[]> {
	const all: Window[] = [];
	for await (const window of toWindows({ blocks: each(blocks), pages: each(pages) }, size)) all.push(window);
	return all;
}

const pagesOf = ({ lines }: Window) => lines.map(({ page }) => page);
const textsOf = ({ blocks }: Window) => blocks.map(({ text }) => text);

describe("the windows of a document", () => {
	const size = { maxCharacters: 10, cutsPages: false };

	test("end between pages, each page with its lines in one of them", async () => {
		const blocks = [block(1, "aaaa"), block(1, "bbbbbbbbbbbb"), block(3, "cc"), block(4, "dddd"), block(4, "eeee")];
		const found = await windows(blocks, [1, 2, 3, 4, 5].map(printed), size);
		expect(found.map(textsOf)).toEqual([
			["aaaa", "bbbbbbbbbbbb"],
			["cc", "dddd", "eeee"],
		]);
		expect(found.map(pagesOf)).toEqual([[1], [2, 3, 4, 5]]);
	});

	test("cut a page without lines between its blocks, a text between letters, a table between rows", async () => {
		const rows = [
			["ab", "cd"],
			["ef", "gh"],
			["ij", "kl"],
		];
		const table: Block = { ...block(1, "x".repeat(30)), kind: "table", table: { header: [["H", "I"]], rows } };
		const found = await windows([block(1, "aaaaaa"), block(1, "b".repeat(12)), table], [], size);
		expect(found.flatMap(textsOf).join("|")).toBe("aaaaaa|bbbbbbbbbb|bb|H\tI\nab\tcd|H\tI\nef\tgh|H\tI\nij\tkl");
		expect(found.flatMap(({ blocks }) => blocks.flatMap((each) => each.table?.rows ?? []))).toEqual(rows);
	});

	test("where a page may be cut, both halves know all of its lines", async () => {
		const blocks = [block(1, "aaaaaaa"), block(2, "bb"), block(2, "ccccccc"), block(3, "d")];
		const found = await windows(blocks, [1, 2, 3].map(printed), { maxCharacters: 10, cutsPages: true });
		expect(found.map(textsOf)).toEqual([
			["aaaaaaa", "bb"],
			["ccccccc", "d"],
		]);
		expect(found.map(pagesOf)).toEqual([
			[1, 2],
			[2, 3],
		]);
	});

	test("of pages without text are those of their lines, and of nothing none", async () => {
		expect((await windows([], [printed(1), printed(2)], size)).map(pagesOf)).toEqual([[1, 2]]);
		expect(await windows([], [], size)).toEqual([]);
	});
});

describe("what several windows give", () => {
	const fields: Field[] = [
		{ name: "number", type: "string" },
		{ name: "codes", type: "list" },
		{
			name: "rows",
			type: "table",
			items: [
				{ name: "amount", type: "number" },
				{ name: "currency", type: "string" },
			],
		},
	];
	const cited = (page: number) => ({ page, bbox: [0, 0, 1, 1] as [number, number, number, number], text: "t" });
	const part = (page: number, number: string | null, score: number, codes: string[]): FieldResults =>
		new Map([
			["number", { value: number, score, citation: number === null ? null : cited(page) }],
			[
				"codes",
				{ value: codes.length === 0 ? null : codes, score: codes.length === 0 ? 0 : score, citation: cited(page) },
			],
			["rows", { value: [{ amount: page, currency: "EUR" }], score, citation: cited(page) }],
		]);

	test("is the best single value, every row, and each part of a list once", () => {
		const merged = mergeResults(fields, [
			part(1, null, 90, []),
			part(2, "A", 70, ["x", "y"]),
			part(3, "B", 80, ["Y", "z"]),
		]);
		expect(merged.get("number")).toMatchObject({ value: "B", score: 80, citation: { page: 3 } });
		expect(merged.get("codes")).toMatchObject({ value: ["x", "y", "z"], score: 75, citation: { page: 2 } });
		expect(merged.get("rows")).toMatchObject({
			value: [1, 2, 3].map((amount) => ({ amount, currency: "EUR" })),
			score: 80,
		});
	});
});
