import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headOf, PassageChunker, plainChunks } from "../../src/retrieval/chunk-maker.ts";
import { splitText, tailOf } from "../../src/retrieval/splitter.ts";
import { TermCode } from "../../src/retrieval/term-code.ts";

const heading = { title: "T", correspondent: "X" };
/** Text of what separates, what does not, and characters of two units. */
const texts = fc.array(fc.constantFrom("word", "a", "😀", "हिन्दी", ". ", ".", " ", "\n", "\n\n", "\t"), {
	maxLength: 120,
});

describe("a text without structure", () => {
	test("is split as the contract's test vector says", () => {
		const text = `${"A".repeat(50)}. ${"B".repeat(50)}\n\n${"C".repeat(900)}`;
		const chunks = [...plainChunks(text, heading, { chunkSize: 100, chunkOverlap: 10 })];
		expect(chunks.map(({ content }) => content.length)).toEqual([123, 440, 440, 203]);
		expect(chunks.map(({ tokenCount }) => tokenCount)).toEqual([31, 110, 110, 51]);
		expect(chunks[0]?.content).toBe(`[Title: T | From: X]\n${text.slice(0, 102)}`);
		expect(chunks[1]?.content.startsWith(`[Title: T | From: X]\n${"B".repeat(40)}CCC`)).toBe(true);
		expect(
			chunks.map(({ index, headLength, pageStart, boxes }) => [index, headLength, pageStart, boxes.length]),
		).toEqual([0, 1, 2, 3].map((index) => [index, 21, null, 0]));
	});

	test("is parted at the best place that fits, and what stands there is dropped", () => {
		const parts = (text: string, most: number) => splitText(text, most).map(({ start, end }) => text.slice(start, end));
		expect(parts("one two\n\nthree. four five", 12)).toEqual(["one two", "three", "four five"]);
		expect(parts("one two\nthree four\nfive", 12)).toEqual(["one two", "three four", "five"]);
		expect(parts("  aaaa bbbb cccc  ", 9)).toEqual(["aaaa bbbb", "cccc"]);
		expect(parts("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
		expect(parts(" \n\n ", 4)).toEqual([]);
	});

	test("loses nothing but what separates, keeps to its size and cuts no character", () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 30 }), (words, most, overlap) => {
				const text = words.join("");
				const parts = splitText(text, most);
				let last = 0;
				for (const part of parts) {
					expect(text.slice(last, part.start).replaceAll(".", "").trim()).toBe("");
					expect(part.end - part.start).toBeLessThanOrEqual(most);
					expect(text.slice(part.start, part.end).isWellFormed()).toBe(true);
					const tail = tailOf(text, part, overlap);
					expect(text.slice(tail.start, tail.end).isWellFormed()).toBe(true);
					expect(tail.end).toBe(part.end);
					expect(tail.end - tail.start).toBeGreaterThanOrEqual(Math.min(overlap, part.end - part.start) - 1);
					last = part.end;
				}
				expect(text.slice(last).replaceAll(".", "").trim()).toBe("");
			}),
		);
	});

	test("gives each chunk the end of the part before", () => {
		fc.assert(
			fc.property(texts, (words) => {
				const sizes = { chunkSize: 15, chunkOverlap: 4 };
				const text = words.join("");
				const own = splitText(text, 60 - headOf(heading).length).map(({ start, end }) => text.slice(start, end));
				const bodies = [...plainChunks(text, heading, sizes)].map(({ content, headLength }) =>
					content.slice(headLength),
				);
				expect(bodies).toHaveLength(own.length);
				for (const [at, body] of bodies.entries()) {
					const before = own[at - 1] ?? "";
					expect(body.endsWith(own[at] ?? "-")).toBe(true);
					const front = body.slice(0, body.length - (own[at] ?? "").length);
					expect(before.endsWith(front)).toBe(true);
					expect(front.length).toBeGreaterThanOrEqual(Math.min(16, before.length) - 1);
				}
			}),
		);
	});

	test("has the first word behind the overlap as a word of its own", () => {
		const text = `${"alpha ".repeat(80).trim()}\n\n${"quetzal ".repeat(50).trim()}`;
		const [, second] = [...plainChunks(text, { title: "T", correspondent: null }, { chunkSize: 125, chunkOverlap: 5 })];
		expect(second?.content.slice(second.headLength)).toMatch(/^.{20}quetzal quetzal/);
		expect(second?.overlapLength).toBe(20);
		expect(new Set(second?.terms)).toContain("quetzal");
		expect(second?.terms.filter((term) => /alpha.+/.test(term))).toEqual([]);
	});

	test("has room for its words below the longest title", () => {
		const [chunk] = plainChunks(
			"Some words.",
			{ title: "T".repeat(3000), correspondent: null },
			{ chunkSize: 100, chunkOverlap: 0 },
		);
		expect(chunk?.content.endsWith("]\nSome words.")).toBe(true);
	});
});

