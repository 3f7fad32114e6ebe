/**
 * `npm run extract -- FLOW.json FILE|FOLDER… --out DIR [--ocr auto|always|never]`: a flow's fields out of documents, without a Worker and without
 * a model. Per input `NAME.json`, in the shape of the extraction API's result.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import type { Converter, OcrChoice } from "../src/convert/convert.ts";
import { confidenceOf, extractFields, type FieldResults, Flow } from "../src/extraction/fields.ts";
import { toOcrChoice } from "./convert.ts";
import { convertDocument, cpuMs, loadConverter } from "./engine.ts";
import { filesOf, fromUser, ResultNames } from "./input-files.ts";

const usage = "Usage: npm run extract -- FLOW.json FILE|FOLDER… --out DIR [--ocr auto|always|never]";

/** As the API answers `GET /documents/{id}/result`; `document_id` is the result's name. */
export interface WrittenResult {
	document_id: string;
	markdown: string;
	extracted_data: Record<string, unknown>;
	confidence_score: number;
	field_scores: Record<string, number>;
	review: "approved" | null;
	citations: Record<string, unknown>;
}

function toWritten(id: string, markdown: string, flow: Flow, results: FieldResults): WrittenResult {
	const entries = [...results];
	const confidence = confidenceOf(flow, results);
	return {
		document_id: id,
		markdown,
		extracted_data: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
		confidence_score: confidence.score,
		field_scores: Object.fromEntries(entries.map(([name, { score }]) => [name, score])),
		review: confidence.isApproved ? "approved" : null,
		citations: Object.fromEntries(entries.map(([name, { citation }]) => [name, citation])),
	};
}

/** Throws a sentence where the file cannot be read. */
export async function extractFile(
	converter: Converter,
	file: string,
	id: string,
	flow: Flow,
	ocr: OcrChoice,
): Promise<WrittenResult> {
	const bytes = new Uint8Array(readFileSync(file));
	const onFigure = async (): Promise<void> => {};
	const { markdown, blocks, lines } = await convertDocument(converter, bytes, basename(file), {
		...{ ocr, lines: true, onFigure },
	});
	return toWritten(id, markdown, flow, extractFields(flow.fields, { blocks, lines }));
}

/** Throws a sentence that says what is wrong with the flow. */
export function readFlow(file: string): Flow {
	let json: unknown;
	try {
		json = JSON.parse(readFileSync(fromUser(file), "utf8"));
	} catch (error) {
		throw new Error(`${file} holds no flow: ${error instanceof Error ? error.message : String(error)}`);
	}
	const flow = Flow.safeParse(json);
	if (flow.success) return flow.data;
	const problems = flow.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
	throw new Error(`${file} holds no flow: ${problems.join("; ")}`);
}

async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { out: { type: "string" }, ocr: { type: "string", default: "auto" } },
	});
	const [flowFile, ...names] = positionals;
	if (values.out === undefined || flowFile === undefined || names.length === 0) throw new Error(usage);
	const [flow, ocr, out] = [readFlow(flowFile), toOcrChoice(values.ocr), fromUser(values.out)];
	const files = names.flatMap(filesOf);
	mkdirSync(out, { recursive: true });
	const converter = await loadConverter(ocr);
	const resultNames = new ResultNames();
	let failures = 0;
	for (const file of files) {
		const started = cpuMs();
		try {
			const name = resultNames.nameFor(file);
			const result = await extractFile(converter, file, name, flow, ocr);
			writeFileSync(join(out, `${name}.json`), `${JSON.stringify(result, null, "\t")}\n`);
			const found = Object.values(result.extracted_data).filter((value) => value !== null).length;
			const all = flow.fields.length;
			const ms = (cpuMs() - started).toFixed(0);
			console.log(`${basename(file)}: ${found} of ${all} fields, confidence ${result.confidence_score}, ${ms} ms CPU`);
		} catch (error) {
			failures++;
			console.error(`${basename(file)}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	return failures === 0 ? 0 : 1;
}

if (import.meta.main) {
	process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		return 1;
	});
}
