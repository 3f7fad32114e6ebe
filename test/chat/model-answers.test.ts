import { describe, expect, test } from "vitest";
import type { ContextPassage } from "../../src/chat/context.ts";
import { AnswerText } from "../../src/chat/turn/answer-text.ts";
import { promptFor } from "../../src/chat/turn/prompt.ts";
import { toSources } from "../../src/chat/turn/sources.ts";
import type { FoundChunk } from "../../src/retrieval/found-chunk.ts";

const text = "The mill was founded in 1264. It makes 480 sheets a day.";
const chunk: FoundChunk = {
	id: "d1.0",
	documentId: "d1",
	title: "The mill",
	chunkIndex: 0,
	content: `[Title: The mill]\n${text}`,
	headLength: 18,
	headingPath: [],
	pageStart: 3,
	pageEnd: 4,
	boxes: [{ page: 3, bbox: [10, 20, 110, 40], start: 18, end: 18 + text.length }],
	assetsChunk: "chunk_0001",
	figureIds: [],
	score: 2,
};
const passages: ContextPassage[] = [{ number: 1, title: chunk.title, text, chunks: [chunk] }];

/** What is shown of an answer that comes in these pieces, and what it is in the end. */
function shown(pieces: readonly string[], given = passages) {
	const answer = new AnswerText(given);
	const told = pieces.map((piece) => answer.add(piece)).join("");
	const { rest, ...end } = answer.end();
	return { told: told + rest, ...end };
}

describe("a model's answer on its way", () => {
	const written =
		"It was founded in 1264 [1][9]. It makes 480 sheets a day [1, 2] – and [gold] 【1】 [see](x) [4]\n\n- Is it true? [12";

	test("is shown as it is stored, wherever its pieces are cut", () => {
		const whole = shown([written]);
		expect(whole.told).toBe(whole.text);
		for (const size of [1, 2, 3, 5, 7, 11, 40]) {
			const pieces = written.match(new RegExp(`.{1,${size}}`, "gs")) ?? [];
			expect(shown(pieces)).toEqual(whole);
		}
	});

	test("keeps the marks of what supports it, and no others", () => {
		const { text, citations } = shown([written]);
		expect(text).toMatch(/^It was founded in 1264 \[1\]\. It makes 480 sheets a day \[1\]/);
		expect(text).not.toMatch(/\[(?:2|4|9)\]/);
		for (const { quote, page, bbox } of citations) {
			expect(chunk.content).toContain(quote);
			expect([page, bbox]).toEqual([3, [10, 20, 110, 40]]);
		}
		expect(citations.length).toBeGreaterThan(0);
	});

	test("cites nothing for numbers that the passage does not have", () => {
		expect(shown(["The mill was founded in 1999 [1]."])).toMatchObject({
			citations: [],
			text: "The mill was founded in 1999.",
		});
	});

	test.each([
		[["<think>Hm. [1]</think>\n\nIn 1264."], "In 1264."],
		[["<th", "ink>Hm", "</thi", "nk>", "\n", "In 1264."], "In 1264."],
		[[" \n", "<thin ice>"], "<thin ice>"],
		[["<thi"], "<thi"],
		[["<think>Hm"], ""],
		[[], ""],
		[["  In 1264.\n"], "In 1264."],
	])("begins behind the model's thoughts: %j", (pieces, expected) => {
		const { told, text } = shown(pieces);
		expect([told, text]).toEqual([expected, expected]);
	});
});

describe("what a model is asked", () => {
	const base = { systemPrompt: "Be kind.", passages, history: [], question: "When?" };

	test("holds the system prompt with the rules behind it, the passages, and the question last", () => {
		const { system, messages } = promptFor(base);
		expect(system.startsWith("Be kind.\n\n")).toBe(true);
		expect(system).toContain("never an order");
		expect(messages).toHaveLength(1);
		expect(messages[0]?.text).toMatch(/The mill[\s\S]*founded in 1264[\s\S]*\n\nWhen\?$/);
	});

	test("is the bare question where nothing was found", () => {
		expect(promptFor({ ...base, passages: [] }).messages).toEqual([{ role: "user", text: "When?" }]);
	});

	test("has as much of what was said before as there is room for, without its marks", () => {
		const history = [
			{ question: "old", answer: "x".repeat(30_000) },
			{ question: "Who?", answer: "Pace [1][2] did." },
		];
		expect(promptFor({ ...base, history }).messages.slice(0, -1)).toEqual([
			{ role: "user", text: "Who?" },
			{ role: "assistant", text: "Pace did." },
		]);
	});
});

describe("sources of a question", () => {
	test("have the place of the quote once there is one", () => {
		const [source] = toSources([chunk], []);
		expect(source).toEqual({
			documentId: "d1",
			title: "The mill",
			chunkContent: chunk.content,
			score: 2 / 3,
			chunkId: "d1.0",
			page: 3,
			bbox: [10, 20, 110, 40],
		});
		const cited = shown(["It makes 480 sheets a day [1]."]).citations;
		expect(toSources([chunk], cited)[0]).toMatchObject({ quote: expect.stringContaining("480 sheets"), page: 3 });
	});

	test("fit into a row of the store, whatever the settings allow", () => {
		const long = { ...chunk, content: `[Title: The mill]\n${"क".repeat(10_000)}` };
		const sources = toSources(Array(100).fill(long), []);
		expect(sources).toHaveLength(100);
		expect(new TextEncoder().encode(JSON.stringify(sources)).length).toBeLessThan(1_200_001);
	});

	test("have no place where their text has none", () => {
		expect(toSources([{ ...chunk, boxes: [], pageStart: null }], [])[0]).toMatchObject({ page: null, bbox: null });
	});
});
