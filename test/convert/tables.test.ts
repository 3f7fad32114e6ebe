import { describe, expect, it } from "vitest";
import { fill, horizontal, onlyTable, pageOf, rowsAt, tablesOf, textAt, vertical } from "./table-pages.ts";

const XS = [60, 200, 340];

function gridRules(xs: readonly number[], ys: readonly number[]) {
	const [left, right, top, bottom] = [xs[0] ?? 0, xs.at(-1) ?? 0, ys[0] ?? 0, ys.at(-1) ?? 0];
	return [...ys.map((y) => horizontal(y, left, right)), ...xs.map((x) => vertical(x, top, bottom))];
}

describe("drawn grids", () => {
	const edges = [50, 190, 330, 470];

	it("take one row per band, however many lines a cell has", () => {
		const words = [
			...rowsAt(XS, 112, 20, [["Name", "Place", "Number"]]),
			...textAt(60, 132, "Long name that"),
			...textAt(60, 144, "wraps"),
			...textAt(200, 132, "Rome"),
			...textAt(340, 132, "4"),
			...rowsAt(XS, 166, 20, [["Short", "Oslo", "5"]]),
		];
		expect(onlyTable(pageOf(words, { rules: gridRules(edges, [100, 120, 152, 172]) }))).toEqual([
			["Name", "Place", "Number"],
			["Long name that wraps", "Rome", "4"],
			["Short", "Oslo", "5"],
		]);
	});

	it("are two tables where nothing drawn joins them", () => {
		const rows = [
			["a", "b", "c"],
			["d", "e", "f"],
			["g", "h", "i"],
		];
		const words = [...rowsAt(XS, 112, 20, rows), ...rowsAt(XS, 212, 20, rows)];
		const rules = [...gridRules(edges, [100, 120, 140, 160]), ...gridRules(edges, [200, 220, 240, 260])];
		expect(tablesOf(pageOf(words, { rules }))).toHaveLength(2);
	});

	it("join cells over a missing border, and only there", () => {
		const words = [
			...textAt(60, 112, "Country"),
			...textAt(290, 112, "Sales"),
			...textAt(200, 132, "1990"),
			...textAt(340, 132, "1991"),
			...rowsAt(XS, 152, 20, [
				["France", "3", "4"],
				["Spain", "5", ""],
			]),
		];
		const rules = [
			...[100, 140, 160, 180].map((y) => horizontal(y, 50, 470)),
			horizontal(120, 190, 470),
			...[50, 190, 470].map((x) => vertical(x, 100, 180)),
			vertical(330, 120, 180),
		];
		const [table] = tablesOf(pageOf(words, { rules }));
		expect(table?.spans).toEqual([
			{ row: 0, column: 0, rows: 2, columns: 1 },
			{ row: 0, column: 1, rows: 1, columns: 2 },
		]);
		expect(table?.header).toEqual([
			["Country", "Sales", ""],
			["", "1990", "1991"],
		]);
	});

	it("list a row per line where every column has as many figures as the band has lines", () => {
		const words = rowsAt(XS, 112, 20, [["Country", "1990", "1991"]]);
		for (const [index, row] of [
			["France", "3", "4"],
			["Spain", "5", "6"],
			["Italy", "7", "8"],
		].entries()) {
			words.push(...rowsAt(XS, 132 + index * 12, 12, [row]));
		}
		expect(onlyTable(pageOf(words, { rules: gridRules(edges, [100, 120, 164]) }))).toHaveLength(4);
	});
});

