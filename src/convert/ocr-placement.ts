/**
 * Lines of text without places → words with boxes, by what another reading of the page saw where. A word that both read is where it was
 * seen; the rest of its line lies beside it; a line that nobody else read lies between its neighbours.
 */
import type { Box } from "./blocks.ts";
import type { RecognizedWord } from "./ocr.ts";
import { align, comparable } from "./ocr-alignment.ts";

export interface PlacedWord {
	text: string;
	box: Box;
	line: number;
	block: number;
	/** 0 … 1: the share of its letters that both readings have, each as sure as the other reading was. */
	agreement: number;
}

/** A line of the other reading. */
interface SeenLine {
	box: Box;
	block: number;
	letters: number;
}

interface Token {
	text: string;
	letters: number;
	/** Index among the seen lines; undefined for a word that only one reading has. */
	line: number | undefined;
	box: Box | undefined;
	agreement: number;
}

/** A run of words on one seen line, or a whole line that was not seen. */
interface Run {
	tokens: Token[];
	line: number | undefined;
	box: Box | undefined;
	block: number;
}

/** Share of a word's letters that must agree before its place is believed. */
const SURE_SHARE = 0.5;
/** Share of a line's letters, of the shorter of the two, that must agree: common words agree anywhere. */
const SAME_LINE_SHARE = 0.25;
/** Height of a line that nothing tells, and the least there is room for. */
const USUAL_LINE_PT = 12;
const MIN_LINE_PT = 3;
/** Of the page's width, where no other reading tells it. */
const MARGIN_SHARE = 0.1;
/** No letter is narrower, of its line's height: what is, was read out of a drawing, or across the lines. */
const NARROWEST_LETTER = 0.2;

/** `page`: width and height of the upright page, which the boxes of `seen` lie on. */
export function placeLines(
	lines: readonly string[],
	seen: readonly RecognizedWord[],
	page: readonly [width: number, height: number],
): PlacedWord[] {
	const believed = levelOnly(seen);
	const seenLines = seenLinesOf(believed);
	const rows = tokensOf(lines, believed, seenLines.index);
	const runs = rows.flatMap((tokens) => runsOf(tokens, seenLines.lines));
	placeUnseen(runs, seenLines.lines, page);
	return runs.flatMap((run, line) => placedWords(run, line));
}

/** Without lines that cannot be level lines of print. */
function levelOnly(seen: readonly RecognizedWord[]): RecognizedWord[] {
	const { lines, index } = seenLinesOf(seen);
	return seen.filter(({ line }) => {
		const { box, letters } = lines[index.get(line) ?? -1] ?? { box: [0, 0, 0, 0], letters: 0 };
		return box[2] - box[0] >= (box[3] - box[1]) * letters * NARROWEST_LETTER;
	});
}

function seenLinesOf(seen: readonly RecognizedWord[]): { lines: SeenLine[]; index: Map<number, number> } {
	const lines: SeenLine[] = [];
	const index = new Map<number, number>();
	for (const { text, line, box, block } of seen) {
		const letters = comparable(text).length;
		const at = index.get(line);
		const known = at === undefined ? undefined : lines[at];
		if (known !== undefined) {
			known.box = union(known.box, box);
			known.letters += letters;
		} else {
			index.set(line, lines.length);
			lines.push({ box, block, letters });
		}
	}
	return { lines, index };
}

/** The words of each line, with the place that the other reading tells. */
function tokensOf(
	lines: readonly string[],
	seen: readonly RecognizedWord[],
	lineIndex: ReadonlyMap<number, number>,
): Token[][] {
	const words = lines.map((line) => line.split(/\s+/).filter(Boolean));
	const letters = words.map((row) => row.map(comparable));
	const seenLetters = seen.map((word) => comparable(word.text));
	const { opposite, agrees } = align(letters.flat(2), seenLetters.flat());
	const [owner, offset] = owners(seenLetters);
	let at = 0;
	return words.map((row, r) =>
		row.map((text, w): Token => {
			const count = letters[r]?.[w]?.length ?? 0;
			const start = at;
			at += count;
			const votes = new Map<number, { count: number; sure: number; box: Box }>();
			for (let i = start; i < start + count; i++) {
				if (agrees[i] !== 1) continue;
				const j = opposite[i] ?? 0;
				const word = seen[owner[j] ?? 0];
				if (word === undefined) continue;
				const line = lineIndex.get(word.line) ?? 0;
				const box = letterBox(word.box, offset[j] ?? 0, seenLetters[owner[j] ?? 0]?.length ?? 1, i - start, count);
				const vote = votes.get(line) ?? { count: 0, sure: 0, box };
				votes.set(line, {
					count: vote.count + 1,
					sure: vote.sure + word.confidence / 100,
					box: union(vote.box, box),
				});
			}
			const [line, vote] = [...votes].sort((a, b) => b[1].count - a[1].count)[0] ?? [];
			if (vote === undefined || vote.count < count * SURE_SHARE) {
				return { text, letters: count, line: undefined, box: undefined, agreement: 0 };
			}
			return { text, letters: count, line, box: vote.box, agreement: vote.sure / Math.max(1, count) };
		}),
	);
}