describe("a passage of a conversion", () => {
	const passage = (text: string, boxes: { page: number; start: number; end: number }[]) => ({
		id: "chunk_0001",
		text,
		figureIds: ["fig_0001"],
		pageStart: 1,
		pageEnd: 2,
		headingPath: ["Part"],
		boxes: boxes.map((box) => ({ ...box, bbox: [0, box.page, 1, 1] as const })),
	});

	test("stays whole with its places, below its head line", () => {
		const chunker = new PassageChunker(heading, { chunkSize: 100, chunkOverlap: 10 });
		const text = `${"word ".repeat(80)}end`;
		const [chunk, ...others] = chunker.push(passage(text, [{ page: 2, start: 5, end: 9 }]));
		expect(others).toEqual([]);
		expect(chunk).toMatchObject({
			index: 0,
			assetsChunk: "chunk_0001",
			pageStart: 2,
			pageEnd: 2,
			figureIds: ["fig_0001"],
		});
		const [box] = chunk?.boxes ?? [];
		expect(chunk?.content.slice(box?.start, box?.end)).toBe("word");
		expect([...chunker.push(passage(" \n ", []))]).toEqual([]);
		expect([...chunker.push(passage("next", []))]).toMatchObject([{ index: 1, pageStart: 1, pageEnd: 2 }]);
	});

	test("that is too long keeps each place beside its words in every part", () => {
		const lines = Array.from({ length: 60 }, (_, at) => `line ${at} holds some words`);
		const text = lines.join("\n");
		let start = 0;
		const boxes = lines.map((line, at) => {
			const box = { page: 1 + (at >= 30 ? 1 : 0), start, end: start + line.length };
			start = box.end + 1;
			return { ...box, bbox: [at, 0, at, 1] as const };
		});
		const chunker = new PassageChunker(heading, { chunkSize: 100, chunkOverlap: 10 });
		const chunks = [...chunker.push({ ...passage(text, []), boxes })];
		expect(chunks.length).toBeGreaterThan(3);
		for (const { content, boxes: places } of chunks) {
			for (const place of places)
				expect(lines[place.bbox[0]]).toContain(content.slice(place.start, place.end).trimEnd());
			expect(places.length).toBeGreaterThan(5);
		}
		expect(chunks[0]).toMatchObject({ pageStart: 1, pageEnd: 1 });
		expect(chunks.at(-1)).toMatchObject({ pageStart: 2, pageEnd: 2 });
	});
});

describe("the code of a term", () => {
	test("is one word of ASCII that says which term of which library it is", () => {
		const code = new TermCode(12);
		expect(code.encode("invoice")).toBe("12_invoice");
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (term, more) => {
				const coded = code.encode(term);
				expect(coded).toMatch(/^12_[a-z0-9_]*$/);
				expect(code.decode(coded)).toBe(term);
				const { after, before } = code.longerThan(term);
				const longer = code.encode(term + more);
				expect(more === "" || (longer > after && longer < before)).toBe(true);
			}),
		);
	});
});
