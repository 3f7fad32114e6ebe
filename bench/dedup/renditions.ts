/** What can happen to a paper between the printer and the archive. */
import type { Reader } from "./misreadings.ts";
import type { Random } from "./random.ts";

/** One line as it arrives, and the printed line that it comes from; null where the paper has none (a stamp). */
export interface ReadLine {
	text: string;
	printed: string | null;
}

export type Change = (lines: ReadLine[], random: Random) => ReadLine[];

export interface Rendition {
	kind: string;
	/** Share of the words edited, or of the characters where the reader counts these; lowest and highest. */
	rate: readonly [number, number];
	/** Applied in this order, before the reader errs. */
	changes: readonly Change[];
	/** Applied to the lines read; they cannot take anything away. */
	layout: (lines: string[], random: Random) => string[];
}

const TRIES = 60;

/**
 * The paper's lines as this rendition leaves them. Where the paper has a mark, one line that carries it stays nearer to itself than to what the
 * paper's siblings (by their marks) have there: otherwise nobody could say which of them it is.
 */
export function render(
	lines: readonly string[],
	mark: { own: string; siblings: readonly string[] } | null,
	{ rendition, reader, random }: { rendition: Rendition; reader: Reader; random: Random },
): string[] {
	for (let attempt = 0; attempt < TRIES; attempt++) {
		const printed: ReadLine[] = lines.map((text) => ({ text, printed: text }));
		const changed = rendition.changes.reduce((now, change) => change(now, random), printed);
		const [lowest, highest] = rendition.rate;
		const rate = lowest + random.next() * (highest - lowest);
		const texts = changed.map(({ text }) => text);
		const read = reader(texts, rate, random);
		const arrived = changed.map(({ printed: source }, at) => ({ text: read[at] ?? "", printed: source }));
		if (mark === null || survives(arrived, mark)) return rendition.layout(read, random);
	}
	throw new Error(`${rendition.kind} leaves no mark of ${JSON.stringify(mark)} in ${lines.slice(0, 3).join(" / ")}`);
}

function survives(
	lines: readonly ReadLine[],
	{ own, siblings }: { own: string; siblings: readonly string[] },
): boolean {
	return lines.some(({ text, printed }) => {
		if (printed === null || !printed.includes(own)) return false;
		if (text === printed) return true;
		const distance = editDistance(text, printed);
		return siblings.every((other) => distance < editDistance(text, printed.replaceAll(own, other)));
	});
}

/** Levenshtein's distance, in UTF-16 code units. */
export function editDistance(one: string, other: string): number {
	let above = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let column = 1; column <= other.length; column++) {
			const same = one.charCodeAt(row - 1) === other.charCodeAt(column - 1);
			const replaced = (above[column - 1] ?? 0) + (same ? 0 : 1);
			current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
		}
		above = current;
	}
	return above[other.length] ?? 0;
}

/** Loses about this share of the lines, each by itself. */
export function dropLines(share: number): Change {
	return (lines, random) => lines.filter(({ text }) => text === "" || !random.chance(share));
}

/** The two halves in the wrong order, as sheets fed upside down are. */
export const swapHalves: Change = (lines, random) => {
	const middle = Math.round(lines.length * (0.42 + random.next() * 0.16));
	return [...lines.slice(middle), ...lines.slice(0, middle)];
};

/** Only the beginning: between these shares of the characters, cut at a line. */
export function keepBeginning(lowest: number, highest: number): Change {
	return (lines, random) => {
		const all = lines.reduce((sum, { text }) => sum + text.length, 0);
		const wanted = all * (lowest + random.next() * (highest - lowest));
		let length = 0;
		const end = lines.findIndex(({ text }) => {
			length += text.length;
			return length >= wanted;
		});
		return lines.slice(0, end + 1);
	};
}

/** A line before the first, one after the last, one in between. Made anew for each copy. */
export function surround(extras: (random: Random) => { above: string[]; stamp: string[]; below: string[] }): Change {
	return (lines, random) => {
		const { above, stamp, below } = extras(random);
		const added = (texts: string[]): ReadLine[] => texts.map((text) => ({ text, printed: null }));
		const place = random.int(0, Math.min(lines.length, 14));
		return [...added(above), ...lines.slice(0, place), ...added(stamp), ...lines.slice(place), ...added(below)];
	};
}

/** ä to a, é to e; ß to ss or B. */
export const loseAccents: Change = (lines, random) => {
	const sharp = random.pick(["ss", "B"]);
	return lines.map(({ text, printed }) => ({
		text: text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", sharp),
		printed,
	}));
};

/** Paragraphs run over the line ends of the reader's own page. `hyphens`: share of the line ends that cut a word. */
export function rewrap(hyphens: number): Rendition["layout"] {
	return (lines, random) => {
		const width = random.int(48, 100);
		return paragraphsOf(lines).flatMap((paragraph) => wrap(paragraph, width, () => random.chance(hyphens)));
	};
}

export function keepLines(lines: string[]): string[] {
	return lines;
}

/** Joins lines that a printer broke: long ones, with the next one running on. */
function paragraphsOf(lines: readonly string[]): string[] {
	const paragraphs: string[] = [];
	let runsOn = false;
	for (const line of lines) {
		const last = paragraphs.at(-1);
		if (runsOn && last !== undefined && line !== "") paragraphs.splice(-1, 1, `${last} ${line}`);
		else paragraphs.push(line);
		runsOn = line.length > 64;
	}
	return paragraphs;
}

/** Lines of at most `width` characters; a word is cut in two where `cut` says so. */
export function wrap(text: string, width: number, cut: () => boolean = () => false): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		const room = width - line.length - 2;
		if (line !== "" && line.length + 1 + word.length > width) {
			const splits = /^\p{L}{7,}$/u.test(word) && room >= 3 && room <= word.length - 3 && cut();
			lines.push(splits ? `${line} ${word.slice(0, room)}-` : line);
			line = splits ? word.slice(room) : word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return [...lines, line];
}
