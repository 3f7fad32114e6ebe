import { describe, expect, it } from "vitest";
import { detectFormat } from "../../src/convert/convert.ts";
import { decodeText } from "../../src/convert/text-encoding.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) =>
	Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])]);

describe("detectFormat", () => {
	it("knows a PDF by its header, whatever its name", () => {
		expect(detectFormat(ascii("junk\n%PDF-1.7\n"), "letter.txt")?.format).toBe("pdf");
		expect(detectFormat(ascii(`${"x".repeat(1100)}%PDF-1.7`), "letter.doc")).toBeUndefined();
	});

	it("takes a headless file for a PDF only by name and traces of one", () => {
		expect(detectFormat(ascii("1 0 obj\n<<>>\nendobj"), "a.PDF")?.format).toBe("pdf");
		expect(detectFormat(ascii("1 0 obj\n<<>>\nendobj"), "a.bin")).toBeUndefined();
		expect(detectFormat(ascii("hello"), "a.pdf")).toBeUndefined();
	});

	it("never believes a name against another magic number", () => {
		for (const magic of [
			[0x50, 0x4b, 3, 4],
			[0xd0, 0xcf, 0x11, 0xe0],
			[0x47, 0x49, 0x46, 0x38],
			[0x7f, 0x45, 0x4c, 0x46],
		]) {
			for (const name of ["a.txt", "a.md", "a.pdf"]) expect(detectFormat(Uint8Array.from(magic), name)).toBeUndefined();
		}
	});

	it("knows text by name and content", () => {
		expect(detectFormat(ascii("hello"), "notes.TXT")).toEqual({
			format: "text",
			contentType: "text/plain",
			extension: ".txt",
		});
		expect(detectFormat(ascii("# hello"), "notes.markdown")?.format).toBe("markdown");
		expect(detectFormat(utf16("héllo"), "a.log")?.format).toBe("text");
		expect(detectFormat(ascii("hello"), "notes.docx")).toBeUndefined();
		expect(detectFormat(Uint8Array.from([104, 0, 105]), "a.txt")).toBeUndefined();
		expect(detectFormat(Uint8Array.from([0xff, 0x80, 0x80]), "a.txt")).toBeUndefined();
		expect(
			detectFormat(
				Uint8Array.from({ length: 200 }, (_, i) => (i % 8) + 1),
				"a.txt",
			),
		).toBeUndefined();
	});

	it("accepts a head that ends within a character", () => {
		expect(detectFormat(ascii("naïve é").subarray(0, 9), "a.txt")?.format).toBe("text");
	});
});

describe("decodeText", () => {
	it("drops byte order marks", () => {
		expect(decodeText(utf16("hi"))).toBe("hi");
		expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, 104]))).toBe("h");
	});
});