/** For each letter of all words: whose it is, and which of its. */
function owners(words: readonly string[][]): [owner: number[], offset: number[]] {
	const owner = words.flatMap((letters, index) => letters.map(() => index));
	const offset = words.flatMap((letters) => letters.map((_, at) => at));
	return [owner, offset];
}

/** The slice of a seen word that is one letter; a word's first and last letters reach to the ends of words of their length. */
function letterBox(box: Box, at: number, seenCount: number, index: number, count: number): Box {
	const [x0, y0, x1, y1] = box;
	if (seenCount === count && at === index) return box;
	const step = (x1 - x0) / Math.max(1, seenCount);
	return [x0 + at * step, y0, x0 + (at + 1) * step, y1];
}

function runsOf(tokens: readonly Token[], lines: readonly SeenLine[]): Run[] {
	if (tokens.length === 0) return [];
	dropStrays(tokens);
	dropChance(tokens, lines);
	const runs: Run[] = [];
	let current = tokens.find(({ line }) => line !== undefined)?.line;
	for (const token of tokens) {
		current = token.line ?? current;
		const last = runs.at(-1);
		if (last !== undefined && last.line === current) last.tokens.push(token);
		else {
			const seen = current === undefined ? undefined : lines[current];
			runs.push({ tokens: [token], line: current, box: seen?.box, block: seen?.block ?? 0 });
		}
	}
	return runs;
}

/** A lone word that was found on another line than the words on both sides of it agrees by chance. */
function dropStrays(tokens: readonly Token[]): void {
	const found = tokens.filter(({ line }) => line !== undefined);
	for (const [i, token] of found.entries()) {
		const [before, after] = [found[i - 1]?.line, found[i + 1]?.line];
		if (before !== undefined && before === after && token.line !== before) forget(token);
	}
}

/** Two lines that share a word or two are not the same line. */
function dropChance(tokens: readonly Token[], lines: readonly SeenLine[]): void {
	const all = tokens.reduce((sum, { letters }) => sum + letters, 0);
	const found = new Map<number, number>();
	for (const { line, letters } of tokens) if (line !== undefined) found.set(line, (found.get(line) ?? 0) + letters);
	for (const token of tokens) {
		if (token.line === undefined) continue;
		const shorter = Math.min(all, lines[token.line]?.letters ?? 0);
		if ((found.get(token.line) ?? 0) < shorter * SAME_LINE_SHARE) forget(token);
	}
}

function forget(token: Token): void {
	[token.line, token.box, token.agreement] = [undefined, undefined, 0];
}

/** Places the runs that were not seen, group by group between those that were. */
function placeUnseen(runs: readonly Run[], lines: readonly SeenLine[], page: readonly [number, number]): void {
	const taken = new Set(runs.map(({ line }) => line));
	for (let start = 0; start < runs.length; start++) {
		if (runs[start]?.box !== undefined) continue;
		let end = start;
		while (end < runs.length && runs[end]?.box === undefined) end++;
		const group = runs.slice(start, end);
		const [before, after] = [runs[start - 1], runs[end]];
		const free: SeenLine[] = [];
		const [first, last] = [(before?.line ?? -1) + 1, after?.line ?? lines.length];
		for (let at = first; at < last; at++) {
			const line = lines[at];
			if (line !== undefined && !taken.has(at)) free.push(line);
		}
		const boxes = free.length > 0 ? shared(free, group.length) : stacked(group.length, before?.box, after?.box, page);
		for (const [i, run] of group.entries()) {
			run.box = boxes[i];
			run.block = free[Math.floor((i * free.length) / group.length)]?.block ?? before?.block ?? after?.block ?? 0;
		}
		start = end - 1;
	}
}

