import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/*
 * The import table of the README, as a test: who may know whom. Paths are relative to `src`. A folder is named by its
 * first segment, a surface by two.
 */

const edge = "api";
const withDocuments = ["dedup", "enrich", "tagging", "extraction", "retrieval", "chat", "operations", "automation"];
const withoutDocuments = ["accounts", "webhooks", "requests", "settings"];
const subjects = [...withDocuments, "library", "documents", ...withoutDocuments];
const foundations = ["settings", "models", "convert", "paperless", "platform"];

const mayImport: Record<string, string[]> = {
	[edge]: [...subjects, "jobs"],
	surface: [edge, ...subjects, "jobs"],
	jobs: [...subjects, "convert", "platform"],
	...Object.fromEntries(
		withDocuments.map((subject) => [subject, ["library", "documents", ...withoutDocuments, ...foundations]]),
	),
	// An answer is made of what was found.
	chat: ["retrieval", "library", "documents", ...withoutDocuments, ...foundations],
	library: ["documents", ...withoutDocuments, ...foundations],
	documents: [...withoutDocuments, ...foundations],
	accounts: foundations,
	webhooks: foundations,
	requests: foundations,
	settings: ["platform"],
	convert: [],
	models: [],
	paperless: [],
	platform: [],
};

/** They mount and compose, so they may import anything; of them, others may import types alone. */
const entries = new Set(["index.ts", "app.ts", "context.ts", "env.ts"]);

/** Folders without a single door: every file of theirs may be imported. */
const manyDoors = new Set([edge, "platform", "lib"]);

/**
 * Pure, and open to the engines of other subjects: a door brings its whole subject along, with tables and bindings that plain Node does
 * not have.
 */
const openFiles = new Set(
	["found-chunk", "languages", "terms", "words", "word-table"].map((name) => `retrieval/${name}.ts`),
);

/** Each is the business of one file; the compiled modules are handed in by the composition root. */
const engines = [
	"@llamaindex/liteparse-wasm",
	"unpdf",
	"@embedpdf/pdfium",
	"tesseract.js-core",
	"@ai-sdk/openai-compatible",
	"workers-ai-provider",
];

const maxLines = 400;

type Sources = Record<string, string>;

interface Import {
	specifier: string;
	typeOnly: boolean;
}

function importsOf(source: string): Import[] {
	const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
	const statements = code.matchAll(/^[ \t]*(?:import|export)\s+(type\s)?(?:[^;"'`=()]*?\sfrom\s*)?["']([^"']+)["']/gm);
	const dynamic = code.matchAll(/\bimport\(\s*["']([^"']+)["']/g);
	return [
		...[...statements].map(([, type, specifier = ""]) => ({ specifier, typeOnly: type !== undefined })),
		...[...dynamic].map(([, specifier = ""]) => ({ specifier, typeOnly: false })),
	];
}

/** "api/tasks" for a surface, "api" for the shared edge, the folder otherwise, "" for the files beside them. */
function areaOf(file: string): string {
	const [folder, next, ...rest] = file.split("/");
	if (folder === undefined || next === undefined) return "";
	return folder === edge && rest.length > 0 ? `${edge}/${next}` : folder;
}

function importProblem(from: string, to: string, typeOnly: boolean): string | undefined {
	if (entries.has(from)) return undefined;
	if (entries.has(to)) return typeOnly ? undefined : `${from} imports ${to}: only its types may be known`;
	const [here, there] = [areaOf(from), areaOf(to)];
	if (here === there) return undefined;
	if (here === "lib" || from === "errors.ts") return `${from} imports ${to}: nothing of ours is below it`;
	if (there !== "lib" && to !== "errors.ts") {
		const allowed = mayImport[here.startsWith(`${edge}/`) ? "surface" : here];
		if (allowed === undefined) return `${from}: the table has no row for this folder`;
		if (!allowed.includes(there)) return `${from} imports ${to}: not in its row of the table`;
	}
	const door = `${there}/${there.split("/").at(-1)}.ts`;
	if (there !== "" && !manyDoors.has(there) && !openFiles.has(to) && to !== door)
		return `${from} imports ${to}: the door is ${door}`;
	return undefined;
}

/** Surfaces are loaded with their first request: what the core made before has no `openapi` of its own. */
function lateProblems(file: string, source: string): string[] {
	const named = [...source.matchAll(/^import \{([^}]*)\} from "([^"]+)"/gm)].flatMap(([, names = "", from = ""]) => {
		const target = posix.normalize(posix.join(posix.dirname(file), from));
		return from.startsWith(".") && !target.startsWith(`${edge}/`) ? names.split(",").map((name) => name.trim()) : [];
	});
	return named
		.filter((name) => source.includes(` ${name}.openapi(`) || source.includes(`(${name}.openapi(`))
		.map((name) => `${file}: ${name} is a schema of the core and may be too old for openapi()`);
}

