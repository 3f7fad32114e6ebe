import { describe, expect, it } from "vitest";
import type { TableCells } from "../../src/convert/blocks.ts";
import { joinTables } from "../../src/convert/table-join.ts";
import { tableMarkdown } from "../../src/convert/table-markdown.ts";

const above: TableCells = {
	header: [["Name", "Meaning"]],
	rows: [
		["one", "the first"],
		["two", "the second, which"],
	],
	columnEdges: [50, 150, 400],
};

function below(rows: string[][], more: Partial<TableCells> = {}): TableCells {
	return { header: [], rows, columnEdges: [60, 158, 410], ...more };
}

describe("tables over pages", () => {
	it("drop the repeated head", () => {
		const joined = joinTables(above, below([["three", "the third"]], { header: [["Name", "Meaning"]] }));
		expect(joined?.rows.map(([name]) => name)).toEqual(["one", "two", "three"]);
		expect(joined?.pageBreaks).toEqual([3]);
	});

	it("complete a row that the border cut", () => {
		const joined = joinTables(
			above,
			below([
				["", "comes later"],
				["three", "the third"],
			]),
		);
		expect(joined?.rows).toEqual([
			["one", "the first"],
			["two", "the second, which comes later"],
			["three", "the third"],
		]);
	});

	it("move spans down with their rows", () => {
		const joined = joinTables(above, below([["all", ""]], { spans: [{ row: 0, column: 0, rows: 1, columns: 2 }] }));
		expect(joined?.spans).toEqual([{ row: 3, column: 0, rows: 1, columns: 2 }]);
	});

	it.each([
		["stand elsewhere", below([["three", "x"]], { columnEdges: [50, 250, 400] })],
		["have a head of their own", below([["1", "2"]], { header: [["Year", "Sum"]], styledHead: true })],
		["have more columns", below([["1", "2", "3"]], { columnEdges: [50, 150, 250, 400] })],
	])("stay two where the columns %s", (_, other) => {
		expect(joinTables(above, other)).toBeUndefined();
	});
});

describe("a table's Markdown", () => {
	it("is pipes for a plain grid, pipes in cells escaped and lines kept", () => {
		expect(tableMarkdown({ header: [["a|b", "c"]], rows: [["1\n2", "<x>"]] })).toBe(
			"| a\\|b | c |\n| --- | --- |\n| 1<br>2 | \\<x> |",
		);
	});

	it("is HTML where cells span", () => {
		const spans = [{ row: 0, column: 0, rows: 1, columns: 2 }];
		expect(tableMarkdown({ header: [["a & b", ""]], rows: [["1", "2"]], spans })).toBe(
			'<table>\n<thead>\n<tr><th colspan="2">a &amp; b</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>',
		);
	});
});
