import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSample } from "../../scripts/sample.ts";

const script = fileURLToPath(new URL("../../scripts/convert.ts", import.meta.url).href);
const folder = mkdtempSync(join(tmpdir(), "deckle-command-"));
const out = join(folder, "out");

/** Runs the command and gives its exit code and what it said. */
function convert(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			["--no-warnings", script, ...args],
			{ cwd: folder, env: {} },
			(error, stdout, stderr) => {
				resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
			},
		);
	});
}

beforeAll(async () => {
	writeFileSync(join(folder, "sample.pdf"), await makeSample(2));
	writeFileSync(join(folder, "broken.pdf"), "no PDF at all");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("npm run convert", () => {
	it("writes each document's results, reports what cannot be read, and goes on", async () => {
		const { code, stdout, stderr } = await convert(folder, "--out", out, "--ocr", "never");
		expect(stderr).toMatch(/^broken\.pdf: [A-Z].*\.$/m);
		expect(stdout).toMatch(/^sample\.pdf: 2 pages, 1 figures, [\d.]+ ms CPU\/page$/m);
		expect(code).toBe(1);
		expect(readdirSync(out).sort()).toEqual(["sample", "sample.blocks.json", "sample.figures.json", "sample.md"]);
		expect(readdirSync(join(out, "sample"))).toEqual(["fig_0001.png"]);
	});

	it("finds the sample's drawn chart, with its caption and without its labels in the text", async () => {
		const markdown = readFileSync(join(out, "sample.md"), "utf8");
		const caption = "Figure 1. Median hours to dry in each of the four weeks, hung (dark) and exchanged (light).";
		expect(markdown).toContain(`![${caption}](sample/fig_0001.png)`);
		expect(markdown.slice(markdown.indexOf("![")).match(/Week \d|^\d+$/m)).toBeNull();
		const [figure, ...others] = JSON.parse(readFileSync(join(out, "sample.figures.json"), "utf8"));
		expect(others).toEqual([]);
		expect(figure).toMatchObject({ page: 2, caption });
		for (const fraction of figure.bbox) expect(fraction > 0 && fraction < 1).toBe(true);
	});

	it("reads only the pages asked for, and says how it is called", async () => {
		const one = await convert("sample.pdf", "--pages", "1", "--out", join(folder, "one"), "--ocr", "never");
		expect([one.code, one.stdout]).toEqual([0, expect.stringContaining("sample.pdf: 1 pages, 0 figures")]);
		expect(existsSync(join(folder, "one", "sample"))).toBe(false);
		expect(await convert("sample.pdf")).toMatchObject({ code: 1, stderr: expect.stringContaining("Usage:") });
		expect(await convert("sample.pdf", "--pages", "5-2", "--out", out)).toMatchObject({ code: 1 });
	});
});