function findProblems(sources: Sources): string[] {
	const problems: string[] = [];
	const graph = new Map<string, string[]>();
	const engineUsers = new Map<string, Set<string>>(engines.map((engine) => [engine, new Set()]));
	for (const [file, source] of Object.entries(sources)) {
		const lines = source.trimEnd().split("\n").length;
		if (lines > maxLines) problems.push(`${file}: ${lines} lines, ${maxLines} are allowed`);
		problems.push(...lateProblems(file, source));
		if (!/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(file)) {
			problems.push(`${file}: not in kebab-case`);
		}
		const neighbours: string[] = [];
		graph.set(file, neighbours);
		for (const { specifier, typeOnly } of importsOf(source)) {
			if (specifier.startsWith(".")) {
				const target = posix.normalize(posix.join(posix.dirname(file), specifier));
				if (target.startsWith("..") && !entries.has(file)) problems.push(`${file} imports ${specifier}: outside src`);
				if (!(target in sources)) continue;
				if (!typeOnly) neighbours.push(target);
				const problem = importProblem(file, target, typeOnly);
				if (problem !== undefined) problems.push(problem);
				continue;
			}
			if (/^drizzle-orm\b/.test(specifier) && areaOf(file) !== "platform" && posix.basename(file) !== "store.ts") {
				problems.push(`${file} imports ${specifier}: drizzle belongs to platform and to store.ts`);
			}
			const engine = engines.find((name) => specifier === name || specifier.startsWith(`${name}/`));
			if (engine === undefined) continue;
			if (!specifier.endsWith(".wasm")) engineUsers.get(engine)?.add(file);
			else if (file !== "context.ts")
				problems.push(`${file} imports ${specifier}: compiled modules come from context.ts`);
		}
	}
	for (const [engine, users] of engineUsers) {
		if (users.size > 1) problems.push(`${engine} is known by ${[...users].sort().join(" and ")}: one file may`);
	}
	return [...problems, ...findCycles(graph)];
}

function findCycles(graph: Map<string, string[]>): string[] {
	const cycles: string[] = [];
	const finished = new Set<string>();
	const visit = (file: string, path: string[]): void => {
		const start = path.indexOf(file);
		if (start >= 0) cycles.push(`cycle: ${[...path.slice(start), file].join(" → ")}`);
		if (start >= 0 || finished.has(file)) return;
		for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
		finished.add(file);
	};
	for (const file of graph.keys()) visit(file, []);
	return cycles;
}

