/** Marked text → inline Markdown: code spans, bold runs and links, each only where it cannot break its surroundings. */
import type { Mark } from "./part.ts";

/**
 * `escaping` is applied to every piece of plain text. Marks may nest (a link of bold words) but a mark that crosses another's border is
 * left out.
 */
export function withMarks(text: string, marks: readonly Mark[], escaping: (piece: string) => string): string {
	const sorted = marks
		.filter((mark) => isUsable(text, mark))
		.sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b));
	const kept: Mark[] = [];
	for (const mark of sorted) {
		const crosses = kept.some((each) => mark.start < each.end && mark.end > each.end);
		const isInCode = kept.some((each) => each.kind === "code" && mark.start < each.end);
		const repeats = kept.some((each) => each.kind === mark.kind && mark.start < each.end);
		if (!crosses && !isInCode && !repeats) kept.push(mark);
	}
	return render(text, 0, text.length, kept, escaping);
}

function render(
	text: string,
	from: number,
	to: number,
	marks: readonly Mark[],
	escaping: (piece: string) => string,
): string {
	let out = "";
	let at = from;
	for (const [i, mark] of marks.entries()) {
		if (mark.start < at) continue;
		out += escaping(text.slice(at, mark.start));
		const inner = marks.slice(i + 1).filter((each) => each.end <= mark.end);
		out += wrapped(mark, text, () => render(text, mark.start, mark.end, inner, escaping));
		at = mark.end;
	}
	return out + escaping(text.slice(at, to));
}

function wrapped(mark: Mark, text: string, inner: () => string): string {
	if (mark.kind === "code") return codeSpan(text.slice(mark.start, mark.end));
	if (mark.kind === "bold") return `**${inner()}**`;
	return `[${inner().replace(/(?<!\\)[[\]]/g, "\\$&")}](${mark.uri ?? ""})`;
}

/** Backticks inside need a longer fence. */
function codeSpan(code: string): string {
	const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map((ticks) => ticks[0].length));
	const fence = "`".repeat(longest + 1);
	const pad = longest > 0 ? " " : "";
	return fence + pad + code + pad + fence;
}

/** Outer marks first where two cover the same letters. */
function rank(mark: Mark): number {
	return ["link", "bold", "code"].indexOf(mark.kind);
}

/** Emphasis does not open before a blank nor close behind one, and not within a word. A link that says its own address needs none. */
function isUsable(text: string, { kind, start, end, uri }: Mark): boolean {
	const inside = text.slice(start, end);
	if (inside === "" || inside !== inside.trim()) return false;
	if (kind === "link") return uri !== undefined && inside.replace(/\/$/, "") !== uri.replace(/\/$/, "");
	const before = text.slice(Math.max(0, start - 1), start);
	const after = text.slice(end, end + 1);
	if (kind === "code") return !/[\p{L}\p{N}]/u.test(before + after);
	// CommonMark: a closing ** after punctuation needs a blank or punctuation behind it.
	return !/[\p{L}\p{N}]/u.test(before + after) && /[\p{L}\p{N}]/u.test(inside);
}
