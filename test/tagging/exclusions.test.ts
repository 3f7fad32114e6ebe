import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	decodeExclusions,
	exclusionFormat,
	parseExclusions,
	unsupportedExclusionFormat,
} from "../../src/tagging/exclusions.ts";

describe("an exclusion list", () => {
	test.each([
		["# generic", []],
		["Annual Report", ["annual report"]],
		["scheme, Yojana,, program", ["scheme", "yojana", "program"]],
		["some-term  # why", []],
		["c#", ["c#"]],
		["c#, #hidden, f#", []],
		["c#,#hidden,f#", ["c#", "f#"]],
		["  \r\none\rtwo\n\n", ["one", "two"]],
		["\ufeffmarked", ["marked"]],
		["महिला, बाल विकास", ["महिला", "बाल विकास"]],
	])("%j gives %j", (text, terms) => expect([...parseExclusions(text)]).toEqual(terms));

	test("gives clean terms whatever the text, and the same ones when they are parsed again", () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: "grapheme" })), (lines) => {
				const terms = parseExclusions(lines.join("\n"));
				for (const term of terms) {
					expect(term).toBe(term.trim());
					expect(term).not.toMatch(/^$|^#|[,\n\r]|\s#/);
				}
				const lower = [...terms].filter((term) => term === term.toLowerCase());
				expect([...parseExclusions(lower.join("\n"))]).toEqual(lower);
			}),
		);
	});

	test("is known by its name", () => {
		expect(exclusionFormat("Words.TXT")).toBe("txt");
		expect(exclusionFormat("words.pdf")).toBe("pdf");
		expect(exclusionFormat("words.docx")).toBeUndefined();
		expect(unsupportedExclusionFormat("words.docx")).toBe(
			"Unsupported file format: words.docx. Supported formats: .txt, .pdf",
		);
	});
});

describe("its encoding", () => {
	const text = "शिक्षा नीति\nMünchen, Straße\nannual report";

	test("is UTF-8 where the bytes are", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), (any) => {
				const clean = any.replace(/^\ufeff+|\0/g, "").toWellFormed();
				expect(decodeExclusions(new TextEncoder().encode(clean))).toBe(clean);
			}),
		);
		expect(decodeExclusions(new TextEncoder().encode(`\ufeff${text}`))).toBe(text);
	});

	test("is UTF-16 with its mark", () => {
		const bytes = new Uint8Array([
			0xff,
			0xfe,
			...new Uint8Array(new Uint16Array([...text].map((c) => c.charCodeAt(0))).buffer),
		]);
		expect(decodeExclusions(bytes)).toBe(text);
	});

	test("is Western where it is no UTF-8 and nothing else is likely", () => {
		const bytes = new Uint8Array([..."Förderung, Gebühr"].map((c) => c.charCodeAt(0)));
		expect(decodeExclusions(bytes)).toBe("Förderung, Gebühr");
	});

	test("is Cyrillic where the letters say so", () => {
		const bytes = new Uint8Array(
			[..."годовой отчет, постановление правительства, государственная программа"].map((c) => {
				const code = c.charCodeAt(0);
				return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
			}),
		);
		expect(decodeExclusions(bytes)).toContain("годовой отчет");
	});
});
