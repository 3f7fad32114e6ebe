/*
 * The map of a user's tags to other spellings of them (contracts/library.md 22): YAML, of which only what such a map needs is read here, a
 * mapping of texts to texts or lists of texts. JSON of that form is YAML too.
 */

/**
 * Other spellings by tag, both trimmed, in the order of the text; empty for a blank text, undefined for one that is no such map.
 *
 * ```yaml
 * insurance: [policy, "cover note"]
 * tax:
 *   - taxes
 *   - 'hmrc: letters'   # a comment
 * ```
 */
export function parseTagAliases(text: string): Map<string, string[]> | undefined {
	if (text.trim().startsWith("{")) return fromJson(text);
	const aliases = new Map<string, string[]>();
	let open: string[] | undefined;
	for (const line of text.split(/\r?\n/)) {
		const content = withoutComment(line).trimEnd();
		if (content.trim() === "" || content === "---") continue;
		const item = /^\s*-(?:\s+(.*))?$/.exec(content);
		if (item !== null) {
			const value = scalarOf(item[1] ?? "");
			if (open === undefined || value === undefined) return undefined;
			if (value !== "") open.push(value);
			continue;
		}
		const pair = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'[\]{}#-][^"[\]{}#]*?)\s*:(?:\s+(.*))?$/.exec(content);
		const tag = pair === null ? undefined : scalarOf(pair[1] ?? "");
		const values = pair === null ? undefined : valuesOf(pair[2] ?? "");
		if (tag === undefined || tag === "" || values === undefined || aliases.has(tag)) return undefined;
		aliases.set(tag, values);
		// Only what ends with its colon goes on in the next lines.
		open = (pair?.[2] ?? "").trim() === "" ? values : undefined;
	}
	return aliases;
}

function fromJson(text: string): Map<string, string[]> | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return undefined;
	}
	const aliases = new Map<string, string[]>();
	for (const [tag, value] of Object.entries(parsed as Record<string, unknown>)) {
		const values: unknown[] = Array.isArray(value) ? value : [value];
		if (tag.trim() === "" || !values.every((each) => typeof each === "string")) return undefined;
		aliases.set(
			tag.trim(),
			values.map((each) => each.trim()).filter((each) => each !== ""),
		);
	}
	return aliases;
}

/** A `#` begins a comment at the start and after a blank, outside quotes. */
function withoutComment(line: string): string {
	let quote: string | undefined;
	for (const [at, letter] of [...line].entries()) {
		if (quote !== undefined) {
			if (letter === quote) quote = undefined;
		} else if (letter === '"' || letter === "'") quote = /[\s[,:-]/.test(line[at - 1] ?? " ") ? letter : undefined;
		else if (letter === "#" && /\s/.test(line[at - 1] ?? " ")) return line.slice(0, at);
	}
	return line;
}

/** A text, or a list in brackets on one line. */
function valuesOf(text: string): string[] | undefined {
	const list = /^\[(.*)\]$/.exec(text.trim());
	const parts = list === null ? [text] : ((list[1] ?? "").match(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]+/g) ?? []);
	const values = parts.map(scalarOf);
	return values.every((value) => value !== undefined) ? values.filter((value) => value !== "") : undefined;
}

/** One text, plain or quoted; undefined for what is something else in YAML. */
function scalarOf(text: string): string | undefined {
	const trimmed = text.trim();
	if (trimmed.startsWith("'"))
		return /^'(?:[^']|'')*'$/.test(trimmed) ? trimmed.slice(1, -1).replaceAll("''", "'").trim() : undefined;
	if (trimmed.startsWith('"')) return quoted(trimmed);
	return /^[[\]{}&*!|>%@`]/.test(trimmed) || /:(?:\s|$)/.test(trimmed) ? undefined : trimmed;
}

function quoted(text: string): string | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "string" ? value.trim() : undefined;
	} catch {
		return undefined;
	}
}
