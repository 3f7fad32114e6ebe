import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folded, foldedTags } from "../../src/tagging/fold.ts";
import { readLegacySheet } from "../../src/tagging/legacy-sheet.ts";
import { toRecords } from "../../src/tagging/rows.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("the rows of a batch", () => {
	test("are texts, trimmed, of a type that is given or inferred", () => {
		const rows = [
			{ title: " One ", file_path: " s3://bucket/key ", description: null },
			{ title: 7, file_path: "https://x/1.pdf", file_source_type: " S3 ", description: { a: 1 } },
			{ file_path: "files/a.pdf", file_source_type: "ftp" },
			{ title: "  " },
		];
		expect(toRecords(rows, {})).toEqual([
			{ title: "One", description: "", filePath: "s3://bucket/key", sourceType: "s3" },
			{ title: "7", description: '{"a":1}', filePath: "https://x/1.pdf", sourceType: "s3" },
			{ title: "Untitled Document", description: "", filePath: "files/a.pdf", sourceType: "url" },
			{ title: "Untitled Document", description: "", filePath: "", sourceType: "url" },
		]);
	});

	test("take what they lack from the columns that stand for it", () => {
		const [record] = toRecords([{ Link: "https://x", Name: "One", title: "Kept" }], {
			Link: "file_path",
			Name: "title",
		});
		expect(record).toMatchObject({ title: "Kept", filePath: "https://x" });
	});

	test("are as many as came, whatever came, and none is without a title or with another type", () => {
		fc.assert(
			fc.property(fc.array(fc.dictionary(fc.constantFrom("title", "file_path", "x"), fc.jsonValue())), (rows) => {
				const records = toRecords(rows, { x: "file_source_type" });
				expect(records).toHaveLength(rows.length);
				for (const { title, sourceType } of records) {
					expect(title).toMatch(/\S/);
					expect(["url", "s3", "local"]).toContain(sourceType);
				}
			}),
		);
	});
});

describe("the rows of a CSV file", () => {
	const recordsOf = (...lines: string[]) => readLegacySheet("a.CSV", bytes(lines.join("\n")), 10)?.records;

	test("are taken by the names of its columns, and their type is not inferred", () => {
		expect(
			recordsOf("TITLE,file_path,File_Source_Type,description", "One,s3://b/k,,d", ",x, URL ,", "Two,,url,"),
		).toEqual([
			{ title: "One", description: "d", filePath: "s3://b/k", sourceType: "" },
			{ title: "Untitled Document", description: "", filePath: "x", sourceType: "url" },
			{ title: "Two", description: "", filePath: "", sourceType: "" },
		]);
	});

	test("are none in a file of another type, nor in a workbook that is none", () => {
		expect(readLegacySheet("a.xls", bytes("x"), 10)).toBeUndefined();
		expect(readLegacySheet("a.xlsx", bytes("no workbook"), 10)).toMatchObject({ records: [], missingColumns: [] });
	});
});

describe("folded text", () => {
	test("is one for what a reader takes for the same", () => {
		expect(folded(" Solar-Power ‑ ＡＢ\tﬁle ")).toBe("solar power ab file");
		expect(folded("हिन्दी")).toBe("हिन्दी");
	});

	test("stays as it is when it is folded again", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (text) => {
				expect(folded(folded(text))).toBe(folded(text));
			}),
		);
	});

	test("holds whole tags between breaks, each found and no part of one", () => {
		const tag = fc.string({ unit: fc.constantFrom("a", "b", "-", " ", "É"), minLength: 1 });
		fc.assert(
			fc.property(fc.array(tag), tag, (tags, wanted) => {
				const isThere = tags.some((each) => folded(each) === folded(wanted));
				expect(foldedTags(tags).includes(`\n${folded(wanted)}\n`)).toBe(isThere);
			}),
		);
		expect(foldedTags([])).toBe("");
	});
});
