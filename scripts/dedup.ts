/**
 * `npm run dedup -- DOCS.jsonl GROUPS.json [--min-words N]`: the near-duplicates of a library, without a Worker. A line of DOCS is a JSON
 * object with `id` (number or text) and `content` (text, or nothing); GROUPS becomes a JSON list of lists of ids.
 */
import { createReadStream, statSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { LibraryAnalysis } from "../src/dedup/library-analysis.ts";
import { type DedupSettings, defaultDedupSettings } from "../src/dedup/settings.ts";
import { fromUser } from "./input-files.ts";

type DocumentId = string | number;

const usage = "Usage: npm run dedup -- DOCS.jsonl GROUPS.json [--min-words N]";
/** Fewer than the service asks for: whoever hands over a file wants its receipts compared as well. */
const DEFAULT_MIN_WORDS = "3";

/** Reads a file of documents line by line; only what the comparison needs stays in memory. Throws a sentence that names the line. */
export async function findGroups(
	file: string,
	settings: DedupSettings,
): Promise<{ groups: DocumentId[][]; documents: number }> {
	const analysis = new LibraryAnalysis(settings);
	const ids: DocumentId[] = [];
	const met = new Set<DocumentId>();
	let number = 0;
	for await (const line of createInterface({
		input: createReadStream(file, "utf8"),
		crlfDelay: Number.POSITIVE_INFINITY,
	})) {
		number++;
		const json = number === 1 ? line.replace(/^\uFEFF/, "") : line;
		if (json.trim() === "") continue;
		const { id, content } = parseDocument(json, number);
		if (met.size === met.add(id).size) throw new Error(`Line ${number}: the id ${JSON.stringify(id)} comes twice.`);
		ids.push(id);
		analysis.add(content);
	}
	const groups = analysis.groups().map(({ documents }) => documents.flatMap((document) => ids[document] ?? []));
	return { groups, documents: ids.length };
}

function parseDocument(json: string, line: number): { id: DocumentId; content: string } {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		throw new Error(`Line ${line} is not JSON.`);
	}
	if (typeof value !== "object" || value === null || Array.isArray(value))
		throw new Error(`Line ${line} is not an object.`);
	const id = "id" in value ? value.id : undefined;
	if (typeof id !== "string" && typeof id !== "number") throw new Error(`Line ${line}: id must be a number or a text.`);
	const content = "content" in value ? (value.content ?? "") : "";
	if (typeof content !== "string") throw new Error(`Line ${line}: content must be a text.`);
	return { id, content };
}

async function main(args: string[]): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { "min-words": { type: "string", default: DEFAULT_MIN_WORDS } },
	});
	const [from, to, ...others] = positionals;
	if (from === undefined || to === undefined || others.length > 0) throw new Error(usage);
	const minWords = Number(values["min-words"]);
	if (!Number.isInteger(minWords) || minWords < 1) throw new Error("--min-words is a whole number from 1 on.");
	const file = fromUser(from);
	if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Error(`There is no file ${from}.`);
	const { groups, documents } = await findGroups(file, { ...defaultDedupSettings, minWords });
	writeFileSync(fromUser(to), `${JSON.stringify(groups)}\n`);
	const { user, system } = process.cpuUsage();
	const grouped = groups.reduce((sum, group) => sum + group.length, 0);
	const seconds = ((user + system) / 1e6).toFixed(1);
	console.error(`${documents} documents, ${groups.length} groups of ${grouped} documents, ${seconds} s of CPU`);
}

if (import.meta.main) {
	await main(process.argv.slice(2)).catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	});
}
