import { describe, expect, test } from "vitest";
import { chooseReading, type PageReading, type ReadingState } from "../../src/tagging/reading.ts";

const state: ReadingState = {
	page_count: 2,
	pages_read: 2,
	title_property: "untitled",
	outline_title: null,
	file_name: "scan.pdf",
	document_title: "scan.pdf",
	is_scanned: true,
	extraction_method: "pypdf2",
	ocr_confidence: null,
	text_length: 5,
};
const record = (text: string | null, change: Partial<ReadingState> = {}) => ({
	extractedText: text,
	metadata: JSON.stringify({ ...state, ...change }),
});
const page = (text: string, confidence: number, isVision = false): PageReading => ({ text, confidence, isVision });

const [first, second] = ["Minutes of the annual meeting", "The members approved the budget of the year."];

describe("what is read of a scan", () => {
	test("is what was recognised, page by page, with the mean of its confidence", () => {
		const { text, state: read } = chooseReading(record("stamp"), [page(first, 90), null, page(second, 81.005)]);
		expect(text).toBe(`${first}\n${second}`);
		expect(read).toEqual({
			...state,
			document_title: first,
			extraction_method: "tesseract_ocr",
			ocr_confidence: 85.5,
			text_length: text.length,
		});
	});

	test("is the text layer where that says more, or nothing was recognised", () => {
		const layer = `${first}. ${second}`;
		for (const pages of [[page("stamp", 99)], [null, null], []]) {
			expect(chooseReading(record(layer), pages)).toMatchObject({
				text: layer,
				state: { extraction_method: "pypdf2", ocr_confidence: null, text_length: layer.length },
			});
		}
		expect(chooseReading(record(null), [null])).toMatchObject({ text: "", state: { document_title: "scan.pdf" } });
	});

	test("is the vision model's where Tesseract was not sure", () => {
		const { text, state: read } = chooseReading(record(null), [
			page("Minvtes of tke annval meetinq", 41),
			page(first, 95, true),
		]);
		expect(text).toBe(first);
		expect(read).toMatchObject({ extraction_method: "easyocr", ocr_confidence: 95 });
	});

	test("is called as its outline says, where its property says nothing", () => {
		const named = record(null, { outline_title: "Proceedings of 1932" });
		expect(chooseReading(named, [page(first, 90)]).state.document_title).toBe("Proceedings of 1932");
		const older = { ...named, metadata: JSON.stringify({ ...state, outline_title: undefined }) };
		expect(chooseReading(older, [page(first, 90)]).state.document_title).toBe(first);
	});
});
