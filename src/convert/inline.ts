/** Lines of a paragraph → its text, with marks on letters that are code, bold or a link. */
import { inReadingOrder, isSpaced, type Line } from "./lines.ts";
import type { Mark } from "./part.ts";
import type { Link, Word } from "./raw-page.ts";
import { joinHyphen, normalized } from "./text.ts";

export interface Inline {
	text: string;
	marks: Mark[];
}

/** What words are marked for; all of them on one value make no mark. */
interface Looks {
	bold: boolean;
	code: boolean;
	uri: string;
}

/** `vocabulary` (lower case) tells whether a hyphen at a line's end belongs to the word. */
export function toInline(lines: readonly Line[], vocabulary: ReadonlySet<string>, links: readonly Link[]): Inline {
	const words = lines.flatMap((line) => line.words);
	const marksBold = words.some((word) => !word.bold);
	const marksCode = words.some((word) => !word.mono);
	const built: Inline = { text: "", marks: [] };
	const linkOf = links.length === 0 ? () => "" : linkFinder(links);
	for (const line of lines) {
		// Readers give a line the weight of its first word: bold from end to end within plain text is not to be believed.
		const isPartlyBold = marksBold && line.words.some((word) => !word.bold);
		const runs = runsOf(line, (word) => ({
			bold: isPartlyBold && word.bold,
			code: marksCode && word.mono,
			uri: linkOf(word),
		}));
		for (const [i, run] of runs.entries()) append(built, run, i === 0, vocabulary);
	}
	return { text: built.text, marks: mergedMarks(built) };
}

/** The word behind a line-end hyphen is glued to the word before it; all else gets a blank. */
function append(built: Inline, run: Run, isLineStart: boolean, vocabulary: ReadonlySet<string>): void {
	if (run.text === "") return;
	let glue = run.spaced ? " " : "";
	let added = run.text;
	if (isLineStart && built.text !== "") {
		const cut = /(\p{L}+)[-\u2010]$/u.exec(built.text);
		const rest = /^(\p{Ll}+)/u.exec(added);
		const joined = cut && rest ? joinHyphen(cut[1] ?? "", rest[1] ?? "", vocabulary) : undefined;
		if (cut && rest && joined !== undefined) {
			built.text = built.text.slice(0, -cut[0].length);
			added = joined + added.slice(rest[0].length);
			glue = "";
		} else glue = endsInUrl(built.text) && !/\s/.test(added) && run.looks.uri !== "" ? "" : " ";
	}
	const start = built.text.length + glue.length;
	built.text += glue + added;
	const { bold, code, uri } = run.looks;
	if (code) built.marks.push({ kind: "code", start, end: built.text.length });
	else if (bold) built.marks.push({ kind: "bold", start, end: built.text.length });
	if (uri !== "") built.marks.push({ kind: "link", start, end: built.text.length, uri });
}

/** An address broken over lines is one word. */
function endsInUrl(text: string): boolean {
	return /https?:\/\/\S*[/\-_.?=&]$/.test(text);
}

interface Run {
	text: string;
	spaced: boolean;
	looks: Looks;
}

/** Neighbours of the same looks, as one normalised text. */
function runsOf(line: Line, looksOf: (word: Word) => Looks): Run[] {
	const runs: Run[] = [];
	const words = inReadingOrder(line.words);
	for (const [i, word] of words.entries()) {
		const before = words[i - 1];
		const looks = looksOf(word);
		const spaced = before !== undefined && isSpaced(before, word);
		const open = runs.at(-1);
		const same =
			open !== undefined &&
			open.looks.bold === looks.bold &&
			open.looks.code === looks.code &&
			open.looks.uri === looks.uri;
		if (same) open.text += spaced ? ` ${word.text}` : word.text;
		else runs.push({ text: word.text, spaced, looks });
	}
	for (const run of runs) run.text = withHyphenKept(run.text);
	return runs;
}

/** PDFium writes a line-end hyphen as a control character, which normalising would drop. */
function withHyphenKept(text: string): string {
	return normalized(text.replace(/[\p{Cc}\u00ad]$/u, "-"));
}

/** Marks of neighbouring runs and lines that say the same become one; marks without text go. */
function mergedMarks({ text, marks }: Inline): Mark[] {
	const merged: Mark[] = [];
	for (const mark of marks) {
		const end = Math.min(mark.end, text.length);
		const before = merged.findLast((each) => each.kind === mark.kind);
		if (before !== undefined && before.uri === mark.uri && text.slice(before.end, mark.start).trim() === "")
			before.end = end;
		else if (end > mark.start) merged.push({ ...mark, end });
	}
	return merged;
}

/** Target of the link whose area a word stands in; empty for none and for targets that are no addresses. */
function linkFinder(links: readonly Link[]): (word: Word) => string {
	const usable = links.filter(({ uri }) => /^(?:https?:|mailto:)[^\s<>()]+$/i.test(uri));
	return ({ box }) => {
		const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
		const link = usable.find(({ box: area }) => x >= area[0] && x <= area[2] && y >= area[1] - 1 && y <= area[3] + 1);
		return link?.uri ?? "";
	};
}
