/** Addresses: several lines under each other. */
import type { Reader } from "./candidates.ts";
import type { Occurrence } from "./occurrences.ts";
import { parseEmail } from "./patterns.ts";
import type { Place } from "./places.ts";
import type { Reading } from "./readings.ts";
import { type Segment, type TextLine, type Token, textOf } from "./tokens.ts";

const MAX_LINES = 7;
/** White between two lines of one address, in line heights. */
const MAX_GAP = 1.1;

/** Lines of a block of text from a segment down, left edges in line, up to white, a label or something else. */
export function blockFrom(first: Segment, reader: Pick<Reader, "text" | "places">): Segment[] {
	const { lines } = reader.text;
	const block = [first];
	const left = leftOf(lines[first.line], first);
	const isLabel = left !== undefined && reader.places.labelAt(left) !== undefined && !/\p{Nd}/u.test(left.text);
	const label = isLabel ? left : undefined;
	const above: TextLine | undefined = lines[first.line];
	for (let index = first.line + 1; above !== undefined && index < lines.length && block.length < MAX_LINES; index++) {
		const line = lines[index];
		if (line === undefined || line.page !== first.page) break;
		const gap = line.box[1] - (block.at(-1)?.box[3] ?? 0);
		if (gap > above.heightPt * MAX_GAP) break;
		const next = line.segments.find(({ box }) => Math.abs(box[0] - first.box[0]) < above.heightPt * 0.5);
		if (next === undefined) continue;
		if (reader.places.labelAt(next) !== undefined) break;
		// The value of the next row.
		const neighbour = leftOf(line, next);
		const isPair = neighbour !== undefined && reader.places.labelAt(neighbour) !== undefined;
		if (isPair && !/\p{Nd}/u.test(neighbour.text)) break;
		if (label !== undefined && neighbour !== undefined && Math.abs(label.box[0] - neighbour.box[0]) < line.heightPt)
			break;
		block.push(next);
	}
	return block;
}

function leftOf(line: TextLine | undefined, segment: Segment): Segment | undefined {
	return line?.segments.findLast(({ box }) => box[2] <= segment.box[0]);
}

/** `hasName`: the block begins with the name of who lives there. */
export function addressAt(place: Place, label: Occurrence, reader: Reader, hasName: boolean): Reading | undefined {
	const first = place.segment;
	const isInline = place.direction === "behind";
	const block = blockFrom(isInline ? { ...first, box: boxFrom(place.tokens) ?? first.box } : first, reader);
	const under = isInline && block.length === 1 ? continued(label, reader) : [];
	const lines = [place.tokens, ...block.slice(1).map(({ tokens }) => tokens), ...under].filter(isAddressLine);
	const kept = hasName ? lines.slice(1) : lines;
	if (kept.length === 0) return undefined;
	const tokens = kept.flat();
	const value = joined(kept.map((line) => textOf(line)));
	const looksLikeOne = /\p{Nd}/u.test(value) && /[\p{L}\p{M}]{2}/u.test(value);
	return { value, tokens, fit: (looksLikeOne ? 1 : 0.55) * (kept.length > 1 || /,/.test(value) ? 1 : 0.92) };
}

/** "Address: 12 High Street" with the rest under the label. */
function continued(label: Occurrence, reader: Reader): Token[][] {
	return blockFrom(label.segment, reader)
		.slice(1)
		.map(({ tokens }) => tokens);
}

function boxFrom(tokens: readonly Token[]): Segment["box"] | undefined {
	const [first, last] = [tokens[0], tokens.at(-1)];
	return first === undefined || last === undefined ? undefined : [first.box[0], first.box[1], last.box[2], last.box[3]];
}

function isAddressLine(tokens: readonly Token[]): boolean {
	const text = textOf(tokens);
	return tokens.length > 0 && parseEmail(text) === undefined && !/^(?:tel|phone|fax|mob|e-?mail|www\.)/i.test(text);
}

/** One line, parts set off by commas. */
export function joined(lines: readonly string[]): string {
	return lines.map((line) => line.replace(/[,;\s]+$/, "")).join(", ");
}
