import type { z } from "zod";

/** JSON out of what a model wrote: within fences, between sentences, with commas too many. */

export type ParsedAnswer<T> = { ok: true; value: T } | { ok: false; problem: string };

/** Places where JSON may begin that are tried; each costs one walk over the text. */
const maxStarts = 20;
const maxIssues = 8;

/** The first piece of JSON in `text` that the schema takes; else what is wrong with the first piece that is JSON at all. */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>): ParsedAnswer<T> {
	let problem: string | undefined;
	for (const candidate of candidatesIn(withoutThoughts(text))) {
		const json = parseMended(candidate);
		if (json === undefined) continue;
		const checked = schema.safeParse(json.value);
		if (checked.success) return { ok: true, value: checked.data };
		problem ??= problemOf(checked.error);
	}
	return { ok: false, problem: problem ?? "the answer holds no valid JSON" };
}

/** Reasoning models of some providers put their thoughts before the answer; some leave the opening mark out. */
export function withoutThoughts(text: string): string {
	const [begin, end] = [text.indexOf("<think>"), text.indexOf("</think>")];
	const isHead = end >= 0 && (begin < 0 || begin > end || text.slice(0, begin).trim() === "");
	return isHead ? text.slice(end + "</think>".length).trimStart() : text;
}

function* candidatesIn(text: string): Generator<string> {
	yield text.trim();
	for (const [, inside = ""] of text.matchAll(/```[a-z]*\s*\n?([^`]*(?:`{1,2}[^`]+)*)```/gi)) yield inside.trim();
	let tried = 0;
	for (let at = 0; at < text.length && tried < maxStarts; at++) {
		if (text[at] !== "{" && text[at] !== "[") continue;
		tried++;
		const end = endOfJson(text, at);
		if (end === undefined) continue;
		yield text.slice(at, end);
		at = end - 1;
	}
	const [first, last] = [text.indexOf("{"), text.lastIndexOf("}")];
	if (first >= 0 && last > first) yield text.slice(first, last + 1);
}

/** Behind the bracket that closes the one at `start`; brackets inside of strings do not count. */
function endOfJson(text: string, start: number): number | undefined {
	let depth = 0;
	let isString = false;
	for (let at = start; at < text.length; at++) {
		const character = text[at];
		if (isString) {
			if (character === "\\") at++;
			else if (character === '"') isString = false;
		} else if (character === '"') isString = true;
		else if (character === "{" || character === "[") depth++;
		else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
	}
	return undefined;
}

function parseMended(text: string): { value: unknown } | undefined {
	for (const spelling of [text, mended(text)]) {
		try {
			return { value: JSON.parse(spelling) };
		} catch {
			// The next spelling may do.
		}
	}
	return undefined;
}

/** Without commas before closing brackets, and with line breaks inside of strings escaped. */
function mended(text: string): string {
	let out = "";
	let isString = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at] ?? "";
		if (isString) {
			if (character === "\\") {
				out += character + (text[++at] ?? "");
				continue;
			}
			if (character === '"') isString = false;
			out += character === "\n" ? "\\n" : character === "\t" ? "\\t" : character === "\r" ? "\\r" : character;
			continue;
		}
		if (character === '"') isString = true;
		if (character === "," && /^\s*[}\]]/.test(text.slice(at + 1, at + 200))) continue;
		out += character;
	}
	return out;
}

function problemOf(error: z.ZodError): string {
	const issues = error.issues.slice(0, maxIssues).map(({ path, message }) => {
		const place = path.map(String).join(".");
		return place === "" ? message : `${place}: ${message}`;
	});
	return issues.join("; ");
}
