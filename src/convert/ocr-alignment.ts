/** Two readings of one page, character by character: which of the one is which of the other. */

/** A word's letters, signs and digits in one spelling; the rest is read too differently to compare. */
export function comparable(text: string): string[] {
	return [...text.normalize("NFKC").toLowerCase()].filter((character) => /[\p{L}\p{M}\p{N}]/u.test(character));
}

export interface Alignment {
	/** For each character of the first reading that of the second opposite to it, or −1. */
	opposite: Int32Array;
	/** 1 where the two are the same, and a neighbour is the same too: single ones agree by chance. */
	agrees: Uint8Array;
}

const SAME = 2;
const OTHER = -1;
const GAP = -1;

/** Cells of the table, at two bits each: 6 MB and about 0.1 s. Longer readings are compared near the diagonal only. */
const MAX_CELLS = 24_000_000;

const DIAGONAL = 1;
const UP = 2;
const LEFT = 3;

/** Needleman and Wunsch's global alignment within a band about the diagonal. */
export function align(first: readonly string[], second: readonly string[]): Alignment {
	const [n, m] = [first.length, second.length];
	const width = Math.min(m + 1, Math.max(3, Math.floor(MAX_CELLS / (n + 1))));
	const from = (row: number) =>
		Math.max(0, Math.min(m + 1 - width, Math.round((row * m) / Math.max(1, n)) - (width >> 1)));
	const steps = new Uint8Array(Math.ceil(((n + 1) * width) / 4));
	const [codes, others] = [codesOf(first), codesOf(second)];
	let above = new Int32Array(width);
	let row = new Int32Array(width);
	const none = -0x3fffffff;
	for (let i = 0; i <= n; i++) {
		const [start, startAbove] = [from(i), from(Math.max(0, i - 1))];
		for (let k = 0; k < width; k++) {
			const j = start + k;
			const up = i > 0 && j - startAbove < width ? (above[j - startAbove] ?? none) + GAP : none;
			const left = k > 0 ? (row[k - 1] ?? none) + GAP : none;
			let [best, step] = up >= left ? [up, UP] : [left, LEFT];
			if (i > 0 && j > startAbove) {
				const diagonal = (above[j - 1 - startAbove] ?? none) + (codes[i - 1] === others[j - 1] ? SAME : OTHER);
				if (diagonal >= best) [best, step] = [diagonal, DIAGONAL];
			}
			if (i === 0 && j === 0) [best, step] = [0, 0];
			row[k] = best;
			const cell = i * width + k;
			steps[cell >> 2] = (steps[cell >> 2] ?? 0) | (step << ((cell & 3) * 2));
		}
		[above, row] = [row, above];
	}
	const opposite = new Int32Array(n).fill(-1);
	for (let [i, j] = [n, m]; i > 0 || j > 0; ) {
		const cell = i * width + (j - from(i));
		const step = ((steps[cell >> 2] ?? 0) >> ((cell & 3) * 2)) & 3;
		if (step === DIAGONAL) opposite[--i] = --j;
		else if (step === UP) i--;
		else if (step === LEFT) j--;
		else break;
	}
	return { opposite, agrees: agreements(first, second, opposite) };
}

function agreements(first: readonly string[], second: readonly string[], opposite: Int32Array): Uint8Array {
	const isSame = (i: number) => {
		const j = opposite[i] ?? -1;
		return j >= 0 && first[i] === second[j];
	};
	const agrees = new Uint8Array(first.length);
	for (let i = 0; i < first.length; i++) {
		if (!isSame(i)) continue;
		const j = opposite[i] ?? -1;
		const before = isSame(i - 1) && opposite[i - 1] === j - 1;
		const after = isSame(i + 1) && opposite[i + 1] === j + 1;
		if (before || after) agrees[i] = 1;
	}
	return agrees;
}

function codesOf(characters: readonly string[]): Int32Array {
	return Int32Array.from(characters, (character) => character.codePointAt(0) ?? 0);
}