function readSources(): Sources {
	const root = join(dirname(fileURLToPath(import.meta.url)), "..", "src");
	const files = readdirSync(root, { recursive: true, encoding: "utf8" })
		.map((file) => file.replaceAll("\\", "/"))
		.filter((file) => file.endsWith(".ts"));
	return Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

describe("the source", () => {
	const sources = readSources();

	test("keeps to the import table, its doors and its sizes", () => {
		expect(findProblems(sources)).toEqual([]);
	});

	test("was really read", () => {
		expect(Object.keys(sources).length).toBeGreaterThan(10);
		const imports = Object.values(sources).flatMap(importsOf);
		expect(imports.filter(({ specifier }) => specifier.startsWith(".")).length).toBeGreaterThan(20);
		for (const engine of engines) expect(imports.some(({ specifier }) => specifier.startsWith(engine))).toBe(true);
	});
});

describe("the checker", () => {
	/** A sound little tree; each test spoils one file of it. */
	const sound: Sources = {
		"index.ts": 'import { app } from "./app.ts";\nexport { Job } from "./jobs/job.ts";',
		"app.ts": 'import { tasks } from "./api/tasks/surface.ts";\nimport { createContext } from "./context.ts";',
		"context.ts": 'import wasm from "unpdf/some.wasm";\nimport { Converter } from "./convert/convert.ts";',
		"env.ts": 'import type { Job } from "./jobs/job.ts";',
		"errors.ts": "",
		"api/http.ts": 'import { AppError } from "../errors.ts";',
		"api/tasks/surface.ts":
			'import { parse } from "../http.ts";\nimport { addDocument } from "../../documents/documents.ts";',
		"api/library/surface.ts": 'import { startJob } from "../../jobs/jobs.ts";',
		"jobs/jobs.ts": 'import { Job } from "./job.ts";\nimport { convert } from "../convert/convert.ts";',
		"jobs/job.ts": 'import type { startJob } from "./jobs.ts";',
		"documents/documents.ts": 'import type { Context } from "../context.ts";\nimport { insert } from "./store.ts";',
		"documents/store.ts": 'import { eq } from "drizzle-orm";\nimport { documents } from "../platform/tables.ts";',
		"library/library.ts": 'import { addDocument } from "../documents/documents.ts";',
		"chat/chat.ts": "",
		"platform/tables.ts": 'import { sqliteTable } from "drizzle-orm/sqlite-core";',
		"convert/convert.ts": 'import { sha256 } from "../lib/hash.ts";\nimport { readPdf } from "./pdf-reader.ts";',
		"convert/pdf-reader.ts": 'import { getDocumentProxy } from "unpdf";',
		"lib/hash.ts": "",
	};

	test("finds nothing in a sound tree", () => {
		expect(findProblems(sound)).toEqual([]);
	});

	test.each([
		[
			"a surface that reads tables",
			"api/tasks/surface.ts",
			'import { documents } from "../../platform/tables.ts";',
			"table",
		],
		["a surface that knows another", "api/tasks/surface.ts", 'import { x } from "../library/surface.ts";', "table"],
		["a surface that converts", "api/tasks/surface.ts", 'import { x } from "../../convert/convert.ts";', "table"],
		["a subject that starts jobs", "documents/documents.ts", 'import { startJob } from "../jobs/jobs.ts";', "table"],
		["a subject that looks up", "documents/documents.ts", 'import { answer } from "../chat/chat.ts";', "table"],
		["a subject that knows the edge", "library/library.ts", 'import { x } from "../api/http.ts";', "table"],
		[
			"an engine that knows the platform",
			"convert/convert.ts",
			'import type { x } from "../platform/tables.ts";',
			"table",
		],
		["a library that knows an error", "lib/hash.ts", 'import { AppError } from "../errors.ts";', "below"],
		["a side entrance", "library/library.ts", 'import { insert } from "../documents/store.ts";', "door"],
		["a side entrance for types", "library/library.ts", 'import type { x } from "../documents/store.ts";', "door"],
		[
			"a side entrance over two lines",
			"library/library.ts",
			'import {\n\tinsert,\n} from "../documents/store.ts";',
			"door",
		],
		["a side entrance by re-export", "library/library.ts", 'export { insert } from "../documents/store.ts";', "door"],
		["a side entrance at run time", "library/library.ts", 'const x = await import("../documents/store.ts");', "door"],
		["a subject that composes", "library/library.ts", 'import { createContext } from "../context.ts";', "types"],
		["a folder outside the table", "misc/misc.ts", 'import { x } from "../convert/convert.ts";', "no row"],
		["drizzle in a verb", "documents/documents.ts", 'import { eq } from "drizzle-orm";', "drizzle"],
		["an engine with two users", "convert/second.ts", 'import { x } from "unpdf";', "known by"],
		["an engine made elsewhere", "convert/second.ts", 'import wasm from "unpdf/some.wasm";', "context.ts"],
		[
			"a schema of the core that is named where it is",
			"api/tasks/surface.ts",
			'import { Assets } from "../../documents/documents.ts";\njson(Assets.openapi("Assets"));',
			"too old",
		],
		["a circle", "convert/pdf-reader.ts", 'import { convert } from "./convert.ts";', "cycle"],
		["a camel", "convert/pdfReader.ts", "", "kebab-case"],
		["a long file", "convert/long.ts", "x;\n".repeat(401), "lines"],
	])("reports %s", (_name, file, source, word) => {
		const problems = findProblems({ ...sound, [file]: `${sound[file] ?? ""}\n${source}` });
		expect(problems).toHaveLength(1);
		expect(problems[0]).toContain(word);
	});

	test("is not fooled by comments", () => {
		const comment = '// import { x } from "../jobs/jobs.ts";\n/*\nimport { x } from "../jobs/jobs.ts";\n*/';
		expect(findProblems({ ...sound, "documents/documents.ts": comment })).toEqual([]);
	});
});
