import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseAnswer } from "../../src/models/json-answer.ts";

const schema = z.object({ tags: z.array(z.string()) });
const right = { ok: true, value: { tags: ["rag paper", "mill"] } };

describe("JSON in an answer", () => {
	test.each([
		["alone", '{"tags":["rag paper","mill"]}'],
		["in fences", '```json\n{"tags":["rag paper","mill"]}\n```'],
		["in fences without a name, after a sentence", 'Sure!\n```\n{"tags":["rag paper","mill"]}\n```\nDone.'],
		["between sentences", 'The tags are {"tags":["rag paper","mill"]} as you asked.'],
		["behind braces that are none", 'I write {tags} so: {"tags":["rag paper","mill"]}'],
		["behind other JSON", 'Input was {"title":"x"}. Output: {"tags":["rag paper","mill"]}'],
		["with commas too many", '{"tags":["rag paper","mill",],\n}'],
		["behind thoughts", '<think>Maybe {"tags":["no"]}?</think>{"tags":["rag paper","mill"]}'],
		["behind thoughts whose opening is missing", 'Let me see {"tags":["no"]}</think>{"tags":["rag paper","mill"]}'],
		["behind a brace that is never closed", 'Use { to open. {"tags":["rag paper","mill"]}'],
	])("is found %s", (_where, text) => expect(parseAnswer(text, schema)).toEqual(right));

	test("keeps brackets, commas and line breaks that are within strings", () => {
		const text = '{"tags":["a,]b","c}",\n"two\nlines"]}';
		expect(parseAnswer(text, schema)).toEqual({ ok: true, value: { tags: ["a,]b", "c}", "two\nlines"] } });
	});

	test.each([
		["says what is wrong", '{"tags":"rag"}', /tags: .*array/],
		["is missed", "No tags here.", /no valid JSON/],
		["is missed where it was cut", '{"tags":["rag pa', /no valid JSON/],
	])("%s", (_what, text, problem) => {
		const parsed = parseAnswer(text, schema);
		expect(parsed.ok ? "" : parsed.problem).toMatch(problem);
	});

	test("is looked for in long nonsense without losing time", () => {
		// Other work on the machine is not the parser's.
		const started = process.cpuUsage();
		for (const text of [
			"{".repeat(200_000),
			"```".repeat(60_000),
			`${'{"a":['.repeat(50_000)}`,
			"[{,".repeat(60_000),
		]) {
			expect(parseAnswer(text, schema).ok).toBe(false);
		}
		const { user, system } = process.cpuUsage(started);
		expect((user + system) / 1_000).toBeLessThan(3_000);
	});
});
