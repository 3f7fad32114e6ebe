/**
 * `npm run bench:answers [-- --development]`: the embedded answers over the public PDFs of `../shared/pdf-bench` as one library, found
 * with the embedded search, ten passages a question. First the development questions, on which the engine was made, each also asked of
 * the library without the documents that answer it; then the table of the final questions, which were written before it and never
 * tuned on; it is also written to `bench/results/answers.md`. With `--development`, the questions of the first kind that went wrong.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadWordTable } from "../scripts/word-vectors.ts";
import { convertLibrary, type LibraryDocument } from "./answers/library.ts";
import { type AskedQuestion, Library, type Outcome, questionsOf } from "./answers/run.ts";
import { machine, sharedFolder } from "./machine.ts";
import { median, Report } from "./report.ts";

const SHOWN = 70;
const resultFile = join(import.meta.dirname, "results", "answers.md");

const { values: flags } = parseArgs({ options: { development: { type: "boolean", default: false } } });
const report = new Report("Embedded answers: the cited page, the quote on it, and what is declined");
const folder = sharedFolder("pdf-bench");
if (folder === undefined) {
	report.skipped("all of it", "../shared/pdf-bench is not there");
	process.exit(0);
}
const table = loadWordTable();
const documents = await convertLibrary(folder);
const library = new Library(documents, table);
const chunks = documents.reduce((sum, { chunks: own }) => sum + own.length, 0);
report.info("library", `${documents.length} documents, ${chunks} chunks`);

const development = await askAll(library, questionsOf("development"));
const final = await askAll(library, questionsOf("final"));
if (flags.development) tellWrong(development);
summarise("development", development);
await withoutDocuments("development", questionsOf("development"));
await withoutDocuments("final", questionsOf("final"));
const results = tableOf(final);
console.log(`\n${results}\n`);
writeFileSync(resultFile, `# Embedded answers: the final questions\n\n${machine()}\n\n${results}\n`);
summarise("final", final);
const answerable = final.filter(({ question }) => isAnswerable(question));
const others = final.filter(({ question }) => !isAnswerable(question));
report.atLeast(
	"final: the cited page is right",
	percent(
		answerable.filter((each) => each.isPageRight),
		answerable,
	),
	85,
	"%",
);
const cited = final.filter(({ citations }) => citations.length > 0);
report.atLeast(
	"final: every quote is on the page it cites",
	percent(
		cited.filter((each) => each.areQuotesOnPage),
		cited,
	),
	100,
	"%",
);
report.atLeast("final: without an answer, declined", others.filter(isDeclined).length, others.length, "questions");
const times = [...development, ...final].map(({ answerMs }) => answerMs);
report.atMost("CPU of an answer, median, ten passages", median(times), 20, "ms");
process.exit(report.exitCode());

async function askAll(asked: Library, questions: readonly AskedQuestion[]): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const question of questions) outcomes.push(await asked.ask(question));
	return outcomes;
}

function isAnswerable({ document }: AskedQuestion): boolean {
	return document !== undefined;
}

function isDeclined({ citations }: Outcome): boolean {
	return citations.length === 0;
}

function percent(some: readonly unknown[], all: readonly unknown[]): number {
	return (100 * some.length) / Math.max(1, all.length);
}

function summarise(name: string, outcomes: readonly Outcome[]): void {
	const right = outcomes.filter(({ question }) => isAnswerable(question));
	const none = outcomes.filter(({ question }) => !isAnswerable(question));
	const answered = outcomes.filter((outcome) => !isDeclined(outcome));
	const of = (some: readonly unknown[], all: readonly unknown[]): string => `${some.length} of ${all.length}`;
	report.info(
		`${name} questions`,
		[
			`page right ${of(
				right.filter((each) => each.isPageRight),
				right,
			)}`,
			`expected answer in the text ${of(
				right.filter((each) => each.isAnswerRight),
				right,
			)}`,
			`declined though answerable ${of(right.filter(isDeclined), right)}`,
			`quotes on their page ${of(
				answered.filter((each) => each.areQuotesOnPage),
				answered,
			)}`,
			`declined without an answer ${of(none.filter(isDeclined), none)}`,
		].join(", "),
	);
}

/** A library of documents about much the same things, in which the answer is missing. Other pages of a book may still hold it. */
async function withoutDocuments(name: string, questions: readonly AskedQuestion[]): Promise<void> {
	const asked = questions.filter(isAnswerable);
	let declined = 0;
	for (const question of asked) {
		const absent = [question.document].flat();
		const rest: LibraryDocument[] = documents.filter(({ id }) => !absent.includes(id));
		if (isDeclined(await new Library(rest, table).ask(question))) declined++;
	}
	report.info(`${name} questions without their document`, `declined ${declined} of ${asked.length}`);
}

function tableOf(outcomes: readonly Outcome[]): string {
	const lines = ["| | question | cited | page | quote on it | answer |", "|---|---|---|---|---|---|"];
	for (const { question, said, citations, isPageRight, areQuotesOnPage } of outcomes) {
		const [first] = citations;
		const place = first === undefined ? "declined" : `${first.documentId}, ${first.page}`;
		const page = question.document === undefined ? "no answer" : isPageRight ? "right" : "wrong";
		const quote = first === undefined ? "" : areQuotesOnPage ? "yes" : "no";
		lines.push(`| ${question.id} | ${question.text} | ${place} | ${page} | ${quote} | ${shortened(said.join(" "))} |`);
	}
	return lines.join("\n");
}

function tellWrong(outcomes: readonly Outcome[]): void {
	for (const { question, said, citations, isPageRight, isAnswerRight } of outcomes) {
		if (question.document === undefined ? citations.length === 0 : isPageRight && isAnswerRight) continue;
		const place = citations[0] === undefined ? "declined" : `${citations[0].documentId}, ${citations[0].page}`;
		console.log(`${question.id} ${question.text}\n    ${place}: ${shortened(said.join(" "), 3 * SHOWN)}`);
	}
}

function shortened(text: string, length = SHOWN): string {
	const line = text.replace(/\s+/g, " ").replaceAll("|", "/");
	return line.length > length ? `${line.slice(0, length)}…` : line;
}
