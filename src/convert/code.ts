/** Blocks of code: lines all of whose words are monospaced, with their indentation restored from positions. */
import type { Line } from "./lines.ts";

/** Width of a letter of usual monospaced fonts, in ems. */
const MONO_EM = 0.6;

/** Bold lines are headings that name a command or a file; a line of a tagged paragraph is a part of its sentence. */
export function isCodeLine(line: Line): boolean {
	if (line.words.every((word) => word.bold)) return false;
	if (line.words.some((word) => word.tag?.isProse === true)) return false;
	return line.words.every((word) => word.mono) && line.words.some((word) => /[\p{L}\p{N}]|[{}()[\]]/u.test(word.text));
}

/** Text of a block of code: indentation and wide gaps as blanks, blank lines where a line is skipped. */
export function codeText(lines: readonly Line[]): string {
	const left = Math.min(...lines.map((line) => line.box[0]));
	const pitch = usualPitch(lines);
	let text = "";
	for (const [i, line] of lines.entries()) {
		const before = lines[i - 1];
		if (before !== undefined) text += line.baseline - before.baseline > pitch * 1.6 ? "\n\n" : "\n";
		text += codeLine(line, left);
	}
	return text;
}

function codeLine(line: Line, left: number): string {
	const letter = letterWidth(line);
	let text = " ".repeat(Math.min(80, Math.max(0, Math.round((line.box[0] - left) / letter))));
	for (const [i, word] of line.words.entries()) {
		const before = line.words[i - 1];
		const gap = before === undefined ? 0 : Math.round((word.box[0] - before.box[2]) / letter);
		const isSpaced = before !== undefined && (word.gapBefore || gap >= 1);
		text += " ".repeat(Math.min(80, isSpaced ? Math.max(1, gap) : 0)) + word.text;
	}
	return text;
}

function letterWidth(line: Line): number {
	let [width, letters] = [0, 0];
	for (const { box, text } of line.words) {
		width += box[2] - box[0];
		letters += [...text].length;
	}
	return width > 0 && letters > 0 ? width / letters : Math.max(1, line.sizePt) * MONO_EM;
}

/** Median distance between two lines. */
function usualPitch(lines: readonly Line[]): number {
	const pitches = lines.slice(1).map((line, i) => line.baseline - (lines[i]?.baseline ?? 0));
	pitches.sort((a, b) => a - b);
	return pitches[Math.floor((pitches.length - 1) / 2)] ?? Number.POSITIVE_INFINITY;
}
