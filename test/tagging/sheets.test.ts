import * as XLSX from "@e965/xlsx";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { legacyResultLine, RESULT_COLUMNS, resultCells, TEMPLATE } from "../../src/tagging/result-table.ts";
import { applyMapping, mapColumns } from "../../src/tagging/sheet-columns.ts";
import { csvLine, readCsvSheet, readXlsxSheet, toCsv } from "../../src/tagging/sheets.ts";
import { workbookStream } from "../../src/tagging/workbook-writer.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** Cells of a file whose columns are a, b, c. */
const cellsOf = (text: string) => readCsvSheet(bytes(`a,b,c\n${text}`), 100).rows.map(({ cells }) => cells);

describe("CSV", () => {
	test("is read as RFC 4180 has it, quotes, line breaks and all", () => {
		expect(cellsOf('a,"b ""c"", d",\r\n"two\r\nlines",x"y,\n,\nlast,1,2')).toEqual([
			["a", 'b "c", d', ""],
			["two\r\nlines", 'x"y', ""],
			["last", "1", "2"],
		]);
	});

	test("is read back as it was written", () => {
		const cell = fc.string({
			unit: fc.constantFrom("a", ",", ";", '"', "\n", " ", "é", "अ", "=", "😀", "\ufeff", "\t"),
		});
		const row = fc.tuple(cell, cell, cell).filter((cells) => cells.some((text) => text.trim() !== ""));
		fc.assert(
			fc.property(row, fc.array(row, { maxLength: 8 }), (headers, rows) => {
				const sheet = readCsvSheet(toCsv({ headers, rows: rows.map((cells) => ({ cells, values: new Map() })) }), 8);
				// A mark at the head of a file is the encoding's.
				expect(sheet.headers.map((text) => text.replace(/^\ufeff/, ""))).toEqual(
					headers.map((text) => text.replace(/^\ufeff/, "")),
				);
				expect(sheet.rows.map(({ cells }) => cells)).toEqual(rows);
			}),
		);
	});

	test("has rows of any width, read across the pieces that it is parsed in", () => {
		expect(cellsOf("1\n1,2,3,4\n")).toEqual([
			["1", "", ""],
			["1", "2", "3"],
		]);
		const rows = Array.from({ length: 3000 }, (_, i) => [`${i}`, "x\n".repeat(i % 200), `"${i}"`]);
		const lines = rows.map((cells) => csvLine(cells)).join("");
		const sheet = readCsvSheet(bytes(`a,b,c\r\n${lines}`), 3000);
		expect(sheet.rows.map(({ cells }) => cells)).toEqual(rows);
		expect(sheet.more).toBe(false);
		expect(readCsvSheet(bytes(`a,b,c\r\n${lines}`), 2999)).toMatchObject({ more: true, rows: { length: 2999 } });
	});

	test.each([
		["quotes that never end", `a,b\n"${"x".repeat(1_000_000)}`],
		["a header of delimiters alone", ",".repeat(8_000_000)],
		["a row of delimiters alone", `a,b\n${",".repeat(8_000_000)}\n`],
		["nothing but broken quotes", `a,b\n"${'a"b '.repeat(2_000_000)}`],
	])("with %s is refused, and soon", (_, text) => {
		const start = performance.now();
		expect(() => readCsvSheet(bytes(text), 1000)).toThrow("A row of the file is too long");
		expect(performance.now() - start).toBeLessThan(5000);
	});

	test("of a million blank lines has no rows", () => {
		expect(readCsvSheet(bytes(`a,b${"\n".repeat(1_000_000)}`), 1000)).toMatchObject({ rows: [], more: false });
	});

	test.each(["\n", "\r\n", "\r"])("may end its lines in %j", (newline) => {
		const lines = ["title,file_path,file_source_type", 'One,x,"url"', "", "Two,y,s3", ""];
		const { headers, rows } = readCsvSheet(bytes(lines.join(newline)), 10);
		expect([headers, ...rows.map(({ cells }) => cells)]).toEqual([
			["title", "file_path", "file_source_type"],
			["One", "x", "url"],
			["Two", "y", "s3"],
		]);
	});

	test("keeps a text whose quotes are not doubled", () => {
		expect(cellsOf('"The "best" report",1,2\nnext,3,4')).toEqual([
			['The "best" report', "1", "2"],
			["next", "3", "4"],
		]);
	});
});

