/**
 * `npm run bench:heap [-- NAME…]`: the smallest JavaScript heap in which the largest document of each format that is no PDF is converted and
 * assembled. Memory in use between two collections cannot be seen from outside, so it is found by trying: a child with a heap too small
 * dies. Heap above that of an idle engine and buffers together must stay below `MEMORY_BUDGET_BYTES`.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadModules } from "../scripts/engine.ts";
import { Assembler, Converter, detectFormat, sourceOf } from "../src/convert/convert.ts";
import { MEMORY_BUDGET_BYTES } from "../src/convert/limits.ts";
import { largeFiles } from "./large-files.ts";

interface Outcome {
	/** Of the idle engine, after a collection. */
	idleBytes: number;
	/** Buffers and wasm memory at most, as the engine counts them. */
	heldBytes: number;
	/** Characters of Markdown, or why it was refused. */
	result: string;
}

const TEXTS = ["html", "eml", "csv", "text", "markdown"];
const self = fileURLToPath(import.meta.url);
const [leastMiB, mostMiB, stepMiB] = [12, 256, 4];

/** Converts one file in this process. */
async function convertHere(path: string): Promise<Outcome> {
	const converter = new Converter(await loadModules());
	const bytes = new Uint8Array(readFileSync(path));
	const format = detectFormat(bytes.subarray(0, 65_536), path)?.format ?? "text";
	const source = sourceOf(bytes);
	globalThis.gc?.();
	const idleBytes = process.memoryUsage().heapUsed;
	const result = await converter
		.inspect(source, format)
		.then(() => converter.read(source, format, { ocr: "never", onFigure: async () => undefined }))
		.then((part) => {
			const assembler = new Assembler([part.summary]);
			return `${assembler.add(part).markdown.length + assembler.end().markdown.length} characters`;
		})
		.catch((error: Error) => error.message);
	// Of text, the engine counts the strings too, which are in the heap here: left are the file, and of a mail what is attached, twice.
	const buffers = format === "eml" ? 3 : 1;
	const isText = TEXTS.includes(format);
	return { idleBytes, heldBytes: isText ? bytes.length * buffers : converter.peakBytes, result };
}

function inChild(path: string, heapMiB: number): Promise<Outcome | undefined> {
	const flags = ["--expose-gc", `--max-old-space-size=${heapMiB}`, "--max-semi-space-size=1", "--no-warnings"];
	return new Promise((resolve) => {
		execFile(process.execPath, [...flags, self, path], { maxBuffer: 1e7 }, (error, stdout) => {
			resolve(error === null ? (JSON.parse(stdout) as Outcome) : undefined);
		});
	});
}

/** Bisects the heap. */
async function measure(path: string): Promise<{ heapMiB: number; outcome: Outcome } | undefined> {
	let found: { heapMiB: number; outcome: Outcome } | undefined;
	let [low, high] = [leastMiB / stepMiB, mostMiB / stepMiB];
	while (low <= high) {
		const middle = Math.floor((low + high) / 2);
		const outcome = await inChild(path, middle * stepMiB);
		if (outcome === undefined) low = middle + 1;
		else {
			found = { heapMiB: middle * stepMiB, outcome };
			high = middle - 1;
		}
	}
	return found;
}

const wanted = process.argv.slice(2);
const [path = ""] = wanted;
if (isAbsolute(path)) console.log(JSON.stringify(await convertHere(path)));
else {
	const folder = mkdtempSync(join(tmpdir(), "deckle-heap-"));
	let failures = 0;
	for (const { name, make } of largeFiles.filter((file) => wanted.length === 0 || wanted.includes(file.name))) {
		const file = join(folder, name);
		writeFileSync(file, make());
		const measured = await measure(file);
		const heap = measured === undefined ? Number.NaN : measured.heapMiB * 1024 * 1024 - measured.outcome.idleBytes;
		const { heldBytes = Number.NaN, result = "does not fit" } = measured?.outcome ?? {};
		const fits = heap + heldBytes <= MEMORY_BUDGET_BYTES;
		if (!fits) failures++;
		const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
		const sum = `heap ${mb(heap)} + held ${mb(heldBytes)} = ${mb(heap + heldBytes)} MB`;
		console.log(`${name} (${mb(statSync(file).size)} MB)\t${sum}\t${fits ? "fits" : "TOO MUCH"}\t${result}`);
	}
	rmSync(folder, { recursive: true });
	process.exitCode = failures === 0 ? 0 : 1;
}
