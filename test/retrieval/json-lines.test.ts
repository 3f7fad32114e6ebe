import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type TextLine, textLines } from "../../scripts/json-lines.ts";

const project = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "deckle-lines-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

async function read(content: string): Promise<TextLine[]> {
	const lines: TextLine[] = [];
	for await (const line of textLines(file("lines.jsonl", content))) lines.push(line);
	return lines;
}

describe("lines of texts", () => {
	test("are read past a byte order mark, blank lines, Windows line ends and further fields", async () => {
		expect(
			await read('\ufeff{"id":"a","title":"T","text":"x","more":1}\r\n\r\n  \n{"id":2,"text":"y\u2028z"}'),
		).toEqual([
			{ id: "a", title: "T", text: "x" },
			{ id: 2, title: "", text: "y\u2028z" },
		]);
	});

	test.each([
		["{id: 1}", "line 2 is not JSON"],
		["[1]", "line 2 is no JSON object"],
		['{"text":"x"}', 'line 2 has no "id"'],
		['{"id":"b"}', 'line 2 has no "text"'],
		['{"id":"b","text":"x","title":7}', 'line 2: "title" is no text'],
		['{"id":"a","text":"x"}', 'line 2: the id "a" comes twice'],
	])("are refused with their place: %s", async (line, message) => {
		await expect(read(`{"id":"a","text":"x"}\n${line}\n`)).rejects.toThrow(message);
	});

	test("say that their file is missing", async () => {
		const lines = textLines(join(folder, "none.jsonl"));
		await expect(lines.next()).rejects.toThrow("none.jsonl cannot be read (ENOENT)");
	});
});

describe("npm run search", () => {
	const search = (...names: string[]) =>
		spawnSync(join(project, "node_modules/.bin/node"), [join(project, "scripts/search.ts"), ...names], {
			encoding: "utf8",
			env: { ...process.env, INIT_CWD: folder },
		});

	test("writes a line for each query, in their order, with ids as they were given", () => {
		file("corpus.jsonl", '{"id":7,"title":"Pets","text":"Dogs may be kept."}\n{"id":"b","text":"The rent is due."}\n');
		file(
			"queries.jsonl",
			'{"id":"q1","text":"When is the rent due?"}\n{"id":2,"text":"pets"}\n{"id":"q3","text":"zxqw"}\n',
		);
		const { status, stderr } = search("corpus.jsonl", "queries.jsonl", "run.jsonl");
		expect(stderr).toBe("");
		expect(status).toBe(0);
		const lines = readFileSync(join(folder, "run.jsonl"), "utf8").trimEnd().split("\n");
		const run = lines.map((line) => JSON.parse(line) as { query: unknown; ids: unknown[]; scores: number[] });
		expect(run.map(({ query, ids }) => [query, ids[0]])).toEqual([
			["q1", "b"],
			[2, 7],
			["q3", undefined],
		]);
		for (const { ids, scores } of run) expect(scores).toHaveLength(ids.length);
	});

	test("says in one sentence what is wrong, and fails", () => {
		expect(search("corpus.jsonl").stderr).toMatch(/^Usage: [^\n]*\n$/);
		const { status, stderr } = search("none.jsonl", "queries.jsonl", "run.jsonl");
		expect(stderr).toBe("none.jsonl cannot be read (ENOENT).\n");
		expect(status).toBe(1);
	});
});
