/**
 * `npm run bench:tags [-- --every 5] [-- --tags 8]`: tags without a model, of every fifth of 100 public PDFs. Prints them beside the titles, to be
 * judged by eye, and checks what can be checked: that they stand in the text, are words, and have the contracted form.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { convertDocument, cpuMs, loadConverter } from "../scripts/engine.ts";
import { sourceOf } from "../src/convert/convert.ts";
import { outlineTitle, titleOf } from "../src/lib/document-title.ts";
import { stemmerOf } from "../src/lib/stems.ts";
import { tagByKeyphrases } from "../src/tagging/keyphrases.ts";
import { linesOf } from "../src/tagging/phrase-text.ts";
import { stopWordsOf } from "../src/tagging/stop-words.ts";
import { formatTag } from "../src/tagging/tag-list.ts";
import { isMonth, plainWords } from "../src/tagging/tag-rules.ts";
import { sharedFolder } from "./machine.ts";
import { median, Report } from "./report.ts";

const PAGES = { first: 1, last: 3 };
/** Shorter texts have too little to tag. */
const FULL_TEXT_LETTERS = 800;

const { values: flags } = parseArgs({
	options: { every: { type: "string", default: "5" }, tags: { type: "string", default: "8" } },
});
const numTags = Number(flags.tags);
const report = new Report("Tags without a model");
const folder = sharedFolder("pdf-bench");
if (folder === undefined) {
	report.skipped("public pages", "../shared/pdf-bench is not there");
	process.exit(0);
}

interface Tagged {
	title: string;
	text: string;
	tags: string[];
	cpuMs: number;
}

const converter = await loadConverter("never");
const files = readdirSync(join(folder, "odl", "pdf")).filter((_, at) => at % Number(flags.every) === 0);
const documents: Tagged[] = [];
for (const file of files) documents.push(await tag(join(folder, "odl", "pdf", file), file));
print(documents);
check(documents);
process.exit(report.exitCode());

async function tag(path: string, file: string): Promise<Tagged> {
	const bytes = new Uint8Array(readFileSync(path));
	const inspected = await converter.inspect(sourceOf(bytes), "pdf");
	const { blocks } = await convertDocument(converter, bytes, file, {
		ocr: "never",
		pages: PAGES,
		onFigure: async () => {},
	});
	const text = blocks
		.filter(({ kind }) => kind !== "figure")
		.map((block) => block.text)
		.join("\n");
	const title = titleOf({
		property: inspected.title,
		outline: outlineTitle(inspected.outline ?? []),
		text,
		fileName: file,
	});
	const started = cpuMs();
	const { tags } = await tagByKeyphrases({ title, description: "", text, numTags, exclusions: [] });
	return { title, text, tags: tags.map((each) => formatTag(each, "-")), cpuMs: cpuMs() - started };
}

function print(all: Tagged[]): void {
	for (const { title, tags } of all) console.log(`| ${title.slice(0, 60)} | ${tags.join(", ")} |`);
	console.log("");
}

function check(all: Tagged[]): void {
	const tags = all.flatMap(({ text, tags: own }) => {
		const places = placesIn(text);
		return own.map((each) => ({ tag: each, ...places(each) }));
	});
	const full = all.filter(({ text }) => (text.match(/\p{L}/gu)?.length ?? 0) >= FULL_TEXT_LETTERS);
	report.info("documents, tags", `${all.length}, ${tags.length}`);
	report.atLeast(
		"tags that stand in the text as phrases",
		share(tags, ({ asPhrase }) => asPhrase),
		0.9,
		"",
	);
	report.atLeast(
		"… as phrases or by their stems",
		share(tags, ({ byStems }) => byStems),
		0.98,
		"",
	);
	report.atLeast(
		"pages of text with most of the tags asked for",
		share(full, (each) => each.tags.length > numTags / 2),
		0.95,
		"",
	);
	const odd = tags.filter(({ tag: each, isCompound }) => !hasForm(each, isCompound));
	report.holds(
		"all are lower case, joined by hyphens, of one to five words, no number, no small word",
		odd.length === 0,
		odd.map((each) => each.tag).join(", "),
	);
	const cut = tags.filter(({ areWords }) => !areWords);
	report.holds("no word is cut or made up", cut.length === 0, cut.map((each) => each.tag).join(", "));
	report.atMost("CPU a document, median", median(all.map((each) => each.cpuMs)), 100, "ms");
}

interface TagPlaces {
	asPhrase: boolean;
	byStems: boolean;
	areWords: boolean;
	isCompound: boolean;
}

/** Looks a tag up in a text: as it stands, by the stems in a row, and each of its words. */
function placesIn(text: string): (tag: string) => TagPlaces {
	const stem = stemmerOf("en");
	const lines = linesOf(text)
		.join("\n")
		.replace(/[^\p{L}\p{M}\p{N}_&.'’-]+/gu, " ");
	// With its possessives and without.
	const plain = plainWords(`${lines}\n${lines.replace(/['’]s\b/g, "")}`);
	const compounds = [...new Set(lines.toLowerCase().match(/\p{L}+(?:-\p{L}+)+/gu) ?? [])];
	const words = new Set(plain.split(" "));
	const stems = ` ${plain.split(" ").map(stem).join(" ")} `;
	return (each) => {
		const parts = each.split("-");
		const asPhrase = ` ${plain} `.includes(` ${parts.join(" ")} `);
		return {
			asPhrase,
			byStems: asPhrase || stems.includes(` ${parts.map(stem).join(" ")} `),
			isCompound: compounds.some(
				(compound) => each === compound || each.startsWith(`${compound}-`) || each.endsWith(`-${compound}`),
			),
			areWords: parts.every((part) => words.has(part)),
		};
	};
}

/** `isCompound`: begins or ends with a hyphenated word, as `in-depth` and `zero-shot` are. */
function hasForm(each: string, isCompound: boolean): boolean {
	const parts = each.split("-");
	const small = stopWordsOf("en");
	return (
		/^[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+){0,4}$/u.test(each) &&
		each === each.toLowerCase() &&
		!parts.every((part) => /^\p{N}+$/u.test(part) || isMonth(part) || small.has(part)) &&
		(isCompound || (!small.has(parts[0] ?? "") && !small.has(parts.at(-1) ?? "")))
	);
}

function share<T>(all: readonly T[], holds: (each: T) => boolean): number {
	return all.filter(holds).length / Math.max(1, all.length);
}
