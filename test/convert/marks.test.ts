import { describe, expect, it } from "vitest";
import { escapeInline } from "../../src/convert/escape.ts";
import { toMarkdown } from "../../src/convert/markdown.ts";
import { withMarks } from "../../src/convert/marks.ts";
import type { Mark } from "../../src/convert/part.ts";

const render = (text: string, ...marks: Mark[]) => withMarks(text, marks, escapeInline);

describe("marks", () => {
	it("become bold, code and links, with plain pieces escaped", () => {
		const text = "Note: run a*b as told";
		expect(
			render(
				text,
				{ kind: "bold", start: 0, end: 5 },
				{ kind: "code", start: 10, end: 13 },
				{ kind: "link", start: 17, end: 21, uri: "https://x.y/z" },
			),
		).toBe("**Note:** run `a*b` as [told](https://x.y/z)");
	});

	it("nest, and are left out where they cross or would break a word", () => {
		const link: Mark = { kind: "link", start: 0, end: 8, uri: "https://x.y" };
		expect(render("bold one two", link, { kind: "bold", start: 0, end: 4 })).toBe("[**bold** one](https://x.y) two");
		expect(render("bold one two", link, { kind: "bold", start: 5, end: 12 })).toBe("[bold one](https://x.y) two");
		expect(render("unbroken", { kind: "bold", start: 0, end: 2 })).toBe("unbroken");
		expect(render("https://x.y/", { kind: "link", start: 0, end: 12, uri: "https://x.y" })).toBe("https://x.y/");
	});

	it("fence code that holds backticks", () => {
		expect(render("a `b` c", { kind: "code", start: 2, end: 5 })).toBe("a `` `b` `` c");
	});

	it("keep a paragraph from opening a list", () => {
		const marks: Mark[] = [{ kind: "bold", start: 5, end: 9 }];
		const block = { id: "b", kind: "paragraph" as const, text: "1. a bold word", page: 1, marks };
		expect(toMarkdown({ ...block, bbox: [0, 0, 0, 0] })).toBe("1\\. a **bold** word");
	});
});