describe("a sheet of documents", () => {
	test("is read by its header, whatever its order, case and mark", () => {
		const text =
			'\ufeff File_Path ,TITLE,file_source_type,extra\n\nhttps://x/1.pdf,"One, two",url,7\n,,,\n https://x/2.pdf ,Two\n';
		const { missingColumns, rows } = readCsvSheet(bytes(text), 10);
		expect(missingColumns).toEqual([]);
		const names = ["title", "file_path", "file_source_type"];
		expect(rows.map(({ values }) => names.map((name) => values.get(name)))).toEqual([
			["One, two", "https://x/1.pdf", "url"],
			["Two", "https://x/2.pdf", ""],
		]);
		expect(rows[0]?.cells).toEqual(["https://x/1.pdf", "One, two", "url", "7"]);
	});

	test("names the columns it lacks; an empty file has none", () => {
		expect(readCsvSheet(bytes("file_source_type,name\nurl,x\n"), 10).missingColumns).toEqual(["title", "file_path"]);
		expect(readCsvSheet(bytes("\n\n"), 10).headers).toEqual([]);
		expect(readCsvSheet(bytes(""), 10).headers).toEqual([]);
	});

	const text = "title;file_path;file_source_type\r\nGebühr;x;url\r\n";
	const units = (unit: (code: number) => number[]) => Uint8Array.from([...text].flatMap((c) => unit(c.charCodeAt(0))));
	test.each([
		["UTF-8", bytes(text)],
		["UTF-8 with a mark", bytes(`\ufeff${text}`)],
		["Latin-1", units((code) => [code])],
		["UTF-16", Uint8Array.of(0xff, 0xfe, ...units((code) => [code, 0]))],
		["UTF-16, the other way round", Uint8Array.of(0xfe, 0xff, ...units((code) => [0, code]))],
	])("may be in %s", (_, file) => {
		const sheet = readCsvSheet(file, 10);
		expect(sheet.headers).toEqual(["title", "file_path", "file_source_type"]);
		expect(sheet.rows[0]?.values.get("title")).toBe("Gebühr");
	});

	test.each([
		["semicolons", '"Title, short";file_path;x'],
		["tabs", '"Title, short"\tfile_path\tx'],
		["commas", '"Title; a; b; c",file_path,x'],
	])("may be parted by %s, whatever stands between quotes", (_, header) => {
		expect(readCsvSheet(bytes(header), 10).headers).toHaveLength(3);
	});

	test("may be a workbook, of which the first sheet is read up to a number of rows", async () => {
		const table = [
			["Title", "URL", ""],
			["Straße & <b>", "https://x/1.pdf", "  spaced "],
			["", "", ""],
			["", "=cmd()", "3\u0007"],
			["Last", "x", ""],
		];
		const file = new Uint8Array(await new Response(workbookStream(table)).arrayBuffer());
		const sheet = readXlsxSheet(file, 2);
		expect(sheet.headers).toEqual(["Title", "URL"]);
		expect(sheet.rows.map(({ cells }) => cells)).toEqual([
			["Straße & <b>", "https://x/1.pdf"],
			["", "=cmd()"],
		]);
		expect(sheet.more).toBe(true);
		expect(readXlsxSheet(file, 10).more).toBe(false);
	});

	test("needs no column in a workbook but that of paths", () => {
		const missing = (...headers: string[]) => {
			const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet([headers, headers.map(() => "x")]));
			return readXlsxSheet(new Uint8Array(XLSX.write(book, { type: "array" })), 10).missingColumns;
		};
		expect(missing("Link", "note")).toEqual([]);
		expect(missing("title", "file_source_type")).toEqual(["file_path"]);
	});

	test("of ten thousand rows is written as it comes", async () => {
		let asked = 0;
		async function* rows() {
			for (; asked < 10_000; asked++)
				yield [`Document ${asked}`, "https://example.com/a.pdf", "solar-power, wind-power"];
		}
		const reader = workbookStream(rows()).getReader();
		const pieces: Uint8Array[] = [];
		let midway = 0;
		for (let read = await reader.read(); !read.done; read = await reader.read()) {
			pieces.push(read.value);
			if (asked < 10_000) midway++;
		}
		expect(midway).toBeGreaterThan(3);
		const file = new Uint8Array(await new Blob(pieces).arrayBuffer());
		expect(readXlsxSheet(file, 20_000).rows).toHaveLength(9999);
	});
});

