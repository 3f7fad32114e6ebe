import { describe, expect, test } from "vitest";
import { listSizes, tagPrompt } from "../../src/tagging/prompt.ts";
import { normalizeForModel, shortenContent } from "../../src/tagging/prompt-content.ts";
import { parseEntities } from "../../src/tagging/prompt-entities.ts";
import { type CompletionRequest, type ModelTagInput, tagByModel } from "../../src/tagging/rounds.ts";

const input: ModelTagInput = {
	title: "Rural roads",
	description: "",
	text: "The scheme builds roads between villages of the district and repairs bridges. ".repeat(3),
	numTags: 3,
	exclusions: ["scheme"],
	languageName: "English",
	quality: { origin: "digital", tier: "high" },
	asksEntities: true,
};

/** Answers in order; an error is thrown. Keeps what was asked. */
function model(...answers: (string | Error)[]) {
	const asked: CompletionRequest[] = [];
	const complete = async (request: CompletionRequest) => {
		asked.push(request);
		const answer = answers[asked.length - 1] ?? new Error("no answer left");
		if (answer instanceof Error) throw answer;
		return { text: answer, tokens: 100 };
	};
	return { asked, complete };
}

const names = (...tags: string[]) => JSON.stringify({ names: tags });

describe("tags from a model", () => {
	test("come in one round where enough of them are left", async () => {
		const { asked, complete } = model(
			'{"document_type":["circular"]}',
			names("rural roads", "bridges", "scheme", "villages", "repairs"),
		);
		expect(await tagByModel(input, complete)).toEqual({
			tags: ["rural roads", "bridges", "villages"],
			rawAnswer: names("rural roads", "bridges", "scheme", "villages", "repairs"),
			tokensUsed: 100,
		});
		expect(asked.map(({ temperature, maxTokens }) => [temperature, maxTokens])).toEqual([
			[0.1, 1000],
			[0.2, 700],
		]);
		expect(asked[1]?.user).toContain("exactly 9 tags");
		expect(asked[1]?.user).toContain("must be one of the actions: circular");
	});

	test("are asked for again, without those there are, where too few are left", async () => {
		const { asked, complete } = model(names("rural roads", "scheme"), names("rural-roads", "bridges", "villages"));
		const result = await tagByModel({ ...input, asksEntities: false }, complete);
		expect(result).toMatchObject({ tags: ["rural roads", "bridges", "villages"], tokensUsed: 200 });
		expect(asked[1]).toMatchObject({ temperature: 0.3, maxTokens: 700 });
		expect(asked[1]?.user).toContain("exactly 9 tags");
		expect(asked[1]?.user).toContain("do not give these again: rural roads");
	});

	test("are kept where the second round fails, and may be none", async () => {
		const once = model(names("rural roads"), new Error("gone"));
		expect((await tagByModel({ ...input, asksEntities: false }, once.complete)).tags).toEqual(["rural roads"]);
		const never = model("", "");
		expect(await tagByModel({ ...input, asksEntities: false }, never.complete)).toMatchObject({
			tags: [],
			rawAnswer: "",
		});
	});

	test("do not depend on the entities", async () => {
		const { complete } = model(new Error("busy"), names("a b", "c d", "e f"));
		expect((await tagByModel(input, complete)).tags).toHaveLength(3);
	});

	test("fail with the first round, and for too little text without a call", async () => {
		await expect(tagByModel(input, model("{}", new Error("busy")).complete)).rejects.toThrow("busy");
		const { asked, complete } = model();
		await expect(tagByModel({ ...input, text: " short " }, complete)).rejects.toThrow(
			"Insufficient text content for tag generation",
		);
		expect(asked).toEqual([]);
	});
});

describe("the prompt", () => {
	test.each([
		[3, 2, 1, 1],
		[5, 2, 2, 1],
		[8, 4, 2, 2],
		[10, 5, 3, 2],
		[15, 8, 4, 3],
	])("shares %i tags out as %i, %i and %i", (total, names, subjects, actions) => {
		expect(listSizes(total)).toEqual({ names, subjects, actions });
	});

	test("says what is to be left out, in which language and how well the text was read", () => {
		const { user } = tagPrompt({
			...input,
			description: "₹ 5 lakh",
			content: "…",
			entities: { organization: Array.from({ length: 12 }, (_, i) => `Body ${i}`) },
			wanted: 9,
			exclusions: ["zeta", "alpha"],
			languageName: "Hindi",
			quality: { origin: "scanned", tier: "low" },
			collected: [],
		});
		expect(user).toContain("alpha, zeta");
		expect(user).toContain("Description: Rs. 5 lakh");
		expect(user).toContain("The document is in Hindi");
		expect(user).toContain("only terms that are clearly readable");
		expect(user).toContain("Body 9");
		expect(user).not.toContain("Body 10");
	});
});

describe("content", () => {
	test("is sent in plain characters, with the joiners of Indic scripts", () => {
		expect(normalizeForModel("“₹5” – it’s\u00a0•\u200b\ufeff… क्\u200dष")).toBe('"Rs.5" - it\'s *... क्\u200dष');
	});

	test("is sent as it is up to 15,000 characters", () => {
		const text = "x".repeat(15_000);
		expect(shortenContent(text)).toBe(text);
	});

	test("is shortened to its subject, its beginning, middle and end, and lines with signals", () => {
		const filler = "plain words without any sign at all\n";
		const signal = "Under section 12 of the order the fee is waived";
		const text = `Subject: Waiver of the fee for schools\n${filler.repeat(200)}${signal}\n${filler.repeat(500)}the end`;
		const short = shortenContent(text);
		expect(short.length).toBeLessThanOrEqual(15_000);
		expect(short).toMatch(/^Subject: Waiver of the fee for schools\nSubject: Waiver/);
		expect(short).toContain(signal);
		expect(short).toContain("the end");
	});
});

describe("entities", () => {
	test("are strings, trimmed, once each, in the classes that are known", () => {
		const answer =
			'```json\n{"organization":[" NITI Aayog ","niti aayog",5],"person":[],"colour":["red"],"document_type":["Circular"]}\n```';
		expect(parseEntities(answer)).toEqual({ organization: ["NITI Aayog"], document_type: ["Circular"] });
		expect(parseEntities("none")).toBeUndefined();
	});
});
