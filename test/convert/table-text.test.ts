import { describe, expect, it } from "vitest";
import { horizontal, onlyTable, pageOf, rowsAt, tablesOf, textAt } from "./table-pages.ts";

const sentences = [
	"Collects the samples and records them",
	"in the shared register of the district.",
	"Coordinates all visits and informs",
	"the partners about every change.",
	"Keeps the equipment ready for use",
	"and answers questions of the schools.",
];

describe("Tables of sentences without lines", () => {
	it("are terms with their meanings, a row for each term however its meaning wraps", () => {
		const words = [
			...rowsAt([50], 100, 24, [["North team"], ["Lake team"], ["Harbour team"]]),
			...sentences.flatMap((text, index) => textAt(150, 100 + Math.floor(index / 2) * 24 + (index % 2) * 12, text)),
		];
		expect(onlyTable(pageOf(words))).toEqual([
			["North team", `${sentences[0]} ${sentences[1]}`],
			["Lake team", `${sentences[2]} ${sentences[3]}`],
			["Harbour team", `${sentences[4]} ${sentences[5]}`],
		]);
	});

	it("are found by rows that end together, though all columns wrap", () => {
		const head = ["Role", "Task", "Term"].flatMap((text, column) =>
			textAt(50 + column * 150, 100, text, { bold: true }),
		);
		const rows = [0, 1, 2].flatMap((row) =>
			rowsAt([50, 200, 350], 118 + row * 30, 11, [
				[`The ${["north", "lake", "harbour"][row]} team of`, "Reviews the draft and checks", "Until the end of the"],
				["the district", "figures with the sources", "second quarter"],
			]),
		);
		expect(onlyTable(pageOf([...head, ...rows]))[1]).toEqual([
			"The north team of the district",
			"Reviews the draft and checks figures with the sources",
			"Until the end of the second quarter",
		]);
	});

	it("are not prose set in columns, where sentences go on over what looks like a row", () => {
		const rows = Array.from({ length: 9 }, (_, index) => [
			index % 3 === 0 ? "of stations in the lower" : "valley where the water was",
			"and the rise of the water in",
		]);
		const gaps = rows.flatMap((row, index) =>
			rowsAt([50, 300], 100 + index * 12 + Math.floor(index / 3) * 8, 12, [row]),
		);
		expect(tablesOf(pageOf(gaps))).toEqual([]);
	});

	it("are not cards, whose titles and texts take turns", () => {
		const card = (x: number, top: number) => [
			...textAt(x, top, "Clear objectives here", { bold: true }),
			...rowsAt([x], top + 18, 12, [["Every unit has a named goal"], ["and a contact for all schools."]]),
		];
		const words = [50, 300].flatMap((x) => [100, 170, 240].flatMap((top) => card(x, top)));
		expect(tablesOf(pageOf(words))).toEqual([]);
	});

	it("are looked for in each column of a page of prose, whatever stands at their side", () => {
		const prose = Array.from({ length: 16 }, () => "The committee reviewed the annual figures and noted it");
		const table = rowsAt([320, 400], 200, 17, [
			["Region", "Visits"],
			["North", "113.3"],
			["Lake", "326.4"],
			["Harbour", "57.6"],
		]);
		const right = [...prose.slice(0, 7), ...prose.slice(0, 4)];
		const words = [
			...prose.flatMap((text, index) => textAt(40, 100 + index * 12, text)),
			...right.flatMap((text, index) => textAt(320, (index < 7 ? 101 : 180) + index * 12, text)),
			...table,
		];
		expect(onlyTable(pageOf(words))[2]).toEqual(["Lake", "326.4"]);
	});

	it("are not narrow cards side by side, all of whose lines go on", () => {
		const texts = [
			"samples were taken",
			"at nine stations of",
			"the lower valley and",
			"then sent to the lab",
			"where they are kept",
		];
		const words = [50, 180, 310].flatMap((x) => [
			...textAt(x, 100, "Background", { bold: true }),
			...texts.flatMap((text, index) => textAt(x, 120 + index * 12, text)),
		]);
		expect(tablesOf(pageOf(words))).toEqual([]);
	});

	it("are not boxes side by side, whose lines are broken above and below", () => {
		const rules = [90, 200].flatMap((y) => [50, 180, 310].map((x) => horizontal(y, x, x + 118)));
		const title = [60, 190, 320].flatMap((x) => textAt(x, 110, "Title"));
		const body = [60, 190, 320].flatMap((x) => rowsAt([x], 150, 12, [["Sentences of a"], ["card that wraps."]]));
		expect(tablesOf(pageOf([...title, ...body], { rules }))).toEqual([]);
	});
});
