import { isCalendarWord } from "./calendar.ts";
import {
	CAPITAL_TRAIT,
	DIGIT,
	EXPANDS_TRAIT,
	expansionOf,
	foldIn,
	IDEOGRAPH,
	isCapital,
	kindIn,
	kindOf,
	LETTER,
	MARK,
	SPACE,
	traitsOf,
} from "./letters.ts";
import { hashCodes } from "./token-hash.ts";

/** Holds a digit. */
export const NUMBER = 1;
/** The name of a month or a weekday. */
export const CALENDAR = 2;
/** A capitalised word of three letters or more, without a digit. */
export const CAPITALISED = 4;
/** One character of a script without spaces. */
export const SINGLE = 8;
/** Holds a letter. */
export const LETTERED = 16;

/** A text as the comparison sees it. Tokens are numbered from 0; all arrays but `letters` have `count` entries. */
export interface Tokens {
	count: number;
	/** 32-bit hash of the folded token. */
	hashes: Int32Array;
	/** Where the token ends in `letters`; it begins where the one before ends. */
	ends: Uint32Array;
	/** NUMBER | CALENDAR | CAPITALISED | SINGLE | LETTERED. */
	flags: Uint8Array;
	/** A bit per letter or digit present (modulo 32): cheap proof that two tokens are far apart. */
	masks: Int32Array;
	/** All tokens folded, one after the other, without what stood between them. */
	letters: string;
}

/** Folds into scratch space that is kept from one text to the next; not for two texts at once. */
export class TokenReader {
	private codes = new Uint16Array(1 << 14);
	private hashes = new Int32Array(1 << 11);
	private ends = new Uint32Array(1 << 11);
	private flags = new Uint8Array(1 << 11);
	private masks = new Int32Array(1 << 11);
	private count = 0;

	/** Any string, lone surrogates included. Linear in its length. */
	read(text: string): Tokens {
		this.makeRoom(text.length);
		this.count = 0;
		const codes = this.codes;
		// In the token at hand: where it starts, its end, the end of its last letter or digit (0 of all is the first free place).
		let [start, end, solid] = [0, 0, 0];
		let flags = 0;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			const traits = traitsOf(code);
			const kind = kindIn(traits);
			if (kind === LETTER || kind === DIGIT) {
				if (solid === start) flags = (traits & CAPITAL_TRAIT) !== 0 ? CAPITALISED : 0;
				flags |= kind === DIGIT ? NUMBER : LETTERED;
				if ((traits & EXPANDS_TRAIT) === 0) codes[end++] = foldIn(traits);
				else end = this.expand(code, end);
				solid = end;
			} else if (kind === MARK) {
				if (solid > start) codes[end++] = foldIn(traits);
			} else if (kind === SPACE || kind === IDEOGRAPH) {
				const next = kind === SPACE ? hyphenatedEnd(text, at, solid > start && end === solid + 1) : 0;
				if (next > 0) {
					end = solid;
					at = next - 1;
					continue;
				}
				start = this.finish(start, solid, flags);
				if (kind === IDEOGRAPH) {
					codes[start] = foldIn(traits);
					start = this.finish(start, start + 1, SINGLE);
				}
				[end, solid] = [start, start];
			}
		}
		return this.take(this.finish(start, solid, flags));
	}

	private expand(code: number, end: number): number {
		const expansion = expansionOf(code) ?? "";
		for (let at = 0; at < expansion.length; at++) this.codes[end + at] = expansion.charCodeAt(at);
		return end + expansion.length;
	}

	/** Writes the token down, if it is one; returns where the next one starts. */
	private finish(start: number, end: number, flags: number): number {
		if (end <= start) return start;
		const codes = this.codes;
		let mask = 0;
		for (let at = start; at < end; at++) mask |= 1 << ((codes[at] ?? 0) & 31);
		const hash = hashCodes(codes, start, end);
		let kept = flags & NUMBER || end - start < 3 ? flags & ~CAPITALISED : flags;
		if (isCalendarWord(hash)) kept = (kept & ~CAPITALISED) | CALENDAR;
		const at = this.count++;
		this.hashes[at] = hash;
		this.masks[at] = mask;
		this.flags[at] = kept;
		this.ends[at] = end;
		return end;
	}

	private take(length: number): Tokens {
		const { count } = this;
		// One buffer for all, as making buffers is what costs.
		const buffer = new ArrayBuffer(13 * count);
		const hashes = new Int32Array(buffer, 0, count);
		const ends = new Uint32Array(buffer, 4 * count, count);
		const masks = new Int32Array(buffer, 8 * count, count);
		const flags = new Uint8Array(buffer, 12 * count, count);
		hashes.set(this.hashes.subarray(0, count));
		ends.set(this.ends.subarray(0, count));
		masks.set(this.masks.subarray(0, count));
		flags.set(this.flags.subarray(0, count));
		return { count, hashes, ends, flags, masks, letters: toText(this.codes, length) };
	}

	/** A text of n characters has at most n tokens, and a character at most three letters (a ligature). */
	private makeRoom(length: number): void {
		if (this.codes.length < 3 * length + 3) this.codes = new Uint16Array(4 * length + 3);
		if (this.hashes.length > length) return;
		this.hashes = new Int32Array(length + 1);
		this.ends = new Uint32Array(length + 1);
		this.flags = new Uint8Array(length + 1);
		this.masks = new Int32Array(length + 1);
	}
}

export function readTokens(text: string): Tokens {
	return new TokenReader().read(text);
}

/** The folded token; for people and labels, not for hot loops. */
export function tokenText(tokens: Tokens, index: number): string {
	return tokens.letters.slice(index === 0 ? 0 : tokens.ends[index - 1], tokens.ends[index]);
}

/** Where the second half of a word cut at a line's end begins, or 0: a hyphen, the line's end, a small letter. */
function hyphenatedEnd(text: string, at: number, afterMark: boolean): number {
	if (!afterMark || !isHyphen(text.charCodeAt(at - 1)) || kindOf(text.charCodeAt(at - 2)) !== LETTER) return 0;
	let next = at;
	let lineEnd = false;
	for (; next < text.length && kindOf(text.charCodeAt(next)) === SPACE; next++) {
		if (text.charCodeAt(next) === 10) lineEnd = true;
	}
	const code = text.charCodeAt(next);
	return lineEnd && next < text.length && kindOf(code) === LETTER && !isCapital(code) ? next : 0;
}

function isHyphen(code: number): boolean {
	return code === 0x2d || code === 0x2010 || code === 0xac;
}

/** In pieces, as an argument list has its limits. */
function toText(codes: Uint16Array, length: number): string {
	const pieces: string[] = [];
	for (let at = 0; at < length; at += 8192) {
		pieces.push(Reflect.apply(String.fromCharCode, undefined, codes.subarray(at, Math.min(length, at + 8192))));
	}
	return pieces.join("");
}
