import { createReadStream } from "node:fs";
import { fromUser } from "./input-files.ts";

export interface TextLine {
	/** As it stands in the file. */
	id: string | number;
	title: string;
	text: string;
}

/**
 * The lines of a file of JSON objects with an id and a text, one at a time. Blank lines, a byte order mark and further
 * fields are passed over. Throws a sentence that names file and line where one is something else, or an id comes twice.
 */
export async function* textLines(name: string): AsyncGenerator<TextLine> {
	const ids = new Set<string | number>();
	let number = 0;
	for await (const line of linesOf(name)) {
		number++;
		if (line.trim() === "") continue;
		const parsed = parseLine(line, `${name}, line ${number}`);
		if (ids.has(parsed.id))
			throw new Error(`${name}, line ${number}: the id ${JSON.stringify(parsed.id)} comes twice.`);
		ids.add(parsed.id);
		yield parsed;
	}
}

function parseLine(line: string, place: string): TextLine {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		throw new Error(`${place} is not JSON.`);
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new Error(`${place} is no JSON object.`);
	}
	const { id, title = "", text } = value as Record<string, unknown>;
	if (typeof id !== "string" && typeof id !== "number") throw new Error(`${place} has no "id" (text or number).`);
	if (typeof text !== "string") throw new Error(`${place} has no "text".`);
	if (typeof title !== "string" && title !== null) throw new Error(`${place}: "title" is no text.`);
	return { id, title: title ?? "", text };
}

/** Ends of lines are line feeds alone: JSON may hold every other separator as it is. */
async function* linesOf(name: string): AsyncGenerator<string> {
	let rest = "";
	let isFirst = true;
	const stream = createReadStream(fromUser(name), { encoding: "utf8" });
	try {
		for await (const piece of stream as AsyncIterable<string>) {
			const lines = (rest + (isFirst ? piece.replace(/^\ufeff/, "") : piece)).split("\n");
			isFirst = false;
			rest = lines.pop() ?? "";
			yield* lines;
		}
	} catch (error) {
		throw error instanceof Error && "code" in error ? new Error(`${name} cannot be read (${error.code}).`) : error;
	}
	if (rest !== "") yield rest;
}