describe("open tables", () => {
	const rows = [
		["Model", "Size", "Score"],
		["First", "11B", "74.2"],
		["Second", "72B", "73.6"],
		["Third", "47B", "72.6"],
	];

	it("are found between rules, columns by the white", () => {
		const rules = [100, 120, 190].map((y) => horizontal(y, 55, 400));
		expect(onlyTable(pageOf(rowsAt(XS, 114, 20, rows), { rules }))).toEqual(rows);
	});

	it("go on below a rule under the head while the columns last", () => {
		const words = [
			...rowsAt(XS, 114, 20, rows),
			...textAt(60, 220, "Running text goes on right across all of the columns again"),
		];
		expect(onlyTable(pageOf(words, { rules: [horizontal(118, 55, 400)] }))).toEqual(rows);
	});

	it("have a head over several columns where a short rule gathers them", () => {
		const words = [
			...textAt(60, 124, "Name"),
			...textAt(260, 114, "Years"),
			...textAt(200, 132, "1990"),
			...textAt(340, 132, "1991"),
			...rowsAt(XS, 152, 14, [
				["France", "3", "4"],
				["Spain", "5", "6"],
				["Italy", "7", "8"],
			]),
		];
		const rules = [...[102, 138, 186].map((y) => horizontal(y, 55, 400)), horizontal(119, 195, 400)];
		const [table] = tablesOf(pageOf(words, { rules }));
		expect(table?.header).toHaveLength(2);
		expect(table?.spans).toContainEqual({ row: 0, column: 1, rows: 1, columns: 2 });
		expect(table?.spans).toContainEqual({ row: 0, column: 0, rows: 2, columns: 1 });
	});

	it("are found by the fills of head and every other row, the last bare row with them", () => {
		const shapes = [100, 140].flatMap((y) => [
			fill(50, y, 190, y + 20),
			fill(190, y, 330, y + 20),
			fill(330, y, 470, y + 20),
		]);
		expect(onlyTable(pageOf(rowsAt(XS, 114, 20, rows), { shapes }))).toEqual(rows);
	});

	it("are found by alignment alone, wrapped cells kept in their row", () => {
		const words = [
			...rowsAt(XS, 100, 18, [
				["Item", "Kind", "Price"],
				["Bolt", "steel, long", "4.20"],
			]),
			...textAt(200, 130, "and galvanised"),
			...rowsAt(XS, 148, 18, [
				["Nut", "brass", "1.10"],
				["Washer", "zinc", "0.30"],
			]),
		];
		expect(onlyTable(pageOf(words))).toEqual([
			["Item", "Kind", "Price"],
			["Bolt", "steel, long and galvanised", "4.20"],
			["Nut", "brass", "1.10"],
			["Washer", "zinc", "0.30"],
		]);
	});
});

describe("what is no table", () => {
	const prose = "running text of a narrow column here";

	it.each([
		[
			"two columns of prose",
			rowsAt(
				[50, 310],
				100,
				12,
				Array.from({ length: 12 }, () => [`${prose} left`, `${prose} right`]),
			),
		],
		[
			"a contents page",
			rowsAt([60, 400], 100, 14, [
				["Preface", "1"],
				["First chapter", "7"],
				["Second chapter", "30"],
				["Index", "90"],
			]),
		],
		[
			"a numbered list",
			rowsAt([60, 80], 100, 14, [
				["1.", "First thing"],
				["2.", "Second thing"],
				["3.", "Third thing"],
			]),
		],
		[
			"an axis with its labels",
			rowsAt([60, 120, 260], 100, 24, [
				["400", "", ""],
				["300", "", "12"],
				["200", "18", ""],
				["100", "", ""],
				["0", "", ""],
				["", "Spain", "Italy"],
			]),
		],
		[
			"code",
			["let a = 1", "let b = 2", "let c = 3"].flatMap((_, index) => [
				...textAt(60, 100 + index * 12, "name", { mono: true }),
				...textAt(160, 100 + index * 12, "value", { mono: true }),
				...textAt(260, 100 + index * 12, "note", { mono: true }),
			]),
		],
	])("%s", (_, words) => {
		expect(tablesOf(pageOf(words))).toEqual([]);
	});
});

describe("What stands between rules", () => {
	const heads = [horizontal(100, 50, 450), horizontal(120, 50, 450), horizontal(160, 50, 450)];
	const table = rowsAt([60, 300], 114, 20, [
		["Name", "Count"],
		["North", "12"],
		["Lake", "14"],
	]);

	it("is no table where paragraphs run from edge to edge", () => {
		const prose = rowsAt(
			[52],
			180,
			13,
			Array(5).fill(["The committee reviewed the annual figures of all regions and noted a steady rise in demand."]),
		);
		const rules = [...heads, horizontal(260, 50, 450), horizontal(280, 50, 450), horizontal(320, 50, 450)];
		const below = rowsAt([60, 300], 274, 20, [
			["Place", "Visits"],
			["Harbour", "3"],
			["Plain", "5"],
		]);
		const tables = tablesOf(pageOf([...table, ...prose, ...below], { rules }));
		expect(tables.map(({ header, rows }) => [...header, ...rows].map((row) => row[0]))).toEqual([
			["Name", "North", "Lake"],
			["Place", "Harbour", "Plain"],
		]);
	});
});

describe("Contents", () => {
	it("are no table, though several entries stand between two lines", () => {
		const entries = rowsAt([50, 400], 100, 18, [
			["About the publisher", "vii"],
			["Experiment one", "3"],
			["Experiment two", "13"],
			["References", "101"],
		]);
		expect(tablesOf(pageOf(entries))).toEqual([]);
	});
});