/** `count` boxes out of lines that nobody claims, in their order: each some lines, or a part of one. */
function shared(free: readonly SeenLine[], count: number): Box[] {
	return Array.from({ length: count }, (_, i): Box => {
		const first = Math.floor((i * free.length) / count);
		const last = Math.max(first, Math.floor(((i + 1) * free.length) / count) - 1);
		const box = free
			.slice(first, last + 1)
			.reduce<Box | undefined>((sum, { box }) => union(sum ?? box, box), undefined);
		if (count <= free.length) return box ?? [0, 0, 0, 0];
		// Several share a line: those whose share begins in it.
		const sharing = Array.from({ length: count }, (_, k) => k).filter(
			(k) => Math.floor((k * free.length) / count) === first,
		);
		return bandOf(box ?? [0, 0, 0, 0], sharing.indexOf(i), sharing.length);
	});
}

/** Between the neighbours where there is room, else below the one before or above the one behind. */
function stacked(
	count: number,
	before: Box | undefined,
	after: Box | undefined,
	[width, height]: readonly [number, number],
): Box[] {
	const [left, right] = [
		Math.min(before?.[0] ?? width, after?.[0] ?? width),
		Math.max(before?.[2] ?? 0, after?.[2] ?? 0),
	];
	const [x0, x1] = left < right ? [left, right] : [width * MARGIN_SHARE, width * (1 - MARGIN_SHARE)];
	if (before === undefined && after === undefined) {
		const room: Box = [x0, height * MARGIN_SHARE, x1, height * (1 - MARGIN_SHARE)];
		const rows = Math.max(count, Math.floor((room[3] - room[1]) / (USUAL_LINE_PT * 1.5)));
		return Array.from({ length: count }, (_, i) => bandOf(room, i, rows));
	}
	const heightOf = (box: Box) => Math.max(MIN_LINE_PT, box[3] - box[1]);
	const line = heightOf(before ?? after ?? [0, 0, 0, USUAL_LINE_PT]);
	let [y0, y1] = [before?.[3] ?? (after?.[1] ?? 0) - line * count, after?.[1] ?? (before?.[3] ?? 0) + line * count];
	if (y1 - y0 < MIN_LINE_PT * count) y1 = y0 + line * count;
	if (y0 < 0) y0 = 0;
	if (y1 > height) y1 = height;
	if (y1 - y0 < MIN_LINE_PT * count) y0 = Math.max(0, y1 - MIN_LINE_PT * count);
	return Array.from({ length: count }, (_, i) => bandOf([x0, y0, x1, Math.max(y0, y1)], i, count));
}

function bandOf([x0, y0, x1, y1]: Box, index: number, count: number): Box {
	const step = (y1 - y0) / Math.max(1, count);
	return [x0, y0 + index * step, x1, y0 + (index + 1) * step];
}

/** Words that were not seen lie between those that were, or spread over the line's box, by their lengths. */
function placedWords({ tokens, box, block }: Run, line: number): PlacedWord[] {
	const whole = box ?? [0, 0, 0, 0];
	const placed: PlacedWord[] = [];
	for (let start = 0; start < tokens.length; start++) {
		const token = tokens[start];
		if (token?.box !== undefined) {
			placed.push({ text: token.text, box: token.box, line, block, agreement: token.agreement });
			continue;
		}
		let end = start;
		while (end < tokens.length && tokens[end]?.box === undefined) end++;
		const group = tokens.slice(start, end);
		const [before, after] = [tokens[start - 1]?.box, tokens[end]?.box];
		const near = before ?? after ?? whole;
		placed.push(
			...spread(group, [
				before?.[2] ?? Math.min(whole[0], after?.[0] ?? whole[0]),
				near[1],
				after?.[0] ?? whole[2],
				near[3],
			]).map((box, i) => ({ text: group[i]?.text ?? "", box, line, block, agreement: 0 })),
		);
		start = end - 1;
	}
	return placed;
}

function spread(tokens: readonly Token[], [x0, y0, x1, y1]: Box): Box[] {
	const total = tokens.reduce((sum, { text }) => sum + text.length + 1, 0);
	const step = Math.max(0, x1 - x0) / Math.max(1, total);
	let at = 0;
	return tokens.map(({ text }): Box => {
		const left = x0 + (at + 0.5) * step;
		at += text.length + 1;
		return [left, y0, left + text.length * step, y1];
	});
}

function union(a: Box, b: Box): Box {
	return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