describe("columns", () => {
	test("are mapped by the headers people use, the likeliest first", () => {
		expect(mapColumns(["Name", "Doc_Title", "PDF Link", "URL", "Summary"])).toEqual({
			title: 1,
			file_path: 3,
			description: 4,
		});
		expect(mapColumns(["colour"])).toEqual({});
	});

	test("are mapped by the caller in either direction, and fill only what is missing", () => {
		const row = { a: "https://x/1.pdf", b: "One", title: "Kept" };
		expect(applyMapping(row, { a: "file_path", b: "title" })).toEqual({ ...row, file_path: "https://x/1.pdf" });
		expect(applyMapping(row, { file_path: "a" })).toMatchObject({ file_path: "https://x/1.pdf" });
		expect(applyMapping(row, { missing: "description", x: "y" })).toEqual(row);
	});
});

describe("results", () => {
	const row = {
		title: "=One",
		description: "",
		fileSourceType: "url",
		filePath: "https://x",
		tags: ["a-b", "c"],
		status: "success",
		error: null,
	} as const;

	test("are a workbook for other programs too, its cells texts", async () => {
		const table = [
			["Straße & <b>", "=1+1", ""],
			["007", "two\nlines\r ", "\ud800\u0007😀"],
		];
		const file = await new Response(workbookStream(table)).arrayBuffer();
		const { SheetNames, Sheets } = XLSX.read(file);
		expect(SheetNames).toEqual(["Results"]);
		const cells = XLSX.utils.sheet_to_json(Sheets.Results ?? {}, { header: 1, defval: "" });
		expect(cells).toEqual([table[0], ["007", "two\nlines\r ", "😀"]]);
	});

	test("hold no formulas", () => {
		const texts = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=1\n2", "a=b", ""];
		expect(texts.map((title) => resultCells({ ...row, title })[0])).toEqual(
			texts.map((text) => (text === "a=b" || text === "" ? text : `'${text}`)),
		);
	});

	test("have a cell for each column", () => {
		expect(resultCells(row)).toEqual(["'=One", "", "url", "https://x", "a-b, c", "success", ""]);
		expect(resultCells(row)).toHaveLength(RESULT_COLUMNS.length);
	});

	test("come from a table like the template, which can be read", () => {
		const sheet = readCsvSheet(bytes(TEMPLATE.template), 10);
		expect(sheet.headers).toEqual(TEMPLATE.columns.map(({ name }) => name));
		expect(sheet.missingColumns).toEqual([]);
		expect(sheet.rows.map(({ values }) => values.get("title"))).toEqual(["Training Manual", "Annual Report 2024"]);
	});

	test("of a legacy batch follow the input's own cells", () => {
		expect(legacyResultLine(["One", "x,y"], ["a-b", "c"], null)).toBe('One,"x,y","a-b, c",success\r\n');
		expect(legacyResultLine(["One"], [], "HTTP 404")).toBe("One,,failed: HTTP 404\r\n");
	});
});
