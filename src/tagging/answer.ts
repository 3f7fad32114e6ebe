/** A model's answer → the strings it offers as tags, in its order. */

/** The lists of an answer, in the order in which they count. */
const LISTS = ["names", "subjects", "actions", "context"] as const;

/** Strings as the model wrote them, not yet cleaned. A model that keeps to no form at all has its text split. */
export function parseAnswer(text: string): string[] {
	const answer = withoutWrapping(text);
	const parsed = objectIn(answer);
	if (parsed !== undefined) {
		const known = LISTS.filter((list) => list in parsed);
		return (known.length > 0 ? known : Object.keys(parsed)).flatMap((list) => stringsOf(parsed[list]));
	}
	return answer.trimStart().startsWith("{") ? quotedValues(answer) : splitText(answer);
}

/** The object from the first brace to the last; undefined where that is none. Also read by the entity step. */
export function objectIn(text: string): Record<string, unknown> | undefined {
	const [start, end] = [text.indexOf("{"), text.lastIndexOf("}")];
	if (start === -1 || end < start) return undefined;
	try {
		const value: unknown = JSON.parse(text.slice(start, end + 1));
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Without code fences and without what a reasoning model thinks aloud, which may hold braces too. */
export function withoutWrapping(text: string): string {
	return text.replace(/<think>[\s\S]*?<\/think>/gi, "").replace(/```[a-z]*/gi, "");
}

export function stringsOf(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** An object cut off by the token limit: its finished strings, without the keys. */
function quotedValues(text: string): string[] {
	return [...text.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/g)].flatMap(([, value = "", key]) =>
		key === undefined ? [value.replace(/\\(.)/g, "$1")] : [],
	);
}

function splitText(text: string): string[] {
	const separator = [",", ";"].find((candidate) => text.includes(candidate)) ?? "\n";
	return text.split(separator);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
