/** Paragraphs that a column or page border cut in two are joined again, conservatively and across floats. */
import type { Box } from "./blocks.ts";
import { MAX_PARAGRAPH_CHARACTERS } from "./limits.ts";
import type { PageBlock } from "./part.ts";
import { joinHyphen } from "./text.ts";

/** A block with its place, and the places of the pieces that were joined to it. */
export interface PlacedBlock extends PageBlock {
	page: number;
	boxes: PlacedBox[];
}

export interface PlacedBox {
	page: number;
	bbox: Box;
	/** Where its part of the block's plain text begins; absent for the first, and for tables, whose rows tell. */
	from?: number;
}

/** Floats that may stand between two halves: a page of figures is more than any real paragraph jumps over. */
const MAX_FLOATS = 6;
/** Halves of one paragraph have one size, but for rounding. */
const SIZE_TOLERANCE_PT = 0.6;
const NO_WORDS: ReadonlySet<string> = new Set();

/** Takes blocks in reading order and gives them back in the same order, joined. Holds one paragraph and the floats behind it. */
export class ParagraphJoiner {
	private held: PlacedBlock[] = [];

	push(block: PlacedBlock): PlacedBlock[] {
		const [open] = this.held;
		if (open === undefined) return this.hold(block);
		if (goesOn(open, block)) {
			const from = append(open, block);
			open.boxes.push(...block.boxes.map((box) => ({ ...box, from: from + (box.from ?? 0) })));
			return isOpen(open) ? [] : this.end();
		}
		if (isFloat(block) && this.held.length <= MAX_FLOATS) {
			this.held.push(block);
			return [];
		}
		return [...this.end(), ...this.hold(block)];
	}

	end(): PlacedBlock[] {
		const all = this.held;
		this.held = [];
		return all;
	}

	private hold(block: PlacedBlock): PlacedBlock[] {
		if (!isOpen(block)) return [block];
		this.held = [block];
		return [];
	}
}

/** Could go on: running text that ends without an end. */
function isOpen(block: PlacedBlock): boolean {
	if ((block.kind !== "paragraph" && block.kind !== "list_item") || block.source !== undefined) return false;
	if (block.text.length > MAX_PARAGRAPH_CHARACTERS) return false;
	return /[\p{L}\p{N},\-–]$/u.test(block.text) && block.text.length > 20;
}

function isFloat(block: PlacedBlock): boolean {
	return block.kind === "figure" || block.kind === "caption" || block.kind === "footnote" || block.kind === "table";
}

/** Same size, and goes on in lower case: a new paragraph would not. Text files have no columns to cross. */
function goesOn(open: PlacedBlock, block: PlacedBlock): boolean {
	if (block.kind !== "paragraph" || block.source !== undefined || block.sizePt === 0) return false;
	if (Math.abs(open.sizePt - block.sizePt) > SIZE_TOLERANCE_PT || open.bold !== block.bold) return false;
	return /^\p{Ll}/u.test(block.text) && (/^\p{Ll}{2}/u.test(block.text) || /^[a-z] \p{L}/u.test(block.text));
}

/** Adds the second half's text and marks to the first; gives where that text begins. */
function append(open: PlacedBlock, block: PlacedBlock): number {
	const text = joined(open.text, block.text);
	const shift = text.length - block.text.length;
	const marks = (block.marks ?? []).map((mark) => ({ ...mark, start: mark.start + shift, end: mark.end + shift }));
	// A mark at the cut may have lost its hyphen.
	const own = (open.marks ?? []).map((mark) => ({ ...mark, end: Math.min(mark.end, text.length) }));
	if (own.length + marks.length > 0) open.marks = [...own, ...marks];
	open.text = text;
	return shift;
}

function joined(left: string, right: string): string {
	const cut = /^(.*?)(\p{L}+)-$/su.exec(left);
	const rest = /^(\p{Ll}+)(.*)$/su.exec(right);
	if (cut !== null && rest !== null) {
		const word = joinHyphen(cut[2] ?? "", rest[1] ?? "", NO_WORDS);
		if (word !== undefined) return `${cut[1]}${word}${rest[2]}`;
	}
	return `${left} ${right}`;
}
