import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prose, randomFrom, rescan } from "./papers.ts";

const folder = mkdtempSync(join(tmpdir(), "deckle-dedup-"));

function run(...args: string[]): { status: number | null; stderr: string } {
	const { status, stderr } = spawnSync("npm", ["exec", "--", "node", "scripts/dedup.ts", ...args], {
		encoding: "utf8",
	});
	return { status, stderr };
}

function written(name: string, text: string): string {
	const file = join(folder, name);
	writeFileSync(file, text);
	return file;
}

describe("npm run dedup", () => {
	test("writes groups of ids as they came, and says what it did", () => {
		const random = randomFrom(20);
		const text = prose(100, random);
		const documents = [
			{ id: 7, title: "Letter", content: text, created: null, correspondent: null, document_type: null, tags: [] },
			{ id: "seven", content: rescan(text, 0.05, random) },
			{ id: 8, content: null },
			{ id: 9 },
			{ id: "10", content: prose(100, random) },
		];
		const file = written(
			"good.jsonl",
			`\uFEFF${documents.map((document) => JSON.stringify(document)).join("\n\n")}\r\n`,
		);
		const to = join(folder, "groups.json");
		const { status, stderr } = run(file, to);
		expect(stderr).toMatch(/5 documents, 1 groups of 2 documents, [\d.]+ s of CPU/);
		expect(status).toBe(0);
		expect(JSON.parse(readFileSync(to, "utf8"))).toEqual([[7, "seven"]]);
	});

	test.each([
		["no JSON", "{nonsense", "Line 1 is not JSON"],
		["no object", "\n[1]", "Line 2 is not an object"],
		["no id", '{"content":"x"}', "Line 1: id must be"],
		["an id twice", '{"id":1}\n{"id":1}', "Line 2: the id 1 comes twice"],
		["content that is no text", '{"id":1,"content":5}', "Line 1: content must be a text"],
	])("refuses %s with the number of the line", (_name, text, message) => {
		const { status, stderr } = run(written("bad.jsonl", text), join(folder, "none.json"));
		expect(stderr).toContain(message);
		expect(status).toBe(1);
	});

	test("names a missing file and its usage", () => {
		expect(run("missing.jsonl", "x.json").stderr).toContain("There is no file missing.jsonl");
		expect(run().stderr).toContain("Usage:");
	});
});
