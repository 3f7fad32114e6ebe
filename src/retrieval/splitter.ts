/** Cuts text that has no structure into parts of a size, at the best place there is (contracts/library.md 15.1). */

/** The best place first: between paragraphs, lines, sentences, words. */
const SEPARATORS = ["\n\n", "\n", ". ", " "] as const;

/** A stretch of a text in UTF-16 units. */
export interface Stretch {
	start: number;
	/** Exclusive. */
	end: number;
}

/**
 * Stretches of at most `most` units, in order, none blank. Between two of them stands what they were parted at, which is in neither, or
 * nothing. Never cuts a surrogate pair, for which `most` must be 2 at least.
 */
export function splitText(text: string, most: number): Stretch[] {
	const start = text.length - text.trimStart().length;
	const end = text.trimEnd().length;
	if (end <= start) return [];
	return split(text, { start, end }, most, 0).filter((part) => text.slice(part.start, part.end).trim() !== "");
}

function split(text: string, whole: Stretch, most: number, level: number): Stretch[] {
	if (whole.end - whole.start <= most) return [whole];
	const separator = SEPARATORS[level];
	if (separator === undefined) return cut(text, whole, most);
	const found: Stretch[] = [];
	let open: Stretch | undefined;
	for (const piece of piecesOf(text, whole, separator)) {
		if (open !== undefined && piece.end - open.start <= most) {
			open = { start: open.start, end: piece.end };
			continue;
		}
		if (open !== undefined) found.push(open);
		if (piece.end - piece.start <= most) open = piece.end > piece.start ? piece : undefined;
		else {
			open = undefined;
			found.push(...split(text, piece, most, level + 1));
		}
	}
	if (open !== undefined) found.push(open);
	return found;
}

function* piecesOf(text: string, whole: Stretch, separator: string): Generator<Stretch> {
	let start = whole.start;
	for (;;) {
		const at = text.indexOf(separator, start);
		if (at < 0 || at + separator.length > whole.end) break;
		yield { start, end: at };
		start = at + separator.length;
	}
	yield { start, end: whole.end };
}

function cut(text: string, { start, end }: Stretch, most: number): Stretch[] {
	const found: Stretch[] = [];
	for (let from = start; from < end; ) {
		const to = Math.min(end, from + most);
		const last = to < end && isWithinPair(text, to) ? to - 1 : to;
		found.push({ start: from, end: last });
		from = last;
	}
	return found;
}

/** The last `most` units of a stretch, or one fewer where a surrogate pair would be cut. */
export function tailOf(text: string, { start, end }: Stretch, most: number): Stretch {
	const from = Math.max(start, end - most);
	return { start: from > start && isWithinPair(text, from) ? from + 1 : from, end };
}

/** Whether the place stands between the two halves of one character. */
function isWithinPair(text: string, at: number): boolean {
	return isHalf(text.charCodeAt(at - 1), 0xd800) && isHalf(text.charCodeAt(at), 0xdc00);
}

function isHalf(unit: number, first: number): boolean {
	return unit >= first && unit < first + 0x400;
}
